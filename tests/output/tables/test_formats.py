"""What each format promises beyond giving its rows back."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from pyarrow import parquet

from cadrestats.models import Statistic
from cadrestats.output import tables
from cadrestats.output.tables import workbook
from cadrestats.output.tables.columns import COLUMNS, explained, names
from cadrestats.patterns import catalogue

Make = Callable[..., Statistic]


@pytest.fixture
def written(tmp_path: Path) -> Callable[..., Path]:
    def write(form: str, *rows: Statistic, **options: object) -> Path:
        tables.write(rows, tmp_path / f"table.{form}", catalogue=catalogue(), **options)
        return tmp_path / f"table.{form}"

    return write


def sheet(path: Path, number: int = 0) -> Worksheet:
    return load_workbook(path).worksheets[number]


def test_the_columns_are_explained_in_both_languages() -> None:
    assert {column.name for column in explained()} == set(COLUMNS)
    assert len({column.zh for column in explained()} | set(COLUMNS)) == 2 * len(COLUMNS)
    assert all(column.says and column.says_zh and "\n" not in column.says for column in explained())
    assert names("zh")[:3] == ("报道", "标题", "发布日期")


def test_tabs_stand_between_the_cells_of_a_tsv(statistic: Make, written: Callable[..., Path]) -> None:
    header, row = written("tsv", statistic(), header="zh").read_text("utf-8-sig").splitlines()
    assert header.split("\t")[:4] == ["报道", "标题", "发布日期", "省份"]
    assert row.split("\t")[:4] == ["某市.txt", "某市老干部工作", "2023-02-15", "湖南省"]


def test_a_line_of_jsonl_is_a_statistic(statistic: Make, written: Callable[..., Path]) -> None:
    (line,) = written("jsonl", statistic(year=None, value=45.2)).read_text("utf-8").splitlines()
    assert json.loads(line) == statistic(year=None, value=45.2).model_dump()
    assert "老干部" in line


def test_parquet_has_types(statistic: Make, written: Callable[..., Path]) -> None:
    path = written("parquet", statistic(), statistic(value_max=50, year=None))
    schema = parquet.read_schema(path)
    assert schema.names == list(COLUMNS)
    types = {name: str(schema.field(name).type) for name in COLUMNS}
    assert {name: held for name, held in types.items() if held != "string"} == {
        "year": "int64", "value": "double", "value_max": "double",
        "start": "int64", "end": "int64", "mentions": "int64",
    }  # fmt: skip
    assert [name for name in COLUMNS if schema.field(name).nullable] == ["year", "value_max"]
    assert parquet.read_table(path).to_pylist()[1] == statistic(value_max=50, year=None).model_dump()


def test_parquet_is_written_some_rows_at_a_time(
    statistic: Make, written: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cadrestats.output.tables.parquet._GROUP", 2)
    path = written("parquet", *[statistic(value=number) for number in range(5)])
    assert parquet.ParquetFile(path).num_row_groups == 3
    assert [row.value for row in tables.read(path)] == [0, 1, 2, 3, 4]


def test_a_workbook_has_a_header_that_stays_filters_and_wide_columns(
    statistic: Make, written: Callable[..., Path]
) -> None:
    first = sheet(written("xlsx", statistic(value=123456789012345, title="某市" * 50), statistic()))
    widths = {
        first.cell(1, place).value: first.column_dimensions[letter].width
        for place, letter in enumerate("ABCDEFGHIJKLMNOPQRSTUVWX", 1)
    }
    assert (first.title, first.freeze_panes, first.auto_filter.ref) == ("statistics", "A2", "A1:X3")
    assert int(widths["title"]) == 60
    assert int(widths["subject"]) == 17  # eight Hanzi and a little
    assert int(widths["value"]) == 16
    assert first.cell(1, 1).font.bold


def test_numbers_of_a_workbook_are_numbers_and_days_are_days(statistic: Make, written: Callable[..., Path]) -> None:
    first = sheet(
        written("xlsx", statistic(value=45.2), statistic(published="2023-02", title="2023", value=10**16 + 1))
    )
    cells = [{name: first.cell(row, place) for place, name in enumerate(COLUMNS, 1)} for row in (2, 3)]
    assert [cells[0][name].value for name in ("published", "year", "value", "value_max")] == [
        datetime(2023, 2, 15), 2022, 45.2, None,
    ]  # fmt: skip
    assert cells[0]["published"].number_format == "yyyy-mm-dd"
    assert [cells[1][name].value for name in ("published", "title", "value")] == [
        "2023-02",
        "2023",
        "10000000000000001",
    ]


def test_text_of_a_workbook_stays_text_when_its_cell_is_edited(statistic: Make, written: Callable[..., Path]) -> None:
    first = sheet(written("xlsx", statistic(title="=1+1", subject="12个")))
    assert (first["B2"].value, first["B2"].data_type, first["B2"].quotePrefix) == ("=1+1", "s", True)
    assert (first["L2"].value, first["L2"].quotePrefix) == ("12个", False)


def test_a_workbook_explains_its_columns_and_indicators(statistic: Make, written: Callable[..., Path]) -> None:
    path = written("xlsx", statistic(), header="zh")
    assert load_workbook(path).sheetnames == ["统计", "列说明", "指标"]
    assert [row[0].value for row in sheet(path, 1).iter_rows(min_row=2)] == list(COLUMNS)
    assert [cell.value for cell in sheet(path, 1)[2]][:2] == ["report", "报道"]
    ids = [row[0].value for row in sheet(path, 2).iter_rows(min_row=2)]
    assert ids == list(catalogue())


def test_more_rows_than_a_sheet_holds_go_on_in_the_next(
    statistic: Make, written: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workbook, "_ROWS", 2)
    rows = [statistic(value=number) for number in range(5)]
    path = written("xlsx", *rows)
    assert load_workbook(path).sheetnames[:3] == ["statistics", "statistics 2", "statistics 3"]
    assert list(tables.read(path)) == rows


def test_text_that_no_cell_of_excel_holds_is_refused(statistic: Make, written: Callable[..., Path]) -> None:
    whole = statistic(sentence="𠮷" * 16_383)  # two units each
    assert list(tables.read(written("xlsx", whole))) == [whole]
    with pytest.raises(tables.Unwritable) as error:
        written("xlsx", statistic(sentence="𠮷" * 16_384))
    told = "a cell of Excel holds 32,767; all other formats have no such limit"
    assert str(error.value) == f"某市.txt: the sentence has 16,384 characters, {told}"


@pytest.mark.parametrize("form", ["parquet", "sqlite"])
def test_a_number_beyond_all_doubles_is_refused(statistic: Make, written: Callable[..., Path], form: str) -> None:
    with pytest.raises(tables.Unwritable) as error:
        written(form, statistic(value=10**400))
    digits = "1" + "0" * 39
    assert str(error.value) == f"某市.txt: {digits}... (401 digits) is more than {form} can hold; csv and xlsx can"


@pytest.fixture
def database(statistic: Make, written: Callable[..., Path]) -> Iterator[sqlite3.Connection]:
    rows = [
        statistic(),
        statistic(report="b.txt", indicator="own", subject="“夕阳红”志愿者", sentence="“夕阳红”志愿者有12个。"),
        statistic(indicator="other"),
    ]
    with closing(sqlite3.connect(written("sqlite", *rows))) as opened:
        yield opened


def test_a_database_has_keys(database: sqlite3.Connection) -> None:
    keys = {key[2:5] for key in database.execute("PRAGMA foreign_key_list(statistics)")}
    assert keys == {("reports", "report_id", "id"), ("indicators", "indicator", "id")}
    assert database.execute("PRAGMA foreign_key_check").fetchall() == []
    assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert database.execute("SELECT id, name FROM reports").fetchall() == [(1, "某市.txt"), (2, "b.txt")]
    assert database.execute("SELECT report_id FROM statistics ORDER BY id").fetchall() == [(1,), (2,), (1,)]


def test_a_database_lists_the_indicators(database: sqlite3.Connection) -> None:
    listed = {row[0]: row[1:] for row in database.execute("SELECT * FROM indicators")}
    assert set(listed) == {*catalogue(), "own", "other"}
    assert listed["party_branches"][:2] == ("party", catalogue()["party_branches"].name_zh)
    assert listed["own"] == ("other", "", "", "", "")


@pytest.mark.parametrize(
    ("words", "found"),
    [("志愿者", [2]), ("党支部", [1, 3]), ('"夕阳红”志"', [2]), ("老年大学", []), ("subject: 夕阳红", [2])],
)
def test_sentences_and_subjects_of_a_database_can_be_searched(
    database: sqlite3.Connection, words: str, found: list[int]
) -> None:
    hits = database.execute("SELECT rowid FROM statistics_fts WHERE statistics_fts MATCH ? ORDER BY rowid", (words,))
    assert [row[0] for row in hits] == found


def test_datasette_finds_the_search_of_the_table(database: sqlite3.Connection) -> None:
    """It looks for exactly this in the schema (``detect_fts_sql``)."""
    found = database.execute("SELECT name FROM sqlite_master WHERE sql LIKE '%USING FTS%content=[statistics]%'")
    assert found.fetchall() == [("statistics_fts",)]


def test_a_former_database_is_replaced_whole(statistic: Make, written: Callable[..., Path]) -> None:
    written("sqlite", statistic(), statistic(report="b.txt"))
    assert list(tables.read(written("sqlite", statistic(report="c.txt")))) == [statistic(report="c.txt")]


@pytest.mark.parametrize(
    ("path", "named", "form"),
    [
        ("统计.csv", "", "csv"), ("统计.CSV", "", "csv"), ("a.b.tsv", "", "tsv"), ("a.ndjson", "", "jsonl"),
        ("a.db", "", "sqlite"), ("a.sqlite3", "", "sqlite"), ("/dev/stdout", "", "csv"), ("-", "parquet", "parquet"),
        ("a.csv", "xlsx", "xlsx"),
    ],
)  # fmt: skip
def test_the_name_or_the_suffix_tells_the_format(path: str, named: str, form: str) -> None:
    assert tables.format_of(Path(path), named) == form


def test_a_suffix_that_is_no_tables_is_refused(statistic: Make, tmp_path: Path) -> None:
    with pytest.raises(tables.UnknownFormat) as error:
        tables.write([statistic()], tmp_path / "a.xls")
    assert str(error.value).startswith(
        f"{tmp_path}/a.xls: no table ends in .xls; .csv, .tsv, .xlsx, .parquet, .jsonl, "
    )
    with pytest.raises(tables.UnknownFormat) as error:
        next(tables.read(tmp_path / "a", "xls"))
    assert str(error.value) == "no format of tables is called 'xls'; csv, tsv, xlsx, parquet, jsonl, sqlite are"


@pytest.mark.parametrize("form", ["parquet", "jsonl", "sqlite"])
def test_programs_get_english_names_alone(written: Callable[..., Path], form: str) -> None:
    with pytest.raises(tables.Unwritable) as error:
        written(form, header="zh")
    assert (
        str(error.value)
        == f"columns have Chinese names in csv, tsv and xlsx; programs that read {form} rely on the English"
    )


@pytest.mark.parametrize("form", ["xlsx", "parquet", "jsonl", "sqlite"])
def test_an_encoding_is_chosen_for_delimited_text_alone(written: Callable[..., Path], form: str) -> None:
    with pytest.raises(tables.Unwritable) as error:
        written(form, encoding="gb18030")
    assert str(error.value) == f"an encoding is chosen for csv and tsv alone, {form} has its own"


@pytest.mark.parametrize(
    ("form", "library", "begin"),
    [
        ("xlsx", "xlsxwriter", "To write .xlsx, install what it needs: pip install 'cadrestats[tables]' ("),
        ("parquet", "pyarrow", "To write .parquet, install what it needs: pip install 'cadrestats[tables]' ("),
    ],
)
def test_a_library_that_is_missing_is_named_before_a_report_is_read(
    written: Callable[..., Path], monkeypatch: pytest.MonkeyPatch, form: str, library: str, begin: str
) -> None:
    monkeypatch.setitem(__import__("sys").modules, library, None)
    with pytest.raises(tables.Unwritable) as error:
        written(form)
    assert str(error.value).startswith(begin)
