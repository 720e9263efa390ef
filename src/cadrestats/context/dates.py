"""Ties a figure to the year it speaks of: the last expression of time that governs it, else the report's own year."""

from __future__ import annotations

import re
from collections.abc import Iterator

import regex

from cadrestats.context.markers import Marker, MarkerReader, Year
from cadrestats.models import Defaults, Figure, Report, Sentence
from cadrestats.patterns import YEAR, TimeMarker, TimeWords
from cadrestats.patterns.checked import compiled
from cadrestats.patterns.literals import Prefilter

_HAN = {c: str(i) for i, c in enumerate("〇一二三四五六七八九")} | {"零": "0", "○": "0"}
_WRITTEN_OUT = re.compile(r"[一二][〇○零一二三四五六七八九]{3}(?=年)")
_YEAR = re.compile(YEAR)
_TITLE = regex.compile(r"《[^》]{0,1000}+》")
#: Names in quotation marks; only a plan (“十三五”) keeps its meaning there.
_QUOTED = regex.compile(r"“(?!十.五”)[^”，,。]{0,24}”|《[^》]*》|「[^」]*」")


class YearReader:
    """Reads years with the expressions of ``patterns/time.toml``."""

    def __init__(self, words: TimeWords) -> None:
        self.words = words
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

    def markers(
        self, sentence: Sentence, report: Year, latest: int | None = None, first: bool = True
    ) -> tuple[Marker, ...]:
        """The expressions of time in a sentence.

        Args:
            sentence: The sentence.
            report: The report's year, from which relative expressions count.
            latest: The year that the report named last before this sentence.
            first: Whether no statistic stands before the sentence in its paragraph.
        """
        text = _western(sentence.text)
        if not self._prefilter.mask(text):
            return ()
        reader = MarkerReader(self.words, sentence, report, first)
        markers: list[Marker] = []
        for match, marker in self._found(_QUOTED.sub(_blank, text)):
            read = reader.read(match, marker, latest)
            if read is not None:
                markers.append(read)
                latest = read.year or report.year
        return tuple(markers)

    def _found(self, text: str) -> Iterator[tuple[regex.Match[str], TimeMarker]]:
        """The expressions of a text in order, without overlaps; of two that begin together the first of the file.

        Each is searched by itself, which takes a tenth of the time of searching for all of them as one alternation.
        """
        markers = self.words.markers
        searched = ((index, markers[index].compiled.search(text)) for index in self._prefilter.possible(text))
        ahead = {index: match for index, match in searched if match}
        while ahead:
            index = min(ahead, key=lambda index: (ahead[index].start(), index))
            found = ahead[index]
            yield found, markers[index]
            for other in [other for other, match in ahead.items() if match.start() < found.end()]:
                again = markers[other].compiled.search(text, found.end())
                if again:
                    ahead[other] = again
                else:
                    del ahead[other]


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


def carried_on(before: tuple[Marker, ...], here: tuple[Marker, ...]) -> tuple[Marker, ...]:
    """The expressions of time that hold after a sentence: its own, and behind them one that lasts.

    Args:
        before: Those that held before it.
        here: Its own.
    """
    if not here:
        return before
    lasting = tuple(marker for marker in before if marker.lasts)[-1:]
    if any(m.carries and not (m.passing and lasting and m.year == lasting[0].year) for m in here):
        return here
    return (*lasting, *here)


def _western(text: str) -> str:
    """Years in Chinese digits, character for character: 二〇二三年 → 2023年."""
    return _WRITTEN_OUT.sub(lambda m: "".join(_HAN[c] for c in m[0]), text) if "年" in text else text


def _blank(match: regex.Match[str]) -> str:
    return "□" * len(match[0])
