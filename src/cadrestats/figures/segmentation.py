"""jieba, loaded when the first word is needed, with its cache in the user's own cache folder.

jieba keeps its prefix dictionary as a marshal file and by default in the shared temporary folder, where another
user could plant one; unmarshalling a planted file is not safe.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from math import log
from pathlib import Path
from typing import Protocol

import platformdirs


#: As jieba, which parts a text into Chinese with Latin letters and digits, and all other characters one by one.
_BLOCK = re.compile(r"[\u4E00-\u9FD5a-zA-Z0-9+#&._%\-]+|\r\n|[\s\S]")
_LATIN = re.compile("[a-zA-Z0-9]")
#: So many runs of characters are remembered with the words they are made of.
_REMEMBERED = 1 << 14


class Tokenizer(Protocol):
    """What we use of ``jieba.Tokenizer``."""

    FREQ: dict[str, int]
    total: int

    def add_word(self, word: str) -> None:
        """Make a run of characters one word."""
        ...


@cache
def tokenizer(compounds: tuple[str, ...] = ()) -> Tokenizer:
    """The tokenizer of jieba with its own dictionary, made once a process, when it is first needed.

    Args:
        compounds: Words that the dictionary lacks.
    """
    import jieba

    jieba.setLogLevel(logging.WARNING)
    folder = Path(platformdirs.user_cache_dir("cadrestats", appauthor=False))
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    made = jieba.Tokenizer()
    made.tmp_dir = str(folder)
    made.cache_file = "jieba.cache"
    for word in compounds:
        made.add_word(word)
    return made  # type: ignore[no-any-return]


class Segmenter:
    """Cuts text into the words of a dictionary as jieba does without its model for new words, only faster.

    Of all ways to cut a text the likeliest is taken, by the frequencies of the words. Where no word of the dictionary
    stands across a place, the text is cut there in any case: what is between two such places is cut by itself, and the
    short runs that come again and again are remembered.

    Args:
        frequencies: How often each word is met; the beginnings of words are there too, with 0.
        total: The sum of the frequencies.
    """

    def __init__(self, frequencies: Mapping[str, int], total: int) -> None:
        self._frequencies = frequencies
        self._log_total = log(total)
        self._cut_run = lru_cache(maxsize=_REMEMBERED)(self._likeliest)

    def words(self, text: str) -> list[str]:
        """The words of a text; a character that is part of none stands alone."""
        found: list[str] = []
        for block in _BLOCK.findall(text):
            if len(block) == 1 or block == "\r\n":
                found.append(block)
            else:
                words = [word for run in self._runs(block) for word in (self._cut_run(run) if len(run) > 1 else (run,))]
                found += words if _LATIN.search(block) is None else _spelled(words)
        return found

    def _runs(self, block: str) -> Iterator[str]:
        """The stretches of a block between the places that no word stands across."""
        frequencies, length = self._frequencies, len(block)
        start = reach = 0
        for at in range(length):
            if at == reach and at:
                yield block[start:at]
                start = at
            end = at + 1
            if end > reach:
                reach = end
            fragment = block[at]
            while (frequency := frequencies.get(fragment)) is not None:
                if frequency and end > reach:
                    reach = end
                end += 1
                if end > length:
                    break
                fragment = block[at:end]
        yield block[start:]

    def _likeliest(self, run: str) -> tuple[str, ...]:
        """The likeliest way to cut a run; of two equally likely ones that with the longer first word."""
        frequencies, length = self._frequencies, len(run)
        best = [(0.0, 0)] * (length + 1)
        for at in range(length - 1, -1, -1):
            ways = []
            end = at + 1
            while end <= length and (frequency := frequencies.get(run[at:end])) is not None:
                if frequency:
                    ways.append((log(frequency) - self._log_total + best[end][0], end))
                end += 1
            best[at] = max(ways) if ways else (-self._log_total + best[at + 1][0], at + 1)
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
    made = tokenizer(compounds)
    return Segmenter(made.FREQ, made.total)


def words(text: str, compounds: tuple[str, ...] = ()) -> list[str]:
    """Words of a text, without guessing new ones: only jieba's dictionary and the compounds decide."""
    return segmenter(compounds).words(text)
