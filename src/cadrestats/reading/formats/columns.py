"""Columns: from pieces of text on a page to paragraphs in the order in which they are read.

A page is cut in two, and each part again, until no part has columns side by side (the XY cut of Nagy and Seth, 1984):
by a gutter that runs down the whole part, or else across, where that leaves the tallest part with a gutter. So a
headline that spans the page is read before the columns under it. Lengths are in points, or in *em*, a Hanzi's width.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain, pairwise
from statistics import median
from typing import NamedTuple

_GUTTER = 0.8
"""The narrowest white between two columns, in em."""
_NARROWEST_COLUMN = 4.0
"""The narrowest column, in em; what is narrower is the numbers of a list, or a table."""
_SAME_LINE = 0.45
"""How far apart two pieces of one line may stand in height, in em."""
_INDENT = 1.2
"""What a paragraph begins with, in em; Chinese papers use two."""
_SHORT = 1.9
"""What the last line of a paragraph leaves free, in em: a full line leaves less, because a mark cannot begin a line."""
_SAME_SIZE = 1.25
"""From how many times the size of the lines above on a line is of another size."""
_PITCH = 1.6
"""From how many times the usual distance of lines on a new paragraph begins."""
# What a page costs is bounded: so many pieces, cuts, and places for each cut, the widest first.
_MOST_PIECES, _MOST_CUTS, _MOST_TRIES = 20_000, 100, 40


class Piece(NamedTuple):
    """A piece of text on one line of a page.

    Attributes:
        left: Its place, in points from the lower left corner of the page.
        bottom: Likewise.
        right: Likewise.
        top: Likewise.
        text: The words.
    """

    left: float
    bottom: float
    right: float
    top: float
    text: str


def paragraphs(pieces: Sequence[Piece]) -> Iterator[str]:
    """Put the pieces of a page together.

    Args:
        pieces: The pieces, in any order.

    Yields:
        The paragraphs in reading order, and an empty line between two parts of the page. A paragraph that goes on in
        the next column comes as two.
    """
    if not pieces:
        return
    em = _em(pieces)
    for part in _parts(list(pieces), em):
        yield from _unwrapped(_lines(part))
        yield ""


def set_vertically(pieces: Sequence[Piece]) -> int:
    """How many characters stand below each other, in a tall piece or in pieces of one character.

    Args:
        pieces: The pieces of a page, in the order in which the file stores them.
    """
    tall = sum(
        len(one.text) for one in pieces if len(one.text) > 1 and one.top - one.bottom > 2 * (one.right - one.left)
    )
    below = sum(_stands_below(one, other) for one, other in pairwise(pieces) if len(one.text) == len(other.text) == 1)
    return tall + below


def _stands_below(above: Piece, piece: Piece) -> bool:
    """Whether a character stands below another, not further than half its width off."""
    em = max(above.right - above.left, piece.right - piece.left)
    return abs(above.left + above.right - piece.left - piece.right) < em and 0 < above.top - piece.top < 3 * em


def _em(pieces: Sequence[Piece]) -> float:
    """The width of a Hanzi in the running text."""
    widths = [(piece.right - piece.left) / ems(piece.text) for piece in pieces for _ in range(len(piece.text) // 8 + 1)]
    return max(median(widths), 0.1)


def ems(text: str) -> float:
    """The printed width of a text in em: one for a Hanzi, about a half for a Latin letter.

    Args:
        text: The text, at least one character.
    """
    return sum(0.5 if char.isascii() else 1.0 for char in text)


def _parts(pieces: list[Piece], em: float) -> Iterator[list[Piece]]:
    """The parts of a page, in reading order; a stack instead of recursion, since a page may be cut anywhere."""
    waiting = [pieces]
    cuts = _MOST_CUTS if len(pieces) <= _MOST_PIECES else 0
    while waiting:
        part = waiting.pop()
        halves = (_beside(part, em) or _stacked(part, em)) if cuts else None
        if halves:
            waiting += reversed(halves)
            cuts -= 1
        else:
            yield part


def _beside(part: list[Piece], em: float) -> tuple[list[Piece], list[Piece]] | None:
    """The left and the right of the widest gutter that runs down the whole part, if there is one."""
    best, at = _GUTTER * em, 0.0
    reach = float("-inf")
    for piece in sorted(part):
        if piece.left - reach >= best and reach > float("-inf"):
            best, at = piece.left - reach, piece.left
        reach = max(reach, piece.right)
    if not at:
        return None
    left = [piece for piece in part if piece.left < at]
    right = [piece for piece in part if piece.left >= at]
    return (left, right) if _is_column(left, em) and _is_column(right, em) else None


def _is_column(pieces: list[Piece], em: float) -> bool:
    """Whether pieces are wide enough, and so many lines, that they can be a column of text."""
    lines = _lines(pieces)
    width = median(line[-1].right - line[0].left for line in lines)
    return len(lines) > 1 and width >= _NARROWEST_COLUMN * em


def _stacked(part: list[Piece], em: float) -> tuple[list[Piece], list[Piece]] | None:
    """What is above and below the cut that leaves the tallest part with a gutter, if any does."""
    lines = _lines(part)
    best = 0.0
    halves: tuple[list[Piece], list[Piece]] | None = None
    widest = sorted(range(1, len(lines)), key=lambda at: lines[at][0].bottom - lines[at - 1][0].bottom)[:_MOST_TRIES]
    for at in widest:
        upper, lower = list(chain(*lines[:at])), list(chain(*lines[at:]))
        for half in (upper, lower):
            tall = max(piece.top for piece in half) - min(piece.bottom for piece in half)
            if tall > best and _beside(half, em):
                best, halves = tall, (upper, lower)
    return halves


def _lines(pieces: list[Piece]) -> list[list[Piece]]:
    """The printed lines from top to bottom, each from left to right."""
    lines: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda piece: (-piece.bottom, piece.left)):
        size = max(piece.top - piece.bottom, (piece.right - piece.left) / ems(piece.text))
        if lines and lines[-1][0].bottom - piece.bottom <= _SAME_LINE * size:
            lines[-1].append(piece)
        else:
            lines.append([piece])
    return [sorted(line) for line in lines]


def _unwrapped(lines: list[list[Piece]]) -> Iterator[str]:
    """The paragraphs of a part without columns."""
    first = 0
    for at in range(1, len(lines) + 1):
        if at == len(lines) or not 1 / _SAME_SIZE < _size(lines[at]) / _size(lines[first]) < _SAME_SIZE:
            yield from _paragraphs(lines[first:at])
            first = at


def _size(line: list[Piece]) -> float:
    """The size of a line's letters, the widest piece telling."""
    piece = max(line, key=lambda piece: piece.right - piece.left)
    return max((piece.right - piece.left) / ems(piece.text), 0.1)


def _paragraphs(lines: list[list[Piece]]) -> Iterator[str]:
    """The paragraphs of lines in one size: a new one is indented, or follows a short line or a white one."""
    em = _em([piece for line in lines for piece in line])
    left = min(line[0].left for line in lines)
    right = max(line[-1].right for line in lines)
    pitches = [above[0].bottom - below[0].bottom for above, below in pairwise(lines)]
    usual = median(pitches) if pitches else 0.0
    paragraph = ""
    for at, line in enumerate(lines):
        if at and (
            line[0].left - left > _INDENT * em
            or right - lines[at - 1][-1].right > _SHORT * em
            or pitches[at - 1] > _PITCH * usual
        ):
            yield paragraph
            paragraph = ""
        paragraph = _joined(paragraph, _words(line, em))
    yield paragraph


def _words(line: list[Piece], em: float) -> str:
    """The words of a line, with a space where a wide white is."""
    words = line[0].text
    for before, piece in pairwise(line):
        words = f"{words} {piece.text}" if piece.left - before.right > em else _joined(words, piece.text)
    return words


def _joined(before: str, after: str) -> str:
    """Two ends of text: Chinese without a space between, Latin words with one."""
    latin = before[-1:].isascii() and before[-1:].isalpha() and after[:1].isascii() and after[:1].isalpha()
    return f"{before} {after}" if latin else before + after
