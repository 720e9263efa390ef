"""What is to be said of a figure beside its number, so that nobody compares what does not compare."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from cadrestats.models import Statistic
from cadrestats.output.comparison.amounts import amount_of
from cadrestats.output.comparison.models import Candidate, Cell, Comparison, Line, Place


class Source(NamedTuple):
    """Where a figure of a comparison stands.

    Attributes:
        line: The line.
        place: The place.
        part: Whether the row is ``shown``, says the ``same``, is a ``conflict``, or one ``more``; or why it does not
            stand for the place.
        row: The row.
    """

    line: Line
    place: Place
    part: str
    row: Statistic


def sources(comparison: Comparison, *, everything: bool) -> Iterator[Source]:
    """The rows behind a comparison, line by line and place by place.

    Args:
        comparison: The comparison.
        everything: Whether also those that are not shown: further ones, and those that do not stand for the place.
    """
    for line in comparison.lines:
        for place, cell in zip(comparison.places, line.cells, strict=True):
            for part, candidate in _parts(cell):
                if everything or part in ("shown", "same", "conflict"):
                    yield Source(line, place, part, candidate.row)


def _parts(cell: Cell) -> Iterator[tuple[str, Candidate]]:
    if cell.chosen:
        yield "shown", cell.chosen
    yield from (("same", candidate) for candidate in cell.backing)
    yield from (("conflict", candidate) for candidate in cell.conflicting)
    yield from (("more", candidate) for candidate in cell.more)
    yield from ((candidate.standing, candidate) for candidate in cell.aside)


def notes(line: Line, place: Place, cell: Cell) -> list[str]:
    """What is to be said of the figure of one place.

    Returns:
        In this order: whose figure it is where it is not the place's own, what it is a part of, a former name of the
        place, the period and unit where these differ along the line, another year of what it is divided by, reports
        that contradict each other, and how many more figures there are.
    """
    if cell.chosen is None:
        return [f"{len(cell.aside)} aside"] if cell.aside else []
    row = cell.chosen.row
    said = [row.entity] if row.entity else []
    if cell.chosen.standing == "part":
        said.append(f"part: {cell.chosen.core}")
    if former := _former_name(place, row):
        said.append(f"as {former}")
    said += [
        value for name, value in (("period", row.period), ("unit", row.unit)) if name in line.differences and value
    ]
    if cell.base and cell.base.row.year != row.year:
        said.append(f"per {amount_of(cell.base.row)} of {cell.base.row.year}")
    if cell.amount is None:
        said.append(f"{amount_of(row)}, and nothing to divide it by")
    if cell.conflicting:
        said.append("conflict: " + ", ".join(f"{amount_of(c.row)} in {c.row.report}" for c in _quarrel(cell)))
    if cell.more:
        said.append(f"{len(cell.more)} more")
    return said


def _quarrel(cell: Cell) -> Iterator[Candidate]:
    if cell.chosen:
        yield cell.chosen
    yield from cell.conflicting


def _former_name(place: Place, row: Statistic) -> str:
    """The name of the place in a row, where it is not that of today."""
    _, city, district = place.names[0]
    if (row.city, row.district) == (city, district):
        return ""
    return row.district if row.district != district else row.city
