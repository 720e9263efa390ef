"""Rows become tables, and tables become rows again; one module a format, and here the list of them.

A format is told by the suffix of the file or named outright. Whatever is written is read back to the same rows.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import IO, NamedTuple

from cadrestats.models import Statistic
from cadrestats.output.files import replaced_whole
from cadrestats.output.tables import database, delimited, jsonl, parquet, workbook
from cadrestats.output.tables.columns import COLUMNS, Header
from cadrestats.output.tables.delimited import Cell, cell, encoding_of, uncell, write_csv
from cadrestats.output.tables.errors import CharacterLacking, UnknownFormat, UnreadableTable, Unwritable
from cadrestats.output.tables.frames import frame
from cadrestats.output.tables.options import Options
from cadrestats.patterns import Indicator

__all__ = [
    "COLUMNS",
    "FORMATS",
    "Cell",
    "CharacterLacking",
    "Format",
    "UnknownFormat",
    "UnreadableTable",
    "Unwritable",
    "cell",
    "encoding_of",
    "format_of",
    "frame",
    "read",
    "uncell",
    "write",
    "write_csv",
]


class Format(NamedTuple):
    """A format that tables are written in and read from.

    Attributes:
        suffixes: How the names of its files end; the first is the one we give.
        write: Writes rows to a binary stream.
        read: Reads the rows of a file, which is a name and what the user calls it.
        in_chinese: Whether its columns may have Chinese names: where people read them and no program relies on them.
        encodings: Whether it is text in an encoding that may be chosen.
        binary: Whether it is no text at all, so that a terminal cannot show it.
    """

    suffixes: tuple[str, ...]
    write: Callable[[Iterable[Statistic], IO[bytes], Options], None]
    read: Callable[[Path, str], Iterator[Statistic]]
    in_chinese: bool = False
    encodings: bool = False
    binary: bool = False


FORMATS: Mapping[str, Format] = {
    "csv": Format((".csv",), delimited.write, delimited.read, in_chinese=True, encodings=True),
    "tsv": Format((".tsv",), partial(delimited.write, delimiter="\t"), delimited.read, in_chinese=True, encodings=True),
    "xlsx": Format((".xlsx",), workbook.write, workbook.read, in_chinese=True, binary=True),
    "parquet": Format((".parquet",), parquet.write, parquet.read, binary=True),
    "jsonl": Format((".jsonl", ".ndjson"), jsonl.write, jsonl.read),
    "sqlite": Format((".sqlite", ".sqlite3", ".db"), database.write, database.read, binary=True),
}
"""The formats by name."""


def format_of(path: Path, named: str = "") -> str:
    """The format of a table: the one that is named, else the one that the file's suffix tells, else CSV.

    Args:
        path: The file.
        named: A key of ``FORMATS``; empty where the suffix decides.

    Raises:
        UnknownFormat: No format is called so, or has files that end so.

    >>> format_of(Path("统计.XLSX")), format_of(Path("-")), format_of(Path("a.csv"), "tsv")
    ('xlsx', 'csv', 'tsv')
    """
    if named:
        if named not in FORMATS:
            raise UnknownFormat(f"no format of tables is called {named!r}; {', '.join(FORMATS)} are")
        return named
    suffix = path.suffix.lower()
    known = {suffix: name for name, form in FORMATS.items() for suffix in form.suffixes}
    if suffix and suffix not in known:
        raise UnknownFormat(f"{path}: no table ends in {suffix}; {', '.join(known)} do, or --format names one")
    return known.get(suffix, "csv")


def write(
    rows: Iterable[Statistic],
    target: Path | IO[bytes],
    format: str = "",  # noqa: A002
    *,
    encoding: str | None = None,
    header: Header = "en",
    catalogue: Mapping[str, Indicator] | None = None,
) -> None:
    """Write statistics as a table, one by one as they come.

    Args:
        rows: The statistics. None is asked for before all else is known to be right.
        target: A file, which is replaced whole or not at all, or an open binary stream.
        format: A key of ``FORMATS``; without it the file's suffix decides, and a stream gets CSV.
        encoding: Encoding of .csv and .tsv, as Python calls it. Without it, a file is UTF-8 with a byte order mark, by
            which Excel knows UTF-8, and a stream is UTF-8 without one.
        header: Language of the columns' names.
        catalogue: The indicators by id, which .sqlite explains in a table of its own.

    Raises:
        UnknownFormat: No format is called so, or has files that end so.
        Unwritable: The format does not go with the options, cannot hold a row, or needs a library that is missing.
        OSError: The target cannot be written.
    """
    to_file = isinstance(target, Path)
    name = format_of(target if isinstance(target, Path) else Path(), format)
    form = FORMATS[name]
    if encoding and not form.encodings:
        raise Unwritable(f"an encoding is chosen for csv and tsv alone, {name} has its own")
    if header == "zh" and not form.in_chinese:
        raise Unwritable(
            f"columns have Chinese names in csv, tsv and xlsx; programs that read {name} rely on the English"
        )
    options = Options(encoding or ("utf-8-sig" if to_file else "utf-8"), header, catalogue or {})
    if isinstance(target, Path):
        with replaced_whole(target) as stream:
            _write(form, rows, stream, options)
    else:
        _write(form, rows, target, options)


def read(path: Path, format: str = "") -> Iterator[Statistic]:  # noqa: A002
    """Read back the statistics of a table, one by one.

    Args:
        path: The table; ``-`` is stdin. A pipe is copied to disk first.
        format: A key of ``FORMATS``; without it the file's suffix decides, and a file without suffix is CSV or TSV.

    Raises:
        UnreadableTable: It is no table of statistics; the message names file, row and column.
        UnknownFormat: No format is called so, or has files that end so.
        OSError: The file cannot be opened.
    """
    form = FORMATS[format_of(path, format)]
    with _on_disk(path) as file:
        yield from form.read(file, "stdin" if path == Path("-") else str(path))


def _write(form: Format, rows: Iterable[Statistic], stream: IO[bytes], options: Options) -> None:
    """Write to a stream; formats that are no text go back and forth in their file, which a pipe does not allow."""
    if not form.binary or stream.seekable():
        form.write(rows, stream, options)
        return
    with tempfile.TemporaryFile() as whole:
        form.write(rows, whole, options)
        whole.seek(0)
        shutil.copyfileobj(whole, stream)
    stream.flush()


@contextmanager
def _on_disk(path: Path) -> Iterator[Path]:
    """The file, or a copy of what comes by stdin or a pipe, since readers go back and forth."""
    if path != Path("-") and (path.is_file() or path.is_dir() or not path.exists()):
        yield path
        return
    with tempfile.NamedTemporaryFile() as copy:
        if path == Path("-"):
            shutil.copyfileobj(sys.stdin.buffer, copy)
        else:
            with path.open("rb") as pipe:
                shutil.copyfileobj(pipe, copy)
        copy.flush()
        yield Path(copy.name)
