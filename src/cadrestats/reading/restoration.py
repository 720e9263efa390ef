"""Restoration: of a character that lost a byte, several are possible; what stands around it tells which one is meant.

Every way to read the Hanzi around a gap as words has a probability (``phrases``): by the words' frequencies in jieba's
dictionary, by what other reports have there, and by the report itself, whose names and terms come again. A character is
restored where it is clearly likelier than all others. Where a number could be wrong by it, far more is asked: beside
digits stands only what may stand there (``numbered``), and a Chinese numeral is hardly ever certain. Marks go by what
they open and close (``punctuation``). What one gap holds may make the next one clear. What is not clear stays U+FFFD.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from cadrestats.reading.numbered import NUMERALS, PART_OF_NUMBERS, fitting
from cadrestats.reading.phrases import LOST, Pairs, around, as_phrases, beside, known, pairs
from cadrestats.reading.punctuation import mark
from cadrestats.reading.script import is_traditional, simplified_character

_LOST_ONE = re.compile(LOST)
_IS_HANZI = re.compile("[\u3400-\u9fff]")
# A number in a phrase.
_NUMBER = "0"
# How far around a gap words are looked at, in characters: a longer run says nothing more.
_NEAR = 4
# How far from a gap that was filled others are that may be clear now: a date's length.
_FAR = 8
# How much words weigh beside phrases, which know them, too.
_OF_WORDS = 0.5
# Bits by which a character must be likelier than all others: usually; before a number, which it is no part of; after a
# number, as its measure word; where it may be a numeral itself.
_CLEARLY, _BEFORE_NUMBER, _MEASURED, _SURELY = 5.0, 3.0, 7.5, 14.0


# What was found in phrases, for reports repeat their words.
Met = dict[tuple[str, ...], list[str]]


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
        for hole, chars in zip(_LOST_ONE.finditer(said), gaps, strict=True):
            if chars:
                possible[length + hole.start()] = chars
        length, at = length + len(said), end
    whole = _restored("".join([*parts, text[at:]]), possible)
    return [whole[place : place + len(stretch.said)] for place, stretch in zip(places, stretches, strict=True)]


def _restored(text: str, possible: dict[int, str]) -> str:
    """The text with those of its gaps filled that are clear; what is, may make others clear."""
    if not is_traditional(text):
        possible = {at: _simplified_ones(chars) for at, chars in possible.items()}
    met: Met = {}
    report = pairs(text)
    while clear := _clear_ones(text, possible, report, met):
        changed = {at + beside for at in clear for beside in range(-_FAR, _FAR + 1)}
        possible = {at: chars for at, chars in possible.items() if at in changed and at not in clear}
        chars = list(text)
        for at, char in clear.items():
            chars[at] = char
        text = "".join(chars)
    return text


def _clear_ones(text: str, possible: dict[int, str], report: Pairs, met: Met) -> dict[int, str]:
    """The characters of those gaps where one is clear by what stands around it, which others may have met before."""
    hanzi = {at: chars for at, chars in sorted(possible.items()) if _IS_HANZI.match(chars)}
    clear = {at: mark(chars, text, at) for at, chars in possible.items() if chars and at not in hanzi}
    hanzi = {at: fitting(chars, text, at, possible) for at, chars in hanzi.items()}
    for first, last in _clusters(list(hanzi)):
        start, end = max(0, first - _NEAR), last + 1 + _NEAR
        holes = [start + hole.start() for hole in _LOST_ONE.finditer(text[start:end])]
        near = [hanzi.get(at, "") for at in holes]
        said = as_phrases(text[start:end])
        if (key := (said, *near)) not in met:
            met[key] = list(_clear_among(said, near, report))
        clear |= {at: char for at, char in zip(holes, met[key], strict=True) if first <= at <= last}
    return {at: char for at, char in clear.items() if char != LOST}


def _clear_among(said: str, near: Sequence[str], report: Pairs) -> Iterator[str]:
    """The character of each gap of a phrase, U+FFFD where none is clear."""
    gaps = iter(near)
    bits = around([known(next(gaps)) if char == LOST else known(char) for char in said], report)
    for place, chars in zip((hole.start() for hole in _LOST_ONE.finditer(said)), near, strict=True):
        before, behind = said[:place], said[place + 1 :]
        usual = beside(before, behind, "".join(bits[place]))
        # Words and names tell nothing of measure words.
        after_number = before.endswith(_NUMBER)
        costs = {char: usual[char] + (0.0 if after_number else _OF_WORDS * cost) for char, cost in bits[place].items()}
        yield _clear(chars, costs, after_number, behind[:1])


@lru_cache(maxsize=1 << 14)
def _simplified_ones(chars: str) -> str:
    """Those that are no traditional characters."""
    return "".join(char for char in chars if simplified_character(char) == char)


def _clear(chars: str, bits: dict[str, float], after_number: bool, behind: str) -> str:
    """The character that is likelier than all others by far."""
    if not chars:
        return LOST
    likely = min(bits.values()) + _SURELY
    ranked = sorted((cost, char) for char, cost in bits.items() if cost <= likely)
    best, likeliest = ranked[0]
    meant = likeliest if likeliest in chars else "".join(c for c in chars if simplified_character(c) == likeliest)
    if len(meant) != 1:
        return LOST
    if behind == _NUMBER and not after_number:
        surely = clearly = _SURELY if likeliest in PART_OF_NUMBERS else _BEFORE_NUMBER
    else:
        clearly = _MEASURED if after_number else _CLEARLY
        # A clause hardly ends with a numeral.
        surely = _SURELY if likeliest in NUMERALS or behind == LOST or _IS_HANZI.match(behind) else clearly
    margins = ((cost - best, surely if {char, likeliest} & NUMERALS else clearly) for cost, char in ranked[1:])
    return meant if all(bits > asked for bits, asked in margins) else LOST


def _clusters(gaps: list[int]) -> Iterator[tuple[int, int]]:
    """The first and last of gaps that are so near each other that they are filled together."""
    first = 0
    for at in range(1, len(gaps) + 1):
        if at == len(gaps) or gaps[at] - gaps[at - 1] > 2 * _NEAR:
            yield gaps[first], gaps[at - 1]
            first = at
