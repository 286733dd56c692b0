"""Candidates become findings: two probabilities for each, the likeliest repair, and one finding for one place."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import compress

import numpy as np
from numpy.typing import NDArray

from cleantext.core.candidate import Candidate
from cleantext.core.finding import Applicability, Finding, Fix, Source
from cleantext.core.span import Span, clash
from cleantext.core.span_index import SpanIndex
from cleantext.judge import rereading, stacking
from cleantext.judge.blocks import as_blocks
from cleantext.judge.evidence import (
    Evidence,
    beside_columns,
    best,
    damage_around,
    damaged_sentences,
    gather,
)
from cleantext.judge.look import Gain, Look, Place
from cleantext.judge.model import JudgeModel
from cleantext.judge.readings import READ, columns
from cleantext.judge.reasons import reasons
from cleantext.judge.trees import Matrix
from cleantext.language.analysis import Analysis
from cleantext.language_model.encoder import Encoder
from cleantext.language_model.ngram import NGramModel

LIKELY = 0.25
"""A repair that is right with less than this probability is an alternative for a person, and no proposal."""
FAINT = 0.1
"""A candidate that the first look finds less likely isn't looked at again: of 11,926 that were shown two were, and in
clean text 7 of 10 candidates are. A rule's is always."""
READ_FROM = 0.2
"""From which first probability on the encoder is asked about a candidate; a rule's it always is."""
REREAD_FROM = 0.1
"""A repair that is right with less than this probability isn't read again in its sentence."""
REREAD_WRONG = 0.2
"""Nor is one where something is wrong with less than this probability: too few of these are shown in the end."""
QUIET = 0.3
"""Where the first look finds nothing likelier than this, a cell of a text of ``SHORTEST_QUIET`` characters and more is
taken for clean, and nobody dear is asked. Of whole texts it is known that of 5,353 of their candidates that were shown
in annotated ones none was in such a text, and that 70 of 100 clean ones are."""
SHORTEST_QUIET = 1_000
RULES_SHARE = 0.45
"""The part of the usual threshold that a rule's finding must reach: whoever wrote it vouches for it. With 0.3 instead
rules raise up to a quarter more alarms in damaged text and find hardly more, with 0.7 they find less."""
POINTING = 1.08
"""What a finding that only points must have of the usual threshold: at the same alarms as with one threshold for all
more is repaired. What is less sure may still be part of a garbled sentence."""
RULES_LIKELY = 0.075
"""As ``LIKELY``, for a rule's repair."""
DOUBTFUL = 0.1
"""From which probability on a candidate that isn't shown speaks, with others, for a garbled sentence."""
MOST_REMOVED = 4
"""Words by which a text becomes shorter without asking: of 118 longer lines that were as probably residue five held a
headline or a comment, too."""
_WORD = re.compile(r"\w+")
MOST_ALTERNATIVES = 8
"""Repairs that a finding offers beside its own: what a person may choose from, and few enough where thousands meet."""
DECLARED_SAFE = "declared_safe"
"""The evidence that a rule's author declares its repair safe; the judge agrees unless another is likelier."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the judge makes of a candidate: the probability that something is wrong there, and of each repair that it
    is right, in the order of the candidate's own.
    """

    candidate: Candidate
    wrong: float
    right: tuple[float, ...]
    evidence: str = ""
    """What spoke for it, in words."""

    @property
    def likeliest(self) -> tuple[float, Fix | None]:
        """The repair that is likeliest right, with its probability."""
        best = max(self.right, default=0.0)
        return best, self.candidate.fixes[self.right.index(best)] if self.right else None


@dataclass(frozen=True, slots=True)
class Part:
    """The candidates of a part of a text. Where these are only what is cheap to find, ``more`` gives all there are,
    these first.
    """

    candidates: Sequence[Candidate]
    more: Callable[[], Sequence[Candidate]] | None = None


@dataclass(frozen=True)
class Judge:
    """Weighs candidates by ``model``; a candidate is a finding from the probability ``shown`` on, a garbled sentence
    from ``garbled`` on. ``model`` knows what an ``encoder`` says if there is one.
    """

    model: JudgeModel
    words: NGramModel
    shown: float
    encoder: Encoder | None = None
    garbled: float = 1.0

    def verdicts(self, analysis: Analysis, parts: Iterable[Part], damaged: float = 0.0) -> tuple[list[Verdict], float]:
        """What to make of each candidate that is shown or ``DOUBTFUL``, and how many sentences are expected to be
        damaged.

        The candidates come in ``parts`` of the text; what is known of a part is thrown away before the next one, but
        for what may be shown. At least ``damaged`` sentences were so in the source, before earlier passes repaired it.
        """
        look = Look(analysis, self.words)
        likely, by_sentence = self.likely(look, parts)
        here = sum(p for p, _ in by_sentence.values())
        found: list[Verdict] = []
        for kept in likely:
            found += self._judged(look, kept, kept.told(by_sentence, max(0.0, damaged - here)))
        return found, max(damaged, here)

    def likely(self, look: Look, parts: Iterable[Part]) -> tuple[list[Likely], dict[int, tuple[float, int]]]:
        """The candidates of each part that may be shown after the first look, and what that says of each sentence."""
        by_sentence: dict[int, tuple[float, int]] = {}
        likely: list[Likely] = []
        for part in parts:
            candidates = part.candidates
            evidence, first = self._at_first_sight(candidates, look)
            if part.more and first.max(initial=0.0) >= QUIET:
                candidates = part.more()
                evidence, first = self._at_first_sight(candidates, look, evidence.gains)
            by_sentence |= damaged_sentences(evidence.places, first)
            likely.append(Likely.of_part(candidates, evidence, first, look, self.encoder))
        return likely, by_sentence

    def _at_first_sight(
        self, candidates: Sequence[Candidate], look: Look, gains: Sequence[Sequence[Gain]] = ()
    ) -> tuple[Evidence, NDArray[np.float32]]:
        evidence = gather(look.analysis, candidates, self.words, self.model.records, self.model.names, look, gains)
        return evidence, best(
            evidence.candidate, self.model.answers["first"].probability(evidence.rows), len(candidates)
        )

    def _judged(self, look: Look, part: Likely, rows: Matrix) -> list[Verdict]:
        """The verdicts on the candidates of a part that are shown or ``DOUBTFUL``."""
        wrong, right, reread = self.answered(look, part, rows)
        surest = best(part.of, wrong, len(part.candidates))
        if "stacked" in self.model.answers:
            told = self.heard(part, rows, wrong, right, reread)
            surest = vouched(part.candidates, surest, self.model.answers["stacked"].probability(told))
        least = [min(DOUBTFUL, _least(candidate, self.shown)) for candidate in part.candidates]
        kept = surest >= np.array(least)
        right = self.model.trusted(right, [part.candidates[i].pack for i in part.of.tolist()])
        found = verdicts(part.candidates, part.of, part.fix, surest, right)
        row_of = np.searchsorted(part.of, np.flatnonzero(kept))  # the rows of a candidate are neighbours
        return [
            replace(verdict, evidence=reasons(part.rows[row].tolist(), part.damaged.item(row)))
            for verdict, row in zip(compress(found, kept.tolist()), row_of.tolist(), strict=True)
        ]

    def answered(
        self, look: Look, part: Likely, rows: Matrix
    ) -> tuple[NDArray[np.float32], NDArray[np.float32], Matrix]:
        """The answers to the first questions, for each row: how likely something is wrong, and the repair right;
        and what the encoder says of the repaired sentences that it read.
        """
        answers = self.model.answers
        wrong, right = answers["wrong"].probability(rows), answers["right"].probability(rows)
        reread = np.full((len(rows), len(rereading.REREAD)), np.nan, np.float32)
        if self.encoder and "reread" in answers:
            hopeful = np.flatnonzero((wrong >= REREAD_WRONG) & (right >= REREAD_FROM) & (part.fix >= 0))
            reread[hopeful] = rereading.columns(look, *part.repairs(hopeful), self.encoder)
            right[hopeful] = answers["reread"].probability(np.hstack([rows[hopeful], reread[hopeful]]))
        return wrong, right, reread

    def heard(
        self, part: Likely, rows: Matrix, wrong: NDArray[np.float32], right: NDArray[np.float32], reread: Matrix
    ) -> Matrix:
        """What ``stacked`` is answered from, a row for each candidate: the columns of ``stacking``, and those of
        the row in which it is most likely wrong.
        """
        surest = stacking.surest_rows(part.of, wrong, len(part.candidates))
        return np.hstack([stacking.columns(part.candidates, part.of, wrong, right, reread), rows[surest]])

    def findings(self, verdicts: Sequence[Verdict], text: str) -> list[Finding]:
        """One finding for each place at which something is likelier wrong than ``shown`` says."""
        return chosen(verdicts, text, self.shown, self.model.safe)


@dataclass(frozen=True, slots=True)
class Likely:
    """The candidates of a part of a text that may be shown after the first look, with what it says of each: row
    ``rows[i]`` and the columns ``beside[i]`` are about repair ``fix[i]`` of candidate ``of[i]``.
    """

    candidates: Sequence[Candidate]
    sentences: int
    places: Sequence[Place]
    first: NDArray[np.float32]
    rows: Matrix
    damaged: NDArray[np.float32]
    beside: Matrix
    of: NDArray[np.int32]
    fix: NDArray[np.int32]

    def told(self, by_sentence: Mapping[int, tuple[float, int]], lost: float) -> Matrix:
        """All columns of each row; ``lost`` damaged sentences were repaired by earlier passes."""
        around = damage_around(self.places, self.first, by_sentence, self.sentences, lost)
        return np.hstack([self.rows, around[self.of], self.beside])

    def repairs(self, rows: NDArray[np.intp]) -> tuple[list[Fix], list[Place], list[int]]:
        """The repairs that some rows are about, where they are, and of which candidate."""
        of = self.of[rows].tolist()
        fixes = [self.candidates[i].fixes[k] for i, k in zip(of, self.fix[rows].tolist(), strict=True)]
        return fixes, [self.places[i] for i in of], of

    @classmethod
    def of_part(
        cls,
        candidates: Sequence[Candidate],
        evidence: Evidence,
        first: NDArray[np.float32],
        look: Look,
        encoder: Encoder | None,
    ) -> Likely:
        kept = (first >= FAINT) | np.array([candidate.of_rule for candidate in candidates], bool)
        rows, chosen = kept[evidence.candidate], kept.tolist()
        number = (np.cumsum(kept) - 1).astype(np.int32)
        left, places = list(compress(candidates, chosen)), list(compress(evidence.places, chosen))
        seen = [evidence.rows[rows]]
        damaged = np.full(len(seen[0]), np.nan, np.float32)
        if encoder:
            asked = [p >= READ_FROM or c.of_rule for c, p in zip(left, first[kept].tolist(), strict=True)]
            seen.append(columns(look, left, places, encoder, asked))
            damaged = seen[-1][:, READ.index("read_most")]
        return cls(
            left, evidence.sentences, places,
            first[kept], np.hstack(seen), damaged, beside_columns(evidence, first)[rows],
            number[evidence.candidate[rows]], evidence.fix[rows],
        )  # fmt: skip


def vouched(
    candidates: Sequence[Candidate], before: NDArray[np.float32], last: NDArray[np.float32]
) -> NDArray[np.float32]:
    """How likely something is wrong at each place, from the ``last`` answer and the one ``before``: of a rule's finding
    what the surer of them says, since the last question was learnt where few rules find anything.
    """
    of_rule = np.array([candidate.of_rule for candidate in candidates], bool)
    return np.where(of_rule, np.maximum(before, last), last)


def verdicts(
    candidates: Sequence[Candidate],
    of: NDArray[np.int32],
    fix: NDArray[np.int32],
    wrong: NDArray[np.float32],
    right: NDArray[np.float32],
) -> list[Verdict]:
    """The verdicts from how likely something is ``wrong`` at each candidate, and each row ``right``, which
    is about repair ``fix[i]`` (-1: none) of candidate ``of[i]``.
    """
    rights: list[list[float]] = [[] for _ in candidates]
    for i, k, p in zip(of.tolist(), fix.tolist(), right.tolist(), strict=True):
        if k >= 0:
            rights[i].append(p)
    return [Verdict(c, w, tuple(r)) for c, w, r in zip(candidates, wrong.tolist(), rights, strict=True)]


def chosen(verdicts: Sequence[Verdict], text: str, shown: float, safe: float) -> list[Finding]:
    """One place, one finding: the surest candidate speaks, the others' repairs are alternatives there."""
    ordered = sorted(
        (v for v in verdicts if v.wrong >= _least(v.candidate, shown) * (1.0 if _proposes(v) else POINTING)),
        key=lambda v: (
            not v.candidate.evidence.get(DECLARED_SAFE),  # else what an earlier pass began could stay half done
            -v.wrong - max(v.right, default=0.0),
            len(v.candidate.span),
            v.candidate.span,
        ),
    )
    kept: list[Finding] = []
    taken: SpanIndex[int] = SpanIndex()
    for verdict in ordered:
        span = verdict.candidate.span
        hosts = [i for i in taken.touching(span) if _same_place(kept[i], verdict.candidate)]
        finding = _finding(verdict, safe, text)
        if hosts:
            kept[hosts[0]] = _with_alternatives(_joined(kept[hosts[0]], finding, text), verdict, text)
            continue
        if finding.source is Source.WIDE and not finding.fix and taken.touching(_with_gap(span)):
            continue  # who looks at the surer one sees it: a sixth of all findings, which find a 250th more
        for place in {span, *(edit.span for edit in (finding.fix.edits if finding.fix else ()))}:
            taken.add(place, len(kept))
        kept.append(finding)
    return list(as_blocks(sorted(kept, key=lambda finding: (finding.span, finding.rule)), text))


def _with_gap(span: Span) -> Span:
    """A stretch with the space on either side."""
    return Span(max(0, span.start - 1), span.end + 1)


def _least(candidate: Candidate, shown: float) -> float:
    """From which probability a candidate is shown. Whoever wrote a rule vouches for it: that is evidence, too."""
    if candidate.evidence.get(DECLARED_SAFE):
        return 0.0
    return RULES_SHARE * shown if candidate.of_rule else shown


def _proposes(verdict: Verdict) -> bool:
    """Whether one of its repairs is likely enough to be proposed."""
    return max(verdict.right, default=0.0) >= (RULES_LIKELY if verdict.candidate.of_rule else LIKELY)


def _same_place(finding: Finding, candidate: Candidate) -> bool:
    places = [finding.span, *(edit.span for edit in (finding.fix.edits if finding.fix else ()))]
    others = [candidate.span, *(edit.span for fix in candidate.fixes[:1] for edit in fix.edits)]
    return clash(places, others)


def _finding(verdict: Verdict, safe: float, text: str) -> Finding:
    candidate = verdict.candidate
    order = sorted(range(len(verdict.right)), key=lambda k: -verdict.right[k])
    fixes = [candidate.fixes[k] for k in order]
    sure = verdict.right[order[0]] if order else 0.0
    declared = bool(candidate.evidence.get(DECLARED_SAFE)) and order[:1] == [0]
    enough = bool(fixes) and sure >= safe and not _removes_much(fixes[0], text)
    level = Applicability.SAFE if enough or declared else Applicability.SUGGESTED
    first = Fix(fixes[0].edits, level) if fixes else None
    proposed = first if _proposes(verdict) or declared else None
    rest = fixes[1:] if proposed else fixes
    finding = candidate.finding(proposed, tuple(fix.demoted() for fix in rest), verdict.wrong, sure)
    return replace(finding, why=f"{finding.why} {verdict.evidence}".strip()) if verdict.evidence else finding


def _removes_much(fix: Fix, text: str) -> bool:
    """Whether a repair is to leave out more words than anybody would overlook."""
    fewer = (len(_WORD.findall(edit.span.of(text))) - len(_WORD.findall(edit.replacement)) for edit in fix.edits)
    return sum(fewer) > MOST_REMOVED


def _joined(host: Finding, other: Finding, text: str) -> Finding:
    """``host`` with what a less sure finding at its place knows better: a repair, or a rule's name for the same."""
    if not other.fix:
        return host
    if not host.fix:
        if not host.span.covers(other.span):
            return host
        effect = other.fix.effect(text)
        rest = tuple(fix for fix in host.alternatives if fix.effect(text) != effect)
        return replace(host, fix=other.fix, alternatives=rest, fix_confidence=other.fix_confidence)
    if host.source is Source.WIDE and other.source is Source.RULE and host.fix.effect(text) == other.fix.effect(text):
        return replace(
            other, fix=host.fix, alternatives=host.alternatives,
            confidence=host.confidence, fix_confidence=host.fix_confidence,
        )  # fmt: skip
    return host


def _with_alternatives(finding: Finding, verdict: Verdict, text: str) -> Finding:
    room = MOST_ALTERNATIVES - len(finding.alternatives)
    if room <= 0:
        return finding
    known = {fix.effect(text) for fix in (finding.fix, *finding.alternatives) if fix}
    new = [fix.demoted() for fix in verdict.candidate.fixes[:2] if fix.effect(text) not in known]
    return replace(finding, alternatives=(*finding.alternatives, *new[:room])) if new else finding
