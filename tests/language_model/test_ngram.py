"""The shipped model likes English better than the same words damaged, and adds up to one."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleantext.core.edit import Edit
from cleantext.core.span import Span
from cleantext.language_model.ngram import NGramModelError, load, save, shipped
from tests.tries import tries

BETTER = [
    # text, what is damaged, its repair, the least gain in nats
    ("He said that they could. Push the government to act.", "could. Push", "could push", 3),
    (
        "The atmosphere alteration approach was criticised.",
        "atmosphere alteration approach",
        "climate change policy",
        8,
    ),
    ("Researchers are interested on the results.", "interested on", "interested in", 3),
    ("He went to the the store.", "the the", "the", 5),
    ("The man were happy with it.", "were", "was", 2),
    ("She left in the winterAlthough it was cold.", "winterAlthough", "winter, although", 0),
]
WORSE = [
    ("The prime minister visited the city on Monday.", "on Monday", "in Monday"),
    ("The prime minister visited the city on Monday.", "minister", "pastor"),
    ("They reached an agreement after the talks.", "an", "a"),
]


def gain(text: str, old: str, new: str) -> float:
    start = text.index(old)
    return float(shipped().gains(text, [[Edit(Span(start, start + len(old)), new)]])[0])


@pytest.mark.parametrize(("text", "old", "new", "least"), BETTER)
def test_a_right_repair_makes_the_words_around_it_likelier(text: str, old: str, new: str, least: float) -> None:
    assert gain(text, old, new) > least


@pytest.mark.parametrize(("text", "old", "new"), WORSE)
def test_a_wrong_one_makes_them_less_likely(text: str, old: str, new: str) -> None:
    assert gain(text, old, new) < 0


def test_a_new_name_is_no_evidence() -> None:
    with_known, with_new = "Minister Smith said so.", "Minister Blenkinsop said so."
    _, known = shipped().surprises(with_known)
    _, new = shipped().surprises(with_new)
    assert new.sum() > known.sum() - 6


def test_the_words_after_a_context_add_up_to_one() -> None:
    model = shipped()
    for text in ("He said that", "in the", "of climate change"):
        ids = model.read(text).ids
        rows = np.hstack([np.tile(ids, (len(model.vocabulary), 1)), np.arange(len(model.vocabulary))[:, None]])
        assert 0.9 < np.exp(model.score(rows.astype(np.int32))[:, -1]).sum() < 1.1


@given(st.text("aeinrst .,'“”éÜ0123\n", max_size=60), st.data())
@tries(100)
def test_the_gain_of_an_edit_and_of_undoing_it_cancel_out(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    new = data.draw(st.text("aenrst ", max_size=6))
    after = text[:start] + new + text[end:]
    there = shipped().gains(text, [[Edit(Span(start, end), new)]])[0]
    back = shipped().gains(after, [[Edit(Span(start, start + len(new)), text[start:end])]])[0]
    assert np.isfinite(there) and abs(there + back) < 0.01


def test_many_fixes_at_once_gain_what_each_gains_alone() -> None:
    text = "He said that they could. Push the government to act quickly on the the matter."
    fixes = [[Edit(Span(i, i + 4), "for")] for i in range(0, len(text) - 8, 3)]
    together = shipped().gains(text, fixes)
    assert np.allclose(together, [shipped().gains(text, [fix])[0] for fix in fixes], atol=1e-3)


def test_a_model_is_read_as_it_was_written_and_a_damaged_one_is_refused(tmp_path: Path) -> None:
    save(shipped(), tmp_path)
    text = "The river rose quickly after the rain."
    assert np.array_equal(load(tmp_path).surprises(text)[1], shipped().surprises(text)[1])
    (tmp_path / "3-rest.npy").write_bytes(b"junk")
    with pytest.raises(NGramModelError, match="missing or damaged"):
        load(tmp_path)
    with pytest.raises(NGramModelError):
        load(tmp_path / "nowhere")
