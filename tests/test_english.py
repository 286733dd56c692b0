"""What people read is plain English: no tics in messages, reasons, help, documents, comments and the report's page.

Rules' names and code are left out: they are names.
"""

from __future__ import annotations

import ast
import importlib
import io
import pkgutil
import tokenize
from collections.abc import Iterator
from doctest import DocTestParser
from pathlib import Path
from typing import Any

import pytest
import regex
import typer
import yaml

import cleantext.proposers
from cleantext.checkers import encoding
from cleantext.cli.app import app
from cleantext.proposers.proposal import Mechanism
from cleantext.rulebook.load import load_shipped
from cleantext.rulebook.location import rules_dir

ROOT = Path(__file__).parents[1]
TICS = regex.compile(
    r"\b(?:stands|stand (?:twice|alone|for)|stood|comes? through|came through|wants|takes no|goes on with|behind"
    r"|says? one thing|nobody is named|is no sentence|wrongly)\b"
)
CODE = regex.compile(r"^(?: {4}.*)$|```.*?```|`[^`]*`", regex.MULTILINE | regex.DOTALL)
MARKUP = regex.compile(r"<[^>]*>")
QUOTED = regex.compile(r"\*[^*\n]+\*|``.*?``|\"[^\"\n]*\"", regex.DOTALL)
STRING = regex.compile(r'"(?:[^"\\\n]|\\.)*"|`[^`]*`')
PAGE = sorted(path for path in (ROOT / "cleantext/report/page").iterdir() if path.suffix in (".js", ".html"))
DOCUMENTS = [
    *(ROOT / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "cleantext/README.md")),
    *sorted((ROOT / "cleantext").glob("*/MODEL_CARD.md")),
    *sorted((ROOT / "rules").glob("*.md")),
]


def test_rules_speak_plainly() -> None:
    rules = [packed.rule for packed in load_shipped().rules]
    texts = ((rule.id, text) for rule in rules for text in (rule.title, rule.message or "", rule.why))
    assert [found for name, text in texts if (found := _tics(name, text))] == []


def test_reasons_for_languagetools_rules_are_plain() -> None:
    (path,) = rules_dir().rglob("grammar.yaml")
    rules = yaml.safe_load_all(path.read_text("utf-8"))
    assert [found for rule in rules if (found := _tics(rule["id"], rule["why"]))] == []


def test_proposers_speak_plainly() -> None:
    told = list(_mechanisms())
    assert len(told) > 50
    for mechanism in told:
        assert not _tics(mechanism.id, mechanism.message, mechanism.why)
        assert mechanism.why[0].isupper() or mechanism.why.startswith("ff,")
        assert mechanism.why.endswith(".") and not mechanism.message.endswith("."), mechanism.id


def test_the_encoding_checker_speaks_plainly() -> None:
    kinds = [kind for kind in vars(encoding).values() if isinstance(kind, encoding._Kind)]
    assert kinds
    for kind in (*kinds, *encoding._KINDS.values()):
        assert not _tics(kind.rule, kind.message, kind.why)


def test_help_is_plain() -> None:
    pages = list(_help("cleantext", typer.main.get_command(app)))
    assert len(pages) > 10
    assert [found for name, text in pages if (found := _tics(name, text))] == []


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_documents_are_plain(path: Path) -> None:
    assert not _tics(path.name, CODE.sub("", path.read_text("utf-8")))


@pytest.mark.parametrize("path", PAGE, ids=lambda path: path.name)
def test_the_page_speaks_plainly(path: Path) -> None:
    text = path.read_text("utf-8")
    said = STRING.findall(text) if path.suffix == ".js" else [MARKUP.sub("", text)]
    assert [found for each in said if " " in each and (found := _tics(path.name, each))] == []


def test_comments_and_docstrings_are_plain() -> None:
    told = [(path, text) for path in sorted((ROOT / "cleantext").rglob("*.py")) for text in _remarks(path)]
    assert len(told) > 2_000
    assert [found for path, text in told if (found := _tics(path.name, QUOTED.sub("", text)))] == []


def _remarks(path: Path) -> Iterator[str]:
    """The docstrings of a module, without their examples, and its comments."""
    code = path.read_text("utf-8")
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and (told := ast.get_docstring(node)):
            yield "".join(part for part in DocTestParser().parse(told) if isinstance(part, str))
    yield from (t.string for t in tokenize.generate_tokens(io.StringIO(code).readline) if t.type == tokenize.COMMENT)


def _tics(name: str, *texts: str) -> list[str]:
    return [f"{name}: …{text[max(0, m.start() - 30) : m.end() + 30]}…" for text in texts for m in TICS.finditer(text)]


def _mechanisms() -> Iterator[Mechanism]:
    for module in pkgutil.iter_modules(cleantext.proposers.__path__):
        pending = list(vars(importlib.import_module(f"cleantext.proposers.{module.name}")).values())
        while pending:
            value = pending.pop()
            if isinstance(value, Mechanism):
                yield value
            elif isinstance(value, dict):
                pending += value.values()
            elif isinstance(value, list | tuple | set | frozenset):
                pending += value


def _help(name: str, command: Any) -> Iterator[tuple[str, str]]:
    yield name, "\n".join([command.help or "", *(getattr(option, "help", None) or "" for option in command.params)])
    if hasattr(command, "list_commands"):
        context = typer.Context(command)
        for inner in command.list_commands(context):
            yield from _help(f"{name} {inner}", command.get_command(context, inner))
