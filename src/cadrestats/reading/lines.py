"""Lines: what a single line of a newspaper page says about itself, before its neighbours are looked at.

Whether it is open (breaks off in mid-sentence), a byline, a caption, a headline, the beginning of a paragraph.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal

Ending = Literal["stop", "pause", "soft", "open"]

# Widths are in columns of a terminal, as printers' en: two for a Hanzi, one for a Latin letter or digit.
LONGEST_HEADLINE = 80
LONGEST_PLAIN_HEADLINE = 60
LONGEST_FURNITURE = 240
CLOSERS = "”’」』）)】》〉］]"
OPENERS = "“‘「『（(【《〈［["
_ENDINGS: dict[str, Ending] = {
    **dict.fromkeys("。！？!?…．.", "stop"),
    **dict.fromkeys("；;：:—", "pause"),
    **dict.fromkeys("，、,·", "soft"),
}
_LEADING = "，、。；：！？,;!?%％" + CLOSERS
_LINKS = frozenset("的和与及把被对从向将由并且或")
_PARTICLES = frozenset("的了着们等")
_UNEVEN = 2
_TAIL = 12
_LONGEST_NOTICE = 40
#: Each step of the layout asks again what a line is; so many answers are remembered.
_ASKED_AGAIN = 1 << 10

_WORD = re.compile(r"[^\W\d_]")
_ITEM = re.compile(
    r"[◆●■▲★◇○□△☆※▶•]|[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十\d]{1,3}[）)]|\d{1,2}[.．、](?!\d)"
)
_DATELINE = re.compile(
    r"[（(]?(?:本报|本刊|本网|新华社|中新社|[^，。,：:]{0,12}?(?:日报|晚报|晨报|时报|在线|网|客户端)[^，。,：:]{0,6}?)"
    r"[^，。,：:]{0,14}?(?:讯|电)(?=[\s(（]|[\u4e00-\u9fff])"
)
_DATELINE_AND_MORE = re.compile(r"本报[^，。,：:；;（(]{0,14}[讯电]\s?[（(][^（()）]{2,60}[）)].{4}")
# How a sentence opens and a headline hardly ever does.
_PROSE = re.compile(
    r"(?:今年|去年|近年来|目前|截至|截止|此外|同时|另外|与此同时|据悉|据|近日|日前|\d{4}年|\d{1,2}月\d{1,2}日)[^，,]{0,6}[，,]"
    r"|每(?:年|月|季度|周|天|逢)|随着|为(?:了|进一步)|今年以来|截至目前"
)
_BREAK = re.compile('[ “”"：:|丨！？!?]')
_COMMA = re.compile(r"(?<!\d)[，,]|[，,](?!\d)")

_DATE = r"\d{4}(?:-\d{1,2}-\d{1,2}|/\d{1,2}/\d{1,2}|\.\d{1,2}\.\d{1,2}|年\d{1,2}月\d{1,2}日)"
_DATE_ALONE = re.compile(
    rf"{_DATE}|\d{{4}}年\d{{1,2}}月|[一二][〇○零一二三四五六七八九]{{3}}年[一二三四五六七八九十]+月(?:[一二三四五六七八九十]+日)?"
)
# A source, a date, perhaps a time and a page: words that follow at once belong to a sentence or a headline.
_DATED = re.compile(
    rf"[（(【]?(?:[^，。；,;\d]{{0,12}}\d{{1,2}}月\d{{1,2}}日[讯电])?[^，。；,;\d]{{0,16}}{_DATE}"
    r"(?:[ T]?\d{1,2}:\d\d(?::\d\d)?)?"
    r"(?:[ （(|丨A-Z第][^，。；,;]{0,24})?[)）】]?"
)
_CREDIT = re.compile(
    r"[（(【\[]?\s*(?:(?:文|图|文图|文字|图片|视频|摄影|撰文|撰稿|供稿|来源|信息来源|稿件来源|稿源|作者|编辑|责任编辑|责编|"
    r"美术编辑|美编|版式|校\s?对|审核|审签|初审|复审|终审|监制|编审|策划|统筹|制图|发布时间|发布日期|发布单位|发表时间|"
    r"更新时间|日期|时间|浏览次数|点击数|阅读量|字号)\s?[/／:：]"
    r"|(?:本报|本网|[^，。,：:；;]{0,16})?(?:见习|特约|实习)?(?:记者|通讯员|实习生)\s?[/／:： ])"
)
_CREDIT_ALONE = re.compile(
    r"[（(]?(?:本报|本网|本刊)?(?:(?:见习|特约|实习)?(?:记者|通讯员|实习生)(?!手记|札记|观察|调查|站|部)[^，。,；;：:]{2,12}){1,4}[)）]?"
)
_PAGE = re.compile(r"[-—· ]*(?:第?\s?[A-Z]?\d{1,3}\s?[版页]?)[-—· ]*")
# What a page puts between the lines of its articles.
_NOTICE = re.compile(
    r"[【\[（(]?(?:广告|推广|公益广告)[】\]）)]?(?:[^，。]{0,24}|.{0,24}[^。])|(?:扫[一描码]|长按|点击|微信扫)[^。]{0,8}(?:关注|下载|识别|进入|扫码)[^。]{0,16}"
    r"|分享(?:到|至)[:：]?.{0,24}|(?:上|下)一(?:页|篇).{0,24}|(?:相关阅读|延伸阅读|返回(?:首页|目录)|打印本页|关闭窗口).{0,24}"
    r"|[^，。]{2,8}(?:日报|晚报|晨报|时报|都市报)"
    r"(?:[ 　]*(?:星期[一二三四五六日天]|[^，。 　]{2,4}|第?[A-Z]?\d{1,3}版?)){0,4}"
)
_CAPTION = re.compile(
    r"(?:[（(]?(?:图为|上图|下图|左图|右图|资料图|题图|图[①-⑳\d一二三四五六][:：]?).*"
    r"|.*(?:供图|(?:[ /／。”」)）]|记者|通讯员|图片)[^，。,；;]{0,12}[^拍]摄|[/／ ]\S{1,12} 摄影"
    r"|(?:由|[图/／:：。 ])[^，。,；;]{0,24}提供))。?[)）]?"
)


@dataclass(slots=True)
class Line:
    """One printed line, or several that were found to be one.

    Attributes:
        parts: The printed lines, in order.
        width: The width of all parts in columns, two for a Hanzi.
        level: The level of a Markdown heading, else 0.
        gap: Whether a picture or a large blank space stood above.
        parted: Whether more blank lines stood above than above most lines.
        tail: The last characters, enough to see how the line ends.
    """

    parts: list[str]
    width: int
    level: int = 0
    gap: bool = False
    parted: bool = False
    tail: str = field(default="", init=False)

    def __post_init__(self) -> None:
        self.tail = self.parts[0][-_TAIL:]

    @property
    def head(self) -> str:
        """The first printed line."""
        return self.parts[0]

    @property
    def text(self) -> str:
        """All parts put together: Chinese without a space, Latin words with one."""
        if len(self.parts) == 1:
            return self.parts[0]
        glued = [self.parts[0]]
        for before, after in zip(self.parts, self.parts[1:], strict=False):
            glued += [" ", after] if _is_latin(before[-1]) and _is_latin(after[0]) else [after]
        return "".join(glued)

    def extend(self, other: Line) -> None:
        """Put another line at the end of this one."""
        self.parts += other.parts
        self.width += other.width
        self.tail = (self.tail + other.tail)[-_TAIL:]


def width(text: str) -> int:
    """The printed width of a text in columns: two for a Hanzi or full-width mark, one for a Latin letter."""
    return len(text.encode("gbk", "replace")) if not text.isascii() else len(text)


def _is_latin(character: str) -> bool:
    return character.isascii() and character.isalpha()


def ending(tail: str) -> Ending:
    """How a line ends: at a stop, a pause, softly (a comma or an opening bracket), or open in mid-sentence.

    Closing quotation marks and brackets are looked through: ``他说好。”`` ends at a stop, ``“重阳”`` is open.
    """
    if tail[-1] in OPENERS:
        return "soft"
    inner = tail.rstrip(CLOSERS + "\"' ")
    if not inner:
        return "open"
    if inner[-1] == "." and len(inner) > 1 and not inner[-2].isascii():
        return "stop"
    return _ENDINGS.get(inner[-1], "open")


def furniture(text: str, columns: int) -> Literal["byline", "caption", ""]:
    """Whether a line is a byline (names, source, date, page number), a caption by its own words, or neither."""
    return "" if columns > LONGEST_FURNITURE else _furniture(text, columns)


@lru_cache(maxsize=_ASKED_AGAIN)
def _furniture(text: str, columns: int) -> Literal["byline", "caption", ""]:
    if is_of_page(text) or _CREDIT_ALONE.fullmatch(text):
        return "byline"
    if _DATELINE_AND_MORE.match(text):
        return ""
    if columns <= LONGEST_HEADLINE * 2 and text[-1] not in "。！？；" and _tells_source(text):
        return "caption" if text.endswith("摄") else "byline"
    return "caption" if _CAPTION.fullmatch(text) else ""


def _tells_source(text: str) -> bool:
    """Whether a line names who wrote it, where it comes from, or its day."""
    return any((_CREDIT.match(text), _DATED.fullmatch(text), _DATE_ALONE.fullmatch(text)))


def is_of_page(text: str) -> bool:
    """Whether a line is the page's own: its number, its running head, an advertisement, a button."""
    return len(text) <= _LONGEST_NOTICE and _is_notice(text)


@lru_cache(maxsize=_ASKED_AGAIN)
def _is_notice(text: str) -> bool:
    return (_PAGE.fullmatch(text) or _NOTICE.fullmatch(text)) is not None


def is_date(text: str) -> bool:
    """Whether a line is nothing but a date."""
    return len(text) <= _TAIL and _DATE_ALONE.fullmatch(text) is not None


def is_fragment(text: str) -> bool:
    """Whether a line is only digits and marks, as where a page sets them in a font of their own."""
    return len(text) <= _TAIL and _WORD.search(text) is None


def is_headline(line: Line, first: bool = False) -> bool:
    """Whether a line could be a headline: short, open at its end, hardly a comma in it.

    Args:
        line: The line.
        first: Whether it is the first of the report, where a headline may be long without a break.
    """
    if line.width > 1.5 * LONGEST_HEADLINE or ending(line.tail) in ("stop", "soft"):
        return False
    text = line.text
    if line.tail.endswith(("；", ";", "：", ":")) or "。" in text or not _WORD.search(text) or _PROSE.match(text):
        return False
    commas = len(_COMMA.findall(text))
    if "——" in text and not commas:
        return True
    longest = LONGEST_HEADLINE if first or _BREAK.search(text) else LONGEST_PLAIN_HEADLINE
    return commas <= 2 and line.width <= (longest, LONGEST_PLAIN_HEADLINE, 32)[commas]


def is_open_caption(line: Line) -> bool:
    """Whether a line that ends without a stop could still be the caption of a picture above it."""
    text = line.text
    return len(_COMMA.findall(text)) <= 1 and not _PROSE.match(text) and ending(line.tail) == "open"


def is_item(head: str) -> bool:
    """Whether a line begins with the mark or number of a list, such as ``◆``, ``一、``, ``（二）``, ``3.``."""
    return _ITEM.match(head) is not None


def is_dateline(head: str) -> bool:
    """Whether a line begins a news item: ``本报讯``, ``新华社北京5月1日电``."""
    return _DATELINE.match(head) is not None


def is_joint(tail: str, head: str) -> bool:
    """Whether a line ends with a word that nothing ends with, or the next begins with one that nothing begins with."""
    return tail[-1] in _LINKS or head[0] in _PARTICLES


def is_unclosed(text: str) -> bool:
    """Whether a line opens a quotation, a title or a bracket that it does not close."""
    return any(text.count(opener) > text.count(closer) for opener, closer in ("“”", "《》", "（）", "()"))


def is_uneven(text: str) -> bool:
    """Whether commas part a line unevenly; the halves of a headline are about as long as each other."""
    lengths = [len(part) for part in re.split("[，,]", text)]
    return len(lengths) > 1 and " " not in text and max(lengths) > _UNEVEN * min(lengths)


def leads_on(head: str) -> bool:
    """Whether a line begins with a mark that no line can begin with, so that it belongs to the one above."""
    return head[0] in _LEADING
