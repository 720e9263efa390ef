from itertools import accumulate

import pytest
import regex
from hypothesis import example, given, settings
from hypothesis import strategies as st

from cadrestats.patterns import library
from cadrestats.patterns.checked import compiled
from cadrestats.patterns.indicators import PARTS
from cadrestats.patterns.literals import Beginnings, Landmarks, Prefilter, told

#: Expression → what every match holds one of, and begins with one of.
TOLD = {
    "全[市县](?!长)": ({"全市", "全县"}, {"全市", "全县"}),
    r"\d+年(?:来|间)": ({"年来", "年间"}, set("0123456789０１２３４５６７８９")),
    "(?:在|由)?某校.*": ({"某校", "在某校", "由某校"}, {"某校", "在某校", "由某校"}),
    "(?:老干?)+部": ({"老"}, {"老", "老干"}),
    "[^，]队": ({"队"}, None),
    "a?b*c?d": ({"d"}, {"ab", "acd", "ad", "b", "cd", "d"}),
    "(?:a|b)*": (None, None),
    "(?:(?<=甲)乙|丙$)": ({"乙", "丙"}, {"乙", "丙"}),
    "甲(?=乙)": ({"甲"}, {"甲"}),
    "(?i)甲": (None, None),
    "(甲)\\1": ({"甲"}, {"甲"}),
    "^$|甲": ({"甲"}, None),
}


@pytest.mark.parametrize("source", TOLD)
def test_what_matches_hold_and_begin_with_is_told(source: str) -> None:
    holds, begins = TOLD[source]
    found = told(source)
    assert found.holds == (None if holds is None else frozenset(holds))
    assert found.begins == (None if begins is None else frozenset(begins))


EXPRESSIONS = st.recursive(
    st.sampled_from(["甲", "乙", "丙", "[甲乙]", "[^甲]", ".", r"\d", "^", "$", "(?!乙)", "(?<=甲)"]),
    lambda part: st.one_of(
        st.tuples(part, part).map("".join),
        st.tuples(part, part).map(lambda pair: f"(?:{pair[0]}|{pair[1]})"),
        st.tuples(part, st.sampled_from(["?", "*", "+", "{2}", "{0,2}?", "++"])).map(
            lambda pair: f"(?:{pair[0]}){pair[1]}"
        ),
        part.map(lambda inner: f"(?={inner})"),
    ),
    max_leaves=8,
)
TEXTS = st.text("甲乙丙丁1\n", max_size=10)


@settings(max_examples=600, deadline=None)
@given(EXPRESSIONS, TEXTS)
@example("(?:甲)?(?:甲)+", "甲")
@example("(?:甲)?(?:甲.*)?乙", "甲丙乙")
def test_every_match_holds_and_begins_with_what_is_told(source: str, text: str) -> None:
    found = told(source)
    for match in regex.finditer(source, text):
        assert found.holds is None or any(literal in text for literal in found.holds) or text in ("", "\n")
        assert found.begins is None or text.startswith(tuple(found.begins), match.start())


@settings(max_examples=300, deadline=None)
@given(st.lists(EXPRESSIONS, max_size=4), TEXTS)
def test_a_prefilter_leaves_out_no_expression_that_matches(sources: list[str], text: str) -> None:
    possible = set(Prefilter(sources).possible(text))
    assert {i for i, source in enumerate(sources) if regex.search(source, text)} <= possible
    bits = Beginnings(sources).possible(text, 0)
    assert all(bits >> i & 1 for i, source in enumerate(sources) if regex.match(source, text))


@settings(max_examples=300, deadline=None)
@given(st.lists(EXPRESSIONS, min_size=1, max_size=4), st.lists(TEXTS, min_size=1, max_size=4))
def test_what_was_asked_before_changes_nothing(sources: list[str], texts: list[str]) -> None:
    one = Prefilter(sources)
    for text in (*accumulate(texts), *texts):
        assert one.mask(text) == Prefilter(sources).mask(text)


def test_landmarks_are_told_by_kind() -> None:
    marks = Landmarks({"head": ["支部", "党支部"], "verb": ["成立"]})
    assert marks.found("党支部成立") == {"head": [(0, 3), (1, 3)], "verb": [(3, 5)]}


def test_the_examples_of_every_pattern_pass_the_prefilter_of_their_part() -> None:
    for pattern in library().patterns:
        for part in PARTS:
            source = getattr(pattern, part)
            holds = told(source).holds if source else None
            for said in pattern.examples:
                if holds is not None and compiled(source).search(said):
                    assert any(literal in said for literal in holds), (pattern.id, part, said)
