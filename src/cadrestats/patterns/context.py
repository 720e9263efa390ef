"""What the files say of context: places, expressions of time, periods, bodies and persons."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Literal

from cadrestats.models import Level
from cadrestats.patterns.checked import Checked, Expression, Expressions, compiled


class NameWords(Expressions):
    """What makes a name a place; see ``[names]`` of ``places.toml``."""

    part_of_name: Expression
    before_name: Expression
    paper: Expression
    dateline: Expression
    misread: Expression
    township: Expression
    address: Expression
    listed: Expression
    first_listed: Expression
    community: Expression


class PlaceScopes(Expressions):
    """Words for whole places; see ``[scope]`` of ``places.toml``."""

    province: Expression
    city: Expression
    county: Expression
    cities: Expression
    nation: Expression
    own_county: Expression
    own_district: Expression
    own_city: Expression
    own_province: Expression
    township: Expression


class PlaceTurns(Expressions):
    """When a mention turns the report to its place; see ``[turns]`` of ``places.toml``."""

    counts: Expression
    awards: Expression
    province_does: Expression
    counts_counties: Expression
    counts_cities: Expression
    begins: Expression
    bodies_counted: Expression
    takes_up: Expression
    of_city: Expression
    speaker: Expression
    speaks_for: Expression
    venue: Expression
    visited: Expression
    gives_to: Expression
    given: Expression
    each: Expression
    several: Expression
    both: Expression
    cut_short: Expression


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

    kind: Literal["year", "aside", "now", "back", "ago", "plan", "same", "whole", "month", "silent"]
    regex: str
    years: int = 0
    examples: Mapping[str, int] = {}

    @cached_property
    def compiled(self) -> Expression:
        """The marker's expression."""
        return compiled(self.regex)


class Beginnings(Expressions):
    """What a clause says where it tells of a beginning; see ``[beginnings]`` of ``time.toml``."""

    ago: Expression
    changes: Expression
    opened: Expression
    carried: Expression
    runs_on: Expression


class Dates(Expressions):
    """What stands before a date; see ``[dates]`` of ``time.toml``."""

    as_of: Expression
    as_of_after: Expression
    opens: Expression
    begins: Expression
    summing_up: Expression


class Anniversary(Checked):
    """An anniversary by whose number a report can be dated."""

    regex: str
    founded: int


class TimeWords(Checked):
    """Expressions of time: ``time.toml``."""

    markers: tuple[TimeMarker, ...]
    beginnings: Beginnings
    dates: Dates
    anniversaries: tuple[Anniversary, ...]
    congresses: Mapping[str, int]
    plans: Mapping[str, int]


class PeriodWords(Checked):
    """Expressions of time and of doing; see ``[periods]`` of ``scope.toml``."""

    event_units: tuple[str, ...]
    heads: tuple[str, ...]
    doings: tuple[str, ...]
    timed: tuple[str, ...]
    lasting: tuple[str, ...]
    once: tuple[str, ...]
    passing: str
    rate: str
    frequency: str
    cumulative: str
    so_far: str
    flow: str
    occasion: str
    doing: str
    doing_after: str
    predicate: str
    being: str
    standing: str
    grown: str


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
    homes: str
    generic: str
    kinds: str
    counted: str
    several: str
    grown: str
    short_name: str
    whole: str
    anaphors: tuple[Anaphor, ...]


class PersonWords(Checked):
    """Roles and family names; see ``[persons]`` of ``scope.toml``."""

    roles: str
    offices: str
    nicknames: str
    aged: str
    protagonists: str
    from_where: str
    told: str
    surnames: str
    name_ends: str
    never_given: str
    no_names: str
    one: str
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
    passing: str
    introduces: str
    acts: str
    in_whole: str


class ScopeWords(Checked):
    """Whose figure it is, and over what time it was counted: ``scope.toml``."""

    bodies: BodyWords
    persons: PersonWords
    clauses: ClauseWords
    periods: PeriodWords
