"""What decisions do to a copy: nothing decided gives the run's copy, everything rejected gives the source."""

from __future__ import annotations

from pathlib import PurePath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleantext.core.document import Document
from cleantext.core.edit import apply_edits
from cleantext.engine import Level
from cleantext.formats.text import segment
from cleantext.report.build import file_report
from cleantext.report.model import AppliedEdit, FileReport, ReportedEdit, ReportedFinding, ReportedFix, StateName
from cleantext.review.decisions import Decision, DecisionName
from cleantext.review.relocation import follow, relocate
from cleantext.review.resolution import Unfit, edits_of, resolve
from tests.test_engine import TEXTS, examined
from tests.tries import tries


def copy(file: FileReport, source: str, *made: Decision) -> str:
    done = resolve(file, source, {d.about[1]: d for d in made})
    return apply_edits(source, edits_of(done.report))


def decide(finding: ReportedFinding | str, decision: DecisionName, text: str | None = None) -> Decision:
    name = finding if isinstance(finding, str) else finding.id
    return Decision(path="t.txt", finding=name, decision=decision, text=text)


@tries(100)
@given(TEXTS, st.sampled_from(list(Level)), st.data())
def test_nothing_decided_is_the_copy_and_all_rejected_is_the_source(
    text: str, level: Level, data: st.DataObject
) -> None:
    examination = examined(text, level)
    file = file_report("t.txt", examination, None)
    assert copy(file, text) == examination.text
    assert copy(file, text, *(decide(f, "reject") for f in file.findings)) == text
    assert copy(file, text, *(decide(f, "accept") for f in file.findings if f.state == "applied")) == examination.text
    names = st.sampled_from(["accept", "reject", "edit", None])
    chosen = [(f, data.draw(names)) for f in data.draw(st.permutations(list(file.findings)))]
    made = [decide(f, d, "#" if d == "edit" else None) for f, d in chosen if d]  # type: ignore[arg-type]
    done = resolve(file, text, {d.about[1]: d for d in made})
    apply_edits(text, edits_of(done.report))  # raises where edits overlap
    kept = {name for edit in done.report.applied for name in edit.findings}
    assert not kept & {d.finding for d in made if d.decision == "reject"}


def finding(name: str, start: int, end: int, state: StateName, *edits: tuple[int, int, str]) -> ReportedFinding:
    fix = ReportedFix("suggested", tuple(ReportedEdit(*e) for e in edits)) if edits else None
    return ReportedFinding(
        id=name, rule=f"rule-{name}", pack="p", severity="error", start=start, end=end, line=1, column=start + 1,
        text=SOURCE[start:end], message="m", why="w", fix=fix, alternatives=(), confidence=1, source="rule",
        state=state,
    )  # fmt: skip


def reported(*findings: ReportedFinding, applied: tuple[tuple[int, int, str, tuple[str, ...]], ...] = ()) -> FileReport:
    edits = tuple(AppliedEdit(start=s, end=e, replacement=r, findings=f) for s, e, r, f in applied)
    return FileReport(
        path="t.txt", output=None, format="text", encoding="utf-8", sha256="0" * 64, sentences=1,
        findings=findings, applied=edits, error=None,
    )  # fmt: skip


SOURCE = "one two three four five"
A = finding("a", 0, 3, "applied", (0, 3, "ONE"))
B = finding("b", 4, 7, "proposed", (4, 7, "TWO"))
C = finding("c", 6, 13, "proposed", (6, 13, "OTHREE"))
D = finding("d", 0, 7, "proposed", (0, 7, "ONE-TWO"))
F = finding("f", 14, 18, "flagged")
TOGETHER = ((0, 3, "ONE", ("a", "g")), (19, 23, "FIVE", ("g",)))
G = finding("g", 19, 23, "applied", (19, 23, "FIVE"))


@pytest.mark.parametrize(
    ("file", "made", "becomes", "said"),
    [
        (reported(A, B, applied=((0, 3, "ONE", ("a",)),)), [decide("b", "accept")], "ONE TWO three four five", ""),
        (reported(A, B, applied=((0, 3, "ONE", ("a",)),)), [decide("a", "reject")], SOURCE, ""),
        (reported(B, F), [decide("f", "accept")], SOURCE, "has no fix"),
        (reported(B, F), [decide("f", "edit", "4")], "one two three 4 five", ""),
        (reported(B, C), [decide("b", "accept"), decide("c", "accept")], "one twOTHREE four five", "b) is left out"),
        (reported(B, C), [decide("c", "accept"), decide("b", "accept")], "one TWO three four five", "c) is left out"),
        (reported(B, C), [decide("b", "edit", "2"), decide("c", "accept")], "one 2 three four five", "c) is left out"),
        # one fix builds on another that is rejected: the later decision counts
        (reported(A, D, applied=((0, 3, "ONE", ("a",)),)), [decide("a", "reject"), decide("d", "accept")],
         "ONE-TWO three four five", "again"),
        (reported(A, D, applied=((0, 3, "ONE", ("a",)),)), [decide("d", "accept"), decide("a", "reject")],
         SOURCE, "rejected later"),
        # what was carried out together falls together, but for what can be told apart
        (reported(A, G, applied=TOGETHER), [decide("a", "reject")], "one two three four FIVE", ""),
        (reported(A, D, applied=((0, 7, "ONE-TWO", ("a", "d")),)), [decide("a", "reject")], SOURCE, "goes with it"),
    ],
)  # fmt: skip
def test_decisions_and_their_conflicts(file: FileReport, made: list[Decision], becomes: str, said: str) -> None:
    assert copy(file, SOURCE, *made) == becomes
    remarks = "\n".join(resolve(file, SOURCE, {d.about[1]: d for d in made}).remarks)
    assert said in remarks and (said or not remarks)


def test_own_words_replace_what_they_name() -> None:
    own = Decision(path="t.txt", finding="b", decision="edit", old="two three", text="2 3", offset=0)
    assert copy(reported(A, B, applied=((0, 3, "ONE", ("a",)),)), SOURCE, own) == "ONE 2 3 four five"
    wide = Decision(path="t.txt", finding="b", decision="edit", old="one two", text="1 2", offset=-4)
    done = resolve(reported(A, B, applied=((0, 3, "ONE", ("a",)),)), SOURCE, {"b": wide})
    assert apply_edits(SOURCE, edits_of(done.report)) == "1 2 three four five" and not done.remarks
    wrong = Decision(path="t.txt", finding="b", decision="edit", old="three", text="3", offset=0)
    with pytest.raises(Unfit, match="is not there"):
        resolve(reported(B), SOURCE, {"b": wrong})


@tries(60)
@given(TEXTS, st.sampled_from(["", "A new first line.\n", "New. " * 20]))
def test_what_has_moved_as_a_whole_is_found_again(text: str, before: str) -> None:
    padding = "x" * 30 + "\n"  # keeps what is new out of the findings' context
    file = file_report("t.txt", examined(padding + text), None)
    source = padding + text
    moved, lost = relocate(file, plain(before + source))
    if not lost:
        assert copy(moved, before + source) == before + copy(file, source)
    for f in moved.findings:
        assert (before + source)[f.start : f.end] == f.text


def plain(text: str) -> Document:
    return Document(PurePath("t.txt"), "text", text, text.encode(), "utf-8", segment)


def test_what_was_rewritten_is_lost() -> None:
    text = "The river rose . It fell again after the long rain of that week had ended."
    file = file_report("t.txt", examined(text), None)
    moved, lost = relocate(file, plain(text.replace(" .", ".")))
    assert file.applied and len(lost) == 1 and not moved.applied and not moved.findings


def freely(start: int, old: str, text: str) -> Decision:
    return Decision(path="t.txt", decision="edit", start=start, end=start + len(old), old=old, text=text)


def test_free_edits_win_over_fixes_and_later_ones_over_earlier() -> None:
    file = reported(A, B, applied=((0, 3, "ONE", ("a",)),))
    assert copy(file, SOURCE, freely(8, "three", "3")) == "ONE two 3 four five"
    assert copy(file, SOURCE, freely(0, "one two", "1 2")) == "1 2 three four five"
    assert copy(file, SOURCE, freely(4, "two", "2"), freely(4, "two three", "23")) == "ONE 23 four five"
    assert copy(file, SOURCE, freely(0, "one two", "1 2"), decide("a", "reject")) == "1 2 three four five"
    crossing = {d.about[1]: d for d in (freely(0, "one two", "1 2"), freely(4, "two three", "23"))}
    done = resolve(file, SOURCE, crossing)
    assert apply_edits(SOURCE, edits_of(done.report)) == "ONE 23 four five"
    assert done.remarks == ("1:1 an edit of your own is left out: 1:5 an edit of your own has the same place",)
    with pytest.raises(Unfit, match="'three' is not there"):
        copy(file, SOURCE, freely(0, "three", "3"))
    with pytest.raises(Unfit, match="is not there"):
        copy(file, SOURCE, freely(99, "three", "3"))


def test_a_free_edit_follows_its_text_where_that_is_there_once() -> None:
    assert follow(freely(0, "one", "1"), "none one!") is None
    assert follow(freely(0, "gone", "1"), SOURCE) is None
    assert follow(freely(0, "", "1"), SOURCE) is None
    assert follow(freely(0, "two", "2"), "one, two") == freely(5, "two", "2")
