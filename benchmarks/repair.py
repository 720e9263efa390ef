"""How fast text is repaired: `repair` beside `ftfy.fix_text`, on clean and on garbled text of several kinds.

    repair.py [--runs N]

Both take turns on each text in one go, N times (9 unless told), after one run of each that is not counted. Told are the
best times and how many times faster `repair` is, which holds on other machines too.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable

import ftfy

from cadrestats.reading.mojibake import repair

SENTENCE = (
    "全县“银龄”队伍{n}支，陶喆·李镕等讲课{n}场，听众逾万人。老人们在草原上植树种草，五年里绿化荒山{n}亩。"
    "县里的老干部大学今年新开设书画、声乐、智能手机等课程，报名的学员比去年多了一半，教室从早到晚都坐得满满的。"
)
LINES = "".join(f"{SENTENCE.format(n=n)}\n" for n in range(3, 153))
ONE_LINE = LINES.replace("\n", "")
FRENCH = "L’été dernier, à l’Élysée, Noël a créé « l’œuvre » naïve : ça coûte 5 €. "


def as_latin1(text: str) -> str:
    return text.encode("gb18030").decode("latin-1")


def as_cp1252(text: str) -> str:
    return as_latin1(text).encode("latin-1").decode("cp1252", "replace")


TEXTS = {
    "clean Chinese, lines": LINES,
    "clean Chinese, one line": ONE_LINE,
    "clean English": "The quick brown fox jumps over the lazy dog.\n" * 400,
    "clean French": FRENCH * 200,
    "ÅÄÖÉ éàü, lines": "ÅÄÖÉ éàü\n" * 1000,
    "ÅÄÖÉ éàü, one line": "ÅÄÖÉ éàü " * 1000,
    "GBK as Latin-1, lines": as_latin1(LINES),
    "GBK as Latin-1, one line": as_latin1(ONE_LINE),
    "GBK as Windows-1252, lines": as_cp1252(LINES),
    "soft hyphens lost, lines": as_latin1(LINES).replace("\xad", ""),
    "soft hyphens lost, one line": as_latin1(ONE_LINE).replace("\xad", ""),
    "UTF-8 as Latin-1, lines": LINES.encode().decode("latin-1"),
    "UTF-8 as GBK, lines": LINES.encode().decode("gb18030", "replace"),
    "every second line garbled": "\n".join(as_latin1(s) if n % 2 else s for n, s in enumerate(LINES.split("\n"))),
}


def side_by_side(ours: Callable[[str], object], theirs: Callable[[str], object], text: str, runs: int) -> list[float]:
    """Best times of the two in seconds. They take turns, so that a busy machine slows both."""
    times = [[seconds(mend, text) for mend in (ours, theirs)] for _ in range(runs + 1)][1:]
    return [min(column) for column in zip(*times, strict=True)]


def seconds(mend: Callable[[str], object], text: str) -> float:
    begun = time.perf_counter()
    mend(text)
    return time.perf_counter() - begun


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=9)
    options = parser.parse_args()
    for what, text in TEXTS.items():
        ours, theirs = side_by_side(repair, ftfy.fix_text, text, options.runs)
        print(f"{what:28} {1000 * ours:8.2f} ms   ftfy {1000 * theirs:8.2f} ms   {theirs / ours:7.1f} times as fast")


if __name__ == "__main__":
    main()
