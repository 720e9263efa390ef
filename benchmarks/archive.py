"""An archive to measure with: our five reports over and over, numbered so that no two are alike."""

from __future__ import annotations

import json
from pathlib import Path

import cadrestats

RAW = Path(__file__).resolve().parent.parent / "data" / "raw"


def write_archive(file: Path, size: float) -> int:
    """Write one report a line, as JSON, until the file has a size in bytes; how many there are."""
    texts = [cadrestats.read(path).text for path in sorted(RAW.glob("*.txt"))]
    with file.open("wb") as lines:
        number = 0
        while lines.tell() < size:
            row = {"text": f"{texts[number % len(texts)]}\n第{number}号。"}
            lines.write(json.dumps(row, ensure_ascii=False).encode() + b"\n")
            number += 1
    return number
