"""corrections.csv, as the review page writes it: read and checked, and what became of its lines told."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Container, Iterator, Mapping
from pathlib import Path

from pydantic import ValidationError

from cadrestats.models import Correction
from cadrestats.output.tables import encoding_of, uncell


class WrongCorrections(ValueError):
    """A file of corrections says something that cannot be."""


def load(path: Path, indicators: Container[str]) -> dict[int, Correction]:
    """Read a file of corrections, in UTF-8 or, as spreadsheets in China may leave it, in GB 18030.

    Args:
        path: The file.
        indicators: The ids of the catalogue.

    Returns:
        The corrections, each by the line where it begins, counted from 1.

    Raises:
        WrongCorrections: The file cannot be read, lacks a column, or a line says something that cannot be; in words for
            the user, with the line.
    """
    reader = csv.reader(_text(path).splitlines(keepends=True), strict=True)
    found: dict[int, Correction] = {}
    lines: dict[tuple[object, ...], int] = {}
    try:
        columns = next(reader, [])
        for column, field in Correction.model_fields.items():
            if field.is_required() and column not in columns:
                raise WrongCorrections(f"{path}: the column {column!r} is missing; the review page writes such files")
        line = reader.line_num + 1
        for cells in reader:
            if any(cells):
                found[line] = correction = _correction(path, line, dict(zip(columns, cells, strict=False)), indicators)
                key = tuple(getattr(correction, name) for name in ("report", "sentence", "figure", "occurrence", "row"))
                if lines.setdefault(key, line) != line:
                    raise WrongCorrections(f"{path}, line {line}: the same figure is corrected in line {lines[key]}")
            line = reader.line_num + 1
    except csv.Error as error:
        raise WrongCorrections(f"{path}, line {reader.line_num}: {error}") from None
    return found


def told(corrections: Mapping[int, Correction], lost: Mapping[int, str]) -> Iterator[str]:
    """What became of the corrections of a run, in words for the user: how many apply, and which do not, and why.

    Args:
        corrections: The corrections by line.
        lost: Why each line of the reports that were read does not apply, empty where it does.
    """
    if not corrections:
        return
    applied = Counter(c.verdict for line, c in corrections.items() if lost.get(line) == "")
    kinds = f" ({', '.join(f'{verdict} {count}' for verdict, count in sorted(applied.items()))})" if applied else ""
    rest = len(corrections) - applied.total()
    yield f"corrections: {applied.total()} applied{kinds}" + (f", {rest} not applied:" if rest else "")
    for line, correction in corrections.items():
        if reason := lost.get(line, "no report of this name was read"):
            yield f"  line {line}: {correction.report}: {reason}"


def _text(path: Path) -> str:
    try:
        return path.read_bytes().decode(encoding_of(path))
    except OSError as error:
        raise WrongCorrections(f"{path} cannot be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise WrongCorrections(f"{path} is no text in UTF-8 or GB 18030; the review page writes such files") from None


def _correction(path: Path, line: int, cells: Mapping[str, str], indicators: Container[str]) -> Correction:
    given = {column: uncell(text) for column, text in cells.items() if text and column in Correction.model_fields}
    try:
        correction = Correction.model_validate(given)
    except ValidationError as error:
        first = error.errors()[0]
        column = first["loc"][0]
        said = f" ({given[str(column)]!r})" if column in given else ""
        raise WrongCorrections(f"{path}, line {line}: {column}: {first['msg']}{said}") from None
    if correction.indicator not in ("", "other") and correction.indicator not in indicators:
        raise WrongCorrections(f"{path}, line {line}: no indicator is called {correction.indicator!r}")
    return correction
