"""From a file's text to what the archive keeps of it: the one step that is costly, and that worker processes share."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from plugins.faults import Fault
from plugins.hanzi.scripts import Script
from plugins.hanzi.words import Segmenter
from plugins.stories import body
from plugins.stories.editions import Writer
from plugins.stories.facts import facts_of, texts_of
from plugins.stories.own import prepare_page
from plugins.stories.prepared import Prepared
from plugins.stories.read import read_story
from plugins.vocabulary.vocabulary import Vocabulary


class Preparer:
    """Prepares stories. Make one a process.

    Args:
        content: the content folder; its vocabulary is loaded from there.
        base: the path prefix of the site.
        stories: where each edition's stories stand.
    """

    def __init__(self, content: Path, base: str, stories: Mapping[Script, str]) -> None:
        self.content = content
        self.base = base
        self.vocabulary = Vocabulary.load(content)
        self.writer = Writer(self.vocabulary, base, stories)
        own = [person.forms.hans for person in self.vocabulary.people] + [
            role.forms.hans for role in self.vocabulary.roles
        ]
        self.segmenter = Segmenter(own)

    def prepare(self, path: str, twin: str | None) -> Prepared:
        """Prepare one story, or one of the editors' own pages.

        Args:
            path: the file, relative to the content folder.
            twin: the path of its hand-written twin, or None.
        """
        try:
            text = (self.content / path).read_text("utf-8")
            twin_text = (self.content / twin).read_text("utf-8") if twin else None
        except UnicodeDecodeError as error:
            line = error.object[: error.start].count(b"\n") + 1
            fault = Fault(path, line, 1, "encoding", "文件不是 UTF-8 编码", "用编辑器另存为 UTF-8")
            return Prepared(path, (fault,))
        if path.startswith("pages/"):
            return prepare_page(path, text, self.base)
        story, faults = read_story(path, text, twin_text, self.vocabulary)
        if story is None:
            return Prepared(path, faults)
        rendered = body.render(story.body, anchors=story.anchors, base=self.base)
        faults += tuple(_undescribed(path, story.body, story.body_line, rendered))
        editions = self.writer.editions(story, rendered)
        facts = facts_of(story, editions, self.segmenter)
        facts["id_line"] = _line_of(text, f"\nid: {story.id}", 2)
        facts["links"] = [
            [target, _line_of(story.body, f"story:{target}", story.body_line)] for target in rendered.links
        ]
        facts["images"] = [
            [image, _line_of(story.body, image, story.body_line)]
            for image, _ in rendered.images
            if not image.startswith(("http:", "https:", "/"))
        ]
        return Prepared(path, faults, facts, texts_of(editions, self.segmenter))


def _undescribed(path: str, text: str, first: int, rendered: body.Body) -> Iterator[Fault]:
    for image, description in rendered.images:
        if not description.strip():
            help_text = "在方括号里写一句图中有什么：![说明](…)"
            line = _line_of(text, image, first)
            yield Fault(path, line, 1, "image-description", f"图片 {image} 没有说明", help_text, "warning")


def _line_of(text: str, what: str, first: int) -> int:
    """The line of a file on which something stands in the body that begins at line ``first``."""
    return first + text[: max(text.find(what), 0)].count("\n")


def make_preparer(content: Path, base: str, stories: Mapping[Script, str]) -> Preparer:
    """The setup of a worker process."""
    return Preparer(content, base, stories)


def prepare(preparer: Preparer, item: tuple[str, str | None]) -> Prepared:
    """The task of a worker process: prepare one (story path, twin path)."""
    return preparer.prepare(*item)
