"""Finds the home of a report: the division, down to the county, that it is about as a whole."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from cadrestats.context.gazetteer import Place
from cadrestats.context.names import Mention
from cadrestats.models import Defaults, Report, Source
from cadrestats.patterns import PlaceWords

#: How far into each of the first paragraphs the opening goes.
_OPENING = 160
#: A report that names more counties than these, and their city too, is the city's, wherever it opens.
_OF_ONE_COUNTY = 2


class Tied(NamedTuple):
    """A place and what it was read from."""

    place: Place
    source: Source


class HomeFinder:
    """Finds the home of one report.

    Args:
        report: The report.
        city: Its city, or province.
        mentions: The places that it names.
        townships: Its city's townships that it names, each as their county.
        words: How a report speaks of places.
    """

    def __init__(
        self,
        report: Report,
        city: Place,
        mentions: Sequence[Mention],
        townships: Sequence[Mention],
        words: PlaceWords,
    ) -> None:
        self.report, self.city, self.mentions, self.townships, self.words = report, city, mentions, townships, words
        self._block_starts = [block.start for block in report.blocks]
        self._counties = list(dict.fromkeys(m.place for m in mentions if m.place.district))

    def home(self, defaults: Defaults) -> Tied:
        """The home of the report and where it was read: the headline, the first sentences, the whole, the paper.

        Args:
            defaults: The place that the user gives, for reports that name none.
        """
        if self.city == Place():
            given = Place(defaults.province, defaults.city, defaults.district)
            return Tied(given, "option" if any(given) else "")
        found = self._named()
        if defaults.district and not found.place.district and defaults.city in ("", found.place.city):
            return Tied(found.place._replace(district=defaults.district), "option")
        return found

    def _named(self) -> Tied:
        """The home that the report itself names."""
        title = [m for m in self.mentions if self._stands_in(m, "title") and not m.paper]
        sources: tuple[tuple[Source, list[Mention]], ...] = (("title", title), ("report", self._opening()))
        for source, mentions in sources:
            inside = [m for m in mentions if m.place[:2] == self.city[:2]]
            counties = {m.place for m in inside if m.place.district}
            if source == "report" and len(counties) == 1 and (self._compares_counties() or self._opens_wide(inside)):
                return Tied(self.city, source)
            if len(counties) == 1 and not (source == "report" and _names_city_first(inside)):
                return Tied(counties.pop(), source)
            towns = {m.place for m in self.townships if self._stands_in(m, source)}
            if len(towns) == 1 and not counties:
                return Tied(towns.pop(), source)
            if inside:
                return Tied(self._only_county() or self.city, source)
        return self._by_its_paper() or self._by_its_voice()

    def _compares_counties(self) -> bool:
        """Whether a report tells of several counties of its city, and of the city itself, or has headings for each."""
        counties = {place for place in self._counties if place[:2] == self.city[:2]}
        if len({m.place for m in self.mentions if self._stands_in(m, "heading")} & counties) > 1:
            return True
        inside = [
            m
            for m in self.mentions
            if m.place[:2] == self.city[:2] and not m.paper and not self._stands_in(m, "byline")
        ]
        return len(counties) > _OF_ONE_COUNTY and _names_city_alone(inside)

    def _opens_wide(self, opening: Sequence[Mention]) -> bool:
        """Whether the body speaks of the whole city before it names a county."""
        body = next((b.start for b in self.report.blocks if b.kind == "paragraph"), 0)
        county = next(m.start for m in opening if m.place.district)
        return self.words.scope.own_city.search(self.report.text, body, county) is not None

    def _stands_in(self, mention: Mention, kind: str) -> bool:
        at = bisect_right(self._block_starts, mention.start) - 1
        return at >= 0 and self.report.blocks[at].kind == kind and mention.start < self.report.blocks[at].end

    def _opening(self) -> list[Mention]:
        """Mentions in the first sentences of the body, addresses left out."""
        text = self.report.text
        paragraphs = [b for b in self.report.blocks if b.kind == "paragraph"][:2]
        body = [
            m
            for m in self.mentions
            if any(b.start <= m.start < min(b.end, b.start + _OPENING) for b in paragraphs)
            and not m.paper
            and not self.words.names.address.match(text[m.end : m.end + 8])
        ]
        first = next((m for m in body if m.place.city), None)
        if first is None:
            return body
        ends = [at for at in (text.find(mark, first.end) for mark in "。！\n") if at > 0]
        return [m for m in body if m.start <= min(ends, default=len(text))]

    def _only_county(self) -> Place | None:
        """The one county of a report on one township or community, which opens in it and never speaks of the city."""
        if not self.city.city:
            return None
        opening = {m.place for m in self._opening() if m.place.district}
        small = self.words.scope.township.search(self.report.title) or any(
            self.words.scope.township.match(self.report.text, m.end + skipped)
            for m in self._opening()
            if m.place.district
            for skipped in range(6)
        )
        if small and len(opening) == 1 and set(self._counties) == opening and not self._speaks("own_city"):
            return self._counties[0]
        return None

    def _by_its_paper(self) -> Tied | None:
        """The county whose own paper it is, where no other county is named."""
        papers = [m.place for m in self.mentions if m.paper or self._stands_in(m, "byline")]
        if papers and papers[0].district and self._counties == [papers[0]]:
            return Tied(papers[0], "byline")
        return None

    def _by_its_voice(self) -> Tied:
        """The one county of a report that speaks of its county more than of its city; else the city."""
        if len(self._counties) == 1 and self._speaks("own_county") > self._speaks("own_city"):
            return Tied(self._counties[0], "report")
        in_body = any(not m.paper and not self._stands_in(m, "byline") for m in self.mentions)
        return Tied(self.city, "report" if in_body else "byline")

    def _speaks(self, scope: str) -> int:
        return len(getattr(self.words.scope, scope).findall(self.report.text))


def _names_city_first(mentions: Sequence[Mention]) -> bool:
    """Whether the city is named for itself before its county."""
    return _names_city_alone(mentions) and not mentions[0].place.district


def _names_city_alone(mentions: Sequence[Mention]) -> bool:
    """Whether the city is named for itself, and not only as the parent of a county (某市某区)."""
    counties = {m.start for m in mentions if m.place.district}
    return any(not m.place.district and m.end not in counties for m in mentions)
