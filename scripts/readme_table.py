"""Keep the table in README.md what the command really gives.

    readme_table.py [--check]

Writes the first rows of each sample report, not the best ones, between the two marks in README.md. With --check nothing
is written; the exit status is 1 where README.md says something else.
"""

from __future__ import annotations

import re
import sys
from itertools import groupby, islice
from pathlib import Path

from cadrestats import Statistic, extract

ROOT = Path(__file__).resolve().parent.parent
COLUMNS = ("report", "city", "district", "year", "indicator", "subject", "value", "bound", "unit", "figure")
ROWS_OF_EACH = 3
BEGIN, END = "<!-- table: scripts/readme_table.py -->\n", "<!-- end of table -->\n"


def markdown(rows: list[Statistic]) -> str:
    """The first rows of each report as a table of Markdown."""
    first = [row for _, report in groupby(rows, lambda row: row.report) for row in islice(report, ROWS_OF_EACH)]
    lines = [COLUMNS, ("---",) * len(COLUMNS), *([shown(getattr(row, name)) for name in COLUMNS] for row in first)]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def shown(value: object) -> str:
    """A cell; a bar would end it."""
    return "" if value is None else str(value).replace("|", r"\|")


def main() -> int:
    readme = ROOT / "README.md"
    text = readme.read_text("utf-8")
    table = BEGIN + markdown(extract(ROOT / "data" / "raw")) + END
    new = re.sub(f"{re.escape(BEGIN)}.*?{re.escape(END)}", lambda _: table, text, flags=re.DOTALL)
    if new == text:
        return 0
    if "--check" in sys.argv[1:]:
        print("README.md: the table is not what the command gives; run scripts/readme_table.py", file=sys.stderr)
        return 1
    readme.write_text(new, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
