"""The encoder that reads passages: how it cuts and reads them, what it knows, and that damaged files are refused."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleantext.core.document import BlockKind
from cleantext.core.span import Span
from cleantext.language.analysis import Passage
from cleantext.language_model import encoder
from cleantext.language_model.encoder import KINDS, LONGEST, Encoder, Page
from cleantext.language_model.ngram import NGramModelError


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
        float(known.fit(found.meaning[[number]], [known.pieces(form)[0]])[0]) for form in ("greenhouse", "trousers")
    )
    assert natural > odd


@given(st.text(max_size=400))
@settings(max_examples=50)
def test_windows_hold_every_word_once_and_none_is_too_long(text: str) -> None:
    passage = Passage(text, BlockKind.PROSE)
    windows = encoder.shipped().windows(text, passage.sentences)
    assert all(0 < len(window.pieces) <= LONGEST for window in windows)
    starts = [start for window in windows for start in window.starts.tolist()]
    assert starts == sorted(set(starts))
    forms = [form for sentence in passage.sentences for form in encoder.forms(sentence.of(text))]
    ends = [end for window in windows for end in window.ends.tolist()]
    assert [text[start:end] for start, end in zip(starts, ends, strict=True)] == forms


def test_a_sentence_longer_than_a_window_is_cut() -> None:
    text = "word " * 300
    windows = encoder.shipped().windows(text, [Span(0, len(text))])
    assert [len(window.pieces) for window in windows] == [LONGEST, LONGEST, 300 - 2 * LONGEST]


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


def test_pieces_are_the_longest_that_are_known() -> None:
    known = encoder.shipped()
    names = {number: name for name, number in known.numbers.items()}
    assert [names[piece] for piece in known.pieces("Unaffable")] == ["una", "##ffa", "##ble"]
    assert [names[piece] for piece in known.pieces("Café")] == ["cafe"]
    assert [names[piece] for piece in known.pieces("\u16a0")] == ["[UNK]"]


def small(folder: Path) -> Encoder:
    """An encoder with two layers, of which nothing can be learnt but how files look."""
    rng = np.random.default_rng(1)
    width = 24
    names = ["[UNK]", "[CLS]", "[SEP]", "a", "test", "."]

    def made(*shape: int) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
        return rng.normal(0, 0.1, shape).astype(np.float32)

    weights = {
        "positions": made(LONGEST + 2, width), "shapes": made(8, width), "norm": made(2, width),
        "bias": made(len(names)), "kinds": made(width, 5), "kinds.bias": made(5), "fits": made(width, width),
        "fits.bias": made(width), "fits.norm": made(2, width),
    }  # fmt: skip
    for layer in range(2):
        for name, (rows, columns) in {
            "attend": (width, 3 * width), "mix": (width, width), "widen": (width, 200), "narrow": (200, width)
        }.items():  # fmt: skip
            weights |= {f"{layer}.{name}": made(rows, columns), f"{layer}.{name}.bias": made(columns)}
        weights |= {f"{layer}.{name}.norm": made(2, width) for name in ("mix", "narrow")}
    vectors, scales = encoder.narrowed(made(len(names), width), axis=1)
    found = Encoder({name: number for number, name in enumerate(names)}, vectors, scales, weights)
    encoder.save(found, folder)
    return found


def test_an_encoder_that_was_saved_reads_as_before(tmp_path: Path) -> None:
    before, after = small(tmp_path), encoder.load(tmp_path)
    (window,) = before.windows("A test.", [Span(0, 7)])
    for one, other in zip(before.read(window), after.read(window), strict=True):
        assert np.allclose(one, other, atol=0.02)


@pytest.mark.parametrize("name", ["pieces.txt", "vectors.npy", "scales.npy", "weights.npz"])
def test_a_missing_file_is_named(name: str, tmp_path: Path) -> None:
    small(tmp_path)
    (tmp_path / name).unlink()
    with pytest.raises(NGramModelError, match="missing or damaged"):
        encoder.load(tmp_path)


@pytest.mark.parametrize("name", ["pieces.txt", "vectors.npy", "scales.npy", "weights.npz"])
@pytest.mark.parametrize("share", [0.0, 0.5, 0.9])
def test_a_file_that_was_cut_is_refused(name: str, share: float, tmp_path: Path) -> None:
    small(tmp_path)
    file = tmp_path / name
    file.write_bytes(file.read_bytes()[: int(share * file.stat().st_size)])
    with pytest.raises(NGramModelError, match="missing or damaged"):
        encoder.load(tmp_path)


@pytest.mark.parametrize("name", ["positions", "kinds", "bias", "fits.norm"])
def test_weights_of_another_shape_are_refused(name: str, tmp_path: Path) -> None:
    made = small(tmp_path)
    encoder.save(
        Encoder(made.numbers, made.vectors, made.scales, {**made.weights, name: made.weights[name][:1]}), tmp_path
    )
    with pytest.raises(NGramModelError, match="missing or damaged"):
        encoder.load(tmp_path)


def test_numbers_that_are_none_are_refused(tmp_path: Path) -> None:
    made = small(tmp_path)
    made.weights["norm"][0, 0] = np.nan
    encoder.save(made, tmp_path)
    with pytest.raises(NGramModelError, match="missing or damaged"):
        encoder.load(tmp_path)


def test_what_is_no_archive_is_refused(tmp_path: Path) -> None:
    small(tmp_path)
    (tmp_path / "weights.npz").write_bytes((tmp_path / "scales.npy").read_bytes())
    with pytest.raises(NGramModelError, match="missing or damaged"):
        encoder.load(tmp_path)


@pytest.mark.parametrize("name", ["0.attend", "kinds", "norm"])
def test_weights_that_lack_one_are_refused(name: str, tmp_path: Path) -> None:
    made = small(tmp_path)
    encoder.save(Encoder(made.numbers, made.vectors, made.scales, {k: v for k, v in made.weights.items() if k != name}),
                 tmp_path)  # fmt: skip
    with pytest.raises(NGramModelError, match="missing or damaged"):
        encoder.load(tmp_path)


def test_all_that_is_shipped_can_be_copied(tmp_path: Path) -> None:
    shutil.copytree(encoder.FOLDER, tmp_path / "encoder")
    assert encoder.load(tmp_path / "encoder").numbers == encoder.shipped().numbers
