"""Numbers in formats that hold them as IEEE 754 doubles: 15 digits are always kept, 10^308 is the end."""

from __future__ import annotations

from cadrestats.output.tables.errors import Unwritable

_SHOWN = 40


def double(value: int | float, report: str, form: str) -> float:
    """The double that is nearest to a number.

    Args:
        value: The number.
        report: The report it stands in, for the message.
        form: The format, likewise.

    Raises:
        Unwritable: It is beyond all doubles.
    """
    try:
        return float(value)
    except OverflowError:
        digits = str(value)
        raise Unwritable(
            f"{report}: {digits[:_SHOWN]}... ({len(digits)} digits) is more than {form} can hold; csv and xlsx can"
        ) from None


def keeps(value: int | float) -> bool:
    """Whether a number is the same with 15 significant digits, which is what Excel keeps of one.

    >>> keeps(45.2), keeps(10**15 + 1), keeps(10**400)
    (True, False, False)
    """
    try:
        return float(f"{value:.15g}") == value
    except OverflowError:
        return False
