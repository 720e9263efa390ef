"""Townships lead to their county; the sentences are made up, the divisions are real."""

import csv
import re
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.context.test_places import places

from cadrestats.context.gazetteer import Place, gazetteer
from cadrestats.context.names import Mention
from cadrestats.context.townships import TownshipReader
from cadrestats.models import Defaults

LISTS = {
    row["county"]: row["townships"].split(" ")
    for row in csv.DictReader((files("cadrestats") / "data" / "townships.csv").read_text("utf-8").splitlines())
}
SHAOXING = Place("浙江省", "绍兴市")
XINCHANG = Place("浙江省", "绍兴市", "新昌县")
CHONGQING = Place("重庆市", "重庆市")
FULING = Place("重庆市", "重庆市", "涪陵区")
EVERYDAY = frozenset({"凤凰", "新城"})


def read(text: str, city: Place = SHAOXING, year: int | None = 2023, named: tuple[Mention, ...] = ()) -> list:
    found = TownshipReader(city, gazetteer(), year, EVERYDAY).mentions(text, named)
    return [(text[m.start : m.end], m.place.district) for m in found]


# The data file


def test_the_list_is_complete_and_in_order() -> None:
    # 38,658 townships at the end of 2023; names of 2023 that are gone since stand there too. Leaving out the cities
    # without counties: 东莞, 中山, 儋州, 嘉峪关.
    assert sum(map(len, LISTS.values())) == 39776
    assert len(LISTS) == 2838
    assert list(LISTS) == sorted(LISTS)


def test_every_county_is_one_of_today_and_names_no_township_twice() -> None:
    assert [code for code in LISTS if gazetteer().by_code[code].level != "county"] == []
    assert [code for code, names in LISTS.items() if len(set(names)) < len(names)] == []


def test_names_are_full_names_of_townships() -> None:
    assert [
        n for names in LISTS.values() for n in names if not re.fullmatch(r"[^\s（）()-]+(街道|镇|乡|苏木)", n)
    ] == []


@pytest.mark.parametrize(
    ("county", "township"),
    [
        ("330624", "七星街道"),
        ("430212", "渌口镇"),  # 伏波街道 since
        ("430212", "伏波街道"),
        ("330102", "凯旋街道"),  # 江干区 until 2020
        ("500157", "观音桥街道"),  # 江北区 until 2024
        ("152526", "高日罕镇"),
        ("110101", "景山街道"),
    ],
)
def test_a_township_stands_under_its_present_county(county: str, township: str) -> None:
    assert township in LISTS[county]


# Reading


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("七星街道办事处", [("七星街道", "新昌县")]),
        ("在儒岙镇、沙溪镇走访", [("儒岙镇", "新昌县"), ("沙溪镇", "新昌县")]),
        ("建起儒岙镇中学", [("儒岙镇", "新昌县")]),
        ("儒岙镇乡村", [("儒岙镇", "新昌县")]),
        ("七星街道路", []),
        ("儒岙的老人", []),
        ("乡镇、街道和家乡", []),
        ("文化下乡到古镇", []),
        ("五里牌街道", []),
    ],
)
def test_full_names_alone(text: str, expected: list[tuple[str, str]]) -> None:
    assert read(text) == expected


def test_without_a_city_there_are_no_townships() -> None:
    assert read("七星街道有老人60名", Place()) == []
    assert read("七星街道有老人60名", Place("浙江省")) == []
    assert read("七星街道有老人60名", Place("", "绍兴市")) == [("七星街道", "新昌县")]
    assert read("七星街道有老人60名", Place("江西省", "绍兴市")) == []


def test_a_name_of_several_counties_is_the_named_ones() -> None:
    assert read("龙潭镇有老人60名", CHONGQING) == []
    assert read("涪陵区来信。龙潭镇有老人60名", CHONGQING, named=(Mention(0, 3, FULING),)) == [("龙潭镇", "涪陵区")]


def test_an_everyday_name_of_several_counties_is_none() -> None:
    shapingba = Mention(0, 4, FULING._replace(district="沙坪坝区"))
    assert read("沙坪坝区来信。凤凰镇有老人60名", CHONGQING, named=(shapingba,)) == []


def test_after_its_county_in_the_sentence_a_township_is_not_told_again() -> None:
    county = Mention(0, 3, XINCHANG)
    assert read("新昌县七星街道、儒岙镇。沙溪镇", named=(county,)) == [("沙溪镇", "新昌县")]
    assert read("新昌县报七星街道", named=(county._replace(paper=True),)) == [("七星街道", "新昌县")]


@pytest.mark.parametrize(
    ("city", "township", "year", "expected"),
    [
        (Place("湖南省", "株洲市"), "淦田镇", 2016, ["株洲县"]),
        (Place("湖南省", "株洲市"), "淦田镇", 2021, ["渌口区"]),
        (Place("浙江省", "杭州市"), "凯旋街道", 2019, []),  # 上城区 or 江干区, which became one
        (Place("浙江省", "杭州市"), "凯旋街道", 2023, ["上城区"]),
        (Place("湖北省", "襄樊市"), "龙王镇", 2009, ["襄阳区"]),
        (Place("湖北省", "襄阳市"), "龙王镇", 2015, ["襄州区"]),
        (CHONGQING, "桃花源街道", None, ["酉阳土家族苗族自治县"]),
    ],
)
def test_the_county_is_the_one_of_the_year(city: Place, township: str, year: int | None, expected: list[str]) -> None:
    assert [district for _, district in read(f"{township}来信", city, year)] == expected


CODES = ("330624", "350203", "430212", "500156")
CASES = [
    (name, code)
    for code in CODES
    for name in LISTS[code]
    if sum(name in LISTS[c] for c in LISTS if c[:2] == code[:2]) == 1
]


@given(st.text("的在有，。0某", max_size=6), st.sampled_from(CASES), st.text("的有，。0某", max_size=6))
def test_a_township_is_found_where_it_stands(before: str, case: tuple[str, str], after: str) -> None:
    name, code = case
    place = gazetteer().place(gazetteer().by_code[code])
    reader = TownshipReader(place, gazetteer(), None, frozenset())
    assert reader.mentions(before + name + after, ()) == [Mention(len(before), len(before) + len(name), place)]


# Tying figures


@pytest.mark.parametrize(
    ("paragraphs", "title", "expected"),
    [
        (["七星街道走访老人60名。"], "绍兴市老干部工作", [("绍兴市", "新昌县", "sentence")]),
        (["七星街道桂花社区走访老人60名。", "全市有党支部86个。", "桂花社区又建活动室3处。"], "绍兴市老干部工作",
         [("绍兴市", "新昌县", "sentence"), ("绍兴市", "", "sentence"), ("绍兴市", "新昌县", "sentence")]),
        (["儒岙镇走访老人60名。慰问金发了5万元。"], "绍兴市老干部工作",
         [("绍兴市", "新昌县", "sentence"), ("绍兴市", "新昌县", "paragraph")]),
        (["#儒岙镇 阵地更多了", "建成活动室12处。", "#服务更好了", "走访老人60名。"], "绍兴市老干部工作",
         [("绍兴市", "新昌县", "heading"), ("绍兴市", "", "title")]),
        (["共有党支部6个。"], "绍兴市儒岙镇老干部工作", [("绍兴市", "新昌县", "title")]),
        (["绍兴市关心老人。", "共有党支部6个。"], "儒岙镇的银发力量", [("绍兴市", "新昌县", "title")]),
        (["诸暨市与七星街道共走访老人60名。"], "绍兴市老干部工作", [("绍兴市", "诸暨市", "sentence")]),
        (["七星街道走访老人60名，诸暨市走访80名。"], "绍兴市老干部工作",
         [("绍兴市", "新昌县", "sentence"), ("绍兴市", "诸暨市", "sentence")]),
        (["“七星街道合唱团”演出12场。"], "绍兴市老干部工作", [("绍兴市", "", "title")]),
        (["龙潭镇走访老人60名。"], "重庆市老干部工作", [("重庆市", "", "title")]),
        (["长沙镇走访老人60名。"], "重庆市老干部工作", [("重庆市", "开州区", "sentence")]),
        (["七星街道走访老人60名。"], "", [("", "", "")]),
    ],
)  # fmt: skip
def test_a_township_governs_as_its_county_does(paragraphs, title, expected) -> None:
    assert places(*paragraphs, title=title) == expected


def test_the_city_may_be_the_users() -> None:
    given_city = Defaults(province="浙江省", city="绍兴市")
    assert places("七星街道走访老人60名。", defaults=given_city) == [("绍兴市", "新昌县", "sentence")]
