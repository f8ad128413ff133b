"""Settings of the archive, for ``pelican`` and for ``tasks.py`` alike. Pelican's manual describes all but SHOUWANG_*."""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
sys.path.insert(0, str(ROOT))  # so that plain ``pelican`` finds the package, in its worker processes too

from jinja2 import StrictUndefined  # noqa: E402

import plugins.site  # noqa: E402 (after the path above)

SITENAME = "守望"
#: Where the site stands, for the addresses that must be absolute. ``publishconf.py`` has the public one.
SITEURL = "http://127.0.0.1:8000"

PATH = "content"
OUTPUT_PATH = "output"
THEME = "theme"
TIMEZONE = "Asia/Shanghai"
DEFAULT_LANG = "zh-hans"
#: Nothing here is printed by locale; a user's own may not be installed, and Pelican would warn of it at every build.
LOCALE = ("C.UTF-8", "C")
PLUGINS = [plugins.site]

#: One line under the name, and the rights line of every page: (Simplified, Traditional).
SHOUWANG_SUBTITLE = ("记下 2020 至 2022\u00a0年在各处守望的人", "記下 2020 至 2022\u00a0年在各處守望的人")
SHOUWANG_RIGHTS = (
    "转述文字由守望编写；所依据的报道归其作者与发布者。",
    "轉述文字由守望編寫；所依據的報導歸其作者與發佈者。",
)
#: Whose Traditional the generated edition is written in: "tw" or "hk". Characters only, never other words.
SHOUWANG_REGION = "tw"
#: Whether quotation marks follow a generated edition (“ ” in Simplified, 「 」 in Traditional), or stay as written.
SHOUWANG_QUOTES = True
#: Whether drafts are shown. Only ``serve`` turns this on, and it builds into a folder of its own.
SHOUWANG_DRAFTS = False
#: Whether pictures are shown as they lie in ``images/``, not in the forms that readers get. ``serve`` turns this on, so as not to wait.
SHOUWANG_PREVIEW = False
#: Whether .br and .gz files stand beside pages, styles and scripts, for hosts that send them. ``publish`` turns this on.
SHOUWANG_COMPRESS = False
#: How many processes build; None lets the size of the work decide.
SHOUWANG_WORKERS = None

# Stories do not pass through Pelican's own generators: they rebuild everything, in one thread. plugins/site.py reads them.
ARTICLE_PATHS: list[str] = []
PAGE_PATHS: list[str] = []
STATIC_PATHS: list[str] = []
THEME_STATIC_PATHS: list[str] = []
DIRECT_TEMPLATES: list[str] = []
READERS = {"rst": None, "html": None}
FEED_ALL_ATOM = None
CATEGORY_FEED_ATOM = None
TRANSLATION_FEED_ATOM = None
AUTHOR_FEED_ATOM = None
AUTHOR_FEED_RSS = None

# Never: the output holds what the state remembers, and pruning takes away only what the archive wrote.
DELETE_OUTPUT_DIRECTORY = False

# A template that asks for what its page does not have is at fault, and stops the build instead of printing nothing.
JINJA_ENVIRONMENT = {"trim_blocks": True, "lstrip_blocks": True, "autoescape": True, "undefined": StrictUndefined}
