"""The encoder that reads passages: what it knows, and that damaged files are refused."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from cleantext.core.document import BlockKind
from cleantext.core.span import Span
from cleantext.language.analysis import Passage
from cleantext.language_model import encoder
from cleantext.language_model.encoder import KINDS, EncoderError, Page


def page(text: str) -> Page:
    """A passage, all of it read."""
    found = encoder.shipped().page(Passage(text, BlockKind.PROSE))
    found.read(slice(0, len(found.starts)))
    return found


def damage(text: str, word: str) -> float:
    """How likely a word of a text is damaged."""
    found = page(text)
    start = text.index(word)
    return float(found.damaged[found.touching(Span(start, start + len(word)))].sum(axis=1).max())


@pytest.mark.parametrize(
    ("damaged", "word", "right", "other"),
    [
        ("Carbon dioxide and other nursery gases warm the air.", "nursery",
         "Carbon dioxide and other greenhouse gases warm the air.", "greenhouse"),
        ("The surgeon removed the bosom malignancy in time.", "malignancy",
         "The surgeon removed the breast cancer in time.", "cancer"),
        ("Brazil won the World Mug in 2002.", "Mug", "Brazil won the World Cup in 2002.", "Cup"),
    ],
)  # fmt: skip
def test_it_tells_a_damaged_word_from_a_right_one(damaged: str, word: str, right: str, other: str) -> None:
    assert damage(damaged, word) > 3 * damage(right, other)


def test_it_knows_words_that_fit() -> None:
    text = "Carbon dioxide and other nursery gases warm the air."
    found = page(text)
    number = int(np.searchsorted(found.starts, text.index("nursery")))
    ((best, probability), *_) = next(iter(encoder.shipped().fitting(found.meaning[[number]], 20)))
    assert best.isalpha() and 0 < probability <= 1
    known = encoder.shipped()
    natural, odd = (
        float(known.fit(found.meaning[[number]], [known.pieces.of(form)[0]])[0]) for form in ("greenhouse", "trousers")
    )
    assert natural > odd


def test_only_what_is_asked_for_is_read() -> None:
    text = " ".join(f"This is the sentence with the number {number} in it." for number in range(40))
    found = encoder.shipped().page(Passage(text, BlockKind.PROSE))
    assert len(found.windows) > 2 and np.isnan(found.damaged).all()
    found.read(slice(0, 1))
    first = len(found.windows[0].starts)
    assert not np.isnan(found.damaged[:first]).any() and np.isnan(found.damaged[first:]).all()


def test_what_it_says_is_a_probability() -> None:
    found = page("He said that they could. Push the the government to act.")
    assert found.damaged.shape == (len(found.starts), len(KINDS))
    assert ((found.damaged >= 0) & (found.damaged <= 1)).all() and (found.damaged.sum(axis=1) <= 1.0001).all()


FILES = [encoder.PIECES, encoder.LAYERS, *(f"{name}.npy" for name in encoder.ARRAYS)]


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """A copy of the encoder that is shipped."""
    return Path(shutil.copytree(encoder.FOLDER, tmp_path / "encoder"))


def test_it_reads_from_anywhere(copied: Path) -> None:
    assert encoder.load(copied).pieces == encoder.shipped().pieces


@pytest.mark.parametrize("name", FILES)
def test_a_missing_file_is_named(name: str, copied: Path) -> None:
    (copied / name).unlink()
    with pytest.raises(EncoderError, match="can't be used"):
        encoder.load(copied)


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("share", [0.0, 0.5, 0.9])
def test_a_file_that_was_cut_is_refused(name: str, share: float, copied: Path) -> None:
    file = copied / name
    file.write_bytes(file.read_bytes()[: int(share * file.stat().st_size)])
    with pytest.raises(EncoderError, match="can't be used") as refused:
        encoder.load(copied)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(
    ("name", "array"),
    [
        ("bias", np.zeros(3, np.float32)), ("scales", np.zeros((2, 2), np.float32)),
        ("vectors", np.zeros((30_522, 384), np.float32)), ("vectors", np.zeros((30_522, 12), np.int8)),
        ("vectors", np.zeros(30_522, np.int8)),
    ],
)  # fmt: skip
def test_arrays_of_another_shape_are_refused(name: str, array: np.ndarray[Any, np.dtype[Any]], copied: Path) -> None:
    np.save(copied / f"{name}.npy", array)
    with pytest.raises(EncoderError, match="can't be used"):
        encoder.load(copied)


def test_numbers_that_are_none_are_refused(copied: Path) -> None:
    scales = np.load(copied / "scales.npy")
    scales[:] = np.nan
    np.save(copied / "scales.npy", scales)
    with pytest.raises(EncoderError, match="can't be used"):
        encoder.load(copied)


def test_without_onnx_runtime_it_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "onnxruntime", None)
    with pytest.raises(EncoderError, match="can't be loaded"):
        encoder.load(encoder.FOLDER)


def test_onnx_runtime_sends_nothing_and_a_forked_child_ends(tmp_path: Path) -> None:
    lines = (
        "import os, sys, threading",
        "from cleantext.language_model import encoder",
        "encoder.shipped()",
        "print(threading.active_count())",
        "if hasattr(os, 'fork') and os.fork() == 0: sys.exit(0)",
        "hasattr(os, 'fork') and os.wait()",
    )
    found = {**os.environ, "HOME": str(tmp_path), "XDG_CACHE_HOME": str(tmp_path / "cache")}
    found.pop("ORT_DISABLE_TELEMETRY", None)
    done = subprocess.run(
        [sys.executable, "-c", "\n".join(lines)], env=found, capture_output=True, text=True, timeout=60, check=True
    )
    assert done.stdout.splitlines()[0] == "1"
    assert not [path for path in tmp_path.rglob("*") if "onnx" in path.name.lower()]
