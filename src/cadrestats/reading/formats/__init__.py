"""Formats: a file of any kind that people have becomes the articles that it holds, one after the other.

The kind is told by the suffix, or where there is none by the first bytes. One damaged member or row costs itself alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import PurePosixPath

from cadrestats.reading.errors import UnreadableReport
from cadrestats.reading.formats import archives, page, pdf, rows, word
from cadrestats.reading.formats.article import LARGEST_DOCUMENT, LARGEST_TEXT, Article, Document, whole

__all__ = ["SUFFIXES", "Article", "Document", "articles", "is_known", "is_read", "kind_of", "parts", "unread"]

Reader = Callable[[Document], Iterator[Article | Document]]


#: Spaces of any encoding, and marks of byte order.
_NO_TEXT = b" \t\r\n\x00\xef\xbb\xbf\xfe\xff"


def _text(document: Document) -> Iterator[Article]:
    """A file that is a text: one report."""
    data = whole(document.stream, LARGEST_TEXT, "text")
    if not data.strip(_NO_TEXT):
        raise UnreadableReport("This file is empty.")
    yield Article(name=document.name, data=data)


def is_known(name: str) -> bool:
    """Whether files of this kind are read.

    Args:
        name: A file's path.
    """
    return suffix(name) in READERS


def is_read(name: str) -> bool:
    """Whether a file in a folder or an archive is read: its kind is known, and it is neither hidden nor a lock of Word.

    Args:
        name: Its path within the folder or archive.
    """
    parts = [part for part in name.rstrip("/").split("/") if part not in (".", "..")]
    return is_known(name) and not any(part.startswith((".", "~$", "__MACOSX")) for part in parts)


def suffix(name: str) -> str:
    """The suffix that tells the kind of a file, in lower case.

    Args:
        name: Its path.

    >>> suffix("a/报告.TAR.GZ"), suffix("2023.2.15 通讯"), suffix("通讯")
    ('.tar.gz', '', '')
    """
    path = PurePosixPath(name.lower().rstrip("/"))
    return ".tar.gz" if path.name.endswith(".tar.gz") else path.suffix if path.suffix.isascii() else ""


def unread(name: str) -> str:
    """Say that files of this kind are not read.

    Args:
        name: A file's path.
    """
    return f"{suffix(name)} files are not read, only {', '.join(SUFFIXES[1:])} and files without a suffix"


def kind_of(document: Document) -> str:
    """The kind of a file, as a suffix: its own, or where it has none what its first bytes say.

    Args:
        document: The file.

    Raises:
        UnreadableReport: Files of this kind are not read.
    """
    kind = suffix(document.name) or _sniffed(document)
    if kind not in READERS:
        raise UnreadableReport(unread(document.name))
    return kind


def _sniffed(document: Document) -> str:
    """The suffix of a file that has none, by its first bytes; text where they say nothing."""
    head = document.stream.read(4096)
    document.stream.seek(0)
    if head.startswith(b"PK\x03\x04"):
        return next((kind for mark, kind in _PACKAGES.items() if mark in head), ".zip")
    if head[257:262] == b"ustar":
        return ".tar"
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    return next((kind for mark, kind in _SIGNATURES.items() if start.startswith(mark)), ".txt")


def parts(document: Document) -> Iterator[Article | Document]:
    """Take a file apart as far as that is quick, so that others can read the parts at the same time.

    Tables and archives are taken apart. A document that must be interpreted, such as a page or a PDF, comes as it is.

    Args:
        document: The file.

    Yields:
        Its parts, in its order, as they are asked for; a part that is a document holds its bytes. A document that is
        too large for that comes as its articles.

    Raises:
        UnreadableReport: As ``articles``.
        OSError: It cannot be read.
    """
    kind = kind_of(document)
    if kind not in CONTAINERS:
        data = document.stream.read(LARGEST_DOCUMENT + 1)
        document.stream.seek(0)
        small = len(data) <= LARGEST_DOCUMENT
        yield from [Document(document.name, BytesIO(data))] if small else READERS[kind](document)
        return
    found = False
    for part in READERS[kind](document):
        found = True
        if isinstance(part, Article):
            yield part
            continue
        try:
            yield from parts(part)
        except UnreadableReport as error:
            yield Article(name=part.name, problem=str(error))
    if not found:
        raise UnreadableReport("It holds no reports.")


def articles(document: Document) -> Iterator[Article]:
    """Read the articles that a file, or a part of one, holds.

    Args:
        document: The file.

    Yields:
        Its articles, in its order, read as they are asked for.

    Raises:
        UnreadableReport: The file is damaged, of a kind that is not read, or larger than it may be; the message is for
            the user. Articles that stand before a damaged place have been yielded.
        OSError: It cannot be read.
    """
    kind = kind_of(document)
    for part in parts(document) if kind in CONTAINERS else READERS[kind](document):
        if isinstance(part, Article):
            yield part
            continue
        try:
            yield from articles(part)
        except UnreadableReport as error:
            yield Article(name=part.name, problem=str(error))


READERS: dict[str, Reader] = {
    "": _text,
    ".txt": _text,
    ".md": _text,
    ".html": page.html,
    ".htm": page.html,
    ".mhtml": page.mhtml,
    ".mht": page.mhtml,
    ".docx": word.docx,
    ".pdf": pdf.pdf,
    ".csv": rows.delimited,
    ".tsv": rows.delimited,
    ".xlsx": rows.xlsx,
    ".jsonl": rows.jsonl,
    ".parquet": rows.parquet,
    ".zip": lambda document: archives.zipped(document, is_read),
    ".tar": lambda document: archives.tarred(document, is_read),
    ".tar.gz": lambda document: archives.tarred(document, is_read),
    ".tgz": lambda document: archives.tarred(document, is_read),
}
CONTAINERS = frozenset((".csv", ".tsv", ".xlsx", ".jsonl", ".parquet", ".zip", ".tar", ".tar.gz", ".tgz"))
"""Kinds of files that are taken apart before they are interpreted."""

SUFFIXES = tuple(READERS)
"""Suffixes of files that are read, in lower case; the first is that of files without one."""

_SIGNATURES = {
    b"%pdf-": ".pdf",
    b"par1": ".parquet",
    b"\x1f\x8b": ".tar.gz",
    b"<!doctype html": ".html",
    b"<html": ".html",
}
_PACKAGES = {b"word/": ".docx", b"xl/": ".xlsx"}
