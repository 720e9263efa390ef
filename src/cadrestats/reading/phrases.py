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
# How far the dictionary is believed that a word goes on; how much less often a phrase is met elsewhere than counted.
_OF_WORDS, _DISCOUNT = 0.5, 0.5
# Longest runs of characters that are counted within words, but for words that are so rare.
_WITHIN, _RARE = 3, 20
# The ways to go through a phrase: to its last character, and back to its first.
_ON, _BACK = 0, 1
_NUMBER = re.compile(r"\d[\d.,]*")
_NO_WORDS = re.compile(f"[^0\u3400-\u9fff{LOST}]+")
# Frequent words of news that jieba's dictionary lacks.
_OF_NEWS = ("本报讯", "网讯", "宣讲员", "离退休", "宣讲团", "老年大学", "银发", "五老")
# Jieba's tags of nouns, pronouns, abbreviations.
_NOUNS = "nrj"


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


def ends_with_noun(text: str) -> bool:
    """Whether the longest word of the dictionary that a text ends with is a noun, a pronoun or the like.

    Args:
        text: Text in simplified characters.
    """
    ends = (text[-length:] for length in range(_LONGEST, 1, -1))
    return next((end in _words().nouns for end in ends if end in _words().bits), False)


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

    It is the mean of how surprising it is after what stands before, and before what stands after: what is frequent only
    with few others (``超过``) is otherwise thought likely with all.

    Args:
        before: What stands before, as ``as_phrases`` makes it; U+FFFD and what stands before that are not known.
        after: What stands after likewise.
        chars: The characters, in simplified form.
    """
    before = before.rpartition(LOST)[2][1 - _ORDER :]
    known_after, mark, _ = after.partition(LOST)[0][: _ORDER - 1].partition("，")
    after = known_after + mark
    found = {}
    for char in chars:
        said = before + char + after
        onward = sum(_surprise(said[max(0, at + 1 - _ORDER) : at + 1], _ON) for at in range(len(before), len(said)))
        back = sum(_surprise(said[at : at + _ORDER], _BACK) for at in range(len(before) + 1))
        found[char] = (onward + back) / 2
    return found


@lru_cache(maxsize=1 << 18)
def _surprise(phrase: str, way: int) -> float:
    """Bits of the last character of a phrase after the others, or of the first before them, by the way that one goes.

    Where the others are seldom, fewer of them count: after each number of them, the share that was counted is
    discounted by what may come that was not, and the rest goes by what comes beside fewer. Within a word, jieba's
    dictionary knows what goes on.
    """
    phrases, words = _phrases(), _words()
    share = 2 ** -words.bits.get(phrase[-1] if way == _ON else phrase[0], _UNKNOWN)
    for length in range(1, len(phrase) + 1):
        whole = phrase[-length:] if way == _ON else phrase[:length]
        others = whole[:-1] if way == _ON else whole[1:]
        if count := words.within.get(others):
            share *= 1 - _OF_WORDS * words.going_on[way].get(others, 0) / count
            share += _OF_WORDS * words.within.get(whole, 0) / count
        if (count := phrases.counts.get(others)) and (listed := phrases.listed[way].get(others)):
            rest = (count - listed + _DISCOUNT * (phrases.kinds[way][others] + 1)) / (count + _DISCOUNT)
            share *= min(1.0, rest)
            share += max(0.0, 1 - rest) * phrases.counts.get(whole, 0) / listed
    return -math.log2(share)


class _Words:
    """The short words of jieba's dictionary.

    Attributes:
        bits: How rare each word is.
        begun: What words begin with, and the characters that they go on with.
        pairs: The first two characters of each word.
        nouns: Which of them are nouns, pronouns, abbreviations.
        within: How often each run of characters is met within words.
        going_on: For each way, how often words go on beside each.
    """

    def __init__(self) -> None:
        words: dict[str, int] = {}
        self.nouns: set[str] = set()
        with files("jieba").joinpath("dict.txt").open(encoding="utf-8") as lines:
            for line in lines:
                word, frequency, tag = line.split(" ", 2)
                if len(word) <= _LONGEST:
                    words[word] = int(frequency)
                    if tag[0] in _NOUNS:
                        self.nouns.add(word)
        self.within: dict[str, int] = {}
        self.going_on: tuple[dict[str, int], dict[str, int]] = ({}, {})
        self._count_within(words)
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

    def _count_within(self, words: dict[str, int]) -> None:
        within = self.within
        for word, frequency in words.items():
            if frequency > _RARE:
                for end in range(1, len(word) + 1):
                    for start in range(max(0, end - _WITHIN), end):
                        part = word[start:end]
                        within[part] = within.get(part, 0) + frequency
        for part, count in within.items():
            if len(part) > 1:
                for counts, others in zip(self.going_on, (part[:-1], part[1:]), strict=True):
                    counts[others] = counts.get(others, 0) + count


class _Phrases:
    """The phrases of reports.

    Attributes:
        counts: How often each is met; the empty one is the number of characters.
        listed: For each way, how often listed phrases are met that go on by one character.
        kinds: How many of these there are.
    """

    def __init__(self) -> None:
        first, *lines = files("cadrestats").joinpath("data/phrases.txt").read_text("utf-8").splitlines()
        self.counts = {"": int(first)}
        for line in lines:
            times, *listed = line.split()
            self.counts |= dict.fromkeys(listed, int(times))
        self.listed: tuple[Counter[str], Counter[str]] = (Counter(), Counter())
        self.kinds: tuple[Counter[str], Counter[str]] = (Counter(), Counter())
        for phrase, count in self.counts.items():
            if phrase:
                for way, others in ((_ON, phrase[:-1]), (_BACK, phrase[1:])):
                    self.listed[way][others] += count
                    self.kinds[way][others] += 1


@cache
def _phrases() -> _Phrases:
    return _Phrases()


@cache
def _words() -> _Words:
    return _Words()
