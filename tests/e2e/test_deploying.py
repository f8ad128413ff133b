"""A published site on the servers that docs/deploying.md names: what readers, their browsers and search engines get from each."""

from __future__ import annotations

import gzip
import shutil
from collections.abc import Iterator
from pathlib import Path

import brotli
import pytest
import yaml

from plugins.search.web.guard import HEADERS
from tests.e2e.served import ROOT, run_task
from tests.e2e.servers import Server, caddy, nginx, own
from tests.small_site import SmallSite

STORY = "/zh-hans/stories/one-story/"
#: What every answer carries; the service alone adds that it completes what one types.
SECURITY = {name.lower(): value for name, value in HEADERS.items() if name != "Server-Timing"}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small archive as ``publish`` leaves it."""
    small = SmallSite(tmp_path_factory.mktemp("deploy"))
    small.story("one-story", body="志愿者在社区门口量体温。" * 60)
    small.story("two-story", title="另一篇")
    public = small.folder / "public"
    places = ("--content", str(small.content), "--output", str(public))
    run_task("publish", "--siteurl", "https://example.org", *places)
    (public / "images").mkdir()
    (public / "images" / "gate.avif").write_bytes(b"picture")
    return public


def index_file(site: Path) -> str:
    """A file of the search index as it stands: its folder is named by the digest of what is in it."""
    return "/" + next(site.glob("search/*/columns.bin")).relative_to(site).as_posix()


@pytest.fixture(scope="module", params=[nginx, caddy, own], ids=["nginx", "caddy", "host"])
def server(request: pytest.FixtureRequest, site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with request.param(site, tmp_path_factory.mktemp(request.param.__name__)) as running:
        yield running


def test_files_have_their_types(server: Server, site: Path) -> None:
    for path, kind in (
        ("/", "text/html; charset=utf-8"),
        (STORY, "text/html; charset=utf-8"),
        ("/theme/css/site.css", "text/css; charset=utf-8"),
        ("/theme/js/site.js", "text/javascript; charset=utf-8"),
        ("/theme/js/search/page.js", "text/javascript; charset=utf-8"),
        ("/theme/favicon.svg", "image/svg+xml"),
        ("/images/gate.avif", "image/avif"),
        ("/search/manifest.json", "application/json; charset=utf-8"),
        ("/zh-hans/feeds/all.atom.xml", "application/atom+xml; charset=utf-8"),
        ("/robots.txt", "text/plain; charset=utf-8"),
        (index_file(site), "application/octet-stream"),
    ):
        status, headers, _ = server.get(path)
        assert status == 200, path
        found = headers.get("content-type", "application/octet-stream")
        assert found in {kind, f"{kind}; charset=utf-8"}, path
    assert server.get("/sitemap.xml")[1]["content-type"].partition(";")[0] in {"application/xml", "text/xml"}


@pytest.mark.parametrize("encoding", ["br", "gzip"])
def test_readers_are_sent_what_was_compressed_ahead(server: Server, site: Path, encoding: str) -> None:
    unpack = {"br": brotli.decompress, "gzip": gzip.decompress}[encoding]
    end = {"br": ".br", "gzip": ".gz"}[encoding]
    for path in (STORY, "/theme/css/site.css", "/theme/js/site.js", "/zh-hans/feeds/all.atom.xml", "/sitemap.xml"):
        file = site / (path[1:] + ("index.html" if path.endswith("/") else ""))
        status, headers, sent = server.get(path, Accept_Encoding=f"{encoding}, zstd")
        assert (status, headers["content-encoding"]) == (200, encoding), path
        assert "accept-encoding" in headers["vary"].lower(), path
        assert unpack(sent) == file.read_bytes(), path
        assert sent == file.with_name(file.name + end).read_bytes(), f"{path} was compressed while the reader waited"


def test_who_takes_nothing_compressed_is_sent_the_file(server: Server, site: Path) -> None:
    status, headers, sent = server.get(STORY, Accept_Encoding="identity")
    assert status == 200
    assert "content-encoding" not in headers
    assert sent == (site / STORY[1:] / "index.html").read_bytes()


def test_pictures_and_the_search_index_are_sent_as_they_are(server: Server, site: Path) -> None:
    for path in ("/images/gate.avif", index_file(site)):
        assert "content-encoding" not in server.get(path, Accept_Encoding="br, gzip")[1], path


@pytest.mark.parametrize(
    ("path", "page"),
    [
        ("/nowhere", "404.html"),
        ("/zh-hans/stories/nowhere/", "zh-hans/404.html"),
        ("/zh-hant/places/nowhere", "zh-hant/404.html"),
        ("/zh-hant/stories/nowhere/", "zh-hant/404.html"),
        ("/.shouwang-build", "404.html"),
        ("/theme/", "404.html"),
        ("/search/0123456789abcdef/columns.bin", "404.html"),
    ],
)
def test_what_is_not_there_is_a_404_with_the_page_of_its_edition(
    server: Server, site: Path, path: str, page: str
) -> None:
    status, headers, sent = server.get(path, Accept_Encoding="identity")
    assert status == 404
    assert headers["content-type"] == "text/html; charset=utf-8"
    assert sent == (site / page).read_bytes()
    assert "max-age" not in headers.get("cache-control", ""), "what is missing today may be there tomorrow"


def test_a_folder_without_its_slash_leads_to_the_one_with_it(server: Server) -> None:
    status, headers, _ = server.get(STORY[:-1])
    assert status in {301, 308}
    assert headers["location"].removeprefix(f"https://localhost:{server.port}") == STORY


def test_every_answer_protects_its_reader(server: Server) -> None:
    for path in ("/", STORY, "/theme/js/site.js", "/nowhere", "/zh-hant/nowhere/", "/search/manifest.json"):
        _, headers, _ = server.get(path)
        assert {name: headers.get(name) for name in SECURITY} == SECURITY, path
        secured = headers.get("strict-transport-security")
        assert secured == ("max-age=31536000" if server.secure else None), path


def test_plain_http_leads_to_https_and_promises_nothing(server: Server) -> None:
    if server.plain is None:
        pytest.skip("host speaks plain HTTP behind a proxy, which holds the certificate")
    status, headers, _ = server.get(STORY, plain=True)
    assert status in {301, 308}
    assert headers["location"].startswith("https://localhost")
    assert headers["location"].endswith(STORY)
    assert "strict-transport-security" not in headers


def test_pages_are_asked_for_anew_and_what_never_changes_is_kept(server: Server, site: Path) -> None:
    for path in ("/", STORY, "/theme/css/site.css", "/search/manifest.json"):
        _, headers, _ = server.get(path)
        assert headers["cache-control"] == "no-cache", path
        assert headers.get("etag"), path
    assert server.get(index_file(site))[1]["cache-control"] == "public, max-age=31536000, immutable"


@pytest.mark.parametrize("encoding", ["br", "identity"])
def test_what_a_browser_has_is_not_sent_again(server: Server, encoding: str) -> None:
    _, headers, _ = server.get(STORY, Accept_Encoding=encoding)
    status, _, sent = server.get(STORY, Accept_Encoding=encoding, If_None_Match=headers["etag"])
    assert (status, sent) == (304, b"")


def test_a_new_page_is_never_sent_in_its_old_compressed_form(server: Server, site: Path, tmp_path: Path) -> None:
    content = site.parent / "content"
    shutil.copytree(content, tmp_path / "kept")
    story = content / "stories/two-story.md"
    story.write_text(story.read_text("utf-8") + "\n新添的一段。\n" * 20 + f"\n{server.name}\n", "utf-8")
    run_task("publish", "--siteurl", "https://example.org", "--content", str(content), "--output", str(site))
    for encoding, unpack in (("br", brotli.decompress), ("gzip", gzip.decompress), ("identity", bytes)):
        _, _, sent = server.get("/zh-hans/stories/two-story/", Accept_Encoding=encoding)
        assert server.name in unpack(sent).decode(), encoding


def test_the_headers_for_cloudflare_are_those_of_the_others() -> None:
    rules: dict[str, dict[str, str]] = {}
    for line in (ROOT / "deploy/cloudflare-pages/_headers").read_text("utf-8").splitlines():
        if line.startswith("/"):
            rules[line] = {}
        elif line.startswith("  ") and not line.startswith("  !"):
            name, _, value = line.strip().partition(": ")
            rules[list(rules)[-1]][name.lower()] = value
    assert rules["/*"] == SECURITY | {"strict-transport-security": "max-age=31536000"}
    assert rules["/search/manifest.json"] == {"cache-control": "no-cache"}
    assert rules["/search/*"] == rules["/pictures/*"] == {"cache-control": "public, max-age=31536000, immutable"}


def test_the_workflow_for_github_publishes_what_it_uploads() -> None:
    workflow = yaml.safe_load((ROOT / "deploy/github-pages.yml").read_text("utf-8"))
    steps = workflow["jobs"]["publish"]["steps"]
    commands = [step["run"] for step in steps if "run" in step]
    assert [command.split()[2] for command in commands] == ["check", "publish"]
    assert "--no-compress" in commands[1]
    [upload] = [step for step in steps if step.get("uses", "").startswith("actions/upload-pages-artifact@")]
    assert upload["with"]["path"] == "public"
    assert workflow["permissions"] == {"contents": "read", "pages": "write", "id-token": "write"}
