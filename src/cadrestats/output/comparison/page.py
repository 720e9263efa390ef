"""A comparison as a page that stands alone: no script, nothing from the network, all text escaped."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from itertools import groupby
from typing import TYPE_CHECKING

from cadrestats.output.comparison.models import Cell, Comparison, Line, Place, View
from cadrestats.output.comparison.notes import Source, notes, sources

if TYPE_CHECKING:
    from jinja2 import Template


def text(comparison: Comparison, view: View) -> str:
    """A comparison as an HTML page.

    Args:
        comparison: The comparison.
        view: How much of it: sources are folded below their figures.
    """
    told: dict[tuple[int, str], list[Source]] = {}
    if view.cite or view.everything:
        for source in sources(comparison, everything=view.everything):
            told.setdefault((id(source.line), source.place.label), []).append(source)
    return _template().render(
        title="、".join(place.label for place in comparison.places),
        labels=[place.label for place in comparison.places],
        per=comparison.per,
        by_year=comparison.by_year,
        families=[
            {"name": family or "of your own", "lines": [_line(line, comparison, told) for line in lines]}
            for family, lines in groupby(comparison.lines, key=lambda line: line.family)
        ],
    )


def _line(line: Line, comparison: Comparison, told: dict[tuple[int, str], list[Source]]) -> dict[str, object]:
    largest = max((cell.amount.value for cell in line.cells if cell.amount), default=0)
    return {
        "zh": line.name_zh,
        "en": line.name_en,
        "year": line.year,
        "unit": line.unit,
        "ratio": str(line.ratio or ""),
        "differences": line.differences,
        "cells": [
            {
                **_cell(line, place, cell, by_year=comparison.by_year),
                "percent": _percent(line, cell, largest),
                "sources": [_source(source) for source in told.get((id(line), place.label), [])],
            }
            for place, cell in zip(comparison.places, line.cells, strict=True)
        ],
    }


def _cell(line: Line, place: Place, cell: Cell, *, by_year: bool) -> dict[str, object]:
    said = [
        {"text": note, "kind": "conflict" if note.startswith("conflict") else ""} for note in notes(line, place, cell)
    ]
    if cell.chosen and cell.chosen.row.year and not by_year:
        said.insert(0, {"text": str(cell.chosen.row.year), "kind": "differs" if "year" in line.differences else ""})
    return {"number": str(cell.amount or ""), "notes": said}


def _percent(line: Line, cell: Cell, largest: float) -> float | None:
    """How long a cell's bar is beside the longest of its line."""
    if cell.amount is None or "unit" in line.differences or largest <= 0:
        return None
    return round(100 * cell.amount.value / largest, 1)


def _source(source: Source) -> dict[str, str]:
    row = source.row
    return {"part": source.part, "figure": row.figure, "report": row.report, "sentence": row.sentence}


@cache
def _template() -> Template:
    from jinja2 import Environment

    environment = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True)
    return environment.from_string(files(__package__).joinpath("page.html").read_text("utf-8"))
