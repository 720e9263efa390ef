"""Finds every numeral of a sentence with its bound and measure word, and says whether it is a statistic."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import cached_property
from typing import NamedTuple

import regex

from cadrestats.figures.numerals import NUMBER, SHARE, Value, evaluate
from cadrestats.models import Bound, Figure, Sentence, Verdict
from cadrestats.patterns import Library
from cadrestats.patterns.checked import compiled
from cadrestats.patterns.literals import Prefilter, told

#: Words before a numeral that bound it. 上 and 过 do so only before a bare unit: 上千, 过百.
BEFORE: dict[Bound, str] = {
    "over": r"超[过過]了?|超出|超|逾|突破了?|已破|不少[于於]|不低[于於]|不下[于於]?|不止|至少"
    r"|[上过過破](?=[百千万萬亿億])",
    "under": r"(?<![最附临臨邻鄰远遠亲親靠])近(?!日|期|[来來]|年|[几幾]年|些|平)|[将將]近|接近|不足|不到|不[满滿]"
    r"|少[于於]|低[于於]|不超[过過]|至多",
    "about": r"大[约約]有?|大概有?|(?<![节節预預相签簽邀特合公契制])[约約][有为為达達占佔]?",
}
#: Words after a measure word that bound the figure.
AFTER: dict[Bound, str] = {"over": r"以上|之多|开外|有余", "under": r"以下|以内|不到", "about": r"左右|上下"}

_HAN_ONLY = regex.compile(r"[^0-9０-９]+")
_HALVES = ("一半", "半数", "半數", "大半", "过半", "過半", "过半数", "過半數")
_SHARE_OF = regex.compile(r"[占佔](?:了|据|據|比)?\s*$")
_SCALE = regex.compile("([百千万萬亿億]+|成)[余餘多来來几幾]?$")
_MYRIADS = regex.compile("[万萬亿億]")
#: Hours from which a duration in a sentence about service is time given.
_LONG_SERVICE = 50
_CLAUSE_END = "，,；;：:。！？…"

#: Characters that a numeral of any spelling holds, or stands beside where the grammar might draw them in.
_OF_NUMERALS = "0-9０-９零〇○一二三四五六七八九两兩十百千万萬亿億廿卅卌半壹贰貳叁叄肆柒捌玖拾佰仟"
#: The first character that can be of a numeral. The named one is a numeral by itself: nothing that follows adds to it.
#: 几 and 数 make a numeral with a unit alone, 伍 陆 参 (everyday words too) with another such character.
_NUMERAL = re.compile(
    r"(?P<plain>(?:[0-9]+(?:\.[0-9]+)?[万亿]?[余多]?|[一二三四五六七八九两])"
    rf"(?![{_OF_NUMERALS}\s,，.．点點余餘多几幾数數来來成\-–—－~～至到参參伍陆陸分]|[个個]半))"
    rf"|[{_OF_NUMERALS}]|[几幾数數](?=[十百千万萬亿億以])|[伍陆陸参參](?=[{_OF_NUMERALS}伍陆陸参參])"
)
#: The words that bound a numeral, and what begins one before its first digit: 大半, 成百上千.
_BOUNDING = told("|".join(BEFORE.values())).exact or frozenset()
_LENGTHS = sorted({len(words) for words in _BOUNDING}, reverse=True)
_PARTS = "大过過成"
_LEAD_ENDS = frozenset(f"{_PARTS} \t\n\u3000\xa0\u2009\u202f") | {words[-1] for words in _BOUNDING}
#: What begins whatever the grammar takes in after a numeral and its measure word.
_TRAILS = frozenset("以之开有不左上—-–－~～至到（( \t\n\u3000\xa0\u2009\u202f")


class Numeral(NamedTuple):
    """A numeral or range with its bound words and its measure word, by offsets in its sentence."""

    start: int
    end: int
    low_start: int
    low_end: int
    low: str
    unit: str
    high: str = ""
    share: bool = False
    before: Bound | None = None
    after: Bound | None = None


class Scanner:
    """Finds figures with the measure words and rules of a pattern library."""

    def __init__(self, library: Library) -> None:
        self.library = library
        self.words = library.measure_words

    @cached_property
    def figure(self) -> regex.Pattern[str]:
        """A numeral or range with its bound words and its measure word."""
        before = "|".join(f"(?P<before_{bound}>{words})" for bound, words in BEFORE.items())
        after = "|".join(f"(?P<after_{bound}>{words})" for bound, words in AFTER.items())
        unit = rf"(?:{self.words.regex}|%|％)"
        return compiled(
            rf"""(?x)(?:(?:{before})\s*)?
            (?P<low>(?P<share>{SHARE})|(?>{NUMBER}))
            (?:\s*+(?:(?P<low_unit>{unit})\s*+)?(?:——|[-–—－~～至到])\s*+
                (?P<high>(?P<share>{SHARE})|(?>{NUMBER})(?=\s*+{unit})))?
            (?(share)|(?:\s*+(?P<unit>{unit})(?:[（(]{unit}[）)])?)?)
            (?:\s*(?:{after}))?"""
        )

    def scan(self, sentence: Sentence) -> tuple[Figure, ...]:
        """Every numeral of a sentence, in order, each with its verdict.

        Args:
            sentence: The sentence; its ``start`` is added to the offsets.
        """
        text = sentence.text
        numerals = list(self.numerals(text))
        if not numerals:
            return ()
        rejected = self._rejected(text)
        return tuple(self._figure(numeral, sentence, rejected) for numeral in numerals)

    def numerals(self, text: str) -> Iterator[Numeral]:
        """What ``figure.finditer`` finds in a text.

        Most numerals are plain digits (or one Chinese digit) before a measure word, with nothing beside them that the
        grammar would draw in: these are read here. All others are left to the grammar.

        Args:
            text: The words of a sentence.
        """
        at = 0
        while candidate := _NUMERAL.search(text, at):
            start = candidate.start()
            led = _led_at(text, at, start)
            if candidate.lastgroup and not led:
                end = candidate.end()
                unit = self._unit_at(text, end)
                after = end + len(unit)
                if text[after : after + 1] not in _TRAILS:
                    yield Numeral(start, after, start, end, candidate[0], unit)
                    at = after
                    continue
            match = next(filter(None, (self.figure.match(text, i) for i in (*led, start))), None)
            if match is None:
                at = start + 1
            else:
                yield _read(match)
                at = match.end()

    def _unit_at(self, text: str, at: int) -> str:
        """The longest measure word that stands at an offset; empty where none does."""
        for length in self._lengths.get(text[at : at + 1], ()):
            unit = text[at : at + length]
            if unit in self._units:
                return unit
        return ""

    @cached_property
    def _units(self) -> frozenset[str]:
        return frozenset((*self.words.kinds, "%", "％"))

    @cached_property
    def _lengths(self) -> dict[str, tuple[int, ...]]:
        """How long the measure words are that begin with a character, the longest first."""
        lengths: dict[str, set[int]] = {}
        for unit in self._units:
            lengths.setdefault(unit[0], set()).add(len(unit))
        return {first: tuple(sorted(found, reverse=True)) for first, found in lengths.items()}

    @cached_property
    def _prefilter(self) -> Prefilter:
        return Prefilter([rule.compiled.pattern for rule in self.library.rules])

    def _rejected(self, text: str) -> list[tuple[int, int, Verdict, str]]:
        """The stretches in which the rules see no statistic."""
        rules = self.library.rules
        return [
            (*match.span(), rules[index].kind, rules[index].id)
            for index in self._prefilter.possible(text)
            for match in rules[index].compiled.finditer(text)
        ]

    def _figure(self, numeral: Numeral, sentence: Sentence, rejected: list[tuple[int, int, Verdict, str]]) -> Figure:
        value = _value(numeral)
        verdict, reason = self._verdict(numeral, sentence.text, rejected)
        return Figure(
            sentence.start + numeral.start,
            sentence.start + numeral.end,
            sentence.text[numeral.start : numeral.end],
            _plain(value.value),
            None if value.value_max is None else _plain(value.value_max),
            numeral.before or numeral.after or value.bound,
            self.words.aliases.get(numeral.unit, numeral.unit) or value.unit,
            verdict,
            reason,
        )

    def _verdict(
        self, numeral: Numeral, text: str, rejected: list[tuple[int, int, Verdict, str]]
    ) -> tuple[Verdict, str]:
        start, end = numeral.low_start, numeral.low_end
        for left, right, kind, rule in rejected:
            if left < end and start < right:
                return kind, rule
        if start and text[start - 1].isascii() and text[start - 1].isalpha():
            return "name", "latin"
        return self._with_unit(numeral, text) if numeral.unit else self._without_unit(numeral, text)

    def _without_unit(self, numeral: Numeral, text: str) -> tuple[Verdict, str]:
        if numeral.share:
            return self._share(numeral, text)
        bounded = numeral.before is not None or evaluate(numeral.low).bound != "exact"
        before, follows = text[: numeral.start], text[numeral.end :]
        stands_alone = not follows or follows[0] in _CLAUSE_END + "）)、"
        words = self.words.unmeasured
        counted = words.counted.match(follows) or (stands_alone and words.measured.search(before))
        counted = counted or (_MYRIADS.search(numeral.low) and words.myriads.match(follows))
        if _HAN_ONLY.fullmatch(numeral.low):
            return ("statistic", "") if bounded and counted else ("idiom", "word")
        if counted or (stands_alone and (bounded or words.stated.search(before))):
            return "statistic", ""
        return "name", "no measure word"

    @staticmethod
    def _share(numeral: Numeral, text: str) -> tuple[Verdict, str]:
        """Tenths and fractions are statistics; a half only where the words before measure it (占一半, 超过半数).

        大半 measures nothing: it is as vague as 多数.
        """
        if numeral.low == "大半":
            return "idiom", "half"
        if numeral.low in _HALVES and numeral.before is None and not _SHARE_OF.search(text[: numeral.start]):
            return "idiom", "half"
        return "statistic", ""

    def _with_unit(self, numeral: Numeral, text: str) -> tuple[Verdict, str]:
        low, unit = numeral.low, numeral.unit
        kind = self.words.kinds.get(unit, "plain")
        if low in "一壹" and not numeral.high:
            return "article", "一"
        if kind == "introduces":
            return "introduction", unit
        if kind == "rank":
            return ("age" if unit.endswith("岁") else "ordinal"), unit
        if kind == "duration":
            return ("statistic", "") if self._is_service_time(numeral, text) else ("duration", unit)
        if kind == "arabic_only" and len(low) == 1 and _HAN_ONLY.fullmatch(low):
            return "idiom", unit
        return "statistic", ""

    def _is_service_time(self, numeral: Numeral, text: str) -> bool:
        """Whether a duration is time that was given (服务时长2000小时), not time that passed."""
        unit = numeral.unit
        clause = text[max(text.rfind(mark, 0, numeral.start) for mark in _CLAUSE_END) + 1 : numeral.start]
        if not unit.endswith(("小时", "钟头", "分钟")):
            return unit in ("天", "日", "个工作日") and "时长" in clause
        before, around = self._served
        if before.search(clause):
            return True
        return evaluate(numeral.low).value >= _LONG_SERVICE and around.search(text) is not None

    @cached_property
    def _served(self) -> tuple[regex.Pattern[str], regex.Pattern[str]]:
        served = self.words.served
        return compiled(served.before), compiled(served.around)


def _led_at(text: str, begin: int, start: int) -> Sequence[int]:
    """Where a numeral may begin whose first digit is at ``start``: with the words before it that bound it."""
    if start == begin or text[start - 1] not in _LEAD_ENDS:
        return ()
    words = text[begin:start].rstrip()
    end = begin + len(words)
    bounded = [end - n for n in _LENGTHS if n <= len(words) and words[-n:] in _BOUNDING]
    if words and words[-1] in _PARTS:
        return sorted((*_led_at(text, begin, end - 1), *bounded, end - 1))
    return bounded


def _read(match: regex.Match[str]) -> Numeral:
    """What the grammar found."""
    low, share, high, unit = match.group("low", "share", "high", "unit")
    return Numeral(
        *match.span(),
        *match.span("low"),
        low,
        unit or "",
        high or "",
        share is not None,
        next((bound for bound in BEFORE if match[f"before_{bound}"]), None),
        next((bound for bound in AFTER if match[f"after_{bound}"]), None),
    )


def _value(numeral: Numeral) -> Value:
    low = evaluate(numeral.low)
    if not numeral.high:
        return low
    high = evaluate(numeral.high)
    # In 3至5万 and 三至五成 the multiplier serves both ends.
    scale = _SCALE.search(numeral.high)
    factor = Decimal(1) if scale is None else Decimal(10) if scale[1] == "成" else evaluate(scale[1]).value
    scaled = low.value * factor if low.value * factor < high.value else low.value
    return Value(scaled, high.value_max or high.value, high.bound, high.unit)


def _plain(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)
