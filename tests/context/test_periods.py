"""Stock, flow, cumulative figure and rate: one sentence of our own for each construction, in ``period_cases.csv``."""

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cadrestats.context.periods import PeriodReader
from cadrestats.models import Figure, Wording
from cadrestats.patterns import library

with Path(__file__).with_name("period_cases.csv").open(encoding="utf-8", newline="") as file:
    CASES = list(csv.DictReader(file))

READER = PeriodReader(library().scope.periods)
UNITS = (
    "人次",
    "户次",
    "场次",
    "万元",
    "小时",
    "个",
    "名",
    "人",
    "场",
    "期",
    "册",
    "条",
    "份",
    "起",
    "位",
    "支",
    "所",
    "元",
    "成",
    "%",
)


def figure_of(words: str, start: int) -> Figure:
    unit = next(unit for unit in UNITS if words.endswith(unit)).removeprefix("万")
    return Figure(start=start, end=start + len(words), text=words, value=1, unit=unit)


@pytest.mark.parametrize("case", CASES, ids=[case["comment"] for case in CASES])
def test_period(case):
    said, rest = case["sentence"].split("[")
    words, tail = rest.split("]")
    lead = said[max(said.rfind(mark) for mark in "，。；") + 1 :]
    wording = Wording(subject=case["subject"] or "", lead=lead, tail=tail.rstrip("。").split("，")[0])
    figure = figure_of(words, len(said))
    indicator = case["indicator"] or ""
    period = READER.period_of(figure, wording, said, case["earlier"], case["level"], indicator, tail)
    assert period == case["period"]


@given(st.text(alphabet="今年以来近累计现有每月举办，的三", max_size=20), st.sampled_from(["%", "‰", "成"]))
def test_a_share_is_a_rate_whatever_stands_before_it(said, unit):
    figure = Figure(start=0, end=1, text=unit, value=1, unit=unit)
    assert READER.period_of(figure, Wording(subject="", lead=said, tail=""), said) == "rate"
