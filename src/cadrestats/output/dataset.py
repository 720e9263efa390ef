"""A data set of Parquet: a folder of parts, each written by whoever made its rows, read as one table by its name.

The parts are numbered in the order of the reports. A part is there whole or not at all, and one that is written again
takes the place of the former. So is the folder: it gets its name when all parts are there.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count, islice
from pathlib import Path

from cadrestats.models import Statistic
from cadrestats.output.tables import COLUMNS

_KINDS = {
    **dict.fromkeys(("year", "start", "end", "mentions"), "integer"),
    **dict.fromkeys(("value", "value_max"), "number"),
}
_ROWS = 16_384
"""How many rows a part has that is written here."""


_ELSEWHERE = "a worker has a file system of its own: name a folder that all machines share, or write one table"


class IncompleteDataSet(OSError):
    """Parts that were written are not here: whoever wrote them has a file system of their own."""


@dataclass(frozen=True, slots=True)
class Parts:
    """Writes parts; it can be sent to other processes and machines.

    Attributes:
        folder: Where to, as all of them reach it.
    """

    folder: Path

    def write(self, part: str, rows: Sequence[Statistic]) -> None:
        """Write a part; one without rows is written, too, so that it can be counted.

        Args:
            part: Its number, all of one width.
            rows: Its rows.

        Raises:
            OSError: It cannot be written.
        """
        import pyarrow as pa
        from pyarrow.parquet import write_table

        if not self.folder.is_dir():
            raise IncompleteDataSet(2, _ELSEWHERE)
        types = {"integer": pa.int64(), "number": pa.float64(), "text": pa.string()}
        schema = pa.schema([(name, types[_KINDS.get(name, "text")]) for name in COLUMNS])
        arrays = [pa.array([_typed(row, name) for row in rows], schema.field(name).type) for name in COLUMNS]
        handle, name = tempfile.mkstemp(prefix=f".{part}.", suffix=".part", dir=self.folder)
        try:
            with os.fdopen(handle, "wb") as stream:
                write_table(pa.Table.from_arrays(arrays, schema=schema), stream, compression="zstd")
            Path(name).replace(self._file(part))
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise

    def drop(self, part: str) -> None:
        """Remove a part, if it is there.

        Args:
            part: Its number.
        """
        self._file(part).unlink(missing_ok=True)

    def check(self, part: str) -> None:
        """See to it that a part is here.

        Args:
            part: Its number.

        Raises:
            IncompleteDataSet: It is not.
        """
        if not self._file(part).exists():
            raise IncompleteDataSet(2, _ELSEWHERE)

    def _file(self, part: str) -> Path:
        return self.folder / f"part-{part}.parquet"


@contextmanager
def replaced_whole(folder: Path) -> Iterator[Parts]:
    """Make a data set that takes the place of a former one when it is complete.

    Args:
        folder: The data set. A folder of that name must be empty, or a data set itself.

    Yields:
        What writes its parts.

    Raises:
        OSError: It cannot be written, or the folder holds something else.
    """
    final = Path(os.path.realpath(folder))
    if final.exists() and any(not entry.name.startswith("part-") for entry in final.iterdir()):
        raise FileExistsError(17, "the folder holds something else than a data set")
    final.parent.mkdir(parents=True, exist_ok=True)
    made = Path(tempfile.mkdtemp(prefix=f".{final.name}.", suffix=".part", dir=final.parent))
    try:
        yield Parts(made)
        for left in made.glob(".*.part"):  # of workers that died
            left.unlink()
        umask = os.umask(0)
        os.umask(umask)
        made.chmod(0o777 & ~umask)
        if final.exists():
            shutil.rmtree(final)
        made.replace(final)
    except BaseException:
        shutil.rmtree(made, ignore_errors=True)
        raise


def write(rows: Iterable[Statistic], parts: Parts) -> None:
    """Write all parts of a data set.

    Args:
        rows: The rows, as they come.
        parts: Writes a part.

    Raises:
        OSError: It cannot be written.
    """
    coming = iter(rows)
    for number in count():
        some = list(islice(coming, _ROWS))
        if some or not number:
            parts.write(f"{number:06}", some)
        if len(some) < _ROWS:
            return


def _typed(row: Statistic, column: str) -> object:
    cell = getattr(row, column)
    return float(cell) if cell is not None and _KINDS.get(column) == "number" else cell
