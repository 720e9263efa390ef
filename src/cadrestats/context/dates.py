"""Ties a figure to the year it speaks of."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from typing import NamedTuple

import regex

from cadrestats.models import Defaults, Figure, Report, Sentence, Source

_YEAR = r"(?:19[4-9]|20[0-4])\d"
_HAN = {c: str(i) for i, c in enumerate("〇一二三四五六七八九")} | {"零": "0", "○": "0"}
_QUOTED = regex.compile(r"“[^”]*”|《[^》]*》|「[^」]*」")

#: Expressions of time in order of trust; the first that matches at a place counts.
_MARKER = regex.compile(
    rf"""
    (?P<compared>(?:与|同|比|较|相比|超过|高于|低于|由|从)\s*(?:(?:{_YEAR})年|去年|上年|前年|上一年)(?:同期|底|末)?(?:相比|相较|增|多|提|上|下|翻)?)
  | (?P<span>(?P<first>{_YEAR})年?\s*(?:—|–|-|~|～|至|到)\s*(?P<last>{_YEAR})年)
  | (?P<since>(?:自|从)?(?P<since_year>{_YEAR})年(?:\d{{1,2}}月)?(?:\d{{1,2}}日)?(?:成立|创办|组建|启动|开展|实施|建立|开办|创建|建校|建团|建队|运行)?(?:以来|至今|起|开始|后))
  | (?P<history>{_YEAR}年(?:\d{{1,2}}月)?(?:\d{{1,2}}日)?[^，。；,;]{{0,10}}(?:成立|创办|创建|组建|建成投用|(?<!离)退休|入党|入伍|参加工作|出生|始建|建校|拉起|诞生|发起|设立|建起|开办|立项|印发|出台|下发|转业|当选))
  | (?P<founded>(?:成立|设立|创办|组建|始建|创建)于\s*{_YEAR}年)
  | (?P<future>(?:力争|计划|预计|将于|目标)(?:到|在|于|至)?\s*{_YEAR}年|(?<!截)[到至]{_YEAR}年(?=[底末]?[，,]?(?:将|力争|要|实现|建成|达到)))
  | (?P<absolute>(?P<year>{_YEAR})\s*年(?!度|代|级|版|修订)|(?P<annual>{_YEAR})年度(?=[，,内里中共]|[^，。]{{0,4}}(?:开展|完成|走访|发放|举办)))
  | (?P<plan>[“"]?十(?P<plan_number>[二三四])五[”"]?(?:时期|期间|以来|末|规划期)?)
  | (?P<passed>(?:去年|前年|上年)[^，。]{{0,4}}以来|(?:\d+|[一二三四五六七八九十两几]+)(?:多|余)?年(?:来|过去|后的?今天|间|里)|(?:半年|一年)来|[几多数]年下来|这些年)
  | (?P<last_year>去年|上年|上一年|去岁) | (?P<before_last>前年) | (?P<next_year>明年)
  | (?P<ago>(?P<ago_number>\d{{1,2}}|[一二两三四五六七八九十]{{1,2}})年前)
  | (?P<this_year>今年|本年|当前|目前|如今|眼下|现在|现已|截至目前|截止目前|截至发稿|迄今|至今|近日|日前|近期|本月|现有|近年来|近几年|多年来|历年来|一直以来)
    """,
    regex.X,
)
_PLAN_ENDS = {"二": 2015, "三": 2020, "四": 2025}
_FOUNDED = (
    (regex.compile(r"(?:建党|中国共产党(?:成立|建党)|党的?(?:百年)?华诞|党成立)\s*(\d{2,3}|百)\s*(?:周年|年)"), 1921),
    (regex.compile(r"(?:新中国|共和国|中华人民共和国|建国)(?:成立)?\s*(\d{2})\s*(?:周年|华诞)"), 1949),
    (regex.compile(r"(?:建军|解放军建军)\s*(\d{2,3})\s*周年"), 1927),
    (regex.compile(r"改革开放\s*(\d{2})\s*(?:周年|年)"), 1978),
    (regex.compile(r"(?:抗战|抗日战争|反法西斯战争)(?:暨[^，。]{0,12})?胜利\s*(\d{2})\s*周年"), 1945),
    (regex.compile(r"长征胜利\s*(\d{2})\s*周年"), 1936),
)  # fmt: skip
_CONGRESSES = {"二十届四中全会": 2025, "二十届三中全会": 2024, "二十届二中全会": 2023, "二十大": 2022, "十九大": 2017, "十八大": 2012}


class Year(NamedTuple):
    """A year and what it was read from."""

    year: int | None
    source: Source


class Marker(NamedTuple):
    """An expression of time in a sentence.

    Attributes:
        end: Offset in the report's text, one past its last character.
        year: The year that it names; None for the report's own.
        carries: Whether the sentences after it may still speak of that year.
        reach: Offset where it stops to govern; the founding of a team or a comparison is over with its clause.
    """

    end: int
    year: int | None
    carries: bool
    reach: int = sys.maxsize


def report_year(report: Report, defaults: Defaults) -> Year:
    """The year of a report: of its publication, else the latest past year that it speaks of.

    Where no year is named, an anniversary or a congress tells (spec.md, column ``year``).
    """
    if report.published:
        return Year(int(report.published[:4]), "byline")
    if defaults.published:
        return Year(int(defaults.published[:4]), "option")
    years = [year for year in _years(report.text) if year is not None]
    if years:
        return Year(max(years), "report")
    for expression, founded in _FOUNDED:
        if match := expression.search(report.text):
            return Year(founded + (100 if match[1] == "百" else int(match[1])), "report")
    return Year(next((year for name, year in _CONGRESSES.items() if name in report.text), None), "report")


def _years(text: str) -> Iterable[int | None]:
    """Years that a text speaks of; plans for the future and titles of documents are left out."""
    plain = _blank_titles(_western(text))
    for match in _MARKER.finditer(plain):
        if match["future"]:
            continue
        for name in ("last", "since_year", "year", "annual"):
            if match[name]:
                yield int(match[name])
        if match["compared"] or match["history"]:
            yield from (int(year) for year in regex.findall(_YEAR, match[0]))


def _western(text: str) -> str:
    """Years in Chinese digits, character for character: 二〇二三年 → 2023年."""
    return regex.sub(r"[一二][〇零○一二三四五六七八九]{3}(?=年)", lambda m: "".join(_HAN[c] for c in m[0]), text)


def _blank_titles(text: str) -> str:
    """The text with titles of documents blanked out, so that their years do not count."""
    return regex.sub(r"《[^》]*》", lambda m: "□" * len(m[0]), text)


def _blank_quotes(text: str) -> str:
    return _QUOTED.sub(lambda m: m[0] if "五" in m[0] and len(m[0]) == 5 else "□" * len(m[0]), text)


def markers(sentence: Sentence, year: int | None) -> tuple[Marker, ...]:
    """The expressions of time in a sentence.

    Args:
        sentence: The sentence.
        year: The report's year, from which relative expressions count.
    """
    return tuple(
        marker
        for match in _MARKER.finditer(_blank_quotes(_western(sentence.text)))
        if (marker := _marker(match, sentence, year)) is not None
    )


def _marker(match: regex.Match[str], sentence: Sentence, year: int | None) -> Marker | None:
    end = sentence.start + match.end()
    if match["future"] or match["next_year"]:
        return None
    if match["history"] or match["compared"] or match["founded"]:
        named = regex.search(_YEAR, match[0])
        ends = sentence.start + _clause_end(sentence.text, match.end())
        return Marker(end, int(named[0]), False, ends) if named else None
    if match["span"]:
        return Marker(end, int(match["last"]), True)
    if match["absolute"]:
        if year is not None and int(match["year"] or match["annual"]) > year:
            return None
        return Marker(end, int(match["year"] or match["annual"]), _adverbial(match, sentence.text))
    if match["plan"]:
        last = _PLAN_ENDS[match["plan_number"]]
        running = year is not None and (year <= last or "以来" in match[0])
        return Marker(end, None if running else last, False)
    if match["ago"] and year is not None:
        founded = regex.match(r"[^，。,]{0,4}(?:创办|成立|组建|退休|开始)", sentence.text[match.end() :])
        reach = sentence.start + _clause_end(sentence.text, match.end()) if founded else sys.maxsize
        return Marker(end, year - _small_number(match["ago_number"]), False, reach)
    if year is None or match["since"] or match["this_year"] or match["passed"]:
        return Marker(end, None, False)
    return Marker(end, year - (1 if match["last_year"] else 2), True)


def _small_number(text: str) -> int:
    """A number of years up to 99: ``3``, ``三``, ``十五``, ``二十``."""
    if text.isdigit():
        return int(text)
    tens, _, ones = text.partition("十") if "十" in text else ("", "", text)
    digits = {c: i for i, c in enumerate("〇一二三四五六七八九")} | {"两": 2}
    return (digits.get(tens, 1) * 10 if "十" in text else 0) + digits.get(ones, 0)


def _adverbial(match: regex.Match[str], text: str) -> bool:
    """Whether a year opens its clause (2022年，… 2022年某市…) and is not where something only began."""
    if regex.search(r"出台|印发|此后|从此|从那|成立|至今|开始", text[match.end() :]):
        return False
    opening = text[: match.start()].removesuffix("截至").removesuffix("截止").removesuffix("到").removesuffix("在")
    return not opening or opening[-1] in "，,；;。：:、"


def _clause_end(text: str, start: int) -> int:
    """Where the clause ends that goes on at ``start``."""
    return min((i for i in range(start, len(text)) if text[i] in "，,；;。：:！？"), default=len(text))


def year_of(figure: Figure, here: tuple[Marker, ...], before: tuple[Marker, ...], report: Year) -> Year:
    """The year a figure speaks of.

    Args:
        figure: The figure.
        here: Expressions of time in its sentence.
        before: Those of the sentence before, where it stands in the same paragraph.
        report: The report's own year.
    """
    governing = [marker for marker in here if marker.end <= figure.start < marker.reach]
    if governing:
        year = governing[-1].year
        return Year(year, "sentence") if year is not None else Year(report.year, "sentence" if report.year else report.source)
    if before and before[-1].carries and before[-1].year is not None:
        return Year(before[-1].year, "paragraph")
    return report
