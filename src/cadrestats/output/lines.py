"""The table of statistics as lines of CSV that are made where the rows are, in another process or on another machine.

Lines travel and are put together at a fraction of what rows cost. The bytes are those of ``tables.write_csv``.
"""

from __future__ import annotations

import csv
import io
from codecs import getwriter
from collections.abc import Iterable, Sequence
from contextlib import nullcontext
from operator import attrgetter
from pathlib import Path
from typing import IO

from cadrestats.models import Statistic
from cadrestats.output.files import replaced_whole
from cadrestats.output.tables import COLUMNS, CharacterLacking, cell

_CELLS = attrgetter(*COLUMNS[1:])


def lines(rows: Iterable[Statistic]) -> tuple[str, ...]:
    """Write the rows of a report as lines, all but its name, which stands first in each.

    Args:
        rows: The rows.

    Returns:
        What follows the name: the comma, the other cells, the line end.
    """
    return tuple(_line(["", *map(cell, _CELLS(row))]) for row in rows)


def write(reports: Iterable[tuple[str, Sequence[str]]], target: Path | IO[bytes], encoding: str | None = None) -> None:
    """Write a table from its lines, report by report as they come.

    Args:
        reports: The name of each report, and its ``lines``.
        target: A file, which is replaced whole or not at all, or an open binary stream.
        encoding: As for ``tables.write_csv``.

    Raises:
        CharacterLacking: The encoding cannot express the table.
        OSError: The target cannot be written.
    """
    to_file = isinstance(target, Path)
    encoding = encoding or ("utf-8-sig" if to_file else "utf-8")
    with replaced_whole(target) if isinstance(target, Path) else nullcontext(target) as stream:
        encoded = getwriter(encoding)(stream)
        encoded.write(_line(COLUMNS))
        for report, rests in reports:
            name = _line([cell(report), ""]).removesuffix(",\n")
            try:
                encoded.write("".join([name + rest for rest in rests]))
            except UnicodeEncodeError as error:
                lacking = error.object[error.start]
                raise CharacterLacking(
                    f"{encoding} has no {lacking!r} (U+{ord(lacking):04X}, in {report}); utf-8 and gb18030 have all"
                ) from None
        stream.flush()


def _line(cells: Sequence[str]) -> str:
    written = io.StringIO()
    csv.writer(written).writerow(cells)
    return written.getvalue().removesuffix("\r\n") + "\n"
