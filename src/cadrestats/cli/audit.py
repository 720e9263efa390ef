"""``cadrestats audit``: what became of every numeral."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, TYPE_CHECKING, Annotated

import typer

from cadrestats.cli.options import Debug, Jobs, OwnPatterns, Paths, Published, TextColumn
from cadrestats.cli.terminal import SOME_FAILED, ending_in_words, readable, tell

if TYPE_CHECKING:
    from cadrestats.engines import Outcome
    from cadrestats.models import Account

EXAMPLES = """\b
Examples:
  cadrestats audit 通讯.txt
      a table of the numerals of a report: row, repeat, or which kind of non-statistic, and why
  cadrestats audit reports -o 数字.csv
      the same of a folder, for a spreadsheet
  cadrestats audit reports | grep ,other,
      the rows that no pattern knows
"""


def audit(
    paths: Paths = None,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE", help="Write CSV there; - is stdout.  [default: stdout]"),
    ] = None,
    published: Published = "",
    text_column: TextColumn = "",
    own_patterns: OwnPatterns = None,
    jobs: Jobs = None,
    debug: Debug = False,
) -> None:
    """Account for every numeral of reports: its row, the row it repeats, or why it is no statistic.

    At a terminal a table, else CSV with more columns: place and year, and what each was read from.

    Exit status: 0; 1 where some reports could not be read; 2 for wrong usage.
    """
    from cadrestats import engines
    from cadrestats.models import Defaults
    from cadrestats.output import accounts, tables
    from cadrestats.patterns import PatternError

    failures: list[str] = []
    fates: Counter[str] = Counter()
    run = engines.audited(
        paths or ["data/raw"], Defaults(published=published), text_column, own_patterns, engines.Processes(jobs)
    )
    with ending_in_words(output or "stdout", PatternError):
        found = _counted(readable(run, failures, debug=debug), fates)
        if output is None and sys.stdout.isatty():
            accounts.print_table(found)
        else:
            target: Path | IO[bytes] = output if output and output != Path("-") else sys.stdout.buffer
            tables.write_csv(found, target, columns=accounts.COLUMNS)
    tell(accounts.summary(fates))
    if failures:
        raise typer.Exit(SOME_FAILED)


def _counted(outcomes: Iterable[Outcome], fates: Counter[str]) -> Iterator[Account]:
    """Pass the accounts on, counting which fate numerals met."""
    for outcome in outcomes:
        fates.update(account.fate for account in outcome.accounts)
        yield from outcome.accounts
