"""Garbled text is repaired, clean text is left alone."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from cadrestats.models import Repair
from cadrestats.reading.mojibake import repair

CASES = json.loads(Path(__file__).with_name("mojibake.json").read_text(encoding="utf-8"))

LEVEL_1 = [bytes([a, b]).decode("gb2312") for a in range(0xB0, 0xD7) for b in range(0xA1, 0xFF)]
FREQUENT = "的一是在不了有人这中大来上国个到说们为子和你地出道也时年工作干部退休老党员组织服务活动社区街道县市学习健康"
MARKS = "，。、：；？！《》（）“”"
CP1252 = {b: bytes([b]).decode("cp1252") for b in range(0x80, 0xA0) if b not in {0x81, 0x8D, 0x8F, 0x90, 0x9D}}


def as_latin1(text: str) -> str:
    return text.encode("gb18030").decode("latin-1")


def as_cp1252(text: str) -> str:
    return "".join(CP1252.get(byte, chr(byte)) for byte in text.encode("gb18030"))


frequent = st.text(FREQUENT, min_size=1, max_size=12)
words = st.one_of(frequent, st.text(LEVEL_1, min_size=1, max_size=3), st.from_regex(r"\A[1-9][0-9]{0,5}\Z"))
clauses = st.builds(
    lambda parts, mark: "".join(parts) + mark, st.lists(words, min_size=1, max_size=6), st.sampled_from(MARKS)
)
sentences = st.builds(
    lambda head, body: "全市老干部工作" + head + "".join(body), frequent, st.lists(clauses, min_size=1, max_size=4)
)
rare = st.text(st.characters(exclude_categories=["Cc", "Cn", "Co", "Cs"]), min_size=1, max_size=3)
garblings = st.sampled_from([as_latin1, as_cp1252])

LATIN = [
    *("Müller", "naïve", "café", "Ærø", "Ångström", "Señor", "Größe", "l’été", "où", "déjà", "Übung", "Ça"),
    *("50±3µm", "£100", "25°C", "½", "§§", "«été»", "„Öl“", "ÅÄÖ"),
]
western = st.lists(st.sampled_from(LATIN), min_size=1, max_size=8).map(" ".join)
japanese = st.text(st.characters(min_codepoint=0x3041, max_codepoint=0x30FF), max_size=12)


@pytest.mark.parametrize("case", CASES, ids=[case["label"] for case in CASES])
def test_case(case: dict[str, str]) -> None:
    fixed, repairs = repair(case["original"])
    assert fixed == case["fixed"]
    assert bool(repairs) == (case["original"] != case["fixed"])


@given(sentences, garblings)
def test_garbled_sentence_comes_back(sentence, garble) -> None:
    assert repair(garble(sentence))[0] == sentence


@given(sentences, rare, sentences, garblings)
def test_any_character_within_sentences_comes_back(before, odd, after, garble) -> None:
    assume(not any("\xa0" <= char <= "\xff" for char in odd))  # the mark of a further layer
    assume(garble is as_latin1 or not re.search("[“”‘’„…—–•][0-9@-~]", garble(odd)))  # a clean mark
    assert repair(garble(before + odd + after))[0] == before + odd + after


@given(sentences, sentences, garblings)
def test_garbled_run_beside_clean_ones(clean, garbled, garble) -> None:
    text = f"{clean}\n{clean}{garble(garbled)}{clean}\n123\n{garble(garbled)}\n"
    assert repair(text)[0] == f"{clean}\n{clean}{garbled}{clean}\n123\n{garbled}\n"


@given(st.lists(st.one_of(sentences, western, japanese), max_size=5), st.sampled_from(["", " ", "\n"]))
def test_clean_text_is_never_changed(parts, separator) -> None:
    text = separator.join(parts)
    assert repair(text) == (text, ())


@given(sentences, western)
def test_western_words_of_a_garbled_text_stay(sentence, words) -> None:
    assert repair(f"{as_latin1(sentence)}\n{words}\n")[0] == f"{sentence}\n{words}\n"


@given(st.lists(st.one_of(sentences, sentences.map(as_latin1), western, rare.map(as_cp1252), st.text(max_size=5))))
def test_repair_is_idempotent(parts) -> None:
    once = repair("\n".join(parts))[0]
    assert repair(once) == (once, ())


@given(sentences, garblings)
def test_repairs_account_for_every_change(sentence, garble) -> None:
    text = f"县里的报告\n{garble(sentence)}\n42"
    fixed, repairs = repair(text)
    lines = text.split("\n")
    for done in repairs:
        assert done.before in lines[done.line - 1]
        lines[done.line - 1] = lines[done.line - 1].replace(done.before, done.after, 1)
    assert "\n".join(lines) == fixed


def test_runs_of_a_line_are_one_repair_each_stretch_logged_with_its_line() -> None:
    text = f"清楚的一行\n{as_latin1('全区有')} 30 {as_latin1('名志愿者')}\n\n“{as_latin1('银龄讲堂')}”"
    assert repair(text) == (
        "清楚的一行\n全区有 30 名志愿者\n\n“银龄讲堂”",
        (
            Repair(
                rule="gbk-as-latin1", line=2, before="È«ÇøÓÐ 30 ÃûÖ¾Ô¸Õß", after="全区有 30 名志愿者", start=6, end=17
            ),
            Repair(rule="gbk-as-latin1", line=4, before="ÒøÁä½²ÌÃ", after="银龄讲堂", start=20, end=24),
        ),
    )


def test_rule_names() -> None:
    assert [done.rule for done in repair(as_cp1252("老干部陶喆讲课"))[1]] == ["gbk-as-cp1252"]
    assert [done.rule for done in repair("cafÃ©")[1]] == ["ftfy"]


def test_ftfy_is_not_loaded_for_clean_or_gbk_text() -> None:
    program = (
        "import sys; from cadrestats.reading.mojibake import repair\n"
        "repair('全市“银龄”·行动，café'); repair('ÀÏ¸É²¿¹¤×÷'); print('ftfy' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-X", "utf8", "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"
