"""The same report in each format gives the same rows."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from tests.reading.formats import written

from cadrestats.models import Report, Statistic
from cadrestats.pipeline import read, statistics
from cadrestats.reading.errors import UnreadableReport
from cadrestats.reading.formats import SUFFIXES, Document, articles, is_read, suffix

MEMBERS = {f"某市/{written.DAY}.txt": written.text("gb18030")}
WRITTEN: dict[str, Callable[[], bytes]] = {
    f"{written.DAY} 通讯": written.text,
    f"{written.DAY}.txt": lambda: written.text("gb18030"),
    f"{written.DAY}.md": lambda: "\n\n".join((f"# {written.TITLE}", *written.PARAGRAPHS)).encode(),
    "页面.html": written.page,
    "页面.htm": lambda: written.page("gbk"),
    "页面.mhtml": written.web_archive,
    "页面.mht": written.web_archive,
    f"{written.DAY}.docx": written.word,
    f"{written.DAY}_一栏.pdf": lambda: written.columns(1),
    f"{written.DAY}_两栏.pdf": lambda: written.columns(2),
    "文章.csv": written.delimited,
    "文章_gbk.csv": lambda: written.delimited(encoding="gbk"),
    "文章_bom.csv": lambda: written.delimited(encoding="utf-8-sig"),
    "文章_utf16.csv": lambda: written.delimited(encoding="utf-16", delimiter="\t"),
    "文章_分号.csv": lambda: written.delimited(delimiter=";"),
    "文章.tsv": lambda: written.delimited(delimiter="\t"),
    "文章.xlsx": lambda: written.workbook([written.ROW]),
    "文章.jsonl": lambda: written.json_lines(written.ROW),
    "文章.parquet": lambda: written.parquet(written.ROW),
    "归档.zip": lambda: written.zipped(MEMBERS),
    "归档.tar": lambda: written.tarred(MEMBERS),
    "归档.tar.gz": lambda: written.tarred(MEMBERS, "w:gz"),
    "归档.tgz": lambda: written.tarred(MEMBERS, "w:gz"),
}


def reports(name: str, data: bytes) -> list[Report]:
    return [
        read(article.data, article.name, article.title, article.published)
        for article in articles(Document(name, io.BytesIO(data)))
    ]


def rows(report: Report) -> list[Statistic]:
    return [row.model_copy(update={"report": ""}) for row in statistics(report)]


@pytest.fixture(scope="module")
def expected() -> list[Statistic]:
    return rows(read(written.TEXT.encode(), f"{written.DAY}.txt"))


def test_the_report_has_its_fourteen_figures(expected: list[Statistic]) -> None:
    assert [row.figure for row in expected] == [
        "126个", "3.4万名", "18个", "45个", "230支", "近6000名", "1800余场次", "12万人次", "32个", "56门", "超过4500人",
        "70万元", "320场", "逾5万人",
    ]  # fmt: skip
    assert {(row.title, row.published) for row in expected} == {(written.TITLE, written.DAY)}


@pytest.mark.parametrize("name", WRITTEN)
def test_the_same_report_in_each_format_gives_the_same_rows(name: str, expected: list[Statistic]) -> None:
    (report,) = reports(name, WRITTEN[name]())
    assert report.text == written.TEXT
    assert rows(report) == expected


def test_every_suffix_is_tested() -> None:
    assert {suffix(name) for name in WRITTEN} == set(SUFFIXES)


@pytest.mark.parametrize("name", sorted(set(WRITTEN) - {name for name in WRITTEN if suffix(name) in ("", ".md")}))
def test_a_file_without_suffix_is_known_by_its_first_bytes(name: str) -> None:
    """What comes from stdin has no suffix either. Tables of text, and Markdown, look like text."""
    data = WRITTEN[name]()
    if suffix(name) in (".csv", ".tsv", ".jsonl", ".mht", ".mhtml"):
        assert next(articles(Document("-", io.BytesIO(data)))).data == data
    else:
        (report,) = reports("-", data)
        assert report.text == written.TEXT
        assert report.name.startswith("-")


@pytest.mark.parametrize(
    ("name", "kind"),
    [("a/报告.TAR.GZ", ".tar.gz"), ("b.PDF", ".pdf"), ("2023.2.15 通讯", ""), ("通讯", ""), (".pdf", "")],
)
def test_the_suffix_tells_the_kind(name: str, kind: str) -> None:
    assert suffix(name) == kind


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("a.txt", True),
        ("../../a.txt", True),
        ("a.doc", False),
        (".a.txt", False),
        ("x/.git/a.txt", False),
        ("__MACOSX/a.txt", False),
        ("~$通讯.docx", False),
    ],
)
def test_hidden_files_locks_and_other_kinds_are_not_read(name: str, expected: bool) -> None:
    assert is_read(name) is expected


def test_a_kind_that_is_not_read_is_named(tmp_path: object) -> None:
    with pytest.raises(UnreadableReport, match=r"^\.doc files are not read, only \.txt, \.md, \.html, "):
        list(articles(Document("a.doc", io.BytesIO(b""))))


@pytest.mark.parametrize("data", [b"", b" \r\n\n", "\ufeff\n".encode(), "\ufeff".encode("utf-16-be")])
def test_a_file_without_text_says_so(data: bytes) -> None:
    with pytest.raises(UnreadableReport, match=r"^This file is empty\.$"):
        list(articles(Document("a.txt", io.BytesIO(data))))


CORRUPT = {
    "a.docx": "This is not a Word document, or it is damaged (BadZipFile: File is not a zip file).",
    "a.xlsx": "This is not an Excel workbook, or it is damaged (BadZipFile: File is not a zip file).",
    "a.zip": "This is not a ZIP archive, or it is damaged (BadZipFile: File is not a zip file).",
    "a.pdf": "This is not a PDF document, or it is damaged (ValueError: no %PDF- at its beginning).",
    "a.parquet": "This is not a Parquet table, or it is damaged (ArrowInvalid: ",
    "a.tar": "This is not a TAR archive, or it is damaged (ReadError: ",
    "a.mhtml": "This is not a web archive, or it holds no page.",
    "a.html": "This page holds no text that could be a report.",
    "a.csv": "No column of this table may hold the texts: name it with --text-column. Its columns: ",
    "a.tar.gz": "This is not a TAR archive, or it is damaged (ReadError: ",
}


@pytest.mark.parametrize("name", CORRUPT)
def test_a_file_that_is_not_what_its_suffix_says_is_a_clear_failure(name: str) -> None:
    with pytest.raises(UnreadableReport) as error:
        list(articles(Document(name, io.BytesIO(b"garbage \x01\x02"))))
    assert str(error.value).startswith(CORRUPT[name])


@pytest.mark.parametrize("name", [name for name in WRITTEN if suffix(name) in (".docx", ".xlsx", ".parquet", ".zip")])
def test_a_file_that_breaks_off_is_a_clear_failure(name: str) -> None:
    data = WRITTEN[name]()
    with pytest.raises(UnreadableReport, match=r"^This is not a.*, or it is damaged \("):
        list(articles(Document(name, io.BytesIO(data[: len(data) // 2]))))


@pytest.mark.parametrize("name", ["a.docx", "a.xlsx", "a.pdf", "a.parquet", "a.html"])
def test_a_library_that_is_not_installed_is_named_with_its_extra(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for library in ("docx", "openpyxl", "pypdfium2", "pyarrow.parquet", "trafilatura"):
        monkeypatch.setitem(__import__("sys").modules, library, None)
    with pytest.raises(UnreadableReport) as error:
        list(articles(Document(name, io.BytesIO(b""))))
    assert str(error.value).startswith("To read this, install what it needs: pip install 'cadrestats[documents]' (")
