"""Pages: the main text of a saved web page, its headline and its day, without menus and advertisements."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from configparser import ConfigParser
from copy import deepcopy
from email import message_from_bytes, policy
from email.message import EmailMessage

from cadrestats.reading.encoding import decode
from cadrestats.reading.errors import UnreadableReport
from cadrestats.reading.formats import told
from cadrestats.reading.formats.article import Article, Document, extra, taken_for, whole

LARGEST_PAGE = 20_000_000
"""Bytes of a page, its pictures included where they stand in it."""

# Characters from which on a text is believed to be the article. A Hanzi says as much as four Latin letters,
# for which trafilatura's own setting (250) is made.
_SHORTEST_TEXT = 60
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
# Names that pages give to what is really their larger successor.
_LARGER = {"gb2312": "gb18030", "gbk": "gb18030", "big5": "big5hkscs"}


def html(document: Document) -> Iterator[Article]:
    """Read a page (.html, .htm).

    Args:
        document: The page, in the encoding that it declares or any other that reports are read in.

    Yields:
        Its article.

    Raises:
        UnreadableReport: The page is no text, or holds none.
    """
    yield _article(document.name, _text(whole(document.stream, LARGEST_PAGE, "page")), "")


def mhtml(document: Document) -> Iterator[Article]:
    """Read a page saved with its pictures in one file (.mhtml, .mht; RFC 2557).

    Args:
        document: The file, as browsers write it.

    Yields:
        The article of its first page.

    Raises:
        UnreadableReport: The file holds no page, or the page no text.
    """
    with taken_for("a web archive"):
        message = message_from_bytes(whole(document.stream), _class=EmailMessage, policy=policy.default)
        part = next((part for part in message.walk() if part.get_content_type() == "text/html"), None)
        content = part.get_payload(decode=True) if part is not None else None
    if part is None or not isinstance(content, bytes):
        raise UnreadableReport("This is not a web archive, or it holds no page.")
    charset = part.get_content_charset()
    url = message.get("Snapshot-Content-Location") or part.get("Content-Location") or ""
    yield _article(document.name, _text(content, charset), str(url))


def _text(data: bytes, charset: str | None = None) -> str:
    """Decode a page by what it declares, where that is true, else by its bytes."""
    declared = _CHARSET.search(data[:4096])
    charset = charset or (declared[1].decode("ascii") if declared else "")
    try:
        codec = codecs.lookup(_LARGER.get(charset.lower(), charset)).name
        return data.decode(codec) if codec != "utf-8" else decode(data)
    except (LookupError, UnicodeDecodeError, ValueError):
        return decode(data)


def _article(name: str, page: str, url: str) -> Article:
    with extra("documents"):
        from trafilatura import bare_extraction
        from trafilatura.settings import DEFAULT_CONFIG
        from trafilatura.settings import Document as Extracted
    config: ConfigParser = deepcopy(DEFAULT_CONFIG)
    config["DEFAULT"]["MIN_EXTRACTED_SIZE"] = str(_SHORTEST_TEXT)
    # A date is believed where the page declares it, not where any number on it looks like one.
    dates = {"original_date": True, "extensive_search": False}
    with taken_for("a web page"):
        found = bare_extraction(
            page, url or None, with_metadata=True, include_comments=False, config=config, date_extraction_params=dates
        )
    if not isinstance(found, Extracted) or not (found.text or "").strip():
        raise UnreadableReport("This page holds no text that could be a report.")
    return Article(
        name=name,
        data=(found.text or "").encode("utf-8-sig", "replace"),
        title=told.headline(found.title),
        published=told.day(found.date) or told.day_in_url(url or found.url),
    )
