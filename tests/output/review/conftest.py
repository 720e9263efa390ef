"""A page of a few reports of our own, and a browser to open it in."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from cadrestats import engines
from cadrestats.models import Reviewed
from cadrestats.output.review import write_page
from cadrestats.patterns import catalogue

RAW = Path(__file__).parents[3] / "data" / "raw"
HAINING = """海宁市老干部工作见闻

来源：西坪晚报 2023年2月15日

海宁市现有离退休干部党支部286个，建成老党员之家36个。2022年，84岁的老党员讲了一次党课，志愿者队伍壮大到近6000人。

桐乡、平湖两市分别有志愿服务队12支和8支，又新添了若干驿站。
"""
GARBLED = (
    "宁国市老干部工作\n\n宁国市现有离退休干部党支部12个。\n"
    + "全市老党员在志愿服务队里有300名，讲了课。\n".encode("gbk").decode("latin-1")
)
EVIL = '"><img src=x onerror="window.hacked=1">'
HOSTILE = f"""<script>window.hacked=1</script>{EVIL}

海宁市有<b>离退休干部党支部</b>7个</script><script>window.hacked=1</script>，志愿者30名<!--<script>{{{{7*7}}}}。

=HYPERLINK("x")的驿站有5个\u2028，学员 40 名&lt;i&gt;。𠮷祥社区有志愿者 50 名。
"""


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("reports")
    (made / "海宁.txt").write_text(HAINING, "utf-8")
    (made / "宁国.txt").write_text(GARBLED, "utf-8")
    (made / (EVIL.replace('"', "'") + ".txt")).write_text(HOSTILE, "utf-8")
    return made


@pytest.fixture(scope="session")
def reviewed(folder: Path) -> list[Reviewed]:
    """The reports of the folder and those of data/raw, laid open; each folder alone, so that names need no folder."""
    outcomes = [*engines.reviewed([folder]), *engines.reviewed([RAW])]
    return [outcome.reviewed for outcome in outcomes if outcome.reviewed is not None]


@pytest.fixture(scope="session")
def file(reviewed: list[Reviewed], tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("page") / "review.html"
    write_page(reviewed, catalogue(), made)
    return made


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    names = ("chromium", "chromium-browser", "google-chrome")
    program = next(filter(None, map(shutil.which, names)), None)
    if program is None:
        pytest.skip(f"no browser is installed ({', '.join(names)}): the page was not tried in one")
    sandbox = [] if os.getuid() else ["--no-sandbox"]  # Chromium refuses its sandbox to root
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=program, args=sandbox)
        yield started
        started.close()


class Opened(NamedTuple):
    """The page in a browser, with what it asked for and what it complained of."""

    page: Page
    requests: list[str]
    complaints: list[str]


@pytest.fixture
def opened(browser: Browser, file: Path, request: pytest.FixtureRequest) -> Iterator[Opened]:
    """The page, opened from disk; at the end it must have asked for nothing and complained of nothing."""
    options = {"viewport": {"width": 1400, "height": 900}, "locale": "zh-CN", **getattr(request, "param", {})}
    context = browser.new_context(accept_downloads=True, **options)
    found = Opened(context.new_page(), [], [])
    found.page.on("request", lambda asked: found.requests.append(asked.url))
    found.page.on("console", lambda message: found.complaints.append(message.text))
    found.page.on("pageerror", lambda error: found.complaints.append(str(error)))
    found.page.goto(file.as_uri())
    found.page.wait_for_selector("html[data-ready]", state="attached")
    yield found
    hacked = found.page.evaluate("window.hacked")
    context.close()
    assert hacked is None
    assert found.complaints == []
    assert {url for url in found.requests if not url.startswith("blob:")} == {file.as_uri()}


@pytest.fixture
def page(opened: Opened) -> Page:
    return opened.page
