"""The prefilter never keeps a rule from what it would find; that is all that the speed may not cost."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path
from typing import Any

import hyperscan
import pytest
import regex
from hypothesis import HealthCheck, assume, given
from hypothesis import strategies as st

from cleantext.assembly import Assembly
from cleantext.checkers.checker import Checker
from cleantext.checkers.rules import RuleChecker
from cleantext.core.document import BlockKind
from cleantext.core.settings import Settings
from cleantext.language.analysis import Passage
from cleantext.language.tagger import readings
from cleantext.rulebook.compile import CompiledRule
from cleantext.rulebook.matchers import regex as regex_kind
from cleantext.rulebook.matchers import tokens as tokens_kind
from cleantext.rulebook.matchers.tokens import MARKS, TokenSpec
from cleantext.rulebook.prefilter import hyperscan as scanner
from cleantext.rulebook.prefilter.bytes import of_characters, of_property, reduced
from cleantext.rulebook.prefilter.hyperscan import Met, Scanner
from cleantext.rulebook.prefilter.index import Prefilter
from cleantext.rulebook.prefilter.letters import letters
from cleantext.rulebook.prefilter.need import Gate, Letters, Need, Scope
from cleantext.rulebook.prefilter.widen import widened
from tests.analysed import analysed
from tests.markup import read
from tests.shipped import PACKS, RULES
from tests.tries import tries

HERE = Path(__file__).parents[1]
MARKED = sorted([*HERE.glob("corpus/*/*.mark"), *HERE.glob("seeds_gold/*.mark")])
BAD = [(i, e.bad) for i, rule in enumerate(RULES) for e in rule.rule.examples if e.bad is not None]
INTRUDERS = "éÉßøЖж和ां١２ａＢſıİK \u00a0\u200b“”’«»—…·_0aZ.,!?\n\t\U0001f600\ud800"


@cache
def shared() -> Prefilter:
    return Prefilter([rule.gate for rule in RULES])


def met(prefilter: Prefilter, texts: Sequence[str]) -> Sequence[Met]:
    return prefilter.met([Passage(text, BlockKind.PROSE) for text in texts])


def scanned(needs: Sequence[Need], texts: Sequence[bytes]) -> list[Met]:
    met: list[Met] = [{} for _ in texts]
    Scanner({need: i for i, need in enumerate(needs)}, "test").scan(texts, met)
    return met


def shut_out(rule: CompiledRule, number: int, text: str) -> bool:
    """Whether the rule finds something in ``text`` behind a shut gate, or in a sentence that it is not shown."""
    analysis = analysed(text)
    needs: set[int] = set()
    for passage in analysis.passages:
        (here,) = shared().met([passage])
        needs |= set(here)
        is_open, ends = number in shared().open(here), shared().ends(number, here)
        found = rule.findings_in_passage(passage, ends) if is_open else ()
        if list(found) != list(rule.findings_in_passage(passage)):
            return True
    return number not in shared().open(needs) and bool(analysis.passages) and any(rule.findings_in_document(analysis))


@pytest.mark.parametrize("pack", PACKS)
def test_the_gate_of_a_rule_is_open_for_its_bad_examples(pack: str) -> None:
    for number in PACKS[pack]:
        for example in RULES[number].rule.examples:
            assert example.bad is None or not shut_out(RULES[number], number, example.bad)


@given(st.sampled_from(BAD), st.data())
@tries(400, suppress_health_check=[HealthCheck.too_slow])
def test_the_gate_is_open_for_damaged_examples_too(bad: tuple[int, str], draw: st.DataObject) -> None:
    number, text = bad
    for _ in range(draw.draw(st.integers(1, 4))):
        at = draw.draw(st.integers(0, len(text)))
        text = text[:at] + draw.draw(st.sampled_from(INTRUDERS)) + text[at + draw.draw(st.integers(0, 1)) :]
    assert not shut_out(RULES[number], number, text)


@pytest.mark.slow
@pytest.mark.parametrize("path", MARKED, ids=lambda path: path.stem)
def test_nothing_is_lost_on_damaged_articles(path: Path) -> None:
    gated, open_ = checkers()
    analysis = analysed(read(path)[0])
    assert list(gated.check(analysis)) == list(open_.check(analysis))


@cache
def checkers() -> tuple[RuleChecker, RuleChecker]:
    """All rules, each asked where its gate is open, and everywhere."""
    gated, open_ = RuleChecker(RULES), RuleChecker(RULES)
    open_._prefilter = Prefilter([Gate()] * len(RULES))
    return gated, open_


@pytest.mark.parametrize(
    ("pattern", "wider"),
    [
        ("(?<=[.!?]) said", r"[\x21\x2e\x3f]\x20said"),
        ("said(?= so)", r"said\x20so"),
        ("a(?=b)c", "ac"),
        (r"a(?=b)\b", r"a\bb"),
        (r"\b(?<=b)a", r"b\ba"),
        ("x{2}y{0,9}z{5,}", "(?:x){2,2}(?:y)*(?:z){3,}"),
        ("(?P<a>the|of) (?P=a)", r"(?:the\x20the|of\x20of)"),
        (".*", None),
        ("(?a)x", None),
        ("(?m)^x", None),
        ("(?:foo){e<=1}", None),
        ("[[:alpha:]]x", None),
    ],
)
def test_a_pattern_is_widened(pattern: str, wider: str | None) -> None:
    assert widened(pattern) == wider


@pytest.mark.parametrize(
    ("pattern", "scope", "text"),
    [
        (r"\b(?P<w>(?i:the|of)) (?i:(?P=w))", "text", "The the"),
        (r"x(?=the|a)\b", "text", "xanother"),
        (r"x (?=the|a)\b", "text", "x another"),
        (r"\b(?:(?<=,)a)", "text", ",a"),
        ("(?=b)(?<=a)", "text", "ab"),
        (r"the \b", "text", "the \u200dx"),
        (r"(?i:(a)) \1", "text", "A A"),
        (r"(\bthe\b) \1", "text", "the then"),
        ("(?i)x(?![^a-c])", "text", "xA"),
        ("(?s:a.b)", "text", "a\nb"),
        (r"\\p{L}x", "text", r"\p{L}x"),
        (r"\(?<a>x", "text", "<a>x"),
        (r"(?:(?P<a>x)|(?P<a>y))(z)(w)\2", "text", "xzwz"),
        ("^Of .", "sentence", "It is. Of it"),
        (r"^It was\.\s*$", "before", "It was. A cat"),
        (r"^(?:Is|Has) it$", "following", "A cat. Is it so"),
        (r"(?<!\s)Is it", "following", "A cat. Is it so"),
        ("a$", "sentence", "It is a. No"),
        (r"\bkm", "token", "10km"),
        (r"The\s*cat", "opening", "It is.” The cat"),
    ],
)
def test_a_wider_pattern_loses_nothing(pattern: str, scope: Scope, text: str) -> None:
    assert 0 in scanned([Need(pattern, scope)], [reduced(text)])[0]


ATOMS = st.sampled_from(
    ["a", "b", ",", " ", ".", r"\w", r"\s", r"\p{Lu}", "[a-c]", "[^a]", "[^\\w]", r"\b", "^", "$", "é", "(?i:A)", "“"]
)
PATTERNS = st.recursive(
    ATOMS,
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=4).map("".join),
        st.lists(inner, min_size=2, max_size=3).map(lambda parts: f"(?:{'|'.join(parts)})"),
        st.tuples(inner, st.sampled_from(["?", "*", "+", "{2}", "{0,5}"])).map(lambda p: f"(?:{p[0]}){p[1]}"),
        st.tuples(st.sampled_from(["=", "!", "<=", "<!"]), inner).map(lambda p: f"(?{p[0]}{p[1]})"),
        st.tuples(inner, inner).map(lambda p: f"({p[0]}){p[1]}\\1"),
    ),
    max_leaves=8,
)


@pytest.mark.slow
@given(PATTERNS, st.text(alphabet="abAé ,.“_1\u200d", max_size=12))
@tries(500, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
def test_no_pattern_is_narrowed(pattern: str, text: str) -> None:
    pattern = re.sub(r"\\1", "(?P=g)", pattern) if pattern.count("\\1") == 1 else pattern.replace("\\1", "")
    pattern = re.sub(r"\((?!\?)", "(?P<g>", pattern, count=1) if "(?P=g)" in pattern else pattern
    try:
        matched = regex.search(pattern, text)
    except regex.error:
        return
    if matched:
        assert 0 in scanned([Need(pattern)], [reduced(text)])[0], pattern


PROPERTIES = [
    *(r"\w", r"\d", r"\s", r"\p{L}", r"\p{Lu}", r"\p{Ll}", r"\p{M}", r"\p{N}", r"\p{P}", r"\p{Cf}", r"\p{Zs}"),
    *(r"\p{Latin}", r"\p{Han}", r"\p{Cyrillic}", r"\p{Arabic}", r"\p{Devanagari}", r"\p{Thai}"),
]
EVERYTHING = "".join(map(chr, range(0x110000)))


@cache
def everything_reduced() -> bytes:
    return reduced(EVERYTHING)


@pytest.mark.slow
@pytest.mark.parametrize("prop", PROPERTIES)
def test_a_class_of_bytes_is_never_narrower_than_its_class_of_characters(prop: str) -> None:
    known = of_property(prop)
    for pattern, some in ((prop, known.some), (f"[^{prop}]", (~known).some)):
        found = "".join(regex.findall(f"{pattern}+", EVERYTHING))
        assert set(reduced(found)) <= some


def test_letters_that_match_in_another_case_are_one_byte_but_for_case() -> None:
    for letter in "abcdefghijklmnopqrstuvwxyz":
        matched = "".join(regex.findall(f"(?i){letter}", EVERYTHING))
        assert set(reduced(matched).lower()) == set(letter.encode())


def test_a_text_keeps_its_length() -> None:
    assert len(everything_reduced()) == len(EVERYTHING)
    assert of_characters("a", "c").some == frozenset(b"abc")


def test_where_hyperscan_cannot_run_every_gate_is_open(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("CLEANTEXT_CACHE", str(tmp_path))

    def refuse(*_: object) -> None:
        raise hyperscan.error("this processor lacks SSSE3")

    monkeypatch.setattr(hyperscan, "dumpb", refuse)
    assert Prefilter([Gate((Need("never"),)), Gate()]).open([0]) == [0, 1]
    assert list(map(set, met(Prefilter([Gate((Need("never"),))]), ["nothing of it"]))) == [{0}]


def test_an_anchor_inside_a_pattern_is_widened_away() -> None:
    prefilter = Prefilter([Gate((Need(r"\b(?:to let|(?<=^|[.!?] )Let)\."),))])
    assert list(map(set, met(prefilter, ["Let.", "He is to let. No.", "Nothing."]))) == [{0}, {0}, set()]


@pytest.mark.slow
@given(st.lists(st.text(alphabet="abA,. \n", min_size=1, max_size=6), max_size=5), PATTERNS)
@tries(200, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
def test_texts_looked_at_together_meet_what_each_meets_alone(texts: list[str], pattern: str) -> None:
    needs = [Need(pattern), Need("^a"), Need(r"b\Z"), Need("[^a]b"), Need(",$")]
    assume(0 not in scanned(needs, [b""])[0])  # Hyperscan is free with places of no width
    characters = list(map(reduced, texts))
    assert scanned(needs, characters) == [met for text in characters for met in scanned(needs, [text])]


@pytest.mark.parametrize(
    ("pattern", "characters"),
    [
        (r"(?=\w*[çñ])\w{3,}", "çñ"),
        ("(?:[ß-á])+x", "ßàá"),
        ("a(ﬁ)b", "ﬁ"),
        ("(?i:ß)", None),
        ("(?i)ß", None),
        (r"\p{Lu}|é", None),
        (r"[é\p{Lu}]", None),
        ("[^é]", None),
        ("(?:ç)?a", None),
        ("[’é]", None),
        ("(?!ç)a", None),
    ],
)
def test_letters_that_a_pattern_asks_for_though_they_have_no_byte(pattern: str, characters: str | None) -> None:
    assert letters(pattern) == (Letters(frozenset(characters)) if characters else None)


def test_a_letter_without_a_byte_opens_the_gate_that_asks_for_it() -> None:
    prefilter = Prefilter([regex_kind.needs(r"\w*[çñ]\w*", {})])
    assert list(map(set, met(prefilter, ["ein garçon", "“garcon”", "é"]))) == [{0}, set(), set()]


def test_tokens_open_no_gate_where_marks_or_the_rest_of_a_sentence_keep_them_apart() -> None:
    tokens = [
        TokenSpec(first=True, form="The"),
        TokenSpec(tag="AJ0", op="*"),
        TokenSpec(shape="[x-]+"),
        TokenSpec(form="are"),
    ]
    prefilter = Prefilter([tokens_kind.needs(tokens, {})])
    meet = ["So. The red, white cats are", "The cats are", "The old U.S. well-known tea-cup are"]
    miss = ["Where the cats are", "The well, the cats are", "The CATS are", "The 10 are"]
    assert list(map(set, met(prefilter, [*meet, *miss]))) == [set(), {0}, {0}, set(), set(), set(), set()]


def test_marks_have_the_tags_that_gates_count_on() -> None:
    assert {mark: readings(mark) for mark in MARKS} == {mark: frozenset(tags) for mark, tags in MARKS.items()}


def test_no_shipped_rule_is_too_large_for_hyperscan() -> None:
    assert list(map(set, met(shared(), [""]))) == [set()]


@pytest.mark.parametrize("broken", [lambda c: c[:40], lambda c: c[:-1] + bytes([c[-1] ^ 1]), lambda c: b""])
def test_a_broken_file_in_the_cache_is_made_anew(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, broken: Callable[[bytes], bytes]
) -> None:
    monkeypatch.setenv("CLEANTEXT_CACHE", str(tmp_path))
    monkeypatch.setattr(scanner, "WORTH_KEEPING", 0)
    gates = [Gate((Need("said"),)), Gate((Need("told"),))]
    assert list(map(set, met(Prefilter(gates), ["He said so."]))) == [{0}]
    (kept,) = tmp_path.glob("prefilter/*.hs")
    whole = kept.read_bytes()
    kept.write_bytes(broken(whole))
    assert list(map(set, met(Prefilter(gates), ["He told me."]))) == [{1}]
    assert kept.read_bytes() == whole


def test_own_rules_are_compiled_apart_from_the_shipped_ones(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("CLEANTEXT_CACHE", str(tmp_path))
    monkeypatch.setattr(scanner, "WORTH_KEEPING", 0)
    shipped = [Gate((Need("said"),)), Gate((Need("told"),))]
    for word in ("asked", "wrote"):  # an author changes a rule; and only one of the shipped ones is wanted
        own = Gate((Need(word),))
        here = Prefilter([shipped[1], own], shipped)
        assert [here.open(found) for found in met(here, ["He told me.", f"He {word} me.", "He said so."])] == [
            [0],
            [1],
            [],
        ]
    assert len(list(tmp_path.glob("prefilter/*.hs"))) == 1
    assert len(list(tmp_path.glob("prefilter-own/*.hs"))) == 2


def test_what_two_workers_need_at_the_same_time_is_compiled_by_one_of_them(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("CLEANTEXT_CACHE", str(tmp_path))
    monkeypatch.setattr(scanner, "WORTH_KEEPING", 0)
    compiled: list[int] = []
    compile_ = scanner._compile

    def slowly(*arguments: Any) -> Any:
        compiled.append(1)
        time.sleep(0.3)
        return compile_(*arguments)

    monkeypatch.setattr(scanner, "_compile", slowly)
    with ThreadPoolExecutor(2) as pool:
        workers = [pool.submit(met, Prefilter([Gate((Need("said"),))]), ["He said so."]) for _ in range(2)]
        assert [list(map(set, worker.result())) for worker in workers] == [[{0}]] * 2
    assert len(compiled) == 1


def test_a_cache_that_cannot_be_written_is_done_without(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setattr(scanner, "WORTH_KEEPING", 0)
    monkeypatch.setenv("CLEANTEXT_CACHE", str(tmp_path / "file"))
    assert list(map(set, met(Prefilter([Gate((Need("said"),))]), ["He said so."]))) == [{0}]


def test_a_gate_of_several_needs_opens_when_enough_are_met() -> None:
    prefilter = Prefilter([Gate((Need("colour"), Need("color")), 2), Gate((Need("colour"), Need("color")))])
    found = met(prefilter, ["a colour", "a colour, no color"])
    assert list(map(prefilter.open, found)) == [[1], [0, 1]]


@cache
def all_checkers() -> Sequence[Checker]:
    return Assembly(Settings())()


UNITS = [
    "x",
    "abcdefgh",
    "Theyâ€™d met at the cafÃ©. ",
    "Ab",
    "é",
    "1",
    "a-",
    "A.",
    "“a",
    "a’",
    "said ",
    "(",
    "和",
    "the of ",
    "“”",
    "Ã©",
]


@pytest.mark.slow
@pytest.mark.parametrize("unit", UNITS)
def test_all_checkers_together_take_linear_time(unit: str) -> None:
    def seconds(length: int) -> float:
        analysis = analysed("A start. “" + (unit * length)[:length] + " and an end.")
        start = time.process_time()
        for checker in all_checkers():
            list(checker.check(analysis))
        return time.process_time() - start

    seconds(100)
    assert seconds(20_000) < 40 * max(seconds(2_000), 0.05)
