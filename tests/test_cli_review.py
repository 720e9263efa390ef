"""``cadrestats review``: one page for all reports; what cannot be read is named."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest


def run(*words: str, cwd: Path) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([sys.executable, "-m", "cadrestats", *words], cwd=cwd, capture_output=True, check=False)


def data_of(page: str) -> dict:
    return json.loads(page.split('id="data">')[1].split("</script>")[0])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "通讯.txt").write_text("现有离退休干部党支部286个，老党员之家12个。\n", "utf-8")
    return tmp_path


def test_the_page_of_a_folder(folder: Path) -> None:
    (folder / "坏.txt").write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00")
    done = run(
        "review",
        ".",
        "--province",
        "浙江省",
        "--city",
        "嘉兴市",
        "--published",
        "2023",
        "-o",
        "out/审阅.html",
        cwd=folder,
    )
    assert done.returncode == 1
    first, last = done.stderr.decode().splitlines()
    assert first.startswith("坏.txt: ")
    assert last == "1 report with 2 figures written to out/审阅.html"
    data = data_of((folder / "out" / "审阅.html").read_text("utf-8"))
    assert [report["name"] for report in data["reports"]] == ["通讯.txt"]
    assert data["lists"]["place"] == [["浙江省", "嘉兴市", ""]]
    assert data["lists"]["year"] == [2023]


def test_the_page_goes_to_stdout(folder: Path) -> None:
    done = run("review", "通讯.txt", "-o", "-", cwd=folder)
    assert done.returncode == 0
    assert data_of(done.stdout.decode())["rows"]["value"] == [286, 12]
    assert done.stderr.decode() == "1 report with 2 figures written to stdout\n"


def test_a_page_that_cannot_be_written(folder: Path) -> None:
    (folder / "out").write_text("a file", "utf-8")
    done = run("review", "通讯.txt", "-o", "out/page.html", cwd=folder)
    assert done.returncode == 2
    assert done.stderr.decode().startswith("cadrestats: out/page.html cannot be written: ")


def test_indicators_of_ones_own_have_their_family(canteens: Path) -> None:
    done = run("review", "食堂.txt", "--patterns", "own", "-o", "-", cwd=canteens)
    data = data_of(done.stdout.decode())
    assert {"id": "canteens", "family": "canteens", "zh": "食堂", "en": "canteens"} in data["indicators"]
    assert data["lists"]["indicator"] == ["canteens"]
