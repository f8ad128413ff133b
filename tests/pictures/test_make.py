"""The forms in which a picture is published."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageChops, ImageCms, ImageStat

from plugins.pictures.make import WIDTHS, forms, modern, moving_forms, widths
from tests.pictures import photos

KINDS = {"avif": "AVIF", "webp": "WEBP", "jpg": "JPEG", "png": "PNG"}


def made(data: bytes, *, drawn: bool = False) -> dict[str, tuple[str, int, int, bytes]]:
    return {name: rest for name, *rest in forms(data, drawn=drawn)}


def difference(one: Image.Image, other: Image.Image) -> float:
    """How far two pictures are apart, 0 to 255."""
    return sum(ImageStat.Stat(ImageChops.difference(one.convert("RGB"), other.convert("RGB"))).mean) / 3


@given(st.integers(1, 20_000))
def test_no_form_is_wider_than_the_picture_and_none_is_nearly_as_wide_as_another(width: int) -> None:
    found = widths(width)
    assert found[-1] == min(width, WIDTHS[-1])
    assert all(wide > narrow * 1.1 for narrow, wide in pairwise(found))


def test_a_photograph_is_published_in_every_width_and_format_each_smaller_than_the_one_before() -> None:
    assert modern() == ("AVIF", "WEBP"), "the locked Pillow writes both"
    found = made(photos.jpeg())
    assert list(found) == ["1200.jpg", "480.avif", "800.avif", "1200.avif", "480.webp", "800.webp", "1200.webp"]
    for name, (kind, width, height, data) in found.items():
        image = photos.opened(data)
        assert image.format == KINDS[name.partition(".")[2]]
        assert kind == Image.MIME[image.format]
        assert image.size == (width, height) == (int(name.partition(".")[0]), width * 3 // 4)
        assert difference(image, photos.photo().resize(image.size)) < 5, name
    sizes = [len(found[name][-1]) for name in ("480.avif", "800.avif", "1200.avif", "1200.webp", "1200.jpg")]
    assert sizes == sorted(sizes)


def test_a_small_picture_stays_as_small_as_it_is() -> None:
    assert list(made(photos.jpeg(photos.photo(300, 200)))) == ["300.jpg", "300.avif", "300.webp"]


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_nothing_that_a_camera_noted_is_published(kind: str) -> None:
    image = photos.photo(900, 600)
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    more = {"xmp": b"<x:xmpmeta/>"} if kind != "PNG" else {}
    data = (
        photos.jpeg(image)
        if kind == "JPEG"
        else photos.encoded(image, kind, exif=photos.noted(), icc_profile=profile, **more)
    )
    assert b"SecretCamera" in data
    for name, (_, _, _, written) in made(data, drawn=kind == "PNG").items():
        shown = photos.opened(written)
        assert not shown.getexif(), name
        assert not {"exif", "icc_profile", "xmp", "comment", "XML:com.adobe.xmp"} & shown.info.keys(), name
        assert not [one for one in photos.SECRETS if one.encode() in written], name


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_picture_stands_upright_without_the_note_that_says_how_to_turn_it(orientation: int) -> None:
    seen = Image.new("RGB", (400, 300), "white")
    seen.paste("red", (0, 0, 200, 150))
    seen.paste("blue", (200, 150, 400, 300))
    turns = {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }
    stored = seen.transpose(turns[orientation]) if orientation in turns else seen
    for name, (_, width, height, data) in made(photos.jpeg(stored, orientation=orientation)).items():
        assert (width, height) == (400, 300), name
        assert difference(photos.opened(data), seen) < 6, name


def test_colours_of_another_space_are_brought_into_that_of_the_web() -> None:
    # A profile in which red and green have exchanged their places: what its pictures call red is seen as green.
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    head, tags = srgb[:132], srgb[132:]
    tags = tags.replace(b"rXYZ", b"\0\0\0\0", 1).replace(b"gXYZ", b"rXYZ", 1).replace(b"\0\0\0\0", b"gXYZ", 1)
    red, glass = Image.new("RGB", (60, 40), (255, 0, 0)), Image.new("RGBA", (60, 40), (255, 0, 0, 90))
    for image in (red, glass):
        for name, (_, _, _, data) in made(photos.encoded(image, "PNG", icc_profile=head + tags), drawn=True).items():
            shown = photos.opened(data).convert("RGBA").getpixel((30, 20))
            assert isinstance(shown, tuple)
            assert shown[0] < 20, name
            assert shown[1] > 235, name
            assert shown[2] < 20, name
            assert abs(shown[3] - (90 if image is glass else 255)) < 4, name


def test_a_profile_that_can_not_be_read_harms_nothing() -> None:
    image = photos.photo(300, 200)
    assert made(photos.encoded(image, "JPEG", icc_profile=b"no profile at all")) == made(photos.encoded(image, "JPEG"))


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "CMYK", "I;16"])
def test_every_way_to_store_pixels_is_understood(mode: str) -> None:
    image = photos.photo(300, 200)
    if mode == "I;16":
        stored = Image.frombytes("I;16", (300, 200), b"".join(bytes([0, one]) for one in image.convert("L").tobytes()))
    else:
        stored = image.convert("L").convert(mode) if mode in {"1", "LA"} else image.convert(mode)
    kind = "JPEG" if mode == "CMYK" else "PNG"
    found = made(photos.encoded(stored, kind), drawn=kind == "PNG")
    plain = photos.opened(next(iter(found.values()))[-1])
    expected = image.convert("L") if mode in {"1", "L", "LA", "I;16"} else image
    assert difference(plain, expected) < (130 if mode == "1" else 25)


def test_what_can_be_seen_through_stays_so_in_every_form() -> None:
    glass = Image.new("RGBA", (600, 400), (200, 30, 30, 255))
    glass.paste((0, 0, 0, 0), (0, 0, 300, 400))
    for kind in ("PNG", "WEBP"):
        found = made(photos.encoded(glass, kind), drawn=kind == "PNG")
        assert next(iter(found)) == "600.png"
        for name, (_, _, _, data) in found.items():
            lowest, highest = photos.opened(data).convert("RGBA").getchannel("A").getextrema()
            assert (lowest, highest) == (0, 255), name


def test_a_drawing_keeps_its_lines_and_a_format_that_saves_nothing_is_left_out() -> None:
    data = photos.encoded(photos.drawing(), "PNG", optimize=True)
    found = made(data, drawn=True)
    assert difference(photos.opened(found["900.png"][-1]), photos.drawing()) == 0
    for kind in ("avif", "webp"):
        if f"900.{kind}" in found:
            assert len(found[f"900.{kind}"][-1]) < len(found["900.png"][-1])
            assert difference(photos.opened(found[f"900.{kind}"][-1]), photos.drawing()) < 3
    dot = photos.encoded(Image.new("RGB", (3, 3), "red"), "PNG")
    assert "3.avif" not in made(dot, drawn=True), "an AVIF's head alone is larger"


def test_a_picture_longer_than_a_format_can_hold_goes_without_it() -> None:
    found = made(photos.encoded(Image.new("RGB", (40, 17_000), "white"), "PNG"), drawn=True)
    assert "40.png" in found
    assert "40.webp" not in found


def test_a_moving_picture_stands_still_for_those_who_want_nothing_to_move() -> None:
    found = {name: rest for name, *rest in moving_forms(photos.moving())}
    assert list(found) == ["800.jpg", "800.webp"]
    still, walking = photos.opened(found["800.jpg"][-1]), photos.opened(found["800.webp"][-1])
    assert still.size == walking.size == (800, 320)
    assert (walking.n_frames, walking.info["loop"]) == (4, 0)
    times = []
    for number in range(4):
        walking.seek(number)
        walking.load()
        times.append(walking.info["duration"])
    assert times == [200, 100, 300, 400], "a frame too short to be seen is shown as browsers show it"


def test_the_same_picture_gives_the_same_bytes() -> None:
    data = photos.jpeg(photos.photo(700, 500))
    assert made(data) == made(data)
    assert list(moving_forms(photos.moving())) == list(moving_forms(photos.moving()))
