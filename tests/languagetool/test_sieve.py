"""What is kept from LanguageTool: no sentence in which one of the kept rules would match."""

from __future__ import annotations

import html
import os
from collections.abc import Iterator
from itertools import pairwise

import pytest
import regex
from hypothesis import given, settings
from hypothesis import strategies as st

from cleantext.checkers.grammar import GrammarChecker
from cleantext.core.revision import Revision
from cleantext.core.span import Span
from cleantext.formats.text import segment
from cleantext.languagetool.artefacts import VERSION
from cleantext.languagetool.curation import load_curated
from cleantext.languagetool.dictionary import Dictionary
from cleantext.languagetool.installation import installed
from cleantext.languagetool.server import Server
from cleantext.languagetool.sieve import Sieve, member, sieve
from tests import markup

pytestmark = pytest.mark.skipif(not os.environ.get("CLEANTEXT_REQUIRE_LANGUAGETOOL"), reason="wants LanguageTool")

CURATED = load_curated()
DULL = "The keeper was kept busy by the storm. It had rained on the hills. Nobody had been told."


@pytest.fixture(scope="module")
def ours() -> Sieve:
    made = sieve(VERSION, list(CURATED.values()))
    assert made
    return made


def part(name: str, jar: str = "language-en-*.jar") -> str:
    folder = installed()
    assert folder
    return member(folder, jar, f"org/languagetool/{name}").decode("utf-8-sig")


def languagetools_own_examples() -> Iterator[tuple[str, str, int, int]]:
    """Rule, text and place of each wrong example of a kept rule in LanguageTool's own file."""
    grammar = part("rules/en/grammar.xml")
    for rule in CURATED:
        block = regex.search(rf"(?s)<(rule|rulegroup)\b[^>]*\bid=[\"']{rule}[\"'].*?</\1>", grammar)
        source = regex.sub(r"(?s)<!--.*?-->|<rule\b[^>]*\bdefault=.off.*?</rule>", "", block[0] if block else "")
        for example in regex.findall(r"(?s)<example\b[^>]*\bcorrection=[^>]*>(.*?)</example>", source):
            text = " ".join(html.unescape(regex.sub(r"<(?!/?marker)[^>]*>", "", example)).split())
            before, _, rest = text.partition("<marker>")
            marked, _, after = rest.partition("</marker>")
            yield rule, before + marked + after, len(before), len(before + marked)


def test_no_wrong_example_of_languagetool_is_kept_from_it(ours: Sieve) -> None:
    examples = list(languagetools_own_examples())
    assert len(examples) > 700
    for rule, text, start, end in examples:
        assert any(p.start <= start and end <= p.end for p in ours.passages(text)), (rule, text)


def test_no_article_before_a_word_that_wants_the_other_is_kept_from_it(ours: Sieve) -> None:
    for article, name in (("a", "rules/en/det_an.txt"), ("an", "rules/en/det_a.txt")):
        for word in part(name).splitlines():
            text = f"He saw {article} {word.lstrip('*')} there."
            assert not word or word.startswith("#") or list(ours.passages(text)), text


def damaged(text: str) -> Iterator[str]:
    """The text, and itself with endings, articles, verbs and marks exchanged throughout."""
    yield text
    for old, new in (
        (r"\b(\p{Ll}{3,})s\b", r"\1"),
        (r"\b(is|was|has)\b", "have"),
        (r"\b(are|were|have)\b", "is"),
        (r"\b(\p{Ll}{3,})ed\b", r"\1"),
        (r"\b(\p{Ll}{3,}[^s\W])(?= (?:of|in|to)\b)", r"\1s"),
        (r"\b(an?|the)\b", "an"),
        (r"\b(the|his|their)\b", "these"),
        (r" (and|of)\b", ", \\1"),
        (r"\b(to|would|will) (?=\p{Ll})", r"\1 be going to "),
    ):
        yield regex.sub(old, new, text)


def test_the_findings_are_the_same_with_the_sieve_and_without(languagetool: Server) -> None:
    texts = [markup.read(path)[0] for path in sorted((markup.CORPUS / "damaged").glob("*.mark"))[:5]]
    plain, sifted = GrammarChecker(languagetool), GrammarChecker(languagetool, sift=sieve)
    number = 0
    for text in (version for article in texts for version in damaged(article)):
        expected = list(plain.check(Revision(text, segment)))
        assert list(sifted.check(Revision(text, segment))) == expected
        number += len(expected)
    assert number > 100


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from([*DULL.split(), "an decision.", "I is", "“", "”", "3.5", "it's", "Ok.", "🙂", "\n"])))
def test_passages_lie_in_order_between_the_ends_of_sentences(ours: Sieve, words: list[str]) -> None:
    text = " ".join(words)
    passages = list(ours.passages(text))
    assert all(a.end < b.start for a, b in pairwise(passages))
    for passage in passages:
        assert passage.start == 0 or text[passage.start - 2] in ".!?"
        assert passage.end == len(text) or text[passage.end - 1] in ".!?"


def test_a_paragraph_that_no_rule_can_touch_is_not_sent(ours: Sieve) -> None:
    assert list(ours.passages(DULL)) == []
    (passage,) = ours.passages(DULL + " They made an decision. " + DULL)
    assert passage.of(DULL + " They made an decision. " + DULL) == "They made an decision."


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("He had six hour to spare.", "He had six new areas to visit."),  # no phrase ends in the singular with a plural
        ("There are two kind of snake.", "There are two kinds of snakes."),
        ("They met many sole proprietor, however.", "They met many college students."),  # a noun belongs to the phrase
        ("But those doesn't mean it.", "These questions remained."),  # a plural behind "these" is no verb
        ("The idea that customer assume it was old.", "The features that remain were kept."),
        ("More rain is still expect on Sunday.", "More rain is open on Sunday."),
        ("Well, the report need to go.", "Well, the report will go."),
        ("He can sings.", "Yet de Soto remained here."),  # an unknown word is no modal verb
        ("She can't decides.", "The world's banks remained long-term lenders."),
    ],
)
def test_what_a_rule_needs_is_sent_and_what_only_looks_like_it_is_not(ours: Sieve, sent: str, kept: str) -> None:
    assert list(ours.passages(sent)) == [Span(0, len(sent))]
    assert list(ours.passages(kept)) == []


def test_a_text_that_no_rule_can_touch_starts_no_server() -> None:
    checker = GrammarChecker(Silent(), sift=sieve)
    assert list(checker.check(Revision(DULL, segment))) == []
    assert list(checker.problems()) == []


class Silent:
    """A server that must not be asked."""

    version = VERSION

    def address(self, failed: str | None = None) -> str:
        raise AssertionError("asked")

    def failure(self) -> str:
        return ""


def test_there_is_no_sieve_for_another_version_or_language_or_where_a_rule_is_not_found() -> None:
    rules = list(CURATED.values())
    assert sieve("6.5", rules) is None
    assert sieve(VERSION, list(load_curated("de").values())) is None
    assert sieve(VERSION, [type(rules[0])(id="NO_SUCH_RULE", severity="info", why="")]) is None


@pytest.mark.parametrize(
    ("word", "readings"),
    [
        ("went", {("go", "VBD")}),
        ("houses", {("house", "NNS"), ("house", "VBZ")}),
        ("zzzz", set()),
        ("", set()),
        ("hous", set()),
    ],
)
def test_the_dictionary_knows_lemmas_and_tags(word: str, readings: set[tuple[str, str]]) -> None:
    folder = installed()
    assert folder
    content = member(folder, "english-pos-dict-*.jar", "org/languagetool/resource/en/english.dict")
    assert Dictionary(content).readings(word) == readings


def test_other_bytes_are_no_dictionary() -> None:
    with pytest.raises(ValueError, match="CFSA2"):
        Dictionary(b"something else")
