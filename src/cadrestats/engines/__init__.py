"""Many reports become their statistics: in one process, in several, or on a cluster.

One bad file, row or member never costs the others, and the outcomes are the same whoever does the work.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import nullcontext
from itertools import chain, islice
from pathlib import Path

from cadrestats.engines.cache import Cache
from cadrestats.engines.cluster import Cluster
from cadrestats.engines.outcomes import Accounting, Extraction, Lines, Outcome, Repairing, Reviewing, Work
from cadrestats.engines.processes import Here, Processes
from cadrestats.engines.stream import Engine, Found, Unusable, batches, tasks
from cadrestats.models import Correction, Defaults, Report
from cadrestats.reading.errors import UnreadableReport
from cadrestats.reading.formats import Document, articles
from cadrestats.reading.sources import find

__all__ = [
    "Cache",
    "Cluster",
    "Engine",
    "Here",
    "Outcome",
    "Processes",
    "Run",
    "Unusable",
    "audited",
    "read_file",
    "repaired",
    "reviewed",
    "run",
]

HERE = Here()
"""The engine unless told otherwise: this process."""


class Run:
    """The outcomes of a run, worked out as they are asked for, in the order of the files.

    Args:
        paths: Files, folders and URLs.
        work: What is to be done with each report.
        text_column: Which column of a table of articles holds their texts.
        engine: Who does it.
        cache: What became of reports in former runs, which is not worked out again.
    """

    def __init__(
        self,
        paths: Sequence[str | Path],
        work: Work,
        text_column: str = "",
        engine: Engine = HERE,
        cache: Cache | None = None,
    ) -> None:
        self._paths = paths
        self._work = work
        self._text_column = text_column
        self._engine = engine
        self._cache = cache
        self._found = Found(iter(()))

    @property
    def files(self) -> int | None:
        """How many files there are, as far as that is known: None until the last one is found."""
        return self._found.total

    def __iter__(self) -> Iterator[Outcome]:
        self._found = Found(find(self._paths))
        stream = tasks(self._found, self._text_column)
        with self._cache.of(self._work) if self._cache else nullcontext() as memory:
            stream = memory.recalled(stream) if memory else stream
            done = self._engine.work_off(batches(stream, self._engine.batch_bytes), self._work)
            for task in chain.from_iterable(done):
                if memory:
                    memory.remember(task)
                for outcome in task.known or ():
                    yield outcome.model_copy(update={"file": task.file}) if task.file else outcome


def run(
    paths: Sequence[str | Path],
    defaults: Defaults = Defaults(),
    text_column: str = "",
    own_patterns: Path | None = None,
    corrections: Mapping[int, Correction] | None = None,
    engine: Engine = HERE,
    lines: Lines | None = None,
    cache: Cache | None = None,
) -> Run:
    """Extract the statistics of all reports that some files and folders hold.

    Args:
        paths: Files and folders, which are searched recursively; strings may be URLs of file systems, and ``-`` is
            the standard input.
        defaults: Date and place for the reports that do not tell theirs.
        text_column: Which column of a table of articles holds their texts; guessed where it is empty.
        own_patterns: A folder with the user's own pattern files.
        corrections: What a reader says of the rows, by the line of the file that says so.
        engine: Who does the work: this process, unless told. ``Processes`` needs a program whose main module may be
            imported (``if __name__ == "__main__":``), as all of ``multiprocessing`` does.
        lines: Writes rows where they are made, so that lines come back instead: a fraction of the bytes.
        cache: What became of reports in former runs, which is not worked out again.

    Returns:
        One outcome a report, failures included.
    """
    by_report: dict[str, dict[int, Correction]] = defaultdict(dict)
    for line, correction in (corrections or {}).items():
        by_report[correction.report][line] = correction
    return Run(paths, Extraction(defaults, own_patterns, lines, dict(by_report)), text_column, engine, cache)


def repaired(paths: Sequence[str | Path], text_column: str = "", engine: Engine = HERE) -> Run:
    """Make the reports that some files and folders hold readable, and no more.

    Args:
        paths: As for ``run``.
        text_column: Likewise.
        engine: Likewise.

    Returns:
        One outcome a report, with its text and without statistics.
    """
    return Run(paths, Repairing(), text_column, engine)


def audited(
    paths: Sequence[str | Path],
    defaults: Defaults = Defaults(),
    text_column: str = "",
    own_patterns: Path | None = None,
    engine: Engine = HERE,
) -> Run:
    """Account for every numeral of the reports that some files and folders hold.

    Args:
        paths: As for ``run``.
        defaults: Likewise.
        text_column: Likewise.
        own_patterns: Likewise.
        engine: Likewise.

    Returns:
        One outcome a report, with its accounts and without statistics.
    """
    return Run(paths, Accounting(defaults, own_patterns), text_column, engine)


def reviewed(
    paths: Sequence[str | Path],
    defaults: Defaults = Defaults(),
    text_column: str = "",
    own_patterns: Path | None = None,
    engine: Engine = HERE,
) -> Run:
    """Lay open the reports that some files and folders hold: text, sentences, rows and accounts.

    Args:
        paths: As for ``run``.
        defaults: Likewise.
        text_column: Likewise.
        own_patterns: Likewise.
        engine: Likewise.

    Returns:
        One outcome a report; its rows and accounts stand in ``reviewed`` alone.
    """
    return Run(paths, Reviewing(defaults, own_patterns), text_column, engine)


def read_file(path: Path) -> Report:
    """The report that a file holds, of any kind that is read.

    Args:
        path: The file.

    Raises:
        OSError: It cannot be opened.
        UnreadableReport: It cannot be read, or holds several reports.
    """
    from cadrestats.pipeline import read

    with path.open("rb") as stream:
        first, *others = islice(articles(Document(path.name, stream)), 2)
    if others:
        raise UnreadableReport("This file holds several reports: extract() reads them all.")
    if first.problem:
        raise UnreadableReport(first.problem)
    return read(first.data, first.name, first.title, first.published)
