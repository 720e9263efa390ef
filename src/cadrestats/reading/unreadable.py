"""Unreadable: what is garbled in a report and stayed so, told so that its reader knows that a part is missing.

Nothing is changed here. A place is unreadable where U+FFFD stands for a character, or a control of the C1 set does, or
a long run of Western letters and signs makes no word, or one of Hanzi that only UTF-8 read as GBK has.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from cadrestats.models import Repair
from cadrestats.reading.utf8 import HEADS

RULE = "unreadable"
_SUSPECT = re.compile(f"[\ufffd\x80-\x9f]|[\xa1-\xff]{{6}}|{HEADS}")
_PLACE = re.compile(f"[\ufffd\x80-\x9f]|(?P<letters>[\xa1-\xff]{{6,}})|{HEADS}(?:.{{0,6}}{HEADS}){{2,}}")
_FEWEST_LETTERS = 4  # a run of fewer different ones is ornament or a mask: ××××××
_AROUND, _LONGEST = 8, 60


def unreadable(text: str) -> Iterator[Repair]:
    r"""Tell each line of a repaired text that has a place which could not be read.

    Args:
        text: The text, repaired.

    Yields:
        One entry a line, its rule ``unreadable``; ``before`` and ``after`` are the place with what stands around it.

    >>> [(one.line, one.after) for one in unreadable("全市有党支部12个。\n志愿者3\ufffd名。")]
    [(2, '志愿者3\ufffd名。')]
    """
    if not _SUSPECT.search(text):
        return
    at = 0
    for number, line in enumerate(text.split("\n"), start=1):
        places = [found for found in _PLACE.finditer(line) if _is_unreadable(found)]
        if places:
            start = max(0, places[0].start() - _AROUND)
            end = min(places[-1].end() + _AROUND, start + _LONGEST, len(line))
            shown = line[start:end]
            yield Repair(rule=RULE, line=number, before=shown, after=shown, start=at + start, end=at + end)
        at += len(line) + 1


def _is_unreadable(found: re.Match[str]) -> bool:
    return found["letters"] is None or len(set(found["letters"])) >= _FEWEST_LETTERS
