"""UTF-8 that was read as GBK (``鐢靛奖`` for 电影), made readable again.

GBK takes the bytes in pairs. A byte without a partner is lost: a browser shows U+FFFD for it, other programs a question
mark; 0x80 is shown as ``€``. Of a Hanzi of three bytes two are left then, and 64 Hanzi have these in common: a gap,
which ``restoration`` fills where it can. The bytes of such text may in turn have been shown as Latin-1: they are those
of UTF-8 again, the losses included, and are read as UTF-8 shown as Latin-1 is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from cadrestats.reading.hanzi import bits
from cadrestats.reading.lattice import BYTES, GBK, SPECIALS, strict, table, to_bytes
from cadrestats.reading.phrases import LOST
from cadrestats.reading.restoration import Gapped, filled
from cadrestats.reading.stretches import Stretch, replaced, segments

# Hanzi that GBK makes of the first two bytes of most Hanzi in UTF-8, and that no simplified text uses.
_CODES = (bytes([lead, trail]) for lead in range(0xE4, 0xEA) for trail in range(0x80, 0xA1))
HEADS = f"[{''.join(code.decode('gbk') for code in _CODES)}]"
"""A set of a regular expression: the Hanzi that tell UTF-8 read as GBK."""
_IS_HEAD = re.compile(HEADS)
# A run of what is shown for bytes, with what may stand for a lost one at its end or within; and where parts of it end
# that may be clean or garbled by themselves.
_SHOWN = re.compile("[^\x00-\x7f]+(?:[?\ufffd][^\x00-\x7f]*)*")
_MARK = re.compile("([，。、；：！？“”（）《》])")
# Characters of UTF-8, and one of whose bytes one is lost; bytes are shown as Latin-1 here.
_CHARACTERS = re.compile(
    "(?:(?:[\xe0-\xef][\x80-\xbf]{2})+|[\x00-\x3e@-\x7f]+|[\xc2-\xdf][\x80-\xbf]|\xf0[\x90-\xbf][\x80-\xbf]{2})++"
)
_HALVED = re.compile("[\xe0-\xef](?:[\x80-\xbf][?\ufffd]|[?\ufffd][\x80-\xbf])|[?\ufffd][\x80-\xbf]{2}")
# Two bytes of a Hanzi, the third of which is lost without a trace.
_SHORTENED, _SHORT = re.compile("[\xe3-\xe9][\x80-\xbf](?![\x80-\xbf?\ufffd])"), 2
_PART = re.compile(f"({_CHARACTERS.pattern})|({_HALVED.pattern}|{_SHORTENED.pattern})|(.)", re.DOTALL)
# The strays alone: what belongs to characters is passed by.
_STRAYS = re.compile(f"(?:{_CHARACTERS.pattern}|{_HALVED.pattern}|{_SHORTENED.pattern}|[?])|(.)", re.DOTALL)
_OF_HANZI, _OF_NONE = re.compile("[\xe0-\xef?\ufffd]"), re.compile("[\xc0\xc1\xf1-\xff]")
# Nothing can be read in two ways here, so that nothing is given back: else a stray at the end would be tried forever.
_WITHOUT_STRAYS = re.compile(f"(?:{_CHARACTERS.pattern}|{_HALVED.pattern}|[?\ufffd])++")
_ONE_MISSING = re.compile("[\xe0-\xef][\x80-\xbf\ufffd]")
_HANZI = re.compile(f"[\xe3-\xe9][\x80-\xbf{SPECIALS}]{{2}}")
_COMMON_HANZI = re.compile("[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef\ufffd]")
_PLAUSIBLE = 16.5  # mean bits of a Hanzi or mark
_EURO = ("€", "\xa2\xe3")
_EUROS, _EUROS_AS_BYTES = re.compile("(€)"), re.compile("(\xa2\xe3)")
_FOR_A_STRAY = 8  # so many Hanzi must be there for each byte that belongs to none
_CUT_OFF = 2  # bytes that may be left of a character where a text was cut off
_STRAY = 20.0  # bits of a byte that belongs to no character
# The marks of Chinese with two bytes in common.
_MARKS = {"\xe3\x80": "、。《》「」『』【】", "\xef\xbc": "，：；！？（）"}


class Decoded(NamedTuple):
    """What bytes of UTF-8 say.

    Attributes:
        text: The text; U+FFFD stands for what is not known.
        gaps: For each U+FFFD, the characters that are possible; empty where any is.
        certain: Whether no byte was lost.
        strays: How many bytes, or pairs of bytes, belong to no character as they stand.
    """

    text: str
    gaps: tuple[str, ...]
    certain: bool
    strays: int

    @property
    def cost(self) -> float:
        """How surprising it is, in bits."""
        return bits(self.text.replace(LOST, "")) + _STRAY * self.strays


# What parts of a run say, with their places.
Parts = list[tuple[int, int, Decoded]]


def utf8_as_gbk(text: str) -> Iterator[Stretch]:
    """UTF-8 shown as GBK."""
    if text.isascii() or not _IS_HEAD.search(text):
        return
    # Reports repeat their words.
    met: dict[str, Parts] = {}
    read = []
    for run in _SHOWN.finditer(text):
        if (shown := run[0]) not in met:
            met[shown] = _read(shown)
        read += [(run.start() + start, run.start() + end, decoded) for start, end, decoded in met[shown]]
    gapped = [Gapped(start, end, decoded.text, decoded.gaps) for start, end, decoded in read]
    for (start, end, decoded), said in zip(read, filled(text, gapped), strict=True):
        yield Stretch(start, end, said, "utf8-as-gbk" if decoded.certain else "utf8-as-gbk?")


def utf8_as_bytes(text: str) -> Iterator[Stretch]:
    """Hanzi of UTF-8 shown as Latin-1 or Windows-1252, with what was lost when they were shown as GBK before."""
    read = []
    for start, run in segments(text, _HANZI, BYTES):
        raw = _with_euros(_EUROS_AS_BYTES.split(to_bytes(run).decode("latin-1")))
        whole = _WITHOUT_STRAYS.match(raw)
        cut_off = len(raw) - whole.end() if whole else len(raw)
        if cut_off > _CUT_OFF or len(raw) != len(run):
            cut_off = 0  # strays are within it
            # A Hanzi has a byte of a kind of its own, or a lost one: mostly there cannot be enough of them.
            if (_FOR_A_STRAY - 1) * len(_OF_NONE.findall(raw)) >= len(_OF_HANZI.findall(raw)):
                continue
        shown = run[: len(run) - cut_off]
        decoded = from_bytes(raw[: len(raw) - cut_off])
        hanzi = len(_COMMON_HANZI.findall(decoded.text))
        if hanzi > _FOR_A_STRAY * decoded.strays and decoded.cost < min(_PLAUSIBLE * hanzi, strict(shown, GBK).cost):
            read.append((start, shown, decoded))
    gapped = [Gapped(start, start + len(shown), decoded.text, decoded.gaps) for start, shown, decoded in read]
    for (start, shown, decoded), said in zip(read, filled(text, gapped), strict=True):
        rule = f"utf8-as-{table(shown)}"
        yield replaced(start, shown, said, rule if decoded.certain else f"{rule}?")


def _read(run: str) -> Parts:
    """The run, or those parts of it between marks, that are likelier as UTF-8, each with its place."""
    return _likelier((run,)) or (_likelier(_MARK.split(run)) if _MARK.search(run) else [])


def _likelier(parts: Iterable[str]) -> Parts:
    """Those of adjoining parts that are likelier as UTF-8."""
    start, found = 0, []
    for part in parts:
        end = start + len(part)
        if part:
            raw, limit = _bytes(part), bits(part.replace(LOST, ""))
            # Most of clean text is strays, which is seen sooner than what it would say.
            may_be = _IS_HEAD.search(part) or _STRAY * _strays(raw) < limit
            if may_be and (decoded := from_bytes(raw)).cost < limit:
                found.append((start, end, decoded))
        start = end
    return found


def _bytes(shown: str) -> str:
    """The bytes that were shown, as Latin-1; U+FFFD or a question mark for those that are lost."""
    raw = [_of_gbk(part) for part in _EUROS.split(shown)]
    return raw[0] if len(raw) == 1 else _with_euros(raw)


def _of_gbk(shown: str) -> str:
    """The same where no euro sign is shown but by itself."""
    if shown == "€":
        return shown
    return LOST.join([part.encode("gb18030", "replace").decode("latin-1") for part in shown.split(LOST)])


def _with_euros(parts: Iterable[str]) -> str:
    """Bytes put together; a euro sign is 0x80, or A2 E3: the end of one character and the beginning of another."""
    raw = ""
    for part, after in pairwise([*filter(None, parts), ""]):
        if part in _EURO:
            between = _ONE_MISSING.match(raw[-2:]) and ("\x80" <= after[:1] <= "\xbf" or after in _EURO)
            raw += "\xa2\xe3" if between else "\x80"
        else:
            raw += part
    return raw


def _strays(raw: str) -> int:
    """How many bytes at least belong to no character."""
    return len("".join(_STRAYS.findall(raw)))


def from_bytes(raw: str) -> Decoded:
    """Read bytes as UTF-8.

    Args:
        raw: The bytes, as Latin-1; U+FFFD or a question mark for those that are lost.
    """
    said: list[str] = []
    gaps: list[str] = []
    certain, strays = True, 0
    for characters, halved, stray in _PART.findall(raw):
        if characters:
            here = _character(characters) or LOST
            if LOST in here:
                gaps += [""] * here.count(LOST)
                strays += here.count(LOST)
        elif halved:
            strays += len(halved) == _SHORT
            possible = _possible(halved if len(halved) > _SHORT else f"{halved}?")
            here, certain = possible, False
            if len(possible) != 1:
                here = LOST
                gaps.append(possible)
        else:
            here = "?" if stray == "?" else LOST
            if here == LOST:
                gaps.append("")
                strays += 1
        said.append(here)
    return Decoded("".join(said), tuple(gaps), certain and not gaps, strays)


def _character(code: str) -> str:
    try:
        return code.encode("latin-1").decode()
    except UnicodeError:
        return ""


@lru_cache(maxsize=4096)
def _possible(code: str) -> str:
    """The characters that one of three bytes is lost of; of marks those that news use."""
    if code[:2] in _MARKS and code[2:] in ("?", LOST):
        return _MARKS[code[:2]]
    before, behind = re.split("[?\ufffd]", code)
    lost = range(0x80, 0xC0) if before else range(0xE3, 0xEA)
    return "".join(_character(before + chr(byte) + behind) for byte in lost)
