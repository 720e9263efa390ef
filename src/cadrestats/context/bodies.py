"""Finds the bodies and persons that a text speaks of, at the places where they are subjects: where a clause begins."""

from __future__ import annotations

from functools import cached_property
from typing import Literal, NamedTuple

import regex

from cadrestats.context.gazetteer import Gazetteer
from cadrestats.models import Level
from cadrestats.patterns import Anaphor, Library

_QUOTED = '(?:“[^”]{1,16}”|"[^"]{1,16}"|「[^」]{1,16}」)'
_CLAUSE = regex.compile(
    r"""(?:^[“"「]? | (?<=[，,。；;：:！!？?\n◆■▲●—\s）)]) | (?<=[。！？!?，,][”」]) | (?<="))
        (?=[^，,。；;：:！!？?\s”」）)])""",
    regex.X,
)


class Body(NamedTuple):
    """Whom a clause speaks of.

    Attributes:
        start: First character in the text.
        end: One past the last character.
        kind: The level of a named body; ``place`` for the place itself, ``anaphor`` for a word that takes a body up,
            ``public`` for the public at large, ``founded`` for a team that is brought in by a verb.
        name: The name as the text gives it.
        level: For a place, whether it is the province; for an anaphor, what it takes up.
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
        self._places = places.by_name
        self._verbs = [*(verb for verb in library.words.predicates if len(verb) > 1), *library.scope.clauses.verbs]
        self._everyday = frozenset(library.places.everyday.names)

    def subjects(self, text: str) -> list[Body]:
        """The bodies at the beginnings of the clauses of a text, in order."""
        found = []
        for clause in _CLAUSE.finditer(text):
            opening = self._opening.match(text, clause.end())
            at = opening.end() if opening else clause.end()
            if body := self._at(text, at, clause.end()):
                found.append(body)
        return found

    def founded(self, text: str) -> list[Body]:
        """Teams with a name in quotation marks, at any place; ``founded`` where a verb brings them in."""
        return [
            Body(match.start("name"), match.end(), "founded", match["name"], "organisation" if match["verb"] else None)
            for match in self._quoted_team.finditer(text)
            if self._is_name(match["name"], False)
        ]

    def short_name(self, text: str) -> Body | None:
        """The short name that a report gives the body it is about: 以下简称“…”."""
        match = self._pattern(self._words.bodies.short_name).search(text)
        return Body(match.start("name"), match.end("name"), "organisation", match["name"]) if match else None

    def _at(self, text: str, at: int, clause: int) -> Body | None:
        """The body that the clause at an offset has for its subject."""
        if self._prepositions.match(text, at):
            return None
        if match := self._whole.match(text, at):
            return Body(at, match.end(), "place", level=_level(match[0]))
        if match := self._public.match(text, at):
            return Body(at, match.end(), "public")
        if person := self._person(text, clause):
            return person
        if (phrase := self._noun_phrase.match(text, at)) and self._affiliated.match(text, phrase.end()):
            return None
        return self._named(text, at) or self._anaphor(text, at) or self._place(text, at)

    def _person(self, text: str, at: int) -> Body | None:
        for pattern in (self._role_and_name, self._bare_name, self._nickname):
            if (match := pattern.match(text, at)) and not self._says.match(text, match.end("name")):
                return Body(at, match.end("name"), "person", match["name"])
        return None

    def _named(self, text: str, at: int) -> Body | None:
        """A named organisation, community or township; an authority speaks for its place."""
        match = self._noun_phrase.match(text, at)
        if match is None or match.end() == at:
            return None
        if match["organisation"] and self._is_name(match[0], bool(match["township"] or match["community"])):
            if self._kind_at_end.search(match[0]) and self._counted.match(text, match.end()):
                return self._place(text, at)
            return Body(at, match.end(), "organisation", match[0])
        if match["community"] and self._names_community(match["community"]):
            name = text[at : match.end("community")]
            return Body(at, match.end("community"), "community", self._committee.sub("", name))
        if match["township"]:
            return Body(at, match.end("township"), "township", text[at : match.end("township")])
        return Body(at, match.end(), "place", level=_level(match[0])) if match["authority"] else None

    def _names_community(self, name: str) -> bool:
        """Whether the words before 社区 are its name: neither 老旧 nor that of the city."""
        own = self._community_at_end.sub("", name)
        return self._generic.sub("", own) != "" and (own not in self._places or own in self._everyday)

    def _is_name(self, name: str, placed: bool) -> bool:
        """Whether words are a name and not only a kind of body, as 老党员志愿服务队 is."""
        if placed or regex.match(r"[省市县区旗州镇乡]", name):
            return True
        if self._kind_at_end.search(name):
            name = regex.sub(_QUOTED, "", name)
        plain = regex.sub('[“”"「」]', "", name)
        return self._generic.sub("", self._head_at_end.sub("", plain)) != ""

    def _anaphor(self, text: str, at: int) -> Body | None:
        for pattern, anaphor in self._anaphors:
            if match := pattern.match(text, at):
                names = anaphor.names.replace("%W%", regex.escape(match[0].removeprefix("该")))
                return Body(at, match.end(), "anaphor", level=anaphor.level, names=names)
        return None

    def _place(self, text: str, at: int) -> Body | None:
        """The last of the names of divisions that stand here one after another: 某省|某县."""
        for length in range(11, 1, -1):
            name = text[at : at + length]
            if len(name) == length and name in self._places and name not in self._everyday:
                division = self._places[name][0]
                level: Level = "city" if division.municipal else division.level
                return self._place(text, at + length) or Body(at, at + length, "place", name, level)
        return None

    def _pattern(self, source: str) -> regex.Pattern[str]:
        return regex.compile(source, verbs=self._verbs, ignore_unused=True)

    @cached_property
    def _opening(self) -> regex.Pattern[str]:
        return self._pattern(self._words.clauses.openings)

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
        return rf"(?:(?!\L<verbs>)(?![{self._words.clauses.stops}])[\p{{Han}}·])"

    @cached_property
    def _noun_phrase(self) -> regex.Pattern[str]:
        b, n = self._words.bodies, self._letter
        organisation = rf"(?:(?:{n}|{_QUOTED}){{0,12}}?(?:{b.organisations})|“[^”]{{2,24}}(?:{b.organisations})”)"
        return self._pattern(
            rf"(?P<place>(?:{n}{{1,10}}?(?<![社小校院片辖老牧街新])[省市州盟县区旗](?![委里直级民属])){{1,3}})?"
            rf"(?P<township>{n}{{1,7}}?(?:{b.townships}))?"
            rf"(?P<community>{n}{{1,8}}?(?:{b.communities}|{b.committees}))?"
            rf"(?:的?(?P<organisation>{organisation}(?:的?{organisation})*)|(?P<authority>{n}{{0,8}}?(?:{b.authorities})))?"
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


def _level(words: str) -> Level | None:
    """The level of the place that words like 全市 or 县委 speak of."""
    for letters, level in (("省", "province"), ("县区旗", "county"), ("市州盟", "city")):
        if any(letter in words for letter in letters):
            return level  # type: ignore[return-value]
    return None
