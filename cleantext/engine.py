"""From a document to findings and a reviewed text: the pass loop.

Encoding repairs come first, since they change what every other checker sees. Then all others look at the new
revision, what the level allows is applied, and they look again, until a pass has nothing more to apply. Rules that
would never come to an end (they undo each other, or feed on what they write) apply nothing: all starts anew without
their fixes, so that a second run over the copy applies nothing either.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import chain

from cleantext.checkers.checker import Checker
from cleantext.conflicts import folded, touching, with_alternatives, without_conflicts
from cleantext.core.document import Document
from cleantext.core.edit import overlapping
from cleantext.core.finding import Applicability, Finding, Fix, Source, State, finding_id
from cleantext.core.revision import Revision, SourcedEdit
from cleantext.core.span import Span
from cleantext.core.span_index import SpanIndex
from cleantext.formats.whole_lines import with_line_ends
from cleantext.judge.damage import Damage, damage_of
from cleantext.language.analysis import Analysis

MAX_PASSES = 20
MAX_GROWTHS = 3
"""Passes in which one rule may lengthen one place of the source; where its fix holds its own match, it goes on."""


class Level(StrEnum):
    """What is applied without asking."""

    NONE = "none"
    SAFE = "safe"
    SUGGESTED = "suggested"

    def allows(self, fix: Fix | None) -> bool:
        """Whether a fix is applied at this level."""
        if fix is None or self is Level.NONE:
            return False
        return self is Level.SUGGESTED or fix.applicability is Applicability.SAFE


@dataclass(frozen=True, slots=True)
class Judged:
    """A finding in offsets of the source, its id, and what became of it."""

    id: str
    finding: Finding
    state: State


@dataclass(frozen=True, slots=True)
class Examination:
    """What came of a document. ``applied`` carried out on the source, which has so many ``sentences``, gives ``text``.
    ``damage`` is what the findings show of the source.

    ``problems`` are what the run met: rules that undo each other, a checker that could not check everything.
    """

    document: Document
    text: str
    findings: tuple[Judged, ...]
    applied: tuple[SourcedEdit, ...]
    sentences: int
    damage: Damage
    problems: tuple[str, ...] = ()


def examine(
    document: Document,
    checkers: Sequence[Checker],
    level: Level = Level.SAFE,
    rejected: frozenset[str] = frozenset(),
    baseline: frozenset[str] = frozenset(),
) -> Examination:
    """Run ``checkers`` over ``document`` and apply what ``level`` allows, to the fixpoint.

    Findings whose ids (see ``finding_id``) are ``rejected`` or in the ``baseline`` stay so: nothing is applied in their
    place. Nor is what a comment in the text suppresses.
    """
    settled = dict.fromkeys(baseline, State.SUPPRESSED) | dict.fromkeys(rejected, State.REJECTED)
    encoding = [c for c in checkers if c.source is Source.ENCODING]
    others = [c for c in checkers if c.source is not Source.ENCODING]
    stopped: frozenset[str] = frozenset()
    endless: list[str] = []
    while True:
        run = _Run(document, level, settled, stopped)
        run.protect(checkers)
        try:
            left = run.settle(encoding)
            # the other checkers' edits may uncover encoding damage, so the last look is at both
            left = run.settle([*encoding, *others]) if others else left
        except _Endless as found:
            stopped |= found.rules
            endless.append(f"nothing of {', '.join(sorted(found.rules))} was applied: {found}")
            continue
        return run.finished(left, (*endless, *(problem for checker in checkers for problem in checker.problems())))


class _Endless(Exception):
    """Passes that would go on for ever, and the rules whose fixes do it."""

    def __init__(self, reason: str, rules: Iterable[str]):
        super().__init__(reason)
        self.rules = frozenset(rules)


class _Run:
    """One try at a document: the revision so far and the findings whose fixes it carries out, none of them of a rule
    that is ``stopped``.
    """

    def __init__(self, document: Document, level: Level, settled: Mapping[str, State], stopped: frozenset[str]):
        self.document = document
        self.level = level
        self.settled = settled
        self.comments = document.silence
        self.source = self.analysis = Analysis(Revision(document.text, document.segment))
        self.done: dict[str, Finding] = {}
        self._stopped = stopped
        self._protected: SpanIndex[None] = SpanIndex()
        self._seen = [document.text]
        self._rules: list[set[str]] = []
        self._growths: Counter[tuple[str, Span]] = Counter()
        self._unwritable: set[tuple[str, Span]] = set()

    def protect(self, checkers: Sequence[Checker]) -> None:
        """Keep every pass off the places of the source whose findings are settled."""
        if self.settled:
            found = chain.from_iterable([checker.check(self.analysis) for checker in checkers])
            settled = (f for f in found if f.fix and self._settled(f))
            self._protected = SpanIndex((edit.span, None) for f in settled if f.fix for edit in f.fix.edits)

    def settle(self, checkers: Sequence[Checker]) -> list[Finding]:
        """Apply until nothing is left to apply; the findings of the last pass, in its offsets. Raises ``_Endless``."""
        for _ in range(MAX_PASSES):
            begun = [checker.check(self.analysis) for checker in checkers]  # LanguageTool works while the others do
            findings = [f for f in dict.fromkeys(chain.from_iterable(begun)) if not self._fixed(f)]
            chosen, whole, losers, step = self._step(self._still_running(self._undecided(findings)))
            if not chosen:
                return findings
            self._rules.append({f.rule for f in chosen})
            if step.text in self._seen:
                circle = self._rules[self._seen.index(step.text) :]
                raise _Endless("these rules undo each other's edits", set().union(*circle))
            self._count_growths(chosen)
            lost = [loser.fix for loser in losers if loser.fix]
            places = SpanIndex((edit.span, number) for number, fix in enumerate(lost) for edit in fix.edits)
            latest: dict[str, Finding] = {}
            for finding, done in zip(chosen, whole, strict=True):
                folded = [lost[number] for number in sorted(touching(finding.fix, places))]
                latest[self._key(finding)] = self._in_source(with_alternatives(done, folded))
            self.done |= latest
            self._seen.append(step.text)
            self.analysis = Analysis(step, self.analysis)
        still = SpanIndex((finding.span, None) for finding in latest.values())
        endless = {finding.rule for finding in self.done.values() if still.touching(finding.span)}
        raise _Endless(f"no end after {MAX_PASSES} passes", endless)

    def _step(self, findings: Sequence[Finding]) -> tuple[list[Finding], Sequence[Finding], list[Finding], Revision]:
        """The fixes to apply, the same with line ends, those that lose against them, and the revision after them, which
        the file can take.
        """
        while True:
            writable = [f for f in findings if not self._refused(f)]
            chosen, losers = without_conflicts(f for f in writable if self.level.allows(f.fix))
            whole = self._with_line_ends(chosen, self.revision.text, (e.place for e in self.revision.edits))
            edits = ((edit, (self._key(f),)) for f in whole if f.fix for edit in f.fix.edits)
            step = self.revision.apply(edits)
            refused = {key for e in step.edits if self.document.refusal([e.edit]) for key in e.causes}
            alone = {self._origin(f) for f in chosen if self._key(f) in refused}
            if not alone and chosen and self.document.refusal([e.edit for e in step.edits]):
                alone = {self._origin(chosen[-1])}
            if not alone:
                return chosen, whole, losers, step
            self._unwritable |= alone  # fixes that touch are one edit of the source, and that is too much for it

    def _with_line_ends(self, findings: Sequence[Finding], text: str, earlier: Iterable[Span]) -> Sequence[Finding]:
        """The same findings in ``text``; in plain text the lines that their fixes leave out as a whole go with their
        ends, unless that meets an ``earlier`` edit.
        """
        if self.document.layout is not None:
            return findings
        edits = [edit for f in findings if f.fix for edit in f.fix.edits]
        places = [edit.span for edit in edits] + list(earlier)
        new = with_line_ends(text, edits, SpanIndex((place, place) for place in places))
        if not new:
            return findings
        return [replace(f, fix=f.fix.with_edits(new)) if f.fix else f for f in findings]

    def _refused(self, finding: Finding) -> bool:
        """Whether the file can't take a fix that would be applied."""
        if self.document.layout is None or not self.level.allows(finding.fix):
            return False
        if self._origin(finding) in self._unwritable:
            return True
        fix = self._in_source(finding).fix
        return fix is not None and self.document.refusal(fix.edits) != ""

    def _fixed(self, finding: Finding) -> bool:
        """Whether it is only about what the format keeps as it is, and not because the original has it otherwise."""
        layout = self.document.layout if finding.source is not Source.ORIGINAL else None
        return layout is not None and layout.fixed(self.revision.to_source(finding.span))

    def _still_running(self, findings: Sequence[Finding]) -> Sequence[Finding]:
        """The findings of rules that come to an end."""
        return [f for f in findings if f.rule not in self._stopped] if self._stopped else findings

    def _count_growths(self, chosen: Iterable[Finding]) -> None:
        growing = (f for f in chosen if f.fix and sum(len(e.replacement) - len(e.span) for e in f.fix.edits) > 0)
        self._growths.update({(finding.rule, self.revision.to_source(finding.span)) for finding in growing})
        if growing_on := {rule for (rule, _), times in self._growths.items() if times >= MAX_GROWTHS}:
            raise _Endless("what the fix writes is matched again", growing_on)

    def finished(self, left: Iterable[Finding], problems: tuple[str, ...]) -> Examination:
        """Everything in offsets of the source, with ids."""
        text = self.document.text
        applied_keys = frozenset[str]().union(*(e.causes for e in self.revision.edits))
        judged: list[tuple[Finding, State, str]] = [
            (finding, State.APPLIED, key) for key, finding in self.done.items() if key in applied_keys
        ]
        remaining = [self._told(self._in_source(f)) for f in left]
        heard = [f for f in remaining if not self._silenced(f)]
        judged += [(f, State.SUPPRESSED, "") for f in remaining if self._silenced(f)]
        heard_once = self._with_line_ends(folded(heard, text), text, (e.edit.span for e in self.revision.edits))
        judged += [(f, self._state(f), "") for f in heard_once]
        judged.sort(key=lambda j: (j[0].span, j[0].rule, j[1]))
        ids: dict[str, str] = {}
        used: dict[str, int] = {}
        findings: list[Judged] = []
        for finding, state, key in judged:
            name = finding_id(finding.rule, text, finding.span)
            used[name] = used.get(name, 0) + 1
            name = name if used[name] == 1 else f"{name}-{used[name]}"
            ids[key] = name
            findings.append(Judged(name, finding, state))
        applied = tuple(
            replace(e, causes=frozenset(ids[key] for key in e.causes if key in ids)) for e in self.revision.edits
        )
        sentences = self.source.sentences
        damage = damage_of(sentences, (found.finding for found in findings))
        return Examination(
            self.document, self.revision.text, tuple(findings), applied, len(sentences), damage, problems
        )

    @property
    def revision(self) -> Revision:
        """The text so far."""
        return self.analysis.revision

    def _undecided(self, findings: Sequence[Finding]) -> Sequence[Finding]:
        """The findings that aren't silenced or settled and whose fixes stay clear of those that are settled."""
        if self.comments:
            findings = [f for f in findings if not self._silenced(self._in_source(f))]
        if not self.settled:
            return findings
        settled = {f for f in findings if self._settled(self._in_source(f))}
        places = SpanIndex((edit.span, None) for f in settled if f.fix for edit in f.fix.edits)
        clear = (f for f in findings if f not in settled and not touching(f.fix, places))
        return [f for f in clear if not touching(self._in_source(f).fix, self._protected)]

    def _state(self, finding: Finding) -> State:
        return self._settled(finding) or (State.PROPOSED if finding.fix else State.FLAGGED)

    def _settled(self, finding: Finding) -> State | None:
        """What was decided about a finding before this run."""
        if not self.settled:
            return None
        return self.settled.get(finding_id(finding.rule, self.document.text, finding.span))

    def _silenced(self, finding: Finding) -> bool:
        """Whether a comment in the source switches its rule off here."""
        span = finding.span.join(finding.fix.span) if finding.fix else finding.span
        return self.comments.hold(finding.rule, finding.pack, finding.span, span)

    def _told(self, finding: Finding) -> Finding:
        """The finding; where its fix can't be written into the file, it says so."""
        reason = self.document.refusal(finding.fix.edits) if finding.fix else ""
        if not reason or not finding.fix:
            return finding
        why = f"{finding.why} Repair this by hand, cleantext can't write the fix into the file: {reason}."
        return replace(finding, fix=finding.fix.demoted(), why=why.lstrip())

    def _origin(self, finding: Finding) -> tuple[str, Span]:
        return finding.rule, self.revision.to_source(finding.span)

    def _key(self, finding: Finding) -> str:
        origin = self.revision.to_source(finding.span)
        return f"{finding.rule}:{origin.start}:{origin.end}:{len(self._seen)}"

    def _in_source(self, finding: Finding) -> Finding:
        revision = self.revision

        def sourced(fix: Fix) -> Fix | None:
            edits = sorted((revision.edit_to_source(edit) for edit in fix.edits), key=lambda e: e.span)
            if overlapping(edits):
                return None  # two edits of one fix inside one earlier edit can't be told apart in the source
            return Fix(tuple(edits), fix.applicability)

        return replace(
            finding,
            span=revision.to_source(finding.span),
            fix=sourced(finding.fix) if finding.fix else None,
            alternatives=tuple(a for fix in finding.alternatives if (a := sourced(fix))),
        )
