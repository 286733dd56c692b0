"""Revisions: applying, composing and mapping back are one and the same whatever the edits."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleantext.core.edit import Edit, OverlappingEdits, apply_edits
from cleantext.core.revision import Revision
from cleantext.core.span import Span

TEXT = st.text(alphabet="ab. \r\n\ufeffé\u0301🙂", max_size=40)


@st.composite
def edits_of(draw: st.DrawFn, text: str) -> list[Edit]:
    """Edits of ``text`` that don't overlap; several may insert in one place only where they are apart."""
    cuts = sorted(draw(st.lists(st.integers(0, len(text)), max_size=8, unique=True)))
    spans = [Span(a, b) for a, b in zip(cuts[::2], cuts[1::2], strict=False)]
    return [Edit(span, draw(TEXT.map(lambda t: t[:4]))) for span in spans]


def segment_none(text: str) -> tuple[()]:
    return ()


def revised(text: str, *rounds: list[Edit]) -> Revision:
    revision = Revision(text, segment_none)
    for edits in rounds:
        revision = revision.apply((edit, ("r",)) for edit in edits)
    return revision


@given(st.data(), TEXT)
def test_composed_edits_give_the_same_text_as_one_round_after_the_other(data: st.DataObject, text: str) -> None:
    revision = Revision(text, segment_none)
    expected = text
    for _ in range(data.draw(st.integers(1, 4))):
        edits = data.draw(edits_of(revision.text))
        expected = apply_edits(expected, edits)
        revision = revision.apply((edit, ("r",)) for edit in edits)
        assert revision.text == expected
        assert apply_edits(text, (e.edit for e in revision.edits)) == expected
        assert [e.place.of(revision.text) for e in revision.edits] == [e.edit.replacement for e in revision.edits]


@given(st.data(), TEXT)
def test_untouched_text_maps_back_to_itself(data: st.DataObject, text: str) -> None:
    revision = Revision(text, segment_none)
    for _ in range(data.draw(st.integers(1, 3))):
        revision = revision.apply((edit, ("r",)) for edit in data.draw(edits_of(revision.text)))
    for at in range(len(revision.text)):
        if not any(e.place.start <= at < e.place.end for e in revision.edits):
            assert revision.to_source(Span(at, at + 1)).of(text) == revision.text[at]


@given(st.data(), TEXT)
def test_an_edit_mapped_to_the_source_does_there_what_it_does_here(data: st.DataObject, text: str) -> None:
    first = data.draw(edits_of(text))
    revision = revised(text, first)
    edits = data.draw(edits_of(revision.text))
    for edit in edits:
        mapped = revision.edit_to_source(edit)
        others = [e.edit for e in revision.edits if not e.place.touches(edit.span)]
        assert apply_edits(text, [*others, mapped]) == apply_edits(revision.text, [edit])


def test_an_edit_that_undoes_another_leaves_nothing() -> None:
    revision = revised("a b", [Edit(Span(1, 2), "--")], [Edit(Span(1, 3), " ")])
    assert revision.text == "a b"
    assert revision.edits == ()


def test_text_beside_a_deletion_does_not_claim_it() -> None:
    revision = revised("stage. . Next", [Edit(Span(6, 8), "")])
    assert revision.to_source(Span(0, 6)) == Span(0, 6)
    assert revision.to_source(Span(6, 11)) == Span(8, 13)
    assert revision.to_source(Span(0, 11)) == Span(0, 13)


def test_causes_of_merged_edits_are_kept() -> None:
    revision = Revision("abc", segment_none).apply([(Edit(Span(0, 1), "x"), ("one",))])
    assert revision.apply([(Edit(Span(0, 2), "y"), ("two",))]).edits[0].causes == {"one", "two"}


def test_overlapping_edits_are_refused() -> None:
    with pytest.raises(OverlappingEdits):
        revised("abc", [Edit(Span(0, 2), ""), Edit(Span(1, 3), "")])


def test_an_edit_behind_the_text_is_refused() -> None:
    with pytest.raises(ValueError, match="ends at 9"):
        apply_edits("abc", [Edit(Span(2, 9), "")])
