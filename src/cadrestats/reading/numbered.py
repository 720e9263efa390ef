"""Beside a number: which of the characters that are possible at a gap may stand before or behind digits.

A wrong one would make another statistic, so that this goes before what is probable: behind digits stands a measure
word, a unit of time or what multiplies the number; no month is the thirteenth, and no clause ends with ``余``.
"""

from __future__ import annotations

import re
from functools import lru_cache

from cadrestats.reading.phrases import LOST, ends_with_noun
from cadrestats.reading.script import simplified_character

NUMERALS = frozenset("〇零一二三四五六七八九十百千万亿两半几余多数廿卅壹贰叁双")
_MULTIPLIES = frozenset("万亿千百余多几半")
_COUNTED = _MULTIPLIES | frozenset(
    "个名人次场支家项件条册期位户所处幅篇首本部份张块元间座栋幢台辆架艘枚颗棵株亩吨斤米里平方天年月日时分秒岁周届批类种级"
    "层组对双套副集课节堂门步句字页封番趟遍回轮版路起例桩宗款笔道面片段把顿桌餐杯盒箱袋瓶成倍号点代口圈头只至来"
)
_MEASURED = frozenset("元亩吨斤米里平方倍年月天时分秒")
PART_OF_NUMBERS = NUMERALS | frozenset("月日时")
"""What makes another number or a date with the digits behind it."""
# What a date's or a clock's digits are followed by.
_DATED = (
    (re.compile(r"(?<!\d)(?:19|20)\d\d$"), "年"),
    (re.compile(r"年(?:1[0-2]|0?[1-9])$"), "月"),
    (re.compile(r"月(?:[12]\d|3[01]|0?[1-9])$"), "日"),
    (re.compile(r"[午晨晚早](?:1\d|2[0-4]|0?[1-9])$"), "时"),
)
_MONTH = re.compile(r"(?<!\d)(?:1[0-2]|0?[1-9])$")
_DAY = re.compile(r"(?:[12]\d|3[01]|0?[1-9])(?!\d)")
_MOST = {"月": 12, "日": 31, "时": 24}
# 过 follows verbs, 还 and 进 lead to one, so that the number behind a noun or 到 is 近 so many; 这 points back to few.
_OF_VERBS, _POINTING, _RISEN = frozenset("过还进回"), frozenset("这"), re.compile("[到达]$")
_MANY = re.compile(r"\d{3}|\d[\d.]*万")
# 于 tells a date or compares, and what began on one did so 于, not 了.
_AT, _DONE = frozenset("于"), frozenset("了")
_OF_DAY = re.compile(rf"(?:19|20)\d\d[年{LOST}]|(?:1[0-2]|[1-9])月")
_COMPARES = re.compile("[少低高大小等多优]$")
_BEGAN = re.compile("(?:成立|组建|创[建办立刊]|建[成立]|[设建]立|出生|生)$")
# Clauses do not end with these; with some units they do where they speak of such things, perhaps with a character that
# is lost. Where they do, units that others could be as well stay doubtful.
_LEADS_ON = frozenset("余多几半千百")
_DOUBTFUL = frozenset("万亿米里亩")
_ONLY_OF = tuple(
    (frozenset(units), re.compile(f"(?:{things})[^，。；、,;:：]*$"))
    for units, things in (
        ("万亿", "量|人口|[听观群]众|粉丝|资金|[额款费元]|经费|产值|收入|[资财]产|投入"),
        ("米里", "[长高宽深距程]|围墙|道路"),
        ("亩", "[田地林园山草]|种植|绿化|面积"),
        ("门", f"{LOST}|课|专业|学科|学问|手艺|技"),
        ("间", f"{LOST}|[室房屋厅馆铺舍店]"),
        ("宗", f"{LOST}|案|纠纷|矛盾|事|信访|交易|官司"),
        ("幅", f"{LOST}|[画联像帖图]|书法|作品|字|照片|摄影|剪纸|锦旗|标语"),
    )
)
_NUMBER = re.compile(rf"(?P<digits>\d[\d,.]*)(?P<more>[{''.join(sorted(_MULTIPLIES))}来]*)$")
_HANZI = re.compile("[\u3400-\u9fff]")
_LONGEST_CLAUSE = 24


def fitting(chars: str, text: str, at: int, possible: dict[int, str]) -> str:
    """Those of the possible characters that may stand beside a number; all where there is none beside.

    Args:
        chars: The characters that are possible at a gap.
        text: The text, U+FFFD in its gaps.
        at: Where the gap is.
        possible: What is possible at all gaps.
    """
    far = max(0, at - _LONGEST_CLAUSE)
    start = max(text.rfind("\n", far, at) + 1, far)
    before, after = text[start:at], text[at + 1 : at + 2]
    if number := _NUMBER.search(before):
        return _of_date(chars, before, text, at, possible) or _counting(chars, number, after)
    if after.isdigit():
        return _without(chars, _unfit_behind(before, text, at))
    return chars


def _unfit_behind(before: str, text: str, at: int) -> frozenset[str]:
    """What cannot stand between these words and the digits after a gap."""
    if ends_with_noun(before) or _RISEN.search(before):
        return _OF_VERBS | _POINTING if _MANY.match(text, at + 1) else _OF_VERBS
    if _OF_DAY.match(text, at + 1):
        return _DONE if _BEGAN.search(before) else frozenset()
    return frozenset() if _COMPARES.search(before) else _AT


@lru_cache(maxsize=1 << 12)
def _without(chars: str, unfit: frozenset[str]) -> str:
    return "".join(char for char in chars if simplified_character(char) not in unfit)


def _of_date(chars: str, before: str, text: str, at: int, possible: dict[int, str]) -> str:
    """The unit of a date or time of day that digits are followed by, if they are of one."""
    for dated, unit in _DATED:
        if unit in chars and dated.search(before):
            return unit
    day = _DAY.match(text, at + 1) if "月" in chars and _MONTH.search(before) else None
    return "月" if day and "日" in possible.get(day.end(), text[day.end() : day.end() + 1]) else ""


@lru_cache(maxsize=1 << 12)
def _counted(chars: str) -> str:
    """Those of the characters that ever follow a number."""
    return "".join(char for char in chars if simplified_character(char) in _COUNTED)


def _counting(chars: str, number: re.Match[str], after: str) -> str:
    """The measure words and multipliers that may follow a number; none where those would make another number."""
    digits = number["digits"].replace(",", "").rstrip(".")
    value = float(digits)
    cannot = {unit for unit, most in _MOST.items() if value > most or after.isdigit()}
    if value > 100 and not (len(digits) == 4 and 1900 <= value < 2100):
        cannot.add("年")
    if "." in digits:
        cannot |= _COUNTED - _MULTIPLIES - _MEASURED
    if number["more"] or value >= 10_000:
        cannot |= _MULTIPLIES
    doubtful = _MULTIPLIES
    if not _HANZI.match(after):
        cannot |= _LEADS_ON
        for units, things in _ONLY_OF:
            if things.search(number.string, 0, number.start()):
                doubtful |= units & _DOUBTFUL
            else:
                cannot |= units
    found = "".join(char for char in _counted(chars) if simplified_character(char) not in cannot)
    return found if len(found) < 2 or doubtful.isdisjoint(map(simplified_character, found)) else ""
