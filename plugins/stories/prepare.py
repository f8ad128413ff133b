"""From a file's text to what the archive keeps of it: the one step that is costly, and that worker processes share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from plugins.faults import Fault
from plugins.hanzi.scripts import Script
from plugins.hanzi.words import Segmenter
from plugins.stories import body, limits, references
from plugins.stories.conversion import faults_of_conversion
from plugins.stories.editions import PLAIN_STYLE, Style, Writer
from plugins.stories.facts import facts_of, texts_of
from plugins.stories.front_matter import FaultyFileError, split
from plugins.stories.glance import glance
from plugins.stories.lexicon import Lexicon
from plugins.stories.own import prepare_page
from plugins.stories.prepared import Prepared
from plugins.stories.read import read_story
from plugins.stories.story import Story
from plugins.stories.tombstone import prepare_tombstone


class Preparer:
    """Prepares stories. Make one a process.

    Args:
        content: the content folder; its vocabulary is loaded from there.
        base: the path prefix of the site ("" or "/repo").
        stories: where each edition's stories stand ("/repo/zh-hans/stories/").
        lexicon: the vocabulary and glossary of the content folder, where they are loaded already.
        style: how generated editions are written.
    """

    def __init__(
        self,
        content: Path,
        base: str,
        stories: Mapping[Script, str],
        lexicon: Lexicon | None = None,
        style: Style = PLAIN_STYLE,
    ) -> None:
        self.content = content
        self.base = base
        self.stories = stories
        lexicon = lexicon or Lexicon.load(content)
        self.vocabulary = lexicon.vocabulary
        self.writer = Writer(self.vocabulary, stories, lexicon.glossary, style)
        people, roles = self.vocabulary.people, self.vocabulary.roles
        self.segmenter = Segmenter([*(one.forms.hans for one in people), *(one.forms.hans for one in roles)])

    def prepare(self, path: str, twin: str | None) -> Prepared:
        """Prepare one story, or one of the editors' own pages.

        Args:
            path: the file, relative to the content folder.
            twin: the path of its hand-written twin, or None.
        """
        prepared = self._prepare(path, twin)
        if prepared.facts is None:
            return replace(prepared, glance=glance((self.content / path).read_bytes()))
        return prepared

    def _prepare(self, path: str, twin: str | None) -> Prepared:
        texts = {one: self._text(one) for one in (path, twin) if one}
        faults = tuple(text for text in texts.values() if isinstance(text, Fault))
        text, twin_text = texts[path], texts[twin] if twin else None
        if isinstance(text, Fault) or isinstance(twin_text, Fault):
            return Prepared(path, faults)
        return self.prepare_text(path, text, (twin, twin_text) if twin and twin_text is not None else None)

    def prepare_text(self, path: str, text: str, twin: tuple[str, str] | None = None) -> Prepared:
        """Prepare a story, or a page of the editors' own, whose text is at hand, saved or not.

        Args:
            path: the file, relative to the content folder.
            text: its text.
            twin: the path and the text of its hand-written twin, or None.
        """
        try:
            return self._prepare_text(path, text, twin)
        except FaultyFileError as error:
            return Prepared(path, error.faults)

    def _prepare_text(self, path: str, text: str, twin: tuple[str, str] | None) -> Prepared:
        if path.startswith("pages/"):
            return prepare_page(path, text, self.base, self.stories, self.writer)
        if (stone := prepare_tombstone(path, text, twin, self.writer)) is not None:
            return stone
        story, faults = read_story(path, text, twin, self.vocabulary)
        return self._faulty(path, text, twin, faults) if story is None else self._story(story, text, faults)

    def _faulty(self, path: str, text: str, twin: tuple[str, str] | None, found: tuple[Fault, ...]) -> Prepared:
        """A story that can't be shown: what its text is at fault in nonetheless, and where it points to."""
        faults, pointing = set(found), []
        for where, written in ((path, text), *((twin,) if twin else ())):
            try:
                parts = split(where, written)
                with limits.told(where, parts.body, parts.body_line):
                    rendered = body.render(parts.body, base=self.base)
            except FaultyFileError as error:
                faults.update(error.faults)
                continue
            faults.update(references.faults_of(where, parts.body, parts.body_line, rendered))
            pointing.append({"path": where, **references.references(parts.body, parts.body_line, rendered)})
        told = pointing[0] | {"twin": pointing[1] if len(pointing) > 1 else None} if pointing else None
        return Prepared(path, tuple(sorted(faults)), pointing=told)

    def _text(self, path: str) -> str | Fault:
        """The text of a file, or what is wrong with it."""
        data = (self.content / path).read_bytes()
        try:
            return data.decode("utf-8")
        except UnicodeDecodeError as error:
            before = data[: error.start].decode("utf-8", "replace")
            line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
            return Fault(path, line, column, "encoding", "文件不是 UTF-8 编码", "用编辑器另存为 UTF-8")

    def _story(self, story: Story, text: str, found: tuple[Fault, ...]) -> Prepared:
        with limits.told(story.path, story.body, story.body_line):
            original = body.render(story.body, anchors=story.anchors, base=self.base)
        errors = list(references.unread(story.path, story.body, story.body_line, original))
        warnings = [*found, *references.faults_of(story.path, story.body, story.body_line, original)]
        warnings += references.anchors_lost(story.path, text, original)
        twin, more = None, None
        if story.twin is not None:
            fixed = [anchor for anchor, _ in body.blocks(original.html)]
            with limits.told(story.twin.path, story.twin.body, story.twin.body_line):
                twin = body.render(story.twin.body, anchors=story.anchors, fixed=fixed, base=self.base)
            where = (story.twin.path, story.twin.body, story.twin.body_line)
            errors += references.unread(*where, twin)
            warnings += references.faults_of(*where, twin)
            more = {"path": story.twin.path, **references.references(*where[1:], twin)}
        if errors:
            return Prepared(story.path, tuple(sorted([*errors, *warnings])))
        editions = self.writer.editions(story, original, twin)
        warnings += faults_of_conversion(story, editions, self.writer)
        facts = facts_of(story, editions, self.segmenter, self.writer)
        facts |= references.references(story.body, story.body_line, original) | {"twin": more}
        return Prepared(story.path, tuple(sorted(set(warnings))), facts, texts_of(editions, self.segmenter))


def prepare(preparer: Preparer, item: tuple[str, str | None]) -> Prepared:
    """The task of a worker process: prepare one (story path, twin path)."""
    return preparer.prepare(*item)
