"""What a draft proposes of places, roles and people: each with the sentence that shows it, and a question where the text is open."""

from __future__ import annotations

import pytest

from tests.desk.importing.articles import BODY

FILLER = "雨下了一整天，送菜的车停在巷口，大家撑着伞排队，谁也没有插队，谁也没有催，只听见塑料袋窸窸窣窣地响。"


def people(editor, sentence: str) -> dict[str, str]:
    """The people whom a draft of this sentence proposes, with their roles."""
    from plugins.stories.front_matter import split

    front = split("a.md", editor.draft(f"{FILLER}\n{sentence}\n{FILLER[::-1]}").text).front.data
    return {
        one if isinstance(one, str) else one["name"]: "" if isinstance(one, str) else one.get("role", "")
        for one in front.get("people", [])
    }


@pytest.mark.parametrize(
    ("sentence", "name", "role"),
    [
        ("城东开发中心区党组书记林悦红把伞让给了别人。", "林悦红", "城东开发中心区党组书记"),
        ("该院副检察长何远山也在队里。", "何远山", "副检察长"),
        ("柳湾村的妇女主任、网格长史小楠在登记。", "史小楠", "妇女主任、网格长"),
        ("第一个进岗亭的民警叫付春雷，他刚换班。", "付春雷", "民警"),
        ("返乡村民黎海湖发来一条短信。", "黎海湖", "返乡村民"),
        ("他的妻子刘盼晴，也在另一个路口。", "刘盼晴", "妻子"),
        ("杜小超是第八中学教师，家住对面。", "杜小超", "第八中学教师"),
        ("贾小婷是巷口小学年轻的志愿者，每天都来。", "贾小婷", "志愿者"),
        ("徐晓飞，武汉市江岸区大智街道育才社区网格站副站长。", "徐晓飞", "大智街道育才社区网格站副站长"),
        ("林小梅主任没有说话。", "林小梅", "主任"),
        ("47岁的蔡秀云提着两只桶。", "蔡秀云", ""),
    ],
)
def test_what_the_text_calls_a_person_goes_with_the_name(editor, sentence, name, role):
    assert people(editor, sentence).get(name) == role


@pytest.mark.parametrize(
    "sentence",
    [
        "网格员向居民解释。",
        "党员从四面赶来。",
        "干部高度重视这件事。",
        "志愿者马上出发。",
        "村民和民警都在。",
        "在汪武颈村口等着。",
    ],
)
def test_words_behind_a_title_are_no_names(editor, sentence):
    assert people(editor, sentence) == {}


def test_nobody_is_lost_from_a_long_list(editor):
    names = [f"林{one}{two}" for one in "春夏秋冬" for two in "兰梅竹菊松柏"]
    assert list(people(editor, "在场的有" + "、".join(f"网格员{name}" for name in names) + "。")) == names


def test_every_proposal_shows_its_sentence(editor):
    draft = editor.draft(f"{BODY}\n武汉市江岸区的网格员林小满说，雨停了。")
    assert draft.places == ("湖北省/武汉市/江岸区",)
    assert "武汉市江岸区的网格员林小满说" in draft.notes["places.0"]
    assert "网格员许兰" in next(note for path, note in draft.notes.items() if note.startswith("网格员"))
    at = draft.people.index("林小满")
    assert "武汉市江岸区的网格员林小满说" in draft.notes[f"people.{at}"]


def test_a_name_that_several_places_bear_is_asked(editor):
    draft = editor.draft(f"{BODY}\n朝阳区的志愿者来了。")
    assert draft.places == ()
    assert "朝阳区" in draft.questions["places.0"]
    assert "北京市/朝阳区" in draft.questions["places.0"]


def test_a_university_is_no_city(editor):
    assert editor.draft(f"{BODY}\n中山大学的学生也来帮忙。").places == ()


def test_a_district_that_the_city_does_not_have_is_asked_and_not_taken_for_another_citys(editor):
    draft = editor.draft(f"{BODY}\n漯河市东城区的网格员一早就到了，东城区的路上没有车。")
    assert draft.places == ("河南省/漯河市",)
    assert "漯河市东城区" in draft.questions["places.1"]


def test_the_end_of_an_unlisted_villages_name_is_no_place(editor):
    draft = editor.draft(f"{BODY}\n武汉市江岸区大智街道永新社区的网格员来了。")
    assert draft.places == ("湖北省/武汉市/江岸区/大智街道",)
    assert "永新社区" in draft.notes["places.0"]


def test_unlisted_villages_are_named_where_no_place_is_known(editor):
    draft = editor.draft(f"{BODY}\n柳湾村村民送来了菜，“石桥村的也来了。”")
    assert "柳湾村、石桥村" in draft.questions["places"]


@pytest.mark.parametrize(
    ("said", "date"),
    [
        ("2020年2月3日，车队出发了。", "2020-02-03"),
        ("2020年2月3日出发，2020年2月9日回来。", "2020-02"),
        ("从2020年1月23日守到2020年2月9日。", "2020-01/2020-02"),
        ("2020年2月，车队出发了。", "2020-02"),
    ],
)
def test_dates_in_full_say_when_it_happened(editor, said, date):
    assert editor.draft(f"{BODY}\n{said}").date == date


def test_days_without_a_year_take_it_from_the_day_of_publication(editor):
    text = f"北巷的一本旧挂历\n2021-01-05 来源：江岸晚报\n{BODY}\n12月28日，路灯修好了。"
    draft = editor.draft(text)
    assert draft.date == "2020-12-28"
    assert "推定" in draft.notes["date"]


def test_the_question_of_the_date_shows_what_the_text_has(editor):
    asked = editor.draft(f"{BODY}\n从去年11月份守到4月3日，又近清明。").questions["date"]
    assert "4月3日" in asked
    assert "去年11月份" in asked
    assert "清明" in asked


def test_the_site_that_carried_an_article_is_told(editor):
    text = f"首页 要闻 社会 评论 图片 视频\n江岸新闻网\n首页 > 社会 > 正文\n北巷的一本旧挂历\n2020-02-11 来源：江岸晚报\n{BODY}"
    draft = editor.draft(text)
    assert draft.source["name"] == "江岸晚报"
    assert "江岸新闻网" in draft.notes["source.name"]
    assert "江岸新闻网" in draft.source["reason"]
