"""``cadrestats review``: a page on which a person checks every figure in its report."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import IO, Annotated

import typer

from cadrestats.cli.options import City, Debug, District, OwnPatterns, Paths, Province, Published, TextColumn
from cadrestats.cli.terminal import SOME_FAILED, ending_in_words, progress, readable, tell

EXAMPLES = """\b
Examples:
  cadrestats review
      the reports in data/raw become data/out/review.html: open it in a browser, no network is needed
  cadrestats review reports 通讯.txt -o 审阅.html --city 怀化市
      a folder and a file; reports that name no city belong to 怀化市
  cadrestats extract reports --corrections corrections.csv
      afterwards: what was corrected on the page, and exported from it, is applied to the table
"""


def review(
    paths: Paths = None,
    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="FILE", help="Where the page goes; - is stdout.")
    ] = Path("data/out/review.html"),
    published: Published = "",
    province: Province = "",
    city: City = "",
    district: District = "",
    text_column: TextColumn = "",
    own_patterns: OwnPatterns = None,
    debug: Debug = False,
) -> None:
    """Write a page on which every figure is seen in its report, checked and corrected.

    The page is one file that asks no network. Its corrections stay in the browser and are exported as corrections.csv,
    which extract --corrections applies. How to work with it stands in docs/review.md.

    Exit status: 0; 1 where some reports could not be read; 2 for wrong usage, an output that cannot be
    written included.
    """
    from cadrestats import engines, supplied
    from cadrestats.output.review import write_page
    from cadrestats.output.summary import counted
    from cadrestats.patterns import PatternError, catalogue

    failures: list[str] = []
    target: Path | IO[bytes] = sys.stdout.buffer if output == Path("-") else output
    with ending_in_words(output, PatternError, supplied.UnknownPlace):
        defaults = supplied.defaults(published, province, city, district)
        run = engines.reviewed(paths or ["data/raw"], defaults, text_column, own_patterns)
        with progress(run, shown=True) as outcomes:
            found = (outcome.reviewed for outcome in readable(outcomes, failures, debug=debug))
            reports = [report for report in found if report is not None]
        write_page(reports, catalogue(own_patterns), target)
    figures = sum(len(report.statistics) for report in reports)
    where = "stdout" if output == Path("-") else output
    tell(f"{counted(len(reports), 'report')} with {counted(figures, 'figure')} written to {where}")
    if failures:
        raise typer.Exit(SOME_FAILED)
