"""Faults that only show when all stories are seen together: two with one id, links that lead nowhere, two people at one address."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from plugins.faults import Fault

Facts = Mapping[str, Any]


def faults_across(
    stories: Iterable[Facts], pages: Iterable[Facts], reserved: Iterable[str], images: Iterable[str]
) -> list[Fault]:
    """Every fault between files.

    Args:
        stories: the facts of all stories, drafts and withdrawn ones too.
        pages: the facts of the editors' own pages.
        reserved: what an editors' page may not be called, because the archive itself has a folder of that name.
        images: the paths of all images ("images/gate.jpg").
    """
    ordered = sorted(stories, key=lambda story: str(story["path"]))
    return [
        *_twice(ordered),
        *_twice(sorted(pages, key=lambda page: str(page["path"]))),
        *_reserved(pages, set(reserved)),
        *_dead_links(ordered),
        *_people(ordered),
        *_missing_images(ordered, set(images)),
    ]


def _twice(files: Iterable[Facts]) -> Iterator[Fault]:
    first: dict[str, str] = {}
    for one in files:
        twin = first.setdefault(one["id"], one["path"])
        if twin != one["path"]:
            message = f"id「{one['id']}」已经用在 {twin}"
            yield Fault(one["path"], one.get("id_line", 1), 1, "duplicate-id", message, "换一个没有用过的 id")


def _reserved(pages: Iterable[Facts], reserved: set[str]) -> Iterator[Fault]:
    for page in pages:
        if page["id"] in reserved:
            yield Fault(page["path"], 1, 1, "reserved-id", f"id「{page['id']}」是档案自己的网址", "换一个 id")


def _dead_links(stories: list[Facts]) -> Iterator[Fault]:
    known = {story["id"]: story["status"] for story in stories}
    for story in stories:
        for target, line in story["links"]:
            if target not in known:
                help_text = "查对那篇故事的 id，或去掉这个链接"
                yield Fault(story["path"], line, 1, "dead-link", f"没有 id 为「{target}」的故事", help_text)
            elif known[target] == "draft" and story["status"] == "published":
                help_text = "先发表那篇故事，或去掉这个链接"
                yield Fault(story["path"], line, 1, "draft-link", f"「{target}」还是草稿，读者看不到", help_text)


def _people(stories: list[Facts]) -> Iterator[Fault]:
    first: dict[str, tuple[Facts, Facts]] = {}
    for story in stories:
        for person in story["people"]:
            other_story, twin = first.setdefault(person["id"], (story, person))
            if (twin["hans"], twin["hant"]) == (person["hans"], person["hant"]):
                continue
            where = f"{other_story['path']}:{twin['line']}"
            if twin["hans"] == person["hans"]:
                message = f"「{person['hans']}」的繁体写作「{person['hant']}」，在 {where} 却写作「{twin['hant']}」"
                help_text = "统一写法，或登记在 content/vocabulary/people.yaml；若是两个人，给其中一人写 id"
                yield Fault(story["path"], person["line"], 1, "person-forms", message, help_text)
            else:
                message = f"「{person['hans']}」和 {where} 的「{twin['hans']}」会用同一个网址 {person['id']}"
                help_text = f"给其中一人写 id，例如 id: {person['id']}-2"
                yield Fault(story["path"], person["line"], 1, "person-address", message, help_text)


def _missing_images(stories: list[Facts], images: set[str]) -> Iterator[Fault]:
    for story in stories:
        for image, line in story["images"]:
            if image not in images:
                help_text = "把图片放进 content/images/，写成 images/文件名"
                yield Fault(story["path"], line, 1, "missing-image", f"没有找到图片 {image}", help_text)
