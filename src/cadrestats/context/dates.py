"""Ties a figure to the year it speaks of: the last expression of time that governs it, else the report's own year."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from typing import NamedTuple

import regex

from cadrestats.models import Defaults, Figure, Report, Sentence, Source
from cadrestats.patterns import YEAR, Expression, TimeMarker, TimeWords
from cadrestats.patterns.checked import compiled
from cadrestats.patterns.literals import Prefilter

_HAN = {c: str(i) for i, c in enumerate("〇一二三四五六七八九")} | {"零": "0", "○": "0"}
_SMALL = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"两": 2, "": 1}
_WRITTEN_OUT = re.compile(r"[一二][〇○零一二三四五六七八九]{3}(?=年)")
_YEAR = re.compile(YEAR)
_OPENS = regex.compile(r"(?:^|[，,；;。：:、])(?:截[至止]|到|在)?$")
_TITLE = regex.compile(r"《[^》]{0,1000}+》")
#: Names in quotation marks; only a plan (“十三五”) keeps its meaning there.
_QUOTED = regex.compile(r"“(?!十.五”)[^”，,。]{0,24}”|《[^》]*》|「[^」]*」")


_CLAUSE_ENDS = "，,；;。：:"
#: Up to this month a report that says 全年 sums up the year before.
_TOLD_OF_LAST_YEAR = 3


class Year(NamedTuple):
    """A year and what it was read from; for the year of publication, the month too, where that is known."""

    year: int | None
    source: Source
    month: int | None = None


class Marker(NamedTuple):
    """An expression of time in a sentence.

    Attributes:
        end: Offset in the report's text, one past its last character.
        year: The year that it names; None for the report's own.
        carries: Whether the sentences after it may still speak of that year.
        reach: Offset where it stops to govern.
        lasts: Whether it holds for the paragraphs after it too, until another one comes: 截至2023年底.
        clause: Where its clause begins, whose earlier figures it governs where no other does: 这4个支部2022年获评….
    """

    end: int
    year: int | None
    carries: bool = False
    reach: int = sys.maxsize
    lasts: bool = False
    clause: int = sys.maxsize


class YearReader:
    """Reads years with the expressions of ``patterns/time.toml``."""

    def __init__(self, words: TimeWords) -> None:
        self.words = words
        self._any = compiled("|".join(f"(?P<m{i}>{marker.regex})" for i, marker in enumerate(words.markers)))
        self._prefilter = Prefilter([marker.regex for marker in words.markers])
        self._founded = tuple((compiled(a.regex), a.founded) for a in words.anniversaries)

    def report_year(self, report: Report, defaults: Defaults) -> Year:
        """The year of a report: of its publication, else the latest past year that it speaks of.

        Where no year is named, an anniversary or a congress tells (spec.md, column ``year``).
        """
        if report.published:
            return Year(int(report.published[:4]), "byline", int(report.published[5:7] or 0) or None)
        if defaults.published:
            return Year(int(defaults.published[:4]), "option")
        years = tuple(self._years(report.text))
        year = max(years) if years else self._commemorated(report.text)
        return Year(year, "" if year is None else "report")

    def _years(self, text: str) -> Iterator[int]:
        """Years that a text speaks of; plans for the future and titles of documents are left out."""
        for match, marker in self._found(_TITLE.sub(_blank, _western(text))):
            if marker.kind in ("year", "aside", "now"):
                yield from (int(year) for year in _YEAR.findall(match[0]))

    def _commemorated(self, text: str) -> int | None:
        for expression, founded in self._founded:
            if match := expression.search(text):
                return founded + (100 if match[1] == "百" else int(match[1]))
        return next((year for name, year in self.words.congresses.items() if name in text), None)

    def markers(self, sentence: Sentence, report: Year, latest: int | None = None) -> tuple[Marker, ...]:
        """The expressions of time in a sentence.

        Args:
            sentence: The sentence.
            report: The report's year, from which relative expressions count.
            latest: The year that the report named last before this sentence.
        """
        text = _western(sentence.text)
        if not self._prefilter.mask(text):
            return ()
        markers: list[Marker] = []
        for match, marker in self._found(_QUOTED.sub(_blank, text)):
            read = self._marker(match, marker, sentence, report, latest)
            if read is not None:
                markers.append(read)
                latest = read.year or report.year
        return tuple(markers)

    def _found(self, text: str) -> Iterator[tuple[regex.Match[str], TimeMarker]]:
        return ((match, self.words.markers[int(str(match.lastgroup)[1:])]) for match in self._any.finditer(text))

    def _marker(
        self, match: regex.Match[str], marker: TimeMarker, sentence: Sentence, report: Year, latest: int | None
    ) -> Marker | None:
        """What a match says of the figures after it; None where it says nothing."""
        year, text, rest = report.year, sentence.text, sentence.text[match.end() :]
        end = sentence.start + match.end()
        named = max((int(found) for found in _YEAR.findall(match[0])), default=None)
        if marker.kind == "silent" or (named and year and named > year):
            return None
        if marker.kind == "aside":
            return Marker(end, named, reach=end + _clause_length(rest, self.words.beginnings.runs_on))
        if marker.kind == "year":
            as_of = self.words.dates.as_of.search(text[: match.start()]) is not None
            clause = sentence.start + max(text.rfind(mark, 0, match.start()) for mark in _CLAUSE_ENDS) + 1
            return Marker(end, named, as_of or self._opens(match, text, rest), lasts=as_of, clause=clause)
        if marker.kind == "plan":
            return Marker(end, self._planned(match[0], year))
        if marker.kind == "same":
            return Marker(end, latest, carries=True)
        if marker.kind == "now" or year is None:
            return Marker(end, None)
        return self._relative(marker, match[0], end, rest, year, latest or self._summed_up(report))

    @staticmethod
    def _summed_up(report: Year) -> int | None:
        """The year of which a report of the first months tells when it says 全年."""
        early = report.year is not None and report.month is not None and report.month <= _TOLD_OF_LAST_YEAR
        return report.year - 1 if early and report.year else None

    def _relative(self, marker: TimeMarker, words: str, end: int, rest: str, year: int, latest: int | None) -> Marker:
        """What an expression says that counts from the report's year."""
        if marker.kind == "whole":
            return Marker(end, latest if latest == year - 1 else None, carries=True)
        if marker.kind == "back":
            return Marker(end, year - marker.years, carries=True)
        begins = self.words.beginnings.ago.match(rest) is not None
        reach = end + _clause_length(rest, self.words.beginnings.runs_on) if begins else sys.maxsize
        return Marker(end, year - _small_number(words.removesuffix("年前")), reach=reach)

    def _planned(self, words: str, year: int | None) -> int | None:
        """The last year of a five-year plan; None, the report's own, while the plan runs."""
        last = next(year for number, year in self.words.plans.items() if f"十{number}五" in words)
        running = year is not None and (year <= last or "以来" in words)
        return None if running else last

    def _opens(self, match: regex.Match[str], text: str, rest: str) -> bool:
        """Whether a year opens its clause (2022年，… 2022年某市…) and is not where something only began."""
        if self.words.beginnings.carried.search(rest):
            return False
        return _OPENS.search(text[max(0, match.start() - 4) : match.start()]) is not None


def year_of(figure: Figure, here: tuple[Marker, ...], before: tuple[Marker, ...], report: Year) -> Year:
    """The year a figure speaks of.

    Args:
        figure: The figure.
        here: Expressions of time in its sentence.
        before: The last ones before that sentence in its paragraph.
        report: The report's own year.
    """
    governing = [marker for marker in here if marker.end <= figure.start < marker.reach]
    governing = governing or [marker for marker in here if marker.clause <= figure.start < marker.end]
    if governing:
        year = governing[-1].year or report.year
        return Year(year, "sentence" if year else report.source)
    if before and before[-1].carries and before[-1].year is not None:
        return Year(before[-1].year, "paragraph")
    return report


def _western(text: str) -> str:
    """Years in Chinese digits, character for character: 二〇二三年 → 2023年."""
    return _WRITTEN_OUT.sub(lambda m: "".join(_HAN[c] for c in m[0]), text) if "年" in text else text


def _blank(match: regex.Match[str]) -> str:
    return "□" * len(match[0])


def _small_number(text: str) -> int:
    """A number of years up to 99: ``3``, ``三``, ``十五``, ``二十``."""
    if text.isdigit():
        return int(text)
    tens, ten, ones = text.rpartition("十")
    return (_SMALL[tens] * 10 if ten else 0) + (_SMALL[ones] if ones else 0)


def _clause_length(text: str, runs_on: Expression) -> int:
    """How far a clause goes on; past its first comma where it only says when (成立时，…)."""
    past = match.end() if (match := runs_on.match(text)) else 0
    return min((i for i, c in enumerate(text) if i >= past and c in "，,；;。：:！？"), default=len(text))
