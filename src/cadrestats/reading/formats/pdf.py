"""PDF documents: the text layer of each page, its columns read one after the other.

PDFium gives the pieces of text with their places. Order and paragraphs are told from the places alone (``columns``),
because the order in which a file stores them is any.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from cadrestats.reading.errors import UnreadableReport
from cadrestats.reading.formats.article import LARGEST_TEXT, Article, Document, extra, taken_for, too_large
from cadrestats.reading.formats.columns import Piece, ems, paragraphs, set_vertically

if TYPE_CHECKING:
    from pypdfium2 import PdfPage

_PASSWORD = "Incorrect password"  # how PDFium words it
# What PDFium puts for the hyphen at a line end, and for what has no character.
_NO_CHARACTERS = dict.fromkeys(map(ord, "\x02\ufffe\uffff\0"))


def pdf(document: Document) -> Iterator[Article]:
    """Read a PDF document with a text layer.

    Args:
        document: The file.

    Yields:
        Its text, one article a file.

    Raises:
        UnreadableReport: It is damaged, needs a password, is a scan without text or set vertically, or has more text
            than a report.
    """
    with extra("documents"):
        from pypdfium2 import PdfDocument
    lines: list[str] = []
    room, vertical, characters = LARGEST_TEXT, 0, 0
    with taken_for("a PDF document"):
        if b"%PDF-" not in document.stream.read(1024):  # PDFium would search the whole file for it
            raise ValueError("no %PDF- at its beginning")
        document.stream.seek(0)
        try:
            opened = PdfDocument(document.stream)
        except Exception as error:
            if _PASSWORD in str(error):
                raise UnreadableReport("This PDF document needs a password: save it without one.") from error
            raise
        try:
            for number in range(len(opened)):
                page = opened[number]
                pieces = list(_pieces(page))
                vertical += set_vertically(pieces)
                characters += sum(len(piece.text) for piece in pieces)
                for line in paragraphs(pieces):
                    room -= len(line.encode())
                    if room < 0:
                        raise UnreadableReport(too_large("text", LARGEST_TEXT))
                    lines.append(line)
                page.close()
        finally:
            opened.close()
    if not lines:
        raise UnreadableReport(
            "This PDF document holds pictures of pages and no text (a scan): have the text recognised first, "
            "such as with ocrmypdf -l chi_sim."
        )
    if 2 * vertical > characters:
        raise UnreadableReport(
            "The text of this PDF document is set vertically, which is not read: save its text as .txt "
            "from a PDF viewer or the page that it was made from."
        )
    yield Article(name=document.name, data="\n".join(lines).encode("utf-8-sig"))


def _pieces(page: PdfPage) -> Iterator[Piece]:
    """The pieces of text of a page, each on one line and in one font."""
    text = page.get_textpage()
    try:
        for index in range(text.count_rects()):
            left, bottom, right, top = text.get_rect(index)
            shown = text.get_text_bounded(left, bottom, right, top).translate(_NO_CHARACTERS)
            shown = shown.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
            if words := " ".join(shown.split()):
                # The white that a paragraph begins with may be characters, which are inside the rectangle.
                white = ems(shown[: len(shown) - len(shown.lstrip())]) / ems(shown)
                yield Piece(left + white * (right - left), bottom, right, top, words)
    finally:
        text.close()
