"""Where a search finds nothing, a reader is told what was searched for and offered searches that do find something."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from search_stories import put, story

from plugins.search.clauses import written_clauses
from plugins.search.engine import Engine, Request
from plugins.search.faults import QueryError
from plugins.search.offers import MOST_OFFERS
from plugins.search.pages import results_data
from plugins.search.query import parse
from plugins.search.syntax import And

PIECES = ["武汉", "武罕", "医生", "火星", "就是战场", "樊城教师检察官守望好", "“医生武汉”", "title:战场", "exact:学生"]
PIECES += [
    "place:襄阳区",
    "role:教师",
    "(武汉 或 火星)",
    "或",
    "-",
    "非",
    "NEAR/3",
    "AND",
    "wuhan",
    "，",
    "365名",
    "武?市",
]
QUERIES = st.lists(st.sampled_from(PIECES), max_size=6).map(" ".join)


def read(query):
    try:
        return parse(query)
    except QueryError:
        return None


def unquoted(node):
    """What must match, each part once, whether it stands between quotation marks or not."""
    parts = node.parts if isinstance(node, And) else (node,)
    return list(dict.fromkeys(repr(part).replace("quoted=True", "quoted=False") for part in parts))


@pytest.mark.parametrize(
    ("query", "offers"),
    [
        ("武罕 医生", ["武汉 医生", "医生"]),
        ("姚云千", ["姚云乾"]),
        ("yaoyunqian", ["姚云乾"]),
        ("wuhan", ["地点:武汉市"]),
        ("湖北", ["地点:湖北省"]),
        ("襄樊 守望", ["地点:襄阳市 守望", "守望"]),
        ("place:襄阳区 守望", ["地点:襄阳市 守望", "守望"]),
        ("社区检查官", ["社区"]),
        ("樊城教师检察官守望好", ["樊城 教师 检察官 守望"]),
        ("“医生武汉” 司机", ["医生 武汉 司机"]),
        ("武汉，火星", ["武汉"]),
        ("武汉 -武汉", ["武汉"]),
        ("武汉 河南", ["河南", "武汉", "武汉 或 河南"]),
        ("武汉 NEAR/1 护士", ["武汉 护士"]),
        ("（火星 或 木星） 守望", ["守望"]),
        ("title:战场", ["战场"]),
        ("exact:学生", ["学生"]),
        ("火星", []),
        ("火星 或 木星", []),
        ("火星 -武汉", []),
        ("守望", []),
        ("", []),
    ],
)
def test_a_search_that_finds_nothing_offers(ask, query, offers):
    assert [offer.query for offer in ask(query).offers] == offers


@settings(max_examples=300, deadline=None)
@given(QUERIES.filter(lambda query: read(query) is not None))
def test_every_offer_finds_as_much_as_it_says(ask, query):
    results = ask(query)
    assert len(results.offers) <= (MOST_OFFERS if results.total == 0 else 0)
    for offer in results.offers:
        assert ask(offer.query).total == offer.total > 0


@settings(max_examples=1000)
@given(st.one_of(QUERIES, st.text(alphabet="武汉或非 -()“”，：:?a4ORplacetitle", max_size=16)).filter(read))
def test_the_clauses_of_a_query_side_by_side_are_the_query(query):
    clauses = written_clauses(query, "hans")
    assert all(read(clause) is not None for clause in clauses)
    # A word like an operator, 或 in “：或”, is put between quotation marks, which make no difference to so short a run.
    assert unquoted(parse(" ".join(clauses))) == unquoted(parse(query))


def test_names_are_offered_in_the_script_of_the_reader(ask):
    assert [offer.query for offer in ask("姚雲千", "hant").offers] == ["姚雲乾"]
    assert [offer.query for offer in ask("place:武旱市", "hant").offers] == ["地點:武漢市"]


def test_the_nearest_name_comes_first_and_then_the_one_with_most_stories(tmp_path):
    put(
        tmp_path,
        [
            story("a", "题", "武昌武汉", places=["hubei/wuhan"]),
            story("b", "题", "襄阳市", places=["hubei/xiangyang"]),
            story("c", "题", "襄阳市", places=["hubei/xiangyang"]),
        ],
    )
    engine = Engine.open(tmp_path)
    assert [offer.query for offer in engine.search(Request("襄汉市", "hans")).offers] == ["襄阳市", "地点:武汉市"]


def test_the_note_says_what_was_searched_for_as_it_was_read(ask):
    assert "检索的是：樊城、教师、检察官、守望、好" in ask("樊城教师检察官守望好").note
    assert "檢索的是：武漢、-護士、火星" in ask("武漢 -護士 火星", "hant").note
    assert ask("火星").note == ""


def test_where_facets_leave_nothing_the_offer_is_to_take_one_away(ask):
    offers = ask("守望", place=("henan",)).offers
    assert [(offer.query, offer.total, offer.without) for offer in offers] == [("守望", 2, ("place",))]
    offers = ask("守望", place=("hubei",), role=("driver",), year=("2020",)).offers
    assert [(offer.total, offer.without) for offer in offers] == [(2, ("role",))]
    offers = ask("守望", place=("henan",), role=("driver",)).offers
    assert [(offer.total, offer.without) for offer in offers] == [(2, ("place", "role"))]


@pytest.mark.parametrize("script", ["hans", "hant"])
def test_an_offer_on_the_page_is_a_link_to_just_that_search(ask, script):
    chosen = {"place": ("hubei",), "role": ("driver",)}
    data = results_data(ask("守望", script, **chosen), Request("守望", script, **chosen), "/base")
    (offer,) = data["offers"]
    assert offer["text"] == {"hans": "去掉所选的角色", "hant": "去掉所選的角色"}[script]
    assert parse_qs(urlsplit(offer["url"]).query) == {"q": ["守望"], "place": ["hubei"]}
    data = results_data(ask("武罕", script, **chosen), Request("武罕", script, **chosen), "/base")
    assert [parse_qs(urlsplit(offer["url"]).query)["q"] for offer in data["offers"]] == [[data["offers"][0]["text"]]]
    assert "place=" not in data["offers"][0]["url"]


def test_the_json_document_carries_the_offers(ask):
    assert ask("武罕").as_json()["offers"] == [{"query": "武汉", "total": 1, "without": []}]
    assert ask("武汉").as_json()["offers"] == []
