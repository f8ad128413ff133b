"""How a page shows its pictures."""

from __future__ import annotations

from plugins.pictures.markup import SIZES, Shown, with_pictures
from plugins.pictures.records import Form


def form(name: str, kind: str) -> Form:
    width = int(name.partition(".")[0])
    return Form(name, kind, width, width // 2, "digest", 1)


BETTER = (
    (form("480.avif", "image/avif"), form("1200.avif", "image/avif")),
    (form("480.webp", "image/webp"), form("1200.webp", "image/webp")),
)
GATE = Shown("/repo/pictures/0a/1200.jpg", 1200, 600, "/repo/pictures/0a/", BETTER)
PLAIN = Shown("/repo/pictures/0b/300.png", 300, 150)
MOVING = Shown(
    "/repo/pictures/0c/800.jpg", 800, 400, "/repo/pictures/0c/", ((form("800.webp", "image/webp"),),), moving=True
)
FOUND = {"images/gate.jpg": GATE, "images/岗 亭.png": PLAIN, "images/walk.gif": MOVING}


def shown(body: str) -> str:
    return with_pictures(body, "/repo", FOUND.get)


def test_a_browser_chooses_among_formats_and_widths_and_knows_the_size_beforehand() -> None:
    assert shown('<p id="p-1">门口有岗亭<img src="/repo/images/gate.jpg" alt="岗亭" loading="lazy">。</p>') == (
        '<p id="p-1">门口有岗亭<picture>'
        f'<source type="image/avif" srcset="/repo/pictures/0a/480.avif 480w, /repo/pictures/0a/1200.avif 1200w" sizes="{SIZES}">'
        f'<source type="image/webp" srcset="/repo/pictures/0a/480.webp 480w, /repo/pictures/0a/1200.webp 1200w" sizes="{SIZES}">'
        '<img src="/repo/pictures/0a/1200.jpg" width="1200" height="600" alt="岗亭" decoding="async"></picture>。</p>'
    )


def test_a_picture_alone_in_its_paragraph_is_a_figure_and_what_stands_in_quotes_its_caption() -> None:
    body = '<p><img src="/repo/images/%E5%B2%97%20%E4%BA%AD.png" alt="岗亭" title="摄影：张三 &amp; 李四" loading="lazy"></p>'
    assert shown(body) == (
        '<figure><img src="/repo/pictures/0b/300.png" width="300" height="150" alt="岗亭" decoding="async">'
        "<figcaption>摄影：张三 &amp; 李四</figcaption></figure>"
    )


def test_pictures_side_by_side_are_a_figure_each_and_only_the_first_is_fetched_at_once() -> None:
    one = '<img src="/repo/images/gate.jpg" alt="" loading="lazy">'
    found = shown(f"<p>{one}\n{one}</p><p>文{one}</p>")
    assert found.count("<figure>") == found.count("</figure>") == 2
    assert [" loading=" in tag for tag in found.split("<img ")[1:]] == [False, True, True]


def test_an_upright_picture_higher_than_a_window_is_told_from_the_others() -> None:
    found = {
        "door.jpg": Shown("/d.jpg", 800, 1200),
        "slip.png": Shown("/s.png", 200, 400),
        "hall.jpg": Shown("/h.jpg", 1200, 900),
    }
    body = "".join(f'<p><img src="/{name}" alt=""></p>' for name in found)
    tags = with_pictures(body, "", found.get).split("<img")[1:]
    assert ['class="tall"' in tag for tag in tags] == [True, False, False]


def test_a_moving_picture_moves_only_for_those_who_did_not_ask_for_stillness() -> None:
    found = shown('<p><img src="/repo/images/walk.gif" alt="走"></p>')
    assert '<source type="image/webp" media="(prefers-reduced-motion: no-preference)"' in found
    assert '<img src="/repo/pictures/0c/800.jpg"' in found


def test_pictures_of_other_sites_and_bodies_without_any_stay_as_they_are() -> None:
    for body in ('<p><img src="https://elsewhere.example/a.jpg" alt="" loading="lazy"></p>', "<p>没有图。</p>"):
        assert with_pictures(body, "", FOUND.get).replace("<figure>", "<p>").replace("</figure>", "</p>") == body


def test_words_of_a_description_can_not_break_out_of_the_markup() -> None:
    found = shown('<p>文<img src="/repo/images/gate.jpg" alt="&quot;&gt;&lt;script&gt;" loading="lazy"></p>')
    assert 'alt="&quot;&gt;&lt;script&gt;"' in found
