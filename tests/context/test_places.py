import csv
from pathlib import Path

import pytest

from cadrestats.context.gazetteer import gazetteer
from cadrestats.models import Block, Defaults, Report
from cadrestats.pipeline import statistics


def report(*paragraphs: str, title: str = "", published: str = "2023-05-01") -> Report:
    parts = [("title", title)] if title else []
    parts += [("heading", p[1:]) if p.startswith("#") else ("paragraph", p) for p in paragraphs]
    blocks, start = [], 0
    for kind, text in parts:
        blocks.append(Block(kind=kind, start=start, end=start + len(text)))
        start += len(text) + 1
    text = "\n".join(part for _, part in parts)
    return Report(name="", text=text, title=title, published=published, blocks=tuple(blocks))


def places(*paragraphs: str, title: str = "", defaults: Defaults | None = None, **more) -> list[tuple[str, str, str]]:
    rows = statistics(report(*paragraphs, title=title, **more), defaults or Defaults())
    return [(row.city, row.district, row.place_from) for row in rows]


@pytest.mark.parametrize(
    ("paragraphs", "title", "expected"),
    [
        (["全市有党支部86个。"], "绍兴市老干部工作综述", [("绍兴市", "", "sentence")]),
        (["共有党支部86个。"], "绍兴老干部工作综述", [("绍兴市", "", "title")]),
        (["共有党支部86个。"], "绍兴市柯桥区老干部工作综述", [("绍兴市", "柯桥区", "title")]),
        (["新昌走访老人60名。"], "绍兴市老干部工作综述", [("绍兴市", "新昌县", "sentence")]),
        (
            ["新昌县走访老人60名。慰问金发了5万元。"],
            "绍兴老干部工作",
            [("绍兴市", "新昌县", "sentence"), ("绍兴市", "新昌县", "paragraph")],
        ),
        (
            ["新昌县走访老人60名。", "慰问金发了5万元。"],
            "绍兴老干部工作",
            [("绍兴市", "新昌县", "sentence"), ("绍兴市", "新昌县", "paragraph")],
        ),
        (["#新昌县 阵地更多了", "建成活动室12处。"], "绍兴老干部工作", [("绍兴市", "新昌县", "heading")]),
        (
            ["#新昌县 阵地更多了", "建成活动室12处。", "#服务更好了", "走访老人60名。"],
            "绍兴老干部工作",
            [("绍兴市", "新昌县", "heading"), ("绍兴市", "", "title")],
        ),
        (
            ["柯桥、越城两区分别建成驿站12个和8个。"],
            "绍兴老干部工作",
            [("绍兴市", "柯桥区", "sentence"), ("绍兴市", "越城区", "sentence")],
        ),
        (
            ["诸暨市、嵊州市各办培训班2期。"],
            "绍兴老干部工作",
            [("绍兴市", "诸暨市", "sentence"), ("绍兴市", "嵊州市", "sentence")],
        ),
        (["在上海居住的36名流动党员有了新家。"], "绍兴老干部工作", [("绍兴市", "", "title")]),
        (
            ["全市的老人来打球，绍兴老年大学、新昌县、桂花里社区等16支队伍出场。"],
            "绍兴门球赛",
            [("绍兴市", "", "sentence")],
        ),
        (["新昌县白杨镇的果园里很热闹。", "全省有人才库86个。"], "浙江银发人才返场", [("", "", "sentence")]),
        (["全市有党支部86个。"], "浏阳市老干部工作综述", [("长沙市", "浏阳市", "sentence")]),
        (["全区有党支部86个。"], "重庆市北碚区老干部工作", [("重庆市", "北碚区", "sentence")]),
        (["全旗有党支部86个。"], "西乌珠穆沁旗老干部工作", [("锡林郭勒盟", "西乌珠穆沁旗", "sentence")]),
        (["靖州有老科技工作者80名。"], "怀化市老干部工作", [("怀化市", "靖州苗族侗族自治县", "sentence")]),
        (
            ["诸暨市老干部局有支部8个。全市党员有960名。"],
            "绍兴老干部工作",
            [("绍兴市", "诸暨市", "sentence"), ("绍兴市", "诸暨市", "sentence")],
        ),
        (
            ["桐乡市的老同志来取经。共有支部8个。", "嘉兴的做法是，办班6期。"],
            "绍兴老干部工作",
            [("嘉兴市", "桐乡市", "paragraph"), ("嘉兴市", "", "sentence")],
        ),
        (
            ["#嘉兴：支部建起来", "共有支部8个。", "#绍兴：队伍拉起来", "有志愿者90名。"],
            "江浙老干部工作巡礼",
            [("嘉兴市", "", "heading"), ("绍兴市", "", "heading")],
        ),
        (
            ["新昌县结对诸暨市，嵊州市结对上虞区。建起驿站4个。"],
            "绍兴老干部工作",
            [("绍兴市", "", "paragraph")],
        ),
        (
            ["新昌县的调解室挂了牌。", "她和两位法官一年调解纠纷60起。"],
            "绍兴老干部工作",
            [("绍兴市", "新昌县", "paragraph")] * 2,
        ),
        (["市和县区都有驿站，共12个。"], "绍兴老干部工作", [("绍兴市", "", "title")]),
        (["凤台街道的老党员捐款5万元。"], "绍兴老干部工作", [("绍兴市", "", "title")]),
        (["走进长沙路小学宣讲12场。"], "绍兴市老干部工作", [("绍兴市", "", "title")]),
        (["北京大学的退休教师讲课12场。"], "绍兴市老干部工作", [("绍兴市", "", "title")]),
        (["工作走在全省前列，建成驿站9个。"], "绍兴市老干部工作", [("绍兴市", "", "title")]),
        (["鼓楼区有驿站9个。"], "南京老干部工作", [("南京市", "鼓楼区", "sentence")]),
        (["鼓楼区有驿站9个。"], "福州老干部工作", [("福州市", "鼓楼区", "sentence")]),
        (
            ["老年大学有9所。浙江捧回奖牌的集体有3个，全国共有90个。"],
            "绍兴市新昌县老干部工作",
            [("绍兴市", "新昌县", "title"), ("", "", "sentence"), ("", "", "sentence")],
        ),
        (
            ["宣讲团走遍5个县市区，讲了86场。"],
            "新昌县老干部工作",
            [("绍兴市", "", "title"), ("绍兴市", "新昌县", "title")],
        ),
        (["新昌县影剧院里坐着90名老人。"], "", [("绍兴市", "新昌县", "sentence")]),
        (
            ["安康收获不小，有90名老人登台。", "旬阳县办了7个班。"],
            "",
            [("安康市", "", "sentence"), ("安康市", "旬阳市", "sentence")],
        ),
        (
            ["柯桥区办班9期，新昌县、嵊州市分别讲课12场和8场。"],
            "绍兴市老干部工作",
            [("绍兴市", "柯桥区", "sentence"), ("绍兴市", "新昌县", "sentence"), ("绍兴市", "嵊州市", "sentence")],
        ),
        (
            ["#新昌、嵊州", "两地的讲师各有专长，分别讲课12场和8场。"],
            "绍兴市老干部工作",
            [("绍兴市", "新昌县", "sentence"), ("绍兴市", "嵊州市", "sentence")],
        ),
        (
            ["“有人陪着学，就不闷。”新昌县退休教师田雨说。全市办班9期。讲课12场。"],
            "绍兴市老干部工作",
            [("绍兴市", "", "sentence"), ("绍兴市", "", "paragraph")],
        ),
        (
            ["讲师们在绍兴讲课12场。", "采访团次日赶往衢州市江山市。老人编书3册。"],
            "绍兴市老干部工作",
            [("绍兴市", "", "sentence"), ("衢州市", "江山市", "paragraph")],
        ),
        (
            ["新昌县南明街道有个红枫社区。", "社区由旧厂区改建，住着居民840户。"],
            "绍兴老干部工作走笔",
            [("绍兴市", "新昌县", "paragraph")],
        ),
        (
            ["#新昌：课堂", "讲课12场。", "#嵊州：戏台", "演出8场。", "#市区：账本", "走访老人60名。"],
            "绍兴县区老干部工作扫描",
            [("绍兴市", "新昌县", "heading"), ("绍兴市", "嵊州市", "heading"), ("绍兴市", "", "report")],
        ),
        (
            ["学校把教室搬出去，在柯桥区、越城区各设教学点15个、11个。"],
            "绍兴市老干部工作",
            [("绍兴市", "柯桥区", "sentence"), ("绍兴市", "越城区", "sentence")],
        ),
        (
            ["新昌县是唱戏的地方。", "“银铃戏班”演出8场。", "光唱不够，又办班9期。", "全市讲课12场。"],
            "绍兴市老干部工作",
            [("绍兴市", "新昌县", "paragraph")] * 2 + [("绍兴市", "", "sentence")],
        ),
        (
            ["支部人少。新昌县有了办法。", "老党员的教室到处都是。", "数字说话，该县办班9期。"],
            "绍兴市老干部工作",
            [("绍兴市", "新昌县", "sentence")],
        ),
        (
            ["新昌县是唱戏的地方。", "市、县两级活动中心演出8场。"],
            "绍兴市老干部工作",
            [("绍兴市", "", "sentence")],
        ),
        (
            ["新昌县老党员捐款5万元，又向嵊州市敬老院捐书90册。"],
            "绍兴市老干部工作",
            [("绍兴市", "新昌县", "sentence"), ("绍兴市", "嵊州市", "sentence")],
        ),
        (
            ["共为甘孜州道孚县的孩子们捐书90册。"],
            "绍兴市新昌县老干部工作",
            [("绍兴市", "新昌县", "title")],
        ),
        (
            ["越城区办班9期。开发区的老人也来了，演出8场，嵊州市浦口经济开发区编书3册。"],
            "绍兴市老干部工作",
            [("绍兴市", "越城区", "sentence"), ("绍兴市", "", "sentence"), ("绍兴市", "嵊州市", "sentence")],
        ),
        (
            ["#嵊州市", "#戏台搭到家门口", "演出8场。"],
            "绍兴市老干部工作",
            [("绍兴市", "嵊州市", "heading")],
        ),
    ],
)
def test_the_nearest_place_that_governs_a_figure(paragraphs, title, expected) -> None:
    assert places(*paragraphs, title=title) == expected


def test_a_community_takes_the_county_that_the_report_named_with_it() -> None:
    first = "新昌县七星街道桂花社区有老人96名。"
    assert places(first, "桂花社区又建活动室3处。", title="绍兴老干部工作") == [
        ("绍兴市", "新昌县", "sentence"),
        ("绍兴市", "新昌县", "sentence"),
    ]


@pytest.mark.parametrize(("published", "name"), [("2009-08-01", "襄樊市"), ("2015-08-01", "襄阳市")])
def test_a_renamed_city_bears_the_name_of_the_figures_year(published: str, name: str) -> None:
    assert places("全市有党支部86个。", title=f"{name}老干部工作", published=published) == [(name, "", "sentence")]


@pytest.mark.parametrize(("published", "name"), [("2016-08-01", "株洲县"), ("2021-08-01", "渌口区")])
def test_a_renamed_county_bears_the_name_of_the_figures_year(published: str, name: str) -> None:
    assert places(f"{name}有党支部86个。", title="株洲市老干部工作", published=published) == [
        ("株洲市", name, "sentence")
    ]


def test_what_the_report_does_not_tell_the_user_may() -> None:
    given = Defaults(province="浙江省", city="绍兴市", district="新昌县")
    assert places("共有党支部86个。", defaults=given) == [("绍兴市", "新昌县", "option")]
    assert places("福州市有党支部86个。", defaults=given) == [("福州市", "", "sentence")]


def test_what_cannot_be_decided_is_left_empty() -> None:
    assert places("共有党支部86个。") == [("", "", "")]
    assert places("鼓楼区有党支部86个。") == [("", "", "")]


def test_the_paper_is_used_only_where_the_text_names_no_other_place() -> None:
    assert places("本报绍兴5月3日讯 共有党支部86个。") == [("绍兴市", "", "byline")]
    assert places("本报绍兴5月3日讯 嘉兴市共有党支部86个。") == [("嘉兴市", "", "sentence")]


def ambiguous() -> list[dict[str, str]]:
    path = Path(__file__).with_name("divisions_cases").joinpath("ambiguous.csv")
    lines = path.read_text(encoding="utf-8").splitlines()
    return list(csv.DictReader(line for line in lines if not line.startswith("#")))


@pytest.mark.parametrize("case", ambiguous(), ids=lambda case: f"{case['name']} {case['headline']}")
def test_an_ambiguous_short_name_means_the_division_of_the_reports_city_or_none(case):
    (row,) = statistics(report(f"{case['name']}建成驿站86个。", title=case["headline"]))
    assert (row.province, row.city, row.district) == (case["province"], case["city"], case["district"])


def test_every_ambiguous_short_name_is_listed():
    divisions = gazetteer()
    shared = {
        name
        for name, meant in divisions.by_name.items()
        if all(division.name != name for division in meant)
        and len({divisions.place(division, 2024) for division in meant if division.is_official(2024)}) > 1
    }
    assert {case["name"] for case in ambiguous()} == shared
