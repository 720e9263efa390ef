"""Whatever is written is read back to the very same rows, in every format and under either header."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cadrestats.models import Bound, Level, Period, Source, Statistic
from cadrestats.output import tables
from cadrestats.output.tables import FORMATS
from cadrestats.output.tables.columns import COLUMNS, kind

Make = Callable[..., Statistic]

#: What is hard for one format or another: guards and quotes, escapes, ends of lines, other scripts, days, numbers.
HARD = st.sampled_from(
    [
        "=1+1", "'=1", "''@", "＝1", "\t", "\r", "\r\n", "\n=", "'", '"', '","', ";", "\0", "\x0b", "\x1f", "\x85",
        "\ufeff", "\ufffe", "\uffff", "\u2028", "_x000D_", "_x005F_x000D_", "<r>", "<r></r>", "<r>&</r>", "&amp;",
        "]]>", "<r>\n</r>", "𠮷", "1,286", "1e5", "0012", "TRUE", "#N/A", "2023", "2023-06", "2023-02-15", "1899-12-31",
        "1900-02-29", "0001-01-01", " 党 ", "老党员之家", "NULL", "nan", "1/2", "50%", "http://a", "mailto:a", "{=1}",
    ]
)  # fmt: skip
TEXT = HARD | st.lists(HARD | st.text(st.characters(codec="utf-8"), max_size=4), max_size=4).map("".join)
PRECISE = st.integers(-(2**53), 2**53) | st.floats(allow_nan=False, allow_infinity=False)


def rows_of(numbers: st.SearchStrategy[int | float]) -> st.SearchStrategy[list[Statistic]]:
    """Any rows, with numbers of a kind."""
    positions = st.integers(0, 2**31)
    fields = {column: st.just("") for column in COLUMNS if kind(column) == "text"}
    fields |= dict.fromkeys(("report", "title", "published", "figure", "sentence"), TEXT)
    choices = {"level": Level, "period": Period, "bound": Bound, "place_from": Source, "year_from": Source}
    fields |= {column: st.sampled_from(get_args(allowed)) for column, allowed in choices.items()}
    fields |= {"year": st.none() | st.integers(1, 9999), "value": numbers, "value_max": st.none() | numbers}
    fields |= {"start": positions, "end": positions, "mentions": positions}
    return st.lists(st.builds(Statistic, **fields), max_size=3)


def back(rows: list[Statistic], form: str, header: str = "en", encoding: str | None = None) -> list[Statistic]:
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"table.{form}"
        tables.write(rows, path, header=header, encoding=encoding)
        return list(tables.read(path))


@settings(deadline=None)
@pytest.mark.parametrize("form", FORMATS)
@given(rows=rows_of(PRECISE))
def test_what_is_written_is_read_back(form: str, rows: list[Statistic]) -> None:
    assert back(rows, form) == rows


@settings(deadline=None)
@pytest.mark.parametrize("form", ["csv", "tsv", "xlsx", "jsonl"])
@given(rows=rows_of(st.integers(-(10**400), 10**400)))
def test_numbers_of_any_length_are_kept_where_numbers_are_no_doubles(form: str, rows: list[Statistic]) -> None:
    assert back(rows, form) == rows


@settings(deadline=None)
@pytest.mark.parametrize("form", ["parquet", "sqlite"])
@given(rows=rows_of(st.integers(-(10**300), 10**300)))
def test_a_longer_number_becomes_the_double_that_is_nearest(form: str, rows: list[Statistic]) -> None:
    held = [row.value for row in back(rows, form)]
    assert all(kept in {row.value, float(row.value)} for kept, row in zip(held, rows, strict=True))


@settings(deadline=None)
@pytest.mark.parametrize("form", [name for name, form in FORMATS.items() if form.in_chinese])
@given(rows=rows_of(PRECISE))
def test_chinese_names_of_columns_change_nothing(form: str, rows: list[Statistic]) -> None:
    assert back(rows, form, header="zh") == rows


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-32"])
@pytest.mark.parametrize("header", ["en", "zh"])
@pytest.mark.parametrize("form", ["csv", "tsv"])
def test_the_encoding_is_told_by_the_file(statistic: Make, form: str, header: str, encoding: str) -> None:
    rows = [statistic(), statistic(title="𠮷庆社区", figure="=12个")]
    assert back(rows, form, header, encoding) == rows


@pytest.mark.parametrize("form", FORMATS)
def test_a_table_of_no_rows_is_read_back(form: str) -> None:
    assert back([], form) == []


@pytest.mark.parametrize("form", FORMATS)
def test_the_same_rows_give_the_same_bytes_on_a_stream_and_in_a_file(
    statistic: Make, form: str, tmp_path: Path
) -> None:
    rows = [statistic(), statistic(year=None, value=45.2)]
    stream = io.BytesIO()
    tables.write(rows, stream, form)
    tables.write(rows, tmp_path / "table", form, encoding="utf-8" if FORMATS[form].encodings else None)
    assert (tmp_path / "table").read_bytes() == stream.getvalue()


@pytest.mark.parametrize("form", FORMATS)
def test_rows_come_from_a_pipe(statistic: Make, form: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tables.write([statistic()], tmp_path / "table", form)
    with (tmp_path / "table").open("rb") as stdin:
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(stdin))
        assert list(tables.read(Path("-"), form)) == [statistic()]


@pytest.mark.parametrize("form", FORMATS)
def test_rows_that_fail_half_way_leave_the_former_file(statistic: Make, form: str, tmp_path: Path) -> None:
    def rows():
        yield statistic()
        raise KeyboardInterrupt

    target = tmp_path / f"table.{form}"
    target.write_text("former", encoding="utf-8")
    with pytest.raises(KeyboardInterrupt):
        tables.write(rows(), target)
    assert target.read_text(encoding="utf-8") == "former"
    assert [path.name for path in tmp_path.iterdir()] == [target.name]
