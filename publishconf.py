"""Settings of the public site: the same archive, with the address that readers use. ``publish`` builds with these."""

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from pelicanconf import *  # noqa: F403 (Pelican's own way of layering settings)

#: The public address, without a slash at the end. ``publish`` refuses to run while it is empty: a site whose canonical addresses
#: point nowhere would be worse than none.
SITEURL = os.environ.get("SITEURL", "")
OUTPUT_PATH = "public"
SHOUWANG_COMPRESS = True
