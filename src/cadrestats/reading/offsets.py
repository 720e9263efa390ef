"""Offsets: where a repaired stretch stands, while later rules change the text around it and layout puts lines together.

Rules replace stretches of known place, so that the place of earlier repairs follows exactly. Layout drops white space
and marks of Markdown and moves captions; there a stretch is found again by its words and the words around it.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate

from cadrestats.models import Repair
from cadrestats.reading.stretches import Stretch

#: So many characters on both sides tell a stretch from others of the same words; fewer where layout cut there.
_AROUND = (24, 12, 6, 3, 0)
#: A stretch that nothing around it confirms is believed from so many characters on.
_SURE = 3
#: Layout moves nothing farther than this, in characters.
_FAR = 20_000


def moved(repairs: Sequence[Repair], stretches: Sequence[Stretch]) -> Iterator[Repair]:
    """Earlier repairs at their places after some stretches of the text have been replaced.

    Args:
        repairs: The repairs, with places in the text before.
        stretches: What is replaced, in order, without overlaps. A repair that one of them touches takes all of it in.

    >>> first = Repair(rule="", line=1, before="", after="", start=4, end=6)
    >>> [(r.start, r.end) for r in moved([first], [Stretch(0, 2, "", "x"), Stretch(5, 8, "甲", "x")])]
    [(2, 4)]
    """
    starts, ends = [s.start for s in stretches], [s.end for s in stretches]
    longer = [0, *accumulate(len(s.after) - (s.end - s.start) for s in stretches)]
    for repair in repairs:
        first, last = bisect_right(ends, repair.start), bisect_left(starts, repair.end)
        start = min((repair.start, *starts[first : first + 1])) + longer[first]
        end = max((repair.end, *ends[max(0, last - 1) : last])) + longer[last]
        yield repair.model_copy(update={"start": start, "end": max(start, end)})


def placed(repairs: Iterable[Repair], text: str, readable: str) -> Iterator[Repair]:
    """Repairs of a text at their places in the readable text that layout made of it.

    Args:
        repairs: The repairs, with places in ``text``.
        text: The repaired text, in lines as they were printed.
        readable: The same, unwrapped.

    Yields:
        The repairs, in their order. One that cannot be found again stands nowhere: its ``end`` is its ``start``.
    """
    kept = [place for place, character in enumerate(readable) if not character.isspace()]
    before, after = "".join(text.split()), "".join(readable.split())
    bare = [0, *accumulate(not character.isspace() for character in text)]
    near = 0
    for repair in repairs:
        start, end = bare[repair.start], bare[repair.end]
        at = _found(before, start, end, after, near)
        near = start if at is None else at
        there = (0, 0) if at is None else (kept[at], kept[at + end - start - 1] + 1)
        yield repair.model_copy(update={"start": there[0], "end": there[1]})


def _found(before: str, start: int, end: int, after: str, near: int) -> int | None:
    """Where the stretch of one text stands in the other, the more of its surroundings alike the better."""
    for around in _AROUND if start < end else ():
        head = max(0, start - around)
        words = before[head : end + around]
        if around or len(words) >= _SURE:
            at = after.find(words, near, near + _FAR)
            at = at if at >= 0 else after.find(words, max(0, near - _FAR), near + len(words))
            if at >= 0:
                return at + start - head
    return None
