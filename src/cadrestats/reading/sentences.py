"""Sentences: a report is split where Chinese sentences and the clauses between semicolons end.

The marks are those of GB/T 15834-2011 (《标点符号用法》) that end a sentence or part the members of a list:
``。！？；`` and ``……``, with the half-width forms that converters leave. What closes a quotation or a bracket
stays with the sentence that it closes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from cadrestats.models import Report, Sentence

_HAN = "\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_CLOSERS = "”’」』）)】〉］"
# Half-width marks count only where they cannot be part of an address (`?id=1`), an entity (`&amp;`) or a number;
# a full stop must follow Chinese, and not stand between it and a Latin word (`中国.com`).
_END = re.compile(
    r"(?:[。！？；…．]|\.{3,}|(?<![A-Za-z0-9&])[!?;]|[!?;](?![A-Za-z0-9=&])"
    rf"|(?<=[{_HAN}{_CLOSERS}%％])\.(?![A-Za-z.]))"
    rf"[。！？；…!?;.]*(?P<closers>(?: ?[{_CLOSERS}])*)"
)
# After these the sentence is not over: a mark inside a book title, or a quotation that the clause goes on from.
_GOES_ON = "》，、,：:"
# A sentence of more characters than this is none; it is cut at a comma.
_LONGEST = 1000


def split(report: Report) -> tuple[Sentence, ...]:
    """Split a report into sentences.

    No sentence crosses a block, and nothing but white space is left out between two of them.

    Args:
        report: The report, with its blocks.

    Returns:
        The sentences in order, each with its exact place: ``report.text[s.start:s.end] == s.text``.
    """
    text = report.text
    sentences = []
    for index, block in enumerate(report.blocks):
        start = block.start
        for end in _cut(text, block.start, (*_ends(text, block.start, block.end), block.end)):
            words = text[start:end]
            inner = words.strip()
            if inner:
                at = start + len(words) - len(words.lstrip())
                sentences.append(Sentence(start=at, end=at + len(inner), block=index, text=inner))
            start = end
    return tuple(sentences)


def _cut(text: str, start: int, ends: Iterable[int]) -> Iterator[int]:
    """The ends of sentences, and further ones where a sentence would be longer than any that people write.

    Text without a full stop must not make one sentence of a whole file: a figure is read in the light of its sentence.
    """
    for end in ends:
        while end - start > _LONGEST:
            comma = max(text.rfind(mark, start + 1, start + _LONGEST) for mark in "，,、 ")
            start = comma + 1 if comma > start else start + _LONGEST
            yield start
        yield end
        start = end


def _ends(text: str, start: int, end: int) -> Iterator[int]:
    """Where the sentences of a block end.

    A straight quotation mark closes when an odd number of them stands before it in the block.
    """
    quotes = 0
    counted = start
    for mark in _END.finditer(text, start, end):
        at = mark.end()
        quotes += text.count('"', counted, mark.start())
        counted = mark.start()
        if at < end and text[at] == '"' and quotes % 2:
            at += 1
            while at < end and text[at] in _CLOSERS:
                at += 1
        if at >= end or text[at] not in _GOES_ON:
            yield at
