"""What the rest of the house relies on: four files, one vocabulary, all faults at once."""

import pytest

from plugins.faults import ContentError
from plugins.vocabulary import people, thesaurus
from plugins.vocabulary.errors import AmbiguousName, UnknownName
from plugins.vocabulary.vocabulary import Vocabulary

ROLES = """
- {id: gongzhi, hans: 公职人员, hant: 公職人員, parent: null}
- {id: jingcha, hans: 民警, hant: 民警, parent: gongzhi, aliases: [警察, 辅警]}
- {id: zhiyuanzhe, hans: 志愿者, hant: 志願者, parent: null, aliases: [义工]}
"""


@pytest.fixture
def content(tmp_path):
    (tmp_path / "vocabulary").mkdir()

    def write(**files: str):
        for name, text in files.items():
            (tmp_path / "vocabulary" / f"{name}.yaml").write_text(text, encoding="utf-8")
        return tmp_path

    return write


def test_missing_files_are_empty_ones(tmp_path):
    vocabulary = Vocabulary.load(tmp_path)
    assert len(vocabulary.roles) == len(vocabulary.people) == len(vocabulary.outlets) == 0
    assert vocabulary.places.find("樊城区").id == "hubei/xiangyang/fancheng"


def test_roles_are_found_in_both_scripts_and_by_alias(content):
    roles = Vocabulary.load(content(roles=ROLES)).roles
    assert roles.find("志願者").id == roles.find("志愿者").id == roles.find("義工").id == "zhiyuanzhe"
    assert [role.id for role in roles.ancestors("jingcha")] == ["gongzhi"]
    assert [role.id for role in roles.children("gongzhi")] == ["jingcha"]
    assert roles.get("jingcha").forms.hant == "民警"


def test_a_mistyped_role_is_answered_with_the_role_meant(content):
    roles = Vocabulary.load(content(roles=ROLES)).roles
    with pytest.raises(UnknownName) as caught:
        roles.find("志原者")
    assert caught.value.suggestions == ("志愿者",)


def test_a_person_who_is_not_registered_is_no_fault(content):
    text = "- {id: yao-yunqian, hans: 姚云乾, hant: 姚雲乾}\n"
    register = Vocabulary.load(content(people=text)).people
    assert register.find("余融豪") is None
    person = register.find("姚雲乾")
    assert person is not None
    assert person.id == "yao-yunqian"


def test_two_people_with_one_name_are_told_apart_by_id():
    text = "- {id: wang-wei-1, hans: 王伟, hant: 王偉}\n- {id: wang-wei-2, hans: 王伟, hant: 王偉}\n"
    register, faults = people.read(text)
    assert faults == []
    with pytest.raises(AmbiguousName) as caught:
        register.find("王偉")
    assert caught.value.candidates == ("wang-wei-1", "wang-wei-2")
    assert register.get("wang-wei-2").forms.hans == "王伟"
    assert register.find("wang-wei-2") is register.get("wang-wei-2")


def test_roles_in_a_circle_or_under_nobody_are_faults():
    _, faults = thesaurus.read("- {id: a, hans: 甲, hant: 甲, parent: b}\n- {id: b, hans: 乙, hant: 乙, parent: a}\n")
    assert [fault.code for fault in faults] == ["parent-circle"]
    _, faults = thesaurus.read("- {id: a, hans: 甲, hant: 甲, parent: nobody}\n")
    assert [(fault.line, fault.code) for fault in faults] == [(1, "unknown-role")]


def test_the_faults_of_all_files_come_together(content):
    folder = content(
        places="- {id: a-cun, hans: 甲村, hant: 甲村, level: village, parent: 樊成区}",
        roles="- {id: a, hans: 甲}",
        people="- {id: a, hans: 甲, hant: 甲}\n- {id: a, hans: 乙, hant: 乙}",
        sources="- {id: a, hans: 甲, hant: 甲, url: www}",
    )
    with pytest.raises(ContentError) as caught:
        Vocabulary.load(folder)
    assert [str(fault) for fault in caught.value.faults] == [
        "vocabulary/people.yaml:2:8: 人物 id “a” 写了两次；请换一个 id，或合并这两项",
        "vocabulary/places.yaml:1:59: 没有叫“樊成区”的地点；是不是：湖北省/襄阳市/樊城区？",
        "vocabulary/roles.yaml:1:3: 缺少字段 hant；加上一行 hant: …",
        "vocabulary/sources.yaml:1:34: 网址“www”不完整；以 https:// 开头",
    ]


def test_a_file_that_is_no_text_is_a_fault(content):
    folder = content()
    (folder / "vocabulary" / "roles.yaml").write_bytes(b"\xff\xfe")
    with pytest.raises(ContentError) as caught:
        Vocabulary.load(folder)
    assert caught.value.faults[0].code == "bad-encoding"


def test_the_digest_changes_when_a_file_does_and_only_then(content):
    first = Vocabulary.load(content(roles=ROLES)).digest
    assert Vocabulary.load(content()).digest == first
    assert Vocabulary.load(content(people="")).digest == first
    assert Vocabulary.load(content(roles=ROLES + "\n# 注释\n")).digest != first
