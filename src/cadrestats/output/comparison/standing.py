"""Which figure stands for a place.

The place's own figure comes before that of a part of it, and that before one of an organisation that does this work for
the whole place. Among those of the same standing a rate comes last; then the latest year, the most mentions, the widest
words (全市 …) and the largest number decide, since a whole is never smaller than its parts. Figures are never added up.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from cadrestats.models import Level, Statistic
from cadrestats.output.comparison.amounts import agree, amount_of
from cadrestats.output.comparison.models import Candidate, Cell, Place, Standing
from cadrestats.patterns import ComparisonWords, Indicator

_RANKS: dict[Standing, int] = {"own": 0, "part": 1, "organisation": 2}
#: What ends a clause; a full stop between digits does not.
_CLAUSE_ENDS = re.compile(r"[，。；：！？;:!?]|,(?!\d)")


class StandingJudge:
    """Judges how far the rows of one place and indicator stand for the place.

    Args:
        place: The place.
        indicator: The indicator.
        words: What the language says of parts and wholes.
        level: The level whose figures are asked for; without it, the place's own.
    """

    def __init__(self, place: Place, indicator: Indicator, words: ComparisonWords, level: Level | None = None) -> None:
        self.place, self.indicator, self.words, self.level = place, indicator, words.standing, level
        names = "|".join(sorted((re.escape(word) for word in place.words), key=len, reverse=True))
        self._name = re.compile(rf"^(?:{names})*[省市县区州旗盟]?")
        self._neutral = re.compile(rf"^(?:{names}|{self.words.neutral.pattern})+")

    def candidate(self, row: Statistic) -> Candidate:
        """A row with its standing."""
        core, clause = self._core(row.subject), _clause_before(row)
        whole = self.words.whole.search(f"{row.subject}|{clause}") is not None
        return Candidate(row=row, standing=self._standing(row, core, clause), whole=whole, core=core)

    def _standing(self, row: Statistic, core: str, clause: str) -> Standing:
        if self.words.increase.search(clause):
            return "increase"
        if row.level not in ({self.level} if self.level else self.place.levels):
            return (
                "organisation" if self._serves(row) else "another level" if row.level in _DIVISIONS else "single body"
            )
        return "part" if self._is_part(core, clause) else "own"

    def _serves(self, row: Statistic) -> bool:
        """Whether a row is of the organisation that does this work for the whole place."""
        if row.level != "organisation":
            return False
        return self.words.serving.fullmatch(self._name.sub("", row.entity)) is not None

    def _is_part(self, core: str, clause: str) -> bool:
        """Whether it is a part of what the indicator counts; the words of the indicator's own name narrow nothing."""
        if self.words.of_which.search(clause):
            return True
        narrowing = self.words.part.match(core)
        return narrowing is not None and narrowing.group() not in self.indicator.name_zh

    def _core(self, subject: str) -> str:
        """What is counted, without the place's name and words like 全市的."""
        return self._neutral.sub("", subject) or subject


_DIVISIONS = ("province", "city", "county")


def chosen(candidates: Iterable[Candidate], unit: str, words: ComparisonWords) -> Cell:
    """The cell of one place and indicator.

    Args:
        candidates: Its rows.
        unit: The unit that is compared; figures in units that do not count alike come last.
        words: Which units count alike.
    """
    found = tuple(candidates)
    standing, aside = [c for c in found if c.stands], tuple(c for c in found if not c.stands)
    if not standing:
        return Cell(aside=aside)

    def rank(candidate: Candidate) -> tuple[object, ...]:
        row = candidate.row
        return (
            not words.units.same(unit, row.unit),
            _RANKS[candidate.standing],
            row.period == "rate",
            -(row.year or 0),
            -_mentions(candidate, standing),
            not candidate.whole,
            -row.value,
            row.report,
            row.start,
        )

    best, *others = sorted(standing, key=rank)
    backing = tuple(c for c in others if _same(best, c) and _equal(best, c))
    conflicting = tuple(c for c in others if _contradicts(best, c, words))
    more = tuple(c for c in others if c not in backing and c not in conflicting)
    return Cell(
        amount=amount_of(best.row),
        unit=best.row.unit,
        chosen=best,
        backing=backing,
        conflicting=conflicting,
        more=more,
        aside=aside,
    )


def _mentions(candidate: Candidate, others: Sequence[Candidate]) -> int:
    """How often all reports together give a figure."""
    return sum(other.row.mentions for other in others if _same(candidate, other) and _equal(candidate, other))


def _same(one: Candidate, other: Candidate) -> bool:
    """Whether two rows are about the same thing: what is counted, whose it is, year and period."""
    a, b = one.row, other.row
    same_row = (a.year, a.period, a.entity) == (b.year, b.period, b.entity)
    return same_row and one.standing == other.standing and _alike(one.core, other.core)


def _alike(one: str, other: str) -> bool:
    """Whether two subjects are the same thing. What narrows a noun stands before it; what follows is the clause's."""
    return one == other or bool(one and other and (one.startswith(other) or other.startswith(one)))


def _equal(one: Candidate, other: Candidate) -> bool:
    return amount_of(one.row) == amount_of(other.row)


def _contradicts(one: Candidate, other: Candidate, words: ComparisonWords) -> bool:
    """Whether two reports cannot both be right about the same thing."""
    a, b = one.row, other.row
    comparable = a.report != b.report and words.units.same(a.unit, b.unit) and _same(one, other)
    return comparable and not agree(amount_of(a), amount_of(b))


def _clause_before(row: Statistic) -> str:
    """The figure's clause before the figure."""
    subject = max(row.sentence.find(row.subject), 0) if row.subject else 0
    at = row.sentence.find(row.figure, subject)
    before = row.sentence[: at if at >= 0 else len(row.sentence)]
    return _CLAUSE_ENDS.split(before)[-1]
