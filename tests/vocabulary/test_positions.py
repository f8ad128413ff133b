"""What a fault that points into YAML relies on."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plugins.vocabulary.positions import YamlError, load


def test_values_stay_as_they_were_typed():
    text = "a: 否\nb: no\nc: 007\nd: 2020-02\ne: 2020-02-14\nf: 1.50\ng: 'null'\nh: ''"
    assert load(text).data == {
        "a": "否", "b": "no", "c": "007", "d": "2020-02", "e": "2020-02-14", "f": "1.50", "g": "null", "h": "",
    }  # fmt: skip


def test_nothing_null_and_tilde_are_none():
    assert load("a:\nb: null\nc: ~\nd: [~, null]").data == {"a": None, "b": None, "c": None, "d": [None, None]}
    assert load("").data is None
    assert load("# 只有注释\n").data is None


def test_every_value_knows_its_line_and_column():
    located = load("title: 樊城\npeople:\n  - 余融豪\n  - {name: 姚云乾, hant: 姚雲乾}\nempty:\n")
    assert located.where("title") == (1, 8)
    assert located.where("people") == (2, 1)
    assert located.where("people", 0) == (3, 5)
    assert located.where("people", 1, "hant") == (4, 23)
    assert located.where("empty") == (5, 1)
    assert located.where() == (1, 1)


def test_what_is_not_there_is_shown_where_it_should_be():
    located = load("source:\n  name: 新华社\n")
    assert located.where("source", "url") == (1, 1)
    assert located.where("nowhere", 3) == (1, 1)


def test_lines_count_from_where_the_text_begins_in_its_file():
    located = load("id: a\ntitle: 甲\n", first_line=2)
    assert located.where("title") == (3, 8)
    with pytest.raises(YamlError) as caught:
        load("id: a\nid: b\n", first_line=2)
    assert (caught.value.line, caught.value.column) == (3, 1)


def test_a_key_given_twice_is_an_error():
    with pytest.raises(YamlError) as caught:
        load("a: {x: 1,\n x: 2}")
    assert (caught.value.line, caught.value.column) == (2, 2)
    assert "写了两次" in caught.value.message


@pytest.mark.parametrize(
    "text",
    [
        "a: [1, 2", "a: 'b", "a: b: c", "\ta: b", "a: @b", "a: %b", "a: *b", "a: &b c\nd: *b", "- a\nb: c",
        "a: {b", "[a]: b", "---\na: b\n---\nc: d", "a: \x07", '"\\q"', "a: `b`", "? [x]\n: y",
    ],
)  # fmt: skip
def test_what_is_no_yaml_is_told_in_chinese_with_its_line(text):
    with pytest.raises(YamlError) as caught:
        load(text)
    assert caught.value.line >= 1
    assert caught.value.column >= 1
    assert any("\u4e00" <= ch <= "\u9fff" for ch in caught.value.message)
    assert "YAML 写法有误" not in caught.value.message, "this fault has words of its own"


def test_anchors_cannot_blow_up_the_memory():
    bomb = "a: &a [x, x]\n" + "".join(f"b{i}: &b{i} [*{'a' if not i else f'b{i - 1}'}, x]\n" for i in range(30))
    with pytest.raises(YamlError) as caught:
        load(bomb)
    assert "锚点" in caught.value.message


def test_thousands_of_brackets_are_refused_and_nothing_breaks():
    with pytest.raises(YamlError):
        load("[" * 5000 + "]" * 5000)


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet="ab:-[]{}'\"\n \t#&*!|>%@,?~\u0007\u2028\ufeff否", max_size=30) | st.text(max_size=30))
def test_any_text_is_data_or_an_error_with_a_place(text):
    try:
        located = load(text, first_line=2)
    except YamlError as error:
        assert 2 <= error.line <= 2 + len(text.splitlines())  # noqa: PT017
        assert error.column >= 1  # noqa: PT017
    else:
        assert located.where("nowhere")[0] >= 2
