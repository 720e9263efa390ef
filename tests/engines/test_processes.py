"""Several processes do what one does, in the same order; and they die alone."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest
from tests.engines import works
from tests.reading.formats import written

import cadrestats
from cadrestats import engines
from cadrestats.engines import Outcome, Processes, Run, processes
from cadrestats.engines.outcomes import Work
from cadrestats.engines.stream import Batch
from cadrestats.patterns import PatternError
from cadrestats.reading.formats import Article

REPORT = "株洲市老干部工作综述\n2023年2月15日\n截至目前，全市建成离退休干部党支部{}个。老干部志愿者近300名。\n"


@pytest.fixture(autouse=True)
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    """Batches of some texts."""
    monkeypatch.setattr(Processes, "batch_bytes", 30)


def put(folder: Path, *texts: str) -> Path:
    folder.mkdir(exist_ok=True)
    for number, text in enumerate(texts):
        (folder / f"{number:03}.txt").write_text(text, encoding="utf-8")
    return folder


def did(folder: Path, work: Work, jobs: int | None = 2) -> list[tuple[str, str, str | None]]:
    """Report, text and failure of each outcome."""
    return [(one.report, one.text, one.failure) for one in Run([folder], work, "", Processes(jobs))]


def workers(folder: Path, jobs: int | None) -> set[str]:
    """The processes that worked, this one told by name."""
    used = {one.traceback for one in Run([folder], works.told, "", Processes(jobs))}
    return {"here" if one == str(os.getpid()) else one for one in used}


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """Reports of all kinds, good ones and bad ones."""
    folder = put(tmp_path / "in", *(REPORT.format(number) for number in range(12)))
    members = {"a.txt": REPORT.format(1).encode(), "b.txt": b"\x89PNG\r\n\x1a\n\0", "c.docx": b""}
    (folder / "归档.zip").write_bytes(written.zipped(members))
    rows = "".join(f'{{"text": "全市有离退休干部党支部{number}个。"}}\n' for number in range(40))
    (folder / "文章.jsonl").write_text(rows + "{\n", encoding="utf-8")
    return folder


def test_outcomes_are_those_of_one_process_in_the_same_order(archive: Path) -> None:
    alone = list(engines.run([archive, archive / "gone.txt"]))
    assert list(engines.run([archive, archive / "gone.txt"], engine=Processes(2))) == alone
    assert sum(len(outcome.statistics) for outcome in alone) == 66
    assert sum(outcome.failure is not None for outcome in alone) == 4
    assert sorted({outcome.file for outcome in alone}) == list(range(15))


def test_audit_and_repair_share_the_work_too(archive: Path) -> None:
    assert list(engines.audited([archive], engine=Processes(2))) == list(engines.audited([archive]))
    assert list(engines.repaired([archive], engine=Processes(2))) == list(engines.repaired([archive]))


def test_the_rows_of_one_file_are_shared_out(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("正文\n" + "全市有离退休干部党支部。\n" * 40, encoding="utf-8")
    assert len(workers(tmp_path, 2) - {"here"}) == 2


def test_little_work_is_done_here_and_much_is_shared_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "cores", lambda: 2)
    put(tmp_path, *["全市有离退休干部党支部。"] * 20)
    assert workers(tmp_path, None) == {"here"}
    monkeypatch.setattr(processes, "PAYS", 500)
    assert len(workers(tmp_path, None) - {"here"}) == 2


def test_one_job_is_this_process(tmp_path: Path) -> None:
    put(tmp_path, *["全市有离退休干部党支部。"] * 20)
    assert workers(tmp_path, 1) == {"here"}


def test_no_more_batches_are_read_than_there_is_room_for() -> None:
    taken: list[int] = []

    def batches() -> Iterator[Batch]:
        for number in range(100):
            taken.append(number)
            yield [engines.stream.Task(number, Article(f"{number}.txt", b"0"))]

    running = Processes(2).work_off(batches(), works.slow)
    most = 0
    for done, batch in enumerate(running, start=1):
        most = max(most, len(taken) - done)
        assert [outcome.report for task in batch for outcome in task.known or ()] == [f"{done - 1}.txt"]
    assert most < 6


def test_a_worker_that_is_killed_costs_the_report_that_kills_it(tmp_path: Path) -> None:
    put(tmp_path, "甲", "乙", "被杀", "丙", "丁", "退出", "戊")
    killed = "the process that worked on it was killed (signal 9, as where memory runs out)"
    assert did(tmp_path, works.deadly) == [
        ("000.txt", "甲", None),
        ("001.txt", "乙", None),
        ("002.txt", "", killed),
        ("003.txt", "丙", None),
        ("004.txt", "丁", None),
        ("005.txt", "", "the process that worked on it ended (status 7)"),
        ("006.txt", "戊", None),
    ]


def test_a_worker_that_is_killed_for_no_fault_of_a_report_costs_none(tmp_path: Path) -> None:
    put(tmp_path / "in", "甲", f"一次{tmp_path / 'mark'}", "乙", "丙")
    assert [failure for _, _, failure in did(tmp_path / "in", works.deadly)] == [None] * 4
    assert (tmp_path / "mark").exists()


def test_wrong_pattern_files_end_the_run_in_words(tmp_path: Path) -> None:
    put(tmp_path, "甲")
    with pytest.raises(PatternError, match=r"^party\.toml: no such key$"):
        did(tmp_path, works.without_patterns)
    assert wait_for(lambda: not multiprocessing.active_children())


def test_a_run_that_is_left_ends_its_workers_at_once(tmp_path: Path) -> None:
    put(tmp_path, *[f"{0:.30f}"] * 12, *[f"{600:.30f}"] * 12)  # each a batch of its own
    run = iter(Run([tmp_path], works.slow, "", Processes(2)))
    assert float(next(run).text) == 0
    del run
    assert wait_for(lambda: not multiprocessing.active_children())


def wait_for(what: Callable[[], bool]) -> bool:
    """Whether something becomes true within a minute."""
    deadline = time.monotonic() + 60
    while not what() and time.monotonic() < deadline:
        time.sleep(0.02)
    return what()


@pytest.fixture
def half_way(tmp_path: Path) -> Iterator[tuple[subprocess.Popen[bytes], list[psutil.Process]]]:
    """A run in a folder of its own, three processes at work on it, and all the processes that belong to it."""
    put(tmp_path / "in", *(REPORT.format(number) * 100 for number in range(40)))
    (tmp_path / "out.csv").write_text("former", encoding="utf-8")
    command = [sys.executable, "-m", "cadrestats", "extract", "in", "-j", "3", "-o", "out.csv"]
    with subprocess.Popen(command, cwd=tmp_path, stderr=subprocess.PIPE, start_new_session=True) as running:
        whole = psutil.Process(running.pid)
        # The command, the fork server with its workers, and the tracker of resources.
        assert wait_for(lambda: len(whole.children(recursive=True)) >= 5)
        family = [whole, *whole.children(recursive=True)]
        yield running, family
        for one in family:
            if one.is_running():
                one.kill()


@pytest.mark.parametrize(
    ("sent", "to_all", "status"),
    [
        (signal.SIGINT, True, 130),
        (signal.SIGINT, False, 130),
        (signal.SIGTERM, False, 143),
        (signal.SIGKILL, False, -signal.SIGKILL),
    ],
)
def test_a_run_that_is_ended_leaves_no_process_and_the_former_output(
    tmp_path: Path,
    half_way: tuple[subprocess.Popen[bytes], list[psutil.Process]],
    sent: signal.Signals,
    to_all: bool,
    status: int,
) -> None:
    running, family = half_way
    os.killpg(running.pid, sent) if to_all else running.send_signal(sent)  # a terminal sends Ctrl-C to all
    assert running.wait(60) == status
    assert psutil.wait_procs(family, 60)[1] == []
    assert running.stderr is not None
    assert running.stderr.read() == b""
    assert (tmp_path / "out.csv").read_text(encoding="utf-8") == "former"
    assert status == -signal.SIGKILL or sorted(path.name for path in tmp_path.iterdir()) == ["in", "out.csv"]


def test_the_command_writes_the_same_bytes_with_any_number_of_jobs(archive: Path, tmp_path: Path) -> None:
    def extracted(*options: str) -> bytes:
        command = [sys.executable, "-m", "cadrestats", "extract", str(archive), "-o", "-", "-q", *options]
        return subprocess.run(command, cwd=tmp_path, capture_output=True, check=False).stdout

    alone = extracted("-j", "1")
    assert (alone.count(b"\n"), extracted("-j", "3") == alone) == (67, True)


def test_outcomes_have_their_lines_where_those_are_asked_for(tmp_path: Path) -> None:
    put(tmp_path, REPORT.format(12))
    (outcome,) = engines.run([tmp_path], lines=lambda rows: tuple(row.figure for row in rows))
    assert (outcome.lines, outcome.statistics) == (("12个", "近300名"), ())
    assert outcome.tally.indicators == {"party_branches": 1, "volunteers": 1}
    assert isinstance(outcome, Outcome)


def test_the_library_shares_the_work_when_asked(archive: Path) -> None:
    paths = sorted(archive.glob("*.txt"))
    assert cadrestats.extract(paths, jobs=2) == cadrestats.extract(paths)
