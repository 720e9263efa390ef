"""Whose figure it is: the level, and the body or person where it is not the province, city or county itself.

A figure belongs to the last body that was the subject of a clause before it, in the same paragraph. Where no clause
has named one, the heading decides whom its section is about, and at last the headline.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import NamedTuple

import regex

from cadrestats.context.bodies import BodyFinder
from cadrestats.context.clauses import NAMED, Body
from cadrestats.context.gazetteer import Place
from cadrestats.context.story import protagonist
from cadrestats.models import Block, Figure, Level, Report, Wording

#: So long are the short names of places; and what makes them full.
_SHORT_PLACES, _DIVISIONS = (2, 3), "市县区旗州"
_QUOTATION = re.compile("“[^”]+”")
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
    """Knows whom every part of a report speaks of.

    Args:
        report: The report, in simplified characters.
        bodies: Finds bodies in a text.
    """

    def __init__(self, report: Report, bodies: BodyFinder) -> None:
        self._text = report.text
        self._bodies = bodies
        self._named: list[Body] = []
        self._turns: list[tuple[int, Body]] = []
        self._protagonists = bodies.persons.protagonists(report.text)
        about = bodies.short_name(report.text) or self._about(report.title) or protagonist(report, bodies) or _PLACE
        about = about._replace(name=self._in_full(about.name)) if about.kind in NAMED else about
        section = about
        for block in report.blocks:
            if block.kind == "heading":
                self._named = [about] if about.kind in NAMED else []
                section = self._about(report.text[block.start : block.end]) or about
            topic = about if block.kind in ("title", "byline") else section
            self._read(block, topic)

    def origin(self, body: Body) -> int | None:
        """Where the report first names a body or person; None for the place itself.

        Args:
            body: The body.
        """
        at = self._text.find(body.name) if body.kind in NAMED and body.name else -1
        return at if at >= 0 else None

    def governor(self, figure: Figure, wording: Wording) -> Body:
        """Whose figure it is: the last body before it that is not itself counted, and does not merely watch others.

        Args:
            figure: The figure.
            wording: The words around it.
        """
        if self._bodies.speaks_of_whole(wording.lead):
            return _PLACE
        at = bisect_right(self._turns, figure.start, key=lambda turn: turn[0])
        for index in range(at - 1, -1, -1):
            body = self._turns[index][1]
            if body.kind in NAMED and body.name and wording.subject.endswith(body.name):
                continue
            if body.kind == "person" and _others_act(figure, wording):
                continue
            return body
        return _PLACE

    def _about(self, text: str) -> Body | None:
        """Whom a headline or heading is about: the first body that it names, or the place."""
        found = [body for body in self._bodies.subjects(text) if body.kind in (*NAMED, "place")]
        self._named += [body for body in found if body.kind in NAMED]
        return next((body for body in found if body.kind in NAMED), found[0] if found else None)

    def _in_full(self, name: str) -> str:
        """A headline's name with the word for the kind of its place (某某县老年大学), where the text gives it so."""
        longer = (name[:at] + kind + name[at:] for at in _SHORT_PLACES for kind in _DIVISIONS)
        return next((full for full in longer if full in self._text), name)

    def _read(self, block: Block, topic: Body) -> None:
        """Goes through a block and notes where it turns from one body to another."""
        text = self._text[block.start : block.end]
        subjects = self._bodies.subjects(text)
        self._turns.append((block.start, _speaker(text, subjects) or topic))
        first, last = (
            bisect_left(self._protagonists, at, key=lambda body: body.start) for at in (block.start, block.end)
        )
        people = (
            body._replace(start=body.start - block.start, end=body.end - block.start)
            for body in self._protagonists[first:last]
        )
        within = {at for body in subjects for at in range(body.start, body.end)}
        teams = (team for team in self._bodies.founded(text) if team.start not in within)
        mentions = [*subjects, *self._bodies.introduced(text), *teams, *people]
        current = topic
        for mention in sorted(mentions, key=lambda body: body.start):
            body = self._resolved(mention, current, topic)
            if body is not None:
                current = body
                self._turns.append((block.start + mention.start, body))

    def _resolved(self, mention: Body, current: Body, topic: Body) -> Body | None:
        """The body that a mention turns to; None where it turns to nobody."""
        if mention.kind in NAMED:
            body = self._acquainted(mention) if mention.kind == "person" else mention
            self._named.append(body)
            return body
        if mention.kind in ("founded", "mentioned"):
            body = mention._replace(kind=mention.level)  # type: ignore[arg-type]
            self._named.append(body)
            return body if mention.kind == "founded" and current.kind not in ("organisation", "place") else None
        if mention.kind == "anaphor":
            antecedent = self._antecedent(mention, topic)
            # What is taken up with 这支队伍 is no person, even where nobody has named it.
            return topic if antecedent is None and current.kind == "person" != mention.level else antecedent
        if mention.kind == "public":
            return current if current.kind in ("place", "community", "township") else topic
        return mention

    def _acquainted(self, mention: Body) -> Body:
        """The person named before whom 老李 or 李阿姨 means; else the mention itself."""
        family = mention.name.removeprefix("老")[:1]
        known = (body for body in reversed(self._named) if body.kind == "person" and body.name.startswith(family))
        return next(known, mention)

    def _antecedent(self, mention: Body, topic: Body) -> Body | None:
        """What a pronoun or a short name can mean: whom the section is about, else the last body named in it."""
        for body in (topic, *reversed(self._named)):
            if body.kind == mention.level and regex.search(mention.names, body.name):
                return body
        return None


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
