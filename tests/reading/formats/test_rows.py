"""Tables of articles: which column is which, and what a bad row costs."""

from __future__ import annotations

import datetime
import io

import pytest
from tests.reading.formats import written

from cadrestats.reading.encoding import decode
from cadrestats.reading.errors import UnreadableReport
from cadrestats.reading.formats import Article, Document, articles
from cadrestats.reading.formats.rows import Columns, columns_of
from cadrestats.reading.formats.told import day, day_in_url


def read(name: str, data: bytes, text_column: str = "") -> list[Article]:
    return list(articles(Document(name, io.BytesIO(data), text_column)))


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["标题", "正文", "发布时间", "链接"], Columns("正文", "标题", "发布时间", "链接")),
        (["id", " Title ", "Content", "date", "URL"], Columns("Content", " Title ", "date", "URL")),
        (["text"], Columns("text", "", "", "")),
        (["摘要", "全文", "时间", "发布日期"], Columns("全文", "", "发布日期", "")),
    ],
)
def test_columns_are_told_by_their_names(names: list[str], expected: Columns) -> None:
    assert columns_of(names) == expected


def test_the_user_may_name_the_column_of_texts() -> None:
    assert columns_of(["正文", "摘录"], "摘录").text == "摘录"


@pytest.mark.parametrize(
    ("names", "text_column", "message"),
    [
        (["a", "b"], "", "No column of this table may hold the texts: name it with --text-column. Its columns: a, b."),
        (
            ["text", "正文"],
            "",
            "Several columns of this table may hold the texts: name it with --text-column. Its columns: text, 正文.",
        ),
        (["正文"], "内容", "This table has no column '内容'; it has: 正文."),
    ],
)
def test_what_is_not_plain_is_asked(names: list[str], text_column: str, message: str) -> None:
    with pytest.raises(UnreadableReport) as error:
        columns_of(names, text_column)
    assert str(error.value) == message


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2023-02-15 08:30:00", "2023-02-15"),
        ("2023年2月15日", "2023-02-15"),
        ("2023/2/15", "2023-02-15"),
        ("20230215", "2023-02-15"),
        ("2023-02", "2023-02"),
        ("2023", "2023"),
        (datetime.datetime(2023, 2, 15, 8, 30), "2023-02-15"),
        (datetime.datetime(2023, 2, 14, 20, tzinfo=datetime.UTC), "2023-02-15"),
        (datetime.date(2023, 2, 15), "2023-02-15"),
        (1676421000, "2023-02-15"),
        ("1676421000000", "2023-02-15"),
        ("昨天", ""),
        (None, ""),
        ("", ""),
    ],
)
def test_dates_are_read_as_they_are_stored(value: object, expected: str) -> None:
    assert day(value) == expected


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("http://news.example.org/2023-02/15/content_1.htm", "2023-02-15"),
        ("http://news.example.org/2023/0215/c1.html", "2023-02-15"),
        ("http://www.example.gov.cn/xw/t20230215_778.html", "2023-02-15"),
        ("http://news.example.org/article?id=120230215", ""),
        (None, ""),
    ],
)
def test_an_address_may_tell_the_day(url: object, expected: str) -> None:
    assert day_in_url(url) == expected


def test_the_rows_own_title_and_date_are_used_and_rows_are_numbered() -> None:
    second = {**written.ROW, "标题": "另一篇", "日期": "", "链接": "http://example.org/2022-01/09/a.htm"}
    first, other = read("a.csv", written.delimited([written.ROW, second]))
    assert (first.name, first.title, first.published) == ("a.csv#1", written.TITLE, "2023-02-15")
    assert (other.name, other.title, other.published) == ("a.csv#2", "另一篇", "2022-01-09")


def test_rows_in_different_encodings_stand_in_one_table() -> None:
    utf8 = written.delimited()
    gbk = written.delimited(encoding="gbk").split(b"\r\n", 1)[1]
    assert [decode(article.data) for article in read("a.csv", utf8 + gbk)] == ["\n".join(written.PARAGRAPHS)] * 2


def test_empty_rows_do_not_count_and_rows_without_text_are_empty_reports() -> None:
    data = "标题,正文\n甲,\n,\n乙,丙\n".encode()
    assert read("a.csv", data) == [
        Article(name="a.csv#1", title="甲"),
        Article(name="a.csv#2", title="乙", data="丙".encode()),
    ]


@pytest.mark.parametrize(
    ("data", "message"), [(b"", "This table is empty."), ("正文\n".encode(), "It holds no reports.")]
)
def test_a_table_without_rows_says_so(data: bytes, message: str) -> None:
    with pytest.raises(UnreadableReport) as error:
        read("a.csv", data)
    assert str(error.value) == message


def test_sheets_with_texts_are_read_and_others_passed_over() -> None:
    found = read(
        "a.xlsx",
        written.workbook([{"编号": 1}], [{"正文": "甲"}], [{"内容": "乙", "日期": datetime.date(2023, 2, 15)}]),
    )
    assert [(article.name, decode(article.data), article.published) for article in found] == [
        ("a.xlsx/表2#1", "甲", ""),
        ("a.xlsx/表3#1", "乙", "2023-02-15"),
    ]


def test_a_formula_is_what_it_last_gave_and_text_like_one_is_text() -> None:
    found = read("a.xlsx", written.workbook([{"标题": '=HYPERLINK("http://example.org")', "正文": "甲"}]))
    assert found == [Article(name="a.xlsx#1", data="甲".encode("utf-8-sig"))]
    (row,) = read("a.csv", "正文\n=1+1\n".encode())
    assert row.data == b"=1+1"


@pytest.mark.parametrize("name", ["a.jsonl", "a.parquet", "a.xlsx"])
def test_what_is_no_text_costs_its_row_alone(name: str) -> None:
    rows = [{"text": 12}]
    made = {"a.jsonl": written.json_lines, "a.parquet": written.parquet, "a.xlsx": lambda *rows: written.workbook(rows)}
    assert read(name, made[name](*rows)) == [Article(name=f"{name}#1", problem="Its text is int, not text.")]


@pytest.mark.parametrize("line", [b"{", b"[1]", b"12", b"\xff\xff", b"[" * 100_000])
def test_a_line_that_is_no_object_costs_itself_alone(line: bytes) -> None:
    first, second, third = read("a.jsonl", b'{"text": "a"}\n' + line + b'\n\n{"text": "b"}')
    assert (first.problem, third.problem, third.name) == ("", "", "a.jsonl#3")
    assert second.problem != ""


def test_a_lone_surrogate_does_not_end_the_run() -> None:
    (article,) = read("a.jsonl", b'{"text": "a\\ud83d"}')
    assert decode(article.data) == "a?"


def test_parquet_reads_the_columns_that_it_needs() -> None:
    rows = [{"content": f"{n}", "published": datetime.datetime(2023, 2, n + 1), "blob": b"x"} for n in range(9)]
    found = read("a.parquet", written.parquet(*rows))
    assert [(a.name, a.published) for a in found] == [(f"a.parquet#{n}", f"2023-02-0{n}") for n in range(1, 10)]
