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
    EngineName,
    Jobs,
    OwnPatterns,
    Partitioned,
    Remembering,
    Scheduler,
    TextColumn,
    iso_date,
    text_encoding,
)
from cadrestats.cli.terminal import SOME_FAILED, WRONG_USAGE, end, progress, seen_enough, tell

if TYPE_CHECKING:
    from cadrestats.engines import Outcome
    from cadrestats.output.summary import Summary

EXAMPLES = """\b
Examples:
  cadrestats extract
      the reports in data/raw become data/out/statistics.csv
  cadrestats extract reports 通讯.txt -o 统计.csv --published 2023-06
      a folder and a file, without a date of their own, become one table
  cadrestats extract reports -o - | head
      the table goes to another program
  cadrestats extract reports --city 怀化市 --encoding gb18030
      where a report names no city, it is 怀化市; the table is in GB18030
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
    paths: Annotated[
        list[str] | None,
        typer.Argument(metavar="PATH", help="Files, folders and URLs of reports; - is stdin.  [default: data/raw]"),
    ] = None,
    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="FILE", help="Where the table goes; - is stdout.")
    ] = Path("data/out/statistics.csv"),
    encoding: Annotated[
        str | None,
        typer.Option(
            metavar="NAME",
            parser=text_encoding,
            help="Encoding of the table.  [default: utf-8-sig for a file, as Excel likes it, utf-8 for stdout]",
        ),
    ] = None,
    published: Annotated[
        str, typer.Option(metavar="DATE", parser=iso_date, help="Date of reports that do not tell theirs: 2023-06-15.")
    ] = "",
    province: Annotated[str, typer.Option(metavar="NAME", help="Province of reports that name none: 湖南省.")] = "",
    city: Annotated[str, typer.Option(metavar="NAME", help="City of reports that name none: 怀化市.")] = "",
    district: Annotated[str, typer.Option(metavar="NAME", help="District or county of such reports: 溆浦县.")] = "",
    text_column: TextColumn = "",
    own_patterns: OwnPatterns = None,
    jobs: Jobs = None,
    engine: EngineName = "local",
    scheduler: Scheduler = "",
    partitioned: Partitioned = False,
    cache: Remembering = False,
    cache_folder: CacheFolder = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing but what failed.")] = False,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Tell of each report and each repair.")] = False,
    debug: Annotated[bool, typer.Option("--debug", help="Show where in the program a fault arose.")] = False,
) -> None:
    """Write the statistics of reports as a table, one row a statistic.

    Reports are texts (.txt, .md, no suffix), pages (.html, .mhtml), documents (.docx, .pdf), tables with one article a
    row (.csv, .tsv, .xlsx, .jsonl, .parquet) and archives of all these (.zip, .tar, .tar.gz). Folders are searched
    recursively. What each column of the result holds stands in docs/columns.md.

    Exit status: 0; 1 where some reports could not be read (the rows of the others are written); 2 for wrong
    usage, an output, a cache or a cluster that cannot be used included.
    """
    if quiet and verbose:
        raise typer.BadParameter("--quiet and --verbose exclude each other")

    from cadrestats import engines
    from cadrestats.models import Defaults
    from cadrestats.output import dataset, lines, tables
    from cadrestats.output.summary import Summary
    from cadrestats.patterns import PatternError, catalogue

    defaults = Defaults(published=published, province=province, city=city, district=district)
    if scheduler and engine != "dask":
        raise typer.BadParameter("--scheduler needs --engine dask")
    if partitioned and engine == "dask" and (cache or cache_folder):
        raise typer.BadParameter("rows that workers write are not remembered: leave out --cache or --partitioned")
    remembered = engines.Cache(cache_folder or engines.cache.folder()) if cache or cache_folder else None
    to_stdout = output == Path("-")
    target: Path | IO[bytes] = sys.stdout.buffer if to_stdout else output
    try:
        summary = Summary({name: indicator.family for name, indicator in catalogue(own_patterns).items()})
        with dataset.replaced_whole(output) if partitioned else nullcontext() as parts:
            workers = engines.Cluster(scheduler, jobs, parts) if engine == "dask" else engines.Processes(jobs)
            written = None if partitioned else lines.lines
            run = engines.run(paths or ["data/raw"], defaults, text_column, own_patterns, workers, written, remembered)
            with progress(run, shown=not quiet and not (to_stdout and sys.stdout.isatty())) as outcomes:
                counted = _counted(outcomes, summary, verbose=verbose, debug=debug)
                if parts is None:
                    lines.write(((outcome.report, outcome.lines) for outcome in counted), target, encoding)
                else:  # the workers of a cluster have written theirs when the outcomes are here
                    rows = (row for outcome in counted for row in outcome.statistics)
                    deque(rows, maxlen=0) if engine == "dask" else dataset.write(rows, parts)
    except BrokenPipeError:
        seen_enough()
        return
    except (PatternError, engines.Unusable, tables.CharacterLacking) as error:
        end(str(error), WRONG_USAGE)
    except OSError as error:
        end(f"{output} cannot be written: {error.strerror or error}", WRONG_USAGE)
    for line in summary.failed() if quiet else summary.lines("stdout" if to_stdout else str(output)):
        tell(line)
    if summary.failures:
        raise typer.Exit(SOME_FAILED)


def _counted(outcomes: Iterable[Outcome], summary: Summary, *, verbose: bool, debug: bool) -> Iterator[Outcome]:
    """Pass the outcomes on, counting what becomes of each report."""
    from cadrestats.output.summary import undecided

    for outcome in outcomes:
        if outcome.failure is not None:
            summary.fail(outcome.report, outcome.failure)
            if verbose:
                tell(f"{outcome.report}: {outcome.failure}")
        else:
            summary.add(outcome.tally, outcome.repairs)
        if verbose and outcome.failure is None:
            rows = sum(outcome.tally.indicators.values())
            tell(f"{outcome.report}: statistics {rows}, repairs {len(outcome.repairs)}")
            for line in undecided(outcome.tally):
                tell(f"  {line}")
            for repair in outcome.repairs:
                tell(f"  line {repair.line}, {repair.rule}: {repair.before} → {repair.after}")
        if debug:
            for line in outcome.traceback.splitlines():
                tell(line)
        yield outcome
