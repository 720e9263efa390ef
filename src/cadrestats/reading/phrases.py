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
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from importlib.resources import files

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
_NUMBER = re.compile(r"\d[\d.,]*")
_NO_WORDS = re.compile(f"[^0\u3400-\u9fff{LOST}]+")
# Frequent words of news that jieba's dictionary lacks.
_OF_NEWS = ("本报讯", "网讯", "宣讲员", "离退休", "宣讲团", "老年大学", "银发", "五老")
# Jieba's tags of nouns, pronouns, abbreviations.
_NOUNS = "nrj"
Pairs = dict[str, float]


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
    found = Counter(map(str.__add__, plain, plain[1:]))
    for pair in [pair for pair in found if LOST in pair]:
        del found[pair]
    total = math.log2(max(1, found.total())) + _PAIR
    return {pair: total - math.log2(count) for pair, count in found.items()}


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
    words = [list(_words_at(possible, at, report)) for at in range(length)]
    forward = [0.0] + [math.inf] * length
    for at in range(length):
        for word, bits in words[at]:
            forward[at + len(word)] = min(forward[at + len(word)], forward[at] + bits)
    backward = [math.inf] * length + [0.0]
    for at in reversed(range(length)):
        backward[at] = min((bits + backward[at + len(word)] for word, bits in words[at]), default=math.inf)
    best: list[dict[str, float]] = [{} for _ in possible]
    for at in range(length):
        for word, bits in words[at]:
            whole = forward[at] + bits + backward[at + len(word)]
            for place, char in enumerate(word, start=at):
                best[place][char] = min(whole, best[place].get(char, math.inf))
    return best


def _words_at(possible: Sequence[str], at: int, report: Pairs) -> Iterator[tuple[str, float]]:
    """The words that may begin at a place, and their bits."""
    words = _words()
    if not possible[at]:
        yield LOST, 0.0
        return
    begun = [""]
    # Pairs of the report where they fill a gap; elsewhere they would break its words up.
    beside = report if any(len(chars) > 1 for chars in possible[at : at + 2]) else {}
    for length, chars in enumerate(possible[at : at + _LONGEST], start=1):
        read = [word + char for word in begun for char in chars]
        for word in read:
            bits = words.bits.get(word, _UNKNOWN if length == 1 else math.inf)
            bits = min(bits, beside.get(word, math.inf)) if length == 2 else bits
            if bits < math.inf:
                yield word, bits
        begun = [word for word in read if length == 1 or word in words.begun]


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
        onward = sum(_surprise(said[max(0, at + 1 - _ORDER) : at + 1]) for at in range(len(before), len(said)))
        back = sum(_surprise_before(said[at : at + _ORDER]) for at in range(len(before) + 1))
        found[char] = (onward + back) / 2
    return found


@lru_cache(maxsize=1 << 17)
def _surprise_before(phrase: str) -> float:
    """Bits of the first character of a phrase before the others."""
    phrases, words = _phrases(), _words()
    share = 2 ** -words.bits.get(phrase[0], _UNKNOWN)
    for end in range(1, len(phrase) + 1):
        behind = phrase[1:end]
        if count := words.within.get(behind):
            share *= 1 - _OF_WORDS * words.coming_from.get(behind, 0) / count
            share += _OF_WORDS * words.within.get(phrase[:end], 0) / count
        if (count := phrases.counts.get(behind)) and (listed := phrases.listed_before.get(behind)):
            rest = (count - listed + _DISCOUNT * (phrases.kinds_before[behind] + 1)) / (count + _DISCOUNT)
            share *= min(1.0, rest)
            share += max(0.0, 1 - rest) * phrases.counts.get(phrase[:end], 0) / listed
    return -math.log2(share)


@lru_cache(maxsize=1 << 17)
def _surprise(phrase: str) -> float:
    """Bits of the last character of a phrase after the others; where they are seldom, after fewer of them.

    After each number of characters before it, the share that was counted is discounted by what may come that was not,
    and the rest goes by what comes after fewer characters. Within a word, jieba's dictionary knows what goes on.
    """
    phrases, words = _phrases(), _words()
    share = 2 ** -words.bits.get(phrase[-1], _UNKNOWN)
    for start in reversed(range(len(phrase))):
        before = phrase[start:-1]
        if count := words.within.get(before):
            share *= 1 - _OF_WORDS * words.going_on.get(before, 0) / count
            share += _OF_WORDS * words.within.get(phrase[start:], 0) / count
        if (count := phrases.counts.get(before)) and (listed := phrases.listed.get(before)):
            rest = (count - listed + _DISCOUNT * (phrases.kinds[before] + 1)) / (count + _DISCOUNT)
            share *= min(1.0, rest)
            share += max(0.0, 1 - rest) * phrases.counts.get(phrase[start:], 0) / listed
    return -math.log2(share)


class _Words:
    """The short words of jieba's dictionary.

    Attributes:
        bits: How rare each word is.
        begun: What words begin with.
        nouns: Which of them are nouns, pronouns, abbreviations.
        within: How often each run of characters is met within words.
        going_on: How often words go on after each.
        coming_from: How often words have something before each.
    """

    def __init__(self) -> None:
        words: dict[str, int] = {}
        self.begun: set[str] = set()
        self.nouns: set[str] = set()
        with files("jieba").joinpath("dict.txt").open(encoding="utf-8") as lines:
            for line in lines:
                word, frequency, tag = line.split(" ", 2)
                if len(word) <= _LONGEST:
                    words[word] = int(frequency)
                    if tag[0] in _NOUNS:
                        self.nouns.add(word)
                    self.begun.update(word[:end] for end in range(1, len(word)))
        self.within: dict[str, int] = {}
        self.going_on: dict[str, int] = {}
        self.coming_from: dict[str, int] = {}
        self._count_within(words)
        total = math.log2(sum(words.values()))
        words |= dict.fromkeys(_OF_NEWS, max(words.values()) >> 8)
        self.bits = {word: total - math.log2(max(1, frequency)) for word, frequency in words.items()}
        counts = _phrases().counts
        self.bits |= {mark: math.log2(counts[""] / counts[mark]) for mark in "0，"}
        self.begun.update(word[:end] for word in _OF_NEWS for end in range(1, len(word)))

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
                self.going_on[part[:-1]] = self.going_on.get(part[:-1], 0) + count
                self.coming_from[part[1:]] = self.coming_from.get(part[1:], 0) + count


class _Phrases:
    """The phrases of reports.

    Attributes:
        counts: How often each is met; the empty one is the number of characters.
        listed: How often listed phrases are met that are one character longer.
        kinds: How many of these there are.
        listed_before, kinds_before: The same of phrases that have one character more before.
    """

    def __init__(self) -> None:
        first, *lines = files("cadrestats").joinpath("data/phrases.txt").read_text("utf-8").splitlines()
        self.counts = {"": int(first)}
        for line in lines:
            times, *listed = line.split()
            self.counts |= dict.fromkeys(listed, int(times))
        self.listed: Counter[str] = Counter()
        self.kinds: Counter[str] = Counter()
        self.listed_before: Counter[str] = Counter()
        self.kinds_before: Counter[str] = Counter()
        for phrase, count in self.counts.items():
            if phrase:
                self.listed[phrase[:-1]] += count
                self.kinds[phrase[:-1]] += 1
                self.listed_before[phrase[1:]] += count
                self.kinds_before[phrase[1:]] += 1


@cache
def _phrases() -> _Phrases:
    return _Phrases()


@cache
def _words() -> _Words:
    return _Words()
