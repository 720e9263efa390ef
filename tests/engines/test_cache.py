"""What is remembered is what would be worked out, and nothing that is damaged, or that something has changed for."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.engines import works
from tests.reading.formats import written

import cadrestats.pipeline
from cadrestats import engines, patterns
from cadrestats.engines import Cache, Outcome, Processes, Run, Unusable
from cadrestats.models import Defaults
from cadrestats.output.lines import lines

REPORT = "株洲市老干部工作综述\n截至目前，全市建成离退休干部党支部{}个。老干部志愿者近300名。\n"


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    return Cache(tmp_path / "cache")


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """Reports of several kinds, one of them garbled and one damaged."""
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.txt").write_text(REPORT.format(12), encoding="utf-8")
    (folder / "b.txt").write_text(REPORT.format(7).encode("gbk").decode("latin-1"), encoding="utf-8")
    (folder / "c.zip").write_bytes(written.zipped({"c.docx": written.word(), "d.txt": b"\x89PNG\r\n\x1a\n\0"}))
    (folder / "e.csv").write_text("标题,日期,正文\n标题,2023-02-15,离退休干部党支部有9个。\n", encoding="utf-8")
    return folder


@pytest.fixture
def worked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The reports that are read, as they are."""
    names: list[str] = []
    read = cadrestats.pipeline.read

    def noted(data: bytes, name: str, *told: str) -> object:
        names.append(name)
        return read(data, name, *told)

    monkeypatch.setattr(cadrestats.pipeline, "read", noted)
    return names


FAILED, GOOD = ["c.zip/d.txt"], ["a.txt", "b.txt", "c.zip/c.docx", "e.csv#1"]


@pytest.mark.parametrize(
    "begun",
    [
        lambda folder, cache: engines.run([folder], Defaults(city="怀化市"), cache=cache),
        lambda folder, cache: engines.run([folder], lines=lines, cache=cache),
        lambda folder, cache: Run([folder], engines.Accounting(), cache=cache),
        lambda folder, cache: Run([folder], engines.Repairing(), cache=cache),
    ],
)
def test_what_is_remembered_is_what_was_worked_out(
    archive: Path, cache: Cache, worked: list[str], begun: Callable[[Path, Cache | None], Run]
) -> None:
    afresh = list(begun(archive, None))
    worked.clear()
    assert list(begun(archive, cache)) == afresh
    assert sorted(worked) == sorted(GOOD + FAILED)
    worked.clear()
    assert list(begun(archive, cache)) == afresh
    assert worked == FAILED  # a failure may pass: a library may be installed


def test_a_report_is_known_under_any_name_and_anywhere(archive: Path, cache: Cache, worked: list[str]) -> None:
    first = list(engines.run([archive / "a.txt"], cache=cache))
    (archive / "f.tar").write_bytes(written.tarred({"某市/g.txt": (archive / "a.txt").read_bytes()}))
    worked.clear()
    (outcome,) = engines.run([archive / "f.tar"], cache=cache)
    assert (outcome.report, {row.report for row in outcome.statistics}) == ("f.tar/某市/g.txt",) * 1 + (
        {"f.tar/某市/g.txt"},
    )
    assert [row.figure for row in outcome.statistics] == [row.figure for row in first[0].statistics]
    assert worked == []


def test_a_name_that_tells_another_date_makes_another_report(archive: Path, cache: Cache) -> None:
    shutil.copy(archive / "a.txt", archive / "通讯_2021-03-04.txt")
    shutil.copy(archive / "a.txt", archive / "通讯_2022-03-04.txt")
    found = engines.run([archive], cache=cache)
    assert {one.report: one.statistics[0].published for one in found if one.report.startswith("通讯")} == {
        "通讯_2021-03-04.txt": "2021-03-04",
        "通讯_2022-03-04.txt": "2022-03-04",
    }


def test_another_option_asks_anew_and_leaves_what_is_known(archive: Path, cache: Cache, worked: list[str]) -> None:
    def cities(city: str) -> set[str]:
        found = engines.run([archive / "e.csv"], Defaults(city=city), cache=cache)
        return {row.city for one in found for row in one.statistics}

    assert (cities("怀化市"), cities("厦门市"), len(worked)) == ({"怀化市"}, {"厦门市"}, 2)
    assert (cities("怀化市"), cities("厦门市"), len(worked)) == ({"怀化市"}, {"厦门市"}, 2)


OWN = """
family = "canteens"
[[indicators]]
id = "canteens"
name_zh = "食堂"
name_en = "canteens"
counts = "食堂"
usual_units = ["家"]
[[patterns]]
id = "canteens.counted"
indicator = "canteens"
subject = "SUBJECT"
priority = 99
"""


def test_a_changed_pattern_file_asks_anew_what_depends_on_patterns(
    archive: Path, cache: Cache, worked: list[str], tmp_path: Path
) -> None:
    own = tmp_path / "own"
    own.mkdir()

    def indicators(subject: str) -> list[str]:
        (own / "canteens.toml").write_text(OWN.replace("SUBJECT", subject), encoding="utf-8")
        cadrestats.pipeline.interpreter.cache_clear()
        patterns.library.cache_clear()
        (outcome,) = engines.run([archive / "a.txt"], own_patterns=own, cache=cache)
        return [row.indicator for row in outcome.statistics]

    list(Run([archive / "a.txt"], engines.Repairing(), cache=cache))
    assert indicators("食堂") == ["party_branches", "volunteers"]
    assert indicators("党支部") == ["canteens", "volunteers"]
    worked.clear()
    assert indicators("食堂") == ["party_branches", "volunteers"]
    assert indicators("党支部") == ["canteens", "volunteers"]
    list(Run([archive / "a.txt"], engines.Repairing(), cache=cache))
    assert worked == []


@pytest.mark.parametrize("changed", ["folder", "libraries"])
def test_other_knowledge_asks_anew(
    archive: Path, cache: Cache, worked: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, changed: str
) -> None:
    list(engines.run([archive / "a.txt"], cache=cache))
    if changed == "folder":
        shutil.copytree(patterns.folder(), tmp_path / "patterns")
        with (tmp_path / "patterns" / "indicators" / "party.toml").open("a", encoding="utf-8") as file:
            file.write("# a word more\n")
        monkeypatch.setattr(patterns, "folder", lambda: tmp_path / "patterns")
    else:
        monkeypatch.setattr(engines.cache, "version", lambda name: f"9.{name}")
    list(engines.run([archive / "a.txt"], cache=cache))
    assert worked == ["a.txt", "a.txt"]


def entries(cache: Cache, change: str, *values: object) -> None:
    with sqlite3.connect(cache.where / "reports.sqlite3") as database:
        assert database.execute(change, values).rowcount > 0
    database.close()


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE outcomes SET value = x'00'",
        "UPDATE outcomes SET value = substr(value, 1, 40)",
        "UPDATE outcomes SET proof = x'00'",
        "UPDATE outcomes SET (proof, value) = (SELECT proof, value FROM outcomes WHERE rowid = 1) WHERE rowid = 2",
    ],
)
def test_an_entry_that_is_damaged_or_another_reports_is_worked_out_again(
    archive: Path, cache: Cache, worked: list[str], change: str
) -> None:
    paths = [archive / "a.txt", archive / "b.txt"]
    good = list(engines.run(paths, cache=cache))
    entries(cache, change)
    assert list(engines.run(paths, cache=cache)) == good
    assert list(engines.run(paths, cache=cache)) == good
    assert worked == ["a.txt", "b.txt", *(["b.txt"] if change.endswith("rowid = 2") else ["a.txt", "b.txt"])]


def test_an_entry_that_says_what_no_outcome_can_is_worked_out_again(
    archive: Path, cache: Cache, worked: list[str]
) -> None:
    good = list(engines.run([archive / "a.txt"], cache=cache))
    with sqlite3.connect(cache.where / "reports.sqlite3") as database:
        ((key,),) = database.execute("SELECT key FROM outcomes").fetchall()
        value = engines.cache.zlib.compress(b'[{"report": "", "statistics": [{"report": 3}]}]')
        database.execute("UPDATE outcomes SET value = ?, proof = ?", (value, engines.cache._proof(key, value)))
    database.close()
    assert list(engines.run([archive / "a.txt"], cache=cache)) == good
    assert worked == ["a.txt"] * 2


def test_a_file_that_is_no_database_is_begun_anew(archive: Path, cache: Cache, worked: list[str]) -> None:
    cache.where.mkdir()
    (cache.where / "reports.sqlite3").write_bytes(b"no database" * 100)
    for _ in range(2):
        list(engines.run([archive / "a.txt"], cache=cache))
    assert worked == ["a.txt"]


def test_a_folder_that_cannot_be_written_is_told(archive: Path, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(Unusable, match=r"^the cache in .*file cannot be used \(.*\); delete that folder, or leave"):
        list(engines.run([archive / "a.txt"], cache=Cache(tmp_path / "file")))


def test_what_nobody_can_ask_for_any_more_goes(archive: Path, cache: Cache, monkeypatch: pytest.MonkeyPatch) -> None:
    def stored() -> int:
        database = sqlite3.connect(cache.where / "reports.sqlite3")
        (number,) = database.execute("SELECT count(*) FROM outcomes").fetchone()
        database.close()
        return int(number)

    list(engines.run([archive], cache=cache))
    assert stored() == len(GOOD)
    monkeypatch.setattr(engines.cache, "version", lambda name: f"9.{name}")
    list(engines.run([archive / "a.txt"], cache=cache))
    assert stored() == len(GOOD) + 1
    entries(cache, "UPDATE knowledge SET used = '2020-01-01'")
    list(engines.run([archive / "a.txt"], cache=cache))
    assert stored() == 1


def test_a_run_that_is_broken_off_goes_on_from_there(archive: Path, cache: Cache, worked: list[str]) -> None:
    run = iter(engines.run([archive], cache=cache))
    assert [next(run).report, next(run).report] == GOOD[:2]
    del run
    list(engines.run([archive], cache=cache))
    assert worked == [*GOOD[:2], *GOOD[2:3], *FAILED, *GOOD[3:]]


def test_several_processes_remember_too(archive: Path, cache: Cache, worked: list[str]) -> None:
    alone = list(engines.run([archive]))
    worked.clear()
    assert list(engines.run([archive], engine=Processes(2), cache=cache)) == alone
    assert list(engines.run([archive], cache=cache)) == alone
    assert worked == FAILED


def test_runs_at_the_same_time_share_a_cache(archive: Path, tmp_path: Path) -> None:
    (archive / "many.csv").write_text(
        "正文\n" + "".join(f"全市有离退休干部党支部{n}个。\n" for n in range(300)), encoding="utf-8"
    )
    command = [sys.executable, "-m", "cadrestats", "extract", "in", "-q", "-o", "-", "--cache-folder", "cache"]
    running = [subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE) for _ in "123"]
    ended = [(*one.communicate(timeout=300), one.returncode) for one in running]
    assert {(table, status) for table, _, status in ended} == {(ended[0][0], 1)}
    assert ended[0][0].count(b"\n") == 1 + 2 + 2 + 14 + 1 + 300


def test_the_cache_is_for_its_owner_alone(archive: Path, cache: Cache) -> None:
    list(Run([archive / "a.txt"], works.told, cache=cache))
    assert os.stat(cache.where).st_mode & 0o777 == 0o700  # noqa: PTH116
    assert isinstance(next(iter(Run([archive / "a.txt"], works.told, cache=cache))), Outcome)
