"""Both editions side by side: every character that is not a plain one-to-one conversion says who decided it."""

from __future__ import annotations

from plugins.desk.review.explain import Explainer, Pair
from plugins.desk.review.page import list_page, story_page


def pairs(desk) -> list[Pair]:
    review = desk.review()
    [one] = review.stories()
    decided = review.decisions.of(one.subject.story.id)
    return list(Explainer(one.subject, one.items, decided, review.lexicon.glossary).pairs())


def paragraph(desk) -> Pair:
    """The story's last paragraph."""
    return [pair for pair in pairs(desk) if not pair.place][-1]


def notes(desk) -> list[tuple[str, str, str, str]]:
    """(kind, source, result, words) of the story's last paragraph."""
    return [(note.kind, note.source, note.result, note.words) for note in paragraph(desk).notes]


def test_a_plain_conversion_needs_no_note(desk):
    desk.story("他说这样挺好。")
    assert notes(desk) == []
    assert [piece.text for piece in paragraph(desk).pieces] == ["他說這樣挺好。"]


def test_a_phrase_of_the_dictionary_is_named(desk):
    desk.story("村干部说。")
    assert notes(desk) == [("dictionary", "干", "幹", "照词典里的“干部”")]


def test_what_nobody_decided_says_what_else_it_may_be_until_it_is_accepted(desk):
    desk.story("村民买米、面、油。")
    [(kind, source, result, words)] = notes(desk)
    assert (kind, source, result) == ("undecided", "面", "面")
    assert "也可能是 麵" in words
    assert "review --accept " in words
    desk.accept()
    assert notes(desk) == [("decided", "面", "面", "2026-11-22 确认过")]


def test_a_mark_a_rule_the_glossary_and_a_name_are_each_named(desk):
    desk.story("-{面|麵}-粉、米面、湿了干，余融豪说。", people="[余融豪]", more="convert: {米面: 米麵}\n")
    desk.glossary("hans>hant\t湿了干\t溼了乾\t衣服湿了干\t")
    found = {source: (kind, result, words) for kind, source, result, words in notes(desk)}
    assert found["麵" if "麵" in found else "面"] == ("decided", "麵", "正文里的标记")
    assert found["米面"] == ("decided", "米麵", "这一篇的 convert")
    assert found["湿了干"] == ("decided", "溼了乾", "本站词表")
    assert found["余融豪"][0] == "decided"


def test_what_a_rule_saw_in_the_words_around_is_named(desk):
    desk.story("护士长余晓岚数了十几只口罩箱，判断发生改变。")
    found = {source: (kind, result) for kind, source, result, _ in notes(desk)}
    assert found["余晓岚"] == ("undecided", "余曉嵐")
    assert found["只"] == ("decided", "隻")
    assert ("dictionary", "发", "發", "照词典里的“发生”") in notes(desk)


def test_the_pieces_are_the_edition_whole_even_where_a_word_changes_its_length(desk):
    desk.story("这个软件说：“面和米”，好。", more="convert: {软件: 電腦軟體, 面和米: 麵米}\n")
    review = desk.review()
    [one] = review.stories()
    for pair, passage in zip(pairs(desk), one.subject.passages, strict=True):
        assert "".join(piece.text for piece in pair.pieces) == passage.result


def test_a_note_is_written_once_for_the_same_in_one_paragraph(desk):
    desk.story("村干部和镇干部。")
    assert len(notes(desk)) == 1
    assert [piece.note.number for piece in paragraph(desk).pieces if piece.note] == [1, 1]


def test_the_page_names_both_scripts_and_escapes_what_editors_write(desk):
    desk.story("村干部说 1 < 2。", title="甲<b>乙")
    review = desk.review()
    [one] = review.stories()
    page = story_page(review, one)
    assert '<p lang="zh-Hans">村干部说 1 &lt; 2。</p>' in page
    assert '村<mark class="dictionary">幹</mark><sup>1</sup>部說' in page
    assert "甲&lt;b&gt;乙" in page
    assert "style=" not in page
    assert "<script" not in page
    assert '<a href="/-/review/one-story" lang="zh-Hans">甲&lt;b&gt;乙</a>' in list_page([one])


def test_descriptions_and_notes_stand_below_the_paragraphs_under_their_names(desk):
    desk.story("村里。\n\n![买米、面](one.jpg)", people="[{name: 胡源, role: 村干部}]")
    labelled = [(pair.place, pair.original, [note.source for note in pair.notes]) for pair in pairs(desk) if pair.place]
    assert labelled == [
        ("标题", "一夜", []),
        ("图片说明", "买米、面", ["面"]),
        ("来源不详的原因", "测试", []),
        ("人物的称呼", "村干部", ["干"]),
    ]


def test_a_hand_written_twin_is_not_shown_as_converted(desk):
    desk.story("村干部说。")
    desk.write("stories/one-story.hant.md", "---\ntitle: 一夜\n---\n\n村幹部說。\n")
    review = desk.review()
    [one] = review.stories()
    page = story_page(review, one)
    assert "对照文件" in page
    assert "村干部说。" not in page
