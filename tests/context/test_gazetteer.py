import pytest

from cadrestats.context.gazetteer import Place, gazetteer

GAZETTEER = gazetteer()
TODAY = [division for division in GAZETTEER.divisions if division.is_official(None)]


def test_every_division_of_today_is_found_by_full_name_short_name_and_pinyin() -> None:
    for division in TODAY:
        assert division in GAZETTEER.by_name[division.name]
        assert division in GAZETTEER.by_name[division.short]
        assert division in GAZETTEER.by_pinyin[division.pinyin]


def test_every_former_division_is_found_too() -> None:
    former = [division for division in GAZETTEER.divisions if not division.is_official(None)]
    assert len(former) > 3000
    for division in former:
        assert division in GAZETTEER.by_name[division.name]


@pytest.mark.parametrize(
    ("name", "cities"),
    [
        ("鼓楼区", ["南京市", "徐州市", "福州市", "开封市"]),
        ("朝阳区", ["北京市", "长春市"]),
        ("普陀区", ["上海市", "舟山市"]),
        ("西湖区", ["杭州市", "南昌市"]),
        ("长安区", ["石家庄市", "西安市"]),
        ("桥西区", ["石家庄市", "张家口市"]),
        ("海州区", ["阜新市", "连云港市"]),
        ("宝山区", ["双鸭山市", "上海市"]),
        ("江北区", ["宁波市"]),
        ("白云区", ["广州市", "贵阳市"]),
        ("南山区", ["鹤岗市", "深圳市"]),
        ("青山区", ["包头市", "武汉市"]),
    ],
)
def test_a_shared_name_has_all_its_bearers(name: str, cities: list[str]) -> None:
    found = sorted(d.city for d in GAZETTEER.by_name[name] if d.name == name and d.is_official(None))
    assert sorted(set(found) & set(cities)) == sorted(cities)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("株洲市天元区", [(0, "株洲市"), (3, "天元区")]),
        ("新晃侗族自治县", [(0, "新晃侗族自治县")]),
        ("阿拉善左旗和额济纳旗", [(0, "阿拉善左旗"), (6, "额济纳旗")]),
        ("老人们", []),
    ],
)
def test_scanning_finds_the_longest_names(text: str, found: list[tuple[int, str]]) -> None:
    assert GAZETTEER.scan(text) == found


@pytest.mark.parametrize(
    ("name", "year", "place"),
    [
        ("谷城县", 2009, Place("湖北省", "襄樊市", "谷城县")),
        ("谷城县", 2015, Place("湖北省", "襄阳市", "谷城县")),
        ("株洲县", 2016, Place("湖南省", "株洲市", "株洲县")),
        ("株洲县", 2021, Place("湖南省", "株洲市", "渌口区")),
        ("重庆市", 2023, Place("重庆市", "重庆市")),
        ("济源市", 2023, Place("河南省", "", "济源市")),
    ],
)
def test_a_division_bears_the_name_and_city_of_the_year(name: str, year: int, place: Place) -> None:
    assert GAZETTEER.place(GAZETTEER.by_name[name][0], year) == place
