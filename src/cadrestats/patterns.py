"""Loads and checks ``patterns/``: what the tool knows of the language, as data that a user can read and extend.

Files of the folder: ``measure_words.toml``, ``not_statistics.toml``, ``words.toml``, ``scope.toml``, and in
``indicators/`` one file a family of indicators. Each is checked by a model here; a mistake is a ``PatternError`` that
names file and key.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache, cached_property
from pathlib import Path
from typing import Literal, Self, TypeVar

import regex
from pydantic import BaseModel, ConfigDict, ValidationError, field_validator

from cadrestats.models import Figure, Level, Verdict, Wording

HAN_NUMERAL = "[零〇○一二三四五六七八九十百千万亿两廿卅半]+"
#: A year in digits.
YEAR = r"(?:19[4-9]|20[0-4])\d"
ANY_NUMERAL = rf"(?:[0-9０-９]+(?:[.,][0-9]+)*[十百千万亿]*|{HAN_NUMERAL})"
#: Patterns below this priority are tried only when no other one fits.
_UNSURE = 30


#: A compiled regular expression.
Expression = regex.Pattern[str]


class PatternError(ValueError):
    """A pattern file says something that cannot be."""


@cache
def compiled(source: str) -> Expression:
    """A pattern of the files: ``%N%`` stands for any numeral, ``%H%`` for a Chinese one, ``%Y%`` for a year."""
    return regex.compile(source.replace("%N%", ANY_NUMERAL).replace("%H%", HAN_NUMERAL).replace("%Y%", YEAR))


class Checked(BaseModel):
    """A part of a pattern file; unknown keys are mistakes."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Served(Checked):
    """When a duration is a statistic: the words before it in its clause, or around a long one in its sentence."""

    before: str
    around: str


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


class Words(Checked):
    """Word lists of the language that more than one stage needs; see ``words.toml``."""

    predicates: tuple[str, ...]
    verbs_or_nouns: tuple[str, ...]
    times: str
    existence: tuple[str, ...]
    persons: tuple[str, ...]


class Expressions(Checked):
    """A group of regular expressions; each is an attribute of that name."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)

    @field_validator("*", mode="before")
    @classmethod
    def _compiled(cls, source: str) -> Expression:
        return compiled(source)


class NameWords(Expressions):
    """What makes a name a place; see ``[names]`` of ``places.toml``."""

    part_of_name: Expression
    before_name: Expression
    paper: Expression
    dateline: Expression
    address: Expression
    listed: Expression
    community: Expression


class PlaceScopes(Expressions):
    """Words for whole places; see ``[scope]`` of ``places.toml``."""

    province: Expression
    city: Expression
    county: Expression
    own_county: Expression
    own_district: Expression
    own_city: Expression
    township: Expression


class PlaceTurns(Expressions):
    """When a mention turns the report to its place; see ``[turns]`` of ``places.toml``."""

    counts: Expression
    venue: Expression
    visited: Expression
    each: Expression


class Everyday(Checked):
    """Short names of divisions that are everyday words."""

    names: frozenset[str]


class PlaceWords(Checked):
    """Which names are places: ``places.toml``."""

    names: NameWords
    scope: PlaceScopes
    turns: PlaceTurns
    everyday: Everyday


class TimeMarker(Checked):
    """An expression of time; see ``time.toml`` for what the kinds mean."""

    kind: Literal["year", "aside", "now", "back", "ago", "plan", "silent"]
    regex: str
    years: int = 0
    examples: Mapping[str, int] = {}

    @cached_property
    def compiled(self) -> Expression:
        """The marker's expression."""
        return compiled(self.regex)


class Beginnings(Checked):
    """What a clause says where it tells of a beginning."""

    ago: str
    carried: str


class Anniversary(Checked):
    """An anniversary by whose number a report can be dated."""

    regex: str
    founded: int


class TimeWords(Checked):
    """Expressions of time: ``time.toml``."""

    markers: tuple[TimeMarker, ...]
    beginnings: Beginnings
    anniversaries: tuple[Anniversary, ...]
    congresses: Mapping[str, int]
    plans: Mapping[str, int]


class PeriodWords(Checked):
    """Expressions of time and of doing; see ``[periods]`` of ``scope.toml``."""

    event_units: tuple[str, ...]
    rate: str
    frequency: str
    cumulative: str
    now: str
    flow: str
    doing: str
    doing_after: str
    being: str
    grown: str

    def found(self, name: str, text: str) -> bool:
        """Whether the expression of this name is found in a text."""
        return compiled(getattr(self, name)).search(text) is not None

    def last(self, name: str, text: str) -> int:
        """Where the last match of the expression of this name ends; -1 without one."""
        return max((match.end() for match in compiled(getattr(self, name)).finditer(text)), default=-1)


class Anaphor(Checked):
    """Words that take up a body named before: one of ``level`` whose name contains a match of ``names``."""

    level: Level
    words: str
    names: str


class BodyWords(Checked):
    """Heads of names; see ``[bodies]`` of ``scope.toml``."""

    organisations: str
    authorities: str
    communities: str
    committees: str
    townships: str
    generic: str
    kinds: str
    counted: str
    short_name: str
    whole: str
    anaphors: tuple[Anaphor, ...]


class PersonWords(Checked):
    """Roles and family names; see ``[persons]`` of ``scope.toml``."""

    roles: str
    offices: str
    nicknames: str
    aged: str
    from_where: str
    told: str
    surnames: str
    name_ends: str
    never_given: str
    affiliated: str
    says: str


class ClauseWords(Checked):
    """What opens a clause or turns from one body to another; see ``[clauses]`` of ``scope.toml``."""

    openings: str
    stops: str
    verbs: tuple[str, ...]
    prepositions: str
    founds: str
    public: str


class ScopeWords(Checked):
    """Whose figure it is, and over what time it was counted: ``scope.toml``."""

    bodies: BodyWords
    persons: PersonWords
    clauses: ClauseWords
    periods: PeriodWords


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
        context: Expression for the headline, the sentence before and the sentence up to the figure's clause.
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

    @cached_property
    def _tests(self) -> tuple[tuple[str, Expression, bool], ...]:
        tests = (
            ("subject", self.subject, True), ("lead", self.lead, True), ("tail", self.tail, True),
            ("clause", self.clause, True), ("context", self.context, True), ("sentence", self.sentence, True), ("subject", self.unless, False), ("clause", self.unless_clause, False),
        )  # fmt: skip
        return tuple((part, compiled(source), wanted) for part, source, wanted in tests if source)

    def expanded(self, groups: Mapping[str, tuple[str, ...]]) -> Self:
        """The pattern with the names of groups of units replaced by their units."""
        units = tuple(unit for name in self.units for unit in groups.get(name, (name,)))
        return self.model_copy(update={"units": units})

    def matches(self, unit: str, parts: Mapping[str, str]) -> bool:
        """Whether a figure with this unit and these words is counted by the pattern."""
        if self.units and unit not in self.units:
            return False
        return all((expression.search(parts[part]) is not None) == wanted for part, expression, wanted in self._tests)


class Family(Checked):
    """A file of ``indicators/``: the indicators of one family and the patterns that find them."""

    family: str
    indicators: tuple[Indicator, ...]
    patterns: tuple[Pattern, ...]


class Library(BaseModel):
    """All that ``patterns/`` says, checked and compiled."""

    model_config = ConfigDict(frozen=True)

    measure_words: MeasureWords
    rules: tuple[Rule, ...]
    words: Words
    scope: ScopeWords
    time: TimeWords
    places: PlaceWords
    indicators: Mapping[str, Indicator]
    patterns: tuple[Pattern, ...]

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


Model = TypeVar("Model", bound=Checked)


def _load(path: Path, model: type[Model]) -> Model:
    try:
        return model.model_validate(tomllib.loads(path.read_text("utf-8")))
    except tomllib.TOMLDecodeError as error:
        raise PatternError(f"{path}: {error}") from error
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"])
        raise PatternError(f"{path}: {key}: {first['msg']}") from error


class _Rules(Checked):
    rules: tuple[Rule, ...]


def folder() -> Path:
    """Where ``patterns/`` lies: inside the installed package, or at the root of the checkout."""
    here = Path(__file__).parent
    installed = here / "data" / "patterns"
    return installed if installed.is_dir() else here.parents[1] / "patterns"


@cache
def library(path: Path | None = None) -> Library:
    """The pattern library of a folder.

    Args:
        path: The folder; without it the one that comes with the package.

    Raises:
        PatternError: If a file is missing, is no TOML, or says something that cannot be.
    """
    root = path or folder()
    families = [_load(file, Family) for file in sorted((root / "indicators").glob("*.toml"))]
    indicators = {i.id: i.model_copy(update={"family": f.family}) for f in families for i in f.indicators}
    patterns = [pattern for f in families for pattern in f.patterns]
    for pattern in patterns:
        if pattern.indicator not in indicators and pattern.indicator != "other":
            raise PatternError(f"{root}: pattern {pattern.id}: no indicator is called {pattern.indicator!r}")
    measure_words = _load(root / "measure_words.toml", MeasureWords)
    return Library(
        measure_words=measure_words,
        rules=_load(root / "not_statistics.toml", _Rules).rules,
        words=_load(root / "words.toml", Words),
        scope=_load(root / "scope.toml", ScopeWords),
        time=_load(root / "time.toml", TimeWords),
        places=_load(root / "places.toml", PlaceWords),
        indicators=indicators,
        patterns=tuple(sorted((p.expanded(measure_words.groups) for p in patterns), key=lambda p: -p.priority)),
    )


def catalogue() -> Mapping[str, Indicator]:
    """The indicators by id, each with its family."""
    return library().indicators


