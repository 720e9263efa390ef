"""Numerals: cases as data, and the laws that a numeral written by rule is read back as its number, in linear time."""

from __future__ import annotations

import csv
import time
from decimal import Decimal
from pathlib import Path

import pytest
import regex
from hypothesis import example, given, settings
from hypothesis import strategies as st

from cadrestats.figures.numerals import NUMERAL, SHARE, Value, evaluate
from cadrestats.figures.scanner import Scanner
from cadrestats.models import Figure, Sentence
from cadrestats.patterns import library

with Path(__file__).with_name("numerals.csv").open(encoding="utf-8", newline="") as _handle:
    CASES = list(csv.DictReader(_handle))

FOUND = regex.compile(NUMERAL)
SCRIPTS = {
    "simplified": ("零一二三四五六七八九", "十百千万亿"),
    "traditional": ("〇一二三四五六七八九", "十百千萬億"),
    "financial": ("零壹贰叁肆伍陆柒捌玖", "拾佰仟万亿"),
    "traditional financial": ("零壹貳叄肆伍陸柒捌玖", "拾佰仟萬億"),
}
NUMBERS = st.integers(0, 10**12) | st.integers(0, 10**4) | st.integers(0, 12).map(lambda power: 10**power)


def section(number: int, digits: str, units: str) -> str:
    """A number below 10000 as it is read aloud."""
    words, gap = "", False
    for power, unit in ((1000, units[2]), (100, units[1]), (10, units[0]), (1, "")):
        digit = number // power % 10
        words += (digits[0] if gap and words and digit else "") + (digits[digit] + unit if digit else "")
        gap = not digit
    return words


def written(number: int, digits: str, units: str) -> str:
    """A number up to 10**12 as GB/T 15835-2011 writes it in Chinese numerals."""
    if number < 10**4:
        return section(number, digits, units) or digits[0]
    power, unit = (10**8, units[4]) if number >= 10**8 else (10**4, units[3])
    high, low = divmod(number, power)
    zero = digits[0] if 0 < low < power // 10 else ""
    return written(high, digits, units) + unit + zero + (written(low, digits, units) if low else "")


def scan(text: str) -> tuple[Figure, ...]:
    return Scanner(library()).scan(Sentence(start=0, end=len(text), block=0, text=text))


@pytest.mark.parametrize("case", CASES, ids=[case["numeral"] for case in CASES])
def test_case(case: dict[str, str]) -> None:
    largest = Decimal(case["value_max"]) if case["value_max"] else None
    assert evaluate(case["numeral"]) == Value(Decimal(case["value"]), largest, case["bound"], case["unit"])


@pytest.mark.parametrize("case", CASES, ids=[case["numeral"] for case in CASES])
def test_case_is_found_whole(case: dict[str, str]) -> None:
    # 两个半 is a numeral only before a measure of time: 两个半小时, but 两个半成品.
    following = "小时" if case["numeral"][-2:] in ("个半", "個半") else "（"
    assert FOUND.findall("有" + case["numeral"] + following) == [case["numeral"]]


NO_NUMERALS = """人 俩 仨 伍 陆 陆陆 拾 半 余 来 几 数 近万 上百 超三成 3名 1,23 百千 一三百 三百万三万 1，286
    百分之 分之一 0分之七 两成员 3, 3. .5 -3 一点 ① Ⅳ ٣"""


@pytest.mark.parametrize("text", ["", " 3", "3 ", "2022 100", *NO_NUMERALS.split()])
def test_no_numeral(text: str) -> None:
    with pytest.raises(ValueError, match="not a numeral"):
        evaluate(text)


@pytest.mark.parametrize(
    ("text", "numerals"),
    [
        ("队伍里三十人", ["三十"]),
        ("队伍三十余人", ["三十余"]),
        ("队伍壹佰人", ["壹佰"]),
        ("陆续参加，陆陆续续到场", []),
        ("參加志願服務的有二十人", ["二十"]),
        ("收拾伍拾本旧书", ["伍拾"]),
        ("收拾屋子，拾金不昧", []),
        ("大陆万余名同胞", ["万余"]),
        ("姐妹俩和仨老人", []),
        ("2022 100人", ["2022", "100"]),
        ("1 200人", ["1 200"]),
        ("共5，300人到场", ["5", "300"]),
        ("共５，３００人到场", ["５，３００"]),
        ("1,2345", ["1", "2345"]),
        ("2023百姓宣讲", ["2023", "百"]),
        ("2023十佳志愿者", ["2023", "十"]),
        ("捐米5千克", ["5", "千"]),
        ("提高5百分点", ["5", "百"]),
        ("拿出3万2022年", ["3万", "2022"]),
        ("一万两万地捐", ["一万", "两万"]),
        ("几万几千", ["几万几千"]),
        ("千百年来", ["千", "百"]),
        ("两点一线", ["两", "一"]),
        ("七点二十开始", ["七", "二十"]),
        ("五十来自各地，五十来名", ["五十", "五十来"]),
        ("总人数百余", ["百余"]),
        ("人数十余", ["十余"]),
        ("吸收两成员", ["两"]),
        ("队员之一成为教师", ["一"]),
        ("一成不变", ["一"]),
        ("八成为老党员", ["八成"]),
        ("三成功案例", ["三"]),
        ("七成支部", ["七成"]),
        ("大半年，大半天，另一半", ["一"]),
        ("两个半小时，两个半成品", ["两个半", "两"]),
        ("百分之三十的五分之一", ["百分之三十", "五分之一"]),
        ("从1万增至2万", ["1万", "2万"]),
    ],
)
def test_numerals_in_text(text: str, numerals: list[str]) -> None:
    assert FOUND.findall(text) == numerals


@pytest.mark.parametrize(
    ("text", "figure", "value", "value_max", "bound", "unit"),
    [
        ("每组10-20人", "10-20人", 10, 20, "exact", "人"),
        ("每组10－20人", "10－20人", 10, 20, "exact", "人"),
        ("每组20至30名", "20至30名", 20, 30, "exact", "名"),
        ("每组20至30余名", "20至30余名", 20, 30, "over", "名"),
        ("捐款3至5万元", "3至5万元", 30000, 50000, "exact", "元"),
        ("捐款3～5万元", "3～5万元", 30000, 50000, "exact", "元"),
        ("捐款3至5萬元", "3至5萬元", 30000, 50000, "exact", "元"),
        ("捐款3万至5万元", "3万至5万元", 30000, 50000, "exact", "元"),
        ("捐款8000至1万元", "8000至1万元", 8000, 10000, "exact", "元"),
        ("捐款1.5到2万元", "1.5到2万元", 15000, 20000, "exact", "元"),
        ("捐款20至30余万元", "20至30余万元", 200000, 300000, "over", "元"),
        ("慰问两到三百名老人", "两到三百名", 200, 300, "exact", "名"),
        ("慰问五六百名老人", "五六百名", 500, 600, "exact", "名"),
        ("慰问三百至五六百名老人", "三百至五六百名", 300, 600, "exact", "名"),
        ("讲课5——8场", "5——8场", 5, 8, "exact", "场"),
        ("讲课5场至8场", "5场至8场", 5, 8, "exact", "场"),
        ("覆盖面三至五成", "三至五成", 30, 50, "exact", "%"),
        ("覆盖面三成到四成", "三成到四成", 30, 40, "exact", "%"),
        ("覆盖面百分之三至百分之五", "百分之三至百分之五", 3, 5, "exact", "%"),
        ("覆盖面5%至10%", "5%至10%", 5, 10, "exact", "%"),
        ("超三成学员", "超三成", 30, None, "over", "%"),
        ("九成以上支部", "九成以上", 90, None, "over", "%"),
        ("約佔四成", "約佔四成", 40, None, "about", "%"),
        ("近万名老人", "近万名", 10000, None, "under", "名"),
        ("上百名老人", "上百名", 100, None, "over", "名"),
        ("超过半数支部", "超过半数", 50, None, "over", "%"),
        ("死亡率千分之五", "千分之五", 5, None, "exact", "‰"),
        ("已有七成支部受训", "七成", 70, None, "exact", "%"),
        ("十来名学员", "十来名", 10, None, "about", "名"),
    ],
)
def test_scanned(text: str, figure: str, value: float, value_max: float | None, bound: str, unit: str) -> None:
    (found,) = scan(text)
    assert (found.text, found.value, found.value_max, found.bound, found.unit, found.verdict) == (
        *(figure, value, value_max, bound, unit),
        "statistic",
    )


@pytest.mark.parametrize(
    ("text", "verdict"),
    [("支部过半", "idiom"), ("一半的路程", "idiom"), ("占一半", "statistic"), ("占比过半", "statistic")],
)
def test_half_counts_where_it_is_measured(text: str, verdict: str) -> None:
    (found,) = scan(text)
    assert (found.value, found.unit, found.verdict) == (50, "%", verdict)


@pytest.mark.parametrize("script", SCRIPTS)
@settings(deadline=None)
@given(number=NUMBERS)
@example(number=10**12)
@example(number=10**8 + 1)
@example(number=10010)
def test_chinese_numerals_are_read_back(script: str, number: int) -> None:
    numeral = written(number, *SCRIPTS[script])
    if "financial" in script and len(numeral) == 1 and number:
        with pytest.raises(ValueError, match="not a numeral"):
            evaluate(numeral)
    else:
        assert evaluate(numeral) == Value(Decimal(number), None, "exact")
        assert FOUND.fullmatch(numeral)


@settings(deadline=None)
@given(number=st.integers(0, 10**12))
def test_digits_are_read_back(number: int) -> None:
    full_width = str.maketrans("0123456789,", "０１２３４５６７８９，")
    for numeral in (str(number), f"{number:,}", f"{number:,}".replace(",", " ")):
        assert evaluate(numeral).value == number
        assert FOUND.fullmatch(numeral)
    assert evaluate(f"{number:,}".translate(full_width)).value == number


@settings(deadline=None)
@given(yi=st.integers(0, 9999), wan=st.integers(0, 9999), qian=st.integers(0, 9), bai=st.integers(0, 9))
def test_mixed_writing_is_read_back(yi: int, wan: int, qian: int, bai: int) -> None:
    parts = ((yi, "亿", 10**8), (wan, "万", 10**4), (qian, "千", 1000), (bai, "百", 100))
    numeral = "".join(f"{number}{unit}" for number, unit, _ in parts if number) or "0"
    assert evaluate(numeral).value == sum(number * size for number, _, size in parts)
    assert FOUND.fullmatch(numeral)


@settings(deadline=None)
@given(
    number=st.decimals(0, 9999, places=3),
    unit=st.sampled_from([("", 0), ("万", 4), ("萬", 4), ("亿", 8), ("万亿", 12)]),
)
def test_decimals_are_exact(number: Decimal, unit: tuple[str, int]) -> None:
    numeral = f"{number}{unit[0]}"
    assert evaluate(numeral).value == number.scaleb(unit[1])
    assert FOUND.fullmatch(numeral)


@settings(deadline=None)
@given(number=st.integers(1, 99999).map(lambda n: n * 10), hint=st.sampled_from(["余", "多", "来"]))
def test_hints_bound_the_number(number: int, hint: str) -> None:
    for numeral in (f"{number}{hint}", f"{number}{hint}万", f"{number}万{hint}"):
        value = evaluate(numeral)
        assert value.value == number * (10**4 if "万" in numeral else 1)
        assert value.bound == ("about" if hint == "来" else "over")


@settings(deadline=None)
@given(st.text("零〇一二两三五九十百千万亿廿壹伍陆拾佰0１2.,， 点分之成半余来几数个小时", max_size=40))
def test_every_numeral_found_has_a_value(text: str) -> None:
    for numeral in FOUND.findall(text):
        value = evaluate(numeral)
        assert value.value >= 0
        assert value.value_max is None or value.value < value.value_max
        assert (value.unit != "") <= (regex.fullmatch(SHARE, numeral) is not None)


def seconds(expression: regex.Pattern[str], text: str) -> float:
    """Processor time of the shortest of three scans, which the machine's other work disturbs least."""
    took = []
    for _ in range(3):
        begin = time.thread_time()
        sum(1 for _ in expression.finditer(text))
        took.append(time.thread_time() - begin)
    return min(took)


ADVERSARIES = """1 一 百 万 1,234, 1, 1_ _ 1， 一百 一1 零 二三 1. 1万 一万 几 余 伍陆 壹佰 1_234_ 百分之 1至 1_至 近_
    成 三成 1- 一1百,_ ９， 1.5万亿"""


@pytest.mark.parametrize("unit", [unit.replace("_", " ") for unit in ADVERSARIES.split()])
def test_time_is_linear(unit: str) -> None:
    # Sixteen times the text takes 16 times as long; were the time quadratic, it would take 256 times as long.
    for expression in (FOUND, Scanner(library()).figure):
        short, long = (unit * (size // len(unit)) + "百" for size in (500, 8_000))
        assert seconds(expression, long) < 64 * max(seconds(expression, short), 0.0002)


def test_long_adversarial_text_is_scanned() -> None:
    text = ("1一百, " * 4 + "1,234,5 百千万亿" + "一" * 50 + "9" * 50 + " " * 50) * 550
    assert len(text) > 10**5
    assert sum(1 for _ in Scanner(library()).figure.finditer(text, timeout=20)) == 16 * 550
