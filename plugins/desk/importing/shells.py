"""Pages that are no article: a robot check, a page that is not there, a page that only a script fills, a login."""

from __future__ import annotations

import re

from plugins.desk.importing.findings import Refused
from plugins.hanzi.fold import HAN

_HAN = re.compile(f"[{HAN}]")
#: So many Han characters make an article that may well speak of such things.
_ARTICLE = 300
_LATIN = re.compile("[A-Za-z]")
#: Fewer Han characters make no article; and of a Chinese text the Latin letters are not five times as many.
_FEWEST, _CHINESE = 30, 5

_CHALLENGE = re.compile(
    r"cf-browser-verification|cf_chl_|challenge-platform|challenges\.cloudflare\.com|cdn-cgi/challenge|"
    r"Checking your browser before|Just a moment\.\.\.|"
    r"Attention Required! \| Cloudflare|Verify you are human|DDoS protection by|acw_sc__v2|_guard/|slider_captcha|"
    r"请完成安全验证|安全验证|人机验证|请拖动滑块|拖动下方滑块|访问验证|环境异常|完成验证后即可继续访问|"
    r"请输入验证码|正在进行安全检查|人機驗證|驗證您是人類",
    re.IGNORECASE,
)
_SCRIPT = re.compile(
    r"(?:enable|requires?|turn on|without) JavaScript|JavaScript (?:is )?(?:required|disabled)|(?:请|請|需要|"
    r"必须).{0,8}(?:开启|启用|打开|允许|開啟|啟用).{0,8}(?:JavaScript|脚本|JS)\b",
    re.IGNORECASE,
)
_MISSING_TITLE = re.compile(
    r"^\W*(?:404|403|410|50[0-4])\b|\b(?:404|410)\b.{0,20}(?:not found|error|错误|页面|找不到)|(?:page )?not found|"
    r"页面(?:不存在|未找到|找不到|丢失|已删除)|"
    r"頁面不存在|找不到(?:页面|网页|頁面|網頁)|出错了|无法访问此(?:页面|网站)|无法找到",
    re.IGNORECASE,
)
_MISSING = re.compile(
    r"\b404\b.{0,40}(?:not found|error|错误|页面)|(?:您|你)?(?:访问|查看|请求|要找|打开|訪問)的(?:页面|网页|内容|"
    r"文章|頁面|網頁).{0,12}(?:不存在|已.{0,4}删除|找不到|未找到|已失效|走丢|丢失|被刪除)|"
    r"该(?:内容|文章|页面|网页|公众号).{0,10}(?:已被.{0,6}删除|不存在|无法查看|已失效|违规)|此内容因违规无法查看|"
    r"此内容(?:发送失败|被投诉)|The requested URL .{0,200}was not found|"
    r"页面不存在|頁面不存在|文章不存在|内容不存在|链接已过期|参数错误",
    re.IGNORECASE | re.DOTALL,
)
_LOGIN = re.compile(
    r"(?:请|請)(?:先|您先)?(?:登录|登錄|登入).{0,10}(?:查看|继续|阅读|访问|後|后)|登录后(?:查看|阅读|可见)|需要登录"
)
_APP = re.compile(
    r"""<div[^>]+id=["'](?:app|root|__next|__nuxt|main-app)["'][^>]*>\s*(?:</div>|<noscript|<!--)""", re.IGNORECASE
)


def refuse_shell(html: str, title: str, text: str) -> None:
    """Refuse a page that holds no article.

    Args:
        html: the page as it came.
        title: its title.
        text: all that it shows, without white space.

    Raises:
        Refused: with the reason; a page with an article's worth of Chinese passes whatever words stand in it.
    """
    shown = _HAN.findall(text)
    if len(shown) >= _ARTICLE:
        return
    if _CHALLENGE.search(title) or _CHALLENGE.search(html):
        raise Refused(
            "challenge", "这是网站的安全验证页面（查验是不是真人），不是文章；请在浏览器里通过验证、看到文章之后再保存"
        )
    if (
        _MISSING_TITLE.search(title)
        or _MISSING.search(html)
        or (len(shown) < _ARTICLE / 3 and _MISSING_TITLE.search(text[:200]))
    ):
        raise Refused("not-found", "这是“页面不存在”（404）一类的页面：文章已被删除，或网址不对；可以找找网页存档")
    if _LOGIN.search(html):
        raise Refused("login", "这个页面要登录才能看到文章；请登录、看到全文之后再保存")
    if _APP.search(html) or _SCRIPT.search(html):
        raise Refused(
            "script-page",
            "保存下来的是空壳，文章要靠脚本（JavaScript）才显示；请在浏览器里看到全文之后另存为“网页，全部”，或复制正文粘贴",
        )


def refuse_empty(text: str) -> None:
    """Refuse a text that holds hardly any Chinese, or is hardly Chinese.

    Raises:
        Refused: with the reason.
    """
    count = len(_HAN.findall(text))
    if not count:
        raise Refused("no-chinese", "里面没有中文文字，没有可以导入的文章")
    if count * _CHINESE < len(_LATIN.findall(text)):
        raise Refused("no-chinese", "文字主要不是中文，不像本档案要收的文章")
    if count < _FEWEST:
        raise Refused("empty-shell", f"找到的正文只有 {count} 个汉字，不像一篇文章：可能是空壳页面，或正文没有保存下来")
