"""What flows through the house: bytes become a Report, a Report's Sentences give Figures, Figures become Statistics.

Every model is immutable. Offsets count characters (code points) of ``Report.text``, end-exclusive. What comes from or
goes to the world outside is validated (pydantic); what only passes between two steps is a plain tuple.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Literal, NamedTuple

from pydantic import BaseModel, ConfigDict, Field

BlockKind = Literal["title", "heading", "byline", "caption", "paragraph"]
Bound = Literal["exact", "over", "under", "about"]
Level = Literal["province", "city", "county", "township", "community", "organisation", "person"]
Period = Literal["stock", "flow", "cumulative", "rate"]
Source = Literal["sentence", "paragraph", "heading", "title", "byline", "report", "option", ""]
Opinion = Literal["right", "wrong", "changed", "added"]
Verdict = Literal[
    "statistic",
    "date",
    "duration",
    "age",
    "ordinal",
    "name",
    "slogan",
    "idiom",
    "address",
    "article",
    "introduction",
    "unreadable",
]


class Frozen(BaseModel):
    """A value that never changes once made."""

    model_config = ConfigDict(frozen=True)


class Repair(Frozen):
    """One stretch of garbled text that was made readable, or one that could not be.

    Attributes:
        rule: Which repair did it, such as ``gbk-as-latin1`` or ``ftfy``; one that ends in ``?`` is not certain. The
            rule ``unreadable`` did nothing: what stands there, ``before`` and ``after`` alike, is still garbled.
        line: The line of the decoded text where the stretch begins, counted from 1.
        before: The garbled characters.
        after: The characters that replaced them.
        start: Where they stand now, in the text that was repaired; of a Report, in its ``text``.
        end: One past the last; ``start`` itself where nothing of them stands there.
    """

    rule: str
    line: int
    before: str
    after: str
    start: int = 0
    end: int = 0


class Block(NamedTuple):
    """A run of a report's text that belongs together: a paragraph, a heading, a byline, a caption.

    Attributes:
        kind: What the block is.
        start: First character in the report's text.
        end: One past the last character.
    """

    kind: BlockKind
    start: int
    end: int


class Report(Frozen):
    r"""A report made readable: repaired, unwrapped, its parts told apart.

    Attributes:
        name: The file's name.
        text: The repaired and unwrapped text. Blocks are joined by one ``\n`` each.
        title: The headline, empty where there is none.
        published: ISO 8601 date of publication (``2023-02-15``, ``2023-06``, ``2023``) or empty.
        blocks: The parts of ``text``, in order; they do not overlap.
        repairs: What was garbled and is readable now, and what is not.
    """

    name: str
    text: str
    title: str = ""
    published: str = ""
    blocks: tuple[Block, ...] = ()
    repairs: tuple[Repair, ...] = ()


class Sentence(NamedTuple):
    """A sentence of a report.

    Attributes:
        start: First character in the report's text.
        end: One past the last character, closing quotation marks included.
        block: Index into ``Report.blocks``.
        text: The characters between ``start`` and ``end``.
    """

    start: int
    end: int
    block: int
    text: str


class Figure(NamedTuple):
    """A numeral of a report with what stands around it, and the verdict on what it is.

    Attributes:
        start: First character of the figure's words in the report's text.
        end: One past the last character.
        text: The words themselves, bound and measure word included: ``近6000人``.
        value: The number, multipliers worked in; a range's lower end.
        value_max: A range's upper end.
        bound: Whether the number is exact, a lower or upper limit, or approximate.
        unit: The measure word without its multiplier; empty where there is none.
        verdict: ``statistic``, or which kind of non-statistic.
        reason: The rule that gave the verdict.
    """

    start: int
    end: int
    text: str
    value: int | float
    value_max: int | float | None = None
    bound: Bound = "exact"
    unit: str = ""
    verdict: Verdict = "statistic"
    reason: str = ""


class Defaults(Frozen):
    """What the user says of all reports, for those that do not tell it themselves.

    Attributes:
        published: ISO 8601 date of publication.
        province: Official full name.
        city: Official full name of the prefecture-level division or municipality.
        district: Official full name of the county-level division.
    """

    published: str = ""
    province: str = ""
    city: str = ""
    district: str = ""


class Statistic(Frozen):
    """One row of the table. The attributes are its columns, in order; spec.md of the project defines each.

    Attributes:
        report: The file's name.
        title: The report's headline.
        published: ISO 8601 date of publication, as far as it is known.
        province: Official full name of the province the figure belongs to.
        city: Official full name of the prefecture-level division or municipality.
        district: Official full name of the county-level division; empty for a whole city.
        level: Whose figure it is.
        entity: That body or person, where it is not the city or county itself.
        year: The year the figure speaks of; empty where nothing tells.
        period: Stock, flow, cumulative or rate.
        indicator: Id in the catalogue of indicators, or ``other``.
        subject: What is counted, as the report says it.
        value: The number, multipliers worked in; a range's lower end.
        value_max: A range's upper end.
        bound: Exact, over, under or about.
        unit: Measure word without its multiplier.
        figure: The figure's words as they stand.
        sentence: The sentence it stands in, repaired and unwrapped.
        start: Where ``figure`` begins in the repaired report, in characters.
        end: Where it ends.
        pattern: Which pattern found it.
        place_from: What the place was read from.
        year_from: What the year was read from.
        mentions: How often the report gives this statistic.
    """

    report: str
    title: str
    published: str
    province: str
    city: str
    district: str
    level: Level
    entity: str
    year: int | None
    period: Period
    indicator: str
    subject: str
    value: int | float
    value_max: int | float | None
    bound: Bound
    unit: str
    figure: str
    sentence: str
    start: int
    end: int
    pattern: str
    place_from: Source
    year_from: Source
    mentions: int = 1


class Tally(Frozen):
    """What there is to count of the rows of a report, wherever the rows themselves go.

    Attributes:
        indicators: How many rows each indicator has.
        placeless: How many rows have no place.
        yearless: How many have no year.
    """

    indicators: Mapping[str, int] = {}
    placeless: int = 0
    yearless: int = 0

    @classmethod
    def of(cls, rows: Sequence[Statistic]) -> Tally:
        """Count rows."""
        return cls(
            indicators=Counter(row.indicator for row in rows),
            placeless=sum(not (row.province or row.city) for row in rows),
            yearless=sum(row.year is None for row in rows),
        )


class Wording(NamedTuple):
    """The words around a figure that say what it counts.

    Attributes:
        subject: The noun phrase that is counted: ``省级示范离退休干部党支部``; empty where the clause names none.
        lead: The figure's clause before the figure.
        tail: The figure's clause after the figure.
        topic: Where the clause is elliptical, what the words before it speak of.
        headless: Whether ``subject`` only modifies a noun that stands in ``topic`` (党支部12个、市级45个).
    """

    subject: str
    lead: str
    tail: str
    topic: str = ""
    headless: bool = False


class Account(Frozen):
    """What became of one numeral of a report. The attributes are the columns of ``cadrestats audit``, in order.

    Attributes:
        report: The file's name.
        start: First character of the numeral's words in the repaired report.
        end: One past the last.
        figure: The words.
        fate: ``row``, ``repeat`` of a row, or which kind of non-statistic.
        reason: The pattern of a row, where the row of a repeat stands, or the rule that saw no statistic.
        row: Where the row stands that the numeral is in or repeats, by the row's ``start``.
        indicator: The indicator of a row or repeat.
        subject: What it counts.
        place: The place it is tied to, names joined by spaces.
        place_from: What the place was read from.
        year: The year it speaks of.
        year_from: What the year was read from.
        sentence: The sentence it stands in.
    """

    report: str
    start: int
    end: int
    figure: str
    fate: str
    reason: str
    row: int | None = None
    indicator: str = ""
    subject: str = ""
    place: str = ""
    place_from: Source = ""
    year: int | None = None
    year_from: Source = ""
    sentence: str


class Correction(Frozen):
    """What a person who read a report says of one of its figures. The attributes are the columns of corrections.csv.

    The first five tell the figure, as long as its sentence stands in the report. A figure that is told is told whole:
    ``indicator`` to ``year`` hold for ``changed`` and ``added`` alone, ``subject`` to ``unit`` for ``added``.

    Attributes:
        report: The report's name.
        sentence: The sentence of the figure.
        figure: Its words.
        occurrence: Which of the places in the sentence where these words stand, counted from 1.
        row: Which of the figure's rows, counted from 1, since one that is given to several places has several; 0 for
            ``added``.
        verdict: ``right``, ``wrong``, ``changed``, or ``added`` where it has no row.
        indicator: Id in the catalogue, or ``other``.
        province: Official full name, or empty.
        city: Likewise.
        district: Likewise.
        year: The year the figure speaks of, if any.
        subject: What is counted.
        value: The number; where it is missing, it is read from the figure's words.
        unit: The measure word; likewise.
    """

    report: str
    sentence: str
    figure: str
    occurrence: int = Field(default=1, ge=1)
    row: int = Field(default=1, ge=0)
    verdict: Opinion
    indicator: str = ""
    province: str = ""
    city: str = ""
    district: str = ""
    year: int | None = Field(default=None, ge=1000, le=9999)
    subject: str = ""
    value: float | None = Field(default=None, ge=0, allow_inf_nan=False)
    unit: str = ""


class Reviewed(Frozen):
    """A report laid open for a reader: its text, its sentences, its rows, and what became of each numeral.

    Attributes:
        report: The report.
        sentences: Its sentences, in order.
        statistics: Its rows, in the order of the text.
        accounts: One account for every numeral, in the order of the text.
    """

    report: Report
    sentences: tuple[Sentence, ...]
    statistics: tuple[Statistic, ...]
    accounts: tuple[Account, ...]
