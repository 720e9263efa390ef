"""Layout: from printed lines back to whole paragraphs, and what each of them is.

A page is read in four steps, each over the lines that the one before left: lines that a change of font broke off
are put back (`_mend`), narrow columns are unwrapped (`_unwrap_columns`), paragraphs cut by a page, a caption or a
blank line are made whole (`_compose`), and the headline is found (`_entitle`). Every step is linear in the text.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import islice, pairwise

from cadrestats.models import Block, BlockKind
from cadrestats.reading import lines as printed
from cadrestats.reading.lines import Line
from cadrestats.reading.markdown import unmark
from cadrestats.reading.spacing import close_joints

# So many blank lines stand where a picture was, unless the page leaves as many everywhere.
_PICTURE = 3
# A stretch of so many lines of one width is a column; narrower ones break even headlines, so all is joined there.
_COLUMN = 5
_WIDEST_COLUMN = 88
_NARROW_COLUMN = 28
_TOLERANCE = 4
_LONGEST_CAPTION = 160
# Below a picture, so few words are the heading of what follows rather than its caption.
_SHORT_HEADING = 24
# The beginning of a cut paragraph has some words; two characters that stand together elsewhere are one, the more surely
# the more often.
_SHORTEST_CUT = 20
_MET, _FAMILIAR = 1, 2
# What may follow a number that stands on a line of its own in mid-sentence: units and marks.
_AFTER_NUMBER = frozenset(
    "年月日时万亿千百十余多个名人位次场支项件家处所张份册条篇幅部届期岁周天元吨米公平小户起届类种对批门班系套台"
    "辆座间只枚块亩号版楼层级类款笔封本把道，、。；）)%％"
)
# Printers break a line before it, if it does not fit: a word of Latin letters or digits, or one character.
_UNBREAKABLE = re.compile(r"[\x21-\x7e]+|.[，。；：、！？”》）]*")


@dataclass(slots=True)
class _Draft:
    """A block in the making."""

    line: Line
    kind: BlockKind

    @property
    def text(self) -> str:
        """The words of the block; in prose, the joints of printed lines are closed."""
        text = self.line.text
        prose = (
            self.kind != "title" and not printed.is_headline(self.line) and not printed.furniture(text, self.line.width)
        )
        return close_joints(text) if prose else text


def unwrap(text: str) -> tuple[str, tuple[Block, ...]]:
    r"""Put the wrapped lines of a report together and tell its parts apart.

    A paragraph that a caption, a heading or a page number cuts in two is put first as a whole, and what cut it
    comes after: the order of blocks changes there, and there alone. Markdown marks are taken out.

    Args:
        text: A report, repaired, in lines as they were printed.

    Returns:
        The text, whose blocks are joined by one ``\n`` each, and the blocks with their offsets in it.

    >>> unwrap("重阳节到了\n\n社区里的老人们一早就来到广场，唱歌、跳舞、写字，一直到中\n\n午。")[0]
    '重阳节到了\n社区里的老人们一早就来到广场，唱歌、跳舞、写字，一直到中午。'
    """
    drafts = _entitle(_compose(_unwrap_columns(_mend(_lines(text)))))
    blocks = []
    parts = []
    start = 0
    for draft in drafts:
        part = draft.text
        parts.append(part)
        blocks.append(Block(kind=draft.kind, start=start, end=start + len(part)))
        start += len(part) + 1
    return "\n".join(parts), tuple(blocks)


def _lines(text: str) -> list[Line]:
    """The lines that say something, without Markdown, each with what stood above it."""
    lines: list[Line] = []
    blanks: list[int] = []
    indented: list[bool] = []
    blank = 0
    picture = False
    for raw in text.splitlines():
        words, level, image = unmark(" ".join(raw.split()))
        picture |= image
        if not words:
            # A line of spaces is the end of a paragraph, not the white of a picture.
            blank = 0 if raw else blank + 1
            continue
        lines.append(Line([words], printed.width(words), level, picture))
        blanks.append(blank)
        indented.append(raw[0].isspace())
        blank, picture = 0, False
    usual = sorted(blanks)[len(blanks) // 2] if blanks else 0
    indents = 0 < 2 * sum(indented) <= len(lines)  # the first lines of paragraphs, not a whole page
    for line, above, indent in zip(lines, blanks, indented, strict=True):
        line.parted = above > usual or (indents and indent)
    if usual < _PICTURE:
        for line, above in islice(zip(lines, blanks, strict=True), 1, None):
            line.gap |= above >= _PICTURE
    return lines


def _is_plain(line: Line) -> bool:
    """Whether a line is neither a marked heading nor an item nor a byline nor a caption."""
    return not (line.level or printed.is_item(line.head) or printed.furniture(line.head, line.width))


def _mend(lines: list[Line]) -> Iterator[Line]:
    """Put back what a change of font broke off: a number, a quotation mark, a comma on a line of its own."""
    current: Line | None = None
    hold = False  # whether the next line belongs to the current one
    for index, line in enumerate(lines):
        following = lines[index + 1].head if index + 1 < len(lines) else ""
        number = _is_inner_number(line.head, following) or _is_inner_date(line.head, current)
        plain = number or _is_plain(line)
        belongs = current is not None and plain and not line.gap and (hold or number or _is_loose_mark(line, current))
        if belongs and current is not None:
            current.extend(line)
        else:
            if current is not None:
                yield current
            current = line
            if not plain:
                yield line
                current = None
        hold = plain and (number or _waits(line, current))
    if current is not None:
        yield current


def _is_inner_number(text: str, following: str) -> bool:
    """Whether a line is a number whose unit begins the next line."""
    counts = text[-1].isdigit() and printed.is_fragment(text) and not printed.is_date(text)
    return counts and following[:1] in _AFTER_NUMBER


def _is_inner_date(text: str, current: Line | None) -> bool:
    """Whether a line is a date in the middle of a sentence, not the day of publication below a headline."""
    return printed.is_date(text) and current is not None and _breaks_off(current)


def _is_loose_mark(line: Line, current: Line | None) -> bool:
    """Whether a line is only marks that belong to the one above: it is in mid-sentence, or they close it."""
    if current is None or not printed.is_fragment(line.head) or any(character.isdigit() for character in line.head):
        return False
    return printed.leads_on(line.head) or printed.ending(current.tail) in ("open", "soft")


def _waits(line: Line, current: Line | None) -> bool:
    """Whether the next line must go on from this one: it opens a bracket, or is a loose mark in mid-sentence."""
    if line.tail[-1] in printed.OPENERS:
        return True
    return _is_loose_mark(line, current) and printed.ending((current or line).tail) in ("open", "soft")


def _unwrap_columns(lines: Iterator[Line]) -> Iterator[Line]:
    """Join the lines of columns; what stands in no column goes through as it is."""
    stretch: list[Line] = []
    for line in lines:
        if line.width <= _WIDEST_COLUMN and not line.gap and _is_plain(line):
            stretch.append(line)
            continue
        yield from _unwrap_stretch(stretch)
        stretch = []
        yield line
    yield from _unwrap_stretch(stretch)


def _measure(stretch: list[Line]) -> int:
    """The width of the column that a stretch of lines is set in, 0 if it is not set in one.

    Most lines of a column are equally wide, and prose has commas: a list of names or of slogans has none.
    """
    if len(stretch) < _COLUMN:
        return 0
    widths = Counter(line.width for line in stretch)
    measure = max(widths, key=lambda w: (sum(widths[w + d] for d in (-2, -1, 0, 1, 2)), w))
    full = sum(count for w, count in widths.items() if abs(w - measure) <= _TOLERANCE)
    commas = sum(line.head.count(mark) for line in stretch for mark in "，,。、")
    return measure if full * 2 >= len(stretch) and commas * 3 >= len(stretch) else 0


def _unwrap_stretch(stretch: list[Line]) -> Iterator[Line]:
    measure = _measure(stretch)
    # Where most lines break off in mid-sentence, a full line that ends with a stop ends no paragraph by that.
    cut = 2 * sum(printed.ending(line.tail) in ("open", "soft") for line in stretch) > len(stretch)
    current: Line | None = None
    last_width = 0
    for line in stretch:
        joins = current is not None and measure and _runs_on(current, last_width, line, measure, cut)
        last_width = line.width
        if current is not None and joins:
            current.extend(line)
            continue
        if current is not None:
            yield current
        current = line
    if current is not None:
        yield current


def _runs_on(current: Line, last_width: int, line: Line, measure: int, cut: bool) -> bool:
    """Whether a line of a column runs on into the next one."""
    if printed.leads_on(line.head):
        return True
    end = printed.ending(current.tail)
    if printed.is_dateline(line.head):
        return False
    if line.parted and end in ("stop", "pause"):
        return False
    alone = len(current.parts) == 1 and (2 * last_width <= measure or " " in current.head)
    if end == "open" and alone and printed.is_headline(current):
        return False
    fits = last_width + printed.width(_UNBREAKABLE.match(line.head)[0]) <= measure  # type: ignore[index]
    if end == "stop":
        heading = (2 * line.width <= measure or " " in line.head) and printed.is_headline(line)
        return cut and not (fits or heading) and last_width <= measure + _TOLERANCE
    full = measure - _TOLERANCE <= last_width or (not fits and 2 * last_width > measure)
    if measure > _NARROW_COLUMN:
        return full and last_width <= measure + _TOLERANCE
    return line.width <= 2 * measure and (full or end != "pause")


def _compose(lines: Iterator[Line]) -> list[_Draft]:
    """Make cut paragraphs whole and say what each line is."""
    drafts: list[_Draft] = []
    host: Line | None = None  # the paragraph that broke off and waits for the rest
    pending = list(lines)
    joints = _Joints(pending)
    for index, line in enumerate(pending):
        following = pending[index + 1] if index + 1 < len(pending) else None
        led_on = joints.led_on(index)
        kind = _kind(line, first=not index, last=following is None or led_on)
        if host is not None and (_continues(host, line, kind) or (kind == "heading" and joints.meet(host, line))):
            host.extend(line)
            host = host if led_on or printed.ending(host.tail) in ("open", "soft") else None
            continue
        drafts.append(_Draft(line, kind))
        if kind == "paragraph":
            host = line if led_on or _breaks_off(line) else None
        elif host is not None and not (kind == "caption" or printed.is_of_page(line.head)):
            host = host if printed.ending(host.tail) == "soft" else None
    return drafts


class _Joints:
    """Where a line that could be a headline is the beginning of a paragraph that was cut.

    Marks, words that join, and what stands between the halves tell so; and two characters that meet at the cut and
    stand side by side elsewhere in the report, as those of a word do.
    """

    def __init__(self, lines: list[Line]) -> None:
        self._lines = lines
        self._next: list[int] = [0] * len(lines)  # the next line that is not the page's own
        after = len(lines)
        for index in reversed(range(len(lines))):
            self._next[index] = after
            if not printed.is_of_page(lines[index].head):
                after = index

    @cached_property
    def _pairs(self) -> Counter[str]:
        pairs: Counter[str] = Counter()
        for line in self._lines:
            pairs.update(map("".join, pairwise(line.text)))
        return pairs

    def led_on(self, index: int) -> bool:
        """Whether the line goes on in the next one, or in the one after what the page put between."""
        line, at = self._lines[index], self._next[index]
        if index + 1 < len(self._lines) and not line.level and printed.leads_on(self._lines[index + 1].head):
            return True
        if at == len(self._lines) or not index or line.level or line.width < _SHORTEST_CUT:
            return False
        following = self._lines[at]
        if following.level or following.gap or not _is_plain(following) or printed.is_of_page(line.head):
            return False
        if (
            "——" in line.text
            or printed.ending(line.tail) != "open"
            or printed.is_dateline(following.head)
            or not _is_plain(line)
        ):
            return False
        between = at > index + 1 and any(mark in line.text for mark in "，,、")
        return between or printed.is_uneven(line.text) or self.meet(line, following, _MET)

    def meet(self, line: Line, following: Line, familiar: int = _FAMILIAR) -> bool:
        """Whether the end of one line and the beginning of another belong together by their words."""
        pair = line.tail[-1] + following.head[0]
        joined = printed.is_joint(line.tail, following.head) or printed.is_unclosed(line.text)
        joined = joined or (pair.isalpha() and self._pairs[pair] >= familiar)
        return joined and not (following.level or printed.is_item(following.head))


def _kind(line: Line, first: bool, last: bool) -> BlockKind:
    """What a line is, by its words and its place."""
    if line.width > printed.LONGEST_FURNITURE:
        return "paragraph"
    text = line.text
    if line.level and printed.ending(line.tail) != "soft":
        return "heading"
    if furniture := printed.furniture(text, line.width):
        return furniture
    headline = printed.is_headline(line, first) and not last
    if line.gap and not last and not (headline and (line.width <= _SHORT_HEADING or " " in text)) and _is_caption(line):
        return "caption"
    return "heading" if headline else "paragraph"


def _is_caption(line: Line) -> bool:
    """Whether a line below a picture describes it: it is one sentence, or the better part of one."""
    text = line.text
    if line.width > _LONGEST_CAPTION or printed.is_item(text):
        return False
    stops = sum(text.count(mark) for mark in "。！？")
    if printed.ending(line.tail) == "stop":
        return stops <= 1
    return stops == 0 and printed.is_open_caption(line)


def _breaks_off(line: Line) -> bool:
    """Whether a paragraph breaks off in mid-sentence."""
    end = printed.ending(line.tail)
    return end == "soft" or (end == "open" and not printed.is_headline(line))


def _continues(host: Line, line: Line, kind: BlockKind) -> bool:
    """Whether a line goes on with a paragraph that broke off."""
    if line.level or kind in ("byline", "caption") or printed.is_dateline(line.head):
        return False
    if printed.leads_on(line.head) or printed.ending(host.tail) == "soft":
        return True
    return kind == "paragraph" and not printed.is_item(line.head)


def _entitle(drafts: list[_Draft]) -> list[_Draft]:
    """Find the headline and put its lines (kicker, headline, subtitle) into one block.

    The headline is what stands first, or else the headings right above the first byline.
    """
    at = _headline_at(drafts)
    if at is None:
        return drafts
    end = at + 1
    while end < len(drafts) and drafts[end].kind == "heading" and not printed.is_item(drafts[end].line.head):
        end += 1
    if not (end < len(drafts) and drafts[end].kind == "byline") or end - at > 3:
        subtitle = at + 1 < end and drafts[at + 1].line.head.startswith("—")
        end = at + 2 if subtitle else at + 1
    title = drafts[at]
    for draft in drafts[at + 1 : end]:
        title.line.parts[-1] += "" if draft.line.head.startswith("—") else " "
        title.line.extend(draft.line)
    title.kind = "title"
    return drafts[: at + 1] + drafts[end:]


def _headline_at(drafts: list[_Draft]) -> int | None:
    """Where the headline begins; a heading further down, without a byline, belongs to a section."""
    first = next((index for index, draft in enumerate(drafts) if draft.kind not in ("byline", "caption")), None)
    if first is None:
        return None
    if drafts[first].kind == "heading" or _stands_as_headline(drafts, first):
        return first
    run = None  # where the headings right above begin
    for index, draft in enumerate(drafts):
        if draft.kind == "byline" and run is not None:
            return run
        run = (index if run is None else run) if draft.kind == "heading" else None
    return None


def _stands_as_headline(drafts: list[_Draft], index: int) -> bool:
    """Whether a line is a headline for where it stands, although it is long or ends with ``？`` or ``！``."""
    line = drafts[index].line
    if index + 1 == len(drafts) or line.width > 2 * printed.LONGEST_HEADLINE or "。" in line.text:
        return False
    return drafts[index + 1].kind == "byline" or (
        line.width <= printed.LONGEST_HEADLINE and line.tail.endswith(("？", "！", "?", "!"))
    )
