"""The command ``cadrestats``: options are parsed, the house is called, what comes out is printed.

Whatever takes long to import is imported where it is used, so that ``cadrestats --help`` answers at once.
"""

from __future__ import annotations

import os
import re
import signal
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import IO, TYPE_CHECKING, Annotated, NoReturn

import typer

if TYPE_CHECKING:
    from rich.progress import Progress

    from cadrestats.engines import Outcome, Run
    from cadrestats.models import Statistic
    from cadrestats.output.summary import Summary

SOME_FAILED, WRONG_USAGE, FAULT, TERMINATED = 1, 2, 3, 143

EXTRACT_EXAMPLES = """\b
Examples:
  cadrestats extract
      the reports in data/raw become data/out/statistics.csv
  cadrestats extract reports 通讯.txt -o 统计.csv --published 2023-06
      a folder and a file, without a date of their own, become one table
  cadrestats extract reports -o - | head
      the table goes to another program
  cadrestats extract reports --city 怀化市 --encoding gb18030
      where a report names no city, it is 怀化市; the table is in GB18030
  cadrestats extract 文章.xlsx --text-column 新闻全文
      each row of the sheet is a report, whose text stands in the column 新闻全文
"""
REPAIR_EXAMPLES = """\b
Examples:
  cadrestats repair 通讯.txt
      the report on stdout: decoded, garbled characters restored, wrapped lines joined
  cadrestats repair 通讯.pdf | grep -o '党支部[0-9]*个'
      likewise, for another program
  pbpaste | cadrestats repair
      text from the clipboard
  cadrestats repair reports --explain
      a table of what was garbled in a folder of reports, and how it reads now
"""

app = typer.Typer(rich_markup_mode=None, pretty_exceptions_enable=False, add_completion=False, no_args_is_help=True)


def main() -> None:
    """Run the command line. Faults of the program end it with a line of their own, and status 3."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(TERMINATED))  # unwinds, so that no half-written file stays
    try:
        app(prog_name="cadrestats")
    except Exception as error:
        if "--debug" in sys.argv:
            raise
        _end(f"a fault of cadrestats itself ({type(error).__name__}: {error}); --debug shows where", FAULT)


def _version(asked: bool) -> None:
    if asked:
        from importlib.metadata import version

        typer.echo(f"cadrestats {version('cadrestats')}")
        raise typer.Exit


def _iso_date(text: str) -> str:
    """Accept ``2023``, ``2023-06`` and ``2023-06-15``, where such a day exists."""
    try:
        if not re.fullmatch(r"([0-9]{4}(-[0-9]{2}){0,2})?", text):
            raise ValueError
        date.fromisoformat(text + "2000-01-01"[len(text) :])
    except ValueError:
        raise typer.BadParameter(f"{text!r} is no date like 2023-06-15, 2023-06 or 2023") from None
    return text


def _text_encoding(name: str) -> str:
    try:
        "".encode(name)
    except LookupError:
        raise typer.BadParameter(f"{name!r} is no text encoding; utf-8, utf-8-sig and gb18030 are") from None
    return name


@app.callback()
def cadrestats(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and end.")
    ] = False,
) -> None:
    """Turn Chinese news reports on work with retired cadres into tables of statistics."""


TextColumn = Annotated[
    str, typer.Option(metavar="NAME", help="Column with the texts, in tables of articles.  [default: told by its name]")
]


@app.command(epilog=EXTRACT_EXAMPLES)
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
            parser=_text_encoding,
            help="Encoding of the table.  [default: utf-8-sig for a file, as Excel likes it, utf-8 for stdout]",
        ),
    ] = None,
    published: Annotated[
        str, typer.Option(metavar="DATE", parser=_iso_date, help="Date of reports that do not tell theirs: 2023-06-15.")
    ] = "",
    province: Annotated[str, typer.Option(metavar="NAME", help="Province of reports that name none: 湖南省.")] = "",
    city: Annotated[str, typer.Option(metavar="NAME", help="City of reports that name none: 怀化市.")] = "",
    district: Annotated[str, typer.Option(metavar="NAME", help="District or county of such reports: 溆浦县.")] = "",
    text_column: TextColumn = "",
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing but what failed.")] = False,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Tell of each report and each repair.")] = False,
    debug: Annotated[bool, typer.Option("--debug", help="Show where in the program a fault arose.")] = False,
) -> None:
    """Write the statistics of reports as a table, one row a statistic.

    Reports are texts (.txt, .md, no suffix), pages (.html, .mhtml), documents (.docx, .pdf), tables with one article a
    row (.csv, .tsv, .xlsx, .jsonl, .parquet) and archives of all these (.zip, .tar, .tar.gz). Folders are searched
    recursively. What each column of the result holds stands in docs/columns.md.

    Exit status: 0; 1 where some reports could not be read (the rows of the others are written); 2 for wrong
    usage, an output that cannot be written included.
    """
    if quiet and verbose:
        raise typer.BadParameter("--quiet and --verbose exclude each other")

    from cadrestats import engines
    from cadrestats.models import Defaults
    from cadrestats.output import tables
    from cadrestats.output.summary import Summary
    from cadrestats.patterns import PatternError, catalogue

    defaults = Defaults(published=published, province=province, city=city, district=district)
    run = engines.run(paths or ["data/raw"], defaults, text_column)
    to_stdout = output == Path("-")
    target: Path | IO[bytes] = sys.stdout.buffer if to_stdout else output
    try:
        summary = Summary({name: indicator.family for name, indicator in catalogue().items()})
        with _progress(run, shown=not quiet and not (to_stdout and sys.stdout.isatty())) as outcomes:
            tables.write_csv(_rows(outcomes, summary, verbose=verbose, debug=debug), target, encoding)
    except BrokenPipeError:
        _seen_enough()
        return
    except (PatternError, tables.CharacterLacking) as error:
        _end(str(error), WRONG_USAGE)
    except OSError as error:
        _end(f"{output} cannot be written: {error.strerror or error}", WRONG_USAGE)
    for line in summary.failed() if quiet else summary.lines("stdout" if to_stdout else str(output)):
        _tell(line)
    if summary.failures:
        raise typer.Exit(SOME_FAILED)


def _rows(outcomes: Iterable[Outcome], summary: Summary, *, verbose: bool, debug: bool) -> Iterator[Statistic]:
    """Pass the rows on, counting what becomes of each report."""
    for outcome in outcomes:
        if outcome.failure is not None:
            summary.fail(outcome.report, outcome.failure)
        else:
            summary.add(outcome.statistics, outcome.repairs)
        if verbose and outcome.failure is None:
            _tell(f"{outcome.report}: statistics {len(outcome.statistics)}, repairs {len(outcome.repairs)}")
            for repair in outcome.repairs:
                _tell(f"  line {repair.line}, {repair.rule}: {repair.before} → {repair.after}")
        if debug:
            for line in outcome.traceback.splitlines():
                _tell(line)
        yield from outcome.statistics


@app.command(epilog=REPAIR_EXAMPLES)
def repair(
    paths: Annotated[
        list[str] | None,
        typer.Argument(metavar="[PATH|-]", help="Files, folders and URLs of reports.  [default: -, which is stdin]"),
    ] = None,
    explain: Annotated[
        bool, typer.Option("--explain", help="Write each repair instead, as CSV: report, line, rule, from, to.")
    ] = False,
    text_column: TextColumn = "",
    debug: Annotated[bool, typer.Option("--debug", help="Show where in the program a fault arose.")] = False,
) -> None:
    """Write the repaired text of reports.

    It is the text that the columns start and end of the table count in. Where there are several reports, a line with
    the name stands above each: ==> 通讯.txt <==

    Exit status: 0; 1 where some reports could not be read; 2 for wrong usage.
    """
    from cadrestats import engines
    from cadrestats.output import repaired

    failures: list[str] = []
    read = _readable(engines.repaired(paths or ["-"], text_column), failures, debug=debug)
    try:
        if explain:
            _print(repaired.line(repaired.COLUMNS))
            for outcome in read:
                for line in repaired.lines(outcome.report, outcome.repairs):
                    _print(line)
        else:
            for text in repaired.texts((outcome.report, outcome.text) for outcome in read):
                _print(text)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        _seen_enough()
        return
    if failures:
        raise typer.Exit(SOME_FAILED)


def _readable(outcomes: Iterable[Outcome], failures: list[str], *, debug: bool) -> Iterator[Outcome]:
    """Pass on the outcomes of the reports that could be read; tell of the others at once."""
    for outcome in outcomes:
        if outcome.failure is None:
            yield outcome
            continue
        failures.append(outcome.report)
        for line in (f"{outcome.report}: {outcome.failure}", *(outcome.traceback.splitlines() if debug else ())):
            _tell(line)


def _print(text: str) -> None:
    """Write text on stdout as it is, but without what a terminal would obey where a terminal shows it."""
    shown = re.sub(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]", "\ufffd", text) if sys.stdout.isatty() else text
    sys.stdout.buffer.write(shown.encode("utf-8", "replace"))


def _seen_enough() -> None:
    """Let the program end quietly where the reader of its output has ended: ``| head``."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


@contextmanager
def _progress(run: Run, *, shown: bool) -> Iterator[Iterable[Outcome]]:
    """Give the outcomes of a run, with a progress bar beside them where a person is there to see it."""
    if not (shown and sys.stderr.isatty()):
        yield run
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("files"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True, redirect_stdout=False) as bar:
        yield _tracked(run, bar)


def _tracked(run: Run, bar: Progress) -> Iterator[Outcome]:
    """Pass the outcomes on; a file is done where the next one begins."""
    task = bar.add_task("", total=len(run))
    for outcome in run:
        bar.update(task, completed=outcome.file)
        yield outcome
    bar.update(task, completed=len(run))


def _tell(line: str) -> None:
    """Print a line on stderr. Text from files may hold control characters, which a terminal would obey."""
    typer.echo(re.sub(r"[\x00-\x1f\x7f-\x9f]", "\ufffd", line), err=True)


def _end(message: str, status: int) -> NoReturn:
    _tell(f"cadrestats: {message}")
    sys.exit(status)
