"""Pictures at the desk: told by what is in them, freed of what a camera wrote, asked to be described, and never anything else."""

from __future__ import annotations

import io
import json

import pytest
from PIL import Image

from tests.desk.web.conftest import FILLED

ALT = "社区门口的岗亭"


def picture(kind: str = "JPEG", size: tuple[int, int] = (320, 200), **more) -> bytes:
    made = io.BytesIO()
    Image.linear_gradient("L").resize(size).convert("RGB").save(made, kind, **more)
    return made.getvalue()


def from_telephone(size: tuple[int, int] = (320, 200)) -> bytes:
    """A photograph with place and camera in it, held upright."""
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = 6, "ACME"
    exif.get_ifd(0x8825).update({1: "N", 2: (32.0, 2.0, 31.0)})
    return picture(size=size, exif=exif.tobytes())


@pytest.fixture(autouse=True)
def _no_images(desk):
    for path in (desk.content / "images").glob("*"):
        path.unlink()


def bring(desk, data: bytes, name: str = "门口 岗亭.jpg", alt: str = ALT, *, script: bool = True):
    """Send a picture as a browser does."""
    line = "--x\r\nContent-Disposition: form-data; name="
    head = f'{line}"alt"\r\n\r\n{alt}\r\n{line}"file"; filename="{name}"\r\nContent-Type: image/jpeg\r\n\r\n'
    headers = {
        "Content-Type": "multipart/form-data; boundary=x",
        "Accept": "application/json" if script else "text/html",
    }
    return desk.ask("/desk/images", head.encode() + data + b"\r\n--x--\r\n", headers=headers)


def kept(desk) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (desk.content / "images").glob("*")}


def test_a_picture_is_kept_under_a_plain_name_and_given_back_as_markdown(desk):
    data = picture()
    answer = bring(desk, data)
    assert answer.json["markdown"] == f"![{ALT}](images/men-kou-gang-ting.jpg)"
    assert kept(desk) == {"men-kou-gang-ting.jpg": data}
    shown = desk.ask("/desk/images/men-kou-gang-ting.jpg")
    assert shown.headers["content-type"] == "image/jpeg"


def test_a_picture_that_was_just_brought_is_shown_and_not_missed(desk):
    markdown = bring(desk, picture()).json["markdown"]
    looked = desk.ask("/desk/look", {**FILLED, "body": f"{FILLED['body']}\n\n{markdown}"}).json
    assert 'src="/desk/images/men-kou-gang-ting.jpg"' in looked["editions"][0]["html"]
    assert looked["errors"] == 0


def test_place_and_camera_are_taken_out_of_a_photograph_which_stays_upright(desk):
    answer = bring(desk, from_telephone())
    assert "拍摄地点" in answer.json["message"]
    (data,) = kept(desk).values()
    with Image.open(io.BytesIO(data)) as image:
        assert (image.size, dict(image.getexif())) == ((200, 320), {})
    assert b"ACME" not in data


def test_a_photograph_larger_than_a_screen_is_made_smaller(desk):
    assert "缩小到 2400×1600" in bring(desk, picture(size=(3000, 2000))).json["message"]
    with Image.open(io.BytesIO(next(iter(kept(desk).values())))) as image:
        assert image.size == (2400, 1600)


@pytest.mark.parametrize(("kind", "ending"), [("PNG", ".png"), ("WEBP", ".webp"), ("AVIF", ".avif"), ("GIF", ".gif")])
def test_what_a_picture_is_called_does_not_say_what_it_is(desk, kind, ending):
    assert bring(desk, picture(kind), "photo.jpg").json["path"] == f"images/photo{ending}"


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', "SVG"),
        (b'<?xml version="1.0"?><!-- x --><svg onload="alert(1)"/>', "SVG"),
        (b"<html><script>alert(1)</script></html>", "不是能用的图片"),
        (b"\xff\xd8\xff\xe0 and nothing more", "不是能用的图片"),
        (b"GIF89a/*<script>*/", "不是能用的图片"),
        (b"\0\0\0\x18ftypheic\0\0\0\0", "HEIC"),
        (picture("PNG", (600, 400))[:400], "坏了"),
        (picture("PNG", (20, 20)), "太小"),
        (b"", "还没有选图片"),
    ],
)
def test_what_is_no_picture_is_refused_with_its_reason(desk, data, why):
    answer = bring(desk, data, "photo.png")
    assert answer.status == 422
    assert why in answer.json["message"]
    assert kept(desk) == {}


def test_a_picture_that_unpacks_to_more_than_memory_holds_is_refused(desk):
    made = io.BytesIO()
    Image.new("1", (14000, 14000)).save(made, "PNG")
    answer = bring(desk, made.getvalue())
    assert (answer.status, kept(desk)) == (422, {})
    assert "点太多" in answer.json["message"]
    assert "8000×6000" in answer.json["message"], "what to do"


def test_a_picture_of_more_dots_or_bytes_than_are_taken_is_refused_with_its_size_and_what_to_do(desk):
    made = io.BytesIO()
    Image.new("1", (12_000, 9_000)).save(made, "PNG")
    assert "有 12000×9000 点" in bring(desk, made.getvalue()).json["message"]
    answer = bring(desk, picture("PNG") + bytes(60_000_000))
    assert (answer.status, kept(desk)) == (422, {})
    assert "有 60 MB，最多收 60 MB；请用看图软件缩小" in answer.json["message"]


def test_a_photograph_straight_from_a_camera_is_taken_and_made_smaller(desk):
    answer = bring(desk, picture(size=(3000, 2000)) + bytes(25_000_000))
    assert "缩小到 2400×1600" in answer.json["message"]
    assert len(next(iter(kept(desk).values()))) < 1_000_000


@pytest.mark.parametrize(
    ("data", "told", "is_error"),
    [
        (picture() + bytes(21_000_000), "有 21 MB", False),
        (picture()[:2000], "读不到头", True),
        (b"<svg/>", "不是 JPEG", True),
    ],
)
def test_what_is_wrong_with_a_picture_in_the_folder_is_told_while_one_writes(desk, data, told, is_error):
    (desk.content / "images").mkdir(exist_ok=True)
    (desk.content / "images/gate.jpg").write_bytes(data)
    looked = desk.ask("/desk/look", {**FILLED, "body": f"{FILLED['body']}\n\n![{ALT}](images/gate.jpg)"}).json
    [one] = [one for one in looked["told"] if told in one["message"]]
    assert (one["box"], one["line"], one["error"]) == ("body", 5, is_error)
    assert one["help"]


@pytest.mark.parametrize("alt", ["", "   "])
def test_without_words_for_those_who_do_not_see_it_no_picture_is_kept(desk, alt):
    answer = bring(desk, picture(), alt=alt)
    assert answer.status == 422
    assert "图中有什么" in answer.json["message"]
    assert kept(desk) == {}


def test_words_with_brackets_make_one_picture_still(desk):
    markdown = bring(desk, picture(), alt="岗亭](javascript:alert(1)) [左").json["markdown"]
    html = desk.ask("/desk/look", {**FILLED, "body": markdown}).json["editions"][0]["html"]
    assert html.count("<img") == 1
    assert "<a" not in html


@pytest.mark.parametrize(
    ("name", "kept_as"),
    [
        ("../../../etc/passwd.jpg", "passwd.jpg"),
        ("C:\\fakepath\\Gate 1.JPG", "gate-1.jpg"),
        ("..", "picture.jpg"),
        (".htaccess", "htaccess.jpg"),
        ("con.jpg", "picture-con.jpg"),
        ("\U0001f600.jpg", "picture.jpg"),
        ("長" * 200 + ".jpg", "-".join(["zhang"] * 8) + ".jpg"),
    ],
)
def test_no_name_leads_elsewhere_or_cannot_be_a_file(desk, name, kept_as):
    bring(desk, picture(), name)
    (found,) = kept(desk)
    assert found == kept_as or (name.startswith("長") and len(found) <= 52)


def test_a_picture_that_is_there_already_is_kept_once_and_another_of_its_name_beside_it(desk):
    bring(desk, picture(), "gate.jpg")
    assert "原来就有" in bring(desk, picture(), "again.jpg").json["message"]
    assert bring(desk, picture(size=(300, 300)), "GATE.jpg").json["path"] == "images/gate-2.jpg"
    assert sorted(kept(desk)) == ["gate-2.jpg", "gate.jpg"]


def test_all_of_it_works_without_javascript(desk):
    text = bring(desk, picture(), script=False).text
    assert f"![{ALT}](images/men-kou-gang-ting.jpg)" in text
    assert "没有收下" in bring(desk, b"x", script=False).text
    desk.write("a-story", body=f"![{ALT}](images/men-kou-gang-ting.jpg)\n\n字。")
    desk.shelf.read()
    listed = desk.ask("/desk/images").text
    assert 'href="/desk/story/stories/a-story.md"' in listed, "where a picture is used"


@pytest.mark.parametrize(
    "path", ["../stories/a-story.md", "%2e%2e/vocabulary/roles.yaml", "x.md", ".hidden.jpg", "no.jpg", ""]
)
def test_only_images_are_served_as_images(desk, path):
    desk.write("a-story")
    assert desk.ask(f"/desk/images/{path}").status == 404


def test_a_folder_of_images_that_leads_elsewhere_is_not_written_to(desk, tmp_path):
    folder = desk.content / "images"
    if folder.exists():
        folder.rmdir()
    folder.symlink_to(tmp_path)
    try:
        assert bring(desk, picture()).status == 404
        assert list(tmp_path.iterdir()) == []
        assert desk.ask("/desk/images/x.jpg").status == 404
    finally:
        folder.unlink()


def test_a_picture_of_another_site_s_form_is_not_taken(desk):
    line = "--x\r\nContent-Disposition: form-data; name="
    body = f'{line}"file"; filename="a.jpg"\r\n\r\n'.encode() + picture() + b"\r\n--x--\r\n"
    headers = {"Content-Type": "multipart/form-data; boundary=x", "Origin": "https://evil.example"}
    assert desk.ask("/desk/images", body, headers=headers).status == 403
    assert kept(desk) == {}


def test_a_picture_that_is_too_large_is_refused_before_it_is_read(desk):
    answer = bring(desk, b"\xff\xd8\xff" + b"0" * (65 << 20))
    assert answer.status == 413
    assert kept(desk) == {}


@pytest.mark.parametrize(
    "body", [b"", b"--x\r\n", b"--x\r\nContent-Disposition: form-data\r\n\r\n\r\n--x--", json.dumps({}).encode()]
)
def test_a_form_that_is_none_is_no_error_of_the_desk(desk, body):
    for kind in ("multipart/form-data; boundary=x", "multipart/form-data", "application/json", "x"):
        assert desk.ask("/desk/images", body, headers={"Content-Type": kind}).status in {400, 422}
