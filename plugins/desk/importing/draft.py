"""A manuscript with its proposals as a draft: a story file that tells of each field where it came from and how sure it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from plugins.desk.files import compose
from plugins.desk.importing.findings import Found
from plugins.desk.importing.manuscript import Manuscript
from plugins.desk.importing.people import PersonProposal, RoleProposal
from plugins.desk.importing.places import Findings
from plugins.desk.importing.when import happened, question_of_date
from plugins.hanzi.detect import Evidence
from plugins.hanzi.scripts import Script
from plugins.stories.retelling import MARK

#: The line above a body that is still the source's text, in the script of the story; no story is published with it.
RETELL: Mapping[Script, str] = {
    "hans": f"> {MARK['hans']}以下是收到的原文，只作底稿。请用自己的话写，写好删去这一行，再发表。",
    "hant": f"> {MARK['hant']}以下是收到的原文，只作底稿。請用自己的話寫，寫好刪去這一行，再發表。",
}
#: What a note begins with that asks the editor.
ASK = "【问】"
_MOST_CANDIDATES = 5
#: So many are proposed; the others are named in a note.
_MOST_ROLES, _MOST_PEOPLE, _MOST_DOUBTFUL = 8, 60, 10
_MIXED = 10


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft that can be saved.

    Attributes:
        id: the story's id.
        path: where the story file goes, below the folder that is written to.
        input: what it was made from, as the user named it.
        title, date: or None where the source does not say.
        script: hans or hant.
        source: the fields of ``source``, as they stand in the front matter.
        places, roles, people: the proposals, as they stand in the front matter.
        questions: what the editor is asked, by field.
        notes: where each field came from and how sure that is, and the sentence that shows each proposal; by dotted path.
        text: the story file.
        files: everything that saving writes, by path: the story file, the raw input, the images.
    """

    id: str
    path: str
    input: str
    title: str | None
    date: str | None
    script: Script
    source: Mapping[str, Any]
    places: tuple[str, ...]
    roles: tuple[str, ...]
    people: tuple[str, ...]
    questions: Mapping[str, str]
    notes: Mapping[str, str]
    text: str
    files: Mapping[str, bytes]

    def as_json(self, path: str) -> dict[str, Any]:
        """The draft as ``import --json`` prints it.

        Args:
            path: where the story file stands, as the user can open it.
        """
        return {
            "id": self.id,
            "path": path,
            "input": self.input,
            "title": self.title,
            "date": self.date,
            "script": self.script,
            "source": dict(self.source),
            "places": list(self.places),
            "roles": list(self.roles),
            "people": list(self.people),
        }


@dataclass(frozen=True, slots=True)
class Proposals:
    """What a text was found to speak of, and the evidence for its script."""

    places: Findings
    roles: Sequence[RoleProposal]
    people: Sequence[PersonProposal]
    evidence: Evidence

    @property
    def listed_roles(self) -> list[RoleProposal]:
        """The roles that are proposed; the others are named in a note."""
        return [one for one in self.roles if one.listed][:_MOST_ROLES]


def write(
    made: Manuscript, proposals: Proposals, script: Script, draft_id: str, today: str
) -> tuple[dict[str, Any], dict[str, str], dict[str, str], str]:
    """The front matter, its notes, its questions, and the whole file.

    Args:
        made: the text and what it says of itself.
        proposals: places, roles and people.
        script: the script of the text.
        draft_id: its id.
        today: the day of the import.
    """
    questions: dict[str, str] = {}
    notes: dict[str, str] = {"id": "自动取的网址名，发表之前可以改；发表之后不要再改"}
    when = happened(made)
    front: dict[str, Any] = {
        "id": draft_id,
        "title": _said(made.title, "title", notes, questions, "原文没有题名，请拟一个"),
        "date": _said(when, "date", notes, questions, question_of_date(made.text)),
        "script": script,
        "kind": "retold",
        "places": [one.path for one in proposals.places.proposals],
        "roles": [one.name for one in proposals.listed_roles],
        "people": [
            {"name": one.name, "role": one.role} if one.role else one.name for one in proposals.people if one.sure
        ][:_MOST_PEOPLE],
        "source": _source(made, script, notes, questions, today),
        "added": today,
        "status": "draft",
    }
    if made.title:
        notes["title"] += "；发表前请改成自己的题名"
    notes["script"] = _script(proposals.evidence, script)
    notes["kind"] = "正文现在还是原文，改写成自己的话之后才能发表"
    if script == "hant":
        front["hant_style"] = "mainland"
        notes["hant_style"] = "没有判断；台湾的写法改为 tw，香港的改为 hk"
    _tags(front, proposals, notes, questions)
    if made.left_out:
        notes["summary"] = f"原文另有 {made.left_out} 张图片没有收入：只收本机文件里的图片"
    for number, remark in enumerate(made.remarks):
        notes[f"corrections.{number}"] = remark
    body = "\n\n".join([RETELL[script], *made.blocks])
    return (
        front,
        notes,
        questions,
        compose(front, body, {**notes, **{field: f"{ASK}{ask}" for field, ask in questions.items()}}),
    )


def _said(
    found: Found | None, field: str, notes: dict[str, str], questions: dict[str, str], question: str
) -> str | None:
    if found is None:
        questions[field] = question
        return None
    notes[field] = found.note
    return found.value


def _source(
    made: Manuscript, script: Script, notes: dict[str, str], questions: dict[str, str], today: str
) -> dict[str, Any]:
    source: dict[str, Any] = {"name": "unknown", "url": "unknown"}
    if made.outlet:
        carried = f"；转载于“{made.carrier}”" if made.carrier else ""
        source["name"], notes["source.name"] = made.outlet.value, made.outlet.note + carried
    else:
        questions["source.name"] = "原文没有写明发布者，知道的请写上"
    if made.address:
        source["url"], notes["source.url"] = made.address.value, made.address.note
    else:
        part = f"（文件里只有其中一段：{made.path}）" if made.path else ""
        questions["source.url"] = f"收到的内容里没有网址{part}，找得到的请写上"
    if made.title:
        source["title"] = made.title.value
    source["reason"] = _reason(made, script)
    if made.authors:
        source["authors"] = list(made.authors)
        notes["source.authors"] = next(iter(made.authors.values())).note
    else:
        questions["source.authors"] = "原文没有署名，知道作者的请写上"
    if made.published:
        source["date"], notes["source.date"] = made.published.value, made.published.note
    else:
        questions["source.date"] = "原文没有发布日期，知道的请写上"
    source["seen"], notes["source.seen"] = today, "导入的日期"
    questions["source.rights"] = (
        f"原页写着“{made.rights}”，请写明权利"
        if made.rights
        else "请写明权利，例如：原文版权归其作者与发布者，本文为转述"
    )
    return source


def _reason(made: Manuscript, script: Script) -> str | None:
    """Why name or address are unknown; None where both are known."""
    hans = script == "hans"
    missing = []
    if not made.outlet:
        missing.append("没有写明发布者" if hans else "沒有寫明發布者")
    if not made.address:
        missing.append("没有附网址" if hans else "沒有附網址")
    if not missing:
        return None
    based = ""
    if made.carrier:
        based = f"依据{made.carrier}的转载页；" if hans else f"依據{made.carrier}的轉載頁；"
    return f"{based}收到的文本{'，也'.join(missing)}。"


def _script(evidence: Evidence, script: Script) -> str:
    """How the script was told."""
    if evidence.script is None:
        return "看不出是简体还是繁体，暂作简体，请核对"
    note = f"按字形判断：只有简体才用的字 {evidence.hans} 个，只有繁体才用的字 {evidence.hant} 个"
    mixed = evidence.against(script) * _MIXED > evidence.hans + evidence.hant
    return f"{note}；两种字形混在一起，请改成一种" if mixed else f"{note}；很有把握"


def _tags(front: Mapping[str, Any], proposals: Proposals, notes: dict[str, str], questions: dict[str, str]) -> None:
    """The sentence behind every proposal; and what stays open."""
    _places(proposals.places, notes, questions)
    listed = proposals.listed_roles
    for number, role in enumerate(listed):
        notes[f"roles.{number}"] = f"{role.name}（{role.count} 处）← 「{role.sentence}」"
    if more_roles := [one for one in proposals.roles if one not in listed]:
        named = "、".join(f"{one.name}（{one.count} 处）" for one in more_roles)
        notes[f"roles.{len(listed)}"] = f"文中还有 {named}，没有列入"
    if not front["roles"]:
        questions["roles"] = "文中没有认出角色，请写上"
    _people(proposals.people, notes, questions)


def _places(places: Findings, notes: dict[str, str], questions: dict[str, str]) -> None:
    for number, place in enumerate(places.proposals):
        notes[f"places.{number}"] = f"{place.path} ← 「{place.sentence}」（{place.why}）"
    for number, question in enumerate(places.questions, len(places.proposals)):
        shown = "、".join(question.candidates[:_MOST_CANDIDATES])
        more = f" 等 {len(question.candidates)} 处" if len(question.candidates) > _MOST_CANDIDATES else ""
        doubt = f"是不是 {shown}{more}？" if shown else "是哪里？"
        if not question.listed:
            doubt = f"不在地名表里，{doubt}表里没有的，可以加进 places.yaml。"
        questions[f"places.{number}"] = f"“{question.name}”{doubt}文中写：「{question.sentence}」"
    if not places.proposals:
        alike = f"（像是地名的有 {'、'.join(places.unlisted)}，都不在地名表里）" if places.unlisted else ""
        questions["places"] = f"{'没有能确定的地点' if places.questions else '文中没有认出地点'}{alike}，请写上"


def _people(people: Sequence[PersonProposal], notes: dict[str, str], questions: dict[str, str]) -> None:
    sure = [one for one in people if one.sure]
    for number, person in enumerate(sure[:_MOST_PEOPLE]):
        notes[f"people.{number}"] = f"像是人名，请核对 ← 「{person.sentence}」"
    if more := sure[_MOST_PEOPLE:]:
        notes[f"people.{_MOST_PEOPLE}"] = f"像人名的太多，没有列入的还有 {'、'.join(one.name for one in more)}"
    doubtful = [one for one in people if not one.sure][:_MOST_DOUBTFUL]
    for number, person in enumerate(doubtful, len(sure) + 1):
        questions[f"people.{number}"] = f"“{person.name}”是不是人名？文中写：「{person.sentence}」"


def with_images(text: str, draft_id: str, images: Mapping[str, bytes], folder: str) -> tuple[str, dict[str, bytes]]:
    """A text whose images bear the draft's name, and these images by the path that each is saved at."""
    saved: dict[str, bytes] = {}
    for number, (path, data) in enumerate(images.items(), 1):
        named = f"images/{draft_id}-{number}{PurePosixPath(path).suffix}"
        text = text.replace(f"({path}", f"({named}")
        saved[f"{folder}{named}"] = data
    return text, saved
