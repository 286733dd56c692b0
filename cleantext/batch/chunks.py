"""The records of a shard in chunks, for as many processes as there are cores; their outcomes come in order.

What a chunk becomes depends on nothing but itself, so the number of processes changes no byte. The chunks in hand are
few, and so is what is read ahead. A worker that is killed, as for want of memory, costs a record only where it dies
of that record: its chunk is tried again, and then record by record.
"""

from __future__ import annotations

import hashlib
import json
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import replace
from functools import partial
from itertools import islice
from pathlib import Path

import msgspec

from cleantext.batch.pool import Lost, Pool
from cleantext.batch.run import Crew
from cleantext.batch.tables import Added, Piece, Table
from cleantext.batch.workers import MEGABYTE, Outcome, Treatment, clean_bytes
from cleantext.checkers.checker import Checker
from cleantext.report.build import failed
from cleantext.report.dataset import Tally, tally_of, together

_BYTES, _MOST = 1 << 14, 1000  # a chunk ends with the record that reaches so many bytes, or this number
_AHEAD = 3  # chunks in hand for each process


class Chunk(msgspec.Struct, frozen=True):
    """Some pieces of a shard. ``path`` is the shard's in reports, ``name`` and ``format`` say how a record is read.

    ``whole`` says that the only record is the shard itself.
    """

    path: str
    name: str
    format: str | None
    whole: bool
    pieces: tuple[Piece, ...]

    def path_of(self, number: int) -> str:
        """How reports name a record."""
        return self.path if self.whole else f"{self.path}#{number}"

    def digest(self) -> str:
        """SHA-256 of all that it holds, in hexadecimal."""
        whole = hashlib.sha256(repr((self.path, self.name, self.format, self.whole)).encode())
        for number, raw in self.pieces:
            whole.update(b"%d %d\0" % (number, len(raw)))
            whole.update(raw)
        return whole.hexdigest()


class RecordDone(msgspec.Struct, frozen=True):
    """A record's copy, None where it is as it was; its report as JSON in ASCII; what is written beside it, if read."""

    reviewed: bytes | None
    report: str
    added: Added | None


class ChunkDone(msgspec.Struct, frozen=True):
    """What came of the records of a chunk, and their counts."""

    records: tuple[RecordDone, ...]
    tally: Tally
    problems: tuple[str, ...] = ()


def chunks_of(table: Table, path: str, name: str) -> Iterator[Chunk]:
    """All pieces of the table of the shard ``path``."""
    held: list[Piece] = []
    size = 0
    for piece in table:
        held.append(piece)
        size += len(piece[1])
        if size >= _BYTES or len(held) >= _MOST:
            yield Chunk(path, name, table.format, table.whole, tuple(held))
            held, size = [], 0
    if held:
        yield Chunk(path, name, table.format, table.whole, tuple(held))


def clean_chunk(chunk: Chunk, checkers: Sequence[Checker], treatment: Treatment) -> ChunkDone:
    """Every record examined. One that fails is left as it was, and its report says why."""
    done, tallies, problems = [], [], []
    for number, raw in chunk.pieces:
        if not number:
            continue
        path = chunk.path_of(number)
        outcome = _outcome(path, chunk, raw, checkers, treatment)
        report = outcome.report
        reviewed = outcome.reviewed
        added = None if reviewed is None else Added(report.damage.share, len(report.findings))
        done.append(RecordDone(None if reviewed == raw else reviewed, in_ascii(report), added))
        tallies.append(tally_of(report, outcome.source or ""))
        problems += [f"{path}: {problem}" for problem in outcome.problems]
    return ChunkDone(tuple(done), together(tallies), tuple(problems))


def _outcome(path: str, chunk: Chunk, raw: bytes, checkers: Sequence[Checker], treatment: Treatment) -> Outcome:
    if len(raw) > treatment.max_size:
        limit = f"the limit is {treatment.max_size // MEGABYTE} MB (--max-size)"
        return Outcome(failed(path, f"too large: {limit}; it is left as it was"), "")
    if chunk.format:
        treatment = replace(treatment, reading=replace(treatment.reading, format=chunk.format))
    outcome = clean_bytes(Path(chunk.name), raw, checkers, treatment, None)
    return replace(outcome, report=msgspec.structs.replace(outcome.report, path=path))


def in_ascii(value: object) -> str:
    """JSON in ASCII, in which a lone surrogate can be written."""
    return json.dumps(msgspec.to_builtins(value))


class Hands:
    """What does chunks: this process where ``jobs`` is 1, else a pool that is there from the first chunk on."""

    def __init__(self, crew: Crew, treatment: Treatment, jobs: int):
        self._crew, self._treatment, self._jobs = crew, treatment, jobs
        self._stack = ExitStack()
        self._pool: Pool[Chunk, ChunkDone] | None = None

    def __enter__(self) -> Hands:
        return self

    def __exit__(self, *error: object) -> None:
        self._stack.__exit__(*error)  # type: ignore[arg-type]

    def outcomes(self, chunks: Iterable[tuple[Chunk, ChunkDone | None]]) -> Iterator[tuple[Chunk, ChunkDone]]:
        """Each chunk with what came of it, in order. What is known already is not done."""
        if self._jobs <= 1:
            for chunk, known in chunks:
                yield chunk, known or clean_chunk(chunk, self._crew.checkers, self._treatment)
            return
        waiting = iter(chunks)
        ahead: deque[_Slot] = deque()
        in_hand: dict[int, tuple[_Slot, int]] = {}
        while True:
            for chunk, known in islice(waiting, _AHEAD * self._jobs - len(ahead)):
                ahead.append(_Slot(chunk, known))
            if not ahead:
                return
            if ahead[0].is_done:
                slot = ahead.popleft()
                yield slot.chunk, slot.together()
                continue
            pool = self._pool or self._started()
            for slot, number in islice(((s, n) for s in ahead for n in s.to_give()), pool.idle):
                pool.begin(slot.given(number))
                in_hand[id(slot.parts[number])] = slot, number
            part, made = pool.end()
            if id(part) in in_hand:  # not of a shard that was given up
                slot, number = in_hand.pop(id(part))
                slot.take(number, made)

    def _started(self) -> Pool[Chunk, ChunkDone]:
        work = partial(clean_chunk, treatment=self._treatment)
        self._pool = self._stack.enter_context(Pool(self._jobs, self._crew.assembly, work))
        return self._pool


class _Slot:
    """A chunk, and what came of its parts: of itself, or of its records where a worker died of it."""

    def __init__(self, chunk: Chunk, known: ChunkDone | None):
        self.chunk = chunk
        self.parts = [chunk]
        self._done = [known if known or any(number for number, _ in chunk.pieces) else ChunkDone((), Tally())]
        self._given: set[int] = set()

    @property
    def is_done(self) -> bool:
        """Whether something came of all parts."""
        return None not in self._done

    def to_give(self) -> Iterator[int]:
        """The parts that nobody has had in hand."""
        return (n for n, done in enumerate(self._done) if done is None and n not in self._given)

    def given(self, number: int) -> Chunk:
        """A part that somebody has in hand from now on."""
        self._given.add(number)
        return self.parts[number]

    def take(self, number: int, made: ChunkDone | Lost) -> None:
        """What came of a part. A chunk that was lost is split; a record that was lost is left as it was."""
        records = [piece for piece in self.parts[number].pieces if piece[0]]
        if not isinstance(made, Lost):
            self._done[number] = made
        elif len(records) > 1:
            self.parts = [msgspec.structs.replace(self.chunk, pieces=(record,)) for record in records]
            self._done = [None] * len(records)
            self._given = set()
        else:
            report = failed(self.chunk.path_of(records[0][0]), f"the worker failed: {made}; it is left as it was")
            self._done[number] = ChunkDone((RecordDone(None, in_ascii(report), None),), tally_of(report, ""))

    def together(self) -> ChunkDone:
        """What came of all parts."""
        done = [each for each in self._done if each]
        if len(done) == 1:
            return done[0]
        records = tuple(record for each in done for record in each.records)
        problems = tuple(problem for each in done for problem in each.problems)
        return ChunkDone(records, together(each.tally for each in done), problems)
