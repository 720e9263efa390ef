"""What flows through the house: bytes become a Report, a Report's Sentences give Figures, Figures become Statistics.

Every model is immutable. Offsets count characters (code points) of ``Report.text``, end-exclusive.
"""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict

BlockKind = Literal["title", "heading", "byline", "caption", "paragraph"]
Bound = Literal["exact", "over", "under", "about"]
Level = Literal["province", "city", "county", "township", "community", "organisation", "person"]
Period = Literal["stock", "flow", "cumulative", "rate"]
Source = Literal["sentence", "paragraph", "heading", "title", "byline", "report", "option", ""]
Verdict = Literal[
    "statistic", "date", "duration", "age", "ordinal", "name", "slogan", "idiom", "address", "article", "introduction"
]


class Frozen(BaseModel):
    """A value that never changes once made."""

    model_config = ConfigDict(frozen=True)


class Repair(Frozen):
    """One stretch of garbled text that was made readable.

    Attributes:
        rule: Which repair did it, such as ``gbk-as-latin1`` or ``ftfy``.
        line: The line of the decoded text where the stretch begins, counted from 1.
        before: The garbled characters.
        after: The characters that replaced them.
    """

    rule: str
    line: int
    before: str
    after: str


class Block(Frozen):
    """A run of a report's text that belongs together: a paragraph, a heading, a byline, a caption.

    Attributes:
        kind: What the block is.
        start: First character in the report's text.
        end: One past the last character.
    """

    kind: BlockKind
    start: int
    end: int


class Report(Frozen):
    """A report made readable: repaired, unwrapped, its parts told apart.

    Attributes:
        name: The file's name.
        text: The repaired and unwrapped text. Blocks are joined by one ``\\n`` each.
        title: The headline, empty where there is none.
        published: ISO 8601 date of publication (``2023-02-15``, ``2023-06``, ``2023``) or empty.
        blocks: The parts of ``text``, in order; they do not overlap.
        repairs: What was garbled and is readable now.
    """

    name: str
    text: str
    title: str = ""
    published: str = ""
    blocks: tuple[Block, ...] = ()
    repairs: tuple[Repair, ...] = ()


class Sentence(Frozen):
    """A sentence of a report.

    Attributes:
        start: First character in the report's text.
        end: One past the last character, closing quotation marks included.
        block: Index into ``Report.blocks``.
        text: The characters between ``start`` and ``end``.
    """

    start: int
    end: int
    block: int
    text: str
