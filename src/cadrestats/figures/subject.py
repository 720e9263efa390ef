"""Finds what a figure counts: the noun phrase after it (798个党支部), before it (党支部798个), or left out.

The clause is the room in which a figure looks for its noun. A noun phrase ends where a predicate begins
(116名老同志|提出); jieba gives the word borders, ``patterns/words.toml`` the predicates.
"""

from __future__ import annotations

from collections.abc import Sequence

import regex

from cadrestats.figures.segmentation import words
from cadrestats.models import Figure, Sentence, Wording
from cadrestats.patterns import Library

_HARD = "，,；;：:。！？!?…—\n|"
_PIECE = regex.compile(r"“[^”]*”?|《[^》]*》?|「[^」]*」?|\"[^\"]*\"|（[^）]*）|\([^)]*\)|[^“《「\"（(]+|[（(\"]")
_JOINTS = "、和及与以及或跟"
_MODIFIER = regex.compile(
    r"(?:其中)?(?:[省市县区州镇乡村国]|.{0,8}[省市县区州镇乡村国厅处部]级|.{0,8}(?:(?<!门|种)类|型|性)|村[（(]居[）)])"
)
_COMPLETED = regex.compile(r"\p{Han}{1,2}(?:到|至|了|过|着|给)")
_AMONG = regex.compile(r"(?:其中|包括|包含|含|分别(?:为|是)?|[（(])")
_LOOKS_BACK = 60
_LONGEST = 36


class SubjectFinder:
    """Finds subjects with the word lists of a pattern library."""

    def __init__(self, library: Library) -> None:
        words_of = library.words
        self.predicates = frozenset(words_of.predicates)
        self.compounds = words_of.compounds
        self.either = frozenset(words_of.verbs_or_nouns)
        listed = "|".join(sorted(map(regex.escape, words_of.existence), key=len, reverse=True))
        self._skipped = regex.compile(rf"(?:(?:{listed}|{words_of.times})|[\s、，,和：:])+$")
        self._nominalised = regex.compile(rf"的(?:{listed})*$")

    def wording(self, sentence: Sentence, index: int, figures: Sequence[Figure], previous: str = "") -> Wording:
        """The words that say what the figure at ``index`` counts.

        Args:
            sentence: The sentence the figures stand in.
            index: Which of ``figures``.
            figures: The statistics of the sentence, in order.
            previous: The sentence before, where an elliptical clause finds its topic.
        """
        text, base = sentence.text, sentence.start
        start, end = figures[index].start - base, figures[index].end - base
        left, right = _clause(text, start, end)
        before = figures[index - 1].end - base if index else 0
        follows = self._noun_after(sentence, index, figures, right)
        subject = follows or self._before(text[max(left, before) : start])
        topic = ""
        # The noun is left out too where the words before the figure end in 的: 与在职干部合编的34个.
        left_out = not follows and before <= left and self._nominalised.search(text[left:start]) is not None
        headless = left_out or _MODIFIER.fullmatch(subject) is not None
        if not subject or headless or _AMONG.search(text[max(left - 1, 0) : start]):
            topic = self._topic(sentence, index, figures, left, previous)
        return Wording(subject=subject, lead=text[left:start], tail=text[end:right], topic=topic, headless=headless)

    def _noun_after(self, sentence: Sentence, index: int, figures: Sequence[Figure], right: int) -> str:
        """The noun phrase after a figure, or the one that it shares with the next figure.

        180支、近5000人的队伍; 6类323名人才; 1个区级和15个村级活动室.
        """
        text, end = sentence.text, figures[index].end - sentence.start
        if index + 1 == len(figures) or (after := figures[index + 1].start - sentence.start) > right:
            return self._after(text[end:right])
        between = text[end:after]
        own = self._after(between)
        tail = text[figures[index + 1].end - sentence.start :]
        shares = (
            not between.strip() or (between.strip() == "、" and tail.startswith("的")) or _bare_modifier(own, between)
        )
        return own + self.wording(sentence, index + 1, figures).subject if shares else own

    def _after(self, text: str) -> str:
        """The noun phrase at the beginning of the words after a figure."""
        text = text.strip().removeprefix("的").strip()
        if text.startswith(("（", "(")):
            return ""
        tokens = self._tokens(text[:_LONGEST])
        phrase: list[str] = []
        for token, following in zip(tokens, [*tokens[1:], ""], strict=False):
            if token in self.predicates or (token in self.either and following in self.predicates):
                break
            if token[0] in _JOINTS + _HARD + "）)" and not phrase:
                break
            phrase.append(token)
        return _tidy("".join(phrase))

    def _before(self, text: str) -> str:
        """The noun phrase at the end of the words before a figure: 开展|各类活动, 培训班|办了."""
        tokens = self._tokens(self._skipped.sub("", text)[-_LONGEST:])
        while tokens and (tokens[-1] in self.predicates or _COMPLETED.fullmatch(tokens[-1])):
            tokens.pop()
            tokens = self._tokens(self._skipped.sub("", "".join(tokens)))
        phrase: list[str] = []
        for token in reversed(tokens):
            if token in self.predicates and token not in _JOINTS and token not in ("等", "以及"):
                break
            phrase.append(token)
        return _tidy("".join(reversed(phrase)))

    def _topic(self, sentence: Sentence, index: int, figures: Sequence[Figure], left: int, previous: str) -> str:
        """What the words before an elliptical clause speak of: the former figure's noun, or the former clause."""
        if index:
            former = self.wording(sentence, index - 1, figures[:index], previous)
            gap = sentence.text[figures[index - 1].end - sentence.start : figures[index].start - sentence.start]
            listed = not gap.strip(_JOINTS)
            if len(gap) < _LOOKS_BACK and (former.subject or (listed and former.topic)):
                return former.topic + former.subject
        earlier = sentence.text[:left].rstrip(_HARD + " ")
        if not earlier:
            earlier = previous.rstrip(_HARD + '”" ')
        cut = max((earlier.rfind(mark) for mark in _HARD), default=-1)
        return self._skipped.sub("", earlier[cut + 1 :][-_LOOKS_BACK:])

    def _tokens(self, text: str) -> list[str]:
        """Words; what stands in quotation marks or brackets is one word."""
        tokens: list[str] = []
        for piece in _PIECE.findall(text):
            if piece[0] in '“《「（("' and len(piece) > 1:
                tokens.append(piece)
            else:
                tokens.extend(words(piece, self.compounds))
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
    """The phrase without joints at its ends, and without a bracket or quotation mark that has no partner."""
    phrase = phrase.strip(" 、，,和及与的")
    for opening, closing in ("“”", "（）", "()"):
        if phrase.count(opening) < phrase.count(closing):
            phrase = phrase.strip(closing)
    return phrase
