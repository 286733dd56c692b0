"""What a rewording may change, and what it must keep."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleantext.rewording.keeping import keeps


@pytest.mark.parametrize(
    ("sentence", "proposal", "kept"),
    [
        ("Benefits to Lee will 3 bring.", "It will bring 3 benefits to Lee.", True),
        ("Benefits to Lee will 3 bring.", "It will bring 3 benefits to Li.", False),
        ("Benefits to Lee will 3 bring.", "It will bring three benefits to Lee.", False),
        ("Benefits to Lee will 3 bring.", "It will bring 3 benefits to Lee and Ray.", False),
        ("Benefits to Lee will 3 bring.", "It will bring 3 benefits to Lee in 2024.", False),
        ("Benefits to Lee will 3 bring.", "Benefits to Lee will 3 bring.", False),
        ("Benefits to Lee will 3 bring.", "", False),
        ("Benefits to Lee will 3 bring.", "It will bring 3 benefits\nto Lee.", False),
        ("Benefits to Lee will 3 bring.", "It will <b>bring</b> 3 to Lee.", False),
        (
            "Benefits to Lee will 3 bring.",
            "Sure! Here is the repaired sentence: it will bring 3 benefits to Lee.",
            False,
        ),
        ("Putin will to travel of.", "He will travel.", False),
        ("He will to travel of it.", "Putin will travel to it.", False),
        ("He “must go now” it said of.", "He said “must go now” of it.", True),
        ("He “must go now” it said of.", "He said “has to go” of it.", False),
        ("He “must go now” it said of.", "He said he must go now.", False),
        ("The plan was not of approved.", "The plan was approved.", False),
        ("The plan was of approved.", "The plan wasn’t approved.", False),
        ("The plan was not of approved.", "The plan wasn't approved.", True),
        ("The plan no it was of approved.", "The plan was never approved.", True),
        ("He to accept of the offer said.", "He refused the offer, he said.", False),
        ("The plan of legal was it.", "The plan was illegal.", False),
        ("The plan of unlikely was it.", "The plan was likely.", False),
        ("The plan to two of the towns is.", "The plan is for three of the towns.", False),
        ("It five million to of cost.", "It cost five billion.", False),
        ("It $5 to of cost.", "It cost €5.", False),
        ("It 5 to of cost.", "It cost 5%.", False),
        ("It ½ of the was cost.", "It was ¼ of the cost.", False),
        ("The plan it of was read.", "The plan was read.\u2028Next.", False),
        ("The plan it of was read.", "The plan was\u2029 read.", False),
        ("The plan it of was read.", "The plan was read at evil.example.", False),
        ("The plan it of was read.", "The plan was read at www.evil", False),
        ("The plan it of was read.", "The plan was read by a@b.example.", False),
        ("The plan it of was read.", "The plan was read at ftp://evil.", False),
        ("At http://a.example the plan of.", "The plan at http://b.example.", False),
        ("The plan at a.example of was.", "The plan was at a.example.", True),
        ("The [plan it of was read.", "The [plan](x) was read.", False),
        ("The plan it of was read [1].", "The plan was read [1].", True),
        ("At http://a.example it of was.", "At http://a.example it was http://a.example.", False),
    ],
)
def test_names_numbers_and_quotations_are_kept(sentence: str, proposal: str, kept: bool) -> None:
    assert keeps(sentence, proposal) is kept


def test_a_name_may_come_from_the_text_around() -> None:
    assert keeps("He will to travel of it.", "He will travel to Oslo.", "The road to Oslo is long.")
    assert not keeps("He will to travel of it.", "He will travel to Oslo.", "The road is long.")


@given(st.text(max_size=60), st.text(max_size=60))
def test_what_is_kept_has_the_same_digits(sentence: str, proposal: str) -> None:
    if keeps(sentence, proposal):
        assert sorted(c for c in sentence if c.isascii() and c.isdigit()) == sorted(
            c for c in proposal if c.isascii() and c.isdigit()
        )
