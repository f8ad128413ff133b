"""People whom nobody listed: a surname that the library would take for another word (余 surplus, 范 model, 涂 to smear).

A story lists the people in it, and then nothing here is needed. Where somebody is not listed, a copy editor still reads
余志远将余款退回 rightly, because a surname stands at the head of a clause or after a person's calling, and a given name
follows. This rule asks for just that, keeps the surname, and leaves the place flagged: a rule cannot know.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from plugins.hanzi.engine import Engine
from plugins.hanzi.phrases import Match

#: Surnames that stay as they are, asked about at the head of a clause too.
SURNAMES = "余范游涂占岳郁后"
#: Those that are prepositions, verbs or nouns so often that a calling must stand before them.
AFTER_CALLING = "于里干征采种栗朴咸"

#: Characters of given names; those that begin common words after a surname's homograph (家 in 余家, 天 in 后天) are left out.
GIVEN = (
    "志强国建军伟明华文玉海春秀英丽芳娜静敏杰磊洋勇艳涛超霞刚桂兰红梅丹萍鹏飞龙凤云林森金银宝贵福禄寿庆祥瑞康宁"
    "正义忠诚信仁德善良美佳嘉俊豪融雄威武斌彬炳灿光辉耀晖晨曦晓旭东宇航浩瀚博学智慧聪颖莹洁琳琪琦玲珑珍珠琴瑶瑾瑜"
    "璐璇倩茜雪晴雯霖霆雷乾坤亨利贞梓轩涵萱怡悦欣思诗婷娟媛姗妮娇婉淑贤惠芬芝莲荷菊莉蓉薇蕾蕊苗青松柏柳杨桐楠枫桦栋梁"
    "材彦昌盛兴旺荣永恒远达诚毅坚劲健本秋冬夏鸿振启泽润清源泉波江河山峰岭川石岩磊世先仲伯叔季孟元廷树维守克绍承继宗"
    "祖耀培增广兆其若之子景章卿敬爱平安和顺生根发财旺胜凯莺燕群"
)
#: What somebody is called before the name.
CALLINGS = (
    "记者", "医生", "护士", "村民", "居民", "书记", "主任", "院长", "教授", "作家", "演员", "歌手", "诗人", "导演",
    "队员", "队长", "民警", "司机", "老师", "同学", "同志", "院士", "主席", "部长", "省长", "市长", "县长", "镇长",
    "村长", "区长", "局长", "处长", "科长", "会长", "校长", "所长", "组长", "站长", "经理", "先生", "女士", "党员",
    "干部", "网格员", "志愿者", "支书", "患者", "学生", "工人", "农民", "战士", "专家", "评论家", "店主", "业主", "户主",
    "楼长", "厨师", "快递员", "保安", "法官", "检察官", "律师", "工程师",
)  # fmt: skip
#: After a given name of one character: what people do, and what stands between names.
DOES = "说|表示|告诉|介绍|认为|坦言|回忆|笑着|坚持|主动|带着|带领|和|与|、|（|，"

_SURNAME = re.compile(f"[{SURNAMES}{AFTER_CALLING}](?=[{GIVEN}]{{2}}|[{GIVEN}](?:{DOES}))")
_BOUNDARY = re.compile(r"[\s，。、；：！？“”‘’「」『』（）《》—…]")


def surnames(text: str, engine: Engine) -> Iterator[Match]:
    """Surnames of people whom nobody listed, each kept as it is; a word of the library that begins there wins.

    Args:
        text: a Simplified text without marks.
        engine: the library's engine, asked for its words.
    """
    for found in _SURNAME.finditer(text):
        start = found.start()
        called = text.endswith(CALLINGS, 0, start)
        begins = start == 0 or _BOUNDARY.match(text, start - 1) is not None
        if called or (begins and found[0] in SURNAMES):
            words = engine.steps[0].phrases
            if not any(match.start == 0 for match in words.candidates(text[start : start + words.longest])):
                yield Match(start, start + 1, found[0])
