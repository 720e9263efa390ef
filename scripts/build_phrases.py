"""Build the list of phrases: what stands beside what in reports on work with retired cadres.

    build_phrases.py

Counted are the runs of up to four characters of the annotated reports in ``tests/annotated``, a number being
one character (``0``) and whatever is no Hanzi another (``，``). A phrase is listed if several reports have it, so that
hardly a name is among them; where it is made of plain words alone, none of them part of a name, two reports are enough,
and one for what stands beside a number. What a listed phrase begins with is listed, too. A line of the list is a count
and all phrases that are so frequent, parted by spaces; its first line is the number of characters counted.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from pathlib import Path

import jieba
import jieba.posseg

from cadrestats.pipeline import in_simplified, read
from cadrestats.reading.phrases import as_phrases

ROOT = Path(__file__).resolve().parent.parent
REPORTS = ROOT / "tests/annotated/reports"
OUTPUT = ROOT / "src/cadrestats/data/phrases.txt"
LONGEST = 4
#: How many reports must have a phrase; one of plain words; one of plain words with a number.
REPORTS_OF_PHRASE, REPORTS_OF_PLAIN, REPORTS_OF_NUMBERED = 3, 2, 1
#: Jieba's tags of people, places, bodies and other names; those of single characters that can be part of none.
NAMES = ("nr", "ns", "nt", "nz")
TAGS_OF_PLAIN = frozenset("pudcrvmqfky")
#: Names stand in quotation marks and before what they are the names of.
QUOTED = re.compile("[“《‘「][^”》’」\n]*")
NAMED = re.compile("(?:社区|小区|街道|村|镇|乡|县|州|市|区|路|公司|中学|小学|大学|学校|医院|工作室|[团队站班])")
_HANZI = re.compile("[\u3400-\u9fff]")
_CHARACTER = re.compile(r"\d[\d.,]*|[\u3400-\u9fff]|[^\d\u3400-\u9fff]+")


def main() -> None:
    OUTPUT.write_text(listed(sorted(REPORTS.glob("*.txt"))), "utf-8")


def listed(reports: Iterable[Path]) -> str:
    """The list of the phrases of reports."""
    counts: Counter[str] = Counter()
    having: Counter[str] = Counter()
    having_plain: Counter[str] = Counter()
    for file in reports:
        found, plain = _phrases(file)
        counts.update(found)
        having.update(found.keys())
        having_plain.update(plain)
    kept: set[str] = set()
    for phrase in counts:
        needed = REPORTS_OF_NUMBERED if "0" in phrase else REPORTS_OF_PLAIN
        if having[phrase] >= REPORTS_OF_PHRASE or having_plain[phrase] >= needed:
            kept.update(phrase[:end] for end in range(1, len(phrase) + 1))
    lines = defaultdict(list)
    for phrase in kept:
        lines[counts[phrase]].append(phrase)
    by_count = [f"{count} {' '.join(sorted(lines[count]))}" for count in sorted(lines, reverse=True)]
    total = sum(count for phrase, count in counts.items() if len(phrase) == 1)
    return "\n".join([str(total), *by_count, ""])


@cache
def _phrases(file: Path) -> tuple[Counter[str], frozenset[str]]:
    """The phrases of a report, and those that are made of plain words."""
    report = in_simplified(read(file.read_bytes(), file.name)).text
    text, is_plain = as_phrases(report), _plain(report)
    plain_at = [is_plain[found.start()] for found in _CHARACTER.finditer(report)]
    assert len(text) == len(plain_at), file
    found: Counter[str] = Counter()
    plain: set[str] = set()
    for length in range(1, LONGEST + 1):
        for at in range(len(text) - length + 1):
            found[text[at : at + length]] += 1
            if all(plain_at[at : at + length]):
                plain.add(text[at : at + length])
    return found, frozenset(plain)


def _plain(text: str) -> list[bool]:
    """For each character, whether it is part of a plain word, or no Hanzi at all."""
    plain: list[bool] = []
    words = list(jieba.posseg.cut(text))
    for (word, tag), (following, _) in zip(words, [*words[1:], jieba.posseg.pair("", "")], strict=True):
        plain += [_is_plain(word, tag) and not NAMED.match(following)] * len(word)
    for quoted in QUOTED.finditer(text):
        plain[quoted.start() : quoted.end()] = [False] * len(quoted[0])
    return [is_plain or not _HANZI.match(char) for char, is_plain in zip(text, plain, strict=True)]


def _is_plain(word: str, tag: str) -> bool:
    usual = _tags().get(word, "")
    if not usual or tag.startswith(NAMES) or usual.startswith(NAMES):
        return False
    return len(word) > 1 or usual[0] in TAGS_OF_PLAIN


@cache
def _tags() -> dict[str, str]:
    """The tags of jieba's dictionary."""
    lines = files("jieba").joinpath("dict.txt").read_text("utf-8").splitlines()
    return {word: tag for word, _, tag in (line.split(" ") for line in lines)}


if __name__ == "__main__":
    main()
