"""The work on one machine: in this process, or in several.

Each worker process has a pipe and a thread of its own here, and no lock is shared. So one that dies, even in the middle
of a message, is felt at once, by its own thread alone: that batch is worked on again report by report, until the report
that killed it is found. Workers end when their pipe does: none outlives this process, however it ends.

Workers are forked from a server process that has no threads and has everything loaded (``warm``), where the system
has such; forking from this process is not safe, since it has threads. Else they are started anew.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Iterable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager, suppress
from itertools import chain
from multiprocessing.connection import Connection
from queue import SimpleQueue
from threading import Thread

from cadrestats.engines.outcomes import Outcome, Part, Results, Work, outcomes
from cadrestats.engines.stream import Batch, in_order, unknown, weight

PAYS = 500_000
"""Bytes of reports from which on several processes are faster than one (``benchmarks/jobs.py``)."""

_AHEAD = 3
"""How many batches are under way for each worker: the one in work, and those that keep it busy."""

_WARM = "cadrestats.engines.warm"


class Here:
    """The work is done in this process, report by report as they are asked for."""

    batch_bytes = 0

    def work_off(self, batches: Iterable[Batch], work: Work) -> Iterator[Batch]:
        """Do the work of batches (``Engine``)."""
        for batch in batches:
            for task in batch:
                known = task.known
                if known is None and task.part is not None:
                    known = tuple(outcomes(task.part, work))
                yield [task._replace(known=known)]


class Processes:
    """The work is done by several processes of this machine.

    Args:
        jobs: How many; where it is None as many as there are cores, or this one alone where there is little to do.
    """

    batch_bytes = 64_000

    def __init__(self, jobs: int | None = None) -> None:
        self._jobs = jobs

    def work_off(self, batches: Iterable[Batch], work: Work) -> Iterator[Batch]:
        """Do the work of batches (``Engine``)."""
        stream = iter(batches)
        jobs = self._jobs or cores()
        if jobs == 1:
            yield from Here().work_off(stream, work)
            return
        first: list[Batch] = []
        if self._jobs is None:
            size = 0
            for batch in stream:
                if not first and not unknown(batch):
                    yield batch  # nothing waits: what is known goes by
                    continue
                first.append(batch)
                size += sum(map(weight, batch))
                if size >= PAYS:
                    break
            else:
                yield from Here().work_off(first, work)
                return
        with _Crew(jobs, work) as crew:
            yield from in_order(chain(first, stream), crew.submit, lambda: jobs * _AHEAD)


def cores() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class _Died(Exception):
    """A worker ended before it answered."""


class _Crew:
    """Worker processes, and threads that wait for them.

    Args:
        jobs: How many.
        work: What they do.
    """

    def __init__(self, jobs: int, work: Work) -> None:
        self._errands: SimpleQueue[tuple[list[Part], Future[Results]] | None] = SimpleQueue()
        self._workers = [_Worker(work) for _ in range(jobs)]
        for worker in self._workers:  # daemons: a thread that still starts its worker must not delay the end
            Thread(target=self._run_errands, args=(worker,), daemon=True).start()

    def __enter__(self) -> _Crew:
        return self

    def __exit__(self, *_: object) -> None:
        """End all workers at once, whatever they are at."""
        for worker in self._workers:
            worker.end()
            self._errands.put(None)

    def submit(self, parts: list[Part]) -> Future[Results]:
        """Have a worker work on parts."""
        future: Future[Results] = Future()
        self._errands.put((parts, future))
        return future

    def _run_errands(self, worker: _Worker) -> None:
        while (errand := self._errands.get()) is not None:
            parts, future = errand
            try:
                future.set_result(worker.outcomes(parts))
            except Exception as error:
                future.set_exception(error)


class _Worker:
    """A worker process, started when it is first needed and again after it died.

    Args:
        work: What it does.
    """

    def __init__(self, work: Work) -> None:
        self._work = work
        self._process: multiprocessing.process.BaseProcess | None = None
        self._ended = False

    def outcomes(self, parts: list[Part]) -> Results:
        """Work on parts; where the worker dies of it, on each alone, so that only the one that kills it is lost."""
        try:
            return self._answer(parts)
        except _Died as death:
            if self._ended:
                raise
            if len(parts) > 1:
                return [one for part in parts for one in self.outcomes([part])]
            return [(Outcome(report=parts[0].name, failure=f"the process that worked on it {death}"),)]

    def end(self) -> None:
        """End the process, now and for good."""
        self._ended = True
        if self._process is not None:
            self._process.kill()

    def _answer(self, parts: list[Part]) -> Results:
        if self._process is None or not self._process.is_alive():
            self._start()
        try:
            self._line.send(parts)
            answer: Results | Exception = self._line.recv()
        except (EOFError, OSError):
            raise _Died(self._last_words()) from None
        if isinstance(answer, Exception):
            raise answer
        return answer

    def _start(self) -> None:
        if self._ended:
            raise _Died("was ended")
        context = multiprocessing.get_context(_start_method())
        with without_interrupts():
            self._line, theirs = context.Pipe()
            process = context.Process(target=_serve, args=(theirs, self._work), daemon=True)  # type: ignore[attr-defined]
            process.start()
            theirs.close()
        self._process = process
        if self._ended:  # meanwhile
            process.kill()

    def _last_words(self) -> str:
        assert self._process is not None
        self._line.close()
        self._process.join()
        status = self._process.exitcode or 0
        if status < 0:
            hint = ", as where memory runs out" if -status == signal.SIGKILL else ""
            return f"was killed (signal {-status}{hint})"
        return f"ended (status {status})"


def _start_method() -> str:
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return "spawn"
    multiprocessing.set_forkserver_preload([_WARM])
    return "forkserver"


@contextmanager
def without_interrupts() -> Iterator[None]:
    """Let processes that are started here never hear of Ctrl-C: the terminal sends it to all, and one is to answer."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    from multiprocessing.resource_tracker import ensure_running

    ensure_running()  # started later, with the first process, it would let interrupts through again
    former = signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, former)


def _serve(line: Connection, work: Work) -> None:
    """What a worker does until its pipe ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_end_with_parent, daemon=True).start()
    with suppress(EOFError, OSError):  # whom it works for has ended
        while True:
            parts: list[Part] = line.recv()
            try:
                answer: Results | Exception = [tuple(outcomes(part, work)) for part in parts]
            except Exception as error:
                answer = error
            line.send(answer)


def _end_with_parent() -> None:
    """End this worker, whatever it is at, when the process that it works for does, even by a kill."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
