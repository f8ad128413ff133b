"""Outlets: the papers, agencies and offices that the stories' sources come from, from ``sources.yaml``."""

from __future__ import annotations

from plugins.faults import Fault
from plugins.vocabulary.entries import EntryFile
from plugins.vocabulary.model import Outlet
from plugins.vocabulary.register import Register

#: What stands beside the outlets' addresses: numbered pages, other sources, and unknown ones.
RESERVED = frozenset({"page", "others", "unknown"})


class Outlets(Register[Outlet]):
    """The outlets, by id and by every name; see :class:`~plugins.vocabulary.register.Register` for find and get."""

    kind = "outlet"


def read(text: str, path: str = "vocabulary/sources.yaml") -> tuple[Outlets, list[Fault]]:
    """The outlets of the editors' file, ``- {id, hans, hant, aliases, url}``, and what is wrong with it.

    Args:
        text: the file's text.
        path: the file, as faults name it.
    """
    file = EntryFile(text, path)
    outlets: dict[str, Outlet] = {}
    for entry in file:
        entry.only("id", "hans", "hant", "aliases", "url")
        slug, forms, aliases, url = entry.slug(RESERVED), entry.forms(), entry.texts("aliases"), entry.text("url")
        if url and not url.startswith(("https://", "http://")):
            entry.fault("bad-url", f"网址“{url}”不完整", "以 https:// 开头", "url")
        if slug in outlets:
            entry.fault("duplicate-id", f"来源 id “{slug}” 写了两次", "请换一个 id，或合并这两项", "id")
        elif slug and forms:
            outlets[slug] = Outlet(slug, forms, aliases, url)
    return Outlets(outlets.values()), file.faults
