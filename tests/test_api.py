"""The package as a library: ``from cadrestats import extract``."""

from __future__ import annotations

import doctest
from pathlib import Path

import pytest

import cadrestats
from cadrestats import Report, Statistic, UnreadReports, extract, frame, read, repair

TEXT = "株洲市老干部工作综述\n2023年2月15日\n截至目前，全市建成离退休干部党支部12个。老干部志愿者近300名。\n"


def test_a_text_gives_its_statistics() -> None:
    rows = extract(TEXT)
    assert [(type(row), row.report, row.figure, row.value) for row in rows] == [
        (Statistic, "", "12个", 12),
        (Statistic, "", "近300名", 300),
    ]


def test_files_and_folders_give_theirs(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for path in (tmp_path / "in" / "a.txt", tmp_path / "in" / "b.txt", tmp_path / "c.txt"):
        path.write_text(TEXT, encoding="utf-8")
    file, folder = tmp_path / "c.txt", tmp_path / "in"
    assert [row.report for row in extract(file)] == ["c.txt"] * 2
    assert [row.report for row in extract(folder)] == ["a.txt"] * 2 + ["b.txt"] * 2
    assert [row.report for row in extract([file, folder])] == ["c.txt"] * 2 + ["a.txt"] * 2 + ["b.txt"] * 2


def test_a_text_and_its_file_give_the_same_rows(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="gb18030")
    assert [row.model_copy(update={"report": ""}) for row in extract(tmp_path / "a.txt")] == extract(TEXT)


def test_what_a_report_does_not_tell_can_be_supplied() -> None:
    (row,) = extract(
        "离退休干部党支部有12个。", published="2022-06", province="湖南省", city="怀化市", district="溆浦县"
    )
    assert (row.published, row.province, row.city, row.district) == ("2022-06", "湖南省", "怀化市", "溆浦县")
    assert (row.place_from, row.year_from, row.year) == ("option", "option", 2022)


def test_files_that_cannot_be_read_are_an_error_that_holds_the_rows_of_the_others(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    with pytest.raises(UnreadReports) as error:
        extract([tmp_path / "a.txt", tmp_path / "gone.txt"])
    assert str(error.value) == "gone.txt: no such file or folder"
    assert error.value.failures == {"gone.txt": "no such file or folder"}
    assert [row.figure for row in error.value.statistics] == ["12个", "近300名"]


def test_rows_become_a_frame() -> None:
    table = frame(extract(TEXT))
    assert table["figure"].tolist() == ["12个", "近300名"]
    assert table["bound"].tolist() == ["exact", "under"]


def test_a_report_is_made_readable(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="gb18030")
    report = read(tmp_path / "a.txt")
    assert isinstance(report, Report)
    assert (report.name, report.title, report.published) == ("a.txt", "株洲市老干部工作综述", "2023-02-15")
    assert report.text == TEXT.strip()
    assert read(TEXT).name == ""


def test_garbled_text_is_repaired() -> None:
    assert repair(TEXT.encode("gbk").decode("latin-1")) == TEXT.strip()
    assert repair(TEXT) == TEXT.strip()


def test_rows_point_into_the_repaired_text() -> None:
    garbled = TEXT.encode("gbk").decode("latin-1")
    text = repair(garbled)
    assert [text[row.start : row.end] for row in extract(garbled)] == ["12个", "近300名"]


def test_a_string_is_text_even_where_a_file_has_that_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.txt").write_text(TEXT, encoding="utf-8")
    assert extract("a.txt") == []


def test_what_the_package_does_not_have_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="module 'cadrestats' has no attribute 'compare_all'"):
        cadrestats.compare_all  # noqa: B018


def test_the_example_of_the_package_holds() -> None:
    assert doctest.testmod(cadrestats) == (0, 2)


@pytest.mark.parametrize("name", cadrestats.__all__)
def test_all_that_is_public_is_there_and_documented(name: str) -> None:
    assert getattr(cadrestats, name).__doc__
