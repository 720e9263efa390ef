"""Where the date of publication stands, and where a date is none; the headline; the whole of reading a text."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cadrestats.models import Block, Repair
from cadrestats.reading import read_text
from cadrestats.reading.byline import published

BODY = "县里的老同志把菜园翻了一遍，种下96棵树，邻居家的孩子也来帮忙。"

BYLINES = [
    ("发布时间：2021-11-18", "2021-11-18"),
    ("发布时间:2021/1/8 | 作者:本报记者", "2021-01-08"),
    ("信息来源:西坪在线 发布日期:2024-11-12 09:48", "2024-11-12"),
    ("西坪在线2023-3-5", "2023-03-05"),
    ("2024-06-19 11:20 本报", "2024-06-19"),
    ("2025-04-14 河堤版", "2025-04-14"),
    ("2023年6月30日", "2023-06-30"),
    ("２０２３年６月３０日", "2023-06-30"),
    ("二〇二三年六月三十日", "2023-06-30"),
    ("二〇一九年十二月二十一日", "2019-12-21"),
    ("2023年6月", "2023-06"),
    ("发布时间：2023年", "2023"),
    ("（2023-02-15）", "2023-02-15"),
    ("来源：西坪晚报 2023.2.5", "2023-02-05"),
    ("来源：西坪晚报 20230205", "2023-02-05"),
    ("发布时间：2023-02-31", ""),
    ("本报记者 宋一鸣", ""),
]

NAMES = [
    ("2023-02-15_西坪.txt", "2023-02-15"),
    ("西坪_20230215.txt", "2023-02-15"),
    ("西坪2023年2月5日.txt", "2023-02-05"),
    ("202302_xiping.txt", "2023-02"),
    ("xiping-2023.txt", "2023"),
    ("2023_001.txt", "2023"),
    ("reports/2022/a.txt", ""),
    ("001_0718642023021500.txt", ""),
    ("a2023b.txt", ""),
    ("20231345.txt", ""),
]

UNDATED = [
    "2022年7月8日，老同志在河堤上种树。",
    "本报3月9日讯 老同志在河堤上种树。",
    "老同志在河堤上种树（2022年的第一批树苗），邻居也来了。",
    "2021年重点工作回眸",
]


@pytest.mark.parametrize(("byline", "day"), BYLINES)
@pytest.mark.parametrize("page", ["菜园里的笑声\n{byline}\n{body}", "菜园里的笑声\n{body}\n\n{byline}\n"])
def test_date_in_a_byline(page, byline, day):
    assert read_text(page.format(byline=byline, body=BODY), "a.txt").published == day


@pytest.mark.parametrize(("name", "day"), NAMES)
def test_date_in_the_name_of_the_file(name, day):
    assert read_text(f"菜园里的笑声\n{BODY}", name).published == day


@pytest.mark.parametrize("line", UNDATED)
def test_date_that_is_not_the_day_of_publication(line):
    assert read_text(f"菜园里的笑声\n{line}\n{BODY}\n{line}", "a.txt").published == ""


def test_date_in_brackets_at_the_end():
    assert read_text(f"菜园里的笑声\n{BODY}（西坪晚报 2023年2月15日）", "a.txt").published == "2023-02-15"


def test_label_goes_before_another_date_and_a_byline_before_the_file():
    page = f"菜园里的笑声\n西坪晚报2022-12-31\n发布时间：2023-01-02\n{BODY}"

    assert read_text(page, "2020-05-05.txt").published == "2023-01-02"


@given(st.dates(min_value=date(1950, 1, 1), max_value=date(2099, 12, 31)), st.sampled_from(["-", "/", "."]))
def test_any_day_of_the_calendar(day, mark):
    line = f"发布时间：{day.year}{mark}{day.month}{mark}{day.day}"

    assert published(line, [Block(kind="byline", start=0, end=len(line))], "") == day.isoformat()


def test_read_text_composes_a_report():
    repairs = (Repair(rule="ftfy", line=1, before="Ã©", after="é"),)

    report = read_text(f"# 菜园里的笑声\n## ——西坪见闻\n本报记者 宋一鸣\n\n{BODY}\n", "2023-02.txt", repairs)

    assert report.name == "2023-02.txt"
    assert report.title == "菜园里的笑声——西坪见闻"
    assert report.published == "2023-02"
    assert report.text == f"菜园里的笑声——西坪见闻\n本报记者 宋一鸣\n{BODY}"
    assert [block.kind for block in report.blocks] == ["title", "byline", "paragraph"]
    assert report.repairs == repairs


def test_empty_text_is_an_empty_report():
    report = read_text("", "a.txt")

    assert (report.text, report.title, report.published, report.blocks) == ("", "", "", ())
