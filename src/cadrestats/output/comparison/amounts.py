"""Amounts that are known exactly, from above, from below or roughly, and what can be said of two of them."""

from __future__ import annotations

from cadrestats.models import Bound, Frozen, Statistic

_SIGNS: dict[Bound, str] = {"exact": "", "over": "≥", "under": "<", "about": "≈"}
#: Both ends of where the true number lies, as multiples of the one that is given: 100余 are no 200, 近6000 no 3000.
_REACH: dict[Bound, tuple[float, float]] = {"exact": (1, 1), "over": (1, 2), "under": (0.5, 1), "about": (0.75, 1.25)}
_TURNED: dict[Bound, Bound] = {"exact": "exact", "over": "under", "under": "over", "about": "about"}


class Amount(Frozen):
    """A number as far as it is known.

    Attributes:
        value: The number; a range's lower end.
        value_max: A range's upper end.
        bound: Whether the number is exact, a lower or upper limit, or approximate.
    """

    value: int | float
    value_max: int | float | None = None
    bound: Bound = "exact"

    def __str__(self) -> str:
        """The number with its sign: ``≥3,000``, ``<6,000``, ``≈50``, ``20–30``."""
        upper = "" if self.value_max is None else f"–{_written(self.value_max)}"
        return f"{_SIGNS[self.bound]}{_written(self.value)}{upper}"

    @property
    def reach(self) -> tuple[float, float]:
        """Between which numbers the true one may lie."""
        least, most = _REACH[self.bound]
        top = self.value if self.value_max is None else self.value_max
        return (self.value * least, top * most)


def amount_of(row: Statistic) -> Amount:
    """The number of a row."""
    return Amount(value=row.value, value_max=row.value_max, bound=row.bound)


def agree(one: Amount, other: Amount) -> bool:
    """Whether one true number may lie behind both: 798 and 700余, not 798 and 812.

    >>> agree(Amount(value=798), Amount(value=700, bound="over"))
    True
    >>> agree(Amount(value=798), Amount(value=812))
    False
    """
    (a, b), (c, d) = one.reach, other.reach
    return a <= d and c <= b


def quotient(one: Amount, other: Amount, times: int = 1) -> Amount | None:
    """One amount divided by another, as far as it is known; nothing where the other is 0.

    A lower limit divided by an upper limit is a lower limit; where two limits pull apart, the result is approximate.

    Args:
        one: What is divided.
        other: What divides it.
        times: What the quotient is multiplied by: 1000 gives so many for every thousand.

    >>> str(quotient(Amount(value=10000, bound="over"), Amount(value=6000, bound="under")))
    '≥1.67'
    >>> str(quotient(Amount(value=178), Amount(value=303)))
    '0.587'
    """
    if other.value == 0:
        return None
    bounds: set[Bound] = {one.bound, _TURNED[other.bound]} - {"exact"}
    if one.value_max is not None or other.value_max is not None:
        bounds.add("about")
    bound: Bound = "about" if len(bounds) > 1 else next(iter(bounds), "exact")
    return Amount(value=float(f"{one.value * times / other.value:.3g}"), bound=bound)


def _written(number: float) -> str:
    return f"{int(number):,}" if float(number).is_integer() else f"{number:,.10g}"
