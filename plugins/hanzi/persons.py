"""People whom nobody listed: a surname that the library would take for another word (余 surplus, 范 model, 涂 to smear).

A story lists the people in it, and then nothing here is needed. Where somebody is not listed, a copy editor still reads
余志远将余款退回 and 这位于医生 rightly: a surname stands at the head of a clause, after a person's calling or after 和 and
the like, and a given name follows; or a title follows (余医生, 于某, 范姓); or 老, 小 or 阿 stands before it there (老余说).
This rule asks for just that, keeps the name, and leaves the place flagged: a rule cannot know. Where a title follows but a
word of the library reaches over the surname (模范教师, 消防范队长), the word stands, and the place is flagged as well.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from plugins.hanzi.engine import Engine
from plugins.hanzi.names import propose
from plugins.hanzi.phrases import Match

#: Surnames whose homographs are nouns and adjectives, asked about wherever a name may begin.
SURNAMES = "余范涂郁岳栗朴"
#: Those that are verbs and adverbs as well: no name after 和, 被 and the like.
AT_HEAD = "游占后"
#: Those that are prepositions, verbs or nouns so often that a calling or a title must say that they are names.
AFTER_CALLING = "于里干征采种咸"

#: Characters of given names; those that begin common words after a surname's homograph (家 in 余家, 天 in 后天) are left out.
GIVEN = (
    "志强国建军伟明华文玉海春秀英丽芳娜静敏杰磊洋勇艳涛超霞刚桂兰红梅丹萍鹏飞龙凤云林森金银宝贵福禄寿庆祥瑞康宁"
    "正义忠诚信仁德善良美佳嘉俊豪融雄威武斌彬炳灿光辉耀晖晨曦晓旭东宇航浩瀚博学智慧聪颖莹洁琳琪琦玲珑珍珠琴瑶瑾瑜"
    "璐璇倩茜雪晴雯霖霆雷乾坤亨利贞梓轩涵萱怡悦欣思诗婷娟媛姗妮娇婉淑贤惠芬芝莲荷菊莉蓉薇蕾蕊苗青松柏柳杨桐楠枫桦栋梁"
    "材彦昌盛兴旺荣永恒远达诚毅坚劲健本秋冬夏鸿振启泽润清源泉波江河山峰岭川石岩磊世先仲伯叔季孟元廷树维守克绍承继宗"
    "祖耀培增广兆子景章卿敬爱平安和顺生根发财旺胜凯莺燕群岚丰年小万卫里"
)
#: More of them, after the surnames whose homographs are rarely the head of a clause; after 后 (then) and 占 (holds) they
#: would be words: 后成立.
MORE_GIVEN = (
    GIVEN
    + "钧剑让清楚卓成居友硕双民喜书希圣素通洪铁进君朝隆尚厚奎铭勤碧慈统勋衡辛宾谦彤立吉亚如亮定宏升济尧占芝述公心水师"
)
#: What somebody is called before the name, beside what ends in 长, 员, 师, 工, 警, 兵.
CALLINGS = (
    "记者", "老师", "医生", "护士", "村民", "居民", "书记", "主任", "教授", "作家", "歌手", "诗人", "导演", "司机", "同学",
    "同志", "院士", "主席", "经理", "总理", "总统", "先生", "女士", "干部", "志愿者", "患者", "学生", "农民", "渔民",
    "牧民", "战士", "专家", "博士", "硕士", "店主", "业主", "户主", "老板", "保安", "法官", "检察官", "警官", "教练",
    "阿姨", "大爷", "大妈", "大姐", "大哥", "老人", "女孩", "男孩", "男子", "女子", "小伙", "姑娘", "妻子", "丈夫",
    "儿子", "女儿", "母亲", "父亲", "同事", "邻居", "代表", "选手", "冠军", "队友", "嫌疑人", "被告人", "当事人", "导游", "劳模",
    "死者", "伤者", "事主", "车主", "房主", "旅客", "乘客", "网友",
)  # fmt: skip
CALLING_ENDS = "长员师工警兵"
#: What somebody is called after the surname.
TITLES = (
    "副?(?:医生|医师|大夫|护士|老师|教授|师傅|先生|女士|小姐|太太|夫人|主任|书记|警官|法官|律师|检察官|工程师|经理|老板|博士|院士|"
    "教练|主席|总理|总统|委员|代表|同学|同志|记者|大爷|大妈|大娘|大叔|大婶|大姐|大哥|大嫂|奶奶|爷爷|阿姨|叔叔|婆婆|老汉|老人|姑娘|"
    "[院队组站所局处科县镇村乡市省部校厂店班连排营团会社馆台船机]长|护士长|指导员)|某(?![种个些人一天地日年月市省县镇村区处项方])|"
    "姓(?![名氏制])|氏(?!族)"
)
#: What a name may follow inside a clause: conjunctions, prepositions, measure words for people.
JOINS = "和与及跟同由被让请给向把将对为是叫找的位名"
#: After a given name of one character: what people do, and what stands between names.
DOES = (
    "说|报名|参加|负责|收到|接到|回到|走进|站在|表示|告诉|介绍|认为|坦言|回忆|笑着|坚持|主动|带着|带领|"
    "和|与|、|（|，|在|把|从|每天|正在|已经|连夜|赶到|来到"
)

_NAME = re.compile(
    f"[{SURNAMES}{AT_HEAD}{AFTER_CALLING}]"
    f"(?:[{GIVEN}]{{2}}|[{GIVEN}](?={DOES})|(?P<title>)(?=(?:{TITLES}))|(?P<more>[{MORE_GIVEN}]{{2}})|(?P<one>[{GIVEN}]))"
)
_BOUNDARY = re.compile(r"[\s，。、；：！？“”‘’「」『』（）《》—…]")
#: A surname in a nickname, where a clause or what people do follows. 小于 is less than; 小范 in 小范围 is no name, nor 老岳 in 老岳父.
_NICKNAME = re.compile(
    f"(?:^|(?<=[\\s，。、；：！？“”‘’「」『』（）《》—…{JOINS}他她]))[老小阿]"
    f"(?P<surname>[余范涂郁岳])(?={DOES}|[家的\\s，。、；：！？”’」』）—…]|$)"
)
#: A measure word for people before a surname: 这位于医生 is no 位于.
_ONE_OF = re.compile("[这那哪一二两三四五六七八九十几多各每首数]位$")
#: Titles that do not follow the preposition 于 without more words: 现在|于大爷, not 在于|大爷.
_KIN = re.compile("师傅|[大老][爷妈娘叔婶姐哥嫂汉]|奶奶|爷爷|阿姨|叔叔|婆婆")
_NUMBER = re.compile("[0-9０-９十百千万亿]$")


#: A foreign name with its points, and what may belong to it on the left; in such a name 里 is a sound, never "inside",
#: unless a place stands before it (家里约翰·李).
_FOREIGN = re.compile("[\u4e00-\u9fff]{1,6}(?:·[\u4e00-\u9fff]{1,6})+")
_SOUND = re.compile("(?<![家村社区城屋心手眼院校厂店楼车站园馆室群山水海夜梦嘴])里")


#: The most frequent surnames; after a calling they begin a name that words may reach into (记者李里|面对).
_COMMON = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩邓冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付方邹熊"
    "白孟秦邱侯江尹薛闫段雷龙陶史贺毛郝顾龚邵万覃武钱戴严莫孔向常汤康易乔施文洪"
)
_AFTER_CALLING = re.compile(f"(?:{'|'.join(CALLINGS)}|[{CALLING_ENDS}])(?=(?P<name>[{_COMMON}][\u4e00-\u9fff]{{1,2}}))")
#: … and so does one at the head of a clause or after 和 and the like, where two characters of given names follow.
_AT_HEAD = re.compile(
    f"(?:^|(?<=[\\s，。、；：！？“”‘’「」『』（）《》—…{JOINS}]))(?P<name>[{_COMMON}][{MORE_GIVEN}]{{2}})"
)
#: 于 after what makes a preposition of it, where a given name and what people do follow (由|于海波|负责).
_AFTER_PREPOSITION = re.compile(f"(?<=[由对关等给属])(?P<name>于[{MORE_GIVEN}]{{1,2}})(?={DOES}|失踪)")


@dataclass(frozen=True, slots=True)
class Person:
    """A name that nobody listed.

    Attributes:
        match: the name, or its surname alone where a title follows, and what it becomes.
        sure: whether it is kept; else a word of the library stands there, and the place is only asked about.
    """

    match: Match
    sure: bool


def persons(text: str, engine: Engine) -> Iterator[Person]:
    """Names of people whom nobody listed, where the library would take the surname for another word.

    Args:
        text: a Simplified text without marks.
        engine: the library's engine, asked for its words.
    """
    done = 0
    for found in sorted(chain(_NAME.finditer(text), _NICKNAME.finditer(text)), key=lambda found: found.end()):
        if found.re is _NICKNAME:
            done = found.end()
            yield Person(Match(done - 1, done, found["surname"]), sure=True)
            continue
        start = found.start()
        if start < done:
            continue
        if found["title"] is None:
            end, sure = found.end(), _is_name(text, found, engine)
        else:
            end = start + 1
            sure = _stands_before_title(text, start, engine)
            if not sure and _NUMBER.search(text[:start]):
                continue
            if not sure and found[0] not in SURNAMES and not (found[0] == "于" and _KIN.match(text, start + 1)):
                continue
        if sure or found["title"] is not None:
            done = end
            yield Person(Match(start, end, propose(found[0], "hans").hant), sure)


def doubtful(text: str, engine: Engine) -> Iterator[Match]:
    """What may be the names of people whom nobody listed, and would be written otherwise if they were: only to ask about.

    Args:
        text: a Simplified text without marks.
        engine: the library's engine.
    """
    converted = engine.convert(text)
    for found in chain.from_iterable(rule.finditer(text) for rule in (_AFTER_CALLING, _AT_HEAD, _AFTER_PREPOSITION)):
        start = found.start("name")
        for size in (2, 3):
            name = propose(text[start : start + size], "hans").hant
            if len(name) == size and converted[start : start + size] != name:
                yield Match(start, start + size, name)
                break


def sounds(text: str) -> Iterator[Match]:
    """The characters of foreign names that the library may take for words: 弗雷德里克·史密斯."""
    for name in _FOREIGN.finditer(text):
        for found in _SOUND.finditer(name[0]):
            yield Match(name.start() + found.start(), name.start() + found.end(), "里")


def _is_name(text: str, found: re.Match[str], engine: Engine) -> bool:
    """Whether a surname and what may be a given name after it are a name."""
    start, common = found.start(), found[0][0] in SURNAMES
    if text.endswith(CALLINGS, 0, start):
        return found["one"] is None or common
    if found["one"] is not None:
        return False
    if text.endswith(tuple(CALLING_ENDS), 0, start):
        return not _ends_word(text, start, engine)
    stands = (found["more"] is None or common) and _stands_as_name(text, start)
    return stands and not _begins_word(text, start, engine)


def _stands_as_name(text: str, start: int) -> bool:
    """Whether a surname with a given name after it stands where names stand, though no calling stands there."""
    before, surname = text[:start], text[start]
    if surname == "于":  # 和于海燕, 对于于海燕; elsewhere nearly always the preposition
        return before.endswith(("和", "与", "跟", "及", "、", "于"))
    if surname in AFTER_CALLING:
        return False
    if not before or _BOUNDARY.match(before[-1]):
        return True
    return surname in SURNAMES and before[-1] in JOINS


def _stands_before_title(text: str, start: int, engine: Engine) -> bool:
    """Whether a surname with a title after it is read as one, and not as the end of a word before (其余医生)."""
    before, surname = text[:start], text[start]
    if not before or _BOUNDARY.match(before[-1]) or _ONE_OF.search(before) or text.startswith("姓", start + 1):
        return True
    if surname == "于" and (before[-1] == "于" or before.endswith(CALLINGS)):
        return True
    if surname not in SURNAMES:
        return before[-1] in JOINS and not before.endswith(("对", "位", "由"))
    if _NUMBER.search(before):  # 三十余医生
        return False
    return not _ends_word(text, start, engine)


def _ends_word(text: str, start: int, engine: Engine) -> bool:
    """Whether a word of the library that begins earlier ends with the surname (模范, 其余)."""
    words = engine.steps[0].phrases
    low = max(0, start - words.longest + 1)
    window = text[low : start + 1]
    return any(match.end == len(window) and match.start < start - low for match in words.candidates(window))


def _begins_word(text: str, start: int, engine: Engine) -> bool:
    """Whether a word of the library begins with the surname (余震, 范本)."""
    words = engine.steps[0].phrases
    return any(match.start == 0 for match in words.candidates(text[start : start + words.longest]))
