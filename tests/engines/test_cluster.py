"""A real Dask cluster on loopback does what one process does, also where its workers die."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import dask
import pandas as pd
import pytest
from distributed import Client, LocalCluster
from tests.engines import works
from tests.reading.formats import written

from cadrestats import engines
from cadrestats.engines import Cluster, Run, Unusable, cluster
from cadrestats.output import dataset, tables
from cadrestats.patterns import PatternError

REPORT = "株洲市老干部工作综述\n2023年2月15日\n截至目前，全市建成离退休干部党支部{}个。老干部志愿者近300名。\n"


@contextmanager
def made(workers: int, failures: int = 3) -> Iterator[LocalCluster]:
    """A cluster that gives a task up when it has outlived so many workers, and one more."""
    with (
        dask.config.set({"distributed.scheduler.allowed-failures": failures}),
        LocalCluster(n_workers=workers, threads_per_worker=1, dashboard_address=":0", silence_logs=50) as cluster,
    ):
        yield cluster


@pytest.fixture(scope="module")
def scheduler() -> Iterator[str]:
    """The address of a scheduler with two workers, each a process of its own."""
    with made(2) as cluster:
        yield cluster.scheduler_address


@pytest.fixture(scope="module")
def bare() -> Iterator[str]:
    """The address of a scheduler without workers."""
    with made(0) as cluster:
        yield cluster.scheduler_address


@pytest.fixture(autouse=True)
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Cluster, "batch_bytes", 200)


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """Reports of several kinds, good ones and bad ones."""
    folder = tmp_path / "in"
    folder.mkdir()
    for number in range(30):
        (folder / f"{number:03}.txt").write_text(REPORT.format(number), encoding="utf-8")
    members = {"a.docx": written.word(), "b.txt": b"\x89PNG\r\n\x1a\n\0"}
    (folder / "归档.zip").write_bytes(written.zipped(members))
    rows = [{"正文": f"怀化市现有离退休干部党支部{number}个。"} for number in range(40)]
    (folder / "文章.parquet").write_bytes(written.parquet(*rows))
    return folder


def test_the_outcomes_are_those_of_one_process_though_a_worker_is_killed(archive: Path, scheduler: str) -> None:
    alone = list(engines.run([archive]))
    with Client(scheduler, set_as_default=False) as client:
        before = client.run(os.getpid)
        running = iter(engines.run([archive], engine=Cluster(scheduler)))
        found = [next(running)]
        os.kill(next(iter(before.values())), signal.SIGKILL)
        found += running
        client.wait_for_workers(2, timeout=60)
        after = client.run(os.getpid)
    assert found == alone
    assert sum(len(outcome.statistics) for outcome in found) == 30 * 2 + 14 + 40
    assert len(set(before.values()) - set(after.values())) == 1


@contextmanager
def worker(address: str, *options: str, cwd: Path) -> Iterator[None]:
    """A worker of a process of its own, which nobody starts again when it dies."""
    command = [sys.executable, "-m", "distributed.cli.dask_worker", address, "--no-nanny", "--no-dashboard"]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    with subprocess.Popen(
        [*command, "--nthreads", "1", *options],
        cwd=cwd,
        stderr=subprocess.DEVNULL,
        env=environment,
    ) as running:
        try:
            yield
        finally:
            running.kill()


def test_a_report_that_workers_die_of_costs_itself_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "_RECOVERY", 0)
    for number, text in enumerate(["甲", "被杀", "乙"]):
        (tmp_path / f"{number}.txt").write_text(text, encoding="utf-8")
    with made(0, failures=0) as made_here, ExitStack() as stack:
        address = made_here.scheduler_address
        for _ in range(3):
            stack.enter_context(worker(address, cwd=tmp_path))
        with Client(address, set_as_default=False) as client:
            client.wait_for_workers(3, timeout=120)
        monkeypatch.setattr(cluster, "_PATIENCE", 2)
        found = [(one.report, one.failure) for one in Run([tmp_path], works.deadly, "", Cluster(address))]
    assert found == [
        ("0.txt", None),
        ("1.txt", "each worker of the cluster that worked on it died (1)"),
        ("2.txt", None),
    ]


def test_wrong_pattern_files_end_the_run_in_words(tmp_path: Path, scheduler: str) -> None:
    (tmp_path / "a.txt").write_text("甲", encoding="utf-8")
    with pytest.raises(PatternError, match=r"^party\.toml: no such key$"):
        list(Run([tmp_path], works.without_patterns, "", Cluster(scheduler)))


def test_own_patterns_go_along(tmp_path: Path, scheduler: str) -> None:
    own = tmp_path / "own"
    own.mkdir()
    (own / "canteens.toml").write_text(
        'family = "canteens"\n'
        '[[indicators]]\nid = "canteens"\nname_zh = "食堂"\nname_en = "canteens"\n'
        'counts = "食堂"\nusual_units = ["家"]\n'
        '[[patterns]]\nid = "canteens.counted"\nindicator = "canteens"\nsubject = "食堂"\npriority = 80\n',
        "utf-8",
    )
    (tmp_path / "a.txt").write_text("海宁市建成老年食堂26家。", encoding="utf-8")
    (outcome,) = engines.run([tmp_path / "a.txt"], own_patterns=own, engine=Cluster(scheduler))
    assert [row.indicator for row in outcome.statistics] == ["canteens"]


def test_the_command_makes_a_cluster_of_this_machine_where_none_is_named(archive: Path, tmp_path: Path) -> None:
    def extracted(*options: str) -> subprocess.CompletedProcess[bytes]:
        command = [sys.executable, "-m", "cadrestats", "extract", str(archive), "-o", "-", "-q", *options]
        return subprocess.run(command, cwd=tmp_path, capture_output=True, check=False, timeout=300)

    alone, together = extracted("-j", "1"), extracted("--engine", "dask", "-j", "2")
    assert together.stdout == alone.stdout
    assert (together.returncode, together.stderr) == (1, alone.stderr)
    assert alone.stdout.count(b"\n") == 1 + 30 * 2 + 14 + 40


def test_a_scheduler_that_does_not_answer_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "_PATIENCE", 1)
    with pytest.raises(Unusable, match=r"^no scheduler answers at tcp://127\.0\.0\.1:9 \(.*\); `dask scheduler`"):
        list(Run([], works.told, "", Cluster("tcp://127.0.0.1:9")))


def test_a_cluster_without_workers_is_told(bare: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "_PATIENCE", 1)
    with pytest.raises(Unusable, match=rf"^the scheduler at {bare} has no workers after 1 s; `dask worker {bare} "):
        list(Run([], works.told, "", Cluster(bare)))


LACKING = "import sys; sys.modules['cadrestats'] = None"
OTHER = "import cadrestats.engines.cache as cache; cache.version = lambda name: '9'"


@pytest.mark.parametrize(
    ("preloaded", "why"),
    [(LACKING, "it has no cadrestats"), (OTHER, "it has another version of cadrestats or of a library")],
)
def test_a_worker_that_would_not_do_the_same_is_told(bare: str, tmp_path: Path, preloaded: str, why: str) -> None:
    (tmp_path / "preloaded.py").write_text(preloaded, encoding="utf-8")
    told = rf"^the worker at tcp://.* cannot do the work: {why}; install there"
    with worker(bare, "--preload", "preloaded.py", cwd=tmp_path), pytest.raises(Unusable, match=told):
        list(Run([], works.told, "", Cluster(bare)))


def test_a_library_that_is_missing_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(Unusable, match=r"pip install 'cadrestats\[dask\]' \(distributed is not installed\)\.$"):
        list(Run([], works.told, "", Cluster()))


def test_workers_write_a_data_set_that_holds_the_rows_in_order(archive: Path, tmp_path: Path, scheduler: str) -> None:
    with dataset.replaced_whole(tmp_path / "out") as parts:
        found = list(engines.run([archive], engine=Cluster(scheduler, parts=parts)))
    alone = list(engines.run([archive]))
    assert [(one.report, one.tally, one.failure) for one in found] == [
        (one.report, one.tally, one.failure) for one in alone
    ]
    assert {one.statistics for one in found} == {()}
    table = pd.read_parquet(tmp_path / "out").astype({"year": "Int64"})
    rows = tables.frame(row for one in alone for row in one.statistics)
    assert table.to_csv() == rows.to_csv()
    assert len(list((tmp_path / "out").iterdir())) > 10


def test_workers_that_do_not_reach_the_folder_are_told(archive: Path, tmp_path: Path, scheduler: str) -> None:
    with pytest.raises(OSError, match="a worker has a file system of its own: name a folder that all machines share"):
        list(engines.run([archive], engine=Cluster(scheduler, parts=dataset.Parts(tmp_path / "elsewhere"))))


def test_a_cluster_whose_workers_never_come_back_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.txt").write_text("600", encoding="utf-8")
    with made(1) as cluster_of_one:
        running = iter(Run([tmp_path / "a.txt"], works.slow, "", Cluster(cluster_of_one.scheduler_address)))

        def gone(*_: object) -> None:
            monkeypatch.setattr(cluster, "_PATIENCE", 0.5)
            cluster_of_one.scale(0)

        monkeypatch.setattr(cluster, "_check", gone)
        with pytest.raises(Unusable, match="all workers of the cluster are gone, and none has come back"):
            next(running)
