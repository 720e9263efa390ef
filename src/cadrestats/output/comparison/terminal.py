"""A comparison as a table of characters that fits its width, with bars where there is room.

Places stand side by side as long as each has room for its numbers, else below each other.
"""

from __future__ import annotations

import io
import re
import shutil
from collections.abc import Iterator
from itertools import groupby

from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

from cadrestats.output.comparison.models import Cell, Comparison, Line, Place, View
from cadrestats.output.comparison.notes import notes, sources

#: Widths in columns of the terminal: of a text file, of the columns of names, units and ratios, of the least that a
#: place needs beside others, of the shortest and the longest bar.
_FILE, _NAME, _UNIT, _RATIO, _PLACE, _SHORT, _LONG = 100, 22, 6, 9, 14, 4, 24
_EIGHTHS = " ▏▎▍▌▋▊▉█"


def text(comparison: Comparison, view: View) -> str:
    """A comparison as a table in a text, without colours.

    Args:
        comparison: The comparison.
        view: How much of it.
    """
    lines = io.StringIO()
    width = shutil.get_terminal_size((_FILE, 0)).columns
    print_table(comparison, view, Console(file=lines, width=width, color_system=None, legacy_windows=False))
    return "".join(f"{line.rstrip()}\n" for line in lines.getvalue().splitlines())


def print_table(comparison: Comparison, view: View = View(), console: Console | None = None) -> None:
    """Print a comparison as a table that fits the console's width.

    Args:
        comparison: The comparison.
        view: How much of it.
        console: Where to; stdout unless told.
    """
    console = console or Console()
    room = (console.width - _NAME - _UNIT - _RATIO - 3) // len(comparison.places)
    if comparison.per:
        console.print(Text(f"Values per 1,000 of {comparison.per}"))
    if view.everything:
        console.print(_figures(comparison))
    elif room > _PLACE:
        console.print(_side_by_side(comparison, room - 1))
    else:
        console.print(_below_each_other(comparison, console.width))
    if view.cite:
        _print_sources(comparison, view, console)
    elif any(cell.more or cell.aside for line in comparison.lines for cell in line.cells) and not view.everything:
        legend = "more: further figures; aside: figures that do not stand for the place. --all lists both."
        console.print(Text(f"\n{legend}", style="dim"))


def _by_family(comparison: Comparison, table: Table) -> Iterator[Line]:
    """The lines; before those of a family its name is added to the table."""
    for family, lines in groupby(comparison.lines, key=lambda line: line.family):
        table.add_row(Text(family or "of your own", style="bold underline"))
        yield from lines


def _side_by_side(comparison: Comparison, width: int) -> Table:
    """A line an indicator: its names, the unit, for each place the number with a bar and the notes below, the ratio."""
    table = Table(box=None, padding=(0, 1, 0, 0), pad_edge=False, show_edge=False, header_style="dim")
    table.add_column("", width=_NAME, overflow="fold")
    table.add_column("unit", width=_UNIT, overflow="fold")
    for place in comparison.places:
        table.add_column(_clean(place.label), width=width, overflow="fold")
    two = len(comparison.places) == 2
    table.add_column("ratio" if two else "", width=_RATIO, overflow="fold")
    longest = max((cell_len(str(c.amount)) for line in comparison.lines for c in line.cells if c.amount), default=0)
    for line in _by_family(comparison, table):
        cells = [
            Text("\n").join([_number(line, cell, width, longest), _said(line, place, cell, comparison)])
            for place, cell in zip(comparison.places, line.cells, strict=True)
        ]
        differ = Text(f"≠ {', '.join(line.differences)}" if line.differences else "", style="yellow")
        ratio = Text("\n").join([Text(str(line.ratio or "")), differ]) if two else differ
        table.add_row(_name(line, comparison), Text(line.unit, style="dim"), *cells, ratio)
    return table


def _below_each_other(comparison: Comparison, width: int) -> Table:
    """A block an indicator, with a line for each place."""
    table = Table(box=None, padding=(0, 1, 0, 0), pad_edge=False, show_header=False)
    table.add_column(overflow="fold", max_width=max(width // 3, 10))
    table.add_column(justify="right", no_wrap=True)
    table.add_column(overflow="fold")
    longest = max((cell_len(str(c.amount)) for line in comparison.lines for c in line.cells if c.amount), default=0)
    room = width - max(cell_len(place.label) for place in comparison.places) - longest - 4
    for line in _by_family(comparison, table):
        differ = f"≠ {', '.join(line.differences)}" if line.differences else ""
        name = Text(f"{line.name_zh} {line.unit}{f' {line.year}' if comparison.by_year else ''}")
        table.add_row(name, "", Text(differ, style="yellow"))
        for place, cell in zip(comparison.places, line.cells, strict=True):
            bar = _bar(line, cell, min(_LONG, room // 2))
            said = _said(line, place, cell, comparison)
            shown = Text(" ").join([bar, said]) if bar else said
            table.add_row(Text(f"  {_clean(place.label)}"), Text(str(cell.amount or "–"), style="bold"), shown)
    return table


def _figures(comparison: Comparison) -> Table:
    """A line a figure, also of those that do not stand for their place."""
    table = Table(box=None, padding=(0, 1, 0, 0), pad_edge=False, header_style="dim")
    for heading in ("indicator", "place", "stands", "figure", "year", "whose", "what"):
        table.add_column(heading, no_wrap=heading == "year", overflow="fold")
    for line, place, part, row in sources(comparison, everything=True):
        style = "" if part == "shown" else "dim"
        whose = row.entity or row.level
        cells = (line.name_zh, place.label, part, row.figure, str(row.year or ""), whose, row.subject)
        table.add_row(*(Text(_clean(value)) for value in cells), style=style)
    return table


def _print_sources(comparison: Comparison, view: View, console: Console) -> None:
    for line, place, part, row in sources(comparison, everything=view.everything):
        mark = "" if part == "shown" else f" ({part})"
        console.print(Text(f"  {line.name_zh} {_clean(place.label)}{mark}: {_clean(row.report)}", style="dim"))
        console.print(Text(f"    {_clean(row.sentence)}", style="dim"), overflow="fold")


def _name(line: Line, comparison: Comparison) -> Text:
    year = f" {line.year}" if comparison.by_year else ""
    return Text("\n").join([Text(f"{line.name_zh}{year}"), Text(line.name_en, style="dim")])


def _number(line: Line, cell: Cell, width: int, longest: int) -> Text:
    """The number, aligned with those above and below it, and its bar."""
    if cell.amount is None:
        return Text(f"{'–':>{longest}}", style="dim")
    number = Text(f"{cell.amount!s:>{longest}} ", style="bold")
    return Text("").join([number, _bar(line, cell, min(_LONG, width - longest - 1))])


def _bar(line: Line, cell: Cell, width: int) -> Text:
    """A bar of block characters, as long as the number is large beside the others of its line."""
    amounts = [c.amount.value for c in line.cells if c.amount and "unit" not in line.differences]
    if cell.amount is None or width < _SHORT or len(amounts) < 2 or max(amounts) <= 0:
        return Text("")
    eighths = max(1, round(8 * width * cell.amount.value / max(amounts)))
    return Text("█" * (eighths // 8) + _EIGHTHS[eighths % 8].strip(), style="cyan")


def _said(line: Line, place: Place, cell: Cell, comparison: Comparison) -> Text:
    """The year and the notes; what differs along the line stands out."""
    said = [
        Text(_clean(note), style="red" if note.startswith("conflict") else "dim") for note in notes(line, place, cell)
    ]
    if cell.chosen and cell.chosen.row.year and not comparison.by_year:
        said.insert(0, Text(str(cell.chosen.row.year), style="yellow" if "year" in line.differences else "dim"))
    return Text("; ", style="dim").join(said)


def _clean(words: str) -> str:
    """Text of a report without what a terminal would obey."""
    return re.sub(r"[\x00-\x1f\x7f-\x9f]", "\ufffd", words)
