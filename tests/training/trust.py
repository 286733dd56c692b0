"""How far to trust the repairs of each pack: ``python -m tests.training.trust`` adds it to ``judge/weights*.npz``.

The trees weigh repairs by what they met while they learnt; since then proposers were added, and a better encoder. Of
the findings in ``tests/corpus/stacking``, which neither trees nor encoder nor the phrase table have seen, it is known
which repairs are right. For each pack that says by how much (log odds) the trees were wrong on average, drawn towards
nothing where there are few.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from cleantext.core.candidate import Candidate
from cleantext.core.revision import Revision
from cleantext.formats.text import segment
from cleantext.judge import model as models
from cleantext.judge.judge import Judge, Part, Verdict
from cleantext.language.analysis import Analysis
from cleantext.language_model import encoder, ngram
from tests.training.examples import Example, annotated, deserves
from tests.training.proposing import candidates_of

SPREAD = 0.5
"""By how much (log odds) packs are expected to differ."""
STEPS = 20

Floats = NDArray[np.float64]
Told = tuple[str, float, float]
"""The pack of a repair, how likely it is right by the trees, and whether it is."""


def told(example: Example, path: Path) -> list[Told]:
    """The repairs of the findings in a document."""
    model = replace(models.load(path), trust={})
    reader = encoder.shipped() if path.name == models.WEIGHTS.name else None
    judge = Judge(model, ngram.shipped(), model.shown["normal"], reader)
    candidates = [c for each in candidates_of(example.text, {}, encoder.shipped()).values() for c in each]
    asked = [c for c in candidates if reader or c.pack != "misfits"]
    verdicts, _ = judge.verdicts(Analysis(Revision(example.text, segment)), [Part(asked)])
    return list(_of_findings(judge, verdicts, example))


def _of_findings(judge: Judge, verdicts: Sequence[Verdict], example: Example) -> Iterator[Told]:
    for finding in judge.findings(verdicts, example.text):
        if finding.fix:
            repair = Candidate(
                finding.rule, finding.pack, finding.span, "", "", finding.source, (finding.fix,), finding.severity
            )
            (right,) = deserves(example, repair)[1]
            if right is not None:
                yield finding.pack, finding.fix_confidence, right


def trusted(found: Sequence[Told]) -> Mapping[str, float]:
    """By how much each pack is better than the trees think.

    >>> trusted([("worse", 0.8, 0.0)] * 9 + [("better", 0.5, 1.0)] * 9 + [("rare", 0.5, 1.0)])
    {'better': 0.73, 'rare': 0.12, 'worse': -1.22}
    """
    by_pack: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for pack, likely, right in found:
        by_pack[pack].append((likely, right))
    return {pack: round(_shift(*np.array(pairs).T), 2) for pack, pairs in sorted(by_pack.items())}


def _shift(likely: Floats, right: Floats) -> float:
    """The likeliest shift of log odds (Newton's method), if shifts are normally distributed."""
    known = np.clip(likely, 0.01, 0.99)
    odds, shift = np.log(known / (1 - known)), 0.0
    for _ in range(STEPS):
        p = 1 / (1 + np.exp(-(odds + shift)))
        shift += float((np.sum(right - p) - shift / SPREAD**2) / (np.sum(p * (1 - p)) + 1 / SPREAD**2))
    return shift


def main() -> None:
    """Judge, print and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=models.WEIGHTS.parent, help="a folder for the weights")
    options = parser.parse_args()
    examples = list(annotated("stacking"))
    for path in (models.WEIGHTS, models.PLAIN):
        with ProcessPoolExecutor(2) as pool:
            found = [each for some in pool.map(partial(told, path=path), examples, chunksize=4) for each in some]
        trust = trusted(found)
        print(path.name, len(found), trust, flush=True)
        models.save(replace(models.load(path), trust=trust), options.out / path.name)


if __name__ == "__main__":
    main()
