"""Any number of articles that nobody wrote, each unlike the others, the same on every run."""

from __future__ import annotations

import random
from dataclasses import dataclass

_WHEN = (
    "清早", "天黑以后", "雨停的时候", "午饭前", "换班的钟响过", "第三天上午", "雪下到一半", "周末的傍晚",
    "夜里十一点", "送奶车来的时候", "广播响过两遍", "路灯亮起来",
)  # fmt: skip
_WHERE = (
    "北巷的门口", "旧仓库外面", "河边的岗亭", "三号楼楼下", "菜场的后门", "学校的操场", "桥头的帐篷", "村口的槐树下",
    "卫生站的走廊", "车站的候车室", "粮店的台阶", "祠堂前面", "码头的石阶", "面馆的屋檐下", "印刷厂的门房",
)  # fmt: skip
_WHO = (
    "网格员许兰", "志愿者何平", "社区书记周一航", "修鞋的老人", "送水的司机", "值夜的护士", "隔壁的木匠",
    "学校的门卫", "开面馆的夫妻", "放假的学生", "退休的会计", "卖菜的妇女", "补胎的师傅", "扫街的工人", "养蜂的人",
)  # fmt: skip
_DID = (
    "把单子抄了两遍", "数清了剩下的口罩", "给炉子添了煤", "推着板车送米", "把电话挨个打完", "在本子上记下门牌",
    "帮邻居修好了水管", "替老人取回了药", "把帐篷的绳子重新系紧", "用喇叭念了通知", "煮了一锅姜汤", "画了一张路线图",
    "把钥匙交给下一班", "守着体温计等人来", "把积雪铲到路边", "给花浇了水", "缝好了裂开的袖套", "搬来两条长凳",
)  # fmt: skip
_SAID = (
    "没有人抱怨", "大家都笑了", "狗在旁边叫", "水壶一直开着", "谁也没有回家", "灯一直亮到天明", "名单又长了一页",
    "第二天照旧", "后来下起了雨", "路口只剩下风声", "孩子们隔着窗户挥手", "收音机里放着老歌", "账目一分不差",
    "鞋底都磨薄了",
)  # fmt: skip
_THING = (
    "挂历", "雨伞", "门牌", "板车", "喇叭", "姜汤", "钥匙", "长凳", "水壶", "路灯", "袖套", "名单", "收音机",
    "体温计", "煤炉", "地图",
)  # fmt: skip


@dataclass(frozen=True)
class Article:
    """A title, paragraphs and a day of publication."""

    title: str
    paragraphs: tuple[str, ...]
    day: str

    @property
    def text(self) -> str:
        return "\n".join(self.paragraphs)


def article(number: int) -> Article:
    """The article of a number; two of them have hardly a sentence in common."""
    dice = random.Random(number)

    def sentence() -> str:
        one, two = dice.sample(_WHO, 2)
        parts = [
            f"{dice.choice(_WHEN)}，{one}在{dice.choice(_WHERE)}{dice.choice(_DID)}",
            f"{two}{dice.choice(_DID)}，{dice.choice(_SAID)}",
            f"第{dice.randint(2, 999)}个{dice.choice(_THING)}是{dice.choice(_WHO)}从{dice.choice(_WHERE)}拿来的",
        ]
        dice.shuffle(parts)
        return "；".join(parts[: dice.randint(2, 3)]) + "。"

    first, second = dice.sample(_THING, 2)
    day = f"20{dice.randint(20, 22)}-{dice.randint(1, 12):02d}-{dice.randint(1, 28):02d}"
    return Article(
        f"{first}与{second}：第{number}夜",
        tuple("".join(sentence() for _ in range(dice.randint(2, 4))) for _ in range(dice.randint(3, 6))),
        day,
    )
