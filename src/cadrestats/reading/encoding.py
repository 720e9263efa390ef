"""The bytes of a report become text: which encoding they are in, and whether they are text at all.

A byte order mark decides. Else valid UTF-8 is UTF-8; what is not is GB 18030 (which holds GBK and GB 2312) or UTF-16
without a mark, whichever makes the likelier Chinese text (``hanzi``). Limit: UTF-16 without a mark is told by its line
ends, spaces or figures; one line of Hanzi alone can be any ASCII text (``一`` is ``NN`` less a half, ``Bush`` is 畂桳).
"""

from __future__ import annotations

import codecs
import re

from cadrestats.reading.errors import UnreadableReport
from cadrestats.reading.hanzi import bits

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # begins as the mark of UTF-16 does
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
_SIGNATURES = (
    (b"PK\x03\x04", "a ZIP archive (a Word or Excel document is one, too)"),
    (b"%PDF-", "a PDF document"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an OLE file (an old Word or Excel document)"),
    (b"{\\rtf", "an RTF document"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"\x89PNG\r\n", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
)
_SAVE_AS_TEXT = "save it as plain text in UTF-8"
_BROKEN = 30.0  # bits of a byte that does not decode
_ACCENTED = 6.0  # bits of a Western letter in valid UTF-8
_VALID = 20.0  # bits by which being valid speaks for UTF-8
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]")
# What UTF-16 has a NUL byte for: ASCII. Hanzi such as U+4E00 have one, too, but no text is made of these alone.
_HALVES = re.compile("[\t\n\r -~]")
_THREE_BYTES = re.compile("[\u0800-\U0010ffff]")
_LINE_ENDS = ("\r\n", "\r", "\f", "\u2028", "\u2029")


def decode(data: bytes) -> str:
    r"""Turn a file's bytes into text.

    Args:
        data: The whole file: UTF-8, UTF-16, UTF-32 or GB 18030, GBK, GB 2312, with or without byte order mark.

    Returns:
        The text without the mark, its lines ended by ``\n``. An empty file is an empty text.

    Raises:
        UnreadableReport: It is another kind of file, or bytes decode in no encoding.

    >>> decode("老干部\r\n工作".encode("gbk"))
    '老干部\n工作'
    """
    text = _decoded(data)
    for end in _LINE_ENDS:
        text = text.replace(end, "\n")
    return text


def _decoded(data: bytes) -> str:
    """The text with the line ends that it has."""
    for signature, name in _SIGNATURES:
        if data.startswith(signature):
            raise UnreadableReport(f"This is {name}, not a text (byte 0): {_SAVE_AS_TEXT}.")
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _marked(data, len(mark), encoding)
    if b"\0" in data:
        return _with_nuls(data)
    try:
        text = data.decode()
    except UnicodeDecodeError:
        return _not_utf8(data)
    return _rather_gbk(data, text) or text


def _marked(data: bytes, start: int, encoding: str) -> str:
    """Decode what follows a byte order mark."""
    try:
        text = data[start:].decode(encoding)
    except UnicodeDecodeError as error:
        where = start + error.start
        raise UnreadableReport(
            f"The file's byte order mark says {encoding}, but byte {where} is not: {_SAVE_AS_TEXT}."
        ) from error
    if "\0" in text:
        where = start + len(text[: text.index("\0")].encode(encoding))
        raise UnreadableReport(f"This is a binary file, not a text (NUL at byte {where}): {_SAVE_AS_TEXT}.")
    return text


def _with_nuls(data: bytes) -> str:
    """Text with NUL bytes can be UTF-16 alone: in it they are halves of ASCII characters."""
    readings = [text for encoding in ("utf-16-le", "utf-16-be") if (text := _attempt(data, encoding)) is not None]
    readable = [
        text
        for text in readings
        if _HALVES.search(text) and not _CONTROLS.search(text) and bits(text) <= 16 * len(text)
    ]
    if not readable:
        where = data.index(b"\0")
        raise UnreadableReport(f"This is a binary file, not a text (NUL at byte {where}): {_SAVE_AS_TEXT}.")
    return min(readable, key=_surprise)


def _not_utf8(data: bytes) -> str:
    """GB 18030 or UTF-16, unless UTF-8 with a broken place is likelier."""
    readings = [text for name in ("gb18030", "utf-16-le", "utf-16-be") if (text := _attempt(data, name)) is not None]
    broken, where = min(_with_gaps(data, name) for name in ("utf-8", "gb18030"))
    best = min(readings, key=_surprise, default=None)
    if best is None or broken < _surprise(best):
        raise UnreadableReport(
            f"Byte {where} (0x{data[where]:02X}) belongs neither to UTF-8 nor to GB 18030 text: {_SAVE_AS_TEXT}."
        )
    return best


def _with_gaps(data: bytes, encoding: str) -> tuple[float, int]:
    """How surprising the text is with U+FFFD for what does not decode, and the first byte that does not."""
    try:
        return _surprise(data.decode(encoding)), len(data)
    except UnicodeDecodeError as error:
        text = data.decode(encoding, "replace")
        return _surprise(text.replace("\ufffd", "")) + text.count("\ufffd") * _BROKEN, error.start


def _rather_gbk(data: bytes, text: str) -> str:
    """A short GBK text that is valid UTF-8 by chance (联通), empty where it is not."""
    if text.isascii() or _THREE_BYTES.search(text):
        return ""
    gbk = _attempt(data, "gb18030")
    cost = sum(0.0 if char.isascii() else _ACCENTED if char < "\u0100" else _surprise(char) for char in text)
    return gbk if gbk and bits(gbk) + _VALID < cost else ""


def _attempt(data: bytes, encoding: str) -> str | None:
    """The text in this encoding, if it is."""
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _surprise(text: str) -> float:
    """How surprising a text is, in bits; an ASCII character is a little so, since two of them make one of UTF-16."""
    return bits(text) + text.count("\0") * _BROKEN + 5 * sum(map(str.isascii, text))
