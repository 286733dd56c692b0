"""How well encoders tell damaged words in documents they haven't seen: ``python -m tests.training.detection FOLDER``.

``FOLDER`` is what ``tests.training.encoder --folds`` wrote. Printed are, for each encoder, the average precision over
the words of ``tests/corpus/training`` and of clean text, the share of damaged words of each kind that it finds where it
takes 2 of 1,000 words of clean text for damaged, and how often the word that an annotator would put is the first that
it expects, or among the first ten.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from pathlib import Path

import numpy as np
from sklearn.metrics import average_precision_score

from cleantext.core.revision import Revision
from cleantext.formats.text import segment
from cleantext.language.analysis import Analysis
from cleantext.language_model import encoder
from cleantext.language_model.encoder import KINDS
from tests.training.examples import GROUPS, Example, annotated, clean, fold_of
from tests.training.lessons import Lesson, lessons

FALSE = 0.002
SHOWN = 10


def measured(examples: list[Example], found: encoder.Encoder) -> str:
    """One line about an encoder."""
    chances: list[float] = []
    kinds: list[int] = []
    of_clean: list[bool] = []
    places: list[int] = []
    for example in examples:
        windows = (
            window
            for passage in Analysis(Revision(example.text, segment)).passages
            for window in found.pieces.windows(passage.text, passage.sentences)
        )
        for lesson, window in zip(lessons(example, found.pieces), windows, strict=True):
            damaged, meaning = found.read(window)
            chances += damaged.sum(axis=1).tolist()
            kinds += lesson.kinds[window.first].tolist()
            of_clean += [example.collection == "clean"] * len(window.first)
            places += _ranks(found, lesson, window.first.tolist(), meaning)
    p, kind, sound = np.array(chances), np.array(kinds), np.array(of_clean)
    known = kind >= 0
    least = float(np.quantile(p[sound & known], 1 - FALSE))
    shares = (f"{name} {(p[kind == 1 + n] >= least).mean():.3f}" for n, name in enumerate(KINDS))
    precision = average_precision_score(kind[known] > 0, p[known])
    first, ten = (np.mean([rank < count for rank in places]) for count in (1, SHOWN))
    return f"average precision {precision:.3f}; {', '.join(shares)}; the word first {first:.3f}, among ten {ten:.3f}"


def _ranks(found: encoder.Encoder, lesson: Lesson, first: list[int], meaning: encoder.Matrix) -> list[int]:
    """Where the word that belongs there is among those that fit, for each damaged word of which it is known."""
    asked = [i for i, piece in enumerate(first) if lesson.instead[piece] >= 0]
    names = {number: name for name, number in found.pieces.numbers.items()}
    ranks = []
    for i, likely in zip(asked, found.fitting(meaning[asked], SHOWN + 1), strict=True):
        old = names[int(lesson.pieces[first[i]])]
        others = [word for word, _ in likely if word != old]
        wanted = names[int(lesson.instead[first[i]])]
        ranks.append(others.index(wanted) if wanted in others else SHOWN)
    return ranks


def main() -> None:
    """Print a line for each encoder."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    options = parser.parse_args()
    documents: defaultdict[int, list[Example]] = defaultdict(list)
    for example in [*annotated("training"), *clean(600)]:
        documents[next(n for n, group in enumerate(GROUPS) if fold_of(example) in group)].append(example)
    for number in range(len(GROUPS)):
        if (options.folder / str(number)).is_dir():
            print(number, measured(documents[number], encoder.load(options.folder / str(number))), flush=True)


if __name__ == "__main__":
    main()
