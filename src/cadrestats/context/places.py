"""Ties a figure to its place: the nearest mention that governs it, from the sentence up to the report.

Names are found by the gazetteer and resolved from the report's home, the division that the report is about. A name
that is part of another name (长沙路, 北京大学) is no place; short names of counties count only at home.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import cached_property
from typing import NamedTuple

import regex

from cadrestats.context.gazetteer import Division, Gazetteer, Place
from cadrestats.models import Defaults, Figure, Report, Sentence, Source

#: A name followed by one of these is part of another name.
_PART_OF_NAME = regex.compile(
    r"(?:[东西南北中]?路|[东西南北中]?街(?!道)|大道|大街|大桥|大学(?!生)|学院|中学|小学|师范|银行|集团|股份|公司|机场|火车站|站(?=[，。])|"
    r"(?:[\p{Han}]{0,4})(?:研究所|研究院|设计院)|日报|晚报|晨报|都市报|电视台|广播|文明网|新闻网|发布|在线|菜|话|人民(?=[，。])|战役|会战|起义|精神|抗战|"
    r"老窖|啤酒|烟厂|山(?=[上下脚])|湖(?=畔)|江(?=[边畔])|河(?=[边畔])|源(?!街|镇|社区))"
)
_BEFORE_NAME = regex.compile(r"(?:中国|国立|驻|援|赴|前往|来自|原籍|籍贯|毕业于|调往|支援)$")
_PAPER = regex.compile(r"(?:日报|晚报|晨报|都市报|电视台|广播|文明网|新闻网|发布|在线|讯|网)")
_WENT = regex.compile(r"(?:先后到|分赴|赴|前往|走进|来到|参观|考察了?|学习)[^，。；]*$")
_EACH = regex.compile(r"各(?!级|类|个|种|界|地|项|街道|部门)[\p{Han}]{0,6}$")
_DATELINE = regex.compile(r"\s*(?:\d{1,2}月\d{1,2}日)?(?:讯|电|专电|消息)")
#: What happens in another city without being of it: a meeting, a prize.
_VENUE = regex.compile(r"(?:市)?(?:隆重)?(?:召开|举行|举办|开幕|闭幕|开班)")
#: Words after a place that say that the figures to come are of all of it.
_COUNTS = regex.compile(r"共|现有|全|已有|目前|累计|有|各级")
_STREET_ADDRESS = regex.compile(r"[\p{Han}]{1,6}(?<!街)(?:路|大道|大街|巷|弄)")
_LISTED = regex.compile(r"\s*(?:、|和|与|及|两[区县市地]|三[区县市地]|[四五六七八]地|等(?:地|[县区市]))")
_SCOPE = regex.compile(
    r"(?P<province>全省|我省|全自治区)|(?P<city>全市|我市|市直|市级(?!示范|优秀|先进|非遗)|全州|我州|全盟)|(?P<county>全[区县旗]|[我该本][区县旗]|[县区旗](?:直|级)(?:机关|部门|单位))"
)
_QUOTED = regex.compile(r"“[^”]*”|《[^》]*》|「[^」]*」|『[^』]*』")
_COMMUNITY = regex.compile(r"(?:(?P<town>[\p{Han}]{1,5}(?:街道|镇|乡|苏木))\s*)?(?P<community>[\p{Han}]{2,6}?(?:社区|小区|村))?")
class Mention(NamedTuple):
    """A division named in the text.

    Attributes:
        start: First character in the report's text.
        end: One past the last.
        place: The division.
        listed: Whether it stands in a list of places of one kind (甲、乙两县).
    """

    start: int
    end: int
    place: Place
    listed: bool = False


class Tied(NamedTuple):
    """A place and what it was read from."""

    place: Place
    source: Source


class _Name(NamedTuple):
    start: int
    end: int
    name: str
    full: bool
    candidates: tuple[Division, ...]


class PlaceFinder:
    """The places of one report.

    Args:
        report: The report.
        defaults: The place that the user gives, for reports that name none.
        gazetteer: The divisions.
        everyday: Short names that are everyday words.
        year: The report's year; names are those official then.
    """

    def __init__(
        self, report: Report, defaults: Defaults, gazetteer: Gazetteer, everyday: frozenset[str], year: int | None
    ) -> None:
        self.report, self.defaults, self.gazetteer, self.year = report, defaults, gazetteer, year
        self.everyday = everyday
        self._quoted = [m.span() for m in _QUOTED.finditer(report.text)]
        found = self._find_names()
        ends = {name.end for name in found}
        self._names = [name for name in found if self._is_place(name, ends)]
        self.city = self._home_city()
        self.mentions = self._resolve()
        self.home = self._home()
        self._communities = self._learn_communities()

    # -- names -----------------------------------------------------------------------------------------------

    def _find_names(self) -> list[_Name]:
        names = []
        for start, name in self.gazetteer.scan(self.report.text):
            candidates = self.gazetteer.by_name[name]
            official = tuple(d for d in candidates if d.name == name)
            if self.year is not None:
                in_time = tuple(d for d in official or candidates if d.since <= self.year <= d.until)
            else:
                in_time = tuple(d for d in official or candidates if d.until == 9999)
            names.append(_Name(start, start + len(name), name, bool(official), in_time or official or candidates))
        return names

    def _is_place(self, name: _Name, ends: set[int]) -> bool:
        text = self.report.text
        follows = text[name.end : name.end + 8]
        if name.full and len(name.name) == 2 and name.name[1] == "区":
            # 城区, 郊区, 矿区 are places only right after their city's name.
            return name.start in ends
        if name.full and name.name[:-1] in self.everyday and follows[:1] in "委直级" and text.count(name.name) == 1:
            # 街道会同县委: the verb 会同 and 县委.
            return False
        if name.full:
            return _PART_OF_NAME.match(follows) is None or _PAPER.match(follows) is not None
        if _PART_OF_NAME.match(follows) and not _PAPER.match(follows):
            return False
        spelled_out = any(d.name in text for d in name.candidates)
        return not ((name.name in self.everyday and not spelled_out) or _BEFORE_NAME.search(text[max(0, name.start - 4) : name.start]))

    # -- home ------------------------------------------------------------------------------------------------

    def _weight(self, start: int, end: int) -> float:
        """How much a mention says of where the report is at home: the headline most, the paper's name least."""
        if self._is_paper(start, end):
            return 0.3
        block = self._block(start)
        if block is None:
            return 1.0
        kind = self.report.blocks[block].kind
        return {"title": 8.0, "byline": 0.5, "caption": 0.8}.get(kind, 3.0 if start < 300 else 1.0)

    def _block(self, offset: int) -> int | None:
        return next((i for i, b in enumerate(self.report.blocks) if b.start <= offset < b.end), None)

    def _home_city(self) -> Place:
        """The prefecture-level division that most of the report's places lie in, or the province."""
        if self.defaults.city:
            return Place(self.defaults.province, self.defaults.city)
        votes: Counter[Place] = Counter()
        provinces: Counter[str] = Counter()
        counts = Counter(name.name for name in self._names)
        for name in self._names:
            weight = self._weight(name.start, name.end)
            cities = {self.gazetteer.place(d, self.year)[:2] for d in name.candidates if d.level != "province" or d.municipal}
            if not cities:
                provinces[name.candidates[0].name] += weight  # type: ignore[assignment]
            elif len(cities) == 1:
                (city,) = cities
                county = all(d.level == "county" for d in name.candidates)
                sure = name.full or not county or weight >= 8 or counts[name.name] > 1
                votes[Place(*city)] += weight * (0.1 if not sure else 0.9 if county else 1.0)  # type: ignore[assignment]
        if not votes:
            votes = self._votes_of_shared_names(provinces)
        if provinces and votes:
            for place in list(votes):
                if place.province in provinces:
                    votes[place] *= 1.3  # type: ignore[assignment]
        province = self.defaults.province or (provinces.most_common(1)[0][0] if provinces else "")
        best = max(votes, key=lambda p: votes[p], default=Place(province))
        heavy = max(provinces.values(), default=0)
        return Place(province) if votes and heavy >= 8 > votes[best] else best

    def _votes_of_shared_names(self, provinces: Counter[str]) -> Counter[Place]:
        """Votes of names that several places share, for reports that name nothing else."""
        votes: Counter[Place] = Counter()
        for name in self._names:
            places = {self.gazetteer.place(d, self.year) for d in name.candidates}
            inside = {p for p in places if p.province in provinces} or places
            if len({p[:2] for p in inside}) == 1:
                votes[Place(*next(iter(inside))[:2])] += self._weight(name.start, name.end)  # type: ignore[assignment]
        return votes

    def _home(self) -> Tied:
        """The division that the report is about, down to the county, and where that was read."""
        if self.defaults.district:
            return Tied(Place(self.city.province, self.city.city, self.defaults.district), "option")
        for source, mentions in (("title", self._of_kind("title")), ("report", self._opening())):
            inside = [m for m in mentions if m.place[:2] == self.city[:2]]
            counties = list(dict.fromkeys(m.place for m in inside if m.place.district))
            if len(counties) == 1 and not (source == "report" and self._names_city_alone(inside)):
                return Tied(counties[0], source)  # type: ignore[arg-type]
            if inside:
                return Tied(self._only_county() or self.city, source)  # type: ignore[arg-type]
        counties = list(dict.fromkeys(m.place for m in self.mentions if m.place.district))
        papers = [m.place for m in self.mentions if self._is_paper(m.start, m.end)]
        if papers and papers[0].district and not any(p != papers[0] for p in counties):
            return Tied(papers[0], "byline")
        speaks_of_county = len(regex.findall(r"全[区县旗]|[我该][区县旗]|[区县旗]委|[区县旗]关工委", self.report.text))
        speaks_of_city = len(regex.findall(r"全市|我市|市委|市直", self.report.text))
        if len(counties) == 1 and speaks_of_county > speaks_of_city:
            return Tied(counties[0], "report")
        source = "option" if self.defaults.city else self._home_source()
        return Tied(self.city, source)

    def _only_county(self) -> Place | None:
        """The one county of a report that opens in it and never speaks of the whole city."""
        counties = {m.place for m in self.mentions if m.place.district}
        opening = {m.place for m in self._opening() if m.place.district}
        if len(counties) == 1 and opening == counties and not regex.search(r"全市|我市|市委|市直", self.report.text):
            return next(iter(counties))
        return None

    def _home_source(self) -> Source:
        kinds = {self.report.blocks[b].kind for m in self.mentions if (b := self._block(m.start)) is not None}
        return "byline" if kinds == {"byline"} else "report" if self.city != Place() else ""

    def _of_kind(self, kind: str) -> list[Mention]:
        spans = [(b.start, b.end) for b in self.report.blocks if b.kind == kind]
        return [m for m in self.mentions if any(a <= m.start < z for a, z in spans) and not self._is_paper(m.start, m.end)]

    def _is_paper(self, start: int, end: int) -> bool:
        """Whether a mention is the name of a paper or stands in a dateline (本报某地5月3日讯)."""
        text = self.report.text
        dateline = text[max(0, start - 6) : start].rstrip(" （(").endswith(("本报", "本刊", "本网", "记者"))
        return _PAPER.match(text[end : end + 4]) is not None or (dateline and _DATELINE.match(text[end : end + 16]) is not None)

    def _opening(self) -> list[Mention]:
        """Mentions in the first sentences of the body, addresses left out."""
        paragraphs = [b for b in self.report.blocks if b.kind == "paragraph"][:2]
        end = paragraphs[-1].end if paragraphs else 0
        body = [
            m
            for m in self.mentions
            if any(b.start <= m.start < min(b.end, b.start + 160) for b in paragraphs)
            and m.start < end
            and not self._is_paper(m.start, m.end)
            and not _STREET_ADDRESS.match(self.report.text[m.end : m.end + 8])
        ]
        first = next((m for m in body if m.place.city), None)
        if first is None:
            return body
        stop = min((p for p in (self.report.text.find(c, first.end) for c in "。！\n") if p > 0), default=end)
        return [m for m in body if m.start <= stop]

    def _names_city_alone(self, mentions: Sequence[Mention]) -> bool:
        """Whether the city is named for itself, not only before its county (某市某区)."""
        counties = {m.start for m in mentions if m.place.district}
        return any(not m.place.district and m.end not in counties for m in mentions) and mentions[0].place.district == ""

    # -- mentions --------------------------------------------------------------------------------------------

    def _resolve(self) -> list[Mention]:
        """The mentions in order, each as one place; names that cannot be told apart are left out."""
        text, resolved = self.report.text, []
        city = self.city[:2]
        for i, name in enumerate(self._names):
            after = self._names[i - 1] if i else None
            parent = resolved[-1].place if after and resolved and resolved[-1].end == name.start else None
            division = self._choose(name, city, parent)
            if division is None:
                continue
            place = self.gazetteer.place(division, self.year)
            listed = _LISTED.match(text[name.end : name.end + 4]) is not None or text[name.start - 1 : name.start] == "、"
            if not name.full and place.district and not self._short_county_counts(name, division, listed):
                continue
            if place.city and place.province == "" and self.city.city == place.city:
                place = Place(self.city.province, *place[1:])
            resolved.append(Mention(name.start, name.end, place, listed))
            if place.city and not place.district:
                city = place[:2] if place.city != self.city.city else self.city[:2]
        return resolved

    def _choose(self, name: _Name, city: tuple[str, str], parent: Place | None) -> Division | None:
        places = [(d, self.gazetteer.place(d, self.year)) for d in name.candidates]
        for wanted in (parent[:2] if parent and parent.city else None, city, self.city[:2]):
            inside = [d for d, p in places if wanted and p[:2] == wanted]
            if inside:
                # 株洲 in 株洲市 is the city, not the county of that name.
                return min(inside, key=lambda d: ("province", "city", "county").index(d.level))
        by_province = [d for d, p in places if p.province == self.city.province]
        for group in (by_province, [d for d, _ in places]):
            if len(group) == 1:
                return group[0]
            cities = [d for d in group if d.level != "county"]
            if len(cities) == 1:
                return cities[0]
        return None

    def _short_county_counts(self, name: _Name, division: Division, listed: bool) -> bool:
        """A short name of a county counts at home; that of an urban district only in a list of districts."""
        at_home = self.gazetteer.place(division, self.year)[:2] == self.city[:2]
        if not at_home:
            return False
        return listed or not division.name.endswith("区") or len(name.name) > 2 or self._speaks_of_districts

    @cached_property
    def _speaks_of_districts(self) -> bool:
        """Whether the report is a district's own: it says 全区, 我区 or 区委 and never speaks of the whole city."""
        text = self.report.text
        return regex.search(r"全区|[我本]区|(?<!社)区委", text) is not None and "全市" not in text and "市委" not in text

    # -- communities -----------------------------------------------------------------------------------------

    def _learn_communities(self) -> dict[str, Place]:
        """Communities, villages and townships by the county that the report named with them."""
        learned: dict[str, Place] = {}
        for mention in self.mentions:
            if not mention.place.district:
                continue
            match = _COMMUNITY.match(self.report.text, mention.end)
            for name in (match["town"], match["community"]) if match else ():
                if name:
                    learned.setdefault(name, mention.place)
        return learned

    # -- tying -----------------------------------------------------------------------------------------------

    def ties(self, figure: Figure, sentence: Sentence, figures: Sequence[Figure]) -> tuple[Tied, ...]:
        """The place of a figure, or all places that a list gives it each (甲、乙两县各10名).

        Args:
            figure: The figure.
            sentence: Its sentence.
            figures: All statistics of the sentence.
        """
        clause = max(self.report.text.rfind(mark, sentence.start, figure.start) for mark in "，,；;。")
        listed = [m for m in self.mentions if max(clause, sentence.start) <= m.start < figure.start and m.place.district]
        each = _EACH.search(self.report.text[max(clause, sentence.start, figure.start - 12) : figure.start])
        if each and len(listed) > 1:
            return tuple(Tied(m.place, "sentence") for m in listed)
        return (self.tie(figure, sentence, figures),)

    def tie(self, figure: Figure, sentence: Sentence, figures: Sequence[Figure]) -> Tied:
        """The place of a figure that has one.

        Args:
            figure: The figure.
            sentence: Its sentence.
            figures: All statistics of the sentence.
        """
        own = self._governing(sentence)
        if (together := self._together(figure, sentence)) is not None:
            return Tied(together, "sentence")
        if (aligned := self._aligned(figure, sentence, figures)) is not None:
            return Tied(aligned, "sentence")
        before = [(end, place) for end, place in own if end <= figure.start]
        if before:
            return Tied(before[-1][1], "sentence")
        counties = {place for _, place in own if place.district}
        if len(counties) == 1:
            return Tied(next(iter(counties)), "sentence")
        block = self.report.blocks[sentence.block]
        if block.kind == "title":
            return Tied(self.home.place, "title" if self.home.source == "title" else self.home.source)
        earlier = [turn for turn in self._governing_between(block.start, sentence.start) if self._carries(turn[1])]
        if earlier:
            return Tied(earlier[-1][1], "paragraph")
        heading = self._heading(sentence.block)
        if heading is not None:
            return Tied(heading, "heading")
        return self.home

    def _carries(self, place: Place) -> bool:
        """Whether the sentences after a mention still speak of it; another city is named in passing."""
        return not self.home.place.city or place.city == self.home.place.city

    def _governing(self, sentence: Sentence) -> list[tuple[int, Place]]:
        return self._governing_between(sentence.start, sentence.end)

    def _governing_between(self, start: int, end: int) -> list[tuple[int, Place]]:
        """Where a stretch of text turns to another place, in order: mentions, scope words, known communities."""
        text = self.report.text
        turns: list[tuple[int, Place]] = []
        mentions = [m for m in self.mentions if start <= m.start < end and not self._inside_quotation(m, start, end)]
        for group in _grouped(mentions, text):
            places = [m.place for m in group]
            place = places[0] if len(set(places)) == 1 else _common(places)
            if place is not None and (len(group) > 1 or self._turns(place, group[-1].end)):
                turns.append((group[-1].end, place))
        for match in _SCOPE.finditer(text, start, end):
            place = self._scope(match, turns)
            if place is not None:
                turns.append((match.end(), place))
        for name, place in self._communities.items():
            at = text.find(name, start, end)
            if at >= 0 and not any(z <= at + len(name) for z, p in turns if p.district):
                turns.append((at + len(name), place))
        return sorted(turns, key=lambda turn: turn[0])

    def _inside_quotation(self, mention: Mention, start: int, end: int) -> bool:
        """Names inside a short quotation belong to the quoted name, unless the quotation holds the whole stretch."""
        return any(
            a < mention.start < z and not (a <= start and end <= z) and z - a < 40 and "，" not in self.report.text[a:z]
            for a, z in self._quoted
        )

    def _turns(self, place: Place, end: int) -> bool:
        """Whether a mention turns the report to its place; a district's own report names its city in passing."""
        home = self.home.place
        if place.city != home.city and _VENUE.match(self.report.text[end : end + 6]):
            return False
        if place.district and home.district and place != home and self._only_visited(end):
            return False
        if place.district or not home.district or place[:2] != home[:2]:
            return not (place.city == "" and home.city)
        return _COUNTS.match(self.report.text[end : end + 3]) is not None

    def _only_visited(self, end: int) -> bool:
        """Whether a mention says where people of the report's own district went."""
        return _WENT.search(self.report.text[max(0, end - 24) : end]) is not None

    def _scope(self, match: regex.Match[str], turns: Sequence[tuple[int, Place]]) -> Place | None:
        home = self.home.place
        before = [place for end, place in turns if end <= match.start()]
        if match["province"]:
            speaks = not home.city or _COUNTS.match(self.report.text[match.end() : match.end() + 3])
            return Place(home.province or self.city.province) if speaks else None
        if match[0] == "全区" and home.province.endswith("自治区") and not home.city:
            return Place(home.province)
        if match["city"]:
            county_level_city = home.district.endswith("市")
            if home.district and not county_level_city and match[0] not in ("全市", "全州"):
                return None
            city = before[-1] if before and before[-1].city else self.city
            return home if county_level_city else Place(*city[:2])
        if before and before[-1].district:
            return before[-1]
        heading = self._heading(self._block(match.start()) or 0)
        return heading if heading and heading.district else home if home.district else None

    def _heading(self, block: int) -> Place | None:
        """The place of the heading above a block; a heading without one ends the reach of those before it."""
        above = next((b for b in reversed(self.report.blocks[: block + 1]) if b.kind == "heading"), None)
        if above is None:
            return None
        inside = [m.place for m in self.mentions if above.start <= m.start < above.end]
        counties = list(dict.fromkeys(p for p in inside if p.district))
        if len(counties) == 1:
            return counties[0]
        return inside[-1] if inside and not counties and inside[-1].city not in ("", self.home.place.city) else None

    def _together(self, figure: Figure, sentence: Sentence) -> Place | None:
        """What the places of a list have in common that ends right before the figure: 甲区某人、乙区某人等3名."""
        text = self.report.text
        if text[figure.start - 1] != "等":
            return None
        start = max(sentence.start, *(text.rfind(mark, sentence.start, figure.start) for mark in "，,；;。"))
        listed = {m.place for m in self.mentions if start <= m.start < figure.start and m.place.district}
        return _common(sorted(listed)) if len(listed) > 1 else None

    def _aligned(self, figure: Figure, sentence: Sentence, figures: Sequence[Figure]) -> Place | None:
        """The place at the same position of a list as the figure: 甲、乙两区分别有12个和8个."""
        text = self.report.text
        at = text.rfind("分别", sentence.start, figure.start)
        if at < 0:
            return None
        listed = [m for m in self.mentions if sentence.start <= m.start < at and m.place.district]
        following = [f for f in figures if f.start > at and f.unit == figure.unit]
        if len(listed) < 2 or len(listed) != len(following) or figure not in following:
            return None
        return listed[following.index(figure)].place


def _grouped(mentions: Sequence[Mention], text: str) -> list[list[Mention]]:
    """Mentions that stand together: parent and child (株洲市天元区), or a list (甲、乙、丙)."""
    groups: list[list[Mention]] = []
    for mention in mentions:
        if groups:
            last = groups[-1][-1]
            between = text[last.end : mention.start]
            if not between and not last.place.district:
                groups[-1] = [mention]
                continue
            if between in ("、", "和", "与", "及") and bool(last.place.district) == bool(mention.place.district):
                groups[-1].append(mention)
                continue
        groups.append([mention])
    return groups


def _common(places: Sequence[Place]) -> Place | None:
    """What the places of a list have in common."""
    if len({p[:2] for p in places}) == 1:
        return Place(*places[0][:2])
    return Place(places[0].province) if len({p.province for p in places}) == 1 else None
