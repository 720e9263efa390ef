"""Finds what a figure counts: the noun phrase after it (798个党支部), before it (党支部798个), or left out.

The clause is the room in which a figure looks for its noun. A noun phrase ends where a predicate begins
(116名老同志|提出); jieba gives the word borders, ``patterns/words.toml`` the predicates.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import regex

from cadrestats.figures.segmentation import words
from cadrestats.models import Figure, Sentence, Wording
from cadrestats.patterns import Library

_HARD = "，,；;：:。！？!?…\n|"
_PAIRS = {"“": "”", "《": "》", "「": "」", "『": "』", "〈": "〉"}
_BRACKETS = {"（": "）", "(": ")"}
_PIECE = regex.compile(r"“[^”]*”?|《[^》]*》?|「[^」]*」?|\"[^\"]*\"|（[^）]*）|\([^)]*\)|[^“《「\"（(]+|[（(\"]")
_JOINTS = "、和及与以及或跟"
_MODIFIER = regex.compile(r"(?:^|.*)(?:级|性|型|式|类|级别|层面|籍|龄|届|(?<!干)部级|厅级|处级|省|市|县|区|镇|村|在职|退休|离休)$")
_AMONG = regex.compile(r"(?:其中|包括|包含|含|分别(?:为|是)?|[（(])")
_LOOKS_BACK = 60
_LONGEST = 36


class SubjectFinder:
    """Finds subjects with the word lists of a pattern library."""

    def __init__(self, library: Library) -> None:
        self.predicates = frozenset(library.words.predicates)
        self._existence = library.words.existence

    @cached_property
    def _trailing_existence(self) -> regex.Pattern[str]:
        listed = "|".join(sorted(map(regex.escape, self._existence), key=len, reverse=True))
        return regex.compile(rf"(?:(?:{listed})|[\s、，,和：:])+$")

    def wording(self, sentence: Sentence, index: int, figures: Sequence[Figure], previous: str = "") -> Wording:
        """The words that say what the figure at ``index`` counts.

        Args:
            sentence: The sentence the figures stand in.
            index: Which of ``figures``.
            figures: The statistics of the sentence, in order.
            previous: The sentence before, where an elliptical clause finds its topic.
        """
        text, base = sentence.text, sentence.start
        figure = figures[index]
        start, end = figure.start - base, figure.end - base
        left, right = _clause(text, start, end)
        before = figures[index - 1].end - base if index else 0
        after = figures[index + 1].start - base if index + 1 < len(figures) else len(text)
        lead, tail = text[left:start], text[end:right]
        subject = self._after(text[end : min(right, after)])
        if after < right and (not subject or _bare_modifier(subject, text[end:after])):
            subject += self._shared(sentence, index, figures)
        topic = ""
        if not subject:
            subject = self._before(text[max(left, before) : start])
        if not subject or _AMONG.search(text[max(left - 1, 0) : start]) or _MODIFIER.fullmatch(subject):
            topic = self._topic(sentence, index, figures, left, previous)
        return Wording(subject=subject, lead=lead, tail=tail, topic=topic)

    def _shared(self, sentence: Sentence, index: int, figures: Sequence[Figure]) -> str:
        """The noun that a figure shares with the next: 180支、近5000人的队伍; 6类323名人才; 1个区级和15个村级活动室."""
        between = sentence.text[figures[index].end - sentence.start : figures[index + 1].start - sentence.start]
        following = self.wording(sentence, index + 1, figures).subject
        if not between.strip():
            return following
        tail = sentence.text[figures[index + 1].end - sentence.start :]
        return following if between.strip() == "、" and tail.startswith("的") or between.strip(_JOINTS) else ""

    def _after(self, text: str) -> str:
        """The noun phrase at the beginning of the words after a figure."""
        text = text.strip().removeprefix("的").strip()
        phrase: list[str] = []
        for token in self._tokens(text[:_LONGEST]):
            if token in self.predicates or (token[0] in _JOINTS + _HARD + "）)" and not phrase):
                break
            phrase.append(token)
        return _tidy("".join(phrase))

    def _before(self, text: str) -> str:
        """The noun phrase at the end of the words before a figure."""
        text = self._trailing_existence.sub("", text)
        phrase: list[str] = []
        for token in reversed(self._tokens(text[-_LONGEST:])):
            if token in self.predicates and token not in ("等", "和", "及", "或", "以及", "与"):
                break
            phrase.append(token)
        return _tidy("".join(reversed(phrase)))

    def _topic(self, sentence: Sentence, index: int, figures: Sequence[Figure], left: int, previous: str) -> str:
        """What the words before an elliptical clause speak of: the former figure's noun, or the former clause."""
        if index:
            former = self.wording(sentence, index - 1, figures[:index], previous)
            gap = sentence.text[figures[index - 1].end - sentence.start : figures[index].start - sentence.start]
            if len(gap) < _LOOKS_BACK and former.subject:
                return former.topic + former.subject
        earlier = sentence.text[:left].rstrip(_HARD + " ")
        if not earlier:
            earlier = previous.rstrip(_HARD + "”\" ")
        cut = max((earlier.rfind(mark) for mark in _HARD), default=-1)
        return self._trailing_existence.sub("", earlier[cut + 1 :][-_LOOKS_BACK:])

    def _tokens(self, text: str) -> list[str]:
        """Words; what stands in quotation marks or brackets is one word."""
        tokens: list[str] = []
        for piece in _PIECE.findall(text):
            if piece[0] in "“《「（(\"" and len(piece) > 1:
                tokens.append(piece)
            else:
                tokens.extend(words(piece))
        return [token for token in tokens if token]


def _clause(text: str, start: int, end: int) -> tuple[int, int]:
    """Borders of the clause around a figure. Quotations without the figure in them are not looked into."""
    closed = [
        (m.start(), m.end())
        for m in regex.finditer(r"“[^”]*”|《[^》]*》|「[^」]*」|\"[^\"]*\"|（[^）]*）|\([^)]*\)", text)
        if not (m.start() < end and start < m.end())
    ]
    inside = {i for a, b in closed for i in range(a, b)}
    marks = _HARD + "（）()"
    left = next((i + 1 for i in range(start - 1, -1, -1) if i not in inside and text[i] in marks), 0)
    right = next((i for i in range(end, len(text)) if i not in inside and text[i] in marks), len(text))
    return left, right


def _bare_modifier(subject: str, between: str) -> bool:
    """Whether a phrase like 区级 only modifies a noun that stands with the next figure."""
    return _MODIFIER.fullmatch(subject) is not None and between.strip()[-1:] in _JOINTS


def _tidy(phrase: str) -> str:
    return phrase.strip().strip("、，,和及与 的”）)").strip() if phrase.count("“") <= phrase.count("”") - 1 else phrase.strip(" 、，,和及与的")
