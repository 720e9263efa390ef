"""Finds the names of divisions in a report and tells which division each one means.

A name that is part of another name (长沙路, 北京大学) is no place. A name that several divisions share means the one in
the report's city; short names of counties count only there.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping
from functools import cached_property
from typing import NamedTuple

import regex

from cadrestats.context.gazetteer import Division, Gazetteer, Place
from cadrestats.models import Report
from cadrestats.patterns import PlaceWords

#: What closes a short quotation in which a short name is part of another one: “霞映江源”.
_QUOTED_NAME = regex.compile(r"[^“”，。]{0,4}”")
#: What stands before the place of a dateline: 本报某地讯, 新华社某地5月3日电.
_NEWSROOMS = ("报", "刊", "网", "社", "记者")
_LEVELS = ("province", "city", "county")
#: How much a mention says of where a report is at home: the headline most, the name of a paper least.
_TITLE, _OPENING, _BODY, _CAPTION, _BYLINE, _PAPER = 8.0, 3.0, 1.0, 0.8, 0.5, 0.3
_OPENING_ENDS = 300
#: A report whose headline names a province alone, and that names more cities than this in full, is the province's.
_OF_ONE_CITY = 2
#: The place that the body names first says half as much again.
_FIRST = 1.5


class Mention(NamedTuple):
    """A division named in the text.

    Attributes:
        start: First character in the report's text.
        end: One past the last.
        place: The division.
        paper: Whether it stands in the name of a paper or in a dateline.
    """

    start: int
    end: int
    place: Place
    paper: bool = False


class Name(NamedTuple):
    """A name that may be a division's.

    Attributes:
        start: First character in the report's text.
        end: One past the last.
        name: The name.
        full: Whether it is an official full name.
        candidates: The divisions of that name.
    """

    start: int
    end: int
    name: str
    full: bool
    candidates: tuple[Division, ...]


class NameReader:
    """The names of divisions in one report.

    Args:
        report: The report.
        gazetteer: The divisions.
        words: What makes a name a place.
        year: The report's year; names are those official then.
    """

    def __init__(self, report: Report, gazetteer: Gazetteer, words: PlaceWords, year: int | None) -> None:
        self.report, self.gazetteer, self.words, self.year = report, gazetteer, words, year
        self._text = report.text
        found = [name for start, words in gazetteer.scan(self._text) if (name := self._name(start, words))]
        ends = {name.end: name for name in found}
        # A county's full name tells that the short name of its city, an everyday word perhaps, is a place there.
        self._led_to = {self._city_of(division) for name in found if name.full for division in name.candidates}
        self.names = [name for name in found if self._is_place(name, ends)]

    def _name(self, start: int, name: str) -> Name | None:
        """A name with the divisions that it may mean; a short name means only those of the report's time."""
        candidates = self.gazetteer.by_name[name]
        official = tuple(d for d in candidates if d.name == name)
        in_time = tuple(d for d in official or candidates if d.is_official(self.year))
        divisions = in_time or official
        return Name(start, start + len(name), name, bool(official), divisions) if divisions else None

    def _is_place(self, name: Name, ends: Mapping[int, Name]) -> bool:
        """Whether a name stands for a place.

        Args:
            name: The name.
            ends: All names by where they end.
        """
        text, words = self._text, self.words.names
        follows = text[name.end : name.end + 16]
        if words.misread.match(text, name.start):
            return False
        if not name.full and words.township.match(follows):
            return False
        if not name.full and words.part_of_name.match(follows) and not words.paper.match(follows):
            return False
        if name.full and len(name.name) == 2 and name.name[1] == "区":
            # 城区, 郊区, 矿区 are places only right after their city's name.
            before = ends.get(name.start)
            return before is not None and not self._cities(before).isdisjoint(self._cities(name))
        if name.full:
            # In 街道会同县委 stand the verb 会同 and 县委.
            verb = name.name.endswith("县") and name.name[:-1] in self.words.everyday.names
            return not (verb and follows[:1] in tuple("委直级") and text.count(name.name) == 1)
        if _QUOTED_NAME.match(text[name.end :]) and "“" in text[max(0, name.start - 4) : name.start]:
            return False
        in_list = text[name.start - 1 : name.start] == "、" and text[name.end : name.end + 1] == "、"
        in_list = in_list or words.first_listed.match(text, name.end) is not None
        if name.name in self.words.everyday.names and not (in_list or self._spelled_out(name)):
            return False
        return words.before_name.search(text[max(0, name.start - 4) : name.start]) is None

    def _cities(self, name: Name) -> set[Place]:
        return {self._city_of(division) for division in name.candidates}

    def _spelled_out(self, name: Name) -> bool:
        """Whether the report gives the full name too, or that of a county of the city."""
        return any(
            d.name in self._text or (d.level == "city" and self._city_of(d) in self._led_to) for d in name.candidates
        )

    def is_paper(self, start: int, end: int) -> bool:
        """Whether a mention is the name of a paper or stands in a dateline (本报某地5月3日讯)."""
        text, words = self._text, self.words.names
        own = text[max(0, start - 6) : start].rstrip(" （(").endswith(_NEWSROOMS)
        return words.paper.match(text[end : end + 4]) is not None or (
            own and words.dateline.match(text[end : end + 16]) is not None
        )

    # The report's city

    def home_city(self) -> Place:
        """The prefecture-level division that most of the report's places lie in, or the province, or nothing."""
        votes: Counter[Place] = Counter()
        provinces: Counter[str] = Counter()
        counts = Counter(name.name for name in self.names)
        for name in self.names:
            weight = self._weight(name)
            if self._is_venue(name):
                continue
            if name is self._first:
                weight *= _FIRST
            whole = next((d for d in name.candidates if d.level == "province" and not d.municipal), None)
            cities = self._cities(name)
            if whole is not None:  # 河北 is the province, not the district of Tianjin
                provinces[whole.name] += weight  # type: ignore[assignment]
            elif len(cities) == 1:
                county = all(d.level == "county" for d in name.candidates)
                sure = name.full or not county or weight >= _TITLE or counts[name.name] > 1
                if county and not name.full and counts[name.name] == 1:
                    weight *= 0.8
                votes[cities.pop()] += weight * (0.1 if not sure else 0.9 if county else 1.0)  # type: ignore[assignment]
        if not votes:
            votes = self._votes_of_shared_names(provinces)
        for place in votes:
            votes[place] *= 1.3 if place.province in provinces else 1.0  # type: ignore[assignment]
        if self._goes_round:
            provinces[self._goes_round] += _TITLE  # type: ignore[assignment]
        province = Place(max(provinces, key=lambda p: provinces[p], default=""))
        if province.province and self._speaks_of_province(province.province):
            return province
        best = max(votes, key=lambda p: votes[p], default=province)
        return province if votes and max(provinces.values(), default=0) >= _TITLE > votes[best] else best

    def _speaks_of_province(self, province: str) -> bool:
        """Whether the report is a whole province's: its headline, or else its opening, names no place but provinces.

        It says 全省, or 全区 in an autonomous region, and never 全市; or it goes from city to city.
        """
        scope = self.words.scope
        title = [n for n in self.names if self._kind_at(n.start) == "title"]
        region = province.endswith("自治区") and "全区" in self._text
        if not self._goes_round:
            speaks = region or scope.own_province.search(self._text) or self._cities_of(province) > _OF_ONE_CITY
            if scope.own_city.search(self._text) or not speaks:
                return False
            title = title or self._opening()
        levels = {n.candidates[0].level for n in title if not self._is_venue(n)}
        return levels == {"province"} or (not levels and self._goes_round != "")

    def _cities_of(self, province: str) -> int:
        """How many cities of a province the report names, or counties of them by their full names."""
        places = {self._city_of(n.candidates[0]) for n in self.names if n.full and len(n.candidates) == 1}
        return sum(place.province == province and place.city != "" for place in places)

    @cached_property
    def _first(self) -> Name | None:
        """The name that stands first in the body."""
        return next((n for n in self.names if self._kind_at(n.start) == "paragraph"), None)

    @cached_property
    def _goes_round(self) -> str:
        """The province whose cities the headings of the report name one after the other; empty where they do not."""
        named = [n for n in self.names if self._kind_at(n.start) == "heading"]
        cities = {self._city_of(n.candidates[0]) for n in named if len({self._city_of(d) for d in n.candidates}) == 1}
        provinces = {city.province for city in cities}
        return provinces.pop() if len(provinces) == 1 and len({c for c in cities if c.city}) > 1 else ""

    def _opening(self) -> list[Name]:
        """The names of the first sentence of the body that names a place, but for venues and papers."""
        names = [
            n
            for n in self.names
            if self._kind_at(n.start) == "paragraph" and not self.is_paper(n.start, n.end) and not self._is_venue(n)
        ]
        ends = [at for at in (self._text.find(mark, names[0].end) for mark in "。！\n") if at > 0] if names else []
        return [n for n in names if n.start < min(ends, default=len(self._text))]

    def _is_venue(self, name: Name) -> bool:
        """Whether a name only says where a meeting was held."""
        return self.words.turns.venue.match(self._text[name.end : name.end + 6]) is not None

    def _city_of(self, division: Division) -> Place:
        return Place(*self.gazetteer.place(division, self.year)[:2])

    def _weight(self, name: Name) -> float:
        if self.is_paper(name.start, name.end):
            return _PAPER
        kind = self._kind_at(name.start)
        body = _OPENING if name.start < _OPENING_ENDS else _BODY
        return {"title": _TITLE, "byline": _BYLINE, "caption": _CAPTION}.get(kind, body)

    def _kind_at(self, at: int) -> str:
        """The kind of the block in which a character stands; empty between blocks."""
        index = bisect_right(self._block_starts, at) - 1
        block = self.report.blocks[index] if index >= 0 else None
        return block.kind if block is not None and at < block.end else ""

    @cached_property
    def _block_starts(self) -> list[int]:
        return [block.start for block in self.report.blocks]

    def _votes_of_shared_names(self, provinces: Counter[str]) -> Counter[Place]:
        """Votes of names that several places share, for reports that name nothing else."""
        votes: Counter[Place] = Counter()
        for name in self.names:
            cities = self._cities(name)
            inside = {c for c in cities if c.province in provinces} or cities
            if len(inside) == 1:
                votes[inside.pop()] += self._weight(name)  # type: ignore[assignment]
        return votes

    # Which division a name means

    def mentions(self, home: Place) -> list[Mention]:
        """The names in order, each as one place; names that cannot be told apart are left out.

        Args:
            home: The report's city.
        """
        resolved: list[Mention] = []
        city = home
        for name in self.names:
            parent = resolved[-1].place if resolved and resolved[-1].end == name.start else Place()
            division = self._choose(name, (parent, city, home))
            if division is None:
                continue
            place = self.gazetteer.place(division, self.year)
            after_parent = parent.city != "" and parent[:2] == place[:2]  # 上海|青浦
            counts = name.full or not place.district or after_parent or self._short_county_counts(name, division, home)
            if not counts:
                continue
            resolved.append(Mention(name.start, name.end, place, self.is_paper(name.start, name.end)))
            if place.city and not place.district:
                city = Place(*place[:2])
        return resolved

    def _choose(self, name: Name, near: tuple[Place, ...]) -> Division | None:
        """The division that a name means: in the nearest city, else in the province, else the only one."""
        places = [(division, self.gazetteer.place(division, self.year)) for division in name.candidates]
        for wanted in near:
            inside = [d for d, p in places if wanted.city and p[:2] == wanted[:2]]
            if inside:
                # 株洲 in 株洲市 is the city, not the county of that name.
                return min(inside, key=lambda d: _LEVELS.index(d.level))
        for group in ([d for d, p in places if p.province == near[-1].province], list(name.candidates)):
            cities = [d for d in group if d.level != "county"]
            for only in (group, cities):
                if len(only) == 1:
                    return only[0]
        return None

    def _short_county_counts(self, name: Name, division: Division, home: Place) -> bool:
        """A short name of a county counts at home; that of an urban district in a list or in its own report."""
        if self._city_of(division)[:2] != home[:2]:
            return division.name in self._text
        listed = self.words.names.listed.match(self._text[name.end : name.end + 4]) is not None
        listed = listed or self._text[name.start - 1 : name.start] == "、"
        spelled_out = division.name in self._text
        headline = self._kind_at(name.start) == "title" and len(self._counties_in_title) == 1
        return listed or spelled_out or headline or not division.name.endswith("区") or self._speaks_of_district

    @cached_property
    def _counties_in_title(self) -> set[str]:
        """The places that the headline names."""
        return {name.name for name in self.names if self._kind_at(name.start) == "title"}

    @cached_property
    def _speaks_of_district(self) -> bool:
        """Whether the report is a district's own: it says 全区, 我区 or 区委 and never speaks of the whole city."""
        scope = self.words.scope
        return scope.own_district.search(self._text) is not None and scope.own_city.search(self._text) is None
