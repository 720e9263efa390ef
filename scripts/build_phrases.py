"""Build the list of phrases: what stands beside what in reports on work with retired cadres.

    build_phrases.py

Counted are the runs of up to four characters of the annotated reports in ``tests/annotated``, a number being
one character (``0``) and whatever is no Hanzi another (``，``). A phrase is listed if several reports have it, so that
hardly a name is among them. A line of the list is a count and all phrases that are so frequent, parted by spaces; its
first line is the number of characters counted.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from pathlib import Path

from cadrestats.pipeline import in_simplified, read
from cadrestats.reading.phrases import as_phrases

ROOT = Path(__file__).resolve().parent.parent
REPORTS = ROOT / "tests/annotated/reports"
OUTPUT = ROOT / "src/cadrestats/data/phrases.txt"
LONGEST = 4
#: How many reports must have a phrase.
REPORTS_OF_PHRASE = 3


def main() -> None:
    counts: Counter[str] = Counter()
    reports: Counter[str] = Counter()
    for file in sorted(REPORTS.glob("*.txt")):
        text = as_phrases(in_simplified(read(file.read_bytes(), file.name)).text)
        for length in range(1, LONGEST + 1):
            found = Counter(text[at : at + length] for at in range(len(text) - length + 1))
            counts.update(found)
            reports.update(found.keys())
    listed = defaultdict(list)
    for phrase, count in counts.items():
        if reports[phrase] >= REPORTS_OF_PHRASE:
            listed[count].append(phrase)
    total = sum(count for phrase, count in counts.items() if len(phrase) == 1)
    lines = [f"{count} {' '.join(sorted(phrases))}" for count, phrases in sorted(listed.items(), reverse=True)]
    OUTPUT.write_text("\n".join([str(total), *lines, ""]), "utf-8")


if __name__ == "__main__":
    main()
