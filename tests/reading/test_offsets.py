"""A repaired stretch is found in the readable text, whatever else was repaired and moved."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cadrestats.models import Repair
from cadrestats.pipeline import read
from cadrestats.reading.mojibake import repair
from cadrestats.reading.offsets import moved, placed
from cadrestats.reading.stretches import Stretch

RAW = sorted((Path(__file__).parents[2] / "data" / "raw").glob("*.txt"))
WORDS = ["老干部志愿服务队", "ÀÏ¸É²¿¹¤×÷", "â€œé“¶é¾„â€\x9d", "12 Ãû", "\n", " ", "café", "**", "。", "１２", "\u200b"]


def as_latin1(text: str) -> str:
    return text.encode("gbk").decode("latin-1")


def as_utf8_seen_as_cp1252(text: str) -> str:
    return text.encode().decode("latin-1")


@given(st.lists(st.sampled_from(WORDS), max_size=12).map("".join))
def test_every_repair_stands_where_it_says(text: str) -> None:
    fixed, repairs = repair(text)
    for done in repairs:
        assert 0 <= done.start <= done.end <= len(fixed)
    last = repairs[-1:]
    assert [fixed[done.start : done.end] for done in last] == [done.after for done in last]


def test_a_repair_of_a_repair_stands_in_the_same_place() -> None:
    twice = as_utf8_seen_as_cp1252(as_latin1("海宁市的老年大学开了三个班"))
    fixed, repairs = repair(f"本县消息\n{twice}，大家都来了")
    assert {fixed[done.start : done.end] for done in repairs} == {"海宁市的老年大学开了三个班"}
    assert len(repairs) > 1


def test_a_stretch_that_is_taken_out_leaves_its_neighbours_in_place() -> None:
    first = Repair(rule="x", line=1, before="ÀÏ", after="老", start=5, end=6)
    assert [(r.start, r.end) for r in moved([first], [Stretch(0, 3, "", "y")])] == [(2, 3)]
    assert [(r.start, r.end) for r in moved([first], [Stretch(4, 8, "甲乙", "y")])] == [(4, 6)]
    assert [(r.start, r.end) for r in moved([first], [Stretch(6, 8, "", "y")])] == [(5, 6)]


def test_layout_is_followed() -> None:
    text = "标题\n\n全区有志愿\n者30名，\n志愿者都来了"
    done = Repair(
        rule="x", line=5, before="?", after="志愿者", start=text.rindex("志愿者"), end=text.rindex("志愿者") + 3
    )
    readable = "标题\n全区有志愿者30名，志愿者都来了"
    assert [(r.start, r.end) for r in placed([done], text, readable)] == [(13, 16)]


def test_what_layout_took_out_stands_nowhere() -> None:
    done = Repair(rule="x", line=1, before="?", after="**", start=0, end=2)
    assert [(r.start, r.end) for r in placed([done], "**老干部**", "老干部")] == [(0, 0)]


@pytest.mark.parametrize("path", RAW, ids=lambda path: path.stem)
def test_repairs_of_a_report_stand_in_its_readable_text(path: Path) -> None:
    report = read(path.read_bytes(), path.name)
    for done in report.repairs:
        assert "".join(report.text[done.start : done.end].split()) == "".join(done.after.split())


def test_repairs_of_a_headline_stand_in_it() -> None:
    report = read("正文有12个党支部。\n".encode(), "a.txt", as_latin1("老干部工作会议召开"))
    assert [report.text[r.start : r.end] for r in report.repairs] == ["老干部工作会议召开"]
