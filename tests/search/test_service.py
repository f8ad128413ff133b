"""The service, asked over a real socket."""

from __future__ import annotations

import dataclasses
import json
import shutil
import socket
import threading
import time
from collections.abc import Iterator
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest
import uvicorn
from search_stories import STORIES, put

from plugins.search.service import create_app
from plugins.search.store import current_version


@dataclasses.dataclass
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def json(self):
        return json.loads(self.body)


@dataclasses.dataclass
class Service:
    port: int
    index: Path
    site: Path

    def get(self, path: str, method: str = "GET", headers: dict[str, str] | None = None, **query) -> Answer:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=20)
        target = path + ("?" + urlencode(query, doseq=True) if query else "")
        connection.request(method, target, headers=headers or {})
        response: HTTPResponse = connection.getresponse()
        answer = Answer(response.status, {k.lower(): v for k, v in response.getheaders()}, response.read())
        connection.close()
        return answer

    def search(self, q: str, **query) -> Answer:
        return self.get("/api/search", q=q, **query)


def render(script, data) -> str:
    return json.dumps({"script": script, **data}, ensure_ascii=False)


def write_site(site: Path) -> None:
    for path, text in {
        "index.html": "<p>root</p>",
        "404.html": "<p>nowhere</p>",
        "zh-hans/index.html": "<p>首页</p>",
        "zh-hans/404.html": "<p>没有这一页</p>",
        "zh-hant/404.html": "<p>沒有這一頁</p>",
        "zh-hans/stories/x/index.html": "<p>故事</p>",
        "zh-hans/atom.xml": "<feed/>",
        "zh-hans/故事/index.html": "<p>路径</p>",
        "sitemap.xml": "<urlset/>",
        "theme/site.css": "a{}",
        "theme/site.js": "1",
        "data/empty/file.bin": "x",
        ".secret": "secret",
        ".git/config": "secret",
    }.items():
        (site / path).parent.mkdir(parents=True, exist_ok=True)
        (site / path).write_text(text)


def serve(app, port_of: list[int]) -> tuple[uvicorn.Server, threading.Thread]:
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    port_of.append(listener.getsockname()[1])
    server = uvicorn.Server(uvicorn.Config(app, log_level="critical", lifespan="off", ws="none"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    for _ in range(200):
        if server.started:
            break
        time.sleep(0.02)
    return server, thread


@pytest.fixture(scope="module")
def service(tmp_path_factory) -> Iterator[Service]:
    folder = tmp_path_factory.mktemp("service")
    site = folder / "site"
    write_site(site)
    (folder / "outside.txt").write_text("secret")
    (site / "link.txt").symlink_to(folder / "outside.txt")
    put(folder / "index", STORIES)
    ports: list[int] = []
    server, thread = serve(create_app(index=folder / "index", site=site, render_search=render), ports)
    yield Service(ports[0], folder / "index", site)
    server.should_exit = True
    thread.join(10)


def test_a_search_gives_the_document_of_the_design(service):
    answer = service.search("战场", script="hant", size=1)
    assert answer.status == 200
    assert answer.headers["content-type"] == "application/json"
    assert answer.json["total"] == 2
    assert len(answer.json["hits"]) == 1
    assert "<mark>戰場</mark>" in answer.json["hits"][0]["snippet"]
    assert service.search("战场", page=2, size=1).json["page"] == 2


def test_facet_parameters_repeat(service):
    answer = service.search("", place=["henan", "hubei/wuhan"])
    assert {hit["id"] for hit in answer.json["hits"]} == {"henan-teacher", "wuhan-driver"}
    assert (
        service.search("", year="2020", role="teacher", source="hubei-daily", person="yao-yunqian").json["total"] == 1
    )


def test_a_query_that_cannot_be_read_is_400_with_a_mended_query(service):
    answer = service.search("(武汉", script="hant")
    assert answer.status == 400
    assert answer.json["error"] == {"position": 0, "message": "括號沒有合上", "suggestion": "(武汉)"}


@pytest.mark.parametrize(
    "query",
    [
        {"page": "0"},
        {"page": "-1"},
        {"page": "x"},
        {"page": "²"},
        {"page": "99999999999999999999"},
        {"size": "101"},
        {"size": "0"},
        {"script": "latn"},
        {"place": ["a"] * 1 + [str(i) for i in range(60)]},
    ],
)
def test_a_bad_parameter_is_422_and_named(service, query):
    answer = service.search("武汉", **query)
    assert answer.status == 422
    assert answer.json["error"]["parameter"] == next(iter(query))


@pytest.mark.parametrize(
    "target",
    [
        "/api/search?q=%ED%A0%80",
        "/api/search?q=%00%01",
        "/api/search?q=%FF%FE",
        "/api/search?q=" + "%28" * 200,
        "/api/search?q=" + quote("“" * 255),
        "/api/search?q=" + quote("-" * 255 + "武"),
        "/api/search?q=" + quote("武" * 256),
        "/api/search?q=" + quote("place:" + "/" * 200),
        "/api/search?q=" + quote("date:9999-12..9999"),
        "/api/search?q=" + quote("date:0000"),
        "/api/search?year=x&place=%00&person=%ED%A0%80",
        "/api/search?q=a&q=b&page=1&page=2",
        "/zh-hans/search/?q=%ED%A0%80",
        "/zh-hant/search/?q=" + quote("(" * 60),
        "/%00",
        "/%ED%A0%80",
        "/%FF",
        "/" + "a" * 3000,
        "/" + "a/" * 2000,
        "//zh-hans",
        "/zh-hans/stories//x",
    ],
)
def test_nothing_that_is_asked_gives_a_500(service, target):
    assert service.get(target).status in {200, 301, 400, 404, 422}


def test_the_results_page_has_the_data_of_the_theme(service):
    answer = service.get("/zh-hant/search/", q="教師", place="hubei")
    assert answer.status == 200
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    data = answer.json
    assert (data["script"], data["query"], data["static"]) == ("hant", "教師", False)
    results = data["results"]
    assert results["total"] == 1
    assert results["error"] is results["previous"] is results["next"] is None
    assert results["hits"][0]["date"] == "2020年2月"
    assert results["hits"][0]["datetime"] == "2020-02"
    assert results["hits"][0]["url"] == "/zh-hant/stories/fancheng-365/"
    assert results["active"] == [{"label": "湖北省", "url": "/zh-hant/search/?q=%E6%95%99%E5%B8%AB"}]
    place = next(facet for facet in results["facets"] if facet["name"] == "place")
    assert place["label"] == "地點"
    assert place["values"][0]["active"]
    child = place["values"][0]["children"][0]
    assert child["url"] == "/zh-hant/search/?q=%E6%95%99%E5%B8%AB&place=hubei&place=hubei%2Fxiangyang"
    assert service.get(child["url"]).json["results"]["total"] == 1


def test_without_a_query_the_page_is_the_empty_form(service):
    for query in ({}, {"q": ""}, {"q": "  "}):
        assert service.get("/zh-hans/search/", **query).json["results"] is None
    assert service.get("/zh-hans/search/", role="teacher").json["results"]["total"] == 2


def test_pages_of_results_lead_to_each_other(service):
    first = service.get("/zh-hans/search/", q="-无", size=3).json["results"]
    assert (first["pages"], first["previous"]) == (2, None)
    second = service.get(first["next"]).json["results"]
    assert (second["page"], second["next"], len(second["hits"])) == (2, None, 1)
    assert service.get(second["previous"]).json["results"]["page"] == 1


def test_a_faulty_query_on_the_page_offers_the_mended_one(service):
    answer = service.get("/zh-hans/search/", q="“武汉")
    assert answer.status == 400
    error = answer.json["results"]["error"]
    assert error["suggestion"]["text"] == "“武汉”"
    assert service.get(error["suggestion"]["url"]).json["results"]["total"] == 1


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
        "/.secret",
        "/.git/config",
        "/../outside.txt",
        "/%2e%2e/outside.txt",
        "/..%2foutside.txt",
        "/link.txt",
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
    ],
)
def test_files_have_their_types(service, path, kind):
    assert service.get(path).headers["content-type"] == kind


@pytest.mark.parametrize(
    "path", ["/zh-hans/", "/nothing", "/api/search?q=x", "/zh-hans/search/", "/zh-hans", "/health"]
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


def test_a_new_commit_is_taken_up_and_a_rebuild_breaks_no_request(tmp_path):
    index = tmp_path / "index"
    ports: list[int] = []
    server, thread = serve(create_app(index=index, site=tmp_path / "site", render_search=render), ports)
    service = Service(ports[0], index, tmp_path / "site")
    try:
        missing = service.search("守望")
        assert (missing.status, missing.headers["retry-after"]) == (503, "5")
        assert service.get("/health").status == 503
        assert service.get("/zh-hant/search/", q="守望").status == 503
        assert service.get("/zh-hant/search/").status == 200
        assert service.get("/anything").status == 404

        put(index, STORIES[:1])
        assert service.search("守望").json["total"] == 1
        assert service.get("/health").json == {"status": "ok"}
        put(index, STORIES)
        assert service.search("守望").json["total"] == 2

        stop, wrong = threading.Event(), []

        def ask():
            while not stop.is_set():
                answer = service.search("守望")
                if answer.status != 200 or answer.json["total"] not in {1, 2}:
                    wrong.append(answer)

        askers = [threading.Thread(target=ask) for _ in range(3)]
        for asker in askers:
            asker.start()
        for turn in range(8):
            put(index, STORIES[:1] if turn % 2 else STORIES)
            if turn == 4:
                (index / current_version(index)[0] / "stamp.json").write_text("{}")
        stop.set()
        for asker in askers:
            asker.join()
        assert not wrong

        shutil.rmtree(index)
        assert service.search("守望").status == 200
    finally:
        server.should_exit = True
        thread.join(10)


def test_under_a_base_path_everything_moves_there(tmp_path):
    write_site(tmp_path / "site")
    put(tmp_path / "index", STORIES)
    ports: list[int] = []
    app = create_app(index=tmp_path / "index", site=tmp_path / "site", render_search=render, base="/repo")
    server, thread = serve(app, ports)
    service = Service(ports[0], tmp_path / "index", tmp_path / "site")
    try:
        assert service.get("/repo/api/search", q="守望").json["total"] == 2
        results = service.get("/repo/zh-hans/search/", q="守望").json["results"]
        assert results["hits"][0]["url"].startswith("/repo/zh-hans/stories/")
        assert service.get("/repo/zh-hans").headers["location"] == "/repo/zh-hans/"
        assert service.get("/repo/zh-hans/").text == "<p>首页</p>"
        assert service.get("/zh-hans/").status == 404
        assert service.get("/repository/zh-hans/").status == 404
    finally:
        server.should_exit = True
        thread.join(10)


def test_extra_routes_are_asked_before_the_files(tmp_path):
    from starlette.responses import PlainTextResponse
    from starlette.routing import Route

    extra = Route("/_reload", lambda _: PlainTextResponse("live"))
    ports: list[int] = []
    app = create_app(index=tmp_path / "index", site=tmp_path / "site", render_search=render, extra_routes=[extra])
    server, thread = serve(app, ports)
    try:
        assert Service(ports[0], tmp_path, tmp_path).get("/_reload").text == "live"
    finally:
        server.should_exit = True
        thread.join(10)
