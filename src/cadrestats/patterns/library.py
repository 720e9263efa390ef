"""Loads a folder of pattern files and classifies figures with it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from functools import cache, cached_property
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from cadrestats.models import Figure, Wording
from cadrestats.patterns.checked import PatternError, load
from cadrestats.patterns.comparison import ComparisonWords
from cadrestats.patterns.context import PlaceWords, ScopeWords, TimeWords
from cadrestats.patterns.figures import MeasureWords, Rule, Rules, Words
from cadrestats.patterns.indicators import PARTS, Family, Indicator, Pattern
from cadrestats.patterns.literals import Prefilter, places

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

    def classify(self, figure: Figure, wording: Wording, context: str = "", sentence: str = "") -> tuple[str, str]:
        """The indicator that a figure counts, and the pattern that says so.

        What the clause itself names decides; only where no pattern knows it, what the words before speak of.

        Args:
            figure: The figure.
            wording: The words around it.
            context: The headline, the heading above, the sentence before, and the sentence up to the figure's clause.
            sentence: The whole sentence.

        Returns:
            Ids of the indicator and the pattern; ``("other", "")`` where no pattern knows the figure.
        """
        whole = wording.topic + wording.subject
        subjects = dict.fromkeys((whole, wording.subject) if wording.headless else (wording.subject, whole))
        given = {"lead": wording.lead, "tail": wording.tail, "context": context, "sentence": sentence}
        sure, unsure = [], []
        for subject in subjects:
            parts = {
                "subject": subject,
                "clause": f"{wording.topic if subject != wording.subject else ''}{wording.lead}#{wording.tail}",
                **given,
            }
            bits = self._possible(figure.unit, parts)
            sure.append((parts, bits & self._sure))
            unsure.append((parts, bits & ~self._sure))
        for parts, bits in (*sure, *unsure):
            for index in places(bits):
                pattern = self.patterns[index]
                if pattern.holds(parts):
                    return pattern.indicator, pattern.id
        return "other", ""

    def _possible(self, unit: str, parts: Mapping[str, str]) -> int:
        """The patterns, bit by bit, that allow a measure word and whose literals stand in the words around a figure."""
        bits = self._of_unit.get(unit, self._of_any_unit)
        for part, prefilter in self._prefilters.items():
            if not bits:
                break
            bits = prefilter.narrowed(bits, parts[part])
        return bits

    @cached_property
    def _sure(self) -> int:
        """Patterns that need the words of the clause; the others are tried when none of these fits."""
        return sum(1 << index for index, pattern in enumerate(self.patterns) if pattern.priority >= _UNSURE)

    @cached_property
    def _of_any_unit(self) -> int:
        return sum(1 << index for index, pattern in enumerate(self.patterns) if not pattern.units)

    @cached_property
    def _of_unit(self) -> dict[str, int]:
        allowed: dict[str, int] = defaultdict(lambda: self._of_any_unit)
        for index, pattern in enumerate(self.patterns):
            for unit in set(pattern.units):
                allowed[unit] |= 1 << index
        return dict(allowed)

    @cached_property
    def _prefilters(self) -> dict[str, Prefilter]:
        return {part: Prefilter([getattr(pattern, part) for pattern in self.patterns]) for part in PARTS}


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


def files(own: Path | None = None) -> list[Path]:
    """The pattern files, a user's own first.

    Args:
        own: A folder with the user's own families.
    """
    return [*_own_files(own), *sorted(folder().rglob("*.toml"))]


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
