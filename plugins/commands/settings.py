"""What every command begins with: Pelican's settings with what the command line says; and what stops a build, told in plain words."""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from invoke.exceptions import Exit

from plugins.console import UsageError, print_faults, say

ROOT = Path(__file__).resolve().parents[2]
CONFIG = "pelicanconf.py"
PUBLISH_CONFIG = "publishconf.py"
#: Where ``serve`` builds: a tree of its own, so that no draft is ever published.
PREVIEW = "preview"


#: An address that stands on every page and in every feed: a host, perhaps a folder, nothing after it.
_PUBLIC = re.compile(r"https?://[\w.-]+(?::\d+)?(?:/[\w.~/-]*)?")


def settings_of(config: str, content: str | None, output: str | None, **more: Any) -> dict[str, Any]:
    """Pelican's settings with what the command line says."""
    from plugins.archive.pelican_run import read_settings

    if content and not Path(content).is_dir():
        say(f"没有这个文件夹：{content}", f"There is no such folder: {content}")
        raise Exit(code=2)
    if output and not Path(output).resolve().name:
        say("输出文件夹不能是根目录。", "The output can't be the root folder.")
        raise Exit(code=2)
    places = {"PATH": content, "OUTPUT_PATH": output}
    overrides = {key: str(Path(value).resolve()) for key, value in places.items() if value}
    return read_settings(ROOT / config, **overrides, **more)


def public_settings(name: str, siteurl: str | None, content: str | None, output: str | None) -> dict[str, Any]:
    """The settings of the public site, which must say where it stands."""
    more = {"SITEURL": siteurl.rstrip("/")} if siteurl else {}
    settings = settings_of(PUBLISH_CONFIG, content, output, **more)
    if not _PUBLIC.fullmatch(settings["SITEURL"]):
        say(
            f"请写明网站的公开网址：{name} --siteurl https://…，或写进 publishconf.py 的 SITEURL。",
            f"Say where the site will stand: {name} --siteurl https://..., or set SITEURL in publishconf.py.",
        )
        raise Exit(code=2)
    return settings


@contextlib.contextmanager
def told() -> Iterator[None]:
    """What stops a build, in plain words and with exit code 1: a busy or foreign folder, a failing template, a full disk."""
    from plugins.archive.build import ForeignOutputError, SourceChangedError
    from plugins.archive.plan import PathCollisionError
    from plugins.archive.render import RenderError
    from plugins.archive.state import BusyError

    try:
        yield
    except ForeignOutputError as error:
        say(
            f"{error} 里有不是守望生成的文件；请换一个文件夹，或先移走它们。",
            f"{error} holds files that Shouwang did not write; choose another folder, or move them away.",
        )
        raise Exit(code=1) from error
    except BusyError as error:
        say("另一个生成正在进行，请等它结束。", f"Another build is running ({error}).")
        raise Exit(code=1) from error
    except SourceChangedError as error:
        say(f"{error} 在生成时又被改动了，请再运行一次。", f"{error} changed while it was built; run this again.")
        raise Exit(code=1) from error
    except (RenderError, PathCollisionError) as error:
        say(f"没有生成，网站还是原来的样子：{error}", f"Nothing was built, the site is as it was: {error}")
        raise Exit(code=1) from error
    except BrokenPipeError:  # nobody reads on, which is no failure
        raise
    except OSError as error:
        say(
            f"没有做完，文件读不了或写不下：{error}；再运行一次就会补上。",
            f"Not finished: {error}; run this again once that is mended.",
        )
        raise Exit(code=1) from error


@contextlib.contextmanager
def reported(content: str | Path) -> Iterator[None]:
    """Wrong usage told with exit code 2, and faults of the content with exit code 1."""
    from plugins.faults import ContentError

    try:
        yield
    except UsageError as error:
        say(*error.args)
        raise Exit(code=2) from error
    except ContentError as error:
        print_faults(error.faults, os.path.relpath(content))
        raise Exit(code=1) from error
