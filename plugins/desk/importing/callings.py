"""What a text calls a person, in its own words: right before the name, right behind it, or after 是 and a comma."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from plugins.desk.importing.introduced import pattern
from plugins.desk.importing.passages import Passages
from plugins.hanzi.fold import HAN, fold
from plugins.hanzi.words import words

Spans = Sequence[tuple[int, int]]

#: What offices, posts and kinds of people end in, beside the roles of the thesaurus.
_TITLES = (
    "总书记", "书记", "主任", "局长", "所长", "院长", "校长", "馆长", "队长", "站长", "村长", "镇长", "乡长", "区长",
    "县长", "市长", "部长", "科长", "处长", "厅长", "组长", "网格长", "检察长", "网格员", "社工", "民警", "辅警", "警察",
    "交警", "教师", "老师", "医生", "医师", "护士", "护士长", "司机", "队员", "志愿者", "干部", "党员", "村民", "居民", "业主",
    "检察官", "法官", "记者", "经理", "厂长", "董事长", "服务长", "保安", "快递员", "工作人员", "负责人", "委员", "委员长",
    "军人", "战士", "学生", "会长", "理事长",
)  # fmt: skip
_KIN = (
    "父亲", "母亲", "爸爸", "妈妈", "妻子", "丈夫", "爱人", "儿子", "女儿", "哥哥", "嫂子", "弟弟", "姐姐", "妹妹", "爷爷",
    "奶奶", "兄弟",
)  # fmt: skip
#: What may stand right behind a name: an office, and nothing that is a word for anybody.
_OFFICES = tuple(one for one in _TITLES if one.endswith(("书记", "长", "主任", "老师", "医生", "经理")))
#: Words that end what belongs to the title before them.
_STOPS = frozenset(
    fold(
        "的/地/得/是/和/与/及/在/随着/位/名/个/由/叫/让/被/给/对/向/从/为/了/着/过/说/到/有/把/也/都/就/又/还/这/那/某/该/本/"
        "会上/会议上/现场/当天/昨天/今天/当晚/日/时/上/下/后/前/里/中/以及/成为/作为/身为/告诉/要求/组织/其中/随/见/问/请/据/于/"
        "等/全体/一名/一位/第一个/各/每"
    ).split("/")
)
_THIS = fold("该")
_IS = fold("是|系|担任|现任")
_CALLED = re.compile(fold("(?:名叫|叫做|叫作|叫|就是)$"))
_BEFORE, _LONGEST, _SHORT = 34, 32, 16
_CLAUSE = r"[^，。；,;：:！!？?…\n]"


class Callings:
    """Finds what people are called.

    Args:
        roles: further words that say what somebody is: the names of the thesaurus.

    Attributes:
        introducing: finds what stands right before a name and says what the person is.
    """

    def __init__(self, roles: Iterable[str] = ()) -> None:
        ends = sorted({fold(one) for one in (*_TITLES, *roles) if len(one) > 1}, key=len, reverse=True)
        kin = list(map(fold, _KIN))
        self.introducing = pattern([*ends, *kin])
        title = "|".join(map(re.escape, ends))
        either = "|".join([title, *kin])
        offices = "|".join(fold(one) for one in sorted(_OFFICES, key=len, reverse=True))
        self._before = re.compile(
            rf"(?P<title>(?:[{HAN}\d·“]{{0,30}}(?:{title})、)?[{HAN}\d·“]{{0,30}}(?:{either})[”」』]?)$"
        )
        self._office = re.compile(rf"副?(?:{offices})(?![{HAN}]{{0,2}}(?:会议|讲话))")
        self._is = re.compile(rf"[，,]?(?:{_IS})(?P<title>{_CLAUSE}{{0,28}}?(?:{title}))(?=[，。；,;！!？?])")
        self._comma = re.compile(rf"[，,](?P<title>{_CLAUSE}{{2,40}}?(?:{title})[”」』]?)(?=[，。；,;])")

    def of(self, passages: Passages, start: int, end: int, places: Spans) -> str:
        """What the name between two offsets is called; empty where nothing says it.

        Args:
            passages: the text.
            start: where the name begins.
            end: where it ends.
            places: where the names of places stand; the wider ones at the beginning of a long title go.
        """
        found = self._in_front(passages, start, places) or self._behind(passages, end, places)
        if not found:
            return ""
        first, last = found
        for begin, stop in places:
            if first <= begin < stop <= last - 2 and last - first > _SHORT:
                first = stop
        return passages.text[first:last].lstrip("、· ") if 1 < last - first <= _LONGEST else ""

    def _in_front(self, passages: Passages, start: int, places: Spans) -> tuple[int, int] | None:
        """社区书记周一航; 民警叫付双涛."""
        before = passages.folded[max(0, start - _BEFORE) : start]
        called = _CALLED.search(before)
        last = start - (len(called[0]) if called else 0)
        found = self._before.search(before[: len(before) - (start - last)])
        if not found:
            return None
        first = last
        for word in reversed(words(found["title"])):
            at = first - len(word)
            stops = word in _STOPS or (word[0] == _THIS and len(word) == 2)  # noqa: PLR2004 (该院, 该区)
            if stops and not any(begin < first and at < stop for begin, stop in places):  # 子向村 is no 向
                break
            first = at
        return (first, last) if first < last else None

    def _behind(self, passages: Passages, end: int, places: Spans) -> tuple[int, int] | None:
        """习近平总书记; 杜超是市第三十八中教师; 徐飞，平湖馨苑社区网格站副站长."""
        if office := self._office.match(passages.folded, end):
            return office.start(), office.end()
        if said := self._is.match(passages.folded, end):
            title = said["title"]
            return said.start("title") + title.rfind("的") + 1, said.end("title")
        beside = self._comma.match(passages.folded, end)
        if beside and any(begin == end + 1 for begin, _ in places):
            return beside.start("title"), beside.end("title")
        return None
