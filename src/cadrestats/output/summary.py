"""What a run found, counted while its rows go by, in a few lines for the person who started it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from cadrestats.models import Repair, Tally

NAMED = 10_000
"""How many reports that failed are named at the end: a run all of whose reports fail must not fill the memory."""


class Summary:
    """Counts of a run.

    Args:
        family_of: Each indicator's family, in the order in which families are to be told.

    Attributes:
        read: How many reports were read.
        failures: Reason of failure by report, in the order of the run; of the first ``NAMED`` ones.
        failed_reports: How many reports could not be read.
    """

    def __init__(self, family_of: Mapping[str, str]) -> None:
        self._family_of = family_of
        self.read = 0
        self.failures: dict[str, str] = {}
        self.failed_reports = 0
        self._indicators: Counter[str] = Counter()
        self._repairs: Counter[str] = Counter()
        self._repaired = 0

    def add(self, tally: Tally, repairs: Sequence[Repair]) -> None:
        """Count a report that was read.

        Args:
            tally: What there is to count of its rows.
            repairs: What was repaired in it.
        """
        self.read += 1
        self._indicators.update(tally.indicators)
        self._repairs.update(repair.rule for repair in repairs)
        self._repaired += bool(repairs)

    def fail(self, report: str, reason: str) -> None:
        """Count a report that could not be read.

        Args:
            report: Its name.
            reason: Why, in words for the user.
        """
        self.failed_reports += 1
        if self.failed_reports <= NAMED:
            self.failures[report] = reason

    def lines(self, target: str) -> Iterator[str]:
        """Say what was found: reports, statistics by family, repairs by rule, failures with their reasons.

        Args:
            target: Where the rows went.

        Yields:
            Lines without line ends.
        """
        families = self._families()
        yield f"{counted(self.read, 'report')} read, {counted(families.total(), 'statistic')} written to {target}"
        if families:
            yield f"statistics: {_listed(families)}"
        if self._repairs:
            where = counted(self._repaired, "report")
            yield f"repaired: {counted(self._repairs.total(), 'stretch', 'es')} in {where} ({_listed(self._repairs)})"
        yield from self.failed()

    def failed(self) -> Iterator[str]:
        """Name each report that could not be read, with the reason.

        Yields:
            Lines without line ends; none where all were read.
        """
        if self.failures:
            yield f"{counted(self.failed_reports, 'report')} could not be read:"
        for report, reason in self.failures.items():
            yield f"  {report}: {reason}"
        if self.failed_reports > NAMED:
            yield f"  and {self.failed_reports - NAMED:,} more; -v tells of each as it is met"

    def _families(self) -> Counter[str]:
        """Statistics by family; those of no indicator stand last."""
        families = Counter(dict.fromkeys([*self._family_of.values(), "other"], 0))
        for name, count in self._indicators.items():
            families[self._family_of.get(name, "other")] += count
        return +families


def counted(number: int, noun: str, plural: str = "s") -> str:
    """A number with its noun: ``1 report``, ``5 reports``.

    Args:
        number: How many.
        noun: The singular of the noun.
        plural: What the plural adds.
    """
    return f"{number:,} {noun}{'' if number == 1 else plural}"


def _listed(counts: Counter[str]) -> str:
    return ", ".join(f"{name} {count:,}" for name, count in counts.items())


def undecided(tally: Tally) -> list[str]:
    """What the report does not tell of its statistics and nobody has guessed, in words for the user.

    Args:
        tally: What there is to count of its rows.
    """
    lines = []
    if tally.placeless:
        lines.append(f"no place could be told for {tally.placeless}; --city and --district supply it")
    if tally.yearless:
        lines.append(f"no year could be told for {tally.yearless}; --published supplies it")
    return lines
