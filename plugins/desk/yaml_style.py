"""The YAML of story files in house style: which fields come first, what stands on one line, when a word needs quotes."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any

import yaml
from pydantic import BaseModel
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.nodes import ScalarNode
from ruamel.yaml.resolver import VersionedResolver
from ruamel.yaml.scalarstring import SingleQuotedScalarString
from ruamel.yaml.tag import Tag

from plugins.stories.schema import CorrectionEntry, PersonEntry, SourceEntry

#: The fields that hold mappings, and what these are.
INNER: Mapping[str, type[BaseModel]] = {"source": SourceEntry, "people": PersonEntry, "corrections": CorrectionEntry}

_NULL = frozenset(("", "~", "null", "Null", "NULL"))
_WORD, _NOTHING = Tag(suffix="tag:yaml.org,2002:str"), Tag(suffix="tag:yaml.org,2002:null")
#: No line is ever folded.
_WIDTH = 1_000_000


class _Words(VersionedResolver):
    """Every plain scalar is a word, as :mod:`plugins.vocabulary.positions` reads it; only nothing is nothing."""

    def resolve(self, kind: Any, value: Any, implicit: Any) -> Any:
        if kind is ScalarNode and implicit[0]:
            return _NOTHING if value in _NULL else _WORD
        return super().resolve(kind, value, implicit)


def round_trip() -> YAML:
    """A reader and writer that keeps comments and quotes."""
    rt = YAML()
    rt.Resolver = _Words
    rt.preserve_quotes = True
    rt.width = _WIDTH
    rt.indent(mapping=2, sequence=4, offset=2)
    return rt


def dump(data: CommentedMap) -> list[str]:
    """YAML as lines without their ends."""
    stream = io.StringIO()
    round_trip().dump(data, stream)
    return stream.getvalue().rstrip("\n").split("\n")


def flow(value: Any) -> Any:
    """Lists and mappings on one line."""
    if isinstance(value, Mapping):
        mapping = CommentedMap((key, flow(inner)) for key, inner in value.items())
        mapping.fa.set_flow_style()
        return mapping
    if isinstance(value, (list, tuple)):
        listed = CommentedSeq(map(flow, value))
        listed.fa.set_flow_style()
        return listed
    return _quoted(value, f"[{value}]", [value])


def block(value: Any) -> Any:
    """What stands on a line of its own behind a name: a word, or a list or mapping on that line."""
    return _quoted(value, f"x: {value}", {"x": value}) if isinstance(value, str) else flow(value)


def _quoted(value: str, line: str, meaning: Any) -> str:
    """A word, in quotes where the archive's reader would read it otherwise, as in ``[甲?]``."""
    try:
        bare = yaml.load(line, Loader=yaml.BaseLoader) == meaning  # noqa: S506 (BaseLoader makes text only)
    except yaml.YAMLError:
        bare = False
    return value if bare else SingleQuotedScalarString(value)


def housed(field: str, value: Any) -> CommentedMap:
    """One field in house style: lists of words on one line, lists of mappings and mappings over several."""
    if isinstance(value, Mapping):
        inside: Any = CommentedMap((key, block(inner)) for key, inner in ordered(field, value).items())
    elif isinstance(value, (list, tuple)) and field in INNER:
        inside = CommentedSeq(flow(ordered(field, one)) if isinstance(one, Mapping) else block(one) for one in value)
    else:
        inside = block(value)
    return CommentedMap([(field, inside)])


def ordered(field: str, value: Mapping[str, Any]) -> dict[str, Any]:
    """A mapping in the order of the schema, without what is empty."""
    order = list(INNER[field].model_fields) if field in INNER else list(value)
    known = [name for name in order if name in value] + [name for name in value if name not in order]
    return {name: value[name] for name in known if value[name] not in (None, "", [], {})}
