"""``cadrestats extract``: reports become a table."""

from __future__ import annotations

import sys
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import IO, TYPE_CHECKING, Annotated

import typer

from cadrestats.cli.options import (
    CacheFolder,
    City,
    Debug,
    District,
    EngineName,
    Header,
    Jobs,
    OwnPatterns,
    Partitioned,
    Paths,
    Province,
    Published,
    Remembering,
    Scheduler,
    TableFormat,
    TextColumn,
    text_encoding,
)
from cadrestats.cli.terminal import SOME_FAILED, WRONG_USAGE, end, ending_in_words, progress, tell

if TYPE_CHECKING:
    from cadrestats.engines import Outcome
    from cadrestats.output.summary import Summary

_NOT_REMEMBERED = "are not remembered: leave out --cache or"

EXAMPLES = """\b
Examples:
  cadrestats extract
      the reports in data/raw become data/out/statistics.csv
  cadrestats extract reports 通讯.txt -o 统计.csv --published 2023-06
      a folder and a file, without a date of their own, become one table
  cadrestats extract reports -o 统计.xlsx --header zh
      an Excel workbook whose columns have Chinese names; .tsv, .parquet, .jsonl and .sqlite likewise
  cadrestats extract reports -o - | head
      the table goes to another program
  cadrestats extract reports --city 怀化市 --encoding gb18030
      where a report names no city, it is 怀化市; the table is in GB18030
  cadrestats extract reports --corrections corrections.csv
      what a reader said on the page of cadrestats review is applied
  cadrestats extract 归档.zip -j 8
      eight processes share the work; the table is the same
  cadrestats extract 归档.zip --cache
      what has not changed since the last run is not worked out again
  cadrestats extract s3://档案/通讯 --engine dask --scheduler tcp://10.0.0.1:8786 -o 统计.csv
      the workers of a Dask cluster share the work; without --scheduler a cluster of this machine does
  cadrestats extract 文章.xlsx --text-column 新闻全文
      each row of the sheet is a report, whose text stands in the column 新闻全文
"""


def extract(
    paths: Paths = None,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE",
            help="Where the table goes; - is stdout.  [default: data/out/statistics.csv]",
        ),
    ] = None,
    format_name: TableFormat = "",
    header: Header = "en",
    encoding: Annotated[
        str | None,
        typer.Option(
            metavar="NAME",
            parser=text_encoding,
            help="Encoding of .csv and .tsv.  [default: utf-8-sig for a file, as Excel likes it, utf-8 for stdout]",
        ),
    ] = None,
    published: Published = "",
    province: Province = "",
    city: City = "",
    district: District = "",
    text_column: TextColumn = "",
    own_patterns: OwnPatterns = None,
    corrections: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Apply the corrections.csv that the page of cadrestats review exported."),
    ] = None,
    jobs: Jobs = None,
    engine: EngineName = "local",
    scheduler: Scheduler = "",
    partitioned: Partitioned = False,
    cache: Remembering = False,
    cache_folder: CacheFolder = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing but what failed.")] = False,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Tell of each report and each repair.")] = False,
    debug: Debug = False,
) -> None:
    """Write the statistics of reports as a table, one row a statistic.

    Reports are texts (.txt, .md, no suffix), pages (.html, .mhtml), documents (.docx, .pdf), tables with one article a
    row (.csv, .tsv, .xlsx, .jsonl, .parquet) and archives of all these (.zip, .tar, .tar.gz). Folders are searched
    recursively. What each column of the result holds stands in docs/columns.md.

    Exit status: 0; 1 where some reports could not be read (the rows of the others are written); 2 for wrong
    usage, an output, a cache or a cluster that cannot be used included.
    """
    remembering = cache or cache_folder is not None
    for wrong, reason in (
        (quiet and verbose, "--quiet and --verbose exclude each other"),
        (scheduler and engine != "dask", "--scheduler needs --engine dask"),
        (partitioned and output == Path("-"), "--partitioned writes a folder, not to stdout"),
        (partitioned and engine == "dask" and remembering, f"rows that workers write {_NOT_REMEMBERED} --partitioned"),
        (corrections and remembering, f"corrections {_NOT_REMEMBERED} --corrections"),
    ):
        if wrong:
            raise typer.BadParameter(reason)

    from cadrestats import engines, supplied
    from cadrestats.output import corrections as corrected
    from cadrestats.output import dataset, lines, tables
    from cadrestats.output.summary import Summary
    from cadrestats.patterns import PatternError, catalogue

    remembered = engines.Cache(cache_folder or engines.cache.folder()) if remembering else None
    to_stdout = output == Path("-")
    with ending_in_words(output, tables.UnknownFormat):
        form = "parquet" if partitioned else tables.format_of(output or Path(), format_name)
        output = output or Path("data/out") / ("statistics" + ("" if partitioned else tables.FORMATS[form].suffixes[0]))
    with ending_in_words(
        output,
        PatternError,
        supplied.UnknownPlace,
        corrected.WrongCorrections,
        engines.Unusable,
        tables.Unwritable,
    ):
        if to_stdout and tables.FORMATS[form].binary and sys.stdout.isatty():
            end(f"{form} is no text that a terminal could show; -o FILE or a pipe takes it", WRONG_USAGE)
        target: Path | IO[bytes] = sys.stdout.buffer if to_stdout else output
        indicators = catalogue(own_patterns)
        by_hand = corrected.load(corrections, indicators) if corrections else {}
        summary = Summary({name: indicator.family for name, indicator in indicators.items()}, by_hand)
        with dataset.replaced_whole(output) if partitioned else nullcontext() as parts:
            workers = engines.Cluster(scheduler, jobs, parts) if engine == "dask" else engines.Processes(jobs)
            in_lines = form == "csv" and header == "en" and not partitioned
            written = lines.lines if in_lines else None
            defaults = supplied.defaults(published, province, city, district)
            run = engines.run(
                paths or ["data/raw"], defaults, text_column, own_patterns, by_hand, workers, written, remembered
            )
            with progress(run, shown=not quiet and not (to_stdout and sys.stdout.isatty())) as outcomes:
                counted = _counted(outcomes, summary, verbose=verbose, debug=debug)
                rows = (row for outcome in counted for row in outcome.statistics)
                if in_lines:
                    lines.write(((outcome.report, outcome.lines) for outcome in counted), target, encoding)
                elif parts is None:
                    tables.write(rows, target, form, encoding=encoding, header=header, catalogue=indicators)
                else:  # the workers of a cluster have written theirs when the outcomes are here
                    deque(rows, maxlen=0) if engine == "dask" else dataset.write(rows, parts)
    for line in summary.failed() if quiet else summary.lines("stdout" if to_stdout else str(output)):
        tell(line)
    if summary.failures:
        raise typer.Exit(SOME_FAILED)


def _counted(outcomes: Iterable[Outcome], summary: Summary, *, verbose: bool, debug: bool) -> Iterator[Outcome]:
    """Pass the outcomes on, counting what becomes of each report."""
    from cadrestats.output.summary import is_unreadable, told, undecided

    for outcome in outcomes:
        if outcome.failure is not None:
            summary.fail(outcome.report, outcome.failure)
            if verbose:
                tell(f"{outcome.report}: {outcome.failure}")
        else:
            summary.add(outcome.report, outcome.tally, outcome.repairs, outcome.lost)
        if verbose and outcome.failure is None:
            rows = sum(outcome.tally.indicators.values())
            done = sum(not is_unreadable(repair) for repair in outcome.repairs)
            tell(f"{outcome.report}: statistics {rows}, repairs {done}")
            for line in undecided(outcome.tally):
                tell(f"  {line}")
            for repair in outcome.repairs:
                tell(f"  {told(repair)}")
        if debug:
            for line in outcome.traceback.splitlines():
                tell(line)
        yield outcome
