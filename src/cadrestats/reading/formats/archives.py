"""Archives of reports: .zip, .tar, .tar.gz, read member by member in memory; nothing is ever written to disk.

So a member's name cannot lead anywhere: it is a label. Links and devices are passed over. What may be unpacked is
limited (``Allowance``), and so is the depth of archives in archives.
"""

from __future__ import annotations

import tarfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from gzip import GzipFile
from io import SEEK_END, SEEK_SET, BufferedIOBase, BytesIO, UnsupportedOperation
from pathlib import PurePosixPath
from typing import BinaryIO
from zipfile import ZipFile, ZipInfo

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
            allowance.count()
            allowance.spend(info.file_size)
            try:
                with taken_for("a member that can be unpacked"):
                    data = archive.read(info)
            except UnreadableReport as error:
                yield Article(name=name, problem=str(error))
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
    with taken_for("a TAR archive"):
        packed = document.stream.read(2) == b"\x1f\x8b"
        document.stream.seek(0)
        tape = _Tape(GzipFile(fileobj=document.stream) if packed else document.stream, allowance)
        archive = tarfile.TarFile(fileobj=tape)
        while (info := archive.next()) is not None:
            archive.members.clear()  # type: ignore[attr-defined]  # it would remember all
            if not info.isreg() or not wanted(info.name):
                continue
            allowance.count()
            name = name_of(info.name)
            content = archive.extractfile(info)
            if content is None or info.size > LARGEST_DOCUMENT:
                yield Article(name=name, problem=too_large("member", LARGEST_DOCUMENT))
                continue
            yield _inside(document, name, content.read(), allowance)
        if any(tape.last):  # where a header is damaged, tarfile ends as if the archive did
            raise UnreadableReport("This archive is damaged: what follows here cannot be read.")


class _Tape(BufferedIOBase):
    """A stream that goes forward only, counts what it gives, and gives nothing larger than a document at a time.

    Args:
        stream: The unpacked archive.
        allowance: What it may give.

    Attributes:
        last: The last bytes that it gave.
    """

    def __init__(self, stream: BinaryIO | GzipFile, allowance: Allowance) -> None:
        self._stream = stream
        self._allowance = allowance
        self._at = 0
        self.last = b""

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = SEEK_SET) -> int:
        """Go forward."""
        if whence != SEEK_SET or offset < self._at:
            raise UnsupportedOperation("a tape goes forward only")
        while self._at < offset and self.read(min(offset - self._at, 1 << 20)):
            pass
        return self._at

    def read(self, size: int | None = -1) -> bytes:
        """Read on; a header that claims to be larger than any document is a bomb."""
        if size is None or size < 0 or size > LARGEST_DOCUMENT + tarfile.RECORDSIZE:
            raise UnreadableReport(too_large("header of a member", LARGEST_DOCUMENT))
        self.last = self._stream.read(size)
        self._at += len(self.last)
        self._allowance.spend(len(self.last))
        return self.last


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
        if self._seen[name] == 1:
            return name
        path = PurePosixPath(name)
        return path.with_name(f"{path.stem}#{self._seen[name]}{path.suffix}").as_posix()
