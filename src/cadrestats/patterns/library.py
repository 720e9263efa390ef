"""Loads a folder of pattern files and classifies figures with it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, cached_property
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from cadrestats.models import Figure, Wording
from cadrestats.patterns.checked import PatternError, load
from cadrestats.patterns.comparison import ComparisonWords
from cadrestats.patterns.context import PlaceWords, ScopeWords, TimeWords
from cadrestats.patterns.figures import MeasureWords, Rule, Rules, Words
from cadrestats.patterns.indicators import Family, Indicator, Pattern

#: Patterns below this priority are tried only when no other one fits.
_UNSURE = 30


class Library(BaseModel):
    """All that ``patterns/`` says, checked and compiled."""

    model_config = ConfigDict(frozen=True)

    measure_words: MeasureWords
    rules: tuple[Rule, ...]
    words: Words
    scope: ScopeWords
    time: TimeWords
    places: PlaceWords
    comparison: ComparisonWords
    indicators: Mapping[str, Indicator]
    patterns: tuple[Pattern, ...]

    def by_indicator(self) -> dict[Indicator, list[Pattern]]:
        """The indicators in the order of the files, each with its patterns."""
        return {
            indicator: [pattern for pattern in self.patterns if pattern.indicator == indicator.id]
            for indicator in self.indicators.values()
        }

    @cached_property
    def sure(self) -> tuple[Pattern, ...]:
        """Patterns that need the words of the clause, the first to be tried first."""
        return tuple(p for p in self.patterns if p.priority >= _UNSURE)

    @cached_property
    def unsure(self) -> tuple[Pattern, ...]:
        """Patterns for figures that the clause says nothing of; tried when no other pattern fits."""
        return tuple(p for p in self.patterns if p.priority < _UNSURE)

    def classify(self, figure: Figure, wording: Wording, context: str = "", sentence: str = "") -> tuple[str, str]:
        """The indicator that a figure counts, and the pattern that says so.

        What the clause itself names decides; only where no pattern knows it, what the words before speak of.

        Args:
            figure: The figure.
            wording: The words around it.
            context: The headline, the sentence before, and the sentence up to the figure's clause.
            sentence: The whole sentence.

        Returns:
            Ids of the indicator and the pattern; ``("other", "")`` where no pattern knows the figure.
        """
        whole = wording.topic + wording.subject
        subjects = tuple(dict.fromkeys((whole, wording.subject) if wording.headless else (wording.subject, whole)))
        for patterns in (self.sure, self.unsure):
            for subject in subjects:
                parts = {
                    "subject": subject,
                    "lead": wording.lead,
                    "tail": wording.tail,
                    "clause": f"{wording.topic if subject != wording.subject else ''}{wording.lead}#{wording.tail}",
                    "context": context,
                    "sentence": sentence,
                }
                for pattern in patterns:
                    if pattern.matches(figure.unit, parts):
                        return pattern.indicator, pattern.id
        return "other", ""


def folder() -> Path:
    """Where ``patterns/`` lies: inside the installed package, or at the root of the checkout."""
    package = Path(__file__).parents[1]
    installed = package / "data" / "patterns"
    return installed if installed.is_dir() else package.parents[1] / "patterns"


@cache
def library(own: Path | None = None) -> Library:
    """The pattern library that comes with the package, and what a user adds to it.

    Args:
        own: A folder with the user's own families of indicators, one TOML file each. Their patterns are tried before
            those of the package that have the same priority.

    Raises:
        PatternError: If a file is missing, is no TOML, or says something that cannot be.
    """
    root = folder()
    families = [load(file, Family) for file in (*_own_files(own), *sorted((root / "indicators").glob("*.toml")))]
    measure_words = load(root / "measure_words.toml", MeasureWords)
    patterns = tuple(pattern.expanded(measure_words.groups) for family in families for pattern in family.patterns)
    return Library(
        measure_words=measure_words,
        rules=load(root / "not_statistics.toml", Rules).rules,
        words=load(root / "words.toml", Words),
        scope=load(root / "scope.toml", ScopeWords),
        time=load(root / "time.toml", TimeWords),
        places=load(root / "places.toml", PlaceWords),
        comparison=load(root / "comparison.toml", ComparisonWords),
        indicators=_indicators(families),
        patterns=tuple(sorted(patterns, key=lambda pattern: -pattern.priority)),
    )


def _own_files(own: Path | None) -> list[Path]:
    if own is None:
        return []
    files = sorted(own.rglob("*.toml"))
    if not files:
        raise PatternError(f"{own}: no pattern file (.toml) is there")
    return files


def _indicators(families: list[Family]) -> dict[str, Indicator]:
    """The catalogue; every pattern must find an indicator of it, or ``other``."""
    found: dict[str, Indicator] = {}
    for family in families:
        for indicator in family.indicators:
            if indicator.id in found:
                raise PatternError(f"family {family.family}: indicator {indicator.id!r} is there already")
            found[indicator.id] = indicator.model_copy(update={"family": family.family})
    for pattern in (pattern for family in families for pattern in family.patterns):
        if pattern.indicator not in found and pattern.indicator != "other":
            raise PatternError(f"pattern {pattern.id}: no indicator is called {pattern.indicator!r}")
    return found


def catalogue(own: Path | None = None) -> Mapping[str, Indicator]:
    """The indicators by id, each with its family.

    Args:
        own: A folder with the user's own families.
    """
    return library(own).indicators
