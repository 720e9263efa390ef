"""The administrative divisions of China from the province down to the county, now and since 1980.

The file ``data/divisions.csv`` is built by ``scripts/build_gazetteer.py`` from a published data set of the codes of
GB/T 2260. A division that was renamed stands there once for each name, with the years in which the name was official.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Collection
from functools import cache, cached_property
from importlib.resources import files
from typing import Literal, NamedTuple

from ahocorasick_rs import AhoCorasick, MatchKind

#: ``until`` of the names of today.
_OPEN = 9999


class Division(NamedTuple):
    """A division under one of its official names.

    Attributes:
        code: Six digits of GB/T 2260.
        level: ``province``, ``city`` (prefecture level) or ``county``.
        name: Official full name.
        short: Name as newspapers shorten it.
        pinyin: The short name in letters.
        province: Full name of its province.
        city: Full name of its prefecture-level division or municipality.
        since: First year of the name; 0 for those of the first edition.
        until: Last year of the name; 9999 for those of today.
        now: Code of the division that it became.
    """

    code: str
    level: Literal["province", "city", "county"]
    name: str
    short: str
    pinyin: str
    province: str
    city: str
    since: int
    until: int
    now: str

    def is_official(self, year: int | None) -> bool:
        """Whether the name is official in a year; without one, today."""
        return self.until == _OPEN if year is None else self.since <= year <= self.until

    @property
    def municipal(self) -> bool:
        """Whether it is one of the four municipalities, which stand at both the province and the city level."""
        return self.level == "province" and self.name.endswith("市")


class Place(NamedTuple):
    """Official full names of a place, as far down as it is known."""

    province: str = ""
    city: str = ""
    district: str = ""


class Gazetteer:
    """Finds divisions by name."""

    def __init__(self, divisions: tuple[Division, ...]) -> None:
        self.divisions = divisions

    @cached_property
    def by_name(self) -> dict[str, tuple[Division, ...]]:
        """Divisions by full and by short name; those of today come first."""
        found: dict[str, list[Division]] = defaultdict(list)
        for division in sorted(self.divisions, key=lambda d: (-d.until, d.code)):
            for name in dict.fromkeys((division.name, division.short)):
                found[name].append(division)
        return {name: tuple(same) for name, same in found.items()}

    @cached_property
    def by_pinyin(self) -> dict[str, tuple[Division, ...]]:
        """Divisions by the short name in letters; those of today come first."""
        found: dict[str, list[Division]] = defaultdict(list)
        for division in sorted(self.divisions, key=lambda d: (-d.until, d.code)):
            found[division.pinyin].append(division)
        return {pinyin: tuple(same) for pinyin, same in found.items()}

    @cached_property
    def by_code(self) -> dict[str, Division]:
        """The divisions of today by code."""
        return {d.code: d for d in self.divisions if d.until == _OPEN}

    @cached_property
    def _names_by_head(self) -> dict[str, tuple[str, ...]]:
        heads: dict[str, list[str]] = defaultdict(list)
        for name in self.by_name:
            if len(name) > 1:
                heads[name[:2]].append(name)
        return {head: tuple(sorted(names, key=len, reverse=True)) for head, names in heads.items()}

    @cached_property
    def _automaton(self) -> tuple[AhoCorasick, list[str]]:
        names = [name for name in self.by_name if len(name) > 1]
        return AhoCorasick(names, matchkind=MatchKind.LeftmostLongest), names

    def scan(self, text: str) -> list[tuple[int, str]]:
        """Where names of divisions stand in a text: the longest at each place, without overlaps."""
        automaton, names = self._automaton
        return [(start, names[index]) for index, start, _ in automaton.find_matches_as_indexes(text)]

    def name_at(self, text: str, at: int, besides: Collection[str] = ()) -> str:
        """The longest name that stands at an offset of a text and is none of some others; empty where none does."""
        names = self._names_by_head.get(text[at : at + 2], ())
        return next((name for name in names if text.startswith(name, at) and name not in besides), "")

    def place(self, division: Division, year: int | None = None) -> Place:
        """The full names above and of a division, under the name that was official in a year."""
        if division.level == "province":
            return Place(division.name, division.name if division.municipal else "")
        official = self.official(division, year)
        if official.level == "city":
            return Place(official.province, official.name)
        return Place(official.province, official.city, official.name)

    @cached_property
    def _former(self) -> dict[str, tuple[Division, ...]]:
        """Former divisions by the code of what they became."""
        found: dict[str, list[Division]] = defaultdict(list)
        for division in self.divisions:
            if division.until != _OPEN and division.now:
                found[division.now].append(division)
        return {code: tuple(same) for code, same in found.items()}

    def former(self, code: str) -> tuple[Division, ...]:
        """The former divisions that became the present one of a code, under its former names too."""
        return self._former.get(code, ())

    def official(self, division: Division, year: int | None) -> Division:
        """The division under the name and the city that were official in a year: 株洲县 is 渌口区 from 2018."""
        if year is None or division.since <= year <= division.until:
            return division
        code = division.now or division.code
        current = self.by_code.get(code)
        rows = [d for d in (*self.former(code), *((current,) if current else ())) if d.level == division.level]
        then = [d for d in rows if d.since <= year <= d.until]
        if not then:
            return division
        nearest: Division = min(then, key=lambda d: (d.name != division.name, d.short != division.short, d.code))
        return nearest


@cache
def gazetteer() -> Gazetteer:
    """The gazetteer that comes with the package."""
    text = files("cadrestats").joinpath("data/divisions.csv").read_text("utf-8")
    _, *rows = csv.reader(text.splitlines())  # the columns are those of Division
    return Gazetteer(
        tuple(
            Division(*names, int(since or 0), int(until or _OPEN), now)  # type: ignore[call-arg, arg-type]
            for *names, since, until, now in rows
        )
    )
