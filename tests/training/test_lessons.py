"""What an encoder is told about damaged words."""

from __future__ import annotations

import pytest

from cleantext.language_model import encoder
from cleantext.language_model.encoder import KINDS
from cleantext.language_model.wordpiece import ADDED, LEFT_OUT
from tests.markup import parse
from tests.training.examples import Example, halves, of_marks
from tests.training.lessons import UNKNOWN, lessons


def example(marked: str) -> Example:
    return of_marks("one", "one", *parse(marked))


@pytest.mark.parametrize(
    ("marked", "told"),
    [
        ("They met ⟦tortured|nursery gases|greenhouse gases⟧.", {"nursery": ("wording", "greenhouse"), "gases": ()}),
        ("We ⟦grammar|discuss about|discuss⟧ it.", {"discuss": (), "about": ("grammar", LEFT_OUT)}),
        ("She went ⟦grammar|to office|to the office⟧.", {"to": (), "office": ("grammar", ADDED["the"])}),
        (
            "The ⟦tortured|affected humans|patients⟧ left.",
            {"affected": ("wording", "patients"), "humans": ("wording", LEFT_OUT)},
        ),
        ("He ⟦grammar|depends from|relies upon|depends on⟧ it.", {"depends": (), "from": ("grammar", "on")}),
        ("At ⟦casing-split|home. is|home is⟧ best!", {"home": (), ".": ("marks", LEFT_OUT), "is": ()}),
        ("An ⟦orphan|I know.⟧ end.", {"i": ("other", ""), "know": ("other", "")}),
    ],
)
def test_what_a_repair_keeps_may_be_right_and_what_it_changes_is_wrong(
    marked: str, told: dict[str, tuple[str, ...]]
) -> None:
    pieces = encoder.shipped().pieces
    names = {number: name for name, number in pieces.numbers.items()}
    (lesson,) = lessons(example(marked), pieces)
    found = {}
    for piece, kind, instead in zip(
        lesson.window.pieces.tolist(), lesson.kinds.tolist(), lesson.instead.tolist(), strict=True
    ):
        found[names[piece]] = () if kind == UNKNOWN else (KINDS[kind - 1], names.get(instead, "")) if kind else None
    assert {name: found.pop(name) for name in told} == told
    assert set(found.values()) <= {None}


def test_each_half_of_a_document_is_repaired_where_the_other_is_damaged() -> None:
    marked = "A ⟦tortured|b|c⟧ d ⟦grammar|e|f⟧ g ⟦orphan|H.⟧ i ⟦spacing|j ,|j,⟧ k ⟦repeat|l l|l⟧ m."
    whole = example(marked)
    for half in halves(whole):
        for artefact in half.artefacts:
            assert half.text[artefact.start : artefact.end] in ("b", "e", "H.", "j ,", "l l")
    one, other = halves(whole)
    assert len(one.artefacts) + len(other.artefacts) == len(whole.artefacts) + 1  # nobody knows how to repair H.
    assert len({one.text, other.text, whole.text}) == 3
