from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import fsspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

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


def found_urls(*paths: str) -> list[tuple[str, str]]:
    return [(file.name, file.problem) for file in find(paths)]


def test_a_folder_is_searched_recursively_in_the_order_of_code_points(here: Path) -> None:
    put("in/b.txt", "in/B.txt", "in/a/z.txt", "in/乙.txt", "in/10.txt", "in/9.txt")
    names = [file.where for file in find([Path("in")])]
    assert names == ["in/10.txt", "in/9.txt", "in/B.txt", "in/a/z.txt", "in/b.txt", "in/乙.txt"]


def test_paths_keep_the_order_in_which_they_are_given(here: Path) -> None:
    put("in/a.txt", "b.txt", "c.txt")
    assert found("c.txt", "in", "b.txt") == [("c.txt", ""), ("a.txt", ""), ("b.txt", "")]


def test_files_of_known_kinds_and_without_suffix_are_reports(here: Path) -> None:
    put("in/a.txt", "in/B.TXT", "in/通讯", "in/c.pdf", "in/d.doc", "in/e.txt.bak", "in/f.tar.gz", "in/g.gz")
    assert found("in") == [("B.TXT", ""), ("a.txt", ""), ("c.pdf", ""), ("f.tar.gz", ""), ("通讯", "")]


def test_hidden_files_and_folders_are_passed_over(here: Path) -> None:
    put("in/.a.txt", "in/.git/b.txt", "in/c.txt", "in/.DS_Store")
    assert found("in") == [("c.txt", "")]


def test_a_hidden_file_that_is_named_outright_is_read(here: Path) -> None:
    put(".a.txt")
    assert found(".a.txt") == [(".a.txt", "")]


def test_a_file_of_another_kind_that_is_named_outright_is_a_problem(here: Path) -> None:
    put("in/a.doc")
    texts, tables = ".txt, .md, .html, .htm, .mhtml, .mht, .docx, .pdf", ".csv, .tsv, .xlsx, .jsonl, .parquet"
    kinds = f"{texts}, {tables}, .zip, .tar, .tar.gz, .tgz"
    assert found("in/a.doc") == [("a.doc", f".doc files are not read, only {kinds} and files without a suffix")]


def test_paths_that_do_not_exist_are_told_of_before_anything_is_searched(here: Path) -> None:
    put("in/a.txt")
    assert found("in", "nowhere") == [("nowhere", "no such file or folder"), ("a.txt", "")]


def test_paths_are_looked_at_at_once_and_folders_are_searched_when_asked(here: Path) -> None:
    put("in/a.txt", "in/b/c.txt")
    files = find(["in", "later.txt"])
    put("later.txt", "in/b/d.txt")
    assert [(file.name, file.problem) for file in files] == [
        ("later.txt", "no such file or folder"),
        ("a.txt", ""),
        ("b/c.txt", ""),
        ("b/d.txt", ""),
    ]


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
    assert found("in") == [("a.txt", ""), ("closed", "Permission denied")]


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


def test_a_file_in_a_folder_is_called_by_its_path_within(here: Path) -> None:
    put("in/2021/a.txt", "in/2022/a.txt", "in/a.txt", "in/2022/b.txt")
    assert found("in") == [("2021/a.txt", ""), ("2022/a.txt", ""), ("2022/b.txt", ""), ("a.txt", "")]


def test_files_of_two_folders_are_told_apart_by_the_folders(here: Path) -> None:
    put("x/a.txt", "y/a.txt", "y/b.txt")
    assert found("x", "y") == [("x/a.txt", ""), ("y/a.txt", ""), ("y/b.txt", "")]


def test_namesakes_are_told_apart_by_the_folders_that_they_lie_in(here: Path) -> None:
    put("x/a.txt", "y/a.txt", "y/b.txt")
    assert found("x/a.txt", "y/a.txt", "y/b.txt") == [("x/a.txt", ""), ("y/a.txt", ""), ("b.txt", "")]


def test_namesake_folders_are_told_apart_by_the_folders_that_they_lie_in(here: Path) -> None:
    put("x/in/a.txt", "y/in/a.txt", "z/b.txt")
    assert found("x/in", "y/in") == [("x/in/a.txt", ""), ("y/in/a.txt", "")]
    assert found("x/in", "y/in", "z")[-1] == (f"{here.name}/z/b.txt", "")


def test_a_file_that_a_folder_has_a_namesake_of_is_called_by_its_whole_path(here: Path) -> None:
    put("in/a.txt", "a.txt", "b.txt")
    whole = f"{here.resolve().as_posix()}/a.txt"
    assert found("in", "a.txt", "b.txt") == [("a.txt", ""), (whole, ""), ("b.txt", "")]


@given(st.lists(st.sampled_from(["x", "x/in", "y", "y/in", "x/in/a.txt", "y/a.txt", "y/in/a.txt", "y/in/b.txt"])))
def test_every_file_is_found_once_under_a_name_of_its_own(paths: list[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        for inside in ("x/in/a.txt", "x/b.txt", "y/a.txt", "y/in/a.txt", "y/in/b.txt"):
            Path(folder, inside).parent.mkdir(parents=True, exist_ok=True)
            Path(folder, inside).touch()
        files = list(find([Path(folder, path) for path in paths]))
        named = {path for path in paths if path.endswith(".txt")}
        inside = {str(file.relative_to(folder)) for path in paths for file in Path(folder, path).rglob("*.txt")}
        assert sorted(str(Path(file.where).relative_to(folder)) for file in files) == sorted(named | inside)
        assert len({file.name for file in files}) == len(files)


def test_a_name_that_is_not_utf_8_is_spelt_out(here: Path) -> None:
    Path(os.fsdecode("老干部".encode("gbk") + b".txt")).write_text("内容", encoding="utf-8")
    assert found(".") == [("\\xc0ϸɲ\\xbf.txt", "")]


def test_a_folder_without_reports_is_a_problem(here: Path) -> None:
    put("in/a.doc")
    assert found("in") == [("in", "no reports in this folder")]


def test_stdin_is_a_report_that_stands_where_it_is_named(here: Path) -> None:
    put("a.txt")
    assert found_urls("a.txt", "-") == [("a.txt", ""), ("stdin", "")]


def test_what_comes_by_a_pipe_can_be_searched(here: Path) -> None:
    os.mkfifo("pipe.zip")
    with ThreadPoolExecutor() as pool:
        pool.submit(Path("pipe.zip").write_bytes, b"PK")
        (file,) = find(["pipe.zip"])
        with file.open() as stream:
            assert (stream.read(), stream.seek(0), stream.read()) == (b"PK", 0, b"PK")


def test_a_file_that_vanishes_cannot_be_opened(here: Path) -> None:
    put("a.txt")
    (file,) = find(["a.txt"])
    Path("a.txt").unlink()
    with pytest.raises(FileNotFoundError), file.open():
        pass


@pytest.fixture
def bucket() -> Iterator[str]:
    """A folder of a file system that fsspec reaches; this one is in memory, another may be ``s3://``."""
    files = fsspec.filesystem("memory")
    for name in ("b.txt", "a/b.txt", "c.doc", ".git/d.txt"):
        files.pipe(f"/bucket/{name}", name.encode())
    yield "memory://bucket"
    files.rm("/bucket", recursive=True)


def test_urls_of_file_systems_are_searched_as_folders_are(bucket: str) -> None:
    reached = list(find([bucket]))
    assert reached == [("memory:///bucket/a/b.txt", "a/b.txt", ""), ("memory:///bucket/b.txt", "b.txt", "")]
    with reached[0].open() as stream:
        assert stream.read() == b"a/b.txt"


def test_a_url_may_name_a_file_and_stand_beside_paths(bucket: str, here: Path) -> None:
    put("b.txt")
    assert found_urls(f"{bucket}/a/b.txt", "b.txt") == [("a/b.txt", ""), (f"{here.name}/b.txt", "")]


@pytest.mark.parametrize(
    ("inside", "name", "problem"),
    [
        ("/gone.txt", "gone.txt", "no such file or folder"),
        ("/c.doc", "c.doc", ".doc files are not read, only "),
    ],
)
def test_a_url_that_cannot_be_read_is_a_problem(bucket: str, inside: str, name: str, problem: str) -> None:
    (only,) = found_urls(bucket + inside)
    assert only[0] == name
    assert only[1].startswith(problem)


def test_a_folder_of_a_url_without_reports_is_a_problem(bucket: str) -> None:
    fsspec.filesystem("memory").rm("/bucket/a", recursive=True)
    fsspec.filesystem("memory").rm("/bucket/b.txt")
    assert found_urls(bucket) == [("bucket", "no reports in this folder")]


def test_a_file_system_that_is_not_known_is_a_problem() -> None:
    (only,) = found_urls("nosuch://bucket/a.txt")
    assert only == (
        "nosuch://bucket/a.txt",
        "This is not a URL that can be listed, or it is damaged (ValueError: Protocol not known: nosuch).",
    )


def test_a_library_that_urls_need_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "fsspec.core", None)
    (only,) = found_urls("s3://bucket/a.txt")
    assert only[1].startswith("To read this, install what it needs: pip install 'cadrestats[remote]' (")
