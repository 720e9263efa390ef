"""The likeliest reading of characters that may be bytes: the lattice in which clean and garbled text compete.

Bytes of GBK or GB 18030 that were shown as Latin-1 or Windows-1252 stand beside characters that are what they seem:
figures, quotation marks, Western names. Every reading has a price in bits (see ``hanzi``). A character that is kept
pays for being rare in Chinese text and for its unlikely neighbour (``Éµ``, ``à³``); a decoded one pays for being a rare
Hanzi; passing from clean to garbled text and back has its toll. The cheapest way through (Viterbi) is the reading.
"""

from __future__ import annotations

import math
from functools import cache
from typing import NamedTuple

from cadrestats.reading.hanzi import BIG5_LEVEL_1, BITS, bits

# Windows-1252 shows 27 of the bytes 0x80-0x9F as characters beyond Latin-1; the other five stay C1 controls.
_C1 = "".join(map(chr, range(0x80, 0xA0)))
_SPECIAL = {ord(bytes([b]).decode("cp1252")): b for b in range(0x80, 0xA0) if b not in {0x81, 0x8D, 0x8F, 0x90, 0x9D}}
SPECIALS = "".join(map(chr, _SPECIAL))
HIGH = f"\x80-\xff{SPECIALS}"

# Kinds of a character for the price of keeping it: letter and other of ASCII, upper and lower accented letter,
# symbol of Latin-1, punctuation of Windows-1252 that Chinese text uses as well, control.
_KINDS = {c: "a" if chr(c).isalpha() else " " for c in range(0x80)}
_KINDS |= {c: "U" if chr(c).isupper() else "L" if chr(c).islower() else "S" for c in [*range(0xA0, 0x100), *_SPECIAL]}
_KINDS |= {ord(c): "S" for c in "ªºµ¹²³ˆ"} | {ord(c): "Q" for c in "“”‘’…—–•"} | {ord(c): "C" for c in _C1}
_KEPT = {"a": 0.0, " ": 0.0, "U": 5.0, "L": 5.0, "S": 5.0, "Q": 1.0, "C": 12.0}
_NEIGHBOURS = {"UU": 3.0, "LL": 4.0, "UL": 4.0, "LU": 8.0, "US": 8.0, "LS": 8.0, "SU": 8.0, "SL": 8.0, "SS": 5.0}
_NEIGHBOURS |= {a + b: 4.0 for a in "ULSC" for b in "ULSC" if "C" in a + b}
_NEIGHBOURS |= {a + b: 0.0 for a in "a Q" for b in "a QULSC"} | {a + b: 0.0 for a in "ULSC" for b in "a Q"}

# Tolls in bits.
ALONE = 16.0  # where nothing else in the text is garbled, a garbled run must prove itself
AMONG = 2.0  # where something is, the next run is no surprise
_TOUCHING = 16.0  # a garbled run abuts on a Western letter or symbol
_LOST = 14.0  # a soft hyphen, byte 0xAD, was dropped as invisible
_UNREADABLE = 34.0  # half a character is left over


class Reading(NamedTuple):
    """One way to read a stretch.

    Attributes:
        text: What it says.
        cost: How surprising that is, in bits.
        specials: Whether characters of Windows-1252 beyond Latin-1 were read as bytes.
    """

    text: str
    cost: float
    specials: bool = False


def to_bytes(text: str) -> bytes:
    """The bytes that were shown as this text in Latin-1 or Windows-1252.

    Raises:
        UnicodeEncodeError: A character stands in neither.
    """
    return text.translate(_SPECIAL).encode("latin-1")


def kept(text: str) -> Reading:
    """The reading that leaves every character as it is."""
    kinds = text.translate(_KINDS)
    cost = sum(map(_KEPT.__getitem__, kinds))
    return Reading(text, cost + sum(map(_beside, kinds, kinds[1:], text, text[1:])))


def _beside(kind: str, next_kind: str, char: str, next_char: str) -> float:
    """Price of two kept characters side by side; ornament (``······``) and tables (``ÀÁÂÃ``) come for nothing."""
    return 0.0 if next_char in (char, chr(ord(char) + 1)) else _NEIGHBOURS[kind + next_kind]


@cache
def _character(code: bytes) -> tuple[str, float]:
    """A code of two or four bytes: its character and bits; the bits are infinite where there is none."""
    try:
        char = code.decode("gb18030")
    except UnicodeDecodeError:
        return "", math.inf
    return (char, BITS[char]) if len(char) == 1 else ("", math.inf)


@cache
def _remnant(lead: int) -> tuple[str, float]:
    """A lead byte whose trail byte is missing: its character if the lost byte was 0xAD, else U+FFFD."""
    char, cost = _character(bytes([lead, 0xAD]))
    return (char, _LOST + cost) if cost <= BIG5_LEVEL_1 else ("\ufffd", _UNREADABLE)


class _Step(NamedTuple):
    """The cheapest way to a place of the lattice: its cost, where it comes from, what it reads on the way."""

    cost: float
    start: int = 0
    from_garbled: bool = False
    text: str = ""


def cheapest(text: str, entry: float, lossy: bool) -> Reading:
    """Find the cheapest reading of a stretch by Viterbi's algorithm.

    Args:
        text: Characters of ASCII, Latin-1 and Windows-1252.
        entry: Toll in bits for passing from clean to garbled text: ``ALONE`` or ``AMONG``.
        lossy: Whether soft hyphens may have been dropped.

    Returns:
        The reading; its text equals the input where keeping everything is cheapest.
    """
    raw, kinds = to_bytes(text), text.translate(_KINDS)
    clean = [_Step(math.inf)] * (len(text) + 1)
    garbled = list(clean)
    clean[0] = _Step(0.0)
    for i in range(len(text)):
        clean[i + 1] = _keep(text, kinds, i, clean[i].cost, garbled[i].cost)
        touching = _TOUCHING if i and kinds[i - 1] in "aULSC" else 0.0
        cost, from_garbled = min((garbled[i].cost, True), (clean[i].cost + entry + touching, False))
        if raw[i] < 0x80:
            if garbled[i].cost < garbled[i + 1].cost:
                garbled[i + 1] = _Step(garbled[i].cost, i, True, text[i])
            continue
        for width, (char, price) in _codes(raw, i, lossy):
            if cost + price < garbled[i + width].cost:
                garbled[i + width] = _Step(cost + price, i, from_garbled, char)
    return _walk_back(text, clean, garbled)


def _keep(text: str, kinds: str, i: int, clean: float, garbled: float) -> _Step:
    """Keep character ``i``, coming from clean or from garbled text, whichever is cheaper."""
    kind, before = kinds[i], kinds[i - 1] if i else " "
    stay = clean + (_beside(before, kind, text[i - 1], text[i]) if i else 0.0)
    leave = garbled + (_TOUCHING if kind in "aULSC" and before not in "a Q" else 0.0)
    return _Step(min(stay, leave) + _KEPT[kind], i, leave < stay, text[i])


def _codes(raw: bytes, i: int, lossy: bool) -> list[tuple[int, tuple[str, float]]]:
    """What the bytes from ``i`` may stand for: how many are taken, the character, its bits."""
    codes = [(2, _character(raw[i : i + 2]))] if len(raw) - i >= 2 else []
    if len(raw) - i >= 4 and 0x30 <= raw[i + 1] <= 0x39:
        codes.append((4, _character(raw[i : i + 4])))
    codes.append((1, _remnant(raw[i]) if lossy else ("\ufffd", _UNREADABLE)))
    return codes


def _walk_back(text: str, clean: list[_Step], garbled: list[_Step]) -> Reading:
    """Collect the cheapest way from its end."""
    i, in_garbled = len(text), garbled[-1].cost < clean[-1].cost
    cost = min(clean[-1].cost, garbled[-1].cost)
    parts, specials = [], False
    while i:
        step = garbled[i] if in_garbled else clean[i]
        parts.append(step.text)
        specials |= in_garbled and any(char in SPECIALS for char in text[step.start : i])
        i, in_garbled = step.start, step.from_garbled
    return Reading("".join(reversed(parts)), cost, specials)


def strict(text: str, codec: str, entry: float) -> Reading:
    """Read a stretch whole, without loss: as Latin-1 around kept quotation marks, or as Windows-1252.

    Args:
        text: Characters of ASCII, Latin-1 and Windows-1252.
        codec: The codec that the bytes were written in, such as ``gb18030``.
        entry: Toll in bits for passing from clean to garbled text.

    Returns:
        The cheaper reading of the two; its cost is infinite where neither decodes.
    """
    has_specials = any(char in SPECIALS for char in text)
    readings = [_around_specials(text, codec, entry)] if has_specials else []
    try:
        decoded = to_bytes(text).decode(codec)
    except UnicodeDecodeError:
        readings.append(Reading(text, math.inf))
    else:
        readings.append(Reading(decoded, entry + bits(decoded), has_specials))
    return min(readings, key=lambda reading: reading.cost)


def _around_specials(text: str, codec: str, entry: float) -> Reading:
    """Read as Latin-1, every character beyond it kept."""
    parts, cost, start = [], entry, 0
    for i, char in enumerate(text + "“"):
        if char not in SPECIALS:
            continue
        try:
            decoded = text[start:i].encode("latin-1").decode(codec)
        except UnicodeDecodeError:
            return Reading(text, math.inf)
        cost += bits(decoded) + _KEPT["Q"]
        parts += [decoded, text[i : i + 1]]
        start = i + 1
    return Reading("".join(parts), cost)
