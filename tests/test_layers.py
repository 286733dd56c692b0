"""Imports go downwards only."""

from __future__ import annotations

import ast
from pathlib import Path

import cleantext

LAYERS = [
    {"core", "storage"}, {"language", "formats"}, {"rulebook"}, {"languagetool", "garble", "language_model"},
    {"proposers"}, {"checkers"}, {"judge"}, {"engine"},
    {"report"}, {"batch"}, {"review"}, {"cli"}
]  # fmt: skip
RANK = {name: rank for rank, layer in enumerate(LAYERS) for name in layer}
ROOT = Path(cleantext.__file__).parent


def test_no_module_imports_from_a_layer_above() -> None:
    wrong = []
    for path in ROOT.rglob("*.py"):
        own = path.relative_to(ROOT).parts[0].removesuffix(".py")
        if own not in RANK:
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("cleantext."):
                other = node.module.split(".")[1]
                if RANK.get(other, 0) > RANK[own]:
                    wrong.append(f"{path.relative_to(ROOT)} imports {node.module}")
    assert wrong == []
