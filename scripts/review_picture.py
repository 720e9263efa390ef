"""Take the picture of the review page that README.md shows: docs/images/review.png.

The sample reports in data/raw are opened in the system's Chromium, some figures are judged, one is chosen.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from cadrestats import engines
from cadrestats.output.review import write_page
from cadrestats.patterns import catalogue

ROOT = Path(__file__).resolve().parent.parent
PICTURE = ROOT / "docs" / "images" / "review.png"
KEYS = "]nanran"  # the second report; two figures are right, one is wrong, the next one is chosen


def main() -> None:
    reports = [outcome.reviewed for outcome in engines.reviewed([ROOT / "data" / "raw"]) if outcome.reviewed]
    program = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))))
    sandbox = [] if os.getuid() else ["--no-sandbox"]  # Chromium refuses its sandbox to root
    PICTURE.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        file = Path(folder) / "review.html"
        write_page(reports, catalogue(), file)
        browser = playwright.chromium.launch(executable_path=program, args=sandbox)
        page = browser.new_context(viewport={"width": 1440, "height": 860}, locale="zh-CN").new_page()
        page.goto(file.as_uri())
        page.wait_for_selector("html[data-ready]", state="attached")
        for key in KEYS:
            page.keyboard.press(key)
        page.screenshot(path=PICTURE)
        browser.close()


if __name__ == "__main__":
    main()
