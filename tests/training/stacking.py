"""Train the judge's last questions: ``python -m tests.training.stacking`` adds them to ``judge/weights*.npz``.

They learn from articles that neither the shipped encoder nor the trees for the other questions have seen
(``tests/corpus/stacking``; those that are shipped learnt so at commit 5af7abd from 364 that are in
``tests/corpus/training`` now): as they are; with either half of their damage repaired, and with all of it, so that they
don't learn that most sentences are damaged; some sentences of each alone, as people try a tool; and from correct
text, which the other questions learnt from, too, so that figures about it are too good. After these were trained
anew, the last ones must be, on articles that they did not learn from: those before may then move to
``tests/corpus/training``. What is printed is from folds by the writers.
"""

from __future__ import annotations

import argparse
import pickle
import time
import zlib
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import average_precision_score

from cleantext.core.candidate import Candidate
from cleantext.core.revision import Revision
from cleantext.formats.text import segment
from cleantext.judge import model as models
from cleantext.judge.evidence import BESIDE, COLUMNS, DAMAGE
from cleantext.judge.garbled import GARBLED
from cleantext.judge.judge import Judge, Part, chosen, verdicts, vouched
from cleantext.judge.look import Look
from cleantext.judge.readings import READ
from cleantext.judge.stacking import RISING, STACKED
from cleantext.language.analysis import Analysis
from cleantext.language_model import encoder, ngram
from tests.training import garbled
from tests.training.examples import (
    Example,
    annotated,
    clean,
    correct,
    deserves,
    excerpts,
    halves,
    repaired,
    score,
    touches,
)
from tests.training.judge import calibration, grown, hears_grammar, out_of_fold
from tests.training.proposing import candidates_of, of_languagetool

FOLDS = 6
WRITER = 14
"""Articles that a writer wrote, one number after the other."""
TREES = 400
SHALLOW = {
    "learning_rate": 0.04, "num_leaves": 16, "max_depth": -1, "min_data_in_leaf": 80, "lambda_l2": 10.0,
    "feature_fraction": 0.5,
}  # fmt: skip
"""Settings of LightGBM for fewer articles than the other questions have."""
RISES = RISING.union(DAMAGE)
"""Columns that may only raise a probability."""
REPAIRED_WEIGHT, CORRECT_WEIGHT = 0.3, 6.0
SHOWN = {"low": 0.86, "normal": 0.79, "high": 0.5}
PLAIN_SHOWN = {"low": 0.76, "normal": 0.66, "high": 0.5}
GARBLED_SHOWN = {"low": 0.82, "normal": 0.77, "high": 0.6}
PLAIN_GARBLED = {"low": 0.84, "normal": 0.8, "high": 0.65}
"""Thresholds, chosen from the table of folds that ``table`` prints."""
LEFT = {"neural": 0.82, "plain": 0.7}
"""From what is left where all that is likelier than this is shown garbled sentences are learnt."""
THRESHOLDS = (0.5, 0.6, 0.66, 0.7, 0.74, 0.78, 0.82, 0.84, 0.86, 0.9)

LAST = ("stacked", "garbled")
"""The questions that are trained here."""

Floats = NDArray[np.float32]


@dataclass
class Heard:
    """A document's candidates, with what ``stacked`` is answered from, a row for each, and whether something is
    wrong there (NaN: unknown). ``right`` says of each row how likely a repair is right.
    """

    example: Example
    fold: int
    weight: float
    candidates: Sequence[Candidate]
    of: NDArray[np.int32]
    fix: NDArray[np.int32]
    right: Floats
    told: Floats
    wrong: Floats


def documents() -> Iterator[tuple[Example, int, float]]:
    """All documents to learn from, with the fold and the weight of each."""
    articles = list(annotated("stacking"))
    sound = clean(200, seed=11)
    yield from ((example, fold_of(example), 1.0) for example in articles)
    for example in articles:
        for other in (*halves(example), repaired(example, example.artefacts)):
            yield replace(other, collection="repaired"), fold_of(example), REPAIRED_WEIGHT
    for example in (*sound, *correct()):
        yield example, fold_of(example), CORRECT_WEIGHT if example.collection == "correct" else 1.0
    for seed in (3, 4, 5):
        yield from ((example, fold_of(example), 1.0) for example in excerpts([*articles, *sound], seed))


def fold_of(example: Example) -> int:
    """The fold of a document: all articles of a writer, and what was made of them, are in the same."""
    number = example.name.split("-")[0]
    return (int(number) // WRITER if number.isdecimal() else zlib.crc32(example.name.encode())) % FOLDS


@cache
def judges() -> dict[str, Judge]:
    """The judges that are shipped, without the last questions."""
    found = {}
    for name, path, reader in (("neural", models.WEIGHTS, encoder.shipped()), ("plain", models.PLAIN, None)):
        model = models.load(path)
        answers = {question: answer for question, answer in model.answers.items() if question not in LAST}
        found[name] = Judge(replace(model, answers=answers), ngram.shipped(), 0.0, reader)
    return found


def heard(job: tuple[Example, int, float, Sequence[Candidate]]) -> dict[str, Heard]:
    """A document as each of the judges hears it."""
    example, fold, weight, grammar = job
    proposed = [c for each in candidates_of(example.text, {}, encoder.shipped()).values() for c in each]
    found = {}
    for name, judge in judges().items():
        candidates = [c for c in (*proposed, *grammar) if judge.encoder or c.pack != "misfits"]
        look = Look(Analysis(Revision(example.text, segment)), judge.words)
        (part,), by_sentence = judge.likely(look, [Part(candidates)])
        rows = part.told(by_sentence, 0.0)
        wrong, right, reread = judge.answered(look, part, rows)
        told = judge.heard(part, rows, wrong, right, reread)
        known = np.array([deserves(example, c)[0] for c in part.candidates], np.float32)
        found[name] = Heard(example, fold, weight, part.candidates, part.of, part.fix, right, told, known)
    return found


def trained(these: Sequence[Heard], columns: Sequence[str]) -> tuple[models.Answer, list[Floats]]:
    """The last question, calibrated on folds, and what trees that have not seen a document say of its candidates."""
    told, target = (np.concatenate([getattr(d, name) for d in these]) for name in ("told", "wrong"))
    sizes = [len(d.candidates) for d in these]
    folds, weights = (np.repeat([getattr(d, name) for d in these], sizes) for name in ("fold", "weight"))
    weights = weights.astype(np.float32)
    unseen = out_of_fold(told, target, weights, folds, columns, TREES, rising=RISES, **SHALLOW)
    points = calibration(unseen, target, weights)
    wrong = np.split(np.interp(unseen, *points).astype(np.float32), np.cumsum(sizes)[:-1])
    table(these, wrong)
    return models.Answer(grown(told, target, weights, columns, TREES, RISES, **SHALLOW), *points), wrong


def judged(document: Heard, surest: Floats, shown: float) -> garbled.Judged:
    """What is made of a document, given how likely each candidate is wrong."""
    said = verdicts(document.candidates, document.of, document.fix, surest, document.right)
    findings = chosen(said, document.example.text, shown, 1.0)
    return garbled.Judged(document.example, document.fold, document.weight, said, findings)


def table(these: Sequence[Heard], wrong: Sequence[Floats]) -> None:
    """Found and false alarms in the articles and in correct text, before and after, for several thresholds."""
    for collection in ("stacking", "excerpts", "repaired", "clean", "correct"):
        chosen_ones = [(d, p) for d, p in zip(these, wrong, strict=True) if d.example.collection == collection]
        known = np.concatenate([d.wrong for d, _ in chosen_ones])
        sure = ~np.isnan(known)
        for name in ("before", "after"):
            each = [(d, vouched(d.candidates, _first(d), p) if name == "after" else _first(d)) for d, p in chosen_ones]
            p = np.concatenate([p for _, p in each])
            precision = average_precision_score(known[sure], p[sure]) if known[sure].any() else 0.0
            print(f"{collection} {name}: average precision {precision:.3f}")
            print("   " + "; ".join(_line(each, shown) for shown in THRESHOLDS), flush=True)


def _first(document: Heard) -> Floats:
    """What the judge thought before."""
    return np.asarray(1 / (1 + np.exp(-document.told[:, STACKED.index("stacked_wrong")])), np.float32)


def _line(each: Sequence[tuple[Heard, Floats]], shown: float) -> str:
    found = alarms = count = sentences = 0
    for document, p in each:
        example = document.example
        places = [finding.span for finding in judged(document, p, shown).findings]
        hits = [[touches(place, artefact) for artefact in example.artefacts] for place in places]
        alarms += sum(not any(hit) for hit in hits)
        found += sum(any(column) for column in zip(*hits, strict=True))
        count += len(example.artefacts)
        sentences += score().sentences(example.text)
    return f"{shown}: {100 * found / max(1, count):.1f} at {100 * alarms / sentences:.2f}"


def gathered() -> list[dict[str, Heard]]:
    """All documents as the judges hear them; LanguageTool is asked about half of them."""
    these = list(documents())
    asked = [document for document in these if hears_grammar(document[0])]
    with ProcessPoolExecutor(2) as pool:
        quiet = pool.map(heard, ((*document, ()) for document in these if not hears_grammar(document[0])), chunksize=8)
        told = list(of_languagetool([example.text for example, *_ in asked]))
        loud = pool.map(heard, ((*document, said) for document, said in zip(asked, told, strict=True)), chunksize=8)
        return [*quiet, *loud]


def main() -> None:
    """Gather, train, print and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--keep", type=Path, help="a file that keeps what was gathered, until other weights change")
    parser.add_argument("--out", type=Path, default=models.WEIGHTS.parent, help="a folder for the weights")
    options = parser.parse_args()
    started = time.time()
    known = pickle.loads(options.keep.read_bytes()) if options.keep and options.keep.exists() else gathered()
    if options.keep:
        options.keep.write_bytes(pickle.dumps(known))
    print(f"{len(known)} documents, {time.time() - started:.0f} s", flush=True)
    for name, path, read, shown, together in (
        ("neural", models.WEIGHTS, READ, SHOWN, GARBLED_SHOWN),
        ("plain", models.PLAIN, (), PLAIN_SHOWN, PLAIN_GARBLED),
    ):
        print(name)
        model = models.load(path)
        known_columns = (*COLUMNS, *model.names, *read, *DAMAGE, *BESIDE)
        these = [each[name] for each in known]
        answer, wrong = trained(these, (*STACKED, *known_columns))
        surest = (vouched(d.candidates, _first(d), p) for d, p in zip(these, wrong, strict=True))
        of_sentences = garbled.trained(judged(d, p, LEFT[name]) for d, p in zip(these, surest, strict=True))
        answers = {**model.answers, "stacked": answer, "garbled": of_sentences}
        packs = {**model.packs, GARBLED.id: GARBLED.pack}
        learnt = replace(model, answers=answers, packs=packs, shown=shown, garbled=together)
        models.save(learnt, options.out / path.name)
        print(f"written to {options.out / path.name}, {time.time() - started:.0f} s", flush=True)


if __name__ == "__main__":
    main()
