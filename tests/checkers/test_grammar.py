"""LanguageTool: offsets, curation and merging; and the real server where it is set up."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleantext.checkers.grammar import GrammarChecker
from cleantext.core.revision import Revision
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
    assert checker.version is None


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
