"""Short names and pinyin of administrative divisions, as newspapers and file names have them."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

from pypinyin import Style, lazy_pinyin

# The peoples that autonomous regions, prefectures, counties and banners are named after; 各族 stands for several.
PEOPLES = (
    "各族 蒙古族 回族 藏族 维吾尔族 苗族 彝族 壮族 布依族 朝鲜族 满族 侗族 瑶族 白族 土家族 哈尼族 哈萨克族 傣族 黎族 傈僳族 "
    "佤族 畲族 高山族 拉祜族 水族 东乡族 纳西族 景颇族 柯尔克孜族 土族 达斡尔族 仫佬族 羌族 布朗族 撒拉族 毛南族 仡佬族 锡伯族 "
    "阿昌族 普米族 塔吉克族 怒族 鄂温克族 德昂族 崩龙族 保安族 裕固族 独龙族 鄂伦春族 门巴族 珞巴族 基诺族 "
    "维吾尔 蒙古 哈萨克 柯尔克孜 塔吉克 锡伯"
).split()
AUTONOMOUS = ("自治区", "自治州", "自治县", "自治旗")
SUFFIXES = ("特别行政区", "行政委员会", "行政区", "地区", "特区", "矿区", "工农区", "省", "市", "县", "区", "盟", "镇")
# Names that mean nothing, or something else, without their suffix: 市中 is read in 全市中, 兴安 is a county in Guangxi.
WHOLE = frozenset(
    "市中区 市南区 市北区 城中区 城东区 城西区 城北区 城关区 城厢区 井陉矿区 滨海新区 两江新区 兴安盟".split()
)
SHORTENED = {"内蒙古自治区": "内蒙古", "神农架林区": "神农架", "浦东新区": "浦东", "沈北新区": "沈北"}  # their own way
READINGS = Path(__file__).with_name("pinyin_readings.csv")


@cache
def stem_of(name: str) -> str:
    """Return a division's name without its kind and without the peoples it is named after, however short.

    >>> stem_of("新晃侗族自治县"), stem_of("萧县"), stem_of("东乡族自治县")
    ('新晃', '萧', '东乡')
    """
    if name in SHORTENED:
        return SHORTENED[name]
    for kind in AUTONOMOUS:
        if name.endswith(kind):
            return without_peoples(name.removesuffix(kind))
    for suffix in SUFFIXES:
        if name.endswith(suffix) and len(name) > len(suffix):
            stem = name.removesuffix(suffix)
            return without_peoples(stem) if stem.endswith("族") else stem
    return name


def without_peoples(name: str) -> str:
    """Return a name without the peoples at its end; a name that is a people's keeps it, without 族."""
    stripped = True
    while stripped:
        stripped = False
        for people in PEOPLES:
            if name.endswith(people) and name != people:
                name, stripped = name.removesuffix(people), True
    return name.removesuffix("族")


def short_name(name: str, level: str) -> str:
    """Return the name as newspapers shorten it.

    Banners keep 旗, and a name whose stem is one character keeps its suffix.

    >>> short_name("株洲市", "city"), short_name("萧县", "county"), short_name("阿拉善左旗", "county")
    ('株洲', '萧县', '阿拉善左旗')
    """
    stem = stem_of(name)
    return name if name in WHOLE or len(stem) == 1 else stem


@cache
def readings() -> dict[tuple[str, str], str]:
    """Return the irregular readings: (place or one character, province or empty for all) → pinyin."""
    with READINGS.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(line for line in file if not line.startswith("#"))
        return {(row["name"], row["province"]): row["pinyin"] for row in rows}


def pinyin_of(name: str, short: str, province: str) -> str:
    """Return the pinyin of the short name, lower case without spaces; ü is ``v``."""
    for key in ((name, province), (short, province), (name, ""), (short, "")):
        if key in readings():
            return readings()[key]
    syllables = lazy_pinyin(name, style=Style.NORMAL)[: len(short)]
    return "".join(readings().get((char, ""), syllable) for char, syllable in zip(short, syllables, strict=True))
