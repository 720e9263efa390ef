"""Short names and pinyin of administrative divisions, as newspapers and file names have them."""

from __future__ import annotations

import csv
import re
from functools import cache
from pathlib import Path

from pypinyin import Style, lazy_pinyin

# The peoples that autonomous regions, prefectures, counties and banners are named after; 各族 stands for several.
PEOPLES = re.compile(
    "(?<=.)(?:(?:各|回|藏|苗|彝|壮|布依|朝鲜|满|侗|瑶|白|土家|哈尼|傣|黎|傈僳|佤|畲|高山|拉祜|水|东乡|纳西|景颇|土|达斡尔|仫佬|羌|布朗|"
    "撒拉|毛南|仡佬|阿昌|普米|怒|鄂温克|德昂|崩龙|保安|裕固|独龙|鄂伦春|门巴|珞巴|基诺)族|"
    "(?:蒙古|维吾尔|哈萨克|柯尔克孜|塔吉克|锡伯)族?)+$"
)
AUTONOMOUS = ("自治区", "自治州", "自治县", "自治旗")
SUFFIXES = ("特别行政区", "行政委员会", "行政区", "地区", "特区", "矿区", "工农区", "省", "市", "县", "区", "盟", "镇")
# Names that mean nothing, or something else, without their suffix: 市中 is read in 全市中, 兴安 is a county in Guangxi.
WHOLE = frozenset(
    {"市中区", "市南区", "市北区", "城中区", "城东区", "城西区", "城北区", "城关区", "城厢区"}
    | {"井陉矿区", "滨海新区", "两江新区", "兴安盟"}
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
    return PEOPLES.sub("", name).removesuffix("族")


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
