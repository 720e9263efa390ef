"""Tables as Excel workbooks, .xlsx: the statistics, a sheet that explains the columns, one that lists the indicators.

Numbers are numbers and days are days; a month or year of publication, and a number of more digits than Excel keeps,
stand there as text. No text becomes a formula, not even when its cell is edited. What is more than a sheet holds goes
on in a further sheet of the same form.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import IO, TYPE_CHECKING

from cadrestats.models import Statistic
from cadrestats.output.tables.columns import COLUMNS, explained, names
from cadrestats.output.tables.delimited import Cell, cell, looks_like_formula
from cadrestats.output.tables.doubles import keeps
from cadrestats.output.tables.errors import UnreadableTable, Unwritable, extra, taken_for
from cadrestats.output.tables.options import Options
from cadrestats.output.tables.rows import columns_of, statistic_of

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

    from cadrestats.patterns import Indicator

#: How many rows a sheet holds below its header.
_ROWS = 1_048_575
#: How many characters a cell holds, in units of UTF-16.
_CHARACTERS = 32_767
#: How wide a column becomes at most, in digits; a Hanzi takes two.
_WIDEST = 60
#: By how many rows the width of columns is measured.
_MEASURED = 1_000
#: What the arrow of a filter takes of a header.
_ARROW = 3

#: How Office Open XML writes a character that XML lacks, ``_x000D_``, and a text that looks so, ``_x005F_x000D_``
#: (ECMA-376, ST_Xstring).
_ESCAPED = re.compile("_x005F(_x[0-9A-Fa-f]{4}_)|_x([0-9A-Fa-f]{4})_")

_SHEETS = {"en": ("statistics", "columns", "indicators"), "zh": ("统计", "列说明", "指标")}


def write(rows: Iterable[Statistic], stream: IO[bytes], options: Options) -> None:
    """Write statistics as a workbook, one by one as they come.

    Args:
        rows: The rows.
        stream: Where to.
        options: Language of the header and the names of sheets; the indicators for the sheet that lists them.

    Raises:
        Unwritable: XlsxWriter is missing, or a text is longer than a cell can hold.
        OSError: The stream cannot be written.
    """
    with extra("write .xlsx", Unwritable):
        from xlsxwriter import Workbook
        from xlsxwriter.exceptions import FileCreateError
    statistics, columns, indicators = _SHEETS[options.header]
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        workbook = Workbook(stream, {"constant_memory": True, "tmpdir": folder})
        workbook.use_zip64()
        workbook.set_properties({"created": date(1980, 1, 1)})  # the same rows give the same bytes
        styles = _Styles(workbook)
        _write_statistics(workbook, styles, rows, statistics, names(options.header))
        _write_columns(_Sheet(workbook, styles, columns, ("column", "列名", "what it holds", "说明")))
        if options.catalogue:
            sheet = _Sheet(
                workbook, styles, indicators, ("indicator", "指标", "what it is", "统计什么", "family", "单位")
            )
            for one in options.catalogue.values():
                sheet.add((one.id, one.name_zh, one.name_en, one.counts, one.family, " ".join(one.usual_units)))
            sheet.end()
        try:
            workbook.close()
        except FileCreateError as error:  # how XlsxWriter wraps an OSError
            raise error.args[0] from None


def read(path: Path, shown: str) -> Iterator[Statistic]:
    """Read statistics back, from every sheet that has their columns.

    Args:
        path: The workbook.
        shown: The file, as the user named it.

    Raises:
        UnreadableTable: It is no workbook of statistics, or openpyxl is missing.
        OSError: It cannot be opened.
    """
    with extra("read .xlsx", UnreadableTable):
        from openpyxl import load_workbook
    with path.open("rb") as stream, taken_for(shown, "an Excel workbook"):
        refusals = []
        sheets = load_workbook(stream, read_only=True, data_only=True).worksheets
        for sheet in sheets:
            sheet.reset_dimensions()  # what a file says of its size may be wrong
            rows = sheet.iter_rows(values_only=True)
            place = f"{shown}, sheet {sheet.title}, row"
            try:
                columns = columns_of(map(_unescaped, next(rows, ())), f"{place} 1")
            except UnreadableTable as refusal:
                refusals.append(refusal)
                continue
            for number, cells in enumerate(rows, start=2):
                if any(cell is not None for cell in cells):
                    yield statistic_of(dict(zip(columns, map(_unescaped, cells), strict=False)), f"{place} {number}")
        if len(refusals) == len(sheets):
            raise refusals[0] if refusals else UnreadableTable(f"{shown}: this workbook has no sheet.")


class _Styles:
    """How cells look."""

    def __init__(self, workbook: Workbook) -> None:
        self.header = workbook.add_format({"bold": True, "bg_color": "#E7E6E6", "bottom": 1})
        self.day = workbook.add_format({"num_format": "yyyy-mm-dd", "align": "left"})
        self.normal = workbook.add_format()
        self.wrapped = workbook.add_format({"text_wrap": True, "valign": "top"})
        self.literal = workbook.add_format({"quote_prefix": True})  # stays text when the cell is edited


class _Sheet:
    """A sheet with a header that stays in view, filters, and columns as wide as what they hold."""

    def __init__(
        self, workbook: Workbook, styles: _Styles, name: str, header: Sequence[str], *, wrap: bool = False
    ) -> None:
        self._sheet: Worksheet = workbook.add_worksheet(name)
        self._styles = styles
        self._plain = styles.wrapped if wrap else styles.normal
        self._widths = [_width(text) + _ARROW for text in header]
        self._header = header
        self.rows = 0
        self._sheet.freeze_panes(1, 0)
        self._sheet.write_row(0, 0, header, styles.header)

    def add(self, cells: Iterable[Cell]) -> None:
        """Write a row.

        Raises:
            Unwritable: A text is longer than a cell can hold; the message names the column alone.
        """
        self.rows += 1
        for place, value in enumerate(cells):
            if value is None or value == "":
                continue
            if not self._write(place, value):
                raise Unwritable(f"the {self._header[place]} has {len(str(value)):,} characters")
            if self.rows <= _MEASURED:
                self._widths[place] = max(self._widths[place], _width(cell(value)) + 1)

    def _write(self, place: int, value: str | int | float) -> bool:
        """Write a cell; False where its text is too long."""
        if not isinstance(value, str):
            if keeps(value):
                return bool(self._sheet.write_number(self.rows, place, value) == 0)
            return bool(self._sheet.write_string(self.rows, place, cell(value)) == 0)
        if value.startswith("<r>") and value.endswith("</r>"):  # what XlsxWriter takes for rich text of its own
            parts = (value[:1], self._styles.normal, value[1:])
            return bool(self._sheet.write_rich_string(self.rows, place, *parts) == 0)
        if day := _day(value):
            return bool(self._sheet.write_datetime(self.rows, place, day, self._styles.day) == 0)
        style = self._styles.literal if looks_like_formula(value) else self._plain
        return bool(self._sheet.write_string(self.rows, place, value, style) == 0)

    def end(self) -> None:
        """Set what depends on the rows."""
        self._sheet.autofilter(0, 0, self.rows, len(self._header) - 1)
        for place, width in enumerate(self._widths):
            self._sheet.set_column(place, place, min(width, _WIDEST))


def _write_statistics(
    workbook: Workbook, styles: _Styles, rows: Iterable[Statistic], name: str, header: Sequence[str]
) -> None:
    number = 1
    sheet = _Sheet(workbook, styles, name, header)
    for row in rows:
        if sheet.rows == _ROWS:
            sheet.end()
            number += 1
            sheet = _Sheet(workbook, styles, f"{name} {number}", header)
        try:
            sheet.add(getattr(row, column) for column in COLUMNS)
        except Unwritable as error:
            raise Unwritable(
                f"{row.report}: {error}, a cell of Excel holds {_CHARACTERS:,}; all other formats have no such limit"
            ) from None
    sheet.end()


def _write_columns(sheet: _Sheet) -> None:
    for column in sorted(explained(), key=lambda column: COLUMNS.index(column.name)):
        sheet.add((column.name, column.zh, column.says_zh.replace("`", ""), column.says.replace("`", "")))
    sheet.end()


def _write_indicators(sheet: _Sheet, catalogue: Iterable[Indicator]) -> None:
    for one in catalogue:
        sheet.add((one.id, one.name_zh, one.counts, " ".join(one.usual_units), one.name_en, one.family))
    sheet.end()


def _day(text: str) -> date | None:
    """The day that a text is, where Excel knows it: its calendar begins in 1900, and that year has a day too many."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if day.isoformat() == text and day.year > 1900 else None


def _width(text: str) -> int:
    from rich.cells import cell_len

    return cell_len(text[:_WIDEST])


def _unescaped(value: object) -> object:
    """A cell with the characters that XML lacks, and without the escapes of what only looks like one (``_ESCAPED``)."""
    if not isinstance(value, str):
        return value
    return _ESCAPED.sub(lambda escaped: escaped[1] or chr(int(escaped[2], 16)), value)
