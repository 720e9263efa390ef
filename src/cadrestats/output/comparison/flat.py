"""A comparison as a table for spreadsheets and programs: numbers as numbers, the same columns on every line."""

from __future__ import annotations

import csv
import io

from cadrestats.output.comparison.models import Cell, Comparison, Line, Place, View
from cadrestats.output.comparison.notes import notes, sources
from cadrestats.output.tables import cell as written

Value = str | int | float | None


def flat(comparison: Comparison, view: View) -> tuple[list[str], list[list[Value]]]:
    """A comparison as header and rows, numbers as numbers: a row a line, or a row a figure where all are asked for."""
    return _figures(comparison, view) if view.everything else _lines(comparison, view)


def _lines(comparison: Comparison, view: View) -> tuple[list[str], list[list[Value]]]:
    header = ["family", "indicator", "name_zh", "name_en", *(["year"] if comparison.by_year else []), "unit"]
    header += ["per 1,000 of"] if comparison.per else []
    for place in comparison.places:
        header += [place.label, *(f"{place.label} {part}" for part in _parts(comparison, view))]
    header += [*(["ratio", "ratio bound"] if len(comparison.places) == 2 else []), "differences"]
    rows = []
    for line in comparison.lines:
        row: list[Value] = [line.family, line.indicator, line.name_zh, line.name_en]
        row += [*([line.year] if comparison.by_year else []), line.unit]
        row += [comparison.per] if comparison.per else []
        for place, cell in zip(comparison.places, line.cells, strict=True):
            about = _about(line, place, cell)
            row += [cell.amount.value if cell.amount else None, *(about[part] for part in _parts(comparison, view))]
        if len(comparison.places) == 2:
            row += [line.ratio.value, line.ratio.bound] if line.ratio else [None, None]
        rows.append([*row, " ".join(line.differences)])
    return header, rows


def _parts(comparison: Comparison, view: View) -> list[str]:
    """What is told of each place's figure beside its value."""
    cells = [cell for line in comparison.lines for cell in line.cells]
    ranges = any(cell.amount and cell.amount.value_max is not None for cell in cells)
    parts = [*(["max"] if ranges else []), "bound", *([] if comparison.by_year else ["year"]), "note"]
    return parts + (["report", "sentence"] if view.cite else [])


def _about(line: Line, place: Place, cell: Cell) -> dict[str, Value]:
    row = cell.chosen.row if cell.chosen else None
    return {
        "max": cell.amount.value_max if cell.amount else None,
        "bound": cell.amount.bound if cell.amount else None,
        "year": row.year if row else None,
        "note": "; ".join(notes(line, place, cell)),
        "report": row.report if row else None,
        "sentence": row.sentence if row else None,
    }


_FIGURE = ("value", "value_max", "bound", "unit", "year", "period", "level", "entity", "subject", "figure")


def _figures(comparison: Comparison, view: View) -> tuple[list[str], list[list[Value]]]:
    columns = (*_FIGURE, *(("report", "sentence") if view.cite else ()))
    header = ["family", "indicator", "name_zh", "name_en", "place", "stands", *columns]
    rows = []
    for line, place, part, row in sources(comparison, everything=True):
        named = [line.family, line.indicator, line.name_zh, line.name_en, place.label, part]
        rows.append([*named, *(getattr(row, column) for column in columns)])
    return header, rows


def text(comparison: Comparison, view: View) -> str:
    """A comparison as CSV, in which text cannot become a formula."""
    header, rows = flat(comparison, view)
    lines = io.StringIO()
    writer = csv.writer(lines, lineterminator="\n")
    writer.writerow([written(name) for name in header])
    writer.writerows([written(value) for value in row] for row in rows)
    return lines.getvalue()
