"""What is told of a picture before anything is made of it."""

from __future__ import annotations

import struct
import zlib
from dataclasses import replace

import pytest
from PIL import Image

from plugins.pictures.look import look
from plugins.pictures.records import Look
from tests.pictures import photos


def seen(data: bytes) -> Look:
    """What a picture is, whatever its file weighs."""
    found = look(data)
    assert found.weight == len(data)
    return replace(found, weight=0)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_picture_is_as_wide_as_it_is_seen_however_the_camera_was_held(orientation: int) -> None:
    found = look(photos.jpeg(photos.photo(640, 480), orientation=orientation))
    assert (found.width, found.height) == ((640, 480) if orientation < 5 else (480, 640))
    assert found.problem is None


def test_kinds_of_pictures_are_told_apart() -> None:
    assert seen(photos.jpeg(photos.photo(300, 200))) == Look(300, 200)
    assert seen(photos.encoded(photos.drawing(300, 200), "PNG")) == Look(300, 200, drawn=True)
    glass = Image.new("RGBA", (300, 200), (200, 0, 0, 120))
    assert seen(photos.encoded(glass, "WEBP")) == Look(300, 200, clear=True)
    full = Image.new("RGBA", (300, 200), (200, 0, 0, 255))
    assert not seen(photos.encoded(full, "PNG")).clear, "a channel for it is there, but nothing can be seen through"
    assert seen(photos.moving(300, 200)) == Look(300, 200, drawn=True, frames=4)
    telephone = photos.encoded(photos.photo(300, 200), "MPO", save_all=True, append_images=[photos.photo(300, 200, 2)])
    assert seen(telephone) == Look(300, 200), "the second picture of a telephone's JPEG is no frame"


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF", "GIF"])
def test_a_picture_that_did_not_come_over_whole_is_broken(kind: str) -> None:
    whole = photos.encoded(photos.photo(400, 300), kind)
    assert look(whole).problem is None
    assert look(whole[: len(whole) // 2]).problem == "broken-picture"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"just text",
        b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
        b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(200),
        b"<!doctype html><title>404</title>",
    ],
)
def test_what_is_no_picture_or_none_that_is_safe_and_seen_everywhere_is_refused(data: bytes) -> None:
    assert look(data).problem == "picture-kind"


def test_other_formats_that_only_some_browsers_show_are_refused() -> None:
    for kind in ("BMP", "TIFF"):
        assert look(photos.encoded(photos.drawing(), kind)).problem == "picture-kind"


def test_a_small_file_that_unpacks_to_more_than_memory_holds_is_refused_unopened() -> None:
    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0))
    bomb = b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(bytes(1000))) + chunk(b"IEND", b"")
    assert look(bomb).problem == "picture-size"
    one = chunk(b"IHDR", struct.pack(">IIBBBBB", 12_000, 9_000, 8, 2, 0, 0, 0))
    assert look(bomb.replace(head, one)).problem == "picture-size"
