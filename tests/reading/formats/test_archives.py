"""Archives: members as reports, and hostile ones."""

from __future__ import annotations

import io
import tarfile
import zipfile
from pathlib import Path

import pytest
from tests.reading.formats import written

from cadrestats.reading.errors import UnreadableReport
from cadrestats.reading.formats import Article, Document, articles


def read(name: str, data: bytes) -> list[Article]:
    return list(articles(Document(name, io.BytesIO(data))))


def test_members_are_named_by_their_path_and_others_passed_over() -> None:
    members = {
        "某市/a.txt": b"1",
        "某市/a.png": b"2",
        "__MACOSX/._a.txt": b"3",
        "b.csv": "正文\n甲\n乙\n".encode(),
        "c/": b"",
    }
    names = ["某市/a.txt", "b.csv#1", "b.csv#2"]
    assert [a.name for a in read("x.zip", written.zipped(members))] == [f"x.zip/{name}" for name in names]
    del members["c/"]
    assert [a.name for a in read("x.tar", written.tarred(members))] == [f"x.tar/{name}" for name in names]


@pytest.mark.parametrize("name", ["../../etc/a.txt", "/etc/a.txt", "..\\..\\etc\\a.txt", "./etc//a.txt"])
def test_a_name_that_would_lead_out_of_the_archive_is_a_label(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert [a.name for a in read("x.zip", written.zipped({name: b"1"}))] == ["x.zip/etc/a.txt"]
    assert list(tmp_path.iterdir()) == []


def test_namesakes_are_told_apart() -> None:
    with pytest.warns(UserWarning, match="Duplicate name"):
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w") as archive:
            archive.writestr("a.txt", b"1")
            archive.writestr("a.txt", b"2")
    assert [(a.name, a.data) for a in read("x.zip", stream.getvalue())] == [
        ("x.zip/a.txt", b"1"),
        ("x.zip/a#2.txt", b"2"),
    ]


def test_names_that_a_chinese_windows_wrote_are_read() -> None:
    """Its archivers store GBK and do not say so; zipfile itself would show ╥╗."""
    placeholder = "xxxxxxxxxx.txt"
    data = written.zipped({placeholder: b"1"}).replace(placeholder.encode(), "老干部工作".encode("gbk") + b".txt")
    assert [a.name for a in read("x.zip", data)] == ["x.zip/老干部工作.txt"]


def test_an_encrypted_member_costs_itself_alone() -> None:
    data = bytearray(written.zipped({"a.txt": b"1", "b.txt": b"2"}))
    central = data.index(b"PK\x01\x02")
    data[central + 8] |= 1
    first, second = read("x.zip", bytes(data))
    assert first == Article(name="x.zip/a.txt", problem="It is encrypted: unpack the archive with its password.")
    assert second == Article(name="x.zip/b.txt", data=b"2")


def test_a_damaged_member_costs_itself_alone() -> None:
    data = bytearray(written.zipped({"a.txt": bytes(range(250)), "b.txt": b"2"}))
    data[60] ^= 0xFF
    first, second = read("x.zip", bytes(data))
    assert first.problem.startswith("This is not a member that can be unpacked, or it is damaged (")
    assert second == Article(name="x.zip/b.txt", data=b"2")


def test_links_and_devices_are_passed_over(tmp_path: Path) -> None:
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w") as archive:
        for name, kind in (("a.txt", tarfile.SYMTYPE), ("b.txt", tarfile.LNKTYPE), ("c.txt", tarfile.CHRTYPE)):
            info = tarfile.TarInfo(name)
            info.type, info.linkname = kind, "/etc/passwd"
            archive.addfile(info)
        info = tarfile.TarInfo("d.txt")
        info.size = 1
        archive.addfile(info, io.BytesIO(b"1"))
    assert read("x.tar", stream.getvalue()) == [Article(name="x.tar/d.txt", data=b"1")]


def test_a_damaged_header_ends_the_archive_with_a_word() -> None:
    data = bytearray(written.tarred({"a.txt": b"1", "b.txt": b"2"}))
    data[1024 + 10] ^= 0xFF
    found = articles(Document("x.tar", io.BytesIO(bytes(data))))
    assert next(found) == Article(name="x.tar/a.txt", data=b"1")
    with pytest.raises(UnreadableReport, match=r"^This archive is damaged: what follows here cannot be read\.$"):
        next(found)


def test_an_archive_without_reports_says_so() -> None:
    with pytest.raises(UnreadableReport, match=r"^It holds no reports\.$"):
        read("x.zip", written.zipped({"a.png": b"1"}))
