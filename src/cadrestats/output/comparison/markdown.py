"""A comparison as Markdown, for a page or a message."""

from __future__ import annotations

from collections.abc import Iterator

from cadrestats.output.comparison.flat import flat
from cadrestats.output.comparison.models import Cell, Comparison, View
from cadrestats.output.comparison.notes import notes, sources
from cadrestats.output.tables import cell as written


def text(comparison: Comparison, view: View) -> str:
    """A comparison as a Markdown table, with its sources below where they are asked for."""
    return "".join(f"{line}\n" for line in _lines(comparison, view))


def _lines(comparison: Comparison, view: View) -> Iterator[str]:
    if view.everything:
        header, rows = flat(comparison, view)
        yield _bars(header)
        yield _bars(["---"] * len(header))
        yield from (_bars([written(value) for value in row]) for row in rows)
        return
    if comparison.per:
        yield _plain(f"Values per 1,000 of {comparison.per}.")
        yield ""
    labels = [place.label for place in comparison.places]
    two = len(labels) == 2
    yield _bars(["indicator", *(["year"] if comparison.by_year else []), "unit", *labels, *(["ratio"] * two), "notes"])
    yield _bars(["---", *(["---"] * comparison.by_year), "---", *["--:"] * len(labels), *(["--:"] * two), "---"])
    for line in comparison.lines:
        figures = [_with_year(cell, by_year=comparison.by_year) for cell in line.cells]
        noted = [(p, notes(line, p, c)) for p, c in zip(comparison.places, line.cells, strict=True)]
        said = [f"{place.label}: {', '.join(about)}" for place, about in noted if about]
        differ = [f"≠ {', '.join(line.differences)}"] if line.differences else []
        ratio = [str(line.ratio or "")] if two else []
        year = [str(line.year)] if comparison.by_year else []
        yield _bars([f"{line.name_zh} {line.name_en}", *year, line.unit, *figures, *ratio, "; ".join([*differ, *said])])
    if view.cite:
        yield ""
        for line, place, _, row in sources(comparison, everything=False):
            yield f"- {_plain(f'{line.name_zh}, {place.label}: {row.sentence} ({row.report})')}"


def _with_year(cell: Cell, *, by_year: bool) -> str:
    year = cell.chosen.row.year if cell.chosen else None
    return f"{cell.amount or ''}" + (f" ({year})" if cell.amount and year and not by_year else "")


def _bars(cells: list[str]) -> str:
    return f"| {' | '.join(map(_plain, cells))} |"


def _plain(text: str) -> str:
    """Text that Markdown takes for nothing but text."""
    escaped = "".join(f"\\{char}" if char in "\\`*_[]<>|#" else char for char in text)
    return " ".join(escaped.split())
