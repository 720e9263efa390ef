from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from cadrestats import engines
from cadrestats.engines import Outcome
from cadrestats.models import Defaults, Repair, Report, Statistic
from cadrestats.patterns import PatternError
from cadrestats.reading.errors import UnreadableReport

REPAIR = Repair(rule="gbk-as-latin1", line=1, before="ÀÏ", after="老")


@pytest.fixture(autouse=True)
def pipeline(monkeypatch: pytest.MonkeyPatch, statistic: Callable[..., Statistic]) -> None:
    """A pipeline that makes one row of each report, its sentence the report's text, and fails where it is told to."""

    def read(data: bytes, name: str) -> Report:
        if data == b"binary":
            raise UnreadableReport("it is binary")
        if data == b"fault":
            raise KeyError("subject")
        if data == b"patterns":
            raise PatternError("party.toml: no such key")
        return Report(name=name, text=data.decode(), repairs=(REPAIR,))

    def statistics(report: Report, defaults: Defaults) -> tuple[Statistic, ...]:
        return (statistic(report=report.name, sentence=report.text, city=defaults.city),)

    monkeypatch.setattr(engines, "read", read)
    monkeypatch.setattr(engines, "statistics", statistics)


def put(folder: Path, **contents: str) -> None:
    for name, content in contents.items():
        (folder / f"{name}.txt").write_text(content, encoding="utf-8")


def test_each_report_has_its_outcome_in_order(tmp_path: Path, statistic: Callable[..., Statistic]) -> None:
    put(tmp_path, b="乙", a="甲")
    assert list(engines.run([tmp_path], Defaults(city="株洲市"))) == [
        Outcome(
            report="a.txt",
            statistics=(statistic(report="a.txt", sentence="甲", city="株洲市"),),
            repairs=(REPAIR,),
        ),
        Outcome(
            report="b.txt",
            statistics=(statistic(report="b.txt", sentence="乙", city="株洲市"),),
            repairs=(REPAIR,),
        ),
    ]


def test_the_number_of_reports_is_known_before_any_is_read(tmp_path: Path) -> None:
    put(tmp_path, a="甲", b="binary")
    assert len(engines.run([tmp_path, tmp_path / "gone"])) == 3


def test_a_run_can_be_gone_through_twice(tmp_path: Path) -> None:
    put(tmp_path, a="甲", b="乙")
    run = engines.run([tmp_path])
    assert list(run) == list(run)


def test_one_bad_file_never_costs_the_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(tmp_path, a="甲", b="binary", c="fault", d="locked", e="乙")
    read_bytes = Path.read_bytes

    def locked(path: Path) -> bytes:
        if path.name == "d.txt":
            raise PermissionError(13, "Permission denied", str(path))
        return read_bytes(path)

    monkeypatch.setattr(Path, "read_bytes", locked)
    outcomes = list(engines.run([tmp_path, tmp_path / "f.txt"]))
    assert [(outcome.report, outcome.failure) for outcome in outcomes] == [
        ("a.txt", None),
        ("b.txt", "it is binary"),
        ("c.txt", "a fault of cadrestats itself (KeyError: 'subject'); --debug shows where"),
        ("d.txt", "Permission denied"),
        ("e.txt", None),
        ("f.txt", "no such file or folder"),
    ]
    assert [len(outcome.statistics) for outcome in outcomes] == [1, 0, 0, 0, 1, 0]


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
