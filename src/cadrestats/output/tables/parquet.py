"""Tables as Parquet, .parquet, for programs: typed columns, a group of rows at a time.

Texts are never null, ``year`` and ``value_max`` are where the report does not tell. Numbers are doubles, as in
``frame``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import IO, Any

from cadrestats.models import Statistic
from cadrestats.output.tables.columns import COLUMNS, kind, may_be_empty
from cadrestats.output.tables.doubles import double
from cadrestats.output.tables.errors import UnreadableTable, Unwritable, extra, taken_for
from cadrestats.output.tables.options import Options
from cadrestats.output.tables.rows import columns_of, statistic_of

#: How many rows are in memory at a time; a group of rows in the file has as many.
_GROUP = 16_384

_NUMBERS = tuple(column for column in COLUMNS if kind(column) == "number")


def write(rows: Iterable[Statistic], stream: IO[bytes], options: Options) -> None:
    """Write statistics as Parquet.

    Args:
        rows: The rows.
        stream: Where to.
        options: Nothing of them matters here.

    Raises:
        Unwritable: pyarrow is missing, or a number is beyond all doubles.
        OSError: The stream cannot be written.
    """
    with extra("write .parquet", Unwritable):
        import pyarrow as pa
        from pyarrow.parquet import ParquetWriter
    types = {"text": pa.string(), "integer": pa.int64(), "number": pa.float64()}
    schema = pa.schema([pa.field(name, types[kind(name)], nullable=may_be_empty(name)) for name in COLUMNS])
    coming = iter(rows)
    with ParquetWriter(stream, schema, compression="zstd") as writer:
        while group := [_values(row) for row in islice(coming, _GROUP)]:
            writer.write_batch(pa.RecordBatch.from_pylist(group, schema))


def read(path: Path, shown: str) -> Iterator[Statistic]:
    """Read statistics back.

    Args:
        path: The table.
        shown: The file, as the user named it.

    Raises:
        UnreadableTable: It is no table of statistics, or pyarrow is missing.
        OSError: It cannot be opened.
    """
    with extra("read .parquet", UnreadableTable):
        from pyarrow.parquet import ParquetFile
    with path.open("rb") as stream, taken_for(shown, "a Parquet table"):
        table = ParquetFile(stream)
        columns = columns_of(table.schema_arrow.names, shown)
        number = 0
        for batch in table.iter_batches(batch_size=_GROUP):
            for cells in batch.to_pylist():
                number += 1
                yield statistic_of(dict(zip(columns, cells.values(), strict=True)), f"{shown}, row {number}")


def _values(row: Statistic) -> dict[str, Any]:
    """A row with its numbers as doubles."""
    values = row.model_dump()
    for column in _NUMBERS:
        if values[column] is not None:
            values[column] = double(values[column], row.report, "parquet")
    return values
