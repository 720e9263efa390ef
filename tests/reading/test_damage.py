"""The statistics of a damaged report are those of a sound one."""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor
from functools import cache

import pytest

from cadrestats.models import Statistic
from cadrestats.pipeline import read, statistics

from .annotated import SETS, annotated, row_f1
from .damage import DAMAGES, damaged, simplified

NEAR = 0.02  # how far row F1 may fall
PRESENT = [name for name, (_, gold) in SETS.items() if gold.exists()]


def score(of: str, damage: str) -> float:
    """Row F1 of a set of reports that were damaged, or of the sound ones."""
    pairs = []
    for report, gold in annotated(of):
        text = damaged(report.text, damage) if damage else report.text
        pairs.append(([in_simplified(row) for row in statistics(read(text.encode(), report.name))], gold))
    return row_f1(pairs)


def in_simplified(row: Statistic) -> Statistic:
    """The gold tables are simplified, and a row's sentence keeps its report's script."""
    return row.model_copy(update={"sentence": simplified(row.sentence)})


@cache
def scores() -> dict[tuple[str, str], float]:
    """Row F1 by set and damage, worked out by several processes."""
    asked = [(of, damage) for of in PRESENT for damage in ("", *DAMAGES)]
    with ProcessPoolExecutor() as processes:
        return dict(zip(asked, processes.map(score, *zip(*asked, strict=True)), strict=True))


@pytest.mark.parametrize("of", PRESENT)
@pytest.mark.parametrize("damage", DAMAGES)
def test_damage_costs_no_statistics(damage, of) -> None:
    assert scores()[of, damage] >= scores()[of, ""] - NEAR


TEXT = "县里的老人们\n" + "老人们……把菜园翻了一遍，谁也没有喊累，到了傍晚才收工回家，一共种下96棵树。\n" * 20


@pytest.mark.parametrize("damage", DAMAGES)
def test_damage_is_the_same_each_time(damage) -> None:
    assert damaged(TEXT, damage) == damaged(TEXT, damage)
