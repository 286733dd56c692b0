"""How passages are cut into windows of pieces of words."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from cleantext.core.document import BlockKind
from cleantext.core.span import Span
from cleantext.language.analysis import Passage
from cleantext.language_model import encoder
from cleantext.language_model.wordpiece import LONGEST, forms

PIECES = encoder.shipped().pieces


@given(st.text(max_size=400))
@settings(max_examples=50)
def test_windows_hold_every_word_once_and_none_is_too_long(text: str) -> None:
    passage = Passage(text, BlockKind.PROSE)
    windows = PIECES.windows(text, passage.sentences)
    assert all(0 < len(window.pieces) <= LONGEST for window in windows)
    starts = [start for window in windows for start in window.starts.tolist()]
    assert starts == sorted(set(starts))
    words = [form for sentence in passage.sentences for form in forms(sentence.of(text))]
    ends = [end for window in windows for end in window.ends.tolist()]
    assert [text[start:end] for start, end in zip(starts, ends, strict=True)] == words


def test_a_sentence_longer_than_a_window_is_cut() -> None:
    text = "word " * 300
    windows = PIECES.windows(text, [Span(0, len(text))])
    assert [len(window.pieces) for window in windows] == [LONGEST, LONGEST, 300 - 2 * LONGEST]


def test_pieces_are_the_longest_that_are_known() -> None:
    names = {number: name for name, number in PIECES.numbers.items()}
    assert [names[piece] for piece in PIECES.of("Unaffable")] == ["una", "##ffa", "##ble"]
    assert [names[piece] for piece in PIECES.of("Café")] == ["cafe"]
    assert [names[piece] for piece in PIECES.of("\u16a0")] == ["[UNK]"]
