"""HTML: the text is converted; addresses, code, entities and markup are not touched."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.hanzi.convert import Converter
from plugins.hanzi.html import convert_html
from plugins.hanzi.scripts import Forms

CONVERTER = Converter("hans", "hant")
NAMES = (Forms("胡源", "胡源"), Forms("王干", "王大干"))


def convert(text: str) -> str:
    return CONVERTER.convert(text, NAMES)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("<p>后来</p>", "<p>後來</p>"),
        ('<a href="/tag/后张村" id="后" class="后">后张村</a>', '<a href="/tag/后张村" id="后" class="后">後張村</a>'),
        ('<img src="发.jpg" alt="头发" title="后来">', '<img src="发.jpg" alt="頭髮" title="後來">'),
        ("<img alt='头发' src=发.jpg />", "<img alt='頭髮' src=发.jpg />"),
        ("<p>后 <code>干部</code> 后</p><pre>干部</pre>", "<p>後 <code>干部</code> 後</p><pre>干部</pre>"),
        ("<script>var 后 = '<p>';</script>后", "<script>var 后 = '<p>';</script>後"),
        ("<p>后&lt;后&amp;后&nbsp;后&#38;</p>", "<p>後&lt;後&amp;後&nbsp;後&#38;</p>"),
        ("<p>&#21518;来</p>", "<p>後來</p>"),
        ("<!-- 后 -->后", "<!-- 后 -->後"),
        ('<p title="后&quot;后 &gt; 后">x</p>', '<p title="後&quot;後 &gt; 後">x</p>'),
        ('<a title="a > 后">后</a>', '<a title="a > 後">後</a>'),
    ],
)
def test_only_what_readers_read_is_converted(before: str, after: str) -> None:
    assert convert_html(before, convert) == after


def test_a_word_goes_over_inline_tags() -> None:
    assert convert_html("<p><strong>干</strong>部，头<em>发</em></p>", convert) == (
        "<p><strong>幹</strong>部，頭<em>髮</em></p>"
    )


def test_a_name_goes_over_inline_tags() -> None:
    assert convert_html("<p>服务长<em>胡</em>源</p>", convert) == "<p>服務長<em>胡</em>源</p>"


def test_no_word_goes_over_blocks_breaks_or_code() -> None:
    for between in ("</p><p>", "<br>", "<code>x</code>", "</li><li>"):
        assert convert_html(f"<p>若干{between}部门</p>", convert).startswith("<p>若干")
        assert convert_html(f"<p>头{between}发</p>", convert) == f"<p>頭{between}發</p>"


def test_where_lengths_change_each_piece_is_converted_by_itself() -> None:
    assert convert_html("<p>王干的<b>头发</b></p>", convert) == "<p>王大干的<b>頭髮</b></p>"


def test_kept_and_said_stretches_become_plain_text() -> None:
    html = '<p>他<span data-zh="keep">只<em>有</em></span><span data-zh="say" data-hans="于" data-hant="於&lt;"></span>后</p>'
    assert convert_html(html, convert, "hant") == "<p>他只<em>有</em>於&lt;後</p>"
    assert convert_html(html, lambda text: text, "hans") == "<p>他只<em>有</em>于后</p>"


def test_other_spans_stay() -> None:
    assert convert_html('<span class="后">后</span>', convert) == '<span class="后">後</span>'


def test_markup_that_cannot_be_read_is_text() -> None:
    assert convert_html("1 < 2 后 > <", convert) == "1 < 2 後 > <"


@given(st.text(alphabet=st.sampled_from("<>/&;\"'= pbcodespan后来干部头发#x1-!")))
def test_no_input_is_an_error_and_nothing_changes_without_conversion(text: str) -> None:
    if "span" not in text and "&#" not in text:
        assert convert_html(text, lambda piece: piece) == text


def test_what_is_kept_in_the_other_script_says_its_language() -> None:
    source = '<p>店名<span data-zh="keep">恒发</span>和<span data-zh="keep">上海</span></p>'
    assert convert_html(source, lambda text: text, "hant") == '<p>店名<span lang="zh-Hans">恒发</span>和上海</p>'
    assert convert_html(source, lambda text: text, "hans") == "<p>店名恒发和上海</p>"


def test_marks_in_a_description_say_their_side_and_entities_stay() -> None:
    source = '<img alt="-{姚云乾|姚雲乾}-在门口 &amp; -{后}-" src="/后.jpg">'
    assert convert_html(source, convert, "hant") == '<img alt="姚雲乾在門口 &amp; 后" src="/后.jpg">'
    assert convert_html(source, lambda text: text, "hans") == '<img alt="姚云乾在门口 &amp; 后" src="/后.jpg">'
    assert convert_html('<img alt="-{后">', convert, "hant") == '<img alt="-{後">'


def test_a_name_kept_in_the_other_script_says_so() -> None:
    source = "<p>热娜和胡源，<em>热娜</em></p>"
    assert convert_html(source, lambda text: text, "hant", ["热娜", "胡源"]) == (
        '<p><span lang="zh-Hans">热娜</span>和胡源，<em><span lang="zh-Hans">热娜</span></em></p>'
    )


def test_code_in_characters_of_the_other_script_says_so() -> None:
    source = "<p>后 <code>门卫室</code></p><pre><code>门卫室\n</code></pre>"
    hans = '<span lang="zh-Hans">门卫室</span>'
    expected = f'<p>後 <code>{hans}</code></p><pre><span lang="zh-Hans"><code>门卫室\n</code></span></pre>'
    assert convert_html(source, lambda text: text.replace("后", "後"), "hant") == expected


def test_where_one_piece_grows_by_as_much_as_another_shrinks_each_keeps_its_own_words():
    """The whole is as long as before, but what stands between them has moved."""

    def convert(text: str) -> str:
        return text.replace("程序", "電腦程式").replace("互联网络", "網路")

    assert convert_html("程序&amp;互联网络", convert) == "電腦程式&amp;網路"
    assert convert_html("程序<code>a</code>互联网络", convert) == "電腦程式<code>a</code>網路"
