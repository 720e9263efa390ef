"""Keep the tables in README.md and docs/columns.md what the project really gives and says of itself.

    doc_tables.py [--check]

Each table stands between two marks: in README.md the first rows of each sample report, not the best ones; in
docs/columns.md the columns as src/cadrestats/data/columns.toml explains them. With --check nothing is written; the exit
status is 1 where a page says something else.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Sequence
from itertools import groupby, islice
from pathlib import Path

from cadrestats import extract
from cadrestats.output.tables.columns import explained

ROOT = Path(__file__).resolve().parent.parent
COLUMNS = ("report", "city", "district", "year", "indicator", "subject", "value", "bound", "unit", "figure")
ROWS_OF_EACH = 3
BEGIN, END = "<!-- table: scripts/doc_tables.py -->\n", "<!-- end of table -->\n"


def markdown(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A table of Markdown."""
    lines = [header, ("---",) * len(header), *([shown(cell) for cell in row] for row in rows)]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def shown(value: object) -> str:
    """A cell; a bar would end it."""
    return "" if value is None else str(value).replace("|", r"\|")


def first_rows() -> str:
    """The first rows of each sample report."""
    reports = groupby(extract(ROOT / "data" / "raw"), lambda row: row.report)
    first = [row for _, report in reports for row in islice(report, ROWS_OF_EACH)]
    return markdown(COLUMNS, ([getattr(row, name) for name in COLUMNS] for row in first))


def columns() -> str:
    """The columns of the table, under a heading a group."""
    sections = []
    for group, found in groupby(explained(), lambda column: column.group):
        rows = [(f"`{column.name}`", column.zh, column.says) for column in found]
        sections.append(f"## {group}\n\n" + markdown(("column", "`--header zh`", "what it holds"), rows))
    return "\n".join(sections)


def main() -> int:
    wrong = False
    for page, table in (("README.md", first_rows()), ("docs/columns.md", columns())):
        path = ROOT / page
        text = path.read_text("utf-8")
        marked = BEGIN + table + END
        new = re.sub(f"{re.escape(BEGIN)}.*?{re.escape(END)}", lambda _, marked=marked: marked, text, flags=re.DOTALL)
        if new == text:
            continue
        if "--check" in sys.argv[1:]:
            print(f"{page}: the table is not what the project gives; run scripts/doc_tables.py", file=sys.stderr)
            wrong = True
        else:
            path.write_text(new, "utf-8")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
