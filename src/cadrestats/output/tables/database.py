"""Tables as an SQLite database, .sqlite, for Datasette and SQL.

``statistics`` refers to ``reports`` and ``indicators`` by keys; Datasette shows a report by its ``name``.
``statistics_fts`` searches sentences and subjects for any words of three characters or more: SQLite's own tokenizers do
not know Chinese words, and trigrams need not. The view ``statistics_in_full`` has the columns of the table as the other
formats have them.
"""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import IO

from cadrestats.models import Statistic
from cadrestats.output.tables.columns import COLUMNS, kind, may_be_empty
from cadrestats.output.tables.doubles import double
from cadrestats.output.tables.errors import Unwritable, taken_for
from cadrestats.output.tables.options import Options
from cadrestats.output.tables.rows import columns_of, statistic_of

_OF_REPORT = ("report", "title", "published")
_OF_STATISTIC = tuple(column for column in COLUMNS if column not in _OF_REPORT)
_TYPES = {"text": "TEXT", "integer": "INTEGER", "number": "NUMERIC"}
_REFERENCES = {"indicator": " REFERENCES indicators(id)"}

#: The largest integer that SQLite keeps, and one more.
_BEYOND = 2**63


def _declared(column: str) -> str:
    null = "" if may_be_empty(column) else " NOT NULL"
    return f'"{column}" {_TYPES[kind(column)]}{null}{_REFERENCES.get(column, "")}'


# Datasette knows a table's full-text search by ``content=[...]``, written with brackets.
_SCHEMA = f"""
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
PRAGMA foreign_keys = ON;
CREATE TABLE reports (
    id INTEGER PRIMARY KEY, name TEXT NOT NULL, title TEXT NOT NULL, published TEXT NOT NULL,
    UNIQUE (name, title, published)
);
CREATE TABLE indicators (
    id TEXT PRIMARY KEY, family TEXT NOT NULL, name_zh TEXT NOT NULL, name_en TEXT NOT NULL, counts TEXT NOT NULL,
    usual_units TEXT NOT NULL
);
CREATE TABLE statistics (
    id INTEGER PRIMARY KEY,
    report_id INTEGER NOT NULL REFERENCES reports(id),
    {", ".join(map(_declared, _OF_STATISTIC))}
);
CREATE VIEW statistics_in_full AS
    SELECT statistics.id, reports.name AS report, {", ".join(f'"{column}"' for column in COLUMNS[1:])}
    FROM statistics JOIN reports ON reports.id = report_id;
CREATE VIRTUAL TABLE statistics_fts
    USING fts5(sentence, subject, content=[statistics], content_rowid=[id], tokenize='trigram');
"""

_FINISH = """
CREATE INDEX statistics_of_report ON statistics(report_id);
CREATE INDEX statistics_by_indicator ON statistics(indicator, year);
CREATE INDEX statistics_by_place ON statistics(province, city, district);
INSERT INTO statistics_fts(statistics_fts) VALUES ('rebuild');
"""


def write(rows: Iterable[Statistic], stream: IO[bytes], options: Options) -> None:
    """Write statistics as a database, one by one as they come.

    Args:
        rows: The rows.
        stream: Where to.
        options: The catalogue of indicators. One that it does not know is listed by its id alone.

    Raises:
        Unwritable: SQLite cannot, or a number is beyond all doubles.
        OSError: The stream cannot be written.
    """
    with tempfile.NamedTemporaryFile(suffix=".sqlite") as file:
        try:
            with closing(sqlite3.connect(file.name, isolation_level=None)) as database:
                database.executescript(_SCHEMA)
                database.execute("BEGIN")
                _fill(database, rows, options)
                database.execute("COMMIT")
                database.executescript(_FINISH)
        except sqlite3.OperationalError as error:
            raise Unwritable(f"SQLite {sqlite3.sqlite_version} cannot write the table: {error}") from error
        with Path(file.name).open("rb") as whole:
            shutil.copyfileobj(whole, stream)


def read(path: Path, shown: str) -> Iterator[Statistic]:
    """Read statistics back.

    Args:
        path: The database.
        shown: The file, as the user named it.

    Raises:
        UnreadableTable: It is no database that we write.
        OSError: It cannot be opened.
    """
    path.open("rb").close()  # SQLite's own word on a file that is not there is less clear
    with (
        taken_for(shown, "an SQLite database that cadrestats extract writes"),
        closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as database,
    ):
        found = database.execute("SELECT * FROM statistics_in_full ORDER BY id")
        columns = columns_of((column[0] for column in found.description), shown)
        for cells in found:
            yield statistic_of(dict(zip(columns, cells, strict=True)), f"{shown}, statistic {cells[0]}")


def _fill(database: sqlite3.Connection, rows: Iterable[Statistic], options: Options) -> None:
    indicator = "INSERT INTO indicators VALUES (?, ?, ?, ?, ?, ?)"
    for one in options.catalogue.values():
        cells = (one.id, one.family, one.name_zh, one.name_en, one.counts, " ".join(one.usual_units))
        database.execute(indicator, cells)
    known = set(options.catalogue)
    statistic = f"INSERT INTO statistics VALUES (NULL, {', '.join('?' * (len(_OF_STATISTIC) + 1))})"
    report: tuple[str, ...] = ()
    number = 0
    for row in rows:
        if row.indicator not in known:
            database.execute(indicator, (row.indicator, "other", "", "", "", ""))
            known.add(row.indicator)
        if report != (row.report, row.title, row.published):
            report = (row.report, row.title, row.published)
            number = _number_of(database, report)
        database.execute(statistic, (number, *(_held(getattr(row, column), row) for column in _OF_STATISTIC)))


def _number_of(database: sqlite3.Connection, report: tuple[str, ...]) -> int:
    database.execute("INSERT OR IGNORE INTO reports VALUES (NULL, ?, ?, ?)", report)
    found = database.execute("SELECT id FROM reports WHERE (name, title, published) = (?, ?, ?)", report)
    number: int = found.fetchone()[0]
    return number


def _held(value: str | int | float | None, row: Statistic) -> str | int | float | None:
    """A value as SQLite can hold it."""
    if isinstance(value, int) and not -_BEYOND <= value < _BEYOND:
        return double(value, row.report, "sqlite")
    return value
