"""Documents and catalogues for the tests of search, made by hand, small and readable."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from pathlib import Path

from plugins.hanzi.scripts import Forms, Script, other
from plugins.search.documents import Block, Catalogue, Document, Entry, Text
from plugins.search.index import IndexReport, sync

#: A few pairs, enough to write the other edition of a test story.
PAIRS = dict(
    zip(
        "说学医队员区阳强声团书记执证检察师双线钢铁战场万与过这们个对时间",
        "說學醫隊員區陽強聲團書記執證檢察師雙線鋼鐵戰場萬與過這們個對時間",
        strict=True,
    )
)
BACK = {hant: hans for hans, hant in PAIRS.items()}


def convert(text: str, script: Script) -> str:
    """The text in one script, as far as ``PAIRS`` goes."""
    table = PAIRS if script == "hant" else BACK
    return "".join(table.get(ch, ch) for ch in text)


def story(
    id_: str,
    title: str,
    *paragraphs: str,
    summary: str = "",
    script: Script = "hans",
    date: str = "2020-02-14",
    first: str | None = None,
    last: str | None = None,
    places: Sequence[str] = (),
    roles: Sequence[str] = (),
    people: Sequence[str] = (),
    source: str | None = None,
    words: Iterable[str] = (),
    ends: Sequence[int] = (),
    twin: Text | None = None,
) -> Document:
    """A document whose other edition is made by ``convert`` unless a twin is given."""

    def text(wanted: Script) -> Text:
        blocks = tuple(Block(f"p-{i}", convert(body, wanted)) for i, body in enumerate(paragraphs))
        return Text(convert(title, wanted), convert(summary, wanted), blocks, tuple(ends))

    texts: Mapping[Script, Text] = {script: text(script), other(script): twin or text(other(script))}
    return Document(
        id=id_,
        url=f"stories/{id_}/",
        script=script,
        texts=texts,
        date=date,
        first=first or date,
        last=last or date,
        places=tuple(places),
        roles=tuple(roles),
        people=tuple(people),
        source=source,
        words=tuple(sorted(set(words))),
    )


CATALOGUE = Catalogue(
    places={
        "hubei": Entry(Forms("湖北省", "湖北省"), None, ("湖北", "鄂")),
        "hubei/xiangyang": Entry(Forms("襄阳市", "襄陽市"), "hubei", ("襄阳", "襄樊市")),
        "hubei/xiangyang/fancheng": Entry(Forms("樊城区", "樊城區"), "hubei/xiangyang", ("樊城",)),
        "hubei/wuhan": Entry(Forms("武汉市", "武漢市"), "hubei", ("武汉",)),
        "henan": Entry(Forms("河南省", "河南省"), None, ("河南",)),
    },
    roles={
        "volunteer": Entry(Forms("志愿者", "志願者"), None, ("义工",)),
        "driver": Entry(Forms("志愿司机", "志願司機"), "volunteer", ()),
        "teacher": Entry(Forms("教师", "教師"), None, ("老师",)),
        "doctor": Entry(Forms("医生", "醫生"), None, ("大夫",)),
    },
    people={
        "yao-yunqian": Entry(Forms("姚云乾", "姚雲乾"), None, ()),
        "yu-rongtao": Entry(Forms("余融豪", "余融豪"), None, ()),
    },
    sources={"hubei-daily": Entry(Forms("湖北日报", "湖北日報"), None, ())},
)

STORIES = (
    story(
        "fancheng-365",
        "樊城365名联防联控队员",
        "樊城区组织365名教师、检察官下沉社区，与4.45万居民一起守望。",
        "姚云乾说：“这里就是战场。”他每天7:30到岗，晚上才回家。",
        summary="樊城区的教师和检察官守护社区",
        date="2020-02",
        first="2020-02-01",
        last="2020-02-29",
        places=["hubei/xiangyang/fancheng"],
        roles=["teacher"],
        people=["yao-yunqian"],
        source="hubei-daily",
        words=["樊城", "队员", "教师", "检察官", "社区", "居民", "守望", "联防", "联控", "战场"],
    ),
    story(
        "wuhan-driver",
        "武汉志愿司机接送医生",
        "武汉封城以后，志愿司机每天接送医生和护士。",
        "他用QR码登记乘客，一天登记1365次。",
        date="2020-01-28",
        places=["hubei/wuhan"],
        roles=["driver", "doctor"],
        words=["武汉", "封城", "志愿", "司机", "接送", "医生", "护士", "登记"],
    ),
    story(
        "henan-teacher",
        "河南老师的空中课堂",
        "疫情期間，河南的老師在網上給學生上課。她說：「學生就是戰場上的希望。」",
        script="hant",
        date="2020-03-02",
        places=["henan"],
        roles=["teacher"],
        people=["yu-rongtao"],
        words=["河南", "老师", "空中", "课堂", "疫情", "学生", "战场", "希望"],
    ),
    story(
        "xiangyang-village",
        "襄阳村口的守望",
        "村口的大爷守了四十天，从2020年1月守到3月。",
        "没有人知道他的名字，大家都叫他守望者。",
        date="2020-01/2020-03",
        first="2020-01-01",
        last="2020-03-31",
        places=["hubei/xiangyang"],
        words=["襄阳", "村口", "守望", "大爷", "名字"],
    ),
)


def digest(document: Document) -> str:
    """A digest of everything in a document."""
    return sha256(repr(document).encode()).hexdigest()


def put(directory: Path, stories: Iterable[Document], catalogue: Catalogue = CATALOGUE) -> IndexReport:
    """Sync an index with these stories."""
    held = {document.id: document for document in stories}
    digests = {id_: digest(document) for id_, document in held.items()}
    return sync(directory, digests, lambda ids: [held[id_] for id_ in ids], catalogue)


def many(count: int, edition: int) -> list[Document]:
    """Many stories, every one different in each edition of the archive."""
    return [
        story(
            f"story-{i}",
            f"第{i}个故事",
            f"edition{edition} 守望 {i}" + "武汉加油。" * 40,
            words=["守望", f"edition{edition}"],
        )
        for i in range(count)
    ]
