"""The annotated articles are well formed, and the seeds are what their gold says."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests import markup

MARKED = sorted(markup.TESTS.rglob("*.mark"))
CORRECT = sorted((markup.CORPUS / "correct").glob("*.txt"))


def test_every_marked_file_parses_and_every_seed_matches_its_gold() -> None:
    assert list(markup.complaints()) == []


@pytest.mark.parametrize("path", MARKED, ids=lambda path: path.stem)
def test_artefacts_lie_where_they_say_and_fixes_change_something(path: Path) -> None:
    damaged, artefacts = markup.read(path)
    for artefact in artefacts:
        assert damaged[artefact.start : artefact.end] == artefact.text
        assert artefact.text not in artefact.fixes
        assert not set("\r\n") & set(artefact.text), "a mark stays within its line"


@pytest.mark.parametrize("folder", ["damaged", "heldback"])
def test_corpus_covers_every_kind(folder: str) -> None:
    counts = markup.count((markup.CORPUS / folder).glob("*.mark"))
    assert set(counts) == markup.KINDS


def test_control_has_no_artefacts() -> None:
    assert markup.read(markup.GOLD / "clean-control.mark")[1] == []


def test_correct_corpus_is_large_enough_to_mean_something() -> None:
    assert len(CORRECT) >= 12
    assert sum(len(path.read_text("utf-8").split()) for path in CORRECT) >= 2_500


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("one\n⟦typo|teh|the⟧", "line 2: unknown kind 'typo'"),
        ("⟦repeat|the the|the", "line 1: unbalanced ⟦"),
        ("the⟧ end", "line 1: unbalanced ⟧"),
        ("⟦repeat||the⟧", "line 1: unbalanced ⟦"),
    ],
)
def test_malformed_marks_are_named(text: str, message: str) -> None:
    with pytest.raises(markup.MarkupError, match=message):
        markup.parse(text)
