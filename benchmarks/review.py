"""How long a reader waits for the review page of 2,000 reports with 60,000 figures, in Chromium.

    review.py [--reports N] [--runs N] [-o FILE]

The reports are those of data/raw, again and again under other names and with places drawn from the gazetteer (seed 7),
so that the page has as many places as a real one. Told are the best and worst of N runs (5 unless told), in seconds:
opening the page from disk until it has drawn, and from an action until what it shows has been drawn.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import tempfile
import time
from collections.abc import Iterator
from itertools import cycle, islice
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from cadrestats import engines
from cadrestats.context.gazetteer import gazetteer
from cadrestats.models import Reviewed
from cadrestats.output.review import write_page
from cadrestats.patterns import catalogue

ROOT = Path(__file__).resolve().parent.parent

#: From an action until the frame after the one in which it was drawn.
TIMED = """async action => {
    const begun = performance.now();
    await new Function(`return (async () => { ${action} })()`)();
    await new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)));
    return (performance.now() - begun) / 1000;
}"""
ACTIONS = {
    "open another report": "openReport(REPORTS.length >> 1)",
    "next figure": "stepFigure(1)",
    "mark as right": "judge(detailed, 'right')",
    "filter by indicator": "const by = document.getElementById('by-indicator'); by.value = by.options[5].value;"
    "by.dispatchEvent(new Event('change'))",
    "clear the filters": "clearFilters()",
    "search sentences": "query = '老干部'; refresh()",
    "clear the search": "clearFilters()",
    "show the table": "showView('table')",
    "sort by sentence": "document.querySelector('#table .c-sentence button').click()",
    "scroll to its end": "TABLE.scrollTop = TABLE.scrollHeight",
    "show the charts": "showView('charts')",
}


def many(number: int) -> Iterator[Reviewed]:
    """The reports of data/raw under so many names, at places of all China."""
    drawn = random.Random(7)
    counties = [division for division in gazetteer().divisions if division.level == "county"]
    real = [one.reviewed for one in engines.reviewed([ROOT / "data" / "raw"]) if one.reviewed]
    for order, reviewed in enumerate(islice(cycle(real), number)):
        name = f"{order:04}-{reviewed.report.name}"
        there = drawn.choice(counties)
        place = {"report": name, "province": there.province, "city": there.city, "district": there.name}
        yield reviewed.model_copy(
            update={
                "report": reviewed.report.model_copy(update={"name": name}),
                "statistics": tuple(row.model_copy(update=place) for row in reviewed.statistics),
            }
        )


def opened(browser: Browser, file: Path) -> tuple[float, Page]:
    """How long the page takes to open, and the page."""
    page = browser.new_context(viewport={"width": 1440, "height": 900}, locale="zh-CN").new_page()
    begun = time.perf_counter()
    page.goto(file.as_uri())
    page.wait_for_selector("html[data-ready]", state="attached")
    page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    return time.perf_counter() - begun, page


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--reports", type=int, default=2000)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("-o", "--output", type=Path, help="keep the page there")
    options = parser.parse_args()
    program = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))))
    reports = list(many(options.reports))
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        file = options.output or Path(folder) / "review.html"
        begun = time.perf_counter()
        write_page(reports, catalogue(), file)
        wrote = time.perf_counter() - begun
        figures, marks = (sum(len(getattr(r, part)) for r in reports) for part in ("statistics", "accounts"))
        print(f"{len(reports):,} reports, {figures:,} figures, {marks:,} marks, {file.stat().st_size / 1e6:.1f} MB")
        print(f"{'write the page':20} {wrote:6.3f} s")
        sandbox = [] if os.getuid() else ["--no-sandbox"]  # Chromium refuses its sandbox to root
        browser = playwright.chromium.launch(executable_path=program, args=sandbox)
        times: dict[str, list[float]] = {}
        for _ in range(options.runs):
            took, page = opened(browser, file)
            times.setdefault("open the page", []).append(took)
            for name, action in ACTIONS.items():
                times.setdefault(name, []).append(page.evaluate(TIMED, action))
            page.context.close()
        for name, took_each in times.items():
            print(f"{name:20} {min(took_each):6.3f} s   worst of {options.runs}: {max(took_each):6.3f} s")
        browser.close()


if __name__ == "__main__":
    main()
