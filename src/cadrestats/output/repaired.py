"""What was repaired, for people to read and programs to take: the texts, or a table of the repairs."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator

from cadrestats.models import Repair
from cadrestats.output.tables import Cell, cell

COLUMNS = ("report", "line", "rule", "from", "to")
"""The columns of the table of repairs: ``line`` counts from 1 in the report as it was found."""


def line(cells: Iterable[Cell]) -> str:
    r"""A line of CSV, ended by LF, its text guarded against spreadsheets as in the table of statistics.

    Args:
        cells: Its cells.

    >>> line(["a.txt", 3, "gbk-as-latin1", "ÀÏ", "老"])
    'a.txt,3,gbk-as-latin1,ÀÏ,老\n'
    """
    written = io.StringIO()
    csv.writer(written).writerow([cell(value) for value in cells])
    return written.getvalue().removesuffix("\r\n") + "\n"


def lines(report: str, repairs: Iterable[Repair]) -> Iterator[str]:
    """The repairs of a report as lines of CSV.

    Args:
        report: Its name.
        repairs: Its repairs.
    """
    return (line((report, repair.line, repair.rule, repair.before, repair.after)) for repair in repairs)


def texts(reports: Iterable[tuple[str, str]]) -> Iterator[str]:
    r"""The texts of reports, each ended by a line end; where there are several, under their names, as ``head`` does.

    Args:
        reports: Name and text of each.

    >>> list(texts([("a.txt", "甲")])), list(texts([("a.txt", "甲"), ("b.txt", "乙")]))
    (['甲\n'], ['==> a.txt <==\n甲\n', '\n==> b.txt <==\n乙\n'])
    """
    coming = iter(reports)
    first, second = next(coming, None), next(coming, None)
    if first is None:
        return
    if second is None:
        yield f"{first[1]}\n"
        return
    yield _headed(*first)
    yield f"\n{_headed(*second)}"
    for report in coming:
        yield f"\n{_headed(*report)}"


def _headed(name: str, text: str) -> str:
    return f"==> {name} <==\n{text}\n"
