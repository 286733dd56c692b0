"""The steps of training and measuring, put together."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from cleantext.garble import features
from cleantext.garble.features import Lexicon
from cleantext.garble.model import Model, read, save
from cleantext.garble.network import Network, packed, sigmoid, unpacked
from cleantext.garble.words import words
from cleantext.storage.cache import cache_dir
from tests.training.garble import lexicon as lexicons
from tests.training.garble import measure
from tests.training.garble.calibration import PRIOR, probability
from tests.training.garble.corpus import Sentence, book, books, speeches
from tests.training.garble.corruption import MECHANISMS, Stock

TEST_BOOK = "introduction-business"
CYCLES = ((6, 2e-3), (4, 1.5e-3), (5, 1.5e-3), (5, 1.5e-3))
"""How often each sentence is seen in a cycle, and the learning rate that falls to nothing in it."""
GROWN = 2
"""The cycle from which on the network has its second attention and reads the speeches, too."""
LEFT = 0.3
"""How far the weights stay behind where the last cycle has led from the one before (stochastic weight averaging): on
text of other kinds than the books this raises fewer false alarms.
"""
MARGIN = 0.5
"""How far the threshold lies, as a logit, above what the text that it is set on reaches: other text will go higher."""
SEED = 1


def train(out: Path, *, cycles: int = len(CYCLES), seed: int = SEED, report: Callable[[str], None] = print) -> None:
    """Train on speeches and every book but ``TEST_BOOK``, calibrate, and write what came of it.

    Probabilities are set on half of that book; the threshold on this, on half of the published text and on our own.
    """
    from tests.training.garble import network

    sentences = training()
    lexicon = lexicons.build(sentences)
    parameters = base(lexicon, cycles=cycles, seed=seed, report=report)
    weights = unpacked(packed(network.finished(parameters)))  # calibrated as it will be used
    model = Model(lexicon, Network(weights), tuple(network.NAMES), 1.0, 0.0, 1.0)
    save(calibrated(model), out)


def base(lexicon: Lexicon, *, cycles: int, seed: int, report: Callable[[str], None] = print) -> Any:
    """The parameters learnt in the first so many ``CYCLES``.

    They are kept after each cycle, by what they come from: later steps change more often.
    """
    import torch

    from tests.training.garble import network

    torch.set_num_threads(1)  # the same sums in the same order
    torch.use_deterministic_algorithms(True)
    sources = [Path(__file__).with_name(f"{n}.py") for n in ("corpus", "corruption", "glove", "lexicon", "network")]
    key = hashlib.sha256(b"".join(p.read_bytes() for p in [*sources, Path(features.__file__)])).hexdigest()[:12]
    p: Any = None
    before: Any = {}
    for cycle, (epochs, rate) in enumerate(CYCLES[:cycles]):
        done = "-".join(f"{e}x{r:g}" for e, r in CYCLES[: cycle + 1])
        kept = cache_dir() / "training" / f"{key}-{seed}-{done}.pt"
        before = {name: value.detach().clone() for name, value in (p or {}).items()}
        if kept.exists():
            p = torch.load(kept)
            continue
        sentences = training()
        p = p or network.initial(lexicons.vectors(lexicon, sentences), lexicons.own(lexicon, sentences), seed)
        if cycle == GROWN:
            p = network.grown(p, seed)
        if cycle >= GROWN:
            sentences = [*sentences, *spoken()]
        stock = replace(drawn_from(), sentences=sentences)
        report(f"cycle {cycle + 1}: {len(sentences)} sentences, {sum(len(s.forms) for s in sentences)} words")

        def told(epoch: int, loss: float, seconds: float, p: Any = p) -> None:
            report(f"epoch {epoch + 1}: loss {loss:.3f}, {seconds / 60:.0f} minutes, {_progress(lexicon, p)}")

        network.train(p, lexicon, sentences, stock, seed=seed + cycle, epochs=epochs, rate=rate, report=told)
        torch.save(p, kept)
    return averaged(before, p, LEFT)


def averaged(before: Any, after: Any, share: float) -> Any:
    """Parameters on the way from those ``before`` to those ``after``, of which ``share`` is left to go."""
    return {
        name: share * before[name].detach() + (1 - share) * value.detach()
        if value.requires_grad and name in before
        else value
        for name, value in after.items()
    }


def _progress(lexicon: Lexicon, parameters: Any) -> str:
    from tests.training.garble import network

    model = Model(lexicon, Network(network.finished(parameters)), tuple(network.NAMES), 1.0, 0.0, 1.0)
    test = measure.split(held_out()[::10], drawn_from(), each=60)
    fine, wrong = _logits(model, [s.forms for s in test.clean]), _logits(model, [c.forms for c in test.flat])
    found = np.average(wrong > measure.limit(fine), weights=test.weights)
    return f"AUC {measure.auc(fine, wrong, test.weights):.3f}, recall {found:.0%}"


def calibrated(model: Model) -> Model:
    """The model with its probabilities and threshold set on the halves that are for that."""
    test = measure.split(held_out()[::2], drawn_from(), seed=17)
    fine = _logits(model, [s.forms for s in test.clean])
    wrong = _logits(model, [c.forms for c in test.flat])
    slope, offset = probability(fine, wrong, test.weights)
    published = _logits(model, [words(s)[0] for s in _published(0)])
    own = _logits(model, [words(s)[0] for s in measure.correct() + measure.varied()])
    limit = max(measure.limit(fine), measure.limit(published), own.max())  # what we wrote raises nothing
    return replace(
        model, slope=slope, offset=offset, threshold=float(sigmoid(np.array(limit * slope + offset + MARGIN)))
    )


@cache
def training() -> list[Sentence]:
    """The sentences to train on: running prose."""
    return [s for name, book in books().items() if name != TEST_BOOK for s in book if s.running]


@cache
def spoken() -> list[Sentence]:
    """The sentences of speeches to train on."""
    return [s for s in speeches() if s.running]


@cache
def held_out() -> list[Sentence]:
    """The sentences to calibrate and test on: even ones for the one, odd ones for the other."""
    return [s for s in book(TEST_BOOK) if s.running]


@cache
def drawn_from() -> Stock:
    """What corruption draws from."""
    return lexicons.stock(training())


def _published(half: int) -> list[str]:
    return [s for i, group in enumerate(measure.published().values()) if i % 2 == half for s in group]


def _logits(model: Model, forms: Sequence[Sequence[str]]) -> Any:
    return model.network.judge(model.lexicon.features(forms))[1][:, 0]


def acceptance(path: Path) -> str:
    """The figures of the weights in a file, as Markdown."""
    model = read(path)
    test = measure.split(held_out()[1::2], drawn_from())
    fine = model.calibrated(_logits(model, [s.forms for s in test.clean]))
    wrong = {name: model.calibrated(_logits(model, [c.forms for c in group])) for name, group in test.garbled.items()}
    limit = measure.limit(fine)
    every = np.concatenate(list(wrong.values()))
    lines = [
        f"### Held-out book (`{TEST_BOOK}`, odd sentences, {len(fine)} clean)\n",
        "| mechanism | AUC | recall at 0.5 % false alarms | recall at the threshold |",
        "|---|---|---|---|",
        *(
            f"| {name} | {measure.auc(fine, scores):.3f} | {(scores > limit).mean():.0%} "
            f"| {(scores >= model.threshold).mean():.0%} |"
            for name, scores in wrong.items()
        ),
        f"| **all, by their share** | **{measure.auc(fine, every, test.weights):.3f}** "
        f"| **{np.average(every > limit, weights=test.weights):.0%}** "
        f"| **{np.average(every >= model.threshold, weights=test.weights):.0%}** |\n",
        _every(model),
        "### False alarms per 100 judged sentences, at the threshold "
        f"({model.threshold:.2f}, where one sentence in {1 / PRIOR:.0f} is garbled)\n",
        "| text | sentences | false alarms |",
        "|---|---|---|",
        _alarms("held-out book, odd sentences", fine, model),
    ]
    others = {
        "published text, other documents": _published(1),
        "published text, documents calibrated on": _published(0),
        "news, recipes, terms and such, calibrated on": measure.varied(),
        "odd and right (`tests/corpus/correct`), calibrated on": measure.correct(),
    }
    lines += [_alarms(name, np.array(model.probabilities(group)), model) for name, group in others.items()]
    rows = measure.translations()
    scores = np.array(model.probabilities([row.text for row in rows]))
    lengths = np.array([len(row.text) for row in rows], dtype=float)
    lines += [
        "\n### Annotated machine translation, by talk (none was trained on)\n",
        "| talk | AUC, major error against none | the same of length alone | pairs of outputs in order |",
        "|---|---|---|---|",
    ]
    by_length = measure.by_talk(rows, lengths)
    for talk, (area, order) in measure.by_talk(rows, scores).items():
        lines.append(f"| {talk} | {area:.3f} | {by_length[talk][0]:.3f} | {order:.3f} |")
    return "\n".join(lines)


def _every(model: Model) -> str:
    everything = book(TEST_BOOK)[1::2]
    test = measure.split(everything, drawn_from())
    fine, wrong = _logits(model, [s.forms for s in test.clean]), _logits(model, [c.forms for c in test.flat])
    return (
        f"With the sentences that the checker leaves alone, questions and short ones among them ({len(fine)}): "
        f"AUC {measure.auc(fine, wrong, test.weights):.3f}, "
        f"recall {np.average(wrong > measure.limit(fine), weights=test.weights):.0%} at 0.5 % false alarms.\n"
    )


def _alarms(name: str, scores: Any, model: Model) -> str:
    found = int((scores >= model.threshold).sum())
    return f"| {name} | {len(scores)} | {found} ({100 * found / len(scores):.2f} per 100) |"


def card(path: Path) -> str:
    """The model card of the weights in a file."""
    from tests.training.garble.card import text

    return text(read(path), path.stat().st_size, comparison(path), acceptance(path), ceiling(path), list(MECHANISMS))


def ceiling(path: Path) -> str:
    """How well annotated translations can be told apart by other means, as Markdown tables."""
    from tests.training.garble import ceiling as ceilings

    rows = measure.translations()
    return ceilings.tables(rows, np.array(read(path).probabilities([row.text for row in rows])))


def comparison(path: Path) -> str:
    """Three families of models on the same split, and what other talks teach, as a Markdown table."""
    from tests.training.garble import baselines, talks

    model = read(path)
    made = baselines.train(model.lexicon, training(), drawn_from(), SEED)
    test = measure.split(held_out()[1::2], drawn_from())
    rows = measure.translations()
    forms = [words(row.text)[0] for row in rows]
    scorers = made.scorers() | {"**(c) convolutional tagger, 8 bits (shipped)**": lambda s: _logits(model, s)}
    lines = [
        "| model | AUC, held-out book | recall at 0.5 % false alarms | AUC, translated talks | pairs in order |",
        "|---|---|---|---|---|",
    ]
    for name, scorer in scorers.items():
        fine, wrong = scorer([s.forms for s in test.clean]), scorer([c.forms for c in test.flat])
        lines.append(
            f"| {name} | {measure.auc(fine, wrong, test.weights):.3f} "
            f"| {np.average(wrong > measure.limit(fine), weights=test.weights):.0%} "
            f"| {_mean_of_talks(rows, scorer(forms))} |"
        )
    simple = talks.simple(made, forms)
    both = np.concatenate([simple, talks.judged(model, forms)], axis=1)
    for name, measures in {"length and surprises": simple, "the same and the outputs of (c)": both}.items():
        scores = talks.left_out(rows, measures)
        lines.append(f"| learnt from the other talks, over {name} | – | – | {_mean_of_talks(rows, scores)} |")
    return "\n".join(lines)


def _mean_of_talks(rows: Sequence[measure.Translated], scores: Any) -> str:
    found = list(measure.by_talk(rows, scores).values())
    return f"{np.mean([area for area, _ in found]):.3f} | {np.mean([order for _, order in found]):.3f}"
