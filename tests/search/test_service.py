"""The service, asked over a real socket."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from urllib.parse import quote

import pytest
from asking import Service, serving, serving_stories, write_site
from search_stories import STORIES, put

from plugins.search.folders import current_version


@pytest.fixture(scope="module")
def service(tmp_path_factory) -> Iterator[Service]:
    with serving_stories(tmp_path_factory.mktemp("service")) as service:
        yield service


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
    assert child["url"] == "/zh-hant/search/?q=%E6%95%99%E5%B8%AB&place=hubei%2Fxiangyang&open=place"
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


def test_a_new_commit_is_taken_up_and_a_rebuild_breaks_no_request(tmp_path):
    index = tmp_path / "index"
    with serving(index, tmp_path / "site") as service:
        missing = service.search("守望")
        assert (missing.status, missing.headers["retry-after"]) == (503, "5")
        assert service.get("/api/suggest", q="守").status == 503
        assert service.get("/health").status == 503
        assert service.get("/zh-hant/search/", q="守望").status == 503
        assert service.get("/zh-hant/search/").status == 200
        assert service.get("/anything").status == 404

        put(index, STORIES[:1])
        assert service.search("守望").json["total"] == 1
        assert service.get("/health").json == {"status": "ok"}
        put(index, STORIES)
        assert service.search("守望").json["total"] == 2
        assert "襄阳村口的守望" in service.get("/api/suggest", q="襄阳").text

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


def test_under_a_base_path_everything_moves_there(tmp_path):
    write_site(tmp_path / "site")
    put(tmp_path / "index", STORIES)
    with serving(tmp_path / "index", tmp_path / "site", base="/repo") as service:
        assert service.get("/repo/api/search", q="守望").json["total"] == 2
        assert service.get("/repo/api/suggest", q="武").json["suggestions"][0]["text"] == "武汉市"
        assert service.get("/repo/api/openapi.json").json["servers"] == [{"url": "/repo"}]
        results = service.get("/repo/zh-hans/search/", q="守望").json["results"]
        assert results["hits"][0]["url"].startswith("/repo/zh-hans/stories/")
        assert service.get("/repo/zh-hans").headers["location"] == "/repo/zh-hans/"
        assert service.get("/repo/zh-hans/").text == "<p>首页</p>"
        assert service.get("/zh-hans/").status == 404
        assert service.get("/api/search", q="守望").status == 404
        assert service.get("/repository/zh-hans/").status == 404


def test_extra_routes_are_asked_before_the_files(tmp_path):
    from starlette.responses import PlainTextResponse
    from starlette.routing import Route

    extra = Route("/_reload", lambda _: PlainTextResponse("live"))
    with serving(tmp_path / "index", tmp_path / "site", extra_routes=[extra]) as service:
        assert service.get("/_reload").text == "live"
