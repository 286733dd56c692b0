"""Words, numbers and marks, and their shapes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleantext.language.tokens import forms, tokenize


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The boat’s crew", ["The", "boat’s", "crew"]),
        ("well-known, isn't it?", ["well-known", ",", "isn't", "it", "?"]),
        ("1,200.50 tons at 17:45", ["1,200.50", "tons", "at", "17:45"]),
        ("the U.S. and e.g. this", ["the", "U.S.", "and", "e", ".", "g", ".", "this"]),
        ("wait ... or … go..", ["wait", "...", "or", "…", "go", ".."]),
        ("“Yes,” (she) said—", ["“", "Yes", ",", "”", "(", "she", ")", "said", "—"]),
        ("€98.00 and 5%", ["€", "98.00", "and", "5", "%"]),
        ("cafe\u0301 naïve", ["cafe\u0301", "naïve"]),
        (" \n\t", []),
    ],
)
def test_a_text_falls_into_tokens(text: str, expected: list[str]) -> None:
    assert [token.form for token in tokenize(text)] == expected


@pytest.mark.parametrize(
    ("form", "shape", "is_word"),
    [
        ("Sandqvist", "Xxx", True),
        ("NATO", "XX", True),
        ("2024", "99", False),
        ("McKay-2", "XxXxx-9", True),
        ("…", "…", False),
    ],
)
def test_a_token_has_a_shape(form: str, shape: str, is_word: bool) -> None:
    (token,) = tokenize(form)
    assert (token.shape, token.is_word) == (shape, is_word)


@given(st.text(alphabet="aB é’-.,1…“ \n\u0301", max_size=20))
def test_every_character_but_white_space_is_in_one_token_and_forms_are_the_same(text: str) -> None:
    tokens = list(tokenize(text))
    assert [token.span.of(text) for token in tokens] == [token.form for token in tokens] == forms(text)
    assert "".join(token.form for token in tokens) == "".join(c for c in text if not c.isspace())
