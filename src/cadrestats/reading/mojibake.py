"""Repair of mojibake: text whose bytes were decoded by the wrong table, made readable again.

The rules are tried in order, again and again until none finds anything, so that text garbled twice unfolds layer by
layer. Each rule proposes stretches; a stretch is replaced only where the new reading is the likelier one (``lattice``).

Limits. One garbled Hanzi or mark standing alone in an otherwise clean text (``£¬``) is left as it is: nothing proves
it. Once a longer run is found, short runs are believed as well; a Western word of two accented letters that stands
alone there (``Çà``) reads as a Hanzi. A rare Hanzi whose code ends in an ASCII letter reads as a Western word before
more letters (``ÈcAPP``), and as a clean mark and a letter or digit where it begins with a quotation mark, dash
or ellipsis of Windows-1252 (``…l`` for 卨). Text made mostly of rare Hanzi or symbols is no evidence of Chinese; text
that holds runs such as ``×÷ÓÃ`` on purpose is taken for garbled.
A byte that was lost is restored where 0xAD, the soft hyphen, makes a common Hanzi, and only if the text holds no other
soft hyphen; where a question mark, U+FFFD or a space stands for it, if one Hanzi is far likelier than all others; else
U+FFFD stands for the Hanzi. The rule of such a repair ends in ``?``. Two losses close together can pass for other
Hanzi (told by ``?`` only where they are unusual ones), and ``……`` without its soft hyphens is an ideographic space.
UTF-8 that was read as GBK and then shown as Latin-1 is left: its Hanzi are as rare as those of a wrong decoding.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from cadrestats.models import Repair
from cadrestats.reading.hanzi import COMMON, TRADITIONAL, bits
from cadrestats.reading.lattice import ALONE, AMONG, HIGH, SPECIALS, Reading, cheapest, kept, strict, to_bytes
from cadrestats.reading.marks import pinyin_notes, symbol_digits, without_width
from cadrestats.reading.offsets import moved
from cadrestats.reading.stretches import Stretch, replaced, segments
from cadrestats.reading.utf8 import utf8_as_gbk

# A stretch that may be bytes: all of it stands in ASCII, Latin-1 or Windows-1252, and on one line.
_BYTES = re.compile(f"[\t -~{HIGH}\ufffd]+")
# A pair of bytes at least, and a longer run, without which no text is taken to be garbled.
_PAIR = re.compile(f"[\x80-\xff][{HIGH}@-~]|[{HIGH}][\x80-\xff]")
_RUN = re.compile(f"[\x80-\xff]{{2}}[{HIGH}]|[{HIGH}][\x80-\xff]{{2}}")
# A Western letter by itself before ASCII letters (Ångström): a code of two bytes by chance.
_WESTERN = re.compile(f"(?<![{HIGH}])[\xc0-\xff][A-Za-z]{{2}}")
_ENTITIES = re.compile(r"(?:&#?\w{2,8};){2}")
_UTF8 = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|\xf0[\x90-\xbf][\x80-\xbf]{2}")
_NOT_ASCII = re.compile(rb"[\x80-\xff]")
# What ftfy mends: bytes of UTF-8 shown one by one, Windows-1252 shown as C1 controls; and where no Hanzi stand.
_FTFY = re.compile(f"[\x80-\x9f]|[\xc2-\xf4][\x80-\xbf{SPECIALS}]|\xc3 ")
_NOT_CJK = re.compile("[^\n\u2e80-\ud7ff\uf900-\ufaff\ufe30-\uffef\U00020000-\U0003ffff]+")

# Mean bits of a Hanzi: usual text has 9 to 12, Hanzi of level 1 drawn by lot 14, wrongly decoded ones 19.
_USUAL, _ODD, _STRANGE, _PLAUSIBLE = 11.0, 12.5, 14.5, 16.5
_HANZI = re.compile("[\u4e00-\u9fff]")
_COMMON = re.compile(f"[{COMMON}{TRADITIONAL}，。、]")
_NOT_ASCII_TEXT = re.compile("[^\x00-\x7f]+")
_CHINESE = re.compile("[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")
# A piece ends where a clause does: at a comma (A3 AC), or at a sign of ASCII that no code ends with.
_PIECE = re.compile("(?:[^\xa3 -/:->]|\xa3(?!\xac))+(?:\xa3\xac|[ -/:->]*)|[ -/:->]+|\xa3\xac")
_FEW = 3
_PROOF = 2000  # so many characters of a line prove that it is garbled
_CLAUSES = re.compile("[\u4e00-\u9fff]{4,}")


def repair(text: str) -> tuple[str, tuple[Repair, ...]]:
    r"""Make the garbled parts of a text readable.

    Args:
        text: A report's text, its lines ended by ``\n``; the repairs keep the lines.

    Returns:
        The text, and what was repaired, in the order in which it was done. Clean text comes back as it is.

    >>> repair("ÀëÍËÐÝ¸É²¿ 12 Ãû")[0]
    '离退休干部 12 名'
    >>> repair("Müller-Lüdenscheidt, 50±3 µm")
    ('Müller-Lüdenscheidt, 50±3 µm', ())
    """
    repairs: list[Repair] = []
    if text.isascii() and "&" not in text:
        return text, ()
    changed = True
    while changed:
        changed = False
        for rule in RULES:
            if stretches := list(rule(text)):
                text, done = _apply(text, stretches)
                repairs = [*moved(repairs, stretches), *done]
                changed = True
    return text, tuple(repairs)


def _apply(text: str, stretches: Iterable[Stretch]) -> tuple[str, list[Repair]]:
    """Put the replacements in, and log them with their lines."""
    parts, repairs, position, line, longer = [], [], 0, 1, 0
    for start, end, after, rule in stretches:
        line += text.count("\n", position, start)
        now = start + longer
        repairs.append(
            Repair(rule=rule, line=line, before=text[start:end], after=after, start=now, end=now + len(after))
        )
        parts += [text[position:start], after]
        longer += len(after) - (end - start)
        position = end
    return "".join([*parts, text[position:]]), repairs


class _Garbling(NamedTuple):
    """What is known of the text that a stretch stands in.

    Attributes:
        codec: What its bytes were written in.
        entry: Toll in bits for passing from clean to garbled text.
        lossy: Whether soft hyphens may have been dropped.
    """

    codec: str
    entry: float
    lossy: bool


def _gbk_as_bytes(text: str) -> Iterator[Stretch]:
    """GBK, GB 18030 or Big5 shown as Latin-1 or Windows-1252."""
    lossy = "\xad" not in text
    alone = _Garbling("gb18030", ALONE, lossy)
    if any(_may_be_chinese(shown) and _reading(shown[:_PROOF], alone) for _, shown in segments(text, _RUN, _BYTES)):
        known = _Garbling(_codec(text), AMONG, lossy)
        for start, shown in segments(text, _PAIR, _BYTES):
            if found := _reading(shown, known):
                rule, reading = found
                yield replaced(start, shown, reading.text, rule)


def _may_be_chinese(shown: str) -> bool:
    """Whether the bytes, read carelessly, hold the common Hanzi that every Chinese text holds."""
    raw = to_bytes(shown)
    for codec in ("gb18030", "big5"):
        read = raw.decode(codec, "replace")
        if 8 * len(_COMMON.findall(read)) > sum(map(len, _NOT_ASCII_TEXT.findall(read))):
            return True
    return False


def _codec(text: str) -> str:
    """GB 18030 or Big5: which makes the likelier text of most lines that either can read."""
    votes = 0
    for _, shown in segments(text, _RUN, _BYTES):
        if not _is_utf8(shown):
            gbk, big5 = strict(shown, "gb18030", 0.0), strict(shown, "big5", 0.0)
            votes += len(shown) * ((big5.cost < gbk.cost) - (gbk.cost < big5.cost))
    return "big5" if votes > 0 else "gb18030"


def _gbk_as_entities(text: str) -> Iterator[Stretch]:
    """The same, its characters written as HTML entities (``&Agrave;&Iuml;``)."""
    known = _Garbling("gb18030", ALONE, lossy=False)
    for start, shown in segments(text, _ENTITIES, _BYTES):
        plain = html.unescape(shown)
        if _BYTES.fullmatch(plain) and _may_be_chinese(plain) and (found := _reading(plain, known)):
            known = known._replace(entry=AMONG)
            yield replaced(start, shown, found[1].text, f"{found[0].removesuffix('?')}-entities")


def _reading(shown: str, known: _Garbling) -> tuple[str, Reading] | None:
    """The rule and the likeliest reading of a segment, nothing where that is the segment itself."""
    if _is_utf8(shown):
        return None
    best, codec = strict(shown, known.codec, known.entry), known.codec
    doubtful = bool(_WESTERN.search(shown)) or (known.lossy and _has_odd_clause(best.text))
    if not doubtful and _mean(best) <= _USUAL:
        return _rule(known, best), best
    plain = kept(shown)
    other = "big5" if codec == "gb18030" else "gb18030"
    rival = strict(shown, other, known.entry)
    if _mean(rival) <= _USUAL and rival.cost < best.cost:
        best, codec = rival, other
    elif doubtful or best.cost >= plain.cost or _mean(best) > _PLAUSIBLE:
        best = _by_pieces(shown, known._replace(codec=codec))
    if best.text == shown or best.cost >= plain.cost:
        return None
    return _rule(known._replace(codec=codec), best), best


def _by_pieces(shown: str, known: _Garbling) -> Reading:
    """The likeliest reading, the lattice asked only where the bytes as they stand make no usual Chinese.

    A lost byte shifts what follows up to the next sign that is half of no character: there the pieces end.
    """
    readings: list[Reading] = []
    before = ""
    for found in _PIECE.finditer(shown):
        reading = strict(found[0], known.codec, 0.0 if before else known.entry)
        odd = (
            _WESTERN.search(found[0])
            or _has_odd_clause(reading.text)
            or _mean(reading) > (_PLAUSIBLE if before else _ODD)
        )
        if odd or not (before or len(_HANZI.findall(reading.text)) >= _FEW):
            reading = cheapest(found[0], known.entry, known.lossy, known.codec, before)
        before = found[0][-1:] if before or not odd else ""
        readings.append(reading)
    return Reading(
        "".join(reading.text for reading in readings),
        sum(reading.cost for reading in readings),
        any(reading.specials for reading in readings),
        all(reading.certain for reading in readings),
    )


def _rule(known: _Garbling, reading: Reading) -> str:
    """The name of a repair; it says so where a byte was lost, or seems to be, so that Hanzi may be wrong."""
    codec = "gbk" if known.codec == "gb18030" else known.codec
    doubtful = not reading.certain or (known.lossy and _has_odd_clause(reading.text, _STRANGE))
    return f"{codec}-as-{_table(reading)}{'?' if doubtful else ''}"


def _table(reading: Reading) -> str:
    """The table by which the bytes were shown."""
    return "cp1252" if reading.specials else "latin1"


def _mean(reading: Reading) -> float:
    """Bits for each of its Hanzi and Chinese marks."""
    return reading.cost / max(1, len(_CHINESE.findall(reading.text)))


def _has_odd_clause(text: str, odd: float = _ODD) -> bool:
    """Whether the Hanzi between two marks are unusual, as they are where two lost bytes shift what is between them."""
    return any(bits(clause) > odd * len(clause) for clause in _CLAUSES.findall(text))


def _is_utf8(shown: str) -> bool:
    """Whether the bytes are rather those of UTF-8, which is left to ftfy."""
    raw = to_bytes(shown)
    if sum(map(len, _UTF8.findall(raw))) < 0.8 * len(_NOT_ASCII.findall(raw)):
        return False
    try:
        text = raw.decode()
    except UnicodeDecodeError:
        return len(_UTF8.findall(raw)) >= 2 and _mean(strict(shown, "gb18030", 0.0)) > _ODD
    if len(_HANZI.findall(text)) >= 3:
        return True
    # GBK text that is valid UTF-8 by chance gives letters of any script, few of them Western.
    cost = sum(0 if char.isascii() else 6 if char <= "\xff" else 16 for char in text)
    return cost < strict(shown, "gb18030", 0.0).cost


def _ftfy(text: str) -> Iterator[Stretch]:
    """What ftfy is good at: UTF-8 shown as Latin-1, Windows-1252 and their kin.

    Its stage for encodings alone: the widths, quotes and ligatures of Chinese text are as they should be. Unlike
    ``fix_text``, ``fix_encoding_and_explain`` heeds ``decode_inconsistent_utf8``.
    """
    for start, shown in segments(text, _FTFY, _NOT_CJK):
        from ftfy import TextFixerConfig, fix_encoding_and_explain  # takes long, and few texts need it

        fixed = fix_encoding_and_explain(shown, TextFixerConfig(decode_inconsistent_utf8=False)).text
        if fixed != shown:
            yield replaced(start, shown, fixed, "ftfy")


RULES: tuple[Callable[[str], Iterator[Stretch]], ...] = (
    _gbk_as_bytes,
    _gbk_as_entities,
    utf8_as_gbk,
    _ftfy,
    without_width,
    symbol_digits,
    pinyin_notes,
)
