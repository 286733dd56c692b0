"""The surprises of a language model are laid out by output, whatever order the talk is read in."""

from __future__ import annotations

import math
import sys
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from tests.training.garble import ceiling
from tests.training.garble.measure import Translated


class Uniform:
    """A language model over bytes that prefers none, but knows what stood before: each byte seen is likelier."""

    def __init__(self, weights: str, **options: object):
        assert weights.endswith("weights.gguf")
        assert options["logits_all"]

    def token_nl(self) -> int:
        return 10

    def tokenize(self, text: bytes, add_bos: bool, special: bool) -> list[int]:
        assert not (add_bos or special)
        return list(text)

    def reset(self) -> None:
        self.scores = np.zeros((0, 256), dtype=np.float32)

    def eval(self, tokens: list[int]) -> None:
        seen = np.zeros((len(tokens), 256), dtype=np.float32)
        for i, token in enumerate(tokens):
            seen[i:, token] = 1
        self.scores = seen


def row(segment: str, system: str, text: str) -> Translated:
    return Translated("talk", segment, system, "one", text, major=False, fine=True)


@pytest.fixture
def installed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "weights.gguf").touch()
    monkeypatch.setitem(sys.modules, "llama_cpp", SimpleNamespace(Llama=Uniform))
    monkeypatch.setattr(ceiling, "find_spec", lambda name: SimpleNamespace(submodule_search_locations=[str(tmp_path)]))
    monkeypatch.setattr(ceiling, "cache_dir", lambda: tmp_path / "cache")


def test_each_output_has_the_surprises_of_its_own_tokens(installed: None) -> None:
    rows = [row("10", "a", "xyz"), row("2", "a", "ab"), row("2", "b", "abab")]
    alone, after = ceiling.surprises(rows) or ([], [])
    assert [len(s) for s in alone] == [3, 2, 4]
    assert [len(s) for s in after] == [4, 2, 4]  # "10" is read behind "2", with a space between them
    new, known = (math.log(n_seen * math.e + 256 - n_seen) for n_seen in (1, 2))  # after a line's end; and an "a"
    assert alone[1] == pytest.approx([new, known])
    assert after[1] == pytest.approx(alone[1])  # the first of its talk has nothing before it
    assert alone[2][2] == pytest.approx(math.log(3 * math.e + 253) - 1)  # an "a" again
    assert after[0].sum() > alone[0].sum()  # a space more
    assert [s.tolist() for s in (ceiling.surprises(rows) or ([], []))[0]] == [s.tolist() for s in alone]  # kept


def test_without_the_model_nothing_is_measured(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(ceiling, "find_spec", lambda name: None)
    monkeypatch.setattr(ceiling, "cache_dir", lambda: tmp_path)
    assert ceiling.surprises([row("1", "a", "x")]) is None
