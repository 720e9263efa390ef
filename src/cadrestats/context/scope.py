"""Whose figure it is: the level, and the body or person where it is not the province, city or county itself.

A figure belongs to the last body that was the subject of a clause before it, in the same paragraph. Where no clause
has named one, the heading decides whom its section is about, and at last the headline.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import chain, islice
from operator import itemgetter
from typing import NamedTuple

import regex

from cadrestats.context.bodies import BodyFinder
from cadrestats.context.clauses import NAMED, Body
from cadrestats.context.gazetteer import Place
from cadrestats.context.headings import headings
from cadrestats.context.story import protagonist
from cadrestats.models import Figure, Level, Report, Wording

#: So long are the short names of places; and what makes them full.
_SHORT_PLACES, _DIVISIONS = (2, 3), "市县区旗州"
_QUOTATION = re.compile("“[^”]+”")
#: So many bodies that were named, at most, are kept in mind for what takes one of them up.
_REMEMBERED = 200
_PLACE = Body(0, 0, "place")


class Scope(NamedTuple):
    """Level and entity of a figure."""

    level: Level
    entity: str = ""


def scope_of(body: Body, place: Place) -> Scope:
    """Level and entity of a figure.

    Args:
        body: Whose figure it is.
        place: The place it is tied to.
    """
    if body.kind in NAMED:
        return Scope(body.kind, body.name)  # type: ignore[arg-type]
    if place.district:
        return Scope("county")
    return Scope("province" if place.province and not place.city else "city")


class ScopeFinder:
    """Knows whom every part of a report speaks of; a block is read when a figure asks for it.

    Args:
        report: The report, in simplified characters.
        bodies: Finds bodies in a text.
    """

    def __init__(self, report: Report, bodies: BodyFinder) -> None:
        self._report, self._text, self._blocks = report, report.text, report.blocks
        self._bodies = bodies
        self._starts = [block.start for block in report.blocks]
        self._headings = headings(report.blocks)
        #: What is known of the blocks that have been read.
        self._turns: dict[int, list[tuple[int, Body]]] = {}
        self._named: dict[int, list[Body]] = {}
        self._in_heading: dict[int, list[Body]] = {}
        self._read_to: dict[int, int] = {}
        self._origins: dict[str, int] = {}

    @cached_property
    def _protagonists(self) -> list[Body]:
        return self._bodies.persons.protagonists(self._text)

    @cached_property
    def _short(self) -> Body | None:
        return self._bodies.short_name(self._text)

    @cached_property
    def _in_title(self) -> list[Body]:
        named = [] if self._short else self._subjects(self._report.title)
        return [body for body in named if not self._is_figure_of_speech(body)]

    def _is_figure_of_speech(self, body: Body) -> bool:
        """Whether a headline only seems to name a township or community (余热暖茶乡), which the text never does."""
        named_again = self._text.count(body.name) > 1
        return body.start > 0 and not named_again and self._bodies.is_home(body.name)

    @cached_property
    def _about(self) -> Body:
        """Whom the report is about as a whole."""
        title = _first(self._in_title)
        named = title if title and title.kind in NAMED else protagonist(self._report, self._bodies)
        about = self._short or named or title or _PLACE
        return about._replace(name=self._in_full(about.name)) if about.kind in NAMED else about

    def _in_full(self, name: str) -> str:
        """A headline's name with the word for the kind of its place (某某县老年大学), where the text gives it so."""
        longer = (name[:at] + kind + name[at:] for at in _SHORT_PLACES for kind in _DIVISIONS)
        return next((full for full in longer if full in self._text), name)

    def origin(self, body: Body) -> int | None:
        """Where the report first names a body or person; None for the place itself.

        Args:
            body: The body.
        """
        if body.kind not in NAMED or not body.name:
            return None
        if body.name not in self._origins:
            self._origins[body.name] = self._text.find(body.name)
        at = self._origins[body.name]
        return at if at >= 0 else None

    def governor(self, figure: Figure, wording: Wording) -> Body:
        """Whose figure it is: the last body before it that is not itself counted, and does not merely watch others.

        Args:
            figure: The figure.
            wording: The words around it.
        """
        if self._bodies.speaks_of_whole(wording.lead):
            return _PLACE
        for body in self._turned_to_before(figure.start):
            counted = body.kind in NAMED and body.name and wording.subject.endswith(body.name)
            if not counted and not (body.kind == "person" and _others_act(figure, wording)):
                return body
        return _PLACE

    def _turned_to_before(self, offset: int) -> Iterator[Body]:
        """The bodies that the text turns to, from an offset back to the report's beginning."""
        index = bisect_right(self._starts, offset) - 1
        for at in range(index, -1, -1):
            turns = self._read(at)
            last = bisect_right(turns, offset, key=itemgetter(0)) if at == index else len(turns)
            yield from (turns[n][1] for n in range(last - 1, -1, -1))

    def _subjects(self, text: str) -> list[Body]:
        """Whom a headline or heading names: bodies and the place."""
        return [body for body in self._bodies.subjects(text) if body.kind in (*NAMED, "place")]

    def _section(self, heading: int) -> Body:
        """Whom the section under a heading is about."""
        if heading < 0:
            return self._about
        if heading not in self._in_heading:
            block = self._blocks[heading]
            self._in_heading[heading] = self._subjects(self._text[block.start : block.end])
        return _first(self._in_heading[heading]) or self._about

    def _known_before(self, index: int) -> Iterator[Body]:
        """The bodies that a section has named before something in one of its blocks, the last one first."""
        heading = self._headings[index]
        while (at := self._read_to.get(heading, max(heading, 0))) < index:
            self._read_to[heading] = at + 1
            self._read(at)
        named = (body for at in range(index, max(heading, 0) - 1, -1) for body in reversed(self._named[at]))
        yield from islice(named, _REMEMBERED)
        opening = self._in_title if heading < 0 else [self._about, *self._in_heading[heading]]
        yield from (body for body in reversed(opening) if body.kind in NAMED)

    def _read(self, index: int) -> list[tuple[int, Body]]:
        """Goes through a block, once, and notes where it turns from one body to another."""
        if index in self._turns:
            return self._turns[index]
        block, section = self._blocks[index], self._section(self._headings[index])
        topic = self._about if block.kind in ("title", "byline") else section
        text = self._text[block.start : block.end]
        subjects = self._bodies.subjects(text)
        turns = self._turns[index] = [(block.start, _speaker(text, subjects) or topic)]
        self._named[index] = []
        spans = (bisect_left(self._protagonists, at, key=lambda body: body.start) for at in (block.start, block.end))
        people = (
            body._replace(start=body.start - block.start, end=body.end - block.start)
            for body in self._protagonists[slice(*spans)]
        )
        within = {at for body in subjects for at in range(body.start, body.end)}
        teams = (team for team in self._bodies.founded(text) if team.start not in within)
        mentions = [*subjects, *self._bodies.introduced(text), *teams, *people]
        current = topic
        for mention in sorted(mentions, key=lambda body: body.start):
            body = self._resolved(mention, current, topic, index)
            if body is not None:
                current = body
                turns.append((block.start + mention.start, body))
        return turns

    def _resolved(self, mention: Body, current: Body, topic: Body, index: int) -> Body | None:
        """The body that a mention in a block turns to; None where it turns to nobody."""
        if mention.kind in NAMED:
            body = self._acquainted(mention, index) if mention.kind == "person" else mention
            self._named[index].append(body)
            return body
        if mention.kind in ("founded", "mentioned"):
            body = mention.itself
            self._named[index].append(body)
            return body if mention.kind == "founded" and current.kind not in ("organisation", "place") else None
        if mention.kind == "anaphor":
            if self._means_people(mention, current, index):
                return current
            antecedent = self._antecedent(mention, topic, index)
            # What is taken up with 这支队伍 is no person, even where nobody has named it.
            other = current.kind == "person" != mention.level or (
                current.kind == mention.level == "organisation" and not regex.search(mention.names, current.name)
            )
            return topic if antecedent is None and other else antecedent
        if mention.kind == "public":
            return current if current.kind in ("place", "community", "township") else topic
        return mention

    def _means_people(self, mention: Body, current: Body, index: int) -> bool:
        """Whether 他们 are the people of the place just spoken of, where its paragraph has named no team after it."""
        begin = self._blocks[index].start
        said = self._text[begin : begin + mention.end]
        if current.kind not in ("place", "community", "township") or said[mention.start :] not in ("他们", "她们"):
            return False
        since = self._turns[index][-1][0] - begin
        if len(self._turns[index]) == 1 or (current.kind == "place" and "。" in said[since:]):
            return False
        return current.kind == "place" or all(body.kind != "organisation" for body in self._named[index])

    def _acquainted(self, mention: Body, index: int) -> Body:
        """The person named before whom 老李 or 李阿姨 means; else the mention itself."""
        if not self._bodies.persons.is_nickname(mention.name):
            return mention
        family = mention.name.removeprefix("老")[:1]
        known = (b for b in self._known_before(index) if b.kind == "person" and b.name.startswith(family))
        return next(known, mention)

    def _antecedent(self, mention: Body, topic: Body, index: int) -> Body | None:
        """What a pronoun or a short name can mean: whom the section is about, else the last body named in it."""
        for body in chain((topic,), self._known_before(index)):
            if body.kind == mention.level and regex.search(mention.names, body.name):
                return body
        return None


def _first(found: Sequence[Body]) -> Body | None:
    """Whom a headline or heading is about, of the subjects in it: the first body that it names, or the place."""
    return next((body for body in found if body.kind in NAMED), found[0] if found else None)


def _speaker(text: str, subjects: Sequence[Body]) -> Body | None:
    """The body for which someone speaks whose words open a paragraph: “…”某校副校长某某说."""
    quoted = _QUOTATION.match(text)
    if quoted is None:
        return None
    after = next((body for body in subjects if body.start == quoted.end()), None)
    return after if after and after.kind in ("organisation", "community", "township") else None


def _others_act(figure: Figure, wording: Wording) -> bool:
    """Whether those who are counted act themselves: 某某一讲，80多名学员跟着比划."""
    return not wording.lead and figure.unit in ("名", "位") and "他" not in wording.tail and "她" not in wording.tail
