"""Words that their neighbours decide, where a list of phrases would never end.

Measure words after a number: 十几只羊, 三千里路, 五出大戏, 三斗米, 两袋面. The library knows some numbers with some measure
words as phrases (两只, 十里) and takes the character for another word after all others (500只 as only, 几千里 as inside).

海里 is a distance after a number, and otherwise inside the sea: 花海里, 人海里.

系 as "is", the word of police reports: 事故系司机超速所致, 死者系本村人; elsewhere the library takes it for a system or a tie.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from plugins.hanzi.phrases import Match

_NUMBER = "0-9０-９〇零一二两三四五六七八九十百千万亿几数多余半"
#: After a number and 只: what 只 (only) stands before. 第一只有他知道 is no measure word.
_ONLY = "有能是要需够剩用花卖收占差会可限为在见得好怕想求凭靠做管因顾不允准身字重许去来给让到供对按算由把打"
#: What may follow a distance in 里 (or a clause ends).
_AFTER_DISTANCE = "地外路长远之多的以山水长海江河沿边"
_ENDS = r"(?=[/／，。、；：！？”’」』）,.!?;:)\s]|$)"

#: Each rule: what must stand before, the character, what must follow, and what the character becomes.
_RULES: tuple[tuple[str, str, str, str], ...] = (
    (rf"[{_NUMBER}]", "只", rf"(?![{_ONLY}])(?:(?=[\u4e00-\u9fff])|{_ENDS})", "隻"),
    (rf"[{_NUMBER}]", "里", rf"(?:(?=[{_AFTER_DISTANCE}])|{_ENDS})", "里"),
    (rf"[{_NUMBER}每这那]", "斗", "(?=[米粮谷麦豆金])", "斗"),
    (rf"[{_NUMBER}每这那]", "出", "(?=(?:折子|古装|新|老|好|大|小|悲|喜|闹|话|京|越|川|豫|歌)?[戏剧])", "齣"),
    (rf"[{_NUMBER}每这那]", "坛", "(?=[酒醋米泡腌])", "罈"),
    (rf"(?<![{_NUMBER}])海", "里", "(?![程岭])", "裡"),
    (r"[故灾因]|均|确实|嫌疑人|当事人|[死伤患]者|男子|女子|二人|两人", "系", "(?![统列数谱主别族])", "係"),
    (rf"[{_NUMBER}每这那][碗袋斤包箱桶盆盘锅份]", "面", rf"(?:(?=和[米油菜盐])|{_ENDS})", "麵"),
)


def _pattern(number: int, before: str, ch: str, after: str) -> str:
    """One rule; alternatives before the character are looked for one by one, because they differ in length."""
    looks = "|".join(f"(?<={one})" for one in before.split("|"))
    return f"(?P<r{number}>(?:{looks}){ch}{after})"


_PATTERN = re.compile("|".join(_pattern(number, *rule[:3]) for number, rule in enumerate(_RULES)))


def patterns(text: str) -> Iterator[Match]:
    """The places of a Simplified text that a rule decides, each with what it becomes in Traditional."""
    for found in _PATTERN.finditer(text):
        rule = _RULES[int((found.lastgroup or "r0")[1:])]
        yield Match(found.start(), found.end(), rule[3])
