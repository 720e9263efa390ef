"""Ties the mentions of one statistic together: a report's headline, lead and body often give the same figure."""

from __future__ import annotations

from collections.abc import Sequence

from cadrestats.models import Report, Statistic

#: Measure words that newspapers use one for another when they repeat a figure.
_ALIKE = {"场": "场次", "名": "人", "位": "人"}
#: The same number of so many digits, of the same indicator at the same place, is hardly a coincidence; 5000 may be.
_TELLING = 3
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
    titles = _titles(report)
    groups: list[list[Statistic]] = []
    best: dict[tuple[object, ...], dict[int, Statistic]] = {}
    for row in rows:
        same_value = best.setdefault((row.value, row.value_max, _ALIKE.get(row.unit, row.unit)), {})
        place = next((i for i, known in same_value.items() if _same(known, row, titles)), len(groups))
        if place == len(groups):
            groups.append([])
        groups[place].append(row)
        if place not in same_value or same_value[place].indicator != row.indicator:
            same_value[place] = _best(groups[place], titles)
    return [(_told(mentions, titles), mentions) for mentions in groups]


def _told(mentions: Sequence[Statistic], titles: Sequence[tuple[int, int]]) -> Statistic:
    """What is known of a statistic, in the words in which the report gives it first."""
    if len(mentions) == 1:
        return mentions[0]
    first = {field: getattr(mentions[0], field) for field in _WORDS}
    return _best(mentions, titles).model_copy(update={**first, "mentions": len(mentions)})


def _titles(report: Report) -> list[tuple[int, int]]:
    return [(block.start, block.end) for block in report.blocks if block.kind == "title"]


def _same(first: Statistic, again: Statistic, titles: Sequence[tuple[int, int]]) -> bool:
    """Whether two rows of the same value give the same statistic; two figures of one sentence never do."""
    if first.sentence == again.sentence and abs(first.start - again.start) < len(first.sentence):
        return False
    if any(a <= first.start < z for a, z in titles):
        return first.indicator == again.indicator or "other" in (first.indicator, again.indicator) or first.value > 1
    if (first.city, first.district) != (again.city, again.district):
        return False
    alike = _likeness(first.subject, again.subject) >= _SAME_SUBJECT
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


def _best(mentions: Sequence[Statistic], titles: Sequence[tuple[int, int]]) -> Statistic:
    """The first mention that knows the indicator.

    One of the body that agrees with it goes before the headline, which says too little of place and year.
    """
    knowing = next((row for row in mentions if row.indicator != "other"), mentions[0])
    in_body = (
        row for row in mentions if row.indicator == knowing.indicator and not any(a <= row.start < z for a, z in titles)
    )
    return next(in_body, knowing)
