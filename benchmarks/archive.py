"""A text of any size to measure on: the reports of data/raw, taken apart and put together anew by a seeded generator.

No two reports are alike: every number and year is another one, every city and county is another division of its
level, the paragraphs of several reports are mixed and their sentences stand in another order. The words between the
numbers are those of the five reports, over and over again.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator
from pathlib import Path

from cadrestats import read
from cadrestats.context.gazetteer import gazetteer

RAW = Path(__file__).resolve().parent.parent / "data" / "raw"
PARTED = "\f"
_SENTENCE = re.compile("[^。！？\n]+[。！？”]*")
_NUMBER = re.compile(r"\d+")
_PARAGRAPHS = (6, 30)


class Generator:
    """Makes reports.

    Args:
        seed: The same seed gives the same reports.
        with_figures: The share of reports that give figures; the others are made of the sentences without digits.
    """

    def __init__(self, seed: int = 2024, with_figures: float = 1.0) -> None:
        self._random = random.Random(seed)
        self._with_figures = with_figures
        reports = [read(path) for path in sorted(RAW.glob("*.txt"))]
        self._titles = [report.title for report in reports if report.title]
        self._paragraphs = [
            _SENTENCE.findall(report.text[block.start : block.end])
            for report in reports
            for block in report.blocks
            if block.kind != "title"
        ]
        self._plain = [
            plain for one in self._paragraphs if (plain := [said for said in one if not _NUMBER.search(said)])
        ]
        now = [division for division in gazetteer().divisions if division.until == 9999]
        self._names = {
            level: sorted({d.name for d in now if d.level == level and d.name[-1] == letter})
            for level, letter in (("city", "市"), ("county", "区"))
        }
        cities = "|".join(self._names["city"])
        self._place = re.compile(f"(?P<city>{cities})|(?P<county>天元区|芦淞区|思明区)")

    def reports(self, size: int) -> Iterator[str]:
        """Reports of so many bytes in UTF-8 altogether.

        Args:
            size: How many bytes.
        """
        while size > 0:
            report = self._report()
            size -= len(report.encode()) + len(PARTED)
            yield report

    def _report(self) -> str:
        choice = self._random
        paragraphs = [choice.choice(self._titles)]
        with_figures = self._with_figures == 1 or choice.random() < self._with_figures
        among = self._paragraphs if with_figures else self._plain
        chosen = choice.choices(among, k=choice.randint(*_PARAGRAPHS))
        paragraphs.extend("".join(choice.sample(sentences, len(sentences))) for sentences in chosen)
        names = {level: choice.choice(names) for level, names in self._names.items()}
        text = self._place.sub(lambda found: names[found.lastgroup or "city"], "\n\n".join(paragraphs))
        return _NUMBER.sub(self._number, text)

    def _number(self, found: re.Match[str]) -> str:
        """Another number of as many digits; a year stays a year."""
        digits = len(found[0])
        if digits == 4 and found.string[found.end() : found.end() + 1] == "年":
            return str(self._random.randint(2012, 2024))
        return str(self._random.randint(10 ** (digits - 1), 10**digits - 1)) if digits < 7 else found[0]


def write_archive(file: Path, size: float, with_figures: float = 1.0) -> int:
    """Write one report a line, as JSON, until all have a size in bytes; how many there are."""
    number = 0
    with file.open("w", encoding="utf-8") as lines:
        for report in Generator(with_figures=with_figures).reports(int(size)):
            lines.write(json.dumps({"text": report}, ensure_ascii=False) + "\n")
            number += 1
    return number
