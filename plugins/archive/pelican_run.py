"""Run Pelican from our own commands: its settings, its generators, its signals; faults raised instead of logged."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pelican
from pelican import signals
from pelican.log import console
from pelican.settings import read_settings as pelican_settings

from plugins.archive.generator import StagedGenerator


class PluginError(Exception):
    """A plugin did not load. Pelican would log that, build without it and call it a success."""

    exitcode = 1


def read_settings(path: Path, **overrides: Any) -> dict[str, Any]:
    """Pelican's settings from a configuration file, with some of them replaced."""
    settings: dict[str, Any] = pelican_settings(str(path), override=overrides)
    return settings


@contextlib.contextmanager
def _on_stderr() -> Iterator[None]:
    """Pelican reports on stdout; that belongs to our commands' own output."""
    quiet, console.quiet = console.quiet, True
    try:
        with contextlib.redirect_stdout(sys.stderr):
            yield
    finally:
        console.quiet = quiet


def run(settings: Mapping[str, Any]) -> Any:
    """Run Pelican once.

    Returns:
        The report of our own generator.

    Raises:
        PluginError: when a plugin of the settings was not registered, or our generator did not run.
        SystemExit: when the content is at fault (the generator has named the faults).
    """
    wanted = len(settings["PLUGINS"] or [])
    found: list[StagedGenerator] = []

    def remember(generators: list[Any]) -> None:
        found.extend(one for one in generators if isinstance(one, StagedGenerator))

    signals.all_generators_finalized.connect(remember)
    try:
        with _on_stderr():
            instance = pelican.Pelican(dict(settings))
            if len(instance.plugins) != wanted:
                raise PluginError(
                    f"{wanted} plugins wanted, {len(instance.plugins)} registered; see the messages above"
                )
            instance.run()
    finally:
        signals.all_generators_finalized.disconnect(remember)
    if not found:
        raise PluginError("plugins.site is missing from PLUGINS")
    return found[0].report
