"""Finds the bodies and persons that a text speaks of, at the places where they are subjects: where a clause begins."""

from __future__ import annotations

import operator
import re
from bisect import bisect_left
from collections.abc import Collection, Sequence
from functools import cached_property, lru_cache, reduce
from typing import Literal, NamedTuple

import regex
from ahocorasick_rs import AhoCorasick, MatchKind

from cadrestats.context.gazetteer import Gazetteer
from cadrestats.models import Level
from cadrestats.patterns import Anaphor, Library
from cadrestats.patterns.checked import compiled
from cadrestats.patterns.literals import Beginnings, Landmarks, places, told

_QUOTED = '(?:“[^”]{1,16}”|"[^"]{1,16}"|「[^」]{1,16}」)'
#: Where clauses begin: behind a mark or an opening quotation mark, before what is neither mark nor space.
_CLAUSE = re.compile(
    r"""(?:^[“"「]? | [，,。；;：:！!？?\n◆■▲●—\s）)"] | (?<=[。！？!?，,])[”」])(?=[^，,。；;：:！!？?\s”」）)])""",
    re.X,
)
_QUOTE = re.compile('["“「]')
_QUOTATION = regex.compile(_QUOTED)
_WITHOUT_QUOTES = str.maketrans(dict.fromkeys('“”"「」'))
_DIVISIONS = frozenset("省市县区旗州镇乡")
_OPENS_PROFILE = "\n◆■▲●★"
#: How far from the beginning of a clause, at most, stand the role before a name, and what follows a name.
_TO_ROLE, _TO_AGE, _TO_NICKNAME = 60, 12, 3
_LONGEST_HEAD = 24
_LONGEST_VERB = 8
#: A noun phrase reaches no farther than this.
_LONGEST_PHRASE = 400
_HEADS = ("organisation", "authority", "community", "township", "affiliated")


class Body(NamedTuple):
    """Whom a clause speaks of.

    Attributes:
        start: First character in the text.
        end: One past the last character.
        kind: The level of a named body; ``place`` for the place itself, ``anaphor`` for a word that takes a body up,
            ``public`` for the public at large, ``founded`` for a team that is brought in by a verb.
        name: The name as the text gives it.
        level: For an anaphor, what it takes up; for a team that is brought in, whether a verb does it.
        names: For an anaphor, the expression that the name of its body matches.
    """

    start: int
    end: int
    kind: Literal["place", "township", "community", "organisation", "person", "anaphor", "public", "founded"]
    name: str = ""
    level: Level | None = None
    names: str = ""


class BodyFinder:
    """Finds bodies with the words of a pattern library.

    Args:
        library: The pattern library.
        places: The gazetteer.
    """

    def __init__(self, library: Library, places: Gazetteer) -> None:
        self._words = library.scope
        self._gazetteer = places
        self._places = places.by_name
        self._verbs = (*(verb for verb in library.words.predicates if len(verb) > 1), *library.scope.clauses.verbs)
        self._is_name = lru_cache(maxsize=4096)(self._tells_apart)
        self._phrases: dict[frozenset[str], regex.Pattern[str]] = {}
        self._everyday = frozenset(library.places.everyday.names)

    def subjects(self, text: str) -> list[Body]:
        """The bodies at the beginnings of the clauses of a text, in order."""
        found = []
        marks: _Marks | None = None
        for clause in _CLAUSE.finditer(text):
            start = at = clause.end()
            if self._openings.possible(text, start) and (opening := self._opening.match(text, start)):
                at = opening.end()
            marks = marks or self._marks(text)
            if body := self._at(text, at, start, marks):
                found.append(body)
        return found

    def founded(self, text: str) -> list[Body]:
        """Teams with a name in quotation marks, at any place; ``founded`` where a verb brings them in."""
        found, behind = [], 0
        for quote in _QUOTE.finditer(text):
            match = self._team_at(text, max(behind, quote.start() - self._longest_founds), quote.start())
            if match is not None and behind <= quote.start():
                behind = match.end()
                if self._is_name(match["name"], False):
                    level: Level | None = "organisation" if match["verb"] else None
                    found.append(Body(match.start("name"), match.end(), "founded", match["name"], level))
        return found

    def _team_at(self, text: str, first: int, quote: int) -> regex.Match[str] | None:
        """The team in the quotation marks that open at an offset, with the verb before it."""
        # A verb stands right before it, or before the letter of a division.
        pairs = ((at, (text[at:quote], text[at : quote - 1])) for at in range(first, quote - 1))
        verbs = (at for at, words in pairs if not self._founds.isdisjoint(words))
        starts = (*verbs, *range(max(first, quote - 1), quote + 1))
        return next(filter(None, (self._quoted_team.match(text, at) for at in starts)), None)

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

    def protagonists(self, text: str) -> list[Body]:
        """People whom a report tells of by bare names: where these begin a clause, once it has made them known."""
        names = {match["name"] for match in self._protagonist.finditer(text)}
        if not names:
            return []
        known = regex.compile(r"\L<names>", names=names)
        clauses = (clause.end() for clause in _CLAUSE.finditer(text))
        found = (match for at in clauses if (match := known.match(text, at)))
        return [
            Body(match.start(), match.end(), "person", match[0])
            for match in found
            if not self._says.match(text, match.end())
        ]

    @cached_property
    def _protagonist(self) -> regex.Pattern[str]:
        p = self._words.persons
        return self._pattern(p.protagonists.replace("%S%", p.surnames))

    def short_name(self, text: str) -> Body | None:
        """The short name that a report gives the body it is about: 以下简称“…”."""
        match = self._pattern(self._words.bodies.short_name).search(text)
        return Body(match.start("name"), match.end("name"), "organisation", match["name"]) if match else None

    def _marks(self, text: str) -> _Marks:
        """Where the words stand by which bodies and persons are known."""
        found = self._landmarks.found(text)
        roles = [start for start, end in found["role"] if _next_letter(text, end) in self._family_letters]
        heads = {kind: sorted(at for at, _ in found[kind]) for kind in _HEADS}
        return _Marks(
            heads,
            sorted(reduce(operator.iadd, heads.values(), [])),
            sorted(roles),
            *(sorted(at for at, _ in found[k]) for k in ("age", "call")),
        )

    @cached_property
    def _landmarks(self) -> Landmarks:
        b, p = self._words.bodies, self._words.persons
        return Landmarks(
            {
                "organisation": _literals(b.organisations),
                "authority": _literals(b.authorities),
                "community": _literals(b.communities, b.committees),
                "township": _literals(b.townships),
                "affiliated": _literals(p.affiliated),
                "role": _literals(p.roles, p.offices, p.from_where),
                "age": _literals(p.aged),
                "call": _literals(p.nicknames.replace("%S%", r"\w")),
            }
        )

    @cached_property
    def _family_letters(self) -> frozenset[str]:
        """Characters that a name can begin with, and a few more."""
        return frozenset(self._words.persons.surnames) | {"老"}

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
        if person := self._person(text, clause, marks):
            return person
        kinds = marks.kinds(at, self._reach(text, at, marks) + 1) if marks.has_head(at) else None
        if kinds:
            phrase = self._phrase(kinds).match(text, at)
            if phrase is not None and self._affiliated.match(text, phrase.end()):
                return None
            if phrase is not None and phrase.end() > at and (body := self._named(text, at, phrase)):
                return body
        elif possible & 8 and self._affiliated.match(text, at):
            return None
        return self._anaphor(text, at, possible >> 4) or self._place(text, at)

    def _person(self, text: str, at: int, marks: _Marks) -> Body | None:
        named = text[at : at + 1] in self._family_letters
        if not (named or marks.roles):
            return None
        before = at
        while before and text[before - 1] == " ":
            before -= 1
        profile = before == 0 or text[before - 1] in _OPENS_PROFILE
        for pattern, possible in (
            (self._role_and_name, _begins(marks.roles, at, at + _TO_ROLE)),
            (self._bare_name, named and (profile or _begins(marks.ages, at, at + _TO_AGE))),
            (self._nickname, named and _begins(marks.calls, at, at + _TO_NICKNAME)),
        ):
            if possible and (match := pattern.match(text, at)) and not self._says.match(text, match.end("name")):
                return Body(at, match.end("name"), "person", match["name"])
        return None

    def _named(self, text: str, at: int, match: regex.Match[str]) -> Body | None:
        """A named organisation, community or township; an authority speaks for its place."""
        if match["organisation"] and self._is_name(match[0], bool(match["township"] or match["community"])):
            if self._kind_at_end.search(match[0]) and self._counted.match(text, match.end()):
                return self._place(text, at)
            return Body(at, match.end(), "organisation", match[0])
        if match["community"] and self._names_community(match["community"]):
            name = text[at : match.end("community")]
            return Body(at, match.end("community"), "community", self._committee.sub("", name))
        if match["township"]:
            return Body(at, match.end("township"), "township", text[at : match.end("township")])
        return Body(at, match.end(), "place") if match["authority"] else None

    def _names_community(self, name: str) -> bool:
        """Whether the words before 社区 are its name: neither 老旧 nor that of the city."""
        own = self._community_at_end.sub("", name)
        return self._generic.sub("", own) != "" and (own not in self._places or own in self._everyday)

    def _tells_apart(self, name: str, placed: bool) -> bool:
        """Whether words are a name and not only a kind of body, as 老党员志愿服务队 is."""
        if placed or name[:1] in _DIVISIONS:
            return True
        if self._kind_at_end.search(name):
            name = _QUOTATION.sub("", name)
        plain = name.translate(_WITHOUT_QUOTES)
        return self._generic.sub("", self._head_at_end.sub("", plain)) != ""

    def _anaphor(self, text: str, at: int, possible: int) -> Body | None:
        for index in places(possible):
            pattern, anaphor = self._anaphors[index]
            if match := pattern.match(text, at):
                names = anaphor.names.replace("%W%", regex.escape(match[0].removeprefix("该")))
                return Body(at, match.end(), "anaphor", level=anaphor.level, names=names)
        return None

    def _place(self, text: str, at: int) -> Body | None:
        """The last of the names of divisions that stand here one after another: 某省|某县."""
        name = self._gazetteer.name_at(text, at, self._everyday)
        if not name:
            return None
        return self._place(text, at + len(name)) or Body(at, at + len(name), "place", name)

    def _pattern(self, source: str) -> regex.Pattern[str]:
        return compiled(source, verbs=self._verbs)

    @cached_property
    def _opening(self) -> regex.Pattern[str]:
        return self._pattern(f"(?:{self._words.clauses.openings})+")

    @cached_property
    def _openings(self) -> Beginnings:
        return Beginnings([self._words.clauses.openings])

    @cached_property
    def _whole(self) -> regex.Pattern[str]:
        return self._pattern(self._words.bodies.whole)

    @cached_property
    def _public(self) -> regex.Pattern[str]:
        return self._pattern(self._words.clauses.public)

    @cached_property
    def _says(self) -> regex.Pattern[str]:
        return self._pattern(self._words.persons.says)

    @cached_property
    def _affiliated(self) -> regex.Pattern[str]:
        return self._pattern(self._words.persons.affiliated)

    @cached_property
    def _prepositions(self) -> regex.Pattern[str]:
        return self._pattern(self._words.clauses.prepositions)

    @cached_property
    def _counted(self) -> regex.Pattern[str]:
        return self._pattern(self._words.bodies.counted)

    @cached_property
    def _committee(self) -> regex.Pattern[str]:
        return self._pattern(rf"(?:{self._words.bodies.committees})$")

    @cached_property
    def _community_at_end(self) -> regex.Pattern[str]:
        return self._pattern(rf"(?:{self._words.bodies.communities}|{self._words.bodies.committees})$")

    @cached_property
    def _kind_at_end(self) -> regex.Pattern[str]:
        return self._pattern(rf"(?:{self._words.bodies.kinds})”?$")

    @cached_property
    def _generic(self) -> regex.Pattern[str]:
        return self._pattern(self._words.bodies.generic)

    @cached_property
    def _head_at_end(self) -> regex.Pattern[str]:
        return self._pattern(rf"(?:{self._words.bodies.organisations})$")

    @cached_property
    def _letter(self) -> str:
        first = regex.escape("".join(sorted({verb[0] for verb in self._verbs})))
        return rf"(?:(?!(?=[{first}])\L<verbs>)(?![{self._words.clauses.stops}])[\p{{Han}}·])"

    def _reach(self, text: str, at: int, marks: _Marks) -> int:
        """How far a noun phrase can go that begins here: up to a verb, or to what no name contains."""
        letters = self._letters.match(text, at)
        if letters is None:
            return at
        verbs = self._verb_marks.find_matches_as_indexes(
            letters[1] + text[letters.end(1) : letters.end(1) + _LONGEST_VERB]
        )
        verb = at + verbs[0][1] if verbs else letters.end()
        return verb if verb < letters.end(1) else letters.end()

    @cached_property
    def _verb_marks(self) -> AhoCorasick:
        return AhoCorasick(self._verbs, matchkind=MatchKind.LeftmostFirst)

    @cached_property
    def _letters(self) -> re.Pattern[str]:
        """What may be letters of a name, and the 的 between two; first those before any quotation mark."""
        stops = self._words.clauses.stops.replace("的", "")
        letters = rf"[^\x00-\x7f\u2000-\u206f\u3000-\u3004\u3008-\u303f\uff00-\uffef{stops}]*+"
        return re.compile(rf"({letters})(?:(?:{_QUOTED}|“[^”]{{2,{_LONGEST_HEAD}}}”){letters})*+")

    def _phrase(self, kinds: frozenset[str]) -> regex.Pattern[str]:
        """Noun phrases that end with heads of some kinds."""
        if kinds not in self._phrases:
            self._phrases[kinds] = self._pattern(self._noun_phrase(kinds))
        return self._phrases[kinds]

    def _noun_phrase(self, kinds: Collection[str]) -> str:
        b, n = self._words.bodies, self._letter
        organisation = (
            rf"(?:(?:{n}|{_QUOTED}){{0,12}}?(?:{b.organisations})|“[^”]{{2,{_LONGEST_HEAD}}}(?:{b.organisations})”)"
        )
        groups = {
            "township": rf"{n}{{1,7}}?(?:{b.townships})",
            "community": rf"{n}{{1,8}}?(?:{b.communities}|{b.committees})",
            "organisation": rf"{organisation}(?:的?{organisation})*",
            "authority": rf"{n}{{0,8}}?(?:{b.authorities})",
        }
        township, community, organisation, authority = (
            f"(?P<{kind}>{group if kind in kinds else '(?!)'})" for kind, group in groups.items()
        )
        return (
            rf"(?P<place>(?:{n}{{1,10}}?(?<![社小校院片辖老牧街新])[省市州盟县区旗](?![委里直级民属])){{1,3}})?"
            rf"{township}?{community}?(?:的?{organisation}|{authority})?"
        )

    @cached_property
    def _quoted_team(self) -> regex.Pattern[str]:
        b, n = self._words.bodies, self._letter
        return self._pattern(
            rf"(?P<verb>{self._words.clauses.founds})?"
            rf"(?P<name>[省市县区旗州]?(?:{_QUOTED}{n}{{0,6}}?(?:团队|{b.organisations})|“[^”]{{0,12}}(?:{b.organisations})”))"
        )

    @cached_property
    def _family_name(self) -> str:
        p = self._words.persons
        family = f"(?:{p.surnames})"
        given = rf"(?![{p.never_given}])\p{{Han}}(?:(?!{p.name_ends})\p{{Han}})?"
        return rf"(?P<name>老{family}|{family}{given})"

    @cached_property
    def _role_and_name(self) -> regex.Pattern[str]:
        p = self._words.persons
        letter = r"(?!\L<verbs>)[^，,。；;：:！？“”\d名位个、\n由把被与在将让向对从是有]"
        before = rf"(?:\d+(?=岁)|{letter}|、(?=\p{{Han}}{{2,8}}(?:退役|退休|老))){{0,24}}?"
        role = rf"(?:{p.roles}|(?<=^|\P{{Han}})(?:{p.offices}))\s*{self._family_name}"
        return self._pattern(rf"{before}(?:{role}|(?:{p.from_where}){self._family_name}(?={p.told}))")

    @cached_property
    def _bare_name(self) -> regex.Pattern[str]:
        """A name in a heading, at the beginning of a profile, or with the age after it."""
        p = self._words.persons
        heading = rf"(?<=[◆■▲●★]\s*){self._family_name}(?=[：:（(\s]|$)"
        profile = rf"(?<=^|\n){self._family_name}(?=[，,（(][^。]{{0,24}}(?:{p.roles}))"
        return self._pattern(rf"{heading}|{profile}|{self._family_name}(?={p.aged})")

    @cached_property
    def _nickname(self) -> regex.Pattern[str]:
        p = self._words.persons
        nickname = p.nicknames.replace("%S%", f"(?:{p.surnames})")
        return self._pattern(rf"(?P<name>{nickname})(?=[，,从把在是说的讲又还也将写今\d])(?!老[年师人])")

    @cached_property
    def _anaphors(self) -> list[tuple[regex.Pattern[str], Anaphor]]:
        return [(self._pattern(anaphor.words), anaphor) for anaphor in self._words.bodies.anaphors]


class _Marks(NamedTuple):
    """Where in a text the words stand by which bodies and persons are known, in order.

    Attributes:
        heads: What ends the name of a body, by its kind, and what says that a person is only of one.
        all_heads: The same, of all kinds.
        roles: What stands before a person's name, where a letter of such a name follows.
        ages: What follows a person's name that no role introduces.
        calls: What people call someone they know.
    """

    heads: dict[str, list[int]]
    all_heads: list[int]
    roles: list[int]
    ages: list[int]
    calls: list[int]

    def has_head(self, at: int) -> bool:
        """Whether a head begins where a noun phrase could still reach it."""
        return _begins(self.all_heads, at, at + _LONGEST_PHRASE)

    def kinds(self, start: int, end: int) -> frozenset[str]:
        """The kinds of heads that begin in a stretch of the text."""
        if not _begins(self.all_heads, start, end):
            return frozenset()
        return frozenset(kind for kind, offsets in self.heads.items() if _begins(offsets, start, end))


def _begins(offsets: Sequence[int], start: int, end: int) -> bool:
    """Whether one of some offsets, which are in order, lies in a stretch."""
    index = bisect_left(offsets, start)
    return index < len(offsets) and offsets[index] < end


def _literals(*sources: str) -> frozenset[str]:
    """Literals one of which every match of any of some expressions holds.

    Raises:
        ValueError: If an expression has none, so that no literal tells where it may match.
    """
    holds = [told(source).holds for source in sources]
    if None in holds:
        raise ValueError(f"no literal tells where this expression matches: {sources[holds.index(None)]!r}")
    return frozenset().union(*(literals for literals in holds if literals))


def _next_letter(text: str, at: int) -> str:
    while text[at : at + 1].isspace():
        at += 1
    return text[at : at + 1]
