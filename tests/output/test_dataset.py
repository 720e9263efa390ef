from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from cadrestats.models import Statistic
from cadrestats.output import dataset, tables


def test_a_data_set_is_one_table_to_pandas(
    tmp_path: Path, statistic: Callable[..., Statistic], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dataset, "_ROWS", 3)
    rows = [statistic(start=n, value=n / 2, year=None if n % 2 else 2022, value_max=n or None) for n in range(7)]
    with dataset.replaced_whole(tmp_path / "out") as parts:
        dataset.write(rows, parts)
    assert [path.name for path in sorted((tmp_path / "out").iterdir())] == [
        "part-000000.parquet", "part-000001.parquet", "part-000002.parquet",
    ]  # fmt: skip
    assert pd.read_parquet(tmp_path / "out").astype({"year": "Int64"}).to_csv() == tables.frame(rows).to_csv()


def test_a_data_set_without_rows_has_its_columns(tmp_path: Path) -> None:
    with dataset.replaced_whole(tmp_path / "out") as parts:
        dataset.write([], parts)
    assert list(pd.read_parquet(tmp_path / "out").columns) == list(Statistic.model_fields)


def test_a_part_that_is_written_again_takes_the_place_of_the_former(
    tmp_path: Path, statistic: Callable[..., Statistic]
) -> None:
    with dataset.replaced_whole(tmp_path / "out") as parts:
        parts.write("000000", [statistic(value=1), statistic(value=2)])
        parts.write("000000", [statistic(value=3)])
        parts.write("000001", [statistic(value=4)])
        parts.drop("000001")
        parts.drop("000002")
    assert list(pd.read_parquet(tmp_path / "out")["value"]) == [3.0]


def test_a_run_that_fails_leaves_the_former_data_set(tmp_path: Path, statistic: Callable[..., Statistic]) -> None:
    with dataset.replaced_whole(tmp_path / "out") as parts:
        dataset.write([statistic(value=1)], parts)
    with pytest.raises(KeyboardInterrupt), dataset.replaced_whole(tmp_path / "out") as parts:
        parts.write("000000", [statistic(value=2)])
        raise KeyboardInterrupt
    assert list(pd.read_parquet(tmp_path / "out")["value"]) == [1.0]
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_a_folder_with_something_else_is_never_replaced(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "letter.txt").touch()
    with pytest.raises(FileExistsError, match="holds something else than a data set"):
        dataset.replaced_whole(tmp_path / "out").__enter__()
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["letter.txt"]
