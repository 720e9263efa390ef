"""Punctuation: which mark of Chinese stands in a gap where only marks are possible."""

from __future__ import annotations

import re
from functools import cache

from cadrestats.reading.phrases import LOST

_CLOSED_BY = {"“": "”", "‘": "’", "（": "）", "《": "》", "【": "】", "「": "」"}
_OPENED_BY = {closer: opener for opener, closer in _CLOSED_BY.items()}
_DOUBLE = "—…"
_QUOTED = re.compile(f"[^{''.join(_CLOSED_BY)}{''.join(_CLOSED_BY.values())}{LOST}]*([{''.join(_CLOSED_BY.values())}])")
# What opens a sentence: a date; the unit may be lost, too.
_DATE = re.compile(rf"(?:19|20)\d\d[年{LOST}]|(?:1[0-2]|[1-9])月(?:[12]\d|3[01]|[1-9])[日{LOST}]")
_LABEL = re.compile("(?:时间|時間|日期|来源|记者|编辑|作者|电话|地址|校对)$")
# An item of a list that counts something, and the beginning of another.
_ITEM = re.compile(r"\d[余多]?[^，。；：、,;:\d年月日]{1,10}$")
_LONGEST_LABEL, _LONGEST_ITEM = 2, 12
_COUNT = re.compile(rf"\d[\d,.]*[余多]?[^\d,.余多年月日岁周{LOST}][^年]")
_LONGEST_QUOTATION = 300


def mark(chars: str, text: str, at: int) -> str:
    """The mark that closes or opens a quotation, is half of a dash, parts a list or ends a sentence; else U+FFFD.

    Args:
        chars: The marks that are possible.
        text: The text, U+FFFD in its gaps.
        at: Where the gap is.

    >>> mark("、。》", "班级10个�12名学员", 5), mark("、。》", "请看《银发潮�。", 6)
    ('、', '》')
    """
    far = max(0, at - _LONGEST_QUOTATION)
    start = max(text.rfind("\n", far, at) + 1, far)
    before, after = text[start:at], text[at + 1 : at + _LONGEST_QUOTATION].partition("\n")[0]
    last = before[-1:]
    if last and last in _DOUBLE and last in chars:
        return last if before[-2:-1] != last else LOST
    closers, openers = _closers_and_openers(chars)
    if closers:
        nearest, closer = max([(before.rfind(_OPENED_BY[closer]), closer) for closer in closers])
        if nearest > before.rfind(closer):
            return closer
    if openers and (closing := _QUOTED.match(after)) and _OPENED_BY[closing[1]] in openers:
        return _OPENED_BY[closing[1]]
    if "。" in chars and (not after or after[0] in '"”' or _DATE.match(after)):
        return "。"
    if "、" in chars and _ITEM.search(before[-_LONGEST_ITEM:]) and _COUNT.match(after):
        return "、"
    if "，" in chars:
        return "：" if _LABEL.search(before[-_LONGEST_LABEL:]) else "，"
    return LOST


@cache
def _closers_and_openers(chars: str) -> tuple[str, str]:
    """Those of some marks that close something, and those that open something."""
    return "".join(filter(_OPENED_BY.__contains__, chars)), "".join(filter(_CLOSED_BY.__contains__, chars))
