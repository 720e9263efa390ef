"""What goes wrong when a report is read."""

from __future__ import annotations


class UnreadableReport(ValueError):
    """A report's bytes are no text that can be read.

    The message is one sentence for the user: what was found, where (a byte offset, counted from 0), what to do.
    """
