from __future__ import annotations

import os
from pathlib import Path

import pytest

from cadrestats.reading.sources import find


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def put(*paths: str) -> None:
    for path in paths:
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        Path(path).write_text("内容", encoding="utf-8")


def found(*paths: str) -> list[tuple[str, str]]:
    return [(file.name, file.problem) for file in find([Path(path) for path in paths])]


def test_a_folder_is_searched_recursively_in_the_order_of_code_points(here: Path) -> None:
    put("in/b.txt", "in/B.txt", "in/a/z.txt", "in/乙.txt", "in/10.txt", "in/9.txt")
    names = [file.path.as_posix() for file in find([Path("in")])]
    assert names == ["in/10.txt", "in/9.txt", "in/B.txt", "in/a/z.txt", "in/b.txt", "in/乙.txt"]


def test_paths_keep_the_order_in_which_they_are_given(here: Path) -> None:
    put("in/a.txt", "b.txt", "c.txt")
    assert found("c.txt", "in", "b.txt") == [("c.txt", ""), ("a.txt", ""), ("b.txt", "")]


def test_text_files_and_files_without_suffix_are_reports(here: Path) -> None:
    put("in/a.txt", "in/B.TXT", "in/通讯", "in/c.pdf", "in/d.csv", "in/e.txt.bak")
    assert found("in") == [("B.TXT", ""), ("a.txt", ""), ("通讯", "")]


def test_hidden_files_and_folders_are_passed_over(here: Path) -> None:
    put("in/.a.txt", "in/.git/b.txt", "in/c.txt", "in/.DS_Store")
    assert found("in") == [("c.txt", "")]


def test_a_hidden_file_that_is_named_outright_is_read(here: Path) -> None:
    put(".a.txt")
    assert found(".a.txt") == [(".a.txt", "")]


def test_a_file_of_another_kind_that_is_named_outright_is_a_problem(here: Path) -> None:
    put("in/a.pdf")
    assert found("in/a.pdf") == [("a.pdf", ".pdf files are not read, only .txt files and files without a suffix")]


def test_a_path_that_does_not_exist_is_a_problem_of_that_path(here: Path) -> None:
    put("a.txt")
    assert found("nowhere", "a.txt") == [("nowhere", "no such file or folder"), ("a.txt", "")]


def test_a_broken_link_inside_a_folder_is_passed_over_and_outright_a_problem(here: Path) -> None:
    put("in/a.txt")
    Path("in/b.txt").symlink_to("gone.txt")
    assert found("in") == [("a.txt", "")]
    assert found("in/b.txt") == [("b.txt", "no such file or folder")]


def test_a_folder_that_cannot_be_listed_is_a_problem(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put("in/a.txt", "in/closed/b.txt")
    scandir = os.scandir

    def refuse(path: str) -> object:
        if Path(path).name == "closed":
            raise PermissionError(13, "Permission denied", os.fspath(path))
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refuse)
    assert found("in") == [("closed", "Permission denied"), ("a.txt", "")]


def test_a_file_reached_twice_is_read_once(here: Path) -> None:
    put("in/sub/a.txt", "in/b.txt")
    Path("link").symlink_to("in")
    assert found("in/sub/a.txt", "in", "./in/../in/b.txt", "link") == [("a.txt", ""), ("b.txt", "")]


def test_links_with_names_of_their_own_are_reports_of_their_own(here: Path) -> None:
    put("store/0f3a.txt")
    for name in ("a.txt", "b.txt"):
        Path("in").mkdir(exist_ok=True)
        Path("in", name).symlink_to("../store/0f3a.txt")
    assert found("in") == [("a.txt", ""), ("b.txt", "")]


def test_namesakes_are_told_apart_by_their_path_within_the_folder(here: Path) -> None:
    put("in/2021/a.txt", "in/2022/a.txt", "in/a.txt", "in/2022/b.txt")
    assert found("in") == [("2021/a.txt", ""), ("2022/a.txt", ""), ("b.txt", ""), ("a.txt", "")]


def test_namesakes_of_two_folders_are_told_apart_by_the_folders(here: Path) -> None:
    put("x/a.txt", "y/a.txt")
    assert found("x", "y") == [("x/a.txt", ""), ("y/a.txt", "")]
    assert found("x/a.txt", "y/a.txt") == [("x/a.txt", ""), ("y/a.txt", "")]


def test_namesakes_of_namesake_folders_are_told_apart_by_their_whole_paths(here: Path) -> None:
    put("x/in/a.txt", "y/in/a.txt")
    whole = [(f"{here.resolve().as_posix()}/{folder}/in/a.txt", "") for folder in "xy"]
    assert found("x/in", "y/in") == whole


def test_a_name_that_is_not_utf_8_is_spelt_out(here: Path) -> None:
    Path(os.fsdecode("老干部".encode("gbk") + b".txt")).write_text("内容", encoding="utf-8")
    assert found(".") == [("\\xc0ϸɲ\\xbf.txt", "")]


def test_an_empty_folder_holds_no_reports(here: Path) -> None:
    Path("in").mkdir()
    assert found("in") == []
