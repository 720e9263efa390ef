"""Stretches: what a rule of repair proposes, and how it looks for it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple


class Stretch(NamedTuple):
    """A stretch of text and what to put in its place.

    Attributes:
        start: Its first character.
        end: One past its last character.
        after: The replacement.
        rule: The name of the repair; one that ends in ``?`` is not certain.
    """

    start: int
    end: int
    after: str
    rule: str


def segments(text: str, suspect: re.Pattern[str], segment: re.Pattern[str]) -> Iterator[tuple[int, str]]:
    """The segments that hold something suspect, with their offsets, looked for in suspect lines alone."""
    position = 0
    while found := suspect.search(text, position):
        start = text.rfind("\n", 0, found.start()) + 1
        position = text.find("\n", found.end())
        position = len(text) if position < 0 else position
        for match in segment.finditer(text, start, position):
            if suspect.search(match[0]):
                yield match.start(), match[0]


def replaced(start: int, before: str, after: str, rule: str) -> Stretch:
    """The stretch that differs: equal beginnings and ends are clean text."""
    head, end = 0, len(before)
    shorter = min(len(before), len(after))
    while head < shorter and before[head] == after[head]:
        head += 1
    tail = 0
    while tail < shorter - head and before[-1 - tail] == after[-1 - tail]:
        tail += 1
    return Stretch(start + head, start + end - tail, after[head : len(after) - tail], rule)
