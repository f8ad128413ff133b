"""Words and keywords: the same text always gives the same list, and nothing is said on the terminal."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.hanzi import words as room
from plugins.hanzi.words import Segmenter, keywords, words

STORY = "樊城365名联防联控队员下沉社区。教师和检察官在社区值守，队员说：“辛苦一点不算什么。”社区里的志愿者也来了。"


def test_words_joined_are_the_text_again() -> None:
    assert "".join(words(STORY)) == STORY


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]) | st.sampled_from(STORY)))
def test_no_text_loses_a_character(text: str) -> None:
    assert "".join(words(text)) == text


def test_names_are_kept_whole_when_the_archive_knows_them() -> None:
    assert "姚云乾" not in words("队员姚云乾说")
    assert "姚云乾" in Segmenter(["姚云乾", "胡源"]).words("队员姚云乾说")
    assert Segmenter(["姚云乾", "胡源"]).words("服务长胡源") == Segmenter(["胡源", "姚云乾"]).words("服务长胡源")


def test_a_segmenters_own_words_stay_its_own() -> None:
    Segmenter(["服务长"]).words("服务长")
    assert "服务长" not in words("服务长胡源")


def test_keywords_are_what_the_story_is_about() -> None:
    found = keywords(STORY, 5)
    assert found == keywords(STORY, 5)
    assert found[0] == "社区"
    assert all(len(word) > 1 for word in found)


def test_equal_keywords_stand_in_a_fixed_order(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "_idf", dict)
    assert keywords("教师医生护士。护士医生教师。", 3) == sorted(["教师", "医生", "护士"])


def test_numbers_latin_and_single_characters_are_no_keywords() -> None:
    assert keywords("365 QR code 了 的 a b") == []


@pytest.mark.parametrize("home", ["writable", "not a folder"])
def test_nothing_is_said_on_the_terminal_and_no_cache_is_needed(home: str, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    if home == "not a folder":
        cache.write_text("in the way")
    program = "from plugins.hanzi.words import keywords, words; words('下沉社区'); keywords('下沉社区')"
    done = subprocess.run(
        [sys.executable, "-W", "always", "-c", program],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[2],
        env={"XDG_CACHE_HOME": str(cache), "PATH": "", "PYTHONDONTWRITEBYTECODE": "1"},
    )
    assert (done.stdout, done.stderr) == ("", "")
    if home == "writable":
        assert [path.suffix for path in (cache / "shouwang").iterdir()] == [".cache"]
        assert (cache / "shouwang").stat().st_mode & 0o077 == 0


def test_a_cache_folder_that_others_can_write_is_not_trusted(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "shouwang").mkdir()
    (tmp_path / "shouwang").chmod(0o777)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert room._cache_folder() is None


def test_words_weigh_as_much_as_jieba_itself_says() -> None:
    import warnings

    from plugins.hanzi.words import _MEDIAN_IDF, _idf

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from jieba.analyse.tfidf import DEFAULT_IDF, IDFLoader

        frequencies, median = IDFLoader(DEFAULT_IDF).get_idf()
    assert median == _MEDIAN_IDF
    assert {word: float(weight) for word, weight in _idf().items()} == frequencies
