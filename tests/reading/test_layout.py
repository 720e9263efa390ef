"""Pages as they are printed and the blocks that they are read as; laws of unwrapping."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from cadrestats.reading.layout import unwrap

CASES = tomllib.loads(Path(__file__).with_name("layout.toml").read_text(encoding="utf-8"))["case"]

# Clauses without a mark; a paragraph is some of them with commas between and a stop at its end.
CLAUSES = ["老人们把菜园翻了一遍", "邻居家的孩子也来帮忙", "谁也没有喊累", "到了傍晚才收工回家", "一共种下96棵树"]
HEADINGS = ["菜园里的笑声", "一、把路修到门口", "◆ 老秦的日记", "灯下读书 窗外听雨"]
BYLINES = ["本报记者 宋一鸣", "来源：西坪晚报 2022-11-03", "责任编辑：卫东"]
CAPTIONS = ["老人们在菜园里浇水。宋一鸣 摄", "图为菜园一角。"]

paragraphs = st.lists(st.sampled_from(CLAUSES), min_size=3, max_size=12).map(lambda clauses: "，".join(clauses) + "。")
blocks = st.one_of(
    st.tuples(st.just("paragraph"), paragraphs),
    st.tuples(st.just("heading"), st.sampled_from(HEADINGS)),
    st.tuples(st.just("byline"), st.sampled_from(BYLINES)),
    st.tuples(st.just("caption"), st.sampled_from(CAPTIONS)),
)
pages = st.lists(blocks, max_size=12)
# No Markdown marks: what they become is another law.
noise = st.text(alphabet="老干部 学\n\n　，。；：、“”（）1279年月日个——…abc,.!?\t", max_size=300)


def squashed(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("case", CASES, ids=[case["label"] for case in CASES])
def test_page_is_read_as_blocks(case):
    text, found = unwrap(case["text"])

    assert [[block.kind, text[block.start : block.end]] for block in found] == case["blocks"]
    assert text == "\n".join(words for _, words in case["blocks"])


@pytest.mark.parametrize("case", CASES, ids=[case["label"] for case in CASES])
def test_unwrapping_a_page_twice_is_unwrapping_it_once(case):
    once, _ = unwrap(case["text"])

    assert unwrap(once)[0] == once


@given(pages)
def test_unwrapping_twice_is_unwrapping_once(page):
    once, _ = unwrap("\n".join(words for _, words in page))

    assert unwrap(once)[0] == once


@given(pages.filter(lambda page: len(page) > 1), st.sampled_from(["\n", "\n\n"]))
def test_whole_blocks_stay_as_they_are(page, between):
    text, _ = unwrap(between.join(words for _, words in page))

    whole = [words for kind, words in page if kind == "paragraph"]
    assert [line for line in text.split("\n") if line in whole] == whole


@given(st.lists(paragraphs, min_size=2, max_size=6), st.integers(45, 90), st.sampled_from(["\n", "\n\n"]))
def test_wrapped_paragraphs_are_made_whole(written, measure, between):
    # Where the last line of a paragraph is full, nothing tells that the paragraph ends there.
    assume(all(0 < len(words) % measure < measure - 4 for words in written))
    wrapped = [[words[at : at + measure] for at in range(0, len(words), measure)] for words in written]

    text, found = unwrap(between.join(line for lines in wrapped for line in lines))

    assert text.split("\n") == written
    assert {block.kind for block in found} == {"paragraph"}


@given(paragraphs.filter(lambda words: len(words) > 60), st.integers(6, 14), st.sampled_from(["\n", "\n\n"]))
def test_narrow_columns_lose_no_sentence(words, measure, between):
    column = between.join(words[at : at + measure] for at in range(0, len(words), measure))

    assert unwrap(column)[0] == words


@given(noise)
def test_no_character_but_white_space_is_lost(page):
    text, _ = unwrap(page)

    assert sorted(squashed(text)) == sorted(squashed(page))


@given(st.one_of(noise, pages.map(lambda page: "\n\n\n\n".join(words for _, words in page))))
def test_blocks_cover_the_text(page):
    text, found = unwrap(page)

    assert "\n".join(text[block.start : block.end] for block in found) == text
    assert all(block.start < block.end for block in found)


@given(st.lists(st.sampled_from(["# ", "## ", "> ", "- "]), max_size=4), st.sampled_from(CLAUSES), st.booleans())
def test_only_markdown_marks_are_lost(marks, words, bold):
    marked = f"**{words}**" if bold else words

    assert unwrap(f"{''.join(marks)}{marked}。")[0] == f"{words}。"


def test_masking_asterisks_are_no_marks():
    assert unwrap("电话是138****1234。")[0] == "电话是138****1234。"


@pytest.mark.parametrize(
    "unit",
    [
        "，\n",
        "党支部和\n\n",
        "“",
        "(",
        "[a](/",
        "**甲",
        "](////////",
        "35\n个\n",
        "老 ",
        "（记者 ",
        "# ",
        "本报",
        "图 ",
        "摄",
    ],
)
def test_a_long_page_of_one_piece_over_and_over_loses_nothing(unit):
    page = (unit * 50_000)[:50_000]

    assert without_marks(unwrap(page)[0]) == without_marks(page)


def without_marks(page: str) -> list[str]:
    """The characters of a page, but for white space and those that may be marks of Markdown."""
    return sorted(re.sub(r"[\s*#\[\]()/]", "", page))
