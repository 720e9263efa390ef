"""How common a character is in Chinese text, in bits: what tells a right decoding from a wrong one.

A wrong decoding is legal Chinese, too, but it is made of rare Hanzi, because codes of all ranks are met alike.
The unit is the bit (minus the binary logarithm of the share of running text), roughly: the ranks of ``COMMON`` are
Jieba's word counts summed by Hanzi, those of the remaining classes are the tables of the national standards
(GB 2312-80 level 1: 3755 common Hanzi, level 2: 3008 less common ones; Big5 level 1: 5401 common ones).
"""

from __future__ import annotations

import math
import unicodedata

# The 800 Hanzi that simplified text uses most, in order.
COMMON = (
    "的一是人了不在有大中国和为这上他个地年来我会以到时要出生学说道民家子也成行下们于后就发自之对得主长可过天作分方用多你着部能市等业全里工公经本都而高政法面门动日进区事代那去心小同北定开产前其军还然起种所"
    "如现理机体表力好外与文当两实重新三么只山水关明从化平建又制南内西没此将员名手最东头者月间无安看见各城十相但已些正口通想度加第她合院物性战由位常点海意场武使次二向治因立数样身情入原问把路被并利石老教万知"
    "级量任江及应省资委务元美特期世湖回系比气汉总展电科金先声提品设或义王社很统处四首共马形己儿司太目基领队直计别女权话少流命至报米给打变果书清活几州华解议更称程今决张导术府才保交放管结师便走达族反再题色五"
    "京河接条规式县白它改风光运信受什组听布百济党指论强做取技黄神选记斯真却职号界件花类何眼兵传带空干农边据集联古广完质阳难增历史专官每住商即步认车台林必死游举线言皇土团收考求德叫近备研争非具李众连调感转笑"
    "革该持始英克士尔让拉思根格造较际亲单朝红型价校约器字段周亚深候则功属积快图火千准究往极育装许参半令吃观鱼精办像帝八复影告远群包整构料随划算象容示投势热值夫网望源息语股铁断派速怎需片爱律纪支早况病境证编"
    "越局推满且列觉服双未居除乐企引标确织初青志率项飞球节察龙响药站施均消客失轻存低甚般击曾防请离落显罗营足素视护副食创余照兴占巴虽洲村费易试星木黑左宝置跟央识维采六底宫房音环案批切斗富乡另倒若按查故突责严"
    "桥模仅胜杀围席态破承招杨负层须父供续状域似依银范修找九致密终血旅钱赛独细效玉冲获习医演毛尽脸弹楼艺航陆右协七攻镇检写苏宗章注阿抗弟坐验封紧劳户优财养适陈喜卫排射哥油刻留急降念云微伤例景拿绝阶座刘刚害印"
    "亿沙母酒助闻超审待压升送监策略限竟香配藏敌呢差仍兰温园树征善波哪词岛止预怕继皮执味份角草男普答益谁船惊核街夏宣掌田久著画辑奇尼剑吧谈背免孩礼材愿洋春架筑括晚乱乎讲尚良友临激刀夜室既敢邦挥昌板胡欧福港叶"
)
# Frequent Hanzi that only traditional text uses, the variants of OpenCC among them.
TRADITIONAL = (
    "國會個們來時說為這學對開還過後從應經點現將動業電產發無當長門間問題實與樣進義關見兒東車書話馬種機氣總體員區頭萬黨幹離職務處級縣鄉鎮單團導領優質養療護醫藥衛險費億餘條並舉辦設講課調練戰爭軍隊親愛邊遠運連"
    "達選傳統組織紅綠結給報紀錄編輯維網絡線約終歲歷壓廣廳廠農漁風飛龍鳥魚島廢勞勢勵協參雙變號嗎嚴圍園圖場塊墻壞聲備夠獎婦孫寧寶專尋層屬幣師帶幫庫張彈強徑復懷態慶憂戲擔據損換揮擁擴擇擊數斷舊暫術楊極樓樂標檢"
    "橋檔歡歐歸殺決況準滿漢潔濟灣灘災爾猶獨獲環畫異盡監確礎禮禪積穩窮築節範簡糧純細絕繼續習聯聽腦膚臉臺興艙藝蘇蟲補製複規視覺觀計訂訊訓記許訪評試詩該認語誠誤請論諸謝證識譜譯議讀讓豐負財貢責貨貼資賓賞賽賴購"
    "贈趙趕軟載較輕輛輪輸轉遊違適遷郵鄭針釋鋼錢鐵鋪閉閒陳陽陰陸隨際雖雜難靈靜響頁頂項順須預頓頗頻顆額顏願類顧顯驗驚髮鬥魯鮮黃齊齒齡"
    "爲於裏裡兩麼內沒別權幾華稱卻衆眾價亞則裝喫羣構劃熱羅營創佔採宮僅勝狀銀衝寫緊戶雲傷階劉剛聞審敵蘭溫樹徵詞執誰劍談亂臨葉"
    "鄰紛獻陣鋒週爺牽糾掛攝堅莊榮佈崗託筆診驛賬冊貧踐輝繫蓋輔勸納棗鹽啓譽繞擺儀揚牆籌廈鬧腳燈搶殘綜鐘壩貴鳳鏡盤匯覽紙萊奮峯"
)
IMPOSSIBLE = math.inf
LEVEL_1, BIG5_LEVEL_1, LEVEL_2, EXTENSION, FOUR_BYTES, SYMBOL = 14.0, 15.0, 18.0, 22.0, 26.0, 14.0

_PUNCTUATION = {
    **dict.fromkeys("，。、", 5.0),
    **dict.fromkeys("　“”：；（）《》！？", 7.0),
    **dict.fromkeys("—…·‘’％【】〈〉～①②③④⑤⑥⑦⑧⑨⑩０１２３４５６７８９", 10.0),
}


def _hanzi_bits(char: str) -> float:
    """Bits of a Hanzi that stands in no table of its own, by the standard that holds it."""
    try:
        lead = char.encode("gb2312")[0]
    except UnicodeEncodeError:
        try:
            big5 = char.encode("big5")[0]
        except UnicodeEncodeError:
            return EXTENSION
        return BIG5_LEVEL_1 if big5 <= 0xC6 else EXTENSION
    return LEVEL_1 if lead <= 0xD7 else LEVEL_2


class _Bits(dict[str, float]):
    """Bits by character; what is missing is worked out once."""

    def __missing__(self, char: str) -> float:
        if char.isascii():
            bits = 0.0
        elif "\u4e00" <= char <= "\u9fff":
            bits = _hanzi_bits(char)
        elif unicodedata.category(char) in {"Cn", "Co", "Cs", "Cc"}:
            bits = IMPOSSIBLE
        else:
            bits = SYMBOL if len(char.encode("gb18030")) == 2 else FOUR_BYTES
        self[char] = bits
        return bits


BITS = _Bits(
    _PUNCTUATION
    | dict.fromkeys(TRADITIONAL, 11.0)
    | {char: 5 + 0.65 * math.log2(rank) for rank, char in enumerate(COMMON, start=1)}
)


def bits(text: str) -> float:
    """How surprising a text is as Chinese.

    Args:
        text: Any text; ASCII counts nothing.

    Returns:
        The sum of its characters' bits; infinite where a character is unassigned, private or a control.
    """
    return sum(map(BITS.__getitem__, text))
