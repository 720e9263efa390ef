"""Reading: from the text of a file to a report made readable."""

from __future__ import annotations

from cadrestats.models import Repair, Report
from cadrestats.reading.byline import published, title
from cadrestats.reading.layout import unwrap


def read_text(text: str, name: str, repairs: tuple[Repair, ...] = ()) -> Report:
    """Make a report of a text: unwrap its lines, find its headline and its date of publication.

    Args:
        text: The text of a report, decoded and repaired, in lines as they were printed.
        name: The name of its file, which may tell the date.
        repairs: What was garbled in the text and has been made readable.

    Returns:
        The report.
    """
    readable, blocks = unwrap(text)
    return Report(
        name=name,
        text=readable,
        title=title(readable, blocks),
        published=published(readable, blocks, name),
        blocks=blocks,
        repairs=repairs,
    )
