"""The likeliest reading of characters that may be bytes: the lattice in which clean and garbled text compete.

Bytes of GBK or GB 18030 that were shown as Latin-1 or Windows-1252 stand beside characters that are what they seem:
figures, quotation marks, Western names. Every reading has a price in bits (see ``hanzi``). A character that is kept
pays for being rare in Chinese text and for its unlikely neighbour (``Éµ``, ``à³``); a decoded one pays for being a rare
Hanzi; passing from clean to garbled text and back has its toll. The cheapest way through (Viterbi) is the reading.
"""

from __future__ import annotations

import codecs
import math
import re
from functools import cache
from itertools import count
from typing import NamedTuple

from cadrestats.reading.hanzi import BIG5_LEVEL_1, BITS, bits

# Windows-1252 shows 27 of the bytes 0x80-0x9F as characters beyond Latin-1; the other five stay C1 controls.
_UNDEFINED = bytes([0x81, 0x8D, 0x8F, 0x90, 0x9D])
_C1 = "".join(map(chr, range(0x80, 0xA0)))
_LOST_AS = {b"?": _UNDEFINED, b" ": b"\xa0"}
_SPECIAL = {ord(bytes([b]).decode("cp1252")): b for b in range(0x80, 0xA0) if b not in {0x81, 0x8D, 0x8F, 0x90, 0x9D}}
SPECIALS = "".join(map(chr, _SPECIAL))
HIGH = f"\x80-\xff{SPECIALS}"
# A stretch that may be bytes: all of it stands in ASCII, Latin-1 or Windows-1252, and on one line.
BYTES = re.compile(f"[\t -~{HIGH}\ufffd]+")

_SPECIAL_ONE = re.compile(f"[{SPECIALS}]")
# A question mark that may stand for the first byte of a code.
_HALF = re.compile(f"[?](?=[@-~{HIGH}])")
# What Windows-1252 alone shows and what is no punctuation tells that its table was used.
_MARKED = re.compile("[€ƒ†‡ˆ‰Š‹ŒŽ˜™š›œžŸ]")

# Kinds of a character for the price of keeping it: letter and other of ASCII, upper and lower accented letter,
# symbol of Latin-1, punctuation of Windows-1252 that stands in clean text as well, control.
_KINDS = {c: "a" if chr(c).isalpha() else " " for c in range(0x80)}
_KINDS |= {c: "U" if chr(c).isupper() else "L" if chr(c).islower() else "S" for c in [*range(0xA0, 0x100), *_SPECIAL]}
_KINDS |= {ord(c): "S" for c in "ªºµ¹²³ˆ\ufffd"} | {ord(c): "Q" for c in "“”‘’„…—–•"} | {ord(c): "C" for c in _C1}
_KINDS_OF_BYTES = bytes(ord(_KINDS[c]) for c in range(0x100))
_KEPT = {"a": 0.0, " ": 0.0, "U": 5.0, "L": 5.0, "S": 5.0, "Q": 1.0, "C": 20.0}
_NEIGHBOURS = {"UU": 3.0, "LL": 4.0, "UL": 4.0, "LU": 8.0, "US": 8.0, "LS": 8.0, "SU": 8.0, "SL": 8.0, "SS": 5.0}
_NEIGHBOURS |= {a + b: 4.0 for a in "ULSC" for b in "ULSC" if "C" in a + b}
_NEIGHBOURS |= {a + b: 0.0 for a in "a Q" for b in "a QULSC"} | {a + b: 0.0 for a in "ULSC" for b in "a Q"}

# Tolls, and one discount, in bits.
ALONE = 16.0  # where nothing else in the text is garbled, a garbled run must prove itself
AMONG = 2.0  # where something is, the next run is no surprise
_TOUCHING = 16.0  # a garbled run abuts on a Western letter or symbol
_LOST = 14.0  # a soft hyphen, byte 0xAD, was dropped as invisible
_FOUR_BYTES = 16.0  # what the form of a code of four bytes is worth as evidence
_QUOTE_AS_BYTE = 12.0  # a quotation mark is kept where the table that has it was used for showing bytes
_WESTERN = 14.0  # a Western letter is kept where all of the text is garbled
_QUESTION, _QUESTION_AMONG = 24.0, 18.0  # a question mark is one, although a letter follows; where bytes are lost
_HOLE = 5.0  # a byte is shown as a question mark or space
_UNREADABLE = 34.0  # half a character is left over
_MOST_CODES = 1 << 16  # are kept
_FOUR_BYTE_CODE = re.compile(rb"[\x81-\xfe][0-9][\x81-\xfe][0-9]")


class Reading(NamedTuple):
    """One way to read a stretch.

    Attributes:
        text: What it says; U+FFFD stands for a character that is not known.
        cost: How surprising that is, in bits.
        specials: Whether characters of Windows-1252 beyond Latin-1 were read as bytes.
        certain: Whether no byte was lost that had to be thought of.
        gaps: For each U+FFFD, the characters that are possible; empty where any is.
    """

    text: str
    cost: float
    specials: bool = False
    certain: bool = True
    gaps: tuple[str, ...] = ()


class Garbling(NamedTuple):
    """What is known of the text that a stretch stands in.

    Attributes:
        codec: What its bytes were written in.
        entry: Toll in bits for passing from clean to garbled text: ``ALONE`` or ``AMONG``.
        lossy: Whether soft hyphens may have been dropped.
        throughout: Whether all of the text is garbled, so that hardly a letter is Western.
        losses: Whether question marks, U+FFFD or spaces stand for bytes of it besides.
        spaces: Whether no-break spaces are shown as spaces.
    """

    codec: str
    entry: float
    lossy: bool
    throughout: bool = False
    losses: bool = False
    spaces: bool = False


GBK, BIG5 = Garbling("gb18030", 0.0, lossy=False), Garbling("big5", 0.0, lossy=False)


def table(shown: str) -> str:
    """The table by which bytes were shown: ``latin1`` or ``cp1252``.

    Args:
        shown: What was read as bytes.
    """
    return "cp1252" if has_specials(shown) else "latin1"


def has_specials(shown: str) -> bool:
    """Whether there are characters of Windows-1252 beyond Latin-1.

    Args:
        shown: Characters of ASCII, Latin-1 and Windows-1252, and U+FFFD.
    """
    try:
        shown.encode("latin-1")  # far faster than to look for them
    except UnicodeEncodeError:
        return _SPECIAL_ONE.search(shown) is not None
    return False


def beyond_ascii(text: str) -> int:
    """How many characters are not of ASCII.

    Args:
        text: Any text.
    """
    return len(text) - len(text.encode("ascii", "ignore"))


def to_bytes(text: str) -> bytes:
    """The bytes that were shown as this text in Latin-1 or Windows-1252; U+FFFD counts as a question mark.

    Raises:
        UnicodeEncodeError: A character stands in neither.
    """
    try:
        return text.encode("latin-1")
    except UnicodeEncodeError:
        return text.encode("cp1252", "shown as they are")


def _shown_as_they_are(error: UnicodeError) -> tuple[bytes, int]:
    """The bytes of controls, which Windows-1252 does not have, and of U+FFFD."""
    assert isinstance(error, UnicodeEncodeError)
    return error.object[error.start : error.end].replace("\ufffd", "?").encode("latin-1"), error.end


codecs.register_error("shown as they are", _shown_as_they_are)


class _Prices(dict[tuple[str, str], float]):
    """Price of keeping a character after the one before it, worked out once."""

    def __missing__(self, pair: tuple[str, str]) -> float:
        before, char = (ord(each) for each in pair)
        # Ornament (``······``) and tables (``ÀÁÂÃ``) are no unlikely neighbours.
        beside = 0.0 if char in {before, before + 1} else _NEIGHBOURS[_KINDS[before] + _KINDS[char]]
        self[pair] = _KEPT[_KINDS[char]] + beside
        return self[pair]


_PRICES = _Prices()


def kept(text: str, known: Garbling) -> Reading:
    """The reading that leaves every character as it is.

    Args:
        text: Characters of ASCII, Latin-1 and Windows-1252.
        known: What is known of the text that they stand in.
    """
    return Reading(text, sum(_keeping(text)) + _WESTERN * known.throughout * beyond_ascii(text))


def _keeping(text: str) -> map[float]:
    """Price of keeping each character."""
    return map(_PRICES.__getitem__, zip(" " + text, text, strict=False))


@cache
def _character(code: bytes, codec: str) -> tuple[str, float]:
    """A code of two or four bytes: its character and bits; the bits are infinite where there is none."""
    try:
        char = code.decode(codec)
    except UnicodeDecodeError:
        return "", math.inf
    # Rare as it is, a code of four bytes, every second of them a digit, is hardly met by chance.
    chance = _FOUR_BYTES if len(code) == 4 else 0.0
    return (char, BITS[char] - chance) if len(char) == 1 else ("", math.inf)


@cache
def _remnant(lead: int, codec: str) -> tuple[str, float]:
    """A lead byte whose trail byte is missing: its character if the lost byte was 0xAD, else U+FFFD."""
    char, cost = _character(bytes([lead, 0xAD]), codec)
    return (char, _LOST + cost) if cost <= BIG5_LEVEL_1 else ("\ufffd", _UNREADABLE)


@cache
def _mended(lead: bytes, trail: bytes, codec: str) -> tuple[str, float]:
    """A code one byte of which is shown as a question mark or a space: the characters that are possible.

    A question mark stands for a byte that Windows-1252 leaves undefined, a space for a no-break space.
    """
    codes = [bytes([first, second]) for first in _LOST_AS.get(lead, lead) for second in _LOST_AS.get(trail, trail)]
    possible = sorted((bits, char) for char, bits in (_character(code, codec) for code in codes) if bits < math.inf)
    if not possible:
        return "\ufffd", _UNREADABLE
    holes = (lead in _LOST_AS) + (trail in _LOST_AS)
    return "".join(char for _, char in possible), holes * _HOLE + possible[0][0]


def cheapest(text: str, known: Garbling, before: str = "") -> Reading:
    """Find the cheapest reading of a stretch by Viterbi's algorithm.

    Args:
        text: Characters of ASCII, Latin-1 and Windows-1252.
        known: What is known of the text that it stands in.
        before: The character before the stretch, if that is garbled; no toll is due then.

    Returns:
        The reading; its text equals the input where keeping everything is cheapest.
    """
    raw, kinds = to_bytes(text), ("L" if before >= "\x80" else " ") + _kinds(text)
    holes = known.losses or "\ufffd" in text or has_specials(text)
    doubtful = (b"?" if holes else b"") + (b" " if known.spaces else b"")
    quotes_are_bytes = _QUOTE_AS_BYTE if known.throughout or _MARKED.search(text) else 0.0
    more_of = {"Q": quotes_are_bytes, "a": 0.0, " ": 0.0} | dict.fromkeys("ULSC", _WESTERN if known.throughout else 0.0)
    codes = _codes(known.lossy, known.codec, holes)
    clean, garbled = [math.inf] * (len(text) + 1), [math.inf] * (len(text) + 1)
    clean[0], garbled[0] = (math.inf, 0.0) if before else (0.0, math.inf)
    # Where each place was reached from: clean ones whether from garbled text, garbled ones start, that, and character.
    left, came = [False] * (len(text) + 1), [(0, False, "")] * (len(text) + 1)
    ways = zip(count(), text, _keeping(text), raw, raw[1:] + b" ", kinds, kinds[1:], clean, garbled, strict=False)
    for i, char, usual, byte, trail, last, kind, here, there in ways:
        if byte < 0x80 and byte not in doubtful:
            # It is what it seems, and may stand between garbled characters as well.
            leave = there + _TOUCHING if kind == "a" and last in "ULSC" else there
            clean[i + 1], left[i + 1] = (leave, True) if leave < here else (here, False)
            if there < garbled[i + 1]:
                garbled[i + 1], came[i + 1] = there, (i, True, char)
            continue
        more, through, hole = more_of[kind], math.inf, True
        if byte < 0x80:
            hole = trail >= 0x40 or (byte == 0x3F and (char == "\ufffd" or (known.losses and trail == 0x3F)))
            if byte == 0x3F and hole:
                more = _UNREADABLE if char == "\ufffd" else _QUESTION_AMONG if known.throughout else 0.0
            through = there + (more or _QUESTION if byte == 0x3F and hole else 0.0)
        stay, leave = here + usual + more, there + more + _KEPT[kind]
        if leave < stay and (last in "ULSC" or came[i][0] < i - 1) and kind in "ULSC":
            leave += _TOUCHING
        clean[i + 1], left[i + 1] = (leave, True) if leave < stay else (stay, False)
        if through < garbled[i + 1]:
            garbled[i + 1], came[i + 1] = through, (i, True, char)
        if not hole:
            continue
        from_garbled = there <= here or there <= here + known.entry + (_TOUCHING if last in "aULSC" else 0.0)
        cost = there if from_garbled else here + known.entry + (_TOUCHING if last in "aULSC" else 0.0)
        for width, meant, bits_of_char in codes[raw[i : i + 4] if 0x30 <= trail <= 0x39 else raw[i : i + 2]]:
            if (whole := cost + bits_of_char) < garbled[i + width]:
                garbled[i + width], came[i + width] = whole, (i, from_garbled, meant)
    return _walk_back(text, min(clean[-1], garbled[-1]), garbled[-1] < clean[-1], left, came)


def _kinds(text: str) -> str:
    """The kind of each character."""
    try:
        return text.encode("latin-1").translate(_KINDS_OF_BYTES).decode("ascii")
    except UnicodeEncodeError:
        return text.translate(_KINDS)


class _Codes(dict[bytes, tuple[tuple[int, str, float], ...]]):
    """What the first of two or four bytes may stand for: how many are taken, the character, its bits.

    Attributes:
        lossy, codec, holes: What is known of the text.
    """

    def __init__(self, lossy: bool, codec: str, holes: bool) -> None:
        super().__init__()
        self.lossy, self.codec, self.holes = lossy, codec, holes

    def __missing__(self, raw: bytes) -> tuple[tuple[int, str, float], ...]:
        if len(self) >= _MOST_CODES:
            self.clear()
        self[raw] = self._worked_out(raw)
        return self[raw]

    def _worked_out(self, raw: bytes) -> tuple[tuple[int, str, float], ...]:
        trail = raw[1] if len(raw) > 1 else 0
        if raw[0] in b" ?":
            return ((2, *_mended(raw[:1], raw[1:2], self.codec)),) if trail >= 0x3F else ()
        alone = (1, *(_remnant(raw[0], self.codec) if self.lossy else ("\ufffd", _UNREADABLE)))
        if trail >= 0x40:
            return (2, *_character(raw[:2], self.codec)), alone
        if trail == 0x20 or (trail == 0x3F and self.holes):
            return (2, *_mended(raw[:1], raw[1:2], self.codec)), alone
        if len(raw) == 4 and self.codec == "gb18030":
            return (4, *_character(raw, self.codec)), alone
        return (alone,)


_codes = cache(_Codes)


def _walk_back(
    text: str, cost: float, in_garbled: bool, left: list[bool], came: list[tuple[int, bool, str]]
) -> Reading:
    """Collect the cheapest way from its end."""
    i, parts, gaps, specials, certain = len(text), [], [], False, True
    special_ones = _SPECIAL_ONE if has_specials(text) else None
    while i:
        if in_garbled:
            start, in_garbled, char = came[i]
            if special_ones and not specials:
                specials = special_ones.search(text, start, i) is not None
            if certain and char != text[start]:
                certain = i - start > 1 and text[start] not in "? \ufffd" and text[i - 1] not in "? \ufffd"
        else:
            start, in_garbled, char = i - 1, left[i], text[i - 1]
        if len(char) > 1 or char == "\ufffd":
            gaps.append(char if len(char) > 1 else "")
            char = "\ufffd"
        parts.append(char)
        i = start
    return Reading("".join(reversed(parts)), cost, specials, certain, tuple(reversed(gaps)))


def strict(text: str, known: Garbling) -> Reading:
    """Read a stretch whole, without loss: as Latin-1 around kept quotation marks, or as Windows-1252.

    Args:
        text: Characters of ASCII, Latin-1 and Windows-1252.
        known: What is known of the text that it stands in.

    Returns:
        The cheaper reading of the two; its cost is infinite where neither decodes.
    """
    specials = has_specials(text)
    if "\ufffd" in text or ((specials or known.losses) and _HALF.search(text)):
        return Reading(text, math.inf)
    around = specials and not known.throughout and not _MARKED.search(text)
    readings = [_around_specials(text, known)] if around else []
    raw = to_bytes(text)
    try:
        decoded = raw.decode(known.codec)
    except UnicodeDecodeError:
        readings.append(Reading(text, math.inf))
    else:
        cost = known.entry + bits(decoded) - _FOUR_BYTES * len(_FOUR_BYTE_CODE.findall(raw))
        readings.append(Reading(decoded, cost, specials, gaps=("",) * decoded.count("\ufffd")))
    return min(readings, key=lambda reading: reading.cost)


def _around_specials(text: str, known: Garbling) -> Reading:
    """Read as Latin-1, every character beyond it kept."""
    parts, cost, start = [], known.entry, 0
    for i, char in enumerate(text + "“"):
        if char not in SPECIALS:
            continue
        try:
            decoded = text[start:i].encode("latin-1").decode(known.codec)
        except UnicodeError:
            return Reading(text, math.inf)
        cost += bits(decoded) + _KEPT[_KINDS[ord(char)]]
        parts += [decoded, text[i : i + 1]]
        start = i + 1
    said = "".join(parts)
    return Reading(said, cost, gaps=("",) * said.count("\ufffd"))
