"""What --cache saves: a second run over an archive that has not changed, beside the first.

    cache.py [--megabytes 3]

An archive of that size, made of our five reports by numbering them, is extracted twice by the command, with one process
and an empty cache of its own. Told are the wall-clock times, start-up included, their ratio, and the cache's size. The
smaller the archive, the more of the second run is start-up.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from archive import write_archive


def seconds(folder: Path, table: str) -> float:
    """Wall-clock time of a run that uses the cache."""
    words = ["extract", "archive.jsonl", "-q", "-j", "1", "--cache-folder", "cache", "-o", table]
    begun = time.perf_counter()
    subprocess.run([sys.executable, "-m", "cadrestats", *words], cwd=folder, check=True)
    return time.perf_counter() - begun


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--megabytes", type=float, default=3)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        reports = write_archive(folder / "archive.jsonl", options.megabytes * 1e6)
        first, second = seconds(folder, "first.csv"), seconds(folder, "second.csv")
        same = (folder / "first.csv").read_bytes() == (folder / "second.csv").read_bytes()
        kept = sum(path.stat().st_size for path in (folder / "cache").iterdir())
        print(f"{reports:,} reports, {options.megabytes:g} MB; tables {'the same' if same else 'DIFFERENT'}")
        print(f"first run {first:.2f} s, second run {second:.2f} s: {first / second:.1f} times as fast")
        print(f"second run, per report: {1e6 * second / reports:.0f} µs with start-up")
        print(f"the cache takes {kept / reports / 1000:.1f} kB a report")


if __name__ == "__main__":
    main()
