"""Shows what became of each numeral: a table at a terminal, CSV for a file or another program."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from rich.console import Console
from rich.table import Table

from cadrestats.models import Account

COLUMNS: tuple[str, ...] = tuple(Account.model_fields)
"""The columns of the CSV table, in order."""

#: What a terminal is wide enough for: the account's column → its heading.
_SHOWN = {"report": "report", "figure": "figure", "fate": "fate", "reason": "why", "indicator": "indicator",
          "subject": "what", "place": "where", "year": "year"}  # fmt: skip


def print_table(accounts: Iterable[Account], console: Console | None = None) -> None:
    """Print accounts as a table that fits the console's width.

    Args:
        accounts: The accounts.
        console: Where to; stdout unless told.
    """
    table = Table(box=None, pad_edge=False, header_style="bold")
    for column, heading in _SHOWN.items():
        table.add_column(heading, no_wrap=column in ("figure", "fate", "year"), overflow="ellipsis")
    for account in accounts:
        style = "" if account.fate == "row" else "dim"
        table.add_row(*(_text(getattr(account, column)) for column in _SHOWN), style=style)
    (console or Console()).print(table, markup=False)


def summary(fates: Counter[str]) -> str:
    """How many numerals met which fate, in one line.

    Args:
        fates: Their number by fate.

    >>> summary(Counter(row=2, date=3))
    'numerals 5: date 3, row 2'
    """
    kinds = [f"{fate} {count}" for fate, count in sorted(fates.items(), key=lambda item: (-item[1], item[0]))]
    return f"numerals {sum(fates.values())}" + (f": {', '.join(kinds)}" if kinds else "")


def _text(value: object) -> str:
    return "" if value is None else str(value)
