"""The wheel alone, in an environment of its own and an empty folder, does what the checkout does."""

from __future__ import annotations

import csv
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Python of an environment that holds the wheel; the packages it needs are lent by the one that tests run in.

    They are reached by a path file, after the environment's own: editable installs of the lender, whose path files are
    not read, stay out of sight.
    """
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", folder / "dist"]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    venv.create(folder / "venv", with_pip=False)
    (wheel,) = (folder / "dist").glob("*.whl")
    python = folder / "venv" / "bin" / "python"
    where = [python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"]
    own = Path(subprocess.run(where, check=True, capture_output=True, text=True).stdout.strip())
    install = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--target", own, wheel]
    subprocess.run(install, check=True, capture_output=True)
    (own / "lent.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    return python


def test_the_wheel_works_in_an_empty_folder(installed: Path, tmp_path: Path) -> None:
    (tmp_path / "通讯.txt").write_text("怀化市现有离退休干部党支部12个。\n", encoding="utf-8")
    run = [installed, "-m", "cadrestats", "extract", "通讯.txt", "-o", "out.csv"]
    ran = subprocess.run(run, cwd=tmp_path, check=False, capture_output=True)
    assert ran.returncode == 0, ran.stderr.decode()
    with (tmp_path / "out.csv").open(encoding="utf-8-sig", newline="") as table:
        (row,) = csv.DictReader(table)
    assert [row[column] for column in ("report", "province", "city", "indicator", "figure")] == [
        "通讯.txt", "湖南省", "怀化市", "party_branches", "12个",
    ]  # fmt: skip


def test_the_wheel_writes_the_review_page(installed: Path, tmp_path: Path) -> None:
    (tmp_path / "通讯.txt").write_text("怀化市现有离退休干部党支部12个。\n", encoding="utf-8")
    run = [installed, "-m", "cadrestats", "review", "通讯.txt", "-o", "review.html"]
    ran = subprocess.run(run, cwd=tmp_path, check=False, capture_output=True)
    assert ran.returncode == 0, ran.stderr.decode()
    assert "function stepFigure(step)" in (tmp_path / "review.html").read_text("utf-8")


def test_the_package_that_runs_is_the_wheels_own(installed: Path, tmp_path: Path) -> None:
    where = [installed, "-c", "import cadrestats; print(cadrestats.__file__)"]
    answer = subprocess.run(where, cwd=tmp_path, check=True, capture_output=True, text=True)
    assert Path(answer.stdout.strip()).is_relative_to(installed.parents[1])


def test_the_wheel_carries_the_pages(installed: Path, tmp_path: Path) -> None:
    listed = (
        "from importlib.resources import files; output = files('cadrestats') / 'output'\n"
        "names = ('comparison/page.html', 'charts/page.html', 'charts/page.js')\n"
        "print([output.joinpath(name).is_file() for name in names])"
    )
    answer = subprocess.run([installed, "-c", listed], cwd=tmp_path, check=True, capture_output=True, text=True)
    assert answer.stdout == "[True, True, True]\n"


def test_the_wheel_carries_the_patterns_and_the_gazetteer(installed: Path, tmp_path: Path) -> None:
    listed = (
        "from importlib.resources import files; data = files('cadrestats') / 'data'\n"
        "print((data / 'divisions.csv').is_file(), (data / 'patterns' / 'measure_words.toml').is_file(),\n"
        "      (files('cadrestats') / 'py.typed').is_file())"
    )
    answer = subprocess.run([installed, "-c", listed], cwd=tmp_path, check=True, capture_output=True, text=True)
    assert answer.stdout == "True True True\n"
