"""The laws of repair, for every kind of garbling that loses nothing.

Their domain. Nothing tells a garbled text that is very short, or made of rare Hanzi alone, from Western text or from
another kind of garbling: ``ÖÐ`` is 中 or two letters. So the laws are of texts that hold an *anchor*: a clause of at
least twelve Hanzi, most of them among the thousand most frequent ones, on the same line or, for a file that is garbled
throughout, on another. Beside the anchor anything may stand that the encoding can express, but for what is the mark of
a further layer of garbling itself: repairing it would go on.
"""

from __future__ import annotations

import html
import re
from functools import cache
from html import entities

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from tests.reading.damage import as_cp1252, as_latin1, utf8_as_cp1252, utf8_as_latin1

from cadrestats.reading.hanzi import COMMON, TRADITIONAL
from cadrestats.reading.mojibake import repair

ANCHOR, TRADITIONAL_ANCHOR = "全市离退休干部党支部今年开展活动", "全市離退休幹部黨支部今年開展活動"
EVEN_ANCHOR = "老干部和志愿者们今年种下许多树苗"
MARKS = "，。、：；？！《》（）"
NAMED = {ord(char): f"&{name}" for name, char in entities.html5.items() if name.endswith(";") and len(char) == 1}


def as_named(text: str) -> str:
    return as_latin1(text).translate({c: NAMED[c] for c in range(0xA0, 0x100)})


def as_decimal(text: str) -> str:
    return as_latin1(text).translate({c: f"&#{c};" for c in range(0x80, 0x100)})


def as_hexadecimal(text: str) -> str:
    return as_latin1(text).translate({c: f"&#x{c:X};" for c in range(0x80, 0x100)})


def utf8_as_gbk(text: str) -> str:
    return text.encode().decode("gb18030")


def loses_nothing(text: str) -> bool:
    """Whether the bytes of a text in UTF-8 are codes of GB 18030, too: 0x80 begins none."""
    try:
        return utf8_as_gbk(text).encode("gb18030") == text.encode()
    except UnicodeDecodeError:
        return False


def big5_as_latin1(text: str) -> str:
    return text.encode("big5").decode("latin-1")


@cache
def in_big5(char: str) -> bool:
    try:
        return char.encode("big5").decode("big5") == char
    except UnicodeEncodeError:
        return False


def after(*steps):
    """One garbling after another."""

    def garble(text: str) -> str:
        for step in steps:
            text = step(text)
        return text

    garble.__name__ = " then ".join(step.__name__ for step in steps)
    return garble


OF_GB18030 = [as_latin1, as_cp1252, as_named, as_decimal, as_hexadecimal]
OF_UTF8 = [utf8_as_latin1, utf8_as_cp1252]
TWO_LAYERS = [
    after(as_latin1, utf8_as_latin1),
    after(as_latin1, utf8_as_cp1252),
    after(as_cp1252, utf8_as_latin1),
    after(utf8_as_latin1, utf8_as_latin1),
]
OF_UTF8_AS_GBK = [utf8_as_gbk, after(utf8_as_gbk, as_latin1), after(utf8_as_gbk, utf8_as_latin1)]

frequent = st.text(COMMON[:400], min_size=1, max_size=10)
figures = st.from_regex(r"\A[1-9][0-9]{0,5}(\.[0-9])?%?\Z")
words = st.one_of(frequent, frequent, figures, st.text(COMMON, min_size=1, max_size=4))
clauses = st.builds(
    lambda parts, mark: "".join(parts) + mark, st.lists(words, min_size=1, max_size=6), st.sampled_from(MARKS)
)
sentences = st.lists(clauses, min_size=1, max_size=4).map(lambda body: ANCHOR + "".join(body))
texts = st.lists(sentences, min_size=1, max_size=4).map("\n".join)
# GB 18030 takes the bytes of UTF-8 in pairs; it loses none where each run of Hanzi and marks has an even number.
evenly = st.lists(
    st.one_of(
        st.lists(st.text(COMMON[:400] + MARKS, min_size=2, max_size=2).filter(loses_nothing), min_size=1).map("".join),
        figures,
    ),
    min_size=1,
    max_size=6,
).map(lambda parts: EVEN_ANCHOR + "".join(parts))
# What garbled Latin or C1 text looks like is the mark of a further layer.
LATIN_1 = "".join(map(chr, range(0xA0, 0x100)))
anything = st.text(st.characters(exclude_categories=["Cc", "Cn", "Co", "Cs"], exclude_characters=LATIN_1), max_size=4)
in_traditional = st.text(sorted(filter(in_big5, TRADITIONAL + COMMON)), min_size=1, max_size=12)
traditional = st.lists(st.tuples(in_traditional, st.sampled_from(MARKS)), min_size=1, max_size=4).map(
    lambda parts: TRADITIONAL_ANCHOR + "".join(text + mark for text, mark in parts)
)


@pytest.mark.parametrize("garble", OF_GB18030 + OF_UTF8 + TWO_LAYERS, ids=lambda garble: garble.__name__)
@settings(max_examples=30)
@given(texts)
def test_garbled_text_comes_back(garble, text) -> None:
    assert repair(garble(text))[0] == text


@pytest.mark.parametrize("garble", OF_UTF8_AS_GBK, ids=lambda garble: garble.__name__)
@settings(max_examples=30)
@given(evenly)
def test_utf8_as_gbk_comes_back(garble, text) -> None:
    assert repair(garble(text))[0] == text


@pytest.mark.parametrize("garble", OF_GB18030 + OF_UTF8, ids=lambda garble: garble.__name__)
@settings(max_examples=30)
@given(sentences, anything, sentences)
def test_any_character_between_sentences_comes_back(garble, before, odd, behind) -> None:
    assume(not re.search("[“”‘’„…—–•][0-9@-~]", html.unescape(garble(odd))))  # a clean mark
    text = before + odd + behind
    assert repair(garble(text))[0] == text


@given(traditional)
def test_big5_comes_back(text) -> None:
    assert repair(big5_as_latin1(text))[0] == text


GERMAN = ["Müller", "Größe", "Übung", "für", "ÄÖÜ", "„Straße“", "naß", "50±3 µm", "§ 12", "Jürgen"]
FRENCH = ["café", "naïve", "l’été", "où", "déjà", "Ça", "«œuvre»", "Noël", "À", "5 €", "garçon", "É"]
ENGLISH = ["The", "quick", "“fox”", "isn’t", "—", "over…", "£100", "Ærø", "señor", "½", "25°C", "R&amp;D", "AT&T"]
JAPANESE = ["老人の日", "ありがとう", "カフェ", "東京で", "働きます。", "（日本語）"]
CHINESE = ["全市", "离退休干部", "，", "。", "“银发”", "12个", "党支部——", "1.2万人", "離退休幹部", "（见下）"]
WESTERN = st.sampled_from(GERMAN + FRENCH + ENGLISH)
EASTERN = st.one_of(st.sampled_from(JAPANESE + CHINESE), texts)
clean = st.one_of(
    st.lists(st.one_of(WESTERN, EASTERN), max_size=12).map(" ".join),
    st.lists(st.one_of(WESTERN, EASTERN), max_size=12).map("\n".join),
    st.lists(EASTERN, max_size=12).map("".join),
)


@given(clean)
def test_clean_text_stays(text) -> None:
    assert repair(text) == (text, ())


pieces = st.one_of(st.text(max_size=8), texts, *(texts.map(garble) for garble in (*OF_GB18030, *OF_UTF8)), clean)


@given(st.lists(pieces, max_size=4), st.sampled_from(["\n", "", " "]))
def test_repairing_twice_is_repairing_once(parts, between) -> None:
    once = repair(between.join(parts))[0]
    assert repair(once) == (once, ())
