"""Bylines: the headline of a report and the day it was published, as far as the report or its file tells.

A date in running text is what the report speaks of, never when it was published; a dateline such as
``本报3月9日讯`` has no year. Dates are written as in ISO 8601, in whole or in part.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import PurePath

from cadrestats.models import Block

# What stands in brackets at the end of the first or last blocks, such as （晚报 2023年6月30日）.
_EDGE_BLOCKS = 3
_LABELLED = re.compile(r"(?:发布|发表|刊发|更新)?(?:时间|日期)\s?[:：]\s?")
_DATE = re.compile(
    r"(?<!\d)(?P<year>(?:19|20)\d\d)(?:"
    r"(?P<mark>[-/.])(?P<month>\d{1,2})(?:(?P=mark)(?P<day>\d{1,2}))?(?![\d.])"
    r"|年(?:(?P<month_zh>\d{1,2})月(?:(?P<day_zh>\d{1,2})[日号])?)?"
    r"|(?P<month_2>\d\d)(?P<day_2>\d\d)(?!\d))"
)
_HANZI_DATE = re.compile(
    "[一二][〇○零一二三四五六七八九]{3}年(?:[一二三四五六七八九十]{1,2}月(?:[一二三四五六七八九十]{1,3}[日号])?)?"
)
_IN_BRACKETS = re.compile(r"[（(\[【]([^（()）\[\]【】]{0,24}\d{4}[^（()）\[\]【】]{0,16})[）)\]】]$")
_FILE_DATE = re.compile(
    r"(?<![0-9A-Za-z])(?P<year>(?:19|20)\d\d)(?:"
    r"(?P<mark>[-_.])(?P<month>\d{1,2})(?:(?P=mark)(?P<day>\d{1,2}))?"
    r"|年(?:(?P<month_zh>\d{1,2})月(?:(?P<day_zh>\d{1,2})日)?)?"
    r"|(?P<month_2>\d\d)(?P<day_2>\d\d)?)?(?![0-9A-Za-z])"
)
_DIGITS = str.maketrans("０１２３４５６７８９〇○零一二三四五六七八九", "01234567890001234567" + "89")


def title(text: str, blocks: Sequence[Block]) -> str:
    """The headline of a report with its kicker and subtitle.

    Args:
        text: The text of the report.
        blocks: Its blocks.

    Returns:
        The words of the title block, empty where there is none.
    """
    return next((text[block.start : block.end] for block in blocks if block.kind == "title"), "")


def published(text: str, blocks: Sequence[Block], name: str) -> str:
    """The date of publication of a report.

    It is looked for where papers and sites print it: after a label (``发布时间：``), in a byline or a line of
    its own, in brackets at the end of one of the first or last blocks, and at last in the name of the file.

    Args:
        text: The text of the report.
        blocks: Its blocks.
        name: The name of its file.

    Returns:
        An ISO 8601 date (``2023-02-15``, ``2023-06`` or ``2023``), or nothing where none is told.

    >>> published("来源：晚报 2023年2月15日", [Block(kind="byline", start=0, end=16)], "a.txt")
    '2023-02-15'
    """
    bylines = [text[block.start : block.end] for block in blocks if block.kind == "byline"]
    labelled = [line[label.end() :] for line in bylines if (label := _LABELLED.search(line))]
    for line in (*labelled, *bylines, *_in_brackets(text, blocks)):
        if found := _iso(line):
            return found
    return day_of_file(name)


def day_of_file(name: str) -> str:
    """The date that the name of a file tells, as ISO 8601; empty where it tells none.

    Args:
        name: The name.

    >>> day_of_file("通讯_2023-02-15.txt")
    '2023-02-15'
    """
    return _first_date(_FILE_DATE, PurePath(name).stem)


def _in_brackets(text: str, blocks: Sequence[Block]) -> Iterator[str]:
    """What stands in brackets at the very end of the first and the last blocks."""
    edges = blocks if len(blocks) <= 2 * _EDGE_BLOCKS else (*blocks[:_EDGE_BLOCKS], *blocks[-_EDGE_BLOCKS:])
    for block in edges:
        ending = text[max(block.start, block.end - 48) : block.end]
        if found := _IN_BRACKETS.search(ending):
            yield found[1]


def _iso(line: str) -> str:
    """The first date of a line, in Arabic or Chinese numerals, as ISO 8601."""
    line = _HANZI_DATE.sub(lambda found: _arabic(found[0]), line)
    return _first_date(_DATE, line.translate(_DIGITS))


def _arabic(hanzi: str) -> str:
    """``二〇二三年六月三十日`` as ``2023年6月30日``."""
    hanzi = re.sub("(?<![一二三四五六七八九])十", "一十", hanzi)
    hanzi = re.sub("十(?![一二三四五六七八九])", "〇", hanzi).replace("十", "")
    return hanzi.translate(_DIGITS)


def _first_date(pattern: re.Pattern[str], text: str) -> str:
    for found in pattern.finditer(text):
        month = found["month"] or found["month_zh"] or found["month_2"]
        day = found["day"] or found["day_zh"] or found["day_2"]
        if written := _written(found["year"], month, day):
            return written
    return ""


def _written(year: str, month: str | None, day: str | None) -> str:
    """The date as ISO 8601, empty if the calendar has no such day."""
    try:
        date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        return ""
    return "-".join([year, *(part.zfill(2) for part in (month, day) if part)])
