"""Places side by side: which figure stands for each, what is said of it, and the forms it is shown in."""

from __future__ import annotations

import csv
import io
import json
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console

from cadrestats.models import Statistic
from cadrestats.output.comparison import forms, terminal
from cadrestats.output.comparison.amounts import Amount, agree, quotient
from cadrestats.output.comparison.lines import compared
from cadrestats.output.comparison.models import Comparison, Place, View, Wanted
from cadrestats.output.comparison.notes import notes
from cadrestats.patterns import library

Make = Callable[..., Statistic]

CASES = tomllib.loads(Path(__file__).with_name("standing.toml").read_text("utf-8"))
HUAIHUA = Place(label="怀化市", level="city", names=(("湖南省", "怀化市", ""),), words=frozenset({"怀化市", "怀化"}))
XIANGYANG = Place(
    label="襄阳市",
    level="city",
    names=(("湖北省", "襄阳市", ""), ("湖北省", "襄樊市", "")),
    words=frozenset({"襄阳市", "襄阳", "襄樊市", "襄樊"}),
)


def of_huaihua(statistic: Make, **fields: object) -> Statistic:
    return statistic(**{"year": 2022, **fields})


def of_xiangyang(statistic: Make, **fields: object) -> Statistic:
    return statistic(province="湖北省", city="襄阳市", report="襄阳.txt", **fields)


def two(rows: list[Statistic], **wanted: object) -> Comparison:
    return compared(rows, [HUAIHUA, XIANGYANG], library(), Wanted.model_validate(wanted))


@pytest.mark.parametrize("case", CASES["cases"], ids=lambda case: case["rule"])
def test_which_figure_stands_for_a_place(case: dict, statistic: Make) -> None:
    fields = [{**CASES["row"], **row} for row in case["rows"]]
    rows = [statistic(**{**row, "year": row["year"] or None, "start": at}) for at, row in enumerate(fields)]
    lines = compared(rows, [HUAIHUA], library()).lines
    # A second place that has a figure, so that there is a line.
    unit = next((row.unit for row in rows if row.figure == case["shown"]), "个")
    filled = two([*rows, of_xiangyang(statistic, indicator=rows[0].indicator, unit=unit)]).lines
    assert len(filled) == 1
    assert [line.cells[0] for line in lines] == ([filled[0].cells[0]] if case["shown"] else [])
    cell = filled[0].cells[0]
    assert (cell.chosen.row.figure if cell.chosen else "") == case["shown"]
    parts = {"same": cell.backing, "conflict": cell.conflicting, "more": cell.more, "aside": cell.aside}
    assert {name: [c.row.figure for c in found] for name, found in parts.items()} == {
        name: case.get(name, []) for name in parts
    }
    if "note" in case:
        assert "; ".join(notes(lines[0] if lines else filled[0], HUAIHUA, cell)) == case["note"]


def test_two_places_are_one_line_with_a_ratio(statistic: Make) -> None:
    rows = [
        of_huaihua(statistic, indicator="volunteers", unit="人", value=6000, bound="under"),
        of_xiangyang(statistic, indicator="volunteers", unit="名", value=10000, bound="over"),
    ]
    (line,) = two(rows).lines
    assert (line.indicator, line.family, line.name_zh, line.unit) == ("volunteers", "volunteering", "志愿者", "人/名")
    assert [str(cell.amount) for cell in line.cells] == ["<6,000", "≥10,000"]
    assert str(line.ratio) == "<0.6"
    assert line.differences == ()


def test_differences_are_marked(statistic: Make) -> None:
    rows = [
        of_huaihua(statistic, period="cumulative", year=2021, subject="市直离退休干部党支部", unit="个"),
        of_xiangyang(statistic, level="organisation", entity="襄阳市老干部活动中心", unit="次"),
    ]
    (line,) = two(rows).lines
    assert line.differences == ("year", "period", "level", "scope", "unit")
    assert line.ratio is None
    assert [notes(line, p, c) for p, c in zip((HUAIHUA, XIANGYANG), line.cells, strict=True)] == [
        ["part: 市直离退休干部党支部", "cumulative", "个"],
        ["襄阳市老干部活动中心", "stock", "次"],
    ]


def test_a_renamed_place_is_one_place_and_its_former_name_is_told(statistic: Make) -> None:
    old = statistic(province="湖北省", city="襄樊市", year=2008, value=5)
    (line,) = two([old]).lines
    assert line.cells[1].chosen is not None
    assert notes(line, XIANGYANG, line.cells[1]) == ["as 襄樊市"]


def test_a_row_that_leaves_the_province_unsaid_counts_and_one_of_another_province_does_not(statistic: Make) -> None:
    rows = [of_huaihua(statistic, province=""), of_huaihua(statistic, province="河北省", indicator="volunteers")]
    assert [line.indicator for line in two(rows).lines] == ["party_branches"]


def test_a_row_without_any_place_is_no_provinces(statistic: Make) -> None:
    hunan = Place(label="湖南省", level="province", names=(("湖南省", "", ""),), words=frozenset({"湖南省", "湖南"}))
    nowhere = statistic(province="", city="", level="city")
    own = statistic(city="", level="province", value=9000)
    (line,) = compared([nowhere, own], [hunan], library()).lines
    assert [candidate.row for candidate in line.cells[0].candidates] == [own]


def test_where_no_figure_stands_for_its_place_they_are_there_for_who_asks_for_all(statistic: Make) -> None:
    rows = [of_huaihua(statistic, level="organisation", entity="市轻工办", figure="7个")]
    assert two(rows).lines == ()
    found = two(rows, everything=True)
    assert [c.row.figure for c in found.lines[0].cells[0].aside] == ["7个"]
    assert len(list(csv.DictReader(io.StringIO(forms.FORMS["csv"](found, View(everything=True)))))) == 1


def test_a_municipality_has_figures_of_its_own(statistic: Make) -> None:
    place = Place(label="重庆市", level="province", names=(("重庆市", "重庆市", ""),), words=frozenset({"重庆市"}))
    row = statistic(province="重庆市", city="重庆市", level="city")
    assert compared([row], [place], library()).lines[0].cells[0].chosen.row == row


def test_figures_of_no_indicator_are_not_compared(statistic: Make) -> None:
    assert two([of_huaihua(statistic, indicator="other")]).lines == ()


def test_an_indicator_that_the_catalogue_does_not_know_comes_last_under_its_id(statistic: Make) -> None:
    lines = two([of_huaihua(statistic, indicator="canteens"), of_huaihua(statistic, indicator="mentors")]).lines
    assert [(line.family, line.indicator, line.name_zh) for line in lines] == [
        ("youth", "mentors", "结对帮扶者"),
        ("", "canteens", "canteens"),
    ]


def test_lines_can_be_chosen(statistic: Make) -> None:
    rows = [
        of_huaihua(statistic, indicator="mentors", year=2021, value=5),
        of_huaihua(statistic, indicator="mentors", year=2022, value=6),
        of_huaihua(statistic, indicator="mentors", value=2, level="organisation", entity="市轻工办"),
        of_huaihua(statistic, indicator="works"),
        of_xiangyang(statistic, indicator="works"),
    ]
    assert [line.indicator for line in two(rows).lines] == ["works", "mentors"]
    assert [line.indicator for line in two(rows, common=True).lines] == ["works"]
    (mentors,) = two(rows, indicators={"mentors"}, year=2021).lines
    assert str(mentors.cells[0].amount) == "5"
    (office,) = two(rows, level="organisation").lines
    assert (str(office.cells[0].amount), office.cells[0].chosen.standing) == ("2", "own")


def test_by_year(statistic: Make) -> None:
    rows = [
        of_huaihua(statistic, year=2021, value=5),
        of_huaihua(statistic, year=2023, value=6),
        of_huaihua(statistic, year=None, value=9),
        of_xiangyang(statistic, year=2023, value=12),
    ]
    found = two(rows, by_year=True)
    assert [(line.year, [str(c.amount or "") for c in line.cells]) for line in found.lines] == [
        (2021, ["5", ""]),
        (2023, ["6", "12"]),
    ]
    header, *lines = csv.reader(io.StringIO(forms.FORMS["csv"](found, View())))
    assert header[4:] == ["year", "unit", "怀化市", "怀化市 bound", "怀化市 note", "襄阳市", "襄阳市 bound",
                          "襄阳市 note", "ratio", "ratio bound", "differences"]  # fmt: skip
    assert lines[1][4:] == ["2023", "个", "6", "exact", "", "12", "exact", "", "0.5", "exact", ""]


def test_per_another_indicator(statistic: Make) -> None:
    rows = [
        of_huaihua(statistic, indicator="retired_cadres", unit="名", value=50000, year=2021),
        of_huaihua(statistic, value=800),
        of_xiangyang(statistic, value=10),
    ]
    found = two(rows, per="retired_cadres")
    (line,) = found.lines
    assert [str(cell.amount or "") for cell in line.cells] == ["16", ""]
    assert notes(line, HUAIHUA, line.cells[0]) == ["per 50,000 of 2021"]
    assert notes(line, XIANGYANG, line.cells[1]) == ["10, and nothing to divide it by"]
    assert (found.per, line.ratio, line.differences) == ("离退休干部", None, ())


# Amounts


@pytest.mark.parametrize(
    ("amount", "shown"),
    [
        (Amount(value=3000, bound="over"), "≥3,000"),
        (Amount(value=6000, bound="under"), "<6,000"),
        (Amount(value=50, bound="about"), "≈50"),
        (Amount(value=20, value_max=30), "20–30"),
        (Amount(value=45.2), "45.2"),
        (Amount(value=2300000.0), "2,300,000"),
    ],
)
def test_a_number_has_its_sign(amount: Amount, shown: str) -> None:
    assert str(amount) == shown


@pytest.mark.parametrize(
    ("one", "other", "bound"),
    [
        ("exact", "exact", "exact"),
        ("over", "exact", "over"),
        ("exact", "over", "under"),
        ("over", "under", "over"),
        ("under", "over", "under"),
        ("over", "over", "about"),
        ("about", "exact", "about"),
    ],
)
def test_how_far_a_ratio_is_known(one, other, bound) -> None:
    assert quotient(Amount(value=6, bound=one), Amount(value=3, bound=other)) == Amount(value=2.0, bound=bound)


def test_nothing_is_divided_by_zero() -> None:
    assert quotient(Amount(value=6), Amount(value=0)) is None


amounts = st.builds(Amount, value=st.integers(0, 10**6), bound=st.sampled_from(["exact", "over", "under", "about"]))


@given(amounts, amounts)
def test_whether_amounts_agree_does_not_depend_on_their_order(one: Amount, other: Amount) -> None:
    assert agree(one, other) == agree(other, one)
    assert agree(one, one)


# Forms


@pytest.fixture
def comparison(statistic: Make) -> Comparison:
    return two(
        [
            of_huaihua(statistic, value=798, figure="798个", sentence="怀化市有离退休干部党支部798个。"),
            of_huaihua(statistic, value=812, figure="812个", report="b.txt", sentence="=怀化|<b>812个</b>"),
            of_huaihua(statistic, value=7, figure="7个", level="organisation", entity="市轻工办"),
            of_xiangyang(statistic, value=500, bound="over", figure="500余个", year=2021),
        ]
    )


def test_csv_has_numbers_as_numbers(comparison: Comparison) -> None:
    assert forms.FORMS["csv"](comparison, View()) == (
        "family,indicator,name_zh,name_en,unit,怀化市,怀化市 bound,怀化市 year,怀化市 note,"
        "襄阳市,襄阳市 bound,襄阳市 year,襄阳市 note,ratio,ratio bound,differences\n"
        "party,party_branches,离退休干部党支部,party branches of retired cadres,个,"
        '812,exact,2022,"conflict: 812 in b.txt, 798 in 某市.txt",500,over,2021,,1.62,under,year\n'
    )


def test_csv_with_sources_cannot_become_a_formula(comparison: Comparison) -> None:
    (line,) = csv.DictReader(io.StringIO(forms.FORMS["csv"](comparison, View(cite=True))))
    assert (line["怀化市 report"], line["怀化市 sentence"]) == ("b.txt", "'=怀化|<b>812个</b>")


def test_all_figures_have_a_row_each(comparison: Comparison) -> None:
    rows = list(csv.DictReader(io.StringIO(forms.FORMS["csv"](comparison, View(everything=True)))))
    assert [(row["place"], row["stands"], row["figure"], row["entity"]) for row in rows] == [
        ("怀化市", "shown", "812个", ""),
        ("怀化市", "conflict", "798个", ""),
        ("怀化市", "single body", "7个", "市轻工办"),
        ("襄阳市", "shown", "500余个", ""),
    ]


def test_json_holds_both_sources_of_a_conflict(comparison: Comparison) -> None:
    whole = json.loads(forms.FORMS["json"](comparison, View()))
    (line,) = whole["lines"]
    first, second = line["cells"]
    assert (first["place"], first["amount"]["value"], first["chosen"]["report"]) == ("怀化市", 812, "b.txt")
    assert [(row["report"], row["value"]) for row in first["conflicting"]] == [("某市.txt", 798)]
    assert (second["text"], line["ratio"], line["differences"]) == (
        "≥500",
        {"value": 1.62, "value_max": None, "bound": "under"},
        ["year"],
    )
    assert "aside" not in first
    assert "aside" in json.loads(forms.FORMS["json"](comparison, View(everything=True)))["lines"][0]["cells"][0]


def test_markdown(comparison: Comparison) -> None:
    assert forms.FORMS["markdown"](comparison, View(cite=True)).splitlines() == [
        "| indicator | unit | 怀化市 | 襄阳市 | ratio | notes |",
        "| --- | --- | --: | --: | --: | --- |",
        "| 离退休干部党支部 party branches of retired cadres | 个 | 812 (2022) | ≥500 (2021) | \\<1.62 "
        "| ≠ year; 怀化市: conflict: 812 in b.txt, 798 in 某市.txt |",
        "",
        "- 离退休干部党支部, 怀化市: =怀化\\|\\<b\\>812个\\</b\\> (b.txt)",
        "- 离退休干部党支部, 怀化市: 怀化市有离退休干部党支部798个。 (某市.txt)",
        "- 离退休干部党支部, 襄阳市: 全市有离退休干部党支部12个。 (襄阳.txt)",
    ]


def test_html_stands_alone_and_escapes_what_reports_say(comparison: Comparison) -> None:
    page = forms.FORMS["html"](comparison, View(cite=True))
    assert "=怀化|&lt;b&gt;812个&lt;/b&gt;" in page
    assert "<b>" not in page
    assert "://" not in page
    assert "<script" not in page
    assert '<span class="number">812</span>' in page
    assert '<span class="conflict">conflict: 812 in b.txt, 798 in 某市.txt</span>' in page


def printed(comparison: Comparison, width: int, view: View = View()) -> list[str]:
    lines = io.StringIO()
    terminal.print_table(comparison, view, Console(file=lines, width=width, color_system=None))
    return [line.rstrip() for line in lines.getvalue().splitlines()]


def test_a_table_has_bars_where_there_is_room(comparison: Comparison) -> None:
    assert printed(comparison, 80) == [
        "                       unit   怀化市              襄阳市              ratio",
        "party",
        "离退休干部党支部       个      812 ██████████████ ≥500 ████████▋      <1.62",
        "party branches of             2022; conflict: 812 2021                ≠ year",
        "retired cadres                in b.txt, 798 in",
        "                              某市.txt",
        "",
        "more: further figures; aside: figures that do not stand for the place. --all",
        "lists both.",
    ]


@pytest.mark.parametrize("view", [View(), View(cite=True), View(everything=True)])
@pytest.mark.parametrize("width", [40, 60, 80, 120, 200])
def test_a_table_fits_its_width(comparison: Comparison, width: int, view: View) -> None:
    lines = printed(comparison, width, view)
    assert max(cell_len(line) for line in lines) <= width
    assert any("812" in line for line in lines)


def test_places_stand_below_each_other_where_they_do_not_fit_side_by_side(comparison: Comparison) -> None:
    assert printed(comparison, 50)[:4] == [
        "party",
        "离退休干部党支部      ≠ year",
        "个",
        "  怀化市          812 ██████████████████ 2022;",
    ]


def test_what_a_terminal_would_obey_is_not_printed(statistic: Make) -> None:
    row = of_huaihua(
        statistic, level="organisation", entity="市老年大学", sentence="\x1b]0;x\x07", subject="\x1b[31m班"
    )
    assert "\x1b" not in "\n".join(printed(two([row]), 80, View(cite=True)))


def test_a_file_of_csv_begins_with_the_mark_by_which_excel_knows_utf_8(comparison: Comparison, tmp_path: Path) -> None:
    forms.write(comparison, tmp_path / "对比.csv", "csv")
    assert (tmp_path / "对比.csv").read_bytes().startswith(b"\xef\xbb\xbffamily,")
    stream = io.BytesIO()
    forms.write(comparison, stream, "csv")
    assert stream.getvalue().startswith(b"family,")


def test_a_suffix_that_tells_no_form_is_named() -> None:
    with pytest.raises(ValueError, match=r"^对比\.xls: its suffix tells no format"):
        forms.form_of(Path("对比.xls"))
