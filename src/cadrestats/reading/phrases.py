"""Phrases: how probable it is that characters which are not known for sure make words, worked out over all readings.

A way to read a run of characters as words costs as many bits as its words are rare, by their frequencies in jieba's
dictionary, by those of phrases in reports of this kind (``data/phrases.txt``, made by ``scripts/build_phrases.py``) and
by the pairs of characters of the report itself, whose names and terms come again. A number counts as one character
(``0``), and so do marks and letters (``，``): ``0个，`` is a phrase, too.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from importlib.resources import files
from operator import add
from typing import NamedTuple

from cadrestats.reading.script import is_traditional, simplified_character

LOST = "\ufffd"
_LONGEST = 4
# Bits of a Hanzi that no word has; what a pair of the report costs more than a word.
_UNKNOWN, _PAIR = 27.0, 4.0
# Characters of the longest phrase.
_ORDER = 4
_NUMBER = re.compile(r"\d[\d.,]*")
_NO_WORDS = re.compile(f"[^0\u3400-\u9fff{LOST}]+")
# Frequent words of news that jieba's dictionary lacks.
_OF_NEWS = ("本报讯", "网讯", "宣讲员", "离退休", "宣讲团", "老年大学", "银发", "五老")


class Pairs(NamedTuple):
    """Pairs of characters that are met.

    Attributes:
        bits: How rare each is.
        after: The second characters, by the first one.
        before: The first characters, by the second one.
    """

    bits: Mapping[str, float]
    after: Mapping[str, str]
    before: Mapping[str, str]


def as_phrases(text: str) -> str:
    """A text in which each number is ``0``, and whatever else is no Hanzi ``，``.

    Args:
        text: Text in simplified characters; U+FFFD stays.

    >>> as_phrases("志愿者1,286名、支部12个。")
    '志愿者0名，支部0个，'
    """
    return _NO_WORDS.sub("，", _NUMBER.sub("0", text))


def pairs(text: str) -> Pairs:
    """How rare each pair of characters is in a report, in bits; those with a gap do not count.

    Args:
        text: The report.
    """
    plain = as_phrases(text)
    if is_traditional(text):
        plain = "".join(map(simplified_character, plain))
    counts = Counter(map(add, plain, plain[1:]))
    for pair in [pair for pair in counts if LOST in pair]:
        del counts[pair]
    total = math.log2(max(1, counts.total())) + _PAIR
    return _paired({pair: total - math.log2(count) for pair, count in counts.items()})


def _paired(bits: Mapping[str, float]) -> Pairs:
    """Pairs so that either character leads to the other."""
    after: dict[str, str] = {}
    before: dict[str, str] = {}
    for pair in bits:
        first, second = pair[0], pair[1]
        after[first] = after.get(first, "") + second
        before[second] = before.get(second, "") + first
    return Pairs(bits, after, before)


@lru_cache(maxsize=1 << 14)
def known(chars: str) -> str:
    """Those of several characters that any word has, in simplified characters; all where none has."""
    plain = "".join(map(simplified_character, chars))
    if len(plain) < 2:
        return plain
    met = "".join(char for char in dict.fromkeys(plain) if char in _words().bits or char in _words().begun)
    return met if len(met) > 1 else plain


def around(possible: Sequence[str], report: Pairs) -> list[dict[str, float]]:
    """For each place, the bits of the most probable words with each character that is possible there.

    Args:
        possible: The characters that are possible at each place, in simplified form; none where any is.
        report: The pairs of the report.
    """
    length = len(possible)
    words = [_words_at(possible[at : at + _LONGEST], report) for at in range(length)]
    forward, backward = [0.0] + [math.inf] * length, [math.inf] * length + [0.0]
    for at, here in enumerate(words):
        for word, bits in here:
            end = at + len(word)
            forward[end] = min(forward[end], forward[at] + bits)
    for at in reversed(range(length)):
        backward[at] = min([bits + backward[at + len(word)] for word, bits in words[at]])
    best: list[dict[str, float]] = [dict.fromkeys(chars, 0.0) for chars in possible]
    gaps = [at for at, chars in enumerate(possible) if len(chars) > 1]
    for at in gaps:
        others = forward[at] + backward[at + 1]
        best[at] = {char: others + bits for char, bits in _alone(possible[at])[1].items()}
    for at in sorted({gap - before for gap in gaps for before in range(min(_LONGEST, gap + 1))}):
        for word, bits in words[at]:
            whole = forward[at] + bits + backward[at + len(word)]
            for place, char in enumerate(word, start=at):
                if whole < best[place].get(char, 0.0):
                    best[place][char] = whole
    return best


def _words_at(near: Sequence[str], report: Pairs) -> Sequence[tuple[str, float]]:
    """The words that may begin at the first of some places, and their bits; of single characters the likeliest."""
    first, *others = near
    said = "".join(near)
    if len(said) == len(near) and all(near):
        return _known_words(said)
    if not first:
        return [(LOST, 0.0)]
    likeliest, known_ones = _alone(first)
    found = [(likeliest, known_ones[likeliest])]
    if not others:
        return found
    second, words = others[0], _words()
    begun = _met(words.pairs, first, second)
    bits = {pair: words.bits[pair] for pair in begun if pair in words.bits}
    # Pairs of the report where they fill a gap; elsewhere they would break its words up.
    if len(first) > 1 or len(second) > 1:
        for pair in _met(report, first, second):
            bits[pair] = min(bits.get(pair, math.inf), report.bits[pair])
    found += bits.items()
    for chars in others[1:]:
        begun = [word + char for word in begun for char in words.begun.get(word, "") if char in chars]
        found += [(word, words.bits[word]) for word in begun if word in words.bits]
    return found


def _met(pairs: Pairs, first: str, second: str) -> list[str]:
    """Those pairs of the characters of two places that are met."""
    if len(second) == 1:
        return [char + second for char in _each(first) & _each(pairs.before.get(second, ""))]
    return [char + other for char in first for other in _each(second) & _each(pairs.after.get(char, ""))]


@lru_cache(maxsize=1 << 12)
def _each(chars: str) -> frozenset[str]:
    return frozenset(chars)


@lru_cache(maxsize=1 << 12)
def _alone(chars: str) -> tuple[str, dict[str, float]]:
    """The likeliest of several characters as a word, and the bits of each."""
    words = _words()
    bits = {char: words.bits.get(char, _UNKNOWN) for char in chars}
    return min(bits, key=bits.__getitem__), bits


@lru_cache(maxsize=1 << 14)
def _known_words(said: str) -> tuple[tuple[str, float], ...]:
    """The words that some characters may begin with, and their bits."""
    bits = _words().bits
    longer = [(word, bits[word]) for end in range(2, len(said) + 1) if (word := said[:end]) in bits]
    return ((said[0], bits.get(said[0], _UNKNOWN)), *longer)


def beside(before: str, after: str, chars: str) -> dict[str, float]:
    """How rare each of several characters is between others, in bits, by what reports of this kind have there.

    Args:
        before: What stands before, as ``as_phrases`` makes it; U+FFFD and what stands before that are not known.
        after: What stands after likewise.
        chars: The characters, in simplified form.
    """
    before = before.rpartition(LOST)[2][1 - _ORDER :]
    known_after, mark, _ = after.partition(LOST)[0][: _ORDER - 1].partition("，")
    after = known_after + mark
    phrases, own = _phrases(), _each(chars)
    following, next_one = own & _each(phrases.pairs.after.get(before[-1:], "")), after[:1]
    leading = own & _each(phrases.pairs.before.get(next_one, ""))
    found = _in_turn(_told(before), chars, "")
    if after:
        rest = sum([_surprise(LOST + after[: end + 1]) for end in range(1, len(after))])
        behind = _in_turn(LOST if before else "", chars, next_one)
        found = {char: bits + behind[char] + rest for char, bits in found.items()}
        # More than the next character is told by those alone that phrases have beside their neighbours.
        for char in following | leading:
            said = before + char + after
            ends = range(len(before), len(said))
            found[char] = sum([_surprise(said[max(0, at + 1 - _ORDER) : at + 1]) for at in ends])
    return found


@lru_cache(maxsize=1 << 12)
def _in_turn(before: str, chars: str, last: str) -> dict[str, float]:
    """The bits of what stands last after each of several characters, or of these themselves."""
    return {char: _surprise(f"{before}{char}{last}") for char in chars}


@lru_cache(maxsize=1 << 14)
def _told(before: str) -> str:
    """So much of what stands before as phrases tell of, U+FFFD for the rest."""
    start = len(before)
    while start and before[start - 1 :] in _phrases().counts:
        start -= 1
    return LOST[:start] + before[start:]


@lru_cache(maxsize=1 << 16)
def _surprise(phrase: str) -> float:
    """Bits of the last character of a phrase after the others; where they are seldom, after fewer of them."""
    phrases = _phrases()
    share = 2 ** -_words().bits.get(phrase[-1], _UNKNOWN)
    for start in reversed(range(len(phrase))):
        before = phrase[start:-1]
        if before not in phrases.counts:
            break
        # What is frequent only after few others is no likelier after the rest.
        counts, totals = (phrases.counts, phrases.listed) if not start else (phrases.kinds, phrases.all_kinds)
        unlisted = phrases.counts[before] - phrases.listed.get(before, 0) + 1
        rest = unlisted / (phrases.counts[before] + 1)
        seen = counts.get(phrase[start:], 0) / totals[before] if totals.get(before) else 0.0
        share = (1 - rest) * seen + rest * share
    return -math.log2(share)


class _Words:
    """The short words of jieba's dictionary.

    Attributes:
        bits: How rare each word is.
        begun: What words begin with, and the characters that they go on with.
        pairs: The first two characters of each word.
    """

    def __init__(self) -> None:
        words: dict[str, int] = {}
        with files("jieba").joinpath("dict.txt").open(encoding="utf-8") as lines:
            for line in lines:
                word, frequency, _ = line.split(" ", 2)
                if len(word) <= _LONGEST:
                    words[word] = int(frequency)
        total = math.log2(sum(words.values()))
        words |= dict.fromkeys(_OF_NEWS, max(words.values()) >> 8)
        self.bits = {word: total - math.log2(max(1, frequency)) for word, frequency in words.items()}
        counts = _phrases().counts
        self.bits |= {mark: math.log2(counts[""] / counts[mark]) for mark in "0，"}
        self.pairs = _paired(dict.fromkeys([word[:2] for word in words if len(word) > 1], 0.0))
        self.begun = dict(self.pairs.after)
        for end in range(2, _LONGEST):
            for begun in {word[: end + 1] for word in words if len(word) > end}:
                self.begun[begun[:-1]] = self.begun.get(begun[:-1], "") + begun[-1]


class _Phrases:
    """The phrases of reports.

    Attributes:
        counts: How often each is met; the empty one is the number of characters.
        listed: How often listed phrases are met that are one character longer.
        kinds: After how many different characters each is met.
        all_kinds: The sum of that over phrases that are one character longer.
        pairs: Those of two characters.
    """

    def __init__(self) -> None:
        first, *lines = files("cadrestats").joinpath("data/phrases.txt").read_text("utf-8").splitlines()
        self.counts = {"": int(first)}
        for line in lines:
            times, *listed = line.split()
            self.counts |= dict.fromkeys(listed, int(times))
        self.listed: Counter[str] = Counter()
        self.kinds: Counter[str] = Counter()
        self.all_kinds: Counter[str] = Counter()
        for phrase, count in self.counts.items():
            if phrase:
                self.listed[phrase[:-1]] += count
            if len(phrase) > 1:
                self.kinds[phrase[1:]] += 1
                self.all_kinds[phrase[1:-1]] += 1
        self.pairs = _paired({phrase: 0.0 for phrase in self.counts if len(phrase) == 2})


@cache
def _phrases() -> _Phrases:
    return _Phrases()


@cache
def _words() -> _Words:
    return _Words()
