"""Ties a figure to its place: the nearest mention that governs it, from the sentence up to the report."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import chain, takewhile

import regex

from cadrestats.context.gazetteer import Gazetteer, Place
from cadrestats.context.headings import headings
from cadrestats.context.home import HomeFinder, Tied
from cadrestats.context.lists import ListReader, common, grouped
from cadrestats.context.names import Mention, NameReader
from cadrestats.context.townships import TownshipReader
from cadrestats.models import Block, Defaults, Figure, Report, Sentence
from cadrestats.patterns import PlaceWords
from cadrestats.patterns.checked import compiled

#: Quotations; marks that nothing closes must not make one look through the rest of the report again and again.
_QUOTED = regex.compile(r"“[^”]{0,1000}+”|《[^》]{0,1000}+》|「[^」]{0,1000}+」|『[^』]{0,1000}+』")
#: A quotation longer than this is speech, not a name.
_LONGEST_NAME = 40
#: How far back in its paragraph, in characters, a place is looked for that a sentence may still speak of.
_REACH = 3000
_SENTENCE_ENDS = "。！？!?\n"
#: A sentence that names more counties than this compares or pairs them; the next one speaks of all.
_MOST_COMPARED = 2
#: For how many paragraphs, at most, a report goes on with a county without naming it.
_TOLD_ON = 3
#: A heading has so many lines at most.
_HEADING_LINES = 3
#: How far before its end a place with its parents may begin, in characters.
_LOOKS_BACK = 28


class PlaceFinder:
    """The places of one report.

    Args:
        report: The report.
        defaults: The place that the user gives, for reports that name none.
        gazetteer: The divisions.
        words: Which names are places, and which words turn from one to another.
        year: The report's year; names are those official then.
    """

    def __init__(
        self, report: Report, defaults: Defaults, gazetteer: Gazetteer, words: PlaceWords, year: int | None
    ) -> None:
        self.report, self.words = report, words
        self._quoted = [m.span() for m in _QUOTED.finditer(report.text)]
        names = NameReader(report, gazetteer, words, year)
        self.city = names.home_city()
        named = names.mentions(self.city)
        city = self.city if any(self.city) else Place(defaults.province, defaults.city)
        self.townships = TownshipReader(city, gazetteer, year, words.everyday.names).mentions(report.text, named)
        inside = {at for township in self.townships for at in range(township.start, township.end)}
        self.mentions = [mention for mention in named if mention.start not in inside]
        self._named = sorted((*self.mentions, *self.townships))
        self._named_starts = [mention.start for mention in self._named]
        self._quote_starts = [start for start, _ in self._quoted]
        self._block_starts = [block.start for block in report.blocks]
        self._scopes = (
            (words.scope.province, self._province),
            (words.scope.city, self._city),
            (words.scope.county, self._county),
            (words.scope.cities, lambda *_: Place(self.home.place.province)),
            (words.scope.nation, lambda *_: Place()),
        )
        self._any_scope = compiled("|".join(expression.pattern for expression, _ in self._scopes))
        self._headings = headings(report.blocks)
        self._headed: dict[int, Place | None] = {}
        self._gone_on: dict[int, Place | None] = {}
        self._turns_at_hand: tuple[int, int, list[tuple[int, Place]]] = (-1, -1, [])
        self.home: Tied = HomeFinder(report, self.city, self.mentions, self.townships, words).home(defaults)
        self.lists = ListReader(report, self.mentions, self.city, self.home.place, words.turns)
        self._communities = self._learn_communities()
        self._places_above: dict[int, Tied] = {}

    def _learn_communities(self) -> dict[str, Place]:
        """Communities, villages and townships by the county that the report named with them."""
        learned: dict[str, Place] = {}
        for mention in self.mentions:
            if mention.place.district:
                match = self.words.names.community.match(self.report.text, mention.end)
                for name in (match["town"], match["community"]) if match else ():
                    if name:
                        learned.setdefault(name, mention.place)
        for township in self.townships:
            match = self.words.names.community.match(self.report.text, township.end)
            if match and match["community"] and not match["town"]:
                learned.setdefault(match["community"], township.place)
        return learned

    def ties(
        self, figure: Figure, sentence: Sentence, figures: Sequence[Figure], origin: int | None = None
    ) -> tuple[Tied, ...]:
        """The place of a figure, or all places that a list gives it each (甲、乙两县各10名).

        Args:
            figure: The figure.
            sentence: Its sentence.
            figures: All statistics of the sentence.
            origin: Where the report first names the body that the figure is of. Where nothing nearer tells, the figure
                belongs to the place that is spoken of there.
        """
        listed = self.lists.places(figure, sentence, figures)
        if len(listed) > 1:
            return tuple(Tied(place, "sentence") for place in listed)
        tied = Tied(listed[0], "sentence") if listed else self._tie(figure, sentence)
        passing = tied is self.home or (tied.source == "paragraph" and not tied.place.district)
        if passing and origin is not None and origin < sentence.start:
            tied = self._origin(origin) or tied
        return (self._above_counted(figure, tied),)

    def _above_counted(self, figure: Figure, tied: Tied) -> Tied:
        """The place of a figure that counts counties or cities: what is above them."""
        if self.words.turns.counts_counties.match(self.report.text, figure.end):
            return tied._replace(place=tied.place._replace(district=""))
        if self.words.turns.counts_cities.match(self.report.text, figure.end):
            return tied._replace(place=Place(tied.place.province))
        return tied

    def _origin(self, offset: int) -> Tied | None:
        """The county in the report's city that the sentence of an offset speaks of."""
        text = self.report.text
        start = max(text.rfind(mark, 0, offset) for mark in _SENTENCE_ENDS) + 1
        end = min((at for mark in _SENTENCE_ENDS if (at := text.find(mark, offset)) >= 0), default=len(text))
        counties = {p for _, p in self._turns(start, end) if p.district and p[:2] == self.home.place[:2]}
        return Tied(counties.pop(), "report") if len(counties) == 1 and self.home.place not in counties else None

    def _tie(self, figure: Figure, sentence: Sentence) -> Tied:
        """The place of a figure that no list gives one."""
        own = self._turns(sentence.start, sentence.end)
        before = [place for end, place in own if end <= figure.start]
        counties = {place for _, place in own if place.district}
        if before or len(counties) == 1:
            return Tied(before[-1] if before else counties.pop(), "sentence")
        return self._above(sentence)

    def _above(self, sentence: Sentence) -> Tied:
        """The place of a sentence that names none: from its paragraph, its heading, or the report."""
        if sentence.start not in self._places_above:
            self._places_above[sentence.start] = self._look_above(sentence)
        return self._places_above[sentence.start]

    def _look_above(self, sentence: Sentence) -> Tied:
        block = self.report.blocks[sentence.block]
        if block.kind == "title":
            return self.home
        earlier = self._earlier(block.start, sentence.start) or self._gone_on_with(sentence.block)
        if earlier is not None:
            return Tied(earlier, "paragraph")
        heading = self._heading(sentence.block)
        return self.home if heading is None else Tied(heading, "heading")

    def _earlier(self, start: int, end: int) -> Place | None:
        """The place that the sentences before in a paragraph leave it at; of one that pairs many, what they share."""
        start = max(start, end - _REACH)
        carrying = [(at, place) for at, place in self._turns(start, end) if self._carries(at, place)]
        if not carrying:
            return None
        last = max(self.report.text.rfind(mark, start, carrying[-1][0]) for mark in _SENTENCE_ENDS)
        counties = {place for at, place in carrying if at > last and place.district}
        return carrying[-1][1] if len(counties) <= _MOST_COMPARED else common(sorted(counties))

    def _gone_on_with(self, block: int) -> Place | None:
        """The place of the paragraph before, where this one begins with 她 or 这支队伍, or names no place at all."""
        if block not in self._gone_on:
            if block and self.words.turns.takes_up.match(self.report.text, self.report.blocks[block].start):
                self._gone_on[block] = self._last_of(block - 1)
            else:
                self._gone_on[block] = None if self.home.place.district else self._told_on(block)
        return self._gone_on[block]

    def _told_on(self, block: int) -> Place | None:
        """The county of which the paragraphs above tell from the beginning, and of nothing else.

        Args:
            block: A paragraph; nothing from there up to that beginning may speak of the city.
        """
        text, below = self.report.text, self.report.blocks[block]
        for told in self._upwards(block - 1, "paragraph", _TOLD_ON):
            if self.words.turns.of_city.search(text, below.start, below.end):
                return None
            turns = self._turns_of(told.start, told.end)
            if turns:
                begins = turns[0][0] <= text.find("。", told.start, told.end)
                return turns[0][1] if begins and turns[0][1].district and len({p for _, p in turns}) == 1 else None
            below = told
        return None

    def _carries(self, at: int, place: Place) -> bool:
        """Whether the sentences after a mention still speak of it.

        Another city is named in passing, unless its name begins a sentence.

        Args:
            at: Where the mention ends.
            place: What it means.
        """
        if place.district and self._is_quoted(at):
            return False
        if not self.home.place.city or place.city == self.home.place.city:
            return True
        return self.words.turns.begins.search(self.report.text[max(0, at - _LOOKS_BACK) : at]) is not None

    def _is_quoted(self, at: int) -> bool:
        """Whether a county is only that of somebody who is quoted, and does not speak for it."""
        said = self.words.turns.speaker.match(self.report.text, at)
        return said is not None and self.words.turns.speaks_for.search(said[0]) is None

    def _turns(self, start: int, end: int) -> list[tuple[int, Place]]:
        """Where a stretch of text turns to another place, in order: mentions, scope words, known communities."""
        if self._turns_at_hand[:2] != (start, end):
            self._turns_at_hand = (start, end, self._turns_of(start, end))
        return self._turns_at_hand[2]

    def _turns_of(self, start: int, end: int) -> list[tuple[int, Place]]:
        text = self.report.text
        turns: list[tuple[int, Place]] = []
        first, last = bisect_left(self._named_starts, start), bisect_left(self._named_starts, end)
        mentions = [
            m
            for m in self._named[first:last]
            if not (m.paper or self._inside_quotation(m, start, end) or self._inside_list(m))
        ]
        for group in grouped(mentions, text):
            place = common([m.place for m in group])
            if place and place.district and self.words.turns.cut_short.match(text[group[-1].end : group[-1].end + 24]):
                place = Place(*place[:2])
            if place is not None and (len(group) > 1 or self._governs(place, group[-1].end)):
                turns.append((group[-1].end, place))
        turns += self._scope_turns(start, end, turns)
        for name, place in self._communities.items():
            at = text.find(name, start, end)
            if at >= 0 and not any(z <= at + len(name) for z, p in turns if p.district):
                turns.append((at + len(name), place))
        return sorted(turns, key=lambda turn: turn[0])

    def _inside_quotation(self, mention: Mention, start: int, end: int) -> bool:
        """Names inside a short quotation belong to the quoted name, unless the quotation holds the whole stretch."""
        last = bisect_left(self._quote_starts, mention.start) - 1
        a, z = self._quoted[last] if last >= 0 else (0, 0)
        return (
            a < mention.start < z
            and not (a <= start and end <= z)
            and z - a < _LONGEST_NAME
            and "，" not in self.report.text[a:z]
        )

    def _inside_list(self, mention: Mention) -> bool:
        """Whether a county only belongs to one of several bodies that are counted: …、某县委老干部局等3个集体."""
        counted = self.words.turns.bodies_counted.match(self.report.text, mention.end) is not None
        return counted and bool(mention.place.district) and self.report.text[mention.start - 1] == "、"

    def _governs(self, place: Place, end: int) -> bool:
        """Whether a mention turns the report to its place; a district's own report names its city in passing."""
        home, words = self.home.place, self.words.turns
        follows = self.report.text[end : end + 6]
        if place.city != home.city and (words.venue.match(follows) or self._is_given(end)):
            return False
        if place.district and home.district and place != home:
            return words.visited.search(self.report.text[max(0, end - 24) : end]) is None
        if not place.city and home.city:
            return words.province_does.match(follows) is not None
        if place.district or not home.district or place[:2] != home[:2]:
            return True
        return words.counts.match(follows) is not None

    def _is_given(self, end: int) -> bool:
        """Whether a place is only whom something is given to: 向某县捐款."""
        before = self.report.text[max(0, end - _LOOKS_BACK) : end]
        gives = self.words.turns.gives_to.search(before) is not None
        return gives and self.words.turns.given.match(self.report.text, end) is not None

    def _scope_turns(self, start: int, end: int, turns: Sequence[tuple[int, Place]]) -> list[tuple[int, Place]]:
        """Where words for a whole province, city or county turn to it (全市, 我区)."""
        found: list[tuple[int, Place]] = []
        if self._any_scope.search(self.report.text, start, end) is None:
            return found
        for expression, meant in self._scopes:
            for match in expression.finditer(self.report.text, start, end):
                at = match.start()
                before = next((place for z, place in chain(reversed(found), reversed(turns)) if z <= at), None)
                place = meant(match, before)
                if place is not None:
                    found.append((match.end(), place))
        return found

    def _province(self, match: regex.Match[str], _: Place | None) -> Place | None:
        """A city's report compares itself with 全省; only where 全省 is counted does it speak of it."""
        text, turns = self.report.text, self.words.turns
        counted = turns.counts.match(text, match.end()) or turns.awards.match(text, match.end())
        speaks = not self.home.place.city or counted
        return Place(self.home.place.province) if speaks else None

    def _city(self, match: regex.Match[str], before: Place | None) -> Place | None:
        """In a county-level city's own report 全市 is that city (spec.md)."""
        home = self.home.place
        earlier, heading = self._leading_to(match.start())
        own = before or earlier
        if match[0] == "全市" and own and own.district.endswith("市"):
            return own
        if home.district.endswith("市"):
            return home
        if home.district and match[0] not in ("全市", "全州"):
            return None
        above = (own, earlier, heading, self.city, home)
        return next((Place(*place[:2]) for place in above if place and place.city), None)

    def _county(self, match: regex.Match[str], before: Place | None) -> Place | None:
        """The county named last, of the heading, or the report's own; 全区 of an autonomous region is the region."""
        home = self.home.place
        if match[0] == "全区" and home.province.endswith("自治区") and not home.city:
            return Place(home.province)
        if before and before.district:
            return before
        above = (*self._leading_to(match.start()), self._last_of(self._block_at(match.start()) - 1), home)
        return next((place for place in above if place and place.district), None)

    def _last_of(self, block: int) -> Place | None:
        """The place that a paragraph ends with, or else one of those right above it."""
        told = self._upwards(block, "paragraph", _TOLD_ON)
        return next((place for b in told if (place := self._earlier(b.start, b.end)) is not None), None)

    def _block_at(self, offset: int) -> int:
        return max(0, bisect_right(self._block_starts, offset) - 1)

    def _leading_to(self, offset: int) -> tuple[Place | None, Place | None]:
        """The places that the paragraph up to a character, and the heading above it, leave it at."""
        block = self._block_at(offset)
        return self._earlier(self.report.blocks[block].start, offset), self._heading(block)

    def _heading(self, block: int) -> Place | None:
        """The place of the heading above a block, or of a line right above it; one without ends the reach of others."""
        above = self._headings[block]
        if above not in self._headed:
            lines = self._upwards(above, "heading", _HEADING_LINES)
            self._headed[above] = next((place for line in lines if (place := self._place_of(line))), None)
        return self._headed[above]

    def _upwards(self, block: int, kind: str, most: int) -> Iterator[Block]:
        """The blocks of one kind from a block upwards, without another between them.

        Args:
            block: The lowest; none where it is -1.
            kind: Of what kind they are.
            most: How many they are at most.
        """
        above = (self.report.blocks[at] for at in range(block, max(-1, block - most), -1))
        return takewhile(lambda one: one.kind == kind, above)

    def _place_of(self, above: Block) -> Place | None:
        """The place that a heading names."""
        inside = [m.place for m in self.mentions if above.start <= m.start < above.end]
        towns = [m.place for m in self.townships if above.start <= m.start < above.end]
        counties = list(dict.fromkeys(p for p in inside if p.district)) or list(dict.fromkeys(towns))
        if len(counties) == 1:
            return counties[0]
        return inside[-1] if inside and not counties and inside[-1].city not in ("", self.home.place.city) else None
