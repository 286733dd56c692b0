"""Tell the judge of new mechanisms: ``python -m tests.training.acquaint`` adds them to ``judge/weights*.npz``.

To train all questions anew takes hours. Until then the record of what a new proposer finds, and its own numbers as
columns, let the first questions weigh it as they do others, and the last ones (``tests.training.stacking``, to be run
after this) learn from them. New rules get a record, and so do mechanisms that find far more than when the judge learnt
of them.
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from pathlib import Path
from statistics import median

from cleantext.judge import model as models
from cleantext.judge.evidence import Record
from tests.training import phrases
from tests.training.columns import widened
from tests.training.examples import FOLDS, Example, annotated, clean
from tests.training.judge import Judged, judged_of, looked_at, own_names, records

MORE = 1.5
"""How often as many places as its record knows make a mechanism a new one, where the usual one has as many."""
OFTEN = 20
"""Places from which on a record tells something: how many more there are by now, or of a new rule, which speaks for
itself as long as it has none.
"""
COLLECTIONS = ("wild", "wild_more", "gold", "training")
"""What the first questions learnt from, too."""


def proposed(example: Example) -> Judged:
    """The candidates of a document of the rules and of those proposers that ask no encoder, and what each deserves."""
    return judged_of(example, looked_at(example, {"misfits": []}, None))


def acquainted(model: models.JudgeModel, judged: Sequence[Judged]) -> models.JudgeModel:
    """``model`` with what it lacks of the mechanisms in these documents: records, packs and columns of numbers."""
    packs = {c.rule: c.pack for d in judged for c in d.candidates}
    of_rules = {c.rule for d in judged for c in d.candidates if c.of_rule}
    found = {
        rule: record
        for rule, record in records(judged).items()
        if rule not in of_rules or (rule not in model.records and models.shares(record)[0] >= OFTEN)
    }
    usual = _usual_growth(found, model)
    now = {rule: record for rule, record in found.items() if _is_new(rule, record, model, usual)}
    more = sorted({*own_names([d.only(now) for d in judged])} - {*model.names})
    for rule, record in sorted(now.items()):
        print(rule, models.shares(model.records.get(rule, (0, 0, 0))), models.shares(record))
    print("columns:", *more)
    return replace(
        widened(model, more),
        records={**model.records, **now},
        packs={**model.packs, **{rule: pack for rule, pack in packs.items() if rule in now}},
    )


def _usual_growth(found: Mapping[str, Record], model: models.JudgeModel) -> float:
    """How often as many places as then mechanisms have by now, since there are more articles."""
    known = {rule: models.shares(model.records[rule])[0] for rule in found if rule in model.records}
    ratios = [models.shares(found[rule])[0] / count for rule, count in known.items() if count >= OFTEN]
    return median(ratios) if ratios else 1.0


def _is_new(rule: str, record: Record, model: models.JudgeModel, usual: float) -> bool:
    if rule not in model.records:
        return True
    more = models.shares(record)[0] > MORE * usual * models.shares(model.records[rule])[0]
    return more and not rule.endswith("/")


def main() -> None:
    """Read, print what is new, and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=models.WEIGHTS.parent, help="a folder for the weights")
    options = parser.parse_args()
    examples = [example for collection in COLLECTIONS for example in annotated(collection)] + clean(600)
    for fold in (None, *range(FOLDS)):
        phrases.table(fold)  # once, before there are more processes
    with ProcessPoolExecutor(2) as pool:
        judged = list(pool.map(proposed, examples, chunksize=16))
    for path in (models.WEIGHTS, models.PLAIN):
        models.save(acquainted(models.load(path), judged), options.out / path.name)


if __name__ == "__main__":
    main()
