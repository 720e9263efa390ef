import tomllib

import pytest

from cadrestats.examples import Mistake, check
from cadrestats.patterns import Library, folder, library

LIBRARY = library()


def test_every_example_and_counter_example_comes_out_as_its_file_says() -> None:
    assert list(check(LIBRARY)) == []


@pytest.mark.parametrize("pattern", LIBRARY.patterns, ids=lambda pattern: pattern.id)
def test_every_pattern_has_two_examples_and_a_counter_example(pattern) -> None:
    assert len(pattern.examples) >= 2
    assert len(pattern.counter_examples) >= 1


@pytest.mark.parametrize("rule", LIBRARY.rules, ids=lambda rule: rule.id)
def test_every_rule_has_two_examples_and_a_counter_example(rule) -> None:
    assert len(rule.examples) >= 2
    assert len(rule.counter_examples) >= 1


def test_a_mistaken_example_is_named_with_what_came_out() -> None:
    branches = next(p for p in LIBRARY.patterns if p.id == "party.branches.retired")
    wrong = branches.model_copy(update={"examples": ("全县有老党员之家[3个]。",), "counter_examples": ()})
    only = Library(
        measure_words=LIBRARY.measure_words,
        rules=(),
        words=LIBRARY.words,
        scope=LIBRARY.scope,
        time=LIBRARY.time,
        places=LIBRARY.places,
        comparison=LIBRARY.comparison,
        indicators=LIBRARY.indicators,
        patterns=(wrong,),
    )
    assert list(check(only)) == [Mistake("party.branches.retired", "全县有老党员之家[3个]。", "found by no pattern")]


def test_the_catalogue_has_no_indicator_twice() -> None:
    ids = [
        indicator["id"]
        for file in sorted((folder() / "indicators").glob("*.toml"))
        for indicator in tomllib.loads(file.read_text("utf-8"))["indicators"]
    ]
    assert len(ids) == len(set(ids)) == 52
