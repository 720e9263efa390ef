"""Pictures of a comparison. What they look like was looked at; what must hold of them stands here."""

from __future__ import annotations

import base64
import io
import json
import re
import struct
import sys
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from cadrestats.models import Statistic
from cadrestats.output import charts
from cadrestats.output.charts import lettering
from cadrestats.output.charts.specification import comparable, specification
from cadrestats.output.comparison.lines import compared
from cadrestats.output.comparison.models import Comparison, Place, Wanted
from cadrestats.patterns import library

Make = Callable[..., Statistic]

PLACES = [
    Place(label="怀化市", level="city", names=(("湖南省", "怀化市", ""),), words=frozenset({"怀化"})),
    Place(label="株洲市", level="city", names=(("湖南省", "株洲市", ""),), words=frozenset({"株洲"})),
]


def comparison(statistic: Make, **wanted: object) -> Comparison:
    rows = [
        statistic(value=798, year=2023, period="cumulative", sentence="怀化</script><b>有党支部798个。"),
        statistic(value=650, year=2021),
        statistic(value=500, bound="over", city="株洲市", year=2022, report="b.txt"),
        statistic(value=510, city="株洲市", year=2022, report="c.txt", mentions=2),
        statistic(value=9, indicator="works"),
        statistic(value=5, indicator="donations", unit="元"),
        statistic(value=5, indicator="donations", unit="册", city="株洲市"),
    ]
    return compared(rows, PLACES, library(), Wanted.model_validate(wanted))


def test_bars_are_drawn_of_what_compares(statistic: Make) -> None:
    found = comparison(statistic)
    assert [line.indicator for line in found.lines] == ["donations", "works", "party_branches"]
    assert [line.indicator for line in comparable(found)] == ["party_branches"]
    spec = specification(found, "Noto Sans SC")
    drawn = [(d["panel"], d["place"], d["value"], d["told"]) for d in spec["data"]["values"]]
    assert drawn == [
        ("离退休干部党支部（个）", "怀化市", 798, "798 (2023, cumulative)"),
        ("离退休干部党支部（个）", "株洲市", 510, "510 (2022, stock)"),
    ]


def test_a_conflict_and_a_part_are_told_at_the_bar(statistic: Make) -> None:
    rows = [
        statistic(value=798),
        statistic(value=812, report="b.txt"),
        statistic(value=40, city="株洲市", subject="市直离退休干部党支部"),
    ]
    spec = specification(compared(rows, PLACES, library()), "Noto Sans SC")
    assert [datum["told"] for datum in spec["data"]["values"]] == ["812 (2022, conflict)", "40 (2022, part)"]


def test_by_year_there_are_lines_with_a_point_a_year(statistic: Make) -> None:
    found = comparison(statistic, by_year=True, indicators={"party_branches"})
    spec = specification(found, "Noto Sans SC")
    assert [layer["mark"]["type"] for layer in spec["spec"]["layer"]] == ["line", "point", "text", "text"]
    assert [(d["year"], d["place"], d["told"]) for d in spec["data"]["values"]] == [
        (2021, "怀化市", "650"),
        (2022, "株洲市", "510"),
        (2023, "怀化市", "798"),
    ]


@pytest.mark.parametrize("by_year", [False, True])
def test_svg_has_letters_as_outlines_that_say_what_they_are(statistic: Make, by_year: bool) -> None:
    image = ET.fromstring(charts.draw(comparison(statistic, by_year=by_year), ".svg"))
    tags = {element.tag.rpartition("}")[2] for element in image.iter()}
    assert "text" not in tags
    labels = {element.get("aria-label"): element.get("d") for element in image.iter() if element.get("role") == "img"}
    assert {"怀化市", "株洲市", "离退休干部党支部（个）"} <= set(labels)
    assert len({labels["怀化市"], labels["株洲市"]}) == 2
    assert all(labels[name].startswith("M") for name in ("怀化市", "株洲市"))


def test_outlines_stand_where_the_text_stood() -> None:
    text = '<text text-anchor="{}" transform="translate(5,7)" font-size="10px" fill="#123456">老</text>'
    svg = '<svg xmlns="http://www.w3.org/2000/svg">' + "".join(map(text.format, ("start", "middle", "end"))) + "</svg>"
    paths = list(ET.fromstring(lettering.outlined(svg)))
    assert [path.get("transform") for path in paths] == [
        "translate(5,7) translate(0.00,0)",
        "translate(5,7) translate(-5.00,0)",
        "translate(5,7) translate(-10.00,0)",
    ]
    assert {(path.get("fill"), path.get("aria-label")) for path in paths} == {("#123456", "老")}


def test_png(statistic: Make, tmp_path: Path) -> None:
    charts.write(comparison(statistic), tmp_path / "a.PNG")
    image = (tmp_path / "a.PNG").read_bytes()
    assert image[:8] == b"\x89PNG\r\n\x1a\n"
    width, height = struct.unpack(">II", image[16:24])
    assert width > 1000
    assert height > 100


def test_html_stands_alone_and_brings_all_its_letters(statistic: Make) -> None:
    page = charts.draw(comparison(statistic), ".html").decode()
    (data,) = re.findall(r'<script type="application/json" id="data">(.*?)</script>', page, re.DOTALL)
    assert json.loads(data)["data"]["values"][0]["sentence"] == "怀化</script><b>有党支部798个。"
    assert page.count("</script>") == 2
    assert re.findall(r'<(?:link|img|iframe)|(?:src|href)="', page.partition("<script>")[0]) == []
    (encoded,) = re.findall(r"data:font/woff;base64,([0-9A-Za-z+/=]+)", page)
    letters = lettering.TTFont(io.BytesIO(base64.b64decode(encoded)))
    assert {ord(character) for character in data if not character.isspace()} <= set(letters.getBestCmap())
    assert "SIL Open Font License" in letters["name"].getDebugName(13)


@pytest.mark.parametrize("suffix", charts.FORMATS)
def test_the_same_comparison_gives_the_same_picture(statistic: Make, suffix: str) -> None:
    assert charts.draw(comparison(statistic), suffix) == charts.draw(comparison(statistic), suffix)


def test_what_cannot_be_drawn_is_told(statistic: Make, tmp_path: Path) -> None:
    with pytest.raises(charts.Undrawable, match=r"a\.pdf: a chart is a file that ends in \.svg, \.png, \.html$"):
        charts.write(comparison(statistic), tmp_path / "a.pdf")
    with pytest.raises(charts.Undrawable, match="of no indicator two places have figures that compare"):
        charts.write(comparison(statistic, indicators={"works"}), tmp_path / "a.svg")
    assert list(tmp_path.iterdir()) == []


def test_without_the_extra_the_command_that_installs_it_is_named(
    statistic: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "vl_convert", None)
    with pytest.raises(charts.Undrawable, match=r"^To draw charts, .*pip install 'cadrestats\[charts\]'"):
        charts.draw(comparison(statistic), ".svg")
