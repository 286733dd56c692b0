"""Documents to train and to measure the judge on, with what is wrong in each, and what each candidate deserves.

Annotated articles come from ``../shared/bench`` and ``tests/corpus``, translations with their annotators' marks from
``../shared/bench/mqm*.jsonl``, clean documents from the part of ``../shared/corpus2`` that the n-gram model did not
count, and planted damage from ``tests/training/damage.py`` in other paragraphs of that part.
"""

from __future__ import annotations

import importlib.util
import json
import random
import zlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

from cleantext.core.candidate import Candidate
from cleantext.core.finding import Fix
from cleantext.core.revision import Revision
from cleantext.core.span import Span
from cleantext.formats.text import segment
from cleantext.language.analysis import Analysis
from tests import markup
from tests.markup import parse
from tests.training.corpora import Part, paragraphs
from tests.training.damage import Profile, damaged

ROOT = Path(__file__).resolve().parents[2]
SHARED = ROOT.parent / "shared"
FLUENCY = ("Fluency/Grammar", "Fluency/Punctuation", "Fluency/Spelling", "Fluency/Character encoding")
REAL = ("major", "minor", "critical")


@dataclass(frozen=True)
class Artefact:
    """Something wrong in a text; ``known`` is false where it can't be told whether a hit there is right."""

    start: int
    end: int
    fixes: tuple[str, ...]
    kind: str
    known: bool = True

    def as_score(self) -> dict[str, Any]:
        """As ``shared/bench/score.py`` has it."""
        return {"start": self.start, "end": self.end, "fixes": list(self.fixes), "kind": self.kind}


@dataclass(frozen=True)
class Example:
    """A document. ``repairable`` is false where nobody wrote down the right repairs; ``unsure`` are stretches in which
    an unmarked place need not be right (segments of which some part was marked).
    """

    name: str
    collection: str
    text: str
    artefacts: tuple[Artefact, ...] = ()
    repairable: bool = True
    unsure: tuple[tuple[int, int], ...] = field(default=())


@cache
def score() -> ModuleType:
    """``shared/bench/score.py``, which says when a repair is accepted."""
    spec = importlib.util.spec_from_file_location("score", SHARED / "bench" / "score.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def annotated(collection: str) -> Iterator[Example]:
    """The articles of ``gold``, ``wild``, ``wild_more``, ``seed``, or of a folder in ``tests/corpus``."""
    if collection == "seed":
        gold = json.loads((SHARED / "seeds" / "seed_gold.json").read_text(encoding="utf-8"))
        yield _from_gold("seed", "seed", (SHARED / "seeds" / gold["document"]).read_bytes().decode(), gold["artifacts"])
        return
    folder = {"gold": "gold", "wild": "wild_gold", "wild_more": "wild_more_gold"}.get(collection)
    if folder:
        for path in sorted((SHARED / "bench" / folder).glob("*.gold.json")):
            text = path.with_name(path.name.replace(".gold.json", ".txt")).read_bytes().decode()
            yield _from_gold(path.stem, collection, text, json.loads(path.read_text(encoding="utf-8"))["artifacts"])
        return
    for path in sorted((ROOT / "tests" / "corpus" / collection).glob("*.mark")):
        yield of_marks(path.stem, collection, *parse(path.read_bytes().decode()))


def of_marks(name: str, collection: str, text: str, found: Iterable[markup.Artefact]) -> Example:
    """A document with what is marked in it, or planted."""
    artefacts = tuple(Artefact(a.start, a.end, tuple(a.fixes), a.kind) for a in found)
    return Example(name, collection, text, artefacts)


def _from_gold(name: str, collection: str, text: str, artefacts: Sequence[Mapping[str, Any]]) -> Example:
    return Example(
        name,
        collection,
        text,
        tuple(
            Artefact(a["start"], a["end"], tuple(a["fixes"]), a["kind"], a["certainty"] == "definite")
            for a in artefacts
        ),
    )


def translations(name: str) -> Iterator[Example]:
    """Machine translations with annotators' marks, laid out as mqm_bench.py does: a document of a system at a time."""
    documents = defaultdict(list)
    for line in (SHARED / "bench" / f"{name}.jsonl").read_text(encoding="utf-8").splitlines():
        segment = json.loads(line)
        if segment["text"].strip():
            documents[segment["system"], segment["doc"]].append(segment)
    for (system, doc), segments in sorted(documents.items()):
        text, artefacts, unsure = "", [], []
        for segment in sorted(segments, key=lambda s: int(s["seg"])):
            line = segment["text"].replace("\n", " ").replace("\r", " ")
            marks = [e for e in segment["errors"] if e["severity"].lower() in REAL]
            if marks:
                unsure.append((len(text), len(text) + len(line)))
            artefacts += [
                Artefact(
                    len(text) + e["span"][0], len(text) + e["span"][1], (), e["category"], e["category"] in FLUENCY
                )
                for e in marks
                if e["span"]
            ]
            text += line + "\n\n"
        yield Example(f"{doc}/{system}", name, text, tuple(artefacts), repairable=False, unsure=tuple(unsure))


def by_kind(part: Part) -> dict[str, list[tuple[str, list[str]]]]:
    """The files of text that professionals edited, by its kind: the name and the paragraphs of each."""
    kinds: dict[str, list[tuple[str, list[str]]]] = defaultdict(list)
    for name, lines in paragraphs(part, well_edited=True):
        kinds[name.split("-")[0]].append((name, lines))
    return kinds


def with_damage(name: str, text: str, rng: random.Random, profile: Profile | None = None) -> Example:
    """A clean text with damage planted in it."""
    return of_marks(name, "planted", *damaged(text, rng, profile))


def clean(count: int, seed: int = 1, part: Part = Part.JUDGED) -> list[Example]:
    """Documents of some ten paragraphs in a row, evenly from all kinds of text that professionals edited."""
    rng = random.Random(seed)
    kinds = by_kind(part)
    found = []
    for kind, files in sorted(kinds.items()):
        sizes = [len(lines) for _, lines in files]
        for i in range(count // len(kinds)):
            _, lines = rng.choices(files, sizes)[0]
            start = rng.randrange(max(1, len(lines) - 12))
            text = "\n\n".join(dressed(lines[start : start + rng.randint(4, 12)], rng))
            found.append(Example(f"{kind}-{i}", "clean", text))
    return found


def correct() -> Iterator[Example]:
    """Our own collections of correct English that looks wrong, some lines at a time."""
    for path in sorted((ROOT / "tests" / "corpus" / "correct").glob("*.txt")):
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
        for start in range(0, len(lines), 25):
            text = "".join(lines[start : start + 25])
            if text.strip():
                yield Example(f"{path.stem}-{start}", "correct", text)


def excerpts(examples: Sequence[Example], seed: int = 3) -> Iterator[Example]:
    """One to four sentences of each document on their own, as people paste them to try the tool; the same fold."""
    for example in examples:
        rng = random.Random(f"{seed} {example.name}")
        passages = [p for p in Analysis(Revision(example.text, segment)).passages if len(p.sentences) > 1]
        if not passages:
            continue
        passage = rng.choice(passages)
        first = rng.randrange(len(passage.sentences))
        last = min(len(passage.sentences) - 1, first + rng.choice((0, 0, 1, 1, 2, 3)))
        start, end = passage.start + passage.sentences[first].start, passage.start + passage.sentences[last].end
        cut = [a for a in example.artefacts if a.start < end and start < a.end]
        start, end = min([start, *(a.start for a in cut)]), max([end, *(a.end for a in cut)])
        inside = [a for a in example.artefacts if start <= a.start and a.end <= end]
        moved = tuple(replace(a, start=a.start - start, end=a.end - start) for a in inside)
        unsure = tuple((max(0, a - start), b - start) for a, b in example.unsure if a < end and start < b)
        collection = example.collection if example.collection == "clean" else "excerpts"
        yield replace(example, collection=collection, text=example.text[start:end], artefacts=moved, unsure=unsure)


def halves(example: Example, seed: int = 5) -> tuple[Example, Example]:
    """A document with one half of what can be repaired repaired, and with the other half: the same words are once right
    and once wrong.
    """
    rng = random.Random(f"{seed} {example.name}")
    these = {artefact for artefact in example.artefacts if rng.random() < 0.5}
    return repaired(example, these), repaired(example, {*example.artefacts} - these)


def repaired(example: Example, chosen: Collection[Artefact]) -> Example:
    """A document with those of the ``chosen`` artefacts repaired of which a repair is known, by the first one."""
    parts: list[str] = []
    left: list[Artefact] = []
    read = moved = 0
    for artefact in sorted(example.artefacts, key=lambda a: (a.start, a.end)):
        if artefact in chosen and artefact.known and artefact.fixes and artefact.start >= read and not example.unsure:
            parts += example.text[read : artefact.start], artefact.fixes[0]
            read = artefact.end
            moved += len(artefact.fixes[0]) - (artefact.end - artefact.start)
        elif artefact.start >= read:
            left.append(replace(artefact, start=artefact.start + moved, end=artefact.end + moved))
    return replace(example, text="".join([*parts, example.text[read:]]), artefacts=tuple(left))


_HEADINGS = (
    "Background", "What happens next", "Previous work", "How to Apply", "LEARNING OBJECTIVES", "2.3 Sources of Error",
    "Key Terms and Concepts", "Why It Matters", "In brief", "CHAPTER REVIEW", "Getting there", "Who can apply?",
    "Materials and Methods", "A second chance for the old mill", "Early life", "Questions for Discussion", "Notes",
)  # fmt: skip
_CAPTIONS = (
    "The harbour in winter. Image: Erik Sund.", "Figure 4.2 The number of visitors fell in both years.",
    "File photo of the town hall. Photo: J. Marsh.", "Table 3 Costs by region", "Map of the valley",
    "The author at her desk in 2011", "Figure 12. Results of the second trial. (credit: Ana Ruiz)",
)  # fmt: skip


def dressed(lines: Sequence[str], rng: random.Random) -> list[str]:
    """Paragraphs as they stand in a page: some with headings, captions and numbers of notes, which the corpus lacks."""
    if rng.random() < 0.4:
        return list(lines)
    found = []
    for line in lines:
        if rng.random() < 0.25:
            found.append(rng.choice(_HEADINGS))
        elif rng.random() < 0.1:
            found.append(rng.choice(_CAPTIONS))
        ends = [i for i in range(20, len(line) - 2) if line[i - 1 : i + 1] == ". " and line[i + 1].isupper()]
        if ends and rng.random() < 0.06:
            at = rng.choice(ends)
            line = f"{line[:at]} {rng.randint(1, 40)}{line[at:]}"
        found.append(line)
    return found


FOLDS = 5
GROUPS = ((0, 1), (2, 3), (4,))
"""The folds that each of the encoders for folds has not seen: a model takes longer to train than trees."""


def fold_of(example: Example) -> int:
    """The fold of a document: translations of one source by several systems stay together."""
    return zlib.crc32(example.name.split("/")[0].encode()) % FOLDS


def touches(span: Span, artefact: Artefact) -> bool:
    """Whether a finding at ``span`` is about something annotated."""
    return bool(score().touches({"start": span.start, "end": span.end}, artefact.as_score()))


def fits(span: Span, artefact: Artefact) -> bool:
    """Whether ``span`` is short enough to point at an artefact that it touches."""
    return len(span) <= max(400, 2 * (artefact.end - artefact.start))


def deserves(example: Example, candidate: Candidate) -> tuple[float | None, list[float | None]]:
    """Whether something is wrong at the candidate's place, and whether each of its repairs is right; None: unknown."""
    hits = [a for a in example.artefacts if touches(candidate.span, a)]
    fitting = [a for a in hits if fits(candidate.span, a)]
    wrong: float | None = 1.0 if any(a.known for a in fitting) else None if hits else 0.0
    if wrong == 0.0 and any(a <= candidate.span.start < b for a, b in example.unsure):
        wrong = None
    if not example.repairable:
        return wrong, [0.0 if wrong == 0.0 else None for _ in candidate.fixes]
    return wrong, [_right(example, fix) for fix in candidate.fixes]


def _right(example: Example, fix: Fix) -> float | None:
    gold = [a.as_score() for a in example.artefacts]
    edits = [{"start": e.span.start, "end": e.span.end, "replacement": e.replacement} for e in fix.edits]
    touched = [a for a in gold if any(score().touches(e, a) for e in edits)]
    if not all(any(score().touches(e, a) for a in gold) for e in edits):
        return 0.0
    outcomes = [score().outcome(example.text, a, gold, edits) for a in touched]
    if "repaired" in outcomes:
        repaired = [a for a, outcome in zip(touched, outcomes, strict=True) if outcome == "repaired"]
        changed = [a for a, outcome in zip(touched, outcomes, strict=True) if outcome == "changed"]
        return float(all(any(score().touches(a, b) for b in repaired) for a in changed))
    if any(not a.known for a in example.artefacts if any(score().touches(e, a.as_score()) for e in edits)):
        return None
    return 0.0
