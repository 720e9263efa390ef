"""Finds every numeral of a sentence with its bound and measure word, and says whether it is a statistic."""

from __future__ import annotations

from decimal import Decimal
from functools import cached_property

import regex

from cadrestats.figures.numerals import NUMBER, SHARE, Value, evaluate
from cadrestats.models import Bound, Figure, Sentence, Verdict
from cadrestats.patterns import Library

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

_BARE_ONE = regex.compile(r"[一壹]")
_HAN_ONLY = regex.compile(r"[^0-9０-９]+")
_HALVES = ("一半", "半数", "半數", "大半", "过半", "過半", "过半数", "過半數")
_SHARE_OF = regex.compile(r"[占佔](?:了|据|據|比)?\s*$")
_SCALE = regex.compile("([百千万萬亿億]+|成)[余餘多来來几幾]?$")
_MYRIADS = regex.compile("[万萬亿億]")
#: Hours from which a duration in a sentence about service is time given.
_LONG_SERVICE = 50
_CLAUSE_END = "，,；;：:。！？…"


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
        return regex.compile(
            rf"""(?:(?:{before})\s*)?
            (?P<low>(?P<share>{SHARE})|(?>{NUMBER}))
            (?:\s*+(?:(?P<low_unit>{unit})\s*+)?(?:——|[-–—－~～至到])\s*+
                (?P<high>(?P<share>{SHARE})|(?>{NUMBER})(?=\s*+{unit})))?
            (?(share)|(?:\s*+(?P<unit>{unit})(?:[（(]{unit}[）)])?)?)
            (?:\s*(?:{after}))?""",
            regex.X,
        )

    def scan(self, sentence: Sentence) -> tuple[Figure, ...]:
        """Every numeral of a sentence, in order, each with its verdict.

        Args:
            sentence: The sentence; its ``start`` is added to the offsets.
        """
        text = sentence.text
        rejected = self._rejected(text)
        return tuple(self._figure(match, sentence, rejected) for match in self.figure.finditer(text))

    def _rejected(self, text: str) -> list[tuple[int, int, Verdict, str]]:
        """The stretches in which the rules see no statistic."""
        return [
            (*match.span(), rule.kind, rule.id) for rule in self.library.rules for match in rule.compiled.finditer(text)
        ]

    def _figure(
        self, match: regex.Match[str], sentence: Sentence, rejected: list[tuple[int, int, Verdict, str]]
    ) -> Figure:
        value = self._value(match)
        unit = match["unit"] or ""
        verdict, reason = self._verdict(match, sentence.text, unit, rejected)
        return Figure(
            start=sentence.start + match.start(),
            end=sentence.start + match.end(),
            text=match[0],
            value=_plain(value.value),
            value_max=None if value.value_max is None else _plain(value.value_max),
            bound=self._bound(match, value.bound),
            unit=self.words.aliases.get(unit, unit) or value.unit,
            verdict=verdict,
            reason=reason,
        )

    @staticmethod
    def _value(match: regex.Match[str]) -> Value:
        low = evaluate(match["low"])
        if not match["high"]:
            return low
        high = evaluate(match["high"])
        # In 3至5万 and 三至五成 the multiplier serves both ends.
        scale = _SCALE.search(match["high"])
        factor = Decimal(1) if scale is None else Decimal(10) if scale[1] == "成" else evaluate(scale[1]).value
        scaled = low.value * factor if low.value * factor < high.value else low.value
        return Value(scaled, high.value_max or high.value, high.bound, high.unit)

    @staticmethod
    def _bound(match: regex.Match[str], inner: Bound) -> Bound:
        for bound in BEFORE:
            if match[f"before_{bound}"]:
                return bound
        for bound in AFTER:
            if match[f"after_{bound}"]:
                return bound
        return inner

    def _verdict(
        self, match: regex.Match[str], text: str, unit: str, rejected: list[tuple[int, int, Verdict, str]]
    ) -> tuple[Verdict, str]:
        start, end = match.span("low")
        for left, right, kind, rule in rejected:
            if left < end and start < right:
                return kind, rule
        if text[start - 1 : start].isascii() and text[start - 1 : start].isalpha():
            return "name", "latin"
        if not unit:
            return self._without_unit(match, text)
        return self._with_unit(match, text, unit)

    def _without_unit(self, match: regex.Match[str], text: str) -> tuple[Verdict, str]:
        numeral = match["low"]
        if match["share"]:
            return self._share(match, text)
        bounded = any(match[f"before_{bound}"] for bound in BEFORE) or evaluate(numeral).bound != "exact"
        before, follows = text[: match.start()], text[match.end() :]
        stands_alone = not follows or follows[0] in _CLAUSE_END + "）)、"
        words = self.words.unmeasured
        counted = words.counted.match(follows) or (stands_alone and words.measured.search(before))
        counted = counted or (_MYRIADS.search(numeral) and words.myriads.match(follows))
        if _HAN_ONLY.fullmatch(numeral):
            return ("statistic", "") if bounded and counted else ("idiom", "word")
        if counted or (stands_alone and (bounded or words.stated.search(before))):
            return "statistic", ""
        return "name", "no measure word"

    @staticmethod
    def _share(match: regex.Match[str], text: str) -> tuple[Verdict, str]:
        """Tenths and fractions are statistics; a half only where the words before measure it (占一半, 超过半数)."""
        measured = any(match[f"before_{bound}"] for bound in BEFORE)
        if match["low"] in _HALVES and not measured and not _SHARE_OF.search(text[: match.start()]):
            return "idiom", "half"
        return "statistic", ""

    def _with_unit(self, match: regex.Match[str], text: str, unit: str) -> tuple[Verdict, str]:
        kind = self.words.kinds.get(unit, "plain")
        han = _HAN_ONLY.fullmatch(match["low"]) is not None
        if _BARE_ONE.fullmatch(match["low"]) and not match["high"]:
            return "article", "一"
        if kind == "introduces":
            return "introduction", unit
        if kind == "rank":
            return ("age" if unit.endswith("岁") else "ordinal"), unit
        if kind == "duration":
            return ("statistic", "") if self._is_service_time(match, text, unit) else ("duration", unit)
        if kind == "arabic_only" and han and len(match["low"]) == 1:
            return "idiom", unit
        return "statistic", ""

    def _is_service_time(self, match: regex.Match[str], text: str, unit: str) -> bool:
        """Whether a duration is time that was given (服务时长2000小时), not time that passed."""
        served = self.words.served
        clause = text[max(text.rfind(mark, 0, match.start()) for mark in _CLAUSE_END) + 1 : match.start()]
        if not unit.endswith(("小时", "钟头", "分钟")):
            return unit in ("天", "日", "个工作日") and "时长" in clause
        if regex.search(served.before, clause):
            return True
        return evaluate(match["low"]).value >= _LONG_SERVICE and regex.search(served.around, text) is not None


def _plain(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)
