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


@cache
def tokenizer() -> Tokenizer:
    """jieba's tokenizer with its own dictionary, made once a process."""
    import jieba  # noqa: PLC0415 -- takes a third of a second, and many reports never need it

    jieba.setLogLevel(logging.WARNING)
    folder = Path(platformdirs.user_cache_dir("cadrestats", appauthor=False))
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    made = jieba.Tokenizer()
    made.tmp_dir = str(folder)
    made.cache_file = "jieba.cache"
    return made  # type: ignore[no-any-return]


def words(text: str) -> list[str]:
    """Words of a text, without guessing new ones: only jieba's dictionary decides."""
    return tokenizer().lcut(text, HMM=False)
