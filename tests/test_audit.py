from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cadrestats.audit import accounts, reviewed, uncounted
from cadrestats.models import Report
from cadrestats.pipeline import read, statistics

RAW = sorted((Path(__file__).parents[1] / "data" / "raw").glob("*.txt"))


def report(text: str) -> Report:
    return read(text.encode(), "report.txt")


@pytest.mark.parametrize("path", RAW, ids=lambda path: path.stem)
def test_every_numeral_of_a_report_is_accounted_for(path: Path) -> None:
    assert list(uncounted(read(path.read_bytes(), path.name))) == []


@pytest.mark.parametrize("path", RAW, ids=lambda path: path.stem)
def test_the_rows_of_the_accounts_are_the_rows_of_the_table(path: Path) -> None:
    whole = read(path.read_bytes(), path.name)
    table = statistics(whole)
    told = accounts(whole)
    assert {row.start for row in table} == {account.start for account in told if account.fate == "row"}
    assert {row.start for row in table} == {account.row for account in told if account.row is not None}
    for account in told:
        assert whole.text[account.start : account.end] == account.figure


@pytest.mark.parametrize("path", RAW, ids=lambda path: path.stem)
def test_a_report_laid_open_has_the_rows_of_the_table_and_its_own_sentences(path: Path) -> None:
    whole = read(path.read_bytes(), path.name)
    laid_open = reviewed(whole)
    assert laid_open.statistics == statistics(whole)
    assert [whole.text[s.start : s.end] for s in laid_open.sentences] == [s.text for s in laid_open.sentences]


def test_a_report_in_traditional_script_is_laid_open_in_it() -> None:
    whole = report("海寧市現有離退休幹部黨支部286個，學員們為老年大學點讚。\n")
    laid_open = reviewed(whole)
    assert laid_open.statistics == statistics(whole)
    assert [s.text for s in laid_open.sentences] == ["海寧市現有離退休幹部黨支部286個，學員們為老年大學點讚。"]
    assert [account.figure for account in laid_open.accounts] == ["286個"]


def test_of_a_figure_with_two_rows_the_account_is_a_row() -> None:
    told = accounts(report("桐乡、平湖两市各有宣讲团12支。\n"))
    assert [(a.figure, a.fate, a.row) for a in told if a.figure == "12支"] == [("12支", "row", told[-1].start)]


def test_an_account_tells_the_fate_and_the_reason() -> None:
    text = "2022年，84岁的老人来到绍兴市新昌县。绍兴有离退休干部党支部286个，“五老”宣讲队讲了一次。\n"
    told = [(a.figure, a.fate, a.reason) for a in accounts(report(text))]
    assert told == [
        ("2022年", "date", "date.year"),
        ("84岁", "age", "age"),
        ("286个", "row", "party.branches.retired"),
        ("五", "slogan", told[3][2]),
        ("一次", "article", "一"),
    ]
    assert told[3][2].startswith("slogan.")


def test_a_repeat_names_the_row_that_it_repeats() -> None:
    text = "海宁1263名老党员当上志愿者\n\n海宁市有1263名老党员当上志愿者，春节慰问老人两百户。\n"
    told = [(a.figure, a.fate, a.reason) for a in accounts(report(text))]
    assert told[:2] == [("1263名", "row", told[0][2]), ("1263名", "repeat", "of the row at 2")]


@given(st.text(alphabet="老人有0123456789一二三百千万亿个名年月日，。“”第约近", max_size=60))
@settings(max_examples=150, deadline=None)
def test_numerals_in_are_numerals_accounted_for(text: str) -> None:
    assert list(uncounted(report(text))) == []
