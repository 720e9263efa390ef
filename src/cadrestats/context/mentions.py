"""Ties the mentions of one statistic together: a report's headline, lead and body often give the same figure."""

from __future__ import annotations

from collections.abc import Sequence

from cadrestats.models import Report, Statistic

#: Measure words that newspapers use one for another when they repeat a figure.
_ALIKE = {"场": "场次", "名": "人", "位": "人"}
#: The same number of so many digits, of the same indicator at the same place, is hardly a coincidence; 5000 may be.
_TELLING = 3
#: Indicators of people that are counted and no more said of them.
_GENERAL = frozenset({"retired_cadres", "lixiu_cadres", "retired_party_members"})
#: Up to this number a headline and the body under it may well count different things.
_FEW = 5
_SAME_SUBJECT = 0.5
#: What a row gives of the mention itself.
_WORDS = ("figure", "unit", "bound", "sentence", "start", "end")


def merged(report: Report, rows: Sequence[Statistic]) -> tuple[Statistic, ...]:
    """One row per statistic: what a report gives again adds to the mentions of the row that knows most.

    Args:
        report: The report that the rows come from.
        rows: A row for each figure, in the order of the text.
    """
    return tuple(row for row, _ in grouped(report, rows))


def grouped(report: Report, rows: Sequence[Statistic]) -> list[tuple[Statistic, list[Statistic]]]:
    """The row of each statistic with all its mentions, both in the order of the text.

    Args:
        report: The report that the rows come from.
        rows: A row for each figure, in the order of the text.
    """
    layout = _Layout(report)
    groups: list[list[Statistic]] = []
    best: dict[tuple[object, ...], dict[int, Statistic]] = {}
    for row in rows:
        same_value = best.setdefault((row.value, row.value_max, _ALIKE.get(row.unit, row.unit)), {})
        place = next((i for i, known in same_value.items() if _same(known, row, layout)), len(groups))
        if place == len(groups):
            groups.append([])
        groups[place].append(row)
        if place not in same_value or same_value[place].indicator != row.indicator:
            same_value[place] = _best(groups[place], layout)
    return [(_told(mentions, layout), mentions) for mentions in groups]


def _told(mentions: Sequence[Statistic], layout: _Layout) -> Statistic:
    """What is known of a statistic, in the words in which the report gives it first."""
    if len(mentions) == 1:
        return mentions[0]
    first = {field: getattr(mentions[0], field) for field in _WORDS}
    return _best(mentions, layout).model_copy(update={**first, "mentions": len(mentions)})


class _Layout:
    """Where a report announces its figures before it gives them.

    Args:
        report: The report.
    """

    def __init__(self, report: Report) -> None:
        self._text = report.text
        self._titles = [(block.start, block.end) for block in report.blocks if block.kind == "title"]
        headings = [block for block in report.blocks if block.kind == "heading"]
        ends = [*(block.start for block in headings[1:]), len(report.text)]
        self._sections = [(block.start, block.end, end) for block, end in zip(headings, ends, strict=False)]

    def in_title(self, row: Statistic) -> bool:
        """Whether a row stands in the headline."""
        return any(start <= row.start < end for start, end in self._titles)

    def announces(self, first: Statistic, again: Statistic) -> bool:
        """Whether a row stands in a heading, and another in what stands under it."""
        return any(start <= first.start < middle <= again.start < end for start, middle, end in self._sections)

    def points_back(self, row: Statistic) -> bool:
        """Whether a figure is one that was just named: 这3.3万人."""
        return self._text[max(row.start - 1, 0) : row.start] in ("这", "那")


def _same(first: Statistic, again: Statistic, layout: _Layout) -> bool:
    """Whether two rows of the same value give the same statistic; two figures of one sentence never do."""
    if first.sentence == again.sentence and abs(first.start - again.start) < len(first.sentence):
        return False
    if layout.points_back(again):
        return True
    alike = _likeness(first.subject, again.subject) >= _SAME_SUBJECT
    if layout.in_title(first) or layout.announces(first, again):
        if first.indicator == again.indicator == "other":
            return alike or first.value > _FEW
        return first.indicator == again.indicator or "other" in (first.indicator, again.indicator) or first.value > 1
    if (first.city, first.district) != (again.city, again.district):
        return False
    if first.indicator != again.indicator:
        return "other" in (first.indicator, again.indicator) and alike and _digits(first) >= _TELLING
    return alike or (first.indicator != "other" and _digits(first) >= _TELLING)


def _digits(row: Statistic) -> int:
    """How many digits the number has before its zeros."""
    return (
        len(f"{row.value:g}".replace(".", "").rstrip("0")) if row.value < 1e6 else len(str(int(row.value)).rstrip("0"))
    )


def _likeness(one: str, other: str) -> float:
    """How much of the shorter of two phrases the longer one holds, by characters; 0 to 1."""
    short, long = sorted((one, other), key=len)
    if not short:
        return 0.0
    return 1.0 if short in long else len(set(short) & set(long)) / len(set(short))


def _best(mentions: Sequence[Statistic], layout: _Layout) -> Statistic:
    """The first mention that knows most of what is counted.

    One of the body that agrees with it goes before the headline, which says too little of place and year.
    """
    if len(mentions) == 1:
        return mentions[0]
    first = min(mentions, key=_vagueness)
    in_body = (row for row in mentions if row.indicator == first.indicator and not layout.in_title(row))
    return next(in_body, first)


def _vagueness(row: Statistic) -> int:
    """What people do says more than how many there are of them, and that more than nothing."""
    return 2 if row.indicator == "other" else int(row.indicator in _GENERAL)
