"""What is strewn into text is taken out; what means something stays."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cadrestats.reading.mojibake import repair
from cadrestats.reading.script import simplified

WORDS = "全市离退休干部党支部开展银龄志愿服务活动老人们种树"
ORDINARY = st.text(WORDS + "0123456789，。：；“”（）%", min_size=1, max_size=40)


@pytest.mark.parametrize(
    ("text", "fixed", "rules"),
    [
        ("离\u200b退\u200d休\ufeff干\u00ad部1\u200c2名", "离退休干部12名", ["zero-width"] * 5),
        ("\ufeff全市\n\u200b全县", "全市\n全县", ["zero-width"] * 2),
        ("離(lí)退休幹(gàn)部（bù）的(de)家", "離退休幹部的家", ["pinyin-note"] * 4),
        ("共\uf031\uf032\uf030名，占\uf034.\uf035%", "共120名，占4.5%", ["symbol-digits"] * 3),
    ],
)
def test_marks_are_taken_out(text, fixed, rules) -> None:
    found, repairs = repair(text)
    assert found == fixed
    assert [done.rule for done in repairs] == rules


@pytest.mark.parametrize(
    "text",
    [
        "请来陶喆(zhé)讲课",  # one gloss teaches a reading
        "学习使用手机(app)、电脑(pc)和网络(wifi)",
        "Die Haus\u00adtür, فارسی می\u200cخواهم",
        "一家人👨\u200d👩\u200d👧",
        "项目：\uf06c第一项",  # a bullet of Wingdings
        "代码\ue031\ue032名",  # its font is not known
    ],
)
def test_what_means_something_stays(text) -> None:
    assert repair(text) == (text, ())


@given(ORDINARY, st.data())
def test_strewn_characters_leave_no_trace(text, data) -> None:
    invisible = st.sampled_from(["", "", "\u200b", "\u200c", "\u200d", "\ufeff"])
    strewn = "".join(char + data.draw(invisible) for char in text)
    assert repair(strewn)[0] == text


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("黨員１２３名，占４５．２％", "党员123名，占45.2%"),
        ("全市有支部12个,党员300名.其中:女党员1,286名;", "全市有支部12个，党员300名。其中：女党员1,286名；"),
        ('叫"三个及时,三个不忘",人人会背', "叫“三个及时,三个不忘”，人人会背"),
        ("See www.example.org, e.g. 3.5%, 10:30", "See www.example.org, e.g. 3.5%, 10:30"),
    ],
)
def test_script(text, plain) -> None:
    assert simplified(text) == plain


@given(st.text(max_size=60))
def test_script_keeps_the_length_and_is_done_once(text) -> None:
    assert len(simplified(text)) == len(text)
