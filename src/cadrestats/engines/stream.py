"""The stream of work: files become parts, parts batches, batches outcomes, in the order of the files throughout.

Nothing is read before it is needed, and no more than some batches are under way at a time. So memory is bounded,
whatever the number and the size of the files.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple, Protocol

from cadrestats.engines.outcomes import Outcome, Part, Results, Work, failed
from cadrestats.reading.formats import Article, Document, parts
from cadrestats.reading.sources import ReportFile

_AHEAD = 10_000
"""How many files are found ahead of the work, so that the progress of all but huge runs has an end in view."""

_MOST_PARTS = 256
"""The most parts of a batch, however short they are."""


class Unusable(Exception):
    """What a run needs, a cache or a cluster, cannot be used; the message says why and what to do."""


class Found:
    """Files as they are found, some ahead of those that are worked on.

    Args:
        files: The files.

    Attributes:
        total: How many there are; None until the last one is found.
    """

    def __init__(self, files: Iterator[ReportFile]) -> None:
        self._files = files
        self.total: int | None = None

    def __iter__(self) -> Iterator[ReportFile]:
        ahead: deque[ReportFile] = deque()
        gone = 0
        for file in self._files:
            ahead.append(file)
            if len(ahead) > _AHEAD:
                gone += 1
                yield ahead.popleft()
        self.total = gone + len(ahead)
        yield from ahead


class Task(NamedTuple):
    """A part of a file, to be worked on or done.

    Attributes:
        file: Which file of the run it belongs to.
        part: What is to be worked on; None where the file cannot be read.
        known: What became of its reports, where that is known already; else None.
        key: Under which its outcomes are remembered; empty where they are not.
    """

    file: int
    part: Part | None
    known: tuple[Outcome, ...] | None = None
    key: bytes = b""


Batch = list[Task]


class Answer(Protocol):
    """The results of some parts, which are to come: a future."""

    def done(self) -> bool:
        """Whether they are there."""
        ...

    def result(self) -> Results:
        """Wait for them."""
        ...


class Engine(Protocol):
    """Who does the work."""

    batch_bytes: int
    """How much a batch holds at least, if there is as much."""

    def work_off(self, batches: Iterable[Batch], work: Work) -> Iterator[Batch]:
        """Do the work of batches.

        Args:
            batches: The batches, taken as there is room for them.
            work: What is to be done.

        Yields:
            The batches in their order; of each task the outcomes are known.
        """
        ...


def tasks(files: Iterable[ReportFile], text_column: str) -> Iterator[Task]:
    """Take files apart, one after the other.

    Args:
        files: The files.
        text_column: Which column of a table holds the texts.

    Yields:
        Their parts, as they are read. What cannot be read costs itself alone: a file, a row, a member of an archive.
    """
    for place, file in enumerate(files):
        if file.problem:
            yield Task(place, None, (Outcome(report=file.name, failure=file.problem),))
            continue
        try:
            with file.open() as stream:
                for part in parts(Document(file.name, stream, text_column)):
                    yield Task(place, part)
        except Exception as error:
            yield Task(place, None, (failed(file.name, error),))


def batches(stream: Iterable[Task], least: int) -> Iterator[Batch]:
    """Gather tasks to batches that are worth sending.

    Args:
        stream: The tasks.
        least: The bytes of a batch, from which on it is full.
    """
    batch: Batch = []
    size = 0
    for task in stream:
        batch.append(task)
        size += weight(task)
        if size >= least or len(batch) >= _MOST_PARTS:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def weight(task: Task) -> int:
    """The bytes that must be worked on for a task.

    Args:
        task: The task.
    """
    if task.known is not None or task.part is None:
        return 0
    return len(task.part.data) if isinstance(task.part, Article) else len(task.part.stream.getbuffer())  # type: ignore[attr-defined]


def unknown(batch: Batch) -> list[Part]:
    """The parts of a batch that must be worked on.

    Args:
        batch: The batch.
    """
    return [task.part for task in batch if task.known is None and task.part is not None]


def in_order(
    stream: Iterable[Batch], submit: Callable[[list[Part]], Answer], room: Callable[[], int]
) -> Iterator[Batch]:
    """Send batches out and take their outcomes in, in order.

    Args:
        stream: The batches. The next one is taken when there is room for it.
        submit: Sends parts to those who work on them.
        room: How many batches may be under way now.

    Yields:
        The batches, all of their outcomes known.
    """
    under_way: deque[tuple[Batch, Answer | None]] = deque()
    for batch in stream:
        waiting = unknown(batch)
        under_way.append((batch, submit(waiting) if waiting else None))
        while under_way and (len(under_way) >= room() or under_way[0][1] is None or under_way[0][1].done()):
            yield _done(*under_way.popleft())
    for batch, future in under_way:
        yield _done(batch, future)


def _done(batch: Batch, future: Answer | None) -> Batch:
    results = iter(future.result() if future is not None else ())
    return [task if task.known is not None else task._replace(known=next(results)) for task in batch]
