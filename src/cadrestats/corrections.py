"""Corrections of a reader applied to the rows of a report: wrong rows go, changed ones change, missed ones come in.

A correction tells its figure by the sentence, not by a place in the text, so that it outlives changes of the report and
of the patterns as long as the sentence stands. One that has lost its figure is told, never guessed.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from cadrestats.models import Correction, Defaults, Level, Report, Sentence, Statistic
from cadrestats.pipeline import in_simplified, interpreter
from cadrestats.reading.sentences import split

#: What the column ``pattern`` says of a row whose indicator a person gave.
BY_HAND = "correction"
_OF_PLACES = ("province", "city", "county")


class Corrected(NamedTuple):
    """The rows of a report after its corrections.

    Attributes:
        rows: The rows, in the order of the text.
        lost: Why a correction does not apply, in words for the user, with its line; empty where it applies.
    """

    rows: tuple[Statistic, ...]
    lost: tuple[tuple[int, str], ...]


def corrected(
    report: Report,
    rows: Sequence[Statistic],
    corrections: Mapping[int, Correction],
    defaults: Defaults = Defaults(),
    own_patterns: Path | None = None,
) -> Corrected:
    """Apply the corrections of a report to its rows.

    Args:
        report: The report.
        rows: Its rows, as ``extract`` gives them.
        corrections: The corrections of this report, each by its line in their file.
        defaults: Date of publication, where the report does not tell it.
        own_patterns: A folder with the user's own pattern files.
    """
    if not corrections:
        return Corrected(tuple(rows), ())
    return _Reader(report, rows, defaults, own_patterns).corrected(corrections)


class _Reader:
    """One report, its sentences and rows, as a reader's corrections speak of them."""

    def __init__(
        self, report: Report, rows: Sequence[Statistic], defaults: Defaults, own_patterns: Path | None
    ) -> None:
        self.report, self.rows, self.defaults = report, list(rows), defaults
        self.scanner = interpreter(own_patterns).scanner
        self.sentences = split(in_simplified(report))
        self.starts = [sentence.start for sentence in self.sentences]
        self.known: dict[tuple[object, ...], list[int]] = defaultdict(list)
        parts: dict[int, int] = defaultdict(int)
        for order, row in enumerate(rows):
            parts[row.start] += 1
            self.known[self._key(row, parts[row.start])].append(order)

    def corrected(self, corrections: Mapping[int, Correction]) -> Corrected:
        lost: dict[int, str] = {}
        now: dict[int, Statistic | None] = {}
        added: list[Statistic] = []
        for line, correction in corrections.items():
            lost[line] = ""
            if correction.verdict == "added":
                found = self._missed(correction)
                if isinstance(found, str):
                    lost[line] = found
                else:
                    added.append(found)
                continue
            orders = self.known.get(_told(correction), [])
            if not orders:
                lost[line] = self._reason(correction)
            for order in orders:
                if correction.verdict != "right":
                    now[order] = None if correction.verdict == "wrong" else _changed(self.rows[order], correction)
        rows = [now.get(order, row) for order, row in enumerate(self.rows)]
        kept = [row for row in rows if row is not None]
        for row in added:
            kept.insert(next((i for i, other in enumerate(kept) if other.start > row.start), len(kept)), row)
        return Corrected(tuple(kept), tuple(lost.items()))

    def _key(self, row: Statistic, part: int) -> tuple[object, ...]:
        sentence = self.sentences[bisect_right(self.starts, row.start) - 1]
        words = self._words(sentence)
        places = _places(words, row.figure)
        occurrence = next((n for n, at in enumerate(places, 1) if at == row.start - sentence.start), 0)
        return words, row.figure, occurrence, part

    def _words(self, sentence: Sentence) -> str:
        """A sentence in the report's own script."""
        return self.report.text[sentence.start : sentence.end]

    def _reason(self, correction: Correction) -> str:
        if all(self._words(sentence) != correction.sentence for sentence in self.sentences):
            return "its sentence does not stand in the report any more"
        return f"no row of its sentence has {correction.figure!r} any more"

    def _missed(self, correction: Correction) -> Statistic | str:
        """The row of a figure that was missed, or why there is none."""
        for sentence in self.sentences:
            if self._words(sentence) != correction.sentence:
                continue
            places = list(_places(correction.sentence, correction.figure))
            if len(places) >= correction.occurrence:
                return self._row(correction, sentence, sentence.start + places[correction.occurrence - 1])
        return self._reason(correction)

    def _row(self, correction: Correction, sentence: Sentence, start: int) -> Statistic | str:
        end = start + len(correction.figure)
        if any(row.start < end and start < row.end for row in self.rows):
            return f"{correction.figure!r} has a row by now"
        within = [figure for figure in self.scanner.scan(sentence) if figure.start < end and start < figure.end]
        read = within[0] if len(within) == 1 else None
        if correction.value is None and read is None:
            return f"no number can be read in {correction.figure!r}: give it in the column value"
        number: dict[str, Any]
        if correction.value is None and read is not None:
            number = {"value": read.value, "value_max": read.value_max, "bound": read.bound}
        else:
            number = {"value": correction.value, "value_max": None, "bound": "exact"}
        unit = correction.unit or (read.unit if read is not None else "")
        return Statistic(
            report=self.report.name,
            title=self.report.title,
            published=self.report.published or self.defaults.published,
            province=correction.province,
            city=correction.city,
            district=correction.district,
            level=_level(correction),
            entity="",
            year=correction.year,
            period="rate" if unit == "%" else "stock",
            indicator=correction.indicator or "other",
            subject=correction.subject,
            unit=unit,
            figure=correction.figure,
            sentence=correction.sentence,
            start=start,
            end=end,
            pattern=BY_HAND,
            place_from="option",
            year_from="option",
            **number,
        )


def _told(correction: Correction) -> tuple[object, ...]:
    """What tells the figure that a correction speaks of, within its report."""
    return correction.sentence, correction.figure, correction.occurrence, correction.row


def _places(sentence: str, figure: str) -> Iterator[int]:
    """Where some words stand in a sentence."""
    at = sentence.find(figure)
    while at >= 0:
        yield at
        at = sentence.find(figure, at + 1)


def _changed(row: Statistic, correction: Correction) -> Statistic:
    """A row with the indicator, place and year that a reader gave; what differs says so."""
    update: dict[str, object] = {}
    if row.indicator != (indicator := correction.indicator or "other"):
        update |= {"indicator": indicator, "pattern": BY_HAND}
    place = {name: getattr(correction, name) for name in ("province", "city", "district")}
    if any(getattr(row, name) != given for name, given in place.items()):
        update |= {**place, "place_from": "option"}
        update |= {"level": _level(correction)} if row.level in _OF_PLACES else {}
    if row.year != correction.year:
        update |= {"year": correction.year, "year_from": "option"}
    return row.model_copy(update=update)


def _level(correction: Correction) -> Level:
    """Whose figure it is, by the place alone; that of no place is some organisation's."""
    if correction.district:
        return "county"
    return "city" if correction.city else "province" if correction.province else "organisation"
