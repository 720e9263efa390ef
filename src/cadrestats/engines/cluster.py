"""The work on many machines: a Dask cluster, or one that is made on this machine for the run.

The bytes of the reports are read here and sent along, so that workers need no access to the files: it works with any
file system, and costs the network what the reports weigh. Their rows come back in order. So do the user's own pattern
files go along. A worker that is lost has its batches done again by others, which Dask sees to; a batch that several
workers died of is tried report by report.
"""

from __future__ import annotations

import logging
import pickle
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from itertools import count
from pathlib import Path
from threading import Lock
from time import sleep
from typing import TYPE_CHECKING, Any, Protocol

from cadrestats.engines.cache import digest_of
from cadrestats.engines.outcomes import Accounting, Extraction, Outcome, Part, Results, Work, outcomes
from cadrestats.engines.processes import cores, without_interrupts
from cadrestats.engines.stream import Answer, Batch, Unusable, in_order
from cadrestats.models import Statistic

if TYPE_CHECKING:
    from distributed import Client, Future

_PATIENCE = 30
"""Seconds to wait for the scheduler, and as many for its first worker."""

_RECOVERY = 3
"""Seconds that new workers get after that: one that dies while it is being started is not started any more."""

_OTHER = "it has another version of cadrestats or of a library; install there what is installed here"

_AHEAD = 3
"""How many batches are under way for each thread of the workers."""

# A thread that works keeps the others from it anyway (the GIL), and libraries need not expect any.
_ONE_AT_A_TIME = Lock()


class Parts(Protocol):
    """Writes the rows of a batch, on any machine, to one part of a data set that all of them reach."""

    def write(self, part: str, rows: Sequence[Statistic]) -> None:
        """Write a part, or write it again."""
        ...

    def drop(self, part: str) -> None:
        """Remove a part, if it is there."""
        ...

    def check(self, part: str) -> None:
        """See to it that a part is there."""
        ...


class Cluster:
    """The work is done by the workers of a Dask cluster.

    Args:
        scheduler: Address of its scheduler, such as ``tcp://10.0.0.1:8786``; without it a cluster is made here.
        jobs: How many workers that has; as many as there are cores where it is None.
        parts: Where workers put the rows of each batch, so that these never come here; else they come.
    """

    batch_bytes = 1_000_000

    def __init__(self, scheduler: str = "", jobs: int | None = None, parts: Parts | None = None) -> None:
        self._scheduler = scheduler
        self._jobs = jobs
        self._parts = parts

    def work_off(self, batches: Iterable[Batch], work: Work) -> Iterator[Batch]:
        """Do the work of batches (``Engine``).

        Raises:
            Unusable: There is no such cluster, or its workers would not do the same as this program.
        """
        with _client(self._scheduler, self._jobs or cores()) as client:
            _check(client)
            send = _sender(client, work, self._parts)
            yield from in_order(batches, send, lambda: _AHEAD * max(1, sum(client.nthreads().values())))


@contextmanager
def _client(scheduler: str, jobs: int) -> Iterator[Client]:
    """A client of the cluster that is meant; one that is made here ends with it."""
    try:
        from distributed import Client, LocalCluster
    except ImportError as error:
        raise Unusable(
            f"To use a cluster, install what it needs: pip install 'cadrestats[dask]' ({error.name} is not installed)."
        ) from error
    if scheduler:
        try:
            client = Client(scheduler, timeout=_PATIENCE, set_as_default=False)
        except (OSError, ValueError) as error:
            raise Unusable(f"no scheduler answers at {scheduler} ({error}); `dask scheduler` starts one") from error
        with client:
            yield client
        return
    with without_interrupts():
        cluster = LocalCluster(
            n_workers=jobs, threads_per_worker=1, dashboard_address=":0", silence_logs=logging.CRITICAL
        )
    with cluster, Client(cluster, set_as_default=False) as client:
        yield client


def _check(client: Client) -> None:
    """See to it that there are workers, and that all have this very program."""
    try:
        client.wait_for_workers(1, timeout=_PATIENCE)
    except TimeoutError:
        address = client.scheduler_info()["address"]
        raise Unusable(
            f"the scheduler at {address} has no workers after {_PATIENCE} s; `dask worker {address} --nthreads 1` "
            "starts one"
        ) from None
    ours = digest_of(Extraction()).hex()
    for address, theirs in client.run(_probe()).items():
        if theirs != ours:
            why = theirs if theirs.startswith("it ") else _OTHER
            raise Unusable(f"the worker at {address} cannot do the work: {why}")


def _probe() -> Callable[[], str]:
    """A function that tells what a worker knows. It is sent as code: where the package is missing, no name of it is."""

    def probe() -> str:
        try:
            from cadrestats.engines.cluster import knowledge
        except ImportError as error:
            lacking = str(error.name or error).partition(".")[0]
            return f"it has no {lacking}; install there what is installed here"
        return str(knowledge())

    return probe


@cache
def knowledge() -> str:
    """A digest of the program, its libraries and its patterns, as they are here."""
    return digest_of(Extraction()).hex()


def _sender(client: Client, work: Work, parts: Parts | None) -> Callable[[list[Part]], Answer]:
    own, numbers, known, workers = _own_patterns(work), count(), knowledge(), len(client.nthreads())

    def send(batch: list[Part], label: str) -> Answer:
        sent = pickle.dumps((batch, work, own, parts, label))
        return _Errand(send, batch, label, parts, workers, client.submit(_serve, sent, known, pure=False))

    return lambda batch: send(batch, f"{next(numbers):06}")


@dataclass
class _Errand:
    """A batch that is under way, and what is done where workers die of it."""

    send: Callable[[list[Part], str], Answer]
    batch: list[Part]
    label: str
    parts: Parts | None
    workers: int
    future: Future[Any]

    def done(self) -> bool:
        return bool(self.future.done())

    def result(self) -> Results:
        from distributed.scheduler import KilledWorker

        try:
            found: Results = self._awaited()
        except KilledWorker as error:
            if self.parts:
                self.parts.drop(self.label)  # the last one may have died when it was written
            self._recover()
            if len(self.batch) == 1:
                why = f"each worker of the cluster that worked on it died ({error.allowed_failures + 1})"
                return [(Outcome(report=self.batch[0].name, failure=why),)]
            alone = ((part, f"{self.label}-{number:06}") for number, part in enumerate(self.batch))
            return [one for part, label in alone for one in self.send([part], label).result()]
        if self.parts:
            self.parts.check(self.label)
        return found

    def _recover(self) -> None:
        """Wait until the workers that died have been replaced, if somebody sees to that."""
        with suppress(TimeoutError):
            self.future.client.wait_for_workers(self.workers, timeout=_PATIENCE)
        sleep(_RECOVERY)

    def _awaited(self) -> Results:
        """Wait for the results, but not for workers that never come back."""
        patience = 2
        while True:
            try:
                found: Results = self.future.result(timeout=_PATIENCE)
                return found
            except TimeoutError:
                patience = 2 if self.future.client.nthreads() else patience - 1
                if not patience:
                    raise Unusable("all workers of the cluster are gone, and none has come back") from None


def _serve(sent: bytes, known: str) -> Results:
    """What a worker does. One that has joined since the run began may be of another kind."""
    if known != knowledge():
        raise Unusable(f"a worker cannot do the work: {_OTHER}")
    batch, work, own, parts, label = pickle.loads(sent)
    with _ONE_AT_A_TIME:
        if own:
            work = replace(work, own_patterns=_placed(own))
        results: Results = [tuple(outcomes(part, work)) for part in batch]
        if not parts:
            return results
        parts.write(label, [row for found in results for one in found for row in one.statistics])
        return [tuple(one.model_copy(update={"statistics": ()}) for one in found) for found in results]


def _own_patterns(work: Work) -> tuple[tuple[str, str], ...]:
    """The user's own pattern files, which a worker cannot reach, by their names."""
    folder = work.own_patterns if isinstance(work, Extraction | Accounting) else None
    if folder is None:
        return ()
    files = sorted(folder.rglob("*.toml"))
    return tuple((str(file.relative_to(folder)), file.read_text("utf-8")) for file in files)


@lru_cache(maxsize=1)
def _placed(own: tuple[tuple[str, str], ...]) -> Path:
    """A folder with these pattern files; the system removes it in time, as all that is temporary."""
    folder = Path(tempfile.mkdtemp(prefix="cadrestats-"))
    for name, text in own:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder
