"""The archive's own roles are known by the words of every region and in both scripts, each of which means one role only."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from plugins.hanzi.fold import fold
from plugins.vocabulary.vocabulary import Vocabulary

CONTENT = Path(__file__).resolve().parents[2] / "content"


@pytest.mark.parametrize(
    ("words", "role"),
    [
        ("志愿者 志願者 志工 义工 義工", "volunteer"),
        ("社区工作者 社區工作者 社工", "community-worker"),
        ("网格员 網格員", "grid-worker"),
        ("网格长 網格長", "grid-head"),
        ("民警 警察 警员 警員 員警", "police-officer"),
        ("医护人员 醫護人員 醫務人員", "medical-worker"),
        ("退役军人 退伍軍人", "veteran"),
    ],
)
def test_a_role_is_known_by_the_words_of_every_region(words: str, role: str) -> None:
    roles = Vocabulary.load(CONTENT).roles
    assert {word: roles.find(word).id for word in words.split()} == dict.fromkeys(words.split(), role)


def test_no_word_means_two_roles() -> None:
    roles = Vocabulary.load(CONTENT).roles
    words = Counter(
        word for role in roles for word in {fold(name) for name in (role.forms.hans, role.forms.hant, *role.aliases)}
    )
    assert [word for word, count in words.items() if count > 1] == []
