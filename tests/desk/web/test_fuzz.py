"""Whatever a browser or somebody else sends, the desk answers, says no error of its own, and writes nothing outside its folders."""

from __future__ import annotations

from urllib.parse import quote

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from plugins.desk.review.items import key_of
from plugins.desk.web.fields import FIELDS
from tests.desk.web.conftest import FILLED

BOXES = [
    *FILLED,
    "id",
    "action",
    "over",
    "again",
    "cure",
    "more",
    "digest",
    "path",
    "status",
    "convert.0.from",
    "people.0.id",
    "text",
    "q",
    "accept",
    "seen",
    "way",
    "form",
    "word",
    "to",
    "what",
    "instead",
    "why",
]
BOXES += [one.path for one in FIELDS]
texts = st.text(max_size=40) | st.sampled_from(
    [
        "save",
        "publish",
        "look",
        "---\n",
        "stories/../x.md",
        "stories/a.md",
        "2020-02",
        "-{",
        "\0",
        "a: [b",
        "all",
        "here",
        "site",
        "people",
        "里",
    ]
)
forms = st.dictionaries(st.sampled_from(BOXES) | st.text(max_size=12), texts, max_size=8)
posts = st.sampled_from(
    [
        "new",
        "look",
        "story/stories/a-story.md",
        "source/stories/a-story.md",
        "delete/stories/a-story.md",
        "images",
        "import",
        "withdraw/a-story",
        "redact/a-story",
        "review/a-story",
        "review/a-story/WAITING",
    ]
)
#: A story with a conversion that nobody decided, and what names that.
BODY = "余融豪说，家里人都在。"
KEY = key_of("a-story", "家⟦里⟧人都在")
many = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def outside(desk):
    """What no form changes that a stranger to the desk could guess; a conversion can be accepted with a word or two."""
    files = (path for name in ("vocabulary", "pages") for path in (desk.content / name).rglob("*"))
    return {path: path.read_bytes() for path in files if path.is_file() and path.name != "decisions.tsv"}


@many
@given(view=posts, form=forms, filled=st.booleans())
def test_no_form_breaks_the_desk(desk, view, form, filled):
    desk.write("a-story", body=BODY)
    before = outside(desk)
    sent = {
        name.encode("utf-8", "replace").decode(): value.encode("utf-8", "replace").decode()
        for name, value in form.items()
    }
    answer = desk.ask(f"/desk/{view.replace('WAITING', KEY)}", {**FILLED, **sent} if filled else sent)
    assert answer.status < 500, answer.text
    assert outside(desk) == before


@many
@given(
    view=st.sampled_from(
        [
            "",
            "story/",
            "source/",
            "delete/",
            "images/",
            "review/",
            "review/a-story/",
            f"review/a-story/{KEY}?way=here&form=",
            f"review/a-story/{KEY}?way=site&form=里&to=里&word=",
            "redact/",
            "complete?kind=place&q=",
            "?show=",
            "?sort=",
            "?page=",
            "?q=",
            "static/",
        ]
    ),
    rest=st.text(max_size=30),
)
def test_no_address_breaks_the_desk(desk, view, rest):
    desk.write("a-story", body=BODY)
    answer = desk.ask(f"/desk/{quote(view, safe='/?=&')}{quote(rest.encode('utf-8', 'replace'))}")
    assert answer.status < 500, answer.text


@many
@given(
    body=st.binary(max_size=200),
    kind=st.sampled_from(["application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "text/plain", "x"]),
    view=posts,
)
def test_no_bytes_break_the_desk(desk, body, kind, view):
    desk.write("a-story", body=BODY)
    before = outside(desk)
    answer = desk.ask(f"/desk/{view.replace('WAITING', KEY)}", body, headers={"Content-Type": kind})
    assert answer.status < 500, answer.text
    assert outside(desk) == before
