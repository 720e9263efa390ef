"""No expression may go back and forth in a text: a hostile report of a megabyte must come to its end.

A sentence has at most 1000 characters (``reading.sentences`` cuts longer ones), so that what is searched in sentences
meets hostile sentences here; what is searched in whole reports meets a hostile megabyte. The time that is allowed is a
guard against expressions that would take hours, many times what any of them needs.
"""

from collections.abc import Iterator

import pytest
import regex
from tests.expressions import all_expressions

from cadrestats.patterns import library
from cadrestats.patterns.literals import told

EXPRESSIONS = all_expressions()
#: What is repeated to make a hostile text.
REPEATED = (
    "1",
    "一",
    "老",
    "全市离退休干部",
    "党支部、",
    "2023年",
    "  ",
    "，",
    "《",
    "“",
    '"',
    "a",
    "1、",
    "(",
    "县的",
    "a1",
    "在",
)
SENTENCE, MEGABYTE, GUARD = 1000, 1_000_000, 60


def hostile(expression: regex.Pattern[str]) -> Iterator[str]:
    """What an expression may stumble over: common characters, and its own literals."""
    known = told(expression.pattern)
    yield from REPEATED
    yield from sorted(known.begins or ())[:2]
    yield from sorted(known.holds or ())[:2]


@pytest.mark.parametrize("name", EXPRESSIONS)
def test_no_sentence_holds_an_expression_up(name: str) -> None:
    expression = EXPRESSIONS[name]
    for part in hostile(expression):
        text = (part * SENTENCE)[:SENTENCE]
        for words in (text, text[:-1] + "队", text[:-1] + "。"):
            sum(1 for _ in expression.finditer(words, timeout=GUARD))


WHOLE = {
    "quotations": "cadrestats.context.places._QUOTED",
    "titles": "cadrestats.context.dates._TITLE",
    "years": "cadrestats.context.dates._WRITTEN_OUT",
    "clauses": "cadrestats.context.clauses._BEGINNING",
    "townships": "cadrestats.context.townships._KIND",
    "sentences": "cadrestats.reading.sentences._END",
    **{f"scope {name}": f"PlaceScopes {name}" for name, _ in library().places.scope},
}


@pytest.mark.parametrize("name", WHOLE.values(), ids=WHOLE)
def test_no_report_holds_an_expression_up(name: str) -> None:
    expression = EXPRESSIONS[name]
    known = told(expression.pattern)
    for part in ("1", "“", "《", "全市离退休干部", *sorted(known.begins or ())[:1]):
        text = (part * (MEGABYTE // len(part) + 1))[:MEGABYTE]
        sum(1 for _ in expression.finditer(text, timeout=GUARD))


#: Expressions for runs of characters that have no longest one, and what such runs are made of.
RUNS = (
    ("rule date.day", "1、"),
    ("rule ordinal.heading", " "),
    ("rule slogan.formula", "1"),
    ("rule slogan.formula", "1+"),
    ("rule address.house", "1"),
    ("rule name.code", "1"),
    ("rule name.code", "a"),
    ("period flow", "1"),
    ("marker 12 (now)", "1"),
    ("marker 12 (now)", "一"),
)


@pytest.mark.parametrize(("name", "part"), RUNS)
def test_no_run_is_gone_through_again_and_again(name: str, part: str) -> None:
    text = (part * MEGABYTE)[:MEGABYTE]
    sum(1 for _ in EXPRESSIONS[name].finditer(text, timeout=GUARD))
