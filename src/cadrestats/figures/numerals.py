"""Chinese, Arabic and mixed numerals: which characters make one, and the exact number they say.

The grammar follows the national rules for the use of numerals, GB/T 15835-2011: full numerals
(``一万零三``), the spoken short form (``两百五``), mixed writing (``5亿1万4千6百``), approximate numerals made
of two neighbouring digits (``三五百``), and fractions (``百分之四十五``, ``三分之一``).
"""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

import regex

from cadrestats.models import Bound

DIGITS = {
    **{c: i for i, c in enumerate("零一二三四五六七八九")},
    **{c: i for i, c in enumerate("〇壹贰叁肆伍陆柒捌玖")},
    **{c: i for i, c in enumerate("０１２３４５６７８９")},
    **{c: i for i, c in enumerate("0123456789")},
    **{"两": 2, "兩": 2, "貳": 2, "叄": 3, "參": 3, "陸": 6, "俩": 2, "仨": 3},
}
SMALL_UNITS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
LARGE_UNITS = {"万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8}
TENS = {"廿": "二十", "卅": "三十"}

_HAN_DIGIT = "零一二三四五六七八九〇壹贰叁肆伍陆柒捌玖两兩貳叄參陸"
_HAN_UNIT = "十拾百佰千仟万萬亿億"
_MORE = "余餘多来來几幾"
_ARABIC = r"(?:[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])|[0-9]{1,3}(?:\ [0-9]{3})+(?![0-9])|[0-9０-９]+(?:[.．][0-9０-９]+)?)"

#: One numeral without its bound words and measure word.
NUMERAL = rf"""(?:
    百分之(?:百|{_ARABIC}|[{_HAN_DIGIT}十百]+(?:点[{_HAN_DIGIT}]+)?)(?:[{_MORE}])?   # percentages in words
  | [{_HAN_DIGIT}十百]+分之[{_HAN_DIGIT}十百]+                                        # fractions
  | {_ARABIC}(?:[{_MORE}]?[{_HAN_UNIT}]+(?:{_ARABIC}[{_HAN_UNIT}]+)*[0-9]?)?[{_MORE}]?(?:[{_HAN_UNIT}]+)?
  | (?:成[百千]上[千万萬])
  | [数數几幾](?=[{_HAN_UNIT}])[{_HAN_UNIT}]+[余餘多]?
  | [{_HAN_DIGIT}{_HAN_UNIT}廿卅]+(?:点[{_HAN_DIGIT}]+[{_HAN_UNIT}]*)?(?:[{_MORE}][{_HAN_UNIT}]*)?
)"""

_FOLD = str.maketrans("０１２３４５６７８９．", "0123456789.")
_FRACTION = regex.compile(r"(.+)分之(.+)")
_ROUGH = regex.compile(rf"[{_MORE}数數]|成[百千]上[千万萬]")


class Value(NamedTuple):
    """The number that a numeral says.

    Attributes:
        value: The number, a range's lower end.
        value_max: A range's upper end, else None.
        bound: ``over`` for ``二十余``, ``数百``, ``十几``; else ``exact``.
    """

    value: Decimal
    value_max: Decimal | None
    bound: Bound


def evaluate(numeral: str) -> Value:
    """The exact number that a numeral says.

    Args:
        numeral: Characters that ``NUMERAL`` matched.

    Returns:
        The value, a range's upper end, and the bound that the numeral itself carries.

    Raises:
        ValueError: If the characters are no numeral.

    >>> evaluate("3.4万").value
    Decimal('34000')
    >>> evaluate("三五百")[:2]
    (Decimal('300'), Decimal('500'))
    >>> evaluate("二十余")
    Value(value=Decimal('20'), value_max=None, bound='over')
    """
    text = numeral.translate(_FOLD).replace(",", "").replace(" ", "")
    for short, full in TENS.items():
        text = text.replace(short, full)
    if text.startswith("成") and "上" in text:
        return Value(Decimal({"千": 1000, "百": 100}[text[1]]), None, "over")
    bound: Bound = "over" if _ROUGH.search(text) else "exact"
    if fraction := _FRACTION.fullmatch(text):
        share = _fraction(fraction[1], regex.sub(f"[{_MORE}]", "", fraction[2]))
        return Value(share, None, bound)
    if (ends := _neighbours(text)) is not None:
        return Value(_number(ends[0]), _number(ends[1]), bound)
    return Value(_number(regex.sub(rf"^[数數几幾]|[{_MORE}]", "", text)), None, bound)


def _fraction(whole: str, part: str) -> Decimal:
    """Percentages come as percents (``百分之四十五`` is 45), other fractions as decimal numbers."""
    numerator = Decimal(100) if part == "百" else _number(part)
    return numerator if whole == "百" else numerator / _number(whole)


def _neighbours(text: str) -> tuple[str, str] | None:
    """The two ends of an approximate numeral: ``三五百`` → ``三百``, ``五百``; ``十五六`` → ``十五``, ``十六``.

    Two digits side by side in a numeral with a unit, or two alone that follow each other (``七八``), name a
    range (GB/T 15835-2011, 5.1.7). ``一〇`` and longer runs of digits are positional.
    """
    match = regex.search(rf"(?<![{_HAN_DIGIT}])([一二两三四五六七八])([二三四五六七八九])(?![{_HAN_DIGIT}点])", text)
    if match is None:
        return None
    low, high = DIGITS[match[1]], DIGITS[match[2]]
    if not (high - low == 1 or (low, high) == (3, 5)):
        return None
    head, tail = text[: match.start()], regex.sub(f"[{_MORE}]", "", text[match.end() :])
    return head + match[1] + tail, head + match[2] + tail


def _number(text: str) -> Decimal:
    """A numeral of digits, units and decimal points, in either script or both."""
    if not text:
        raise ValueError("an empty numeral has no value")
    if regex.fullmatch(r"[0-9]+(?:\.[0-9]+)?", text):
        return Decimal(text)
    if regex.fullmatch(rf"[{_HAN_DIGIT}]+", text):
        return Decimal("".join(str(DIGITS[c]) for c in text))
    total, section, digit, last_unit = Decimal(0), Decimal(0), None, 0
    for token in regex.findall(rf"[0-9]+(?:\.[0-9]+)?|[{_HAN_DIGIT}](?:点[{_HAN_DIGIT}]+)?|[{_HAN_UNIT}]", text):
        if token in SMALL_UNITS:
            last_unit = SMALL_UNITS[token]
            section += (Decimal(1) if digit is None else digit) * last_unit
            digit = None
        elif token in LARGE_UNITS:
            last_unit = LARGE_UNITS[token]
            section += digit or 0
            if section == 0 and total == 0:
                section = Decimal(1)
            # 万亿 multiplies all that stands before it; 1亿1万 adds.
            if total and total < last_unit:
                total = (total + section) * last_unit
            else:
                total += section * last_unit
            section, digit = Decimal(0), None
        elif token in "零〇":
            digit, last_unit = None, 0
        else:
            digit = _digits(token)
    if digit is not None:
        # A bare digit after a unit is of the next lower unit: 两百五 is 250, 一万三 is 13000; but 十五 is 15.
        section += digit * (Decimal(last_unit) / 10 if last_unit > 10 and digit < 10 else 1)
    return total + section


def _digits(token: str) -> Decimal:
    """``3.4``, ``7``, ``七`` or ``七点五``."""
    if token[0] in "0123456789":
        return Decimal(token)
    whole, _, fraction = token.partition("点")
    return Decimal(f"{DIGITS[whole]}.{''.join(str(DIGITS[c]) for c in fraction)}" if fraction else DIGITS[whole])
