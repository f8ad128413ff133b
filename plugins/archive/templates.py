"""The theme's templates: the Jinja environment that renders them, and a digest of each with all that it includes."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import jinja2
from jinja2 import Environment, FileSystemLoader, PrefixLoader, meta
from jinja2.loaders import ChoiceLoader

from plugins.archive.scan import digest_of


@dataclass(frozen=True, slots=True)
class Theme:
    """Where templates are found and how Jinja reads them; plain enough to be sent to a worker process.

    Attributes:
        folder: the theme's folder, with ``templates/`` and ``static/``.
        overrides: folders of templates that win over the theme's (Pelican's THEME_TEMPLATES_OVERRIDES).
        options: Pelican's JINJA_ENVIRONMENT.
        filters, globals, tests: Pelican's JINJA_FILTERS, JINJA_GLOBALS, JINJA_TESTS.
    """

    folder: Path
    overrides: tuple[str, ...] = ()
    options: Mapping[str, Any] = field(default_factory=dict)
    filters: Mapping[str, Callable[..., Any]] = field(default_factory=dict)
    globals: Mapping[str, Any] = field(default_factory=dict)
    tests: Mapping[str, Callable[..., Any]] = field(default_factory=dict)

    def fingerprint(self) -> str:
        """A digest of how Jinja renders, whatever the templates say: its version, its settings, what templates may call."""
        named = [sorted(f"{name}={_source(one)}" for name, one in group.items()) for group in self._callables()]
        return digest_of(repr([jinja2.__version__, sorted(self.options.items(), key=str), named]).encode())

    def _callables(self) -> tuple[Mapping[str, Any], ...]:
        return self.filters, self.globals, self.tests

    def environment(self) -> Environment:
        """A Jinja environment that finds templates as Pelican does: overrides, then the theme; ``!theme`` names the theme."""
        folder = str(self.folder / "templates")
        theme = FileSystemLoader(folder)
        loader = ChoiceLoader([FileSystemLoader([*self.overrides, folder]), PrefixLoader({"!theme": theme})])
        environment = Environment(loader=loader, **self.options)  # noqa: S701 (autoescape is set by pelicanconf.py)
        environment.filters.update(self.filters)
        environment.globals.update(self.globals)
        environment.tests.update(self.tests)
        return environment


def _source(one: Any) -> str:
    """What tells one callable from another across processes: its own code where there is any, else its value."""
    try:
        return inspect.getsource(one)
    except (OSError, TypeError):
        return repr(one) if isinstance(one, (str, int, float, bool, list, tuple, dict)) else type(one).__qualname__


def closure_digests(environment: Environment, salt: str = "") -> dict[str, str]:
    """The digest of every template together with everything that it extends, includes or imports.

    A name that is computed when rendering can't be known beforehand: such a template depends on all templates.

    Args:
        environment: finds and parses the templates.
        salt: what else their output depends on (:meth:`Theme.fingerprint`).

    Raises:
        jinja2.TemplateError: when a template can't be parsed.
    """
    loader = environment.loader
    if loader is None:
        raise ValueError("the environment has no loader")
    names = [name for name in loader.list_templates() if not name.startswith("!")]
    sources = {name: loader.get_source(environment, name)[0] for name in names}
    direct: dict[str, set[str]] = {}
    for name, source in sources.items():
        found = set(meta.find_referenced_templates(environment.parse(source, name)))
        direct[name] = set(sources) if None in found else {ref.removeprefix("!theme/") for ref in found if ref}

    def closure(name: str, seen: set[str]) -> set[str]:
        if name not in seen and name in sources:
            seen.add(name)
            for ref in direct[name]:
                closure(ref, seen)
        return seen

    return {
        name: digest_of("\0".join(f"{salt}{part}\0{sources[part]}" for part in sorted(closure(name, set()))).encode())
        for name in names
    }
