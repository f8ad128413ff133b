"""Stories and queries put together at random, of what makes matching hard: variants, twins, overlaps, digits, quotation marks."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence

from plugins.search.analysis import fold_line, tokens
from plugins.search.documents import Block, Document, Text
from plugins.search.results import Request
from tests.search.search_stories import CATALOGUE, convert, story

SCRAPS = (
    *("守望", "武汉", "武漢", "医生", "志愿者", "说話", "説话", "哈哈哈哈", "战场", "裏面", "里面", "教師", "乾", "𠮷野家", "襄阳村口"),
    *("一二一二一", "姚云乾", "湖北", "社区", "365名", "4.45万", "7:30", "QR码", "covid-19", "a_b", "１２", "他们的", "的的", "是不是"),
    *("，", "。", "；", "？", "……", "“", "”", "、", " ", "「", "」", "·", "!"),
)  # fmt: skip
_DATES = (
    *(("2020-02-14",) * 3, ("2020-02", "2020-02-01", "2020-02-29"), ("2020", "2020-01-01", "2020-12-31")),
    *(("2019-12-31/2020-01-02", "2019-12-31", "2020-01-02"), ("2021-03-02",) * 3),
)


def random_story(chooser: random.Random, id_: str) -> Document:
    """A story; some have a twin in other words."""
    texts = ["".join(chooser.choices(SCRAPS, k=chooser.randrange(1, 25))) for _ in range(chooser.randrange(1, 5))]
    twin = None
    if chooser.random() < 0.3:
        other = tuple(Block(f"p-{i}", "".join(chooser.sample(text, len(text)))) for i, text in enumerate(texts))
        twin = Text("".join(chooser.choices(SCRAPS, k=3)), chooser.choice(SCRAPS), other)
    date, first, last = chooser.choice(_DATES)
    whole = fold_line("".join(texts))
    runs = [token.text for token in tokens(whole) if token.han]
    cut = [run[at : at + size] for run in runs for at in (0, 2) for size in (1, 2, 3, 4)]
    return story(
        id_,
        "".join(chooser.choices(SCRAPS, k=chooser.randrange(1, 5))),
        *texts,
        summary="".join(chooser.choices(SCRAPS, k=chooser.randrange(4))),
        script=chooser.choice(("hans", "hant")),
        date=date,
        first=first,
        last=last,
        places=chooser.sample(sorted(CATALOGUE.places), chooser.randrange(3)),
        roles=chooser.sample(sorted(CATALOGUE.roles), chooser.randrange(3)),
        people=chooser.sample([*sorted(CATALOGUE.people), "ha"], chooser.randrange(3)),
        source=chooser.choice([None, "hubei-daily"]),
        words=[word for word in chooser.sample(cut, len(cut) // 3) if word],
        twin=twin,
    )


def random_requests(chooser: random.Random, stories: Sequence[Document], count: int) -> Iterator[Request]:
    """Questions whose runs mostly stand in the stories."""
    for _ in range(count):
        parts = [_part(chooser, stories) for _ in range(chooser.choice((1, 1, 1, 2, 2, 3)))]
        query = parts[0]
        for part in parts[1:]:
            query += chooser.choice((" ", " ", " ", " OR ", " 或 ", " -", " NEAR/3 ", " NEAR/40 ")) + part
        chosen: dict[str, tuple[str, ...]] = {}
        if chooser.random() < 0.2:
            chosen["place"] = tuple(chooser.sample(["hubei", "henan", "hubei/wuhan", "湖北", "nowhere"], 2))
        if chooser.random() < 0.1:
            chosen["year"] = (chooser.choice(("2020", "2020-02", "2021", "1999")),)
        if chooser.random() < 0.1:
            chosen["role"] = (chooser.choice(("volunteer", "teacher")),)
        if chooser.random() < 0.1:
            chosen["original"] = ("hant",)
        script = chooser.choice(("hans", "hant"))
        size = chooser.choice((1, 5, 20))
        yield Request(query, script, chooser.choice((1, 1, 1, 2, 3)), size, **chosen)


def _part(chooser: random.Random, stories: Sequence[Document]) -> str:
    document = chooser.choice(stories)
    text = chooser.choice(list(document.texts.values()))
    line = chooser.choice([text.title, text.summary, *(block.text for block in text.blocks)]) or "无"
    at = chooser.randrange(len(line))
    run = line[at : at + chooser.choice((1, 2, 2, 3, 4, 5, 6, 9, 14, 20))]
    run = convert(run, chooser.choice(("hans", "hant"))) if chooser.random() < 0.5 else run
    bare = "".join(ch for ch in run if ch not in '“”「」"') or "守"
    match chooser.randrange(9):
        case 0:
            return f"“{bare}”"
        case 1 if len(bare) > 2:
            at = chooser.randrange(1, len(bare) - 1)
            return f"“{bare[:at]}{chooser.choice('?？')}{bare[at + 1 :]}”"
        case 2:
            return f"exact:“{bare}”"
        case 3:
            return f"title:“{bare}”"
        case 4:
            return chooser.choice(
                (
                    "place:湖北",
                    "role:志愿者",
                    "person:姚雲乾",
                    "人物：守望",
                    "date:2020-02",
                    "date:*-02-14",
                    "source:湖北日报",
                )
            )
        case _:
            return bare
