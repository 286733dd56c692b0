"""No two rules repair one place of our articles in two ways: whoever reads the report would have to choose."""

from __future__ import annotations

from itertools import combinations

import pytest

from cleantext.checkers.rules import RuleChecker
from cleantext.core.edit import apply_edits
from cleantext.core.finding import Finding, Fix
from cleantext.core.span import clash
from cleantext.engine import Level, examine
from tests.analysed import analysed
from tests.markup import CORPUS, GOLD, read
from tests.shipped import RULES
from tests.test_engine import document

READ = 331
"""The articles of ``training`` from this number on were written later than the rules, which nobody held against them:
there the judge leaves one finding for one place."""
ARTICLES = sorted(
    path
    for folder in (GOLD, CORPUS / "damaged", CORPUS / "training")
    for path in folder.glob("*.mark")
    if folder.name != "training" or int(path.name.split("-")[0]) < READ
)
NUMBERS = {rule.rule.id: number for number, rule in enumerate(RULES)}


@pytest.mark.slow
@pytest.mark.parametrize("part", range(8))
def test_no_two_rules_repair_one_place_in_two_ways(part: int) -> None:
    checker = RuleChecker(RULES)
    found = [
        f"{path.stem}: {one.rule} and {other.rule}: {one.span.of(text)!r}"
        for path in ARTICLES[part::8]
        for text in [read(path)[0]]
        for one, other in combinations(checker.check(analysed(text)), 2)
        if differ(text, one, other)
    ]
    assert found == []


def differ(text: str, one: Finding, other: Finding) -> bool:
    """Whether both have a fix in the same place, and it matters which is done first.

    Where one takes out all that the other would repair, there is nothing left to choose.
    """
    if one.fix is None or other.fix is None or one.rule == other.rule:
        return False
    places = [[edit.span for edit in fix.edits] for fix in (one.fix, other.fix)]
    if not clash(*places) or removes(one.fix, other.fix) or removes(other.fix, one.fix):
        return False
    return len({settled(text, fix, one, other) for fix in (one.fix, other.fix)}) > 1


def removes(wide: Fix, narrow: Fix) -> bool:
    """Whether ``wide`` deletes each place that ``narrow`` edits."""
    gone = [edit.span for edit in wide.edits if not edit.replacement]
    return all(any(span.covers(edit.span) for span in gone) for edit in narrow.edits)


def settled(text: str, first: Fix, *findings: Finding) -> str:
    """The text once a fix is done, and then what the rules of the findings still find."""
    rules = [RULES[NUMBERS[finding.rule]] for finding in findings]
    return examine(document(apply_edits(text, first.edits)), [RuleChecker(rules)], Level.SUGGESTED).text
