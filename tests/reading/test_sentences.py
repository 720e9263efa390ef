"""Paragraphs and their sentences; laws of splitting."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cadrestats.models import Block, Report
from cadrestats.reading.sentences import split

CASES = tomllib.loads(Path(__file__).with_name("sentences.toml").read_text(encoding="utf-8"))["case"]

paragraphs = st.lists(st.text(alphabet='老干部学 。；！？….;?!”’）》》“，%35aB"', min_size=1, max_size=60), max_size=6)


def report_of(*paragraphs: str) -> Report:
    """A report of such paragraphs, which have no line breaks."""
    blocks = []
    start = 0
    for words in paragraphs:
        blocks.append(Block(kind="paragraph", start=start, end=start + len(words)))
        start += len(words) + 1
    return Report(name="report.txt", text="\n".join(paragraphs), blocks=tuple(blocks))


@pytest.mark.parametrize("case", CASES, ids=[case["label"] for case in CASES])
def test_paragraph_is_split(case):
    assert [sentence.text for sentence in split(report_of(case["text"]))] == case["sentences"]


def test_sentences_know_their_place():
    found = split(report_of("渠修好了。路呢？", "路也修好了"))

    assert [(s.start, s.end, s.block, s.text) for s in found] == [
        (0, 5, 0, "渠修好了。"),
        (5, 8, 0, "路呢？"),
        (9, 14, 1, "路也修好了"),
    ]


def test_straight_quotation_marks_are_counted_anew_in_each_block():
    found = split(report_of('他说"好', '"修渠。"大家说。'))

    assert [s.text for s in found] == ['他说"好', '"修渠。"', "大家说。"]


def test_report_without_blocks_has_no_sentences():
    assert split(Report(name="empty.txt", text="")) == ()


@given(paragraphs)
def test_offsets_are_exact_and_no_sentence_crosses_a_block(words):
    report = report_of(*words)

    for sentence in split(report):
        block = report.blocks[sentence.block]
        assert report.text[sentence.start : sentence.end] == sentence.text == sentence.text.strip() != ""
        assert block.start <= sentence.start < sentence.end <= block.end


@given(paragraphs)
def test_nothing_but_white_space_is_lost_between_sentences(words):
    report = report_of(*words)
    end = 0
    for sentence in split(report):
        assert report.text[end : sentence.start].strip() == ""
        end = sentence.end
    assert report.text[end:].strip() == ""


def test_text_without_a_stop_is_cut_at_commas() -> None:
    text = "走访老人12名，" * 500
    report = Report(name="", text=text, blocks=(Block(kind="paragraph", start=0, end=len(text)),))
    found = split(report)
    assert max(len(sentence.text) for sentence in found) <= 1000
    assert "".join(sentence.text for sentence in found) == text
    assert all(sentence.text.endswith("，") for sentence in found)
