"""How well encoders tell damaged words in documents they haven't seen: ``python -m tests.training.detection FOLDER``.

``FOLDER`` is what ``tests.training.encoder --folds`` wrote. Printed are, for each encoder, the average precision over
the words of ``tests/corpus/training`` and of clean text; the share of artefacts of each kind of which it takes a word
for damaged, where it takes 2 of 100 words that nobody marked in these articles for damaged, and how many that makes of
1,000 words of clean text; and how often the word that an annotator would put is the first that it expects, or among the
first ten.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import numpy as np
from sklearn.metrics import average_precision_score

from cleantext.language_model import encoder
from cleantext.language_model.encoder import KINDS
from tests.training.examples import GROUPS, Example, annotated, clean, fold_of
from tests.training.lessons import Lesson, kind_of, lessons

FALSE = 0.02
SHOWN = 10


@dataclass
class Detection:
    """What an encoder says: of each word how likely it is damaged, and its kind; of each artefact the likeliest word;
    of words that nobody marked, and of those of clean text; the ranks of words that belong somewhere.
    """

    found: encoder.Encoder
    chances: list[float] = field(default_factory=list)
    kinds: list[int] = field(default_factory=list)
    artefacts: list[tuple[int, float]] = field(default_factory=list)
    unmarked: list[float] = field(default_factory=list)
    clean: list[float] = field(default_factory=list)
    ranks: list[int] = field(default_factory=list)

    def read(self, example: Example) -> None:
        """Take up a document."""
        likeliest = dict.fromkeys(example.artefacts, 0.0)
        for lesson in lessons(example, self.found.pieces):
            window = lesson.window
            damaged, meaning = self.found.read(window)
            chances = damaged.sum(axis=1).tolist()
            self.chances += chances
            self.kinds += lesson.kinds[window.first].tolist()
            self.ranks += self._ranks(lesson, meaning)
            starts, ends = ((lesson.start + each).tolist() for each in (window.starts, window.ends))
            for start, end, chance in zip(starts, ends, chances, strict=True):
                touched = [a for a in example.artefacts if a.start < end and start < a.end]
                for artefact in touched:
                    likeliest[artefact] = max(likeliest[artefact], chance)
                if not touched:
                    (self.clean if example.collection == "clean" else self.unmarked).append(chance)
        self.artefacts += [(kind_of(artefact), chance) for artefact, chance in likeliest.items()]

    @cached_property
    def _names(self) -> dict[int, str]:
        return {number: name for name, number in self.found.pieces.numbers.items()}

    def _ranks(self, lesson: Lesson, meaning: encoder.Matrix) -> list[int]:
        """Where the word that belongs there is among those that fit, for each damaged word of which it is known."""
        first = lesson.window.first.tolist()
        asked = [i for i, piece in enumerate(first) if lesson.instead[piece] >= 0]
        names = self._names
        ranks = []
        for i, likely in zip(asked, self.found.fitting(meaning[asked], SHOWN + 1), strict=True):
            old = names[int(lesson.window.pieces[first[i]])]
            others = [word for word, _ in likely if word != old]
            wanted = names[int(lesson.instead[first[i]])]
            ranks.append(others.index(wanted) if wanted in others else SHOWN)
        return ranks

    def __str__(self) -> str:
        p, kind = np.array(self.chances), np.array(self.kinds)
        known = kind >= 0
        least = float(np.quantile(self.unmarked, 1 - FALSE))
        by_kind: dict[int, list[bool]] = defaultdict(list)
        for number, chance in self.artefacts:
            by_kind[number].append(chance >= least)
        shares = (f"{name} {np.mean(by_kind[1 + n]):.3f}" for n, name in enumerate(KINDS))
        first, ten = (np.mean([rank < count for rank in self.ranks]) for count in (1, SHOWN))
        return (
            f"average precision {average_precision_score(kind[known] > 0, p[known]):.3f}; {', '.join(shares)}; "
            f"of 1,000 clean words {1000 * np.mean(np.array(self.clean) >= least):.1f}; "
            f"the word first {first:.3f}, among ten {ten:.3f}"
        )


def measured(examples: Iterable[Example], found: encoder.Encoder) -> Detection:
    """What an encoder says of some documents."""
    detection = Detection(found)
    for example in examples:
        detection.read(example)
    return detection


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
