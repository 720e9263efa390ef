"""What is done with one report, and what became of it. All of this can be sent to other processes and machines.

What does the work is imported with the first report: a process that has others do it, or remembers it, never needs it.
"""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar

from cadrestats.models import Account, Correction, Defaults, Frozen, Repair, Report, Reviewed, Statistic, Tally
from cadrestats.reading.errors import UnreadableReport
from cadrestats.reading.formats import Article, Document, articles

Part = Article | Document
"""What a file is taken apart into: mostly one report each."""

Lines = Callable[[Sequence[Statistic]], tuple[str, ...]]
"""Writes the rows of a report as lines of a table, all but the report's name, which stands first."""


class Outcome(Frozen):
    """What became of one report.

    Attributes:
        report: The report's name in this run.
        file: Which file of the run holds it, counted from 0.
        statistics: Its rows, in the order of the text; empty where it failed, or where the run writes ``lines``.
        lines: Its rows as lines of a table, where that was asked for.
        tally: What there is to count of its rows.
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
    lines: tuple[str, ...] = ()
    tally: Tally = Tally()
    repairs: tuple[Repair, ...] = ()
    text: str = ""
    accounts: tuple[Account, ...] = ()
    reviewed: Reviewed | None = None
    lost: tuple[tuple[int, str], ...] = ()
    failure: str | None = None
    traceback: str = ""


@dataclass(frozen=True, slots=True)
class Interpreting:
    """What all work that interprets a report depends on.

    Attributes:
        defaults: Date and place for the reports that do not tell theirs.
        own_patterns: A folder with the user's own pattern files.
    """

    knows_patterns: ClassVar = True
    defaults: Defaults = Defaults()
    own_patterns: Path | None = None


@dataclass(frozen=True, slots=True)
class Extraction(Interpreting):
    """Extract the statistics.

    Attributes:
        lines: Writes the rows where the work is done, so that lines come back instead of them.
        corrections: What a reader says of the rows, by report and by the line of the file that says so.
    """

    lines: Lines | None = None
    corrections: Mapping[str, Mapping[int, Correction]] = field(default_factory=dict)

    def __call__(self, report: Report) -> Outcome:
        """Do it."""
        from cadrestats.corrections import corrected
        from cadrestats.pipeline import statistics

        found = statistics(report, self.defaults, self.own_patterns)
        by_hand = self.corrections.get(report.name, {})
        rows, lost = corrected(report, found, by_hand, self.defaults, self.own_patterns)
        written = {"lines": self.lines(rows)} if self.lines else {"statistics": rows}
        return Outcome(report=report.name, repairs=report.repairs, tally=Tally.of(rows), lost=lost, **written)


@dataclass(frozen=True, slots=True)
class Repairing:
    """Make the report readable, and no more."""

    knows_patterns: ClassVar = False
    own_patterns: Path | None = None

    def __call__(self, report: Report) -> Outcome:
        """Do it."""
        return Outcome(report=report.name, text=report.text, repairs=report.repairs)


@dataclass(frozen=True, slots=True)
class Accounting(Interpreting):
    """Account for every numeral."""

    def __call__(self, report: Report) -> Outcome:
        """Do it."""
        from cadrestats.audit import accounts

        found = accounts(report, self.defaults, self.own_patterns)
        return Outcome(report=report.name, accounts=found, repairs=report.repairs)


@dataclass(frozen=True, slots=True)
class Reviewing(Interpreting):
    """Lay the report open: text, sentences, rows and accounts."""

    def __call__(self, report: Report) -> Outcome:
        """Do it."""
        from cadrestats.audit import reviewed

        opened = reviewed(report, self.defaults, self.own_patterns)
        return Outcome(report=report.name, reviewed=opened, repairs=report.repairs)


Work = Callable[[Report], Outcome]
"""What is to be done with each report: one of the above."""


Results = list[tuple[Outcome, ...]]
"""The outcomes of parts: of each those of its reports."""


def outcomes(part: Part, work: Work) -> Iterator[Outcome]:
    """Work on the reports of a part of a file, or say why that cannot be done.

    Args:
        part: The part.
        work: What is to be done with each report.

    Yields:
        What became of each report. What cannot be read costs itself alone. A fault of the program itself is a failure
        too: it names the exception and carries its traceback, so that a long run still ends.

    Raises:
        PatternError: The pattern files are wrong, so that no report can be worked on.
    """
    from cadrestats.patterns import PatternError

    try:
        for article in [part] if isinstance(part, Article) else articles(part):
            yield _outcome(article, work)
    except PatternError:
        raise
    except Exception as error:
        yield failed(part.name, error)


def _outcome(article: Article, work: Work) -> Outcome:
    from cadrestats.patterns import PatternError
    from cadrestats.pipeline import read

    if article.problem:
        return Outcome(report=article.name, failure=article.problem)
    try:
        return work(read(article.data, article.name, article.title, article.published))
    except PatternError:
        raise
    except Exception as error:
        return failed(article.name, error)


def failed(name: str, error: Exception) -> Outcome:
    """The outcome of what an exception ended; called where it is handled.

    Args:
        name: What it ended.
        error: The exception.
    """
    if isinstance(error, UnreadableReport):
        return Outcome(report=name, failure=str(error))
    if isinstance(error, OSError):
        return Outcome(report=name, failure=error.strerror or str(error))
    reason = f"a fault of cadrestats itself ({type(error).__name__}: {error}); --debug shows where"
    return Outcome(report=name, failure=reason, traceback=traceback.format_exc())
