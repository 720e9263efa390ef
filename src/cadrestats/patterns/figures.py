"""What the files say of figures: measure words, what is not a statistic, words around a counted noun."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

import regex

from cadrestats.models import Verdict
from cadrestats.patterns.checked import Checked, Expression, Expressions, compiled


class Served(Checked):
    """When a duration is a statistic: the words before it in its clause, or around a long one in its sentence."""

    before: str
    around: str


class Unmeasured(Expressions):
    """When a numeral without a measure word counts something; see ``[unmeasured]`` of ``measure_words.toml``."""

    counted: Expression
    myriads: Expression
    measured: Expression
    stated: Expression


class MeasureWords(Checked):
    """Measure words by group; see ``measure_words.toml`` for what the groups mean."""

    counts: tuple[str, ...]
    plain: tuple[str, ...]
    arabic_only: tuple[str, ...]
    duration: tuple[str, ...]
    introduces: tuple[str, ...]
    rank: tuple[str, ...]
    aliases: Mapping[str, str]
    served: Served
    unmeasured: Unmeasured
    groups: Mapping[str, tuple[str, ...]]

    @cached_property
    def kinds(self) -> dict[str, str]:
        """Each measure word's group."""
        groups = ("counts", "plain", "arabic_only", "duration", "introduces", "rank")
        kinds = {word: group for group in groups for word in getattr(self, group)}
        return {**{spelling: kinds.get(word, "plain") for spelling, word in self.aliases.items()}, **kinds}

    @cached_property
    def regex(self) -> str:
        """All measure words, the longest first."""
        return "|".join(regex.escape(word) for word in sorted(self.kinds, key=lambda w: (-len(w), w)))


class Rule(Checked):
    """What is not a statistic: numerals inside a match of ``regex`` are of ``kind``."""

    id: str
    kind: Verdict
    regex: str
    examples: tuple[str, ...] = ()
    counter_examples: tuple[str, ...] = ()

    @cached_property
    def compiled(self) -> Expression:
        """The rule's expression."""
        return compiled(self.regex)


class Rules(Checked):
    """The file ``not_statistics.toml``."""

    rules: tuple[Rule, ...]


class Words(Checked):
    """Word lists of the language that more than one stage needs; see ``words.toml``."""

    compounds: tuple[str, ...]
    predicates: tuple[str, ...]
    verbs_or_nouns: tuple[str, ...]
    times: str
    existence: tuple[str, ...]
