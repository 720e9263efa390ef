"""Tells the line of a pattern file in which something stands, for whoever has to mend it.

The parser of TOML does not tell lines of what it has read; they are looked up in the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path


def line_of(text: str, keys: Sequence[str | int]) -> int:
    r"""The line, counted from 1, on which a value of a TOML file begins; that of its table where the key is missing.

    Args:
        text: The file's text.
        keys: The way to the value: names of tables and keys, and numbers of entries of arrays, counted from 0.

    >>> line_of('[[patterns]]\nid = "a"\n[[patterns]]\nid = "b"\nunits = ["个"]', ("patterns", 1, "units"))
    5
    """
    lines = [line.strip() for line in text.splitlines()]
    at, tables = 0, list[str]()
    for key in keys:
        if isinstance(key, int):
            headers = [number for number, line in enumerate(lines) if line == f"[[{'.'.join(tables)}]]"]
            at = headers[key] if key < len(headers) else at
            continue
        tables.append(key)
        begins = re.compile(rf"\[+{re.escape('.'.join(tables))}\]+|{re.escape(key)}\s*=")
        at = next((number for number, line in enumerate(lines[at:], at) if begins.match(line)), at)
    return at + 1


def located(identity: str, words: str, files: Iterable[Path]) -> str:
    """File and line of an example of a pattern or rule, as ``file:line``.

    Args:
        identity: The id of the pattern or rule.
        words: The example.
        files: The pattern files, those first that are tried first.

    Returns:
        Empty where no file has it.
    """
    for file in files:
        lines = file.read_text("utf-8").splitlines()
        begins = next((i for i, line in enumerate(lines) if line.strip() == f'id = "{identity}"'), None)
        if begins is not None:
            return f"{file}:{next((i for i, line in enumerate(lines[begins:], begins) if words in line), begins) + 1}"
    return ""
