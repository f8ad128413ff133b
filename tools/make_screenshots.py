"""Take the screenshots of the documentation (docs/screenshots) from an archive that is being served.

    python3 run.py publish --siteurl https://example.org    # as readers see it, without what the preview adds
    python3 run.py host --port 8000                         # in one terminal, and in another:
    .venv/bin/python tools/make_screenshots.py http://127.0.0.1:8000

Each picture is one screen of a phone or a desktop, reduced to at most 256 colours so that the repository stays small.
Needs what the tests need: ``requirements-test.txt`` and a Chromium, Chrome or Edge (``SHOUWANG_BROWSER`` names another).
"""

from __future__ import annotations

import base64
import struct
import sys
import zlib
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.e2e.reader import ARGUMENTS, find_browser  # noqa: E402 (after the path above)

FOLDER = ROOT / "docs" / "screenshots"
EDITIONS = {"zh-hans": "志愿者", "zh-hant": "志願者"}
#: Name of the picture, and the page below an edition; ``{query}`` is typed in the script of the edition.
PAGES = {
    "home": "",
    "story": "stories/fancheng-prosecutors-beiyuan/",
    "place": "places/hubei/",
    "role": "roles/volunteer/",
    "search": "search/?q={query}",
}
#: Width, height, and how many dots a pixel has.
SCREENS = {"phone": (390, 844, 2), "desktop": (1280, 900, 1.5)}
MOST_BYTES = 300_000

#: Runs in the browser, which decodes PNG: the 256 most frequent colours, and for each dot the number of the nearest.
_REDUCE = """async (png) => {
  const blob = await (await fetch(`data:image/png;base64,${png}`)).blob();
  const image = await createImageBitmap(blob, {colorSpaceConversion: "none"});
  const {width, height} = image;
  const canvas = new OffscreenCanvas(width, height).getContext("2d");
  canvas.drawImage(image, 0, 0);
  const dots = new Uint32Array(canvas.getImageData(0, 0, width, height).data.buffer);
  const counts = new Map();
  for (const dot of dots) counts.set(dot, (counts.get(dot) ?? 0) + 1);
  const parts = (dot) => [dot & 255, (dot >> 8) & 255, (dot >> 16) & 255];
  const palette = [...counts].sort((a, b) => b[1] - a[1]).slice(0, 256).map(([dot]) => parts(dot));
  const nearest = new Map();
  for (const dot of counts.keys()) {
    const [r, g, b] = parts(dot);
    const far = palette.map(([R, G, B]) => (r - R) ** 2 + (g - G) ** 2 + (b - B) ** 2);
    nearest.set(dot, far.indexOf(Math.min(...far)));
  }
  const indices = Uint8Array.from(dots, (dot) => nearest.get(dot));
  let text = "";
  for (let at = 0; at < indices.length; at += 32768) text += String.fromCharCode(...indices.subarray(at, at + 32768));
  return [width, height, palette.flat(), btoa(text)];
}"""


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def small_png(workshop: Page, png: bytes) -> bytes:
    """The picture with a palette of at most 256 colours, packed as tightly as PNG can."""
    width, height, palette, text = workshop.evaluate(_REDUCE, base64.b64encode(png).decode())
    dots = base64.b64decode(text)
    rows = b"".join(b"\0" + dots[at : at + width] for at in range(0, width * height, width))
    return b"".join(
        [
            b"\x89PNG\r\n\x1a\n",
            _chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)),
            _chunk(b"PLTE", bytes(palette)),
            _chunk(b"IDAT", zlib.compress(rows, 9)),
            _chunk(b"IEND", b""),
        ]
    )


def take(browser: Browser, origin: str, screen: str) -> list[Path]:
    """Take every page in both editions on one kind of screen; returns the files."""
    width, height, scale = SCREENS[screen]
    context = browser.new_context(
        viewport={"width": int(width), "height": int(height)},
        device_scale_factor=scale,
        is_mobile=screen == "phone",
        has_touch=screen == "phone",
        color_scheme="light",
        reduced_motion="reduce",
        locale="zh-CN",
    )
    page, workshop = context.new_page(), context.new_page()
    files = []
    for edition, query in EDITIONS.items():
        for name, path in PAGES.items():
            page.goto(f"{origin}/{edition}/{path.format(query=query)}")
            page.evaluate("document.fonts.ready")
            picture = small_png(workshop, page.screenshot())
            file = FOLDER / f"{name}-{edition}-{screen}.png"
            file.write_bytes(picture)
            files.append(file)
    context.close()
    return files


def main(arguments: list[str]) -> int:
    """Take all screenshots from the archive at the address given; exit 1 when a picture is too heavy."""
    origin = (arguments or ["http://127.0.0.1:8000"])[0].rstrip("/")
    path = find_browser()
    if not path:
        print("No Chromium, Chrome or Edge was found; name one: SHOUWANG_BROWSER=/path/to/chromium", file=sys.stderr)
        return 2
    FOLDER.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        files = [file for screen in SCREENS for file in take(browser, origin, screen)]
        browser.close()
    for file in files:
        print(f"{file.stat().st_size / 1000:6.0f} kB  {file.relative_to(ROOT).as_posix()}")
    return int(any(file.stat().st_size > MOST_BYTES for file in files))


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
