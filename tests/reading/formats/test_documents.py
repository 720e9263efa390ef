"""Pages, Word and PDF documents: what of them is the report."""

from __future__ import annotations

import io
from pathlib import Path

import docx
import pytest
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen import canvas
from tests.reading.formats import written

from cadrestats.reading.encoding import decode
from cadrestats.reading.errors import UnreadableReport
from cadrestats.reading.formats import Article, Document, articles
from cadrestats.reading.formats.columns import Piece, paragraphs, set_vertically


def only(name: str, data: bytes) -> Article:
    (article,) = articles(Document(name, io.BytesIO(data)))
    return article


@pytest.mark.parametrize("encoding", ["utf-8", "gb2312", "gbk", "gb18030"])
def test_a_page_gives_its_main_text_title_and_date(encoding: str) -> None:
    found = only("a.html", written.page(encoding))
    assert (found.title, found.published) == (written.TITLE, written.DAY)
    assert decode(found.data) == "\n".join(written.PARAGRAPHS)


def test_a_page_in_big5_is_read_by_what_it_declares() -> None:
    body = ("去年全市有離退休幹部黨支部十二個，志願者近三百名，開展活動八十場次。",) * 3
    data = written.page(body=body).decode().replace("charset=utf-8", "charset=big5").encode("big5", "ignore")
    assert body[0] in decode(only("a.html", data).data)


def test_a_page_that_declares_the_wrong_encoding_is_read_by_its_bytes() -> None:
    data = written.page("gbk").replace(b"charset=gbk", b"charset=utf-8")
    assert decode(only("a.html", data).data) == "\n".join(written.PARAGRAPHS)


def test_the_address_of_a_saved_page_tells_its_day() -> None:
    data = written.web_archive().replace(b"article:published_time", b"nothing")
    assert only("a.mhtml", data).published == written.DAY


def test_a_word_document_gives_its_paragraphs_tables_and_headings() -> None:
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "页眉"
    document.add_heading("标题", 0)
    document.add_heading("小标题", 1)
    document.add_paragraph("一行\n又一行\t完")
    table = document.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "左", "右"
    document.add_paragraph("末尾")
    assert decode(only("a.docx", written.saved(document.save)).data).split("\n") == [
        "# 标题", "## 小标题", "一行", "又一行 完", "| 左 | 右 |", "末尾",
    ]  # fmt: skip


def test_cells_of_prose_are_paragraphs() -> None:
    document = docx.Document()
    table = document.add_table(2, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "老人们种下一片林。", "谁也没有喊累。"
    assert decode(only("a.docx", written.saved(document.save)).data) == "老人们种下一片林。\n谁也没有喊累。"


def test_a_scan_says_that_it_has_no_text() -> None:
    with pytest.raises(
        UnreadableReport, match=r"holds pictures of pages and no text \(a scan\): have the text recognised"
    ):
        only("a.pdf", written.pdf(lambda page: (page.rect(50, 50, 300, 300, fill=1), page.showPage())))


def test_text_set_vertically_is_named() -> None:
    def draw(page: canvas.Canvas) -> None:
        page.setFont("STSong-Light", 14)
        for column, words in enumerate(written.PARAGRAPHS):
            for row, char in enumerate(words[:40]):
                page.drawString(500 - 24 * column, 740 - 16 * row, char)
        page.showPage()

    with pytest.raises(UnreadableReport, match="is set vertically, which is not read"):
        only("a.pdf", written.pdf(draw))


def test_characters_set_vertically_are_counted() -> None:
    tall, one, below = Piece(500, 100, 514, 700, "银发"), Piece(460, 90, 474, 104, "银"), Piece(460, 70, 474, 84, "发")
    beside, line = Piece(480, 70, 494, 84, "潮"), Piece(60, 70, 260, 84, "种下一片林")
    assert set_vertically([tall, one, below, beside, line]) == 3


BOX = """
<w:r {names}><mc:AlternateContent>
<mc:Choice Requires="wps"><w:drawing><wps:txbx><w:txbxContent>{words}</w:txbxContent></wps:txbx></w:drawing></mc:Choice>
<mc:Fallback><w:pict><v:textbox><w:txbxContent>{words}</w:txbxContent></v:textbox></w:pict></mc:Fallback>
</mc:AlternateContent></w:r>"""


def test_a_text_box_of_a_word_document_is_read_once_after_its_paragraph() -> None:
    from docx.oxml import parse_xml

    office = "http://schemas.openxmlformats.org"
    names = {
        "w": f"{office}/wordprocessingml/2006/main",
        "mc": f"{office}/markup-compatibility/2006",
        "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
        "v": "urn:schemas-microsoft-com:vml",
    }
    words = "".join(f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>" for text in ("全县数字", "党支部12个"))
    run = BOX.format(names=" ".join(f'xmlns:{name}="{uri}"' for name, uri in names.items()), words=words)
    document = docx.Document()
    document.add_paragraph("前一段")._p.append(parse_xml(run))
    document.add_paragraph("后一段")
    assert decode(only("a.docx", written.saved(document.save)).data).split("\n") == [
        "前一段",
        "全县数字",
        "党支部12个",
        "后一段",
    ]


def test_a_pdf_with_a_password_says_so(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    page = canvas.Canvas(str(path), encrypt=StandardEncryption("secret"))
    page.drawString(50, 50, "text")
    page.save()
    with pytest.raises(UnreadableReport, match=r"^This PDF document needs a password: save it without one\.$"):
        only("a.pdf", path.read_bytes())


@pytest.mark.parametrize("number", [1, 2, 3, 4])
def test_columns_are_read_one_after_the_other(number: int) -> None:
    text = decode(only("a.pdf", written.columns(number)).data)
    assert text.replace("\n", "") == written.TEXT.replace("\n", "")


def column(left: float, top: float, *lines: str) -> list[Piece]:
    """Lines of ten points, fifteen apart."""
    return [Piece(left, top - 15 * at, left + 10 * len(line), top - 15 * at + 9, line) for at, line in enumerate(lines)]


def test_articles_one_above_the_other_have_columns_of_their_own() -> None:
    upper = [
        *column(0, 300, "甲一一一一一一一一一", "甲二二二二二二二二二"),
        *column(120, 300, "甲三三三三三三三三三", "甲四四四四四四四四四"),
    ]
    lower = [
        piece
        for at, name in enumerate("乙丙丁")
        for piece in column(80 * at, 200, f"{name}一一一一一", f"{name}二二二二二")
    ]
    found = "".join(paragraphs([*lower, *upper]))
    assert found == (
        "甲一一一一一一一一一甲二二二二二二二二二甲三三三三三三三三三甲四四四四四四四四四"
        "乙一一一一一乙二二二二二丙一一一一一丙二二二二二丁一一一一一丁二二二二二"
    )


def test_a_new_paragraph_is_indented_or_follows_a_short_line() -> None:
    lines = column(0, 300, "一一一一一一一一一一", "二二二二二二二二", "三三三三三三三三三三", "四四四四四四四四四四")
    indented = Piece(20, 240, 100, 249, "五五五五五五五五")
    assert list(paragraphs([*lines, indented])) == [
        "一一一一一一一一一一二二二二二二二二", "三三三三三三三三三三四四四四四四四四四四", "五五五五五五五五", "",
    ]  # fmt: skip


def test_a_page_without_text_has_no_paragraphs() -> None:
    assert list(paragraphs([])) == []


def test_a_page_of_many_pieces_takes_little_time() -> None:
    pieces = [Piece(x, y, x + 9, y + 9, "字") for x in range(0, 1000, 10) for y in range(0, 3000, 10)]
    assert sum(map(len, paragraphs(pieces))) == 30_000
