"""A story in both scripts: the original as it was written, the other edition by its twin or by conversion."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from plugins.hanzi.convert import Converter, HantStyle, Region
from plugins.hanzi.glossary import Glossary
from plugins.hanzi.html import convert_html
from plugins.hanzi.marks import resolve
from plugins.hanzi.names import propose
from plugins.hanzi.quotes import follow
from plugins.hanzi.scripts import SCRIPTS, Forms, Script, other
from plugins.stories import body
from plugins.stories.mentions import same_part
from plugins.stories.story import Story
from plugins.vocabulary.errors import AmbiguousName
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


@dataclass(frozen=True, slots=True)
class Style:
    """How generated editions are written.

    Attributes:
        region: whose Traditional: Taiwan's or Hong Kong's characters. Never other words.
        quotes: whether quotation marks follow the edition (“ ” and 「 」), or stay as written.
    """

    region: Region = "tw"
    quotes: bool = True


PLAIN_STYLE = Style()


class Writer:
    """Writes both editions of stories. Make one a process: its converters hold the dictionaries.

    Args:
        vocabulary: where the forms of places, authors and outlets come from.
        stories: where each edition's stories stand ("/zh-hans/stories/").
        glossary: the site's decisions on words.
        style: how generated editions are written.
    """

    def __init__(
        self,
        vocabulary: Vocabulary,
        stories: Mapping[Script, str],
        glossary: Glossary | None = None,
        style: Style = PLAIN_STYLE,
    ) -> None:
        self._vocabulary = vocabulary
        self._stories = stories
        self._glossary = glossary
        self._style = style
        self._converters: dict[tuple[Script, HantStyle], Converter] = {}

    def converter(self, source: Script, hant_style: HantStyle = "mainland") -> Converter:
        """The converter from a script to the other; made once."""
        key = (source, hant_style)
        if key not in self._converters:
            self._converters[key] = Converter(
                source, other(source), region=self._style.region, hant_style=hant_style, glossary=self._glossary
            )
        return self._converters[key]

    def round_trip(self) -> tuple[Converter, Converter]:
        """The converters from Simplified to this site's Traditional, and back again."""
        return self.converter("hans"), self.converter("hant", self._style.region)

    def punctuated(self, text: str, target: Script) -> str:
        """A generated text of one block with the quotation marks of its edition."""
        return follow(text, target) if self._style.quotes else text

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

    def editions(self, story: Story, original: body.Body, twin: body.Body | None) -> dict[Script, Edition]:
        """Both editions of a story, in the order of :data:`SCRIPTS`.

        Args:
            story: the story.
            original: its body, rendered.
            twin: the body of its hand-written twin, rendered with the anchors of the original.
        """
        names = self.protected(story)
        converter = self.converter(story.script, story.hant_style)

        def convert(text: str, *, marks: bool = False) -> str:
            converted = converter.convert(text, names, story.convert, marks=marks)
            return self.punctuated(converted, other(story.script))

        return {
            script: self._own(story, original)
            if script == story.script
            else self._other(story, original, twin, convert, [name.in_script(script) for name in names])
            for script in SCRIPTS
        }

    def _own(self, story: Story, original: body.Body) -> Edition:
        """The edition in the script in which the story was written."""
        script = story.script
        return self._edition(
            story,
            script,
            html=convert_html(original.html, _same, target=script),
            title=resolve(story.title, script),
            summary=resolve(story.summary, script),
            notes={key: resolve(text, script) for key, text in notes_of(story).items()},
            converted=False,
        )

    def _other(
        self,
        story: Story,
        original: body.Body,
        twin: body.Body | None,
        convert: Callable[..., str],
        names: Sequence[str],
    ) -> Edition:
        """The edition in the other script: the twin's words where there is one, the converter's elsewhere."""
        script = other(story.script)
        notes = {key: convert(text, marks=True) for key, text in notes_of(story).items()}
        if story.twin is not None and twin is not None:
            html = convert_html(twin.html, _same, target=script)
            title, summary = resolve(story.twin.title, script), resolve(story.twin.summary, script)
        else:
            html = convert_html(original.html, convert, script, names)
            title, summary = convert(story.title, marks=True), convert(story.summary, marks=True)
        return self._edition(
            story, script, html=html, title=title, summary=summary, notes=notes, converted=story.twin is None
        )

    def _edition(
        self,
        story: Story,
        script: Script,
        *,
        html: str,
        title: str,
        summary: str,
        notes: dict[str, str],
        converted: bool,
    ) -> Edition:
        outlet = self._vocabulary.outlets.get(story.source.outlet) if story.source.outlet else None
        if outlet and story.source.name in {outlet.forms.hans, outlet.forms.hant}:
            notes["source-name"] = outlet.forms.in_script(script)
        html = body.link_stories(html, self._stories[script])
        return Edition(
            script=script,
            converted=converted,
            title=title,
            summary=summary,
            html=html,
            blocks=tuple(body.blocks(html)),
            notes=notes,
            authors=tuple(self._author(name, story.script).in_script(script) for name in story.source.authors),
        )

    def _author(self, name: str, written: Script) -> Forms:
        """Both forms of an author's name: from the register of people, or by the rule for names."""
        try:
            known = self._vocabulary.people.find(name)
        except AmbiguousName:
            known = None
        return known.forms if known and name in {known.forms.hans, known.forms.hant} else propose(name, written)


def _same(text: str) -> str:
    return text


def notes_of(story: Story) -> dict[str, str]:
    """The story's words beside title, summary and body, as written, each under a key that tells where it belongs."""
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
