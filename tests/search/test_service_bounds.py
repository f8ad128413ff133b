"""What keeps the service up: refusals that say so, asked over a real socket. None is a 500."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Iterator
from urllib.parse import quote

import pytest
from asking import Service, serving, write_site
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from search_stories import STORIES, put, story

from plugins.search.deadline import TimeIsUp, check, time_limit
from plugins.search.engine import Engine, Request
from plugins.search.service import Bounds
from plugins.search.web.bounds import network
from tests.counting import calls

#: Function calls of a search that is stopped at once; one that is not makes many times as many.
FEW = 1000

#: Text in which matching, counting and nearness have the most to do.
THICK = ("守望武汉" * 40 + "。") * 30


@pytest.fixture(scope="module")
def service(tmp_path_factory) -> Iterator[Service]:
    folder = tmp_path_factory.mktemp("bounds")
    write_site(folder / "site")
    put(folder / "index", STORIES)
    with serving(folder / "index", folder / "site") as service:
        yield service


@pytest.fixture(scope="module")
def thick(tmp_path_factory):
    """An index of stories that are very long and very alike."""
    directory = tmp_path_factory.mktemp("thick") / "index"
    put(directory, [story(f"thick-{i}", f"第{i}篇", THICK, words=["守望"]) for i in range(40)])
    return directory


# Queries


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("守" * 256, 200),
        ("守" * 257, 400),
        ("守" * 5_000, 400),
        (" ".join("守望医生" for _ in range(32)), 200),
        (" ".join(chr(0x4E00 + i) for i in range(33)), 400),
        ("“守????望”", 200),
        ("“守?????望”", 400),
        ("(" * 12 + "守" + ")" * 12, 200),
        ("(" * 13 + "守" + ")" * 13, 400),
        ("守 NEAR/100 望", 200),
        ("守 NEAR/101 望", 400),
        ("守 NEAR/99999999999999999999 望", 400),
    ],
)
@pytest.mark.parametrize("path", ["/api/search", "/zh-hant/search/"])
def test_a_query_that_breaks_a_limit_is_refused_as_unreadable(service, path, query, status):
    assert service.get(path, q=query).status == status


@pytest.mark.parametrize(
    ("parameters", "status"),
    [
        ({"page": "10000"}, 200),
        ({"page": "10001"}, 422),
        ({"size": "100"}, 200),
        ({"size": "101"}, 422),
        ({"place": [str(i) for i in range(50)]}, 200),
        ({"place": [str(i) for i in range(51)]}, 422),
    ],
)
@pytest.mark.parametrize("path", ["/api/search", "/zh-hant/search/"])
def test_a_number_out_of_bounds_is_refused_as_a_wrong_parameter(service, path, parameters, status):
    assert service.get(path, q="守望", **parameters).status == status


@pytest.mark.parametrize(
    ("parameters", "status"),
    [
        ({"q": "守" * 64}, 200),
        ({"q": "守" * 65}, 422),
        ({"q": "守", "limit": "20"}, 200),
        ({"q": "守", "limit": "21"}, 422),
        ({"q": "守", "limit": "0"}, 422),
        ({"q": "守", "script": "x"}, 422),
        ({}, 200),
    ],
)
def test_completion_has_limits_of_its_own(service, parameters, status):
    answer = service.get("/api/suggest", **parameters)
    assert answer.status == status
    if status == 422:
        assert answer.json["error"]["parameter"] in parameters


# Hostile requests

ANYTHING = st.text(max_size=300) | st.text('守望武“”"()（）?？-或非:：*/.NEAR0123 \n\x00\u202e𠀀', max_size=80)
NAMES = st.sampled_from(
    ["q", "script", "page", "size", "limit", "place", "role", "person", "year", "source", "original", "x"]
)
PATHS = st.sampled_from(
    ["/api/search", "/api/suggest", "/api/openapi.json", "/zh-hans/search/", "/zh-hant/search/", "/health", "/"]
)
HOSTILE = settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
GOOD = {200, 301, 400, 404, 405, 422}


@HOSTILE
@given(path=PATHS, parameters=st.lists(st.tuples(NAMES, ANYTHING), max_size=8))
def test_no_parameters_give_a_500(service, path, parameters):
    query = "&".join(f"{name}={quote(value.encode('utf-8', 'surrogatepass'))}" for name, value in parameters)
    answer = service.get(f"{path}?{query}")
    assert answer.status in GOOD
    if path.startswith("/api/") and answer.status in {400, 422}:
        assert answer.json["error"]["message"]


@HOSTILE
@given(
    path=PATHS | st.binary(max_size=60).map(lambda raw: "/" + quote(raw)),
    query=st.binary(max_size=200).map(lambda raw: "q=" + quote(raw, safe="&=%+;")),
    method=st.sampled_from(["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH", "BREW"]),
)
def test_no_bytes_give_a_500(service, path, query, method):
    assert service.get(f"{path}?{query}", method=method).status in GOOD


@pytest.mark.parametrize(
    "headers",
    [
        {"If-None-Match": "é" * 500},
        {"If-Modified-Since": "Thu, 99 Foo 0000 99:99:99 GMT"},
        {"Range": "bytes=0-1,2-3,a-b"},
        {"Accept-Encoding": ";;;,,,q=,br;q=;"},
        {"X-Forwarded-For": "é, ::::, 999.1.1.1"},
        {"Host": ""},
    ],
)
def test_no_headers_give_a_500(service, headers):
    for path in ("/zh-hans/", "/api/search?q=x", "/api/suggest?q=x"):
        assert service.get(path, headers=headers).status in GOOD | {304}


# Time


def test_a_search_that_takes_too_long_is_stopped_and_refused(thick, tmp_path):
    slow = "守?武 NEAR/9 望?汉 NEAR/9 武?守 NEAR/9 汉?望"
    with serving(thick, tmp_path, bounds=Bounds(seconds=0.0001)) as service:
        answer = service.search(slow, script="hant")
        assert answer.status == 503
        assert answer.json["error"]["message"] == "這個檢索太費時，已停下；請寫得更具體些"
        assert int(answer.headers["retry-after"]) > 0
        page = service.get("/zh-hans/search/", q=slow)
        assert (page.status, page.text) == (503, "这个检索太费时，已停下；请写得更具体些\n")
        assert service.get("/health").status == 200


@pytest.mark.parametrize(
    "query",
    [
        "“守?武汉”",
        "守 NEAR/3 汉",
        "“望武” NEAR/0 “守望” NEAR/100 武",
        "exact:守望武汉",
        "title:守望 或 “汉守”",
        "-“望武汉守”",
        "守望武汉守望武汉守望",
        " ".join(("守望武汉" * 3)[i % 4 : i % 4 + 2 + i // 4] for i in range(10)),
    ],
)
def test_every_kind_of_query_stops_when_its_time_is_up(thick, query):
    engine = Engine.open(thick)

    def stopped():
        with pytest.raises(TimeIsUp), time_limit(0):
            engine.search(Request(query, "hans"))

    assert calls(stopped) < FEW
    full = engine.search(Request(query, "hans"))
    assert full.as_json() | {"took_ms": 0} == Engine.open(thick).search(Request(query, "hans")).as_json() | {
        "took_ms": 0
    }


def test_without_a_limit_nothing_is_stopped():
    check()
    with time_limit(60):
        check()
        with pytest.raises(TimeIsUp), time_limit(-1):
            check()
        check()
    check()


# Turns


def test_beyond_so_many_searches_at_once_the_rest_wait_briefly_and_are_then_refused(tmp_path):
    from asking import render

    put(tmp_path / "index", STORIES)
    begun, go = threading.Semaphore(0), threading.Event()

    def slow(script, data):
        if data["query"] == "守望":
            begun.release()
            go.wait(20)
        return render(script, data)

    bounds = Bounds(at_once=2, patience=0.3)
    with serving(tmp_path / "index", tmp_path / "site", render_search=slow, bounds=bounds) as service:
        answers = []
        askers = [
            threading.Thread(target=lambda: answers.append(service.get("/zh-hans/search/", q="守望"))) for _ in range(2)
        ]
        for asker in askers:
            asker.start()
        for _ in askers:
            assert begun.acquire(timeout=20)
        refused = service.search("武汉")
        assert refused.status == 503
        assert refused.json["error"]["message"] == "现在检索的人太多，请稍后再试"
        assert refused.headers["retry-after"]
        assert service.get("/zh-hant/search/", q="武汉").text == "現在檢索的人太多，請稍後再試\n"
        assert service.get("/api/suggest", q="武").status == 200, "those who type need not wait for those who search"
        assert service.get("/zh-hans/").status == 404
        assert service.get("/health").status == 200
        waiting = threading.Thread(target=lambda: answers.append(service.search("武汉")))
        waiting.start()
        time.sleep(0.05)
        go.set()
        for asker in (*askers, waiting):
            asker.join(20)
        assert [answer.status for answer in answers] == [200, 200, 200], "one that waited got its turn"


# Rate


def test_an_address_that_asks_too_often_is_refused_until_its_minute_has_passed(tmp_path):
    write_site(tmp_path / "site")
    put(tmp_path / "index", STORIES)
    with serving(tmp_path / "index", tmp_path / "site", bounds=Bounds(per_minute=4)) as service:
        assert [service.search("守望").status for _ in range(3)] == [200] * 3
        assert service.get("/zh-hans/search/", q="守望").status == 200
        refused = service.search("守望", script="hant")
        assert refused.status == 429
        wait = int(refused.headers["retry-after"])
        assert 50 <= wait <= 61
        assert refused.json["error"]["message"] == f"檢索得太頻繁，請過 {wait} 秒再試"
        page = service.get("/zh-hans/search/", q="守望")
        assert (page.status, page.headers["content-type"]) == (429, "text/plain; charset=utf-8")
        assert re.fullmatch(r"检索得太频繁，请过 \d+ 秒再试\n", page.text)
        for path in ("/zh-hans/", "/health", "/api/openapi.json", "/theme/site.css"):
            assert service.get(path).status == 200, "only searches are counted"
        assert [service.get("/api/suggest", q="守").status for _ in range(21)] == [200] * 20 + [429]


def test_by_default_nobody_is_counted(service):
    assert {service.search("守望").status for _ in range(300)} == {200}


def test_a_household_is_one_address():
    assert network("192.0.2.7") == "192.0.2.7"
    assert network("::ffff:192.0.2.7") == "192.0.2.7"
    assert network("2001:db8:1:2:3::4") == network("2001:db8:1:2::9") != network("2001:db8:1:3::9")
    assert network("fe80::1%eth0") == "fe80::/64"
    assert network("testclient") == "testclient"


def test_however_many_addresses_ask_what_is_remembered_of_them_is_bounded(monkeypatch):
    from plugins.search.web import bounds

    monkeypatch.setattr(bounds, "_MOST_ADDRESSES", 50)
    rate = bounds.Rate(2)
    for i in range(500):
        rate.count("search", f"192.0.2.{i}")
        assert len(rate._storage.events) <= 50
    for _ in range(2):
        rate.count("search", "198.51.100.1")
    with pytest.raises(bounds.TooManyError):
        rate.count("search", "198.51.100.1")
