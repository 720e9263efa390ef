"""Which files are reports: files and folders as the user names them become a list in a fixed order.

The order is that of the paths as given and, within a folder, of the code points of the path's parts, so
that a run gives the same rows on every machine. A file reached twice is read once.
"""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

from cadrestats.models import Frozen

SUFFIXES = ("", ".txt")
"""Suffixes of files that are read, in lower case."""


class ReportFile(Frozen):
    """A file that a run has to account for.

    Attributes:
        path: Where it is.
        name: What the run calls it: the file's name, or as much of its path as tells it from its namesakes.
        problem: Why it cannot be read, in words for the user; empty where nothing is known against it.
    """

    path: Path
    name: str
    problem: str = ""


def find(paths: Sequence[Path]) -> list[ReportFile]:
    """List the reports that files and folders (searched recursively) hold.

    Inside a folder, hidden files and files of other kinds are passed over. What the user named outright
    is never passed over: a path that does not exist, or a file of a kind that is not read, stands in the
    list with its ``problem``.

    Args:
        paths: Files and folders, in any mixture.

    Returns:
        The files, in the order of ``paths`` and sorted within each folder; every ``name`` occurs once.
    """
    found: dict[Path, tuple[Path, Path, str]] = {}
    for given in paths:
        for path, folder, problem in _reach(given):
            found.setdefault(_place(path), (path, folder, problem))
    names = _names([(path, folder) for path, folder, _ in found.values()])
    return [
        ReportFile(path=path, name=name, problem=problem)
        for (path, _, problem), name in zip(found.values(), names, strict=True)
    ]


def _reach(given: Path) -> Iterator[tuple[Path, Path, str]]:
    """Each file under a path, with the folder it was reached from and what is wrong with it."""
    if given.is_dir():
        for path, problem in _walk(given):
            yield path, given, problem
    elif not given.exists():
        yield given, given.parent, "no such file or folder"
    elif not _is_read(given):
        yield given, given.parent, f"{given.suffix} files are not read, only .txt files and files without a suffix"
    else:
        yield given, given.parent, ""


def _walk(folder: Path) -> Iterator[tuple[Path, str]]:
    unreadable: list[OSError] = []
    files: list[Path] = []
    for here, folders, names in os.walk(folder, onerror=unreadable.append):
        folders[:] = [name for name in folders if not name.startswith(".")]
        files += (Path(here, name) for name in names if not name.startswith("."))
    for error in unreadable:
        yield Path(error.filename), error.strerror or str(error)
    for path in sorted(files, key=lambda path: path.parts):
        if _is_read(path) and path.is_file():
            yield path, ""


def _is_read(path: Path) -> bool:
    return path.suffix.lower() in SUFFIXES


def _names(reached: Sequence[tuple[Path, Path]]) -> list[str]:
    """Name each file, namesakes by the shortest form of their paths that tells all of them apart."""
    namesakes: defaultdict[str, list[int]] = defaultdict(list)
    for at, (path, _) in enumerate(reached):
        namesakes[path.name].append(at)
    names = [""] * len(reached)
    for group in namesakes.values():
        forms = zip(*(_forms(*reached[at]) for at in group), strict=True)
        telling = next(form for form in forms if len(set(form)) == len(group))
        for at, name in zip(group, telling, strict=True):
            names[at] = name
    return names


def _forms(path: Path, folder: Path) -> tuple[str, ...]:
    """What a file may be called, shortest first: its name, its path within the folder, and so on outwards."""
    within = path.relative_to(folder) if path.is_relative_to(folder) else Path(path.name)
    forms = (Path(path.name), within, Path(folder.resolve().name) / within, _place(path))
    return tuple(_printable(form.as_posix()) for form in forms)


def _place(path: Path) -> Path:
    """Where a file stands. A file that is a link stands where the link does: its namesakes may have other names."""
    return path.parent.resolve() / path.name


def _printable(name: str) -> str:
    """A name that any UTF encoding can express: bytes of it that are not UTF-8 appear as hexadecimal escapes."""
    return os.fsencode(name).decode("utf-8", "backslashreplace")
