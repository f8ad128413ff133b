"""Faults that only show when all stories are seen together: two with one id, links that lead nowhere, two people at one address."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from plugins.faults import Fault
from plugins.stories import links
from plugins.stories.links import Ways

Facts = Mapping[str, Any]

_NO_WAYS = Ways()


def faults_across(
    stories: Iterable[Facts],
    pages: Iterable[Facts],
    reserved: Iterable[str],
    images: Iterable[str],
    broken: Iterable[Facts] = (),
    *,
    ways: Ways = _NO_WAYS,
) -> list[Fault]:
    """Every fault between files. Where two files are at odds, a draft is at fault rather than what is published.

    Args:
        stories: the facts of all stories, drafts and withdrawn ones too.
        pages: the facts of the editors' own pages.
        reserved: what an editors' page may not be called, because the archive itself has a folder of that name.
        images: the paths of all images ("images/gate.jpg").
        broken: path, id, id_line and status of stories and pages that cannot be read any further, and what they point to.
        ways: what links may lead to beside stories.
    """
    ordered = sorted(stories, key=_rank)
    own = sorted(pages, key=_rank)
    pointing = list(broken)
    unread = [one for one in pointing if one["id"] and one["path"].startswith("stories/")]
    everyone = sorted([*ordered, *unread], key=_rank)
    return [
        *_twice(everyone),
        *_twice(own),
        *_reserved(own, set(reserved)),
        *links.faults_of([*ordered, *own, *pointing], everyone, ways),
        *_people(ordered),
        *_missing_images([*ordered, *own, *pointing], set(images)),
    ]


def _rank(file: Facts) -> tuple[int, str]:
    """Withdrawn stories come first, for their ids are theirs for ever; drafts last."""
    return {"withdrawn": 0, "draft": 2}.get(file["status"], 1), str(file["path"])


def _texts(file: Facts) -> Iterator[Facts]:
    """What points somewhere: the file itself, and its twin where it has one."""
    yield file
    if file.get("twin"):
        yield file["twin"]


def _twice(files: Iterable[Facts]) -> Iterator[Fault]:
    first: dict[str, Facts] = {}
    for one in files:
        twin = first.setdefault(one["id"], one)
        if twin["path"] == one["path"]:
            continue
        if twin["status"] == "withdrawn":
            message = f"id「{one['id']}」是已撤下的故事的（{twin['path']}），不能再用"
            yield Fault(one["path"], one["id_line"], 1, "withdrawn-id", message, "换一个没有用过的 id")
        else:
            message = f"id「{one['id']}」已经用在 {twin['path']}"
            yield Fault(one["path"], one["id_line"], 1, "duplicate-id", message, "换一个没有用过的 id")


def _reserved(pages: Iterable[Facts], reserved: set[str]) -> Iterator[Fault]:
    for page in pages:
        if page["id"] in reserved:
            message = f"id「{page['id']}」是档案自己的网址"
            yield Fault(page["path"], page["id_line"], 1, "reserved-id", message, "换一个 id")


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
                yield Fault(story["path"], person["line"], person["column"], "person-forms", message, help_text)
            else:
                message = f"「{person['hans']}」和 {where} 的「{twin['hans']}」会用同一个网址 {person['id']}"
                help_text = f"给其中一人写 id，例如 id: {person['id']}-2"
                yield Fault(story["path"], person["line"], person["column"], "person-address", message, help_text)


def _missing_images(files: Iterable[Facts], images: set[str]) -> Iterator[Fault]:
    for file in files:
        for text in _texts(file):
            for image, line, column in text["images"]:
                if image not in images:
                    help_text = "把图片放进 content/images/，写成 images/文件名"
                    message = f"没有找到图片 {image}" if image else "这张图片没有可用的地址"
                    yield Fault(text["path"], line, column, "missing-image", message, help_text)
