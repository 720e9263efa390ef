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
U+FFFD stands for the Hanzi. The rule of such a repair ends in ``?``. Two soft hyphens lost close together can pass
for other Hanzi: where any are known to be lost, every repair of the text has the ``?``, and a single ideographic space
in prose is taken for ``……``, which looks so without its soft hyphens.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterable, Iterator
from itertools import chain, islice

from cadrestats.models import Repair
from cadrestats.reading.hanzi import BITS, COMMON, LEVEL_2, TRADITIONAL, bits
from cadrestats.reading.lattice import (
    ALONE,
    AMONG,
    BIG5,
    BYTES,
    GBK,
    HIGH,
    SPECIALS,
    Garbling,
    Reading,
    beyond_ascii,
    cheapest,
    kept,
    strict,
    to_bytes,
)
from cadrestats.reading.marks import pinyin_notes, symbol_digits, without_width
from cadrestats.reading.offsets import moved
from cadrestats.reading.restoration import Gapped, filled
from cadrestats.reading.stretches import Stretch, replaced, segments
from cadrestats.reading.utf8 import utf8_as_bytes, utf8_as_gbk

# A pair of bytes at least, and a longer run, without which no text is taken to be garbled.
_PAIR = re.compile(f"[\x80-\xff][{HIGH}@-~]|[{HIGH}][\x80-\xff]")
_RUN = re.compile(f"[\x80-\xff]{{2}}[{HIGH}]|[{HIGH}][\x80-\xff]{{2}}")
# A Western letter by itself before ASCII letters (Ångström): a code of two bytes by chance.
_WESTERN = re.compile(f"[A-Za-z](?<=[\xc0-\xff].)[A-Za-z](?<![{HIGH}].{{3}})")
_HOLES = re.compile(f"(?<=[{HIGH}])[ ?\ufffd]|[?\ufffd](?=[{HIGH}])")
_VISIBLE = re.compile("[?\ufffd]")
_NOT_GOING_ON = bytes([*range(0x80), *range(0xC0, 0x100)])
_ENTITIES = re.compile(r"(?:&#?\w{2,8};){2}")
_UTF8 = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|\xf0[\x90-\xbf][\x80-\xbf]{2}")
# What ftfy mends: bytes of UTF-8 shown one by one, Windows-1252 shown as C1 controls; and where no Hanzi stand.
_FTFY = re.compile(f"[\x80-\x9f]|[\xc2-\xf4][\x80-\xbf{SPECIALS}]|\xc3 ")

_OF_OTHERS = re.compile("[^\n\u2e80-\ud7ff\uf900-\ufaff\ufe30-\uffef\U00020000-\U0003ffff]+")

_EASTERN = re.compile("[\u3000-\u9fff\uff00-\uffef]")

# Mean bits of a Hanzi: usual text has 9 to 12, Hanzi of level 1 drawn by lot 14, wrongly decoded ones 19.
_USUAL, _ODD, _STRANGE, _PLAUSIBLE = 11.0, 12.5, 14.5, 16.5
_HANZI = re.compile("[\u4e00-\u9fff]")
_COMMON = re.compile(f"[{COMMON}{TRADITIONAL}，。、]")
_NOT_ASCII_TEXT = re.compile("[^\x00-\x7f]+")
_CHINESE = re.compile("[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")
# A piece ends where a clause does: at a comma (A3 AC), or at a sign of ASCII that no code ends with.
_PIECE = re.compile("(?:[^\xa3 -/:->]|\xa3(?!\xac))+(?:\xa3\xac|[ -/:->]*)|[ -/:->]+|\xa3\xac")
_PIECE_WITH_SPACES = re.compile("(?:[^\xa3!-/:->]|\xa3(?!\xac))+(?:\xa3\xac|[!-/:->]*)|[!-/:->]+|\xa3\xac")
_ELLIPSIS, _PROSE = re.compile(r"(?<=\S)\u3000(?!\s)"), re.compile("[，。]")
_WHOLE = 12.0  # bits by which a reading with losses or clean parts must be better than a whole one
_FEW = 3
_FEW_HOLES = 200  # a question mark or space beside one of so many bytes may stand for a lost one
_SAMPLE, _COMMA = 20, "\xa3\xac"  # so many segments tell of a text; a comma of GBK
_MUCH = 500  # characters that are bytes
_FEW_LOSSES = 10  # bytes are lost throughout a text where one line of so many has losses
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
    # After each repair from the beginning: what is left of a layer may be the bytes of the next.
    while found := next(filter(None, (list(rule(text)) for rule in RULES)), None):
        text, done = _apply(text, found)
        repairs = [*moved(repairs, found), *done]
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


def _gbk_as_bytes(text: str) -> Iterator[Stretch]:
    """GBK, GB 18030 or Big5 shown as Latin-1 or Windows-1252."""
    lossy = "\xad" not in text
    alone = Garbling("gb18030", ALONE, lossy)
    if any(_may_be_chinese(shown) and _reading(shown[:_PROOF], alone) for _, shown in segments(text, _RUN, BYTES)):
        known = _known(text, Garbling(_codec(text), AMONG, lossy))
        segments_read = ((start, shown, _reading(shown, known)) for start, shown in segments(text, _PAIR, BYTES))
        read = [(start, shown, *found) for start, shown, found in segments_read if found]
        unseen = lossy and any(not reading.certain and not _VISIBLE.search(shown) for _, shown, _, reading in read)
        gapped = [Gapped(start, start + len(shown), reading.text, reading.gaps) for start, shown, _, reading in read]
        for (start, shown, rule, _), said in zip(read, filled(text, gapped), strict=True):
            if unseen:
                yield replaced(start, shown, _with_ellipses(said), f"{rule.removesuffix('?')}?")
            else:
                yield replaced(start, shown, said, rule)


def _with_ellipses(line: str) -> str:
    """A line of prose with an ellipsis, A1 AD A1 AD, for the ideographic space that it is without soft hyphens."""
    return _ELLIPSIS.sub("……", line) if _PROSE.search(line) else line


def _known(text: str, known: Garbling) -> Garbling:
    """What the first segments of a text without Hanzi tell of it: whether it is garbled throughout, with losses."""
    if _EASTERN.search(text):
        return known
    sample = [_beginning(shown) for _, shown in islice(segments(text, _PAIR, BYTES), _SAMPLE)]
    readings = [_reading(shown, known) for shown in sample]
    uncertain = _FEW_LOSSES * sum(not found[1].certain for found in readings if found) > sum(map(bool, readings))
    lengths = [beyond_ascii(shown) for shown in sample]
    losses = _FEW_HOLES * sum(len(_HOLES.findall(shown)) for shown in sample) > sum(lengths)
    garbled = sum(length for length, found in zip(lengths, readings, strict=True) if found)
    if uncertain or (garbled > _MUCH and garbled > 0.95 * sum(lengths)):
        return known._replace(throughout=True, losses=losses, spaces=losses and "\xa0" not in text)
    return known


def _beginning(shown: str) -> str:
    """So much of a segment as tells of it, ended with a clause."""
    return shown if len(shown) <= _PROOF else shown[: shown.rfind(_COMMA, 0, _PROOF) + len(_COMMA)] or shown[:_PROOF]


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
    for _, shown in segments(text, _RUN, BYTES):
        if not _is_utf8(shown):
            gbk, big5 = strict(shown, GBK), strict(shown, BIG5)
            votes += len(shown) * ((big5.cost < gbk.cost) - (gbk.cost < big5.cost))
    return "big5" if votes > 0 else "gb18030"


def _gbk_as_entities(text: str) -> Iterator[Stretch]:
    """The same, its characters written as HTML entities (``&Agrave;&Iuml;``)."""
    known = Garbling("gb18030", ALONE, lossy=False)
    for start, shown in segments(text, _ENTITIES, BYTES):
        plain = html.unescape(shown)
        if BYTES.fullmatch(plain) and _may_be_chinese(plain) and (found := _reading(plain, known)):
            known = known._replace(entry=AMONG)
            yield replaced(start, shown, found[1].text, f"{found[0].removesuffix('?')}-entities")


def _reading(shown: str, known: Garbling) -> tuple[str, Reading] | None:
    """The rule and the likeliest reading of a segment, nothing where that is the segment itself."""
    if _is_utf8(shown):
        return None
    best, codec = strict(shown, known), known.codec
    doubtful = (
        bool(_WESTERN.search(shown))
        or (known.lossy and _has_odd_clause(best.text))
        or (known.losses and _has_rare(best.text))
    )
    if not doubtful and _mean(best) <= _USUAL:
        return _rule(known, best), best
    plain = kept(shown, known)
    other = "big5" if codec == "gb18030" else "gb18030"
    rival = strict(shown, known._replace(codec=other))
    if _mean(rival) <= _USUAL and rival.cost < best.cost:
        best, codec = rival, other
    elif doubtful or best.cost >= plain.cost or _mean(best) > _PLAUSIBLE:
        pieced = _by_pieces(shown, known._replace(codec=codec))
        # What can be read whole is, unless bytes are lost in the text or it reads far better so.
        better = known.throughout or _WESTERN.search(shown) or pieced.cost + _WHOLE < best.cost
        best = pieced if better or best.cost >= plain.cost else best
    if best.text == shown or best.cost >= plain.cost:
        return None
    return _rule(known._replace(codec=codec), best), best


def _by_pieces(shown: str, known: Garbling) -> Reading:
    """The likeliest reading, the lattice asked only where the bytes as they stand make no usual Chinese.

    A lost byte shifts what follows up to the next sign that is half of no character: there the pieces end.
    """
    readings: list[Reading] = []
    # Reports repeat their words.
    met: dict[tuple[str, str], tuple[Reading, bool]] = {}
    before, garbled = "", known._replace(entry=0.0)
    for found in (_PIECE_WITH_SPACES if known.spaces else _PIECE).finditer(shown):
        if (key := (found[0], before)) not in met:
            met[key] = _piece(found[0], garbled if before else known, known, before)
        reading, odd = met[key]
        before = found[0][-1:] if before or not odd else ""
        readings.append(reading)
    return Reading(
        "".join(reading.text for reading in readings),
        sum(reading.cost for reading in readings),
        any(reading.specials for reading in readings),
        all(reading.certain for reading in readings),
        tuple(chain.from_iterable(reading.gaps for reading in readings)),
    )


def _piece(piece: str, as_it_stands: Garbling, known: Garbling, before: str) -> tuple[Reading, bool]:
    """The likeliest reading of a piece behind a garbled character or none, and whether it is odd as it stands."""
    reading = strict(piece, as_it_stands)
    odd = bool(
        _WESTERN.search(piece)
        or _has_odd_clause(reading.text)
        or (known.losses and _has_rare(reading.text))
        or _mean(reading) > (_PLAUSIBLE if before else _ODD)
    )
    if odd or not (before or len(_HANZI.findall(reading.text)) >= _FEW):
        reading = cheapest(piece, known, before)
    return reading, odd


def _rule(known: Garbling, reading: Reading) -> str:
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


def _has_rare(text: str) -> bool:
    """Whether there is a rare character, of which a lost byte makes some behind it."""
    return max(map(BITS.__getitem__, text), default=0.0) >= LEVEL_2


def _is_utf8(shown: str) -> bool:
    """Whether the bytes are rather those of UTF-8, which is left to ftfy."""
    raw, most = to_bytes(shown), 0.8 * beyond_ascii(shown)
    # At least one half of the bytes of each character go on with it.
    if 2 * len(raw.translate(None, _NOT_GOING_ON)) < most or sum(map(len, _UTF8.findall(raw))) < most:
        return False
    try:
        text = raw.decode()
    except UnicodeDecodeError:
        return len(_UTF8.findall(raw)) >= 2 and _mean(strict(shown, GBK)) > _ODD
    if len(_HANZI.findall(text)) >= 3:
        return True
    # GBK text that is valid UTF-8 by chance gives letters of any script, few of them Western.
    cost = sum(0 if char.isascii() else 6 if char <= "\xff" else 16 for char in text)
    return cost < strict(shown, GBK).cost


def _ftfy(text: str) -> Iterator[Stretch]:
    """What ftfy is good at: UTF-8 shown as Latin-1, Windows-1252 and their kin.

    Its stage for encodings alone: the widths, quotes and ligatures of Chinese text are as they should be. Unlike
    ``fix_text``, ``fix_encoding_and_explain`` heeds ``decode_inconsistent_utf8``.
    """
    for start, shown in segments(text, _FTFY, _OF_OTHERS):
        from ftfy import TextFixerConfig, fix_encoding_and_explain  # takes long, and few texts need it

        fixed = fix_encoding_and_explain(shown, TextFixerConfig(decode_inconsistent_utf8=False)).text
        if fixed != shown:
            yield replaced(start, shown, fixed, "ftfy")


RULES: tuple[Callable[[str], Iterator[Stretch]], ...] = (
    utf8_as_bytes,
    _gbk_as_bytes,
    _gbk_as_entities,
    utf8_as_gbk,
    _ftfy,
    without_width,
    symbol_digits,
    pinyin_notes,
)
