"""decisions.json: what is written is read back, and what isn't one is refused in one line."""

from __future__ import annotations

import json

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleantext.review import decisions
from cleantext.review.decisions import Decision, NotDecisions

TEXT = st.text(alphabet=st.characters(exclude_categories=()), max_size=8)
PLAIN = st.builds(
    Decision, path=TEXT, finding=TEXT, decision=st.sampled_from(["accept", "reject", "undo"])
)  # fmt: skip
EDITS = st.builds(
    Decision, path=TEXT, finding=TEXT, decision=st.just("edit"), text=TEXT, old=st.none() | TEXT,
    offset=st.integers(-9, 9),
)  # fmt: skip
FREE = st.builds(
    lambda old, start, **more: Decision(decision="edit", old=old, start=start, end=start + len(old), **more),
    path=TEXT, old=TEXT, start=st.integers(0, 9), text=TEXT, reviewer=st.none() | TEXT,
)  # fmt: skip


@given(st.lists(PLAIN | EDITS | FREE, max_size=5))
def test_what_is_written_is_read_back_and_follows_the_schema(made: list[Decision]) -> None:
    text = decisions.render(made)
    assert decisions.read(text.encode()) == tuple(made)
    assert [decisions.read_one(decisions.render_one(d)) for d in made] == made
    jsonschema.validate(json.loads(text), dict(decisions.schema()))


@given(st.lists(PLAIN | EDITS | FREE, max_size=5), st.booleans())
def test_the_log_of_a_review_is_read_too(made: list[Decision], ended: bool) -> None:
    log = "\n".join(map(decisions.render_one, made)) + ("\n" if ended else "")
    assert decisions.read(log.encode()) == tuple(made)


GOOD = {"path": "a", "finding": "f", "decision": "accept"}
FREELY = {"path": "a", "decision": "edit", "start": 1, "end": 2, "old": "x", "text": "y"}


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("{", "not JSON"),
        ("[" * 100_000, "not JSON"),
        ("[]", "its schema is None"),
        ('{"schema": "cleantext-report/1"}', "its schema is 'cleantext-report/1'"),
        ({"decisions": [GOOD, GOOD | {"decision": "maybe"}]}, "decisions[1].decision"),
        ({"decisions": [GOOD | {"decision": "edit"}]}, "an edit needs its text"),
        ({"decisions": [GOOD | {"text": "x"}]}, "belong to an edit"),
        ({"decisions": [GOOD | {"start": 1, "end": 2}]}, "belong to a free edit"),
        ({"decisions": [FREELY | {"decision": "reject"}]}, "text and old belong to an edit"),
        ({"decisions": [FREELY | {"old": "xy"}]}, "needs the old text"),
        ({"decisions": [FREELY | {"start": 3}]}, "needs a finding, or start and end"),
        ({"decisions": [{"path": "a", "decision": "accept", "start": 1, "end": 2}]}, "'accept' needs a finding"),
        ({"decisions": [GOOD | {"txet": "x"}]}, "txet"),
    ],
)
def test_what_is_no_decision_is_refused_in_one_line(content: object, said: str) -> None:
    text = content if isinstance(content, str) else json.dumps({"schema": decisions.SCHEMA} | dict(content))  # type: ignore[call-overload]
    with pytest.raises(NotDecisions) as caught:
        decisions.read(text)
    assert said in str(caught.value) and "\n" not in str(caught.value)


def test_reviewers_who_disagree_are_named_and_the_last_decision_counts() -> None:
    def by(reviewer: str | None, finding: str, decision: str) -> Decision:
        return Decision(path="a", finding=finding, decision=decision, reviewer=reviewer)  # type: ignore[arg-type]

    ann = [by("Ann", "f", "reject"), by("Ann", "f", "accept"), by("Ann", "g", "accept")]
    ben = [by("Ben", "f", "reject"), by("Ben", "g", "accept")]
    assert list(decisions.disagreements([*ann, *ben])) == [
        "a: f: Ann says accept, Ben says reject; the last decision counts"
    ]
    assert list(decisions.disagreements(ann)) == []
    counting, revised = decisions.last([*ann, *ben])
    assert counting["a", "f"].reviewer == "Ben" and revised == [("a", "f")]
