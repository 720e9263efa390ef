"""Tables as delimited text, .csv and .tsv, for spreadsheets and programs.

Lines end in LF, in files and on stdout alike: Excel reads that as well as CRLF, and Unix tools then find no stray
character in the last column. Cells are quoted as RFC 4180 says.
"""

from __future__ import annotations

import codecs
import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from typing import IO

from cadrestats.models import Account, Statistic
from cadrestats.output.files import replaced_whole
from cadrestats.output.tables.columns import COLUMNS, names
from cadrestats.output.tables.errors import CharacterLacking, UnreadableTable
from cadrestats.output.tables.options import Options
from cadrestats.output.tables.rows import columns_of, statistic_of

# What a spreadsheet takes for the start of a formula (OWASP, "CSV Injection"), the full-width forms that East
# Asian versions accept included. Apostrophes before it count too, so that removing one undoes the guard exactly.
_FORMULA = re.compile(r"'*[=+\-@＝＋－＠\t\r\n]")

#: The marks by which a file tells its encoding; that of UTF-32 begins as that of UTF-16 does, and is tried first.
_MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}

#: More than any cell holds, in characters: a quotation mark without its partner must not swallow a huge file.
_LONGEST_CELL = 10_000_000

Cell = str | int | float | None


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
            _write(rows, stream, encoding or "utf-8-sig", columns, columns)
    else:
        _write(rows, target, encoding or "utf-8", columns, columns)


def write(rows: Iterable[Statistic], stream: IO[bytes], options: Options, delimiter: str = ",") -> None:
    """Write statistics as delimited text, one by one as they come.

    Args:
        rows: The rows.
        stream: Where to.
        options: Encoding and language of the header.
        delimiter: What stands between cells.

    Raises:
        CharacterLacking: The encoding cannot express the table.
    """
    _write(rows, stream, options.encoding, COLUMNS, names(options.header), delimiter)


def read(path: Path, shown: str) -> Iterator[Statistic]:
    """Read statistics back, whichever delimiter, header and encoding they were written with.

    The encoding is what the file's mark tells, else UTF-8, else GB 18030.

    Args:
        path: The table.
        shown: The file, as the user named it.

    Raises:
        UnreadableTable: It is no table of statistics.
        OSError: It cannot be opened.
    """
    csv.field_size_limit(_LONGEST_CELL)
    encoding = encoding_of(path)
    line = 1
    try:
        with path.open(encoding=encoding, newline="") as text:
            header = text.readline()
            text.seek(0)
            reader = csv.reader(text, delimiter=max(",\t;", key=header.count), strict=True)
            columns = columns_of(next(reader, ()), f"{shown}, line 1")
            line = reader.line_num + 1
            for cells in reader:
                where = f"{shown}, line {line}"
                if len(cells) < len(columns):
                    raise UnreadableTable(f"{where}: {len(cells)} cells stand there, the header has {len(columns)}.")
                yield statistic_of(dict(zip(columns, map(uncell, cells), strict=False)), where)
                line = reader.line_num + 1
    except csv.Error as error:
        raise UnreadableTable(
            f"{shown}, line {line}: this row is no {encoding} text with delimiters ({error})."
        ) from error
    except UnicodeDecodeError as error:
        raise UnreadableTable(f"{shown}, from line {line} on: this is neither UTF-8 nor GB 18030.") from error


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
        return f"'{value}" if looks_like_formula(value) else value
    if isinstance(value, float):
        return f"{int(value)}" if value.is_integer() else f"{Decimal(repr(value)):f}"
    return str(value)


def uncell(text: str) -> str:
    """The text of a cell without the apostrophe that ``cell`` put before it.

    >>> uncell(cell("=1+1")), uncell(cell("'=1")), uncell(cell("'quoted'"))
    ('=1+1', "'=1", "'quoted'")
    """
    return text[1:] if text.startswith("'") and looks_like_formula(text) else text


def looks_like_formula(text: str) -> bool:
    """Whether a spreadsheet takes a text for a formula, or would once apostrophes before it were gone."""
    return _FORMULA.match(text) is not None


class _Lines:
    """Takes lines from a csv writer and encodes them, each with the line end of our tables.

    The writer itself is left at CRLF, because it quotes a cell only for those line breaks that it ends lines with.
    """

    def __init__(self, stream: IO[bytes], encoding: str) -> None:
        self._encoded = codecs.getwriter(encoding)(stream)

    def write(self, line: str) -> None:
        self._encoded.write(line.removesuffix("\r\n") + "\n")


def _write(
    rows: Iterable[Statistic] | Iterable[Account],
    stream: IO[bytes],
    encoding: str,
    columns: Sequence[str],
    header: Sequence[str],
    delimiter: str = ",",
) -> None:
    writer = csv.writer(_Lines(stream, encoding), delimiter=delimiter)
    place = "the header"
    try:
        writer.writerow(header)
        for row in rows:
            place = row.report
            writer.writerow([cell(getattr(row, column)) for column in columns])
    except UnicodeEncodeError as error:
        lacking = error.object[error.start]
        raise CharacterLacking(
            f"{encoding} has no {lacking!r} (U+{ord(lacking):04X}, in {place}); utf-8 and gb18030 have all"
        ) from None
    stream.flush()


def encoding_of(path: Path) -> str:
    """The encoding of a table, told by its mark or by whether all of it is UTF-8."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    with path.open("rb") as stream:
        begin = stream.read(4)
        stream.seek(0)
        for mark, encoding in _MARKS.items():
            if begin.startswith(mark):
                return encoding
        try:
            while part := stream.read(1 << 20):
                decoder.decode(part)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return "gb18030"
    return "utf-8"
