from __future__ import annotations

from collections.abc import Callable

from cadrestats.models import Repair, Statistic, Tally
from cadrestats.output.summary import NAMED, Summary, told, undecided

FAMILY_OF = {"party_branches": "party", "volunteers": "volunteering", "party_groups": "party"}
GARBLED = Repair(rule="gbk-as-latin1", line=3, before="ÀÏ", after="老")
LEFT = Repair(rule="unreadable", line=9, before="党支部\ufffd个", after="党支部\ufffd个")
CURLED = Repair(rule="ftfy", line=4, before="â€”", after="—")


def test_all_that_a_run_found(statistic: Callable[..., Statistic]) -> None:
    summary = Summary(FAMILY_OF)
    summary.add("a.txt", Tally.of([statistic(indicator="other"), statistic(indicator="volunteers")]), [LEFT])
    summary.add("b.txt", Tally.of([statistic(), statistic()]), [GARBLED, GARBLED, CURLED, *[LEFT] * 13])
    summary.fail("坏.txt", "it is binary")
    assert list(summary.lines("out.csv")) == [
        "2 reports read, 4 statistics written to out.csv",
        "statistics: party 2, volunteering 1, other 1",
        "repaired: 3 stretches in 1 report (gbk-as-latin1 2, ftfy 1)",
        "2 reports have places that stay garbled, where numbers may be missing:",
        "  a.txt: line 9",
        "  b.txt: lines 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9 …",
        "1 report could not be read:",
        "  坏.txt: it is binary",
    ]


def test_nothing_is_said_of_what_did_not_happen() -> None:
    summary = Summary(FAMILY_OF)
    summary.add("a.txt", Tally(), [])
    assert list(summary.lines("stdout")) == ["1 report read, 0 statistics written to stdout"]
    assert list(summary.failed()) == []


def test_large_numbers_are_readable(statistic: Callable[..., Statistic]) -> None:
    summary = Summary(FAMILY_OF)
    summary.add("a.txt", Tally.of([statistic()] * 1234), [])
    assert list(summary.lines("stdout")) == [
        "1 report read, 1,234 statistics written to stdout",
        "statistics: party 1,234",
    ]


def test_what_could_not_be_told_is_said(statistic) -> None:
    rows = [statistic(province="", city="", year=None), statistic(province="", city="", year=2023), statistic()]
    assert undecided(Tally.of(rows)) == [
        "no place could be told for 2; --city and --district supply it",
        "no year could be told for 1; --published supplies it",
    ]
    assert undecided(Tally.of([statistic()])) == []


def test_a_place_that_stays_garbled_is_told_apart_from_a_repair() -> None:
    assert told(GARBLED) == "line 3, gbk-as-latin1: ÀÏ → 老"
    assert told(LEFT) == "line 9 stays garbled: 党支部\ufffd个"


def test_no_more_failures_are_named_than_anybody_reads() -> None:
    summary = Summary(FAMILY_OF)
    for number in range(NAMED + 2):
        summary.fail(f"{number}.txt", "it is binary")
    first, *named, last = summary.failed()
    assert (first, len(named), last) == (
        "10,002 reports could not be read:",
        10_000,
        "  and 2 more; -v tells of each as it is met",
    )
