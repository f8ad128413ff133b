"""The copy of the archive to carry: one zip, with a word on how to read it. Composes, like ``site``."""

from __future__ import annotations

from pathlib import Path

from plugins.archive.offline import write_zip
from plugins.options import Options

_README = """\
{hans}

打开 index.html 就能阅读，不用网络，不用服务器。
浏览器不允许网页从文件夹里搜索。想要搜索：装有 Python 的电脑，在这个文件夹里运行
    python3 -m http.server
（Windows 是 py -m http.server），再用浏览器打开 http://localhost:8000/

{hant}

打開 index.html 就能閱讀，不用網路，不用伺服器。
瀏覽器不允許網頁從資料夾裡搜尋。想要搜尋：裝有 Python 的電腦，在這個資料夾裡執行
    python3 -m http.server
（Windows 是 py -m http.server），再用瀏覽器打開 http://localhost:8000/

Open index.html to read; no network and no server is needed.
Browsers forbid search from a folder. To search, run this in the folder, with Python:
    python3 -m http.server
(on Windows: py -m http.server), then open http://localhost:8000/

{url}
"""


def package(options: Options, target: Path) -> int:
    """Write the published site as a zip that can be read from a folder.

    Args:
        options: those of the published site.
        target: the zip.

    Returns:
        Its size in bytes.
    """
    site = options.site
    readme = _README.format(hans=site.name.hans, hant=site.name.hant, url=f"{site.url}/")
    write_zip(target, options.output, site.base, {"README.txt": readme.replace("\n", "\r\n")})
    return target.stat().st_size
