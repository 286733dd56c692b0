"""The pass loop: levels, conflicts, the fixpoint, and source offsets."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path, PurePath

import pytest
from hypothesis import given
from hypothesis import strategies as st

import cleantext
from cleantext.checkers.checker import Checker
from cleantext.checkers.encoding import EncodingChecker
from cleantext.checkers.rules import RuleChecker
from cleantext.conflicts import folded, without_conflicts
from cleantext.core.document import Document
from cleantext.core.edit import Edit, apply_edits, overlapping
from cleantext.core.finding import Applicability, Finding, Fix, Severity, Source, State
from cleantext.core.span import Span
from cleantext.engine import Examination, Level, examine
from cleantext.formats.text import segment
from cleantext.language.analysis import Analysis
from cleantext.rulebook.compile import compile_rules
from cleantext.rulebook.load import load
from tests.analysed import analysed
from tests.shipped import RULES
from tests.tries import tries

CHECKERS: list[Checker] = [EncodingChecker(), RuleChecker(RULES)]
PIECES = st.sampled_from(
    ["The river rose", " .", ". ", "..", ",,", " ,", "\r\n", "\n", "\r", "\ufeff", "Itâ€™s", "CafÃ©", "🙂", "é\u0301",
     "“we stay", "”", " said", " the the end", "Advertisement", "AP", "—", "Mr. Lee", "Mr Ray", " in .", "\u00ad", "(a"]
)  # fmt: skip
TEXTS = st.lists(PIECES, max_size=14).map("".join)


def document(text: str) -> Document:
    raw = text.encode("utf-8", "surrogatepass")
    return Document(PurePath("t.txt"), "text", text, raw, "utf-8", segment)


def examined(text: str, level: Level = Level.SUGGESTED) -> Examination:
    return examine(document(text), CHECKERS, level)


@tries(150)
@given(TEXTS, st.sampled_from(list(Level)))
def test_the_applied_edits_give_the_copy_and_a_second_run_changes_nothing(text: str, level: Level) -> None:
    done = examined(text, level)
    assert apply_edits(text, (e.edit for e in done.applied)) == done.text
    assert done.problems == ()
    again = examined(done.text, level)
    assert again.text == done.text
    assert all(e.causes for e in done.applied)


def test_an_encoding_repair_stays_off_a_place_where_a_rule_was_rejected() -> None:
    text = ",,\ufeff .“we stay"
    for judged in examined(text, Level.NONE).findings:
        done = examine(document(text), CHECKERS, Level.SUGGESTED, frozenset([judged.id]))
        for own in judged.finding.fix.edits if judged.finding.fix else ():
            assert not any(own.span.overlaps(edit.edit.span) for edit in done.applied)


@tries(100)
@given(TEXTS, st.data())
def test_what_was_rejected_stays_as_it_is(text: str, data: st.DataObject) -> None:
    found = [judged.id for judged in examined(text, Level.NONE).findings]
    names = frozenset(name.partition("-")[0] for name in found)
    assert examine(document(text), CHECKERS, Level.SUGGESTED, names).text == text
    some = frozenset(data.draw(st.sets(st.sampled_from(sorted(names))))) if names else frozenset()
    done = examine(document(text), CHECKERS, Level.SUGGESTED, some)
    refused = [judged for judged in done.findings if judged.id.partition("-")[0] in some]
    assert all(judged.state is State.REJECTED for judged in refused)
    for judged in refused:
        for own in judged.finding.fix.edits if judged.finding.fix else ():
            assert not any(own.span.overlaps(edit.edit.span) for edit in done.applied)


def test_text_without_findings_is_left_alone() -> None:
    text = "\ufeffThe river rose.\r\nIt fell.\rIt froze. 🙂 cafe\u0301"
    assert examined(text).text == text


@dataclass(frozen=True)
class Replacing:
    """A checker that replaces one word by another."""

    old: str
    new: str
    source: Source = Source.RULE
    applicability: Applicability = Applicability.SAFE
    name: str = "replacing"
    version: str = "1"

    def check(self, analysis: Analysis) -> Iterable[Finding]:
        at = analysis.text.find(self.old)
        if at >= 0:
            span = Span(at, at + len(self.old))
            fix = Fix((Edit(span, self.new),), self.applicability)
            yield Finding(f"{self.old}-{self.new}", "test", span, Severity.ERROR, "m", "w", self.source, fix)

    def problems(self) -> Iterable[str]:
        return ()


def test_a_rule_wins_over_grammar_and_keeps_its_suggestion() -> None:
    done = examine(document("a is b"), [Replacing("is", "Is", Source.GRAMMAR), Replacing("is", "was")], Level.SAFE)
    assert done.text == "a was b"
    (finding,) = [j.finding for j in done.findings]
    assert finding.alternatives[0].edits[0].replacement == "Is"


def test_a_line_that_is_left_out_goes_with_its_end_done_or_proposed() -> None:
    text, checkers = "It rained.\n\nAd\nMore\n\nIt stopped.", [Replacing("Ad", ""), Replacing("More", "")]
    assert examine(document(text), checkers, Level.SAFE).text == "It rained.\n\nIt stopped."
    proposed = [judged.finding for judged in examine(document(text), checkers, Level.NONE).findings]
    assert [finding.span.of(text) for finding in proposed] == ["Ad", "More"]
    edits = [edit for finding in proposed if finding.fix for edit in finding.fix.edits]
    assert apply_edits(text, edits) == "It rained.\n\nIt stopped."
    assert apply_edits(text, edits[:1]) == "It rained.\n\nMore\n\nIt stopped."


def test_a_line_that_is_left_out_does_not_meet_an_earlier_edit() -> None:
    text, encoding = "It rained.\nAd\nIt stopped.", Replacing("It s", "That s", Source.ENCODING)
    done = examine(document(text), [encoding, Replacing("Ad", "")], Level.SAFE)
    assert done.text == "It rained.\n\nThat stopped." and len(done.applied) == 2


ENDLESS: list[tuple[list[tuple[str, str]], str]] = [
    ([("x", "y"), ("y", "x")], "x-y, y-x was applied: these rules undo each other's edits"),
    ([("x", "xx")], "x-xx was applied: what the fix writes is matched again"),
    ([("x", "yy"), ("y", "x")], "x-yy was applied: what the fix writes is matched again"),
    ([(chr(n), chr(n + 1)) for n in range(200, 230)], "was applied: no end after 20 passes"),
]


@pytest.mark.parametrize(("rules", "problem"), ENDLESS, ids=["circle", "growth", "growth of two", "chain"])
def test_rules_without_an_end_are_named_and_apply_nothing_in_a_second_run_either(
    rules: list[tuple[str, str]], problem: str
) -> None:
    text = f"go on: {rules[0][0]}"
    checkers = [*(Replacing(*rule) for rule in rules), Replacing("on", "off")]
    done = examine(document(text), checkers, Level.SAFE)
    assert len(done.problems) == 1 and problem in done.problems[0]
    assert done.text.startswith("go off: ")
    assert examine(document(done.text), checkers, Level.SAFE).applied == ()


def test_one_place_has_one_finding_within_one_source_too() -> None:
    for text in ("It is the the end.", "We couldn&amp;#39;t hear the bell.", "It fell. . Then it rose ."):
        spans = sorted(j.finding.span for j in examined(text, Level.NONE).findings if j.finding.fix)
        found = [j.finding for j in examined(text, Level.NONE).findings]
        assert not any(a.overlaps(b) for a, b in pairwise(spans))
        assert not any(f.fix is None and any(s.covers(f.span) for s in spans) for f in found)


def test_suggestions_wait_at_level_safe() -> None:
    checker = Replacing("x", "y", applicability=Applicability.SUGGESTED)
    done = examine(document("x"), [checker], Level.SAFE)
    assert (done.text, done.findings[0].state) == ("x", State.PROPOSED)


def test_the_traps_of_the_design_are_not_capitalised() -> None:
    text = "Despite doubts about money. is regarded as a friend."
    assert examined(text).text == "Despite doubts about money is regarded as a friend."
    text = "“It grows,” said Rao in Pune. said, noting the overlap."
    assert examined(text).text == "“It grows,” said Rao in Pune, noting the overlap."


SPANS = st.builds(
    lambda start, width: Span(start, start + width), st.integers(0, 30), st.sampled_from([0, 1, 2, 3, 600])
)


@st.composite
def found(draw: st.DrawFn) -> list[Finding]:
    """Findings that crowd each other, some far longer than the rest."""
    findings = []
    for number in range(draw(st.integers(0, 8))):
        spans = sorted(draw(st.lists(SPANS, max_size=2)))
        edits = tuple(Edit(span, "") for span in spans)
        fix = Fix(edits, draw(st.sampled_from(Applicability))) if edits and not overlapping(edits) else None
        findings.append(
            Finding(f"r{number}", "p", draw(SPANS), Severity.ERROR, "m", "w", draw(st.sampled_from(Source)), fix)
        )
    return findings


def test_findings_that_would_change_the_text_alike_are_one() -> None:
    def deletion(rule: str, start: int, end: int, replacement: str, severity: Severity) -> Finding:
        fix = Fix((Edit(Span(start, end), replacement),), Applicability.SUGGESTED)
        return Finding(rule, "p", Span(start, end), severity, "m", "w", Source.RULE, fix)

    text = "Hear that. is a G."
    findings = [deletion("a", 9, 10, "", Severity.WARNING), deletion("b", 8, 14, "t is ", Severity.ERROR)]
    assert [(f.rule, f.severity, f.alternatives) for f in folded(findings, text)] == [("a", Severity.ERROR, ())]


def clash(a: Finding, b: Finding) -> bool:
    return any(
        x.span.touches(y.span) for x in (a.fix.edits if a.fix else ()) for y in (b.fix.edits if b.fix else ())
    )  # fmt: skip


@given(found(), st.sampled_from([Level.SAFE, Level.SUGGESTED]))
def test_conflicts_are_resolved_as_if_each_fix_were_held_against_every_other(
    findings: list[Finding], level: Level
) -> None:
    wanting = [f for f in findings if level.allows(f.fix)]
    wanting.sort(key=lambda f: (-f.fix.applicability if f.fix else 0, f.source.rank, len(f.span), findings.index(f)))
    chosen: list[Finding] = []
    losers: list[Finding] = []
    for finding in wanting:
        (losers if any(clash(finding, other) for other in chosen) else chosen).append(finding)
    assert without_conflicts(f for f in findings if level.allows(f.fix)) == (chosen, losers)


@given(found())
def test_one_place_has_one_finding_as_if_each_were_held_against_every_other(findings: list[Finding]) -> None:
    def folds(finding: Finding) -> bool:
        return finding.source is Source.GRAMMAR

    kept: list[Finding] = []
    for finding in sorted(
        findings, key=lambda f: (f.source.rank, -(f.fix.applicability if f.fix else 0), len(f.span), findings.index(f))
    ):
        host = next((k for k in kept if folds(finding) and not folds(k) and k.span.touches(finding.span)), None)
        host = host or next((k for k in kept if finding.fix and k.fix and k.fix.edits == finding.fix.edits), None)
        if host is None and not finding.fix and any(k.span.covers(finding.span) for k in kept if not folds(k)):
            continue
        if host is None and finding.fix:
            host = next((k for k in kept if clash(k, finding) and k.span.overlaps(finding.span)), None)
        if host is None and any(clash(k, finding) for k in kept):
            finding = replace(finding, fix=None, alternatives=(finding.fix.demoted(),) if finding.fix else ())
        if host is None:
            kept.append(finding)
    together = folded(findings, "abc" * 300)
    assert [(f.rule, f.fix) for f in together] == [(f.rule, f.fix) for f in kept]
    proposed = {edit for f in findings if f.fix for edit in f.fix.edits}
    assert {e for f in together for fix in (f.fix, *f.alternatives) if fix for e in fix.edits} == proposed


def test_a_rule_that_asks_about_the_document_is_asked_anew_for_each_document() -> None:
    """Paragraphs are remembered, and the same paragraph may stand in two articles."""
    checker = RuleChecker(RULES)
    line = "«We leave», she said."

    def rules(text: str) -> set[str]:
        return {finding.rule for finding in checker.check(analysed(text))}

    assert "guillemets-among-quotes" not in rules(f"He spoke.\n{line}")
    assert "guillemets-among-quotes" in rules(f"“We stay,” he said.\n{line}")
    assert "guillemets-among-quotes" not in rules(f"He spoke.\n{line}")


def test_half_a_surrogate_pair_stops_no_rule() -> None:
    found = [finding.rule for finding in cleantext.check("According the report, the \ud800 hall is is open.")]
    assert found == ["according-without-to", "surrogate-pair", "function-word-doubled"]


def test_whose_word_counts_does_not_depend_on_the_name_of_a_checker_or_a_pack(tmp_path: Path) -> None:
    decoder = EncodingChecker(name="decoder")
    done = examine(document("Itâ€™s late. ."), [CHECKERS[1], decoder], Level.SAFE)
    assert done.text == "It’s late."
    pack = tmp_path / "consistency.yaml"
    pack.write_text(
        "id: yes-twice\ntitle: said twice\nwhy: It is.\nseverity: warning\nmatch: {regex: '\\byes yes\\b'}\n"
        "examples: [{bad: 'Well, yes yes.'}, {ok: 'Well, yes.'}]\n"
    )
    (finding,) = RuleChecker(compile_rules(load([pack]))).check(analysed("Well, yes yes."))
    assert finding.source is Source.RULE
