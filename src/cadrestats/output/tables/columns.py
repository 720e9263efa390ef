"""The columns of the table: what they are called in English and Chinese, what they hold, and of which kind it is."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from types import NoneType
from typing import Literal, NamedTuple, get_args

from cadrestats.models import Statistic

COLUMNS: tuple[str, ...] = tuple(Statistic.model_fields)
"""The columns of the table, in order."""

Header = Literal["en", "zh"]
Kind = Literal["text", "integer", "number"]


class Column(NamedTuple):
    """A column of the table, explained.

    Attributes:
        name: Its name, as the model and the table have it.
        zh: Its Chinese name.
        group: What it and its neighbours are about.
        says: What it holds, in English: one line of Markdown.
        says_zh: Likewise in Chinese.
    """

    name: str
    zh: str
    group: str
    says: str
    says_zh: str


@cache
def explained() -> tuple[Column, ...]:
    """The columns as ``data/columns.toml`` explains them, group by group."""
    source = tomllib.loads((files("cadrestats") / "data" / "columns.toml").read_text("utf-8"))
    return tuple(
        Column(name=name, group=group["name"], **column)
        for group in source["group"]
        for name, column in group["columns"].items()
    )


def names(header: Header = "en") -> tuple[str, ...]:
    """What the columns are called, in the order of the table.

    Args:
        header: In which language.
    """
    chinese = {column.name: column.zh for column in explained()}
    return COLUMNS if header == "en" else tuple(chinese[name] for name in COLUMNS)


def kind(column: str) -> Kind:
    """What the cells of a column hold, as its attribute of ``Statistic`` is declared; numbers may be empty.

    >>> kind("sentence"), kind("year"), kind("value_max")
    ('text', 'integer', 'number')
    """
    annotation = Statistic.model_fields[column].annotation
    held = {*(get_args(annotation) or (annotation,))} - {NoneType}
    return "number" if float in held else "integer" if held == {int} else "text"


def may_be_empty(column: str) -> bool:
    """Whether a number of this column may be missing.

    >>> may_be_empty("year"), may_be_empty("value")
    (True, False)
    """
    return NoneType in get_args(Statistic.model_fields[column].annotation)
