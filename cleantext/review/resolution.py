"""From a file's report and the decisions about it to the edits of its copy.

What was applied stays unless it is rejected; what was proposed stays out unless it is accepted. Applied edits
that share a finding are kept or dropped together; where they are dropped, each finding that was not rejected keeps
its own fix if that can be told apart from what was rejected. Where two of them change the same characters, a person's
own words win over accepted fixes, these over what merely stayed, and of two alike the later decision wins. All of that
is said.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import msgspec

from cleantext.core.edit import Edit
from cleantext.core.lines import Lines
from cleantext.core.span import Span, clash
from cleantext.core.span_index import SpanIndex
from cleantext.report.model import (
    AppliedEdit,
    FileReport,
    ReportedEdit,
    ReportedFinding,
    ReportedFix,
    StateName,
    groups_of,
)
from cleantext.report.places import cover, fix_spans
from cleantext.report.visible import crop, visible
from cleantext.review.decisions import Decision

_SHOWN = 40  # characters of a finding's text in a remark


class Unfit(ValueError):
    """A decision that can't be about this source. The message is one line."""


@dataclass(frozen=True, slots=True)
class Resolved:
    """The file's report after the decisions, ``applied`` holding the edits of the copy, and what to tell the user."""

    report: FileReport
    remarks: tuple[str, ...]


@dataclass(frozen=True)
class _Wish:
    """Edits to carry out together. The higher ``rank`` wins a conflict."""

    edits: tuple[AppliedEdit, ...]
    rank: tuple[int, int]
    label: str = ""

    @cached_property
    def spans(self) -> list[Span]:
        return [edit.span for edit in self.edits]

    @cached_property
    def findings(self) -> list[str]:
        return sorted({name for edit in self.edits for name in edit.findings})


_STANDING, _ACCEPTED, _OWN = 0, 1, 2


def resolve(
    file: FileReport,
    source: str,
    decided: Mapping[str, Decision],
    refusal: Callable[[Iterable[Edit]], str] = lambda edits: "",
) -> Resolved:
    """Carry out ``decided``, the decisions that count, each under what it is about, in the order made.

    ``refusal`` says why edits can't be written into the file; such a wish is left out, and said.

    Raises ``Unfit`` where an edit's ``old`` is not where it should be.
    """
    return _Resolution(file, source, decided, refusal).resolved()


class _Resolution:
    def __init__(
        self,
        file: FileReport,
        source: str,
        decided: Mapping[str, Decision],
        refusal: Callable[[Iterable[Edit]], str],
    ):
        self.refusal = refusal
        self.file = file
        self.source = source
        self.decided = decided
        self.order = {name: number for number, name in enumerate(decided)}
        self.finding = {f.id: f for f in file.findings}
        self.taken_back = SpanIndex(
            (span, number)
            for number, f in enumerate(file.findings)
            if f.state == "applied" and self._is(f.id, "reject")
            for span in fix_spans(f)
        )
        self.remarks: list[str] = []

    def resolved(self) -> Resolved:
        waiting = deque(sorted((*self._standing(), *self._wanted()), key=lambda wish: wish.rank, reverse=True))
        chosen: list[_Wish] = []
        taken: SpanIndex[int] = SpanIndex()
        while waiting:
            wish = waiting.popleft()
            if reason := self.refusal(edit.edit for edit in wish.edits):
                names = self._names(wish)
                self.remarks += [f"{n} is left out: it can't be written into the file, since {reason}" for n in names]
                continue
            near = {number for span in wish.spans for number in taken.touching(span)}
            winners = [chosen[number] for number in sorted(near) if clash(chosen[number].spans, wish.spans)]
            if not winners:
                for span in wish.spans:
                    taken.add(span, len(chosen))
                chosen.append(wish)
            elif wish.rank[0] == _STANDING and len(wish.findings) > 1:
                waiting.extendleft(reversed(list(self._apart(wish))))
            else:
                self._lost(wish, winners)
        while reason := self.refusal(edit.edit for wish in chosen for edit in wish.edits):
            names = self._names(chosen.pop())
            self.remarks += [
                f"{n} is left out: together with others it can't be written, since {reason}" for n in names
            ]
        edits = sorted((e for wish in chosen for e in wish.edits), key=lambda e: (e.start, e.end))
        of: dict[str, list[AppliedEdit]] = {}
        for edit in edits:
            for name in edit.findings:
                of.setdefault(name, []).append(edit)
        findings = tuple(self._judged(f, of.get(f.id, [])) for f in self.file.findings)
        report = msgspec.structs.replace(self.file, findings=findings, applied=tuple(edits))
        return Resolved(report, tuple(self.remarks))

    def _standing(self) -> Iterator[_Wish]:
        """What was applied and isn't rejected or rewritten."""
        for edits in groups_of(self.file.applied):
            wish = _Wish(tuple(edits), (_STANDING, 0))
            if any(self._is(name, "reject", "edit") for name in wish.findings):
                yield from self._apart(wish)
            else:
                yield wish

    def _apart(self, wish: _Wish) -> Iterator[_Wish]:
        """The fixes of a group of applied edits one by one, those left out that hold something rejected."""
        refused = [self.finding[name] for name in wish.findings if self._is(name, "reject")]
        for name in wish.findings:
            finding = self.finding[name]
            if self._is(name, "reject", "edit") or finding.fix is None:
                continue
            if any(clash(fix_spans(finding), fix_spans(other)) for other in refused):
                self._say(finding, "was carried out together with a fix that is rejected, and goes with it")
                continue
            rank = (_ACCEPTED, self.order[name]) if self._is(name, "accept") else (_STANDING, 0)
            yield _Wish(_own_edits(finding), rank)

    def _wanted(self) -> Iterator[_Wish]:
        """What people asked for beyond what was applied."""
        for name, decision in self.decided.items():
            if decision.finding is None:
                yield self._free(decision)
                continue
            finding = self.finding[name]
            if decision.decision == "edit":
                yield _Wish((self._own_words(finding, decision),), (_OWN, self.order[name]))
            elif decision.decision == "accept" and finding.state != "applied":
                if finding.fix is None:
                    self._say(finding, "is accepted but has no fix; the source stays as it is")
                elif self._brings_back(finding):
                    yield _Wish(_own_edits(finding), (_ACCEPTED, self.order[name]))

    def _brings_back(self, finding: ReportedFinding) -> bool:
        """Whether an accepted fix is carried out although it builds on one that is rejected: the later decision."""
        spans = fix_spans(finding)
        near = {number for span in spans for number in self.taken_back.touching(span)}
        for other in (self.file.findings[number] for number in sorted(near)):
            if not clash(spans, fix_spans(other)):
                continue
            if self.order[other.id] > self.order[finding.id]:
                self._say(finding, f"builds on {_named(other)}, which was rejected later, and is left out")
                return False
            self._say(finding, f"was accepted later and carries out {_named(other)} again, which it builds on")
        return True

    def _free(self, decision: Decision) -> _Wish:
        assert decision.old is not None and decision.text is not None
        line, column = Lines(self.source).position(min(decision.place.start, len(self.source)))
        label = f"{line}:{column} an edit of your own"
        if decision.place.end > len(self.source) or decision.place.of(self.source) != decision.old:
            raise Unfit(f"{label}: {crop(visible(decision.old), _SHOWN)!r} is not there")
        edit = AppliedEdit(start=decision.place.start, end=decision.place.end, replacement=decision.text, findings=())
        return _Wish((edit,), (_OWN, self.order[decision.about[1]]), label)

    def _own_words(self, finding: ReportedFinding, decision: Decision) -> AppliedEdit:
        assert decision.text is not None
        span = cover(finding)
        if decision.old is not None:
            start = finding.start + decision.offset
            if start < 0 or not self.source.startswith(decision.old, start) or start > len(self.source):
                raise Unfit(f"{_named(finding)}: {crop(visible(decision.old), _SHOWN)!r} is not there")
            span = Span(start, start + len(decision.old))
        return AppliedEdit(start=span.start, end=span.end, replacement=decision.text, findings=(finding.id,))

    def _lost(self, wish: _Wish, winners: Sequence[_Wish]) -> None:
        """Say so, unless own words replace all of it and were written later, or a fix speaks for what it builds on."""
        standing = wish.rank[0] == _STANDING
        spoken = [w for w in winners if standing or (w.rank[0] == _OWN and w.rank[1] > wish.rank[1])]
        taken = [span for winner in spoken for span in winner.spans]
        if all(any(t.covers(s) for t in taken) for s in wish.spans):
            return
        winner = next(
            (w.label or _named(self.finding[w.findings[0]]) for w in winners if w.label or w.findings), "another"
        )
        self.remarks += [f"{each} is left out: {winner} has the same place" for each in self._names(wish)]

    def _names(self, wish: _Wish) -> list[str]:
        return [wish.label] if wish.label else [_named(self.finding[name]) for name in wish.findings]

    def _judged(self, finding: ReportedFinding, done: Sequence[AppliedEdit]) -> ReportedFinding:
        if self._is(finding.id, "edit") and done:
            own = tuple(ReportedEdit(e.start, e.end, e.replacement) for e in done)
            return msgspec.structs.replace(finding, state="applied", fix=ReportedFix("suggested", own))
        state: StateName = "applied" if done else "rejected" if self._is(finding.id, "reject") else finding.state
        if state == "applied" and not done:
            state = "proposed" if finding.fix else "flagged"
        return msgspec.structs.replace(finding, state=state)

    def _is(self, name: str, *decisions: str) -> bool:
        return name in self.decided and self.decided[name].decision in decisions

    def _say(self, finding: ReportedFinding, what: str) -> None:
        self.remarks.append(f"{_named(finding)} {what}")


def _named(finding: ReportedFinding) -> str:
    return f"{finding.line}:{finding.column} {finding.rule} ({finding.id})"


def _own_edits(finding: ReportedFinding) -> tuple[AppliedEdit, ...]:
    assert finding.fix is not None
    return tuple(
        AppliedEdit(start=e.start, end=e.end, replacement=e.replacement, findings=(finding.id,))
        for e in finding.fix.edits
    )


def edits_of(file: FileReport) -> list[Edit]:
    """The applied edits of a report as edits."""
    return [edit.edit for edit in file.applied]
