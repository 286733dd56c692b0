"""Each kind of matcher by itself: what a spec finds in a text, and which specs are refused."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from cleantext.rulebook.compile import CompiledRule
from cleantext.rulebook.kinds import KINDS
from cleantext.rulebook.load import load_shipped
from cleantext.rulebook.schema import Match, Rule
from tests.analysed import analysed

LISTS = load_shipped().lists
SAID = "The old boat sank near the quay."
TWO = "He left on Monday.\nAnna Berg/AP\nShe stayed at home."
CASES: list[tuple[str, Any, str, list[str]]] = [
    ("regex", r"\b(?P<w>\w+) (?P=w)\b", "It was the the end.", ["the the"]),
    ("regex", r"a(?P<at>,,)", "a,, b", [",,"]),
    ("words", ["false alarm(s)"], "False alarm, and false alarms, not false alarmist", ["False alarm", "false alarms"]),
    ("words", {"in spite": "in spite of"}, "in spite all", ["in spite"]),
    ("words", ["(red|blue) boat"], "a blue boat, a red boats", ["blue boat"]),
    ("sentence", {"max_words": 2}, "It ended. Too early for her.", ["It ended."]),
    ("sentence", {"starts_lower": True}, "it ended. Too early.", ["it ended."]),
    ("sentence", {"ends_with": ["of"]}, "He spoke of. She left.", ["He spoke of."]),
    ("sentence", {"position": ["last"], "verbless": True}, "She sang. A red boat.", ["A red boat."]),
    ("paired", {"open": "(", "close": ")", "problem": "unclosed"}, "It (fell down. It (rose).", ["("]),
    ("paired", {"open": "(", "close": ")", "problem": "unopened"}, "It fell) down.", [")"]),
    ("repeat", {"unit": "word"}, "It was the the end. Then then.", ["the the"]),
    ("repeat", {"unit": "word", "ignore_case": True}, "It was. Then then.", ["Then then"]),
    ("repeat", {"unit": "phrase", "words": [2, 3]}, "He went to bed to bed early.", ["to bed to bed"]),
    ("repeat", {"unit": "word", "between": ["and"]}, "Blair and Blair met.", ["Blair and Blair"]),
    ("repeat", {"unit": "sentence"}, f"{SAID} {SAID}", [SAID]),
    ("variants", {"forms": {"{s}our": r"\b(?P<s>col)our\b", "{s}or": r"\b(?P<s>col)or\b"}, "minimum": 2},
     "A colour, a colour, a color.", ["color"]),
    ("spellings", {"letters": 6, "alike": "sound"}, "He met Torvik. I saw Torvik. We know Torvik, Torwik.", ["Torwik"]),
    ("seam", {"problem": "cut"}, "The govern ment fell.", ["govern ment"]),
    ("seam", {"problem": "glued", "first": ["inner-words"]}, "It was ofcourse late.", ["ofcourse"]),
    ("line", r"\p{Lu}\w+ \p{Lu}\w+/AP", TWO, ["Anna Berg/AP\n"]),
    ("line", {"matches": r".*/AP", "drop": False, "after": "She"}, TWO, ["Anna Berg/AP"]),
    ("line", {"matches": r".*/AP", "position": "first"}, TWO, []),
    ("labels", {"kinds": ["share"]}, "It rained.\nShare this\nIt stopped.", ["Share this\n"]),
    ("attribution", "V H V", "“We go,” said Ann Berg warned.", ["said Ann Berg warned"]),
    ("classes", "[has|have] [VB!VN]", "She has write it.", ["has write"]),
    ("tokens", [{"lemma": "say", "pos": "VERB"}, {"form": "that"}], "She said that it fell.", ["said that"]),
    ("tokens", [{"first": True, "form": "Then"}], "Then it fell. And Then it rose.", ["Then"]),
    ("python", "tests.rulebook.test_matchers:whole", "It fell.", ["It fell."]),
]  # fmt: skip


def whole(passage: Any) -> Any:
    """A matcher of a user's, for ``python``."""
    from cleantext.core.span import Span
    from cleantext.rulebook.match import Match as Found

    yield Found(Span(0, len(passage.text)))


def rule(kind: str, spec: Any) -> CompiledRule:
    match = msgspec.convert({kind: spec}, Match)
    made = Rule(id="x", title="t", why="w", severity="error", match=match, examples=())
    return CompiledRule(made, "own", LISTS, match.matcher.needs(match.spec, LISTS))


@pytest.mark.parametrize(("kind", "spec", "text", "expected"), CASES)
def test_what_a_matcher_finds(kind: str, spec: Any, text: str, expected: list[str]) -> None:
    analysis = analysed(text)
    made = rule(kind, spec)
    found = [f.shift(p.start) for p in analysis.passages for f in made.findings_in_passage(p)]
    found += made.findings_in_document(analysis)
    assert [f.span.of(text) for f in found] == expected


def test_every_kind_has_cases() -> None:
    assert {case[0] for case in CASES} == set(KINDS)


@pytest.mark.parametrize(
    ("kind", "spec", "reason"),
    [
        ("regex", "(", "not a regular expression"),
        ("regex", r"\L<nothing>", "no word list 'nothing'"),
        ("labels", {"kinds": ["nothing"]}, "no kind 'nothing'"),
        ("seam", {"problem": "glued", "first": ["nothing"]}, "nothing"),
        ("spellings", {"letters": 5, "allow": ["nothing"]}, "nothing"),
        ("python", "tests.rulebook.test_matchers:nothing", "nothing"),
        ("classes", "[NOPE]", "NOPE"),
    ],
)
def test_a_wrong_spec_is_refused(kind: str, spec: Any, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        _ = rule(kind, spec).find
