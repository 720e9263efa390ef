"""Restoration: of a character that lost a byte, several are possible; what stands around it tells which one is meant.

Every way to read the Hanzi around a gap as words has a probability, by the words' frequencies in jieba's dictionary and
by the pairs of Hanzi in the report itself, whose names and terms come again. The most probable way with each possible
character is worked out (forward and backward over the lattice of words); a character is restored where it is clearly
likelier than any other. Where a number could be wrong by it, far more is asked: what follows digits must belong to a
date or be the only possible measure word, and a Chinese numeral is hardly ever certain. What is not stays U+FFFD.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from importlib.resources import files
from typing import NamedTuple

from cadrestats.reading.script import is_traditional, simplified_character

LOST = "\ufffd"
_HANZI = re.compile("[\u3400-\u9fff]{2,}")
_IS_HANZI = re.compile("[\u3400-\u9fff]")
_HANZI_AND_GAPS = re.compile(f"[\u3400-\u9fff{LOST}]*{LOST}[\u3400-\u9fff{LOST}]*")
_LONGEST_WORD = 4
# How far around a gap words are looked at, in characters: a longer run says nothing more.
_NEAR = 4
# Bits by which a character must be likelier than all others, and by which where a numeral is among those.
_CLEARLY, _SURELY = 4.0, 14.0
# Bits of a Hanzi that no word has; what a pair of Hanzi of the report costs more than a word of the dictionary.
_UNKNOWN, _PAIR = 27.0, 4.0
_NUMERALS = frozenset("〇零一二三四五六七八九十百千万亿两半几余多数廿卅壹贰叁双")
# What follows digits: measure words, units, and what multiplies the number or leaves it open.
_MULTIPLIES = frozenset("万亿千百余多几半")
_COUNTED = _MULTIPLIES | frozenset(
    "个名人次场支家项件条册期位户所处幅篇首本部份张块元间座栋幢台辆架艘枚颗棵株亩吨斤米里平方天年月日时分秒岁周届批类种级"
    "层组对双套副集课节堂门步句字页封番趟遍回轮版路起例桩宗款笔道面片段把顿桌餐杯盒箱袋瓶成倍号点代口圈头只至来"
)
# Among these the report's own use tells nothing: it has several, and a wrong one makes another statistic.
_MISLEADING = _MULTIPLIES | frozenset("年月日时")
# Digits of a date, and what follows them.
_DATED = (
    (re.compile(r"(?<!\d)(?:19|20)\d\d$"), "年"),
    (re.compile(r"年(?:1[0-2]|0?[1-9])$"), "月"),
    (re.compile(r"月(?:[12]\d|3[01]|0?[1-9])$"), "日"),
)
_MONTH = re.compile(r"(?<!\d)(?:1[0-2]|0?[1-9])$")
_DAY = re.compile(r"(?:[12]\d|3[01]|0?[1-9])(?!\d)")
# Marks that close what another opens.
_CLOSES = {"”": "“", "’": "‘", "）": "（", "》": "《", "】": "【", "」": "「"}
_DOUBLE = "—…"
_LONGEST_QUOTATION, _LONGEST_DATE = 300, 8

# Frequent words of news that jieba's dictionary lacks.
_OF_NEWS = ("本报讯", "网讯", "宣讲员", "离退休", "宣讲团", "老年大学", "银发", "五老")
Pairs = dict[str, float]


class Gapped(NamedTuple):
    """A stretch of a text, and what it says.

    Attributes:
        start: Its first character.
        end: One past its last character.
        said: What it says; U+FFFD stands for each character that is not known.
        gaps: For each U+FFFD, in order, the characters that are possible; empty where any is.
    """

    start: int
    end: int
    said: str
    gaps: tuple[str, ...]


def filled(text: str, stretches: Sequence[Gapped]) -> list[str]:
    """Fill the gaps of the stretches of a text.

    Args:
        text: The text.
        stretches: The stretches, in order; they do not overlap.

    Returns:
        What each says, with those characters restored that are clear; the lengths are the same.
    """
    if not any(any(stretch.gaps) for stretch in stretches):
        return [stretch.said for stretch in stretches]
    parts: list[str] = []
    possible: dict[int, str] = {}
    places, at, length = [], 0, 0
    for start, end, said, gaps in stretches:
        parts += [text[at:start], said]
        length += start - at
        places.append(length)
        holes = (length + hole.start() for hole in re.finditer(LOST, said))
        possible.update((hole, chars) for hole, chars in zip(holes, gaps, strict=True) if chars)
        length, at = length + len(said), end
    whole = _restored("".join([*parts, text[at:]]), possible)
    return [whole[place : place + len(stretch.said)] for place, stretch in zip(places, stretches, strict=True)]


def _restored(text: str, possible: dict[int, str]) -> str:
    """The text with those of its gaps filled that are clear."""
    if not is_traditional(text):
        possible = {at: _simplified_ones(chars) for at, chars in possible.items()}
    chosen = list(text)
    clear = _clear_ones(text, possible)
    for at, chars in sorted(possible.items()):
        start = text.rfind("\n", 0, at) + 1
        if chosen[at - 1 : at] and chosen[at - 1].isdigit():
            chosen[at] = _after_digits(chars, "".join(chosen[max(start, at - _LONGEST_DATE) : at]), text, at, possible)
        elif at in clear:
            chosen[at] = clear[at]
        elif chars:
            chosen[at] = _mark(chars, "".join(chosen[max(start, at - _LONGEST_QUOTATION) : at]))
    return "".join(chosen)


def _after_digits(chars: str, before: str, text: str, at: int, possible: dict[int, str]) -> str:
    """After digits, what a date needs or the only measure word that is possible, or of several the report's own."""
    for dated, unit in _DATED:
        if unit in chars and dated.search(before):
            return unit
    if "月" in chars and _MONTH.search(before) and (day := _DAY.match(text, at + 1)):
        behind = text[day.end() : day.end() + 1]
        if "日" in possible.get(day.end(), behind):
            return "月"
    measures = [char for char in chars if simplified_character(char) in _COUNTED]
    if len(measures) > 1 and _MISLEADING.isdisjoint(measures):
        measures = [char for char in measures if re.search(rf"\d{char}", text)]
    return measures[0] if len(measures) == 1 else LOST


def _mark(chars: str, before: str) -> str:
    """The mark that closes what is open, or is the second half of a dash or an ellipsis."""
    last, but_one = before[-1:], before[-2:-1]
    if last and last in _DOUBLE and last in chars:
        return last if but_one != last else LOST
    opened = max((before.rfind(opener), closer) for closer, opener in _CLOSES.items())
    return opened[1] if opened[0] > before.rfind(opened[1]) and opened[1] in chars else LOST


def _clear_ones(text: str, possible: dict[int, str]) -> dict[int, str]:
    """For each gap where a Hanzi is possible, the one that is clear by the words around it, else U+FFFD."""
    report = _pairs(text)
    known: dict[tuple[str, ...], list[str]] = {}  # reports repeat their words
    clear: dict[int, str] = {}
    for run in _HANZI_AND_GAPS.finditer(text):
        gaps = [hole.start() for hole in re.finditer(LOST, text[run.start() : run.end()])]
        gaps = [at for at in (run.start() + gap for gap in gaps) if _IS_HANZI.match(possible.get(at, ""))]
        for first, last in _clusters(gaps):
            start = max(run.start(), first - _NEAR)
            near = tuple(possible.get(at, text[at]) for at in range(start, min(run.end(), last + 1 + _NEAR)))
            if near not in known:
                around = _around([_known_hanzi(chars.replace(LOST, "")) for chars in near], report)
                known[near] = [_clear(chars, bits) for chars, bits in zip(near, around, strict=True)]
            clear.update((at, known[near][at - start]) for at in gaps if first <= at <= last)
    return clear


def _pairs(text: str) -> Pairs:
    """How rare each pair of Hanzi is in a report; those with a gap do not count."""
    found: Counter[str] = Counter()
    for run in _HANZI.findall(text):
        plain = _plain(run)
        found.update(map(str.__add__, plain, plain[1:]))
    total = math.log2(max(1, found.total())) + _PAIR
    return {pair: total - math.log2(count) for pair, count in found.items()}


def _plain(text: str) -> str:
    """In simplified characters, which the dictionary has."""
    return "".join(map(simplified_character, text))


@lru_cache(maxsize=1 << 14)
def _known_hanzi(chars: str) -> str:
    """Those that any word has, in simplified characters."""
    plain = _plain(chars)
    if len(plain) < 2:
        return plain
    known = "".join(char for char in dict.fromkeys(plain) if char in _words().bits or char in _words().begun)
    return known if len(known) > 1 else plain


@lru_cache(maxsize=1 << 14)
def _simplified_ones(chars: str) -> str:
    """Those that are no traditional characters."""
    return "".join(char for char in chars if simplified_character(char) == char)


def _clear(chars: str, bits: dict[str, float]) -> str:
    """The character that is likelier than all others by far."""
    ranked = sorted((cost, char) for char, cost in bits.items())
    if not ranked:
        return LOST
    best, likeliest = ranked[0]
    meant = likeliest if likeliest in chars else "".join(c for c in chars if simplified_character(c) == likeliest)
    if len(meant) != 1:
        return LOST
    numeral = any(char in _NUMERALS for cost, char in ranked if cost < best + _SURELY)
    others = ranked[1][0] if len(ranked) > 1 else math.inf
    return meant if others - best > (_SURELY if numeral else _CLEARLY) else LOST


def _clusters(gaps: list[int]) -> Iterator[tuple[int, int]]:
    """The first and last of gaps that are so near each other that they are filled together."""
    first = 0
    for at in range(1, len(gaps) + 1):
        if at == len(gaps) or gaps[at] - gaps[at - 1] > 2 * _NEAR:
            yield gaps[first], gaps[at - 1]
            first = at


def _around(possible: Sequence[str], report: Pairs) -> list[dict[str, float]]:
    """For each place, the bits of the most probable words with each character that is possible there."""
    length = len(possible)
    words = [list(_words_at(possible, at, report)) for at in range(length)]
    forward = [0.0] + [math.inf] * length
    for at in range(length):
        for word, bits in words[at]:
            forward[at + len(word)] = min(forward[at + len(word)], forward[at] + bits)
    backward = [math.inf] * length + [0.0]
    for at in reversed(range(length)):
        backward[at] = min((bits + backward[at + len(word)] for word, bits in words[at]), default=math.inf)
    best: list[dict[str, float]] = [{} for _ in possible]
    for at in range(length):
        for word, bits in words[at]:
            whole = forward[at] + bits + backward[at + len(word)]
            for place, char in enumerate(word, start=at):
                best[place][char] = min(whole, best[place].get(char, math.inf))
    return best


def _words_at(possible: Sequence[str], at: int, report: Pairs) -> Iterator[tuple[str, float]]:
    """The words that may begin at a place, and their bits."""
    known = _words()
    if not possible[at]:
        yield LOST, 0.0
        return
    begun = [""]
    # Pairs of the report where they fill a gap; elsewhere they would break its words up.
    beside = report if any(len(chars) > 1 for chars in possible[at : at + 2]) else {}
    for length, chars in enumerate(possible[at : at + _LONGEST_WORD], start=1):
        read = [word + char for word in begun for char in chars]
        for word in read:
            bits = known.bits.get(word, _UNKNOWN if length == 1 else math.inf)
            bits = min(bits, beside.get(word, math.inf)) if length == 2 else bits
            if bits < math.inf:
                yield word, bits
        begun = [word for word in read if length == 1 or word in known.begun]


class _Words:
    """The short words of jieba's dictionary.

    Attributes:
        bits: How rare each word is.
        begun: What words begin with.
    """

    def __init__(self) -> None:
        words: dict[str, int] = {}
        self.begun: set[str] = set()
        with files("jieba").joinpath("dict.txt").open(encoding="utf-8") as lines:
            for line in lines:
                word, frequency, _ = line.split(" ", 2)
                if len(word) <= _LONGEST_WORD:
                    words[word] = int(frequency)
                    self.begun.update(word[:end] for end in range(1, len(word)))
        total = math.log2(sum(words.values()))
        words |= dict.fromkeys(_OF_NEWS, max(words.values()) >> 8)
        self.begun.update(word[:end] for word in _OF_NEWS for end in range(1, len(word)))
        self.bits = {word: total - math.log2(max(1, frequency)) for word, frequency in words.items()}


@cache
def _words() -> _Words:
    return _Words()
