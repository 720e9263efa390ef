"""The quality gate: the pinned values cannot fall unnoticed."""

from __future__ import annotations

import importlib.util
import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[1] / "scripts" / "quality_gate.py"
_spec = importlib.util.spec_from_file_location("quality_gate", SCRIPT)
assert _spec is not None
assert _spec.loader is not None
gate = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(gate)

Commit = Callable[[str | None, str], str]


@pytest.fixture
def commit(tmp_path: Path) -> Commit:
    """Commit a pin file to a repository of its own; returns how a complaint names the commit."""
    someone = {f"GIT_{role}_{what}": "someone" for role in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    calm = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    keep = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}

    def git(*words: str) -> str:
        ran = subprocess.run(
            ["git", "-C", tmp_path, *words], env={**keep, **someone, **calm}, check=True, capture_output=True, text=True
        )
        return ran.stdout

    def make(pins: str | None, message: str) -> str:
        file = tmp_path / "tests" / "quality.toml"
        file.parent.mkdir(exist_ok=True)
        if pins is None:
            file.unlink()
        else:
            file.write_text(pins, encoding="utf-8")
        git("add", "--all")
        git("commit", "--quiet", "--allow-empty", "--message", message)
        return f"{git('rev-parse', 'HEAD')[:9]} {message.splitlines()[0]!r}"

    git("init", "--quiet")
    return make


def test_raising_and_keeping_pins_is_welcome(commit: Commit, tmp_path: Path) -> None:
    commit("[own]\nf1 = 0.9\n", "Measure")
    commit("[own]\nf1 = 0.95\nrow_f1 = 0.8\n", "Find more")
    commit("# a comment\n[own]\nf1 = 0.95\nrow_f1 = 0.8\n", "Say what f1 is")
    assert gate.lowered(tmp_path) == []


def test_lowering_a_pin_without_a_reason_is_found_however_old(commit: Commit, tmp_path: Path) -> None:
    commit("[own]\nf1 = 0.9\n", "Measure")
    culprit = commit("[own]\nf1 = 0.85\n", "Tidy up")
    commit("[own]\nf1 = 0.99\n", "Find more")
    assert gate.lowered(tmp_path) == [f"{culprit} lowered own.f1 from 0.9 to 0.85 without `Quality-lowered:`"]


def test_lowering_a_pin_with_a_reason_is_accepted(commit: Commit, tmp_path: Path) -> None:
    commit("[own]\nf1 = 0.9\n", "Measure")
    commit("[own]\nf1 = 0.85\n", "Add harder reports\n\nQuality-lowered: the new reports are harder\n")
    assert gate.lowered(tmp_path) == []


def test_an_empty_reason_is_none(commit: Commit, tmp_path: Path) -> None:
    commit("[own]\nf1 = 0.9\n", "Measure")
    culprit = commit("[own]\nf1 = 0.85\n", "Tidy up\n\nQuality-lowered:\n")
    assert gate.lowered(tmp_path) == [f"{culprit} lowered own.f1 from 0.9 to 0.85 without `Quality-lowered:`"]


@pytest.mark.parametrize("pins", ["[own]\nrow_f1 = 0.8\n", "[other]\nf1 = 0.9\n", None])
def test_taking_a_pin_away_is_lowering_it(commit: Commit, tmp_path: Path, pins: str | None) -> None:
    commit("[own]\nf1 = 0.9\n", "Measure")
    culprit = commit(pins, "Tidy up")
    assert gate.lowered(tmp_path) == [f"{culprit} lowered own.f1 from 0.9 to nothing without `Quality-lowered:`"]


def test_a_change_that_is_not_committed_counts_too(commit: Commit, tmp_path: Path) -> None:
    commit("[own]\nf1 = 0.9\n", "Measure")
    (tmp_path / "tests" / "quality.toml").write_text("[own]\nf1 = 0.8\n", encoding="utf-8")
    assert gate.lowered(tmp_path) == ["not committed: own.f1 from 0.9 to 0.8 is lowered; the message must say why"]


def test_a_measured_value_below_its_pin_is_a_drop() -> None:
    pinned = {"own": {"f1": 0.93, "row_f1": 0.75}}
    assert gate.drops({"own": {"f1": 0.93, "row_f1": 0.7505}}, pinned) == []
    assert gate.drops({"own": {"f1": 0.9296, "row_f1": 0.9}}, pinned) == ["own: f1 is 0.9296, pinned are 0.93"]


def test_pins_are_raised_and_never_lowered() -> None:
    text = "# why\n[own]\nf1 = 0.9  # the first\nrow_f1 = 0.8\n\n[shared]\nf1 = 0.5\n"
    measured = {"own": {"f1": 0.95678, "row_f1": 0.7}, "shared": {"f1": 0.5}}
    assert gate.raised(text, measured) == "# why\n[own]\nf1 = 0.956\nrow_f1 = 0.8\n\n[shared]\nf1 = 0.5\n"


def test_the_pins_of_this_project_can_be_read() -> None:
    pins = gate.parse((SCRIPT.parents[1] / gate.PINS).read_text(encoding="utf-8"))
    pinned = ["bound", "entity", "f1", "level", "period", "row_f1"]
    assert {name: sorted(values) for name, values in pins.items()} == dict.fromkeys(
        ("own", "annotated", "shared"), pinned
    )
