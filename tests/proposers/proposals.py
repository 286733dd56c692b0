"""What a proposer makes of a short text: the tables of the tests beside it are read with these."""

from __future__ import annotations

from cleantext.core.candidate import Candidate
from cleantext.core.edit import apply_edits
from cleantext.proposers.proposal import Proposer
from tests.analysed import analysed


def candidates(proposer: Proposer, text: str) -> list[Candidate]:
    """Everything that is proposed for a plain text."""
    return list(proposer.propose(analysed(text)))


def repairs(proposer: Proposer, text: str, rule: str) -> list[str]:
    """The texts that the repairs of a rule's candidates give, each repair by itself, in order."""
    return [
        apply_edits(text, fix.edits)
        for candidate in candidates(proposer, text)
        if candidate.rule == rule
        for fix in candidate.fixes
    ]


def rules(proposer: Proposer, text: str) -> set[str]:
    """The rules that propose something."""
    return {candidate.rule for candidate in candidates(proposer, text)}
