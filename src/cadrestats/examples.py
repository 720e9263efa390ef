"""Runs the examples and counter-examples that the pattern files carry.

An example is a sentence with the figure in square brackets: ``全市建成老党员之家[178个]。``
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import regex

from cadrestats.context.gazetteer import gazetteer
from cadrestats.models import Block, Defaults, Report, Sentence
from cadrestats.patterns import Library
from cadrestats.pipeline import Interpreter

_MARKED = regex.compile(r"\[([^\]]+)\]")


class Mistake(NamedTuple):
    """An example that does not come out as its pattern file says.

    Attributes:
        id: The pattern or rule.
        example: The example as it stands in the file.
        reason: What came out instead.
    """

    id: str
    example: str
    reason: str


def check(library: Library) -> Iterator[Mistake]:
    """Every mistake in the examples of a pattern library.

    Args:
        library: The pattern library.
    """
    interpreter = Interpreter(library, gazetteer())
    for rule in library.rules:
        for example in rule.examples:
            if rule.id not in _reasons(interpreter, example):
                yield Mistake(rule.id, example, "no numeral of it is caught by the rule")
        for example in rule.counter_examples:
            if rule.id in _reasons(interpreter, example):
                yield Mistake(rule.id, example, "a numeral of it is caught by the rule")
    for pattern in library.patterns:
        for example in pattern.examples:
            found = _found_by(interpreter, example)
            if found != pattern.id:
                yield Mistake(pattern.id, example, f"found by {found or 'no pattern'}")
        for example in pattern.counter_examples:
            if _found_by(interpreter, example) == pattern.id:
                yield Mistake(pattern.id, example, "found by the pattern all the same")


def steps(library: Library, text: str) -> Iterator[str]:
    """What the tool makes of a sentence, step by step, a line each.

    Args:
        library: The pattern library.
        text: The sentence.
    """
    interpreter = Interpreter(library, gazetteer())
    report = Report(name="", text=text, blocks=(Block(kind="paragraph", start=0, end=len(text)),))
    rows = {row.start: row for row in interpreter.rows(report, Defaults())}
    for figure in interpreter.scanner.scan(Sentence(start=0, end=len(text), block=0, text=text)):
        row = rows.get(figure.start)
        if row is None:
            yield f"{figure.text}: {figure.verdict} ({figure.reason})"
            continue
        number = f"{row.value:g}" + (f"–{row.value_max:g}" if row.value_max is not None else "")
        yield f"{figure.text}: {row.bound} {number} {row.unit}".rstrip()
        yield f"    counts     {row.subject}"
        yield f"    indicator  {row.indicator} ({row.pattern or 'no pattern knows it'})"
        place = " ".join(filter(None, (row.province, row.city, row.district)))
        yield f"    place      {place} ({row.place_from or 'none'})"
        yield f"    year       {row.year or 'none'} ({row.year_from or 'none'})"
        yield f"    whose      {row.level} {row.entity}".rstrip() + f"; {row.period}"


def _reasons(interpreter: Interpreter, text: str) -> set[str]:
    """The rules that catch numerals of a text."""
    sentence = Sentence(start=0, end=len(text), block=0, text=text)
    return {figure.reason for figure in interpreter.scanner.scan(sentence)}


def _found_by(interpreter: Interpreter, example: str) -> str | None:
    """The pattern that finds the marked figure; empty for ``other``, None where it is no statistic."""
    marked = _MARKED.search(example)
    if marked is None:
        raise ValueError(f"no figure stands in square brackets in {example!r}")
    text = _MARKED.sub(r"\1", example)
    report = Report(name="", text=text, blocks=(Block(kind="paragraph", start=0, end=len(text)),))
    return next((row.pattern for row in interpreter.rows(report, Defaults()) if row.start == marked.start()), None)
