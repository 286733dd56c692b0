"""How the phrase table is counted."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.training.examples import Artefact, Example
from tests.training.phrases import counted, listed, pairs

TEXT = "It counts with ten rooms. He counts with us. This counts with me."


def marked(*fixes: str) -> Example:
    """A text in which the first place is marked."""
    return Example("one", "training", TEXT, (Artefact(3, 14, fixes, "grammar"),))


def pairs_of(example: Example) -> set[tuple[str, str]]:
    """All pairs of its artefacts."""
    return {pair for artefact in example.artefacts for pair in pairs(example, artefact)}


def test_pairs_are_cut_to_what_changes() -> None:
    text = "He is agree to go."
    example = Example("one", "training", text, (Artefact(0, 11, ("He agrees",), "grammar"),))
    assert pairs_of(example) == {("he is agree", "he agrees"), ("is agree", "agrees")}
    example = Example("one", "training", "They depend of rain.", (Artefact(12, 14, ("on",), "grammar"),))
    assert pairs_of(example) == {("of", "on"), ("depend of", "depend on"), ("of rain", "on rain")}


def test_what_was_no_phrase_gives_no_pair() -> None:
    for bad, fix in (
        ("10 ten", "ten"),
        ("one, two", "one two"),
        ("we do not say so", "well"),
        ("ten", "Ten"),
        ("a", "b\nc"),
    ):
        text = f". {bad} ."
        artefact = Artefact(2, 2 + len(bad), (fix,), "grammar")
        assert not pairs_of(Example("one", "training", text, (artefact,))), bad


def test_a_capital_is_kept_where_it_is_the_words_own() -> None:
    for bad, fix, pair in (
        ("Mine think", "I think", ("mine think", "I think")), ("The germany", "Germany", ("the germany", "Germany")),
        ("So is this", "This is", ("so is this", "this is")),
    ):  # fmt: skip
        artefact = Artefact(0, len(bad), (fix,), "grammar")
        assert pair in pairs_of(Example("one", "training", bad, (artefact,))), bad


def test_a_place_in_other_damage_tells_nothing() -> None:
    other = Artefact(33, 44, ("is for",), "tortured")
    counts = counted([Example("one", "training", TEXT, (other,))], {"counts with"}, {"counts with"})
    assert (counts.wrong["counts with"], counts.right["counts with"]) == (0, 2)


def test_places_are_counted_where_something_is_wrong_and_where_nothing_is() -> None:
    counts = counted([marked("has", "holds")], {"counts with"}, {"counts with"})
    assert counts.repairs["counts with"] == {"has": {"one"}, "holds": {"one"}}
    assert (counts.wrong["counts with"], counts.right["counts with"]) == (1, 2)


def test_a_list_says_that_a_phrase_was_wrong_at_a_place(tmp_path: Path) -> None:
    lines = ["finger impression = fingerprint | fingermark", "read also here =", "10 ten = ten", "Ten = ten"]
    (tmp_path / "some.txt").write_text("\n".join(lines), encoding="utf-8")
    counts = listed(tmp_path)
    assert counts.repairs == {
        "finger impression": {"fingerprint": {"some"}, "fingermark": {"some"}}, "read also here": {"": {"some"}}
    }  # fmt: skip


def test_a_line_of_a_list_without_a_pair_is_named(tmp_path: Path) -> None:
    (tmp_path / "some.txt").write_text("no pair\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"some\.txt: no '=' in 'no pair'"):
        listed(tmp_path)
