"""Plain data changed inside a parsed file: what stays the same keeps its lines, quotes and comments."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ruamel.yaml.comments import CommentedMap, CommentedSeq

from plugins.desk.yaml_style import INNER, block, flow


def replaced(data: Any, path: Sequence[str], value: Any) -> Any:
    """A copy of plain data with another value at a path; an empty one takes the place away."""
    key, *rest = path
    if isinstance(data, list):
        at = int(key)
        new = replaced(data[at], rest, value) if rest else value
        return [*data[:at], *([] if new in (None, "", [], {}) else [new]), *data[at + 1 :]]
    inner = dict(data or {}) if isinstance(data, dict) or data is None else {"name": data}
    inner[key] = replaced(inner.get(key), rest, value) if rest else value
    return {name: one for name, one in inner.items() if one not in (None, "", [], {})}


def merge(node: CommentedMap | CommentedSeq, old: Any, new: Any, field: str) -> None:
    """Change a mapping or a list of a file where it differs.

    Args:
        node: as the file has it.
        old: the same as plain data.
        new: what it shall be.
        field: the field of the front matter that it belongs to.
    """
    if isinstance(node, CommentedMap):
        _merge_mapping(node, old, new, field)
    else:
        _merge_list(node, old, new, field)


def _merge_mapping(node: CommentedMap, old: Mapping[str, Any], new: Mapping[str, Any], field: str) -> None:
    for key in [key for key in node if key not in new]:
        del node[key]
    styled = flow if node.fa.flow_style() else block
    for key, value in new.items():
        was = old.get(key)
        if was == value:
            continue
        if isinstance(value, (dict, list)) and type(was) is type(value):
            merge(node[key], was, value, field)
        elif key in node:
            node[key] = styled(value)
        else:
            node.insert(_place_of(key, node, field), key, styled(value))


def _merge_list(node: CommentedSeq, old: Sequence[Any], new: Sequence[Any], field: str) -> None:
    styled = flow if node.fa.flow_style() else _item
    for at, (was, value) in enumerate(zip(old, new, strict=False)):
        if was == value:
            continue
        if isinstance(was, dict) and isinstance(value, dict):
            merge(node[at], was, value, field)
        else:
            node[at] = styled(value)
    for at in range(len(old) - 1, len(new) - 1, -1):
        del node[at]
    for value in new[len(old) :]:
        node.append(styled(value))


def _item(value: Any) -> Any:
    return flow(value) if isinstance(value, Mapping) else block(value)


def _place_of(key: str, node: CommentedMap, field: str) -> int:
    """Where a new key of a mapping belongs, in the order of the schema."""
    order = list(INNER[field].model_fields) if field in INNER else []
    if key not in order:
        return len(node)
    return sum(name in order and order.index(name) < order.index(key) for name in node)
