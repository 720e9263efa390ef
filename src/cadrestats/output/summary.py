"""What a run found, counted while its rows go by, in a few lines for the person who started it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from cadrestats.models import Correction, Repair, Tally
from cadrestats.output import corrections

_FEW = 12
"""So many lines of a report are named; ``-v`` and ``repair --explain`` show all."""
NAMED = 10_000
"""How many reports that failed are named at the end: a run all of whose reports fail must not fill the memory."""


class Summary:
    """Counts of a run.

    Args:
        family_of: Each indicator's family, in the order in which families are to be told.
        by_hand: The corrections that are to be applied, by line.

    Attributes:
        read: How many reports were read.
        failures: Reason of failure by report, in the order of the run; of the first ``NAMED`` ones.
        failed_reports: How many reports could not be read.
    """

    def __init__(self, family_of: Mapping[str, str], by_hand: Mapping[int, Correction] | None = None) -> None:
        self._family_of = family_of
        self._by_hand = by_hand or {}
        self._lost: dict[int, str] = {}
        self.read = 0
        self.failures: dict[str, str] = {}
        self.failed_reports = 0
        self._indicators: Counter[str] = Counter()
        self._repairs: Counter[str] = Counter()
        self._repaired = 0
        self._unreadable: dict[str, list[int]] = {}

    def add(
        self,
        report: str,
        tally: Tally,
        repairs: Sequence[Repair],
        lost: Sequence[tuple[int, str]] = (),
    ) -> None:
        """Count a report that was read.

        Args:
            report: Its name.
            tally: What there is to count of its rows.
            repairs: What was repaired in it, and what could not be.
            lost: Why each of its corrections does not apply, with its line; empty where it does.
        """
        self.read += 1
        self._lost |= dict(lost)
        self._indicators.update(tally.indicators)
        done = [repair.rule for repair in repairs if not is_unreadable(repair)]
        self._repairs.update(done)
        self._repaired += bool(done)
        if lines := [repair.line for repair in repairs if is_unreadable(repair)]:
            self._unreadable[report] = lines

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
        """Say what was found: reports, statistics by family, repairs, what stayed garbled, corrections, failures.

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
        if self._unreadable:
            have = "has" if len(self._unreadable) == 1 else "have"
            where = counted(len(self._unreadable), "report")
            yield f"{where} {have} places that stay garbled, where numbers may be missing:"
        for report, lines in self._unreadable.items():
            shown = ", ".join(map(str, lines[:_FEW])) + (" …" if len(lines) > _FEW else "")
            yield f"  {report}: line{'s' if len(lines) > 1 else ''} {shown}"
        if not self._has_lost:
            yield from corrections.told(self._by_hand, self._lost)
        yield from self.failed()

    def failed(self) -> Iterator[str]:
        """Name each correction that does not apply and each report that could not be read, with the reason.

        Yields:
            Lines without line ends; none where all were read.
        """
        if self._has_lost:
            yield from corrections.told(self._by_hand, self._lost)
        if self.failures:
            yield f"{counted(self.failed_reports, 'report')} could not be read:"
        for report, reason in self.failures.items():
            yield f"  {report}: {reason}"
        if self.failed_reports > NAMED:
            yield f"  and {self.failed_reports - NAMED:,} more; -v tells of each as it is met"

    @property
    def _has_lost(self) -> bool:
        """Whether some corrections do not apply."""
        return any(self._lost.get(line, "no such report") for line in self._by_hand)

    def _families(self) -> Counter[str]:
        """Statistics by family; those of no indicator stand last."""
        families = Counter(dict.fromkeys([*self._family_of.values(), "other"], 0))
        for name, count in self._indicators.items():
            families[self._family_of.get(name, "other")] += count
        return +families


def is_unreadable(repair: Repair) -> bool:
    """Whether an entry tells of a place that could not be repaired.

    Args:
        repair: The entry.
    """
    return repair.rule == "unreadable"


def told(repair: Repair) -> str:
    """A repair in one line, or a place that could not be repaired.

    Args:
        repair: The entry.
    """
    if is_unreadable(repair):
        return f"line {repair.line} stays garbled: {repair.before}"
    return f"line {repair.line}, {repair.rule}: {repair.before} → {repair.after}"


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
