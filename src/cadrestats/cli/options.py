"""Options that commands share, and what makes their values valid."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Annotated, Literal

import typer


def iso_date(text: str) -> str:
    """Accept ``2023``, ``2023-06`` and ``2023-06-15``, where such a day exists."""
    try:
        if not re.fullmatch(r"([0-9]{4}(-[0-9]{2}){0,2})?", text):
            raise ValueError
        date.fromisoformat(text + "2000-01-01"[len(text) :])
    except ValueError:
        raise typer.BadParameter(f"{text!r} is no date like 2023-06-15, 2023-06 or 2023") from None
    return text


def text_encoding(name: str) -> str:
    """Accept the name of a text encoding that Python knows."""
    try:
        "".encode(name)
    except LookupError:
        raise typer.BadParameter(f"{name!r} is no text encoding; utf-8, utf-8-sig and gb18030 are") from None
    return name


def table_format(name: str) -> str:
    """Accept the name of a format of tables."""
    from cadrestats.output.tables import FORMATS

    if name and name not in FORMATS:
        raise typer.BadParameter(f"{name!r} is no format of tables; {', '.join(FORMATS)} are")
    return name


def header_language(name: str) -> str:
    """Accept a language that the columns have names in."""
    if name not in {"en", "zh"}:
        raise typer.BadParameter(f"{name!r} is no language of the header; en and zh are")
    return name


Paths = Annotated[
    list[str] | None,
    typer.Argument(metavar="PATH", help="Files, folders and URLs of reports; - is stdin.  [default: data/raw]"),
]

Published = Annotated[
    str, typer.Option(metavar="DATE", parser=iso_date, help="Date of reports that do not tell theirs: 2023-06-15.")
]

Province = Annotated[str, typer.Option(metavar="NAME", help="Province of reports that name none: 湖南 or hunan.")]

City = Annotated[str, typer.Option(metavar="NAME", help="City of reports that name none: 怀化 or huaihua.")]

District = Annotated[str, typer.Option(metavar="NAME", help="District or county of such reports: 溆浦县 or xupu.")]

TextColumn = Annotated[
    str, typer.Option(metavar="NAME", help="Column with the texts, in tables of articles.  [default: told by its name]")
]

TableFormat = Annotated[
    str,
    typer.Option(
        "--format",
        metavar="NAME",
        parser=table_format,
        help="csv, tsv, xlsx, parquet, jsonl or sqlite.  [default: what FILE ends in, else csv]",
    ),
]

Header = Annotated[
    Literal["en", "zh"],
    typer.Option(
        metavar="en|zh", parser=header_language, help="Language of the columns' names, in .csv, .tsv and .xlsx."
    ),
]

OwnPatterns = Annotated[
    Path | None,
    typer.Option("--patterns", metavar="DIR", help="A folder of your own pattern files, added to those of cadrestats."),
]

Jobs = Annotated[
    int | None,
    typer.Option(
        "--jobs", "-j", metavar="N", min=1,
        help="How many processes do the work.  [default: as many as there are cores, once that pays]",
    ),
]  # fmt: skip

Remembering = Annotated[
    bool, typer.Option("--cache", help="Remember what became of reports: those that are known cost next to nothing.")
]

CacheFolder = Annotated[
    Path | None,
    typer.Option(metavar="DIR", help="Where they are remembered.  [default: your cache folder; implies --cache]"),
]

EngineName = Annotated[
    Literal["local", "dask"], typer.Option(help="Who does the work: this machine, or a Dask cluster (docs/cluster.md).")
]

Scheduler = Annotated[
    str, typer.Option(metavar="ADDRESS", help="The cluster's scheduler.  [default: a cluster of this machine]")
]

Partitioned = Annotated[
    bool,
    typer.Option(
        "--partitioned",
        help="FILE is a folder of Parquet files, which the workers of a cluster write themselves.",
    ),
]

Debug = Annotated[bool, typer.Option("--debug", help="Show where in the program a fault arose.")]
