"""Whom a report is about as a whole, where its headline names no body: the one that its paragraphs keep coming back to.

An anecdote opens many a report, so that being named first is not enough; and a report that also speaks of its place
tells of that.
"""

from __future__ import annotations

from collections.abc import Sequence

import regex

from cadrestats.context.bodies import BodyFinder
from cadrestats.context.clauses import NAMED, Body
from cadrestats.models import Report

#: In so many paragraphs, and so many characters of each, a report says whom it is about; so long is a headline.
_OPENING, _LEAD, _HEADLINE = 2, 400, 200
#: So often it must come back to them.
_OFTEN = 2
#: The divisions with which the name of a body begins.
_DIVISIONS = regex.compile("^.*(?:[省市县区旗镇乡]|街道)(?=.{2})")
_LABEL = regex.compile("“([^”]{2,12})”")


def protagonist(report: Report, bodies: BodyFinder) -> Body | None:
    """The one body or person that a report tells of; None where it tells of its place, or of several.

    Args:
        report: The report, in simplified characters.
        bodies: Finds bodies in a text.
    """
    paragraphs = [report.text[block.start : block.end] for block in report.blocks if block.kind == "paragraph"]
    if labelled := _labelled(report.title, paragraphs, bodies):
        return labelled
    subjects: list[Body] = []
    for text in paragraphs:  # most reports speak of their place early, and need not be read to the end
        subjects += bodies.subjects(text)
        if any(body.kind in ("place", "public") for body in subjects):
            return None
    opening = [body for text in paragraphs[:_OPENING] for body in _named(bodies, text[:_LEAD])]
    people = [body for body in (*opening, *bodies.persons.protagonists(report.text)) if body.kind == "person"]
    if bodies.persons.one(report.title):
        return people[0] if people else None
    others = [body for body in opening if body.kind != "person"]
    told = (body for body in others or people if _returns(report.text, body, subjects) >= _OFTEN)
    return next(told, others[0] if len({body.name for body in others}) == 1 else None)


def _labelled(title: str, paragraphs: Sequence[str], bodies: BodyFinder) -> Body | None:
    """The team of which a headline gives the label: “…”来了."""
    labels = [f"“{label}”" for label in _LABEL.findall(title[:_HEADLINE]) if bodies.is_label(label)]
    if not labels:
        return None
    subjects = [body for text in paragraphs for body in bodies.subjects(text)]
    named = [body for text in paragraphs for body in (*bodies.founded(text), *bodies.introduced(text))]
    teams = [body for body in (*subjects, *named) if "organisation" in (body.kind, body.level)]
    return next((body.itself for label in labels for body in teams if label in body.name), None)


def _named(bodies: BodyFinder, text: str) -> list[Body]:
    """The bodies that a paragraph names, in order."""
    found = [*bodies.subjects(text), *bodies.introduced(text), *bodies.founded(text)]
    return [body.itself for body in sorted(found) if body.kind in (*NAMED, "mentioned", "founded")]


def _returns(text: str, body: Body, subjects: Sequence[Body]) -> int:
    """How often a report names a body, or takes it up with another word."""
    taken_up = (
        a for a in subjects if a.kind == "anaphor" and a.level == body.kind and regex.search(a.names, body.name)
    )
    return text.count(_DIVISIONS.sub("", body.name)) + sum(1 for _ in taken_up)
