"""Annotated reports, and how much of their gold tables a table of statistics gives.

A row is right where its value, unit, indicator, city, district and year are those of a gold row whose words its
sentence holds. It is the comparison of the project's quality gate, but for what a repeat or a half sentence is worth.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from cadrestats.models import Report, Statistic
from cadrestats.pipeline import read

ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared"
SETS = {"own": (ROOT / "data/raw", ROOT / "tests/gold"), "shared": (SHARED / "reports", SHARED / "gold")}
KEY_FIELDS = ("unit", "indicator", "city", "district", "year")


class Annotated(NamedTuple):
    """A report as it reads undamaged, and its gold table."""

    report: Report
    gold: tuple[dict[str, str], ...]


def annotated(name: str) -> tuple[Annotated, ...]:
    """The annotated reports of a set, ``own`` or ``shared``; none where the set is not at hand."""
    reports, gold = SETS[name]
    found = []
    for table in sorted(gold.glob("*.csv")):
        file = next(path for path in sorted(reports.glob("*.txt")) if path.name.startswith(table.stem))
        with table.open(encoding="utf-8-sig", newline="") as lines:
            found.append(Annotated(read(file.read_bytes(), file.name), tuple(csv.DictReader(lines))))
    return tuple(found)


def row_f1(pairs: Iterable[tuple[Sequence[Statistic], Sequence[dict[str, str]]]]) -> float:
    """The harmonic mean of how many rows are right and how many gold rows are given."""
    right = rows = asked = 0
    for statistics, gold in pairs:
        left = [(_bare(row.sentence), row) for row in statistics]
        # What must be found first, then what is neither asked for nor punished.
        for wanted in sorted(gold, key=lambda one: one["status"] != "stat"):
            at = next((i for i, (said, row) in enumerate(left) if _is_right(row, said, wanted)), None)
            if at is not None:
                del left[at]
                right += wanted["status"] == "stat"
                rows += wanted["status"] == "stat"
        rows += len(left)
        asked += sum(wanted["status"] == "stat" for wanted in gold)
    return 2 * right / (rows + asked)


def _is_right(row: Statistic, said: str, wanted: dict[str, str]) -> bool:
    """Whether a row is what a gold row asks for; of an optional one, no more than the value and the place count."""
    if abs(row.value - float(wanted["value"])) > 1e-6 * max(1.0, abs(row.value)) or not _overlap(wanted, said):
        return False
    return wanted["status"] != "stat" or all(_accepts(wanted[field], getattr(row, field)) for field in KEY_FIELDS)


def _overlap(wanted: dict[str, str], said: str) -> bool:
    """Whether the sentence holds the gold row's words, or the better part of them with the figure."""
    anchor, figure = _bare(wanted["anchor"]), _bare(wanted["figure"])
    if anchor in said or said in anchor:
        return True
    left, figure, right = anchor.partition(figure)
    return any(part in said for part in (left[-4:] + figure, figure + right[:4]) if len(part) >= len(figure) + 2)


def _accepts(gold: str, got: object) -> bool:
    return ("" if got is None else str(got)) in [one.strip().replace("-", "") for one in gold.split("|")]


def _bare(text: str) -> str:
    """Letters, digits and Hanzi alone, so that layout and marks do not matter."""
    folded = re.sub(r"\.(?!\d)", "", unicodedata.normalize("NFKC", text))
    return "".join(char for char in folded if unicodedata.category(char)[0] in "LN" or char in "%.")
