"""Train what the judge says of garbled sentences; ``tests.training.stacking`` does, from what the last trees say."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import average_precision_score

from cleantext.core.finding import Finding
from cleantext.core.revision import Revision
from cleantext.formats.text import segment
from cleantext.judge import model as models
from cleantext.judge.garbled import GARBLED_COLUMNS, GARBLED_RISING, stretches
from cleantext.judge.judge import Verdict
from cleantext.language.analysis import Analysis
from tests.training.examples import Example, fits, score, touches
from tests.training.judge import calibration, grown, out_of_fold

TREES = 150
SHALLOW = {"learning_rate": 0.05, "num_leaves": 8, "max_depth": -1, "min_data_in_leaf": 60, "lambda_l2": 10.0}
OF_CORRECT = 5.0
"""How much more correct English that looks wrong counts than for other questions: else a line about verse is one."""
THRESHOLDS = (0.6, 0.7, 0.74, 0.76, 0.78, 0.82, 0.86)

Floats = NDArray[np.float32]


@dataclass
class Judged:
    """A document, what trees that have not seen it make of its candidates, and what is shown of that."""

    example: Example
    fold: int
    weight: float
    verdicts: Sequence[Verdict]
    findings: Sequence[Finding]


@dataclass
class Stretched:
    """A stretch of a document: its columns; the artefacts that it alone points at; whether it points at
    any, and whether that is known."""

    row: Sequence[float]
    more: int
    touching: bool
    known: bool


def stretched(document: Judged) -> list[Stretched]:
    """The stretches of a document."""
    example = document.example
    sentences = Analysis(Revision(example.text, segment)).sentences
    found = [finding.span for finding in document.findings]
    left = [a for a in example.artefacts if not any(touches(span, a) and fits(span, a) for span in found)]
    rows = []
    for stretch in stretches(document.verdicts, document.findings, sentences):
        span = stretch.span
        more = [a for a in left if touches(span, a) and fits(span, a)]
        touched = any(touches(span, a) for a in example.artefacts)
        unsure = any(low < span.end and span.start < high for low, high in example.unsure)
        known = any(a.known for a in more) or not (more or unsure)
        rows.append(Stretched(stretch.row, sum(a.known for a in more), touched, known))
    return rows


def trained(documents: Iterable[Judged]) -> models.Answer:
    """How likely a stretch holds damage that no finding points at, calibrated on folds."""
    these = [(document, stretched(document)) for document in documents]
    every = [stretch for _, found in these for stretch in found]
    sizes = [len(found) for _, found in these]
    rows = np.array([stretch.row for stretch in every], np.float32)
    target = np.array([float(s.more > 0) if s.known else np.nan for s in every], np.float32)
    weights = np.repeat([document.weight for document, _ in these], sizes).astype(np.float32)
    weights[np.repeat([document.example.collection == "correct" for document, _ in these], sizes)] *= OF_CORRECT
    folds = np.repeat([document.fold for document, _ in these], sizes)
    unseen = out_of_fold(rows, target, weights, folds, GARBLED_COLUMNS, TREES, rising=GARBLED_RISING, **SHALLOW)
    points = calibration(unseen, target, weights)
    table(these, np.split(np.interp(unseen, *points), np.cumsum(sizes)[:-1]))
    return models.Answer(grown(rows, target, weights, GARBLED_COLUMNS, TREES, GARBLED_RISING, **SHALLOW), *points)


def table(these: Sequence[tuple[Judged, Sequence[Stretched]]], likely: Sequence[Floats]) -> None:
    """What these findings add in each collection: artefacts found, of 100, and false alarms per 100 sentences; and the
    share of them that point at something that no other finding points at.
    """
    for collection in sorted({document.example.collection for document, _ in these}):
        each = [(d, s, p) for (d, s), p in zip(these, likely, strict=True) if d.example.collection == collection]
        count = max(1, sum(a.known for d, *_ in each for a in d.example.artefacts))
        sentences = sum(score().sentences(d.example.text) for d, *_ in each)
        pairs = [(stretch, p) for _, s, found in each for stretch, p in zip(s, found.tolist(), strict=True)]
        wrong, found = [s.more > 0 for s, _ in pairs if s.known], [p for s, p in pairs if s.known]
        print(f"{collection}: average precision {average_precision_score(wrong, found) if any(wrong) else 0:.3f}")
        for shown in THRESHOLDS:
            chosen = [stretch for stretch, p in pairs if p >= shown]
            print(
                f"   {shown}: {len(chosen)}, found +{100 * sum(s.more for s in chosen) / count:.1f}"
                f" at +{100 * sum(not s.touching for s in chosen) / sentences:.2f},"
                f" new {np.mean([s.more > 0 for s in chosen]) if chosen else 0:.2f}"
            )
