"""What the page knows is what the tool found: every numeral, every row, every repair at its place."""

from __future__ import annotations

import io
import json
import re

from cadrestats.models import Account, Reviewed
from cadrestats.output.review import write_page
from cadrestats.output.review.data import page_data
from cadrestats.patterns import catalogue


def written(reviewed: list[Reviewed]) -> tuple[str, dict]:
    """The page, and the data in it as a browser reads them."""
    page = io.BytesIO()
    write_page(reviewed, catalogue(), page)
    html = page.getvalue().decode()
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', html, re.DOTALL)
    assert found
    return html, json.loads(found[1])


def marks_of(report: dict) -> list[list[int]]:
    return [report["marks"][at : at + 5] for at in range(0, len(report["marks"]), 5)]


def test_every_numeral_has_a_mark_and_each_mark_is_its_words(reviewed: list[Reviewed]) -> None:
    _, data = written(reviewed)
    assert len(data["reports"]) == len(reviewed) == 8
    for told, laid_open in zip(data["reports"], reviewed, strict=True):
        accounts: list[Account] = list(laid_open.accounts)
        assert [told["text"][m[0] : m[1]] for m in marks_of(told)] == [account.figure for account in accounts]
        assert [data["lists"]["fate"][m[2]] for m in marks_of(told)] == [account.fate for account in accounts]


def test_marks_do_not_overlap_and_stand_in_a_block(reviewed: list[Reviewed]) -> None:
    _, data = written(reviewed)
    for told in data["reports"]:
        ends = [mark[1] for mark in marks_of(told)]
        assert all(end <= mark[0] for end, mark in zip(ends, marks_of(told)[1:], strict=False))
        blocks = [(told["blocks"][at + 1], told["blocks"][at + 2]) for at in range(0, len(told["blocks"]), 3)]
        assert all(any(a <= mark[0] and mark[1] <= z for a, z in blocks) for mark in marks_of(told))


def test_each_row_has_a_mark_with_its_figure(reviewed: list[Reviewed]) -> None:
    _, data = written(reviewed)
    rows = [row for laid_open in reviewed for row in laid_open.statistics]
    assert len(rows) == len(data["rows"]["start"]) > 100
    for order, row in enumerate(rows):
        report = data["reports"][data["rows"]["report"][order]]
        own = [m for m in marks_of(report) if m[4] == row.start and data["lists"]["fate"][m[2]] == "row"]
        assert [report["text"][m[0] : m[1]] for m in own] == [row.figure]


def test_sentences_are_told_by_their_places(reviewed: list[Reviewed]) -> None:
    _, data = written(reviewed)
    rows = [row for laid_open in reviewed for row in laid_open.statistics]
    for order, row in enumerate(rows):
        report = data["reports"][data["rows"]["report"][order]]
        start, end = report["sentences"][2 * data["rows"]["sentence"][order] :][:2]
        assert report["text"][start:end] == row.sentence


def test_repaired_stretches_are_told_with_the_garbled_words(reviewed: list[Reviewed]) -> None:
    _, data = written(reviewed)
    (report,) = (told for told in data["reports"] if told["name"] == "宁国.txt")
    start, end, before, rule = report["repairs"][0]
    assert rule == "gbk-as-latin1"
    assert report["text"][start:end] == before.encode("latin-1").decode("gbk")


def test_text_of_reports_is_never_markup(reviewed: list[Reviewed]) -> None:
    html, _ = written(reviewed)
    assert "<script>window.hacked" not in html
    assert "<img" not in html
    assert "\u2028" not in html
    assert "{{" not in html.split('id="data"')[1].split("</script>")[0].replace("{{7*7}}", "")


def test_no_report_makes_a_page_too() -> None:
    assert page_data([], catalogue())["reports"] == []


def test_the_same_reports_give_the_same_page(reviewed: list[Reviewed]) -> None:
    assert written(reviewed)[0] == written(reviewed)[0]
