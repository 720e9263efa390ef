"""Reading: from the text of a file to a report made readable."""

from __future__ import annotations

from cadrestats.models import Block, Repair, Report
from cadrestats.reading.byline import published, title
from cadrestats.reading.offsets import placed


def read_text(text: str, name: str, repairs: tuple[Repair, ...] = (), *, headline: str = "", day: str = "") -> Report:
    """Make a report of a text: unwrap its lines, find its headline and its date of publication.

    Args:
        text: The text of a report, decoded and repaired, in lines as they were printed.
        name: The name of its file, which may tell the date.
        repairs: What was garbled in the text and has been made readable.
        headline: The headline, where the report's container tells it. It is believed before what the text seems to
            say, and stands in front of the text where that does not begin with it.
        day: The date of publication likewise, as ISO 8601.

    Returns:
        The report.
    """
    from cadrestats.reading.layout import unwrap  # not needed where reports are remembered

    readable, blocks = _entitled(text, headline) if headline else unwrap(text)
    return Report(
        name=name,
        text=readable,
        title=title(readable, blocks),
        published=day or published(readable, blocks, name),
        blocks=blocks,
        repairs=tuple(placed(repairs, text, readable)) if repairs else (),
    )


def _entitled(text: str, headline: str) -> tuple[str, tuple[Block, ...]]:
    """Unwrap a text under a headline that is known; what looks like one in the text is a heading."""
    from cadrestats.reading.layout import unwrap

    first, _, rest = text.lstrip().partition("\n")
    readable, blocks = unwrap(rest if _bare(first) == _bare(headline) else text)
    after = len(headline) + 1
    below = (
        Block(kind="heading" if block.kind == "title" else block.kind, start=block.start + after, end=block.end + after)
        for block in blocks
    )
    whole = f"{headline}\n{readable}" if blocks else headline
    return whole, (Block(kind="title", start=0, end=len(headline)), *below)


def _bare(line: str) -> str:
    """A line without its white space and the mark of a heading."""
    return "".join(line.lstrip("# ").split())
