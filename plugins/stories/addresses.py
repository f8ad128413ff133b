"""Web addresses: the parameters that tell of a person taken out, and one form in which two addresses are compared."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit, urlunsplit

#: Parameters that tell who shared or opened a page, and change nothing of it. A trailing * stands for anything.
_PERSONAL = (
    "utm_*", "spm", "scm",
    "from", "fromuid", "isappinstalled", "scene", "subscene", "clicktime", "enterid", "exportkey", "pass_ticket",
    "wx_header",
    "wxfrom", "sharer_*", "share_*", "shareuid", "share", "uin", "sessionid", "session", "token", "openid", "unionid",
    "uid",
    "userid", "user_id", "fbclid", "gclid", "msclkid", "mc_cid", "mc_eid",
    "_ga", "ref", "referer", "referrer", "vd_source", "seid", "buvid",
    "mid_share", "bsh_bid", "tt_from", "channel_from", "phone", "mobile",
)  # fmt: skip
#: Of WeChat's addresses these say which article it is; everything else says who opened it.
_WECHAT, _WECHAT_KEPT = "mp.weixin.qq.com", ("__biz", "mid", "idx", "sn")
_ADDRESS = re.compile(r"https?://[^\s<>\"'（）()，。、；]+", re.IGNORECASE)
_PORTS = {"http": 80, "https": 443}


def without_personal(url: str) -> str:
    """An address without the parameters that tell of a person; anything that is no web address stays as it is."""
    try:
        parts = urlsplit(url.strip())
        pairs = parse_qsl(parts.query, keep_blank_values=True)
    except ValueError:
        return url.strip()
    if parts.scheme.lower() not in _PORTS or not parts.netloc:
        return url.strip()
    if (parts.hostname or "") == _WECHAT:
        kept = [pair for pair in pairs if pair[0] in _WECHAT_KEPT]
    else:
        kept = [pair for pair in pairs if not _personal(pair[0])]
    query = parts.query if len(kept) == len(pairs) else urlencode(kept)
    netloc = parts.netloc.rpartition("@")[2]
    fragment = "" if parts.fragment.lower().startswith(("wechat", "rd", "utm", "?")) else parts.fragment
    return urlunsplit((parts.scheme.lower(), netloc, parts.path, query, fragment))


def _personal(name: str) -> bool:
    name = name.lower()
    return any(name.startswith(one[:-1]) if one.endswith("*") else name == one for one in _PERSONAL)


def comparable(url: str) -> str:
    """The form of an address in which it is compared: http is https, www. and m. are left out, and what stands at the end."""
    url = without_personal(url)
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return url
    host = (parts.hostname or "").removeprefix("www.").removeprefix("m.")
    if port and port != _PORTS.get(parts.scheme):
        host += f":{port}"
    path = quote(unquote(parts.path)).rstrip("/")
    return f"{host}{path}?{urlencode(sorted(parse_qsl(parts.query)))}".rstrip("?")


def addresses_in(text: str) -> list[str]:
    """Every web address in a text, in order."""
    return _ADDRESS.findall(text)


def is_address(text: str) -> bool:
    """Whether a text is one web address and nothing else."""
    return _ADDRESS.fullmatch(text.strip()) is not None


def blanked(text: str) -> str:
    """A text of the same length with every web address made illegible: the numbers in them mean nothing to a reader."""
    return _ADDRESS.sub(lambda found: "_" * len(found[0]), text)
