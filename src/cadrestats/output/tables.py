"""Rows become tables: CSV for spreadsheets and programs, a DataFrame for pandas.

Lines of CSV end in LF, in files and on stdout alike: Excel reads that as well as CRLF, and Unix tools then
find no stray character in the last column. Cells are quoted as RFC 4180 says.
"""

from __future__ import annotations

import codecs
import csv
import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from pathlib import Path
from typing import IO, TYPE_CHECKING

from cadrestats.models import Account, Statistic
from cadrestats.output.files import replaced_whole

if TYPE_CHECKING:
    import pandas as pd

COLUMNS: tuple[str, ...] = tuple(Statistic.model_fields)
"""The columns of the table, in order."""

# What a spreadsheet takes for the start of a formula (OWASP, "CSV Injection"), the full-width forms that East
# Asian versions accept included. Apostrophes before it count too, so that removing one undoes the guard exactly.
_FORMULA = re.compile(r"'*[=+\-@＝＋－＠\t\r\n]")

Cell = str | int | float | None


class CharacterLacking(ValueError):
    """A character of the table does not exist in the encoding that the user asked for."""


def write_csv(
    rows: Iterable[Statistic] | Iterable[Account],
    target: Path | IO[bytes],
    encoding: str | None = None,
    columns: Sequence[str] = COLUMNS,
) -> None:
    """Write rows as CSV, one by one as they come.

    Args:
        rows: The rows.
        target: A file, which is replaced whole or not at all, or an open binary stream.
        encoding: A text encoding that Python knows, taken at its word. Without it, a file is UTF-8 with a
            byte order mark, by which Excel knows UTF-8, and a stream is UTF-8 without one.
        columns: The columns, in order.

    Raises:
        CharacterLacking: The encoding cannot express the table.
        OSError: The target cannot be written.
    """
    if isinstance(target, Path):
        with replaced_whole(target) as stream:
            _write(rows, stream, encoding or "utf-8-sig", columns)
    else:
        _write(rows, target, encoding or "utf-8", columns)


def frame(rows: Iterable[Statistic]) -> pd.DataFrame:
    """Make rows a pandas DataFrame.

    Args:
        rows: The rows.

    Returns:
        One row a statistic, with the columns of the CSV table under the same names. ``value`` and ``value_max``
        are floats (NaN where empty), ``year`` a nullable integer, ``start``, ``end`` and ``mentions`` integers,
        the others text.
    """
    import pandas as pd

    numbers = {"year": "Int64", "value": "float64", "value_max": "float64", "start": "int64", "end": "int64"}
    table = pd.DataFrame([row.model_dump() for row in rows], columns=list(COLUMNS))
    return table.astype({**numbers, "mentions": "int64"})


def cell(value: Cell) -> str:
    """Write a value as the text of a CSV cell.

    Args:
        value: Text, a number, or None.

    Returns:
        Numbers without exponent, thousands separator or trailing ``.0``; nothing for None. Text that a
        spreadsheet would take for a formula is preceded by an apostrophe, the spreadsheets' own mark for text.
    """
    if value is None:
        return ""
    if isinstance(value, str):
        return f"'{value}" if _FORMULA.match(value) else value
    if isinstance(value, float):
        return f"{int(value)}" if value.is_integer() else f"{Decimal(repr(value)):f}"
    return str(value)


def uncell(text: str) -> str:
    """The text that ``cell`` wrote: the apostrophe that guards against formulas is taken away.

    >>> uncell(cell("=1+1")), uncell(cell("'=1")), uncell(cell("'quoted'"))
    ('=1+1', "'=1", "'quoted'")
    """
    return text[1:] if text.startswith("'") and _FORMULA.match(text, 1) else text


class _Lines:
    """Takes lines from a csv writer and encodes them, each with the line end of our tables.

    The writer itself is left at CRLF, because it quotes a cell only for those line breaks that it ends lines with.
    """

    def __init__(self, stream: IO[bytes], encoding: str) -> None:
        self._encoded = codecs.getwriter(encoding)(stream)

    def write(self, line: str) -> None:
        self._encoded.write(line.removesuffix("\r\n") + "\n")


def _write(
    rows: Iterable[Statistic] | Iterable[Account], stream: IO[bytes], encoding: str, columns: Sequence[str]
) -> None:
    writer = csv.writer(_Lines(stream, encoding))
    writer.writerow(columns)
    for row in rows:
        try:
            writer.writerow([cell(getattr(row, column)) for column in columns])
        except UnicodeEncodeError as error:
            lacking = error.object[error.start]
            raise CharacterLacking(
                f"{encoding} has no {lacking!r} (U+{ord(lacking):04X}, in {row.report}); utf-8 and gb18030 have all"
            ) from None
    stream.flush()
