"""Chinese, Arabic and mixed numerals: which characters make one, and the exact number they say.

The grammar follows the national rules for the use of numerals, GB/T 15835-2011: full numerals (``一万零三``),
positional ones (``二〇二三``), grouped digits (``1,286``, ``1 286``), Arabic digits with 万 and 亿 (``3.4万``),
percentages and fractions in words (``百分之四十五``, ``三分之一``), approximate numerals of two neighbouring digits
(``三五百``, ``十五六``) or with 余 多 来 几 数. Newspapers write more than the rules allow, and that is read too: the
spoken short form (``两百五``), mixed writing (``5亿1万4千6百``), tenths (``三成五``), halves (``过半``), 廿 卅 卌, and
traditional characters.

Financial characters (``壹佰贰拾叁``) share their shapes with everyday words (队伍, 陆续, 參加, 收拾): they make a
numeral only together with a unit or in a run. 俩 and 仨 hold their measure word within them and refer back to people
already named (``他们俩``): they are no numerals here. Words that bound a numeral (近万, 上百) are the scanner's.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from typing import Literal, NamedTuple

import regex

from cadrestats.models import Bound
from cadrestats.patterns.checked import compiled

_SMALL_UNITS = {"十": 10, "百": 100, "千": 1000}
_LARGE_UNITS = {"万": 10**4, "亿": 10**8}
_HALF = Decimal("0.5")
#: Two digits side by side that mean "three or four" (GB/T 15835-2011, 5.1.7); 三五 is the one pair with a gap.
_PAIRS = ("一两", "一二", "两三", "二三", "三四", "三五", "四五", "五六", "六七", "七八", "八九")

#: Every spelling of a numeral's characters → everyday simplified ones; signs that group digits fall away.
_EVERYDAY = str.maketrans(
    {
        **dict(zip("０１２３４５６７８９．", "0123456789.", strict=True)),
        **dict(zip("〇○兩壹贰貳叁叄參肆伍陆陸柒捌玖", "零零两一二二三三三四五六六七八九", strict=True)),
        **dict(zip("拾佰仟萬億餘來幾數點過計個", "十百千万亿余来几数点过计个", strict=True)),
        **{"廿": "二十", "卅": "三十", "卌": "四十"},
        **dict.fromkeys(",，\x20\u00a0\u2009\u202f"),
    }
)
_ARABIC_DIGITS = str.maketrans("零一二两三四五六七八九", "01223456789")

# The grammar. Every part is bounded or possessive, so that a text is scanned in time linear to its length.
_DIGIT = "[0-9０-９]"
_POINT = "[.．]"
_ZERO = "[零〇○]"
_LARGE = "[万萬亿億]"
_UNIT = "[十百千万萬亿億]"
_HAN_DIGIT = "[零〇○一二三四五六七八九]"
_PAIR = "|".join((*_PAIRS, "一兩", "兩三"))
#: 几 and 数 in a digit's place; 数 not in 人数, 总数 and the like.
_SOME = rf"[几幾](?={_UNIT})|(?<![人总總次件少多户戶倍岁歲基参參字负級级])[数數](?={_UNIT})"
_HAN = f"(?:[一二三四五六七八九两兩](?:[二三四五六七八九两兩](?<={_PAIR}))?|{_SOME})"
#: Any character of a Chinese numeral. Lookaheads for it keep the costly parts from being tried in vain.
_HAN_CHARACTER = "[零〇○一二三四五六七八九两兩十百千万萬亿億廿卅卌几幾数數]"
_FINANCIAL = "[壹贰貳叁叄參肆伍陆陸柒捌玖]"
#: 余 and 多 follow a unit or an Arabic digit, 几 an Arabic digit, 来 a round number where it is no verb (来自).
_HINT = (
    "(?:(?<=[十百千万萬亿億拾佰仟廿卅卌0-9０-９])[余餘多]|(?<=[0-9０-９])[几幾]"
    "|(?<=[十百千万萬亿億廿卅卌0０])[来來](?![自到源访訪往电電临臨宾賓信历歷说說了参參看听聽学學]))"
)
#: A full-width comma groups full-width digits alone: between others it is punctuation.
_GROUPED = (
    rf"(?:[1-9１-９]{_DIGIT}{{0,2}}+(?:,{_DIGIT}{{3}}){{1,5}}|[1-9][0-9]{{0,2}}+(?:[\x20\u00a0\u2009\u202f][0-9]{{3}}){{1,5}}"
    rf"|[１-９][０-９]{{0,2}}+(?:，[０-９]{{3}}){{1,5}})(?!{_DIGIT})"
)
_ARABIC = rf"(?:(?:{_GROUPED}|{_DIGIT}++)(?:{_POINT}{_DIGIT}++)?+)"


def _section(lead: str, slot: str, units: tuple[str, str, str], last: str, alone: str) -> str:
    """Expression for a number below 10000.

    Args:
        lead: What stands before the first unit.
        slot: What stands before a further unit.
        units: 十, 百 and 千.
        last: What stands in the place of the ones after a unit.
        alone: What stands without a unit.
    """
    ten, hundred, thousand = units
    ones = f"(?:{_ZERO}?{last})?"
    tens = f"(?:{_ZERO}?(?:{slot}?{ten}|[廿卅卌]))?{ones}"
    hundreds = f"(?:{_ZERO}?{slot}{hundred})?{tens}"
    return f"(?:{lead}(?:{thousand}{hundreds}|{hundred}{tens}|{ten}{ones})|[廿卅卌]{ones}|{alone})"


def _numeral(first: str, later: str) -> str:
    """Expression for a number of sections with 万 and 亿: ``first`` begins it, ``later`` follows 万 or 亿."""
    # 一万两万 are two numerals, not 一万两 and 万.
    after_wan = f"(?:[万萬](?:{_HINT}|{_ZERO}?{later}{_HINT}?(?!{_LARGE}))?)?"
    return f"(?:{first}{after_wan}(?:[亿億](?:{_HINT}|{_ZERO}?{later}{_HINT}?{after_wan}(?!{_LARGE}))?)?)"


_HAN_UNITS = ("十", "百", "千")
_HAN_ONE = f"(?:{_HAN}(?![十百千])|(?<=十)[几幾])"
_HAN_LATER = _section(_HAN, _HAN, _HAN_UNITS, _HAN_ONE, _HAN_ONE)
# The first unit may stand bare: 百余, 万名.
_HAN_SECTION = _section(f"{_HAN}?", _HAN, _HAN_UNITS, _HAN_ONE, _HAN)
_HAN_NUMERAL = _numeral(f"(?:{_HAN_SECTION}{_HINT}?|(?={_LARGE}))", _HAN_LATER)
_HAN_DECIMAL = rf"(?:{_HAN_SECTION}|{_ZERO})[点點]{_HAN_DIGIT}{{1,20}}+(?![十刻分线線])[百千]?[万萬]?[亿億]?"
_POSITIONAL = rf"{_HAN_DIGIT}(?:{_HAN_DIGIT}|０){{1,20}}+(?!{_UNIT})"

_FINANCIAL_SECTION = _section(f"{_FINANCIAL}?", _FINANCIAL, ("拾", "佰", "仟"), _FINANCIAL, _FINANCIAL)
_FINANCIAL_NUMERAL = (
    f"(?:(?={_FINANCIAL}[拾佰仟]|(?<!收)拾(?:{_FINANCIAL}|{_LARGE})|[壹贰貳叁叄肆柒捌玖]{_LARGE}"
    f"|{_FINANCIAL}{_LARGE}零?{_FINANCIAL}[拾佰仟]){_numeral(f'{_FINANCIAL_SECTION}{_HINT}?', _FINANCIAL_SECTION)}"
    f"|{_FINANCIAL}(?:零|〇|{_FINANCIAL}){{2,20}}+(?![拾佰仟]|{_LARGE}))"
)

# Before 十 百 千 stand one or two Arabic digits: 2023百姓 and 2023十佳 are a year and a word. 5千克 has a unit 千克.
_FEW = rf"(?<!{_DIGIT}|{_POINT}){_DIGIT}{{1,2}}+(?:{_POINT}{_DIGIT}++)?+"
_ARABIC_UNITS = ("十(?![佳大])", "百(?!分)", "千(?![米克瓦卡])")
_ONE = rf"{_DIGIT}(?![,.．]?{_DIGIT})"
_MYRIAD = rf"(?:[1-9],[0-9]{{3}}|{_DIGIT}{{1,4}}+)(?!年|[,.．]?{_DIGIT})"
_ARABIC_NUMERAL = _numeral(
    f"{_section(_FEW, _DIGIT, _ARABIC_UNITS, _ONE, _ARABIC)}{_HINT}?",
    f"(?:{_section(_FEW, _DIGIT, _ARABIC_UNITS, _ONE, _MYRIAD)}|{_HAN_LATER})",
)

_WHOLE_OF = f"(?=(?:{_HAN_CHARACTER}|{_DIGIT}){{1,24}}+分之)"
_FRACTION = (
    f"{_WHOLE_OF}(?:{_HAN_NUMERAL}|[1-9１-９]{_DIGIT}{{0,3}}+)分之(?:{_HAN_DECIMAL}|{_HAN_NUMERAL}|{_ARABIC}{_HINT}?)"
)
#: 三成, 七八成, 四成半, 三成五, 三成多; no tenths are 两成员, 之一成为, 一成不变.
_TENTHS = (
    rf"(?=.{{1,3}}成)(?:{_PAIR}|[二三四五六七八九十两兩]|(?<![之统統唯逐归歸合其专專])一(?!成为|成為)|(?<!{_DIGIT}|{_POINT})(?:10|{_DIGIT}(?:{_POINT}{_DIGIT})?+))"
    "成(?:(?![员員立功就果长長绩績群不熟形型交都片品套语語名分规規效本色因败敗行千百]|活率|年[人子礼後后]|人[教大礼高])"
    "(?:半|[一二三四五六七八九](?![十百千万成点]))?[多余餘]?)"
)
_HALVES = "(?<!另)一半|半[数數]|大半(?![年天夜辈輩生个個圈日截晌])|[过過]半(?:[数數]|(?![年天夜个個小时時月载載辈輩]))"
_AND_A_HALF = rf"(?:[一二三四五六七八九十两兩]|{_DIGIT}{{1,3}}+)[个個]半"
_OF_TIME = "(?=小时|小時|钟头|鐘頭|月|学时|學時|课时|課時|工作日)"
_COUNTLESS = "成百上千|成千上[万萬]|成千成[万萬]|[数數]以[十百千万萬亿億]{1,2}[计計]"

_HAN_FORMS = f"{_POSITIONAL}|(?={_HAN_CHARACTER}{{1,16}}+[点點]){_HAN_DECIMAL}|{_HAN_NUMERAL}|{_ZERO}"

#: A part of a whole, in words; it takes no measure word.
SHARE = f"(?:(?={_HAN_CHARACTER}|[半大过過0-9０-９])(?:{_HALVES}|{_TENTHS}|{_FRACTION}))"
#: A number, without its bound words and measure word.
NUMBER = (
    f"(?:(?={_DIGIT})(?:{_AND_A_HALF}{_OF_TIME}|{_ARABIC_NUMERAL})"
    f"|(?={_HAN_CHARACTER}|成)(?:{_AND_A_HALF}{_OF_TIME}|{_COUNTLESS}|七八上十|{_HAN_FORMS})"
    f"|(?={_FINANCIAL}|拾){_FINANCIAL_NUMERAL})"
)
#: Either: the source of an expression, with or without ``regex.X``.
NUMERAL = f"(?:{SHARE}|{NUMBER})"

_WHOLE = f"{_AND_A_HALF}|{NUMERAL}"
_NEIGHBOURS = regex.compile(
    "(?<![点零一二两三四五六七八九])([一二两三四五六七八])([二两三四五六七八九])(?![零一二两三四五六七八九])"
)
_TOKEN = regex.compile(r"[0-9]+(?:\.[0-9]+)?|[十百千万亿]")


#: What most numerals are: digits, perhaps with 万 or 亿, perhaps with 余 or 多.
_PLAIN = re.compile("([0-9]+(?:[.][0-9]+)?)([万亿]?)([余多]?)")


class Value(NamedTuple):
    """The number that a numeral says.

    Attributes:
        value: The number, a range's lower end.
        value_max: A range's upper end, else None.
        bound: ``over`` for ``二十余``, ``数百``, ``十几``, ``过半``; ``about`` for ``十来``; else ``exact``.
        unit: ``%`` or ``‰`` where the numeral holds it (``百分之五``, ``三成``, ``过半``), else empty.
    """

    value: Decimal
    value_max: Decimal | None
    bound: Bound
    unit: Literal["", "%", "‰"] = ""


_SET_PHRASES = {
    "一半": Value(Decimal(50), None, "exact", "%"),
    "半数": Value(Decimal(50), None, "exact", "%"),
    "大半": Value(Decimal(50), None, "over", "%"),
    "过半": Value(Decimal(50), None, "over", "%"),
    "过半数": Value(Decimal(50), None, "over", "%"),
    "七八上十": Value(Decimal(7), Decimal(10), "exact"),
    "成百上千": Value(Decimal(100), None, "over"),
    "成千上万": Value(Decimal(1000), None, "over"),
    "成千成万": Value(Decimal(1000), None, "over"),
}


@lru_cache(maxsize=4096)
def evaluate(numeral: str) -> Value:
    """The exact number that a numeral says.

    Args:
        numeral: Characters that ``NUMERAL`` matched.

    Returns:
        The value, a range's upper end, the bound that the numeral itself carries, and its ``%`` or ``‰``.

    Raises:
        ValueError: If the characters are no numeral.

    >>> evaluate("3.4万").value == 34000
    True
    >>> evaluate("三五百")[:2]
    (Decimal('300'), Decimal('500'))
    >>> evaluate("二十余")
    Value(value=Decimal('20'), value_max=None, bound='over', unit='')
    >>> evaluate("四成半")
    Value(value=Decimal('45'), value_max=None, bound='exact', unit='%')
    """
    if plain := _PLAIN.fullmatch(numeral):
        digits, scale, hint = plain.groups()
        value = Decimal(digits)
        return Value(value * _LARGE_UNITS[scale] if scale else value, None, "over" if hint else "exact")
    if not compiled(_WHOLE).fullmatch(numeral):
        raise ValueError(f"not a numeral: {numeral!r}")
    text = numeral.translate(_EVERYDAY)
    if text in _SET_PHRASES:
        return _SET_PHRASES[text]
    bound: Bound = "over" if regex.search("[余多几数]", text) else "about" if "来" in text else "exact"
    text = regex.sub("^数以|计$|[余多来几数]", "", text)
    if "分之" in text:
        whole, _, part = text.partition("分之")
        return _fraction(whole, part, bound)
    if "成" in text:
        tens, _, ones = text.partition("成")
        return _tenths(tens, ones, bound)
    if text.endswith("个半"):
        return Value(_number(text[:-2]) + _HALF, None, bound)
    return Value(*_ends(text), bound)


def _fraction(whole: str, part: str, bound: Bound) -> Value:
    """Percentages are percents (``百分之四十五`` is 45 %), ``千分之`` per mille, other fractions decimal numbers."""
    low, high = _ends(part)
    if whole == "百":
        return Value(low, high, bound, "%")
    if whole == "千":
        return Value(low, high, bound, "‰")
    size = _number(whole)
    return Value(low / size, high and high / size, bound)


def _tenths(tens: str, ones: str, bound: Bound) -> Value:
    """``七成`` is 70 %, ``四成半`` 45 %, ``三成三`` 33 %, ``六七成`` 60 to 70 %."""
    low, high = _ends(tens)
    more = Decimal(5) if ones == "半" else _number(ones or "0")
    return Value(low * 10 + more, high and high * 10 + more, bound, "%")


def _ends(text: str) -> tuple[Decimal, Decimal | None]:
    """Both ends of an approximate numeral (``十五六`` → 15, 16), else its number and None.

    Two neighbouring digits name a range; ``一〇`` and longer runs of digits are positional.
    """
    match = _NEIGHBOURS.search(text)
    if match is None or match[1] + match[2] not in _PAIRS:
        return _number(text), None
    return _number(_NEIGHBOURS.sub(r"\1", text)), _number(_NEIGHBOURS.sub(r"\2", text))


def _number(text: str) -> Decimal:
    """A numeral of digits, units and decimal points, in either script or both."""
    whole, point, rest = text.translate(_ARABIC_DIGITS).partition("点")
    if point:
        units = rest.lstrip("0123456789")
        return (_number(whole) + Decimal(f"0.{rest.removesuffix(units)}")) * _number(f"1{units}")
    total, section, digits, unit = Decimal(0), Decimal(0), "", 1
    for token in _TOKEN.findall(whole):
        if token in _SMALL_UNITS:
            unit = _SMALL_UNITS[token]
            section, digits = section + Decimal(1 if digits in ("", "0") else digits) * unit, ""
        elif token in _LARGE_UNITS:
            bare = unit == 1 and not digits
            unit = _LARGE_UNITS[token]
            section = Decimal(1) if bare else section + Decimal(digits or 0)
            # 万亿 multiplies all that stands before it, the 万 of 1亿1万 only the 1 before it.
            total = (total + section) * unit if total < unit else total + section * unit
            section, digits = Decimal(0), ""
        else:
            digits = token
    # A single digit after a unit is of the next lower one: 两百五 is 250, 一万三 13000; but 十五 is 15, 一百零五 105.
    short = unit > 10 and len(digits) == 1
    return total + section + Decimal(digits or 0) * (unit // 10 if short else 1)
