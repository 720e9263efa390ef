"""Tables as LibreOffice opens them, without a screen: the right cells, from a file and through a pipe.

Where there is no LibreOffice these tests are skipped; ``.ci/run`` installs it.
"""

from __future__ import annotations

import io
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree

import pytest
from pypdfium2 import PdfDocument

from cadrestats.models import Statistic
from cadrestats.output import tables
from cadrestats.output.tables.columns import COLUMNS, names

SOFFICE = shutil.which("soffice")
pytestmark = pytest.mark.skipif(SOFFICE is None, reason="LibreOffice (soffice) is not installed")

Make = Callable[..., Statistic]
Convert = Callable[..., Path]

#: What LibreOffice must be told of delimited text where nobody answers its dialogue: delimiter, quotation mark, UTF-8.
COMMAS, TABS = "CSV:44,34,76", "CSV:9,34,76"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"


class Shown(NamedTuple):
    """A cell as LibreOffice has it."""

    kind: str
    shown: str
    formula: str | None


@pytest.fixture(scope="module")
def convert(tmp_path_factory: pytest.TempPathFactory) -> Convert:
    """Open a file in LibreOffice and save it in another form."""
    profile = tmp_path_factory.mktemp("profile")

    def converted(path: Path, form: str, infilter: str = "") -> Path:
        """In a profile of the tests' own, so that one of the user's that is open does not take over."""
        command = [SOFFICE, "--headless", "--norestore", f"-env:UserInstallation={profile.as_uri()}"]
        told = [f"--infilter={infilter}"] if infilter else []
        folder = path.parent / "opened"
        subprocess.run(
            [*command, *told, "--convert-to", form, "--outdir", folder, path],
            check=True, capture_output=True, timeout=300,
        )  # fmt: skip
        return folder / f"{path.stem}.{form}"

    return converted


def sheets(path: Path) -> dict[str, list[list[Shown]]]:
    """The rows of each sheet of a flat OpenDocument file."""
    found = {}
    for table in ElementTree.parse(path).iter(f"{_TABLE}table"):
        rows = [[_shown(cell) for cell in row.iter(f"{_TABLE}table-cell")] for row in table.iter(f"{_TABLE}table-row")]
        found[table.get(f"{_TABLE}name", "")] = rows
    return found


def _shown(cell: ElementTree.Element) -> Shown:
    text = "\n".join("".join(words.itertext()) for words in cell.iter(f"{_TEXT}p"))
    return Shown(cell.get(f"{_OFFICE}value-type", "empty"), text, cell.get(f"{_TABLE}formula"))


@pytest.fixture
def rows(statistic: Make) -> list[Statistic]:
    """Rows with whatever spreadsheets are known to spoil."""
    return [
        statistic(title="金秋“之家”，𠮷庆社区", value=34000, value_max=123456789012345, sentence='甲,"乙"\n丙；12个。'),
        statistic(
            published="2023-06", title="=1+1", entity="@SUM(A1)", subject="+12", figure="-3", sentence="＝2", value=45.2
        ),
    ]


def checked(header: list[Shown], first: list[Shown], second: list[Shown], guard: str) -> None:
    """Assert what must be true of both rows in whatever form they were opened."""
    one, two = (dict(zip((cell.shown for cell in header), row, strict=False)) for row in (first, second))
    assert [one[name][:2] for name in ("report", "title", "city", "figure", "sentence")] == [
        ("string", "某市.txt"), ("string", "金秋“之家”，𠮷庆社区"), ("string", "怀化市"), ("string", "12个"),
        ("string", '甲,"乙"\n丙；12个。'),
    ]  # fmt: skip
    numbers = [("float", "2022"), ("float", "34000"), ("float", "123456789012345"), ("float", "11"), ("float", "1")]
    assert [one[name][:2] for name in ("year", "value", "value_max", "start", "mentions")] == numbers
    assert (one["published"][:2], two["published"][:2]) == (("date", "2023-02-15"), ("string", "2023-06"))
    assert two["value"][:2] == ("float", "45.2")
    text = [("string", guard + words) for words in ("=1+1", "@SUM(A1)", "+12", "-3", "＝2")]
    assert [two[name][:2] for name in ("title", "entity", "subject", "figure", "sentence")] == text
    assert all(cell.formula is None for cell in [*first, *second])


@pytest.mark.parametrize(("form", "infilter"), [("csv", COMMAS), ("tsv", TABS)])
def test_delimited_text_opens_with_the_right_cells(
    rows: list[Statistic], convert: Convert, tmp_path: Path, form: str, infilter: str
) -> None:
    tables.write(rows, tmp_path / f"统计.{form}")
    (opened,) = sheets(convert(tmp_path / f"统计.{form}", "fods", infilter)).values()
    assert [cell.shown for cell in opened[0]] == list(COLUMNS)
    checked(*opened[:3], guard="'")


def test_a_stream_opens_as_a_file_does(rows: list[Statistic], convert: Convert, tmp_path: Path) -> None:
    """Without the mark of UTF-8, which a stream has not."""
    stream = io.BytesIO()
    tables.write(rows, stream)
    (tmp_path / "stream.csv").write_bytes(stream.getvalue())
    (opened,) = sheets(convert(tmp_path / "stream.csv", "fods", COMMAS)).values()
    assert [cell.shown for cell in opened[0]] == list(COLUMNS)
    checked(*opened[:3], guard="'")


def test_a_workbook_opens_with_the_right_cells(rows: list[Statistic], convert: Convert, tmp_path: Path) -> None:
    tables.write(rows, tmp_path / "统计.xlsx")
    opened = sheets(convert(tmp_path / "统计.xlsx", "fods"))
    assert list(opened)[:2] == ["statistics", "columns"]
    checked(*opened["statistics"][:3], guard="")
    assert [cell.shown for cell in opened["columns"][1]][:2] == ["report", "报道"]


def test_columns_have_chinese_names_there_too(rows: list[Statistic], convert: Convert, tmp_path: Path) -> None:
    tables.write(rows, tmp_path / "t.xlsx", header="zh")
    opened = sheets(convert(tmp_path / "t.xlsx", "fods"))
    assert [cell.shown for cell in opened["统计"][0]][:24] == list(names("zh"))


def test_a_workbook_that_libreoffice_saved_is_read_back(
    rows: list[Statistic], convert: Convert, tmp_path: Path
) -> None:
    tables.write(rows, tmp_path / "t.xlsx")
    assert list(tables.read(convert(tmp_path / "t.xlsx", "xlsx"))) == rows


def test_columns_are_wide_enough_for_their_numbers(statistic: Make, convert: Convert, tmp_path: Path) -> None:
    """A number that does not fit its column is printed as ####; the printed page tells."""
    row = statistic(
        value=123456789012345, value_max=0.123456789012345, start=1234567890, end=1234567899, mentions=12345
    )
    tables.write([row], tmp_path / "t.xlsx")
    pages = PdfDocument(convert(tmp_path / "t.xlsx", "pdf"))
    printed = "".join(page.get_textpage().get_text_range() for page in pages)
    for number in ("2023-02-15", "2022", "123456789012345", "0.123456789012345", "1234567890", "12345"):
        assert number in printed
    assert "##" not in printed


@pytest.mark.parametrize(("form", "infilter"), [("csv", COMMAS), ("xlsx", "")])
def test_what_the_command_writes_opens_from_a_pipe(convert: Convert, tmp_path: Path, form: str, infilter: str) -> None:
    (tmp_path / "a.txt").write_text(
        "株洲市\n2023年2月15日\n截至目前，全市建成离退休干部党支部1286个。\n", encoding="utf-8"
    )
    command = [sys.executable, "-m", "cadrestats", "extract", "a.txt", "-q", "-o", "-", "--format", form]
    with subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE) as running:
        assert running.stdout is not None
        (tmp_path / f"piped.{form}").write_bytes(running.stdout.read())
    header, row = next(iter(sheets(convert(tmp_path / f"piped.{form}", "fods", infilter)).values()))[:2]
    cells = {name.shown: cell[:2] for name, cell in zip(header, row, strict=False)}
    assert [cells[name] for name in ("city", "published", "year", "value", "figure")] == [
        ("string", "株洲市"), ("date", "2023-02-15"), ("float", "2023"), ("float", "1286"), ("string", "1286个"),
    ]  # fmt: skip
