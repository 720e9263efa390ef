"""Many reports become their statistics, one after the other; one bad file never costs the others."""

from __future__ import annotations

import traceback
from collections.abc import Iterator, Sequence
from pathlib import Path

from cadrestats.models import Defaults, Frozen, Repair, Statistic
from cadrestats.patterns import PatternError
from cadrestats.pipeline import read, statistics
from cadrestats.reading.errors import UnreadableReport
from cadrestats.reading.sources import ReportFile, find


class Outcome(Frozen):
    """What became of one report.

    Attributes:
        report: The report's name in this run.
        statistics: Its rows, in the order of the text; empty where it failed.
        repairs: What was garbled in it and is readable now.
        failure: Why it could not be read, in words for the user; None where it could.
        traceback: Where in the program an unexpected error arose, for whoever mends it; else empty.
    """

    report: str
    statistics: tuple[Statistic, ...] = ()
    repairs: tuple[Repair, ...] = ()
    failure: str | None = None
    traceback: str = ""


class Run:
    """The outcomes of a run, worked out one by one as they are asked for, in the order of the files.

    ``len()`` is the number of reports and is known before the first outcome is there.
    """

    def __init__(self, files: Sequence[ReportFile], defaults: Defaults) -> None:
        self._files = files
        self._defaults = defaults

    def __len__(self) -> int:
        return len(self._files)

    def __iter__(self) -> Iterator[Outcome]:
        return (outcome(file, self._defaults) for file in self._files)


def run(paths: Sequence[Path], defaults: Defaults = Defaults()) -> Run:
    """Extract the statistics of all reports that some files and folders hold.

    Args:
        paths: Files and folders; folders are searched recursively.
        defaults: Date and place for the reports that do not tell theirs.

    Returns:
        One outcome a report, failures included.
    """
    return Run(find(paths), defaults)


def outcome(file: ReportFile, defaults: Defaults) -> Outcome:
    """Extract the statistics of one report, or say why that cannot be done.

    Args:
        file: Where the report is and what it is called.
        defaults: Date and place, where the report does not tell them.

    Returns:
        The report's rows and repairs, or the reason of its failure. A fault of the program itself is a
        failure too: it names the exception and carries its traceback, so that a long run still ends.

    Raises:
        PatternError: The pattern files are wrong, so that no report can be worked on.
    """
    if file.problem:
        return Outcome(report=file.name, failure=file.problem)
    try:
        report = read(file.path.read_bytes(), file.name)
        return Outcome(report=file.name, statistics=statistics(report, defaults), repairs=report.repairs)
    except OSError as error:
        return Outcome(report=file.name, failure=error.strerror or str(error))
    except UnreadableReport as error:
        return Outcome(report=file.name, failure=str(error))
    except PatternError:
        raise
    except Exception as error:
        reason = f"a fault of cadrestats itself ({type(error).__name__}: {error}); --debug shows where"
        return Outcome(report=file.name, failure=reason, traceback=traceback.format_exc())
