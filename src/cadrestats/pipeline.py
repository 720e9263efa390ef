"""One report → its statistics: the way through the house, step by step."""

from __future__ import annotations

from collections.abc import Sequence

from cadrestats.context import dates
from cadrestats.context.gazetteer import gazetteer
from cadrestats.context.places import PlaceFinder
from cadrestats.context.scope import scope_of
from cadrestats.figures.scanner import Scanner
from cadrestats.figures.subject import SubjectFinder
from cadrestats.models import Defaults, Figure, Report, Sentence, Statistic
from cadrestats.patterns import Library, library
from cadrestats.reading import read_text
from cadrestats.reading.encoding import decode
from cadrestats.reading.mojibake import repair
from cadrestats.reading.sentences import split


def read(data: bytes, name: str) -> Report:
    """A report made readable.

    Args:
        data: The file's bytes.
        name: The file's name, as the table's column ``report`` gives it.

    Raises:
        UnreadableReport: If the bytes are no text.
    """
    text, repairs = repair(decode(data))
    return read_text(text, name, repairs)


def statistics(report: Report, defaults: Defaults = Defaults()) -> tuple[Statistic, ...]:  # noqa: B008 -- immutable
    """The statistics of a report, one row each, in the order of the text.

    Args:
        report: The report.
        defaults: Date and place, where the report does not tell them.
    """
    known = library()
    year = dates.report_year(report, defaults)
    places = PlaceFinder(report, defaults, gazetteer(), frozenset(known.words.everyday_names), year.year)
    scanner, subjects = Scanner(known), SubjectFinder(known)
    rows: list[Statistic] = []
    previous: Sentence | None = None
    for sentence in split(report):
        figures = tuple(f for f in scanner.scan(sentence) if f.verdict == "statistic")
        before = previous if previous is not None and previous.block == sentence.block else None
        for index, figure in enumerate(figures):
            rows.append(_row(report, defaults, known, places, subjects, year, sentence, before, figures, index))
        previous = sentence
    return merged(rows)


def _row(
    report: Report,
    defaults: Defaults,
    known: Library,
    places: PlaceFinder,
    subjects: SubjectFinder,
    year: dates.Year,
    sentence: Sentence,
    before: Sentence | None,
    figures: Sequence[Figure],
    index: int,
) -> Statistic:
    figure = figures[index]
    wording = subjects.wording(sentence, index, figures, before.text if before else "")
    said = sentence.text[: figure.start - sentence.start]
    context = f"{report.title}|{before.text if before else ''}|{said.removesuffix(wording.lead)}"
    indicator, pattern = known.classify(figure, wording, context, sentence.text)
    tied = places.tie(figure, sentence, figures)
    spoken = dates.year_of(
        figure,
        dates.markers(sentence, year.year),
        dates.markers(before, year.year) if before else (),
        year,
    )
    scope = scope_of(report, sentence, said, tied.place)
    return Statistic(
        report=report.name,
        title=report.title,
        published=report.published or defaults.published,
        province=tied.place.province,
        city=tied.place.city,
        district=tied.place.district,
        level=scope.level,
        entity=scope.entity,
        year=spoken.year,
        period=dates.period_of(figure, wording.lead, said),
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


def merged(rows: Sequence[Statistic]) -> tuple[Statistic, ...]:
    """One row per statistic: what a report gives again adds to the mentions of the first."""
    kept: dict[tuple[object, ...], Statistic] = {}
    for row in rows:
        key = (row.value, row.value_max, row.unit, row.indicator, row.city, row.district, row.year,
               "" if row.indicator != "other" else row.subject)  # fmt: skip
        first = kept.get(key)
        kept[key] = row if first is None else first.model_copy(update={"mentions": first.mentions + 1})
    return tuple(kept.values())
