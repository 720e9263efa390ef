"""Script: a report's text as the tool's rules are written, character for character, so that offsets stay.

Traditional characters become simplified ones, full-width digits plain ones, and the half-width marks between Hanzi
those of Chinese. OpenCC knows which simplified character stands for which traditional one; its conversions by whole
words are not used, because they may change the length of a text.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from opencc import OpenCC

#: Characters that every longer text in traditional script holds some of; none of them is a simplified character.
_TELLTALE = re.compile(
    "[個來們對為這國會時後學黨員離幹業務團體區縣開關樂說問題長東車門見點無機動總經過還進選連達遠邊萬億餘幾]"
)
#: Digits, Latin letters, per cent and full stop as wide as a Hanzi.
_WIDE = {
    c: c - 0xFEE0 for c in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B), 0xFF05, 0xFF0E)
}
_IS_WIDE = re.compile(f"[{''.join(map(chr, _WIDE))}]")
_MARKS = dict(zip(",;:!?()", "，；：！？（）", strict=True))
_HAN = "\u3400-\u9fff"
#: A half-width mark beside a Hanzi or closing mark; not one that groups or parts digits, nor one of a short quotation,
#: which is no clause of its own: "三个及时,三个不忘".
_NARROW = re.compile(
    r'"(?P<quoted>[^"\n]{1,24})"|“[^“”\n]{1,24}”'
    rf"|(?P<mark>(?<=[{_HAN}”\"》）)])[,;:!?(]|[,;:!?)(](?=[{_HAN}“\"《（(])|(?<=[{_HAN}\d%])\))"
    rf"|(?P<stop>(?<=[{_HAN}”\"）)%])\.(?![A-Za-z.]))"
)


@cache
def _opencc() -> OpenCC:
    import opencc

    return opencc.OpenCC("t2s")


@cache
def simplified_character(character: str) -> str:
    """The simplified form of a character, which is the character itself where there is no other.

    Args:
        character: One character.
    """
    converted: str = _opencc().convert(character)
    return converted if len(converted) == 1 else character


def simplified(text: str) -> str:
    """The text in simplified characters, plain digits and Chinese marks; it has the same length.

    Args:
        text: Text in either script; text that is simplified and has such digits and marks comes back as it is.

    >>> simplified("離退休幹部黨支部１２個,黨員300名.")
    '离退休干部党支部12个，党员300名。'
    """
    return _with_marks(_in_simplified(text).translate(_WIDE) if _IS_WIDE.search(text) else _in_simplified(text))


def is_traditional(text: str) -> bool:
    """Whether a text has characters that every longer text in traditional script holds.

    Args:
        text: Any text.
    """
    return _TELLTALE.search(text) is not None


def _in_simplified(text: str) -> str:
    if not is_traditional(text):
        return text
    return text.translate({ord(c): simplified_character(c) for c in set(text) if ord(c) > 0x2E7F})


def _with_marks(text: str) -> str:
    """Half-width marks between Hanzi as Chinese ones."""
    return _NARROW.sub(_wide_mark, text)


def _wide_mark(found: re.Match[str]) -> str:
    if found["quoted"]:
        return f"“{found['quoted']}”"
    return _MARKS[found[0]] if found["mark"] else "。" if found["stop"] else found[0]
