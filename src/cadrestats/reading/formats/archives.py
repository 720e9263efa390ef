"""Archives of reports: .zip, .tar, .tar.gz, read member by member in memory; nothing is ever written to disk.

So a member's name cannot lead anywhere: it is a label. Links and devices are passed over. What may be unpacked is
limited (``Allowance``), and so is the depth of archives in archives.
"""

from __future__ import annotations

import tarfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from io import SEEK_END, BytesIO
from zipfile import BadZipFile, LargeZipFile, ZipFile, ZipInfo

from cadrestats.reading.encoding import decode
from cadrestats.reading.errors import UnreadableReport
from cadrestats.reading.formats.article import LARGEST_DOCUMENT, Allowance, Article, Document, taken_for, too_large

DEEPEST = 3
"""How many archives a report may lie in."""

_ENCRYPTED, _UTF8_NAME = 0x1, 0x800  # flags of a member (APPNOTE.TXT 4.4.4)

Wanted = Callable[[str], bool]


def zipped(document: Document, wanted: Wanted) -> Iterator[Document | Article]:
    """Read a ZIP archive.

    Args:
        document: The archive.
        wanted: Whether a member is read, by its name.

    Yields:
        The members that are read, as documents; those that cannot be, as articles with their problem.

    Raises:
        UnreadableReport: It is damaged, lies too deep, or unpacks to too much.
    """
    allowance, name_of = _begin(document), _Names(document.name)
    with taken_for("a ZIP archive"):
        archive = ZipFile(document.stream)
    with archive:
        for info in archive.infolist():
            inner = _decoded_name(info)
            if info.is_dir() or not wanted(inner):
                continue
            name = name_of(inner)
            if info.flag_bits & _ENCRYPTED:
                yield Article(name=name, problem="It is encrypted: unpack the archive with its password.")
                continue
            if info.file_size > LARGEST_DOCUMENT:
                yield Article(name=name, problem=too_large("member", LARGEST_DOCUMENT))
                continue
            allowance.spend(info.file_size)
            try:
                data = archive.read(info)
            except (BadZipFile, LargeZipFile, NotImplementedError, zlib.error, EOFError, OSError, ValueError) as error:
                yield Article(name=name, problem=f"It is damaged in its archive ({error}).")
                continue
            yield _inside(document, name, data, allowance)


def tarred(document: Document, wanted: Wanted) -> Iterator[Document | Article]:
    """Read a TAR archive, gzipped or not, as a stream: it may have any number of members.

    Args:
        document: The archive.
        wanted: Whether a member is read, by its name.

    Yields:
        The members that are read, as documents; those that are too large, as articles with their problem.

    Raises:
        UnreadableReport: It is damaged, lies too deep, or unpacks to too much; what stands before was yielded.
    """
    allowance, name_of = _begin(document), _Names(document.name)
    with taken_for("a TAR archive"), tarfile.open(fileobj=document.stream, mode="r|*") as archive:
        while (info := archive.next()) is not None:
            archive.members = []  # it would remember all
            allowance.spend(info.size if info.isreg() else 0)
            if not info.isreg() or not wanted(info.name):
                continue
            name = name_of(info.name)
            content = archive.extractfile(info)
            if content is None or info.size > LARGEST_DOCUMENT:
                yield Article(name=name, problem=too_large("member", LARGEST_DOCUMENT))
                continue
            data = content.read()
            if len(data) < info.size:
                raise UnreadableReport("This archive breaks off.")
            yield _inside(document, name, data, allowance)


def _begin(document: Document) -> Allowance:
    """What may be unpacked from an archive; one inside another shares the allowance of the outermost."""
    if document.depth >= DEEPEST:
        raise UnreadableReport(f"This archive lies in {document.depth} others; only {DEEPEST} are opened.")
    size = document.stream.seek(0, SEEK_END)
    document.stream.seek(0)
    return document.allowance or Allowance(size)


def _inside(document: Document, name: str, data: bytes, allowance: Allowance) -> Document:
    return replace(document, name=name, stream=BytesIO(data), depth=document.depth + 1, allowance=allowance)


def _decoded_name(info: ZipInfo) -> str:
    """The name of a member; archives made on a Chinese Windows have it in GBK, which the format does not know of."""
    if info.flag_bits & _UTF8_NAME or info.filename.isascii():
        return info.filename.replace("\\", "/")
    return decode(info.orig_filename.encode("cp437")).replace("\\", "/")


class _Names:
    """What the run calls the members of an archive: without what would lead out of it, and namesakes numbered.

    Args:
        archive: What the run calls the archive.
    """

    def __init__(self, archive: str) -> None:
        self._archive = archive
        self._seen: dict[str, int] = {}

    def __call__(self, inner: str) -> str:
        parts = [part for part in inner.split("/") if part not in ("", ".", "..")]
        name = "/".join([self._archive, *parts]).encode(errors="backslashreplace").decode()
        self._seen[name] = self._seen.get(name, 0) + 1
        return name if self._seen[name] == 1 else f"{name}#{self._seen[name]}"
