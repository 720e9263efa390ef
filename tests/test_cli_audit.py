import csv
import io
import re
import subprocess
import sys
from pathlib import Path

import pytest

REPORT = "海宁市现有离退休干部党支部286个。2022年，84岁的老党员讲了一次党课。\n"


def run(*words: str, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "cadrestats", *words],
        cwd=cwd,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "通讯.txt").write_text(REPORT, "utf-8")
    return tmp_path


def test_audit_accounts_for_every_numeral(folder: Path) -> None:
    done = run("audit", "通讯.txt", cwd=folder)
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    assert [(row["figure"], row["fate"], row["reason"]) for row in rows] == [
        ("286个", "row", "party.branches.retired"),
        ("2022年", "date", "date.year"),
        ("84岁", "age", "age"),
        ("一次", "article", "一"),
    ]
    assert rows[0]["place"] == "浙江省 嘉兴市 海宁市"
    assert done.stderr == "numerals 4: age 1, article 1, date 1, row 1\n"
    assert done.returncode == 0


def test_audit_writes_a_file_for_spreadsheets(folder: Path) -> None:
    done = run("audit", "通讯.txt", "-o", "数字.csv", cwd=folder)
    assert (done.stdout, done.returncode) == ("", 0)
    assert (folder / "数字.csv").read_bytes().startswith(b"\xef\xbb\xbfreport,start,end,figure,fate")


def test_audit_names_what_could_not_be_read(folder: Path) -> None:
    (folder / "坏.txt").write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00")
    done = run("audit", ".", cwd=folder)
    assert done.returncode == 1
    assert "坏.txt: " in done.stderr
    assert done.stdout.count("\n") == 5


def test_patterns_try_tells_each_step() -> None:
    done = run("patterns", "try", "海宁市建成老党员之家36个，84岁的他讲了话。")
    assert done.stdout.splitlines() == [
        "36个: exact 36 个",
        "    counts     老党员之家",
        "    indicator  member_homes (venues.member_homes)",
        "    place      浙江省 嘉兴市 海宁市 (sentence)",
        "    year       none (none)",
        "    whose      county; stock",
        "84岁: age (age)",
    ]


def test_patterns_check_runs_the_examples() -> None:
    done = run("patterns", "check")
    assert done.returncode == 0
    assert done.stdout == ""
    assert re.fullmatch(r"patterns \d{3}, rules \d{2}, mistakes 0\n", done.stderr)


def test_patterns_check_names_a_wrong_file(tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text('family = "mine"\npatterns = 3\n', "utf-8")
    done = run("patterns", "check", "--patterns", str(tmp_path))
    assert done.returncode == 2
    assert "mine.toml:2: patterns: " in done.stderr


def test_patterns_check_names_the_line_of_a_mistaken_example(tmp_path: Path) -> None:
    mine = tmp_path / "mine.toml"
    mine.write_text(
        'family = "mine"\n[[patterns]]\nid = "mine.homes"\nindicator = "volunteers"\nunits = ["家"]\n'
        'subject = "食堂"\nexamples = [\n  "食堂开了[3家]。",\n  "书屋开了[4家]。",\n]\n',
        "utf-8",
    )
    done = run("patterns", "check", "--patterns", str(tmp_path))
    assert done.returncode == 1
    assert done.stdout == f"{mine}:9: mine.homes: 书屋开了[4家]。: found by venues.activity_venues\n"


def test_patterns_list_names_every_indicator() -> None:
    done = run("patterns", "list")
    assert done.returncode == 0
    assert sum(not line.startswith(" ") for line in done.stdout.splitlines()) == 52


def test_a_pattern_of_ones_own_serves_extract(canteens: Path) -> None:
    done = run("extract", "食堂.txt", "--patterns", "own", "-o", "-", cwd=canteens)
    (row,) = csv.DictReader(io.StringIO(done.stdout))
    assert (row["indicator"], row["pattern"], row["value"]) == ("canteens", "canteens.counted", "26")
    assert "canteens 1" in done.stderr
