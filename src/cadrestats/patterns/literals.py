"""Literals that every match of an expression holds, so that a text without them need not be searched.

The idea is that of RE2's ``FilteredRE2``: one automaton (Aho-Corasick) finds the literals of many expressions in one
pass, and only the expressions that can match are tried. What cannot be told of an expression is not guessed: it is
always tried. Expressions are taken apart by the parser of ``re``, whose notations ``regex`` shares.
"""

from __future__ import annotations

import warnings
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import product
from re import _constants as sre  # type: ignore[attr-defined]
from re import _parser  # type: ignore[attr-defined]
from typing import Any, NamedTuple

from ahocorasick_rs import AhoCorasick

from cadrestats.patterns.checked import written_out
from cadrestats.patterns.kept import kept

#: So many strings an expression may stand for, and so many characters a class; so many beginnings a match may have, of
#: each the first few characters, which tell enough.
_MANY, _WIDE, _MANY_BEGINNINGS, _FIRST_FEW = 256, 64, 4096, 3
#: Notations of ``regex`` that the parser of ``re`` does not know, for single characters or words of any kind.
_FOREIGN = ((r"\p{Han}", r"\w"), (r"\P{Han}", r"\W"), (r"\L<verbs>", r"\w"))

#: What ``\\d`` stands for in a Chinese text, and ``\\s`` in any.
_CATEGORIES = {
    sre.CATEGORY_DIGIT: "0123456789０１２３４５６７８９",
    sre.CATEGORY_SPACE: "".join(filter(str.isspace, map(chr, range(0x3001)))),
}

Strings = frozenset[str]
_EMPTY: Strings = frozenset({""})


class Told(NamedTuple):
    """What is known of all matches of an expression; None where it is not known.

    Attributes:
        exact: The strings that it matches.
        holds: Strings one of which every match in a text that is not empty holds.
        begins: Strings with one of which every match begins, of at most three characters.
    """

    exact: Strings | None = None
    holds: Strings | None = None
    begins: Strings | None = None


_NOTHING = Told()
_ZERO_WIDTH = Told(_EMPTY, None, _EMPTY)
_EMPTY_TEXT = [(sre.AT, sre.AT_BEGINNING), (sre.AT, sre.AT_END)]


def told(source: str) -> Told:
    """What can be told of the matches of an expression.

    Args:
        source: An expression of the pattern files, or one of ``regex`` without flags.

    >>> sorted(told("全[市县](?!长)").exact)
    ['全县', '全市']
    >>> sorted(told("[0-9]+年(?:来|间)").holds)
    ['年来', '年间']
    >>> sorted(told("(?:在|由)?某某.*").begins)
    ['在某某', '某某', '由某某']
    """
    source = written_out(source)
    return Told(*kept(f"told {source}", lambda: tuple(_told(source))))


def _told(source: str) -> Told:
    for foreign, known in _FOREIGN:
        source = source.replace(foreign, known)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            parsed = _parser.parse(source)
    except (sre.error, OverflowError):
        return _NOTHING
    if parsed.state.flags & ~sre.SRE_FLAG_UNICODE:
        return _NOTHING
    found = _sequence(parsed)
    return found._replace(begins=None) if found.begins is not None and "" in found.begins else found


def literals_of(*sources: str) -> frozenset[str]:
    """Literals one of which every match of any of some expressions holds.

    Raises:
        ValueError: If an expression has none, so that no literal tells where it may match.
    """
    holds = [told(source).holds for source in sources]
    if None in holds:
        raise ValueError(f"no literal tells where this expression matches: {sources[holds.index(None)]!r}")
    return frozenset().union(*(literals for literals in holds if literals))


def _sequence(nodes: Iterable[tuple[Any, Any]]) -> Told:
    """What is told of nodes one after the other: runs of exact ones are multiplied out."""
    nodes = list(nodes)
    if nodes == _EMPTY_TEXT:
        return Told(_EMPTY, frozenset(), _EMPTY)  # no text that is not empty is matched
    parts = [_node(*node) for node in nodes]
    run, runs, whole = _EMPTY, list[Strings](), True
    for part in parts:
        if part.holds is not None:
            runs.append(part.holds)
        joined = _times(run, part.exact)
        if joined is None:
            runs.append(run)
            whole, run = False, part.exact or _EMPTY
        else:
            run = joined
    useful = [strings for strings in (*runs, run) if "" not in strings]
    return Told(
        run if whole else None,
        max(useful, key=_tells, default=None),
        _beginnings(parts),
    )


def _tells(strings: Strings) -> tuple[bool, int, int]:
    """How much it tells that one of some strings stands in a text; any digit stands in most."""
    return len(strings) < 10 or not all(map(str.isdigit, strings)), min(map(len, strings), default=3), -len(strings)


def _beginnings(parts: Iterable[Told]) -> Strings | None:
    """With what a sequence begins; the empty string is among them where it may be empty."""
    begins, closed = _EMPTY, frozenset[str]()
    for part in parts:
        longer = _begun(begins, part.exact)
        if longer is not None:
            begins = longer
            continue
        longer = None if part.begins is None else _begun(begins, part.begins - _EMPTY)
        if longer is None or len(closed) > _MANY_BEGINNINGS:
            known = closed | begins
            return None if "" in known else known
        closed |= longer
        if "" not in (part.begins or ()):
            return closed
    return closed | begins


def _times(left: Strings, right: Strings | None) -> Strings | None:
    """Every string of one set followed by every one of the other; None where they are unknown or too many."""
    if right is None or len(left) * len(right) > _MANY:
        return None
    return frozenset(map("".join, product(left, right)))


def _begun(left: Strings, right: Strings | None) -> Strings | None:
    """The first few characters of every string of one set followed by every one of the other, unless too many."""
    if right is None or len(left) * len(right) > _MANY_BEGINNINGS:
        return None
    return frozenset((first + then)[:_FIRST_FEW] for first in left for then in right)


def _node(kind: Any, argument: Any) -> Told:  # noqa: ANN401
    read = _KINDS.get(kind)
    return _NOTHING if read is None else read(argument)


def _exactly(strings: Strings) -> Told:
    return Told(strings, None if "" in strings else strings, strings)


def _class(items: Sequence[tuple[Any, Any]]) -> Told:
    characters: set[str] = set()
    for kind, argument in items:
        if kind is sre.LITERAL:
            characters.add(chr(argument))
        elif kind is sre.CATEGORY and argument in _CATEGORIES:
            characters.update(_CATEGORIES[argument])
        elif kind is sre.RANGE and argument[1] - argument[0] < _WIDE:
            characters.update(map(chr, range(argument[0], argument[1] + 1)))
        else:
            return _NOTHING
    return _exactly(frozenset(characters)) if len(characters) <= _WIDE else _NOTHING


def _branch(argument: tuple[Any, Sequence[Any]]) -> Told:
    branches = [_sequence(branch) for branch in argument[1]]
    exact = _union(branch.exact for branch in branches)
    return Told(
        exact if exact is not None and len(exact) <= _MANY else None,
        _union(branch.holds for branch in branches),
        _union(branch.begins for branch in branches),
    )


def _union(parts: Iterable[Strings | None]) -> Strings | None:
    """All strings of several sets; None where one of them is not known."""
    found: set[str] = set()
    for part in parts:
        if part is None:
            return None
        found |= part
    return frozenset(found)


def _repeat(argument: tuple[int, int, Any]) -> Told:
    least, most, nodes = argument
    once = _sequence(nodes)
    if least == most == 1:
        return once
    begins = None if once.begins is None else once.begins | (_EMPTY if least == 0 else frozenset())
    if least == 0:
        return Told(None if most > 1 or once.exact is None else once.exact | _EMPTY, None, begins)
    return Told(None, once.holds, begins)


def _lookahead(argument: tuple[int, Any]) -> Told:
    """What must follow stands in the text too; what must stand before says nothing of the match."""
    direction, nodes = argument
    return Told(_EMPTY, _sequence(nodes).holds if direction > 0 else None, _EMPTY)


_KINDS: dict[Any, Callable[[Any], Told]] = {
    sre.LITERAL: lambda code: _exactly(frozenset({chr(code)})),
    sre.IN: _class,
    sre.BRANCH: _branch,
    sre.SUBPATTERN: lambda argument: _sequence(argument[3]),
    sre.ATOMIC_GROUP: _sequence,
    sre.MAX_REPEAT: _repeat,
    sre.MIN_REPEAT: _repeat,
    sre.POSSESSIVE_REPEAT: _repeat,
    sre.AT: lambda _: _ZERO_WIDTH,
    sre.ASSERT: _lookahead,
    sre.ASSERT_NOT: lambda _: _ZERO_WIDTH,
}


class Landmarks:
    """Where literals of several kinds stand in a text, found in one pass.

    Args:
        kinds: The literals of each kind.
    """

    def __init__(self, kinds: Mapping[str, Iterable[str]]) -> None:
        self._kinds = {kind: frozenset(literals) for kind, literals in kinds.items()}

    @cached_property
    def _automaton(self) -> tuple[AhoCorasick, list[tuple[str, ...]]]:
        literals = sorted(frozenset().union(*self._kinds.values()))
        return AhoCorasick(literals), [tuple(k for k, own in self._kinds.items() if x in own) for x in literals]

    def found(self, text: str) -> dict[str, list[tuple[int, int]]]:
        """Beginnings and ends of the literals of each kind, in the order of their ends."""
        automaton, kinds = self._automaton
        found: dict[str, list[tuple[int, int]]] = {kind: [] for kind in self._kinds}
        for index, start, end in automaton.find_matches_as_indexes(text, overlapping=True):
            for kind in kinds[index]:
                found[kind].append((start, end))
        return found


class Beginnings:
    """Tells which of many expressions can match at an offset of a text, by its first two characters there.

    Args:
        sources: The expressions.
    """

    def __init__(self, sources: Sequence[str]) -> None:
        self._always, self._short, self._long = 0, defaultdict[str, int](int), defaultdict[str, int](int)
        for index, source in enumerate(sources):
            begins = told(source).begins
            if begins is None:
                self._always |= 1 << index
            for beginning in begins or ():
                (self._long if len(beginning) > 1 else self._short)[beginning[:2]] |= 1 << index

    def possible(self, text: str, at: int) -> int:
        """The expressions that can match, bit by bit."""
        two = text[at : at + 2]
        return self._always | self._short.get(two[:1], 0) | self._long.get(two, 0)


class Prefilter:
    """Tells which of many expressions can match in a text.

    Args:
        sources: The expressions; an empty one stands for no condition.
    """

    def __init__(self, sources: Sequence[str]) -> None:
        self._sources = sources
        self._former: tuple[str, int] = ("", 0)

    @cached_property
    def _literals(self) -> list[Strings | None]:
        return [told(source).holds if source else None for source in self._sources]

    @cached_property
    def _always(self) -> int:
        """The expressions that are always tried."""
        return sum(1 << index for index, literals in enumerate(self._literals) if literals is None)

    @cached_property
    def _automaton(self) -> tuple[AhoCorasick, dict[str, int], int]:
        """The literals, each with the expressions (bit by bit) that hold it, and how long the longest is."""
        holders = defaultdict[str, int](int)
        for index, literals in enumerate(self._literals):
            for literal in literals or ():
                holders[literal] |= 1 << index
        return AhoCorasick(list(holders)), dict(holders), max(map(len, holders), default=0)

    def mask(self, text: str) -> int:
        """The expressions that can match in a text, bit by bit.

        What is asked of the figures of a sentence begins alike: only what is new is gone through.
        """
        if not text or text[0] == "\n":
            return -1  # ^$ matches here, which holds no literal
        former, bits = self._former
        if not former or not text.startswith(former):
            former, bits = "", self._always
        automaton, holders, longest = self._automaton
        for literal in automaton.find_matches_as_strings(text[max(0, len(former) - longest) :], overlapping=True):
            bits |= holders[literal]
        self._former = text, bits
        return bits

    def narrowed(self, bits: int, text: str) -> int:
        """Those of some expressions, bit by bit, that can match in a text."""
        return bits & self.mask(text) if bits & ~self._always else bits

    def possible(self, text: str) -> Iterator[int]:
        """The places of the expressions that can match in a text, in order."""
        return places(self.mask(text) & ((1 << len(self._sources)) - 1))


def places(bits: int) -> Iterator[int]:
    """Which bits are set, the lowest first."""
    while bits:
        lowest = bits & -bits
        yield lowest.bit_length() - 1
        bits ^= lowest
