"""A file of corrections is read as the page and spreadsheets write it; what is wrong in it is named with its line."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cadrestats.models import Correction
from cadrestats.output.corrections import WrongCorrections, load, told
from cadrestats.output.tables import cell, uncell, write_csv

COLUMNS = tuple(Correction.model_fields)
HEAD = ",".join(COLUMNS)
KNOWN = {"party_branches"}
RIGHT = Correction(report="a.txt", sentence="有12个。", figure="12个", verdict="right")
ADDED = Correction(
    report="=a.txt", sentence="“有”,\n若干。", figure="若干", row=0, verdict="added", indicator="party_branches",
    year=2023, value=2.5, unit="个",
)  # fmt: skip


def test_what_was_written_is_read(tmp_path: Path) -> None:
    write_csv([RIGHT, ADDED, RIGHT.model_copy(update={"occurrence": 2})], tmp_path / "c.csv", columns=COLUMNS)
    read = load(tmp_path / "c.csv", KNOWN)
    assert list(read.values()) == [RIGHT, ADDED, RIGHT.model_copy(update={"occurrence": 2})]
    assert list(read) == [2, 3, 5]  # a cell of two lines counts as two


def test_a_spreadsheet_may_leave_gb18030_other_columns_and_empty_lines(tmp_path: Path) -> None:
    lines = ["note,verdict,figure,sentence,report", "好,wrong,12个,有12个。,a.txt", ",,,,"]
    (tmp_path / "c.csv").write_bytes("\r\n".join(lines).encode("gb18030"))
    assert load(tmp_path / "c.csv", KNOWN) == {2: RIGHT.model_copy(update={"verdict": "wrong"})}


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("", "{path}: the column 'report' is missing; the review page writes such files"),
        ("report,sentence,figure\n", "{path}: the column 'verdict' is missing; the review page writes such files"),
        (f"{HEAD}\na,b。,c,1,1,maybe\n", "{path}, line 2: verdict: Input should be 'right', 'wrong', 'changed' or"
         " 'added' ('maybe')"),
        (f"{HEAD}\na,,c,1,1,right\n", "{path}, line 2: sentence: Field required"),
        (f"{HEAD}\na,b。,c,0,1,right\n", "{path}, line 2: occurrence: Input should be greater than or equal to 1"
         " ('0')"),
        (f"{HEAD}\na,b。,c,1,1,changed,cats\n", "{path}, line 2: no indicator is called 'cats'"),
        (f"{HEAD}\na,b。,c,1,1,changed,,,,,23\n", "{path}, line 2: year: Input should be greater than or equal to 1000"
         " ('23')"),
        (f"{HEAD}\na,b。,c,1,1,right\na,b。,c,1,1,wrong\n", "{path}, line 3: the same figure is corrected in line 2"),
        (f'{HEAD}\na,"b', "{path}, line 2: unexpected end of data"),
    ],
)  # fmt: skip
def test_a_wrong_file_is_told_in_words(tmp_path: Path, content: str, reason: str) -> None:
    path = tmp_path / "c.csv"
    path.write_text(content, "utf-8")
    with pytest.raises(WrongCorrections) as error:
        load(path, KNOWN)
    assert str(error.value) == reason.format(path=path)


def test_a_file_that_is_no_text_is_told(tmp_path: Path) -> None:
    (tmp_path / "c.csv").write_bytes(b"\xff\xff\x80")
    with pytest.raises(WrongCorrections, match="is no text in UTF-8 or GB 18030"):
        load(tmp_path / "c.csv", KNOWN)


def test_lines_that_do_not_apply_are_told_with_their_reason() -> None:
    other = RIGHT.model_copy(update={"report": "b.txt"})
    assert list(told({2: RIGHT, 3: RIGHT, 4: other}, {2: "", 3: "gone"})) == [
        "corrections: 1 applied (right 1), 2 not applied:",
        "  line 3: a.txt: gone",
        "  line 4: b.txt: no report of this name was read",
    ]
    assert list(told({2: RIGHT}, {2: ""})) == ["corrections: 1 applied (right 1)"]
    assert list(told({}, {})) == []


@given(st.text())
def test_the_guard_against_formulas_is_undone(text: str) -> None:
    assert uncell(cell(text)) == text
