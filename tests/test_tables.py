"""Tables of sentences that people annotated who had not seen the patterns; ``sentences_3`` came with patterns.

What the tool still gets wrong stands in ``known_failures.txt``; a sentence that comes right must leave that list.
"""

import json
from pathlib import Path

import pytest

from cadrestats.models import Block, Report
from cadrestats.pipeline import statistics

TABLES = Path(__file__).parent / "tables"
KNOWN_FAILURES = frozenset((TABLES / "known_failures.txt").read_text("utf-8").splitlines())
CASES = [json.loads(line) for file in sorted(TABLES.glob("*.jsonl")) for line in file.read_text("utf-8").splitlines()]


def mistakes(case: dict) -> list[str]:
    """What the tool says of a sentence that its annotator does not."""
    text = case["text"]
    blocks = (Block(kind="paragraph", start=0, end=len(text)),)
    rows = list(statistics(Report(name="", text=text, blocks=blocks)))
    wrong = []
    for gold in case["rows"]:
        row = next((r for r in rows if r.figure == gold["figure"]), None)
        if row is None:
            wrong.append(f"missed {gold['figure']}")
            continue
        rows.remove(row)
        got = (row.value, row.value_max, row.bound)
        if got != (gold["value"], gold.get("value_max"), gold["bound"]):
            wrong.append(f"{row.figure}: {got}")
        if row.unit not in gold.get("unit", "").split("|") or row.indicator not in gold["indicator"].split("|"):
            wrong.append(f"{row.figure}: {row.unit} {row.indicator} by {row.pattern}")
    optional = case.get("optional", [])
    return wrong + [f"false {r.figure}" for r in rows if not any(o in r.figure or r.figure in o for o in optional)]


@pytest.mark.parametrize(
    "case",
    [
        pytest.param(
            case,
            id=case["text"][:24],
            marks=[pytest.mark.xfail(strict=True)] if case["text"] in KNOWN_FAILURES else [],
        )
        for case in CASES
    ],
)
def test_a_sentence_gives_the_rows_that_its_annotator_wrote(case: dict) -> None:
    assert mistakes(case) == []


def test_known_failures_are_sentences_of_the_tables() -> None:
    assert {case["text"] for case in CASES} >= KNOWN_FAILURES


def test_the_tables_are_large_and_mostly_right() -> None:
    assert len(CASES) >= 500
    assert len(KNOWN_FAILURES) <= 0.12 * len(CASES)
