"""Which division a user's word means."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cadrestats.context.gazetteer import gazetteer
from cadrestats.context.lookup import UnknownPlace, division, full_name, path

DIVISIONS = gazetteer()


@pytest.mark.parametrize(
    ("word", "name"),
    [
        ("株洲", "湖南省 株洲市"),
        ("株洲市", "湖南省 株洲市"),
        ("zhuzhou", "湖南省 株洲市"),
        ("Zhu-zhou", "湖南省 株洲市"),
        ("zhuzhoushi", "湖南省 株洲市"),
        ("430200", "湖南省 株洲市"),
        ("天元", "湖南省 株洲市 天元区"),
        ("zhuzhou/tianyuan", "湖南省 株洲市 天元区"),
        ("hunan/zhuzhou/tianyuan", "湖南省 株洲市 天元区"),
        ("株洲／天元", "湖南省 株洲市 天元区"),
        ("湖南省株洲市天元区", "湖南省 株洲市 天元区"),
        ("430000/tianyuan", "湖南省 株洲市 天元区"),
        ("beijing", "北京市"),
        ("朝阳区/beijing", ""),
        ("beijing/chaoyang", "北京市 朝阳区"),
        ("仙桃", "湖北省 仙桃市"),
        # the outer one of two that share a name, and the province
        ("长沙", "湖南省 长沙市"),
        ("长沙县", "湖南省 长沙市 长沙县"),
        ("changsha/changsha", "湖南省 长沙市 长沙县"),
        ("吉林", "吉林省"),
        ("jilin/jilin", "吉林省 吉林市"),
        ("河北", "河北省"),
        ("天津/河北", "天津市 河北区"),
        # former names mean what the place has become
        ("襄樊", "湖北省 襄阳市"),
        ("xiangfan", "湖北省 襄阳市"),
        ("崇文区", "北京市 东城区"),
        ("110103", "北京市 东城区"),
        # shared, unknown, or nothing
        ("朝阳", ""),
        ("chengqu", ""),
        ("zhuzhou/siming", ""),
        ("亚特兰蒂斯", ""),
        ("999999", ""),
        ("", ""),
        ("/", ""),
    ],
)
def test_a_word_means_a_division(word: str, name: str) -> None:
    try:
        found = full_name(division(word, DIVISIONS), DIVISIONS)
    except UnknownPlace:
        found = ""
    assert found == name


@pytest.mark.parametrize(
    ("word", "message"),
    [
        ("鼓楼区", "'鼓楼区' may be nanjing/gulou (江苏省 南京市 鼓楼区), xuzhou/gulou (江苏省 徐州市 鼓楼区), "
         "fuzhou/gulou (福建省 福州市 鼓楼区), kaifeng/gulou (河南省 开封市 鼓楼区)"),
        ("zhuzhou/siming", "no province, city or county is called 'zhuzhou/siming'; "
         "did you mean siming (福建省 厦门市 思明区)?"),
        ("qqqq", "no province, city or county is called 'qqqq'"),
    ],
)  # fmt: skip
def test_a_word_that_means_no_division_or_several_gets_suggestions(word: str, message: str) -> None:
    with pytest.raises(UnknownPlace) as error:
        division(word, DIVISIONS)
    assert str(error.value) == message


@given(st.sampled_from(sorted(DIVISIONS.by_code.values())))
@settings(max_examples=200, deadline=None)
def test_the_path_of_a_division_leads_to_it(found) -> None:
    assert division(path(found, DIVISIONS), DIVISIONS) == found
    assert division(found.code, DIVISIONS) == found
