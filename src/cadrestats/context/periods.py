"""Tells stock from flow, cumulative figure and rate.

Two things decide: what is counted (a doing, or something that is there) and the time that the words before name.
What a report counts of a team or a person without a time is told of their whole life; of a place, of the year. The
indicator helps where the words do not tell: young people are helped and elders visited, with or without a verb.
"""

from __future__ import annotations

import re

import regex

from cadrestats.models import Figure, Level, Period, Wording
from cadrestats.patterns import PeriodWords
from cadrestats.patterns.checked import compiled
from cadrestats.patterns.literals import Prefilter

_NAMES = (
    "rate",
    "frequency",
    "cumulative",
    "so_far",
    "flow",
    "occasion",
    "doing",
    "doing_after",
    "being",
    "standing",
    "grown",
    "passing",
)
_AS_OF = re.compile("^(?:截[至止]|[到至])|[起底末后]$")
#: 有 only brings in those of whom the clause then tells: 共有[50个]集体、[90名]个人登上光荣榜.
_THERE = re.compile(r"有(?:\d[^，。]*[、和与及])?$")
#: Further figures of a list, each with the noun of that before it: [3个]集体、5名…
_LISTED = regex.compile(r"(?:\p{Han}{0,10}[、和与及]?(?<!\d)\d[\d.]*[余多]?万?[余多]?[个名位支家人对户所])+")
#: A clause that is no more than a time has at most so many characters: 2018年暑假，全市开办….
_TIME_ALONE = 10
#: What has been done so far.
_DONE = re.compile("已|[办开做讲演]过")
#: So many characters, at most, does a time hold for that the sentences before name.
_REMEMBERED = 2000
_COUNT = re.compile(r"\d")
_CLAUSE_END = re.compile("[，,；;：:、]")
_RATE_UNITS = ("%", "‰", "成")


class PeriodReader:
    """Reads the period of a figure.

    Args:
        words: The expressions of ``patterns/scope.toml``.
    """

    def __init__(self, words: PeriodWords) -> None:
        self._words = words
        self._prefilter = Prefilter([getattr(words, name) for name in _NAMES])
        self._bits = {name: 1 << index for index, name in enumerate(_NAMES)}
        self._earlier: tuple[str, Period | None] = ("", None)

    def period_of(
        self,
        figure: Figure,
        wording: Wording,
        said: str,
        earlier: str = "",
        level: Level = "city",
        indicator: str = "",
        rest: str = "",
    ) -> Period:
        """Whether a figure is a stock, a flow within its year, cumulative over several years, or a rate.

        Args:
            figure: The figure.
            wording: The words around it; its clause decides first.
            said: The words of its sentence before it.
            earlier: The sentences before in the same paragraph.
            level: Whose figure it is.
            indicator: What the figure counts.
            rest: The words of its sentence after it.
        """
        if figure.unit in _RATE_UNITS:
            return "rate"
        # The lead is the end of what was said, so that what has no literal there has none in the lead.
        here = self._prefilter.mask(said)
        times = self._times(said, here)
        if self._found("rate", wording.lead, here) or (
            "已" not in wording.lead and self._last("frequency", said, here) > max(times)
        ):
            return "rate"
        if self._found("grown", wording.lead, here):
            return "stock"
        time = _last_of(*times)
        if self._counts_doings(figure, wording, said, here, indicator, time, rest):
            return time or self._time_of(earlier) or self._lifelong(figure, wording, said, level, indicator)
        if indicator in self._words.doings and not (time is None and self._found("being", wording.lead, here)):
            return time or self._time_of(earlier) or "flow"
        if indicator in self._words.timed and not self._found("standing", wording.lead, here):
            known = time or self._time_of(earlier)
            if known is not None:
                return known
        summed = time == "cumulative" and self._found("cumulative", wording.lead, here)
        happened = time == "flow" and self._happened(figure, wording, said, here)
        return time if time and (summed or happened) else "stock"

    def _lifelong(self, figure: Figure, wording: Wording, said: str, level: Level, indicator: str) -> Period:
        """Over what time doings are counted that have none: a body's life, or the year of the report."""
        event = figure.unit in self._words.event_units
        if event and (self._found("so_far", said) or (_DONE.search(wording.lead) and "目前" not in said)):
            return "cumulative"
        own = level in ("organisation", "person") and indicator not in self._words.once
        return "cumulative" if own and (event or self._did(wording.lead)) else "flow"

    def _happened(self, figure: Figure, wording: Wording, said: str, possible: int) -> bool:
        """Whether what is counted came about in the time of its clause, or whoever is counted was at an occasion."""
        if self._found("standing", wording.lead, possible):
            return False
        if self._found("flow", wording.lead, possible):
            return True
        if self._did(wording.lead, possible) is not None and self._time_before(wording.lead, said):
            return True
        there = figure.unit in self._words.heads and not self._found("being", wording.lead, possible)
        return there and self._found("occasion", said, possible)

    def _found(self, name: str, text: str, possible: int = -1) -> bool:
        """Whether the expression of this name is found in a text, where its literals make that possible."""
        return bool(possible & self._bits[name]) and compiled(getattr(self._words, name)).search(text) is not None

    def _last(self, name: str, text: str, possible: int) -> int:
        """Where the last match of the expression of this name ends; -1 without one."""
        if not possible & self._bits[name]:
            return -1
        return max((match.end() for match in compiled(getattr(self._words, name)).finditer(text)), default=-1)

    def _counts_doings(
        self,
        figure: Figure,
        wording: Wording,
        said: str,
        possible: int,
        indicator: str,
        time: Period | None,
        rest: str,
    ) -> bool:
        """Whether what is counted was done, and not only there; a clause without a verb goes on with that before it."""
        if figure.unit in self._words.event_units or self._found("passing", wording.subject):
            return True
        if indicator in self._words.lasting and time is None:
            return False
        did = self._did(wording.lead, possible)
        if did is False and time and _THERE.search(wording.lead) and self._does(wording.tail, rest):
            return True
        if did is not None or wording.tail:
            return self._does(wording.tail, rest) if did is None else did
        predicate = compiled(self._words.predicate)
        if predicate.search(wording.lead):
            return False
        for clause in reversed(_CLAUSE_END.split(said.removesuffix(wording.lead))[:-1]):
            did = self._did(clause, possible)
            if did is not None or not _COUNT.search(clause) or predicate.search(clause):
                return did is True
        return False

    def _does(self, tail: str, rest: str) -> bool:
        """Whether a doing follows a figure, or the last one of a list that it begins: 3个集体、5名个人获表彰."""
        listed = _LISTED.match(rest)
        return self._found("doing_after", tail) or (
            listed is not None and self._found("doing_after", rest[listed.end() :])
        )

    def _did(self, clause: str, possible: int = -1) -> bool | None:
        """Whether the last verb of a clause is a doing; None where it has neither a doing nor one of being there."""
        doing, being = self._last("doing", clause, possible), self._last("being", clause, possible)
        return None if doing == being == -1 else doing >= being

    def _times(self, text: str, possible: int) -> tuple[int, int]:
        """Where the last expression of several years ends in a text, and that of one; -1 without one."""
        return self._last("cumulative", text, possible), self._last("flow", text, possible)

    def _time_before(self, lead: str, said: str) -> bool:
        """Whether the clause before is no more than a time within a year: 2018年暑假，全市开办…."""
        before = (_CLAUSE_END.split(said.removesuffix(lead))[-2:-1] or [""])[0]
        if len(before) > _TIME_ALONE or _AS_OF.search(before):
            return False
        return any(match.end() >= len(before) - 1 for match in compiled(self._words.flow).finditer(before))

    def _time_of(self, earlier: str) -> Period | None:
        """The period that the sentences before name last, which the figures of one sentence share."""
        earlier = earlier[-_REMEMBERED:]
        if self._earlier[0] != earlier:
            self._earlier = (earlier, _last_of(*self._times(earlier, self._prefilter.mask(earlier))))
        return self._earlier[1]


def _last_of(summed: int, happened: int) -> Period | None:
    """The period that the last of two expressions of time names; None where there is none."""
    if summed == happened == -1:
        return None
    return "cumulative" if summed >= happened else "flow"
