"""Train the judge: ``python -m tests.training.judge [--quick]`` writes ``cleantext/judge/weights.npz``.

Gradient-boosted trees (LightGBM) on the evidence about candidates in annotated, damaged and clean documents, split
by document: every figure printed, the calibration and the thresholds are from folds that a document was left out of.
"""

from __future__ import annotations

import argparse
import pickle
import random
import sys
import time
import zlib
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from functools import cache, partial
from pathlib import Path
from typing import Any

import lightgbm
import numpy as np
from numpy.typing import NDArray
from sklearn.isotonic import IsotonicRegression
from sklearn.metrics import average_precision_score

from cleantext.core.candidate import Candidate
from cleantext.core.finding import Fix, Source
from cleantext.core.revision import Revision
from cleantext.core.span import Span
from cleantext.formats.text import segment
from cleantext.judge import readings, rereading
from cleantext.judge.evidence import BESIDE, COLUMNS, DAMAGE, Evidence, Record, best, damage_columns, gather
from cleantext.judge.judge import READ_FROM, REREAD_FROM, REREAD_WRONG, Verdict, chosen, verdicts
from cleantext.judge.look import Look
from cleantext.judge.model import WEIGHTS, Answer, JudgeModel, save
from cleantext.judge.trees import Trees
from cleantext.language.analysis import Analysis
from cleantext.language_model import encoder, ngram
from cleantext.language_model.encoder import Encoder
from tests.training import phrases
from tests.training.examples import (
    FOLDS,
    GROUPS,
    Example,
    annotated,
    clean,
    correct,
    deserves,
    excerpts,
    fits,
    fold_of,
    score,
    touches,
    translations,
    with_damage,
)
from tests.training.proposing import candidates_of, of_languagetool

TUNED = ("gold", "damaged", "seed")
"""Collections that the rules were written against: that a rule finds something there says nothing; whether it repairs
it rightly does."""
RISING = frozenset([*DAMAGE, "gain"])
"""Columns that may only raise a probability."""
TREES = {"first": 150, "wrong": 400, "right": 600, "reread": 600}
"""For each question: a repair has more that speaks for and against it than a place."""
SAFE = 0.93
SHOWN = {"low": 0.88, "normal": 0.83, "high": 0.5}
PLAIN_NORMAL = 0.76
"""Thresholds, chosen from the table of folds that ``table`` prints."""
EXCERPTED = ("wild", "wild_more", "gold", "training", "clean")
"""Collections of which a few sentences are judged on their own, too."""
GRAMMAR = "grammar"
WEIGHTS_OF = {
    "wild": 3.0, "wild_more": 3.0, "training": 2.0, "gold": 2.0, "seed": 2.0, "planted": 0.5, "mqm_dev": 0.5,
    "correct": 6.0,
}  # fmt: skip
SEEN_OFTEN = 12
"""In how many documents a proposer's own number must occur to be a column."""

Floats = NDArray[np.float32]
Proposals = dict[str, list[tuple[Candidate, tuple[float | None, list[float | None]]]]]
"""The candidates of a document by proposer, each with what it deserves."""


@dataclass
class Judged:
    """A document's candidates, with the evidence about them and what they deserve."""

    example: Example
    candidates: list[Candidate]
    wrong: list[float | None]
    right: list[list[float | None]]
    evidence: Evidence | None = None
    read: Floats | None = None
    fold: int = 0

    def only(self, rules: Collection[str]) -> Judged:
        """The same with the candidates of these ``rules`` alone, without evidence."""
        kept = [i for i, candidate in enumerate(self.candidates) if candidate.rule in rules]
        return Judged(
            self.example, [self.candidates[i] for i in kept], [self.wrong[i] for i in kept],
            [self.right[i] for i in kept],
        )  # fmt: skip


def examples(quick: bool) -> list[Example]:
    """All documents to learn from."""
    found: list[Example] = []
    for collection in ("wild", "wild_more", "gold", "seed", "training", "damaged"):
        found += annotated(collection)
    found += list(translations("mqm_2023_dev"))
    talks = list(translations("mqm_dev"))
    found += talks[:: 8 if quick else 2]
    found += correct()
    found += clean(120 if quick else 600)
    short = excerpts([e for e in found if e.collection in EXCERPTED])
    return [*found, *short, *planted(80 if quick else 250)]


def planted(count: int) -> list[Example]:
    """Clean documents with damage planted in them."""
    found = []
    for number, example in enumerate(clean(count, seed=2)):
        found.append(with_damage(f"planted-{example.name}", example.text, random.Random(number)))
    return found


@cache
def unseen(folder: Path, group: int) -> Encoder:
    """The encoder that has not seen the folds of a group."""
    return encoder.load(folder / str(group))


def encoder_for(example: Example, folder: Path | None) -> Encoder:
    """An encoder that has not seen a document; without a ``folder`` of such the one that is shipped, which has."""
    if folder is None:
        return encoder.shipped()
    return unseen(folder, next(n for n, group in enumerate(GROUPS) if fold_of(example) in group))


def looked_at(example: Example, known: Proposals, encoders: Path | None) -> Proposals:
    """The candidates of a document, by proposer, and what each deserves; what is ``known`` stays."""
    heard = {name: [c for c, _ in proposed] for name, proposed in known.items()}
    found = candidates_of(example.text, heard, encoder_for(example, encoders), phrases.unseen(example))
    return {
        name: known.get(name) or [(candidate, deserves(example, candidate)) for candidate in candidates]
        for name, candidates in found.items()
    }


def judged_of(example: Example, proposals: Proposals) -> Judged:
    """A document to learn from."""
    found = [pair for proposed in proposals.values() for pair in proposed]
    return Judged(example, [c for c, _ in found], [w for _, (w, _) in found], [r for _, (_, r) in found])


def hears_grammar(example: Example) -> bool:
    """Whether LanguageTool is asked about a document: about half of them, since many runs do without it."""
    return zlib.crc32(example.text.encode("utf-8", "surrogatepass")) % 2 == 0


def records(judged: Iterable[Judged]) -> dict[str, Record]:
    """The record of each rule, drawn towards that of its pack, and each pack's own."""
    wrong: dict[str, list[float]] = defaultdict(list)
    right: dict[str, list[float]] = defaultdict(list)
    for document in judged:
        for candidate, w, r in zip(document.candidates, document.wrong, document.right, strict=True):
            tuned = document.example.collection in TUNED and candidate.source is not Source.WIDE
            for name in (candidate.rule, f"{candidate.pack}/"):
                if w is not None and not tuned:
                    wrong[name].append(w)
                if r and r[0] is not None:
                    right[name].append(r[0])
    found: dict[str, Record] = {}
    pack_of = {c.rule: f"{c.pack}/" for document in judged for c in document.candidates}
    for name in wrong | right:
        pack = pack_of.get(name)
        prior = [_share(seen[pack]) if pack and pack in seen else 0.2 for seen in (wrong, right)]
        shares = [
            (sum(seen[name]) + 4 * p) / (len(seen[name]) + 4) for seen, p in zip((wrong, right), prior, strict=True)
        ]
        found[name] = (_log_odds(shares[0]), _log_odds(shares[1]), float(np.log1p(len(wrong[name]))))
    return found


def _share(values: Sequence[float]) -> float:
    return (sum(values) + 0.5) / (len(values) + 2)


def _log_odds(share: float) -> float:
    share = min(0.999, max(0.001, share))
    return float(np.log(share / (1 - share)))


def own_names(judged: Sequence[Judged]) -> list[str]:
    """The proposers' own numbers that occur often enough."""
    seen = Counter(name for d in judged for name in {n for c in d.candidates for n in c.evidence})
    return sorted(name for name, n in seen.items() if n >= SEEN_OFTEN)


def add_evidence(judged: Sequence[Judged], names: Sequence[str], encoders: Path | None, neural: bool) -> None:
    """Gather the evidence about all candidates; a rule's record comes from the other folds, and so do the encoders."""
    model = ngram.shipped()
    for fold in range(FOLDS):
        known = records([d for d in judged if d.fold != fold])
        for document in judged:
            if document.fold == fold:
                look = Look(Analysis(Revision(document.example.text, segment)), model)
                found = gather(look.analysis, document.candidates, model, known, names, look)
                if neural:
                    reader, every = encoder_for(document.example, encoders), [True] * len(document.candidates)
                    document.read = readings.columns(look, document.candidates, found.places, reader, every)
                document.evidence = replace(found, gains=())


def labels(document: Judged) -> tuple[Floats, Floats]:
    """For each row of evidence whether something is wrong there and whether the repair is right; NaN: unknown."""
    evidence = document.evidence
    assert evidence is not None
    wrong, right = [], []
    for i, k in zip(evidence.candidate.tolist(), evidence.fix.tolist(), strict=True):
        w = document.wrong[i]
        wrong.append(np.nan if w is None else w)
        r = document.right[i][k] if k >= 0 else None
        right.append(np.nan if r is None else r)
    return np.array(wrong, np.float32), np.array(right, np.float32)


def grown(
    rows: Floats,
    target: Floats,
    weights: Floats,
    columns: Sequence[str],
    trees: int,
    rising: Collection[str] = RISING,
    **others: float,
) -> Trees:
    """Trees for ``target``, with ``others`` of LightGBM's settings than the usual. What is wrong around may only speak
    for damage, so that repairs never raise new doubts.
    """
    known = ~np.isnan(target)
    settings = {
        "objective": "binary", "learning_rate": 0.08, "num_leaves": 31, "max_depth": 8, "extra_trees": True,
        "min_data_in_leaf": 40, "lambda_l2": 4.0, "feature_fraction": 0.6, "bagging_fraction": 0.8, "bagging_freq": 1,
        "seed": 1, "monotone_constraints": [int(name in rising) for name in columns], "deterministic": True,
        "num_threads": 1, "verbosity": -1, **others,
    }  # fmt: skip
    data = lightgbm.Dataset(rows[known], target[known], weight=weights[known])
    return exported(lightgbm.train(settings, data, num_boost_round=trees).dump_model())


def exported(model: Mapping[str, Any]) -> Trees:
    """LightGBM's trees as ours."""
    parts: dict[str, list[Any]] = defaultdict(list)
    roots: list[int] = []

    def add(node: Mapping[str, Any], depth: int) -> tuple[int, int]:
        number = len(parts["value"])
        leaf = "leaf_value" in node
        threshold = 0.0 if leaf else float(node["threshold"])
        # a column that was known for all rows has no side of its own for the unknown: it reads them as 0
        lost = leaf or (node["default_left"] if node["missing_type"] == "NaN" else threshold >= 0)
        for name, value in (
            ("feature", 0 if leaf else node["split_feature"]), ("threshold", threshold), ("left", number),
            ("right", number), ("lost_left", bool(lost)), ("value", node["leaf_value"] if leaf else 0.0),
        ):  # fmt: skip
            parts[name].append(value)
        if leaf:
            return number, depth
        parts["left"][number], left = add(node["left_child"], depth + 1)
        parts["right"][number], right = add(node["right_child"], depth + 1)
        return number, max(left, right)

    deepest = 0
    for tree in model["tree_info"]:
        root, depth = add(tree["tree_structure"], 0)
        roots.append(root)
        deepest = max(deepest, depth)
    return Trees(
        np.array(roots, np.int32), np.array(parts["feature"], np.int16),
        np.clip(parts["threshold"], -3e38, 3e38).astype(np.float32),
        np.array(parts["left"], np.int32), np.array(parts["right"], np.int32), np.array(parts["lost_left"], bool),
        np.array(parts["value"], np.float32), deepest, 0.0,
    )  # fmt: skip


def calibration(log_odds: Floats, target: Floats, weights: Floats) -> tuple[Floats, Floats]:
    """Log odds and what they turned out to mean, made rising; in small steps at the top, where the decisions are."""
    known = ~np.isnan(target)
    x, y, w = log_odds[known], target[known], weights[known]
    order = np.argsort(-x, kind="stable")
    sizes = (40 * 1.12 ** np.arange(100)).astype(int)
    ends = np.cumsum(sizes)
    cuts = np.split(order, ends[ends < len(order) - 40])[::-1]
    xs = np.array([np.average(x[c], weights=w[c]) for c in cuts])
    ys = np.array([(np.sum(y[c] * w[c]) + 0.1) / (np.sum(w[c]) + 0.3) for c in cuts])
    sums = np.array([w[c].sum() for c in cuts])
    ys = IsotonicRegression().fit_transform(xs, ys, sample_weight=sums)
    # a point for each step: on the slope between them what is likelier stays so
    ys, step = np.unique(ys, return_inverse=True)
    xs = np.bincount(step, xs * sums) / np.bincount(step, sums)
    return xs.astype(np.float32), ys.astype(np.float32)


def main() -> None:
    """Gather, train, calibrate, print and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a sample of the documents")
    parser.add_argument("--keep", type=Path, help="a file that keeps the candidates between runs")
    parser.add_argument("--languagetool", action="store_true", help="ask LanguageTool about half of the documents")
    parser.add_argument("--anew", nargs="*", default=(), help="proposers that are asked anew although they are kept")
    parser.add_argument("--encoders", type=Path, help="the folder that tests.training.encoder --folds wrote")
    parser.add_argument("--out", type=Path, default=WEIGHTS)
    options = parser.parse_args()
    started = time.time()
    kept: dict[str, Proposals] = {}
    if options.keep and options.keep.exists():
        kept = pickle.loads(options.keep.read_bytes())
    documents = examples(options.quick)
    known = [
        {name: found for name, found in kept.get(document.text, {}).items() if name not in options.anew}
        for document in documents
    ]
    with ProcessPoolExecutor(2) as pool:
        proposals = list(pool.map(looked_at, documents, known, [options.encoders] * len(documents), chunksize=8))
    if options.languagetool:
        asked = [n for n, found in enumerate(proposals) if GRAMMAR not in found and hears_grammar(documents[n])]
        told = of_languagetool([documents[n].text for n in asked])
        for n, candidates in zip(asked, told, strict=True):
            proposals[n][GRAMMAR] = [(candidate, deserves(documents[n], candidate)) for candidate in candidates]
    if options.keep:
        options.keep.write_bytes(pickle.dumps(kept | {d.text: p for d, p in zip(documents, proposals, strict=True)}))
    judged = [judged_of(document, found) for document, found in zip(documents, proposals, strict=True)]
    for document in judged:
        document.fold = fold_of(document.example)
    print(
        f"{len(judged)} documents, {sum(len(d.candidates) for d in judged)} candidates, {time.time() - started:.0f} s"
    )
    for neural, out in ((True, options.out), (False, options.out.with_name(f"{options.out.stem}-plain.npz"))):
        print("with the encoder" if neural else "without the encoder")
        these = judged if neural else [without_encoder(d) for d in judged]
        names = own_names(these)
        add_evidence(these, names, options.encoders, neural)
        save(trained(these, names, neural, options.encoders), out)
        print(f"written to {out}, {time.time() - started:.0f} s")


def trained(judged: Sequence[Judged], names: Sequence[str], neural: bool, encoders: Path | None) -> JudgeModel:
    """The judge that learnt from the evidence about all documents, with what the encoder says if ``neural``;
    thresholds are from folds.
    """
    columns = (*COLUMNS, *names)
    judged = [d for d in judged if d.evidence is not None and len(d.evidence.rows)]
    rows = [d.evidence.rows for d in judged if d.evidence is not None]
    owners = np.repeat(np.arange(len(judged)), [len(r) for r in rows])
    folds = np.array([d.fold for d in judged])[owners]
    both = [labels(d) for d in judged]
    wrong, right = (np.concatenate([b[i] for b in both]) for i in (0, 1))
    weights = np.array([weight(d.example) for d in judged], np.float32)[owners]
    matrix = np.vstack(rows)
    print(f"{len(matrix)} rows, {np.nansum(wrong):.0f} wrong, {np.nansum(right):.0f} right, {len(columns)} columns")

    first = out_of_fold(matrix, wrong, weights, folds, columns, TREES["first"])
    first_calibration = calibration(first, wrong, weights)
    first_p = np.interp(first, *first_calibration).astype(np.float32)
    extra, read = [], []
    for n, document in enumerate(judged):
        assert document.evidence is not None
        of_candidate = best(document.evidence.candidate, first_p[owners == n], len(document.candidates))
        extra.append(damage_columns(document.evidence, of_candidate))
        if document.read is not None:
            asked = [p >= READ_FROM or c.of_rule for c, p in zip(document.candidates, of_candidate, strict=True)]
            read.append(np.where(np.array(asked)[document.evidence.candidate, np.newaxis], document.read, np.nan))
    full = np.hstack([matrix, *([np.vstack(read)] if neural else []), np.vstack(extra)])
    wide = (*columns, *(readings.READ if neural else ()), *DAMAGE, *BESIDE)
    second = out_of_fold(full, wrong, weights, folds, wide, TREES["wrong"])
    second_calibration = calibration(second, wrong, weights)
    wrong_p = np.interp(second, *second_calibration).astype(np.float32)
    third = out_of_fold(full, right, weights, folds, wide, TREES["right"])
    third_calibration = calibration(third, right, weights)
    right_p = np.interp(third, *third_calibration).astype(np.float32)
    questions = [
        ("first", matrix, wrong, weights, columns, first_calibration),
        ("wrong", full, wrong, weights, wide, second_calibration),
        ("right", full, right, weights, wide, third_calibration),
    ]
    if neural:
        again = (wrong_p >= REREAD_WRONG) & (right_p >= REREAD_FROM)
        again &= np.concatenate([d.evidence.fix for d in judged if d.evidence is not None]) >= 0
        told = reread(judged, [again[owners == n] for n in range(len(judged))], encoders)
        fullest, widest = np.hstack([full[again], told]), (*wide, *rereading.REREAD)
        fourth = out_of_fold(fullest, right[again], weights[again], folds[again], widest, TREES["reread"])
        fourth_calibration = calibration(fourth, right[again], weights[again])
        print(precision(right[again], third[again], fourth, weights[again]))
        right_p[again] = np.interp(fourth, *fourth_calibration)
        questions.append(("reread", fullest, right[again], weights[again], widest, fourth_calibration))
    outcome = []
    for n, d in enumerate(judged):
        if d.evidence is not None:
            surest = best(d.evidence.candidate, wrong_p[owners == n], len(d.candidates))
            found = verdicts(d.candidates, d.evidence.candidate, d.evidence.fix, surest, right_p[owners == n])
            outcome.append((d, found))
    table(outcome)
    answers = {}
    for question, data, target, counting, wanted, calibrated in questions:
        answers[question] = Answer(grown(data, target, counting, wanted, TREES[question]), *calibrated)
    packs = {c.rule: c.pack for d in judged for c in d.candidates}
    shown = SHOWN if neural else SHOWN | {"normal": PLAIN_NORMAL}
    return JudgeModel(answers, names, records(judged), packs, SAFE, shown, {})


def reread(judged: Sequence[Judged], rows: Sequence[NDArray[np.bool_]], encoders: Path | None) -> Floats:
    """What encoders that have not seen a document say of its repaired sentences, for some rows of its evidence."""
    jobs = []
    for document, wanted in zip(judged, rows, strict=True):
        assert document.evidence is not None
        of, fix = (each[wanted].tolist() for each in (document.evidence.candidate, document.evidence.fix))
        fixes = [document.candidates[i].fixes[k] for i, k in zip(of, fix, strict=True)]
        jobs.append((document.example, fixes, [document.candidates[i].span for i in of], of, encoders))
    with ProcessPoolExecutor(2) as pool:
        return np.vstack(list(pool.map(_reread, jobs, chunksize=8)))


def _reread(job: tuple[Example, Sequence[Fix], Sequence[Span], Sequence[int], Path | None]) -> Floats:
    example, fixes, spans, of, encoders = job
    if not fixes:
        return np.zeros((0, len(rereading.REREAD)), np.float32)
    look = Look(Analysis(Revision(example.text, segment)), ngram.shipped())
    return rereading.columns(look, fixes, look.places(spans), of, encoder_for(example, encoders))


def precision(target: Floats, before: Floats, after: Floats, weights: Floats) -> str:
    """What it is worth to read repaired sentences, in a line."""
    known = ~np.isnan(target)
    shares = (
        average_precision_score(target[known], each[known], sample_weight=weights[known]) for each in (before, after)
    )
    return "average precision of right repairs before and after they are read: {:.3f}, {:.3f}".format(*shares)


def without_encoder(document: Judged) -> Judged:
    """A document as it is judged where the encoder isn't asked."""
    kept = [i for i, candidate in enumerate(document.candidates) if candidate.pack != "misfits"]
    return replace(
        document, candidates=[document.candidates[i] for i in kept], wrong=[document.wrong[i] for i in kept],
        right=[document.right[i] for i in kept], evidence=None, read=None,
    )  # fmt: skip


def weight(example: Example) -> float:
    """How much a document's rows count: real damage more than planted, talks less than other texts."""
    return WEIGHTS_OF.get(example.collection, 1.0)


def out_of_fold(
    rows: Floats, target: Floats, weights: Floats, folds: NDArray[Any], columns: Sequence[str], count: int, **how: Any
) -> Floats:
    """Log odds for each row from trees that have not seen its document; ``how`` they are ``grown``."""
    found = np.zeros(len(rows), np.float32)
    others = [folds != fold for fold in np.unique(folds)]
    with ProcessPoolExecutor(2) as pool:
        trees = pool.map(
            partial(grown, columns=columns, trees=count, **how),
            (rows[other] for other in others),
            (target[other] for other in others),
            (weights[other] for other in others),
        )
        for other, grew in zip(others, trees, strict=True):
            found[~other] = grew.log_odds(rows[~other])
    return found


def table(outcome: Sequence[tuple[Judged, list[Verdict]]]) -> None:
    """Found, repaired, repaired without asking and false alarms by collection, for several thresholds."""
    for shown, safe in (
        (0.5, 0.8), (0.55, 0.85), (0.65, 0.88), (0.7, 0.9), (0.75, 0.91), (0.78, 0.92), (0.8, 0.94), (0.88, 0.95)
    ):  # fmt: skip
        print(f"shown from {shown}, safe from {safe}")
        counts: dict[str, Counter[str]] = defaultdict(Counter)
        for document, these in outcome:
            example = document.example
            count = counts[example.collection]
            findings = chosen(these, example.text, shown, safe)
            places = [finding.span for finding in findings]
            gold = [a.as_score() for a in example.artefacts]
            count["sentences"] += score().sentences(example.text)
            count["alarms"] += sum(not any(touches(p, a) for a in example.artefacts) for p in places)
            for artefact in example.artefacts:
                if artefact.known:
                    count["n"] += 1
                    count["found"] += any(touches(p, artefact) and fits(p, artefact) for p in places)
            if not example.repairable:
                continue
            for level in ("repaired", "safe"):
                applied = _applied(findings, level == "safe")
                count[f"{level} edits"] += len(applied)
                for artefact, g in zip(example.artefacts, gold, strict=True):
                    if artefact.known and artefact.fixes:
                        count["fixable"] += level == "safe"
                        result = score().outcome(example.text, g, gold, applied)
                        count[level] += result == "repaired"
                        count[f"{level} changed"] += result == "changed"
                count[f"{level} harm"] += sum(not any(score().touches(e, a) for a in gold) for e in applied)
        for name, c in counts.items():
            pairs = (("found", "n"), ("repaired", "fixable"), ("safe", "fixable"), ("alarms", "sentences"))
            found, repaired, safely, alarms = (100 * c[a] / max(1, c[b]) for a, b in pairs)
            print(
                f"  {name:14s} found {found:5.1f} repaired {repaired:5.1f} safe {safely:5.1f} harm {c['safe harm']:3d}"
                f"+{c['safe changed']:3d} of {c['safe edits']:4d} alarms/100 {alarms:5.2f}"
                f" n {c['n']} sentences {c['sentences']}"
            )
    sys.stdout.flush()


def _applied(findings: Iterable[Any], safe_only: bool) -> list[dict[str, Any]]:
    from cleantext.core.finding import Applicability
    from cleantext.core.span_index import SpanIndex

    taken: SpanIndex[None] = SpanIndex()
    found = []
    for f in sorted((f for f in findings if f.fix), key=lambda f: -f.fix_confidence):
        if (safe_only and f.fix.applicability is not Applicability.SAFE) or any(
            taken.touching(e.span) for e in f.fix.edits
        ):
            continue
        for e in f.fix.edits:
            taken.add(e.span, None)
            found.append({"start": e.span.start, "end": e.span.end, "replacement": e.replacement})
    return found


if __name__ == "__main__":
    main()
