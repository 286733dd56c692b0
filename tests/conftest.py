"""Which tests run, and what they share.

``--fast`` leaves out what needs a browser or LanguageTool, and what is marked ``slow``, and tries properties on fewer
inputs; ``--all`` tries every rule for linear time, not only those that changed. LanguageTool is required where
``CLEANTEXT_REQUIRE_LANGUAGETOOL`` is set.
"""

from __future__ import annotations

import gc
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from cleantext.checkers.rules import RuleChecker
from cleantext.languagetool.installation import installed
from cleantext.languagetool.java import find_java
from cleantext.languagetool.server import Server, running
from cleantext.storage.cache import cache_dir
from tests.analysed import analysed
from tests.shipped import RULES
from tests.tries import ALL, FAST

os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # the commands that tests start would all be compiled each time


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--fast", action="store_true", help="no browser, no LanguageTool, nothing slow")
    parser.addoption("--all", action="store_true", help="try every rule for linear time")


def pytest_configure(config: pytest.Config) -> None:
    settings.load_profile(FAST if config.getoption("--fast") else ALL)


def pytest_collection_finish() -> None:
    gc.freeze()  # tests and modules stay: looking for garbage among them takes a fifth of the time


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("--fast"):
        left_out = [item for item in items if _takes_long(item)]
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in set(left_out)]


def _takes_long(item: pytest.Item) -> bool:
    fixtures = getattr(item, "fixturenames", ())
    return bool({"browser", "languagetool"} & {*fixtures}) or item.get_closest_marker("slow") is not None


@pytest.fixture(scope="session")
def prepared() -> Callable[[Path], Path]:
    """Fills a folder with what the first run of a cache prepares, in many seconds; gives it back."""
    list(RuleChecker(RULES).check(analysed("It stood alone. . He said so.")))

    def fill(folder: Path) -> Path:
        for name in ("gates", "prefilter", "words", "yaml"):
            if (cache_dir() / name).exists():
                shutil.copytree(cache_dir() / name, folder / name)
        return folder

    return fill


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
