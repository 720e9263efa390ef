"""Compare the quality of the results with what is pinned in tests/quality.toml. Fails where it has dropped.

    quality_gate.py [--report | --raise]

Also fails where a commit lowered a pinned value, or took one away, without a line `Quality-lowered: reason` in its
message. The scorer and the real reports stand in ../shared; without them nothing can be measured, which is said.
"""

from __future__ import annotations

import argparse
import json
import math
import re
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"
PINS = "tests/quality.toml"
SETS = {
    "own": (ROOT / "data/raw", ROOT / "tests/gold"),
    "annotated": (ROOT / "tests/annotated/reports", ROOT / "tests/annotated/gold"),
    "shared": (SHARED / "reports", SHARED / "gold"),
}
REASON = re.compile(r"^Quality-lowered: *\S", re.MULTILINE)

Pins = dict[str, dict[str, float]]


def measure(reports: Path, gold: Path) -> dict[str, float]:
    """The scores of what `cadrestats extract` makes of a folder of reports."""
    with tempfile.TemporaryDirectory() as folder:
        table = Path(folder) / "statistics.csv"
        extract = [sys.executable, "-m", "cadrestats", "extract", str(reports), "-q", "-o", str(table)]
        subprocess.run(extract, check=True)
        score = [sys.executable, str(SHARED / "score.py"), str(table), str(gold), "--json"]
        scored = subprocess.run(score, check=True, stdout=subprocess.PIPE)
    total = json.loads(scored.stdout)["total"]
    return {**total["fields"], **{name: value for name, value in total.items() if name != "fields"}}


def drops(measured: Pins, pinned: Pins) -> list[str]:
    """What is measured below its pin. Pins have three decimals, so a measured value is cut to three."""
    return [
        f"{name}: {key} is {measured[name][key]:.4f}, pinned are {pin}"
        for name, pins in pinned.items()
        for key, pin in pins.items()
        if floor(measured[name][key]) < pin
    ]


def floor(value: float) -> float:
    """A value cut, not rounded, to three decimals. The small summand keeps 0.93 from becoming 0.929."""
    return math.floor(value * 1000 + 1e-6) / 1000


def lowered(repository: Path, path: str = PINS) -> list[str]:
    """Which commits, or changes not committed yet, lowered a pinned value without giving a reason."""
    complaints = []
    for commit in git(repository, "log", "--format=%H", "--", path).split():
        message = git(repository, "log", "-1", "--format=%B", commit)
        if not REASON.search(message):
            where = f"{commit[:9]} {message.splitlines()[0]!r}"
            before, after = pins_at(repository, f"{commit}^", path), pins_at(repository, commit, path)
            complaints += [f"{where} lowered {change} without `Quality-lowered:`" for change in falls(before, after)]
    now = repository / path
    uncommitted = falls(pins_at(repository, "HEAD", path), parse(now.read_text("utf-8")) if now.exists() else {})
    return complaints + [f"not committed: {change} is lowered; the message must say why" for change in uncommitted]


def falls(before: Pins, after: Pins) -> list[str]:
    """Pins that are lower than before, or gone."""
    return [
        f"{name}.{key} from {pin} to {after.get(name, {}).get(key, 'nothing')}"
        for name, pins in before.items()
        for key, pin in pins.items()
        if after.get(name, {}).get(key, -1.0) < pin
    ]


def pins_at(repository: Path, commit: str, path: str) -> Pins:
    """The pins as a commit has them; none where it has no such file."""
    if not git(repository, "ls-tree", "--name-only", commit, "--", path, missing_is_empty=True):
        return {}
    return parse(git(repository, "show", f"{commit}:{path}"))


def parse(text: str) -> Pins:
    """The pins that a file holds."""
    return {name: {key: float(pin) for key, pin in pins.items()} for name, pins in tomllib.loads(text).items()}


def git(repository: Path, *words: str, missing_is_empty: bool = False) -> str:
    """What git answers. A commit without parent has no `^`, which is no fault."""
    command = ["git", "-C", str(repository), *words]
    answer = subprocess.run(command, check=False, capture_output=True, encoding="utf-8")
    if answer.returncode and not missing_is_empty:
        raise SystemExit(f"git {' '.join(words)}: {answer.stderr.strip()}")
    return answer.stdout


def raised(text: str, measured: Pins) -> str:
    """The text of the pin file with each value raised to what is measured; comments stay."""
    section, lines = "", []
    for line in text.splitlines(keepends=True):
        if heading := re.match(r"\[(\w+)\]", line):
            section = heading[1]
        if pin := re.match(r"(\w+) = ([0-9.]+)", line):
            lines.append(f"{pin[1]} = {max(float(pin[2]), floor(measured[section][pin[1]]))}\n")
        else:
            lines.append(line)
    return "".join(lines)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--report", action="store_true", help="show the values, fail for nothing")
    parser.add_argument("--raise", dest="pin", action="store_true", help="pin what is measured, where that is higher")
    options = parser.parse_args()
    file = ROOT / PINS
    complaints = lowered(ROOT)
    if (SHARED / "score.py").exists():
        pinned = parse(file.read_text("utf-8"))
        measured = {name: measure(*SETS[name]) for name in pinned}
        for name, pins in pinned.items():
            print(
                f"{name}: " + ", ".join(f"{key} {measured[name][key]:.4f} (pinned {pin})" for key, pin in pins.items())
            )
        if options.pin:
            file.write_text(raised(file.read_text("utf-8"), measured), "utf-8")
        complaints += drops(measured, pinned)
    else:
        print(f"quality is not measured: there is no {SHARED / 'score.py'}")
    for complaint in complaints:
        print(complaint, file=sys.stderr)
    return 1 if complaints and not options.report else 0


if __name__ == "__main__":
    sys.exit(main())
