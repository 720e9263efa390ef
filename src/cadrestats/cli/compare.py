"""``cadrestats compare``: places side by side."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import IO, TYPE_CHECKING, Annotated, Literal

import typer

from cadrestats.cli.options import Debug, OwnPatterns
from cadrestats.cli.terminal import SOME_FAILED, WRONG_USAGE, end, ending_in_words, tell

if TYPE_CHECKING:
    from cadrestats.models import Statistic
    from cadrestats.output.comparison.models import Comparison, View

EXAMPLES = """\b
Examples:
  cadrestats compare zhuzhou huaihua
      two cities, from data/out/statistics.csv, which `cadrestats extract` writes
  cadrestats compare 厦门/思明 厦门/集美 --common
      two districts, only what both of them report
  cadrestats compare 430200 431200 --per retired_cadres --format markdown
      per 1,000 retired cadres, for a page
  cadrestats compare huaihua --by year --indicator volunteers
      one city over the years
  cadrestats compare zhuzhou huaihua --family venues --chart 阵地.svg
      a picture besides; .png and .html, which tells the source of each bar, do too
  cadrestats compare zhuzhou huaihua --from 2023.csv --from 2024.csv -o 对比.html --cite
      from two tables, a page with the sentence behind each figure
"""

_TABLE = Path("data/out/statistics.csv")
#: How many places of the table are named where those that were asked for are not in it.
_LISTED = 12


class Form(StrEnum):
    """What a comparison is written as."""

    table = "table"
    csv = "csv"
    json = "json"
    markdown = "markdown"
    html = "html"


class By(StrEnum):
    """What gets lines of its own."""

    year = "year"


def compare(
    places: Annotated[
        list[str],
        typer.Argument(
            metavar="PLACE...", help="Chinese (株洲, 天元区), pinyin (zhuzhou, zhuzhou/tianyuan) or a code."
        ),
    ],
    tables: Annotated[
        list[Path] | None,
        typer.Option(
            "--from", metavar="FILE", help=f"A table that extract wrote, - is stdin; also several.  [default: {_TABLE}]"
        ),
    ] = None,
    year: Annotated[int | None, typer.Option(metavar="YEAR", help="Only figures of this year.")] = None,
    indicators: Annotated[
        list[str] | None, typer.Option("--indicator", metavar="NAME", help="Only this indicator; also several.")
    ] = None,
    families: Annotated[
        list[str] | None, typer.Option("--family", metavar="NAME", help="Only indicators of this family; also several.")
    ] = None,
    level: Annotated[
        Literal["province", "city", "county", "township", "community", "organisation", "person"] | None,
        typer.Option(help="Only figures of this level, such as those of single offices."),
    ] = None,
    per: Annotated[
        str, typer.Option(metavar="INDICATOR", help="Values per 1,000 of this indicator, such as retired_cadres.")
    ] = "",
    by: Annotated[By | None, typer.Option(help="A line for each year.")] = None,
    common: Annotated[bool, typer.Option("--common", help="Only what all places have.")] = False,
    everything: Annotated[
        bool, typer.Option("--all", help="A row for every figure, also of those that do not stand for the place.")
    ] = False,
    cite: Annotated[bool, typer.Option("--cite", help="Add report and sentence.")] = False,
    form: Annotated[
        Form | None,
        typer.Option("--format", help="[default: the suffix of FILE; a table at a terminal, csv in a pipe]"),
    ] = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="Where it goes.  [default: stdout]")
    ] = None,
    chart: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Also draw it, as .svg, .png or .html: bars, or lines with --by year."),
    ] = None,
    own_patterns: OwnPatterns = None,
    debug: Debug = False,
) -> None:
    """Put places side by side: for each indicator the figure that stands for each place, and how far they compare.

    The place's own figure stands for it, not that of a district, community or single office in it; the latest year, the
    one most often told, the broadest. Figures are never added up. ≠ marks in what two figures differ beside the number,
    such as year or scope; reports that contradict each other are named.

    Exit status: 0; 1 where there is nothing to compare; 2 for wrong usage, an unknown place included.
    """
    from cadrestats.comparison import UnknownIndicator, UnknownPlace
    from cadrestats.comparison import compare as compared
    from cadrestats.output.comparison.models import View
    from cadrestats.patterns import PatternError

    rows = _rows(tables or [_TABLE])
    try:
        found = compared(
            places,
            rows,
            year=year,
            indicators=indicators or (),
            families=families or (),
            level=level,
            per=per,
            by_year=by is By.year,
            common=common,
            everything=everything,
            own_patterns=own_patterns,
        )
    except (UnknownPlace, UnknownIndicator, PatternError) as error:
        end(str(error), WRONG_USAGE)
    if chart is not None and found.lines:
        from cadrestats.output import charts

        with ending_in_words(chart, charts.Undrawable):
            charts.write(found, chart)
    with ending_in_words(output or "stdout", ValueError):
        _write(found, output, form, View(everything=everything, cite=cite))
    _tell(found, rows)


def _rows(paths: list[Path]) -> list[Statistic]:
    """The rows of all tables."""
    from cadrestats.output import tables

    found: list[Statistic] = []
    for path in paths:
        try:
            found.extend(tables.read(path))
        except FileNotFoundError:
            where = "run `cadrestats extract` first, or name a table with --from" if path == _TABLE else "no such file"
            end(f"{path} is not there: {where}", WRONG_USAGE)
        except ValueError as error:
            end(str(error), WRONG_USAGE)
        except OSError as error:
            end(f"{path} cannot be read: {error.strerror or error}", WRONG_USAGE)
    return found


def _write(found: Comparison, output: Path | None, form: Form | None, view: View) -> None:
    """Write the comparison in the form that is asked for, that the suffix tells, or that suits its reader."""
    from cadrestats.output.comparison import forms, terminal

    to_stdout = output in (None, Path("-"))
    if to_stdout and sys.stdout.isatty() and form in (None, Form.table):
        terminal.print_table(found, view)
        return
    name = form or ("csv" if to_stdout or output is None else forms.form_of(output))
    target: Path | IO[bytes] = sys.stdout.buffer if to_stdout or output is None else output
    forms.write(found, target, name, view)


def _tell(found: Comparison, rows: list[Statistic]) -> None:
    """Say what is missing: places without any figure, and which places the table does have."""
    from cadrestats.comparison import places_of

    without = [place.label for place in found.places if not any(place.has(row) for row in rows)]
    if without:
        tell(f"no figure of {', '.join(without)} is in the table; it has figures of")
        for name, count in list(places_of(rows).items())[:_LISTED]:
            tell(f"  {name}: {count}")
    if found.lines:
        return
    if not without:
        own = [row for row in rows if any(place.has(row) for place in found.places)]
        years = sorted({str(row.year) for row in own if row.year is not None})
        labels = ", ".join(place.label for place in found.places)
        tell(f"the table has {len(own)} figures of {labels}, of {', '.join(years)}; none fits the options")
        tell("and stands for its place; --all shows those of single offices and the like")
    raise typer.Exit(SOME_FAILED)
