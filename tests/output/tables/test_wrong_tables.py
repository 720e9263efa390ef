"""A file that is no table of statistics is told so: which file, which row, which column."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from cadrestats.models import Statistic
from cadrestats.output import tables
from cadrestats.output.tables.columns import COLUMNS

Make = Callable[..., Statistic]
LACKS = "this is no table that cadrestats extract writes. It lacks the column report (报道)"


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def refusal(path: str) -> str:
    with pytest.raises(tables.UnreadableTable) as error:
        list(tables.read(Path(path)))
    return str(error.value)


def table(statistic: Make, form: str) -> Path:
    path = Path(f"t.{form}")
    tables.write([statistic(), statistic(value=34000)], path)
    return path


def edited(path: Path, old: str, new: str) -> str:
    text = path.read_text("utf-8-sig")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")
    return refusal(str(path))


TAIL = "exact,个,12个,全市有离退休干部党支部12个。,11,14,party_branches,title,report,1"
NO_TABLE = "this is no table that cadrestats extract writes. It lacks the column"


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (",34000,", ",viele,", "t.csv, line 3, column value: 'viele' should be a number."),
        (",34000,", ",nan,", "t.csv, line 3, column value: 'nan' is no number."),
        (",34000,", ",,", "t.csv, line 3, column value: '' should be a number."),
        (f",34000,,{TAIL}", f",1,,{TAIL[:-1]}1.5", "t.csv, line 3, column mentions: '1.5' should be a whole number."),
        (
            f"34000,,{TAIL}",
            f"34000,,genau{TAIL[5:]}",
            "t.csv, line 3, column bound: 'genau' should be 'exact', 'over', 'under' or 'about'.",
        ),
        (f"34000,,{TAIL}", "34000,,exact", "t.csv, line 3: 15 cells stand there, the header has 24."),
        (
            "34000,,exact,个,12个,",
            '34000,,exact,个,"12个,',
            "t.csv, line 3: this row is no utf-8 text with delimiters (unexpected end of data).",
        ),
        (
            ",mentions\n",
            ",times\n",
            f"t.csv, line 1: {NO_TABLE} mentions (提及次数); it has: {', '.join([*COLUMNS[:-1], 'times'])[:200]}.",
        ),
    ],
)
def test_what_is_wrong_with_a_line_is_told(statistic: Make, old: str, new: str, told: str) -> None:
    assert edited(table(statistic, "csv"), old, new) == told


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('"value":34000', '"value":"12 个"', "t.jsonl, line 2, column value: '12 个' should be a number."),
        ('"value":34000', '"value":null', "t.jsonl, line 2, column value: None should be a number."),
        (
            '"title":"某市老干部工作"',
            '"title":["甲"]',
            "t.jsonl, line 1, column title: ['甲'] should be a valid string.",
        ),
        (
            '"value":34000,',
            "",
            f"t.jsonl, line 2: {NO_TABLE} value (数值); it has: "
            + ", ".join(name for name in COLUMNS if name != "value")[:200]
            + ".",
        ),
        (
            '{"report"',
            '{"report',
            "t.jsonl, line 1: this is no JSON (Expecting ':' delimiter: line 1 column 11 (char 10)).",
        ),
        (
            '{"report"',
            '[{"report"',
            "t.jsonl, line 1: this is no JSON (Expecting ',' delimiter: line 1 column 415 (char 414)).",
        ),
        ('{"report"', '1\n{"report"', "t.jsonl, line 1: this is no JSON object."),
    ],
)
def test_what_is_wrong_with_an_object_is_told(statistic: Make, old: str, new: str, told: str) -> None:
    assert edited(table(statistic, "jsonl"), old, new) == told


def test_a_cell_of_a_sheet_is_told(statistic: Make) -> None:
    path = table(statistic, "xlsx")
    book = load_workbook(path)
    book.worksheets[0]["I3"] = "二〇二二"
    book.save(path)
    assert refusal("t.xlsx") == "t.xlsx, sheet statistics, row 3, column year: '二〇二二' should be a whole number."


def test_other_tables_are_told_apart() -> None:
    Path("a.csv").write_text("甲,乙\n1,2\n", "utf-8")
    Path("a.tsv").write_bytes(b"")
    book = Workbook()
    book.active.append(["甲", "乙"])
    book.save("a.xlsx")
    assert refusal("a.csv") == f"a.csv, line 1: {LACKS} and 23 more; it has: 甲, 乙."
    assert refusal("a.tsv") == f"a.tsv, line 1: {LACKS} and 23 more; it has: none."
    assert refusal("a.xlsx") == f"a.xlsx, sheet Sheet, row 1: {LACKS} and 23 more; it has: 甲, 乙."


@pytest.mark.parametrize(
    ("form", "kind"),
    [
        ("xlsx", "an Excel workbook"),
        ("parquet", "a Parquet table"),
        ("sqlite", "an SQLite database that cadrestats extract writes"),
    ],
)
def test_bytes_that_are_something_else_are_told(form: str, kind: str) -> None:
    Path(f"a.{form}").write_text("report,title\n" * 100, "utf-8")
    assert refusal(f"a.{form}").startswith(f"a.{form}: this is not {kind}, or it is damaged (")


def test_a_database_of_something_else_is_told() -> None:
    with sqlite3.connect("a.db") as database:
        database.execute("CREATE TABLE t (x)")
    told = "a.db: this is not an SQLite database that cadrestats extract writes, or it is damaged"
    assert refusal("a.db") == f"{told} (OperationalError: no such table: statistics_in_full)."


def test_bytes_in_no_encoding_are_told(statistic: Make) -> None:
    path = table(statistic, "csv")
    path.write_bytes(path.read_bytes().removeprefix(b"\xef\xbb\xbf") + b"\xff\xff")
    assert refusal("t.csv") == "t.csv, from line 1 on: this is neither UTF-8 nor GB 18030."


@pytest.mark.parametrize("form", tables.FORMATS)
def test_a_file_that_is_not_there_is_the_systems_error(form: str) -> None:
    with pytest.raises(FileNotFoundError):
        next(tables.read(Path(f"gone.{form}")))


@pytest.mark.parametrize("form", tables.FORMATS)
def test_a_folder_is_the_systems_error(form: str) -> None:
    Path("folder").mkdir()
    with pytest.raises(IsADirectoryError):
        next(tables.read(Path("folder"), form))


def test_columns_may_be_moved_and_added(statistic: Make) -> None:
    path = table(statistic, "csv")
    lines = [line.split(",") for line in path.read_text("utf-8-sig").splitlines()]
    path.write_text("".join(f"备注,{','.join(reversed(line))}\n" for line in lines), "utf-8")
    assert list(tables.read(path)) == [statistic(), statistic(value=34000)]


def test_a_table_that_a_spreadsheet_saved_anew_is_read(statistic: Make) -> None:
    """Semicolons, exponents, decimals and CRLF are what Excel makes of it in some countries."""
    text = table(statistic, "csv").read_text("utf-8-sig")
    Path("t.csv").write_bytes(
        text.replace(",", ";")
        .replace("34000", "3.4E+04")
        .replace("2022", "2022.0")
        .replace("\n", "\r\n")
        .encode("gb18030")
    )
    assert list(tables.read(Path("t.csv"))) == [statistic(), statistic(value=34000)]


def test_what_a_person_typed_into_a_workbook_is_read(statistic: Make) -> None:
    path = Path("t.xlsx")
    tables.write([statistic(published="2023-02")], path)
    book = load_workbook(path)
    book.worksheets[0]["C2"], book.worksheets[0]["B2"], book.worksheets[0]["M2"] = 2023, 1286, "12"
    book.save(path)
    first = next(tables.read(path))
    assert (first.published, first.title, first.value) == ("2023", "1286", 12)
