"""What tests of several rooms need."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings

from cadrestats.models import Statistic

# How long an example takes depends on the machine, and on what the first one loads. CI draws the same examples each
# time: new ones are looked for where somebody is there to look at what they found.
settings.register_profile("untimed", deadline=None)
settings.register_profile("repeated", deadline=None, derandomize=True)
settings.load_profile("repeated" if os.environ.get("CI") else "untimed")


@pytest.fixture
def statistic() -> Callable[..., Statistic]:
    """Make a row; whatever a test does not care for has a plausible value."""

    def make(**fields: object) -> Statistic:
        plausible = {
            "report": "某市.txt",
            "title": "某市老干部工作",
            "published": "2023-02-15",
            "province": "湖南省",
            "city": "怀化市",
            "district": "",
            "level": "city",
            "entity": "",
            "year": 2022,
            "period": "stock",
            "indicator": "party_branches",
            "subject": "离退休干部党支部",
            "value": 12,
            "value_max": None,
            "bound": "exact",
            "unit": "个",
            "figure": "12个",
            "sentence": "全市有离退休干部党支部12个。",
            "start": 11,
            "end": 14,
            "pattern": "party_branches",
            "place_from": "title",
            "year_from": "report",
            "mentions": 1,
        }
        return Statistic.model_validate({**plausible, **fields})

    return make


@pytest.fixture
def canteens(tmp_path: Path) -> Path:
    """A folder with a report, and with a pattern file in ``own`` that knows what it counts."""
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "canteens.toml").write_text(
        'family = "canteens"\n'
        '[[indicators]]\nid = "canteens"\nname_zh = "食堂"\nname_en = "canteens"\n'
        'counts = "食堂"\nusual_units = ["家"]\n'
        '[[patterns]]\nid = "canteens.counted"\nindicator = "canteens"\nsubject = "食堂"\npriority = 80\n',
        "utf-8",
    )
    (tmp_path / "食堂.txt").write_text("海宁市建成老年食堂26家。\n", "utf-8")
    return tmp_path
