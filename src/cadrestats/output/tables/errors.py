"""What can go wrong between rows and a file, in words for the user."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from cadrestats import extras


class Unwritable(ValueError):
    """The table cannot be written as the user asked for; the message says why, and what can."""


class CharacterLacking(Unwritable):
    """A character of the table does not exist in the encoding that the user asked for."""


class UnknownFormat(ValueError):
    """No format of tables is called so, or has files that end so."""


class UnreadableTable(ValueError):
    """A file is no table of statistics; the message names the file, the row, the column, and what to do."""


@contextmanager
def extra(purpose: str, error: type[ValueError]) -> Iterator[None]:
    """Import a library that only some users need.

    Args:
        purpose: What it is needed for: ``read .xlsx``.
        error: What is raised where it is not installed.
    """
    try:
        yield
    except ImportError as lacking:
        raise error(f"To {purpose}, {extras.install('tables', lacking)}") from lacking


@contextmanager
def taken_for(file: str, kind: str) -> Iterator[None]:
    """Parse a user's file with a library, whose errors on damaged ones are of any kind.

    Args:
        file: The file, as the user named it.
        kind: What it claims to be: ``an Excel workbook``.

    Raises:
        UnreadableTable: It is damaged, or something else.
        FileNotFoundError, PermissionError, IsADirectoryError: It cannot be opened.
    """
    try:
        yield
    except (UnreadableTable, FileNotFoundError, PermissionError, IsADirectoryError):
        raise
    except Exception as error:
        told = " ".join(str(error).split())[:120]
        raise UnreadableTable(
            f"{file}: this is not {kind}, or it is damaged ({type(error).__name__}: {told})."
        ) from error
