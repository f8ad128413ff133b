"""Articles made up for these tests: nobody wrote them, nothing in them happened."""

from __future__ import annotations

from plugins.desk.importing.draft import RETELL, Draft

PARAGRAPHS = (
    "二月的头一个星期，北巷的路灯坏了三盏，夜里送菜的人只好打着手电，一家一家地数门牌。",
    "社区书记周一航说：“灯先不修，菜要先送到。”他和六个志愿者分成两班，把一百二十户的单子抄在一本旧挂历的背面。",
    "网格员许兰负责最里面的院子。院里住着几位老人，最大的九十一岁，耳朵不好，要敲很久的门才会开。",
    "到了月底，挂历用完了，单子换成了一本新的作业本，字写得小了，人却一个也没有少。",
)
BODY = "\n".join(PARAGRAPHS)
TITLE = "北巷的一本旧挂历"


def page(body: str, *, title: str = TITLE, head: str = "", line: str = "") -> str:
    """A news page around a body: menu, heading, date line, share buttons, footer."""
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>{title}_江岸新闻网</title>{head}</head><body>
<div class="nav"><a href="/">首页</a><a href="/a">要闻</a><a href="/b">社会</a><a href="/c">评论</a></div>
<div class="main"><h1>{title}</h1><div class="info">{line}</div><div class="content">{body}</div>
<div class="share">分享到：微信 微博</div><div class="related"><a href="/x">别的新闻一则</a><a href="/y">别的新闻两则</a></div></div>
<div class="footer"><p>关于我们 | 联系我们 | 广告服务</p><p>版权所有，未经授权不得转载</p></div></body></html>"""


def paragraphs(*texts: str) -> str:
    """HTML paragraphs."""
    return "".join(f"<p>　　{text}</p>" for text in texts)


def body_of(draft: Draft) -> str:
    """What a draft holds below the line that asks for retelling."""
    return draft.text.split(f"{RETELL[draft.script]}\n\n", 1)[1]
