"""Finds the bodies and persons that a text speaks of, at the places where they are subjects: where a clause begins."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable
from functools import cached_property, lru_cache, reduce
from typing import NamedTuple

import regex

from cadrestats.context.clauses import NAMED, Body, begins_within, clause_starts
from cadrestats.context.gazetteer import Gazetteer
from cadrestats.context.noun_phrases import LONGEST_LABEL, QUOTED, NounPhrases
from cadrestats.context.persons import PersonFinder, PersonMarks
from cadrestats.patterns import Anaphor, Library, ScopeWords
from cadrestats.patterns.checked import compiled
from cadrestats.patterns.literals import Beginnings, Landmarks, literals_of, places, told

_QUOTE = re.compile('["“「]')
_QUOTATION = regex.compile(QUOTED)
_QUOTED_BEFORE = regex.compile(rf"{QUOTED}(?=.)")
_WITHOUT_QUOTES = str.maketrans(dict.fromkeys('“”"「」'))
#: This and that, before the word that takes a body up.
_POINTER = re.compile("^(?:该|[这那][支个间家所座])")
_DIVISIONS = frozenset("省市县区旗州镇乡")
#: A noun phrase reaches no farther than this.
_LONGEST_PHRASE = 400
#: So many of them are remembered.
_PARAGRAPHS = 64
_OPENING, _CLOSING = tuple('“"「'), tuple('”"」')
_TAKEN_UP = ("mentioned", "organisation", "community", "township")
_HEADS = ("organisation", "authority", "community", "township", "affiliated")


def _expression(source: Callable[[ScopeWords], str]) -> cached_property[regex.Pattern[str]]:
    """An expression of a finder, compiled when it is first needed."""
    return cached_property(lambda finder: finder._pattern(source(finder._words)))


class BodyFinder:
    """Finds bodies with the words of a pattern library.

    Args:
        library: The pattern library.
        places: The gazetteer.
    """

    _opening = _expression(lambda words: f"(?:{words.clauses.openings})+")
    _whole = _expression(lambda words: words.bodies.whole)
    _in_whole = _expression(lambda words: words.clauses.in_whole)
    _public = _expression(lambda words: words.clauses.public)
    _affiliated = _expression(lambda words: words.persons.affiliated)
    _introduces = _expression(lambda words: words.clauses.introduces)
    _acts = _expression(lambda words: words.clauses.acts)
    _passing = _expression(lambda words: words.clauses.passing)
    _prepositions = _expression(lambda words: words.clauses.prepositions)
    _counted = _expression(lambda words: words.bodies.counted)
    _several = _expression(lambda words: rf"(?<!\d)(?!1\D)(?:{words.bodies.several})$")
    _several_after = _expression(lambda words: rf"(?:{words.bodies.grown})?(?:{words.bodies.several})(?=\P{{Han}}|$)")
    _committee = _expression(lambda words: rf"(?:{words.bodies.committees})$")
    _community_at_end = _expression(lambda words: rf"(?:{words.bodies.communities}|{words.bodies.committees})$")
    _township_at_end = _expression(lambda words: rf"(?:{words.bodies.townships})$")
    _kind_at_end = _expression(lambda words: rf"(?:{words.bodies.kinds})”?$")
    _home_at_end = _expression(lambda words: rf"(?:{words.bodies.homes})$")
    _generic = _expression(lambda words: words.bodies.generic)
    _head_at_end = _expression(lambda words: rf"(?:{words.bodies.organisations})$")

    def __init__(self, library: Library, places: Gazetteer) -> None:
        self._words = library.scope
        self._gazetteer = places
        self._places = places.by_name
        self._verbs = (*(verb for verb in library.words.predicates if len(verb) > 1), *library.scope.clauses.verbs)
        self.persons = PersonFinder(library.scope.persons, self._verbs, places.by_name)
        self._is_name = lru_cache(maxsize=4096)(self._tells_apart)
        # A paragraph is asked for twice: whom the report is about, and whom the paragraph speaks of.
        self.subjects = lru_cache(maxsize=_PARAGRAPHS)(self._subjects)
        self.introduced = lru_cache(maxsize=_PARAGRAPHS)(self._introduced)
        self.founded = lru_cache(maxsize=_PARAGRAPHS)(self._founded)
        self._phrases = NounPhrases(library.scope, self._verbs)
        self._everyday = frozenset(library.places.everyday.names)

    def _subjects(self, text: str) -> list[Body]:
        """The bodies at the beginnings of the clauses of a text, in order."""
        found = []
        marks: _Marks | None = None
        for start in clause_starts(text):
            at = start
            if self._openings.possible(text, start) and (opening := self._opening.match(text, start)):
                at = opening.end()
            marks = marks or self._marks(text)
            if body := self._at(text, at, start, marks):
                found.append(body)
        return found

    def _introduced(self, text: str) -> list[Body]:
        """The bodies that a text brings in by saying who or where someone is (这里是…, 来自…), in order."""
        ends = [match.end() for match in self._introduces.finditer(text)]
        marks = self._marks(text) if ends else None
        found = (body for at in ends if marks and (body := self._at(text, at, at, marks)))
        return [body if body.kind == "mentioned" else body.mentioned for body in found if body.kind in _TAKEN_UP]

    def _founded(self, text: str) -> list[Body]:
        """Teams with a name in quotation marks, at any place; ``mentioned`` where no verb brings them in."""
        found, behind = [], 0
        for quote in _QUOTE.finditer(text):
            match = self._team_at(text, max(behind, quote.start() - self._longest_founds), quote.start())
            if match is not None and behind <= quote.start():
                behind = match.end()
                several = not match["verb"] and self.counts_several(text, match.start("name"), behind)
                if not several and self._is_name(match["name"], False):
                    team = Body(match.start("name"), match.end(), "founded", match["name"], "organisation")
                    lead = text[max(0, match.start() - LONGEST_LABEL) : match.start()]
                    acts = self._acts.match(text, match.end()) and not self.speaks_of_whole(lead)
                    found.append(
                        team._replace(kind="organisation" if acts else "founded" if match["verb"] else "mentioned")
                    )
        return found

    def _team_at(self, text: str, first: int, quote: int) -> regex.Match[str] | None:
        """The team in the quotation marks that open at an offset, with the verb before it."""
        # A verb stands right before it, or before the letter of a division.
        pairs = ((at, (text[at:quote], text[at : quote - 1])) for at in range(first, quote - 1))
        verbs = (at for at, words in pairs if not self._founds.isdisjoint(words))
        starts = (*verbs, *range(max(first, quote - 1), quote + 1))
        return next(filter(None, (self._phrases.quoted_team.match(text, at) for at in starts)), None)

    @cached_property
    def _founds(self) -> frozenset[str]:
        """The verbs that bring a team in.

        Raises:
            ValueError: If they are more than a list of words.
        """
        founds = told(self._words.clauses.founds).exact
        if not founds:
            raise ValueError(f"no list of words: {self._words.clauses.founds!r}")
        return founds

    @cached_property
    def _longest_founds(self) -> int:
        return 1 + max(map(len, self._founds))

    def short_name(self, text: str) -> Body | None:
        """The short name that a report gives the body it is about: 以下简称“…”."""
        match = self._pattern(self._words.bodies.short_name).search(text)
        return Body(match.start("name"), match.end("name"), "organisation", match["name"]) if match else None

    def _marks(self, text: str) -> _Marks:
        """Where the words stand by which bodies and persons are known."""
        found = self._landmarks.found(text)
        heads = {kind: sorted(at for at, _ in found[kind]) for kind in _HEADS}
        return _Marks(heads, sorted(reduce(operator.iadd, heads.values(), [])), self.persons.marks(text))

    @cached_property
    def _landmarks(self) -> Landmarks:
        b = self._words.bodies
        return Landmarks(
            {
                "organisation": literals_of(b.organisations),
                "authority": literals_of(b.authorities),
                "community": literals_of(b.communities, b.committees),
                "township": literals_of(b.townships),
                "affiliated": literals_of(self._words.persons.affiliated),
            }
        )

    @cached_property
    def _beginnings(self) -> Beginnings:
        """What can stand at the beginning of a clause, in the order of ``_Opener``."""
        first = (self._prepositions, self._whole, self._public, self._affiliated)
        return Beginnings([*(each.pattern for each in first), *(words.pattern for words, _ in self._anaphors)])

    def _at(self, text: str, at: int, clause: int, marks: _Marks) -> Body | None:
        """The body that the clause at an offset has for its subject."""
        possible = self._beginnings.possible(text, at)
        if possible & 1 and self._prepositions.match(text, at):
            return None
        if possible & 2 and (match := self._whole.match(text, at)):
            return Body(at, match.end(), "place")
        if possible & 4 and (match := self._public.match(text, at)):
            return Body(at, match.end(), "public")
        if person := self.persons.at(text, clause, marks.persons):
            return person
        anaphor = self._anaphor(text, at, possible >> 4)
        kinds = marks.kinds(at, self._phrases.reach(text, at) + 1) if marks.has_head(at) else None
        if kinds:
            phrase = self._phrases.of(kinds).match(text, at)
            if phrase is not None and self._affiliated.match(text, phrase.end()):
                body = self._named(text, at, phrase)
                return body.mentioned if body and body.kind in NAMED else None
            longest = anaphor.end if anaphor else at
            if phrase is not None and phrase.end() > longest and (body := self._named(text, at, phrase)):
                passing = body.kind in _HEADS and self._passing.match(text, phrase.end())
                return Body(at, phrase.end(), "public") if passing else body
        elif possible & 8 and self._affiliated.match(text, at):
            return None
        return anaphor or self._place(text, at)

    def _named(self, text: str, at: int, match: regex.Match[str]) -> Body | None:
        """A named organisation, community or township; an authority speaks for its place."""
        kind = match["place"] and text[match.start("organisation") - 1] == "的"
        name = match["organisation"] if kind else match[0]
        if match["organisation"] and self._is_name(name, bool(match["township"] or match["community"])):
            if not self._counts(text, match):
                return Body(at, match.end(), "organisation", match[0])
            if not (match["community"] or match["township"]):
                return self._place(text, at) or Body(at, match.end(), "public")
        if text[at - 1 : at] in _OPENING and text[match.end() : match.end() + 1] in _CLOSING:
            return None  # “银耀山乡” is the label of a team
        if match["community"] and self._names_community(match["community"], bool(match["place"])):
            name = text[at : match.end("community")]
            return Body(at, match.end("community"), "community", self._committee.sub("", name))
        if match["township"] and self._names_township(match["township"]):
            return Body(at, match.end("township"), "township", text[at : match.end("township")])
        return Body(at, match.end(), "place") if match["authority"] else None

    def _counts(self, text: str, match: regex.Match[str]) -> bool:
        """Whether a kind of body is counted that only looks like one of them."""
        of_a_kind = self._kind_at_end.search(match[0]) and self._counted.match(text, match.end())
        return bool(of_a_kind) or self._several_after.match(text, match.end()) is not None

    def speaks_of_whole(self, lead: str) -> bool:
        """Whether what is counted is said to be the whole place's (活跃在全市街道的…), wherever in the clause."""
        return self._in_whole.search(lead) is not None

    def counts_several(self, text: str, start: int, end: int) -> bool:
        """Whether a text says before or after a name how many bear it (12个“…”工作室): it is that of a kind."""
        before = text[max(0, start - LONGEST_LABEL) : start]
        return self._several.search(before) is not None or self._several_after.match(text, end) is not None

    def is_home(self, name: str) -> bool:
        """Whether a name ends as what a headline may call any place: 暖茶乡."""
        return self._home_at_end.search(name) is not None

    def is_label(self, words: str) -> bool:
        """Whether words in quotation marks are the name of one team, and not of a kind, as “五老” is."""
        return self._generic.sub("", self._head_at_end.sub("", words)) != ""

    def _names_community(self, name: str, placed: bool) -> bool:
        """Whether the words before 社区 are its name: not 老旧, nor that of a city, unless a place stands before it."""
        own = self._community_at_end.sub("", name)
        return self._generic.sub("", own) != "" and (placed or own not in self._places or own in self._everyday)

    def _names_township(self, name: str) -> bool:
        """Whether the words before 街道 or 镇 are its name: not 当地, no verb (跑镇), no county's short name (东乡)."""
        own = self._township_at_end.sub("", name)
        return name not in self._places and len(own) > 1 and self._generic.sub("", own) != ""

    def _tells_apart(self, name: str, placed: bool) -> bool:
        """Whether words are a name and not only a kind of body, as 老党员志愿服务队 is."""
        if placed or name[:1] in _DIVISIONS:
            return True
        if self._kind_at_end.search(name):
            name = _QUOTED_BEFORE.sub("", name)
        plain = name.translate(_WITHOUT_QUOTES)
        return self._generic.sub("", self._head_at_end.sub("", plain)) != ""

    def _anaphor(self, text: str, at: int, possible: int) -> Body | None:
        for index in places(possible):
            pattern, anaphor = self._anaphors[index]
            if match := pattern.match(text, at):
                names = anaphor.names.replace("%W%", regex.escape(_POINTER.sub("", match[0])))
                return Body(at, match.end(), "anaphor", level=anaphor.level, names=names)
        return None

    def _place(self, text: str, at: int) -> Body | None:
        """The last of the names of divisions that stand here one after another: 某省|某县."""
        name = self._gazetteer.name_at(text, at, self._everyday)
        if not name or (text[at - 1 : at] in _OPENING and _QUOTATION.match(text, at - 1)):
            return None
        if text.startswith("这", at + len(name)):
            end = at + len(name)
            return self._anaphor(text, end, self._beginnings.possible(text, end) >> 4)
        return self._place(text, at + len(name)) or Body(at, at + len(name), "place", name)

    def _pattern(self, source: str) -> regex.Pattern[str]:
        return compiled(source, verbs=self._verbs)

    @cached_property
    def _openings(self) -> Beginnings:
        return Beginnings([self._words.clauses.openings])

    @cached_property
    def _anaphors(self) -> list[tuple[regex.Pattern[str], Anaphor]]:
        return [(self._pattern(anaphor.words), anaphor) for anaphor in self._words.bodies.anaphors]


class _Marks(NamedTuple):
    """Where in a text the words stand by which bodies and persons are known, in order.

    Attributes:
        heads: What ends the name of a body, by its kind, and what says that a person is only of one.
        all_heads: The same, of all kinds.
        persons: The words by which persons are known.
    """

    heads: dict[str, list[int]]
    all_heads: list[int]
    persons: PersonMarks

    def has_head(self, at: int) -> bool:
        """Whether a head begins where a noun phrase could still reach it."""
        return begins_within(self.all_heads, at, at + _LONGEST_PHRASE)

    def kinds(self, start: int, end: int) -> frozenset[str]:
        """The kinds of heads that begin in a stretch of the text."""
        if not begins_within(self.all_heads, start, end):
            return frozenset()
        return frozenset(kind for kind, offsets in self.heads.items() if begins_within(offsets, start, end))
