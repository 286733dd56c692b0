"""How well scores tell garbled sentences from fine ones: on books, published text and translations."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import numpy.typing as npt

from cleantext.checkers.garble import judgeable
from cleantext.formats.text import segment
from cleantext.language.sentences import sentences
from tests.training.garble.corpus import Sentence, shared
from tests.training.garble.corruption import MECHANISMS, Corrupted, Stock, corrupt

Scorer = Callable[[Sequence[Sequence[str]]], npt.NDArray[np.float64]]
"""From sentences as words to numbers that are higher for worse ones."""

FALSE_ALARMS = 0.005
EACH = 300  # corrupted sentences of each mechanism in a test


@dataclass(frozen=True)
class Split:
    """Clean sentences of a book and, for each mechanism, corrupted ones made from them."""

    clean: Sequence[Sentence]
    garbled: dict[str, list[Corrupted]]

    @property
    def flat(self) -> list[Corrupted]:
        return [c for group in self.garbled.values() for c in group]

    @property
    def weights(self) -> npt.NDArray[np.float64]:
        """Mechanisms count as often as they occur in training."""
        return np.concatenate([np.full(len(group), MECHANISMS[name][1]) for name, group in self.garbled.items()])


def split(chosen: Sequence[Sentence], stock: Stock, seed: int = 5, each: int = EACH, *, more: bool = True) -> Split:
    """A test from the sentences of a book."""
    rng = Random(seed)
    garbled: dict[str, list[Corrupted]] = {}
    for name in MECHANISMS:
        group = garbled[name] = []
        while len(group) < each:
            if made := corrupt(rng, rng.choice(chosen), stock, name, more=more):
                group.append(made)
    return Split(chosen, garbled)


def auc(fine: npt.NDArray[Any], wrong: npt.NDArray[Any], weights: npt.NDArray[Any] | None = None) -> float:
    """The area under the ROC curve: how often a wrong sentence scores above a fine one."""
    order = np.sort(fine)
    below = (np.searchsorted(order, wrong, "left") + np.searchsorted(order, wrong, "right")) / 2 / len(order)
    return float(np.average(below, weights=weights))


def limit(fine: npt.NDArray[Any], rate: float = FALSE_ALARMS) -> float:
    """The smallest score above which at most ``rate`` of the fine sentences lie."""
    return float(np.sort(fine)[::-1][int(rate * len(fine))])


def published() -> dict[str, list[str]]:
    """The sentences of ``bench/clean`` that the checker judges, by document."""
    return {
        path.stem: list(_judged(path.read_text(encoding="utf-8")))
        for path in sorted((shared() / "bench/clean").glob("*.txt"))
    }


def correct() -> list[str]:
    """The sentences of ``tests/corpus/correct``, which was written to be odd and right."""
    paths = sorted((Path(__file__).parents[2] / "corpus/correct").glob("*.txt"))
    return [s for path in paths for s in _judged(path.read_text(encoding="utf-8"))]


def varied() -> list[str]:
    """The sentences of ``clean``, which was written for this in genres that get published: news, recipes, terms."""
    paths = sorted((Path(__file__).parent / "clean").glob("*.txt"))
    return [s for path in paths for s in _judged(path.read_text(encoding="utf-8"))]


def _judged(text: str) -> Iterator[str]:
    for block in segment(text):
        line = block.span.of(text)
        yield from (s for span in sentences(line) if judgeable(s := span.of(line)))


@dataclass(frozen=True, slots=True)
class Translated:
    """A segment of machine translation with its verdict: major error, none, or neither. Each was judged once."""

    talk: str
    segment: str
    system: str
    annotator: str
    text: str
    major: bool
    fine: bool


def translations() -> list[Translated]:
    """The annotated segments of ``bench/mqm_dev.jsonl``."""
    with (shared() / "bench/mqm_dev.jsonl").open(encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    return [
        Translated(
            row["doc"], row["seg"], row["system"], row["errors"][0]["rater"], row["text"],
            any(e["severity"] == "Major" for e in row["errors"]),
            all(e["severity"] == "No-error" for e in row["errors"]),
        )
        for row in rows
    ]  # fmt: skip


def by_talk(rows: Sequence[Translated], scores: npt.NDArray[Any]) -> dict[str, tuple[float, float]]:
    """For each talk the AUC of major errors against none, and of pairs of outputs of one segment the share in order."""
    return {
        talk: (_talk_auc(rows, scores, talk), _in_order(rows, scores, talk))
        for talk in sorted({row.talk for row in rows})
    }


def _talk_auc(rows: Sequence[Translated], scores: npt.NDArray[Any], talk: str) -> float:
    fine = np.array([row.fine and row.talk == talk for row in rows])
    major = np.array([row.major and row.talk == talk for row in rows])
    return auc(scores[fine], scores[major])


def _in_order(rows: Sequence[Translated], scores: npt.NDArray[Any], talk: str) -> float:
    segments: dict[str, list[int]] = defaultdict(list)
    for i, row in enumerate(rows):
        if row.talk == talk:
            segments[row.segment].append(i)
    won = [
        1.0 if scores[a] > scores[b] else 0.5 if scores[a] == scores[b] else 0.0
        for outputs in segments.values()
        for a in outputs
        for b in outputs
        if rows[a].major and rows[b].fine and rows[a].text != rows[b].text
    ]
    return float(np.mean(won))
