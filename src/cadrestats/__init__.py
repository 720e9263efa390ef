"""Turns Chinese news reports on work with retired cadres into tables of statistics.

>>> from cadrestats import extract
>>> [row.figure for row in extract("全市现有离退休干部党支部12个。", city="株洲市")]
['12个']
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

    from cadrestats.models import Level, Report, Statistic
    from cadrestats.output.comparison.models import Comparison

__version__ = "0.1.0"
__all__ = ["Comparison", "Report", "Statistic", "UnreadReports", "compare", "extract", "frame", "read", "repair"]


class UnreadReports(ValueError):
    """Some files could not be read. The others were.

    Attributes:
        failures: Reason of failure by report.
        statistics: The rows of the reports that could be read.
    """

    def __init__(self, failures: dict[str, str], statistics: list[Statistic]) -> None:
        super().__init__("; ".join(f"{report}: {reason}" for report, reason in failures.items()))
        self.failures = failures
        self.statistics = statistics


def extract(
    source: str | Path | Sequence[str | Path],
    *,
    text_column: str = "",
    published: str = "",
    province: str = "",
    city: str = "",
    district: str = "",
    jobs: int | None = 1,
) -> list[Statistic]:
    """Extract the statistics of reports.

    Args:
        source: The text of one report as a string, or a file or folder as ``pathlib.Path``, or a list of files, folders
            and URLs of file systems (``["s3://bucket/reports"]``).
        text_column: Which column of a table of articles holds their texts; guessed where it is plain.
        published: Date of publication (``2023-02-15``, ``2023-06``, ``2023``) of reports that do not tell theirs.
        province: Name, pinyin or code of the province of reports that do not tell theirs (``湖南省``, ``hunan``).
        city: Likewise, the prefecture-level division or municipality.
        district: Likewise, the county-level division.
        jobs: How many processes share the work; None is as many as there are cores, once that pays. A program that asks
            for several must be importable (``if __name__ == "__main__":``), as for all of ``multiprocessing``.

    Returns:
        The rows, report by report in the order of the text.

    Raises:
        UnreadReports: Some files could not be read; the exception holds the rows of the others.
        ValueError: No division, or more than one, is called as the place that is given.
    """
    from cadrestats import engines, pipeline, supplied

    defaults = supplied.defaults(published, province, city, district)
    if isinstance(source, str):
        return list(pipeline.statistics(read(source), defaults))
    paths = [source] if isinstance(source, Path) else source
    outcomes = list(engines.run(paths, defaults, text_column, engine=engines.Processes(jobs)))
    rows = [row for outcome in outcomes for row in outcome.statistics]
    failures = {outcome.report: outcome.failure for outcome in outcomes if outcome.failure is not None}
    if failures:
        raise UnreadReports(failures, rows)
    return rows


def compare(
    places: Sequence[str],
    rows: Iterable[Statistic] | Path,
    *,
    year: int | None = None,
    indicators: Collection[str] = (),
    families: Collection[str] = (),
    level: Level | None = None,
    per: str = "",
    by_year: bool = False,
    common: bool = False,
    everything: bool = False,
) -> Comparison:
    """Put places side by side: ``compare(["zhuzhou", "怀化"], extract(...))``.

    Args:
        places: Chinese names (``株洲``, ``天元区``), pinyin (``zhuzhou``, ``zhuzhou/tianyuan``) or six-digit codes.
        rows: Statistics, or a table that ``cadrestats extract`` wrote.
        year: Only figures of this year.
        indicators: Only these indicators: ids, Chinese or English names.
        families: Only indicators of these families; with ``indicators``, these too.
        level: Only figures of this level: ``organisation``, say, for those of single offices.
        per: Give values per 1,000 of this indicator.
        by_year: One line an indicator and year.
        common: Only what all places have.
        everything: Also indicators of which no figure stands for a place; they are in ``cell.aside``.

    Returns:
        One line an indicator of which a place has a figure. ``line.cells`` are in the order of the places; a cell's
        ``chosen.row`` is the row that stands for the place, ``conflicting`` those that contradict it.

    Raises:
        ValueError: A place or indicator is unknown, or a name is shared by several; the message names what is meant.
        OSError: The table cannot be opened.
    """
    from cadrestats import comparison
    from cadrestats.output import tables

    return comparison.compare(
        places,
        tables.read(rows) if isinstance(rows, Path) else rows,
        year=year,
        indicators=indicators,
        families=families,
        level=level,
        per=per,
        by_year=by_year,
        common=common,
        everything=everything,
    )


def frame(rows: Iterable[Statistic]) -> pd.DataFrame:
    """Make rows a pandas DataFrame: ``frame(extract(...))``.

    Args:
        rows: The rows.

    Returns:
        One row a statistic, with the columns of the table that the command writes.
    """
    from cadrestats.output import tables

    return tables.frame(rows)


def read(source: str | Path) -> Report:
    """Make a report readable: decoded, repaired, its wrapped lines joined, its parts told apart.

    Args:
        source: The text of a report as a string, or its file as a ``pathlib.Path``.

    Returns:
        The report, with a log of what was repaired. That of a string has no name.

    Raises:
        OSError: The file cannot be opened.
        ValueError: The file is of no kind that is read, or holds several reports; or the string holds lone surrogates.
    """
    from cadrestats import engines, pipeline

    if isinstance(source, Path):
        return engines.read_file(source)
    return pipeline.read(source.encode("utf-8-sig"), "")  # the mark leaves no doubt about the encoding


def repair(text: str) -> str:
    """Make the text of a report readable: garbled Chinese restored, wrapped lines joined.

    Args:
        text: The text as it was found.

    Returns:
        The text that ``start`` and ``end`` of its statistics count in.
    """
    return read(text).text


def __getattr__(name: str) -> Any:  # noqa: ANN401
    """Load the models when they are first asked for, so that ``import cadrestats`` costs next to nothing."""
    if name in {"Report", "Statistic"}:
        from cadrestats import models

        return getattr(models, name)
    if name == "Comparison":
        from cadrestats.output.comparison.models import Comparison

        return Comparison
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
