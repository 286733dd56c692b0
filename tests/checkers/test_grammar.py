"""LanguageTool: offsets, curation and merging; and the real server where it is set up."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleantext.batch.workers import Treatment, clean_bytes
from cleantext.checkers.assembly import Assembly
from cleantext.checkers.grammar import GrammarChecker
from cleantext.core.revision import Revision
from cleantext.core.settings import Settings
from cleantext.engine import Level
from cleantext.formats.text import segment
from cleantext.languagetool.curation import load_curated
from cleantext.languagetool.server import Server, Unavailable


@dataclass(frozen=True)
class FakeMatch:
    rule_id: str
    offset: int
    error_length: int
    message: str
    replacements: Sequence[str]


def every_x(text: str) -> list[FakeMatch]:
    return [FakeMatch("PHRASE_REPETITION", i, 1, "m", ["y"]) for i, c in enumerate(text) if c == "x"]


@given(st.lists(st.text(alphabet="ax🙂é ", min_size=1, max_size=12), max_size=6))
def test_offsets_come_back_whatever_stands_before(lines: list[str]) -> None:
    text = "\n".join(line + " end of it." for line in lines)
    revision = Revision(text, segment)
    found = sorted(f.span.start for f in GrammarChecker("", ask=every_x).check(revision))
    assert all(text[at] == "x" for at in found)
    prose = [b.span for b in revision.blocks if b.kind.value == "prose"]
    assert len(found) == sum(span.of(text).count("x") for span in prose)


def test_a_server_that_dies_silences_the_checker() -> None:
    def dead(text: str) -> list[FakeMatch]:
        raise ConnectionError

    checker = GrammarChecker("", ask=dead)
    assert list(checker.check(Revision("It is x.", segment))) == []
    assert list(checker.problems()) == ["LanguageTool stopped answering; it did not check 1 paragraph"]


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    try:
        started = Server.start()
    except Unavailable as error:
        if os.environ.get("CLEANTEXT_REQUIRE_LANGUAGETOOL"):
            pytest.fail(f"LanguageTool is required here: {error}")
        pytest.skip(str(error))
    with started:
        yield started


def test_languagetool_finds_the_bad_examples_of_the_curation(server: Server) -> None:
    checker = GrammarChecker(server.address)
    for curated in load_curated().values():
        name = "lt-" + curated.id.lower().replace("_", "-")
        for example in curated.examples:
            text = example.bad or example.ok or ""
            found = [f.rule for f in checker.check(Revision(text, segment))]
            assert (name in found) == (example.bad is not None), (name, text)


def test_languagetool_never_capitalises_after_a_cut(server: Server) -> None:
    checker = GrammarChecker(server.address)
    for text in ("Concerns about aggression. is regarded as strong.", "He said so in Bangalore. said, noting it."):
        replacements = [e.replacement for f in checker.check(Revision(text, segment)) if f.fix for e in f.fix.edits]
        assert replacements == []


def test_a_server_killed_in_mid_run_is_named_in_the_report(server: Server, tmp_path: Path) -> None:
    mortal = Server.start()
    checkers = Assembly(Settings(), mortal.address)()
    treatment = Treatment(Level.SAFE, keep_encoding=False, max_size=1_000_000)
    texts = [b"This are a first text.\n", b"This are a second text.\nIt has two paragraphs.\n"]
    first = clean_bytes(Path("1.txt"), texts[0], checkers, treatment, None)
    process = mortal._tool._server
    process.kill()
    process.wait()
    second = clean_bytes(Path("2.txt"), texts[1], checkers, treatment, None)
    assert first.problems == ()
    assert second.problems == ("LanguageTool stopped answering; it did not check 2 paragraphs",)
    assert second.reviewed == texts[1]
