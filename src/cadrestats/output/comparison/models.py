"""What a comparison consists of: places, and a line an indicator with a cell for each place."""

from __future__ import annotations

from typing import Literal

from cadrestats.models import Frozen, Level, Statistic
from cadrestats.output.comparison.amounts import Amount

Difference = Literal["year", "period", "level", "scope", "unit"]
Standing = Literal["own", "part", "organisation", "increase", "single body", "another level"]


class Place(Frozen):
    """A province, city or county that is compared.

    Attributes:
        label: Its name of today, with that of its city where another place of the comparison is called so too.
        level: What it is.
        names: Province, city and district as rows give them, under its name of today and its former ones.
        words: All that it is called in reports, full and short.
    """

    label: str
    level: Literal["province", "city", "county"]
    names: tuple[tuple[str, str, str], ...]
    words: frozenset[str]

    def has(self, row: Statistic) -> bool:
        """Whether a row is about the place itself and not about one in it. A row may leave the province unsaid."""
        if row.province or not row.city:
            return (row.province, row.city, row.district) in self.names
        return any((row.city, row.district) == (city, district) for _, city, district in self.names)

    @property
    def levels(self) -> frozenset[Level]:
        """The levels of the place's own figures; a municipality is a city too."""
        municipal = any(province == city for province, city, _ in self.names)
        return frozenset({self.level, "city"} if municipal and self.level == "province" else {self.level})


class Candidate(Frozen):
    """A row of a place, and how far it stands for the place.

    Attributes:
        row: The row.
        standing: ``own``: the place's own figure. ``part``: of a part of the place, or of what is counted.
            ``organisation``: of the one that does this work for the whole place. The others never stand for the place:
            ``increase``: so many more. ``single body``: a township, community, office, team or person. ``another
            level``: a province's, say, in a city's own report.
        whole: Whether it says that it is about the whole place.
        core: What is counted, without the words that any subject may have.
    """

    row: Statistic
    standing: Standing
    whole: bool
    core: str

    @property
    def stands(self) -> bool:
        """Whether the row can stand for the place."""
        return self.standing in ("own", "part", "organisation")


class Cell(Frozen):
    """What is known of one indicator of one place.

    Attributes:
        amount: The number that is shown; None where no row stands for the place, or none of what it is divided by.
        unit: Its unit.
        chosen: The row that stands for the place.
        base: The row that it is divided by, where values are per 1,000 of another indicator.
        backing: Rows of other reports that say the same.
        conflicting: Rows of other reports that contradict it on the same indicator, place and year.
        more: Further rows that could stand for the place.
        aside: Rows that cannot.
    """

    amount: Amount | None = None
    unit: str = ""
    chosen: Candidate | None = None
    base: Candidate | None = None
    backing: tuple[Candidate, ...] = ()
    conflicting: tuple[Candidate, ...] = ()
    more: tuple[Candidate, ...] = ()
    aside: tuple[Candidate, ...] = ()

    @property
    def candidates(self) -> tuple[Candidate, ...]:
        """All rows, the chosen one first."""
        chosen = (self.chosen,) if self.chosen else ()
        return (*chosen, *self.backing, *self.conflicting, *self.more, *self.aside)


class Line(Frozen):
    """One indicator of all places.

    Attributes:
        indicator: Its id.
        family: Its family.
        name_zh: Its Chinese name.
        name_en: Its English name.
        unit: What its figures count in; several where places use other words for the same.
        year: The year that the line is about, where lines are by year.
        cells: One for each place, in their order.
        ratio: The first place's amount divided by the second's, where two are compared and can be.
        differences: In what the figures differ beside the number, so that they compare only with care.
    """

    indicator: str
    family: str
    name_zh: str
    name_en: str
    unit: str
    year: int | None = None
    cells: tuple[Cell, ...]
    ratio: Amount | None = None
    differences: tuple[Difference, ...] = ()


class Comparison(Frozen):
    """Places side by side.

    Attributes:
        places: The places.
        lines: One an indicator, or one an indicator and year, grouped by family.
        per: The Chinese name of the indicator that values are given per 1,000 of; else empty.
        by_year: Whether lines are by year.
    """

    places: tuple[Place, ...]
    lines: tuple[Line, ...]
    per: str = ""
    by_year: bool = False


class Wanted(Frozen):
    """What of the figures is compared.

    Attributes:
        year: Only figures of this year.
        indicators: Only these indicators, by id; empty for all.
        level: Only figures of this level, which then stand for the place.
        per: Give values per 1,000 of this indicator, by id.
        by_year: One line an indicator and year.
        common: Only lines on which all places have a figure.
        everything: Also lines of figures none of which stands for its place.
    """

    year: int | None = None
    indicators: frozenset[str] = frozenset()
    level: Level | None = None
    per: str = ""
    by_year: bool = False
    common: bool = False
    everything: bool = False


class View(Frozen):
    """How much of a comparison is shown.

    Attributes:
        everything: A row for every figure, also of those that are not chosen or do not stand for the place.
        cite: Report and sentence of each figure.
    """

    everything: bool = False
    cite: bool = False
