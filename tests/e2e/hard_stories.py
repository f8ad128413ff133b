"""Stories that are hard to set: everything Markdown can do, long names and addresses, many people, names in other scripts."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

#: Everything on one page. The address of the source has no place to break.
KITCHEN = "everything-on-one-page"
#: Its title, cut where a line of it may end.
TITLE_IN_PIECES = {
    "hans": "铁路社区|北苑|小区|三号门|值守的|第四十七个|夜晚：|一名|退休|教师、|两名|网格员|和一百二十六户|人家的|门铃",
    "hant": "鐵路社區|北苑|小區|三號門|值守的|第四十七個|夜晚：|一名|退休|教師、|兩名|網格員|和一百二十六戶|人家的|門鈴",
}
#: The story of the archive that comes after it in its county, and one that it is related to.
LATER, KIN = "stories/du-chao-zhongyuan-lane/", "stories/fancheng-365/"
#: Written in Traditional, reproduced, with names that are written from right to left.
REPRODUCED = "reproduced-in-traditional"
#: A draft with a fault in a long line.
DRAFT = "a-draft-at-fault"

_ADDRESS = "https://news.example.com/2020/02/14/" + "a1b2c3d4e5f6" * 14 + "?from=groupmessage&isappinstalled=0"

_KITCHEN = f"""---
id: {KITCHEN}
title: 铁路社区北苑小区三号门值守的第四十七个夜晚：一名退休教师、两名网格员和一百二十六户人家的门铃
date: 2020-01-28/2020-03-14
script: hans
kind: retold
places: [湖北省/襄阳市/樊城区/铁路社区, 湖北省/武汉市/洪山区/珞南街道/洪珞社区, 商务中心区/后张村]
roles: [检察官, 联防联控队员, 志愿者, 社区书记, 驻村第一书记, 网格员]
people:
  - {{name: 余融豪, hans: 余融豪, hant: 余融豪, role: 樊城检察院司法行政管理局副局长}}
  - {{name: 洪远方, role: 樊城检察院副检察长、机动大队副队长，兼铁路社区北苑小区临时党支部书记, place: 铁路社区}}
  - 阿依努尔·麦麦提
  - {{name: "ئاينۇر مەمەت", hans: "ئاينۇر مەمەت", hant: "ئاينۇر مەمەت", id: aynur-memet, role: 志愿者}}
  - {{name: Jean-Baptiste Emmanuel Zorg, hans: Jean-Baptiste Emmanuel Zorg, hant: Jean-Baptiste Emmanuel Zorg, id: zorg}}
  - {{name: 王小明, id: wang-xiaoming, aliases: [小王, 王老师, 老王头, 王同志, 三号门的老王, 拿喇叭的人, 王副队长, 值夜班的王师傅]}}
source:
  name: 湖北省襄阳市樊城区铁路社区新时代文明实践站微信公众平台与检察日报社联合编辑部
  title: “守好门”，也是战“疫”：北苑小区三号门的四十七个日夜（上、中、下）
  url: {_ADDRESS}
  archive: https://web.archive.org/web/20200301000000/{_ADDRESS}
  authors: [王清波, 贾向飞, 邢娜, 张美霞]
  date: 2020-03-14
  seen: 2026-11-22
  rights: 原文版权归其作者与发布者，本文为转述
summary: 从腊月到惊蛰，三号门一直有人。退休教师王小明拿着喇叭，网格员记着一百二十六户人家的药和米，检察院的人推着车，一趟一趟地走。
added: 2026-11-22
updated: 2026-11-25
corrections:
  - {{date: 2026-11-24, note: 初稿把“三号门”误作“二号门”，已改正。}}
  - {{date: 2026-11-25, note: 补上了存档网址。}}
status: published
---

三号门在北苑小区的最里面，挨着铁路。余融豪（检察院的人叫他“老余”）说：“这里的门铃，一共一百二十六个。”“都按过？”“都按过。”
他把 Excel 表格打开，COVID-19 期间
每天 3 次、每次 126 户，记在 42 页纸上……

这一天，风从汉江上来——很冷。阿依努尔·麦麦提（ئاينۇر مەمەت）提着两袋馕来换班，
她说*不用谢*，**不用谢**，《战“疫”日记》（第三册）里写过的人，她都认得。
地址是https://example.com/a/very/long/address/that/does/not/break/anywhere/at/all/index.html，电话是0710-3456789。

## 门口的规矩

进门要做的事，写在一块纸板上：

1. 测体温，三十七度三以上的请到旁边坐一坐，打电话给社区医院，不要着急，也不要自己走；
2. 登记，写下姓名、楼号、门牌号；
3. 洗手。

带来的东西有：

- 米、面、油
- 药
    - 高血压的药
    - 给孩子的退烧药
- 两节五号电池

### 王小明说的话

> 我教了三十一年书，天天跟孩子们说“守时”。现在轮到我守门了。
>
> 守门也是上课，一天一课，一课也不能少。

那天夜里的记录是这样的：

| 时间 | 楼号 | 门牌 | 需要的东西 | 谁去 | 备注 |
|---|---|---|---|:-:|--:|
| 19:05 | 3号楼 | 1单元402 | 硝苯地平缓释片两盒、鸡蛋一板 | 余融豪 | 已送到 |
| 20:40 | 11号楼 | 2单元1103 | 奶粉一罐（二段） | 洪远方 | 明早再送 |
| 23:15 | 7号楼 | 门卫室 | 换灯泡 | 王小明 | 已换 |

![三号门夜里的灯，灯下是登记用的课桌](images/gate.png)

<figure><img src="images/gate.png" alt="登记用的课桌"><figcaption>三号门的课桌是从小学搬来的，桌面上还刻着“早”字。
摄影者没有署名，照片由社区提供，二〇二〇年二月十四日。</figcaption></figure>

三号门
: 北苑小区最靠里的一道门，平时只走消防车。

联防联控队员
: 从机关、学校和企业抽调的人。

```
23:15 7号楼 门卫室 换灯泡 王小明 已换 一行很长很长的记录不会把网页撑宽 xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx
```

---

第四十八天，门开了。<br>没有人说话。`三号门`的牌子还在，H<sub>2</sub>O、10<sup>2</sup>、<del>二号门</del>、<q>早</q>，都留着。
"""

_REPRODUCED = f"""---
id: {REPRODUCED}
title: 後張村的廣播
date: 2020-02-03
script: hant
kind: reproduced
places: [商務中心區/後張村]
roles: [志願者]
people:
  - {{name: 劉悅紅, role: 村民}}
  - {{name: "مەمەت", hans: "مەمەت", hant: "مەمەت", id: memet}}
source: {{name: unknown, url: unknown, reason: 村裡留存的打印稿，沒有題名和日期。, rights: 作者同意收錄}}
added: 2026-11-22
status: published
---

「今天是初十，」劉悅紅在廣播裡說，「『門口有人』這四個字，大家要記住。」

她唸了三遍，*一遍比一遍慢*。
"""


_DRAFT = _REPRODUCED.replace(f"id: {REPRODUCED}", f"id: {DRAFT}").replace("published", "draft")
_DRAFT = _DRAFT.replace(
    "商務中心區/後張村", "陝西省西安市長安區五台街道辦事處東甘村第三村民小組村口防疫檢查站臨時安置點"
)


def _picture(width: int, height: int) -> bytes:
    """A picture of a lamp in the dark, as PNG."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    def light(x: int, y: int) -> int:
        return max(24, 230 - ((x - width // 2) ** 2 + (y - height // 3) ** 2) // (width // 3))

    rows = b"".join(b"\0" + bytes(min(255, light(x, y)) for x in range(width)) for y in range(height))
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def write(content: Path) -> None:
    """Put the hard stories and their picture into a folder of content that has the archive's own vocabulary."""
    (content / "images").mkdir(exist_ok=True)
    (content / "images" / "gate.png").write_bytes(_picture(640, 400))
    (content / "stories" / f"{KITCHEN}.md").write_text(_KITCHEN, "utf-8")
    (content / "stories" / f"{REPRODUCED}.md").write_text(_REPRODUCED, "utf-8")
    (content / "stories" / f"{DRAFT}.md").write_text(_DRAFT, "utf-8")
