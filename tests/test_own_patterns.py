from pathlib import Path

import pytest

from cadrestats.models import Block, Report
from cadrestats.patterns import PatternError, library
from cadrestats.pipeline import statistics

GUIDE = Path(__file__).parents[1] / "docs" / "patterns.md"


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """The file of the guide, as a reader would type it off."""
    text = GUIDE.read_text("utf-8")
    (tmp_path / "canteens.toml").write_text(text.split("```toml\n")[1].split("```")[0], "utf-8")
    return tmp_path


def found(text: str, own_patterns: Path | None) -> list[tuple[str, str]]:
    report = Report(name="", text=text, blocks=(Block(kind="paragraph", start=0, end=len(text)),))
    return [(row.indicator, row.pattern) for row in statistics(report, own_patterns=own_patterns)]


def test_an_indicator_of_ones_own_needs_one_file(own: Path) -> None:
    text = "全市建成老年食堂26家，老党员之家9个。"
    assert found(text, None) == [("other", ""), ("member_homes", "venues.member_homes")]
    assert found(text, own) == [("canteens", "canteens.counted"), ("member_homes", "venues.member_homes")]


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('family = "canteens"', "family = ", "canteens.toml: Invalid value"),
        ("\nunits =", "\nunit =", "canteens.toml:13: patterns.0.unit: Extra inputs are not permitted"),
        ('indicator = "canteens"', 'indicator = "kitchens"', "no indicator is called 'kitchens'"),
        ('id = "canteens"', 'id = "volunteers"', "indicator 'volunteers' is there already"),
        ("食堂|饭堂|助餐点", "食堂|(饭堂", "canteens.toml:14: patterns.0.subject: "),
    ],
)
def test_a_mistake_is_told_with_file_line_key_and_reason(own: Path, old: str, new: str, words: str) -> None:
    file = own / "canteens.toml"
    file.write_text(file.read_text("utf-8").replace(old, new, 1), "utf-8")
    with pytest.raises(PatternError) as error:
        library(own)
    assert words in str(error.value)


def test_a_folder_without_pattern_files_is_a_mistake(tmp_path: Path) -> None:
    with pytest.raises(PatternError, match="no pattern file"):
        library(tmp_path / "none")


def test_a_pattern_may_name_an_expression_and_look_behind_the_figures_clause(own: Path) -> None:
    file = own / "canteens.toml"
    more = """
[[patterns]]
id = "canteens.cooks"
indicator = "canteens"
subject = "%ELDERS%"
rest = "^[^，。]{0,8}，[^，。]{0,4}做饭"
priority = 99
"""
    file.write_text(file.read_text("utf-8") + more, "utf-8")
    assert found("镇上请来6名退休教师，轮流做饭。", own) == [("canteens", "canteens.cooks")]
    assert found("镇上请来6名青年，轮流做饭。", own)[0][1] != "canteens.cooks"
    assert found("镇上请来6名退休教师，轮流开车。", own)[0][1] != "canteens.cooks"
