"""Reports written as people have them, by the real writers of each format."""

from __future__ import annotations

import csv
import io
import json
import tarfile
import zipfile
from collections.abc import Callable, Mapping, Sequence
from email.message import EmailMessage
from typing import Any

import docx
import openpyxl
import pyarrow as pa
import pyarrow.parquet
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen import canvas

TITLE = "株洲市老干部工作综述"
DAY = "2023-02-15"
PARAGRAPHS = (
    "截至目前，株洲市建成离退休干部党支部126个，覆盖老党员3.4万名，其中省级示范党支部18个，市级示范党支部45个。",
    "去年，全市组建老干部志愿服务队230支，近6000名志愿者走进社区和学校，开展志愿服务1800余场次，受益群众达12万人次。",
    "天元区办起老年大学教学点32个，开设书画、声乐、太极等课程56门，在校学员超过4500人。芦淞区为困难老干部发放慰问金70万元。",
    "“老干部说家风”宣讲团走进校园，全年作报告320场，听众逾5万人。",
)
TEXT = "\n".join((TITLE, *PARAGRAPHS))


def text(encoding: str = "utf-8") -> bytes:
    return TEXT.encode(encoding)


def page(encoding: str = "utf-8", body: Sequence[str] = PARAGRAPHS) -> bytes:
    paragraphs = "".join(f"<p>　　{words}</p>\n" for words in body)
    return f"""<!DOCTYPE html>
<html><head><meta http-equiv="Content-Type" content="text/html; charset={encoding}">
<title>{TITLE}_西坪在线</title><meta property="og:title" content="{TITLE}">
<meta property="article:published_time" content="{DAY}T08:30:00+08:00"></head>
<body><div class="nav"><ul><li><a href="/">首页</a></li><li><a href="/n">新闻99条</a></li></ul></div>
<h1>{TITLE}</h1>
<div class="content">{paragraphs}</div>
<div class="links"><ul><li><a href="/1">相关新闻：某县建成老干部党支部77个</a></li>
<li><a href="/2">点击排行</a></li></ul></div>
<div class="footer">版权所有 西坪在线 2009-2024 备案号12345678</div></body></html>""".encode(encoding)


def web_archive() -> bytes:
    message = EmailMessage()
    message["Subject"] = TITLE
    message["Snapshot-Content-Location"] = "http://news.example.org/2023-02/15/content_1.htm"
    message.make_related()
    shown = EmailMessage()
    shown.set_content(page("gb2312"), maintype="text", subtype="html", cte="quoted-printable")
    shown.set_param("charset", "gb2312")
    picture = EmailMessage()
    picture.set_content(b"\x89PNG\r\n", maintype="image", subtype="png")
    message.attach(shown)
    message.attach(picture)
    return message.as_bytes()


def saved(save: Callable[[io.BytesIO], object]) -> bytes:
    stream = io.BytesIO()
    save(stream)
    return stream.getvalue()


def word(paragraphs: Sequence[str] = PARAGRAPHS) -> bytes:
    document = docx.Document()
    document.add_heading(TITLE, 0)
    for words in paragraphs:
        document.add_paragraph(words)
    return saved(document.save)


def pdf(draw: Callable[[canvas.Canvas], None]) -> bytes:
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))

    def save(stream: io.BytesIO) -> None:
        drawn = canvas.Canvas(stream, pagesize=(600, 800), invariant=1)
        draw(drawn)
        drawn.save()

    return saved(save)


def set_in(width: int, words: str) -> list[str]:
    """The lines of a paragraph in a column so many Hanzi wide; a full stop or comma may hang over."""
    lines, line = [], "　　"
    for char in words:
        if sum(0.5 if c.isascii() else 1 for c in line + char) > width and char not in "，。、”":
            lines.append(line)
            line = ""
        line += char
    return [*lines, line]


def columns(number: int, paragraphs: Sequence[str] = PARAGRAPHS) -> bytes:
    """A newspaper page: a headline over columns, whose lines are stored row by row across the page."""
    width = 500 // number // 10 - 2
    lines = [line for words in paragraphs for line in set_in(width, words)]
    height = -(-len(lines) // number)

    def draw(page: canvas.Canvas) -> None:
        page.setFont("STSong-Light", 24)
        page.drawString(60, 740, TITLE)
        page.setFont("STSong-Light", 10)
        for row in range(height):
            for column in range(number):
                if column * height + row < len(lines):
                    shown = lines[column * height + row]
                    page.drawString(60 + column * (500 // number), 690 - 15 * row, shown)
        page.showPage()

    return pdf(draw)


ROW = {"标题": TITLE, "日期": DAY, "链接": "http://news.example.org/1.htm", "正文": "\n".join(PARAGRAPHS)}


def delimited(rows: Sequence[Mapping[str, str]] = (ROW,), encoding: str = "utf-8", delimiter: str = ",") -> bytes:
    shown = io.StringIO()
    writer = csv.DictWriter(shown, list(rows[0]), delimiter=delimiter)
    writer.writeheader()
    writer.writerows(rows)
    return shown.getvalue().encode(encoding)


def workbook(*sheets: Sequence[Mapping[str, Any]]) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for number, rows in enumerate(sheets, start=1):
        sheet = book.create_sheet(f"表{number}")
        sheet.append(list(rows[0]))
        for row in rows:
            sheet.append(list(row.values()))
    return saved(book.save)


def json_lines(*rows: object) -> bytes:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode()


def parquet(*rows: Mapping[str, object]) -> bytes:
    return saved(lambda stream: pyarrow.parquet.write_table(pa.Table.from_pylist(list(rows)), stream))


def zipped(members: Mapping[str, bytes]) -> bytes:
    def save(stream: io.BytesIO) -> None:
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, data in members.items():
                archive.writestr(name, data)

    return saved(save)


def tarred(members: Mapping[str, bytes], mode: str = "w") -> bytes:
    def save(stream: io.BytesIO) -> None:
        with tarfile.open(fileobj=stream, mode=mode) as archive:  # type: ignore[call-overload]
            for name, data in members.items():
                info = tarfile.TarInfo(name)
                info.size = len(data)
                archive.addfile(info, io.BytesIO(data))

    return saved(save)
