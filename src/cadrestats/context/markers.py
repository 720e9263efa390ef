"""Reads what the expressions of time in a sentence say of its figures, and of those after it."""

from __future__ import annotations

import re
import sys
from typing import NamedTuple

import regex

from cadrestats.models import Sentence, Source
from cadrestats.patterns import YEAR, Expression, TimeMarker, TimeWords

_SMALL = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"两": 2, "": 1}
_YEARS = re.compile(YEAR)
_CLAUSE_ENDS = "，,；;。：:"
#: Up to this month a report sums up the year before: it says 全年, or it begins with that year.
_TOLD_OF_LAST_YEAR = 3
#: Headline, byline and two paragraphs: so far, at most, reaches the lead of a report, in blocks.
_LEAD = 3


class Year(NamedTuple):
    """A year and what it was read from; for the year of publication, the month too, where that is known."""

    year: int | None
    source: Source
    month: int | None = None

    @property
    def summed_up(self) -> int | None:
        """The year of which a report of the first months tells: what it did, all in all, the year before."""
        early = self.year is not None and self.month is not None and self.month <= _TOLD_OF_LAST_YEAR
        return self.year - 1 if early and self.year else None


class Marker(NamedTuple):
    """An expression of time in a sentence.

    Attributes:
        end: Offset in the report's text, one past its last character.
        year: The year that it names; None for the report's own.
        carries: Whether the sentences after it may still speak of that year.
        reach: Offset where it stops to govern.
        lasts: Whether it holds for the paragraphs after it too, until another one comes: 截至2023年底.
        passing: Whether what lasts goes on after it where it means the same year: 去年, 9月.
        clause: Where its clause begins, whose earlier figures it governs where no other does: 这4个支部2022年获评….
    """

    end: int
    year: int | None
    carries: bool = False
    reach: int = sys.maxsize
    lasts: bool = False
    passing: bool = False
    clause: int = sys.maxsize


class MarkerReader:
    """Reads the expressions of time of one sentence.

    Args:
        words: What the expressions mean.
        sentence: The sentence.
        report: The report's year, from which relative expressions count.
        first: Whether no statistic stands before the sentence in its paragraph.
    """

    def __init__(self, words: TimeWords, sentence: Sentence, report: Year, first: bool) -> None:
        self.words, self.report, self.start, self.text = words, report, sentence.start, sentence.text
        self.leads = first and sentence.block <= _LEAD

    def read(self, match: regex.Match[str], marker: TimeMarker, latest: int | None) -> Marker | None:
        """What a match says of the figures after it; None where it says nothing.

        Args:
            match: Where an expression stands in the sentence.
            marker: The expression.
            latest: The year that the report named last before it.
        """
        year, end = self.report.year, self.start + match.end()
        named = max((int(found) for found in _YEARS.findall(match[0])), default=None)
        if marker.kind == "silent" or (named and year and named > year):
            return None
        if marker.kind == "aside":
            return Marker(end, named, reach=end + self._reach_of_aside(match))
        if marker.kind == "year":
            return self._named(match, named)
        if marker.kind == "plan":
            return Marker(end, self._planned(match[0]))
        if marker.kind == "same":
            return Marker(end, latest, carries=True)
        if marker.kind == "now" or year is None:
            return Marker(end, None)
        return self._relative(match, marker, year, latest)

    def _named(self, match: regex.Match[str], named: int | None) -> Marker:
        """A year in figures."""
        dates, before, after = self.words.dates, self.text[: match.start()], self.text[match.end() :]
        as_of = dates.as_of.search(before) is not None or dates.as_of_after.match(after) is not None
        clause = self.start + max(before.rfind(mark) for mark in _CLAUSE_ENDS) + 1
        # It opens its clause (2022年，… 2022年某市…), and nothing only began then.
        opens = dates.opens.search(before) is not None and self.words.beginnings.carried.search(after) is None
        lasts = as_of or self._sums_up(match, named)
        return Marker(self.start + match.end(), named, as_of or opens, lasts=lasts, clause=clause)

    def _relative(self, match: regex.Match[str], marker: TimeMarker, year: int, latest: int | None) -> Marker | None:
        """An expression that counts from the report's year."""
        end, rest = self.start + match.end(), self.text[match.end() :]
        past = self.report.summed_up
        if marker.kind == "month":
            # A report of the first months can only know a later month from the year before.
            later = _small_number(match[0].partition("月")[0]) > (self.report.month or 0) + 1
            return Marker(end, past, carries=True, passing=True) if past and later else None
        if marker.kind == "whole":
            return Marker(end, year - 1 if (latest or past) == year - 1 else None, carries=True, passing=True)
        if marker.kind == "back":
            said = year - marker.years
            carries = self.words.beginnings.opened.match(rest) is None
            return Marker(end, said, carries, lasts=self._sums_up(match, said), passing=True)
        begins = self.words.beginnings.ago.match(rest) is not None
        reach = end + _clause_length(rest, self.words.beginnings.runs_on) if begins else sys.maxsize
        return Marker(end, year - _small_number(match[0].removesuffix("年前")), reach=reach)

    def _reach_of_aside(self, match: regex.Match[str]) -> int:
        """How many characters a year holds that is named in passing: to the end of its clause, or up to a change."""
        rest, beginnings = self.text[match.end() :], self.words.beginnings
        if match[0][0] not in "由从":
            return _clause_length(rest, beginnings.runs_on)
        changes = beginnings.changes.search(rest)
        return len(rest) if changes is None else changes.start()

    def _planned(self, words: str) -> int | None:
        """The last year of a five-year plan; None, the report's own, while the plan runs."""
        last = next(year for number, year in self.words.plans.items() if f"十{number}五" in words)
        running = self.report.year is not None and (self.report.year <= last or "以来" in words)
        return None if running else last

    def _sums_up(self, match: regex.Match[str], said: int | None) -> bool:
        """Whether a report of the first months begins with the year before, and so tells of that year."""
        dates = self.words.dates
        return (
            self.leads
            and said is not None
            and said == self.report.summed_up
            and dates.summing_up.match(self.text[match.end() :]) is not None
            and dates.begins.search(self.text[: match.start()]) is not None
        )


def _small_number(text: str) -> int:
    """A number of years or months up to 99: ``3``, ``三``, ``十五``, ``二十``."""
    if text.isdigit():
        return int(text)
    tens, ten, ones = text.rpartition("十")
    return (_SMALL[tens] * 10 if ten else 0) + (_SMALL[ones] if ones else 0)


def _clause_length(text: str, runs_on: Expression) -> int:
    """How far a clause goes on; past its first comma where it only says when (成立时，…)."""
    past = match.end() if (match := runs_on.match(text)) else 0
    return min((i for i, c in enumerate(text) if i >= past and c in "，,；;。：:！？"), default=len(text))
