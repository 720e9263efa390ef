"""What a second process gains, and from which size on several pay.

    jobs.py [--megabytes 2] [--jobs 1 2] [--runs 3]

An archive of that size is extracted by the command with each number of jobs by turns, N runs each. Told are the best
wall-clock times, start-up included, and how many times as fast as the first number of jobs the others are. The machine
should have nothing else to do: jobs that share a core with strangers gain nothing.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from archive import write_archive


def seconds(folder: Path, jobs: int) -> float:
    """Wall-clock time of a run."""
    words = ["extract", "archive.jsonl", "-q", "-j", str(jobs), "-o", f"{jobs}.csv"]
    begun = time.perf_counter()
    subprocess.run([sys.executable, "-m", "cadrestats", *words], cwd=folder, check=True)
    return time.perf_counter() - begun


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--megabytes", type=float, default=2)
    parser.add_argument("--jobs", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_archive(folder / "archive.jsonl", options.megabytes * 1e6)
        times = [{jobs: seconds(folder, jobs) for jobs in options.jobs} for _ in range(options.runs)]
        best = {jobs: min(run[jobs] for run in times) for jobs in options.jobs}
        tables = {(folder / f"{jobs}.csv").read_bytes() for jobs in options.jobs}
        same = "the same" if len(tables) == 1 else "DIFFERENT"
        print(f"{options.megabytes:g} MB, {os.cpu_count()} cores; tables {same}")
        for jobs, wall in best.items():
            print(f"-j {jobs}: {wall:7.2f} s, {best[options.jobs[0]] / wall:.2f} times as fast")


if __name__ == "__main__":
    main()
