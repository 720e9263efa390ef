"""Damage that reports come with, done to sound ones: garbled encodings, foreign script, broken layout.

Every damage is a function from a sound text, one block a line, to a damaged one. What is drawn by lot comes from a
generator of its own with a fixed seed, so that a damage is the same each time.
"""

from __future__ import annotations

import codecs
import random
import re
from collections.abc import Callable
from functools import cache
from html import entities

Damage = Callable[[str, random.Random], str]

_CP1252 = {b: bytes([b]).decode("cp1252") for b in range(0x80, 0xA0) if b not in {0x81, 0x8D, 0x8F, 0x90, 0x9D}}
_C1 = re.compile("[\x80-\x9f]")
_HANZI = "\u4e00-\u9fff"
_STOP = re.compile("[。；;!！?？]")
_ADS = ("广告热线：0731-22110033", "扫一扫，关注我们", "【广告】清泉养生茶，送礼有面子", "分享到： 微信 微博 QQ空间")
_HEADS = ("西坪晚报 星期三 要闻 A03版", "— 12 —", "第4版", "西坪日报")


def as_latin1(text: str) -> str:
    return text.encode("gb18030").decode("latin-1")


def as_cp1252(text: str) -> str:
    """The five bytes that Windows-1252 leaves undefined stay C1 controls."""
    return "".join(_CP1252.get(byte, chr(byte)) for byte in text.encode("gb18030"))


def utf8_as_latin1(text: str) -> str:
    return text.encode().decode("latin-1")


def utf8_as_cp1252(text: str) -> str:
    return "".join(_CP1252.get(byte, chr(byte)) for byte in text.encode())


def utf8_as_gbk(text: str) -> str:
    """As a browser does: what is no code becomes U+FFFD, the byte 0x80 becomes a euro sign."""
    return text.encode().decode("gb18030", "as browsers do")


def _as_browsers_do(error: UnicodeError) -> tuple[str, int]:
    assert isinstance(error, UnicodeDecodeError)
    return "€" if error.object[error.start] == 0x80 else "\ufffd", error.start + 1


codecs.register_error("as browsers do", _as_browsers_do)


def by_lines(garble: Callable[[str], str]) -> Damage:
    """Every second line or so."""
    return lambda text, lot: "\n".join(garble(line) if lot.random() < 0.5 else line for line in text.split("\n"))


def by_runs(garble: Callable[[str], str]) -> Damage:
    """Runs of some characters, as long as a clause or so, within a line."""

    def damage(text: str, lot: random.Random) -> str:
        parts = re.split("([，。；、：])", text)
        return "".join(garble(part) if len(part) > 3 and lot.random() < 0.4 else part for part in parts)

    return damage


def whole(garble: Callable[[str], str]) -> Damage:
    return lambda text, lot: garble(text)


def as_entities(text: str) -> str:
    named = {ord(char): f"&{name}" for name, char in entities.html5.items() if name.endswith(";") and len(char) == 1}
    named |= {ord(entities.html5[f"{name};"]): f"&{name};" for name in entities.name2codepoint}
    return as_latin1(text).translate({c: named[c] for c in range(0xA0, 0x100)})


def as_numbers(text: str) -> str:
    return as_latin1(text).translate({c: f"&#{c};" for c in range(0x80, 0x100)})


@cache
def _opencc(conversion: str):
    from opencc import OpenCC

    return OpenCC(conversion)


def traditional(text: str) -> str:
    return _opencc("s2t").convert(text)


def simplified(text: str) -> str:
    return _opencc("t2s").convert(text)


def big5_as_latin1(text: str) -> str:
    """The traditional form of Taiwan; a line with a character that Big5 lacks stays as it is."""

    def garbled(line: str) -> str:
        try:
            return _opencc("s2tw").convert(line).encode("big5").decode("latin-1")
        except UnicodeEncodeError:
            return line

    return "\n".join(map(garbled, text.split("\n")))


def with_pinyin(to_script: Callable[[str], str]) -> Damage:
    """A note of its reading behind one Hanzi in seven: 离(lí)退休."""
    from pypinyin import Style, lazy_pinyin

    def damage(text: str, lot: random.Random) -> str:
        readings = [
            f"({lazy_pinyin(char, style=Style.TONE)[0]})" if "一" <= char <= "龥" and lot.random() < 1 / 7 else ""
            for char in text
        ]
        return "".join(char + reading for char, reading in zip(to_script(text), readings, strict=True))

    return damage


def translated(table: dict[int, str]) -> Damage:
    return lambda text, lot: text.translate(table)


def with_zero_width(text: str, lot: random.Random) -> str:
    invisible = "\u200b\u200c\u200d\ufeff\u00ad"
    return "".join(char + (lot.choice(invisible) if lot.random() < 0.2 else "") for char in text)


def in_columns(width: int, between: str) -> Damage:
    """The paragraphs set in a column of so many Hanzi, first lines indented; headlines and bylines stand across."""
    return _in_paragraphs(lambda line, lot: between.join(_set("　　" + line, width)), between)


def _in_paragraphs(damage: Damage, between: str = "\n") -> Damage:
    """Damage done to prose: what has a full stop and is longer than a byline."""

    def to_all(text: str, lot: random.Random) -> str:
        lines = text.split("\n")
        return between.join(damage(line, lot) if len(line) > 40 and _STOP.search(line) else line for line in lines)

    return to_all


def _set(line: str, width: int) -> list[str]:
    """A line broken as printers do at the width of so many Hanzi: numbers stay whole, closing marks hang."""
    parts, part, used = [], "", 0.0
    for piece in re.findall(r"[\x21-\x7e]+|[^\x21-\x7e]", line):
        room = sum(0.5 if char.isascii() else 1.0 for char in piece)
        if part and used + room > width and piece[0] not in "，。；：、！？”》）％%,;:.":
            parts, part, used = [*parts, part], "", 0.0
        part, used = part + piece, used + room
    return [*parts, part]


def joined_by_spaces(line: str, lot: random.Random) -> str:
    return " ".join(_set(line, 18))


def digits_on_lines(line: str, lot: random.Random) -> str:
    return re.sub(r"\d[\d.,]*", r"\n\g<0>\n", line)


def words_cut(line: str, lot: random.Random) -> str:
    """A line end between two Hanzi, once in each paragraph."""
    return _cut(line, lot, lambda: "\n")


def cut_by(furniture: tuple[str, ...]) -> Damage:
    """A line of the page's own between the halves of a sentence, once in each paragraph."""
    return lambda line, lot: _cut(line, lot, lambda: f"\n{lot.choice(furniture)}\n")


def _cut(line: str, lot: random.Random, between: Callable[[], str]) -> str:
    places = [m.end() for m in re.finditer(f"[{_HANZI}](?=[{_HANZI}]{{2}})", line) if 20 < m.end() < len(line) - 20]
    at = lot.choice(places) if places else len(line)
    return line[:at] + (between() if places else "") + line[at:]


def duplicated(text: str, lot: random.Random) -> str:
    return "\n".join(f"{line}\n{line}" if lot.random() < 0.4 else line for line in text.split("\n"))


def _without(garble: Callable[[str], str], lost: str, left: str) -> Damage:
    return lambda text, lot: re.sub(lost, left, garble(text))


ENCODINGS: dict[str, Damage] = {
    "GBK as Latin-1": whole(as_latin1),
    "GBK as Latin-1, some lines": by_lines(as_latin1),
    "GBK as Latin-1, some runs": by_runs(as_latin1),
    "GBK as Windows-1252": whole(as_cp1252),
    "GBK as Windows-1252, some lines": by_lines(as_cp1252),
    "GBK as Windows-1252, some runs": by_runs(as_cp1252),
    "traditional GBK as Windows-1252, C1 as they are": whole(lambda text: as_cp1252(traditional(text))),
    "traditional GBK as Windows-1252, ? for C1": _without(lambda text: as_cp1252(traditional(text)), _C1.pattern, "?"),
    "traditional GBK as Windows-1252, U+FFFD for C1": _without(
        lambda text: as_cp1252(traditional(text)), _C1.pattern, "\ufffd"
    ),
    "GBK as Windows-1252, ? for C1": _without(as_cp1252, _C1.pattern, "?"),
    "GBK as Windows-1252, U+FFFD for C1": _without(as_cp1252, _C1.pattern, "\ufffd"),
    "GBK as Latin-1, soft hyphens lost": _without(as_latin1, "\xad", ""),
    "GBK as Latin-1, NBSP as space": _without(as_latin1, "\xa0", " "),
    "traditional GBK as Latin-1, NBSP as space": _without(lambda text: as_latin1(traditional(text)), "\xa0", " "),
    "GBK as Latin-1, HTML entities": whole(as_entities),
    "GBK as Latin-1, numeric entities": whole(as_numbers),
    "UTF-8 as Latin-1": whole(utf8_as_latin1),
    "UTF-8 as Latin-1, some lines": by_lines(utf8_as_latin1),
    "UTF-8 as Windows-1252": whole(utf8_as_cp1252),
    "UTF-8 as GBK": whole(utf8_as_gbk),
    "UTF-8 as GBK, ? for what is lost": _without(utf8_as_gbk, "\ufffd", "?"),
    "Big5 as Latin-1": whole(big5_as_latin1),
    "GBK as Latin-1, that UTF-8 as Latin-1": whole(lambda text: utf8_as_latin1(as_latin1(text))),
    "GBK as Latin-1, that UTF-8 as Windows-1252": whole(lambda text: utf8_as_cp1252(as_latin1(text))),
    "UTF-8 as Latin-1, twice": whole(lambda text: utf8_as_latin1(utf8_as_latin1(text))),
    "UTF-8 as GBK, that GBK as Latin-1": whole(lambda text: as_latin1(utf8_as_gbk(text).replace("\ufffd", "?"))),
}
_HALF_WIDTH = dict(zip(map(ord, "，。；：！？（）“”％"), ',.;:!?()""%', strict=True))
SCRIPTS: dict[str, Damage] = {
    "traditional": whole(traditional),
    "pinyin notes": with_pinyin(str),
    "pinyin notes, traditional": with_pinyin(traditional),
    "full-width digits": translated({0x30 + n: chr(0xFF10 + n) for n in range(10)}),
    "half-width punctuation": translated(_HALF_WIDTH),
    "zero-width characters": with_zero_width,
    "private-use digits": translated({0x30 + n: chr(0xF030 + n) for n in range(10)}),
}
LAYOUTS: dict[str, Damage] = {
    "narrow columns": in_columns(12, "\n"),
    "narrow columns, blank lines": in_columns(12, "\n\n"),
    "columns": in_columns(26, "\n"),
    "columns, blank lines": in_columns(26, "\n\n"),
    "lines joined by spaces": _in_paragraphs(joined_by_spaces),
    "digits on lines of their own": _in_paragraphs(digits_on_lines),
    "words cut by a line end": _in_paragraphs(words_cut),
    "running heads and page numbers": _in_paragraphs(cut_by(_HEADS)),
    "advertisements": _in_paragraphs(cut_by(_ADS)),
    "duplicated paragraphs": duplicated,
}
DAMAGES: dict[str, Damage] = {**ENCODINGS, **SCRIPTS, **LAYOUTS}


def damaged(text: str, name: str) -> str:
    """A text with the damage of this name."""
    return DAMAGES[name](text, random.Random(name))
