"""How long a newcomer waits: the command beside what any such program must load anyway.

    startup.py [--runs N] [REPORTS]

Each command and its peer run by turns in one go, N times (5 unless told), each time as a new process, after one run of
each that is not counted. Told are the best wall-clock times and their ratio, which holds on other machines too.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
REAL = ROOT.parent / "shared" / "reports"
CADRESTATS = [sys.executable, "-m", "cadrestats"]
JIEBA_AND_PANDAS = [sys.executable, "-c", "import pandas, jieba; jieba.initialize()"]
TYPER = [sys.executable, "-c", "import typer"]


def seconds(command: list[str]) -> float:
    """Wall-clock time of one process, from its start to its end."""
    begun = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    return time.perf_counter() - begun


def side_by_side(command: list[str], peer: list[str], runs: int) -> tuple[float, float]:
    """Best times of a command and its peer. They take turns, so that a busy machine slows both."""
    times = [(seconds(command), seconds(peer)) for _ in range(runs + 1)][1:]
    return min(ours for ours, _ in times), min(theirs for _, theirs in times)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("reports", type=Path, nargs="*", default=five_reports())
    parser.add_argument("--runs", type=int, default=5)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        reports = [str(path) for path in options.reports]
        extract = [*CADRESTATS, "extract", *reports, "-q", "-o", str(Path(folder) / "out.csv")]
        for what, command, peer_name, peer in (
            (f"extract {len(reports)} reports", extract, "pandas, jieba", JIEBA_AND_PANDAS),
            ("--help", [*CADRESTATS, "--help"], "typer", TYPER),
            ("--version", [*CADRESTATS, "--version"], "typer", TYPER),
        ):
            ours, theirs = side_by_side(command, peer, options.runs)
            print(f"{what:20} {ours:6.3f} s   import {peer_name:14} {theirs:6.3f} s   ratio {ours / theirs:.2f}")


def five_reports() -> list[Path]:
    """The five real reports where they are at hand, else the five of our own that retell them."""
    return sorted(REAL.glob("00*.txt")) or sorted((ROOT / "data" / "raw").glob("*.txt"))


if __name__ == "__main__":
    main()
