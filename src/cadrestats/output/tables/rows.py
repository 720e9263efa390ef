"""Cells become statistics again: what a table of any format held is checked, and what is wrong is named."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import cast

from pydantic import ValidationError

from cadrestats.models import Statistic
from cadrestats.output.tables.columns import COLUMNS, explained, kind
from cadrestats.output.tables.errors import UnreadableTable

_WANTED = {"integer": "a whole number", "number": "a number"}
_NUMERIC = frozenset(column for column in COLUMNS if kind(column) != "text")


def columns_of(names: Iterable[object], where: str) -> list[str]:
    """The English names of a table's columns; those that are not ours stay what they are.

    Args:
        names: The names of its columns, English or Chinese.
        where: The file, and the place in it where they stand.

    Raises:
        UnreadableTable: A column of ours is not among them.
    """
    english = {column.zh: column.name for column in explained()}
    given = [str("" if name is None else name).strip() for name in names]
    found = [english.get(name, name) for name in given]
    lacking = [f"{column.name} ({column.zh})" for column in explained() if column.name not in found]
    if lacking:
        listed = ", ".join(filter(None, given))[:200] or "none"
        raise UnreadableTable(
            f"{where}: this is no table that cadrestats extract writes. It lacks the column {lacking[0]}"
            f"{f' and {len(lacking) - 1} more' if lacking[1:] else ''}; it has: {listed}."
        )
    return found


def statistic_of(cells: Mapping[str, object], where: str) -> Statistic:
    """The statistic that a row of a table holds.

    Args:
        cells: Its cells by the English names of their columns; columns that are not ours are passed over.
        where: The file, and the row's place in it.

    Raises:
        UnreadableTable: A cell holds what its column cannot.
    """
    values = {column: _value(column, cells.get(column)) for column in COLUMNS}
    for column in _NUMERIC:
        if isinstance(given := values[column], float) and not math.isfinite(given):
            raise UnreadableTable(f"{where}, column {column}: {cells[column]!r} is no number.")
    try:
        return Statistic.model_validate(values)
    except ValidationError as error:
        first = error.errors()[0]
        column = cast(str, first["loc"][0])
        wanted = _WANTED.get(kind(column)) or first["msg"].removeprefix("Input should be ")
        raise UnreadableTable(f"{where}, column {column}: {cells.get(column)!r} should be {wanted}.") from None


def _value(column: str, cell: object) -> object:
    """What a cell holds, where spreadsheets and databases say it in ways of their own."""
    if column not in _NUMERIC:
        return _text(cell)
    if cell == "":
        return None
    if isinstance(cell, str):
        return _number(cell)
    return int(cell) if isinstance(cell, float) and cell.is_integer() else cell


def _text(cell: object) -> object:
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    return f"{cell:.15g}" if isinstance(cell, int | float) else cell


def _number(cell: str) -> object:
    """The number that a text is; the text itself where it is none, for the message."""
    for read in (int, float):
        try:
            number = read(cell)
        except ValueError:
            continue
        return int(number) if isinstance(number, float) and number.is_integer() else number
    return cell
