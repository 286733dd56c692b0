"""Count the n-gram model from ``../shared/corpus2``: ``python -m tests.training.ngram [train|card]``.

Interpolated modified Kneser-Ney (Chen and Goodman 1999, section 3), written as a back-off model: what is rarer than
``LEAST`` is pruned, and the back-off weights make up for it. Nothing is random.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from cleantext.language_model.ngram import FOLDER, ORDER, NGramModel, Order, extended, load, save
from cleantext.language_model.table import Table
from cleantext.language_model.words import CLASSES, ENDS, OPENS, Vocabulary, class_of, forms
from tests.training.corpora import Part, paragraphs

KNOWN = 5
"""How often a form must occur to be a word of its own."""
LEAST = {2: 1, 3: 2, 4: 3}
"""How often an n-gram must occur to be kept."""
NUMBERS = ("<p>", "<year>", "<digit>", "<number>", "<ordinal>")
"""Classes whose members are as likely as each other: one number in place of another is no matter of language."""

U64 = NDArray[np.uint64]
Floats = NDArray[np.float64]


def main() -> None:
    """Count the model, or print its card."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("step", choices=["train", "card"])
    parser.add_argument("--folder", type=Path, default=FOLDER)
    options = parser.parse_args()
    if options.step == "train":
        save(trained(), options.folder)
    print("\n".join(perplexities(load(options.folder))))


def trained() -> NGramModel:
    """The model of the counted part."""
    counts = form_counts()
    frequent = sorted((-n, form) for form, n in counts.items() if n >= KNOWN and not any(map(str.isdigit, form)))
    vocabulary = Vocabulary([*CLASSES, *(form for _, form in frequent)])
    print(f"{len(vocabulary)} forms", file=sys.stderr)
    rare = Counter(class_of(form) for form, n in counts.items() if n < KNOWN)
    emission = np.zeros(len(vocabulary), np.float32)
    for number, name in enumerate(CLASSES):
        if name not in NUMBERS:
            emission[number] = -np.log(max(1, rare[name]))
    return smoothed(vocabulary, emission, text_ids(vocabulary))


def form_counts() -> Counter[str]:
    """How often each form occurs; those that begin sentences count in small letters."""
    counts: Counter[str] = Counter()
    for _, lines in paragraphs(Part.COUNTED):
        for line in lines:
            opens = True
            for form, _, _ in forms(line):
                counts[form.lower() if opens and form[1:].islower() else form] += 1
                opens = form in ENDS or (opens and form in OPENS)
    return counts


def text_ids(vocabulary: Vocabulary) -> NDArray[np.int32]:
    """All paragraphs as one row, with a border before each and after the last."""
    border = np.array([0], np.int32)
    parts = [border]
    for name, lines in paragraphs(Part.COUNTED):
        print(name, file=sys.stderr)
        parts.append(np.concatenate([np.concatenate([vocabulary.read(line).ids, border]) for line in lines]))
    return np.concatenate(parts).astype(np.int32)


@dataclass(frozen=True)
class Grams:
    """The distinct n-grams of one length: keys in order, counts, and where context and ending are listed."""

    keys: U64
    counts: NDArray[np.int64]
    context: NDArray[np.int64]  # place among the n-grams one shorter of all but the last word
    ending: NDArray[np.int64]  # place among them of all but the first word


def grams(ids: NDArray[np.int32]) -> Iterator[Grams]:
    """The n-grams of one word, of two, and so on, that do not run over a paragraph's border in their middle."""
    words = ids.astype(np.uint64) + np.uint64(1)
    border = ids == 0
    keys, inner = words, np.zeros(len(ids), bool)
    earlier: NDArray[np.int64] | None = None
    for n in range(1, ORDER + 1):
        if n > 1:
            keys = extended(keys[:-1], words[n - 1 :])
            inner = (inner[:-1] | border[n - 2 : -1]) if n > 2 else np.zeros(len(keys), bool)
        legal = ~inner
        distinct, first, inverse, counts = np.unique(
            keys[legal], return_index=True, return_inverse=True, return_counts=True
        )
        place = np.full(len(keys), -1, np.int64)
        place[legal] = inverse
        at = np.flatnonzero(legal)[first]
        if earlier is None:
            context = ending = np.zeros(len(distinct), np.int64)
        else:
            context, ending = earlier[at], earlier[at + 1]
        yield Grams(distinct, counts, context, ending)
        earlier = place


def smoothed(
    vocabulary: Vocabulary, emission: NDArray[np.float32], ids: NDArray[np.int32], least: Mapping[int, int] = LEAST
) -> NGramModel:
    """The back-off model of a row of words."""
    found = list(grams(ids))
    size = len(vocabulary)
    singles = found[0]
    ids_of_single = (singles.keys - np.uint64(1)).astype(np.int64)
    continuations = np.bincount(found[1].ending, minlength=len(singles.keys)).astype(float)
    # words seen only at borders have no continuation; every known word keeps a little
    base = np.full(size, 0.5)
    base[ids_of_single] += continuations
    probabilities: list[Floats] = [(base / base.sum())[ids_of_single]]
    masks: list[NDArray[np.bool_]] = [np.ones(len(singles.keys), bool)]
    for n in range(2, ORDER + 1):
        these = found[n - 1]
        counts = these.counts.astype(float)
        if n < ORDER:
            after = np.bincount(found[n].ending[found[n].ending >= 0], minlength=len(these.keys)).astype(float)
            begins = after == 0  # nothing stands before a paragraph's border: its own count serves
            counts = np.where(begins, counts, after)
        discounts = _discounts(counts)
        discount = discounts[np.minimum(counts, 3).astype(int)]
        contexts = len(found[n - 2].keys)
        total = np.bincount(these.context, counts, minlength=contexts)
        reserved = np.bincount(these.context, discount, minlength=contexts)
        lower = probabilities[-1][these.ending]
        share = (reserved / np.maximum(total, 1e-9))[these.context]
        probabilities.append((counts - discount) / total[these.context] + share * lower)
        kept = (these.counts >= least[n]) & masks[-1][these.context] & masks[-1][these.ending]
        masks.append(kept)
        print(f"{n}-grams: {len(kept)}, kept {kept.sum()}, discounts {discounts.round(2)}", file=sys.stderr)
    backoffs = [
        _backoffs(found[n], probabilities[n], probabilities[n - 1], masks[n], len(found[n - 1].keys))
        for n in range(1, ORDER)
    ]
    return _packed(vocabulary, emission, found, probabilities, backoffs, masks, base / base.sum(), ids_of_single)


def _discounts(counts: Floats) -> Floats:
    """D0 to D3 by Chen and Goodman's formula."""
    n = [0.0, *(float((counts == i).sum()) for i in range(1, 5))]
    y = n[1] / (n[1] + 2 * n[2])
    found = [0.0, *(i - (i + 1) * y * n[i + 1] / max(1.0, n[i]) for i in (1, 2, 3))]
    return np.asarray(np.clip(np.array(found), [0, 0.1, 0.2, 0.3], [0, 0.95, 1.9, 2.9]))


def _backoffs(longer: Grams, probability: Floats, lower: Floats, kept: NDArray[np.bool_], contexts: int) -> Floats:
    """What is left for the words that no kept n-gram tells, by what the shorter model gives them, for each context."""
    told = np.bincount(longer.context[kept], probability[kept], minlength=contexts)
    taken = np.bincount(longer.context[kept], lower[longer.ending][kept], minlength=contexts)
    return np.maximum(1 - told, 1e-4) / np.maximum(1 - taken, 1e-4)


def _packed(
    vocabulary: Vocabulary,
    emission: NDArray[np.float32],
    found: list[Grams],
    probabilities: list[Floats],
    backoffs: list[Floats],
    masks: list[NDArray[np.bool_]],
    base: Floats,
    ids_of_single: NDArray[np.int64],
) -> NGramModel:
    logs = [np.log(probabilities[n][masks[n]]) for n in range(1, ORDER)]
    weights = [np.log(backoffs[n][masks[n]]) for n in range(1, ORDER - 1)]
    book, weight_book = _code_book(np.concatenate(logs)), _code_book(np.concatenate(weights))
    orders = []
    for n in range(2, ORDER + 1):
        kept = masks[n - 1]
        orders.append(
            Order(
                Table.of(found[n - 1].keys[kept]),
                _coded(logs[n - 2], book),
                _coded(weights[n - 2], weight_book) if n < ORDER else None,
            )
        )
    first_backoff = np.zeros(len(vocabulary), np.float32)
    first_backoff[ids_of_single] = np.log(backoffs[0])
    first = np.log(base).astype(np.float32)
    return NGramModel(vocabulary, first, first_backoff, emission, tuple(orders), book, weight_book)


def _code_book(values: Floats) -> NDArray[np.float32]:
    """256 values such that equally many of ``values`` are nearest to each."""
    return np.quantile(values, (np.arange(256) + 0.5) / 256).astype(np.float32)


def _coded(values: Floats, book: NDArray[np.float32]) -> NDArray[np.uint8]:
    borders = (book[1:] + book[:-1]) / 2
    return np.searchsorted(borders, values).astype(np.uint8)


def perplexities(model: NGramModel) -> Iterator[str]:
    """A table: the perplexity of the part that trains the judge, by kind of text, and the share of unknown words."""
    logs: dict[str, list[float]] = {}
    for name, lines in paragraphs(Part.JUDGED):
        sums = logs.setdefault(name.split("-")[0] + ("-senate" if "senate" in name else ""), [0.0, 0.0, 0.0])
        for line in lines[:1500]:
            words, scores = model.surprises(line)
            sums[0] += float(scores.sum())
            sums[1] += len(scores)
            sums[2] += float((words.ids < len(CLASSES)).sum())
    yield "| kind | words and marks | perplexity | classes instead of words |"
    yield "|---|---|---|---|"
    for kind, (total, n, classes) in sorted(logs.items()):
        yield f"| {kind} | {n:,.0f} | {np.exp(-total / n):.0f} | {100 * classes / n:.1f} % |"


if __name__ == "__main__":
    main()
