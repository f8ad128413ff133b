"""The way from a previewed page back to the desk; it is added as the page goes out, and stands in no file."""

from __future__ import annotations

import re

_STYLE = '<link rel="stylesheet" href="/desk/static/way.css">'
#: Behind the link that skips to the text, which stays the first that a key reaches.
_TOP = re.compile(r'<body[^>]*>(?:\s*<a class="skip"[^>]*>.*?</a>)?', re.DOTALL)


#: The preview's pages of one story: its own in either edition, and where its editions stand side by side.
_STORY = re.compile(r"/(?:zh-han[st]/stories|-/review)/([a-z0-9-]+)/?")


def with_way_back(path: str, page: str) -> str:
    """A page with the way back to the desk at its top; from a story, to its form.

    Args:
        path: the path of its address.
        page: its HTML.
    """
    story = _STORY.fullmatch(path)
    links = ['<a href="/desk/">书桌</a>', *([f'<a href="/desk/at/{story[1]}">改这一篇</a>'] if story else [])]
    bar = f'<nav class="desk-way" lang="zh-Hans" aria-label="书桌">{" ".join(links)}</nav>'
    return _TOP.sub(lambda top: f"{top[0]}\n{bar}", page, count=1).replace("</head>", f"{_STYLE}</head>", 1)
