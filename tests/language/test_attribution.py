"""The row of quotations and tags: it covers the passage in order, and reads every kind of quotation mark alike."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleantext.core.document import BlockKind
from cleantext.language.analysis import Passage

WORDS = ["said", "Jens", "the", "chief", "in", "who", "Mr.", "é", "𝄞", "van", "Paris"]
PIECES = st.sampled_from([*'“”‘’".,…', *WORDS])
GLUED = st.sampled_from([*'“”‘’".,…:!-– \n\x1c', *WORDS, "J.", "U.S.", "’s", "M", "a" * 70])


def symbols(text: str) -> str:
    return Passage(text, BlockKind.PROSE).row.symbols


@given(st.lists(PIECES, max_size=30).map(" ".join) | st.lists(GLUED, max_size=30).map("".join))
def test_parts_stand_in_order_and_leave_no_word_out(text: str) -> None:
    found = Passage(text, BlockKind.PROSE).row
    assert len(found.parts) == len(found.symbols)
    done = 0
    for part in found.parts:
        assert done <= part.start < part.end <= len(text)
        assert not any(c.isalpha() for c in text[done : part.start])
        done = part.end
    assert not any(c.isalpha() for c in text[done:])


@pytest.mark.parametrize(
    "quotation", ["“It is late,”", "«It is late,»", '"It is late,"', "‘It is late,’", "„It is late,“"]
)
def test_every_quotation_mark_is_read(quotation: str) -> None:
    assert symbols(f"{quotation} said the guide Petro Melnyk in Odesa.") == "QVHIH."


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“It is late.” Stated.", "EV."),
        ("“It is late,” said Mr. J. K. Lee of the U.S. team.", "QVHIHx."),
        ("“It is late,” said Maria de la Cruz, who left.", "QVH,Rx."),
        ("Her lawyer said that it is not over.", "HVTPBBI."),
    ],
)
def test_rows(text: str, expected: str) -> None:
    assert symbols(text) == expected
