"""The lexicon of the model, and the words that corruption draws from.

Counts of words and word pairs on the web are those of Norvig's "Natural Language Corpus Data", as the package
``wordsegment`` carries them; word classes are HanTa's.
"""

from __future__ import annotations

import importlib.util
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import accumulate
from math import log
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from cleantext.garble.features import FIRST_WORD, Lexicon, bucket_present
from cleantext.language.tagger import _model
from tests.training.garble.corpus import Sentence
from tests.training.garble.corruption import Draft, Stock, draft
from tests.training.garble.glove import glove

WEB_WORDS = 45_000  # the most frequent on the web that become part of the lexicon
KNOWN = 4  # occurrences in the books that make a word part of the lexicon
CLASSES = 160
WEB_TOTAL = log(1_024_908_267_229)  # Norvig's count of all words


def build(sentences: Sequence[Sentence]) -> Lexicon:
    """The lexicon of the web's and the sentences' words."""
    web = dict(list(_web("unigrams"))[:WEB_WORDS])
    counts = Counter(form for s in sentences for form in draft(s).forms)
    forms = ["", *(f for f in web if f.isalpha()), *sorted(f for f, n in counts.items() if n >= KNOWN and f not in web)]
    forms = list(dict.fromkeys(forms))[: 2**16 - 1 - FIRST_WORD]
    number = {form: i for i, form in enumerate(forms)}
    lower = [f if f in web else f.lower() if f.lower() in web else "" for f in forms]
    pairs = sorted(
        (number[a] << 16 | number[b], _bucket(n, web[a], web[b]))
        for (a, b), n in _pairs()
        if a in number and b in number and a in web and b in web
    )  # fmt: skip
    return Lexicon(
        forms=forms,
        word=np.arange(FIRST_WORD, FIRST_WORD + len(forms), dtype=np.uint16),
        word_class=_classes(forms),
        frequency=np.array([_frequency(web.get(w)) for w in lower], dtype=np.uint8),
        paired=np.array([number[w] if w in web and w in number else 0 for w in lower], dtype=np.uint16),
        log_count=np.array([log(web[f]) - WEB_TOTAL / 2 if f in web else 0 for f in forms], dtype=np.float32),
        pair_keys=np.array([key for key, _ in pairs], dtype=np.uint32),
        pair_values=np.array([value for _, value in pairs], dtype=np.uint8),
    )


def _bucket(together: float, left: float, right: float) -> int:
    return int(bucket_present(np.array(log(together)), np.array(log(left) + log(right) - WEB_TOTAL)))


def _frequency(count: float | None) -> int:
    return 0 if count is None else int(np.clip(1 + (log(23.2e9) - log(count)) // 1.0, 1, 15))


def _web(name: str) -> Iterator[tuple[str, float]]:
    spec = importlib.util.find_spec("wordsegment")
    if spec is None or spec.origin is None:
        sys.exit("wordsegment is not installed: pip install -e '.[train]'")
    with Path(spec.origin).with_name(f"{name}.txt").open(encoding="utf-8") as lines:
        for line in lines:
            key, count = line.rsplit("\t", 1)
            yield key, float(count)


def _pairs() -> Iterator[tuple[tuple[str, str], float]]:
    for key, count in _web("bigrams"):
        left, _, right = key.partition(" ")
        if right:
            yield (left, right), count


def _classes(forms: Sequence[str]) -> Any:
    """The number of each form's set of likely tags; 0 for those too rare to be told apart."""
    sets = [_tags(form) for form in forms]
    common = {s: i + 1 for i, (s, _) in enumerate(Counter(sets).most_common(CLASSES - 1))}
    return np.array([common.get(s, 0) for s in sets], dtype=np.uint8)


def _tags(form: str) -> str:
    if not form or not form[0].isalpha():
        return form[:1]
    candidates = _model().tag_word(form[:40])
    best = max((score for _, score in candidates), default=0.0)
    return "|".join(sorted({tag for tag, score in candidates if score > best - 3.0}))


def stock(sentences: Sequence[Sentence]) -> Stock:
    """What corruption draws from: words by class, words near in meaning, and words that follow each other."""
    drafts = [draft(s) for s in sentences]
    by_tag: dict[str, Counter[str]] = defaultdict(Counter)
    follows: dict[str, Counter[str]] = defaultdict(Counter)
    names: Counter[str] = Counter()
    for d, s in zip(drafts, sentences, strict=True):
        for form, mark in zip(d.forms, d.symbols, strict=True):
            if form.islower() and form.isalpha():
                by_tag[mark][form] += 1
        for left, right in zip(d.forms, d.forms[1:], strict=False):
            if right.islower() or right == ",":
                follows[left][right] += 1
        names.update(
            f for f, t in zip(s.forms, s.tags, strict=True) if t.startswith("NP") and f.isalpha() and f[0].isupper()
        )
    return Stock(
        sentences,
        {mark: [w for w, n in counts.items() for _ in range(int(n**0.5))] for mark, counts in by_tag.items()},
        _near(drafts),
        {
            left: (list(c), list(accumulate(n**0.8 for n in c.values())))
            for left, c in follows.items()
            if sum(c.values()) >= 3
        },
        [name for name, n in names.items() if n >= 2],
    )


def vectors(lexicon: Lexicon, sentences: Sequence[Sentence], dimensions: int = 64) -> npt.NDArray[np.float32]:
    """What company each form of the lexicon keeps: from the web's pairs, from the books, and as GloVe has it.

    ``dimensions`` numbers from each of the first two. Rows of unit length in each part, or zero; the first
    ``FIRST_WORD`` rows belong to no form.
    """
    number = {form: i for i, form in enumerate(lexicon.forms)}
    left = (lexicon.pair_keys >> np.uint32(16)).astype(np.int64)
    right = (lexicon.pair_keys & np.uint32(0xFFFF)).astype(np.int64)
    n = len(lexicon.forms)
    value = np.maximum(lexicon.pair_values.astype(float) - 2, 0.2)
    web = _reduced(np.r_[left, right], np.r_[right, left + n], np.r_[value, value], (n, 2 * n), dimensions)
    web = web[lexicon.paired]
    drafts = [draft(s) for s in sentences]
    chosen = [f for f, _ in Counter(f for d in drafts for f in d.forms if f in number).most_common(16_000)]
    own = np.zeros((n, dimensions), np.float32)
    own[[number[f] for f in chosen]] = _company(drafts, chosen, dimensions)
    rows = np.concatenate([web, own, glove(lexicon.forms)], axis=1)
    return np.concatenate([np.zeros((FIRST_WORD, rows.shape[1]), np.float32), rows])


def own(lexicon: Lexicon, sentences: Sequence[Sentence], least: int = 30) -> npt.NDArray[np.int64]:
    """For each word number, the row of what is learnt of this word alone: the words seen ``least`` times, and kinds."""
    counts = Counter(form for s in sentences for form in draft(s).forms)
    rows = np.zeros(FIRST_WORD + len(lexicon.forms), np.int64)
    rows[:FIRST_WORD] = np.arange(FIRST_WORD)
    frequent = [i for i, form in enumerate(lexicon.forms) if counts[form] >= least]
    rows[FIRST_WORD + np.array(frequent)] = FIRST_WORD + np.arange(len(frequent))
    return rows


def _near(drafts: Sequence[Draft], words: int = 7000, take: int = 12) -> dict[str, list[str]]:
    """For content words, words of the same class that stand in like contexts."""
    content: dict[str, Counter[str]] = defaultdict(Counter)
    for d in drafts:
        for form, mark in zip(d.forms, d.symbols, strict=True):
            if mark in "NVJignR" and form.islower() and form.isalpha() and len(form) > 2:
                content[form][mark] += 1
    chosen = [w for w, c in sorted(content.items(), key=lambda p: (-sum(p[1].values()), p[0]))[:words]]
    found = _company(drafts, chosen, 80)
    main = np.array([content[w].most_common(1)[0][0] for w in chosen])
    near: dict[str, list[str]] = {}
    for at in range(0, len(chosen), 500):
        like = found[at : at + 500] @ found.T
        like[main[at : at + 500, None] != main[None, :]] = -1
        order = np.argsort(-like, axis=1)[:, 1 : take + 1]
        near |= {chosen[at + i]: [chosen[j] for j in line] for i, line in enumerate(order)}
    return near


def _company(drafts: Sequence[Draft], chosen: Sequence[str], dimensions: int) -> npt.NDArray[np.float32]:
    """The company of words: PPMI over the two words before and behind, reduced."""
    index = {w: i for i, w in enumerate(chosen)}
    frequent = Counter(f for d in drafts for f in d.forms)
    context = {w: i for i, (w, _) in enumerate(frequent.most_common(7000))}
    seen: Counter[tuple[int, int]] = Counter()
    for d in drafts:
        at = [index.get(f, -1) for f in d.forms]
        near = [context.get(f, -1) for f in d.forms]
        for place, offset in enumerate((-2, -1, 1, 2)):
            for i in range(max(0, -offset), min(len(at), len(at) - offset)):
                if at[i] >= 0 and near[i + offset] >= 0:
                    seen[at[i], near[i + offset] * 4 + place] += 1
    keys = np.array(list(seen))
    counts = np.array(list(seen.values()), dtype=float)
    shape = (len(chosen), len(context) * 4)
    rows, columns = np.zeros(shape[0]), np.zeros(shape[1])
    np.add.at(rows, keys[:, 0], counts)
    np.add.at(columns, keys[:, 1], counts)
    value = np.log(counts * counts.sum() / (rows[keys[:, 0]] * columns[keys[:, 1]] ** 0.75 * columns.sum() ** 0.25))
    return _reduced(keys[:, 0], keys[:, 1], np.maximum(value, 0), shape, dimensions)


def _reduced(rows: Any, columns: Any, values: Any, shape: tuple[int, int], dimensions: int) -> npt.NDArray[np.float32]:
    from scipy.sparse import coo_matrix
    from scipy.sparse.linalg import svds

    u, s, _ = svds(coo_matrix((values, (rows, columns)), shape=shape).tocsr(), k=dimensions, v0=np.ones(min(shape)))
    reduced = u * s**0.5
    return np.asarray(reduced / (np.linalg.norm(reduced, axis=1, keepdims=True) + 1e-9), dtype=np.float32)
