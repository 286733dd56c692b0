"""Where a checker only points, a rewording of the sentence is shown; what has a repair is nobody else's business."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from cleantext.checkers.rewording import LONGEST, RewordingChecker
from cleantext.core.document import Document
from cleantext.core.edit import Edit, apply_edits
from cleantext.core.finding import Applicability, Finding, Fix, Severity, Source
from cleantext.core.span import Span
from cleantext.engine import Level, examine
from cleantext.formats.text import segment
from cleantext.language.analysis import Analysis
from cleantext.rewording.endpoint import Endpoint
from tests.analysed import analysed
from tests.rewording.answering import GARBLED, REPAIRED, endpoint

FINE = "Nobody in the town had expected a decision before the summer."
OTHER = GARBLED.replace("council", "board")
FINDING = Finding("odd", "own", Span(0, 11), Severity.WARNING, "odd", "", Source.RULE)
FIX = Fix((Edit(Span(0, 1), "X"),), Applicability.SUGGESTED)


@dataclass
class Pointing:
    """Points at each 'said argued'; the findings are otherwise as ``finding`` is."""

    finding: Finding = FINDING
    name: str = "pointing"
    source: Source = Source.RULE
    version: str | None = "7"

    def check(self, analysis: Analysis) -> Iterable[Finding]:
        at = analysis.text.find("said argued")
        while at >= 0:
            yield replace(self.finding, span=self.finding.span.shift(at))
            at = analysis.text.find("said argued", at + 1)

    def problems(self) -> Iterable[str]:
        yield "a problem of its own"


def test_a_rewording_is_shown_as_an_alternative_and_never_applied(tmp_path: Path) -> None:
    text = f"{FINE} {GARBLED} {FINE}\n"
    with endpoint() as fake:
        document = Document(tmp_path / "a.txt", "text", text, text.encode(), "utf-8", segment)
        done = examine(document, [RewordingChecker(Pointing(), Endpoint(fake.address))], Level.SUGGESTED)
    assert done.text == text
    (judged,) = done.findings
    assert judged.finding.fix is None
    (alternative,) = judged.finding.alternatives
    assert apply_edits(text, alternative.edits) == text.replace(GARBLED, REPAIRED)
    assert alternative.applicability is Applicability.SUGGESTED


def test_only_the_sentence_is_sent_with_what_its_paragraph_says_around_it() -> None:
    with endpoint() as fake:
        checker = RewordingChecker(Pointing(), Endpoint(fake.address))
        list(checker.check(analysed(f"Another paragraph.\n\n{FINE} {GARBLED}\n\nAnother paragraph.")))
    assert fake.sentences == [{"before": FINE, "sentence": GARBLED, "after": ""}]


@pytest.mark.parametrize(
    "finding",
    [
        replace(FINDING, fix=FIX),
        replace(FINDING, alternatives=(FIX,)),
        replace(FINDING, severity=Severity.INFO),
        replace(FINDING, span=Span(0, 120)),
    ],
    ids=["fix", "alternative", "style", "two sentences"],
)
def test_other_findings_are_passed_on_as_they_are(finding: Finding) -> None:
    text = f"{GARBLED} {FINE}"
    with endpoint() as fake:
        checker = RewordingChecker(Pointing(finding), Endpoint(fake.address))
        assert list(checker.check(analysed(text))) == list(Pointing(finding).check(analysed(text)))
    assert fake.asked == []


@pytest.mark.parametrize(
    "text",
    [
        "    return said argued(the) = which;",
        f"- {GARBLED}",
        f"The {'very ' * (LONGEST // 5)}long said argued bridge fell.",
    ],
    ids=["code", "list item", "long"],
)
def test_what_is_no_sentence_of_prose_is_not_sent(text: str) -> None:
    with endpoint() as fake:
        (finding,) = RewordingChecker(Pointing(), Endpoint(fake.address)).check(analysed(text))
    assert (finding.alternatives, fake.asked) == ((), [])


def test_a_sentence_is_asked_about_once() -> None:
    with endpoint() as fake:
        checker = RewordingChecker(Pointing(), Endpoint(fake.address))
        for _ in range(3):
            list(checker.check(analysed(f"{GARBLED} {GARBLED}")))
    assert len(fake.asked) == 1


def test_a_failing_endpoint_is_named_once_and_asked_no_more() -> None:
    with endpoint(status=500) as fake:
        checker = RewordingChecker(Pointing(), Endpoint(fake.address))
        findings = list(checker.check(analysed(f"{GARBLED} {FINE} {OTHER}")))
    assert [f.alternatives for f in findings] == [(), ()]
    assert len(fake.asked) == 1
    told, own = checker.problems()
    assert f"{fake.address} answered 500" in told
    assert own == "a problem of its own"


def test_it_speaks_in_the_name_of_the_checker_within() -> None:
    checker = RewordingChecker(Pointing(), Endpoint("http://127.0.0.1:9/v1"))
    assert (checker.name, checker.source, checker.version) == ("pointing", Source.RULE, "7")
