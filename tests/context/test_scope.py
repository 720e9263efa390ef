"""Whose figure it is: one sentence of our own for each construction, in ``scope_cases.toml``."""

import tomllib
from functools import cache
from pathlib import Path

import pytest

from cadrestats.context.bodies import BodyFinder
from cadrestats.context.gazetteer import Place, gazetteer
from cadrestats.context.scope import Scope, ScopeFinder, scope_of
from cadrestats.models import Block, Figure, Report, Wording
from cadrestats.patterns import library

CASES = tomllib.loads(Path(__file__).with_name("scope_cases.toml").read_text("utf-8"))["case"]


@cache
def bodies() -> BodyFinder:
    return BodyFinder(library(), gazetteer())


def report_of(title: str, marked: str) -> tuple[Report, Figure]:
    """A report with the lines of a case as its blocks, and the figure in brackets."""
    lines = [line for line in marked.split("\n") if line]
    texts = [title] * bool(title) + [line.removeprefix("# ") for line in lines]
    kinds = ["title"] * bool(title) + ["heading" if line.startswith("# ") else "paragraph" for line in lines]
    text = "\n".join(texts)
    start, end = text.index("["), text.index("]") - 1
    figure = Figure(start=start, end=end, text=text[start + 1 : end + 1], value=1, unit=text[end])
    blocks, at = [], 0
    for kind, line in zip(kinds, texts, strict=True):
        length = len(line.replace("[", "").replace("]", ""))
        blocks.append(Block(kind=kind, start=at, end=at + length))
        at += length + 1
    plain = text.replace("[", "").replace("]", "")
    return Report(name="case.txt", text=plain, title=title, blocks=tuple(blocks)), figure


def wording_of(report: Report, figure: Figure) -> Wording:
    said = report.text[: figure.start]
    cut = max(said.rfind(mark) for mark in "，。；：\n“") + 1
    return Wording(subject="", lead=said[cut:], tail=report.text[figure.end :].split("，")[0])


def found(report: Report, figure: Figure, wording: Wording, place: Place) -> Scope:
    return scope_of(ScopeFinder(report, bodies()).governor(figure, wording), place)


@pytest.mark.parametrize("case", CASES, ids=[case["why"] for case in CASES])
def test_level_and_entity(case):
    report, figure = report_of(case.get("title", ""), case["text"])
    scope = found(report, figure, wording_of(report, figure), Place(*case["place"]))
    assert scope == Scope(case["level"], case.get("entity", ""))


def test_what_is_counted_is_not_who_counts():
    report, figure = report_of("", "市老年大学的社团有[21个]。")
    wording = Wording(subject="市老年大学", lead="市老年大学有", tail="")
    assert found(report, figure, wording, Place("江西省", "赣州市")) == Scope("city")


def test_a_report_without_any_place_is_a_citys():
    report, figure = report_of("", "办班[3期]。")
    assert found(report, figure, wording_of(report, figure), Place()) == Scope("city")
