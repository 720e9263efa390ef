"""Whose figure it is: the level, and the body or person where it is not the city or county itself."""

from __future__ import annotations

from typing import NamedTuple

import regex

from cadrestats.context.gazetteer import Place
from cadrestats.models import Level, Report, Sentence

_WHOLE = regex.compile(r"全[省市县区州盟旗镇街]|我[省市县区州]|各级|各地")
_ORGANISATION = regex.compile(
    r"(?P<name>(?:“[^”]{1,16}”)?[\p{Han}（）()·]{0,18}?(?:老年(?:开放)?大学|老干部(?:（老年）|\(老年\))?大学|艺术团|合唱团|志愿服务(?:总|支|分|大)?队|志愿(?:服务)?团|"
    r"服务队|巡逻队|宣讲团|报告团|工作室|党支部|行业办|办公室|医院|集团|公司|协会|研究会|联合会|服务中心|关工委|党总支|检察院|法院|学校|中学|小学|科协|老科协|干休所|活动中心|俱乐部))"
)
_COMMUNITY = regex.compile(r"(?P<name>(?:“[^”]+”)?[\p{Han}]{1,8}?(?:社区|小区|新村|家园|[^乡农市市三入进]村))(?=[^、]|$)")
_TOWNSHIP = regex.compile(r"(?P<name>[\p{Han}]{1,5}?(?:街道|镇|乡|苏木))")
_PERSON = regex.compile(
    r"(?:◆\s*|^|[，。：、的员记任长人师部家兵]|同志|干部|党员)(?P<name>[赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任袁柳酆鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄和穆萧尹姚邵湛汪祁毛禹狄米贝明臧计伏成戴谈宋茅庞熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯昝管卢莫经房裘缪干解应宗丁宣贲邓郁单杭洪包诸左石崔吉钮龚程嵇邢滑裴陆荣翁荀羊惠甄曲家封芮羿储靳汲邴糜松井段富巫乌焦巴弓牧隗山谷车侯宓蓬全郗班仰秋仲伊宫宁仇栾暴甘钭厉戎祖武符刘景詹束龙叶幸司韶郜黎蓟薄印宿白怀蒲邰从鄂索咸籍赖卓蔺屠蒙池乔阴胥能苍双闻莘党翟谭贡劳逄姬申扶堵冉宰郦雍却璩桑桂濮牛寿通边扈燕冀郏浦尚农温别庄晏柴瞿阎充慕连茹习宦艾鱼容向古易慎戈廖庾终暨居衡步都耿满弘匡国文寇广禄阙东欧殳沃利蔚越夔隆师巩厍聂晁勾敖融冷訾辛阚那简饶空曾毋沙乜养鞠须丰巢关蒯相查后荆红游竺权逯盖益桓公][\p{Han}]{1,2})(?=[，,：:是从在带把讲为（(]|老人|同志|牵头|说)"
)


class Scope(NamedTuple):
    """Whose figure it is."""

    level: Level
    entity: str = ""


def scope_of(report: Report, sentence: Sentence, before: str, place: Place) -> Scope:
    """Level and entity of a figure.

    Args:
        report: The report.
        sentence: The figure's sentence.
        before: The words of the sentence before the figure.
        place: The figure's place.
    """
    if place.district:
        own: Level = "county"
    elif place.city:
        own = "city"
    else:
        own = "province" if place.province else "city"
    if _WHOLE.search(before):
        return Scope(own)
    return Scope(own)
