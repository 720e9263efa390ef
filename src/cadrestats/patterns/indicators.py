"""The catalogue of indicators, and how the language says that a figure counts one of them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Self

import regex
from pydantic import field_validator

from cadrestats.patterns.checked import Checked, Expression, compiled

#: The words around a figure in which patterns look, those first that decide the most.
PARTS = ("subject", "clause", "lead", "tail", "context", "sentence")


class Indicator(Checked):
    """An entry of the catalogue of indicators."""

    id: str
    family: str = ""
    name_zh: str
    name_en: str
    counts: str
    usual_units: tuple[str, ...]


class Pattern(Checked):
    """How the language says that a figure counts an indicator.

    All given conditions hold together. ``subject``, ``lead`` and ``tail`` are searched in what is counted and in the
    figure's clause before and after it; ``clause`` in all three.

    Attributes:
        id: Name of the pattern, as the table's column ``pattern`` gives it.
        indicator: The indicator it finds.
        units: The measure words it allows; empty for any.
        subject: Expression for what is counted.
        lead: Expression for the clause before the figure.
        tail: Expression for the clause after the figure.
        clause: Expression for the clause as a whole; ``#`` stands for the figure.
        context: Expression for the headline, the heading above, the sentence before and the sentence up to the
            figure's clause.
        sentence: Expression for the whole sentence.
        unless: Expression that rules the pattern out when found in what is counted.
        unless_clause: Expression that rules the pattern out when found in the clause.
        priority: Higher ones are tried first; among equals the order of the files decides.
        examples: Sentences in which ``[figure]`` is found by this pattern.
        counter_examples: Sentences in which ``[figure]`` is not.
    """

    id: str
    indicator: str = ""
    units: tuple[str, ...] = ()
    subject: str = ""
    lead: str = ""
    tail: str = ""
    clause: str = ""
    context: str = ""
    sentence: str = ""
    unless: str = ""
    unless_clause: str = ""
    priority: int = 50
    examples: tuple[str, ...] = ()
    counter_examples: tuple[str, ...] = ()

    @field_validator("subject", "lead", "tail", "clause", "context", "sentence", "unless", "unless_clause")
    @classmethod
    def _is_expression(cls, source: str) -> str:
        try:
            compiled(source)
        except regex.error as error:
            raise ValueError(f"{error} in {source!r}") from error
        return source

    @cached_property
    def _tests(self) -> tuple[tuple[str, Expression, bool], ...]:
        tests = (
            *((part, getattr(self, part), True) for part in PARTS),
            ("subject", self.unless, False),
            ("clause", self.unless_clause, False),
        )
        return tuple((part, compiled(source), wanted) for part, source, wanted in tests if source)

    def expanded(self, groups: Mapping[str, tuple[str, ...]]) -> Self:
        """The pattern with the names of groups of units replaced by their units."""
        units = tuple(unit for name in self.units for unit in groups.get(name, (name,)))
        return self.model_copy(update={"units": units})

    def holds(self, parts: Mapping[str, str]) -> bool:
        """Whether all conditions hold that the pattern makes of the words around a figure."""
        for part, expression, wanted in self._tests:  # noqa: SIM110 - all() with a generator takes twice the time
            if (expression.search(parts[part]) is not None) != wanted:
                return False
        return True


class Family(Checked):
    """A file of ``indicators/``: the indicators of one family and the patterns that find them."""

    family: str
    indicators: tuple[Indicator, ...] = ()
    patterns: tuple[Pattern, ...]
