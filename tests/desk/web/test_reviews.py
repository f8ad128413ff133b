"""Review at the desk: each conversion that nobody decided in its sentence, confirmed or written otherwise, and only as it was seen."""

from __future__ import annotations

import html
import re
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from urllib.parse import urlencode

import pytest

from plugins.desk import persons
from plugins.desk.persons import find_names
from plugins.desk.review.review import Review
from plugins.desk.web.waiting import Shelves
from plugins.desk.web.workplace import Workplace
from tests.desk.web.conftest import Answer, DeskServer

FLOUR = "村民买米、面、油。第二天家里人劝他。"
REVIEW = "/desk/review/a-story"
DECISIONS = "vocabulary/decisions.tsv"
GLOSSARY = "vocabulary/glossary.tsv"


@pytest.fixture
def review(desk: DeskServer) -> Iterator[DeskServer]:
    """The desk with one story, of which two places wait; afterwards the vocabulary is as it was."""
    people = (desk.content / "vocabulary/people.yaml").read_bytes()
    desk.write("a-story", body=FLOUR)
    yield desk
    for path in (DECISIONS, GLOSSARY):
        (desk.content / path).unlink(missing_ok=True)
    (desk.content / "vocabulary/people.yaml").write_bytes(people)


def text(desk: DeskServer, path: str = "stories/a-story.md") -> str:
    return (desk.content / path).read_text("utf-8") if (desk.content / path).exists() else ""


def open_items(desk: DeskServer) -> list[str]:
    """What waits, as the command says it."""
    review = Review(desk.content, find_names, desk.workplace.style)
    return [item.context for one in review.stories() for item in one.items]


@dataclass(frozen=True)
class Shown:
    """A card as the page has it: what its form sends, and where its links lead."""

    key: str
    seen: str
    links: dict[str, str]


def cards(answer: Answer) -> list[Shown]:
    found = []
    for part in answer.text.split('<li class="card"')[1:]:
        own = part.split('<form class="bar end"')[0]
        key = re.search(r'name="accept" value="(\w+)"', own)
        seen = re.search(r'name="seen" value="(\w+)"', own)
        assert key
        assert seen
        links = {
            re.sub(r"<[^>]+>", "", words): html.unescape(address)
            for address, words in re.findall(r'<a class="button" href="([^"]+)"[^>]*>(.*?)</a>', own)
        }
        found.append(Shown(key[1], seen[1], links))
    return found


def seen(answer: Answer) -> str:
    return re.findall(r'name="seen" value="(\w+)"', answer.text)[-1]


def test_each_place_is_shown_in_its_sentence_in_both_editions(review):
    answer = review.ask(REVIEW)
    assert answer.status == 200
    plain = answer.text
    assert '村民买米、<mark class="open">面</mark>、油。' in plain
    assert '村民買米、<mark class="open">面</mark>、油。' in plain
    assert '第二天家<mark class="open">里</mark>人劝他。' in plain
    assert "取了最常见的一种" in plain
    first, second = cards(answer)
    assert list(first.links) == ["改作 麵", "自己写"]
    assert list(second.links) == ["改作 里", "自己写"]
    assert text(review, DECISIONS) == ""


def test_what_is_right_is_confirmed_as_the_command_does_it_and_the_editor_is_told(review):
    first, second = cards(review.ask(REVIEW))
    done = review.ask(REVIEW, {"accept": first.key, "seen": first.seen})
    assert done.status == 303
    assert open_items(review) == ["第二天家⟦里⟧人劝他"]
    rows = text(review, DECISIONS).splitlines()
    assert [row.split("\t")[:5] for row in rows[1:]] == [["a-story", first.key, "面", "面", "村民买米、⟦面⟧、油"]]
    page = review.ask(done.headers["location"].partition("#")[0])
    assert "记下了，不会再问" in page.text
    assert page.text.index('id="said"') < page.text.index(f'id="i-{second.key}"'), "it stands where the editor is"
    assert [one.key for one in cards(page)] == [second.key]


def test_a_whole_story_is_confirmed_at_once(review):
    answer = review.ask(REVIEW)
    done = review.ask(REVIEW, {"accept": "all", "seen": seen(answer)})
    assert done.status == 303
    assert open_items(review) == []
    page = review.ask(done.headers["location"].partition("#")[0]).text
    assert "记下了 2 处" in page
    assert "没有要决定的" in page


@pytest.mark.parametrize("key", ["one", "all"])
def test_who_pressed_the_wrong_button_takes_it_back_and_is_asked_again(review, key):
    page = review.ask(REVIEW)
    first, second = cards(page)
    press = {"accept": "all", "seen": seen(page)} if key == "all" else {"accept": first.key, "seen": first.seen}
    told = review.ask(review.ask(REVIEW, press).headers["location"].partition("#")[0])
    again = re.search(r'name="again" value="([\w,]+)">按错了，撤回<', told.text)
    assert again
    back = review.ask(REVIEW, {"again": again[1]})
    assert back.status == 303
    asked = review.ask(back.headers["location"].partition("#")[0])
    assert "撤回了" in asked.text
    assert [one.key for one in cards(asked)] == [first.key, second.key]
    assert asked.text.index('id="said"') < asked.text.index(f'id="i-{first.key}"')
    assert len(text(review, DECISIONS).splitlines()) == 1, "only the names of the columns"


def test_only_decisions_of_this_story_are_taken_back(review):
    (review.content / "vocabulary").mkdir(exist_ok=True)
    review.write("b-story", body=FLOUR)
    page = review.ask("/desk/review/b-story")
    review.ask("/desk/review/b-story", {"accept": "all", "seen": seen(page)})
    before = text(review, DECISIONS)
    keys = ",".join(row.split("\t")[1] for row in before.splitlines()[1:])
    assert keys
    assert review.ask(REVIEW, {"again": keys}).status == 303
    assert text(review, DECISIONS) == before


def test_what_changed_since_it_was_seen_is_not_confirmed(review):
    answer = review.ask(REVIEW)
    first, _ = cards(answer)
    review.write("a-story", body=FLOUR.replace("村民买米", "大家买米"))
    late = review.ask(REVIEW, {"accept": first.key, "seen": first.seen})
    assert late.status == 409
    assert "没有记下" in late.text
    assert "大家买米" in late.text, "it shows how it stands now"
    assert review.ask(REVIEW, {"accept": "all", "seen": seen(answer)}).status == 409
    review.write("a-story", body=FLOUR)
    (review.content / GLOSSARY).write_text("hans>hant\t家里人\t家里人\t家里人劝他。\n", "utf-8")
    assert review.ask(REVIEW, {"accept": "all", "seen": seen(answer)}).status == 409
    assert review.ask(REVIEW, {"accept": first.key, "seen": ""}).status == 409
    assert review.ask(REVIEW, {}).status == 409
    assert text(review, DECISIONS) == ""


def test_another_form_is_shown_with_what_it_changes_before_it_is_written(review):
    first, _ = cards(review.ask(REVIEW))
    before = text(review)
    answer = review.ask(first.links["改作 麵"])
    assert answer.status == 200
    assert '村民買米、<mark class="gone">面</mark>、油。' in answer.text
    assert '村民買米、<mark class="good">麵</mark>、油。' in answer.text
    assert "<ins>+村民买米、-{面|麵}-、油。" in answer.text
    assert text(review) == before
    address = f"{REVIEW}/{first.key}"
    done = review.ask(address, {"way": "here", "form": "麵", "seen": seen(answer)})
    assert done.status == 303
    assert "村民买米、-{面|麵}-、油。" in text(review)
    assert open_items(review) == ["第二天家⟦里⟧人劝他"]
    assert "写好了：只有这一处" in review.ask(done.headers["location"].partition("#")[0]).text
    assert review.ask(address).status == 404, "it is decided"


@pytest.mark.parametrize(
    ("way", "path", "line"),
    [
        ("story", "stories/a-story.md", "  家里人: 家里人\n"),
        ("site", GLOSSARY, "hans>hant\t家里人\t家里人\t第二天家里人劝他\n"),
    ],
)
def test_a_form_holds_for_the_story_or_for_the_whole_site_where_the_editor_says_so(review, way, path, line):
    review.write("b-story", body="家里人都来了。", people="")
    _, second = cards(review.ask(REVIEW))
    form = {"way": way, "form": "里"}
    answer = review.ask(f"{REVIEW}/{second.key}?{urlencode(form)}")
    assert 'name="word" value="家里人"' in answer.text
    assert ("b-story" in answer.text) == (way == "site"), "every sentence that changes is shown"
    done = review.ask(f"{REVIEW}/{second.key}", form | {"word": "家里人", "to": "家里人", "seen": seen(answer)})
    assert done.status == 303
    assert text(review, path).endswith(line) or line in text(review, path)
    assert "第二天家⟦里⟧人劝他" not in open_items(review)


def test_a_form_that_was_changed_after_it_was_shown_is_shown_again(review):
    first, _ = cards(review.ask(REVIEW))
    before = text(review)
    answer = review.ask(first.links["改作 麵"])
    address = f"{REVIEW}/{first.key}"
    other = review.ask(address, {"way": "here", "form": "麪", "seen": seen(answer)})
    assert other.status == 200
    assert "请再看一遍" in other.text
    assert review.ask(address, {"way": "here", "form": "麵"}).status == 200, "what nobody saw is not written"
    assert text(review) == before
    review.write("a-story", body=f"别人加的一段。\n\n{FLOUR}")
    late = review.ask(address, {"way": "here", "form": "麵", "seen": seen(answer)})
    assert "请再看一遍" in late.text
    assert "麵" not in text(review)


def test_what_cannot_be_written_is_told_at_the_form(review):
    first, _ = cards(review.ask(REVIEW))
    for form, says in (
        ({"way": "here", "form": "面"}, "现在就是这样写的"),
        ({"way": "here", "form": "麵|{"}, "不能有"),
        ({"way": "site", "form": "麵", "word": "面粉", "to": "麵粉"}, "不是这一处的词"),
    ):
        answer = review.ask(f"{REVIEW}/{first.key}?{urlencode(form)}")
        assert answer.status == 422
        assert says in answer.text
    assert review.ask(f"{REVIEW}/{first.key}").status == 200, "asks for the form"


def test_somebody_whom_the_text_names_is_listed_among_its_people(review):
    review.write("a-story", body="队员王瑞华来了，余融豪也在。")
    [card] = cards(review.ask(REVIEW))
    assert list(card.links) == ["是人名，列进人物"]
    answer = review.ask(card.links["是人名，列进人物"])
    assert "以后不会再问" in answer.text
    done = review.ask(f"{REVIEW}/{card.key}", {"way": "people", "form": "", "seen": seen(answer)})
    assert done.status == 303
    assert "王瑞华" in text(review).partition("source:")[0]
    assert open_items(review) == []


def test_a_doubtful_name_is_settled_in_the_story_or_in_the_register(review):
    review.write("a-story", body="钟宇宁来了。", people="钟宇宁")
    [card] = cards(answer := review.ask(REVIEW))
    assert '<mark class="open">钟宇宁</mark>来了' in answer.text, "the sentence that says it, not the list"
    form = {"way": "register", "form": "鍾宇寧"}
    answer = review.ask(f"{REVIEW}/{card.key}?{urlencode(form)}")
    assert review.ask(f"{REVIEW}/{card.key}", form | {"seen": seen(answer)}).status == 303
    assert "hant: 鍾宇寧" in text(review, "vocabulary/people.yaml")
    assert open_items(review) == []


def test_the_list_shows_what_waits_and_leads_to_it_and_the_story_leads_there(review):
    review.write("b-story", body="没有别的。", people="")
    page = review.ask("/desk/review").text
    assert "2 处没有决定" in page
    assert 'href="/desk/review/a-story"' in page
    assert "b-story" not in page
    review.shelf.read()
    assert 'href="/desk/review/a-story"' in review.ask("/desk/").text
    assert 'href="/desk/review/a-story"' in review.ask("/desk/story/stories/a-story.md").text
    assert "没有要决定的" in (done := review.ask("/desk/review/b-story").text)
    assert 'href="/desk/review/a-story"' in done, "what waits next"
    review.ask(REVIEW, {"accept": "all", "seen": seen(review.ask(REVIEW))})
    assert "没有要决定的" in review.ask("/desk/review").text


def test_what_was_confirmed_and_says_something_else_now_comes_first(review):
    review.ask(REVIEW, {"accept": "all", "seen": seen(review.ask(REVIEW))})
    (review.content / GLOSSARY).write_text("hans>hant\t米、面\t米、麵\t村民买米、面、油。\n", "utf-8")
    answer = review.ask(REVIEW)
    assert "已确认过的写法变了" in answer.text
    assert "其中 1 处确认过，又变了" in review.ask("/desk/review").text
    [card] = cards(answer)
    assert "改作 面" in card.links
    assert review.ask(REVIEW, {"accept": card.key, "seen": card.seen}).status == 303
    assert open_items(review) == []


def test_a_story_at_fault_or_not_there_says_so(review):
    review.write("a-story", body=FLOUR, places="樊成区")
    answer = review.ask(REVIEW)
    assert answer.status == 409
    assert "/desk/story/stories/a-story.md" in answer.text
    assert "有错误" in review.ask("/desk/review").text
    assert review.ask("/desk/review/nobody").status == 404
    assert review.ask("/desk/review/nobody", {"accept": "all"}).status == 404
    assert review.ask(f"{REVIEW}/0000000000").status == 409


def test_a_file_of_decisions_that_cannot_be_read_is_a_word_and_stays_as_it_is(review):
    (review.content / DECISIONS).write_text("x\n", "utf-8")
    for answer in (review.ask(REVIEW), review.ask("/desk/review"), review.ask(REVIEW, {"accept": "all"})):
        assert answer.status == 409
        assert "decisions.tsv" in answer.text
    assert text(review, DECISIONS) == "x\n"


def test_a_large_archive_is_read_behind_the_editors_back_and_only_once(review, monkeypatch):
    for name in "bcd":
        review.write(f"{name}-story", body=FLOUR)
    read: list[str] = []
    reviewed = Review.reviewed
    monkeypatch.setattr(Review, "reviewed", lambda self, path: read.append(path) or reviewed(self, path))
    shelves = Shelves(review.workplace)
    first = shelves.look(patience=0)
    assert (len(first.rows), first.read, first.left) == (1, 1, 3), "nobody waits until all is read"
    while shelves.look(patience=0).left:
        time.sleep(0.1)
    assert len(shelves.look().rows) == 4
    assert sorted(read) == [f"stories/{name}-story.md" for name in "abcd"]
    review.write("c-story", body="没有别的。", people="")
    assert [row.id for row in shelves.look().rows] == ["a-story", "b-story", "d-story"]
    assert len(read) == 5


@pytest.fixture
def read(monkeypatch) -> list[str]:
    """The stories that are read for review, one after the other."""
    found: list[str] = []
    reviewed = Review.reviewed
    monkeypatch.setattr(Review, "reviewed", lambda self, path: found.append(path) or reviewed(self, path))
    return found


def opened_again(desk: DeskServer, memory) -> Shelves:
    """The shelves of a desk that has just been opened and has read the archive."""
    return Shelves(Workplace(desk.content, desk.workplace.style, desk.shelf, memory))


def test_a_desk_that_is_opened_again_reads_only_what_changed_meanwhile(review, read, tmp_path):
    for name in "bcd":
        review.write(f"{name}-story", body=FLOUR)
    review.shelf.read()
    rows = opened_again(review, tmp_path).look().rows
    assert len(read) == len(rows) == 4
    for path in (review.content / "stories").glob("*.md"):
        path.touch()  # what a version control writes again is the same text
    review.write("c-story", body="没有别的。", people="")
    read.clear()
    again = opened_again(review, tmp_path).look()
    assert read == ["stories/c-story.md"]
    assert [row for row in rows if row.id != "c-story"] == list(again.rows)


def test_what_was_decided_or_settled_while_the_desk_was_closed_is_seen_when_it_is_opened(review, read, tmp_path):
    review.shelf.read()
    assert [row.count for row in opened_again(review, tmp_path).look().rows] == [2]
    [card, _] = cards(review.ask(REVIEW))
    assert review.ask(REVIEW, {"accept": card.key, "seen": card.seen}).status == 303
    assert [row.count for row in opened_again(review, tmp_path).look().rows] == [1]
    (review.content / GLOSSARY).write_text("hans>hant\t买米、面\t買米、麪\t村民买米、面、油。\n", "utf-8")
    read.clear()
    opened_again(review, tmp_path).look()
    assert read == ["stories/a-story.md"], "the glossary may change every story"


def test_what_other_code_found_or_nobody_can_read_is_found_again(review, read, tmp_path):
    review.shelf.read()
    rows = opened_again(review, tmp_path).look().rows
    kept = tmp_path / "reviewed.json"
    for broken in ("{", "[]", kept.read_text("utf-8").replace('"made_by": "', '"made_by": "x')):
        kept.write_text(broken, "utf-8")
        read.clear()
        assert opened_again(review, tmp_path).look().rows == rows
        assert read == ["stories/a-story.md"]


def test_two_who_need_the_table_of_names_at_the_same_time_make_it_once(monkeypatch):
    made: list[float] = []

    def slow():
        made.append(time.monotonic())
        time.sleep(0.2)
        return "tagger", "tokenizer"

    monkeypatch.setattr(persons, "_made", cache(slow))
    askers = [threading.Thread(target=persons._tagger) for _ in range(3)]
    for one in askers:
        one.start()
    for one in askers:
        one.join()
    assert len(made) == 1
