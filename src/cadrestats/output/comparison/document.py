"""A comparison as JSON: all that is known, for programs."""

from __future__ import annotations

import json

from cadrestats.output.comparison.models import Cell, Comparison, View
from cadrestats.output.comparison.notes import notes


def text(comparison: Comparison, view: View) -> str:
    """A comparison as JSON. The rows that are shown are always there, with report and sentence."""
    places = [{"label": place.label, "level": place.level, "names": place.names} for place in comparison.places]
    lines = [
        {
            **line.model_dump(exclude={"cells", "ratio"}),
            "ratio": line.ratio.model_dump() if line.ratio else None,
            "cells": [
                {"place": place.label, **_cell(cell, view), "notes": notes(line, place, cell)}
                for place, cell in zip(comparison.places, line.cells, strict=True)
            ],
        }
        for line in comparison.lines
    ]
    whole = {"places": places, "per": comparison.per, "by_year": comparison.by_year, "lines": lines}
    return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"


def _cell(cell: Cell, view: View) -> dict[str, object]:
    """A cell with all rows that say or contradict it; further ones where they are asked for."""
    kept = ("chosen", "backing", "conflicting", *(("more", "aside") if view.everything else ()))
    rows = {name: getattr(cell, name) for name in kept}
    return {
        "amount": cell.amount.model_dump() if cell.amount else None,
        "text": str(cell.amount) if cell.amount else "",
        "unit": cell.unit,
        **{
            name: [c.row.model_dump() for c in found] if isinstance(found, tuple) else found and found.row.model_dump()
            for name, found in rows.items()
        },
        "more_count": len(cell.more),
        "aside_count": len(cell.aside),
    }
