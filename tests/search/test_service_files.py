"""The site's files, asked over a real socket."""

from __future__ import annotations

import contextlib
import gzip
from collections.abc import Iterator
from http.client import HTTPConnection
from urllib.parse import quote

import pytest
from asking import Service, serving, serving_stories, write_site


@pytest.fixture(scope="module")
def service(tmp_path_factory) -> Iterator[Service]:
    with serving_stories(tmp_path_factory.mktemp("service")) as service:
        yield service


def test_folders_answer_with_their_index_and_without_a_slash_lead_there(service):
    assert service.get("/zh-hans/stories/x/").text == "<p>故事</p>"
    moved = service.get("/zh-hans/stories/x?a=b")
    assert (moved.status, moved.headers["location"]) == (301, "/zh-hans/stories/x/?a=b")
    assert service.get(quote("/zh-hans/故事/")).text == "<p>路径</p>"
    assert service.get("//zh-hans").headers["location"] == "/zh-hans/"
    assert service.get("/zh-hans/stories/x/index.html").status == 200
    assert service.get("/theme/site.css/").status == 404


def test_what_is_missing_answers_with_the_404_page_of_its_edition(service):
    for path, text in {
        "/nothing": "nowhere",
        "/zh-hans/nothing": "没有这一页",
        "/zh-hant/nothing/": "沒有這一頁",
        "/data/": "nowhere",
    }.items():
        answer = service.get(path)
        assert answer.status == 404
        assert text in answer.text
        assert answer.headers["content-type"] == "text/html; charset=utf-8"


@pytest.mark.parametrize(
    "path",
    [
        "/%2e%2e%2foutside.txt",
        "/zh-hans/%2e%2e/%2e%2e/outside.txt",
        "/zh-hans/..%2f..%2foutside.txt",
        "/%252e%252e/outside.txt",
        "/.%2e/outside.txt",
        "/..%c0%afoutside.txt",
        "/..;/outside.txt",
        "/%2esecret",
        "/.secret",
        "/.git/config",
        "/../outside.txt",
        "/%2e%2e/outside.txt",
        "/..%2foutside.txt",
        "/link.txt",
        "/zh-hans/out/",
        "/zh-hans/..%5c.secret",
        "//etc/passwd",
        "/%2fetc/passwd",
        "/zh-hans/../../outside.txt",
        "/./.secret",
    ],
)
def test_nothing_hidden_or_outside_the_site_is_served(service, path):
    answer = service.get(path)
    assert answer.status == 404
    assert "secret" not in answer.text


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/zh-hans/atom.xml", "application/atom+xml; charset=utf-8"),
        ("/sitemap.xml", "application/xml; charset=utf-8"),
        ("/theme/site.css", "text/css; charset=utf-8"),
        ("/theme/site.js", "text/javascript; charset=utf-8"),
        ("/zh-hans/", "text/html; charset=utf-8"),
        ("/data/all.csv", "text/csv; charset=utf-8"),
        ("/data/empty/file.bin", "application/octet-stream"),
        ("/images/a.webp", "image/webp"),
    ],
)
def test_files_have_their_types(service, path, kind):
    assert service.get(path).headers["content-type"] == kind


@pytest.mark.parametrize(
    "path", ["/zh-hans/", "/nothing", "/api/search?q=x", "/api/suggest?q=x", "/zh-hans/search/", "/zh-hans", "/health"]
)
def test_every_answer_carries_the_headers_that_protect_readers(service, path):
    headers = service.get(path).headers
    assert "default-src 'none'" in headers["content-security-policy"]
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"]


def test_an_unchanged_file_is_not_sent_again(service):
    first = service.get("/zh-hans/")
    for headers in (
        {"If-None-Match": first.headers["etag"]},
        {"If-None-Match": f'"other", W/{first.headers["etag"]}'},
        {"If-Modified-Since": first.headers["last-modified"]},
    ):
        again = service.get("/zh-hans/", headers=headers)
        assert (again.status, again.body) == (304, b"")
        assert again.headers["etag"] == first.headers["etag"]
    assert service.get("/zh-hans/", headers={"If-None-Match": '"other"'}).status == 200
    assert service.get("/zh-hans/", headers={"If-Modified-Since": "nonsense"}).status == 200


def test_head_has_no_body_and_other_methods_are_refused(service):
    head = service.get("/zh-hans/", method="HEAD")
    assert (head.status, head.body) == (200, b"")
    assert service.get("/zh-hans/", method="POST").status == 405
    assert service.get("/api/search", method="POST").status == 405


def test_what_is_named_by_its_digest_is_kept_and_all_else_is_asked_for_again(service):
    for path in ("/search/0123456789abcdef/terms/1.bin", "/search/language-0123456789abcdef.bin"):
        assert service.get(path).headers["cache-control"] == "public, max-age=31536000, immutable", path
    for path in (
        "/",
        "/zh-hans/",
        "/search/manifest.json",
        "/theme/site.css",
        "/images/0123456789abcdef.png",
        "/nothing",
    ):
        assert service.get(path).headers["cache-control"] == "no-cache", path
    missing = service.get("/search/0123456789abcdef/terms/2.bin")
    assert (missing.status, missing.headers["cache-control"]) == (404, "no-cache")


def test_what_stands_compressed_beside_a_file_is_sent_to_browsers_that_take_it(service):
    def sent(encodings, path="/theme/big.css"):
        return service.get(path, headers={"Accept-Encoding": encodings})

    for encodings, wanted in {
        "gzip, deflate, br": "br",
        "gzip": "gzip",
        "BR;q=0.5, gzip;q=1": "br",
        "br;q=0, gzip": "gzip",
        "br; q=0.000": None,
        "identity": None,
        "": None,
        "*": None,
    }.items():
        answer = sent(encodings)
        assert answer.headers.get("content-encoding") == wanted, encodings
        assert answer.headers["content-type"] == "text/css; charset=utf-8"
        assert answer.headers["vary"] == "Accept-Encoding"
        assert int(answer.headers["content-length"]) == len(answer.body)
    assert gzip.decompress(sent("gzip").body) == sent("").body
    assert len({sent(encodings).headers["etag"] for encodings in ("br", "gzip", "")}) == 3
    again = service.get(
        "/theme/big.css", headers={"Accept-Encoding": "br", "If-None-Match": sent("br").headers["etag"]}
    )
    assert (again.status, again.headers["vary"]) == (304, "Accept-Encoding")
    folder = sent("gzip", "/zh-hans/")
    assert gzip.decompress(folder.body).decode() == "<p>首页</p>"
    missing = sent("gzip", "/zh-hant/nothing")
    assert (missing.status, gzip.decompress(missing.body).decode()) == (404, "<p>沒有這一頁</p>")


def test_a_compressed_file_that_is_older_than_its_original_is_not_sent(service):
    answer = service.get("/theme/stale.css", headers={"Accept-Encoding": "br, gzip"})
    assert answer.text == "new"
    assert "content-encoding" not in answer.headers


def test_a_large_file_arrives_whole(service):
    assert service.get("/data/large.bin").body == (service.site / "data/large.bin").read_bytes()
    head = service.get("/data/large.bin", method="HEAD")
    assert (head.body, head.headers["content-length"]) == (b"", str(1_500_000))


def test_a_head_request_says_what_a_get_would(service):
    for path in ("/zh-hans/", "/nothing", "/api/search?q=x", "/api/suggest?q=x", "/zh-hans/search/", "/theme/big.css"):
        head, get = service.get(path, method="HEAD"), service.get(path)
        assert (head.status, head.body) == (get.status, b"")
        same = ("content-type", "etag", "cache-control", "content-security-policy")
        assert [head.headers.get(name) for name in same] == [get.headers.get(name) for name in same]


def test_a_file_that_a_build_replaces_arrives_whole_in_one_of_its_states(tmp_path):
    site = tmp_path / "site"
    write_site(site)
    states = {b"a" * 200_000, b"b" * 300_001}
    with serving(tmp_path / "index", site) as service:
        for turn in range(150):
            (site / "new").write_bytes(sorted(states)[turn % 2])
            (site / "new").replace(site / "data/changing.txt")
            answer = service.get("/data/changing.txt")
            assert (answer.status, answer.body in states) == (200, True)


def test_a_page_that_cannot_be_opened_now_is_not_said_to_be_missing(service):
    resource = pytest.importorskip("resource")
    now, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    connection = HTTPConnection("127.0.0.1", service.port, timeout=20)
    with contextlib.closing(connection):
        statuses = []
        for files in (now, 3, now):
            resource.setrlimit(resource.RLIMIT_NOFILE, (files, most))
            try:
                connection.request("GET", "/zh-hans/")
                answer = connection.getresponse()
                statuses.append((answer.status, answer.read()[:10]))
            finally:
                resource.setrlimit(resource.RLIMIT_NOFILE, (now, most))
        assert [status for status, _ in statuses] == [200, 503, 200]
