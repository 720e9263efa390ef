"""How memory grows with the size of an archive: it should not.

    memory.py [--megabytes 5 20 60] [--with-figures 1.0] [--work extract|repair]

Archives of several sizes, one file of JSON Lines each, are worked on by one process through the library. Told is the
peak of resident memory of that process above what the interpreter takes with everything loaded (after a first report).
Where only a share of the reports gives figures, as among news of all kinds, a gigabyte takes an hour and not a day.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

from archive import write_archive

MEASURED = """
import resource, sys
from pathlib import Path
from cadrestats import engines
begin = {"extract": engines.run, "repair": engines.repaired}[sys.argv[2]]
peak = lambda: resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
list(begin([Path("one.jsonl")]))
loaded = peak()
reports = sum(outcome.failure is None for outcome in begin([Path(sys.argv[1])]))
print(reports, loaded, peak() - loaded)
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--megabytes", type=float, nargs="+", default=[5, 20, 60])
    parser.add_argument("--with-figures", type=float, default=1.0)
    parser.add_argument("--work", choices=("extract", "repair"), default="extract")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        write_archive(Path(folder) / "one.jsonl", 1)
        for megabytes in options.megabytes:
            write_archive(Path(folder) / "archive.jsonl", megabytes * 1e6, options.with_figures)
            command = [sys.executable, "-c", MEASURED, "archive.jsonl", options.work]
            told = subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True).stdout
            reports, loaded, above = told.split()
            print(
                f"{megabytes:6g} MB, {int(reports):8,} reports: {float(above):6.0f} MiB above {float(loaded):.0f} MiB"
            )


if __name__ == "__main__":
    main()
