"""What a small neural language model makes of an edit: is the text more probable after it than before?

In go places of texts with what stands there and what may stand there instead, out comes the gain of each edit: the
natural logarithm of how many times more probable the text becomes. The model reads a window: some words before the
place, both readings, and a few words after it, in which a wrong reading shows. Edits of one sentence are computed
together, what they have in common once, the sentence as it stands once.

The model is SmolLM2 with 135 million weights (Apache-2.0), which ``cleantext setup`` fetches, or a larger one of its
kind. It runs on numpy alone, with one copy of the weights (0.6 GB) for all threads of a process.
"""

from __future__ import annotations

import re
import time
from collections import OrderedDict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from typing import Any

from cleantext.language_model.bpe import PIECES, Tokenizer
from cleantext.language_model.gguf import GgufError, read_gguf
from cleantext.language_model.installation import installed
from cleantext.language_model.transformer import ARCHITECTURE, Transformer, Trie, read_transformer

LEFT = 12
"""Words before an edit that the model sees at least, if there are so many; it sees at most twice as many less one."""
RIGHT = 6
"""Words after an edit that are compared. With 3, 6 or 20 of them the right one of 300 pairs of words wins alike."""

_BATCH = 512
"""Tokens that are computed at once: enough for matrix products to be fast, few enough to look at the clock often."""
_SHARED = 4
"""Texts that have so many tokens at their beginning in common are laid in one trie."""
_MEMO = 100_000
_START = 0
"""The token that ends one document and begins the next: ``<|endoftext|>``."""

_WORD = re.compile(r"\S+")
_WRAP = re.compile(r"[ \t]*(?<!\n)\r?\n(?!\r?\n)[ \t]*")


class NeuralModelError(RuntimeError):
    """There is no model, or it can't be used; the text is one line for the user."""


@dataclass(frozen=True, slots=True)
class SentenceEdit:
    """``old`` becomes ``new`` between ``before``, best from the paragraph's start on, and ``after``."""

    before: str
    old: str
    new: str
    after: str


@dataclass(frozen=True, slots=True)
class _Comparison:
    """Tokens of a window before and after an edit, the first of which are the start token and what both share."""

    old: Sequence[int]
    new: Sequence[int]
    shared: int


@dataclass(slots=True)
class _Batch:
    """Texts that are computed at once: tries by the beginnings of their texts, and what to read from them."""

    tries: dict[tuple[int, ...], Trie] = field(default_factory=dict)
    asked: list[tuple[int, tuple[int, ...], list[int], list[int]]] = field(default_factory=list)
    """For each edit its number, its trie, and the places that its gain adds up and takes off."""

    def add(self, number: int, comparison: _Comparison) -> None:
        key = tuple(comparison.old[: min(_SHARED, comparison.shared)])
        trie = self.tries.setdefault(key, Trie())
        old, new = trie.add(comparison.old), trie.add(comparison.new)
        self.asked.append((number, key, new[comparison.shared :], old[comparison.shared :]))

    def __len__(self) -> int:
        return sum(map(len, self.tries.values()))


class NeuralModel:
    """A loaded model. Threads may share one."""

    def __init__(self, transformer: Transformer, tokenizer: Tokenizer) -> None:
        self._transformer = transformer
        self._tokenizer = tokenizer
        self._memo: OrderedDict[SentenceEdit, float] = OrderedDict()
        self._lock = Lock()
        self._speed: float | None = None  # tokens a second, lately

    @classmethod
    def load(cls, path: Path) -> NeuralModel:
        """Read a GGUF file of the SmolLM2 family. Takes about a second. Raises ``NeuralModelError``."""
        try:
            file = read_gguf(path)
            architecture = file.metadata.get("general.architecture")
            if architecture != ARCHITECTURE:
                raise GgufError(f"its architecture is {architecture}, not {ARCHITECTURE}")
            return cls(read_transformer(file), _tokenizer(file.metadata))
        except OSError as error:
            raise NeuralModelError(f"language model {path}: {error.strerror or error}") from error
        except GgufError as error:
            raise NeuralModelError(f"language model {path}: {error}") from error

    @classmethod
    def chosen(cls, setting: bool | str) -> NeuralModel | None:
        """The model in a file, the one that setup fetched, or None where there is none or none is wanted.

        Raises ``NeuralModelError`` where the file can't be used.
        """
        path = Path(setting) if isinstance(setting, str) else installed() if setting else None
        return cls.load(path) if path else None

    def gains(self, edits: Sequence[SentenceEdit], deadline: float | None = None) -> list[float | None]:
        """For each edit, in nats, how much more probable the text becomes; below zero where it becomes less so.

        ``deadline`` is a time of ``time.monotonic``. Edits are scored in their order as far as it allows, but for
        those that are scored along with an earlier one of the same sentence; None stands for what was not scored.
        """
        windows = [_window(edit) for edit in edits]
        with self._lock:
            known = {window: self._memo[window] for window in windows if window in self._memo}
        fresh = [window for window in dict.fromkeys(windows) if window not in known]
        for batch in self._batches(fresh):
            if deadline is not None and time.monotonic() + len(batch) / (self._speed or len(batch)) > deadline:
                break
            known.update((fresh[number], gain) for number, gain in self._scored(batch))
        with self._lock:
            self._memo.update(known)
            while len(self._memo) > _MEMO:
                self._memo.popitem(last=False)
        return [known.get(window) for window in windows]

    def _batches(self, windows: Sequence[SentenceEdit]) -> Iterator[_Batch]:
        batch = _Batch()
        for number, window in _by_beginning(windows):
            comparison = self._compared(window)
            if batch and len(batch) + len(comparison.old) + len(comparison.new) > _BATCH:
                yield batch
                batch = _Batch()
            batch.add(number, comparison)
        if batch:
            yield batch

    def _compared(self, window: SentenceEdit) -> _Comparison:
        longest = self._transformer.longest
        old, new = (
            [_START, *self._tokenizer(window.before + text + window.after)][:longest]
            for text in (window.old, window.new)
        )
        shared = next((at for at, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new)))
        return _Comparison(old, new, shared)

    def _scored(self, batch: _Batch) -> list[tuple[int, float]]:
        begun = time.monotonic()
        wanted: dict[tuple[int, ...], set[int]] = {key: set() for key in batch.tries}
        for _, key, more, less in batch.asked:
            wanted[key].update(more, less)
        found = self._transformer.log_probabilities(list(batch.tries.values()), list(wanted.values()))
        by_key = dict(zip(batch.tries, found, strict=True))
        self._speed = len(batch) / max(time.monotonic() - begun, 1e-6)
        return [
            (number, sum(by_key[key][place] for place in more) - sum(by_key[key][place] for place in less))
            for number, key, more, less in batch.asked
        ]


def _window(edit: SentenceEdit) -> SentenceEdit:
    """What the model reads of an edit. The windows of one paragraph begin at the same few words, so as to be shared."""
    starts = [word.end() for word in _WORD.finditer(edit.before)]
    skipped = max(0, len(starts) // LEFT - 1) * LEFT
    before = edit.before[starts[skipped - 1] :] if skipped else edit.before.lstrip()
    words = list(_WORD.finditer(edit.after))
    after = edit.after[: words[min(RIGHT, len(words)) - 1].end()] if words else ""
    return SentenceEdit(_WRAP.sub(" ", before), edit.old, edit.new, _WRAP.sub(" ", after))


def _by_beginning(windows: Sequence[SentenceEdit]) -> Iterator[tuple[int, SentenceEdit]]:
    """Windows with their numbers, each followed by those that begin as it does."""
    groups: dict[str, list[int]] = {}
    for number, window in enumerate(windows):
        groups.setdefault(window.before[: _SHARED * 4], []).append(number)
    for numbers in groups.values():
        yield from ((number, windows[number]) for number in numbers)


def _tokenizer(metadata: Mapping[str, Any]) -> Tokenizer:
    pieces = PIECES.get(str(metadata.get("tokenizer.ggml.pre")))
    tokens, merges = metadata.get("tokenizer.ggml.tokens"), metadata.get("tokenizer.ggml.merges")
    if metadata.get("tokenizer.ggml.model") != "gpt2" or pieces is None or not tokens or not merges:
        raise GgufError(f"its tokenizer is not one that is read here ({', '.join(PIECES)})")
    return Tokenizer(tokens, merges, pieces)
