"""How fast reports become rows: cadrestats, in all and by stage, beside what others do with the same text.

    throughput.py [--sizes MB ...] [--runs N] [--sample MB] [--write]

All work on one text (``archive.py``), on one core, each run in a process of its own; the runs of all take turns, N
times for 1 MB (3 unless told) and once for more. Told is the best processor time without that of loading libraries and
dictionaries, and the ratio to ``jieba.lcut``, which holds on other machines too; and the peak memory of the process.
What would take hours on the largest text works on its first ``--sample`` MB, which the table says.
"""

from __future__ import annotations

import argparse
import json
import platform
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple

from archive import PARTED, Generator

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
MB = 10**6
SENTENCE = re.compile("[^。！？；\n]+")

Work = Callable[[list[str]], object]


def jieba_lcut() -> Work:
    import jieba

    jieba.initialize()
    return lambda reports: jieba.lcut("\n".join(reports))


def ftfy_fix_text() -> Work:
    import ftfy

    return lambda reports: ftfy.fix_text("\n".join(reports))


def cpca_transform() -> Work:
    import cpca

    cpca.transform(["某市"])

    def work(reports: list[str]) -> None:
        for report in reports:
            cpca.transform(SENTENCE.findall(report))

    return work


def jionlp_time() -> Work:
    import jionlp

    jionlp.ner.extract_time("去年", time_base={"year": 2024})

    def work(reports: list[str]) -> None:
        for report in reports:
            for sentence in SENTENCE.findall(report):
                jionlp.ner.extract_time(sentence, time_base={"year": 2024})

    return work


def bare_digits() -> Work:
    digits = re.compile(r"\d+(?:\.\d+)?")
    return lambda reports: [len(digits.findall(report)) for report in reports]


def cadrestats_read() -> Work:
    from cadrestats import pipeline

    pipeline.read("全市".encode(), "")

    def work(reports: list[str]) -> None:
        for report in reports:
            pipeline.read(report.encode(), "")

    return work


def cadrestats_figures() -> Work:
    from cadrestats import pipeline
    from cadrestats.reading.sentences import split

    scan = pipeline.interpreter(None).scanner.scan
    warm_up()

    def work(reports: list[str]) -> None:
        for report in reports:
            for sentence in split(pipeline.in_simplified(pipeline.read(report.encode(), ""))):
                scan(sentence)

    return work


def cadrestats_all() -> Work:
    from cadrestats import pipeline

    warm_up()

    def work(reports: list[str]) -> None:
        for report in reports:
            pipeline.statistics(pipeline.read(report.encode(), ""))

    return work


def warm_up() -> None:
    """Load the patterns, the gazetteer and the dictionary, as the first report of a run does."""
    from cadrestats import extract

    extract([ROOT / "data" / "raw"])


WORKS: dict[str, Callable[[], Work]] = {
    "bare digit regex": bare_digits,
    "ftfy.fix_text": ftfy_fix_text,
    "cpca.transform, by sentence": cpca_transform,
    "jionlp.ner.extract_time, by sentence": jionlp_time,
    "jieba.lcut": jieba_lcut,
    "cadrestats: read (decode, repair, unwrap)": cadrestats_read,
    "cadrestats: read, split, find figures": cadrestats_figures,
    "cadrestats: all, rows included": cadrestats_all,
}
PEER, ALL = "jieba.lcut", "cadrestats: all, rows included"
SLOW = ("cpca.transform, by sentence", "jionlp.ner.extract_time, by sentence")


class Run(NamedTuple):
    """One run in a process of its own."""

    bytes: int
    seconds: float
    memory: int

    @property
    def speed(self) -> float:
        """MB a second."""
        return self.bytes / MB / self.seconds


def run_here(work: str, archive: Path, most: int) -> None:
    """In a process of its own: measure one work and print what was measured."""
    reports, size = [], 0
    for report in archive.read_text("utf-8").split(PARTED):
        size += len(report.encode())
        reports.append(report)
        if size >= most:
            break
    do = WORKS[work]()
    begun = time.process_time()
    do(reports)
    seconds = time.process_time() - begun
    print(json.dumps([size, seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024]))


def run(work: str, archive: Path, most: int) -> Run:
    command = [sys.executable, __file__, "--here", work, str(archive), str(most)]
    out = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return Run(*json.loads(out.splitlines()[-1]))


def measured(sizes: Iterable[float], runs: int, sample: float) -> dict[float, dict[str, Run]]:
    """The best run of every work for every size in MB."""
    found: dict[float, dict[str, Run]] = {}
    with tempfile.TemporaryDirectory() as folder:
        for size in sizes:
            archive = Path(folder) / "archive.txt"
            with archive.open("w", encoding="utf-8") as stream:
                stream.writelines(report + PARTED for report in Generator().reports(int(size * MB)))
            best: dict[str, Run] = {}
            for _ in range(runs if size <= 1 else 1):
                for work in WORKS:
                    most = min(size, sample) if work in SLOW else size
                    again = run(work, archive, int(most * MB))
                    best[work] = min(best.get(work, again), again, key=lambda one: one.seconds)
                    print(f"{size:g} MB  {work:42} {again.speed:9.3f} MB/s", file=sys.stderr)
            found[size] = best
    return found


def table(found: dict[float, dict[str, Run]]) -> str:
    """What was measured, as a table in Markdown."""
    lines = [
        f"| | {' | '.join(f'{size:g} MB: MB/s | × {PEER} | peak MB' for size in found)} |",
        f"| --- |{' ---: | ---: | ---: |' * len(found)}",
    ]
    for work in WORKS:
        cells = []
        for size, runs in found.items():
            one = runs[work]
            part = f" ({one.bytes / MB:.1g} MB of it)" if one.bytes < 0.9 * size * MB else ""
            cells += [f"{one.speed:.3g}{part}", f"{one.speed / runs[PEER].speed:.2f}", f"{one.memory / MB:.0f}"]
        lines.append(f"| {f'**{work}**' if work == ALL else work} | {' | '.join(cells)} |")
    return "\n".join(lines)


def stages(size: float) -> str:
    """Where the time goes: the share of each step, as a table in Markdown."""
    from cadrestats import pipeline
    from cadrestats.context.places import PlaceFinder
    from cadrestats.context.scope import ScopeFinder
    from cadrestats.patterns import Library

    knows = pipeline.interpreter(None)
    warm_up()
    spent: dict[str, float] = {}

    def timed(owner: object, name: str, step: str) -> None:
        plain = getattr(owner, name)

        def with_clock(*args: object, **options: object) -> object:
            begun = time.perf_counter()
            try:
                return plain(*args, **options)
            finally:
                spent[step] = spent.get(step, 0.0) + time.perf_counter() - begun

        setattr(owner, name, with_clock)

    for owner, name, step in (
        (pipeline, "decode", "decode the bytes"),
        (pipeline, "repair", "repair what is garbled"),
        (pipeline, "read_text", "unwrap lines, headline, date"),
        (pipeline, "in_simplified", "simplified characters"),
        (pipeline, "split", "sentences"),
        (knows.scanner, "scan", "find figures, tell statistics"),
        (knows.subjects, "wording", "what is counted (segmentation)"),
        (Library, "classify", "indicator"),
        (pipeline, "PlaceFinder", "places of the report"),
        (PlaceFinder, "ties", "place of the figure"),
        (ScopeFinder, "governor", "bodies and persons, whose figure"),
        (knows.years, "report_year", "year of the report"),
        (knows.years, "markers", "expressions of time"),
        (knows.periods, "period_of", "stock, flow, cumulative, rate"),
        (pipeline, "Statistic", "rows (validated)"),
        (pipeline, "merged", "repeats merged"),
    ):
        timed(owner, name, step)
    begun = time.perf_counter()
    rows = sum(
        len(pipeline.statistics(pipeline.read(report.encode(), ""))) for report in Generator().reports(int(size * MB))
    )
    whole = time.perf_counter() - begun
    spent["the rest"] = whole - sum(spent.values())
    lines = ["| step | share | µs a row |", "| --- | ---: | ---: |"]
    for step, seconds in sorted(spent.items(), key=lambda pair: -pair[1]):
        lines.append(f"| {step} | {seconds / whole:.0%} | {seconds / rows * 1e6:.0f} |")
    return "\n".join(lines)


def chart(found: dict[float, dict[str, Run]], path: Path) -> None:
    """Speeds as bars, on a logarithmic scale."""
    from matplotlib.figure import Figure

    picture = Figure(figsize=(9, 4.2), layout="constrained")
    axes = picture.subplots()
    for place, (size, runs) in enumerate(found.items()):
        height = 0.8 / len(found)
        at = [index + (place - (len(found) - 1) / 2) * height for index in range(len(WORKS))]
        bars = axes.barh(at, [runs[work].speed for work in WORKS], height, label=f"{size:g} MB")
        axes.bar_label(bars, fmt="%.3g", padding=3, fontsize=7)
    axes.set_yticks(range(len(WORKS)), list(WORKS))
    axes.set_xscale("log")
    axes.margins(x=0.12)
    axes.invert_yaxis()
    axes.set_xlabel("MB of UTF-8 text a second, one core (logarithmic)")
    axes.legend(title="text")
    path.parent.mkdir(parents=True, exist_ok=True)
    picture.savefig(path)


def machine() -> str:
    """The machine, in a line."""
    names = re.findall(r"model name\s*: (.*)", Path("/proc/cpuinfo").read_text()) if sys.platform == "linux" else []
    return f"{names[0] if names else platform.processor()}, Python {platform.python_version()}, {platform.system()}"


def write(page: Path, tables: dict[str, str]) -> None:
    """Put tables between their marks in a page."""
    text = page.read_text("utf-8")
    for name, lines in tables.items():
        between = rf"(<!-- {name} -->\n).*?(<!-- end of {name} -->)"
        text = re.sub(between, lambda found, lines=lines: f"{found[1]}{lines}\n{found[2]}", text, flags=re.DOTALL)
    page.write_text(text, "utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", type=float, nargs="+", default=[1, 10])
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--sample", type=float, default=1)
    parser.add_argument("--write", action="store_true", help="into docs/speed.md and docs/images/speed.svg")
    parser.add_argument("--here", nargs=3, metavar=("WORK", "ARCHIVE", "BYTES"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.here:
        run_here(options.here[0], Path(options.here[1]), int(options.here[2]))
        return
    found = measured(options.sizes, options.runs, options.sample)
    tables = {"throughput": table(found), "stages": stages(min(options.sizes)), "machine": machine()}
    print("\n\n".join(tables.values()))
    if options.write:
        write(DOCS / "speed.md", tables)
        chart(found, DOCS / "images" / "speed.svg")


if __name__ == "__main__":
    main()
