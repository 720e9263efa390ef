"""UTF-8 that was read as GBK (``鐢靛奖`` for 电影), made readable again.

GBK takes the bytes in pairs. A byte without a partner is lost: a browser shows U+FFFD for it, other programs a question
mark; 0x80 is shown as ``€``. Of a Hanzi of three bytes two are left then, and 64 Hanzi have these in common. It is
restored where only one of them makes a word with the Hanzi before it, else U+FFFD stands for it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib.resources import files

from cadrestats.reading.hanzi import bits
from cadrestats.reading.stretches import Stretch

# A run of what is shown for bytes, with what may stand for a lost one at its end or within.
_SHOWN = re.compile("[^\x00-\x7f]+(?:[?\ufffd][^\x00-\x7f]*)*")
_LOST = "\ufffd"
# Characters of UTF-8, and one of whose bytes one is lost; bytes are shown as Latin-1 here.
_CHARACTERS = re.compile(
    "(?:[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|\xf0[\x90-\xbf][\x80-\xbf]{2}|[\x00-\x7f])+"
)
_HALVED = re.compile(f"[\xe0-\xef](?:[\x80-\xbf]{_LOST}|{_LOST}[\x80-\xbf])|{_LOST}[\x80-\xbf]{{2}}")
_ONE_MISSING = re.compile("[\xe0-\xef][\x80-\xbf\ufffd]$")
_LONGEST_WORD = 4
# How much likelier the restored character must be than any other.
_CLEARLY = 20.0
# Of the marks of Chinese with two bytes in common, by far the most frequent one.
_MARKS = {"\xe3\x80": "。", "\xef\xbc": "，"}
_AFTER_STOP = ("", "\n", '"', "”")
_MEASURES = frozenset("年月日个名人次场支家项件条册期位户所万亿元岁多余")


def utf8_as_gbk(text: str) -> Iterator[Stretch]:
    """UTF-8 shown as GBK."""
    if text.isascii() or not _heads().search(text):
        return
    for found in _SHOWN.finditer(text):
        shown = found[0]
        decoded, certain = _decoded(
            _bytes(shown), text[max(0, found.start() - 1) : found.start()], text[found.end() : found.end() + 1]
        )
        if decoded and bits(decoded.replace(_LOST, "")) < bits(shown.replace(_LOST, "")):
            yield Stretch(found.start(), found.end(), decoded, "utf8-as-gbk" if certain else "utf8-as-gbk?")


@cache
def _heads() -> re.Pattern[str]:
    """Hanzi that GBK makes of the first two bytes of most Hanzi in UTF-8, and that no simplified text uses."""
    codes = (bytes([lead, trail]) for lead in range(0xE4, 0xEA) for trail in range(0x80, 0xA1))
    return re.compile(f"[{''.join(code.decode('gbk') for code in codes)}]")


def _bytes(shown: str) -> str:
    """The bytes that were shown, as Latin-1; U+FFFD for those that are lost."""
    parts = [part for part in re.split("([?€\ufffd])", shown) if part]
    coded = ["" if part in "?€\ufffd" else part.encode("gb18030", "replace").decode("latin-1") for part in parts]
    raw = ""
    for part, code, after in zip(parts, coded, [*coded[1:], ""], strict=True):
        if part == "€":
            # It is 0x80, or A2 E3: the end of one character and the beginning of another.
            between = _ONE_MISSING.search(raw) and "\x80" <= after[:1] <= "\xbf"
            raw += "\xa2\xe3" if between else "\x80"
        else:
            raw += code or _LOST
    return raw


def _decoded(raw: str, before: str, after: str) -> tuple[str, bool]:
    """The text that the bytes hold, empty where they are none of UTF-8; and whether no byte had to be thought of."""
    said, certain, at = "", True, 0
    while at < len(raw):
        if found := _CHARACTERS.match(raw, at):
            here = _character(found[0])
        elif found := _HALVED.match(raw, at):
            certain = False
            here = _restored(found[0], (before + said)[1 - _LONGEST_WORD :], after if found.end() == len(raw) else "")
        elif raw[at:] == _LOST and said:  # a question mark at the end may be one
            return said + "?", certain
        else:
            return "", True
        if not here:
            return "", True
        said, at = said + here, found.end()
    return said, certain


def _character(code: str) -> str:
    try:
        return code.encode("latin-1").decode()
    except UnicodeDecodeError:
        return ""


@lru_cache(maxsize=4096)
def _restored(code: str, before: str, after: str) -> str:
    """The one character that is likely after what stands before it; U+FFFD where several are."""
    if code[:2] in _MARKS and code[2:] == _LOST:
        return _MARKS[code[:2]] if code[0] == "\xef" or after in _AFTER_STOP else _LOST
    lost = range(0xE3, 0xEA) if code[0] == _LOST else range(0x80, 0xC0)
    candidates = [char for byte in lost if (char := _character(code.replace(_LOST, chr(byte))))]
    if before[-1:].isdigit():
        measures = [char for char in candidates if char in _MEASURES]
        return measures[0] if len(measures) == 1 else _LOST
    chances = sorted(((_chance(before, char), char) for char in candidates), reverse=True)
    return chances[0][1] if len(chances) == 1 or chances[0][0] > _CLEARLY * chances[1][0] else _LOST


def _chance(before: str, char: str) -> float:
    """How likely a character is to follow: as the end of a word, or as a word of its own."""
    words, beginnings, total = _dictionary()
    as_end = [
        words.get(before[-n:] + char, 0) / beginnings[before[-n:]]
        for n in range(1, min(len(before), _LONGEST_WORD - 1) + 1)
        if beginnings.get(before[-n:])
    ]
    return max(as_end, default=0.0) + words.get(char, 0) / total


@cache
def _dictionary() -> tuple[dict[str, int], dict[str, int], int]:
    """The short words of jieba's dictionary with their frequencies, those of what words begin with, and their sum."""
    words: dict[str, int] = {}
    beginnings: dict[str, int] = {}
    with files("jieba").joinpath("dict.txt").open(encoding="utf-8") as lines:
        for line in lines:
            word, frequency, _ = line.split(" ", 2)
            if len(word) <= _LONGEST_WORD:
                words[word] = int(frequency)
                for end in range(1, len(word) + 1):
                    beginnings[word[:end]] = beginnings.get(word[:end], 0) + int(frequency)
    return words, beginnings, sum(words.values())
