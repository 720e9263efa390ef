"""What is drawn of a comparison, in the grammar of Vega-Lite."""

from __future__ import annotations

from typing import Any

from cadrestats.output.comparison.models import Cell, Comparison, Line, Place
from cadrestats.output.comparison.notes import notes

#: A colour for each place, told apart by the colour-blind too (Okabe and Ito, "Color Universal Design").
_COLOURS = ["#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00", "#666666", "#b8a800"]
_TEXT, _FAINT = "#1c2733", "#d8e0e6"
#: Pixels: the length of the longest bar, the room for a bar, the height of a panel of lines.
_LENGTH, _BAR, _PANEL = 420, 20, 110


def specification(comparison: Comparison, font: str) -> dict[str, object]:
    """A chart as Vega-Lite describes it: a panel an indicator, with bars, or lines where the comparison is by year.

    Args:
        comparison: The comparison.
        font: The family of its letters.
    """
    drawn = [datum for line in comparable(comparison) for datum in _data(comparison, line)]
    panels = list(dict.fromkeys(datum["panel"] for datum in drawn))
    places = [place.label for place in comparison.places]
    title = "、".join(places) + (f", per 1,000 {comparison.per}" if comparison.per else "")
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "title": {"text": title, "anchor": "start", "fontSize": 16, "offset": 12},
        "data": {"values": drawn},
        "facet": {
            "row": {
                "field": "panel",
                "type": "nominal",
                "sort": panels,
                "title": None,
                "header": {"labelAngle": 0, "labelAlign": "left", "labelFontSize": 13, "labelLimit": 260},
            }
        },
        "spacing": 14 if comparison.by_year else 6,
        "spec": _lines(places) if comparison.by_year else _bars(places),
        "resolve": {"scale": {"x": "shared" if comparison.by_year else "independent", "y": "independent"}},
        "config": _style(font),
    }


def comparable(comparison: Comparison) -> list[Line]:
    """The lines that a picture can show: bars of one place alone, or of unlike units, say nothing by their length."""
    if comparison.by_year or len(comparison.places) == 1:
        return list(comparison.lines)
    found = [line for line in comparison.lines if sum(cell.amount is not None for cell in line.cells) > 1]
    return [line for line in found if "unit" not in line.differences]


def _data(comparison: Comparison, line: Line) -> list[dict[str, Any]]:
    """The figures of a line."""
    given = [(place, cell) for place, cell in zip(comparison.places, line.cells, strict=True) if cell.amount]
    largest = max(cell.amount.value for _, cell in given if cell.amount)
    return [_datum(comparison, line, place, cell, largest) for place, cell in given]


def _datum(comparison: Comparison, line: Line, place: Place, cell: Cell, largest: float) -> dict[str, Any]:
    """One figure: where it is drawn, and what is told of it."""
    row = cell.chosen.row if cell.chosen else None
    year = row.year if row else None
    return {
        "panel": f"{line.name_zh}（{line.unit}）" if line.unit else line.name_zh,
        "indicator": line.name_en,
        "place": place.label,
        "value": cell.amount.value if cell.amount else None,
        "largest": cell.amount is not None and cell.amount.value == largest,
        "told": _told(line, cell, None if comparison.by_year else year),
        "year": line.year if comparison.by_year else year,
        "notes": "; ".join(notes(line, place, cell)),
        "report": row.report if row else "",
        "sentence": row.sentence if row else "",
    }


def _told(line: Line, cell: Cell, year: int | None) -> str:
    """The number, with what one must know to compare it."""
    about = [str(year)] if year is not None else []
    if cell.chosen and "period" in line.differences:
        about.append(cell.chosen.row.period)
    if cell.chosen and cell.chosen.standing == "part":
        about.append("part")
    about += ["conflict"] if cell.conflicting else []
    return f"{cell.amount}" + (f" ({', '.join(about)})" if about else "")


_TOLD = [
    {"field": name, "type": "nominal", "title": title}
    for name, title in (
        ("panel", "指标"), ("indicator", "indicator"), ("place", "place"), ("told", "figure"), ("year", "year"),
        ("notes", "notes"), ("report", "report"), ("sentence", "sentence"),
    )
]  # fmt: skip


def _colour(places: list[str], legend: dict[str, object] | None) -> dict[str, object]:
    scale = {"domain": places, "range": [_COLOURS[at % len(_COLOURS)] for at in range(len(places))]}
    return {"field": "place", "type": "nominal", "scale": scale, "legend": legend}


def _bars(places: list[str]) -> dict[str, object]:
    """A bar a place, with its name before and its number behind it."""
    return {
        "width": _LENGTH,
        "height": {"step": _BAR},
        "encoding": {
            "y": {"field": "place", "type": "nominal", "sort": places, "title": None},
            "x": {"field": "value", "type": "quantitative", "axis": None, "scale": {"zero": True, "nice": False}},
            "tooltip": _TOLD,
        },
        "layer": [
            {"mark": {"type": "bar", "height": {"band": 0.75}}, "encoding": {"color": _colour(places, None)}},
            {
                "mark": {"type": "text", "align": "left", "dx": 5, "fontSize": 12, "color": _TEXT},
                "encoding": {"text": {"field": "told", "type": "nominal"}},
            },
        ],
    }


def _lines(places: list[str]) -> dict[str, object]:
    """A line a place over the years; a place with a single year has a point."""
    years = {"format": "d", "tickMinStep": 1, "grid": False}
    return {
        "width": _LENGTH,
        "height": _PANEL,
        "encoding": {
            "x": {"field": "year", "type": "quantitative", "title": None, "axis": years,
                  "scale": {"zero": False, "nice": False, "padding": 30}},
            "y": {"field": "value", "type": "quantitative", "title": None, "axis": {"tickCount": 4},
                  "scale": {"domainMin": 0}},
            "color": _colour(places, {"orient": "top", "title": None}),
            "tooltip": _TOLD,
        },
        "layer": [
            {"mark": {"type": "line", "strokeWidth": 2}},
            {"mark": {"type": "point", "filled": True, "size": 60, "opacity": 1}},
            _numbers("datum.largest", -11),
            _numbers("!datum.largest", 12),
        ],
    }  # fmt: skip


def _numbers(which: str, offset: int) -> dict[str, object]:
    """The numbers of some points: above those of the upper line, below those of the others."""
    return {
        "transform": [{"filter": which}],
        "mark": {"type": "text", "dy": offset, "fontSize": 11},
        "encoding": {"text": {"field": "told", "type": "nominal"}},
    }


def _style(font: str) -> dict[str, object]:
    axis = {"domainColor": _FAINT, "tickColor": _FAINT, "gridColor": _FAINT, "labelColor": _TEXT, "labelFontSize": 12}
    return {
        "font": font,
        "background": "#ffffff",
        "view": {"stroke": None},
        "axis": axis,
        "axisY": {"ticks": False, "domain": False, "labelPadding": 6},
        "header": {"labelColor": _TEXT, "labelFontWeight": "normal"},
        "title": {"color": _TEXT, "fontWeight": "normal"},
        "legend": {"labelFontSize": 13, "labelColor": _TEXT},
    }
