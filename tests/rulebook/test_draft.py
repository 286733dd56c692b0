"""A drafted rule finds the damage it was drafted from and repairs it, whatever the two texts are."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import assume, given
from hypothesis import strategies as st

from cleantext.examples import failures
from cleantext.rulebook.compile import compile_rules
from cleantext.rulebook.draft import as_yaml, change, drafts, place
from cleantext.rulebook.load import PackedRule, RuleSet, checked

WORDS = st.lists(
    st.sampled_from(["Jens", "is", "in", "12", ".", ",", "(", "{x}", "don’t", "a-b"]), min_size=1, max_size=6
)
BAD, GOOD = "chief Jens. Stoltenberg", "chief Jens Stoltenberg"


@given(WORDS, WORDS, WORDS, WORDS)
def test_a_draft_finds_what_it_was_drafted_from(
    before: list[str], bad: list[str], good: list[str], after: list[str]
) -> None:
    old, new = (" ".join([*before, *middle, *after]) for middle in (bad, good))
    assume(old != new)
    for draft in drafts("a-rule", "t", "w", old, new, change(old, new)):
        rule = checked("test", yaml.safe_load(as_yaml(draft)))
        (compiled,) = compile_rules(RuleSet((PackedRule(rule, "test", 0),), {}))
        assert not [f for f in failures(compiled) if f.problem == "finds nothing"]


def test_neighbours_are_known_by_their_shape_first() -> None:
    wide, narrow = drafts("a-rule", "t", "w", BAD, GOOD, change(BAD, GOOD))
    assert wide.match.spec == r"(?<=\s+\p{Lu}[\w’'-]*)\.(?=\s+\p{Lu}[\w’'-]*)"
    assert narrow.match.spec == r"(?<=\s+Jens)\.(?=\s+Stoltenberg)"


def test_without_a_repair_the_draft_only_points() -> None:
    wide, _ = drafts("a-rule", "t", "w", "based in . China", None, place("based in . China", "in ."))
    assert wide.fix is None and wide.severity == "warning"


def test_texts_that_say_nothing_are_refused() -> None:
    with pytest.raises(ValueError, match="the same"):
        change("a", "a")
    with pytest.raises(ValueError, match="does not occur"):
        place("a b", "c")
