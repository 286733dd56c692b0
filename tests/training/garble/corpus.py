"""The clean sentences that training starts from, with the word class of every word.

Prose is read from ``corpus/*.txt`` of the shared folder: ``../shared``, or where ``CLEANTEXT_SHARED`` points. Tagging
takes minutes, so what was tagged is kept in a cache folder, by content.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import platformdirs
import regex

from cleantext.checkers.garble import running
from cleantext.garble.words import words
from cleantext.language.sentences import sentences
from cleantext.language.tagger import _model

_PROSE = regex.compile(r"[“\"‘(]?\p{Lu}[^|=<>{}@]*[.!?][”\"’)]?$")
_REFERENCE = regex.compile(
    r"https?:|www\.|doi|\b(?:pp?|ed|eds|vol)\. ?\d|et al|\bU\.S\.C|\(\d{4}\)[.:]|^\W*\d|credit:|Figure|_"
)
SHORTEST, LONGEST = 4, 60


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


def books() -> dict[str, Path]:
    """The books by name."""
    return {path.stem: path for path in sorted((shared() / "corpus").glob("*.txt"))}


def prose(text: str) -> Iterator[str]:
    """The sentences of a text that are running prose: no headings, references, exercises or tables."""
    for line in text.splitlines():
        if _REFERENCE.search(line[:60]) or len(line) < 40:
            continue
        for span in sentences(line):
            sentence = span.of(line)
            if _PROSE.match(sentence) and not _REFERENCE.search(sentence):
                yield sentence


def tagged(book: Path) -> list[Sentence]:
    """The sentences of a book in order, each once."""
    raw = book.read_bytes()
    key = hashlib.sha256(raw + Path(__file__).read_bytes()).hexdigest()[:16]
    kept = Path(platformdirs.user_cache_dir("cleantext")) / "training" / f"{key}.jsonl"
    if not kept.exists():
        kept.parent.mkdir(parents=True, exist_ok=True)
        part = kept.with_suffix(".part")
        with part.open("w", encoding="utf-8") as out:
            for sentence in dict.fromkeys(prose(raw.decode("utf-8"))):
                forms, _ = words(sentence)
                if SHORTEST <= len(forms) <= LONGEST:
                    tags = [tag for _, _, tag in _model().tag_sent([form[:40] for form in forms])]
                    out.write(json.dumps([forms, tags, running(sentence)], ensure_ascii=False) + "\n")
        part.replace(kept)
    lines = kept.read_text(encoding="utf-8").splitlines()
    return [Sentence(tuple(forms), tuple(tags), whole) for forms, tags, whole in map(json.loads, lines)]
