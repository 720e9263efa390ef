"""Places side by side: one line an indicator, with the figure that stands for each place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from cadrestats.models import Level, Statistic
from cadrestats.output.comparison.amounts import Amount, quotient
from cadrestats.output.comparison.models import Candidate, Cell, Comparison, Difference, Line, Place, Wanted
from cadrestats.output.comparison.standing import StandingJudge, chosen
from cadrestats.patterns import Indicator, Library

#: Values are given for so many of another indicator.
PER = 1000


def compared(
    rows: Iterable[Statistic], places: Sequence[Place], known: Library, wanted: Wanted = Wanted()
) -> Comparison:
    """Put places side by side.

    Args:
        rows: The rows of any reports, of any places.
        places: The places, in the order of the cells.
        known: The indicators, and what the language says of parts and wholes.
        wanted: What is compared.

    Returns:
        One line for each indicator of which at least one place has a figure; those that the catalogue does not know (a
        user's own) come last. Rows whose indicator is ``other`` are not compared: they have no meaning in common.
    """
    table = _Table(_by_indicator(rows, places), places, known, wanted)
    lines = tuple(line for name in table.indicators for line in table.lines(name))
    per = known.indicators[wanted.per].name_zh if wanted.per else ""
    return Comparison(places=tuple(places), lines=lines, per=per, by_year=wanted.by_year)


def _by_indicator(rows: Iterable[Statistic], places: Sequence[Place]) -> dict[str, list[list[Statistic]]]:
    """The rows of each place by indicator."""
    table: dict[str, list[list[Statistic]]] = {}
    for row in rows:
        if row.indicator != "other":
            for position, place in enumerate(places):
                if place.has(row):
                    table.setdefault(row.indicator, [[] for _ in places])[position].append(row)
    return table


class _Table:
    """The rows of some places, and what of them is compared.

    Args:
        rows: The rows of each place by indicator.
        places: The places.
        known: The indicators, and what the language says of parts and wholes.
        wanted: What is compared.
    """

    def __init__(
        self, rows: Mapping[str, list[list[Statistic]]], places: Sequence[Place], known: Library, wanted: Wanted
    ) -> None:
        self.rows, self.places, self.wanted, self.words = rows, places, wanted, known.comparison
        self._catalogue = known.indicators

    @property
    def indicators(self) -> list[str]:
        """The indicators that are compared, in the order of the catalogue."""
        names = [*(n for n in self._catalogue if n in self.rows), *(n for n in self.rows if n not in self._catalogue)]
        asked = self.wanted.indicators
        return [name for name in names if name != self.wanted.per and (not asked or name in asked)]

    def lines(self, name: str) -> list[Line]:
        """The lines of one indicator: one, or one a year."""
        level = self.wanted.level
        found = [self._candidates(name, at, level) for at in range(len(self.places))]
        if level:
            found = [[c for c in candidates if c.row.level == level] for candidates in found]
        if not self.wanted.by_year:
            return self._line(name, found, self.wanted.year)
        years = {c.row.year for candidates in found for c in candidates if c.row.year is not None}
        asked = sorted(years if self.wanted.year is None else years & {self.wanted.year})
        return [line for year in asked for line in self._line(name, found, year)]

    def _indicator(self, name: str) -> Indicator:
        nameless = Indicator(id=name, name_zh=name, name_en=name, counts="", usual_units=())
        return self._catalogue.get(name, nameless)

    def _candidates(self, name: str, at: int, level: Level | None = None) -> list[Candidate]:
        """The rows of the place that stands there, each with its standing."""
        judge = StandingJudge(self.places[at], self._indicator(name), self.words, level)
        return [judge.candidate(row) for row in (self.rows[name][at] if name in self.rows else ())]

    def _line(self, name: str, found: list[list[Candidate]], year: int | None) -> list[Line]:
        """The line of an indicator, of one year where a year is given; none where no place has a figure."""
        indicator = self._indicator(name)
        cells = self._cells(indicator, found, year)
        if self.wanted.per:
            cells = [self._per(cell, at, year) for at, cell in enumerate(cells)]
        differences = self._differences(cells)
        given = [cell for cell in cells if cell.amount]
        known = given or (self.wanted.everything and any(cell.candidates for cell in cells))
        if not known or (self.wanted.common and len(given) < len(cells)):
            return []
        line = Line(
            indicator=name,
            family=indicator.family,
            name_zh=indicator.name_zh,
            name_en=indicator.name_en,
            unit="/".join(dict.fromkeys(cell.unit for cell in given if cell.unit)),
            year=year if self.wanted.by_year else None,
            cells=tuple(cells),
            ratio=_ratio(cells, differences),
            differences=differences,
        )
        return [line]

    def _cells(self, indicator: Indicator, found: Sequence[list[Candidate]], year: int | None) -> list[Cell]:
        of_year = [[c for c in candidates if year in (None, c.row.year)] for candidates in found]
        unit = self._unit(indicator, of_year)
        return [chosen(candidates, unit, self.words) for candidates in of_year]

    def _unit(self, indicator: Indicator, candidates: list[list[Candidate]]) -> str:
        """The unit of a line: that in which the most places have a figure, and of several the indicator's usual one."""
        units = [[c.row.unit for c in found if c.stands] for found in candidates]
        usual = indicator.usual_units

        def serves(unit: str) -> tuple[int, int]:
            places = sum(any(self.words.units.same(unit, other) for other in found) for found in units)
            return places, -(usual.index(unit) if unit in usual else len(usual))

        return max((unit for found in units for unit in found), key=serves, default="")

    def _per(self, cell: Cell, at: int, year: int | None) -> Cell:
        """A cell with its amount per 1,000 of another indicator of the place."""
        per = self._indicator(self.wanted.per)
        (base,) = self._cells(per, [self._candidates(per.id, at)], year)
        amount = quotient(cell.amount, base.amount, PER) if cell.amount and base.amount and cell.unit != "%" else None
        return cell.model_copy(update={"amount": amount, "base": base.chosen})

    def _differences(self, cells: Sequence[Cell]) -> tuple[Difference, ...]:
        """In what the figures of a line differ beside the number."""
        figures = [cell.chosen for cell in cells if cell.chosen and cell.amount]
        unit = figures[0].row.unit if figures else ""
        differ: dict[Difference, bool] = {
            "year": len({c.row.year for c in figures}) > 1,
            "period": len({c.row.period for c in figures}) > 1,
            "level": len({c.row.level for c in figures}) > 1,
            "scope": len({c.standing == "part" for c in figures}) > 1,
            "unit": not all(self.words.units.same(unit, c.row.unit) for c in figures),
        }
        return tuple(name for name, differs in differ.items() if differs)


def _ratio(cells: Sequence[Cell], differences: Sequence[Difference]) -> Amount | None:
    """The first amount divided by the second, where two are compared and count alike."""
    if len(cells) != 2 or "unit" in differences:
        return None
    first, second = (cell.amount for cell in cells)
    return quotient(first, second) if first and second else None
