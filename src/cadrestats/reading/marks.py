"""Marks: what is strewn into Chinese text so that it cannot be copied, or is left of the way it was shown.

Taken out are characters without width and notes of pronunciation (``离(lí)退休``); digits of a symbol font become
digits. Nothing else is believed: the code of a private character says nothing unless its font is known.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from cadrestats.reading.stretches import Stretch

_CHINESE = "\u2e80-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\U00020000-\U0003ffff"
# Between letters or signs of other scripts they mean something: hyphenation, ligatures, joined emoji.
_INVISIBLE = "[\u200b-\u200d\u2060\ufeff\u00ad]+"
_IS_INVISIBLE = re.compile(_INVISIBLE.removesuffix("+"))
_PLAIN = rf"[{_CHINESE}\d\s%.,;:()“”‘’—…·\ue000-\uf8ff]"
_WITHOUT_WIDTH = re.compile(rf"(?<={_PLAIN}){_INVISIBLE}|{_INVISIBLE}(?={_PLAIN})|^{_INVISIBLE}|{_INVISIBLE}$", re.M)
# A syllable of Hanyu Pinyin (GB/T 16159-2012): its vowel may bear the mark of its tone.
_TONED = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹḿ"
_NOTE = re.compile(
    rf"(?<=[\u3400-\u9fff])[(（](?:[bpmfdtnlgkhjqxzcsryw]|[zcs]h)?[aeiouüêvn{_TONED}]{{1,4}}(?:ng?|r|g)?[)）]"
)
# A single gloss teaches how to read a rare Hanzi; only so many of them are an obstacle to copying.
_FEWEST_NOTES = 3
# Symbol fonts show the character of code c as U+F000 + c; Wingdings shows bullets so, but not within Chinese words.
_SYMBOL_DIGITS = re.compile("[\uf030-\uf039]+")
_COUNTING = re.compile("[\uf030-\uf039][个名人次年月日场支家余多万%％]")


def without_width(text: str) -> Iterator[Stretch]:
    """Characters without width in Chinese text: spaces, joiners, byte order marks, soft hyphens."""
    if text.isascii() or not _IS_INVISIBLE.search(text):
        return
    for found in _WITHOUT_WIDTH.finditer(text):
        yield Stretch(found.start(), found.end(), "", "zero-width")


def pinyin_notes(text: str) -> Iterator[Stretch]:
    """Readings in brackets behind single Hanzi."""
    notes = list(_NOTE.finditer(text))
    toned = sum(any(letter in _TONED for letter in note[0]) for note in notes)
    if toned >= _FEWEST_NOTES:
        for note in notes:
            yield Stretch(note.start(), note.end(), "", "pinyin-note")


def symbol_digits(text: str) -> Iterator[Stretch]:
    """Digits of a symbol font, where some of them stand before a measure word."""
    if not _COUNTING.search(text):
        return
    for found in _SYMBOL_DIGITS.finditer(text):
        digits = "".join(chr(ord(char) - 0xF000) for char in found[0])
        yield Stretch(found.start(), found.end(), digits, "symbol-digits")
