"""Pelican's way in: a generator that stages everything before Pelican writes, and commits when Pelican writes."""

from __future__ import annotations

import logging
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, ClassVar, Protocol, Self

from pelican import signals
from pelican.generators import Generator

log = logging.getLogger(__name__)


class Staging(Protocol):
    """A build in two steps (``plugins.site.Build``)."""

    def __enter__(self) -> Self:
        """Take the lock of the output."""

    def __exit__(self, *_: object) -> None:
        """Let go of it."""

    def stage(self) -> None:
        """Do all that can fail; touch nothing."""

    def commit(self) -> Any:
        """Put the result in place; returns a report with ``pages.paths``."""


class StagedGenerator(Generator):  # type: ignore[misc]
    """Runs a staged build inside Pelican's run.

    Subclasses say how to make the build from Pelican's settings, and which errors are the content's own.
    """

    content_errors: ClassVar[tuple[type[Exception], ...]] = ()
    report: Any = None

    @staticmethod
    def make_build(settings: Mapping[str, Any]) -> Staging:
        """A build from Pelican's settings."""
        raise NotImplementedError

    def generate_context(self) -> None:
        """Stage: read, check, plan and render beside the site. Content at fault ends Pelican here, before it writes anything."""
        self._build = type(self).make_build(self.settings)
        self._build.__enter__()
        try:
            self._build.stage()
        except self.content_errors as error:
            self._build.__exit__()
            folder = os.path.relpath(self.path)
            for line in str(error).splitlines():
                log.error("%s/%s", folder, line)  # noqa: TRY400 (an editor's slip is no crash; its traceback would only frighten)
            raise SystemExit(getattr(error, "exitcode", 1)) from error
        except BaseException:
            self._build.__exit__()
            raise

    def generate_output(self, writer: Any) -> None:
        """Commit, and tell other plugins which files were written."""
        del writer
        try:
            self.report = self._build.commit()
        finally:
            self._build.__exit__()
        for path in self.report.pages.paths:
            signals.content_written.send(str(Path(self.output_path) / path), context=self.context)
