"""What the review page knows, as small as it can be said: columns of numbers, and each word that recurs once.

The page of 2,000 reports is opened by a browser, so that nothing is said twice: a sentence is told by its place in the
text, a place, an indicator or a pattern by its number in a list. All places count characters (code points).
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from hashlib import sha256
from typing import Any

from cadrestats.models import Correction, Reviewed, Statistic
from cadrestats.output.tables import COLUMNS
from cadrestats.patterns import Indicator

#: Columns of a row that recur from row to row.
_RECURRING = ("level", "entity", "year", "period", "indicator", "bound", "unit", "pattern", "place_from", "year_from")
#: Columns that are told as they are.
_PLAIN = ("subject", "value", "value_max", "start", "end", "mentions")


class _Numbered:
    """Gives each value that recurs a number."""

    def __init__(self) -> None:
        self.number: dict[Hashable, int] = {}

    def __call__(self, value: Hashable) -> int:
        return self.number.setdefault(value, len(self.number))

    @property
    def values(self) -> list[Hashable]:
        return list(self.number)


def page_data(reports: Iterable[Reviewed], indicators: Mapping[str, Indicator]) -> dict[str, Any]:
    """All that the page shows, ready to be written as JSON.

    Args:
        reports: The reports, laid open.
        indicators: The catalogue of indicators by id, in the order of their families.

    Returns:
        ``indicators`` and ``columns`` (of the table and of corrections) as they are; ``reports``, one object each:
        ``blocks`` are triples of kind, start and end, ``sentences`` pairs of start and end, ``repairs`` rows of start,
        end, garbled text and rule, ``marks`` rows of start, end, fate, reason and the place of the row (-1 where the
        numeral is no statistic); ``rows``, columns as long as there are rows; ``lists``, what the numbers in them mean.
    """
    lists: dict[str, _Numbered] = {name: _Numbered() for name in (*_RECURRING, "place", "kind", "fate", "reason")}
    rows: dict[str, list[Any]] = {name: [] for name in ("report", "place", "sentence", *_RECURRING, *_PLAIN)}
    told = []
    for number, report in enumerate(reports):
        told.append(_report(report, lists))
        sentences = {place: order for order, s in enumerate(report.sentences) for place in range(s.start, s.end)}
        for row in report.statistics:
            _add(rows, lists, row, number, sentences[row.start])
    return {
        "columns": COLUMNS,
        "corrections": tuple(Correction.model_fields),
        "indicators": [
            {"id": one.id, "family": one.family, "zh": one.name_zh, "en": one.name_en} for one in indicators.values()
        ],
        "lists": {name: numbered.values for name, numbered in lists.items()},
        "rows": rows,
        "reports": told,
    }


def _add(rows: dict[str, list[Any]], number_in: Mapping[str, _Numbered], row: Statistic, report: int, s: int) -> None:
    rows["report"].append(report)
    rows["sentence"].append(s)
    rows["place"].append(number_in["place"]((row.province, row.city, row.district)))
    for name in _RECURRING:
        rows[name].append(number_in[name](getattr(row, name)))
    for name in _PLAIN:
        rows[name].append(getattr(row, name))


def _report(reviewed: Reviewed, number_in: Mapping[str, Callable[[Hashable], int]]) -> dict[str, Any]:
    report = reviewed.report
    # The browser keeps corrections by what a report says, so that two pages share them and a changed report has none.
    contents = sha256(f"{report.name}\0{report.text}".encode()).hexdigest()[:20]
    return {
        "name": report.name,
        "title": report.title,
        "published": next((row.published for row in reviewed.statistics), report.published),
        "contents": contents,
        "text": report.text,
        "blocks": [part for b in report.blocks for part in (number_in["kind"](b.kind), b.start, b.end)],
        "sentences": [place for s in reviewed.sentences for place in (s.start, s.end)],
        "repairs": [(r.start, r.end, r.before, r.rule) for r in report.repairs if r.start < r.end],
        "marks": [
            part
            for a in reviewed.accounts
            for part in (
                a.start,
                a.end,
                number_in["fate"](a.fate),
                number_in["reason"](a.reason if a.row is None else ""),
                -1 if a.row is None else a.row,
            )
        ],
    }
