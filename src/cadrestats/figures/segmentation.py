"""jieba, loaded when the first word is needed, with its cache in the user's own cache folder.

jieba keeps its prefix dictionary as a marshal file and by default in the shared temporary folder, where another
user could plant one; unmarshalling a planted file is not safe.
"""

from __future__ import annotations

import logging
from functools import cache
from pathlib import Path
from typing import Protocol

import platformdirs


class Tokenizer(Protocol):
    """What we use of ``jieba.Tokenizer``."""

    def lcut(self, sentence: str, cut_all: bool = False, HMM: bool = True) -> list[str]:  # noqa: N803
        """Words of a sentence."""
        ...

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


def words(text: str, compounds: tuple[str, ...] = ()) -> list[str]:
    """Words of a text, without guessing new ones: only jieba's dictionary and the compounds decide."""
    return tokenizer(compounds).lcut(text, HMM=False)
