"""Finds the persons that a text speaks of: by their roles, ages and nicknames, or because a report is about them."""

from __future__ import annotations

from collections.abc import Collection, Container
from functools import cached_property, lru_cache
from typing import NamedTuple

import regex

from cadrestats.context.clauses import Body, begins_within, clause_starts
from cadrestats.patterns import PersonWords
from cadrestats.patterns.checked import compiled
from cadrestats.patterns.literals import Landmarks, literals_of

_OPENS_PROFILE = "\n◆■▲●★"
#: How far from the beginning of a clause, at most, stand the role before a name, and what follows a name.
_TO_ROLE, _TO_AGE, _TO_NICKNAME = 60, 12, 3


class PersonMarks(NamedTuple):
    """Where in a text the words stand by which persons are known, in order.

    Attributes:
        roles: What stands before a person's name, where a letter of such a name follows.
        ages: What follows a person's name that no role introduces.
        calls: What people call someone they know.
    """

    roles: list[int]
    ages: list[int]
    calls: list[int]


class PersonFinder:
    """Finds persons with the words of a pattern library.

    Args:
        words: Roles and family names.
        verbs: Verbs, which no name contains.
        places: Names of divisions, which are no person's.
    """

    def __init__(self, words: PersonWords, verbs: tuple[str, ...], places: Container[str]) -> None:
        self._words, self._verbs, self._places = words, verbs, places
        self.protagonists = lru_cache(maxsize=1)(self._protagonists_of)

    def marks(self, text: str) -> PersonMarks:
        """Where the words stand by which persons are known."""
        found = self._landmarks.found(text)
        roles = [start for start, end in found["role"] if _next_letter(text, end) in self._family_letters]
        return PersonMarks(sorted(roles), *(sorted(at for at, _ in found[kind]) for kind in ("age", "call")))

    def at(self, text: str, at: int, marks: PersonMarks) -> Body | None:
        """The person whom the clause at an offset has for its subject; who is only quoted is none.

        Args:
            text: The text.
            at: Where the clause begins.
            marks: Where the words stand in it by which persons are known.
        """
        named = text[at : at + 1] in self._family_letters
        before = at
        while before and text[before - 1] == " ":
            before -= 1
        profile = before == 0 or text[before - 1] in _OPENS_PROFILE
        for pattern, possible in (
            (self._role_and_name, begins_within(marks.roles, at, at + _TO_ROLE)),
            (self._bare_name, named and (profile or begins_within(marks.ages, at, at + _TO_AGE))),
            (self._nickname, named and begins_within(marks.calls, at, at + _TO_NICKNAME)),
        ):
            match = pattern.match(text, at) if possible else None
            if match and match["name"] not in self._places and not self._says.match(text, match.end("name")):
                return Body(at, match.end("name"), "person", match["name"])
        return None

    def _protagonists_of(self, text: str) -> list[Body]:
        """People whom a report tells of by bare names: where these begin a clause, once it has made them known."""
        starts = set(clause_starts(text))
        names = {match["name"] for match in self._protagonist.finditer(text)} | self._repeated(text, starts)
        if not names:
            return []
        found = (
            match
            for match in regex.finditer(r"\L<names>", text, names=names)
            if match.start() in starts or (text[match.start() - 1] in "的、" and self._told.match(text, match.end()))
        )
        return [
            Body(match.start(), match.end(), "person", match[0])
            for match in found
            if not self._says.match(text, match.end())
        ]

    def _repeated(self, text: str, starts: Collection[int]) -> set[str]:
        """Names of three characters that begin several clauses, each of which goes on in another way."""
        begun = (
            m for at in starts if text[at : at + 1] in self._family_letters and (m := self._full_name.match(text, at))
        )
        follows: dict[str, set[str]] = {}
        for match in begun:
            follows.setdefault(match[0], set()).add(text[match.end() : match.end() + 1])
        return {name for name, letters in follows.items() if len(letters) > 1 and name not in self._places}

    def is_nickname(self, name: str) -> bool:
        """Whether a name is what people call someone they know (老李, 李阿姨), and not the full name."""
        return self._familiar.fullmatch(name) is not None

    def one(self, headline: str) -> bool:
        """Whether a headline speaks of one person, without the name."""
        return self._pattern(self._words.one).search(headline) is not None

    @cached_property
    def _landmarks(self) -> Landmarks:
        p = self._words
        return Landmarks(
            {
                "role": literals_of(p.roles, p.offices, p.from_where),
                "age": literals_of(p.aged),
                "call": literals_of(p.nicknames.replace("%S%", r"\w")),
            }
        )

    @cached_property
    def _family_letters(self) -> frozenset[str]:
        """Characters that a name can begin with, and a few more."""
        return frozenset(self._words.surnames) | {"老"}

    def _pattern(self, source: str) -> regex.Pattern[str]:
        return compiled(source, verbs=self._verbs)

    @cached_property
    def _says(self) -> regex.Pattern[str]:
        return self._pattern(self._words.says)

    @cached_property
    def _told(self) -> regex.Pattern[str]:
        return self._pattern(self._words.told)

    @cached_property
    def _protagonist(self) -> regex.Pattern[str]:
        p = self._words
        roles = rf"(?:{p.roles}|{p.offices})"
        return self._pattern(p.protagonists.replace("%S%", rf"(?!{p.no_names})(?:{p.surnames})").replace("%R%", roles))

    @cached_property
    def _full_name(self) -> regex.Pattern[str]:
        p = self._words
        letter = rf"(?!{p.name_ends})\p{{Han}}"
        return self._pattern(
            rf"(?!{p.no_names})(?:{p.surnames})(?![{p.never_given}]){letter}{letter}(?<![市县区镇乡村])"
        )

    @cached_property
    def _family_name(self) -> str:
        p = self._words
        family = f"(?:{p.surnames})"
        given = rf"(?![{p.never_given}])\p{{Han}}(?:(?!{p.name_ends})\p{{Han}})?"
        return rf"(?P<name>老{family}|(?!{p.no_names}){family}{given})"

    @cached_property
    def _role_and_name(self) -> regex.Pattern[str]:
        p = self._words
        letter = r"(?!\L<verbs>)[^，,。；;：:！？“”\d名位个、\n由把被与在将让向对从是有]"
        before = rf"(?:\d+(?=岁)|{letter}|(?<=[一这])位|、(?=\p{{Han}}{{2,8}}(?:退役|退休|老))){{0,24}}?"
        role = rf"(?:{p.roles}|(?<=^|\P{{Han}}|[原前]副?)(?:{p.offices}))\s*{self._family_name}"
        return self._pattern(rf"{before}(?:{role}|(?:{p.from_where}){self._family_name}(?={p.told}))")

    @cached_property
    def _bare_name(self) -> regex.Pattern[str]:
        """A name in a heading, at the beginning of a profile, or with the age after it."""
        p = self._words
        heading = rf"(?<=[◆■▲●★]\s*){self._family_name}(?=[：:（(\s]|$)"
        profile = rf"(?<=^|\n){self._family_name}(?=[，,（(][^。]{{0,24}}(?:{p.roles}))"
        return self._pattern(rf"{heading}|{profile}|{self._family_name}(?={p.aged})")

    @cached_property
    def _called(self) -> str:
        return self._words.nicknames.replace("%S%", f"(?:{self._words.surnames})")

    @cached_property
    def _familiar(self) -> regex.Pattern[str]:
        return self._pattern(rf"老\p{{Han}}{{1,2}}|{self._called}")

    @cached_property
    def _nickname(self) -> regex.Pattern[str]:
        return self._pattern(rf"(?P<name>{self._called})(?=[，,从把在是说的讲又还也将写今\d])(?!老[年师人])")


def _next_letter(text: str, at: int) -> str:
    while text[at : at + 1].isspace():
        at += 1
    return text[at : at + 1]
