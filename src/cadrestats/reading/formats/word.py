"""Word documents: the paragraphs of a .docx file in the order in which they are read, tables included."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import TYPE_CHECKING, Any
from zipfile import ZipFile

from cadrestats.reading.errors import UnreadableReport
from cadrestats.reading.formats.article import (
    LARGEST_DOCUMENT,
    LARGEST_TEXT,
    Article,
    Document,
    extra,
    taken_for,
    too_large,
)

if TYPE_CHECKING:
    from docx.document import Document as Body

_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_SPOKEN = {f"{_WORD}tab": " ", f"{_WORD}br": "\n", f"{_WORD}cr": "\n", f"{_WORD}noBreakHyphen": "-"}
_BOX = f"{_WORD}txbxContent"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
# Properties hold tab stops; what was moved away stands again where it went; a text box is no part of running text; a
# fallback says for old programs what stands beside it.
_UNREAD = {f"{_WORD}pPr", f"{_WORD}rPr", f"{_WORD}moveFrom", _BOX, _FALLBACK}


def docx(document: Document) -> Iterator[Article]:
    """Read a Word document (.docx).

    Insertions that are not yet accepted are read, deletions are not. Headers, footers and notes are passed over. A text
    box is read after the paragraph that it is anchored to. Headings by style become headings of Markdown, which the
    layout knows.

    Args:
        document: The file.

    Yields:
        Its text.

    Raises:
        UnreadableReport: It is no such file, or unpacks to more than can be held.
    """
    with extra("documents"):
        import docx as word
    with taken_for("a Word document"):
        check_package(document)
        lines, room = [], LARGEST_TEXT
        for line in _lines(word.Document(document.stream)):
            room -= len(line.encode(errors="replace")) + 1
            if room < 0:
                raise UnreadableReport(too_large("text", LARGEST_TEXT))
            lines.append(line)
    yield Article(name=document.name, data="\n".join(lines).encode("utf-8-sig", "replace"))


def check_package(document: Document) -> None:
    """See to it that a file of Office, which is a ZIP archive, does not unpack to more than can be held.

    Args:
        document: The file; its stream is set back to the beginning.

    Raises:
        BadZipFile: It is no ZIP archive.
        UnreadableReport: Its parts together are too large.
    """
    with ZipFile(document.stream) as package:
        if sum(part.file_size for part in package.infolist()) > 4 * LARGEST_DOCUMENT:
            raise UnreadableReport(too_large("document, unpacked,", 4 * LARGEST_DOCUMENT))
    document.stream.seek(0)


def _lines(body: Body) -> Iterator[str]:
    """The paragraphs of a document, wherever they stand: in the body, in cells of tables, in boxes, in controls."""
    from docx.text.paragraph import Paragraph

    def within(element: Any) -> Iterator[str]:  # noqa: ANN401 -- an element of lxml, which has no types
        for part in element:
            if part.tag == f"{_WORD}p":
                style = Paragraph(part, body).style
                yield _headed("".join(_words(part)), (style.name if style is not None else None) or "")
                for box in _boxes(part):
                    yield from within(box)
            elif part.tag == f"{_WORD}tr":
                yield from _row([list(within(cell)) for cell in part if cell.tag == f"{_WORD}tc"])
            elif part.tag not in _UNREAD:
                yield from within(part)

    return within(body.element.body)


def _row(cells: Sequence[Sequence[str]]) -> Iterable[str]:
    """A row of a table as one line, so that its numbers stay beside what they count; cells of prose as they are."""
    lines = list(chain.from_iterable(cells))
    if len(cells) < 2 or any(len(cell) > 1 or "。" in "".join(cell) for cell in cells):
        return lines
    return [f"| {' | '.join(lines)} |"] if any(lines) else []


def _headed(words: str, style: str) -> str:
    """A paragraph with the Markdown mark of its style."""
    if not words.strip() or not style.startswith(("Title", "Heading")):
        return words
    return f"{'#' if style == 'Title' else '##'} {' '.join(words.split())}"


def _words(element: Any) -> Iterator[str]:  # noqa: ANN401
    """The text of an element's runs, in order."""
    for part in element:
        if part.tag == f"{_WORD}t":
            yield part.text or ""
        elif part.tag in _SPOKEN:
            yield _SPOKEN[part.tag]
        elif part.tag not in _UNREAD:
            yield from _words(part)


def _boxes(element: Any) -> Iterator[Any]:  # noqa: ANN401
    """The text boxes that are anchored in an element; those inside them are theirs."""
    for part in element:
        if part.tag == _BOX:
            yield part
        elif part.tag != _FALLBACK:
            yield from _boxes(part)
