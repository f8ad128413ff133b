"""What readers are offered while they type."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from search_stories import CATALOGUE, STORIES, put, story

from plugins.hanzi.scripts import Forms
from plugins.search.documents import Catalogue, Entry
from plugins.search.engine import Engine, Request
from plugins.search.suggest import Candidate, Suggester, suggester_of
from plugins.search.suggest_keys import initials, readings, spelled, typed
from tests.counting import calls

CITIES = {
    "shaanxi/xian": Entry(Forms("西安市", "西安市"), None, ("西安",)),
    "guangdong/gulou": Entry(Forms("鼓楼区", "鼓樓區"), "shaanxi/xian", ("鼓楼",)),
    "fujian/gulou": Entry(Forms("鼓楼区", "鼓樓區"), None, ("鼓楼",)),
    "chongqing": Entry(Forms("重庆市", "重慶市"), None, ("重庆", "山城")),
    "nowhere": Entry(Forms("无人市", "無人市"), None, ()),
    "luan": Entry(Forms("六安市", "六安市"), None, ()),
}
PEOPLE = {
    "shan-yilong": Entry(Forms("单毅龙", "單毅龍"), None, ("老单",)),
    "zeng-ming": Entry(Forms("曾鸣", "曾鳴"), None, ()),
    "or": Entry(Forms("OR", "OR"), None, ()),
    "mali-wang": Entry(Forms("玛丽 王", "瑪麗 王"), None, ()),
}
MORE = (
    story(
        "a", "重庆的“守望”？怎么守？守多久？谁守？守谁？", "山城", places=["chongqing"], people=["shan-yilong", "or"]
    ),
    story("b", '“双”引号"与直引号＂', "双引号", places=["fujian/gulou"], people=["zeng-ming", "mali-wang"]),
    story("c", "鼓楼的一天", "鼓楼", places=["guangdong/gulou", "luan"], people=["zeng-ming"]),
    story("d", "！！", "没有字的标题", places=["chongqing"], source="hubei-daily"),
)


@pytest.fixture(scope="module")
def engine(tmp_path_factory) -> Engine:
    directory = tmp_path_factory.mktemp("suggest") / "index"
    catalogue = Catalogue(
        dict(CATALOGUE.places) | CITIES, CATALOGUE.roles, dict(CATALOGUE.people) | PEOPLE, CATALOGUE.sources
    )
    put(directory, (*STORIES, *MORE), catalogue)
    return Engine.open(directory)


@pytest.fixture(scope="module")
def suggester(engine) -> Suggester:
    return suggester_of(engine.corpus)


def texts(suggester, query, script="hans", limit=20):
    return [one.text for one in suggester.suggest(query, script, limit)]


# What is found


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("武", "武汉市"),
        ("武漢", "武汉市"),
        ("汉市", "武汉市"),
        ("wuhan", "武汉市"),
        ("WuHan", "武汉市"),
        ("wu han", "武汉市"),
        ("wu'han", "武汉市"),
        ("wǔ hàn", "武汉市"),
        ("ｗｕ　ｈａｎ", "武汉市"),
        ("wuh", "武汉市"),
        ("wh", "武汉市"),
        ("w h s", "武汉市"),
        ("鄂", "湖北省"),
        ("襄樊", "襄阳市"),
        ("zhiyuanzhe", "志愿者"),
        ("义工", "志愿者"),
        ("義工", "志愿者"),
        ("yao yun", "姚云乾"),
        ("姚雲", "姚云乾"),
        ("hbrb", "湖北日报"),
        ("空中課堂", "河南老师的空中课堂"),
        ("whzysj", "武汉志愿司机接送医生"),
        ("365", "樊城365名联防联控队员"),
    ],
)
def test_names_and_titles_are_found_by_characters_of_either_script_pinyin_and_initials(suggester, query, text):
    assert text in texts(suggester, query)


def test_the_answer_is_in_the_script_asked_for(suggester):
    assert "武漢市" in texts(suggester, "wuhan", "hant")
    assert "武漢市" in texts(suggester, "武汉", "hant")
    first = suggester.suggest("河南老", "hant", 1)[0]
    assert (first.kind, first.url, first.count) == ("title", "/zh-hant/stories/henan-teacher/", 1)


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("chongqing", "重庆市"),
        ("cq", "重庆市"),
        ("luan", "六安市"),
        ("shan yi", "单毅龙"),
        ("zeng", "曾鸣"),
        ("syl", "单毅龙"),
    ],
)
def test_characters_with_several_readings_are_found_by_the_one_that_is_meant(suggester, query, text):
    assert text in texts(suggester, query)


@pytest.mark.parametrize("typed_so", ["lü", "LÜ", "lu\u0308", "lǚ", "lu\u0308\u030c", "lv", "ｌü"])
def test_u_with_two_dots_is_v_however_it_is_typed(typed_so):
    assert spelled(typed_so) == "lv" == readings("吕")[0]


def test_spaces_part_syllables(suggester):
    assert texts(suggester, "xian") == ["襄阳市", "西安市", "襄阳村口的守望"]
    assert texts(suggester, "xi an") == ["西安市"]


def test_what_no_story_carries_is_never_suggested(suggester):
    assert texts(suggester, "无人") == texts(suggester, "wuren") == []


def test_names_come_in_the_order_of_the_rule():
    def name(id_, text, count, *aliases):
        ways = readings(text)
        return Candidate("place", id_, Forms(text, text), count, Forms(text, text), None, (text,), aliases, ways)

    suggester = Suggester(
        [
            name("pinyin", "武悍", 90),
            name("infix", "大武汉", 80),
            name("alias", "江城", 70, "武汉三镇"),
            name("rare", "武汉关", 1),
            name("b", "武汉港", 5),
            name("a", "武汉站", 5),
            name("common", "武汉市", 60),
        ]
    )
    order = ["武汉市", "武汉站", "武汉港", "武汉关", "江城", "大武汉"]
    assert texts(suggester, "武汉") == order
    assert texts(suggester, "武汉", limit=2) == order[:2]
    assert texts(suggester, "wuhan")[0] == "武悍", "what is read so stands in one class, by the number of stories"
    assert set(texts(suggester, "wuhan")) == {"武悍", "武汉市", "武汉站", "武汉港", "武汉关"}


# What choosing leads to


@pytest.mark.parametrize("script", ["hans", "hant"])
def test_a_suggested_query_finds_as_many_stories_as_are_said(suggester, engine, script):
    for one in suggester.candidates:
        query = one.query.in_script(script)
        if one.kind == "title":
            found = {hit.id for hit in engine.search(Request(query, script, size=100)).hits}
            assert one.id in found, query
            assert one.id == "d" or len(found) == 1, "only a title without a character finds everything"
        else:
            assert engine.search(Request(query, script)).total == one.count, query


def test_names_that_several_places_share_are_asked_for_apart(suggester):
    found = {one.id: one.query.hans for one in suggester.candidates if one.forms.hans == "鼓楼区"}
    assert found == {"guangdong/gulou": "地点:西安市/鼓楼区", "fujian/gulou": "地点:fujian/gulou"}


def test_pinyin_never_makes_a_hit(engine):
    for query in ("wuhan", "wh", "yao-yunqian", "zhiyuanzhe"):
        assert engine.search(Request(query, "hans")).total == 0


# Laws

TYPED = st.text(max_size=64) | st.text("武汉漢市守望shanwuh 'ǔ?“\n\t", max_size=12)


@given(query=TYPED, limit=st.integers(1, 20), script=st.sampled_from(["hans", "hant"]))
def test_whatever_is_typed_gives_at_most_the_lines_asked_for_each_once(suggester, query, limit, script):
    found = suggester.suggest(query, script, limit)
    assert len(found) <= limit
    assert len({(one.kind, one.url, one.query) for one in found}) == len(found)
    assert found == suggester.suggest(query, script, 20)[:limit]


@given(query=TYPED)
def test_suggestions_are_those_that_a_plain_look_at_every_key_gives(suggester, query):
    text, pinyin = typed(query), spelled(query)

    def rank(one):
        if not text:
            return None
        if any(key.startswith(text) for key in one.names):
            return 0
        if any(key.startswith(text) for key in one.aliases):
            return 1
        if any(text in key for key in (*one.names, *one.aliases)):
            return 2
        if not pinyin:
            return None
        spaced = " " in pinyin
        read = any((way if spaced else way.replace(" ", "")).startswith(pinyin) for way in one.readings)
        begun = any(initials(way).startswith(pinyin.replace(" ", "")) for way in one.readings)
        return 3 if read or begun else None

    ranked = [(rank(one), -one.count, one.id, one.kind, one.forms.hans) for one in suggester.candidates]
    expected = sorted(row for row in ranked if row[0] is not None)
    assert texts(suggester, query, limit=20) == [row[-1] for row in expected][:20]


def test_the_index_keeps_the_keys_in_step_with_names_and_titles(tmp_path):
    put(tmp_path, STORIES)
    renamed = dict(CATALOGUE.places) | {"hubei/wuhan": Entry(Forms("江城市", "江城市"), "hubei", ())}
    catalogue = Catalogue(renamed, CATALOGUE.roles, CATALOGUE.people, CATALOGUE.sources)
    put(tmp_path, (*STORIES[1:], story("new", "重庆来信", "信")), catalogue)
    suggester = suggester_of(Engine.open(tmp_path).corpus)
    assert texts(suggester, "jiangcheng") == ["江城市"]
    assert texts(suggester, "chong qing") == ["重庆来信"]
    assert texts(suggester, "樊城365") == []


# What it costs


def test_twenty_thousand_titles_cost_no_more_steps_than_a_thousand():
    """Each kind of key is one text that is looked through at once; only what is found is looked at one by one."""
    chooser = random.Random(1)  # the same titles every time
    characters = [chr(0x4E00 + i) for i in range(1500)]
    titles = ["".join(chooser.choices(characters, k=chooser.randrange(6, 24))) for _ in range(20_000)]
    syllables = ["wu", "han", "shi", "zhi", "yuan", "zhe", "xiang", "yang", "fan", "cheng"]
    candidates = [
        Candidate(
            "title",
            f"story-{i}",
            Forms(title, title),
            1,
            Forms(title, title),
            f"stories/story-{i}/",
            (title,),
            (),
            (" ".join(chooser.choices(syllables, k=len(title))),),
        )
        for i, title in enumerate(titles)
    ]
    few, all_of_them = Suggester(candidates[:1000]), Suggester(candidates)
    queries = [title[at : at + size] for title in titles[:20] for at, size in ((0, 1), (2, 1), (0, 2), (3, 3))]
    for query in [*queries, "wu", "wuhanshi", "wh", "zzzz", "wu han", "w", "不在"]:
        steps = calls(lambda query=query: all_of_them.suggest(query, "hans", 20))
        assert steps < calls(lambda query=query: few.suggest(query, "hans", 20)) + 1000
