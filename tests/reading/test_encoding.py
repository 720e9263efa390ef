"""Bytes in every encoding that reports come in, and bytes that are none."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cadrestats.reading.encoding import decode
from cadrestats.reading.errors import UnreadableReport

REPORT = "某县老干部局今年举办培训班12期，参加1,286人次。\n“银龄课堂”设在18个社区。\n"
TRADITIONAL = "縣委老幹部局組織離退休幹部300人參觀學習。\n"
FREQUENT = "的一是在不了有人这中大来上国个到说们为子和你地出道也时年工作干部退休老党员组织服务活动社区街道县市学习健康"
ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "gb18030", "gbk"]


@pytest.mark.parametrize("text", [REPORT, TRADITIONAL], ids=["simplified", "traditional"])
@pytest.mark.parametrize("encoding", ENCODINGS)
def test_encoding_is_recognised(encoding, text) -> None:
    assert decode(text.encode(encoding)) == text


@pytest.mark.parametrize("mark", [codecs.BOM_UTF16_BE + "干部".encode("utf-16-be"), "\ufeff干部".encode("gb18030")])
def test_byte_order_mark_is_taken_off(mark) -> None:
    assert decode(mark) == "干部"


@given(
    st.text(FREQUENT, min_size=4, max_size=80),
    st.text("0123456789，。、“”（）\n abcXYZ", max_size=5),
    st.sampled_from(ENCODINGS),
)
def test_any_chinese_line_comes_back(text, rest, encoding) -> None:
    assert decode((text + rest + "\n").encode(encoding)) == text + rest + "\n"


@given(st.text(st.characters(codec="utf-8", exclude_characters="\0\r\x0c\u2028\u2029", exclude_categories=["Cs"])))
def test_utf8_with_its_mark_is_any_text(text) -> None:
    assert decode(codecs.BOM_UTF8 + text.encode()) == text


@pytest.mark.parametrize("text", ["café", "Müller, naïve, Ærø, Größe", "Привет, мир", "αβγ", "日本語です。", "50±3 µm"])
def test_other_languages_in_utf8(text) -> None:
    assert decode(text.encode()) == text


def test_gbk_that_is_valid_utf8_by_chance() -> None:
    assert "联通".encode("gbk").decode("utf-8", "replace") != "联通"
    assert decode("一些形".encode("gbk")) == "一些形"
    assert decode("联通".encode("gbk")) == "联通"


def test_ascii_is_never_utf16() -> None:
    assert decode(b"Bush hid the facts") == "Bush hid the facts"


def test_empty_file_is_an_empty_text() -> None:
    assert decode(b"") == ""
    assert decode(codecs.BOM_UTF8) == ""


@pytest.mark.parametrize("end", ["\r\n", "\r", "\f", "\u2028", "\u2029", "\n"])
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
def test_line_ends(end, encoding) -> None:
    assert decode(f"第一行{end}第二行{end}{end}".encode(encoding)) == "第一行\n第二行\n\n"


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (
            b"PK\x03\x04\x14\0",
            "This is a ZIP archive (a Word or Excel document is one, too), not a text (byte 0): "
            "save it as plain text in UTF-8.",
        ),
        (b"%PDF-1.7\n", "This is a PDF document, not a text (byte 0): save it as plain text in UTF-8."),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0",
            "This is an OLE file (an old Word or Excel document), not a text (byte 0): save it as plain text in UTF-8.",
        ),
        (b"abc\0\x01\x02\x03", "This is a binary file, not a text (NUL at byte 3): save it as plain text in UTF-8."),
        (
            codecs.BOM_UTF16_LE + b"a\0\0\0",
            "This is a binary file, not a text (NUL at byte 4): save it as plain text in UTF-8.",
        ),
        (
            codecs.BOM_UTF16_LE + b"a\0b",
            "The file's byte order mark says utf-16-le, but byte 4 is not: save it as plain text in UTF-8.",
        ),
        (
            "干部工作".encode() + b"\xff" + "培训班".encode(),
            "Byte 12 (0xFF) belongs neither to UTF-8 nor to GB 18030 text: save it as plain text in UTF-8.",
        ),
        (
            "干部工作培训班".encode()[:-1],
            "Byte 18 (0xE7) belongs neither to UTF-8 nor to GB 18030 text: save it as plain text in UTF-8.",
        ),
        (
            "老干部工作，".encode("gbk") + b"\xff\n",
            "Byte 12 (0xFF) belongs neither to UTF-8 nor to GB 18030 text: save it as plain text in UTF-8.",
        ),
    ],
)
def test_unreadable(data, message) -> None:
    with pytest.raises(UnreadableReport) as raised:
        decode(data)
    assert str(raised.value) == message


@given(st.binary(max_size=200))
def test_bytes_are_text_or_unreadable_and_nothing_else(data) -> None:
    try:
        text = decode(data)
    except UnreadableReport as error:
        assert str(error).endswith("save it as plain text in UTF-8.")
    else:
        assert not {"\r", "\f", "\u2028", "\u2029", "\0"} & set(text)
