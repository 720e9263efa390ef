"""What a container tells of a report besides its text: its headline and its day of publication."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone

from cadrestats.models import Block
from cadrestats.reading import byline

_CHINA = timezone(timedelta(hours=8))
# Seconds and milliseconds from 2001 to 2065: what stores a date as a number.
_SECONDS = range(10**9, 3 * 10**9)
# /2023-02/15/, /2023/0215/, /20230215/, t20230215_: how sites and content management systems name pages.
_IN_URL = re.compile(r"(?<!\d)((?:19|20)\d\d)([-/]?)(0[1-9]|1[0-2])([-/]?)(0[1-9]|[12]\d|3[01])(?!\d)")


def headline(value: object) -> str:
    """A headline on one line, empty where there is none.

    Args:
        value: What a column or a page gives for it.
    """
    return " ".join(str(value).split()) if value is not None else ""


def day(value: object) -> str:
    """A date of publication as ISO 8601, in whole or in part; empty where the value tells none.

    Args:
        value: A date, text that holds one in any way that papers write it, or seconds or milliseconds since 1970,
            which are taken for China Standard Time.

    >>> day("2023年2月15日 08:30"), day(1676421000), day("昨天")
    ('2023-02-15', '2023-02-15', '')
    """
    if isinstance(value, datetime):
        return (value.astimezone(_CHINA) if value.tzinfo else value).date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    words = headline(value)
    if not words:
        return ""
    if re.fullmatch("(?:19|20)[0-9]{2}", words):
        return words
    if re.fullmatch(r"\d{10}(\.\d+)?|\d{13}", words):
        seconds = int(words[:10])
        return datetime.fromtimestamp(seconds, UTC).astimezone(_CHINA).date().isoformat() if seconds in _SECONDS else ""
    return byline.published(words, [Block(kind="byline", start=0, end=len(words))], "")


def day_in_url(url: object) -> str:
    """The date that the address of a page holds, empty where it holds none.

    Args:
        url: The address.

    >>> day_in_url("http://news.example.org/2023-02/15/content_1.htm")
    '2023-02-15'
    """
    found = _IN_URL.search(headline(url))
    return day(f"{found[1]}-{found[3]}-{found[5]}") if found else ""
