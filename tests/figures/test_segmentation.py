import logging
from math import log

import jieba
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from cadrestats.figures.segmentation import segmenter
from cadrestats.patterns import library

COMPOUNDS = library().words.compounds
SENTENCES = (
    "老干部活动中心的合唱团排练了新歌",
    "区里给老党员送去3条毛毯、2袋T恤和1台DVD播放机",
    "线上\r\n线下 同步 20.5%的学员用App打卡",
    "研究生命的起源，乒乓球拍卖完了",
    "𠮷林路的C++培训班A座101室",
)


@pytest.fixture(scope="module")
def tokenizer(tmp_path_factory: pytest.TempPathFactory) -> jieba.Tokenizer:
    jieba.setLogLevel(logging.WARNING)
    made = jieba.Tokenizer()
    made.tmp_dir = str(tmp_path_factory.mktemp("jieba"))
    for word in COMPOUNDS:
        made.add_word(word)
    return made


@pytest.mark.parametrize("sentence", SENTENCES)
def test_words_are_those_of_jieba(tokenizer: jieba.Tokenizer, sentence: str) -> None:
    assert segmenter(COMPOUNDS).words(sentence) == tokenizer.lcut(sentence, HMM=False)


def likelihood(tokenizer: jieba.Tokenizer, words: list[str]) -> float:
    return sum(log((tokenizer.FREQ.get(word) or 1) / tokenizer.total) for word in words)


@settings(max_examples=300)
@given(st.text("老干部党员之家大学生活动中心的了在乒乓球拍卖完 、，\nabXY09+#._%-", max_size=24))
@example("乒乒乒000")
def test_words_of_any_text_are_those_of_jieba(tokenizer: jieba.Tokenizer, text: str) -> None:
    words, jiebas = segmenter(COMPOUNDS).words(text), tokenizer.lcut(text, HMM=False)
    assert "".join(words) == text
    # Of ways to cut that are equally likely, rounding decides: jieba adds up the whole text, we add up each run.
    assert words == jiebas or likelihood(tokenizer, words) == pytest.approx(likelihood(tokenizer, jiebas), rel=1e-12)


def test_compounds_are_as_frequent_as_jieba_makes_them(tokenizer: jieba.Tokenizer) -> None:
    dictionary = segmenter(COMPOUNDS)._dictionary
    assert dictionary.total == tokenizer.total
    assert {word: dictionary.beginning_with(word[0])[word] for word in COMPOUNDS} == {
        word: tokenizer.FREQ[word] for word in COMPOUNDS
    }
