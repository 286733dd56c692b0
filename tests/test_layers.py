"""Imports go downwards only."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

import cleantext

LAYERS = [
    {"core", "storage"}, {"language", "formats"}, {"rulebook"}, {"languagetool", "rewording", "language_model"},
    {"proposers"}, {"checkers"}, {"judge"}, {"assembly", "conflicts", "engine", "examples"},
    {"report"}, {"review"}, {"batch"}, {"library", "lsp", "__init__"}, {"cli", "__main__"}
]  # fmt: skip
RANK = {name: rank for rank, layer in enumerate(LAYERS) for name in layer}
ROOT = Path(cleantext.__file__).parent


def test_no_module_imports_from_a_layer_above() -> None:
    wrong = []
    for path in ROOT.rglob("*.py"):
        own = path.relative_to(ROOT).parts[0].removesuffix(".py")
        for module in imported(path):
            other = module.split(".")[1] if "." in module else "__init__"
            if RANK[other] > RANK[own]:
                wrong.append(f"{path.relative_to(ROOT)} imports {module}")
    assert wrong == []


def imported(path: Path) -> Iterator[str]:
    """The modules of ours that a module imports. The version, a constant, anybody may have of the package itself."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name.split(".")[0] == "cleantext")
        elif isinstance(node, ast.ImportFrom) and node.module == "cleantext":
            names = [alias.name for alias in node.names if alias.name not in CONSTANTS]
            yield from ("cleantext" if name in cleantext.__all__ else f"cleantext.{name}" for name in names)
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("cleantext."):
            yield node.module or ""


CONSTANTS = frozenset({"__version__"})


def test_no_two_modules_import_each_other() -> None:
    # not even through others, wherever in a module the import stands
    names = {path: ".".join(path.relative_to(ROOT.parent).with_suffix("").parts) for path in ROOT.rglob("*.py")}
    names = {path: name.removesuffix(".__init__") for path, name in names.items() if path.parent != ROOT}
    graph = {name: set(imported(path)) & set(names.values()) for path, name in names.items()}
    try:
        list(TopologicalSorter(graph).static_order())
    except CycleError as error:
        pytest.fail(" imports ".join(error.args[1]))
