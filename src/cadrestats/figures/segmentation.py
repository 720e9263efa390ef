"""Cuts text into words by jieba's dictionary, as jieba does without its model for new words, only faster.

jieba itself is not imported: that, and reading its whole dictionary, takes longer than many a run. Of the dictionary, a
text file, only the words are read that begin with a character that is met. The sum of all its frequencies is kept from
one run to the next.
"""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache, cached_property, lru_cache
from importlib.util import find_spec
from math import log
from pathlib import Path

from cadrestats.patterns.kept import kept

#: As jieba, which parts a text into Chinese with Latin letters and digits, and all other characters one by one.
_BLOCK = re.compile(r"[\u4E00-\u9FD5a-zA-Z0-9+#&._%\-]+|\r\n|[\s\S]")
_LATIN = re.compile("[a-zA-Z0-9]")
#: A line of the dictionary: word, frequency, part of speech; and the lines of words with the same first character.
_ENTRY = re.compile(r"^(\S+) (\d+)", re.MULTILINE)
_SAME_FIRST = re.compile(r"^(.)[^\n]*\n(?:\1[^\n]*\n)*", re.MULTILINE)
#: So many runs of characters are remembered with the words they are made of.
_REMEMBERED = 1 << 14


class Dictionary:
    """The words of jieba's dictionary with their frequencies, read when they are asked for.

    Attributes:
        total: The sum of the frequencies.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._beginning: dict[str, dict[str, int]] = {}
        digest = hashlib.sha256(text.encode()).hexdigest()
        self.total = kept(f"frequencies {digest}", lambda: sum(map(int, re.findall(r" (\d+)", text))))

    @cached_property
    def _places(self) -> dict[str, list[tuple[int, int]]]:
        """Where the lines stand of the words that begin with a character."""
        found = defaultdict(list)
        for lines in _SAME_FIRST.finditer(self._text):
            found[lines[1]].append(lines.span())
        return found

    def beginning_with(self, first: str) -> dict[str, int]:
        """Words that begin with a character, each with its frequency, and their beginnings with 0."""
        known = self._beginning.get(first)
        if known is None:
            known = self._beginning[first] = {}
            for start, end in self._places.get(first, ()):
                for word, frequency in _ENTRY.findall(self._text, start, end):
                    for length in range(1, len(word)):
                        known.setdefault(word[:length], 0)
                    known[word] = int(frequency)
        return known

    def add(self, word: str, frequency: int) -> None:
        """Put a word to the others."""
        known = self.beginning_with(word[0])
        for length in range(1, len(word)):
            known.setdefault(word[:length], 0)
        known[word] = frequency
        self.total += frequency


class Segmenter:
    """Cuts text into words.

    Of all ways to cut a text the likeliest is taken, by the frequencies of the words. Where no word of the dictionary
    stands across a place, the text is cut there in any case: what is between two such places is cut by itself, and the
    short runs that come again and again are remembered.

    Args:
        dictionary: The words.
    """

    def __init__(self, dictionary: Dictionary) -> None:
        self._dictionary = dictionary
        self._beginning_with = dictionary.beginning_with
        self._log_total = log(dictionary.total)
        self._cut_run = lru_cache(maxsize=_REMEMBERED)(self._likeliest)

    def add(self, word: str) -> None:
        """Make a run of characters one word: as frequent as is needed for that."""
        chance = 1.0
        for part in self.words(word):
            chance *= self._dictionary.beginning_with(part[0]).get(part, 1) / self._dictionary.total
        known = self._dictionary.beginning_with(word[0]).get(word, 0)
        self._dictionary.add(word, max(int(chance * self._dictionary.total) + 1, known))
        self._log_total = log(self._dictionary.total)
        self._cut_run.cache_clear()

    def words(self, text: str) -> list[str]:
        """The words of a text; a character that is part of none stands alone."""
        found: list[str] = []
        for block in _BLOCK.findall(text):
            if len(block) == 1 or block == "\r\n":
                found.append(block)
                continue
            words = [word for run in self._runs(block) for word in (self._cut_run(run) if len(run) > 1 else (run,))]
            found += words if _LATIN.search(block) is None else _spelled(words)
        return found

    def _runs(self, block: str) -> Iterator[str]:
        """The stretches of a block between the places that no word stands across."""
        length = len(block)
        start = reach = 0
        for at, first in enumerate(block):
            if at == reach and at:
                yield block[start:at]
                start = at
            known = self._beginning_with(first)
            end, fragment = at + 1, first
            reach = max(reach, end)
            while (frequency := known.get(fragment)) is not None:
                if frequency and end > reach:
                    reach = end
                end += 1
                if end > length:
                    break
                fragment = block[at:end]
        yield block[start:]

    def _likeliest(self, run: str) -> tuple[str, ...]:
        """The likeliest way to cut a run; of two equally likely ones that with the longer first word."""
        length = len(run)
        best = [(0.0, 0)] * (length + 1)
        for at in range(length - 1, -1, -1):
            known = self._beginning_with(run[at])
            ways, end = [], at + 1
            while end <= length and (frequency := known.get(run[at:end])) is not None:
                if frequency:
                    ways.append((log(frequency) - self._log_total + best[end][0], end))
                end += 1
            best[at] = max(ways) if ways else (best[at + 1][0] - self._log_total, at + 1)
        words, at = [], 0
        while at < length:
            end = best[at][1]
            words.append(run[at:end])
            at = end
        return tuple(words)


def _spelled(words: list[str]) -> list[str]:
    """The words with single Latin letters and digits that stand side by side as one."""
    found: list[str] = []
    spelling = False
    for word in words:
        single = len(word) == 1 and word.isascii() and word.isalnum()
        if single and spelling:
            found[-1] += word
        else:
            found.append(word)
        spelling = single
    return found


@cache
def segmenter(compounds: tuple[str, ...] = ()) -> Segmenter:
    """The segmenter with jieba's dictionary, made once a process, when it is first needed.

    Args:
        compounds: Words that the dictionary lacks.
    """
    spec = find_spec("jieba")  # finds the package without loading it
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("No module named 'jieba'", name="jieba")
    made = Segmenter(Dictionary(Path(spec.origin).with_name("dict.txt").read_text("utf-8")))
    for word in compounds:
        made.add(word)
    return made


def words(text: str, compounds: tuple[str, ...] = ()) -> list[str]:
    """Words of a text, without guessing new ones: only the dictionary and the compounds decide."""
    return segmenter(compounds).words(text)
