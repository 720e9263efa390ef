"""Traditional characters: a report's text in simplified ones, character for character, so that offsets stay.

The rules of the tool are written in simplified characters. OpenCC knows which simplified character stands for which
traditional one; its conversions by whole words are not used, because they may change the length of a text.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from opencc import OpenCC

#: Characters that every longer text in traditional script holds some of; none of them is a simplified character.
_TELLTALE = frozenset("個來們對為這國會時後學黨員離幹業務團體區縣開關樂說問題長東車門見點無機動總經過還進選連達遠邊萬億餘幾")


@cache
def _opencc() -> OpenCC:
    import opencc  # noqa: PLC0415 -- only for reports in traditional script

    return opencc.OpenCC("t2s")


@cache
def _simplified(character: str) -> str:
    converted: str = _opencc().convert(character)
    return converted if len(converted) == 1 else character


def simplified(text: str) -> str:
    """The text in simplified characters; it has the same length.

    Args:
        text: Text in either script; simplified text comes back as it is.

    >>> simplified("離退休幹部黨支部12個")
    '离退休干部党支部12个'
    """
    characters = set(text)
    if characters.isdisjoint(_TELLTALE):
        return text
    return text.translate({ord(c): _simplified(c) for c in characters if ord(c) > 0x2E7F})
