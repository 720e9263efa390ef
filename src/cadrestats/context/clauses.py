"""Where the clauses of a text begin, and whom one can speak of."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

from cadrestats.models import Level

#: The kinds of bodies that have a name of their own.
NAMED = ("organisation", "community", "township", "person")
#: Behind a mark or an opening quotation mark, before what is neither mark nor space.
_BEGINNING = re.compile(
    r"""(?:^[“"「]? | [，,。；;：:！!？?…\n◆■▲●—\s）)"] | (?<=[。！？!?，,])[”」])(?=[^，,。；;：:！!？?…\s”」）)])""",
    re.X,
)


class Body(NamedTuple):
    """Whom a clause speaks of.

    Attributes:
        start: First character in the text.
        end: One past the last character.
        kind: The level of a named body; ``place`` for the place itself, ``anaphor`` for a word that takes a body up,
            ``public`` for the public at large and for several bodies at once, ``founded`` for a team that is brought in
            by a verb, ``mentioned`` for a body that is no subject, but can be taken up later.
        name: The name as the text gives it.
        level: For an anaphor, what it takes up; for a body that is brought in or mentioned, its own.
        names: For an anaphor, the expression that the name of its body matches.
    """

    start: int
    end: int
    kind: Literal[
        "place", "township", "community", "organisation", "person", "anaphor", "public", "founded", "mentioned"
    ]
    name: str = ""
    level: Level | None = None
    names: str = ""

    @property
    def itself(self) -> Body:
        """The body that is only brought in or mentioned, as one that is spoken of."""
        return self._replace(kind=self.level) if self.level else self  # type: ignore[arg-type]

    @property
    def mentioned(self) -> Body:
        """A body that is spoken of, as one that is named, but no subject."""
        return self._replace(kind="mentioned", level=self.kind)  # type: ignore[arg-type]


def clause_starts(text: str) -> Iterator[int]:
    """The offsets at which the clauses of a text begin, in order."""
    return (mark.end() for mark in _BEGINNING.finditer(text))


def begins_within(offsets: Sequence[int], start: int, end: int) -> bool:
    """Whether one of some offsets, which are in order, lies in a stretch."""
    index = bisect_left(offsets, start)
    return index < len(offsets) and offsets[index] < end
