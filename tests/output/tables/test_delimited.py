from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cadrestats.models import Statistic
from cadrestats.output.tables import CharacterLacking, cell, frame, write_csv

Make = Callable[..., Statistic]

HEADER = (
    "report,title,published,province,city,district,level,entity,year,period,indicator,subject,value,value_max,"
    "bound,unit,figure,sentence,start,end,pattern,place_from,year_from,mentions\n"
)
ROW = (
    "某市.txt,某市老干部工作,2023-02-15,湖南省,怀化市,,city,,2022,stock,party_branches,离退休干部党支部,12,,"
    "exact,个,12个,全市有离退休干部党支部12个。,11,14,party_branches,title,report,1\n"
)


def test_a_stream_is_utf_8_without_mark(statistic: Make) -> None:
    stream = io.BytesIO()
    write_csv([statistic()], stream)
    assert stream.getvalue() == (HEADER + ROW).encode()


def test_a_file_begins_with_the_mark_that_excel_knows_utf_8_by(statistic: Make, tmp_path: Path) -> None:
    write_csv([statistic()], tmp_path / "out.csv")
    assert (tmp_path / "out.csv").read_bytes() == b"\xef\xbb\xbf" + (HEADER + ROW).encode()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_an_encoding_that_is_asked_for_is_taken_at_its_word(statistic: Make, tmp_path: Path, encoding: str) -> None:
    stream = io.BytesIO()
    write_csv([statistic()], stream, encoding)
    write_csv([statistic()], tmp_path / "out.csv", encoding)
    assert stream.getvalue() == (tmp_path / "out.csv").read_bytes() == (HEADER + ROW).encode(encoding)


def test_no_rows_give_the_header_alone() -> None:
    stream = io.BytesIO()
    write_csv([], stream)
    assert stream.getvalue() == HEADER.encode()


def test_a_character_that_the_encoding_lacks_is_named_and_the_former_file_stays(
    statistic: Make, tmp_path: Path
) -> None:
    (tmp_path / "out.csv").write_text("former", encoding="utf-8")
    with pytest.raises(CharacterLacking) as error:
        write_csv([statistic(title="𠮷庆社区")], tmp_path / "out.csv", "gbk")
    assert str(error.value) == "gbk has no '𠮷' (U+20BB7, in 某市.txt); utf-8 and gb18030 have all"
    assert (tmp_path / "out.csv").read_text(encoding="utf-8") == "former"
    assert [path.name for path in tmp_path.iterdir()] == ["out.csv"]


def test_rows_that_fail_half_way_leave_the_former_file(statistic: Make, tmp_path: Path) -> None:
    def rows() -> Iterator[Statistic]:
        yield statistic()
        raise KeyboardInterrupt

    (tmp_path / "out.csv").write_text("former", encoding="utf-8")
    with pytest.raises(KeyboardInterrupt):
        write_csv(rows(), tmp_path / "out.csv")
    assert (tmp_path / "out.csv").read_text(encoding="utf-8") == "former"
    assert [path.name for path in tmp_path.iterdir()] == ["out.csv"]


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (None, ""),
        (12, "12"),
        (34000, "34000"),
        (10**24, "1" + "0" * 24),
        (34000.0, "34000"),
        (45.2, "45.2"),
        (0.1, "0.1"),
        (1e-7, "0.0000001"),
        (1.5e16, "15000000000000000"),
        (-3, "-3"),
        ("", ""),
        ("离退休干部党支部", "离退休干部党支部"),
        ("12个", "12个"),
        ("=1+1", "'=1+1"),
        ("+12个", "'+12个"),
        ("-3%", "'-3%"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"),
        ("\r=1", "'\r=1"),
        ("＝1+1", "'＝1+1"),
        ("'=1", "''=1"),
        ("'90年代", "'90年代"),
    ],
)
def test_cells(value: str | float | None, written: str) -> None:
    assert cell(value) == written


@given(st.text())
def test_removing_the_guard_from_a_cell_gives_its_text_back(text: str) -> None:
    written = cell(text)
    guarded = re.match(r"'+[=+\-@＝＋－＠\t\r\n]", written) is not None
    assert (written[1:] if guarded else written) == text
    assert not written.startswith(("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"))


@given(st.floats(allow_nan=False, allow_infinity=False) | st.integers())
def test_a_number_is_written_in_full(number: float) -> None:
    written = cell(number)
    assert re.fullmatch(r"-?[0-9]+(\.[0-9]*[1-9])?", written)
    assert type(number)(written) == number


@given(title=st.text(st.characters(codec="utf-8", exclude_characters="\0")), figure=st.text("\r\n,\"'=1个"))
def test_whatever_a_report_says_comes_back_from_the_table(title: str, figure: str) -> None:
    row = Statistic.model_validate({**EXAMPLE, "title": title, "figure": figure})
    stream = io.BytesIO()
    write_csv([row], stream)
    table = list(csv.DictReader(io.StringIO(stream.getvalue().decode(), newline="")))
    assert [(line["title"], line["figure"], line["mentions"]) for line in table] == [(cell(title), cell(figure), "1")]


EXAMPLE = {
    **dict.fromkeys(Statistic.model_fields, ""),
    **{"level": "city", "year": 2022, "period": "stock", "value": 1, "value_max": None, "bound": "exact"},
    **{"start": 0, "end": 1, "mentions": 1},
}


def test_a_frame_has_the_columns_of_the_table_with_fixed_types(statistic: Make) -> None:
    table = frame([statistic(), statistic(year=None, value=45.2, value_max=50)])
    assert ",".join(table.columns) + "\n" == HEADER
    assert table["value"].tolist() == [12.0, 45.2]
    assert table["value_max"].fillna(-1).tolist() == [-1.0, 50.0]
    assert table["year"].isna().tolist() == [False, True]
    assert table["year"][0] == 2022
    numeric = table.dtypes[["value", "value_max", "year", "start", "end", "mentions"]].astype(str).tolist()
    assert numeric == ["float64", "float64", "Int64", "int64", "int64", "int64"]


def test_a_frame_of_no_rows_has_the_same_columns_and_types(statistic: Make) -> None:
    empty, one = frame([]), frame([statistic()])
    assert len(empty) == 0
    assert list(empty.columns) == list(one.columns)
    assert empty.dtypes[["value", "year", "mentions"]].tolist() == one.dtypes[["value", "year", "mentions"]].tolist()
