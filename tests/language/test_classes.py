"""Text as a row of word classes, and the forms of English words that it rests on."""

from __future__ import annotations

import re
from collections.abc import Callable

import lemminflect  # type: ignore[import-untyped]
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleantext.core.document import BlockKind
from cleantext.language.analysis import Passage
from cleantext.language.classes import ClassRow, spelt
from cleantext.language.inflection import gerunds, participles, pasts, plural, third
from cleantext.language.lexicon import lexicon
from cleantext.rulebook.matchers import classes


def found(pattern: str, text: str) -> list[str]:
    return [text[m.span.start : m.span.end] for m in classes.find(pattern, {})(Passage(text, BlockKind.PROSE))]


@pytest.mark.parametrize(
    ("pattern", "text", "words"),
    [
        ("[NN1]", "The report of a city", ["report", "city"]),
        ("[NN1!VB]", "The report of a city", ["city"]),
        ("[THATV&VD]", "He said he went", ["said"]),
        ("[of|from]", "Of a city far from it", ["Of", "from"]),
        ("[^DET|NN1|END]", "The city of boats.", ["of", "boats"]),
        ("<start>[it]", "It is. It was, it is: it.", ["It", "It", "it"]),
        ("<start>[it]", "“It is.” It was", ["It", "It"]),
        ("[a] (?P<at>[NN2])", "a boats", ["boats"]),
        ("[END]", "Mr. Ito met J. Li at 5 p.m. there. Yes?", [".", "?"]),
        ("[NAME]", "Ms. Okoro saw London", ["Ms", ".", "Okoro", "London"]),
        ("[NUM]", "7 boats, 1 of 2.5 and 1998", ["7", "2.5"]),
        ("[GEN] [NN1]", "the Dean’s report", ["Dean’s report"]),
        ("[can't]", "It can’t, it can't", ["can’t", "can't"]),
        ("[OQ] [*] [CQ]", "a “late” word", ["“late”"]),
        ("[CAPF]", "it was The end", ["The"]),
    ],
)
def test_words_are_found_by_their_classes(pattern: str, text: str, words: list[str]) -> None:
    assert found(pattern, text) == words


@pytest.mark.parametrize("pattern", ["[NOUN]", "[NN1", "[NN1&NN1!NN1]", "(?P<at>[NN1]", "[of] .", "(?P<a>[of]) (?P=a)"])
def test_a_wrong_pattern_is_refused(pattern: str) -> None:
    with pytest.raises((ValueError, re.error), match=r"class|unterminated"):
        classes.automaton(pattern)


@given(st.text(st.sampled_from(" \n.,“”’'-ab1TheofsA\u00a0…é\ud800"), max_size=40))
def test_each_part_has_a_symbol_and_a_place(text: str) -> None:
    row = ClassRow(text, text.split())
    spans = [row.span(i, i + 1) for i in range(len(row.symbols))]
    assert "".join(text[span.start : span.end] for span in spans) == re.sub(r"\s", "", text)


@given(
    st.lists(
        st.sampled_from(
            ["The", "the", "a", "of", "can", "It", "boats", "boat", "went", "go", "He", ".", ",", "“", "”", "who"]
        ),
        max_size=8,
    )
)
@pytest.mark.parametrize(
    "pattern",
    [
        "(?<=[the]) [NN1](?=[of])",
        "<start> [it|he] (?![VD]) [*]",
        "(?<![DET]) [NN2|NN1]+ [VD]? (?=[END])",
        "(?:[a] [NN1]|[the] (?P<at>[NN2])){1,2}",
        "[*]*? [who] [^END]{0,3} [END]",
    ],
)
def test_the_automaton_finds_all_that_the_pattern_does(pattern: str, words: list[str]) -> None:
    row = ClassRow(" ".join(words), words).symbols
    assert not re.search(spelt(pattern), row) or re.search(classes.automaton(pattern), row)


# Forms that lemminflect 0.2 lacks or has wrong.
OURS = frozenset([
    "blended", "fitted", "forecast", "got", "knitted", "leaned", "leaped", "lain", "lit", "proven", "skied",
    "smelled", "spelled", "spoiled", "enrolled", "enrolling",
])  # fmt: skip
FORMS: dict[str, Callable[[str], str]] = {
    "VBZ": third,
    "VBD": lambda verb: pasts(verb)[0],
    "VBN": lambda verb: participles(verb)[0],
    "VBG": lambda verb: gerunds(verb)[0],
}


@pytest.mark.parametrize("tag", FORMS)
def test_verbs_are_inflected_as_lemminflect_does(tag: str) -> None:
    verbs = sorted(set(lexicon().verbs.values()))
    ours = {verb: FORMS[tag](verb) for verb in verbs}
    assert {v: form for v, form in ours.items() if form not in (*lemminflect.getInflection(v, tag), *OURS)} == {}


def test_nouns_are_inflected_as_lemminflect_does() -> None:
    nouns = sorted(set(lexicon().nouns.values()) - {"person", "passer-by"})
    ours = {noun: plural(noun) for noun in nouns}
    assert {noun: form for noun, form in ours.items() if form not in lemminflect.getInflection(noun, "NNS")} == {}
