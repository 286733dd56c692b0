"""LanguageTool as a checker: offsets, curation, merging, and what becomes of a server that fails."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePath

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleantext.assembly import Assembly
from cleantext.checkers.grammar import GrammarChecker
from cleantext.core.document import Document
from cleantext.core.edit import apply_edits
from cleantext.core.finding import Source
from cleantext.core.settings import Settings
from cleantext.engine import Level, examine
from cleantext.formats.text import segment
from cleantext.languagetool.cache import Cache
from cleantext.languagetool.client import Match, Refused
from cleantext.languagetool.curation import load_curated
from cleantext.languagetool.server import Gone, Server, Unavailable
from tests.analysed import analysed

TWO = "It is x.\n\nIt was x.\n"


@dataclass
class Asked:
    """LanguageTool's answers by a function, and the texts it was asked about."""

    answer: Callable[[str], list[Match]]
    texts: list[str] = field(default_factory=list)

    def check(self, text: str) -> Sequence[Match]:
        self.texts.append(text)
        return self.answer(text)


@dataclass
class Addresses:
    """A server with these addresses, one after the other."""

    left: list[str] = field(default_factory=lambda: ["first"])
    version: str = "6.6"
    came_up: bool = True

    def address(self, failed: str | None = None) -> str:
        if not self.came_up:
            raise Unavailable("it has no Java")
        if failed == self.left[0]:
            self.left.pop(0)
        if not self.left:
            raise Gone("it died twice")
        return self.left[0]

    def failure(self) -> str:
        return "" if self.came_up else "it has no Java"


def every_x(text: str) -> list[Match]:
    return [Match("PHRASE_REPETITION", i, 1, ("y",)) for i, c in enumerate(text) if c == "x"]


def checker(answer: Callable[[str], list[Match]], server: Addresses | None = None) -> GrammarChecker:
    return GrammarChecker(server or Addresses(), connect=lambda address: Asked(answer))


@given(st.lists(st.text(alphabet="ax🙂é ", min_size=1, max_size=12), max_size=6))
def test_offsets_come_back_whatever_stands_before(lines: list[str]) -> None:
    text = "\n".join(line + " end of it." for line in lines)
    analysis = analysed(text)
    found = sorted(f.span.start for f in checker(every_x).check(analysis))
    assert all(text[at] == "x" for at in found)
    prose = [b.span for b in analysis.revision.blocks if b.kind.value == "prose"]
    assert len(found) == sum(span.of(text).count("x") for span in prose)


def test_a_match_across_two_paragraphs_is_dropped() -> None:
    across = lambda text: [Match("PHRASE_REPETITION", 6, 10, ())]  # noqa: E731
    assert list(checker(across).check(analysed(TWO))) == []


def failing(until: int) -> Callable[[str], list[Match]]:
    """Answers only from its call number ``until`` on."""
    calls = iter(range(1000))

    def answer(text: str) -> list[Match]:
        if next(calls) < until:
            raise ConnectionError
        return every_x(text)

    return answer


@pytest.mark.parametrize(
    ("deaths", "addresses", "found", "problems"),
    [
        (0, ["a"], 2, []),
        (1, ["a", "b"], 2, []),
        (2, ["a", "b"], 0, ["LanguageTool stopped answering (it died twice); not checked: 2 paragraphs (lines 1–3)"]),
    ],
)
def test_a_server_that_dies_is_replaced_once(
    deaths: int, addresses: list[str], found: int, problems: list[str]
) -> None:
    grammar = checker(failing(deaths), Addresses(addresses))
    assert len(list(grammar.check(analysed(TWO)))) == found
    assert list(grammar.problems()) == problems


def test_a_server_that_never_came_up_is_no_problem_of_each_file() -> None:
    grammar = checker(every_x, Addresses(came_up=False))
    assert list(grammar.check(analysed(TWO))) == []
    assert (list(grammar.problems()), grammar.version) == ([], None)


def test_a_refused_paragraph_is_named_and_the_rest_is_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cleantext.checkers.grammar.BATCH", 5)  # a batch for each paragraph

    def answer(text: str) -> list[Match]:
        if "was" in text:
            raise Refused("too long")
        return every_x(text)

    grammar = checker(answer)
    assert [f.span.start for f in grammar.check(analysed(TWO))] == [6]
    assert list(grammar.problems()) == ["LanguageTool refused to check (too long); not checked: 1 paragraph (line 3)"]


def test_what_an_earlier_run_asked_is_not_asked_again(tmp_path: Path) -> None:
    found = []
    asked = Asked(every_x)
    for text in (TWO, TWO + "\nIt is a new x.\n", TWO):
        grammar = GrammarChecker(
            Addresses(), connect=lambda _: asked, cache=lambda setting: Cache(tmp_path / "cache", setting)
        )
        found.append(len(list(grammar.check(analysed(text)))))
    assert found == [2, 3, 2]
    assert asked.texts == ["It is x.\n\nIt was x.", "It is a new x."]


@pytest.mark.parametrize("text", ["Doubts about money. is regarded as strong.", "He said so in Pune. said, noting it."])
def test_a_capital_after_a_cut_is_not_proposed(text: str) -> None:
    cut = text.index(". ") + 2
    capital = lambda _: [Match("PHRASE_REPETITION", cut, 2, (text[cut : cut + 2].capitalize(),))]  # noqa: E731
    assert list(checker(capital).check(analysed(text))) == []


def test_languagetool_finds_the_bad_examples_of_the_curation(languagetool: Server) -> None:
    grammar = GrammarChecker(languagetool)
    for curated in load_curated().values():
        name = "lt-" + curated.id.lower().replace("_", "-")
        for example in curated.examples:
            text = example.bad or example.ok or ""
            found = {f.rule: f for f in grammar.check(analysed(text))}
            assert (name in found) == (example.bad is not None), (name, text)
            if example.good is not None:
                fix = found[name].fix
                assert fix and apply_edits(text, fix.edits) == example.good


def test_a_paragraph_has_the_same_findings_alone_and_among_others(languagetool: Server) -> None:
    texts = [e.bad or e.ok or "" for c in load_curated().values() for e in c.examples]
    together = list(GrammarChecker(languagetool).check(analysed("\n\n".join(texts))))
    alone = [f for text in texts for f in GrammarChecker(languagetool).check(analysed(text))]
    assert sorted((f.rule, f.message) for f in together) == sorted((f.rule, f.message) for f in alone)


@pytest.mark.parametrize(
    ("text", "repaired"),
    [
        (
            "Despite doubts about money. is regarded as a friend.",
            "Despite doubts about money is regarded as a friend.",
        ),
        (
            "“It grows,” said Rao in Pune. said, noting the overlap.",
            "“It grows,” said Rao in Pune, noting the overlap.",
        ),
        ("The roof fell in on Thursday on Thursday.", "The roof fell in on Thursday."),
        ("Under the lease,, the baker keeps the oven.", "Under the lease, the baker keeps the oven."),
    ],
)
def test_where_our_rules_and_languagetool_see_the_same_place_ours_speak(
    languagetool: Server, text: str, repaired: str
) -> None:
    checkers = Assembly(Settings(cache=False), languagetool)()
    document = Document(PurePath("t.txt"), "text", text, text.encode(), "utf-8", segment)
    assert examine(document, checkers, Level.SUGGESTED).text == repaired
    findings = [judged.finding for judged in examine(document, checkers, Level.NONE).findings]
    assert findings and Source.GRAMMAR not in {f.source for f in findings}


SPELLED = Match("MORFOLOGIK_RULE_EN_US", 6, 1, ("why", "ox"), "TYPOS", "Possible spelling mistake found.")
KEPT = Match("PHRASE_REPETITION", 6, 1, (), "STYLE", "A phrase is repeated.")


@pytest.mark.parametrize(
    ("match", "message", "why", "repairs"),
    [
        (SPELLED, "spelling: 'x', perhaps 'why'", "Possible spelling mistake found.", ["why", "ox"]),
        (KEPT, "grammar: 'x'", load_curated()["PHRASE_REPETITION"].why, []),
    ],
    ids=lambda value: value.rule if isinstance(value, Match) else "",
)
def test_as_a_proposer_it_yields_what_every_rule_says(match: Match, message: str, why: str, repairs: list[str]) -> None:
    text = "One y.\n\nIt is x.\n"
    only = lambda asked: [msgspec.structs.replace(match, offset=asked.index("x"))]  # noqa: E731
    (candidate,) = GrammarChecker(Addresses(), every=True, connect=lambda _: Asked(only)).candidates(analysed(text))
    assert (candidate.rule, candidate.pack) == ("lt-" + match.rule.lower().replace("_", "-"), "grammar")
    assert (candidate.message, candidate.why, candidate.span.of(text)) == (message, why, "x")
    assert [apply_edits(text, fix.edits) for fix in candidate.fixes] == [text.replace("x", r) for r in repairs]
    assert candidate.evidence == {f"category_{match.category.lower()}": 1.0, "curated": float(match is KEPT)}


def test_a_proposer_leaves_the_vocabulary_alone_and_a_checker_what_is_not_curated() -> None:
    spelled = lambda _: [SPELLED]  # noqa: E731
    analysis = analysed("It is x.\n")
    assert not list(
        GrammarChecker(Addresses(), ["x"], every=True, connect=lambda _: Asked(spelled)).candidates(analysis)
    )
    assert not list(checker(spelled).check(analysis))


def test_answers_of_all_rules_and_of_the_curated_ones_are_kept_apart(tmp_path: Path) -> None:
    asked = Asked(every_x)
    for every in (False, True, False, True):
        grammar = GrammarChecker(
            Addresses(), every=every, connect=lambda _: asked, cache=lambda setting: Cache(tmp_path / "c", setting)
        )
        assert len(list(grammar.candidates(analysed(TWO)))) == 2
    assert len(asked.texts) == 2


def test_languagetool_speaks_with_every_rule_it_has(languagetool: Server) -> None:
    text = "The comittee could of decided on it on Monday, says the the report."
    found = {c.span.of(text): c for c in GrammarChecker(languagetool, every=True).candidates(analysed(text))}
    assert found["comittee"].message == "spelling: 'comittee', perhaps 'committee'"
    assert {"could of", "the the"} <= found.keys()
