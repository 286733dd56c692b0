"""The tokenizer: the same tokens as the library that models are trained with."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cleantext.language_model.bpe import PIECES, Tokenizer
from tests.language_model import tiny

TOKENS, MERGES = tiny.vocabulary()
TOKENIZER = Tokenizer(TOKENS, MERGES, PIECES["smollm"])
TEXT = st.text(st.sampled_from(list("the rain on\n\t\r 12'sléÉ“”…日🙂\u00a0\u2009.,-_")) | st.characters(codec="utf-8"))


@pytest.fixture(scope="module")
def reference() -> Any:
    library = pytest.importorskip("tokenizers", reason="tokenizers, which ours is held against, is not installed")
    pairs = [tuple(merge.split(" ")) for merge in MERGES]
    made = library.Tokenizer(library.models.BPE({token: n for n, token in enumerate(TOKENS)}, pairs))
    digits = library.pre_tokenizers.Digits(individual_digits=True)
    bytes_ = library.pre_tokenizers.ByteLevel(add_prefix_space=False)
    made.pre_tokenizer = library.pre_tokenizers.Sequence([digits, bytes_])
    return made


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("", []),
        ("the rain", ["the", "Ġrain"]),
        (" on the", ["Ġon", "Ġthe"]),
        ("  the", ["Ġ", "Ġthe"]),
        ("th ra", ["th", "Ġ", "ra"]),
        ("on 12", ["on", "Ġ", "1", "2"]),
        ("on  1", ["on", "Ġ", "Ġ", "1"]),
        ("é\n", ["Ã", "©", "Ċ"]),
        ("\ud800", ["ï", "¿", "½"] * 3),  # a lone surrogate
    ],
)
def test_text_becomes_tokens(text: str, tokens: list[str]) -> None:
    assert [TOKENS[number] for number in TOKENIZER(text)] == tokens


@given(TEXT)
@example("on  12 the\n\n rain's 'S don't  ")
def test_they_are_those_of_the_library(reference: Any, text: str) -> None:
    assert TOKENIZER(text) == reference.encode(text).ids
