import pytest

from cadrestats.figures.scanner import Scanner
from cadrestats.figures.subject import SubjectFinder
from cadrestats.models import Sentence
from cadrestats.patterns import library

SCANNER, FINDER = Scanner(library()), SubjectFinder(library())


def subjects(text: str, previous: str = "") -> list[tuple[str, str]]:
    sentence = Sentence(start=0, end=len(text), block=0, text=text)
    figures = tuple(f for f in SCANNER.scan(sentence) if f.verdict == "statistic")
    wordings = [FINDER.wording(sentence, i, figures, previous) for i in range(len(figures))]
    return [(w.subject, w.topic) for w in wordings]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("全县有老党员之家36个。", ["老党员之家"]),
        ("建成36个老党员之家。", ["老党员之家"]),
        ("86名老党员提出建议120条。", ["老党员", "建议"]),
        ("近700人的志愿者队伍。", ["志愿者队伍"]),
        ("建成18支、近700人的志愿服务队。", ["志愿服务队", "志愿服务队"]),
        ("入库4类150名专家。", ["专家", "专家"]),
        ("培训班办了6期。", ["培训班"]),
        ("36名70岁以上的老年志愿者在街头值守。", ["老年志愿者"]),
        ("贫困生200人次从中得到帮助。", ["贫困生"]),
        ("离休12人、退休860人。", ["离休", "退休"]),
        ("成立1个总队、12个分队和60个小队。", ["总队", "分队", "小队"]),
    ],
)
def test_the_counted_noun_stands_after_or_before_the_figure(text: str, expected: list[str]) -> None:
    assert [subject for subject, _ in subjects(text)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("文艺演出轮番登场，先后办了26场。", [("", "文艺演出轮番登场")]),
        ("建成示范支部30个，其中省级6个。", [("示范支部", ""), ("其中省级", "示范支部")]),
        ("服务站由6个增加到15个。", [("服务站", ""), ("", "服务站")]),
    ],
)
def test_an_elliptical_clause_takes_its_topic_from_the_words_before(text, expected) -> None:
    assert subjects(text) == expected


def test_the_sentence_before_gives_the_topic_where_the_clause_has_none() -> None:
    assert subjects("总共办了12场。", "社区里常有讲座。") == [("", "社区里常有讲座")]
