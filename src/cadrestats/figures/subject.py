"""Finds what a figure counts: the noun phrase after it (798个党支部), before it (党支部798个), or left out.

The clause is the room in which a figure looks for its noun. A noun phrase ends where a predicate begins
(116名老同志|提出); jieba gives the word borders, ``patterns/words.toml`` the predicates.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from functools import lru_cache
from itertools import islice

import regex

from cadrestats.figures.segmentation import words
from cadrestats.models import Figure, Sentence, Wording
from cadrestats.patterns import Library
from cadrestats.patterns.checked import compiled

_HARD = "，,；;：:。！？!?…—\n|"
_PIECE = regex.compile(r"“[^”]*”?|《[^》]*》?|「[^」]*」?|\"[^\"]*\"|（[^）]*）|\([^)]*\)|[^“《「\"（(]+|[（(\"]")
_OPENING = re.compile('[“《「"（(]')
_CLOSED = regex.compile(r"“[^”]*”|《[^》]*》|「[^」]*」|\"[^\"]*\"|（[^）]*）|\([^)]*\)")
#: A space between two Chinese words parts the halves of a headline.
_BORDER = re.compile(f"[{_HARD}（）()]|(?<=[\u4e00-\u9fff”]) (?=[\u4e00-\u9fff“])")
_JOINTS = "、和及与以及或跟"
_MODIFIER = regex.compile(
    r"(?:其中)?(?:[省市县区州镇乡村国]|.{0,8}[省市县区州镇乡村国厅处部]级|.{0,8}(?:(?<!门|种)类|型|性)|村[（(]居[）)])"
)
_COMPLETED = regex.compile(r"\p{Han}{1,2}(?:到|至|了|过|着|给)")
_AMONG = regex.compile(r"(?:其中|包括|包含|含|分别(?:为|是)?|[（(][^）)]*$)")
#: A clause that only names something, as 像这样的工作室 and “红枫”品牌党支部 do.
_FRONTED = regex.compile(rf"(?:像[^，。；]{{0,6}}这样的|这样的|“[^”]+”)[^{_HARD}]{{2,24}}")
#: The age of those who are counted stands between figure and noun: 55名|70岁以上的|老年志愿者.
_AGED = regex.compile(r"^(?:平均)?(?:年龄|年逾)?[\d一二三四五六七八九十]+(?:多|余)?周?岁(?:以[上下]|左右|上下)?的")
_LOOKS_BACK = 60
_LONGEST = 36
#: So many stretches before and after figures are remembered with the noun phrases in them; most come again and again.
_REMEMBERED = 1 << 12


class SubjectFinder:
    """Finds subjects with the word lists of a pattern library."""

    def __init__(self, library: Library) -> None:
        words_of = library.words
        self.predicates = frozenset(words_of.predicates)
        self.compounds = words_of.compounds
        self.either = frozenset(words_of.verbs_or_nouns)
        listed = "|".join(sorted(map(regex.escape, words_of.existence), key=len, reverse=True))
        self._skipped = compiled(rf"(?:(?:{listed}|{words_of.times})|[\s、，,和：:])+$")
        self._nominalised = compiled(rf"的(?:{listed})*$")
        self._at_hand: _Wordings | None = None
        self.after = lru_cache(maxsize=_REMEMBERED)(self._after)
        self.before = lru_cache(maxsize=_REMEMBERED)(self._before)

    def wording(self, sentence: Sentence, index: int, figures: Sequence[Figure], previous: str = "") -> Wording:
        """The words that say what the figure at ``index`` counts.

        Args:
            sentence: The sentence the figures stand in.
            index: Which of ``figures``.
            figures: The statistics of the sentence, in order.
            previous: The sentence before, where an elliptical clause finds its topic.
        """
        hand = self._at_hand
        if hand is None or hand.sentence is not sentence or hand.figures is not figures or hand.previous != previous:
            hand = self._at_hand = _Wordings(self, sentence, figures, previous)
        return hand.wording(index)

    def _after(self, text: str) -> str:
        """The noun phrase at the beginning of the words after a figure."""
        text = _AGED.sub("", text.strip().removeprefix("的").strip())
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
        tokens = self._tokens(self.skipped(text)[-_LONGEST:])
        while tokens and (tokens[-1] in self.predicates or _COMPLETED.fullmatch(tokens[-1])):
            tokens.pop()
            tokens = self._tokens(self.skipped("".join(tokens)))
        phrase: list[str] = []
        for token in reversed(tokens):
            if token in self.predicates and token not in _JOINTS and token not in ("等", "以及"):
                break
            phrase.append(token)
        return _tidy("".join(reversed(phrase)))

    def skipped(self, text: str) -> str:
        """The words without those at their end that say only when, or that something is there."""
        found = self._skipped.search(text)
        return text if found is None else text[: found.start()]

    def nominalised(self, lead: str) -> bool:
        """Whether the words before a figure end in 的, so that their noun was left out: 与在职干部合编的34个."""
        return "的" in lead and self._nominalised.search(lead) is not None

    def fronted(self, text: str, left: int) -> str:
        """The noun that the first clause puts before the one that counts it: 这样的工作室，全市有90个.

        Args:
            text: The sentence.
            left: Where the clause of the figure begins.
        """
        first = text[: left - 1] if text[left - 1 : left] in ("，", ",") else ""
        if not _FRONTED.fullmatch(first):
            return ""
        return "" if any(token in self.predicates for token in self._tokens(first) if token not in _JOINTS) else first

    def _tokens(self, text: str) -> list[str]:
        """Words; what stands in quotation marks or brackets is one word."""
        if _OPENING.search(text) is None:
            return words(text, self.compounds)
        tokens: list[str] = []
        for piece in _PIECE.findall(text):
            if piece[0] in '“《「（("' and len(piece) > 1:
                tokens.append(piece)
            else:
                tokens.extend(words(piece, self.compounds))
        return tokens


class _Wordings:
    """The wordings of the figures of one sentence, each part of them found once."""

    def __init__(self, finder: SubjectFinder, sentence: Sentence, figures: Sequence[Figure], previous: str) -> None:
        self.sentence, self.figures, self.previous = sentence, figures, previous
        self._finder, self._text = finder, sentence.text
        self._spans = [(figure.start - sentence.start, figure.end - sentence.start) for figure in figures]
        self._closed = [found.span() for found in _CLOSED.finditer(self._text)]
        self._borders = [found.start() for found in _BORDER.finditer(self._text)]
        self._clauses: dict[int, tuple[int, int]] = {}
        self._subjects: dict[tuple[int, bool], tuple[str, bool]] = {}
        self._topics: dict[int, str] = {}

    def wording(self, index: int, last: bool = False) -> Wording:
        """The wording of a figure.

        Args:
            index: Which figure.
            last: Whether the figures after it are left out of account.
        """
        start, end = self._spans[index]
        left, right = self._clause(index)
        subject, follows = self._subject(index, last)
        lead, tail = self._text[left:start], self._text[end:right]
        if not follows and not index and (fronted := self._finder.fronted(self._text, left)):
            return Wording(subject, lead, tail, fronted, True)
        own = not index or self._spans[index - 1][1] <= left
        left_out = own and not follows and self._finder.nominalised(lead)
        headless = left_out or _MODIFIER.fullmatch(subject) is not None
        topic = self._topic(index) if not subject or headless or self._is_part(index) else ""
        return Wording(subject, lead, tail, topic, headless)

    def _is_part(self, index: int) -> bool:
        """Whether a figure is a part of the one before: 其中机关624人, or the next such part: ，事业单位1111人."""
        left = self._clause(index)[0]
        if _AMONG.search(self._text[max(left - 1, 0) : self._spans[index][0]]):
            return True
        before = self.figures[index - 1] if index else None
        if before is None or before.unit != self.figures[index].unit or self._spans[index - 1][1] != left - 1:
            return False
        return self._text[left - 1] in "，," and self._is_part(index - 1)

    def _clause(self, index: int) -> tuple[int, int]:
        """Borders of the clause around a figure. Quotations without the figure in them are not looked into."""
        if index not in self._clauses:
            start, end = self._spans[index]
            closed = [(a, z) for a, z in self._closed if not (a < end and start < z)]
            before, after = bisect_left(self._borders, start), bisect_left(self._borders, end)
            left = (at for at in reversed(self._borders[:before]) if not _lies_in(at, closed))
            right = (at for at in islice(self._borders, after, None) if not _lies_in(at, closed))
            self._clauses[index] = next(left, -1) + 1, next(right, len(self._text))
        return self._clauses[index]

    def _subject(self, index: int, last: bool) -> tuple[str, bool]:
        """What a figure counts, and whether it stands after the figure."""
        if (index, last) not in self._subjects:
            start, _ = self._spans[index]
            behind = max(self._clause(index)[0], self._spans[index - 1][1] if index else 0)
            follows = self._noun_after(index, last)
            self._subjects[index, last] = (follows or self._finder.before(self._text[behind:start]), follows != "")
        return self._subjects[index, last]

    def _noun_after(self, index: int, last: bool) -> str:
        """The noun phrase after a figure, or the one that it shares with the next figure.

        180支、近5000人的队伍; 6类323名人才; 1个区级和15个村级活动室.
        """
        text, end, right = self._text, self._spans[index][1], self._clause(index)[1]
        if last or index + 1 == len(self._spans) or self._spans[index + 1][0] > right:
            return self._finder.after(text[end:right])
        between = text[end : self._spans[index + 1][0]]
        own = self._finder.after(between)
        follows = text.startswith("的", self._spans[index + 1][1])
        shares = not between.strip() or (between.strip() == "、" and follows) or _bare_modifier(own, between)
        return own + self._subject(index + 1, False)[0] if shares else own

    def _topic(self, index: int) -> str:
        """What the words before an elliptical clause speak of: the former figure's noun, or the former clause."""
        if index not in self._topics:
            self._topics[index] = self._former(index) or self._clause_before(self._clause(index)[0])
        return self._topics[index]

    def _former(self, index: int) -> str:
        """What the former figure counts, where it stands near; empty where nothing is said of it."""
        if index and self._spans[index][0] - self._spans[index - 1][1] < _LOOKS_BACK:
            former = self.wording(index - 1, last=True)
            listed = not self._text[self._spans[index - 1][1] : self._spans[index][0]].strip(_JOINTS)
            return former.topic + former.subject if former.subject or listed else ""
        return ""

    def _clause_before(self, left: int) -> str:
        earlier = self._text[:left].rstrip(_HARD + " ") or self.previous.rstrip(_HARD + '”" ')
        cut = max((earlier.rfind(mark) for mark in _HARD), default=-1)
        return self._finder.skipped(earlier[cut + 1 :][-_LOOKS_BACK:])


def _lies_in(at: int, spans: Sequence[tuple[int, int]]) -> bool:
    return any(start <= at < end for start, end in spans)


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
