"""All candidates of a text, as a run has them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache

from cleantext.checkers.grammar import GrammarChecker
from cleantext.checkers.rules import RuleChecker
from cleantext.core.candidate import Candidate
from cleantext.core.finding import Severity
from cleantext.core.revision import Revision
from cleantext.formats.text import segment
from cleantext.judge.checker import MOST_FIXES, as_candidate, proposers
from cleantext.language.analysis import Analysis
from cleantext.language.phrase_table import PhraseTable
from cleantext.language_model.encoder import Encoder
from cleantext.languagetool.server import running
from cleantext.proposers.misfits import Misfits
from cleantext.proposers.phrases import Phrases
from cleantext.proposers.proposal import Proposer
from cleantext.rulebook.compile import compile_rules
from cleantext.rulebook.load import load
from cleantext.rulebook.location import rules_dir


@cache
def _rules() -> RuleChecker:
    return RuleChecker([r for r in compile_rules(load([rules_dir()])) if r.rule.holds_in("en")])


@cache
def _proposers() -> Sequence[Proposer]:
    return proposers()


def candidates_of(
    text: str,
    known: Mapping[str, list[Candidate]],
    encoder: Encoder | None = None,
    phrases: PhraseTable | None = None,
) -> dict[str, list[Candidate]]:
    """The candidates of each proposer by its name, those of the rules under ``rules``; what is ``known`` stays. The
    ``encoder`` is one that has not seen the text, and ``phrases`` were counted without it.
    """
    analysis = Analysis(Revision(text, segment))
    found = dict(known)
    if "rules" not in found:
        found["rules"] = [as_candidate(f) for f in _rules().check(analysis) if f.severity is not Severity.INFO]
    for proposer in _proposers():
        if proposer.name not in found:
            if isinstance(proposer, Misfits):
                proposer = Misfits(encoder)
            elif isinstance(proposer, Phrases):
                proposer = Phrases(phrases)
            found[proposer.name] = list(proposer.propose(analysis))
    return found


def of_languagetool(texts: Sequence[str]) -> Iterator[list[Candidate]]:
    """What LanguageTool says of each text, with all its rules; it has to be set up here."""
    with running(every=True) as server:
        checker = GrammarChecker(server, every=True)
        for text in texts:
            yield [
                replace(candidate, fixes=candidate.fixes[:MOST_FIXES])
                for candidate in checker.candidates(Analysis(Revision(text, segment)))
            ]
