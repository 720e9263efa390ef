"""Which files are reports: files, folders and URLs as the user names them become a list in a fixed order.

The order is that of the paths as given and, within a folder, of the code points of the path's parts, so
that a run gives the same rows on every machine. A file reached twice is read once.
"""

from __future__ import annotations

import os
import re
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import BinaryIO, NamedTuple

from cadrestats.reading.errors import UnreadableReport
from cadrestats.reading.formats import is_known, is_read, unread
from cadrestats.reading.formats.article import extra, taken_for, whole

STDIN = "-"
_URL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+://")
_NOTHING = "no such file or folder"


class ReportFile(NamedTuple):
    """A file that a run has to account for.

    Attributes:
        where: Its path or URL; ``-`` is the standard input.
        name: What the run calls it: the file's name, or as much of its path as tells it from its namesakes.
        problem: Why it cannot be read, in words for the user; empty where nothing is known against it.
    """

    where: str
    name: str
    problem: str = ""

    @contextmanager
    def open(self) -> Iterator[BinaryIO]:
        """Open the file for reading its bytes. What comes by a pipe is collected, so that it can be searched.

        Raises:
            OSError: It cannot be opened.
            UnreadableReport: A library that its URL needs is missing or refuses, or the pipe gives too much.
        """
        if self.where == STDIN:
            yield BytesIO(whole(sys.stdin.buffer))
        elif _URL.match(self.where):
            with extra("remote"), taken_for("a file that can be opened"):
                import fsspec

                opened = fsspec.open(self.where, "rb").open()
            with opened as stream:
                yield stream
        else:
            with Path(self.where).open("rb") as stream:
                yield stream if stream.seekable() else BytesIO(whole(stream))


class _Reached(NamedTuple):
    """A file as it was reached.

    Attributes:
        where: Its path or URL.
        place: What is the same for two ways to one file.
        forms: What it may be called, shortest first: its name, its path within the folder, and so on outwards.
        problem: Why it cannot be read.
    """

    where: str
    place: str
    forms: tuple[str, ...]
    problem: str = ""


def find(paths: Sequence[str | Path]) -> list[ReportFile]:
    """List the files of reports that paths, folders (searched recursively) and URLs hold.

    Inside a folder, hidden files and files of other kinds are passed over. What the user named outright
    is never passed over: a path that does not exist, a file of a kind that is not read, or a folder without any that
    is, stands in the list with its ``problem``.

    Args:
        paths: Files and folders, in any mixture; strings may be URLs of file systems (``s3://``), or ``-``.

    Returns:
        The files, in the order of ``paths`` and sorted within each folder; every ``name`` occurs once.
    """
    found: dict[str, _Reached] = {}
    for given in paths:
        for reached in _reach(given):
            found.setdefault(reached.place, reached)
    names = _names(list(found.values()))
    return [ReportFile(file.where, name, file.problem) for file, name in zip(found.values(), names, strict=True)]


def _reach(given: str | Path) -> Iterator[_Reached]:
    """Each file under a path, and what is wrong with it."""
    if given == STDIN:
        yield _Reached(STDIN, STDIN, ("stdin",) * 4)  # a name that begins with - is a formula to a spreadsheet
    elif isinstance(given, str) and _URL.match(given):
        yield from _reach_url(given)
    elif Path(given).is_dir():
        reached = [_local(path, Path(given), problem) for path, problem in _walk(Path(given))]
        yield from reached or [_local(Path(given), Path(given).parent, "no reports in this folder")]
    elif not Path(given).exists():
        yield _local(Path(given), Path(given).parent, _NOTHING)
    else:
        yield _local(Path(given), Path(given).parent, "" if is_known(str(given)) else unread(str(given)))


def _walk(folder: Path) -> Iterator[tuple[Path, str]]:
    unreadable: list[OSError] = []
    files: list[Path] = []
    for here, folders, names in os.walk(folder, onerror=unreadable.append):
        folders[:] = [name for name in folders if not name.startswith(".")]
        files += (Path(here, name) for name in names if is_read(name))
    for error in unreadable:
        yield Path(error.filename), error.strerror or str(error)
    for path in sorted(files, key=lambda path: path.parts):
        if path.is_file():
            yield path, ""


def _local(path: Path, folder: Path, problem: str) -> _Reached:
    """A file of this machine. One that is a link stands where the link does: its namesakes may have other names."""
    within = path.relative_to(folder) if path.is_relative_to(folder) else Path(path.name)
    place = path.parent.resolve() / path.name
    forms = (Path(path.name or place.name), within, Path(folder.resolve().name) / within, place)
    return _Reached(str(path), str(place), tuple(_printable(form.as_posix()) for form in forms), problem)


def _reach_url(url: str) -> Iterator[_Reached]:
    """The files under a URL."""
    try:
        yield from list(_remote(url))
    except UnreadableReport as error:
        yield _Reached(url, url, (url,) * 4, str(error))


def _remote(url: str) -> Iterator[_Reached]:
    with extra("remote"), taken_for("a URL that can be listed"):
        from fsspec.core import url_to_fs

        files, root = url_to_fs(url)
        root = str(root).rstrip("/")
        if files.isdir(root):
            folder, problem = root, "no reports in this folder"
            inside = [str(path) for path in sorted(files.find(root)) if is_read(str(path)[len(root) + 1 :])]
        else:
            folder, problem = str(PurePosixPath(root).parent), "" if is_known(root) else unread(root)
            inside = [root] if files.exists(root) else []
            problem = problem if inside else _NOTHING
        for path in inside or [root]:
            where = str(files.unstrip_protocol(path))
            within = PurePosixPath(path[len(folder) :].lstrip("/") or PurePosixPath(path).name)
            forms = (within.name, str(within), f"{PurePosixPath(folder).name}/{within}", where)
            yield _Reached(where, where, forms, problem if path == root else "")


def _names(reached: Sequence[_Reached]) -> list[str]:
    """Name each file, namesakes by the shortest form of their paths that tells all of them apart."""
    namesakes: defaultdict[str, list[int]] = defaultdict(list)
    for at, file in enumerate(reached):
        namesakes[file.forms[0]].append(at)
    names = [""] * len(reached)
    for group in namesakes.values():
        forms = zip(*(reached[at].forms for at in group), strict=True)
        telling = next(form for form in forms if len(set(form)) == len(group))
        for at, name in zip(group, telling, strict=True):
            names[at] = name
    return names


def _printable(name: str) -> str:
    """A name that any UTF encoding can express: bytes of it that are not UTF-8 appear as hexadecimal escapes."""
    return os.fsencode(name).decode("utf-8", "backslashreplace")
