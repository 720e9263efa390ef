from pathlib import Path

import pytest

from cadrestats.models import Statistic
from cadrestats.pipeline import read, statistics

RAW = sorted((Path(__file__).parents[1] / "data" / "raw").glob("*.txt"))


def rows(text: str) -> tuple[Statistic, ...]:
    return statistics(read(text.encode(), "report.txt"))


@pytest.mark.parametrize("path", RAW, ids=lambda path: path.stem)
def test_start_and_end_cut_the_figure_out_of_the_repaired_report(path: Path) -> None:
    report = read(path.read_bytes(), path.name)
    found = statistics(report)
    assert len(found) > 10
    for row in found:
        assert report.text[row.start : row.end] == row.figure
        assert row.figure in row.sentence
        assert row.sentence in report.text


def test_a_figure_given_again_is_one_row_with_its_mentions() -> None:
    text = "海宁1200名老党员当上志愿者\n\n2023-04-02\n\n海宁市有1200名老党员当上志愿者，全市建成老党员之家36个。\n"
    found = [(row.value, row.indicator, row.mentions) for row in rows(text)]
    assert found == [(1200, "volunteers", 2), (36, "member_homes", 1)]


def test_a_figure_announced_in_a_heading_is_the_one_below_it() -> None:
    text = (
        "海宁银龄纪事\n2023-04-02\n\n海宁市的老人闲不住。\n\n一、巡河：62名老将出马\n\n"
        "海宁市有62名退休干部常年巡河，去年巡河900次。\n\n二、护林：62个山头\n\n海宁市还有62名老人护林。\n"
    )
    found = [(row.figure, row.indicator, row.mentions) for row in rows(text)]
    assert found == [
        ("62名", "volunteers", 2),
        ("900次", "service_sessions", 1),
        ("62个", "other", 1),
        ("62名", "volunteers", 1),
    ]


def test_a_figure_that_is_pointed_back_to_is_no_new_one() -> None:
    found = rows("海宁市现有志愿者3.3万名。\n\n这3.3万名志愿者走遍了各村。\n")
    assert [(row.value, row.mentions) for row in found] == [(33000, 2)]


def test_small_numbers_of_headline_and_body_are_one_only_where_they_count_alike() -> None:
    text = "5位老人结伴出门\n\n2023-04-02\n\n海宁市几位老人去年抓获盗贼5名。\n"
    assert [(row.figure, row.mentions) for row in rows(text)] == [("5位", 1), ("5名", 1)]


def test_what_people_do_is_told_rather_than_that_they_are_retired() -> None:
    text = "海宁1200名退休干部忙了一年\n\n2023-04-02\n\n海宁市1200名退休干部当上志愿者。\n"
    assert [(row.value, row.indicator, row.mentions) for row in rows(text)] == [(1200, "volunteers", 2)]


def test_the_same_number_of_different_things_stays_apart() -> None:
    found = rows("海宁市建成老党员之家36个，活动室36处。")
    assert [(row.value, row.indicator) for row in found] == [(36, "member_homes"), (36, "activity_venues")]


def test_a_garbled_copy_of_clean_text_does_not_count_twice() -> None:
    clean = "海宁市现有离退休干部党支部286个，志愿者1900名。"
    garbled = clean.encode("gb18030").decode("latin-1")
    found = rows(f"{clean}\n\n{garbled}\n")
    assert [(row.value, row.mentions) for row in found] == [(286, 2), (1900, 2)]


def test_a_report_in_traditional_characters_gives_simplified_places_and_units() -> None:
    (row,) = rows("汕頭市現有離退休幹部黨支部286個。")
    assert (row.city, row.indicator, row.unit, row.value) == ("汕头市", "party_branches", "个", 286)
    assert (row.figure, row.sentence) == ("286個", "汕頭市現有離退休幹部黨支部286個。")


def test_a_report_without_figures_gives_no_rows() -> None:
    assert rows("老人们在公园里唱歌。") == ()
    assert rows("") == ()
