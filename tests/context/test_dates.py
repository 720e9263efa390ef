import pytest

from cadrestats.models import Block, Defaults, Report
from cadrestats.patterns import library
from cadrestats.pipeline import statistics

EXAMPLES = [
    pytest.param(sentence, year, id=sentence)
    for marker in library().time.markers
    for sentence, year in marker.examples.items()
]


def report(text: str, published: str = "") -> Report:
    return Report(name="", text=text, published=published, blocks=(Block(kind="paragraph", start=0, end=len(text)),))


def years(text: str, published: str = "") -> list[int | None]:
    return [row.year for row in statistics(report(text, published))]


@pytest.mark.parametrize(("sentence", "year"), EXAMPLES)
def test_expressions_of_time_mean_the_year_their_file_says(sentence: str, year: int) -> None:
    assert years(sentence, "2024-03-01")[-1] == year


def test_every_marker_has_two_examples() -> None:
    assert [marker.kind for marker in library().time.markers if len(marker.examples) < 2] == []


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("全市建有老党员之家31个。2021年办了读书班。", 2021),
        ("全市建有老党员之家31个，力争2030年达到90个。2019年只有8个。", 2019),
        ("落实《2018年工作要点》，全市建有老党员之家31个。", None),
        ("庆祝建党100周年，全县宣讲46场。", 2021),
        ("迎接新中国成立75周年，全县宣讲46场。", 2024),
        ("学习二十大精神，全县宣讲46场。", 2022),
        ("二〇二三年办班，全县培训党员320名。", 2023),
        ("全县宣讲46场。", None),
    ],
)
def test_a_report_without_a_date_takes_the_latest_past_year_it_speaks_of(text: str, year: int | None) -> None:
    assert years(text)[0] == year


def test_a_year_that_opens_a_clause_holds_for_the_next_sentences_of_its_paragraph() -> None:
    text = "2022年，全县走访老同志210人次。发放慰问金8万元。目前共有支部31个。"
    assert years(text, "2023-02-01") == [2022, 2022, 2023]


def test_a_rate_stands_under_the_year_of_the_report() -> None:
    text = "2021年，服务队有队员40名。每月巡逻12次。"
    assert years(text, "2023-02-01") == [2021, 2023]


def test_where_the_year_came_from_is_told() -> None:
    (row,) = statistics(report("全县宣讲46场。"), Defaults(published="2020-05"))
    assert (row.year, row.year_from, row.published) == (2020, "option", "2020-05")
    rows = statistics(report("2022年，宣讲46场。听众3000人次。", "2023-01-01"))
    assert [(row.year, row.year_from) for row in rows] == [(2022, "sentence"), (2022, "paragraph")]


@pytest.mark.parametrize(
    ("published", "expected"),
    [("2024-01-12", [2023, 2023, 2023]), ("2024-06-12", [2023, 2024, 2024])],
    ids=["of the first months", "of the summer"],
)
def test_a_report_of_the_first_months_that_begins_with_last_year_tells_of_it(
    published: str, expected: list[int]
) -> None:
    paragraphs = ("去年，全县走访老同志210人次。", "书画班添了座位，学员有96名。", "4月，合唱团演出3场。")
    ends = [sum(map(len, paragraphs[: i + 1])) for i in range(3)]
    blocks = tuple(
        Block(kind="paragraph", start=end - len(words), end=end) for end, words in zip(ends, paragraphs, strict=True)
    )
    told = Report(name="", text="".join(paragraphs), published=published, blocks=blocks)
    assert [row.year for row in statistics(told)] == expected


def test_what_lasts_ends_with_the_next_year_that_is_named() -> None:
    text = "2023年，全县走访老同志210人次。2022年底，支部有29个。讲师有18名。"
    assert years(text, "2024-02-01") == [2023, 2022, 2022]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("志愿者由2019年的86名增加到113名。", [2019, 2024]),
        ("和2021年比，专业多了7个。", [2024]),
        ("老年大学新校去年3月揭牌，教室有24间。画室添了7间。", [2023, 2024]),
        ("这是2022年底的数。教学班有61个。合唱团有4支。", [2022, 2022]),
        ("时间拨回2022年11月，读书会收到建议150条。归并后还有28条。", [2022, 2022]),
        ("近日召开的全县老干部工作会议透露，去年讲课46场。读书会办了9期。", [2023, 2023]),
    ],
)
def test_how_far_a_year_governs(text: str, expected: list[int]) -> None:
    assert years(text, "2024-02-01") == expected
