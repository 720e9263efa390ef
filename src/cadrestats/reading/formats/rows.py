"""Tables of articles, one article a row: .csv, .tsv, .xlsx, .jsonl and .parquet.

Rows are read one by one and named by their number, ``a.csv#3`` for the third article; headings do not count. Which
column holds the text is told by its name, or by the user. The row's own headline and date are believed before those
that its text seems to have.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from typing import Any, BinaryIO, NamedTuple

from cadrestats.reading.encoding import decode
from cadrestats.reading.errors import UnreadableReport
from cadrestats.reading.formats import told
from cadrestats.reading.formats.article import LARGEST_TEXT, Article, Document, extra, taken_for, too_large
from cadrestats.reading.formats.word import check_package

TEXT = (
    "正文", "内容", "全文", "文本", "文章", "文章内容", "文章正文", "新闻内容", "新闻正文", "正文内容", "报道",
    "content", "text", "body", "article", "fulltext", "full_text", "article_text", "article_body", "main_text",
    "maintext", "raw_text",
)  # fmt: skip
TITLE = ("标题", "题目", "题名", "新闻标题", "文章标题", "title", "headline")
PUBLISHED = (
    "发布日期", "发布时间", "发表日期", "发表时间", "刊发日期", "刊发时间", "出版日期", "日期", "时间",
    "published", "published_at", "publish_date", "publish_time", "pub_date", "pubdate", "pubtime", "date_published",
    "release_date", "date", "datetime", "time",
)  # fmt: skip
URL = ("url", "link", "链接", "网址", "地址", "原文链接", "href")
"""Names of columns, in lower case. Of those for title, date and address the first that a table has is taken."""

Row = Mapping[str, Any]


class Columns(NamedTuple):
    """Which columns of a table say what; empty where it has none.

    Attributes:
        text: The text of the report.
        title: Its headline.
        published: When it was published.
        url: Where it was found, which may tell the date.
    """

    text: str
    title: str
    published: str
    url: str


def columns_of(names: Iterable[str], text_column: str = "") -> Columns:
    """Tell the columns of a table by their names.

    Args:
        names: The names.
        text_column: The column of the text, where the user named it.

    Raises:
        UnreadableReport: No column holds the text, or several might; the message lists the columns.
    """
    by_name = {name.strip().lower(): name for name in names}
    listed = ", ".join(name.strip() for name in by_name.values())[:400] or "none"
    if text_column:
        texts = [by_name[text_column.strip().lower()]] if text_column.strip().lower() in by_name else []
        if not texts:
            raise UnreadableReport(f"This table has no column {text_column!r}; it has: {listed}.")
    else:
        texts = [name for known, name in by_name.items() if known in TEXT]
    if len(texts) != 1:
        which = "Several columns" if texts else "No column"
        raise UnreadableReport(
            f"{which} of this table may hold the texts: name it with --text-column. Its columns: {listed}."
        )

    def first(known: tuple[str, ...]) -> str:
        return next((by_name[name] for name in known if name in by_name), "")

    return Columns(texts[0], first(TITLE), first(PUBLISHED), first(URL))


def delimited(document: Document) -> Iterator[Article]:
    """Read a table of delimited text (.csv, .tsv): commas, semicolons or tabs, in any encoding that reports have.

    Cells are decoded one by one, so that one damaged row, or one in another encoding, does not cost the others. That
    works because no byte of a Hanzi in UTF-8 or GB 18030 is a delimiter, a quotation mark or a line end.

    Args:
        document: The table, its first line the names of the columns.

    Yields:
        One article a row.

    Raises:
        UnreadableReport: It has no column of texts, or a cell does not end.
    """
    mark = document.stream.read(2)
    document.stream.seek(0)
    wide = mark in (b"\xff\xfe", b"\xfe\xff")
    lines = _text_lines(io.TextIOWrapper(document.stream, "utf-16" if wide else "latin-1", "replace", newline=""))
    csv.field_size_limit(LARGEST_TEXT)

    def cell_of(shown: str) -> str | bytes:
        return shown if wide else shown.encode("latin-1")

    first = next(lines, "").removeprefix("\u00ef\u00bb\u00bf")
    if not first.strip():
        raise UnreadableReport("This table is empty.")
    reader = csv.reader(chain([first], lines), delimiter=max(",\t;", key=first.count))
    try:
        names = [str(_plain(cell_of(name))) for name in next(reader)]
        columns = columns_of(names, document.text_column)
        for number, cells in enumerate(filter(any, reader), start=1):
            yield _of_row(f"{document.name}#{number}", columns, dict(zip(names, map(cell_of, cells), strict=False)))
    except csv.Error as error:
        raise UnreadableReport(
            f"The table breaks off at line {reader.line_num}: a cell there does not end within "
            f"{LARGEST_TEXT // 1_000_000} MB (a quotation mark without its partner?)."
        ) from error


def jsonl(document: Document) -> Iterator[Article]:
    """Read articles as JSON Lines (.jsonl): one object a line.

    Args:
        document: The file.

    Yields:
        One article a line that is not empty; a line that is no such object costs itself alone.
    """
    for number, line in enumerate(filter(bytes.strip, _byte_lines(document.stream)), start=1):
        name = f"{document.name}#{number}"
        try:
            if len(line) > LARGEST_TEXT:
                raise UnreadableReport(too_large("line", LARGEST_TEXT))
            row = json.loads(decode(line))
            if not isinstance(row, dict):
                raise UnreadableReport("This line is no JSON object.")
            yield _of_row(name, columns_of(row, document.text_column), row)
        except UnreadableReport as error:
            yield Article(name=name, problem=str(error))
        except (ValueError, RecursionError) as error:
            yield Article(name=name, problem=f"This line is no JSON ({error}).")


def xlsx(document: Document) -> Iterator[Article]:
    """Read the sheets of a workbook (.xlsx) that have a column of texts. Formulas count as what they last gave.

    Args:
        document: The workbook; the first row of a sheet names its columns.

    Yields:
        One article a row; of a workbook with several sheets the name tells the sheet, too: ``a.xlsx/2023#3``.

    Raises:
        UnreadableReport: It is damaged, or no sheet has a column of texts.
    """
    with extra("documents"):
        from openpyxl import load_workbook
    with taken_for("an Excel workbook"):
        check_package(document)
        workbook = load_workbook(document.stream, read_only=True, data_only=True)
        refusals = []
        for sheet in workbook.worksheets:
            name = f"{document.name}/{sheet.title}" if len(workbook.worksheets) > 1 else document.name
            sheet.reset_dimensions()  # what a file says of its size may be wrong
            rows = sheet.iter_rows(values_only=True)
            names = [told.headline(cell) for cell in next(rows, ())]
            try:
                columns = columns_of(names, document.text_column)
            except UnreadableReport as refusal:
                refusals.append(refusal)
                continue
            for number, cells in enumerate((row for row in rows if any(cell is not None for cell in row)), start=1):
                yield _of_row(f"{name}#{number}", columns, dict(zip(names, cells, strict=False)))
        if len(refusals) == len(workbook.worksheets):
            raise refusals[0] if refusals else UnreadableReport("This workbook has no sheet.")


def parquet(document: Document) -> Iterator[Article]:
    """Read a table of Parquet (.parquet), some rows at a time and the columns that are needed alone.

    Args:
        document: The table.

    Yields:
        One article a row.

    Raises:
        UnreadableReport: It is damaged, or has no column of texts.
    """
    with extra("documents"):
        from pyarrow.parquet import ParquetFile
    with taken_for("a Parquet table"):
        table = ParquetFile(document.stream)
        columns = columns_of(table.schema_arrow.names, document.text_column)
        number = 0
        for batch in table.iter_batches(batch_size=64, columns=sorted({*columns} - {""}), use_threads=False):
            for row in batch.to_pylist():
                number += 1
                yield _of_row(f"{document.name}#{number}", columns, row)


def _of_row(name: str, columns: Columns, row: Row) -> Article:
    """The article of a row; cells that are bytes are in an encoding still to be told."""
    text = row.get(columns.text)
    text = b"" if text is None else text
    if not isinstance(text, str | bytes):
        return Article(name=name, problem=f"Its {columns.text} is {type(text).__name__}, not text.")
    try:
        title, published, url = (_plain(row.get(column)) for column in columns[1:])
    except UnreadableReport as error:
        return Article(name=name, problem=str(error))
    return Article(
        name=name,
        data=text if isinstance(text, bytes) else text.encode("utf-8-sig", "replace"),
        title=told.headline(title),
        published=told.day(published) or told.day_in_url(url),
    )


def _plain(cell: object) -> object:
    return decode(cell) if isinstance(cell, bytes) else cell


def _text_lines(stream: io.TextIOWrapper) -> Iterator[str]:
    """The lines of a stream, none of which is longer than a report."""
    number = 0
    while line := stream.readline(LARGEST_TEXT + 1):
        number += 1
        if len(line) > LARGEST_TEXT:
            raise UnreadableReport(f"Line {number} of this table is longer than {LARGEST_TEXT // 1_000_000} MB.")
        yield line


def _byte_lines(stream: BinaryIO) -> Iterator[bytes]:
    """The lines of a stream; of one that is longer than a report, so much as tells that it is."""
    while line := stream.readline(LARGEST_TEXT + 1):
        yield line
        while len(line) > LARGEST_TEXT and not line.endswith(b"\n"):
            line = stream.readline(LARGEST_TEXT + 1)
