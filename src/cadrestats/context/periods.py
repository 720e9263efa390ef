"""Tells stock from flow, cumulative figure and rate.

Two things decide: what is counted (a doing, or something that is there) and the time that the words before name.
What a report counts of a team or a person without a time is told of their whole life; of a place, of the year.
"""

from __future__ import annotations

from cadrestats.models import Figure, Level, Period, Wording
from cadrestats.patterns import PeriodWords

_RATE_UNITS = ("%", "‰", "成")


class PeriodReader:
    """Reads the period of a figure.

    Args:
        words: The expressions of ``patterns/scope.toml``.
    """

    def __init__(self, words: PeriodWords) -> None:
        self._words = words

    def period_of(
        self, figure: Figure, wording: Wording, said: str, earlier: str = "", level: Level = "city"
    ) -> Period:
        """Whether a figure is a stock, a flow within its year, cumulative over several years, or a rate.

        Args:
            figure: The figure.
            wording: The words around it; its clause decides first.
            said: The words of its sentence before it.
            earlier: The sentences before in the same paragraph.
            level: Whose figure it is.
        """
        words = self._words
        if figure.unit in _RATE_UNITS or words.found("rate", wording.lead) or self._is_repeated(said):
            return "rate"
        if words.found("grown", wording.lead):
            return "stock"
        time = self._time(said)
        if self._counts_doings(figure, wording):
            lifelong: Period = "cumulative" if level in ("organisation", "person") else "flow"
            return time or self._time(earlier) or lifelong
        summed = time == "cumulative" and words.found("cumulative", wording.lead)
        happened = time == "flow" and words.found("flow", wording.lead) and not words.found("being", wording.lead)
        return time if time and (summed or happened) else "stock"

    def _is_repeated(self, said: str) -> bool:
        """Whether the last expression of time says how often: 每年…, 年均…."""
        last = self._words.last
        return last("frequency", said) > max(last("cumulative", said), last("flow", said))

    def _counts_doings(self, figure: Figure, wording: Wording) -> bool:
        """Whether what is counted was done, and not only there."""
        words = self._words
        if figure.unit in words.event_units:
            return True
        there = words.last("being", wording.lead)
        return words.last("doing", wording.lead) > there or (there < 0 and words.found("doing_after", wording.tail))

    def _time(self, text: str) -> Period | None:
        """The period that the last expression of time in a text names; None where there is none."""
        ends: dict[Period, int] = {
            "cumulative": self._words.last("cumulative", text),
            "flow": self._words.last("flow", text),
        }
        last = max(ends, key=lambda period: ends[period])
        return last if ends[last] >= 0 else None
