"""Everything that proposes, seen through the judge: a checker of the engine."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import chain, count
from typing import Protocol

from cleantext.checkers.checker import Checker
from cleantext.core.candidate import Candidate
from cleantext.core.finding import Applicability, Finding, Fix, Severity, Source
from cleantext.judge.garbled import GARBLED, garbled
from cleantext.judge.judge import DECLARED_SAFE, SHORTEST_QUIET, Judge, Part
from cleantext.judge.model import JudgeError, shipped
from cleantext.language.analysis import Analysis
from cleantext.language_model import encoder, ngram
from cleantext.language_model.encoder import EncoderError
from cleantext.language_model.ngram import NGramModelError
from cleantext.proposers.attribution import Attributions
from cleantext.proposers.boundaries import Boundaries
from cleantext.proposers.figures import Figures
from cleantext.proposers.forms import Forms
from cleantext.proposers.leftovers import Leftovers
from cleantext.proposers.marks import Marks
from cleantext.proposers.misfits import Misfits
from cleantext.proposers.misread import Misread
from cleantext.proposers.names import Names
from cleantext.proposers.phrases import Phrases
from cleantext.proposers.printing import Printing
from cleantext.proposers.proposal import Proposer
from cleantext.proposers.repeats import Repeats
from cleantext.proposers.residue import Residue
from cleantext.proposers.sense import Sense
from cleantext.proposers.wording import Wording

MOST_FIXES = 5
"""Repairs of a candidate that are weighed: those after them were hardly ever right."""
CELL = 4_000
"""Characters of a text that are asked about together: as many as an article has."""
DENSE, DENSEST = 500, 60
ASKED = "asked"
"""The name under which a passage is told whether those of ``DEAR`` were asked about it: in later passes they are asked
there again, and where something was repaired.
"""
DEAR = ("forms", "misfits", "wording")
"""Proposers that take most of the time. They and LanguageTool are asked only about cells in which others find
something doubtful."""


def proposers() -> Sequence[Proposer]:
    """All that come with the package."""
    return (
        Attributions(), Boundaries(), Figures(), Forms(), Leftovers(), Marks(), Misfits(), Misread(), Names(),
        Phrases(), Printing(), Repeats(), Residue(), Sense(), Wording(),
    )  # fmt: skip


def bounded(candidates: Iterable[Candidate]) -> list[Candidate]:
    """The first ``DENSEST`` candidates of each ``DENSE`` characters: no prose has as many, and time must not grow with
    the square of a text of nothing but marks.
    """
    seen: Counter[int] = Counter()
    kept = []
    for candidate in candidates:
        cell = candidate.span.start // DENSE
        seen[cell] += 1
        if seen[cell] <= DENSEST:
            kept.append(candidate)
    return kept


class Grammar(Protocol):
    """LanguageTool as a proposer: its requests are under way when ``candidates`` returns."""

    @property
    def name(self) -> str: ...

    @property
    def version(self) -> str | None: ...

    def candidates(self, analysis: Analysis) -> Iterable[Candidate]: ...

    def problems(self) -> Iterable[str]: ...


@dataclass
class JudgedChecker:
    """Weighs what ``rules``, ``proposers`` and ``grammar`` say; ``sensitivity`` says how likely a finding must be.

    Rules speak for themselves where the judge has no record of them (a user's own) and where they only remark on style.
    """

    rules: Checker
    proposers: Sequence[Proposer]
    grammar: Grammar | None = None
    sensitivity: str = "normal"
    wanted: Callable[[str, str], bool] = lambda rule, pack: True
    """Of what rule and pack a finding may be; what isn't wanted is evidence still, but takes no place of others."""
    doubted: Callable[[str, str], bool] = lambda rule, pack: True
    """Of what rule and pack a place may be that speaks for a garbled sentence."""
    neural: bool = True
    """Whether the encoder is asked."""
    name: str = "rules"
    source: Source = Source.RULE
    _problem: str | None = field(default=None, init=False)
    _source: str = field(default="", init=False, repr=False)
    _damaged: float = field(default=0.0, init=False)
    """Of the sentences of the last source: what is repaired in a pass still speaks for damage in the next."""

    @property
    def version(self) -> str | None:
        """The version of the rules."""
        return self.rules.version

    def check(self, analysis: Analysis) -> Iterable[Finding]:
        """One finding for each place that is likelier damaged than ``sensitivity`` asks for."""
        found = list(self.rules.check(analysis))
        self._problem = None
        try:
            judge = self._judge()
        except (JudgeError, NGramModelError) as error:
            self._problem = str(error)
            return found
        return self._weighed(judge, analysis, found)

    def _judge(self) -> Judge:
        """The judge that hears the encoder; without the encoder, the plain one."""
        reader = None
        if self.neural:
            try:
                reader = encoder.shipped()
            except EncoderError as error:
                self._problem = str(error)
        model = shipped(neural=reader is not None)
        return Judge(
            model, ngram.shipped(), model.shown[self.sensitivity], reader, model.garbled.get(self.sensitivity, 1.0)
        )

    def _weighed(self, judge: Judge, analysis: Analysis, found: Iterable[Finding]) -> Iterator[Finding]:
        candidates: list[Candidate] = []
        own: list[Finding] = []
        for finding in found:
            if finding.severity is Severity.INFO:
                yield finding
            elif finding.rule not in judge.model.records:
                own.append(finding)
                yield finding
            else:
                candidates.append(as_candidate(finding))
        source = analysis.revision.source
        before = self._damaged if analysis.revision.edits and source == self._source else 0.0
        verdicts, self._damaged = judge.verdicts(
            analysis, self._parts(analysis, candidates, self._asked(judge)), before
        )
        self._source = source
        wanted = [v for v in verdicts if self.wanted(v.candidate.rule, v.candidate.pack)]
        shown = judge.findings(wanted, analysis.text)
        yield from shown
        if self.wanted(GARBLED.id, GARBLED.pack):
            doubts = (v for v in verdicts if self.doubted(v.candidate.rule, v.candidate.pack))
            yield from garbled(judge, doubts, [*own, *shown], analysis)

    def _asked(self, judge: Judge) -> Sequence[Proposer]:
        return [p for p in self.proposers if judge.encoder or not isinstance(p, Misfits)]

    def _parts(self, analysis: Analysis, of_rules: Iterable[Candidate], asked: Sequence[Proposer]) -> Iterator[Part]:
        """All candidates, cell by cell of the text; those of the dear ones only where wanted."""
        cells = [part.parts(max(1, round(part.size / CELL))) for part in analysis.windows]
        starts = [cell.passages[0].start for part in cells for cell in part if cell.passages]

        def parted(candidates: Iterable[Candidate]) -> Mapping[int, Sequence[Candidate]]:
            found: dict[int, list[Candidate]] = defaultdict(list)
            for candidate in candidates:
                found[max(0, bisect_right(starts, candidate.span.start) - 1)].append(candidate)
            return found

        def all_of(cell: Analysis, found: Sequence[Candidate]) -> Sequence[Candidate]:
            for passage in cell.passages:
                passage.told[ASKED] = True
            told = self.grammar.candidates(cell) if self.grammar else ()  # it is at work meanwhile
            more = list(chain.from_iterable(proposer.propose(cell) for proposer in dear))
            return bounded([*found, *more, *told])

        rules = parted(of_rules)
        dear = [proposer for proposer in asked if proposer.name in DEAR]
        cheap = [proposer for proposer in asked if proposer.name not in DEAR]
        first = not analysis.revision.edits
        numbers = count()
        for part, its_cells in zip(analysis.windows, cells, strict=True):
            of_part = parted(chain.from_iterable(proposer.propose(part) for proposer in cheap))
            for cell, number in zip(its_cells, numbers, strict=False):
                found = [*rules.get(number, ()), *of_part.get(number, ())]
                every = partial(all_of, cell, found)
                quiet = first or all(passage.told.get(ASKED) is False for passage in cell.passages)
                for passage in cell.passages:
                    passage.told.setdefault(ASKED, False)
                may_be_clean = quiet and cheap and dear and part.size >= SHORTEST_QUIET
                yield Part(bounded(found), every) if may_be_clean else Part(every())
            part.forget()

    def problems(self) -> Iterable[str]:
        """What the rules met, and weights that can't be read."""
        if self._problem:
            yield self._problem
        yield from self.rules.problems()


@dataclass(frozen=True)
class Heard:
    """LanguageTool where the judge asks it: it says nothing itself, but a run names its version and its problems."""

    grammar: Grammar
    source: Source = Source.GRAMMAR

    @property
    def name(self) -> str:
        """LanguageTool's."""
        return self.grammar.name

    @property
    def version(self) -> str | None:
        """LanguageTool's."""
        return self.grammar.version

    def check(self, analysis: Analysis) -> Iterable[Finding]:
        """Nothing: it speaks through the judge."""
        return ()

    def problems(self) -> Iterable[str]:
        """LanguageTool's."""
        return self.grammar.problems()


def as_candidate(finding: Finding) -> Candidate:
    """A rule's finding, to be weighed like any other candidate."""
    fixes: tuple[Fix, ...] = tuple(fix.demoted() for fix in (finding.fix, *finding.alternatives) if fix)
    sure = finding.fix is not None and finding.fix.applicability is Applicability.SAFE
    return Candidate(
        finding.rule, finding.pack, finding.span, finding.message, finding.why, finding.source, fixes[:MOST_FIXES],
        finding.severity, {DECLARED_SAFE: 1.0} if sure else {},
    )  # fmt: skip
