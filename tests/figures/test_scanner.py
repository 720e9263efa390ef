import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cadrestats.figures.scanner import Scanner, _read
from cadrestats.models import Figure, Sentence
from cadrestats.patterns import library

SCANNER = Scanner(library())


def scan(text: str) -> tuple[Figure, ...]:
    return SCANNER.scan(Sentence(start=0, end=len(text), block=0, text=text))


@pytest.mark.parametrize(
    ("text", "figure", "value", "value_max", "bound", "unit"),
    [
        ("现有党支部86个。", "86个", 86, None, "exact", "个"),
        ("志愿者近6500人。", "近6500人", 6500, None, "under", "人"),
        ("到场的约有420人。", "约有420人", 420, None, "about", "人"),
        ("听众超过3.2万人次。", "超过3.2万人次", 32000, None, "over", "人次"),
        ("参加者上万人。", "上万人", 10000, None, "over", "人"),
        ("逾千名学员报名。", "逾千名", 1000, None, "over", "名"),
        ("服务队有二十余支。", "二十余支", 20, None, "over", "支"),
        ("发放资料上千份。", "上千份", 1000, None, "over", "份"),
        ("走访群众数百名。", "数百名", 100, None, "over", "名"),
        ("每组20至30名队员。", "20至30名", 20, 30, "exact", "名"),
        ("观众三五百人。", "三五百人", 300, 500, "exact", "人"),
        ("投入3至5万元。", "3至5万元", 30000, 50000, "exact", "元"),
        ("发放慰问金36万元。", "36万元", 360000, None, "exact", "元"),
        ("覆盖率达97.5%。", "97.5%", 97.5, None, "exact", "%"),
        ("占百分之四十五。", "百分之四十五", 45, None, "exact", "%"),
        ("培训党员1,286人次。", "1,286人次", 1286, None, "exact", "人次"),
        ("培训党员1 286人次。", "1 286人次", 1286, None, "exact", "人次"),
        ("演出32场（次）。", "32场（次）", 32, None, "exact", "场次"),
        ("征集书画78幅（组）。", "78幅（组）", 78, None, "exact", "幅"),
        ("人均服务时长260个小时。", "260个小时", 260, None, "exact", "小时"),
        ("设活动室１２处。", "１２处", 12, None, "exact", "处"),
        ("来了50人左右。", "50人左右", 50, None, "about", "人"),
        ("建站100个以上。", "100个以上", 100, None, "over", "个"),
        ("传统教育宣讲了1280课。", "1280课", 1280, None, "exact", "课"),
        ("全市户籍人口936万，老人不少。", "936万", 9360000, None, "exact", ""),
        ("到了年底，这个数字越过1700。", "1700", 1700, None, "exact", ""),
        ("卡口站岗1300多个小时。", "1300多个小时", 1300, None, "over", "小时"),
        ("在赛场上拿过四个第一。", "四个", 4, None, "exact", "个"),
    ],
)
def test_a_figure_has_its_bound_and_measure_word(text, figure, value, value_max, bound, unit) -> None:
    (found,) = [f for f in scan(text) if f.verdict == "statistic"]
    assert (found.text, found.value, found.value_max, found.bound, found.unit) == (
        figure,
        value,
        value_max,
        bound,
        unit,
    )


@pytest.mark.parametrize(
    ("text", "verdicts"),
    [
        ("84岁的他", ["age"]),
        ("六七十岁的学员", ["age"]),
        ("二十届三中全会精神", ["ordinal", "ordinal"]),
        ("第24期培训班", ["ordinal"]),
        ("第一、第二党支部", ["ordinal", "ordinal"]),
        ("“1355”工作法", ["slogan"]),
        ("他讲了1个小时", ["duration"]),
        ("担任书记11年", ["duration"]),
        ("一个生动的场景", ["article"]),
        ("老人110巡防队", ["name"]),
        ("5G时代", ["name"]),
        ("人民路280号", ["address"]),
        ("三亚市", ["name"]),
        ("五一路社区", ["name"]),
        ("三大工程", ["introduction"]),
        ("老党员占了大半", ["idiom"]),
        ("广场歌声四起", ["idiom"]),
        ("银发人才二次开发", ["idiom"]),
        ("小区5栋楼下", ["address"]),
        ("柳百户小学", ["name"]),
        ("红六位于城北", ["name"]),
        ("千家万户", ["idiom", "idiom"]),
        ("队伍不断壮大", []),
    ],
)
def test_what_is_no_statistic_is_told_by_kind(text: str, verdicts: list[str]) -> None:
    assert [figure.verdict for figure in scan(text)] == verdicts


def test_offsets_count_from_the_beginning_of_the_report() -> None:
    sentence = Sentence(start=40, end=53, block=0, text="全县有近600名志愿者。")
    (figure,) = SCANNER.scan(sentence)
    assert (figure.start, figure.end, figure.text) == (43, 48, "近600名")


#: What numerals are made of, and what stands beside them, so that any order of these makes something of a numeral.
PIECES = (
    *"0123456789０１一二两三五十百千万亿半个成多余来几数人名月日至到—-,，. 点分零〇壹拾伍参第过近约大只",
    *(
        "以上",
        "左右",
        "过半",
        "一半",
        "不少于",
        "超过",
        "大约",
        "约为",
        "人次",
        "%",
        "万元",
        "百分之",
        "三分之",
        "小时",
        "个半",
    ),
    *(
        "成百上千",
        "成千上万",
        "数以",
        "之多",
        "有余",
        "不到",
        "突破",
        "（个）",
        "党员",
        "大半",
        "七八上十",
        "小时",
        "个半",
    ),
)


@settings(max_examples=1500, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=14).map("".join))
def test_numerals_read_without_the_grammar_are_those_of_the_grammar(text: str) -> None:
    assert list(SCANNER.numerals(text)) == [_read(match) for match in SCANNER.figure.finditer(text)]
