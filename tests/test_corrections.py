"""Corrections of a reader: they find their figure by its sentence, and what they cannot find is told."""

from __future__ import annotations

import csv
import subprocess
import sys
from pathlib import Path

import pytest

from cadrestats.corrections import Corrected, corrected
from cadrestats.models import Correction, Report, Statistic
from cadrestats.output.tables import write_csv
from cadrestats.pipeline import read, statistics

BRANCHES = "海宁市现有离退休干部党支部286个，老党员之家12个、志愿服务队12支，另有若干驿站。"
TEAMS = "桐乡、平湖两市各有宣讲团12支。"
TEXT = f"海宁市老干部工作见闻\n\n{BRANCHES}\n\n{TEAMS}\n"


def report(text: str = TEXT) -> Report:
    return read(text.encode(), "海宁.txt")


def apply(*said: Correction, text: str = TEXT) -> Corrected:
    made = report(text)
    return corrected(made, statistics(made), dict(enumerate(said, 2)))


def say(figure: str, verdict: str, sentence: str = BRANCHES, **more: object) -> Correction:
    return Correction.model_validate(
        {"report": "海宁.txt", "sentence": sentence, "figure": figure, "verdict": verdict, **more}
    )


def figures(rows: tuple[Statistic, ...]) -> list[str]:
    return [row.figure for row in rows]


def test_rows_as_they_are() -> None:
    assert figures(statistics(report())) == ["286个", "12个", "12支", "12支", "12支"]


def test_a_right_row_stays_as_it_is() -> None:
    now = apply(say("286个", "right"))
    assert now.rows == statistics(report())
    assert now.lost == ((2, ""),)


def test_a_wrong_row_goes() -> None:
    now = apply(say("12个", "wrong"))
    assert figures(now.rows) == ["286个", "12支", "12支", "12支"]


def test_a_changed_row_has_what_the_reader_says_and_says_so() -> None:
    place = {"province": "浙江省", "city": "嘉兴市", "district": ""}
    (row, *_) = apply(say("286个", "changed", indicator="party_organizations", year=2021, **place)).rows
    before = statistics(report())[0]
    assert row == before.model_copy(
        update={
            **place,
            "indicator": "party_organizations",
            "year": 2021,
            "level": "city",
            "pattern": "correction",
            "place_from": "option",
            "year_from": "option",
        }
    )


def test_what_is_not_changed_keeps_its_source() -> None:
    before = statistics(report())[0]
    place = {name: getattr(before, name) for name in ("province", "city", "district")}
    (row, *_) = apply(say("286个", "changed", indicator=before.indicator, year=1999, **place)).rows
    assert row == before.model_copy(update={"year": 1999, "year_from": "option"})


def test_of_a_figure_given_to_two_places_one_row_is_told() -> None:
    before = [row.district for row in statistics(report()) if row.sentence == TEAMS]
    now = apply(say("12支", "wrong", TEAMS, row=2))
    assert before == ["桐乡市", "平湖市"]
    assert [row.district for row in now.rows if row.sentence == TEAMS] == ["桐乡市"]


def test_of_the_same_words_in_a_sentence_one_is_told() -> None:
    text = "海宁市现有党支部12个、老党员之家12个。\n"
    made = report(text)
    first, second = statistics(made)
    now = corrected(made, (first, second), {2: say("12个", "wrong", text.strip(), occurrence=2)})
    assert now.rows == (first,)


def test_a_missed_figure_becomes_a_row() -> None:
    added = say("若干驿站", "added", row=0, indicator="service_stations", province="浙江省", city="嘉兴市",
                district="海宁市", year=2023, subject="驿站", value=3, unit="个")  # fmt: skip
    row = next(row for row in apply(added).rows if row.pattern == "correction")
    assert (row.figure, row.value, row.unit, row.subject) == ("若干驿站", 3, "个", "驿站")
    assert (row.level, row.period, row.bound, row.place_from, row.year_from) == (
        "county", "stock", "exact", "option", "option",
    )  # fmt: skip
    assert report().text[row.start : row.end] == row.figure
    assert figures(apply(added).rows) == ["286个", "12个", "12支", "若干驿站", "12支", "12支"]


def test_the_number_of_an_added_figure_is_read_from_its_words() -> None:
    text = "海宁市有84岁以上的老人近3.4万人次参加。\n"
    made = report(text)
    now = corrected(made, (), {2: say("近3.4万人次", "added", text.strip(), row=0)})
    assert [(row.value, row.bound, row.unit, row.level) for row in now.rows] == [
        (34000, "under", "人次", "organisation")
    ]


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        (say("286个", "wrong", "海宁市现有党支部。"), "its sentence does not stand in the report any more"),
        (say("287个", "wrong"), "no row of its sentence has '287个' any more"),
        (say("12支", "wrong", row=2), "no row of its sentence has '12支' any more"),
        (say("没有的", "added", row=0), "no row of its sentence has '没有的' any more"),
        (say("若干驿站", "added", row=0), "no number can be read in '若干驿站': give it in the column value"),
        (say("12个", "added", row=0), "'12个' has a row by now"),
    ],
)
def test_what_does_not_apply_is_told(said: Correction, reason: str) -> None:
    now = apply(said)
    assert now.rows == statistics(report())
    assert now.lost == ((2, reason),)


def test_a_correction_outlives_changes_around_its_sentence() -> None:
    longer = f"海宁市老干部工作见闻\n\n春天来了，老人们走进公园。\n\n{BRANCHES}\n\n另有老年大学3所。\n"
    now = apply(say("12个", "wrong"), text=longer)
    assert now.lost == ((2, ""),)
    assert "12个" not in figures(now.rows)


def test_traditional_script_is_corrected_in_its_own_characters() -> None:
    text = "海寧市現有離退休幹部黨支部286個，學員們為老年大學點讚。\n"
    made = read(text.encode(), "海宁.txt")
    (row,) = statistics(made)
    now = corrected(made, (row,), {2: say(row.figure, "wrong", row.sentence)})
    assert now == Corrected((), ((2, ""),))


def test_extract_tells_what_became_of_the_corrections(tmp_path: Path) -> None:
    (tmp_path / "海宁.txt").write_text(TEXT, "utf-8")
    said = [say("286个", "right"), say("12个", "wrong"), say("9个", "wrong"), say("9个", "right", occurrence=2)]
    said[3] = said[3].model_copy(update={"report": "别处.txt"})
    write_csv(said, tmp_path / "c.csv", columns=tuple(Correction.model_fields))
    command = [sys.executable, "-m", "cadrestats", "extract", "海宁.txt", "--corrections", "c.csv", "-o", "out.csv"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, check=False)
    assert done.returncode == 0
    assert done.stderr.decode().splitlines()[-3:] == [
        "corrections: 2 applied (right 1, wrong 1), 2 not applied:",
        "  line 4: 海宁.txt: no row of its sentence has '9个' any more",
        "  line 5: 别处.txt: no report of this name was read",
    ]
    with (tmp_path / "out.csv").open(encoding="utf-8-sig", newline="") as table:
        assert [row["figure"] for row in csv.DictReader(table)] == ["286个", "12支", "12支", "12支"]


def test_quiet_runs_tell_what_does_not_apply(tmp_path: Path) -> None:
    (tmp_path / "海宁.txt").write_text(TEXT, "utf-8")
    write_csv([say("9个", "wrong")], tmp_path / "c.csv", columns=tuple(Correction.model_fields))
    command = [
        sys.executable,
        "-m",
        "cadrestats",
        "extract",
        "海宁.txt",
        "--corrections",
        "c.csv",
        "-o",
        "out.csv",
        "-q",
    ]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, check=False)
    assert done.stderr.decode().splitlines() == [
        "corrections: 0 applied, 1 not applied:",
        "  line 2: 海宁.txt: no row of its sentence has '9个' any more",
    ]


def test_a_wrong_file_of_corrections_ends_the_run(tmp_path: Path) -> None:
    (tmp_path / "海宁.txt").write_text(TEXT, "utf-8")
    command = [sys.executable, "-m", "cadrestats", "extract", "海宁.txt", "--corrections", "c.csv", "-o", "out.csv"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, check=False)
    assert done.stderr.decode() == "cadrestats: c.csv cannot be read: No such file or directory\n"
    assert done.returncode == 2
    assert not (tmp_path / "out.csv").exists()
