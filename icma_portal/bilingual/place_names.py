"""Readings of names that pypinyin's own dictionary gets wrong or does not know.

Each is the official reading (the state's lists of place names, 现代汉语词典), with tones as
digits. A phrase counts wherever it stands within a longer text.
"""

from pypinyin import load_phrases_dict
from pypinyin.contrib.tone_convert import tone3_to_tone

READINGS = {
    # 长 in names is cháng; 长子 in Shanxi is the exception that the dictionary has.
    "长岛": "chang2 dao3",
    "长丰": "chang2 feng1",
    "长葛": "chang2 ge3",
    "长海": "chang2 hai3",
    "长岭": "chang2 ling3",
    "长宁": "chang2 ning2",
    "长清": "chang2 qing1",
    "长顺": "chang2 shun4",
    "长泰": "chang2 tai4",
    "长武": "chang2 wu3",
    "长阳": "chang2 yang2",
    "长垣": "chang2 yuan2",
    "长治": "chang2 zhi4",
    "长洲": "chang2 zhou1",
    # 都 in names is dū.
    "昌都": "chang1 du1",
    "昌都县": "chang1 du1 xian4",
    "都安": "du1 an1",
    "都昌": "du1 chang1",
    "都兰": "du1 lan2",
    "都匀": "du1 yun2",
    "丰都": "feng1 du1",
    "花都": "hua1 du1",
    "宁都": "ning2 du1",
    "郫都": "pi2 du1",
    "望都": "wang4 du1",
    "武都": "wu3 du1",
    "新都": "xin1 du1",
    "宜都": "yi2 du1",
    "于都": "yu2 du1",
    # Other places in China.
    "朝阳": "chao2 yang2",
    "称多": "chen4 duo1",
    "大城县": "dai4 cheng2 xian4",
    "宕昌": "tan4 chang1",
    "单县": "shan4 xian4",
    "繁峙": "fan2 shi4",
    "冠县": "guan1 xian4",
    "洪洞": "hong2 tong2",
    "华县": "hua4 xian4",
    "华阴": "hua4 yin1",
    "华阴市": "hua4 yin1 shi4",
    "华州": "hua4 zhou1",
    "桦甸": "hua4 dian4",
    "珲春": "hun2 chun1",
    "会稽": "kuai4 ji1",
    "济源": "ji3 yuan2",
    "尖沙咀": "jian1 sha1 zui3",
    "浚县": "xun4 xian4",
    "筠连": "jun1 lian2",
    "阆中": "lang4 zhong1",
    "乐陵": "lao4 ling2",
    "六合": "lu4 he2",
    "漯河": "luo4 he2",
    "马家堡": "ma3 jia1 pu4",
    "穆棱": "mu4 ling2",
    "任县": "ren2 xian4",
    "任泽": "ren2 ze2",
    "色达": "se4 da2",
    "召陵": "shao4 ling2",
    "什邡": "shi2 fang1",
    "覃塘": "qin2 tang2",
    "天台": "tian1 tai1",
    "涡阳": "guo1 yang2",
    "燕郊": "yan1 jiao1",
    "应县": "ying4 xian4",
    "荥经": "ying2 jing1",
    "余干": "yu2 gan1",
    "栎阳": "yue4 yang2",
    "曾厝垵": "zeng1 cuo4 an1",
    # Places abroad: 佛 fó, 塞 sài, 的 dì, 都 dū.
    "埃塞俄比亚": "ai1 sai4 e2 bi3 ya4",
    "巴塞罗那": "ba1 sai4 luo2 na4",
    "的黎波里": "di4 li2 bo1 li3",
    "的里雅斯特": "di4 li3 ya3 si1 te4",
    "都柏林": "du1 bo2 lin2",
    "都灵": "du1 ling2",
    "佛得角": "fo2 de2 jiao3",
    "佛罗里达": "fo2 luo2 li3 da2",
    "佛蒙特": "fo2 meng2 te4",
    "黑塞哥维那": "hei1 sai4 ge1 wei2 na4",
    "洪都拉斯": "hong2 du1 la1 si1",
    "拉塞瓦": "la1 sai4 wa3",
    "塞尔维亚": "sai4 er3 wei2 ya4",
    "塞拉利昂": "sai4 la1 li4 ang2",
    "塞内加尔": "sai4 nei4 jia1 er3",
    "塞浦路斯": "sai4 pu3 lu4 si1",
    "塞舌尔": "sai4 she2 er3",
    "圣何塞": "sheng4 he2 sai4",
    "乌拉圭": "wu1 la1 gui1",
    "亚的斯亚贝巴": "ya4 di4 si1 ya4 bei4 ba1",
}


def load_readings():
    """Add READINGS to pypinyin's dictionary, for the whole process; safe to repeat."""
    load_phrases_dict(
        {
            name: [[tone3_to_tone(syllable)] for syllable in reading.split()]
            for name, reading in READINGS.items()
        }
    )
