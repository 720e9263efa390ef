"""What the noun phrases look like that name bodies: places one after another, and the heads of the bodies in them."""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import cached_property

import regex
from ahocorasick_rs import AhoCorasick, MatchKind

from cadrestats.patterns import ScopeWords
from cadrestats.patterns.checked import compiled

#: Words in quotation marks that are part of a name, and how long a whole name in them is at most.
QUOTED = '(?:“[^”。！？]{1,16}”|"[^"]{1,16}"|「[^」]{1,16}」)'
LONGEST_LABEL = 24
#: The number of a community that a works or an institute left behind: 七厂309社区.
_NUMBER = r"\d{3}(?=\w{0,4}社区)"
#: The 和 of a name, which joins nothing: 太和村.
_HARMONY = "(?<=[永泰太仁义祥平])和(?=[村镇乡县]|社区|街道)"
_LONGEST_VERB = 8


class NounPhrases:
    """The noun phrases that name bodies, in the words of a pattern library.

    Args:
        words: The heads of bodies, and what no name contains.
        verbs: Verbs, which no name contains.
    """

    def __init__(self, words: ScopeWords, verbs: tuple[str, ...]) -> None:
        self._words, self._verbs = words, verbs
        self._of: dict[frozenset[str], regex.Pattern[str]] = {}

    @cached_property
    def _letter(self) -> str:
        first = regex.escape("".join(sorted({verb[0] for verb in self._verbs})))
        return rf"(?:(?!(?=[{first}])\L<verbs>)(?![{self._words.clauses.stops}])[\p{{Han}}·]|{_HARMONY})"

    def reach(self, text: str, at: int) -> int:
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
        return re.compile(rf"({letters})(?:(?:{_NUMBER}|{_HARMONY}|{QUOTED}|“[^”]{{2,{LONGEST_LABEL}}}”){letters})*+")

    def of(self, kinds: frozenset[str]) -> regex.Pattern[str]:
        """Noun phrases that end with heads of some kinds."""
        if kinds not in self._of:
            self._of[kinds] = self._pattern(self._noun_phrase(kinds))
        return self._of[kinds]

    def _noun_phrase(self, kinds: Collection[str]) -> str:
        b, n = self._words.bodies, self._letter
        organisation = (
            rf"(?:(?:{n}|{QUOTED}){{0,12}}?(?:{b.organisations})|“[^”]{{2,{LONGEST_LABEL}}}(?:{b.organisations})”)"
        )
        groups = {
            "township": rf"{n}{{1,7}}?(?:{b.townships})",
            "community": rf"(?:{_NUMBER})?{n}{{1,8}}?(?:{b.communities}|{b.committees})",
            "organisation": rf"{organisation}(?:的?{organisation})*",
            "authority": rf"{n}{{0,8}}?(?:{b.authorities})",
        }
        township, community, organisation, authority = (
            f"(?P<{kind}>{group if kind in kinds else '(?!)'})" for kind, group in groups.items()
        )
        return (
            rf"(?P<place>(?:{n}{{1,10}}?(?<![社小校院片辖老牧街新民])[省市州盟县区旗](?![委里直级民属]|街道)){{1,3}})?"
            rf"{township}?{community}?(?:的?{organisation}|{authority})?"
        )

    @cached_property
    def quoted_team(self) -> regex.Pattern[str]:
        """The name of a team, in quotation marks, with the verb before it."""
        b, n = self._words.bodies, self._letter
        return self._pattern(
            rf"(?P<verb>{self._words.clauses.founds})?"
            rf"(?P<name>(?:[省市县旗州]|(?<![社小园校])区)?(?:{QUOTED}{n}{{0,6}}?(?:团队|{b.organisations})|“[^”]{{0,12}}(?:{b.organisations}|[队团室社坊])”))"
        )

    def _pattern(self, source: str) -> regex.Pattern[str]:
        return compiled(source, verbs=self._verbs)
