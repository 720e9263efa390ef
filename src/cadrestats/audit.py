"""Accounts for every numeral of a report: it is in a row, repeats one, or is no statistic, and why.

The law: numerals in = numerals accounted for. Every figure that the scanner finds gives exactly one account, and the
scanner finds every character of a numeral (``uncounted`` names those that it would miss).
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import regex

from cadrestats.context.mentions import grouped
from cadrestats.models import Account, Defaults, Figure, Report, Sentence, Statistic
from cadrestats.pipeline import in_simplified, interpreter
from cadrestats.reading.sentences import split

#: A digit, or a Chinese numeral that stands for a number by itself.
_DIGITS = regex.compile(r"[0-9０-９]+|[〇一二三四五六七八九十百千万亿两]+")


def accounts(report: Report, defaults: Defaults = Defaults(), own_patterns: Path | None = None) -> tuple[Account, ...]:
    """One account for every numeral of a report, in the order of the text.

    Args:
        report: The report.
        defaults: Date and place, where the report does not tell them.
        own_patterns: A folder with the user's own pattern files.
    """
    plain = in_simplified(report)
    knows = interpreter(own_patterns)
    rows: dict[int, tuple[Statistic, int]] = {}
    for mentions in grouped(plain, list(knows.rows(plain, defaults))):
        first = mentions[0].start
        rows |= {row.start: (row, first) for row in mentions if row.start not in rows}
    return tuple(
        _account(report, sentence, figure, rows.get(figure.start))
        for sentence in split(plain)
        for figure in knows.scanner.scan(sentence)
    )


def _account(report: Report, sentence: Sentence, figure: Figure, found: tuple[Statistic, int] | None) -> Account:
    words: dict[str, Any] = {
        "report": report.name,
        "start": figure.start,
        "end": figure.end,
        "figure": report.text[figure.start : figure.end],
        "sentence": report.text[sentence.start : sentence.end],
    }
    if found is None:
        return Account(fate=figure.verdict, reason=figure.reason, **words)
    row, first = found
    own = row.start == first
    return Account(
        fate="row" if own else "repeat",
        reason=(row.pattern or "no pattern knows it") if own else f"of the row at {first}",
        indicator=row.indicator,
        subject=row.subject,
        place=" ".join(filter(None, (row.province, row.city, row.district))),
        place_from=row.place_from,
        year=row.year,
        year_from=row.year_from,
        **words,
    )


def uncounted(report: Report, defaults: Defaults = Defaults()) -> Iterator[tuple[int, str]]:
    """Numerals that no account covers, with their offsets; by the law there are none.

    Args:
        report: The report.
        defaults: Date and place, where the report does not tell them.
    """
    covered = {i for account in accounts(report, defaults) for i in range(account.start, account.end)}
    for match in _DIGITS.finditer(in_simplified(report).text):
        if not covered.issuperset(range(*match.span())):
            yield match.start(), match[0]
