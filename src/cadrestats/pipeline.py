"""One report → its statistics: the way through the house, step by step."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache, cached_property
from pathlib import Path

from cadrestats.context.bodies import BodyFinder
from cadrestats.context.dates import YearReader, carried_on, year_of
from cadrestats.context.gazetteer import Gazetteer, gazetteer
from cadrestats.context.headings import headings
from cadrestats.context.home import Tied
from cadrestats.context.markers import Marker
from cadrestats.context.mentions import merged
from cadrestats.context.periods import PeriodReader
from cadrestats.context.places import PlaceFinder
from cadrestats.context.scope import Scope, ScopeFinder, scope_of
from cadrestats.figures.scanner import Scanner
from cadrestats.figures.subject import SubjectFinder
from cadrestats.models import Defaults, Figure, Report, Sentence, Statistic, Wording
from cadrestats.patterns import Library, library
from cadrestats.reading import read_text
from cadrestats.reading.encoding import decode
from cadrestats.reading.mojibake import repair
from cadrestats.reading.script import simplified
from cadrestats.reading.sentences import split
from cadrestats.reading.unreadable import unreadable


def read(data: bytes, name: str, headline: str = "", day: str = "") -> Report:
    """A report made readable.

    Args:
        data: The bytes of its text.
        name: The report's name, as the table's column ``report`` gives it.
        headline: The headline, where the report's container tells it.
        day: The date of publication likewise, as ISO 8601.

    Raises:
        UnreadableReport: If the bytes are no text.
    """
    text, repairs = repair(decode(data))
    headline, above = repair(headline)
    report = read_text(text, name, (*repairs, *unreadable(text)), headline=headline, day=day)
    return report.model_copy(update={"repairs": above + report.repairs}) if above else report  # it begins with it


def statistics(
    report: Report, defaults: Defaults = Defaults(), own_patterns: Path | None = None
) -> tuple[Statistic, ...]:
    """The statistics of a report, one row each, in the order of the text.

    Args:
        report: The report.
        defaults: Date and place, where the report does not tell them.
        own_patterns: A folder with the user's own pattern files.

    Raises:
        PatternError: If a pattern file is wrong.
    """
    plain = in_simplified(report)
    rows = merged(plain, list(interpreter(own_patterns).rows(plain, defaults)))
    return rows if plain.text == report.text else tuple(in_script_of(report, plain, row) for row in rows)


def in_simplified(report: Report) -> Report:
    """The report in simplified characters, in which the patterns are written; offsets stay the same."""
    return report.model_copy(update={"text": simplified(report.text), "title": simplified(report.title)})


#: How far back in its paragraph the words lie, in characters, that still say of what time a figure is.
_LOOKS_BACK = 600


class Interpreter:
    """All that is known of the language and of places, made ready once for any number of reports.

    Args:
        known: The pattern library.
        divisions: The gazetteer.
    """

    def __init__(self, known: Library, divisions: Gazetteer) -> None:
        self.known = known
        self.divisions = divisions
        self.scanner = Scanner(known)
        self.subjects = SubjectFinder(known)
        self.periods = PeriodReader(known.scope.periods)
        self.bodies = BodyFinder(known, divisions)
        self.years = YearReader(known.time)

    def rows(self, report: Report, defaults: Defaults) -> Iterator[Statistic]:
        """A row for every figure of a report that is a statistic, repeated ones too.

        Args:
            report: The report, in simplified characters.
            defaults: Date and place, where the report does not tell them.
        """
        return Interpretation(self, report, defaults).rows()


@cache
def interpreter(own_patterns: Path | None = None) -> Interpreter:
    """The interpreter with the patterns and the gazetteer that come with the package.

    Args:
        own_patterns: A folder with the user's own pattern files.
    """
    return Interpreter(library(own_patterns), gazetteer())


class Interpretation:
    """One report, and what its figures mean."""

    def __init__(self, knows: Interpreter, report: Report, defaults: Defaults) -> None:
        self.knows, self.report, self.defaults = knows, report, defaults
        self.year = knows.years.report_year(report, defaults)
        self.headings = headings(report.blocks)
        self.carried: tuple[Marker, ...] = ()
        self.latest: int | None = None
        self.spoken: tuple[Marker, ...] = ()

    @cached_property
    def places(self) -> PlaceFinder:
        """The places of the report; one without figures needs none."""
        knows = self.knows
        return PlaceFinder(self.report, self.defaults, knows.divisions, knows.known.places, self.year.year)

    @cached_property
    def scopes(self) -> ScopeFinder:
        """Whom the report speaks of, likewise."""
        return ScopeFinder(self.report, self.knows.bodies)

    def rows(self) -> Iterator[Statistic]:
        """A row for every figure that is a statistic."""
        previous: Sentence | None = None
        counted = False
        for sentence in split(self.report):
            before = previous if previous is not None and previous.block == sentence.block else None
            if before is None:
                self.carried = tuple(marker for marker in self.carried if marker.lasts)
                counted = False
            figures = tuple(f for f in self.knows.scanner.scan(sentence) if f.verdict == "statistic")
            self.spoken = self.knows.years.markers(sentence, self.year, self.latest, first=not counted)
            for index in range(len(figures)):
                yield from self._rows_of(sentence, before, figures, index)
            self.carried = carried_on(self.carried, self.spoken)
            self.latest = (self.spoken[-1].year or self.year.year) if self.spoken else self.latest
            counted = counted or bool(figures)
            previous = sentence

    def _rows_of(
        self, sentence: Sentence, before: Sentence | None, figures: Sequence[Figure], index: int
    ) -> Iterator[Statistic]:
        """The rows of one figure: one, or one for each place that it is given to."""
        wording = self.knows.subjects.wording(sentence, index, figures, before.text if before else "")
        body = self.scopes.governor(figures[index], wording)
        for tied in self.places.ties(figures[index], sentence, figures, self.scopes.origin(body)):
            yield self._row(sentence, before, figures[index], wording, tied, scope_of(body, tied.place))

    def _row(
        self,
        sentence: Sentence,
        before: Sentence | None,
        figure: Figure,
        wording: Wording,
        tied: Tied,
        scope: Scope,
    ) -> Statistic:
        said = sentence.text[: figure.start - sentence.start]
        rest = sentence.text[figure.end - sentence.start :]
        above = f"{self.report.title}|{self._heading_above(sentence.block)}|{before.text if before else ''}"
        context = f"{above}|{said.removesuffix(wording.lead)}"
        indicator, pattern = self.knows.known.classify(figure, wording, context, sentence.text, rest)
        paragraph = self.report.blocks[sentence.block].start
        earlier = self.report.text[max(paragraph, sentence.start - _LOOKS_BACK) : sentence.start]
        period = self.knows.periods.period_of(figure, wording, said, earlier, scope.level, indicator, rest)
        spoken = year_of(
            figure,
            self.spoken,
            self.carried if period != "rate" else (),
            self.year,
        )
        return Statistic(
            report=self.report.name,
            title=self.report.title,
            published=self.report.published or self.defaults.published,
            province=tied.place.province,
            city=tied.place.city,
            district=tied.place.district,
            level=scope.level,
            entity=scope.entity,
            year=spoken.year,
            period=period,
            indicator=indicator,
            subject=wording.subject or wording.topic,
            value=figure.value,
            value_max=figure.value_max,
            bound=figure.bound,
            unit=figure.unit,
            figure=figure.text,
            sentence=sentence.text,
            start=figure.start,
            end=figure.end,
            pattern=pattern,
            place_from=tied.source,
            year_from=spoken.source,
        )

    def _heading_above(self, block: int) -> str:
        """The heading that a block stands under; empty where there is none."""
        above = self.headings[block - 1] if block else -1
        heading = self.report.blocks[above]
        return self.report.text[heading.start : heading.end] if above >= 0 else ""


def in_script_of(report: Report, plain: Report, row: Statistic) -> Statistic:
    """The row with the report's own characters; names of places, indicator and unit stay simplified (spec.md)."""

    def own(words: str) -> str:
        at = plain.text.find(words)
        return words if at < 0 else report.text[at : at + len(words)]

    words = {
        "title": report.title,
        "figure": report.text[row.start : row.end],
        **{column: own(getattr(row, column)) for column in ("sentence", "subject", "entity")},
    }
    differ = any(getattr(row, column) != own_words for column, own_words in words.items())
    return row.model_copy(update=words) if differ else row
