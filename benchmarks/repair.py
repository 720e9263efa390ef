"""How fast text is repaired: `repair` beside `ftfy.fix_text`, on clean and on garbled text of several kinds.

    repair.py [--runs N]

Both take turns on each text in one go, N times (9 unless told), after one run of each that is not counted. Told are the
best times (of the processor, which others on the machine disturb least) and how many times faster `repair` is, which
holds on other machines too. "Lines" are one sentence with ever another number; the reports are those of data/raw.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import ftfy

from cadrestats.reading.encoding import decode
from cadrestats.reading.mojibake import repair

SENTENCE = (
    "全县“银龄”队伍{n}支，陶喆·李镕等讲课{n}场，听众逾万人。老人们在草原上植树种草，五年里绿化荒山{n}亩。"
    "县里的老干部大学今年新开设书画、声乐、智能手机等课程，报名的学员比去年多了一半，教室从早到晚都坐得满满的。"
)
LINES = "".join(f"{SENTENCE.format(n=n)}\n" for n in range(3, 153))
RAW = Path(__file__).parents[1] / "data" / "raw"
FRENCH = "L’été dernier, à l’Élysée, Noël a créé « l’œuvre » naïve : ça coûte 5 €. "


def as_latin1(text: str) -> str:
    return text.encode("gb18030").decode("latin-1")


def as_cp1252(text: str) -> str:
    return as_latin1(text).encode("latin-1").decode("cp1252", "replace")


def without_soft_hyphens(text: str) -> str:
    return as_latin1(text).replace("\xad", "")


def utf8_as_latin1(text: str) -> str:
    return text.encode().decode("latin-1")


def utf8_as_gbk(text: str) -> str:
    return text.encode().decode("gb18030", "replace")


def every_second_line(text: str) -> str:
    return "\n".join(as_latin1(line) if n % 2 else line for n, line in enumerate(text.split("\n")))


def reports() -> str:
    """The reports of data/raw as they read, one after another: what is worked out for one sentence helps no other."""
    return "\n".join(repair(decode(path.read_bytes()))[0] for path in sorted(RAW.glob("*.txt")))


def texts() -> Iterator[tuple[str, str]]:
    """What is repaired, and its name."""
    varied = reports()
    for garbled, garble in GARBLINGS.items():
        yield f"{garbled}, lines", garble(LINES)
        yield f"{garbled}, reports", garble(varied)
        if garble is not every_second_line:
            yield f"{garbled}, one line", garble(LINES.replace("\n", ""))
            yield f"{garbled}, reports as one line", garble(varied.replace("\n", ""))
    yield "clean English", "The quick brown fox jumps over the lazy dog.\n" * 400
    yield "clean French", FRENCH * 200
    yield "ÅÄÖÉ éàü, lines", "ÅÄÖÉ éàü\n" * 1000
    yield "ÅÄÖÉ éàü, one line", "ÅÄÖÉ éàü " * 1000


GARBLINGS: dict[str, Callable[[str], str]] = {
    "clean Chinese": str,
    "GBK as Latin-1": as_latin1,
    "GBK as Windows-1252": as_cp1252,
    "soft hyphens lost": without_soft_hyphens,
    "UTF-8 as Latin-1": utf8_as_latin1,
    "UTF-8 as GBK": utf8_as_gbk,
    "every second line garbled": every_second_line,
}


def side_by_side(ours: Callable[[str], object], theirs: Callable[[str], object], text: str, runs: int) -> list[float]:
    """Best times of the two in seconds. They take turns, so that a busy machine slows both."""
    times = [[seconds(mend, text) for mend in (ours, theirs)] for _ in range(runs + 1)][1:]
    return [min(column) for column in zip(*times, strict=True)]


def seconds(mend: Callable[[str], object], text: str) -> float:
    begun = time.process_time()
    mend(text)
    return time.process_time() - begun


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=9)
    options = parser.parse_args()
    for what, text in texts():
        ours, theirs = side_by_side(repair, ftfy.fix_text, text, options.runs)
        print(f"{what:38} {1000 * ours:8.2f} ms   ftfy {1000 * theirs:8.2f} ms   {theirs / ours:7.1f} times as fast")


if __name__ == "__main__":
    main()
