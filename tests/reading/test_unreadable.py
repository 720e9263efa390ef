"""What stays garbled is told, and clean text is not taken for it."""

from __future__ import annotations

import pytest

from cadrestats.pipeline import read
from cadrestats.reading.unreadable import unreadable


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("全市有党支部12个。\n志愿者3\ufffd名。", [(2, "志愿者3\ufffd名。")]),
        ("甲\n乙\x90丙", [(2, "乙\x90丙")]),
        ("全市ÁtÐèÄåÃç的", [(1, "全市ÁtÐèÄåÃç的")]),
        ("鑰佸共閮ㄥ拰蹇楁効鑰呬滑", [(1, "鑰佸共閮ㄥ拰蹇楁効鑰呬滑")]),  # 老干部和志愿者们
        ("12\ufffd，" + "老" * 80 + "3\ufffd", [(1, "12\ufffd，" + "老" * 56)]),
    ],
)
def test_a_garbled_place_is_told_with_its_line(text, told) -> None:
    assert [(one.line, one.after) for one in unreadable(text)] == told
    assert all(one.rule == "unreadable" and one.before == one.after for one in unreadable(text))


@pytest.mark.parametrize(
    "text",
    [
        "全市有党支部12个，“银发”先锋……",
        "Ça été déjà à l’Élysée, ÄÖÜ",
        "电话××××××××",
        "日本語です。離退休幹部",
        "·········",
    ],
)
def test_clean_text_has_none(text) -> None:
    assert list(unreadable(text)) == []


def test_a_report_tells_of_it_after_its_repairs() -> None:
    report = read("ÀëÍËÐÝ¸É²¿12Ãû\n志愿者\ufffd名".encode(), "a.txt")
    assert [(done.rule, done.line) for done in report.repairs] == [("gbk-as-latin1", 1), ("unreadable", 2)]
