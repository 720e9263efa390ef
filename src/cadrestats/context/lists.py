"""Reads lists of places: each with a figure of its own, all with the same one, or all with one together."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from cadrestats.context.gazetteer import Place
from cadrestats.context.names import Mention
from cadrestats.models import Figure, Report, Sentence
from cadrestats.patterns import PlaceTurns

#: Words between places and the figures that belong to them one by one.
_SHARED_OUT = ("分别", "各")
_CLAUSE_ENDS = "，,；;。"


class ListReader:
    """The lists of counties in one report.

    Args:
        report: The report.
        mentions: The divisions that it names, in order.
        city: Its city, or province.
        home: What it is about as a whole.
        words: Which words turn lists into one place or share figures out.
    """

    def __init__(
        self, report: Report, mentions: Sequence[Mention], city: Place, home: Place, words: PlaceTurns
    ) -> None:
        self.report, self.city, self.home, self.words = report, city, home, words
        self._counties = [mention for mention in mentions if mention.place.district]
        self._starts = [mention.start for mention in self._counties]

    def places(self, figure: Figure, sentence: Sentence, figures: Sequence[Figure]) -> tuple[Place, ...]:
        """The places that a list gives a figure; nothing where no list does.

        Args:
            figure: The figure.
            sentence: Its sentence.
            figures: All statistics of the sentence.
        """
        text = self.report.text
        clause = max(sentence.start, *(text.rfind(mark, sentence.start, figure.start) for mark in _CLAUSE_ENDS))
        named = self._named(clause, figure.start)
        listed = list(dict.fromkeys(mention.place for mention in named))
        one = self._together(figure, clause, named, listed) or self._aligned(figure, sentence, figures)
        if one is not None:
            return (one,)
        each = len(listed) > 1 and self.words.each.search(text[clause : figure.start])
        return tuple(listed) if each else ()

    def _named(self, start: int, end: int) -> list[Mention]:
        return self._counties[bisect_left(self._starts, start) : bisect_left(self._starts, end)]

    def _together(self, figure: Figure, clause: int, named: Sequence[Mention], listed: Sequence[Place]) -> Place | None:
        """What the places of a list have in common: 甲区某人、乙区某人等3名; 甲、乙等8个县."""
        if not listed or listed == [self.home]:
            return None
        text, before = self.report.text, self.report.text[clause : figure.start]
        several = self.words.several.search(before)
        if len(listed) > 1:
            return common(listed) if several or before.endswith("等") else None
        in_list = any("、" in (text[m.start - 1], text[m.end]) for m in named if m.end < figure.start)
        return common([*listed, self.city]) if several and in_list else None

    def _aligned(self, figure: Figure, sentence: Sentence, figures: Sequence[Figure]) -> Place | None:
        """The place at the same position of a list as the figure: 甲、乙两区分别有12个和8个, 甲、乙各设15个、11个."""
        at = max(self.report.text.rfind(word, sentence.start, figure.start) for word in _SHARED_OUT)
        if at < 0:
            return None
        following = [f for f in figures if f.start > at and f.unit == figure.unit]
        listed = self._last(sentence, at)
        aligned = figure in following and 1 < len(listed) == len(following)
        return listed[following.index(figure)] if aligned else None

    def _last(self, sentence: Sentence, end: int) -> list[Place]:
        """The counties of the last list before a character; 两县 takes up one of the paragraph or the heading."""
        start = sentence.start
        if self.words.both.search(self.report.text, start, end) and not self._named(start, end):
            above = self.report.blocks[max(0, sentence.block - 1)]
            start = above.start if above.kind == "heading" else self.report.blocks[sentence.block].start
        named = self._named(start, end)
        return [mention.place for mention in grouped(named, self.report.text)[-1]] if named else []


def grouped(mentions: Sequence[Mention], text: str) -> list[list[Mention]]:
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


def common(places: Sequence[Place]) -> Place | None:
    """What the places of a list have in common; the place itself where there is only one."""
    if len(set(places)) == 1:
        return places[0]
    if len({p[:2] for p in places}) == 1:
        return Place(*places[0][:2])
    return Place(places[0].province) if len({p.province for p in places}) == 1 else None
