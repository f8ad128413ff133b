"""A story in both scripts: the original as it was written, the other edition by its twin or by conversion."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from plugins.hanzi.convert import Converter
from plugins.hanzi.html import convert_html
from plugins.hanzi.marks import resolve
from plugins.hanzi.names import propose
from plugins.hanzi.scripts import SCRIPTS, Forms, Script, other
from plugins.stories import body
from plugins.stories.mentions import same_part
from plugins.stories.story import Story
from plugins.vocabulary.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class Edition:
    """A story in one script.

    Attributes:
        converted: whether a machine wrote it.
        html: the body, with links of this edition.
        blocks: (anchor, text) of each block of the body.
        notes: the story's other words, by key: source title, reason and rights, corrections, what people are called.
        authors: the names of the source's authors.
    """

    script: Script
    converted: bool
    title: str
    summary: str
    html: str
    blocks: tuple[tuple[str, str], ...]
    notes: Mapping[str, str]
    authors: tuple[str, ...]


class Writer:
    """Writes both editions of stories. Make one a process: its converters hold the dictionaries.

    Args:
        vocabulary: where the forms of places come from.
        base: the path prefix of the site ("" or "/repo").
        stories: where an edition's stories stand, with ``{prefix}`` for the edition ("/{prefix}/stories/").
    """

    def __init__(self, vocabulary: Vocabulary, base: str, stories: Mapping[Script, str]) -> None:
        self._vocabulary = vocabulary
        self._base = base
        self._stories = stories
        self._converters: dict[tuple[Script, str], Converter] = {}

    def _converter(self, source: Script, hant_style: str) -> Converter:
        style = "tw" if hant_style == "tw" else "hk" if hant_style == "hk" else "mainland"
        key = (source, style)
        if key not in self._converters:
            self._converters[key] = Converter(source, other(source), hant_style=style)  # type: ignore[arg-type]
        return self._converters[key]

    def protected(self, story: Story) -> tuple[Forms, ...]:
        """The names that conversion may not touch: the story's people and places, their ancestors, and parts of these names."""
        forms: dict[Forms, None] = {}
        for mention in story.people:
            forms[mention.forms] = None
            forms.update(dict.fromkeys(mention.aliases))
        gazetteer = self._vocabulary.places
        ids = [*story.places, *(mention.place for mention in story.people if mention.place)]
        for place_id in ids:
            for place in (*gazetteer.ancestors(place_id), gazetteer.get(place_id)):
                forms[place.forms] = None
                for alias in place.aliases:
                    part = same_part(alias, place.forms)
                    if part and len(alias) > 1:
                        forms[part] = None
        return tuple(forms)

    def editions(self, story: Story, rendered: body.Body) -> dict[Script, Edition]:
        """Both editions of a story, given its rendered body, in the order of :data:`SCRIPTS`."""
        return {script: self._edition(story, script, rendered.html) for script in SCRIPTS}

    def _edition(self, story: Story, script: Script, source_html: str) -> Edition:
        if script == story.script:
            html = convert_html(source_html, _same, target=script)
            return self._finish(story, script, html, story.title, story.summary, converted=False)
        if story.twin is not None:
            anchors = [anchor for anchor, _ in body.blocks(source_html)]
            twin = body.render(story.twin.body, fixed=anchors, base=self._base)
            html = convert_html(twin.html, _same, target=script)
            return self._finish(story, script, html, story.twin.title, story.twin.summary, converted=False)
        convert = self._conversion(story, marks=False)  # in HTML they are elements by now
        html = convert_html(source_html, convert, target=script)
        return self._finish(story, script, html, story.title, story.summary, converted=True)

    def _conversion(self, story: Story, *, marks: bool) -> _Conversion:
        converter = self._converter(story.script, story.hant_style)
        return _Conversion(converter, self.protected(story), story.convert, marks)

    def _finish(self, story: Story, script: Script, html: str, title: str, summary: str, *, converted: bool) -> Edition:
        mine = script == story.script
        convert = self._conversion(story, marks=True)

        def say(text: str) -> str:
            return resolve(text, script) if mine else convert(text)

        notes = {key: say(text) for key, text in _notes(story).items()}
        html = body.link_stories(html, self._stories[script])
        return Edition(
            script=script,
            converted=converted,
            title=say(title) if converted or mine else title,
            summary=say(summary) if converted or mine else summary,
            html=html,
            blocks=tuple(body.blocks(html)),
            notes=notes,
            authors=_authors(story.source.authors, story.script, script),
        )


@dataclass(frozen=True, slots=True)
class _Conversion:
    """A converter with one story's names and rules."""

    converter: Converter
    names: Sequence[Forms]
    rules: Mapping[str, str]
    marks: bool

    def __call__(self, text: str) -> str:
        return self.converter.convert(text, self.names, self.rules, marks=self.marks)


def _same(text: str) -> str:
    return text


def _authors(names: Sequence[str], written: Script, script: Script) -> tuple[str, ...]:
    return tuple(propose(name, written).in_script(script) for name in names)


def _notes(story: Story) -> dict[str, str]:
    """The story's words beside title, summary and body, each under a key that tells where it belongs."""
    source = story.source
    notes = {
        "source-name": source.name,
        "source-title": source.title,
        "source-reason": source.reason,
        "source-rights": source.rights,
    }
    notes |= {f"role-{mention.id}": mention.role for mention in story.people}
    notes |= {f"correction-{number}": note for number, (_, note) in enumerate(story.corrections)}
    return {key: text for key, text in notes.items() if text}
