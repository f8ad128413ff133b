"""What holds of pictures from the content folder to the page, whatever was built before."""

from __future__ import annotations

import io
import re
import shutil
from pathlib import Path

import pytest
from PIL import Image

from plugins.faults import ContentError
from plugins.site import Build
from tests.pictures import photos
from tests.small_site import SmallSite, tree

FORM = re.compile(r"pictures/([0-9a-f]{20})/(\d+)\.(avif|webp|jpg|png)")
BODY = '志愿者守在路口。\n\n![路口的岗亭](images/gate.jpg "摄影：张后")\n\n天亮了。![红旗](images/flag.png)\n'


def put(site: SmallSite, name: str, data: bytes) -> None:
    target = site.content / "images" / name
    target.parent.mkdir(exist_ok=True)
    target.write_bytes(data)


@pytest.fixture
def site(tmp_path: Path) -> SmallSite:
    site = SmallSite(tmp_path)
    put(site, "gate.jpg", photos.jpeg(photos.photo(900, 600), orientation=6))
    put(site, "flag.png", photos.encoded(photos.drawing(300, 200), "PNG"))
    site.story("one-story", body=BODY)
    site.story("two-story")
    return site


def page(site: SmallSite, story: str = "one-story", edition: str = "zh-hans") -> str:
    return (site.output / edition / "stories" / story / "index.html").read_text("utf-8")


def forms(output: Path) -> dict[str, bytes]:
    """The published pictures."""
    return {path: data for path, data in tree(output).items() if path.startswith("pictures/")}


def test_a_page_names_just_the_forms_that_are_published_and_each_with_its_size(site: SmallSite) -> None:
    site.build()
    published = forms(site.output)
    for edition in ("zh-hans", "zh-hant"):
        named = {found[0] for found in FORM.finditer(page(site, edition=edition))}
        assert named == published.keys()
    for path, data in published.items():
        match = FORM.fullmatch(path)
        assert match is not None
        assert Image.open(io.BytesIO(data)).width == int(match[2])
    assert re.search(
        r'<img src="/pictures/\w+/600\.jpg" width="600" height="900" alt="路口的岗亭" decoding', page(site)
    )
    assert "<figcaption>摄影：张后</figcaption></figure>" in page(site)
    assert "<figcaption>攝影：張後</figcaption></figure>" in page(site, edition="zh-hant")
    assert 'loading="lazy"' in page(site).partition("<figcaption>")[2]


def test_neither_the_file_that_the_camera_wrote_nor_what_it_noted_is_published(site: SmallSite) -> None:
    put(site, "draft.jpg", photos.jpeg(photos.photo(300, 200, 5)))
    put(site, "nobody.jpg", photos.jpeg(photos.photo(300, 200, 6)))
    site.story("a-draft", body="![未发表](images/draft.jpg)", more="status: draft\n")
    site.build()
    assert not (site.output / "images").exists()
    assert len({path.split("/")[1] for path in forms(site.output)}) == 2, (
        "a draft's picture, or one that nobody shows, stays home"
    )
    for path, data in tree(site.output).items():
        assert not [secret for secret in photos.SECRETS if secret.encode() in data], path


def test_search_engines_and_other_sites_are_given_the_form_that_everybody_can_show(site: SmallSite) -> None:
    site.build()
    plain = re.search(r'<img src="(/pictures/\w+/600\.jpg)"', page(site))
    assert plain is not None
    assert f'"image":["https://example.org{plain[1]}"' in page(site)
    assert f'<meta property="og:image" content="https://example.org{plain[1]}">' in page(site)
    assert "og:image" not in page(site, "two-story")


def test_pictures_are_made_once_whatever_else_changes(site: SmallSite) -> None:
    site.build()
    kept = site.folder / "output.state" / "pictures"
    before = {path: path.stat().st_mtime_ns for path in kept.rglob("*.*")}
    assert before
    site.story("one-story", body=BODY + "\n多了一段。\n")
    (site.content / "images/gate.jpg").rename(site.content / "images/door.jpg")
    site.write(
        "stories/one-story.md", (site.content / "stories/one-story.md").read_text("utf-8").replace("gate", "door")
    )
    written = site.build().pages.paths
    assert {path: path.stat().st_mtime_ns for path in kept.rglob("*.*")} == before, (
        "neither a new text nor a new name makes anew"
    )
    assert not [path for path in written if path.startswith("pictures/")]
    assert "多了一段" in page(site)


def test_one_edited_picture_changes_its_own_forms_and_the_pages_that_show_it(site: SmallSite) -> None:
    site.story("three-story", body="又一张。\n\n![旗](images/flag.png)")
    site.build()
    before = forms(site.output)
    put(site, "gate.jpg", photos.jpeg(photos.photo(640, 480, 9)))
    paths = site.build().pages.paths
    changed = {path for path in paths if not path.startswith("pictures/")}
    assert changed == {f"zh-han{end}/stories/one-story/index.html" for end in "st"}
    after = forms(site.output)
    folders = {path.split("/")[1] for path in before.keys() ^ after.keys()}
    assert len(folders) == 2, "the old forms are gone and the new ones there"
    assert site.state() == site.clean_build()


def test_any_history_of_edits_ends_where_a_clean_build_does(site: SmallSite) -> None:
    site.build()
    steps = [
        lambda: put(site, "flag.png", photos.encoded(photos.drawing(500, 300), "PNG")),
        lambda: site.story("two-story", body="两处同一张。\n\n![岗亭](images/gate.jpg)"),
        lambda: site.write(
            "stories/one-story.hant.md", "---\ntitle: 守在路口\n---\n\n志願者。\n\n![旗](images/flag.png)\n\n天亮了。\n"
        ),
        (site.content / "stories/one-story.md").unlink,
        (site.content / "stories/one-story.hant.md").unlink,
        lambda: put(site, "gate.jpg", photos.moving(500, 300)),
        lambda: site.write(
            "pages/about.md", "---\nid: about\ntitle: 关于\nscript: hans\n---\n\n![岗亭](images/gate.jpg)\n"
        ),
    ]
    for number, step in enumerate(steps):
        step()
        if number != 3:  # the story and its twin go together
            site.build()
    assert site.state() == site.clean_build()
    assert site.state() == site.clean_build(workers=2)
    kept = {path.name for path in (site.folder / "output.state" / "pictures").iterdir()}
    assert kept == {path.split("/")[1] for path in forms(site.output)}, (
        "forms that nobody shows any more are thrown away"
    )


def test_forms_that_were_lost_or_cut_off_are_made_again(site: SmallSite) -> None:
    site.build()
    before = tree(site.output)
    kept = site.folder / "output.state" / "pictures"
    one, two = sorted(kept.iterdir())
    next(one.glob("*.avif")).write_bytes(b"")
    (two / "made.json").write_text("{", "utf-8")
    shutil.rmtree(site.output)
    site.build()
    assert tree(site.output) == before
    shutil.rmtree(kept)
    site.story("one-story", body=BODY + "\n又一段。\n")
    site.build()
    assert site.state() == site.clean_build()


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (photos.jpeg(photos.photo(300, 200))[:3000], "broken-picture"),
        (b'<svg xmlns="http://www.w3.org/2000/svg"/>', "picture-kind"),
        (photos.encoded(Image.new("1", (20_000, 6_000)), "PNG"), "picture-size"),
    ],
)
def test_a_picture_that_can_not_be_shown_stops_the_build_and_is_named_where_the_text_shows_it(
    site: SmallSite, data: bytes, code: str
) -> None:
    site.build()
    before = tree(site.output)
    put(site, "gate.jpg", data)
    for _ in range(2):  # also when it was looked at before
        with pytest.raises(ContentError) as caught:
            site.build()
        (fault,) = caught.value.faults
        assert (fault.path, fault.line, fault.column, fault.code) == ("stories/one-story.md", 16, 10, code)
        assert "images/gate.jpg" in fault.message
        assert fault.help
    assert tree(site.output) == before
    with Build(site.options()) as build:
        assert [one.code for one in build.check()[1] if one.severity == "error"] == [code]


def test_a_file_of_too_many_bytes_is_warned_of_and_still_published(site: SmallSite) -> None:
    put(site, "gate.jpg", photos.jpeg(photos.photo(300, 200)) + bytes(20_000_000))
    site.build()
    with Build(site.options()) as build:
        [fault] = [one for one in build.check()[1] if one.code == "picture-weight"]
    assert (fault.path, fault.line, fault.column, fault.severity) == ("stories/one-story.md", 16, 10, "warning")
    assert "有 20 MB" in fault.message
    assert "缩小" in fault.help


def test_a_draft_with_a_broken_picture_stops_nobody(site: SmallSite) -> None:
    put(site, "draft.jpg", b"no picture")
    site.story("a-draft", body="![未发表](images/draft.jpg)", more="status: draft\n")
    assert site.build().drafts_at_fault == 1
    site.build(site.folder / "preview", drafts=True, preview=True)
    assert "未发表" in (site.folder / "preview/zh-hans/stories/a-draft/index.html").read_text("utf-8")


def test_a_preview_waits_for_no_encoder_and_shows_a_picture_as_it_is(site: SmallSite) -> None:
    preview = site.folder / "preview"
    site.build(preview, drafts=True, preview=True)
    assert forms(preview) == {}
    assert (preview / "images/gate.jpg").read_bytes() == (site.content / "images/gate.jpg").read_bytes()
    text = (preview / "zh-hant/stories/one-story/index.html").read_text("utf-8")
    assert (
        '<figure><img src="/images/gate.jpg" width="600" height="900" alt="路口的崗亭" decoding="async"><figcaption>'
        in text
    )
