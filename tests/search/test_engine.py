"""Which stories are found, in which order, with which facets."""

from __future__ import annotations

import dataclasses
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from search_stories import CATALOGUE, STORIES, put, story

from plugins.search.documents import Block, Text
from plugins.search.engine import Engine, Request
from plugins.search.ranking import Ranker

ALL = ["henan-teacher", "fancheng-365", "wuhan-driver", "xiangyang-village"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("守望", {"fancheng-365", "xiangyang-village"}),
        ("战场", {"fancheng-365", "henan-teacher"}),
        ("戰場", {"fancheng-365", "henan-teacher"}),
        ("説", {"fancheng-365", "henan-teacher"}),
        ("守", {"fancheng-365", "xiangyang-village"}),
        ("365", {"fancheng-365"}),
        ("365名", {"fancheng-365"}),
        ("1365", {"wuhan-driver"}),
        ("ｑｒ", {"wuhan-driver"}),
        ("4.45万", {"fancheng-365"}),
        ("45", set()),
        ("就是战场 姚云乾", {"fancheng-365"}),
        ("就是战场 -姚雲乾", {"henan-teacher"}),
        ("武汉 OR 河南", {"wuhan-driver", "henan-teacher"}),
        ("“守望者”", {"xiangyang-village"}),
        ("志愿?机", {"wuhan-driver"}),
        ("title:守望", {"xiangyang-village"}),
        ("标题：战场", set()),
        ("place:湖北", {"fancheng-365", "wuhan-driver", "xiangyang-village"}),
        ("地點：襄陽", {"fancheng-365", "xiangyang-village"}),
        ("place:襄樊市", {"fancheng-365", "xiangyang-village"}),
        ("place:湖北省/襄阳市/樊城区", {"fancheng-365"}),
        ("place:湖北/樊城", {"fancheng-365"}),
        ("place:河南/樊城", set()),
        ("place:hubei/wuhan", {"wuhan-driver"}),
        ("role:志願者", {"wuhan-driver"}),
        ("role:义工", {"wuhan-driver"}),
        ("角色：老师", {"fancheng-365", "henan-teacher"}),
        ("person:姚雲乾", {"fancheng-365"}),
        ("人物:姚云乾", {"fancheng-365"}),
        ("source:湖北日報", {"fancheng-365"}),
        ("date:2020-01", {"wuhan-driver", "xiangyang-village"}),
        ("date:2020-02-14", {"fancheng-365", "xiangyang-village"}),
        ("date:*-02-14", {"fancheng-365", "xiangyang-village"}),
        ("date:--03", {"henan-teacher", "xiangyang-village"}),
        ("date:2020-03..", {"henan-teacher", "xiangyang-village"}),
        ("date:..2019", set()),
        ("樊城 NEAR/3 队员", set()),
        ("樊城 NEAR/8 队员", {"fancheng-365"}),
        ("队员 NEAR/8 樊城", {"fancheng-365"}),
        ("樊城 NEAR/100 战场", set()),
        ("exact:學生", {"henan-teacher"}),
        ("exact:学生", set()),
        ("exact:守望", {"fancheng-365", "xiangyang-village"}),
        ("樊城教师检察官守望", {"fancheng-365"}),
        ("“樊城教师检察官守望”", set()),
        ("-守望", {"wuhan-driver", "henan-teacher"}),
        ("role:教师 -place:湖北", {"henan-teacher"}),
    ],
)
def test_a_query_finds(ids, query, found):
    assert set(ids(query)) == found
    assert ids(query, "hant") == ids(query)


def test_an_empty_query_lists_everything_newest_first(ids):
    assert ids("") == ALL


def test_facets_alone_list_their_stories_newest_first(ids):
    assert ids("", place=("hubei",)) == ALL[1:]


def test_pages_follow_each_other_without_a_gap(ask):
    pages = [ask("", page=page, size=3) for page in (1, 2, 3)]
    assert [[hit.id for hit in page.hits] for page in pages] == [ALL[:3], ALL[3:], []]
    assert {page.total for page in pages} == {4}


def test_a_run_in_the_title_ranks_above_one_in_the_body(ids):
    assert ids("守望") == ["xiangyang-village", "fancheng-365"]


def test_the_whole_run_ranks_above_its_words_however_often_they_stand(tmp_path):
    words = ["志愿", "司机", "接送", "医生"]
    stories = [
        story("words", "志愿司机", "志愿，司机，接送，医生。" * 20, words=words, date="2020-03-01"),
        story("whole", "无关", "一位志愿司机接送医生。" + "别的话。" * 30, words=words, date="2020-01-01"),
    ]
    put(tmp_path, stories)
    found = Engine.open(tmp_path).search(Request("志愿司机接送医生", "hans"))
    assert [hit.id for hit in found.hits] == ["whole", "words"]


def test_a_run_that_is_a_word_ranks_above_the_same_characters_across_a_word_boundary(tmp_path):
    stories = [
        story("across", "无题", "群众生活很好。", words=["群众", "生活"], date="2020-03-01"),
        story("word", "无题", "芸芸众生很好。", words=["芸芸", "众生"], date="2020-01-01"),
    ]
    put(tmp_path, stories)
    assert [hit.id for hit in Engine.open(tmp_path).search(Request("众生", "hans")).hits] == ["word", "across"]


def test_equal_scores_go_by_date_and_then_by_id(tmp_path):
    dates = {"b": "2020-01-01", "a": "2020-01-01", "c": "2020-01-02"}
    put(tmp_path, [story(id_, "题", "一样的话", date=date) for id_, date in dates.items()])
    assert [hit.id for hit in Engine.open(tmp_path).search(Request("一样", "hans")).hits] == ["c", "a", "b"]


def test_what_stands_only_in_the_other_edition_is_found_and_counted_once(tmp_path):
    twin = Text("資訊時代", "", (Block("p-0", "軟體改變世界"),))
    put(tmp_path, [story("it", "信息时代", "软件改变世界", twin=twin)])
    engine = Engine.open(tmp_path)
    for query in ("信息", "資訊", "资讯", "软件", "軟體", "软体", "世界"):
        for script in ("hans", "hant"):
            assert engine.search(Request(query, script)).total == 1


def test_an_unknown_name_in_a_field_gives_no_hits_and_a_note_with_names_that_are_near(ask):
    results = ask("place:襄阳区", "hant")
    assert results.total == 0
    assert "沒有故事記在叫「襄阳区」的地點" in results.note
    assert "襄陽市" in results.note


def test_a_run_that_is_only_a_tag_is_pointed_out(ask):
    results = ask("湖北")
    assert results.total == 0
    assert results.note == "正文里没有，但有 3 篇标着它：地点:湖北省"
    assert [(offer.query, offer.total) for offer in results.offers] == [("地点:湖北省", 3)]


def test_where_a_word_begins_like_not_and_finds_nothing_the_operator_is_explained(ask):
    results = ask("守望 非医生")
    assert results.total == 0
    assert "-医生" in results.note


def tree(values):
    return {value.value: (value.count, tree(value.children)) for value in values}


def test_facets_count_every_hit_once_for_each_node(ask):
    facets = ask("", size=1).facets
    assert tree(facets["place"]) == {
        "hubei": (3, {"hubei/xiangyang": (2, {"hubei/xiangyang/fancheng": (1, {})}), "hubei/wuhan": (1, {})}),
        "henan": (1, {}),
    }
    assert tree(facets["role"]) == {
        "teacher": (2, {}),
        "doctor": (1, {}),
        "volunteer": (1, {"driver": (1, {})}),
    }
    assert tree(facets["year"]) == {"2020": (4, {"2020-03": (2, {}), "2020-02": (2, {}), "2020-01": (2, {})})}
    assert tree(facets["original"]) == {"hans": (3, {}), "hant": (1, {})}
    assert tree(facets["person"]) == {"yao-yunqian": (1, {}), "yu-rongtao": (1, {})}
    assert tree(facets["source"]) == {"hubei-daily": (1, {})}


def test_values_of_one_facet_widen_and_facets_narrow_one_another(ids):
    assert set(ids("", place=("hubei/wuhan", "henan"))) == {"wuhan-driver", "henan-teacher"}
    assert set(ids("", place=("hubei", "henan"), role=("teacher",))) == {"fancheng-365", "henan-teacher"}


def test_a_facet_goes_on_counting_what_could_be_added_to_its_own_choice(ask):
    facets = ask("", place=("henan",)).facets
    assert {value.value: value.count for value in facets["place"]} == {"hubei": 3, "henan": 1}
    assert {value.value: value.count for value in facets["role"]} == {"teacher": 1}


def test_a_chosen_value_without_hits_stays_visible(ask):
    facets = ask("守望", role=("driver",)).facets
    assert [(value.value, value.count, value.active) for value in facets["role"]] == [
        ("teacher", 1, False),
        ("volunteer", 0, False),
    ]
    assert facets["role"][1].children[0].active


def test_a_facet_value_may_be_given_by_name(ids):
    assert ids("", place=("襄陽市",)) == ids("", place=("hubei/xiangyang",))
    assert ids("", place=("火星",)) == []


def test_a_story_over_the_turn_of_the_year_counts_in_both_years(tmp_path):
    put(tmp_path, [story("long", "跨年", "话", date="2019-12/2020-01", first="2019-12-01", last="2020-01-31")])
    results = Engine.open(tmp_path).search(Request("", "hans"))
    assert [(value.value, value.count) for value in results.facets["year"]] == [("2020", 1), ("2019", 1)]


def test_labels_titles_and_addresses_are_in_the_script_asked_for(ask):
    hit = ask("战场", "hant", place=("hubei",)).hits[0]
    assert hit.title == "樊城365名联防联控隊員"
    assert hit.url == "/zh-hant/stories/fancheng-365/"
    assert hit.places == ("樊城區",)
    assert hit.roles == ("教師",)
    assert hit.people == ("姚雲乾",)


def test_a_long_title_says_where_its_lines_may_end_in_each_script(tmp_path):
    twin = Text("𠮷野家門前的隊員", "", (Block("p-0", "話"),), ends=(3,))
    put(tmp_path, [story("long", "𠮷野家门前的一队队员", "话", ends=(3, 6), twin=twin), story("short", "门前", "话")])
    engine = Engine.open(tmp_path)
    for script, pieces in (("hans", ("𠮷野家", "门前的", "一队队员")), ("hant", ("𠮷野家", "門前的隊員"))):
        found = {hit.id: hit.pieces for hit in engine.search(Request("话", script)).hits}
        assert found == {"long": pieces, "short": ("门前",)}


def test_the_json_document_has_what_the_design_promises(ask):
    data = ask("守望").as_json()
    assert {"query", "total", "page", "took_ms", "hits", "facets"} <= data.keys()
    assert {"id", "title", "url", "date", "places", "roles", "people", "score", "snippet"} <= data["hits"][0].keys()
    assert data["facets"].keys() == {"place", "role", "person", "year", "source", "original"}
    assert {"value", "label", "count", "children"} <= data["facets"]["place"][0].keys()


def test_parents_that_go_in_a_circle_do_no_harm(tmp_path):
    from plugins.hanzi.scripts import Forms
    from plugins.search.documents import Catalogue, Entry

    places = {"a": Entry(Forms("甲", "甲"), "b"), "b": Entry(Forms("乙", "乙"), "a")}
    put(tmp_path, [dataclasses.replace(STORIES[0], places=("a",))], Catalogue(places, {}, {}, {}))
    assert Engine.open(tmp_path).search(Request("place:乙", "hans")).total == 1


def test_searching_loads_neither_pelican_nor_starlette_nor_jieba(index):
    """They take longer to load than any search."""
    program = (
        "import sys; from pathlib import Path; from plugins.search.engine import Engine, Request;"
        "assert 'whoosh' not in sys.modules;"
        "Engine.open(Path(sys.argv[1])).search(Request('守望', 'hans'));"
        "assert not {'pelican', 'starlette', 'jieba'} & set(sys.modules)"
    )
    root = Path(__file__).parents[2]
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", program, str(index)], cwd=root, capture_output=True, text=True, check=True
    )
    assert (done.stdout, done.stderr) == ("", "")


def test_the_catalogue_is_not_needed_to_search_text(tmp_path):
    from plugins.search.documents import Catalogue

    put(tmp_path, STORIES, Catalogue({}, {}, {}, {}))
    found = Engine.open(tmp_path).search(Request("守望", "hans"))
    assert found.total == 2
    assert CATALOGUE.places["hubei"].forms.hans not in str(found.facets)


def test_a_question_asked_while_another_works_on_the_same_run_has_the_same_scores(index, monkeypatch):
    expected = Engine.open(index).search(Request("守望", "hans")).hits
    begun, go, names_with = threading.Event(), threading.Event(), Ranker._names_with

    def slow(self, run):
        if threading.current_thread() is not threading.main_thread():
            begun.set()
            go.wait(20)
        return names_with(self, run)

    monkeypatch.setattr(Ranker, "_names_with", slow)
    engine = Engine.open(index)
    other = threading.Thread(target=engine.search, args=[Request("守望", "hans")])
    other.start()
    assert begun.wait(20)
    hits = engine.search(Request("守望", "hans")).hits
    go.set()
    other.join()
    assert hits == expected
