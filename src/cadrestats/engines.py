"""Many reports become their statistics, one after the other; one bad file, row or member never costs the others."""

from __future__ import annotations

import traceback
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path

from cadrestats.audit import accounts
from cadrestats.audit import reviewed as laid_open
from cadrestats.corrections import corrected
from cadrestats.models import Account, Correction, Defaults, Frozen, Repair, Report, Reviewed, Statistic
from cadrestats.patterns import PatternError
from cadrestats.pipeline import read, statistics
from cadrestats.reading.errors import UnreadableReport
from cadrestats.reading.formats import Article, Document, articles
from cadrestats.reading.sources import ReportFile, find


class Outcome(Frozen):
    """What became of one report.

    Attributes:
        report: The report's name in this run.
        file: Which file of the run holds it, counted from 0.
        statistics: Its rows, in the order of the text; empty where it failed.
        repairs: What was garbled in it and is readable now.
        text: Its repaired text, where that was asked for.
        accounts: What became of each of its numerals, where that was asked for.
        reviewed: The report laid open, where that was asked for.
        lost: Why a correction of it does not apply, with its line; empty where it applies.
        failure: Why it could not be read, in words for the user; None where it could.
        traceback: Where in the program an unexpected error arose, for whoever mends it; else empty.
    """

    report: str
    file: int = 0
    statistics: tuple[Statistic, ...] = ()
    repairs: tuple[Repair, ...] = ()
    text: str = ""
    accounts: tuple[Account, ...] = ()
    reviewed: Reviewed | None = None
    lost: tuple[tuple[int, str], ...] = ()
    failure: str | None = None
    traceback: str = ""


class Run:
    """The outcomes of a run, worked out one by one as they are asked for, in the order of the files.

    ``len()`` is the number of files and is known before the first outcome is there; how many reports a file holds is
    known when it has been read.
    """

    def __init__(self, files: Sequence[ReportFile], work: Callable[[Report], Outcome], text_column: str) -> None:
        self._files = files
        self._work = work
        self._text_column = text_column

    def __len__(self) -> int:
        return len(self._files)

    def __iter__(self) -> Iterator[Outcome]:
        for place, file in enumerate(self._files):
            for outcome in outcomes(file, self._work, self._text_column):
                yield outcome.model_copy(update={"file": place}) if place else outcome


def run(
    paths: Sequence[str | Path],
    defaults: Defaults = Defaults(),
    text_column: str = "",
    own_patterns: Path | None = None,
    corrections: Mapping[int, Correction] | None = None,
) -> Run:
    """Extract the statistics of all reports that some files and folders hold.

    Args:
        paths: Files and folders, which are searched recursively; strings may be URLs of file systems, and ``-`` is
            the standard input.
        defaults: Date and place for the reports that do not tell theirs.
        text_column: Which column of a table of articles holds their texts; guessed where it is empty.
        own_patterns: A folder with the user's own pattern files.
        corrections: What a reader says of the rows, by the line of the file that says so.

    Returns:
        One outcome a report, failures included.
    """
    by_report: dict[str, dict[int, Correction]] = defaultdict(dict)
    for line, correction in (corrections or {}).items():
        by_report[correction.report][line] = correction

    def extracted(report: Report) -> Outcome:
        rows = statistics(report, defaults, own_patterns)
        now = corrected(report, rows, by_report.get(report.name, {}), defaults, own_patterns)
        return Outcome(report=report.name, statistics=now.rows, repairs=report.repairs, lost=now.lost)

    return Run(find(paths), extracted, text_column)


def repaired(paths: Sequence[str | Path], text_column: str = "") -> Run:
    """Make the reports that some files and folders hold readable, and no more.

    Args:
        paths: As for ``run``.
        text_column: Likewise.

    Returns:
        One outcome a report, with its text and without statistics.
    """

    def made_readable(report: Report) -> Outcome:
        return Outcome(report=report.name, text=report.text, repairs=report.repairs)

    return Run(find(paths), made_readable, text_column)


def audited(
    paths: Sequence[str | Path],
    defaults: Defaults = Defaults(),
    text_column: str = "",
    own_patterns: Path | None = None,
) -> Run:
    """Account for every numeral of the reports that some files and folders hold.

    Args:
        paths: As for ``run``.
        defaults: Likewise.
        text_column: Likewise.
        own_patterns: Likewise.

    Returns:
        One outcome a report, with its accounts and without statistics.
    """

    def accounted_for(report: Report) -> Outcome:
        return Outcome(report=report.name, accounts=accounts(report, defaults, own_patterns), repairs=report.repairs)

    return Run(find(paths), accounted_for, text_column)


def reviewed(
    paths: Sequence[str | Path],
    defaults: Defaults = Defaults(),
    text_column: str = "",
    own_patterns: Path | None = None,
) -> Run:
    """Lay open the reports that some files and folders hold: text, sentences, rows and accounts.

    Args:
        paths: As for ``run``.
        defaults: Likewise.
        text_column: Likewise.
        own_patterns: Likewise.

    Returns:
        One outcome a report; its rows and accounts stand in ``reviewed`` alone.
    """

    def opened(report: Report) -> Outcome:
        return Outcome(report=report.name, reviewed=laid_open(report, defaults, own_patterns), repairs=report.repairs)

    return Run(find(paths), opened, text_column)


def read_file(path: Path) -> Report:
    """The report that a file holds, of any kind that is read.

    Args:
        path: The file.

    Raises:
        OSError: It cannot be opened.
        UnreadableReport: It cannot be read, or holds several reports.
    """
    with path.open("rb") as stream:
        first, *others = islice(articles(Document(path.name, stream)), 2)
    if others:
        raise UnreadableReport("This file holds several reports: extract() reads them all.")
    if first.problem:
        raise UnreadableReport(first.problem)
    return read(first.data, first.name, first.title, first.published)


def outcomes(file: ReportFile, work: Callable[[Report], Outcome], text_column: str = "") -> Iterator[Outcome]:
    """Work on the reports of one file, or say why that cannot be done.

    Args:
        file: Where the file is and what it is called.
        work: What is to be done with each report.
        text_column: Which column of a table holds the texts.

    Yields:
        What became of each report, as it is read. What cannot be read costs itself alone: a file, a row, a member of an
        archive. A fault of the program itself is a failure too: it names the exception and carries its traceback, so
        that a long run still ends.

    Raises:
        PatternError: The pattern files are wrong, so that no report can be worked on.
    """
    if file.problem:
        yield Outcome(report=file.name, failure=file.problem)
        return
    try:
        with file.open() as stream:
            for article in articles(Document(file.name, stream, text_column)):
                yield _outcome(article, work)
    except PatternError:
        raise
    except Exception as error:
        yield _failed(file.name, error)


def _outcome(article: Article, work: Callable[[Report], Outcome]) -> Outcome:
    if article.problem:
        return Outcome(report=article.name, failure=article.problem)
    try:
        return work(read(article.data, article.name, article.title, article.published))
    except PatternError:
        raise
    except Exception as error:
        return _failed(article.name, error)


def _failed(name: str, error: Exception) -> Outcome:
    """The outcome of what an exception ended; called where it is handled."""
    if isinstance(error, UnreadableReport):
        return Outcome(report=name, failure=str(error))
    if isinstance(error, OSError):
        return Outcome(report=name, failure=error.strerror or str(error))
    reason = f"a fault of cadrestats itself ({type(error).__name__}: {error}); --debug shows where"
    return Outcome(report=name, failure=reason, traceback=traceback.format_exc())
