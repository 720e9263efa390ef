from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path
from typing import IO

import pytest
from tests.reading.formats import written

import cadrestats.pipeline
from cadrestats import engines
from cadrestats.engines import Outcome
from cadrestats.models import Defaults, Repair, Report, Statistic, Tally
from cadrestats.patterns import PatternError
from cadrestats.reading.errors import UnreadableReport

TALLY = Tally(indicators={"party_branches": 1})
REPAIR = Repair(rule="gbk-as-latin1", line=1, before="ÀÏ", after="老")


@pytest.fixture(autouse=True)
def pipeline(monkeypatch: pytest.MonkeyPatch, statistic: Callable[..., Statistic]) -> None:
    """A pipeline that makes one row of each report, its sentence the report's text, and fails where it is told to."""

    def read(data: bytes, name: str, headline: str = "", day: str = "") -> Report:
        if data == b"binary":
            raise UnreadableReport("it is binary")
        if data == b"fault":
            raise KeyError("subject")
        if data == b"patterns":
            raise PatternError("party.toml: no such key")
        return Report(name=name, text=data.decode(), repairs=(REPAIR,))

    def statistics(report: Report, defaults: Defaults, own_patterns: Path | None) -> tuple[Statistic, ...]:
        return (statistic(report=report.name, sentence=report.text, city=defaults.city),)

    monkeypatch.setattr(cadrestats.pipeline, "read", read)
    monkeypatch.setattr(cadrestats.pipeline, "statistics", statistics)


def put(folder: Path, **contents: str) -> None:
    for name, content in contents.items():
        (folder / f"{name}.txt").write_text(content, encoding="utf-8")


def test_each_report_has_its_outcome_in_order(tmp_path: Path, statistic: Callable[..., Statistic]) -> None:
    put(tmp_path, b="乙", a="甲")
    assert list(engines.run([tmp_path], Defaults(city="株洲市"))) == [
        Outcome(
            report="a.txt",
            statistics=(statistic(report="a.txt", sentence="甲", city="株洲市"),),
            tally=TALLY,
            repairs=(REPAIR,),
        ),
        Outcome(
            report="b.txt",
            file=1,
            statistics=(statistic(report="b.txt", sentence="乙", city="株洲市"),),
            tally=TALLY,
            repairs=(REPAIR,),
        ),
    ]


def test_the_number_of_files_is_known_before_any_is_read(tmp_path: Path) -> None:
    put(tmp_path, a="甲", b="binary")
    run = engines.run([tmp_path, tmp_path / "gone"])
    assert run.files is None
    next(iter(run))
    assert run.files == 3


def test_where_there_are_many_files_work_begins_before_all_are_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engines.stream, "_AHEAD", 2)
    put(tmp_path, a="甲", b="乙", c="丙", d="丁")
    run = engines.run([tmp_path])
    assert [(outcome.report, run.files) for outcome in run] == [
        ("a.txt", None), ("b.txt", None), ("c.txt", 4), ("d.txt", 4),
    ]  # fmt: skip


def test_a_run_can_be_gone_through_twice(tmp_path: Path) -> None:
    put(tmp_path, a="甲", b="乙")
    run = engines.run([tmp_path])
    assert list(run) == list(run)


def test_one_bad_file_never_costs_the_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(tmp_path, a="甲", b="binary", c="fault", d="locked", e="乙")
    opened = Path.open

    def locked(path: Path, mode: str) -> IO[bytes]:
        if path.name == "d.txt":
            raise PermissionError(13, "Permission denied", str(path))
        return opened(path, mode)

    monkeypatch.setattr(Path, "open", locked)
    outcomes = list(engines.run([tmp_path, tmp_path / "f.txt"]))
    assert [(outcome.report, outcome.failure) for outcome in outcomes] == [
        ("f.txt", "no such file or folder"),
        ("a.txt", None),
        ("b.txt", "it is binary"),
        ("c.txt", "a fault of cadrestats itself (KeyError: 'subject'); --debug shows where"),
        ("d.txt", "Permission denied"),
        ("e.txt", None),
    ]
    assert [len(outcome.statistics) for outcome in outcomes] == [0, 1, 0, 0, 0, 1]


def test_a_fault_of_the_program_carries_its_traceback_and_other_failures_do_not(tmp_path: Path) -> None:
    put(tmp_path, b="binary", c="fault")
    binary, fault = engines.run([tmp_path])
    assert binary.traceback == ""
    assert fault.traceback.startswith("Traceback (most recent call last):\n")
    assert fault.traceback.endswith("KeyError: 'subject'\n")


def test_wrong_pattern_files_end_the_run(tmp_path: Path) -> None:
    put(tmp_path, a="patterns")
    with pytest.raises(PatternError, match=r"party\.toml: no such key"):
        list(engines.run([tmp_path]))


def test_one_bad_row_or_member_never_costs_the_others(tmp_path: Path) -> None:
    members = {"a.txt": "甲".encode(), "b.txt": b"binary", "c.docx": b"", "d.jsonl": b'{"text": "A"}\n{\n{"text": "B"}'}
    (tmp_path / "a.zip").write_bytes(written.zipped(members))
    put(tmp_path, b="乙")
    outcomes = list(engines.run([tmp_path]))
    assert [(outcome.report, outcome.file, outcome.failure) for outcome in outcomes] == [
        ("a.zip/a.txt", 0, None),
        ("a.zip/b.txt", 0, "it is binary"),
        ("a.zip/c.docx", 0, "This is not a Word document, or it is damaged (BadZipFile: File is not a zip file)."),
        ("a.zip/d.jsonl#1", 0, None),
        ("a.zip/d.jsonl#2", 0, outcomes[4].failure),
        ("a.zip/d.jsonl#3", 0, None),
        ("b.txt", 1, None),
    ]
    assert str(outcomes[4].failure).startswith("This line is no JSON (")


def test_what_stands_before_a_damaged_place_is_kept(tmp_path: Path) -> None:
    data = written.tarred({"a.txt": "甲".encode(), "b.txt": random.Random(1).randbytes(1_000_000)}, "w:gz")
    (tmp_path / "a.tar.gz").write_bytes(data[:500_000])  # as where a download broke off
    first, *_, last = engines.run([tmp_path])
    assert (first.report, first.failure, len(first.statistics)) == ("a.tar.gz/a.txt", None, 1)
    assert last.report == "a.tar.gz"
    assert str(last.failure).startswith("This is not a TAR archive, or it is damaged (")


def test_a_file_that_vanishes_costs_itself_alone(tmp_path: Path) -> None:
    put(tmp_path, a="甲", b="乙")
    run = iter(engines.run([tmp_path]))
    assert next(run).report == "a.txt"
    (tmp_path / "b.txt").unlink()
    assert [(outcome.report, outcome.failure) for outcome in run] == [("b.txt", "No such file or directory")]


def test_rows_of_a_column_that_is_named_are_reports(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("编号,摘录\n1,甲\n2,乙\n", encoding="utf-8")
    (refused,) = engines.run([tmp_path])
    assert refused.failure == (
        "No column of this table may hold the texts: name it with --text-column. Its columns: 编号, 摘录."
    )
    assert [outcome.report for outcome in engines.run([tmp_path], text_column="摘录")] == ["a.csv#1", "a.csv#2"]


def test_reports_are_repaired_without_their_statistics(tmp_path: Path) -> None:
    put(tmp_path, a="甲", b="binary")
    assert list(engines.repaired([tmp_path])) == [
        Outcome(report="a.txt", text="甲", repairs=(REPAIR,)),
        Outcome(report="b.txt", file=1, failure="it is binary"),
    ]


def test_a_file_with_one_report_is_read_and_others_are_refused(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("正文\n甲\n", encoding="utf-8")
    (tmp_path / "b.csv").write_text("正文\n甲\n乙\n", encoding="utf-8")
    assert engines.read_file(tmp_path / "a.csv").name == "a.csv#1"
    with pytest.raises(UnreadableReport, match=r"^This file holds several reports: extract\(\) reads them all\.$"):
        engines.read_file(tmp_path / "b.csv")
