"""How often the neural model prefers a published word to a wrong one, and how fast.

    python -m tests.benchmarks.neural CORPUS

CORPUS is a folder of ``.txt.gz`` files with a paragraph on each line. Pairs are drawn from it by a seed: a preposition
against another one, and a word against what a spinner puts in its place. One thread; times are those of the processor.
"""

from __future__ import annotations

import argparse
import gzip
import random
import re
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from threadpoolctl import threadpool_limits

from cleantext.language_model.neural import NeuralModel, SentenceEdit

EACH = 150
PREPOSITIONS = "about at between by for from in into of on over through to under with"
SPUN = """
climate:atmosphere change:alteration growth:development power:force market:bazaar price:worth house:abode money:cash
help:succor health:wellbeing school:academy water:liquid study:examination people:individuals children:kids new:novel
large:big small:little strong:robust high:tall public:open social:friendly free:liberated long:lengthy early:premature
made:created used:utilised found:discovered support:backing provide:furnish increase:expand reduce:diminish
report:account law:statute court:tribunal war:conflict state:condition system:framework order:request
interest:curiosity rate:pace cost:expense trade:commerce energy:vitality food:nourishment family:household world:globe
city:town
"""
THRESHOLDS = (0, 3, 5, 8)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    model = NeuralModel.chosen(True)
    if model is None:
        raise SystemExit("the language model is not installed; run: cleantext setup")
    chance = random.Random(given.seed)
    paragraphs = list(_paragraphs(given.corpus, chance))
    print("| wrong word for right one | n | " + " | ".join(f"gain > {t}" for t in THRESHOLDS) + " | ms for an edit |")
    print("|---|---|---|---|---|---|---|")
    spun = dict(pair.split(":") for pair in SPUN.split())
    for name, words in (("preposition", dict.fromkeys(PREPOSITIONS.split(), "")), ("spun word", spun)):
        edits = list(_pairs(paragraphs, words, chance))[:EACH]
        with threadpool_limits(1):
            begun = time.process_time()
            gains = [gain for gain in model.gains(edits) if gain is not None]
            taken = time.process_time() - begun
        shares = (f"{sum(gain > t for gain in gains) / len(gains):.0%}" for t in THRESHOLDS)
        print(f"| {name} | {len(gains)} | {' | '.join(shares)} | {taken / len(gains) * 1000:.0f} |")


def _paragraphs(corpus: Path, chance: random.Random) -> Iterator[str]:
    found: list[str] = []
    for path in sorted(corpus.glob("*.txt.gz")):
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            long = [line.strip() for line in lines if 120 < len(line) < 1500]
        found += chance.sample(long, min(60, len(long)))
    chance.shuffle(found)
    yield from found


def _pairs(paragraphs: Sequence[str], words: dict[str, str], chance: random.Random) -> Iterator[SentenceEdit]:
    """One place of each paragraph that has one; a word without a wrong one of its own gets any other of ``words``."""
    for text in paragraphs:
        places = [m for m in re.finditer(r"\b[a-z]+\b", text) if m[0] in words and 20 < m.start() < len(text) - 20]
        if places:
            place = chance.choice(places)
            wrong = words[place[0]] or chance.choice([word for word in words if word != place[0]])
            yield SentenceEdit(text[: place.start()], wrong, place[0], text[place.end() :])


if __name__ == "__main__":
    main()
