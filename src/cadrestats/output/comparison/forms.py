"""A comparison in the form each user needs; one module a form, and here the list of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import IO

from cadrestats.output.comparison import document, flat, markdown, page, terminal
from cadrestats.output.comparison.models import Comparison, View
from cadrestats.output.files import replaced_whole

FORMS: Mapping[str, Callable[[Comparison, View], str]] = {
    "table": terminal.text,
    "csv": flat.text,
    "json": document.text,
    "markdown": markdown.text,
    "html": page.text,
}
"""The forms by name."""

_SUFFIXES = {
    ".txt": "table",
    ".csv": "csv",
    ".json": "json",
    ".md": "markdown",
    ".markdown": "markdown",
    ".html": "html",
    ".htm": "html",
}


def form_of(path: Path) -> str:
    """The form that the suffix of a file tells.

    Raises:
        ValueError: It tells none.

    >>> form_of(Path("对比.MD"))
    'markdown'
    """
    if path.suffix.lower() not in _SUFFIXES:
        raise ValueError(f"{path}: its suffix tells no format; {', '.join(_SUFFIXES)} do, or --format names one")
    return _SUFFIXES[path.suffix.lower()]


def write(comparison: Comparison, target: Path | IO[bytes], form: str, view: View = View()) -> None:
    """Write a comparison.

    Args:
        comparison: The comparison.
        target: A file, which is replaced whole or not at all, or an open binary stream.
        form: A key of ``FORMS``.
        view: How much of it.

    Raises:
        OSError: The target cannot be written.
    """
    to_file = isinstance(target, Path)
    # Excel knows UTF-8 by the mark.
    content = FORMS[form](comparison, view).encode("utf-8-sig" if to_file and form == "csv" else "utf-8", "replace")
    if isinstance(target, Path):
        with replaced_whole(target) as stream:
            stream.write(content)
    else:
        target.write(content)
        target.flush()
