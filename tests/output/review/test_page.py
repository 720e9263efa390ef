"""The review page in a real browser. Every test also sees that nothing is asked for and nothing complained of."""

from __future__ import annotations

import csv
import io
import subprocess
import sys
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from cadrestats.models import Reviewed
from cadrestats.output.review import write_page
from cadrestats.output.tables import write_csv
from cadrestats.patterns import catalogue

NARROW = {"viewport": {"width": 375, "height": 812}}
DARK = {"color_scheme": "dark"}


def open_report(page: Page, name: str) -> None:
    page.locator(".report", has_text=name).click()
    expect(page.locator("#article .about .name")).to_have_text(name)


def chosen(page: Page) -> str:
    """The words of the chosen mark."""
    return page.locator("mark.chosen").text_content() or ""


def download(page: Page, button: str) -> list[dict[str, str]]:
    """What a button saves, as a spreadsheet reads it."""
    return list(csv.DictReader(io.StringIO(downloaded(page, button).decode("utf-8-sig"), newline="")))


def downloaded(page: Page, button: str) -> bytes:
    with page.expect_download() as waiting:
        page.click(button)
    return Path(waiting.value.path()).read_bytes()


def select(page: Page, words: str) -> None:
    """Select words of the text as a mouse does."""
    page.evaluate(
        """words => {
            const walker = document.createTreeWalker(document.getElementById("article"), NodeFilter.SHOW_TEXT);
            while (walker.nextNode()) {
                const at = walker.currentNode.data.indexOf(words);
                if (at < 0) continue;
                getSelection().setBaseAndExtent(walker.currentNode, at, walker.currentNode, at + words.length);
                return;
            }
            throw new Error(`${words} stands in no text node`);
        }""",
        words,
    )


# -- open ---------------------------------------------------------------------------------------------------------


def test_it_opens_with_all_reports(page: Page, reviewed: list[Reviewed]) -> None:
    rows = sum(len(report.statistics) for report in reviewed)
    expect(page.locator("#count")).to_have_text(f"{rows} / {rows} 项数据，8 篇报道")
    expect(page.locator(".report")).to_have_count(8)
    expect(page.locator('.report[aria-selected="true"]')).to_have_count(1)


def test_every_numeral_of_every_report_is_marked_with_its_words(page: Page, reviewed: list[Reviewed]) -> None:
    for report in reviewed:
        open_report(page, report.report.name)
        assert page.locator("mark").all_text_contents() == [account.figure for account in report.accounts]
        rows = page.locator("#rows .entry")
        assert rows.count() == len(report.statistics)
        assert page.locator("mark.family:not(.repeat)").all_text_contents() == [
            account.figure for account in report.accounts if account.fate == "row"
        ]


def test_the_text_is_the_report(page: Page, reviewed: list[Reviewed]) -> None:
    for report in reviewed:
        open_report(page, report.report.name)
        blocks = page.locator("#article > :not(.about)").all_text_contents()
        assert "\n".join(blocks) == report.report.text


def test_statistics_tell_their_family_and_other_numerals_their_kind(page: Page) -> None:
    open_report(page, "海宁.txt")
    signs = page.locator("mark").evaluate_all("marks => marks.map(mark => [mark.textContent, mark.dataset.sign])")
    assert ["286个", "党"] in signs
    assert ["84岁", "年龄"] in signs
    assert ["近6000人", "志"] in signs
    expect(page.locator("mark", has_text="286个")).to_have_class("family family-party row ")


# -- choose -------------------------------------------------------------------------------------------------------


def test_a_row_leads_to_its_words_and_the_words_to_their_row(page: Page) -> None:
    open_report(page, "zhuzhou-2024.txt")
    last = page.locator("#rows .entry").last
    last.click()
    expect(last).to_have_attribute("aria-pressed", "true")
    expect(page.locator("mark.chosen")).to_be_in_viewport()
    page.locator("mark.family").first.click()
    expect(page.locator("#rows .entry").first).to_have_attribute("aria-pressed", "true")
    expect(page.locator("#rows .entry").first).to_be_in_viewport()


def test_the_details_tell_what_was_read_and_from_where(page: Page) -> None:
    open_report(page, "海宁.txt")
    page.locator("mark", has_text="近6000人").click()
    terms = page.locator("#details dt").all_text_contents()
    told = dict(zip(terms, page.locator("#details dd").all_text_contents(), strict=True))
    assert told["指标"] == "志愿者"
    assert told["数值"] == "不足6,000 人"
    assert told["地区"] == "浙江省 嘉兴市 海宁市 据段中"
    assert told["年份"] == "2022 据句中"
    assert told["层级"] == "县级"


def test_what_is_no_statistic_tells_its_kind_and_rule(page: Page) -> None:
    open_report(page, "海宁.txt")
    page.locator("mark", has_text="84岁").click()
    assert page.locator("#details dd").all_text_contents() == ["年龄", "age"]


def test_a_figure_of_a_repaired_stretch_shows_the_garbled_words(page: Page) -> None:
    open_report(page, "宁国.txt")
    page.locator(".repaired").first.hover()
    expect(page.locator("#tip")).to_contain_text("ÀÏµ³Ô±")
    page.mouse.move(5, 5)
    expect(page.locator("#tip")).to_be_hidden()
    page.locator("span.repaired[tabindex]").first.focus()
    expect(page.locator("#tip")).to_contain_text("乱码原文 (gbk-as-latin1): È«ÊÐ")


# -- filter -------------------------------------------------------------------------------------------------------


def test_filters_narrow_rows_reports_and_counts(page: Page, reviewed: list[Reviewed]) -> None:
    volunteers = [row for report in reviewed for row in report.statistics if row.indicator == "volunteers"]
    page.select_option("#by-indicator", label=f"志愿者 ({len(volunteers)})")
    reports = {row.report for row in volunteers}
    rows = sum(len(report.statistics) for report in reviewed)
    expect(page.locator("#count")).to_have_text(f"{len(volunteers)} / {rows} 项数据，{len(reports)} 篇报道")
    expect(page.locator(".report")).to_have_count(len(reports))
    years = {row.year for row in volunteers}
    assert page.locator("#by-year option").count() == len(years) + 1
    page.click("#clear")
    expect(page.locator(".report")).to_have_count(8)


def test_a_place_holds_the_places_below_it(page: Page, reviewed: list[Reviewed]) -> None:
    inside = [row for report in reviewed for row in report.statistics if row.province == "浙江省"]
    page.select_option("#by-place", label=f"浙江省 ({len(inside)})")
    expect(page.locator("#count")).to_contain_text(f"{len(inside)} / ")
    assert "\u3000\u3000海宁市 (" in (page.locator("#by-place").text_content() or "")


def test_search_finds_sentences_without_a_row_too(page: Page) -> None:
    page.fill("#search", "若干驿站")
    expect(page.locator(".report")).to_have_count(1)
    expect(page.locator("#count")).to_contain_text("2 / ")
    page.fill("#search", "这样的句子没有")
    expect(page.locator("#count")).to_contain_text("0 / ")
    expect(page.locator(".report")).to_have_count(0)
    page.fill("#search", "")
    expect(page.locator(".report")).to_have_count(8)


# -- keyboard -----------------------------------------------------------------------------------------------------


def test_the_keyboard_goes_through_figures_and_judges_them(page: Page) -> None:
    open_report(page, "海宁.txt")
    page.keyboard.press("n")
    assert chosen(page) == "286个"
    page.keyboard.press("j")
    assert chosen(page) == "36个"
    page.keyboard.press("k")
    page.keyboard.press("a")  # right, and on to the next
    assert chosen(page) == "36个"
    page.keyboard.press("r")
    assert chosen(page) == "近6000人"
    expect(page.locator("mark.right")).to_have_text("286个")
    expect(page.locator("mark.wrong")).to_have_text("36个")
    page.keyboard.press("p")
    page.keyboard.press("u")
    expect(page.locator("mark.wrong")).to_have_count(0)
    expect(page.locator("#live")).to_have_text("36个：已撤销")


def test_keys_reach_search_and_help_and_leave_them(page: Page) -> None:
    page.keyboard.press("/")
    expect(page.locator("#search")).to_be_focused()
    page.keyboard.type("nape?")
    expect(page.locator("#search")).to_have_value("nape?")
    page.keyboard.press("Escape")
    expect(page.locator("#search")).not_to_be_focused()
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#keys")).to_be_hidden()


def test_arrows_go_through_all_numerals_and_the_list_of_reports(page: Page) -> None:
    open_report(page, "海宁.txt")
    page.locator("mark", has_text="36个").click()
    page.keyboard.press("ArrowRight")
    assert chosen(page) == "2022年"
    page.keyboard.press("ArrowRight")
    assert chosen(page) == "84岁"
    page.locator("#reports").focus()
    page.keyboard.press("Home")
    expect(page.locator(".report").first).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowDown")
    expect(page.locator(".report").nth(1)).to_have_attribute("aria-selected", "true")


def test_after_the_last_figure_comes_the_next_report(page: Page, reviewed: list[Reviewed]) -> None:
    first, second = (report for report in reviewed[:2])
    open_report(page, first.report.name)
    for _ in first.accounts:
        page.keyboard.press("n")
        if page.locator("#article .about .name").text_content() == second.report.name:
            break
    expect(page.locator("#article .about .name")).to_have_text(second.report.name)


# -- table and charts ---------------------------------------------------------------------------------------------


def test_the_table_sorts_and_leads_to_the_words(page: Page, reviewed: list[Reviewed]) -> None:
    page.click(".views [data-view=table]")
    expect(page.locator("#table")).to_have_attribute("aria-rowcount", str(1 + sum(len(r.statistics) for r in reviewed)))
    page.click("#table .c-value button")
    page.click("#table .c-value button")
    expect(page.locator("#table .head .c-value")).to_have_attribute("aria-sort", "descending")
    largest = max((row for report in reviewed for row in report.statistics), key=lambda row: row.value)
    expect(page.locator("#table .line .c-figure").first).to_have_text(largest.figure)
    page.locator("#table .line .c-figure button").first.click()
    expect(page.locator("mark.chosen")).to_have_text(largest.figure)
    expect(page.locator("mark.chosen")).to_be_in_viewport()


def test_the_table_draws_only_what_is_seen(page: Page) -> None:
    page.click(".views [data-view=table]")
    assert page.locator("#table .line").count() < 60
    page.locator("#table").evaluate("table => { table.scrollTop = table.scrollHeight; }")
    expect(page.locator("#table .line").last).to_be_in_viewport()


def test_charts_show_the_largest_figure_of_each_place(page: Page) -> None:
    page.click(".views [data-view=charts]")
    chart = page.locator(".chart", has_text="离退休干部党支部").first
    bar = chart.locator(".bar", has_text="海宁市")
    expect(bar).to_have_attribute("aria-label", "浙江省 嘉兴市 海宁市：286 个，2023 年")
    bar.focus()
    page.keyboard.press("Enter")
    expect(page.locator("mark.chosen")).to_have_text("286个")


def test_the_download_is_the_table_of_extract(page: Page, reviewed: list[Reviewed]) -> None:
    table = io.BytesIO()
    write_csv((row for report in reviewed for row in report.statistics), table)
    expected = list(csv.DictReader(io.StringIO(table.getvalue().decode(), newline="")))
    assert downloaded(page, "#download").startswith(b"\xef\xbb\xbfreport,title,")
    assert [{**row, "review": ""} for row in expected] == download(page, "#download")


def test_the_download_holds_what_is_filtered(page: Page, reviewed: list[Reviewed]) -> None:
    page.fill("#search", "党支部286个")
    expect(page.locator(".report")).to_have_count(1)
    assert [row["figure"] for row in download(page, "#download")] == ["286个", "36个"]


# -- correct ------------------------------------------------------------------------------------------------------


def correct_all_ways(page: Page) -> None:
    """One correction of each kind in 海宁.txt."""
    open_report(page, "海宁.txt")
    page.locator("mark", has_text="286个").click()
    page.click("#details button.right")
    page.locator("mark", has_text="36个").click()
    page.click("#details button.wrong")
    page.locator("mark", has_text="近6000人").click()
    page.click("#details button.change")
    page.select_option("#details select[name=indicator]", "university_students")
    page.fill("#details input[name=district]", "桐乡市")
    page.fill("#details input[name=year]", "2021")
    page.click("#details button[type=submit]")
    select(page, "若干驿站")
    page.keyboard.press("m")
    page.select_option("#details select[name=indicator]", "service_stations")
    page.fill("#details input[name=value]", "3")
    page.fill("#details input[name=unit]", "个")
    page.click("#details button[type=submit]")
    page.locator("mark", has_text="一次").click()
    page.locator("#details .actions button").click()
    page.click("#details button[type=submit]")


def test_corrections_survive_a_reload_and_are_applied_by_extract(page: Page, folder: Path, tmp_path: Path) -> None:
    correct_all_ways(page)
    page.reload()
    open_report(page, "海宁.txt")
    expect(page.locator("mark.right")).to_have_text("286个")
    expect(page.locator("mark.wrong")).to_have_text("36个")
    expect(page.locator("mark.changed")).to_have_text("近6000人")
    assert page.locator("mark.added").all_text_contents() == ["一次", "若干驿站"]
    (tmp_path / "corrections.csv").write_bytes(downloaded(page, "#export"))
    words = ["extract", folder / "海宁.txt", "--corrections", tmp_path / "corrections.csv", "-o", tmp_path / "out.csv"]
    done = subprocess.run([sys.executable, "-m", "cadrestats", *map(str, words)], capture_output=True, check=False)
    assert "corrections: 5 applied (added 2, changed 1, right 1, wrong 1)" in done.stderr.decode()
    assert done.returncode == 0
    with (tmp_path / "out.csv").open(encoding="utf-8-sig", newline="") as table:
        rows = list(csv.DictReader(table))
    told = [(row["figure"], row["indicator"], row["district"], row["year"], row["value"]) for row in rows]
    assert told == [
        ("286个", "party_branches", "海宁市", "2023", "286"),
        ("一次", "other", "海宁市", "2023", "1"),
        ("近6000人", "university_students", "桐乡市", "2021", "6000"),
        ("12支", "volunteer_teams", "桐乡市", "2023", "12"),
        ("8支", "volunteer_teams", "平湖市", "2023", "8"),
        ("若干驿站", "service_stations", "平湖市", "2023", "3"),
    ]
    same = [row for row in download(page, "#download") if row["report"] == "海宁.txt" and row["review"] != "wrong"]
    for ours, page_row in zip(rows, same, strict=True):
        assert {k: v for k, v in page_row.items() if k != "review"} == {**ours, **page_row_differs(ours, page_row)}


def page_row_differs(ours: dict[str, str], on_page: dict[str, str]) -> dict[str, str]:
    """What extract reads from the words of an added figure, and the page cannot: its value and unit."""
    return {"value": "", "unit": ""} if on_page["value"] == "" and ours["pattern"] == "correction" else {}


def test_an_undone_correction_is_gone_for_good(page: Page) -> None:
    correct_all_ways(page)
    page.locator("mark.changed").click()
    page.click("#details button.undo")
    page.locator("mark.added", has_text="若干驿站").click()
    page.click("#details button.undo")
    page.reload()
    assert [row["verdict"] for row in download(page, "#export")] == ["right", "wrong", "added"]
    open_report(page, "海宁.txt")
    expect(page.locator("mark", has_text="近6000人")).to_have_class("family family-volunteering row ")


def test_corrections_are_read_from_a_file(page: Page, tmp_path: Path) -> None:
    correct_all_ways(page)
    saved = downloaded(page, "#export")
    lines = saved.decode().splitlines()
    lost = [lines[1].replace("海宁.txt", "别处.txt"), lines[1].replace("286个", "287个")]
    (tmp_path / "corrections.csv").write_text("\n".join([*lines, *lost]) + "\n", "utf-8")
    page.evaluate("localStorage.clear()")
    page.reload()
    page.set_input_files("#file", tmp_path / "corrections.csv")
    expect(page.locator("#live")).to_have_text("读入 5 条校正 2 条找不到所在的句子：第 7, 8 行")
    page.set_input_files("#file", tmp_path / "corrections.csv")
    expect(page.locator("#live")).to_have_text("读入 5 条校正 2 条找不到所在的句子：第 7, 8 行")
    assert len(download(page, "#export")) == 7  # what has no place here is not lost, and nothing stands there twice
    open_report(page, "海宁.txt")
    assert page.locator("mark.added").all_text_contents() == ["一次", "若干驿站"]


def test_an_added_figure_without_a_number_needs_one(page: Page) -> None:
    open_report(page, "海宁.txt")
    select(page, "若干驿站")
    page.click("#add")
    page.click("#details button[type=submit]")
    expect(page.locator("mark.added")).to_have_count(0)
    assert page.locator("#details input:invalid").get_attribute("name") == "value"
    page.fill("#details input[name=value]", "3")
    page.click("#details button[type=submit]")
    expect(page.locator("mark.added")).to_have_text("若干驿站")
    page.click("#details button.change")
    page.fill("#details input[name=value]", "4")
    page.fill("#details input[name=unit]", "处")
    page.click("#details button[type=submit]")
    expect(page.locator("#rows .entry.added .amount")).to_have_text("4 处")


def test_a_browser_keeps_the_judgement_of_every_figure_of_many_reports(page: Page) -> None:
    open_report(page, "zhuzhou-2024.txt")
    rows = page.locator("#rows .entry").count()
    page.evaluate("for (const row of REPORTS[current].rows) correct(row, 'right')")
    kept = page.evaluate("localStorage.getItem(`cadrestats:${REPORTS[current].contents}`).length")
    assert kept < 30 * rows  # 60,000 figures are 2 million characters; browsers keep 5 million
    page.reload()
    open_report(page, "zhuzhou-2024.txt")
    expect(page.locator("#rows .entry.right")).to_have_count(rows)


def test_a_store_that_cannot_be_read_does_not_stop_the_page(page: Page) -> None:
    page.evaluate("localStorage.setItem(`cadrestats:${REPORTS[0].contents}`, 'broken')")
    page.reload()
    expect(page.locator(".report")).to_have_count(8)
    expect(page.locator("#live")).to_have_text("浏览器不允许保存：关闭前请导出校正。")


def test_a_page_without_reports_says_so(browser: Browser, tmp_path: Path) -> None:
    write_page([], catalogue(), tmp_path / "none.html")
    page = browser.new_context(locale="zh-CN").new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto((tmp_path / "none.html").as_uri())
    expect(page.locator("#article")).to_have_text("没有报道。")
    for key in ("n", "a", "r", "e", "u", "m", "]"):
        page.keyboard.press(key)
    for view in ("table", "charts"):
        page.click(f".views [data-view={view}]")
    page.context.close()
    assert complaints == []


def test_a_wrong_file_is_told(page: Page, tmp_path: Path) -> None:
    (tmp_path / "other.csv").write_text("report,figure\na,b\n", "utf-8")
    page.set_input_files("#file", tmp_path / "other.csv")
    expect(page.locator("#live")).to_have_text("这不是 corrections.csv：缺少 sentence 列")


def test_a_selection_across_sentences_or_figures_is_refused(page: Page) -> None:
    open_report(page, "海宁.txt")
    page.keyboard.press("m")
    expect(page.locator("#live")).to_have_text("请先在正文中选取文字。")
    select(page, "286个")
    page.keyboard.press("m")
    expect(page.locator("#live")).to_have_text("所选文字已有数据，请直接更改它。")
    page.keyboard.press("Escape")
    page.evaluate("getSelection().selectAllChildren(document.getElementById('article'))")
    page.click("#add")
    expect(page.locator("#live")).to_have_text("所选文字须在同一句内。")


# -- hostile reports, accessibility, languages --------------------------------------------------------------------


def test_markup_in_a_report_is_text(page: Page, reviewed: list[Reviewed]) -> None:
    (hostile,) = (report for report in reviewed if "hacked" in report.report.name)
    open_report(page, hostile.report.name)
    assert "</script><script>window.hacked=1</script>" in (page.locator("#article").text_content() or "")
    for view in ("table", "charts", "reports"):
        page.click(f".views [data-view={view}]")
    assert page.locator("#article img, #article script, #article b").count() == 0
    page.keyboard.press("n")
    page.keyboard.press("e")
    page.click("#details button[type=submit]")
    page.reload()
    assert download(page, "#export")[0]["report"] == hostile.report.name


def test_places_beyond_the_bmp_are_counted_as_characters(page: Page, reviewed: list[Reviewed]) -> None:
    (hostile,) = (report for report in reviewed if "hacked" in report.report.name)
    open_report(page, hostile.report.name)
    last = hostile.statistics[-1]
    page.locator("mark", has_text=last.figure).last.click()
    page.click("#details button.right")
    (saved,) = download(page, "#export")
    assert (saved["figure"], saved["sentence"]) == (last.figure, last.sentence)


@pytest.mark.parametrize("opened", [{}, DARK, NARROW, {**NARROW, **DARK}], indirect=True)
def test_axe_finds_no_fault(page: Page) -> None:
    def faults() -> list[tuple[str, str, str]]:
        found = Axe().run(page).response["violations"]
        return [(fault["id"], fault["impact"], node["html"][:120]) for fault in found for node in fault["nodes"]]

    assert faults() == []
    page.locator(".report", has_text="宁国.txt").click()
    page.keyboard.press("n")
    assert faults() == []
    page.keyboard.press("a")
    page.keyboard.press("e")
    assert faults() == []
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    assert faults() == []
    page.keyboard.press("Escape")
    for view in ("table", "charts"):
        page.click(f".views [data-view={view}]")
        assert faults() == []


@pytest.mark.parametrize("opened", [NARROW], indirect=True)
def test_a_narrow_screen_shows_one_pane_after_the_other(page: Page) -> None:
    expect(page.locator("#pane-list")).to_be_visible()
    expect(page.locator("#article")).to_be_hidden()
    page.locator(".report", has_text="海宁.txt").click()
    expect(page.locator("#article")).to_be_visible()
    page.locator("mark", has_text="286个").click()
    expect(page.locator("#details button.right")).to_be_in_viewport()
    page.click(".switch [data-pane=rows]")
    expect(page.locator("#rows .entry").first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == 375


@pytest.mark.parametrize("opened", [{"locale": "en-GB"}], indirect=True)
def test_the_interface_is_in_english_and_chinese(page: Page) -> None:
    expect(page.locator("#unfold")).to_have_text("Filters")
    open_report(page, "海宁.txt")
    page.keyboard.press("n")
    expect(page.locator("#details dd").first).to_have_text("party branches of retired cadres")
    page.click("#language")
    expect(page.locator("html")).to_have_attribute("lang", "zh-CN")
    expect(page.locator("#details dd").first).to_have_text("离退休干部党支部")
    page.reload()
    expect(page.locator("#unfold")).to_have_text("筛选")


def test_the_theme_can_be_chosen_and_stays(page: Page) -> None:
    expect(page.locator("html")).to_have_attribute("data-theme", "light")
    page.click("#theme")
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
