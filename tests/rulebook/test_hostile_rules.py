"""Rule files that are not what they should be: one line, whatever is in them and whatever they do to a text."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cleantext.checkers.rules import RuleChecker
from cleantext.rulebook.compile import compile_rules
from cleantext.rulebook.load import RuleError, load
from tests.analysed import analysed
from tests.cli.running import run
from tests.tries import tries

RULE = (
    "id: own\ntitle: t\nwhy: w\nseverity: warning\nmatch: {regex: 'late'}\n"
    "fix: {replace: 'soon', applicability: safe}\nexamples: [{bad: 'late', good: 'soon'}]\n"
)
PIECES = st.sampled_from(
    ["2020-99-99", "&a [*a]", "*a", "!!set {a}", "!!binary eA==", "1" * 5000, "{", "[" * 300, "- ", "\n", ": ", "? ",
     "---\n", "\x00", "\ufeff", "\ud800", "regex", "(?R)", "(?P<at>late)", "{at}", "{0}", "unless: {sentence: x}\n",
     "~", ".nan", "words", "sentence", "python: 'os:sep'", "classes: '[NN1]'", "labels: {kinds: [x]}", "''"]
)  # fmt: skip


@st.composite
def files(draw: st.DrawFn) -> str:
    """A rule with some of its pieces taken out and others put in."""
    text = RULE
    for _ in range(draw(st.integers(0, 4))):
        start = draw(st.integers(0, len(text)))
        end = min(len(text), start + draw(st.integers(0, 12)))
        text = text[:start] + draw(st.one_of(PIECES, st.text(max_size=5))) + text[end:]
    return text


@tries(300)
@given(st.one_of(files(), st.text(max_size=40)))
@example("id: x\na: 2020-99-99")
@example("&a [*a]")
@example("[" * 2_000)
@example(RULE + f"see: [{'x' * 3000}]\nsource: !!set {{a}}")
@example(RULE.replace("late'}", "(?R)'}"))
def test_any_file_is_loaded_or_refused_in_one_line(content: str) -> None:
    path = Path(os.environ["CLEANTEXT_CONFIG"]) / "own.yaml"
    path.write_text(content, encoding="utf-8", errors="surrogatepass")
    try:
        list(RuleChecker(compile_rules(load([path]))).check(analysed("It is late.")))
    except RuleError as error:
        assert "\n" not in str(error)


@pytest.mark.skipif(sys.platform == "win32", reason="no pipes among its files")
def test_a_pipe_in_place_of_a_rule_file_does_not_hang(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "own.yaml")
    with pytest.raises(RuleError, match=r"own.yaml: can't be read: not a regular file$"):
        load([tmp_path])


def test_a_function_of_the_user_that_raises_ends_the_run_in_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "own_finder.py").write_text("def find(passage):\n    raise KeyError('lost')\n")
    monkeypatch.syspath_prepend(tmp_path)
    (tmp_path / "own.yaml").write_text(RULE.replace("regex: 'late'", "python: 'own_finder:find'"))
    (tmp_path / "cleantext.toml").write_text("rules = ['own.yaml']\n")
    (tmp_path / "a.txt").write_text("It is late.")
    done = run("check", "a.txt", "--config", "cleantext.toml", cwd=tmp_path)
    told = done.stderr.decode().splitlines()[-1]
    assert (done.returncode, told) == (2, "cleantext: own: own: python: failed on a text: KeyError 'lost'")
