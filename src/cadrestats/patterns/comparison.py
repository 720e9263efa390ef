"""What the files say of comparing: which figures can stand for a place, and which units count alike."""

from __future__ import annotations

from cadrestats.patterns.checked import Checked, Expression, Expressions


class StandingWords(Expressions):
    """What makes a figure the whole place's or only a part of it; see ``[standing]`` of ``comparison.toml``."""

    serving: Expression
    part: Expression
    of_which: Expression
    whole: Expression
    increase: Expression
    neutral: Expression


class UnitWords(Checked):
    """Measure words that count alike; see ``[units]`` of ``comparison.toml``."""

    alike: tuple[tuple[str, ...], ...]

    def same(self, one: str, other: str) -> bool:
        """Whether figures with these measure words can be compared."""
        return one == other or any(one in units and other in units for units in self.alike)


class ComparisonWords(Checked):
    """How places are compared: ``comparison.toml``."""

    standing: StandingWords
    units: UnitWords
