"""Every shipped rule keeps its own examples, and leaves the clean control article alone."""

from __future__ import annotations

from pathlib import Path

import pytest

import cleantext
from cleantext.examples import failures
from cleantext.rulebook.compile import compile_rules
from cleantext.rulebook.kinds import KINDS
from cleantext.rulebook.load import RuleError, load, load_shipped
from cleantext.rulebook.location import rules_dir
from cleantext.rulebook.reference import BEGIN, reference
from cleantext.rulebook.schema import Condition
from cleantext.rulebook.table import rule_table
from tests.shipped import PACKS, RULES

SEEDS = Path(__file__).parents[2] / "seeds"


@pytest.mark.parametrize("pack", PACKS)
def test_the_rules_of_a_pack_keep_their_examples(pack: str) -> None:
    assert [failure for number in PACKS[pack] for failure in failures(RULES[number])] == []


def test_the_table_of_the_rules_is_true() -> None:
    path = rules_dir() / "INDEX.md"
    assert path.read_text("utf-8") == rule_table(load_shipped()), "cleantext rules table > rules/INDEX.md"


def test_the_reference_for_authors_is_true() -> None:
    text = (rules_dir() / "README.md").read_text("utf-8")
    written = text[text.index(BEGIN) :]
    assert written == reference(), "cleantext rules reference, at the end of rules/README.md"
    for kind in KINDS:
        assert f"### `{kind}`" in written
    for key in Condition.__struct_fields__:
        assert f"- `{key}` " in written, "how far it sees"


def test_there_are_enough_rules_and_packs() -> None:
    assert len(RULES) >= 40
    assert len({rule.pack for rule in RULES}) >= 10
    assert {rule.rule.match.kind for rule in RULES} >= {
        "regex",
        "words",
        "sentence",
        "paired",
        "repeat",
        "variants",
        "line",
    }


def test_the_clean_article_raises_nothing() -> None:
    text = (SEEDS / "clean-control.txt").read_bytes().decode()
    assert [f.rule for f in cleantext.check(text) if f.severity != "info"] == []


@pytest.mark.parametrize(
    ("yaml", "named"),
    [
        ("id: x\ntitel: y\n", "did you mean 'title'"),
        ("id: x\ntitle: y\n", "missing"),
        ("id: [", "not YAML"),
        (
            "id: x\ntitle: t\nwhy: w\nseverity: error\nmatch: {regex: '('}\nexamples:\n- {bad: x}\n",
            "not a regular expression",
        ),
        ("id: x\ntitle: t\nwhy: w\nseverity: error\nmatch: {}\nexamples:\n- {bad: x}\n", "exactly one kind"),
    ],
)
def test_a_wrong_rule_is_named(tmp_path: Path, yaml: str, named: str) -> None:
    path = tmp_path / "own.yaml"
    path.write_text(yaml)
    with pytest.raises(RuleError, match=named) as error:
        compile_rules(load([path]))
    assert "own" in str(error.value)
    assert "\n" not in str(error.value)


def test_two_rules_of_a_folder_with_one_id_are_named(tmp_path: Path) -> None:
    rule = "id: twice\ntitle: t\nwhy: w\nseverity: info\nmatch: {regex: x}\nexamples:\n- {bad: x}\n"
    for name in ("first.yaml", "second.yaml"):
        (tmp_path / name).write_text(rule)
    with pytest.raises(RuleError, match=r"second\.yaml: twice: id: a rule of first\.yaml has it"):
        load([tmp_path])


TOKENS = """\
id: verb-of-speech-twice
title: t
why: w
severity: error
match:
  tokens:
    - {lemma: say, pos: VERB}
    - {pos: [PROPN, NOUN], op: '+', name: who}
    - {form: warned}
    - {regex: '[.]'}
fix: {edits: {who: '{who:upper}'}}
examples:
  - {bad: Then said Pelle Sandqvist warned.}
  - {ok: Then said Pelle Sandqvist.}
"""
PYTHON = """\
id: shouting
title: t
why: w
severity: info
match: {python: 'cleantext.rulebook.matchers.nothing:x'}
examples:
  - {bad: x}
"""


def test_tokens_are_matched_by_lemma_and_word_class(tmp_path: Path) -> None:
    (tmp_path / "own.yaml").write_text(TOKENS)
    (rule,) = compile_rules(load([tmp_path]))
    assert list(failures(rule)) == []


def test_a_python_matcher_that_is_not_there_is_named(tmp_path: Path) -> None:
    (tmp_path / "own.yaml").write_text(PYTHON)
    with pytest.raises(RuleError, match="shouting"):
        compile_rules(load([tmp_path]))
