"""``cadrestats compare`` as its users meet it."""

from __future__ import annotations

import csv
import io
import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

import cadrestats
from cadrestats.comparison import UnknownPlace, compare

REPORTS = {
    "怀化.txt": "怀化市老干部工作综述\n2023年2月15日\n目前，全市建成老党员之家303家，离退休干部党支部798个。\n"
    "志愿者队伍近6000人。怀化市老干部大学现有班级94个。\n",
    "株洲.txt": "株洲市老干部工作综述\n2024年9月12日\n目前，全市建成老党员之家178个。老干部志愿者队伍逾万名。\n",
    "天元.txt": "天元区老干部工作综述\n2024年9月12日\n株洲市天元区现有离退休干部党支部31个。\n",
}
ENVIRONMENT = {name: value for name, value in os.environ.items() if name not in {"COLUMNS", "FORCE_COLOR", "NO_COLOR"}}
REAL = Path(__file__).parents[2] / "shared" / "reports"
RAW = Path(__file__).parents[1] / "data" / "raw"

Ran = subprocess.CompletedProcess[str]


def run(*words: str, cwd: Path, **environment: str) -> Ran:
    return subprocess.run(
        [sys.executable, "-m", "cadrestats", *words],
        cwd=cwd,
        env={**ENVIRONMENT, **environment},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=120,
    )


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which `cadrestats extract` has run."""
    folder = tmp_path_factory.mktemp("compare")
    (folder / "data" / "raw").mkdir(parents=True)
    for name, text in REPORTS.items():
        (folder / "data" / "raw" / name).write_text(text, "utf-8")
    assert run("extract", "-q", cwd=folder).returncode == 0
    return folder


def lines(done: Ran) -> dict[str, dict[str, str]]:
    """The lines of CSV by indicator."""
    return {line["indicator"]: line for line in csv.DictReader(io.StringIO(done.stdout))}


def test_two_cities_side_by_side(folder: Path) -> None:
    done = run("compare", "zhuzhou", "huaihua", cwd=folder)
    assert (done.returncode, done.stderr) == (0, "")
    found = lines(done)
    assert list(found) == ["party_branches", "university_classes", "member_homes", "volunteers"]
    homes = found["member_homes"]
    assert (homes["株洲市"], homes["株洲市 year"], homes["怀化市"], homes["怀化市 year"]) == (
        "178",
        "2024",
        "303",
        "2023",
    )
    assert (homes["unit"], homes["ratio"], homes["differences"]) == ("个/家", "0.587", "year")
    volunteers = found["volunteers"]
    assert [volunteers[f"{city} bound"] for city in ("株洲市", "怀化市")] == ["over", "under"]
    assert [found["party_branches"][city] for city in ("株洲市", "怀化市")] == ["", "798"]
    assert found["university_classes"]["怀化市 note"] == "怀化市老干部大学"


def test_a_place_has_many_names(folder: Path) -> None:
    words = ("天元区", "天元", "tianyuan", "zhuzhou/tianyuan", "hunan/zhuzhou/tianyuan", "430211")
    for word in words:
        (line,) = cadrestats.compare([word], folder / "data" / "out" / "statistics.csv").lines
        assert (line.indicator, str(line.cells[0].amount)) == ("party_branches", "31"), word


def test_an_ambiguous_name_gets_its_candidates(folder: Path) -> None:
    done = run("compare", "朝阳", "怀化", cwd=folder)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        "cadrestats: '朝阳' may be beijing/chaoyang (北京市 朝阳区), liaoning/chaoyang (辽宁省 朝阳市), "
        "changchun/chaoyang (吉林省 长春市 朝阳区)\n"
    )


def test_an_unknown_name_gets_the_nearest(folder: Path) -> None:
    done = run("compare", "zhuzhuo", cwd=folder)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(
        "cadrestats: no province, city or county is called 'zhuzhuo'; did you mean zhuzhou (湖南省 株洲市), "
    )


def test_an_unknown_indicator_gets_the_nearest(folder: Path) -> None:
    done = run("compare", "huaihua", "--indicator", "member_home", cwd=folder)
    assert done.returncode == 2
    assert done.stderr == "cadrestats: no indicator is called 'member_home'; did you mean member_homes?\n"
    done = run("compare", "huaihua", "--family", "party!", cwd=folder)
    assert done.stderr.startswith("cadrestats: no family is called 'party!'; there are care, culture, ")


def test_places_of_which_the_table_has_nothing(folder: Path) -> None:
    done = run("compare", "changchun", "shenyang", cwd=folder)
    assert (done.returncode, done.stdout.count("\n")) == (1, 1)
    assert done.stderr == (
        "no figure of 长春市, 沈阳市 is in the table; it has figures of\n"
        "  huaihua (湖南省 怀化市): 4\n"
        "  zhuzhou (湖南省 株洲市): 2\n"
        "  tianyuan (湖南省 株洲市 天元区): 1\n"
    )


def test_options_that_no_figure_fits(folder: Path) -> None:
    done = run("compare", "huaihua", "zhuzhou", "--year", "2019", cwd=folder)
    assert (done.returncode, done.stdout.count("\n")) == (1, 1)
    assert done.stderr.startswith("the table has 6 figures of 怀化市, 株洲市, of 2023, 2024; none fits the options\n")


def test_without_a_table_extract_is_named(tmp_path: Path) -> None:
    done = run("compare", "huaihua", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        f"cadrestats: {Path('data/out/statistics.csv')} is not there: run `cadrestats extract` first, "
        "or name a table with --from\n"
    )


def test_a_file_that_is_no_table(folder: Path) -> None:
    (folder / "other.csv").write_text("a,b\n1,2\n", "utf-8")
    done = run("compare", "huaihua", "--from", "other.csv", cwd=folder)
    assert done.returncode == 2
    assert done.stderr.startswith("cadrestats: other.csv, line 1: this is no table that cadrestats extract writes.")
    assert "Traceback" not in done.stderr


def test_several_tables_that_contradict_each_other(folder: Path) -> None:
    (folder / "neu.txt").write_text("怀化市老干部工作综述\n2023年6月1日\n目前，全市建成老党员之家310家。\n", "utf-8")
    assert run("extract", "neu.txt", "-o", "neu.csv", "-q", cwd=folder).returncode == 0
    tables = ("--from", "data/out/statistics.csv", "--from", "neu.csv")
    homes = lines(run("compare", "huaihua", *tables, cwd=folder))["member_homes"]
    assert (homes["怀化市"], homes["怀化市 note"]) == ("310", "conflict: 310 in neu.txt, 303 in 怀化.txt")


def test_the_suffix_tells_the_form(folder: Path) -> None:
    for name, begins in (("a.md", "| indicator"), ("a.html", "<!doctype html>"), ("a.json", "{"), ("a.txt", " ")):
        assert run("compare", "huaihua", "zhuzhou", "-o", name, cwd=folder).returncode == 0
        assert (folder / name).read_text("utf-8").startswith(begins)
    assert run("compare", "huaihua", "-o", "a.csv", cwd=folder).returncode == 0
    assert (folder / "a.csv").read_bytes().startswith(b"\xef\xbb\xbffamily")
    done = run("compare", "huaihua", "-o", "a.xls", cwd=folder)
    assert done.returncode == 2
    assert done.stderr.startswith("cadrestats: a.xls: its suffix tells no format; ")


def test_format_says_what_goes_to_a_pipe(folder: Path) -> None:
    whole = json.loads(run("compare", "huaihua", "zhuzhou", "--format", "json", cwd=folder).stdout)
    assert [place["label"] for place in whole["places"]] == ["怀化市", "株洲市"]
    table = run("compare", "huaihua", "zhuzhou", "--format", "table", cwd=folder, COLUMNS="80").stdout
    assert "老党员之家             家/个      303 █" in table


def at_a_terminal(*words: str, cwd: Path, **environment: str) -> str:
    """What the command writes to a terminal."""
    master, slave = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-m", "cadrestats", *words],
        cwd=cwd,
        stdout=slave,
        stderr=subprocess.PIPE,
        env={**ENVIRONMENT, "TERM": "xterm-256color", "COLUMNS": "80", **environment},
    ) as process:
        os.close(slave)
        shown = b""
        while True:
            try:
                got = os.read(master, 65536)
            except OSError:
                break
            if not got:
                break
            shown += got
    os.close(master)
    assert process.returncode == 0
    return shown.decode()


def test_at_a_terminal_it_is_a_table_in_colour_unless_no_color_is_set(folder: Path) -> None:
    coloured = at_a_terminal("compare", "huaihua", "zhuzhou", cwd=folder)
    plain = at_a_terminal("compare", "huaihua", "zhuzhou", cwd=folder, NO_COLOR="1")
    assert "老党员之家" in coloured
    assert "\x1b[36m" in coloured
    assert "老党员之家" in plain
    assert "\x1b[36m" not in plain


def test_a_reader_that_has_seen_enough_is_no_fault(folder: Path) -> None:
    command = f"{sys.executable} -m cadrestats compare huaihua zhuzhou --all | head -1"
    done = subprocess.run(
        ["sh", "-c", command], cwd=folder, env=ENVIRONMENT, capture_output=True, text=True, check=False
    )
    assert done.stdout.startswith("family,")
    assert done.stderr == ""


def test_a_chart_besides(folder: Path) -> None:
    done = run("compare", "huaihua", "zhuzhou", "--chart", "a.svg", cwd=folder)
    assert (done.returncode, done.stderr) == (0, "")
    assert list(lines(done)) == ["party_branches", "university_classes", "member_homes", "volunteers"]
    assert 'aria-label="老党员之家（家/个）"' in (folder / "a.svg").read_text("utf-8")
    done = run("compare", "huaihua", "zhuzhou", "--chart", "a.gif", cwd=folder)
    assert done.returncode == 2
    assert done.stderr == "cadrestats: a.gif: a chart is a file that ends in .svg, .png, .html\n"


def test_the_same_as_a_library(folder: Path) -> None:
    table = folder / "data" / "out" / "statistics.csv"
    comparison = cadrestats.compare(["zhuzhou", "怀化"], table, indicators=["老党员之家"])
    assert isinstance(comparison, cadrestats.Comparison)
    (line,) = comparison.lines
    assert [(place.label, str(cell.amount)) for place, cell in zip(comparison.places, line.cells, strict=True)] == [
        ("株洲市", "178"),
        ("怀化市", "303"),
    ]
    assert line.cells[0].chosen.row.report == "株洲.txt"
    with pytest.raises(UnknownPlace):
        cadrestats.compare(["Atlantis"], table)


def test_districts_of_one_name_are_told_apart() -> None:
    assert [place.label for place in compare(["beijing/chaoyang", "changchun/chaoyang"], []).places] == [
        "北京市朝阳区",
        "长春市朝阳区",
    ]


def test_a_place_that_is_named_twice_is_there_once() -> None:
    assert [place.label for place in compare(["怀化", "huaihua"], []).places] == ["怀化市"]


def test_the_districts_of_xiamen() -> None:
    comparison = compare(["xiamen/siming", "xiamen/tongan", "xiamen/jimei"], cadrestats.extract(RAW))
    table = {line.indicator: [str(cell.amount or "") for cell in line.cells] for line in comparison.lines}
    assert table["service_stations"] == ["27", "", "16"]
    assert table["model_branches_provincial"] == ["23", "", "8"]
    assert table["volunteer_teams"] == ["", "14", ""]


@pytest.mark.skipif(not REAL.is_dir(), reason="the real reports are not part of the project")
def test_the_real_reports() -> None:
    try:
        rows = cadrestats.extract(REAL)
    except cadrestats.UnreadReports as error:
        rows = error.statistics
    comparison = compare(["zhuzhou", "huaihua"], rows)
    table = {line.indicator: [str(cell.amount or "") for cell in line.cells] for line in comparison.lines}
    assert table["member_homes"] == ["178", "303"]
    assert table["university_classes"] == ["110", "94"]
    assert table["volunteers"] == ["≥10,000", "<6,000"]
    assert table["party_branches"] == ["", "798"]
    shown = [c.chosen.row for line in comparison.lines for c in line.cells[:1] if c.chosen]
    assert {row.report[:3] for row in shown} == {"000"}  # 002 is a district's, 003 a single office's
    districts = compare(["xiamen/siming", "xiamen/tongan", "xiamen/jimei"], rows)
    table = {line.indicator: [str(cell.amount or "") for cell in line.cells] for line in districts.lines}
    assert table["service_stations"] == ["27", "", "16"]
