"""Tables as JSON Lines, .jsonl: one object a statistic, in UTF-8, for programs."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO

from cadrestats.models import Statistic
from cadrestats.output.tables.errors import UnreadableTable
from cadrestats.output.tables.options import Options
from cadrestats.output.tables.rows import columns_of, statistic_of


def write(rows: Iterable[Statistic], stream: IO[bytes], options: Options) -> None:
    """Write statistics as JSON Lines, one by one as they come.

    Args:
        rows: The rows.
        stream: Where to.
        options: Nothing of them matters here.
    """
    for row in rows:
        stream.write(json.dumps(row.model_dump(), ensure_ascii=False, separators=(",", ":")).encode() + b"\n")
    stream.flush()


def read(path: Path, shown: str) -> Iterator[Statistic]:
    """Read statistics back.

    Args:
        path: The table.
        shown: The file, as the user named it.

    Raises:
        UnreadableTable: A line is no statistic.
        OSError: The file cannot be opened.
    """
    with path.open("rb") as lines:
        for number, line in enumerate(lines, start=1):
            where = f"{shown}, line {number}"
            try:
                cells = json.loads(line.rstrip(b"\r\n"))
            except (ValueError, RecursionError) as error:
                raise UnreadableTable(f"{where}: this is no JSON ({error}).") from error
            if not isinstance(cells, dict):
                raise UnreadableTable(f"{where}: this is no JSON object.")
            yield statistic_of(dict(zip(columns_of(cells, where), cells.values(), strict=True)), where)
