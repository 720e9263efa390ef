"""Finds the names of townships in a report and tells which county of the report's city each one lies in.

The file ``data/townships.csv`` is built by ``scripts/build_townships.py`` from two published data sets of divisions.
Only full names count (沙坪镇, not 沙坪), and only those of the report's own city: a name that several of its counties
share means the one that the report names, or nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from functools import cache, cached_property
from importlib.resources import files

import regex

from cadrestats.context.gazetteer import Division, Gazetteer, Place
from cadrestats.context.names import Mention

#: What ends a township's name; 镇 and 乡 are also parts of words (乡村, 乡镇, 镇江), 街道路 is a road.
_KIND = regex.compile(r"街道(?![路口])|镇(?![江静痛定])|乡(?![村镇亲下土里愁情音贤风野间])|苏木(?!镇)")
_KINDS = ("街道", "苏木", "镇", "乡")
#: The longest name has 14 characters; one with a single one before 镇 or 乡 is hardly told from a word (古镇, 家乡).
_LONGEST, _STEM = 14, 2
_SENTENCE_ENDS = "。！？!?\n"


class TownshipReader:
    """The townships of one city.

    Args:
        city: The report's city; without one there are no townships.
        gazetteer: The divisions.
        year: The report's year; counties are those official then.
        everyday: Names that are everyday words; they count only where one county of the city has them.
    """

    def __init__(self, city: Place, gazetteer: Gazetteer, year: int | None, everyday: Collection[str]) -> None:
        self.city, self.gazetteer, self.year, self.everyday = city, gazetteer, year, everyday

    def mentions(self, text: str, counties: Sequence[Mention]) -> list[Mention]:
        """The townships of a report that lie in one county, each as that county, in order.

        Args:
            text: The report's text.
            counties: The divisions that the report names. After the name of a county a township of the same sentence
                says nothing new.
        """
        if not self.city.city or _KIND.search(text) is None:
            return []
        named = {m.place for m in counties if m.place.district}
        found: list[Mention] = []
        for start, end in self._scan(text):
            place = self._county(text[start:end], named)
            if place is not None and not _follows_county(text, start, counties):
                found.append(Mention(start, end, place))
        return found

    def _scan(self, text: str) -> list[tuple[int, int]]:
        """Where townships of the city stand: the longest name that ends at each place."""
        known, found = self._known, []
        for kind in _KIND.finditer(text) if known else ():
            end = kind.end()
            starts = range(max(0, end - _LONGEST), kind.start() - _STEM + 1)
            start = next((s for s in starts if text[s:end] in known), None)
            if start is not None:
                found.append((start, end))
        return found

    @cached_property
    def _known(self) -> Mapping[str, tuple[str, ...]]:
        """The city's townships, each with the codes of its counties."""
        for division in self.gazetteer.by_name.get(self.city.city, ()):
            if division.name == self.city.city and division.province == (self.city.province or division.province):
                return _of_city((division.now or division.code)[: 2 if division.municipal else 4])
        return {}

    def _county(self, name: str, named: Collection[Place]) -> Place | None:
        """The one county of a township, or the one of several that the report names."""
        divisions = {d for code in self._known[name] for d in self._counties(code)}
        places = {self.gazetteer.place(d, self.year) for d in divisions}
        inside = {place for place in places if place.city == self.city.city}
        if len(inside) > 1 and name.removesuffix(_kind_of(name)) not in self.everyday:
            inside &= set(named)
        return inside.pop() if len(inside) == 1 else None

    def _counties(self, code: str) -> list[Division]:
        """What a present county was in the report's year: itself, and those that were merged into it since."""
        rows = (*self.gazetteer.former(code), self.gazetteer.by_code[code])
        return [d for d in rows if d.level == "county" and d.is_official(self.year)]


def _kind_of(name: str) -> str:
    return next(kind for kind in _KINDS if name.endswith(kind))


def _follows_county(text: str, start: int, mentions: Sequence[Mention]) -> bool:
    """Whether a county stands before a township in its sentence."""
    begins = max(text.rfind(mark, 0, start) for mark in _SENTENCE_ENDS)
    return any(begins < m.start < start and m.end <= start and m.place.district and not m.paper for m in mentions)


@cache
def _lists() -> Mapping[str, tuple[tuple[str, str], ...]]:
    """The lines of the file by the first two digits and by the first four: code of the county, its townships."""
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for line in files("cadrestats").joinpath("data/townships.csv").read_text("utf-8").splitlines()[1:]:
        county, _, names = line.partition(",")
        for digits in (2, 4):
            found[county[:digits]].append((county, names))
    return {prefix: tuple(lines) for prefix, lines in found.items()}


@cache
def _of_city(prefix: str) -> Mapping[str, tuple[str, ...]]:
    """The townships under a code's first digits, each with the codes of the counties that have one of that name."""
    found: dict[str, list[str]] = defaultdict(list)
    for county, names in _lists().get(prefix, ()):
        for name in names.split(" "):
            found[name].append(county)
    return {name: tuple(counties) for name, counties in found.items()}
