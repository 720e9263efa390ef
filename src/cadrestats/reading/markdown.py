"""Markdown: the marks that a converter leaves in a report are read for what they say and taken out.

Only marks that newspaper text does not use by itself are known: heading signs, block quotes, bullets, bold,
links, images and rules (CommonMark 0.31, sections 4.1, 4.2, 5.1, 5.2, 6.2, 6.3, 6.4). Emphasis by one asterisk
or underscore is left alone, because a lone asterisk masks digits and names in Chinese papers.
"""

from __future__ import annotations

import re
from typing import NamedTuple

_PREFIX = re.compile(r"(?:(?:#{1,6}|[-*+])(?:\s|$)+|>\s*)+")
_LEVEL = re.compile(r"#{1,6}(?=\s)")
_RULE = re.compile(r"(?:[-*_=] ?){3,}")
_BOLD = re.compile(r"\*{2,}")
# The target must look like one: 〔2021〕(12) in half-width brackets is a document number, not a link.
_LINK = re.compile(r"!?\[([^\[\]]*)\]\((?=[^()\s]*[/.#])[^()\s]*(?: \"[^\"()]*\")?\)")


class Unmarked(NamedTuple):
    """A line without its Markdown.

    Attributes:
        text: The words that are left, without spaces around them.
        level: 1 to 6 for a heading, else 0.
        image: Whether an image stood here: what follows it may be its caption.
    """

    text: str
    level: int
    image: bool


def unmark(line: str) -> Unmarked:
    """Take the Markdown marks out of one line.

    Args:
        line: One line, without spaces around it.

    Returns:
        The words, the heading level and whether there was an image.

    >>> unmark("### **One** [two](https://example.org/)")
    Unmarked(text='One two', level=3, image=False)
    """
    image = False
    if "](" in line:
        image = "![" in line
        # Twice, because a linked image is an image inside a link.
        line = _LINK.sub(r"\1", _LINK.sub(r"\1", line))
    if "**" in line:
        line = _without_bold(line)
    if not line or line[0] not in "#>-*+_=":
        return Unmarked(line.strip(), 0, image)
    if _RULE.fullmatch(line):
        return Unmarked("", 0, image)
    level = 0
    if marks := _PREFIX.match(line):
        heading = _LEVEL.search(line, 0, marks.end())
        level = len(heading.group()) if heading else 0
        line = line[marks.end() :]
    return Unmarked(line.strip(), level, image)


def _without_bold(line: str) -> str:
    """Marks of bold come in pairs; an odd one at the end is not a mark but masks something."""
    runs = list(_BOLD.finditer(line))
    odd = line[runs[-1].start() :] if len(runs) % 2 else ""
    return _BOLD.sub("", line[: len(line) - len(odd)]) + odd
