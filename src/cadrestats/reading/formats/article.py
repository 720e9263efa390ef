"""Articles: what every format comes down to, the bytes of one report with what its container tells of it.

Sizes are bounded here, so that a file of any size costs a bounded amount of memory: what is larger than any report is
refused, in words that tell the limit.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import BinaryIO

from cadrestats import extras
from cadrestats.reading.errors import UnreadableReport

LARGEST_TEXT = 4_000_000
"""Bytes of the text of one report. A million Hanzi are a long novel; a report has some thousands."""

LARGEST_DOCUMENT = 64_000_000
"""Bytes of a document that must be held in memory whole: a page, a member of an archive, what comes by a pipe."""


@dataclass(frozen=True, slots=True)
class Article:
    """One report as its container holds it.

    Attributes:
        name: What the run calls it: ``a.txt``, ``a.csv#3``, ``a.zip/b/c.txt``.
        data: The bytes of its text, in any encoding that ``encoding.decode`` knows.
        title: The headline, where the container tells it.
        published: The date of publication as ISO 8601, where the container tells it.
        problem: Why it cannot be read, in words for the user; empty where it can.
    """

    name: str
    data: bytes = b""
    title: str = ""
    published: str = ""
    problem: str = ""


class Allowance:
    """What an archive may unpack to, those inside it included: text shrinks to a tenth, a bomb to a thousandth.

    Args:
        packed: Bytes of the outermost archive.
    """

    FREE = 256_000_000
    RATIO = 100
    MEMBERS = 2_000_000

    def __init__(self, packed: int) -> None:
        self._bytes = max(self.FREE, self.RATIO * packed)
        self._members = self.MEMBERS

    def spend(self, unpacked: int) -> None:
        """Unpack some bytes.

        Args:
            unpacked: How many.

        Raises:
            UnreadableReport: More was unpacked than any collection of reports needs.
        """
        self._bytes -= unpacked
        if self._bytes < 0:
            raise UnreadableReport(
                f"This archive unpacks to more than {self.RATIO} times its size, as only bombs do: "
                "the rest of it was not read."
            )

    def count(self) -> None:
        """Count a member.

        Raises:
            UnreadableReport: There are more than any collection has.
        """
        self._members -= 1
        if self._members < 0:
            raise UnreadableReport(f"This archive has more than {self.MEMBERS:,} members: the rest was not read.")


@dataclass(frozen=True, slots=True)
class Document:
    """A file that is open for reading, and how it is to be read.

    Attributes:
        name: What the run calls it.
        stream: Its bytes; it can be searched (``seek``).
        text_column: Which column of a table holds the text of a report; guessed where it is empty.
        depth: In how many archives it lies.
        allowance: What is left of the allowance of the outermost archive.
    """

    name: str
    stream: BinaryIO
    text_column: str = ""
    depth: int = 0
    allowance: Allowance | None = field(default=None, compare=False)


def whole(stream: BinaryIO, limit: int = LARGEST_DOCUMENT, what: str = "document") -> bytes:
    """Read a stream to its end.

    Args:
        stream: The stream.
        limit: The most bytes that it may have.
        what: What it is, for the message.

    Raises:
        UnreadableReport: It has more.
    """
    parts, room = [], limit + 1
    while room and (part := stream.read(min(room, 1 << 20))):
        parts.append(part)
        room -= len(part)
    if not room:
        raise UnreadableReport(too_large(what, limit))
    return b"".join(parts)


def too_large(what: str, limit: int) -> str:
    """Say that something is larger than it may be.

    Args:
        what: What it is: ``text``, ``cell``.
        limit: The most bytes that it may have.
    """
    return f"This {what} is larger than {limit // 1_000_000} MB, which no report is: split it into its reports."


@contextmanager
def extra(name: str) -> Iterator[None]:
    """Import a library that only some users need.

    Args:
        name: The extra of the package that brings it.

    Raises:
        UnreadableReport: It is not installed; the message says how to install it.
    """
    try:
        yield
    except ImportError as error:
        raise UnreadableReport(f"To read this, {extras.install(name, error)}") from error


@contextmanager
def taken_for(kind: str) -> Iterator[None]:
    """Parse bytes of strangers with a library, whose errors on damaged ones are of any kind.

    Args:
        kind: What the file claims to be: ``a Word document``.

    Raises:
        UnreadableReport: It is damaged, or something else.
        OSError: It cannot be read.
    """
    try:
        yield
    except (UnreadableReport, ImportError, FileNotFoundError, PermissionError):
        raise
    except Exception as error:
        told = " ".join(str(error).split())[:120]
        why = f"{type(error).__name__}: {told}" if told else type(error).__name__
        raise UnreadableReport(f"This is not {kind}, or it is damaged ({why}).") from error
