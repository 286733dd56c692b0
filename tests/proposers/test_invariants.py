"""What holds for every proposer and every text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleantext.core.edit import apply_edits
from cleantext.proposers.attribution import Attributions
from cleantext.proposers.boundaries import Boundaries
from cleantext.proposers.figures import Figures
from cleantext.proposers.forms import Forms
from cleantext.proposers.leftovers import Leftovers
from cleantext.proposers.marks import Marks
from cleantext.proposers.misread import Misread
from cleantext.proposers.names import Names
from cleantext.proposers.phrases import Phrases
from cleantext.proposers.printing import Printing
from cleantext.proposers.proposal import MOST_FIXES, Proposer
from cleantext.proposers.repeats import Repeats
from cleantext.proposers.residue import Residue
from cleantext.proposers.sense import Sense
from cleantext.proposers.wording import Wording
from tests.proposers.proposals import candidates

PROPOSERS: list[Proposer] = [
    Attributions(),
    Boundaries(),
    Figures(),
    Forms(),
    Leftovers(),
    Marks(),
    Misread(),
    Names(),
    Phrases(),
    Printing(),
    Repeats(),
    Residue(),
    Sense(),
    Wording(),
]

_PIECES = """the The of could Push is it. He said Lund told Ada, Ada Lund “We ” " « » ( ) , . . ; : ? ! … - – ﬁ rst ff e
ort govern- ment under-stand READ NEXT Photo: <br> ReplyDelete winterAlthough closed.NATO 4.7%its letter8 See 94 et al.
port port and Chile and Chile which Which İzmir ß a.m. U.S. cookies We use According to that.
tbe wbich bas tlie rnay a1ways b!ack
Orvane Orvan Mr $ 1 ,2 km kilometers 1960 years 90 000 ten thousand 11: 00 a.m C° 12. March"""
_PIECE = st.sampled_from([*_PIECES.split(), "\n", "\n\n"])
_TEXT = st.lists(_PIECE, max_size=25).map(" ".join) | st.text(max_size=60)


@pytest.mark.parametrize("proposer", PROPOSERS, ids=lambda proposer: proposer.name)
@given(text=_TEXT)
def test_candidates_lie_in_the_text_and_repairs_change_it(proposer: Proposer, text: str) -> None:
    for candidate in candidates(proposer, text):
        assert candidate.span.end <= len(text)
        assert candidate.pack == proposer.name
        assert len(candidate.fixes) <= MOST_FIXES
        assert all(isinstance(number, float) for number in candidate.evidence.values())
        results = [apply_edits(text, fix.edits) for fix in candidate.fixes]
        assert text not in results


@pytest.mark.parametrize("proposer", PROPOSERS, ids=lambda proposer: proposer.name)
@given(text=_TEXT)
def test_the_same_text_gives_the_same_candidates(proposer: Proposer, text: str) -> None:
    assert candidates(proposer, text) == candidates(proposer, text)
