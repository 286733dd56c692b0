"""The cache of LanguageTool's answers: what it keeps, for whom, how much, and what it does in trouble."""

from __future__ import annotations

import multiprocessing
import resource
import sqlite3
import tempfile
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from threading import Barrier

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleantext.checkers.grammar import GrammarChecker
from cleantext.languagetool.cache import Cache
from cleantext.languagetool.client import Match
from tests.analysed import analysed
from tests.checkers.test_grammar import Addresses, Asked, every_x
from tests.tries import tries

pytestmark = pytest.mark.slow

MATCHES = (Match("PHRASE_REPETITION", 3, 4, ("a", "b")),)
SETTING = ["6.6", "en-US", "A"]
ANY = st.builds(Match, st.text(), st.integers(0, 9), st.integers(0, 9), st.lists(st.text(), max_size=3).map(tuple))


@tries(30)
@given(st.dictionaries(st.text(), st.lists(ANY, max_size=3).map(tuple), max_size=5))
def test_what_was_put_comes_back_to_the_next_run(answers: dict[str, tuple[Match, ...]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        Cache(Path(folder, "cache"), SETTING).put(answers)
        assert Cache(Path(folder, "cache"), SETTING).get([*answers, "something else entirely"]) == answers


@pytest.mark.parametrize("other", [["6.7", "en-US", "A"], ["6.6", "en-GB", "A"], ["6.6", "en-US", "A", "B"]])
def test_another_version_language_or_choice_of_rules_asks_anew(tmp_path: Path, other: list[str]) -> None:
    Cache(tmp_path / "cache", SETTING).put({"x": MATCHES})
    assert Cache(tmp_path / "cache", other).get(["x"]) == {}


def test_it_drops_what_was_used_longest_ago(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "cache"
    for day in range(40):
        monkeypatch.setattr("cleantext.languagetool.cache._today", lambda day=day: day)
        cache = Cache(path, SETTING, largest=200_000)
        cache.put({f"{day} {i}": MATCHES for i in range(200)})
        assert cache.get(["0 0"])  # used every day
        assert cache.trouble == ""
    assert path.stat().st_size < 800_000
    assert Cache(path, SETTING).get(["39 0", "0 0", "1 0"]).keys() == {"39 0", "0 0"}


def test_a_damaged_file_is_begun_anew(tmp_path: Path) -> None:
    path = tmp_path / "cache"
    path.write_bytes(b"no database at all" * 1000)
    Cache(path, SETTING).put({"x": MATCHES})
    assert Cache(path, SETTING).get(["x"]) == {"x": MATCHES}


def _sql(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        for statement in statements:
            connection.execute(statement)


def test_damaged_pages_and_foreign_tables_heal_at_once_and_are_kept_aside(tmp_path: Path) -> None:
    def damage(path: Path) -> None:
        raw = path.read_bytes()
        path.write_bytes(raw[:4096] + b"\xaa" * (len(raw) - 4096))

    faults: dict[str, Callable[[Path], object]] = {
        "pages": damage,
        "columns": lambda path: _sql(path, "DROP TABLE answers", "CREATE TABLE answers (key, value)"),
        "a view": lambda path: _sql(path, "DROP TABLE answers", "CREATE VIEW answers AS SELECT 1 AS x"),
        "no database": lambda path: path.write_text("Dear diary" * 99),
    }
    for name, fault in faults.items():
        path = tmp_path / name / "cache"
        first = Cache(path, SETTING)
        first.put({f"text {i}": MATCHES for i in range(200)})
        first._close()
        fault(path)
        cache = Cache(path, SETTING)
        cache.get(["text 0", "text 199"])
        cache.put({"x": MATCHES})
        assert (cache.trouble, cache.get(["x"])) == ("", {"x": MATCHES}), name
        assert Cache(path, SETTING).get(["x"]) == {"x": MATCHES}, name
        assert path.with_name("cache.damaged").exists(), name


@tries(100)
@given(st.none() | st.integers(-9, 9) | st.text(max_size=9) | st.binary(max_size=30) | st.just(b"\x91" * 100_000))
def test_any_row_is_an_answer_or_none(value: object) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "cache")
        cache = Cache(path, SETTING)
        cache.put({"x": MATCHES})
        with closing(sqlite3.connect(path)) as connection, connection:
            if value is not None:
                connection.execute("UPDATE answers SET matches = ?, day = 'never'", (value,))
        assert cache.get(["x"]) in ({}, {"x": MATCHES}) or isinstance(value, bytes)
        assert cache.trouble == ""


@pytest.mark.parametrize("match", [("X", -1, 1), ("X", 0, -1), ("X", 0, 99), ("X", 10**12, 1)])
def test_a_match_that_lies_nowhere_is_left_out(match: tuple[str, int, int]) -> None:
    grammar = GrammarChecker(Addresses(), connect=lambda _: Asked(lambda text: [Match(*match, ("y",))]))
    assert list(grammar.check(analysed("It is x number 1."))) == [] and list(grammar.problems()) == []


def _fill(path: Path, worker: int) -> str:
    cache = Cache(path, SETTING)
    for i in range(50):
        cache.put({f"{worker} {i} {j}": MATCHES for j in range(10)})
        cache.get([f"{other} {i} 0" for other in range(4)])
    return cache.trouble


def test_processes_write_at_once(tmp_path: Path) -> None:
    path = tmp_path / "cache"
    with ProcessPoolExecutor(4, mp_context=multiprocessing.get_context("spawn")) as pool:
        assert list(pool.map(_fill, [path] * 4, range(4))) == [""] * 4
    texts = [f"{worker} {i} {j}" for worker in range(4) for i in range(50) for j in range(10)]
    assert len(Cache(path, SETTING).get(texts)) == 2000


def test_two_may_open_a_new_file_at_the_same_moment(tmp_path: Path) -> None:
    both = Barrier(2)

    def opened(path: Path) -> str:
        cache = Cache(path, SETTING)
        both.wait()
        cache.get(["x"])
        return cache.trouble

    with ThreadPoolExecutor(2) as pool:
        for i in range(100):
            assert list(pool.map(opened, [tmp_path / str(i)] * 2)) == ["", ""]


def test_on_a_full_disk_the_check_goes_on_and_says_so_once(tmp_path: Path) -> None:
    path = tmp_path / "cache"
    Cache(path, SETTING).put({"x": MATCHES})
    grammar = GrammarChecker(
        Addresses(), connect=lambda _: Asked(every_x), cache=lambda setting: Cache(path, setting)
    )  # fmt: skip
    text = "\n\n".join(f"It is x number {i}." for i in range(3000))
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (path.stat().st_size + 40_000, limits[1]))
    try:
        assert len(list(grammar.check(analysed(text)))) == 3000
        assert [str(path) in problem for problem in grammar.problems()] == [True]
        assert len(list(grammar.check(analysed(text)))) == 3000
        assert list(grammar.problems()) == []
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert Cache(path, SETTING).get(["x"]) == {"x": MATCHES}


def test_a_folder_that_can_not_be_written_is_no_obstacle() -> None:
    cache = Cache(Path("/proc/nowhere/cache"), SETTING)
    cache.put({"x": MATCHES})
    assert cache.get(["x"]) == {}
    assert "/proc/nowhere/cache" in cache.trouble
