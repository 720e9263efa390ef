"""Whose figure it is: the level, and the body or person where it is not the province, city or county itself.

A figure belongs to the last body that was the subject of a clause before it, in the same paragraph. Where no clause
has named one, the heading decides whom its section is about, and at last the headline.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import accumulate, chain
from typing import NamedTuple

import regex

from cadrestats.context.bodies import Body, BodyFinder
from cadrestats.context.gazetteer import Place
from cadrestats.models import Figure, Level, Report, Wording

_QUOTATION = re.compile("“[^”]+”")
_PLACE = Body(0, 0, "place")
_NAMED = ("organisation", "community", "township", "person")


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
    if body.kind in _NAMED:
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
        self._text, self._blocks = report.text, report.blocks
        self._bodies = bodies
        self._starts = [block.start for block in report.blocks]
        #: The heading above each block, or the block itself; -1 without one.
        self._headings = list(accumulate((i if b.kind == "heading" else -1 for i, b in enumerate(report.blocks)), max))
        short = bodies.short_name(report.text)
        self._in_title = [] if short else self._subjects(report.title)
        self._about = short or _first(self._in_title) or _PLACE
        #: What is known of the blocks that have been read.
        self._turns: dict[int, list[tuple[int, Body]]] = {}
        self._named: dict[int, list[Body]] = {}
        self._in_heading: dict[int, list[Body]] = {}
        self._read_to: dict[int, int] = {}

    @cached_property
    def _protagonists(self) -> list[Body]:
        return self._bodies.protagonists(self._text)

    def origin(self, body: Body) -> int | None:
        """Where the report first names a body or person; None for the place itself.

        Args:
            body: The body.
        """
        at = self._text.find(body.name) if body.kind in _NAMED and body.name else -1
        return at if at >= 0 else None

    def governor(self, figure: Figure, wording: Wording) -> Body:
        """Whose figure it is: the last body before it that is not itself counted, and does not merely watch others.

        Args:
            figure: The figure.
            wording: The words around it.
        """
        for turn, body in self._turns_back(bisect_right(self._starts, figure.start) - 1):
            counted = body.kind in _NAMED and body.name and wording.subject.endswith(body.name)
            if turn <= figure.start and not counted and not (body.kind == "person" and _others_act(figure, wording)):
                return body
        return _PLACE

    def _turns_back(self, index: int) -> Iterator[tuple[int, Body]]:
        """Where the text turns from one body to another, from the end of a block back to the report's beginning."""
        for at in range(index, -1, -1):
            yield from reversed(self._read(at))

    def _subjects(self, text: str) -> list[Body]:
        """Whom a headline or heading names: bodies and the place."""
        return [body for body in self._bodies.subjects(text) if body.kind in (*_NAMED, "place")]

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
        for at in range(index, max(heading, 0) - 1, -1):
            yield from reversed(self._named[at])
        opening = self._in_title if heading < 0 else [self._about, *self._in_heading[heading]]
        yield from (body for body in reversed(opening) if body.kind in _NAMED)

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
        people = (
            body._replace(start=body.start - block.start, end=body.end - block.start)
            for body in self._protagonists
            if block.start <= body.start < block.end
        )
        mentions = [*subjects, *self._bodies.founded(text), *people]
        current = topic
        for mention in sorted(mentions, key=lambda body: body.start):
            body = self._resolved(mention, current, topic, index)
            if body is not None:
                current = body
                turns.append((block.start + mention.start, body))
        return turns

    def _resolved(self, mention: Body, current: Body, topic: Body, index: int) -> Body | None:
        """The body that a mention in a block turns to; None where it turns to nobody."""
        if mention.kind in _NAMED:
            body = self._acquainted(mention, index) if mention.kind == "person" else mention
            self._named[index].append(body)
            return body
        if mention.kind == "founded":
            team = mention._replace(kind="organisation")
            self._named[index].append(team)
            return team if mention.level and current.kind not in ("organisation", "place") else None
        if mention.kind == "anaphor":
            return self._antecedent(mention, topic, index)
        if mention.kind == "public":
            return current if current.kind == "place" else topic
        return mention

    def _acquainted(self, mention: Body, index: int) -> Body:
        """The person named before whom 老李 or 李阿姨 means; else the mention itself."""
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
    return next((body for body in found if body.kind in _NAMED), found[0] if found else None)


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
