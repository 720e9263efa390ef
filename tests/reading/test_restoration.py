"""Characters that lost a byte are restored where one is clear, and never to a wrong figure."""

from __future__ import annotations

import pytest
from tests.reading.damage import as_latin1, utf8_as_gbk

from cadrestats.reading.lattice import GBK, strict
from cadrestats.reading.mojibake import repair
from cadrestats.reading.numbered import fitting
from cadrestats.reading.phrases import as_phrases, beside
from cadrestats.reading.restoration import Gapped, filled

ANCHOR = "县里的老人们把菜园翻了一遍，谁也没有喊累。\n"
# What one of three bytes is lost of, in UTF-8.
OF_GE = "丁七万丈三上下不与专世业丛东两严个中丰串临丸丹为主丽举乃久么之乌乎乏乐"  # 个
OF_YUE = "最月有朋服朗望朝期木未末本札术机"  # 月
OF_JIN, OF_YU, OF_MEN = "过还这近迎违", "了于人事", "门间闻闲"  # 近, 于, 门
MARKS, OTHER_MARKS = "、。《》「」『』【】", "，：；！？（）"


def fill(before: str, possible: str, after: str) -> list[str]:
    """What becomes of a text with one gap."""
    text = f"{before}\ufffd{after}"
    return filled(text, [Gapped(0, len(text), text, (possible,))])


@pytest.mark.parametrize(
    "sentence",
    [
        "书画班开了12个,学员300名,大家都来",  # measure words before a half-width comma
        "老年大学有20个专业50个班,",
        "全县党支部113个,党员4200人.",
        "今年3月15日,老党员到村里看望困难群众",
        "上午9时,大家在广场集合",
        "送去慰问金200余万元,",
        "志愿者队伍成立了3个,",
        "大家都说这里有12名老师、30名学员",
        "已有10个系、41个专业、321个班",
        "发布时间：2021-10-28",
        "看了《银发风采》,又学手机",
        "老干部工作,样样都好",
    ],
)
def test_the_losses_of_utf8_read_as_gbk_are_made_good(sentence) -> None:
    damaged = utf8_as_gbk(ANCHOR + sentence)
    assert "\ufffd" in damaged
    assert repair(damaged)[0] == ANCHOR + sentence


@pytest.mark.parametrize(
    ("before", "possible", "after"),
    [
        ("这条消息的阅读量有12", OF_GE, ",全县第一"),  # 个 or 万
        ("一年收入30", OF_GE, ","),
        ("两千", OF_GE, "人参加"),
        ("屋前屋后的山林有12", "亩人", ","),
    ],
)
def test_what_could_be_another_figure_stays_open(before, possible, after) -> None:
    assert fill(before, possible, after) == [f"{before}\ufffd{after}"]


@pytest.mark.parametrize(
    ("before", "possible", "after", "fit"),
    [
        ("培训班12", OF_YUE, ",", "月期本"),
        ("培训班24", OF_YUE, ",", "期本"),
        ("2021年12", OF_YUE, ",", "月"),
        ("党支部12", OF_GE, ",", "个"),
        ("阅读量12", OF_GE, ",", ""),
        ("党支部30余", OF_GE, ",", "个"),
        ("面积2.5", "亩人", ",", "亩"),
        ("全区作品", OF_JIN, "300幅", "近迎违"),
        ("这些年走", OF_JIN, "300里", OF_JIN),
        ("成立", OF_YU, "12个", "了人事"),
        ("成立", OF_YU, "2016年", "于人事"),
        ("课程开了41", OF_MEN, ",", "门"),
        ("教室腾出41", OF_MEN, ",", "间"),
        ("摄\ufffd44", "平年幅", ",", "平年幅"),
        ("在村里", OF_GE[:12], "，", OF_GE[:12]),
    ],
)
def test_beside_a_number_stands_only_what_may(before, possible, after, fit) -> None:
    text = f"{before}\ufffd{after}"
    assert fitting(possible, text, len(before), {len(before): possible}) == fit


@pytest.mark.parametrize(
    ("before", "possible", "after", "meant"),
    [
        ("请看《银发潮", MARKS, "这本书", "》"),
        ("大家鼓掌", MARKS, "2022年，又来了", "。"),
        ("班级10个", MARKS, "学员20", "\ufffd"),
        ("班级10个", MARKS, "12名学员", "、"),
        ("记者", OTHER_MARKS, "12", "："),
        ("大家（老人", OTHER_MARKS, "12", "）"),
        ("摸索出", "“”—…", "1234”工作法", "“"),
    ],
)
def test_marks_go_by_what_they_open_and_close(before, possible, after, meant) -> None:
    assert fill(before, possible, after) == [f"{before}{meant}{after}"]


def test_ellipses_come_back_where_soft_hyphens_are_lost() -> None:
    text = "　　老人们唱着红歌迎来重阳节……孩子们在江边种下96棵树，谁也没有喊累。\n银发　生辉\n"
    assert repair(as_latin1(text).replace("\xad", ""))[0] == text


def test_a_number_is_one_character_of_a_phrase() -> None:
    assert as_phrases("志愿者1,286名、支部12个。") == "志愿者0名，支部0个，"


def test_what_reports_have_there_is_less_surprising() -> None:
    bits = beside("党支部0", "，", "个串")
    assert bits["个"] < bits["串"] - 5


def test_a_character_lost_before_a_text_was_garbled_is_a_gap_of_which_nothing_is_known() -> None:
    assert strict(as_latin1("老党员们�植树"), GBK).gaps == ("",)
    assert strict(as_latin1("“老党员�植树”"), GBK).gaps == ("",)
