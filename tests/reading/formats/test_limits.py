"""Huge files and bombs: no crash, bounded memory, a clear word."""

from __future__ import annotations

import gzip
import io
import resource
import subprocess
import sys
import tarfile
import zipfile
import zlib
from pathlib import Path

import pytest
from tests.reading.formats import written

from cadrestats.reading.errors import UnreadableReport
from cadrestats.reading.formats import Article, Document, articles
from cadrestats.reading.formats.article import LARGEST_DOCUMENT, Allowance, whole

TOO_LARGE = "This text is larger than 4 MB, which no report is: split it into its reports."
MEGABYTE = 1 << 20

# Reads all articles of a file in a new process and tells how much memory that took on top of the libraries.
PEAK = """
import resource, sys
from cadrestats.reading.errors import UnreadableReport
from cadrestats.reading.formats import Document, articles, suffix
libraries = {".docx": "docx", ".xlsx": "openpyxl", ".pdf": "pypdfium2", ".parquet": "pyarrow.parquet"}
__import__(libraries.get(suffix(sys.argv[1]), "sys"))
peak = lambda: resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
before = peak()
read = problems = 0
try:
    with open(sys.argv[1], "rb") as stream:
        for article in articles(Document(sys.argv[1], stream)):
            read += 1
            problems += bool(article.problem)
            last = article.problem
    print(read, problems, last)
except UnreadableReport as error:
    print(read, problems, error)
print(peak() - before)
"""


def peak(path: Path) -> tuple[str, int]:
    """What reading a file ends with, and the megabytes it took."""
    ran = subprocess.run([sys.executable, "-c", PEAK, path], check=True, capture_output=True, timeout=120)
    said, megabytes = ran.stdout.decode().splitlines()
    return said, int(megabytes)


def sparse(path: Path, head: bytes, size: int) -> Path:
    """A file of so many bytes, nearly all of them NUL, which takes no room on the disk."""
    with path.open("wb") as stream:
        stream.write(head)
        stream.truncate(size)
    return path


def test_a_text_of_200_megabytes_is_refused_in_bounded_memory(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    with path.open("wb") as stream:
        for _ in range(200):
            stream.write(("老干部工作。\n" * 55_190).encode()[:MEGABYTE])
    assert path.stat().st_size == 200 * MEGABYTE
    said, megabytes = peak(path)
    assert said == f"0 0 {TOO_LARGE}"
    assert megabytes < 50


def test_a_text_of_one_line_of_50_megabytes_is_refused_in_bounded_memory(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"1" * 50 * MEGABYTE)
    said, megabytes = peak(path)
    assert said == f"0 0 {TOO_LARGE}"
    assert megabytes < 50


@pytest.mark.parametrize("suffix", ["html", "mhtml", "md", "docx", "xlsx", "pdf", "parquet", "zip", "tar", "tar.gz"])
def test_a_file_of_10_gigabytes_is_refused_in_bounded_memory(tmp_path: Path, suffix: str) -> None:
    said, megabytes = peak(sparse(tmp_path / f"a.{suffix}", b"", 10_000 * MEGABYTE))
    # In a TAR archive NULs are its end.
    assert said.startswith("0 0 It holds no reports." if suffix.startswith("tar") else "0 0 This ")
    assert megabytes < 100


def test_rows_of_a_large_table_are_read_in_bounded_memory(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    with path.open("w", encoding="utf-8") as stream:
        stream.write("正文\n")
        stream.writelines("老干部志愿者近300名。" * 100 + "\n" for _ in range(20_000))
    assert path.stat().st_size > 50 * MEGABYTE
    said, megabytes = peak(path)
    assert said == "20000 0 "
    assert megabytes < 20


@pytest.mark.parametrize(
    ("name", "head", "reason"),
    [
        ("a.csv", "正文\n", "Line 2 of this table is longer than 4 MB."),
        ("a.csv", '正文\n"', "Line 2 of this table is longer than 4 MB."),
        ("a.jsonl", "", "This line is larger than 4 MB, which no report is: split it into its reports."),
    ],
)
def test_a_row_of_50_megabytes_is_refused_in_bounded_memory(tmp_path: Path, name: str, head: str, reason: str) -> None:
    path = tmp_path / name
    path.write_bytes(head.encode() + b"1" * 50 * MEGABYTE)
    said, megabytes = peak(path)
    assert said.endswith(reason)
    assert megabytes < 50


def test_a_quotation_mark_too_many_does_not_swallow_the_table(tmp_path: Path) -> None:
    data = '正文\n甲\n"乙\n'.encode() + b"1\n" * 3_000_000
    with pytest.raises(
        UnreadableReport, match=r"^The table breaks off at line \d+: a cell there does not end within 4 MB"
    ):
        list(articles(Document("a.csv", io.BytesIO(data))))


def test_a_line_that_is_too_long_costs_itself_alone() -> None:
    data = b'{"text": "a"}\n' + b"1" * 9_000_000 + b"\n" + b'{"text": "b"}\n'
    first, second, third = articles(Document("a.jsonl", io.BytesIO(data)))
    assert (first, third.data[3:], third.name) == (Article(name="a.jsonl#1", data=first.data), b"b", "a.jsonl#3")
    assert second.problem == "This line is larger than 4 MB, which no report is: split it into its reports."


@pytest.fixture
def bomb(tmp_path: Path) -> Path:
    """A ZIP archive of 10 MB whose one text unpacks to 10 GB. Its stream is one flushed block over and over."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    block = packer.compress(bytes(100 * MEGABYTE)) + packer.flush(zlib.Z_FULL_FLUSH)
    path = tmp_path / "bomb.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.txt", written.text())
        with archive.open("b.txt", "w", force_zip64=True):
            for _ in range(100):
                archive.fp.write(block)
            archive.fp.write(packer.flush())
        bomb = archive.getinfo("b.txt")
        bomb.file_size, bomb.compress_size = 10_000 * MEGABYTE, archive.start_dir
        archive.start_dir = archive.fp.tell()
        archive.writestr("c.txt", written.text())
    return path


def test_a_zip_bomb_of_10_gigabytes_costs_itself_alone(bomb: Path) -> None:
    with bomb.open("rb") as stream:
        first, second, third = articles(Document("bomb.zip", stream))
    assert (first.data, third.data) == (written.text(), written.text())
    assert second.problem == "This member is larger than 64 MB, which no report is: split it into its reports."
    said, megabytes = peak(bomb)
    assert said == "3 1 "
    assert megabytes < 20


def test_a_gzipped_bomb_ends_its_archive_after_what_stands_before_it(tmp_path: Path) -> None:
    path = tmp_path / "bomb.tar.gz"
    bomb = tarfile.TarInfo("b.txt")
    bomb.size = 10_000 * MEGABYTE
    stretch = gzip.compress(bytes(100 * MEGABYTE), 9)
    before = written.tarred({"a.txt": b"1"})[:1024]
    path.write_bytes(gzip.compress(before + bomb.tobuf(tarfile.GNU_FORMAT)) + 10 * stretch)
    said, megabytes = peak(path)
    assert (
        said
        == "2 1 This archive unpacks to more than 100 times its size, as only bombs do: the rest of it was not read."
    )
    assert megabytes < 20


def test_a_header_that_claims_gigabytes_is_refused() -> None:
    header = tarfile.TarInfo("a")
    header.type, header.size = tarfile.XHDTYPE, 10_000 * MEGABYTE
    with pytest.raises(UnreadableReport, match=r"^This header of a member is larger than 64 MB"):
        list(articles(Document("a.tar", io.BytesIO(header.tobuf(tarfile.GNU_FORMAT) + bytes(10_240)))))


def test_many_small_bombs_are_a_bomb(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Allowance, "FREE", 10_000_000)
    members = {f"{number}.txt": bytes(3_900_000) for number in range(10)}
    with pytest.raises(UnreadableReport, match=r"^This archive unpacks to more than 100 times its size"):
        list(articles(Document("a.zip", io.BytesIO(written.zipped(members)))))


def test_archives_in_archives_share_one_allowance(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Allowance, "FREE", 1_000_000)
    inner = written.zipped({f"{number}.txt": b"1" * 100_000 for number in range(9)})
    assert len(list(articles(Document("a.zip", io.BytesIO(inner))))) == 9
    found = list(articles(Document("a.zip", io.BytesIO(written.zipped({"b.zip": inner, "c.zip": inner})))))
    assert [article.name for article in found if article.problem] == ["a.zip/c.zip"]


def test_archives_are_opened_three_deep() -> None:
    data = written.text()
    for number in range(4):
        data = written.zipped({"a.txt" if number == 0 else "b.zip": data})
    (article,) = articles(Document("d.zip", io.BytesIO(data)))
    assert article.name == "d.zip/b.zip/b.zip/b.zip"
    assert article.problem == "This archive lies in 3 others; only 3 are opened."


def test_members_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Allowance, "MEMBERS", 2)
    data = written.tarred({f"{number}.txt": b"" for number in range(3)})
    with pytest.raises(UnreadableReport, match=r"^This archive has more than 2 members: the rest was not read\.$"):
        list(articles(Document("a.tar", io.BytesIO(data))))


@pytest.mark.parametrize("name", ["a.docx", "a.xlsx"])
def test_a_document_that_unpacks_to_gigabytes_is_refused(name: str) -> None:
    part = "word/document.xml" if name == "a.docx" else "xl/workbook.xml"
    bomb = written.zipped({part: bytes(LARGEST_DOCUMENT * 4 + 1)})
    with pytest.raises(UnreadableReport, match=r"^This document, unpacked, is larger than 256 MB"):
        list(articles(Document(name, io.BytesIO(bomb))))


def test_an_entity_bomb_in_a_document_does_not_go_off() -> None:
    """The billion laughs: each entity is ten of the one before."""
    entities = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    with zipfile.ZipFile(io.BytesIO(written.word())) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    body = parts["word/document.xml"].decode().split("?>", 1)[1].replace(written.PARAGRAPHS[0], "&a9;")
    parts["word/document.xml"] = f'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a0 "老干部">{entities}]>{body}'.encode()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    try:
        (article,) = articles(Document("a.docx", io.BytesIO(written.zipped(parts))))
        assert "老干部老干部" not in article.data.decode()
    except UnreadableReport as error:
        assert str(error).startswith("This is not a Word document, or it is damaged")
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 50 * 1024


def test_a_limit_is_a_limit() -> None:
    assert whole(io.BytesIO(b"1234"), 4) == b"1234"
    with pytest.raises(UnreadableReport):
        whole(io.BytesIO(b"12345"), 4)
