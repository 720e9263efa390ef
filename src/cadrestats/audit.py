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
from cadrestats.models import Account, Defaults, Figure, Report, Reviewed, Sentence, Statistic
from cadrestats.pipeline import in_script_of, in_simplified, interpreter
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
    return reviewed(report, defaults, own_patterns).accounts


def reviewed(report: Report, defaults: Defaults = Defaults(), own_patterns: Path | None = None) -> Reviewed:
    """A report laid open: its sentences, the rows that ``extract`` gives, and the account of each numeral.

    Args:
        report: The report.
        defaults: Date and place, where the report does not tell them.
        own_patterns: A folder with the user's own pattern files.
    """
    plain = in_simplified(report)
    knows = interpreter(own_patterns)
    groups = grouped(plain, list(knows.rows(plain, defaults)))
    rows: dict[int, tuple[Statistic, int]] = {}  # of a figure with several rows, the first that stands in the table
    for own, mentions in groups:
        rows |= {row.start: (row, own.start) for row in mentions if row.start not in rows}
    for own, _ in reversed(groups):
        rows[own.start] = (own, own.start)
    sentences = split(plain)
    return Reviewed(
        report=report,
        sentences=tuple(sentence._replace(text=report.text[sentence.start : sentence.end]) for sentence in sentences),
        statistics=tuple(own if plain.text == report.text else in_script_of(report, plain, own) for own, _ in groups),
        accounts=tuple(
            _account(report, sentence, figure, rows.get(figure.start))
            for sentence in sentences
            for figure in knows.scanner.scan(sentence)
        ),
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
    row, at = found
    own = row.start == at
    return Account(
        fate="row" if own else "repeat",
        reason=(row.pattern or "no pattern knows it") if own else f"of the row at {at}",
        row=at,
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
