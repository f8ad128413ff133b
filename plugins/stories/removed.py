"""HTML in a story that readers will not get: what the cleaning takes out, and where it stands in the file."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from html.parser import HTMLParser
from itertools import islice

from plugins.faults import Fault

#: What goes with its text, while of other elements the text stays.
_WITH_CONTENT = frozenset({"script", "style"})
#: So many kinds are told at once: more than any page has that somebody pastes.
_MOST_TOLD = 100
_SCHEME = re.compile(r"\s*([a-zA-Z][a-zA-Z0-9+.-]*):")
#: Without any of these in the Markdown nothing can be taken out of the HTML.
_SUSPECT = re.compile(r"<[a-zA-Z/]|[(<\"']\s*[a-zA-Z][a-zA-Z0-9+.-]*:|\]:")


class _Finder(HTMLParser):
    """Elements, (element, attribute) pairs and schemes of links that are not allowed, in order."""

    def __init__(self, allowed: Mapping[str, Collection[str]], schemes: Collection[str]) -> None:
        super().__init__(convert_charrefs=True)
        self.found: dict[tuple[str, str], None] = {}
        self._allowed = allowed
        self._schemes = schemes

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in self._allowed:
            self.found[tag, ""] = None
            return
        for name, value in attrs:
            if name not in self._allowed[tag]:
                self.found[tag, name] = None
            scheme = _SCHEME.match(value or "") if name in {"href", "src"} else None
            if scheme and scheme[1].lower() not in self._schemes:
                self.found["", scheme[1]] = None


def removed(
    text: str, html: str, allowed: Mapping[str, Collection[str]], schemes: Collection[str]
) -> tuple[tuple[str, str], ...]:
    """What cleaning takes out of HTML: (element, ""), (element, attribute) or ("", scheme of a link).

    Args:
        text: the Markdown.
        html: the HTML that was made of it, as yet unclean.
        allowed: the elements that may stand, each with its attributes.
        schemes: what links may begin with.
    """
    if not _SUSPECT.search(text):
        return ()
    finder = _Finder(allowed, schemes)
    finder.feed(html)
    finder.close()
    return tuple(finder.found)


def faults_of(path: str, prose: str, first: int, taken: Collection[tuple[str, str]]) -> Iterator[Fault]:
    """Warnings: each kind of what is taken out, at the first place where the editor wrote it.

    Args:
        path: the file, relative to the content folder.
        prose: the Markdown, what stands in code made blank.
        first: the line of the file at which it begins.
        taken: what :func:`removed` found.
    """
    for tag, name in islice(taken, _MOST_TOLD):
        if not tag:
            places = list(re.finditer(rf"(?<![\w+.-]){re.escape(name)}:", prose))
            message = f"以 {name}: 开头的链接会被去掉"
            help_text = "链接写 https://…、story:故事的 id 或 mailto:…，或只留文字"
        elif name:
            places = list(
                re.finditer(rf"<{re.escape(tag)}\b[^>]*?\s{re.escape(name)}(?=[\s=>/])", prose, re.IGNORECASE)
            )
            message = f"<{tag}> 里的 {name} 会被去掉"
            help_text = "样式由网站统一决定，请删去"
        else:
            places = list(re.finditer(rf"<{re.escape(tag)}(?=[\s>/])", prose, re.IGNORECASE))
            gone = "和里面的内容都会被去掉" if tag in _WITH_CONTENT else "会被去掉，只留里面的文字"
            message = f"<{tag}> {gone}"
            help_text = "改用 Markdown 的写法；要显示这几个字就写 `<" + tag + ">`"
        if places:  # what Markdown itself makes is nobody's to mend
            count = f"（共 {len(places)} 处）" if len(places) > 1 else ""
            at = places[0].start()
            line, column = first + prose.count("\n", 0, at), at - prose.rfind("\n", 0, at)
            yield Fault(path, line, column, "removed-html", message + count, help_text, "warning")
