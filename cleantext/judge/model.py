"""The trained judge: trees for each question, how their answers are calibrated, and the records of rules."""

from __future__ import annotations

import json
import math
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from cleantext.judge.evidence import Record
from cleantext.judge.trees import Matrix, Trees

WEIGHTS = Path(__file__).with_name("weights.npz")
PLAIN = Path(__file__).with_name("weights-plain.npz")
"""Of a judge that does without the encoder."""
QUESTIONS = ("first", "wrong", "right", "reread", "stacked", "garbled")
"""Is something wrong here, at first sight; the same, knowing what else is wrong around; is this repair right; is it
so, knowing what the encoder says of the repaired sentence (who doesn't hear the encoder has no answer); is
something wrong here, knowing the other answers about all that was found here and beside it; and is
something wrong somewhere among the doubtful places of a sentence (``garbled.py``)?"""
_LEAST = 0.0001
_TREE = ("roots", "feature", "threshold", "left", "right", "lost_left", "value")


class JudgeError(ValueError):
    """Weights that can't be read; the text is one line for the user."""


@dataclass(frozen=True)
class Answer:
    """The trees of one question, and the probabilities (``ys``) that their log odds (``xs``) turned out to mean."""

    trees: Trees
    xs: NDArray[np.float32]
    ys: NDArray[np.float32]

    def probability(self, rows: Matrix) -> NDArray[np.float32]:
        """The calibrated probability for each row."""
        if not len(rows):
            return np.zeros(0, np.float32)
        return np.asarray(np.interp(self.trees.log_odds(rows), self.xs, self.ys), np.float32)


@dataclass(frozen=True)
class JudgeModel:
    """``names`` are the proposers' own numbers that are columns; ``packs`` says of each kind of finding that the judge
    has met which pack it belongs to; ``safe`` is the probability from which a repair is
    applied without asking; ``shown`` and ``garbled`` say for each sensitivity from which probability a candidate is a
    finding, and a garbled sentence.
    """

    answers: Mapping[str, Answer]
    names: Sequence[str]
    records: Mapping[str, Record]
    packs: Mapping[str, str]
    safe: float
    shown: Mapping[str, float]
    garbled: Mapping[str, float]
    trust: Mapping[str, float] = field(default_factory=dict)
    """By how much (log odds) the repairs of a pack are likelier right than the trees think."""

    def trusted(self, right: NDArray[np.float32], packs: Sequence[str]) -> NDArray[np.float32]:
        """The probabilities that repairs of some packs are right, as the trees have them, with what these deserve."""
        known = np.clip(right, _LEAST, 1 - _LEAST)
        shift = np.array([self.trust.get(pack, 0.0) for pack in packs], np.float32)
        return np.where(shift == 0, right, 1 / (1 + (1 - known) / known * np.exp(-shift))).astype(np.float32)


def shares(record: Record) -> tuple[int, float, float]:
    """In how many places a rule spoke, in what part of them something was wrong, in what part its first repair right.

    >>> shares((0.0, -2.197, 2.398))
    (10, 0.5, 0.1)
    """
    wrong, right, places = record
    return round(math.expm1(places)), _share(wrong), _share(right)


def _share(log_odds: float) -> float:
    return round(1 / (1 + math.exp(-log_odds)), 3)


@cache
def shipped(neural: bool = False) -> JudgeModel:
    """The judge that does without the encoder, or the one that hears it."""
    return load(WEIGHTS if neural else PLAIN)


def load(path: Path) -> JudgeModel:
    """A judge from its file. Raises ``JudgeError`` where it is missing or damaged."""
    try:
        with np.load(path, allow_pickle=False) as arrays:
            settings = json.loads(bytes(arrays["settings"]).decode())
            answers = {
                question: Answer(
                    Trees(
                        **{name: arrays[f"{question}-{name}"] for name in _TREE},
                        depth=settings["depth"][question],
                        base=settings["base"][question],
                    ),
                    arrays[f"{question}-xs"],
                    arrays[f"{question}-ys"],
                )
                for question in QUESTIONS
                if question in settings["depth"]
            }
            records = {rule: (float(a), float(b), float(c)) for rule, (a, b, c) in settings["records"].items()}
            return JudgeModel(
                answers,
                settings["names"],
                records,
                settings["packs"],
                settings["safe"],
                settings["shown"],
                settings["garbled"],
                settings["trust"],
            )
    except (OSError, ValueError, KeyError, TypeError, EOFError, BadZipFile, zlib.error) as error:
        raise JudgeError(f"{path}: the judge's weights are missing or damaged ({error})") from error


def save(model: JudgeModel, path: Path) -> None:
    """Write a judge to its file."""
    settings = {
        "depth": {question: answer.trees.depth for question, answer in model.answers.items()},
        "base": {question: answer.trees.base for question, answer in model.answers.items()},
        "names": list(model.names),
        "records": {rule: [round(x, 3) for x in record] for rule, record in sorted(model.records.items())},
        "packs": dict(sorted(model.packs.items())),
        "safe": model.safe,
        "shown": dict(model.shown),
        "garbled": dict(model.garbled),
        "trust": {pack: round(by, 2) for pack, by in sorted(model.trust.items())},
    }
    arrays: dict[str, NDArray[Any]] = {"settings": np.frombuffer(json.dumps(settings).encode(), np.uint8)}
    for question, answer in model.answers.items():
        arrays |= {f"{question}-{name}": getattr(answer.trees, name) for name in _TREE}
        arrays |= {f"{question}-xs": answer.xs, f"{question}-ys": answer.ys}
    np.savez_compressed(path, allow_pickle=False, **arrays)
