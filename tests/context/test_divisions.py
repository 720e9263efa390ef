"""The gazetteer's data file: complete, consistent, and right where history made it hard."""

import csv
import re
from collections import Counter
from importlib.resources import files
from pathlib import Path

import pytest

CASES = Path(__file__).with_name("divisions_cases")
Row = dict[str, str]


def table(path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(line for line in file if not line.startswith("#")))


ROWS = table(files("cadrestats") / "data" / "divisions.csv")
PRESENT = {row["code"]: row for row in ROWS if not row["until"]}
FORMER = [row for row in ROWS if row["until"]]


def named(name: str, **columns: str) -> list[Row]:
    return [row for row in ROWS if row["name"] == name and all(row[k] == v for k, v in columns.items())]


def test_columns():
    assert list(ROWS[0]) == ["code", "level", "name", "short", "pinyin", "province", "city", "since", "until", "now"]


def test_present_counts_by_level():
    # 34 provinces; 333 prefectures; 2,844 counties at the end of 2023, since then 和安, 和康, 岑岭, 草湖 founded and
    # two districts of Chongqing merged into one.
    assert Counter(row["level"] for row in PRESENT.values()) == {"province": 34, "city": 333, "county": 2847}
    assert len(ROWS) == len(PRESENT) + len(FORMER)
    assert Counter(row["level"] for row in FORMER) == {"city": 214, "county": 3395}


def test_counts_of_one_province():
    hunan = Counter(row["level"] for row in PRESENT.values() if row["province"] == "湖南省")
    assert hunan == {"province": 1, "city": 14, "county": 122}


def test_present_codes_are_unique():
    assert len(PRESENT) == sum(1 for row in ROWS if not row["until"])


def test_no_row_twice():
    keys = Counter((r["level"], r["name"], r["province"], r["city"], r["since"]) for r in ROWS)
    assert [key for key, count in keys.items() if count > 1] == []


def test_sorted_by_code_and_first_year():
    keys = [(row["code"], int(row["since"] or 0), row["name"]) for row in ROWS]
    assert keys == sorted(keys)


def test_codes_show_levels():
    for row in ROWS:
        level = "province" if row["code"].endswith("0000") else "city" if row["code"].endswith("00") else "county"
        assert re.fullmatch(r"[1-9]\d{5}", row["code"])
        assert row["level"] == level


def test_parents_of_present_divisions_are_present():
    provinces = {row["name"]: row["code"] for row in PRESENT.values() if row["level"] == "province"}
    cities = {(row["province"], row["name"]): row["code"] for row in PRESENT.values() if row["level"] == "city"}
    for row in PRESENT.values():
        assert provinces[row["province"]][:2] == row["code"][:2]
        if row["level"] != "county":
            assert row["city"] == ""
        elif row["city"] == row["province"]:
            assert row["province"] in {"北京市", "天津市", "上海市", "重庆市"}
        elif row["city"]:
            assert cities[row["province"], row["city"]][:4] == row["code"][:4]
        else:
            assert row["code"][2] == "9"


def test_counties_directly_under_a_province():
    direct = [row["name"] for row in PRESENT.values() if row["level"] == "county" and not row["city"]]
    assert len(direct) == 33
    assert {"济源市", "仙桃市", "神农架林区", "五指山市", "石河子市"} <= set(direct)


def test_every_successor_is_present():
    for row in FORMER:
        assert row["now"] == "" or row["now"] in PRESENT
    assert all(row["now"] == "" for row in PRESENT.values())


def test_few_former_divisions_have_no_successor():
    # Suburban and town districts of the 1980s and 1990s that were shared out among several.
    without = [row["name"] for row in FORMER if not row["now"]]
    assert len(without) == 54
    assert max(int(row["until"]) for row in FORMER if not row["now"]) == 2000


def test_years_are_in_order():
    for row in ROWS:
        assert 1980 <= int(row["since"] or 1980) <= int(row["until"] or 2026) <= 2026


def test_periods_of_one_name_under_one_parent_do_not_overlap():
    last: dict[tuple[str, ...], int] = {}
    for row in sorted(ROWS, key=lambda r: int(r["since"] or 0)):
        key = (row["level"], row["name"], row["province"], row["city"])
        assert int(row["since"] or 1980) > last.get(key, 0)
        last[key] = int(row["until"] or 9999)


@pytest.mark.parametrize("case", table(CASES / "renamed.csv"), ids=lambda c: f"{c['name']}-{c['until']}")
def test_renamed(case: Row):
    (row,) = named(case["name"], city=case["city"], until=case["until"])
    assert (row["now"], PRESENT[row["now"]]["name"]) == (case["now"], case["now_name"])


@pytest.mark.parametrize("case", table(CASES / "pinyin.csv"), ids=lambda c: c["pinyin"])
def test_pinyin(case: Row):
    assert {row["pinyin"] for row in ROWS if row["short"] == case["short"]} == {case["pinyin"]}


@pytest.mark.parametrize("case", table(CASES / "short.csv"), ids=lambda c: c["name"])
def test_short_name(case: Row):
    assert {row["short"] for row in named(case["name"])} == {case["short"]}


def test_pinyin_is_plain_lower_case():
    assert [row["name"] for row in ROWS if not re.fullmatch(r"[a-z]+", row["pinyin"])] == []


def test_short_name_begins_the_name_and_has_two_characters():
    assert [row["name"] for row in ROWS if not row["name"].startswith(row["short"]) or len(row["short"]) < 2] == []


@pytest.mark.parametrize(
    ("name", "code", "city", "since"),
    [
        ("株洲市", "430200", "", ""),
        ("天元区", "430211", "株洲市", "1997"),
        ("渌口区", "430212", "株洲市", "2018"),
        ("攸县", "430223", "株洲市", "1983"),
        ("祁东县", "430426", "衡阳市", "1983"),
        ("新晃侗族自治县", "431227", "怀化市", "1997"),
        ("襄阳市", "420600", "", "2010"),
        ("沙县区", "350405", "三明市", "2021"),
        ("临平区", "330113", "杭州市", "2021"),
        ("钱塘区", "330114", "杭州市", "2021"),
        ("拱墅区", "330105", "杭州市", ""),
        ("忠县", "500233", "重庆市", "1997"),
        ("两江新区", "500157", "重庆市", "2025"),
        ("浦东新区", "310115", "上海市", "1992"),
        ("滨海新区", "120116", "天津市", "2009"),
        ("西沙区", "460302", "三沙市", "2020"),
        ("和康县", "653228", "和田地区", "2024"),
        ("东莞市", "441900", "", "1988"),
        ("中山市", "442000", "", "1988"),
        ("儋州市", "460400", "", "2015"),
        ("嘉峪关市", "620200", "", ""),
    ],
)
def test_present_division(name: str, code: str, city: str, since: str):
    (row,) = [r for r in named(name) if not r["until"]]
    assert (row["code"], row["city"], row["since"]) == (code, city, since)


@pytest.mark.parametrize("name", ["台湾省", "香港特别行政区", "澳门特别行政区"])
def test_outside_the_mainland_at_province_level_alone(name: str):
    assert [row["level"] for row in ROWS if row["province"] == name] == ["province"]


@pytest.mark.parametrize("heading", ["市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划"])
def test_headings_of_the_code_lists_are_no_divisions(heading: str):
    assert named(heading) == []


def test_city_of_a_county_in_a_year_is_the_one_of_that_year():
    periods = [(row["city"], row["since"], row["until"]) for row in named("无为县")]
    assert sorted(periods) == [("巢湖地区", "", "1998"), ("巢湖市", "1999", "2010"), ("芜湖市", "2011", "2018")]
