from __future__ import annotations

import os
from pathlib import Path

import pytest

from cadrestats.output.files import replaced_whole


def test_the_former_content_is_there_until_the_end(tmp_path: Path) -> None:
    result = tmp_path / "out.csv"
    result.write_bytes(b"former")
    with replaced_whole(result) as stream:
        stream.write(b"new")
        stream.flush()
        assert result.read_bytes() == b"former"
    assert result.read_bytes() == b"new"
    assert os.listdir(tmp_path) == ["out.csv"]  # noqa: PTH208


def test_folders_are_made(tmp_path: Path) -> None:
    with replaced_whole(tmp_path / "a" / "b" / "out.csv") as stream:
        stream.write(b"new")
    assert (tmp_path / "a" / "b" / "out.csv").read_bytes() == b"new"


@pytest.mark.parametrize("error", [KeyboardInterrupt, SystemExit, ValueError])
def test_an_error_leaves_the_former_file_alone(tmp_path: Path, error: type[BaseException]) -> None:
    (tmp_path / "out.csv").write_bytes(b"former")
    with pytest.raises(error), replaced_whole(tmp_path / "out.csv") as stream:
        stream.write(b"new")
        raise error
    assert (tmp_path / "out.csv").read_bytes() == b"former"
    assert os.listdir(tmp_path) == ["out.csv"]  # noqa: PTH208


def test_a_new_file_gets_the_permissions_that_any_new_file_gets(tmp_path: Path) -> None:
    (tmp_path / "any").touch()
    with replaced_whole(tmp_path / "out.csv"):
        pass
    assert (tmp_path / "out.csv").stat().st_mode == (tmp_path / "any").stat().st_mode


def test_the_permissions_of_a_former_file_are_kept(tmp_path: Path) -> None:
    (tmp_path / "out.csv").touch()
    (tmp_path / "out.csv").chmod(0o640)
    with replaced_whole(tmp_path / "out.csv"):
        pass
    assert (tmp_path / "out.csv").stat().st_mode & 0o777 == 0o640


def test_a_link_goes_on_pointing_where_it_did(tmp_path: Path) -> None:
    (tmp_path / "kept").mkdir()
    (tmp_path / "kept" / "out.csv").write_bytes(b"former")
    (tmp_path / "out.csv").symlink_to("kept/out.csv")
    with replaced_whole(tmp_path / "out.csv") as stream:
        stream.write(b"new")
    assert (tmp_path / "out.csv").is_symlink()
    assert (tmp_path / "kept" / "out.csv").read_bytes() == b"new"


def test_a_device_is_written_to_and_not_replaced() -> None:
    with replaced_whole(Path(os.devnull)) as stream:
        stream.write(b"new")
    assert Path(os.devnull).is_char_device()


def test_a_folder_cannot_be_a_result_file(tmp_path: Path) -> None:
    with pytest.raises(IsADirectoryError), replaced_whole(tmp_path):
        pass
