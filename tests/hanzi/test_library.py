"""The library is the one we expect, or the message says what to type."""

from __future__ import annotations

from pathlib import Path

import pytest

from plugins.hanzi import library


@pytest.fixture(autouse=True)
def _fresh():
    library.check_library.cache_clear()
    yield
    library.check_library.cache_clear()


def test_the_right_library_passes() -> None:
    library.check_library()


def test_another_distribution_in_its_place_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(library.opencc, "__file__", str(tmp_path / "opencc" / "__init__.py"))
    with pytest.raises(
        library.LibraryError, match=r"another distribution .*pip install opencc-python-reimplemented==0.1.7"
    ):
        library.check_library()


def test_another_version_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(library.metadata, "version", lambda _: "0.1.6")
    with pytest.raises(library.LibraryError, match=r"must be 0\.1\.7, found 0\.1\.6"):
        library.check_library()


def test_a_configuration_names_its_dictionaries_in_order() -> None:
    assert library.chain("s2tw") == (("STPhrases", "STCharacters"), ("TWVariants",))


def test_the_digest_differs_between_configurations() -> None:
    assert library.digest("s2tw") != library.digest("s2hk")
    assert library.digest("s2tw") == library.digest("s2tw")
