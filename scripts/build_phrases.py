"""Build the list of phrases: what stands beside what in reports on work with retired cadres.

    build_phrases.py

Counted are the runs of up to four characters of the annotated reports in ``tests/annotated`` and of the examples of
each pattern of indicators, a number being one character (``0``) and whatever is no Hanzi another (``，``). A phrase is
listed if several of these texts have it where it is no part of a name of a person, community or body, or of a label in
quotation marks that few have; where it is made of plain words alone, two texts are enough, and one for what stands
beside a number. What a listed phrase begins with is listed, too. A line of the list is a count and all phrases that are
so frequent, parted by spaces; its first line is the number of characters counted.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from enum import IntEnum
from functools import cache
from importlib.resources import files
from pathlib import Path

import jieba
import jieba.posseg

from cadrestats.context.gazetteer import gazetteer
from cadrestats.patterns import library
from cadrestats.pipeline import in_simplified, read
from cadrestats.reading.phrases import as_phrases

ROOT = Path(__file__).resolve().parent.parent
REPORTS = ROOT / "tests/annotated/reports"
OUTPUT = ROOT / "src/cadrestats/data/phrases.txt"
LONGEST = 4
#: How many reports must have a phrase; one of plain words; one of plain words with a number.
REPORTS_OF_PHRASE, REPORTS_OF_PLAIN, REPORTS_OF_NUMBERED = 3, 2, 1
#: So many reports have a label that is the word for a kind (“五老”), and none of a team: sets retell the same news.
REPORTS_OF_LABEL = 20
#: Jieba's tags of places, bodies and other names; of people, too; of single characters that can be part of none.
BODIES = ("ns", "nt", "nz")
NAMES = ("nr", *BODIES)
TAGS_OF_PLAIN = frozenset("pudcrvmqfky")
#: Names stand in quotation marks, where they are short, and before what they are the names of.
QUOTED = re.compile("[“《‘「][^”》’」\n，。！？；：]{1,12}(?=[”》’」])")
NAMED = re.compile("(?:社区|小区|街道|村|镇|乡|县|州|市|区|路|公司|中学|小学|大学|学校|医院|工作室|[团队站班])")
_HANZI = re.compile("[\u3400-\u9fff]")
_CHARACTER = re.compile(r"\d[\d.,]*|[\u3400-\u9fff]|[^\d\u3400-\u9fff]+")


def main() -> None:
    reports = [in_simplified(read(file.read_bytes(), file.name)).text for file in sorted(REPORTS.glob("*.txt"))]
    examples = ["\n".join((*one.examples, *one.counter_examples)) for one in library().patterns]
    OUTPUT.write_text(listed([*reports, *(re.sub(r"[][]", "", text) for text in examples)]), "utf-8")


def listed(texts: Sequence[str]) -> str:
    """The list of the phrases of reports."""
    labels = Counter(label for text in texts for label in {quoted[0] for quoted in QUOTED.finditer(text)})
    kinds = {label for label, having in labels.items() if having >= REPORTS_OF_LABEL}
    counts: Counter[str] = Counter()
    having: Counter[str] = Counter()
    having_plain: Counter[str] = Counter()
    for text in texts:
        found, nameless, plain = _phrases(text, kinds)
        counts.update(found)
        having.update(nameless)
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


def _phrases(report: str, kinds: Collection[str]) -> tuple[Counter[str], set[str], set[str]]:
    """The phrases of a report, those of them that stand in no name, and those that are made of plain words."""
    text, words = as_phrases(report), _told(report, kinds)
    words_at = [words[found.start()] for found in _CHARACTER.finditer(report)]
    assert len(text) == len(words_at), text[:40]
    found: Counter[str] = Counter()
    nameless: set[str] = set()
    plain: set[str] = set()
    for length in range(1, LONGEST + 1):
        for at in range(len(text) - length + 1):
            phrase, least = text[at : at + length], min(words_at[at : at + length])
            found[phrase] += 1
            if least > Word.NAME or length == 1:
                nameless.add(phrase)
            if least == Word.PLAIN:
                plain.add(phrase)
    return found, nameless, plain


class Word(IntEnum):
    """What a character is part of."""

    NAME = 0
    OTHER = 1
    PLAIN = 2


def _told(text: str, kinds: Collection[str]) -> list[Word]:
    """For each character what it is part of; marks and digits are plain."""
    told: list[Word] = []
    words = list(jieba.posseg.cut(text))
    for (word, tag), (following, _) in zip(words, [*words[1:], jieba.posseg.pair("", "")], strict=True):
        named = NAMED.match(following) is not None
        told += [_kind(word, tag, following if named else "")] * len(word)
    for quoted in QUOTED.finditer(text):
        told[quoted.start() : quoted.end()] = [Word.OTHER if quoted[0] in kinds else Word.NAME] * len(quoted[0])
    return [kind if _HANZI.match(char) else Word.PLAIN for char, kind in zip(text, told, strict=True)]


def _kind(word: str, tag: str, named: str) -> Word:
    """What a word is, before what it may be the name of."""
    if _is_division(word) or _is_division(word + named):
        return Word.OTHER
    person = tag.startswith("nr") and len(word) > 1 and _surnames().match(word)
    proper = _tags().get(word, BODIES[0]).startswith(BODIES)
    if person or (proper and named) or (word not in _tags() and tag.startswith(BODIES)):
        return Word.NAME
    return Word.PLAIN if _is_plain(word, tag) and not named else Word.OTHER


@cache
def _surnames() -> re.Pattern[str]:
    """The family names, and how people call someone they know (老李)."""
    return re.compile(f"老?(?:{library().scope.persons.surnames})")


@cache
def _is_division(word: str) -> bool:
    return word in gazetteer().by_name


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
