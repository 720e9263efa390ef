"""Which files are reports: files, folders and URLs as the user names them, found one by one in a fixed order.

The order is that of the paths as given and, within a folder, of the code points of the path's parts, so that a run
gives the same rows on every machine. A file reached twice is read once. No more than the entries of one folder and of
those above it are held at a time: an archive may have any number of files. So what a file is called must be plain
before the others are known: in a folder, its path within that; by itself, its name.
"""

from __future__ import annotations

import os
import re
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

from cadrestats.reading.errors import UnreadableReport
from cadrestats.reading.formats import is_known, is_read, unread
from cadrestats.reading.formats.article import extra, taken_for, whole

STDIN = "-"
_URL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+://")
_NOTHING = "no such file or folder"
_EMPTY = "no reports in this folder"


class ReportFile(NamedTuple):
    """A file that a run has to account for.

    Attributes:
        where: Its path or URL; ``-`` is the standard input.
        name: What the run calls it, different for each.
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


class _Given(NamedTuple):
    """A path as the user gave it.

    Attributes:
        where: It, as it is opened or listed.
        place: Its parts, the same for every way to it.
        problem: Why it cannot be read.
        folder: Whether it is a folder.
        system: The file system of fsspec that it lies in; None for this machine's own.
    """

    where: str
    place: tuple[str, ...]
    problem: str = ""
    folder: bool = False
    system: Any = None

    def holds(self, place: tuple[str, ...]) -> bool:
        """Whether a search of this folder comes by a file."""
        return place[: len(self.place)] == self.place and is_read("/".join(place[len(self.place) :]))

    def has(self, name: str) -> bool:
        """Whether something in this folder is called so."""
        if self.system is not None:
            return bool(self.system.exists(f"{self.where}/{name}"))
        return os.path.lexists(f"{self.where}/{name}")


def find(paths: Sequence[str | Path]) -> Iterator[ReportFile]:
    """Find the files of reports that paths, folders (searched recursively) and URLs hold.

    Inside a folder, hidden files and files of other kinds are passed over. What the user named outright
    is never passed over: a path that does not exist, a file of a kind that is not read, or a folder without any that
    is, is found with its ``problem``.

    Args:
        paths: Files and folders, in any mixture; strings may be URLs of file systems (``s3://``), or ``-``. They are
            looked at before this function returns, what is in them is not.

    Returns:
        The files, as they are found: first the paths that cannot be read, so that a long run tells of them at once;
        then the others, in the order of ``paths`` and sorted within each folder. Every ``name`` occurs once.
    """
    given: dict[tuple[str, ...], _Given] = {}
    for path in map(_given, paths):
        anything = (*path.place, "a.txt") if path.folder else path.place
        if path.problem or not any(other.folder and other.holds(anything) for other in given.values()):
            given.setdefault(path.place, path)
    return _found(list(given.values()), _names(list(given.values())))


def _found(given: Sequence[_Given], names: Sequence[str]) -> Iterator[ReportFile]:
    for path, name in zip(given, names, strict=True):
        if path.problem:
            yield ReportFile(path.where, name, path.problem)
    files: set[tuple[str, ...]] = set()
    folders: list[_Given] = []
    for path, name in zip(given, names, strict=True):
        if path.folder:
            empty = True
            for file, within in _searched(path):
                empty = False
                place = (*path.place, *within)
                if place not in files and not any(folder.holds(place) for folder in folders):
                    inside = _printable("/".join(within))
                    yield file._replace(name=f"{name}/{inside}" if name and inside else name or inside)
            if empty:
                yield ReportFile(path.where, name or path.place[-1], "no reports in this folder")
            folders.append(path)
        elif not path.problem:
            files.add(path.place)
            yield ReportFile(path.where, name)


def _given(path: str | Path) -> _Given:
    """What there is to say of a path without searching it."""
    if path == STDIN:
        return _Given(STDIN, ("stdin",))  # a name that begins with - is a formula to a spreadsheet
    if isinstance(path, str) and _URL.match(path):
        try:
            return _remote(path)
        except UnreadableReport as error:
            return _Given(path, (path,), str(error))
    path = Path(path)
    if path.is_dir():
        return _Given(str(path), path.resolve().parts, folder=True)
    # A link stands where it does itself, not where it leads: its namesakes may have other names.
    place = (path.parent.resolve() / path.name).parts
    if not path.exists():
        return _Given(str(path), place, _NOTHING)
    return _Given(str(path), place, "" if is_known(path.name) else unread(path.name))


def _remote(url: str) -> _Given:
    with extra("remote"), taken_for("a URL that can be listed"):
        from fsspec.core import url_to_fs

        system, root = url_to_fs(url)
        where = str(system.unstrip_protocol(str(root).rstrip("/")))
        place = (where.partition("://")[0] + ":", *where.partition("://")[2].split("/"))
        if system.isdir(root):
            return _Given(where, place, folder=True, system=system)
        if not system.exists(root):
            return _Given(where, place, _NOTHING)
        return _Given(where, place, "" if is_known(where) else unread(where))


def _names(given: Sequence[_Given]) -> list[str]:
    """What stands before the names of a folder's files, and what the other files are called.

    Folders are told apart by equally many parts of their paths, one alone needs none; files by as few as it takes.
    """
    names = [""] * len(given)
    folders = [at for at, path in enumerate(given) if path.folder]
    if len(folders) > 1:
        _tell_apart(given, folders, names)
    namesakes: defaultdict[str, list[int]] = defaultdict(list)
    for at, path in enumerate(given):
        if not path.folder:
            namesakes[path.place[-1]].append(at)
    for group in namesakes.values():
        _tell_apart(given, group, names)
        for at in group:
            inside = (names[at].removeprefix(f"{names[folder]}/" if names[folder] else "") for folder in folders)
            if any(given[folder].has(name) for folder, name in zip(folders, inside, strict=True)):
                names[at] = _printable(_form(given[at], len(given[at].place)))
    return names


def _tell_apart(given: Sequence[_Given], group: Sequence[int], names: list[str]) -> None:
    """Name paths by as many parts, from the last one on, as make all of them different."""
    for parts in range(1, max(len(given[at].place) for at in group) + 1):
        forms = [_form(given[at], parts) for at in group]
        if len(set(forms)) == len(group):
            break
    for at, form in zip(group, forms, strict=True):
        names[at] = _printable(form)


def _form(path: _Given, parts: int) -> str:
    """The last parts of a path."""
    if parts < len(path.place):
        return "/".join(path.place[-parts:])
    return path.where if _URL.match(path.where) else Path(*path.place).as_posix()


def _searched(folder: _Given) -> Iterator[tuple[ReportFile, tuple[str, ...]]]:
    """The files of a folder, nameless as yet, with the parts of their paths within it."""
    if folder.system is None:
        yield from _walk(folder.where, ())
        return
    try:
        yield from _walk_remote(folder.system, folder.where, ())
    except UnreadableReport as error:
        yield ReportFile(folder.where, "", str(error)), ()


def _walk(folder: str, within: tuple[str, ...]) -> Iterator[tuple[ReportFile, tuple[str, ...]]]:
    try:
        with os.scandir(folder) as listed:
            entries = sorted(listed, key=lambda entry: entry.name)
    except OSError as error:
        yield ReportFile(folder, "", error.strerror or str(error)), within
        return
    for entry in entries:
        if entry.is_dir(follow_symlinks=False):
            if not entry.name.startswith("."):
                yield from _walk(entry.path, (*within, entry.name))
        elif is_read(entry.name) and entry.is_file():
            yield ReportFile(entry.path, ""), (*within, entry.name)


def _walk_remote(system: Any, folder: str, within: tuple[str, ...]) -> Iterator[tuple[ReportFile, tuple[str, ...]]]:  # noqa: ANN401
    with taken_for("a URL that can be listed"):
        entries = sorted((str(entry["name"]).rstrip("/"), entry["type"]) for entry in system.ls(folder, detail=True))
        system.invalidate_cache(folder)  # it would remember the entries of every folder
    for path, kind in entries:
        name = path.rpartition("/")[2]
        if kind == "directory":
            if not name.startswith(".") and path != str(system._strip_protocol(folder)):  # a marker of the folder
                yield from _walk_remote(system, str(system.unstrip_protocol(path)), (*within, name))
        elif is_read(name):
            yield ReportFile(str(system.unstrip_protocol(path)), ""), (*within, name)


def _printable(name: str) -> str:
    """A name that any UTF encoding can express: bytes of it that are not UTF-8 appear as hexadecimal escapes."""
    return os.fsencode(name).decode("utf-8", "backslashreplace")
