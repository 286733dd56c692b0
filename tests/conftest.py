"""The real LanguageTool, for the tests that want it: required where ``CLEANTEXT_REQUIRE_LANGUAGETOOL`` is set."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from cleantext.languagetool.installation import installed
from cleantext.languagetool.java import find_java
from cleantext.languagetool.server import Server, running


@pytest.fixture(autouse=True)
def own_grammar_cache(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test reads what an earlier one, or the user, asked LanguageTool."""
    folder = tmp_path_factory.mktemp("cache")
    monkeypatch.setenv("CLEANTEXT_GRAMMAR_CACHE", str(folder / "grammar.sqlite3"))


@pytest.fixture(autouse=True)
def own_settings(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test reads what the user has set for all folders, or trusts."""
    monkeypatch.setenv("CLEANTEXT_CONFIG", str(tmp_path_factory.mktemp("config")))


@pytest.fixture(scope="session")
def languagetool() -> Iterator[Server]:
    """A running server, shared by all tests. None of them may kill it."""
    if not (installed() and find_java()):
        if os.environ.get("CLEANTEXT_REQUIRE_LANGUAGETOOL"):
            pytest.fail("LanguageTool is required here; run: cleantext setup")
        pytest.skip("LanguageTool is not set up here")
    with running() as server:
        yield server
