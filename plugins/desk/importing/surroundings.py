"""What stands around an article: menus, the date line, share buttons, legal lines. What they say is kept, they themselves go."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from plugins.desk.importing.bylines import (
    DATE,
    Byline,
    byline,
    date_in,
    editors_only,
    is_source_line,
    outlet_in,
    pieces,
    without_bylines,
)
from plugins.desk.importing.findings import Found
from plugins.desk.importing.plain import tidy

_BULLET = re.compile(r"^(?:[•·●◆■▪*+-]\s*)+|^#{1,6}\s+|^>\s*")
_MENU = re.compile(
    r"^(?:首页|首頁|您?当前位置|当前位置|您的位置|您现在的位置|目前位置|網站首頁|网站首页|返回首页|返回|主页|登录|"
    r"登入|注册|註冊|搜\s*索|搜尋|设为首页|加入收藏|"
    r"手机版|客户端|APP下载|繁體|繁体|简体|English|RSS|导航|導航|更多)(?:\b|[\s>›»|｜:：]|$)"
)
_CRUMBS = re.compile(r"^[^\s>›»]{1,12}(?:\s*[>›»]\s*[^\s>›»]{0,12}){2,8}\s*$|^(?:首页|首頁)\s*[>›»/]")
_CONTACT = re.compile(
    r"^(?:投稿邮箱|投稿郵箱|新闻热线|新聞熱線|联系电话|聯絡電話|服务热线|举报电话|客服|邮箱|郵箱|E-?mail|电话|地址|传真|邮编)\s*[:：]",
    re.IGNORECASE,
)
_BUTTONS = re.compile(
    r"^(?:分享(?:到|至)?|转发|轉發|收藏|点赞|點讚|打印|列印|关闭|關閉|评论|評論|纠错|字号|字體|字体|大\s*中\s*小|"
    r"扫一扫|掃一掃|微信|微博|QQ空间|朋友圈|赞|在看|"
    r"阅读(?:量|数|原文)?|閱讀|浏览(?:量|次数|数)?|瀏覽|点击(?:量|数)?|播放|收听|听新闻|复制链接|返回顶部|"
    r"上一[篇页条]|下一[篇页条]|A[+-]|原标题)"
)
_LEGAL = re.compile(
    r"(?:未经.{0,12}(?:授权|许可|同意).{0,20}(?:转载|使用|禁止|不得)|版权所有|版權所有|著作权|All Rights Reserved|"
    r"Copyright\b|©|ICP备|ICP證|ICP证|公网安备|"
    r"许可证|許可證|违法和不良信息|不良信息举报|免责声明|免責聲明|版权声明|版權聲明|法律声明|法律聲明|刊用本网|"
    r"本网站所刊载|本站所有|转载请注明|轉載請註明|"
    r"不代表.{0,12}(?:观点|觀點|立场|立場)|侵权.{0,10}(?:删除|联系)|追究.{0,6}责任|关于我们|關於我們|联系我们|"
    r"聯絡我們|广告服务|招聘信息|网站地图|友情链接)",
    re.IGNORECASE,
)
_RIGHTS = re.compile(r"未经|未經|版权|版權|转载|轉載|授权|授權")
#: From here on a page speaks of something else.
_CUT = re.compile(
    r"^[【\[#*\s]*(?:相关(?:阅读|新闻|报道|链接|文章|推荐)|相關(?:閱讀|新聞|報道|連結)|延伸阅读|延伸閱讀|推荐阅读|"
    r"推薦閱讀|热门(?:推荐|文章|新闻)|猜你喜欢|精彩推荐|更多新闻|"
    r"网友评论|發表評論|发表评论|最新评论|我要评论|新闻排行|点击排行|往期回顾|版权声明|免责声明|关于我们|關於我們)"
)
_END = re.compile(r"^[（(【\[]?\s*(?:完|全文完|END|end|End|本文完)\s*[)）】\]]?$")
#: The words of a date line that no heading has.
_SAYS_WHAT = re.compile(
    r"来源|來源|稿源|发布|發佈|時間|时间|作者|编辑|編輯|记者|記者|浏览|瀏覽|点击|點擊|阅读|閱讀|字号|\d{1,2}[:：]\d{2}"
)
_PROSE = re.compile(r"[。！？!?]")
_SHORT, _TITLE = 80, (4, 60)
#: The date line stands within so many lines, and so many characters, of the beginning.
_NEAR_LINES, _NEAR_CHARACTERS = 40, 1500
_TOKENS = 5
#: So many lines with sentences above a date line are the article, and the line is in it.
_SENTENCES = 2


@dataclass(slots=True)
class Around:
    """What stood around the article.

    Attributes:
        blocks: the article's own blocks.
        title: the line above the date line.
        published: the date of the date line.
        outlet: the source that a line names, or the paper before 记者.
        authors: everybody whom a line or a bracket names as reporter, correspondent or writer.
        rights: what the page says of its rights, in its words.
        dropped: the lines that went.
    """

    blocks: list[str]
    title: Found | None = None
    published: Found | None = None
    outlet: Found | None = None
    authors: dict[str, Found] = field(default_factory=dict)
    rights: str = ""
    dropped: list[str] = field(default_factory=list)


def bare(block: str) -> str:
    """The text of a block without list marks, heading marks, emphasis and escapes."""
    text = _BULLET.sub("", tidy(block))
    text = re.sub(r"!\[[^\]]{0,300}\]\([^)]{0,2000}\)|(?<!!)\[([^\]]{0,300})\]\([^)]{0,2000}\)", r"\1", text)
    return re.sub(r"\\(?=[^\w\s])|\*\*", "", text).strip()


def part(blocks: Sequence[str], *, page: bool) -> Around:
    """Take what stands around an article away from it.

    Args:
        blocks: the blocks of the text, in Markdown.
        page: whether they may be a whole page, whose first line need not be the article's.
    """
    around = Around(list(blocks))
    if page:
        _head(around)
    _tail(around)
    _own_lines(around)
    _brackets(around)
    return around


def is_menu(line: str) -> bool:
    """Whether a line is a menu, a breadcrumb trail, a contact line or a button."""
    if not line or _CRUMBS.search(line) or _CONTACT.match(line) or (len(line) < _SHORT and _MENU.match(line)):
        return True
    tokens = [token for token in re.split(r"[\s|｜·•/]+", line) if token]
    if len(tokens) >= _TOKENS and not _PROSE.search(line) and max(map(len, tokens)) <= 6:  # noqa: PLR2004
        return True
    return len(line) < 30 and _BUTTONS.match(line) is not None  # noqa: PLR2004


def is_meta(line: str) -> bool:
    """Whether a line only tells when, from where and by whom, or is a button beside that."""
    if len(line) > _SHORT or _PROSE.search(line):
        return False
    if is_source_line(line) or editors_only(line) or byline(line):
        return True
    rest = DATE.sub(" ", line)
    if rest != line:
        if "，" in rest and not _SAYS_WHAT.search(rest):  # 2020年2月3日，车队出发
            return False
        outlet = outlet_in(rest)
        rest = rest.replace(outlet or "\0", " ")
        rest = re.sub(
            r"来源|來源|稿源|发布(?:时间|于)?|發佈|时间|時間|日期|作者|编辑|更新|星期[一二三四五六日天]|上午|下午|浏览|点击|"
            r"阅读|次|字号|大|中|小|[\W\d_]",
            "",
            rest,
        )
        return len(rest) <= 16  # noqa: PLR2004
    return len(line) < 24 and _BUTTONS.match(line) is not None  # noqa: PLR2004


def read_line(around: Around, line: str) -> None:
    """Keep what a line around the article says."""
    day = date_in(line)
    if day and around.published is None:
        around.published = Found(day, f"文章前后的日期行“{_cut(line)}”", "certain")
    outlet = outlet_in(line)
    if outlet and (around.outlet is None or around.outlet.sure != "certain"):
        around.outlet = Found(outlet, f"“{_cut(line)}”一行", "certain")
    for said in filter(None, map(byline, (DATE.sub(" ", line), *pieces(line)))):
        _keep(around, said, line)


def _keep(around: Around, said: Byline, line: str) -> None:
    for name in said.authors:
        around.authors.setdefault(name, Found(name, f"署名“{_cut(line)}”", "certain"))
    if said.outlet and around.outlet is None:
        around.outlet = Found(said.outlet, f"署名“{_cut(line)}”里记者所属的媒体", "likely")


def _head(around: Around) -> None:
    """Drop what stands above the article, and read the date line."""
    lines = [bare(block) for block in around.blocks]
    reach, read = 0, 0
    for line in lines[:_NEAR_LINES]:
        if read > _NEAR_CHARACTERS:
            break
        read += len(line)
        reach += 1
    dated = next((at for at in range(reach) if is_meta(lines[at]) and date_in(lines[at])), None)
    start = 0
    if dated is not None:
        above = [at for at in range(dated) if not is_menu(lines[at]) and not is_meta(lines[at])]
        prose = [at for at in above if _PROSE.search(lines[at])]
        if len(prose) < _SENTENCES and not any(len(lines[at]) > _SHORT for at in prose):
            if above and _TITLE[0] <= len(lines[above[-1]]) <= _TITLE[1]:
                around.title = Found(lines[above[-1]], "日期行上面的一行", "likely")
            start = dated
            while start < len(lines) and (is_meta(lines[start]) or is_menu(lines[start])):
                start += 1
            for line in lines[:start]:
                read_line(around, line) if is_meta(line) else None
    while (
        start < len(lines) and (is_menu(lines[start]) or _LEGAL.search(lines[start])) and len(lines[start]) < 2 * _SHORT
    ):
        start += 1
    around.dropped += lines[:start]
    around.blocks = around.blocks[start:]
    if around.title is None:
        _first_line(around)


def _first_line(around: Around) -> None:
    """A first line that stands alone above paragraphs is taken for the title."""
    lines = [bare(block) for block in around.blocks[:2]]
    if len(lines) < 2 or not _TITLE[0] <= len(lines[0]) <= _TITLE[1] - 15:  # noqa: PLR2004
        return
    after = bare(without_bylines(around.blocks[1])[0])
    ends = lines[0].endswith(tuple("。，；：、,;:—…”"))
    if not ends and not byline(lines[0]) and (len(after) > _SHORT / 2 or is_meta(lines[1])):
        around.title = Found(lines[0], "文字的第一行", "likely")
        around.blocks = around.blocks[1:]


def _tail(around: Around) -> None:
    """Drop what stands below the article, and read what it says."""
    lines = [bare(block) for block in around.blocks]
    total, seen = sum(map(len, lines)), 0
    end = len(lines)
    for at, line in enumerate(lines):
        late = seen > total * 0.4 and at > 0
        seen += len(line)
        if (
            late
            and _CUT.match(line)
            and not any(len(one) > 2 * _SHORT and not _LEGAL.search(one) for one in lines[at + 1 :])
        ):
            end = at
            break
    while end > 1 and _is_tail(lines[end - 1]):
        end -= 1
    for line in lines[end:]:
        around.dropped.append(line)
        if is_meta(line):
            read_line(around, line)
        if not around.rights and tells_rights(line):
            around.rights = line[:120]
    around.blocks = around.blocks[:end]


def tells_rights(line: str) -> bool:
    """Whether a line says what may be done with the text."""
    return _RIGHTS.search(line) is not None and _LEGAL.search(line) is not None


def _is_tail(line: str) -> bool:
    if is_menu(line) or _END.match(line):
        return True
    if _LEGAL.search(line) and len(line) < 3 * _SHORT:
        return True
    return is_meta(line) and byline(line) is None


def _own_lines(around: Around) -> None:
    """Lines at either end that only say who wrote it, when, from where."""
    for at in (0, -1):
        for _ in range(6):
            line = bare(around.blocks[at]) if len(around.blocks) > 1 else ""
            if not line or not is_meta(line):
                break
            read_line(around, line)
            around.dropped.append(line)
            del around.blocks[at]


def _brackets(around: Around) -> None:
    """Brackets that say who wrote it, at the beginning and at the end of the article."""
    ends = {*range(min(3, len(around.blocks))), *range(max(0, len(around.blocks) - 3), len(around.blocks))}
    for at in sorted(ends):
        text, said = without_bylines(around.blocks[at])
        for bracket, one in said:
            _keep(around, one, bracket)
        around.blocks[at] = text
    around.blocks = [block for block in around.blocks if block.strip()]


def _cut(line: str) -> str:
    return line if len(line) <= 40 else f"{line[:39]}…"  # noqa: PLR2004
