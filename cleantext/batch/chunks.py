"""The records of a shard in chunks, for as many processes as there are cores; their outcomes come in order.

What a chunk becomes depends on nothing but itself, so the number of processes changes no byte. The chunks in hand are
few, and so is what is read ahead. A worker that is killed, as for want of memory, costs a record only where it dies
of that record: what all had in hand is done again, the first chunk record by record.
"""

from __future__ import annotations

import hashlib
import json
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import ExitStack
from dataclasses import replace
from itertools import islice
from pathlib import Path

import msgspec

from cleantext.batch.run import Crew
from cleantext.batch.tables import Added, Piece, Table
from cleantext.batch.workers import MEGABYTE, Outcome, Treatment, clean_bytes, pool_of, submitted
from cleantext.checkers.checker import Checker
from cleantext.report.build import failed
from cleantext.report.dataset import Tally, tally_of, together
from cleantext.report.model import FileReport

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
        done.append(RecordDone(None if reviewed == raw else reviewed, _json(report), added))
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


def _json(report: FileReport) -> str:
    return json.dumps(msgspec.to_builtins(report))  # ASCII, in which a lone surrogate can be written


class Hands:
    """What does chunks: this process where ``jobs`` is 1, else a pool that is there from the first chunk on."""

    def __init__(self, crew: Crew, treatment: Treatment, jobs: int):
        self._crew, self._treatment, self._jobs = crew, treatment, jobs
        self._stack = ExitStack()
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> Hands:
        return self

    def __exit__(self, *error: object) -> None:
        self._pool = None
        self._stack.__exit__(*error)  # type: ignore[arg-type]

    def outcomes(self, chunks: Iterable[tuple[Chunk, ChunkDone | None]]) -> Iterator[tuple[Chunk, ChunkDone]]:
        """Each chunk with what came of it, in order. What is known already is not done."""
        waiting = iter(chunks)
        ahead = _AHEAD * self._jobs if self._jobs > 1 else 1
        running: deque[tuple[Chunk, Future[ChunkDone]]] = deque()
        while True:
            for chunk, known in islice(waiting, ahead - len(running)):
                running.append((chunk, _known(known) if known else self._begun(chunk)))
            if not running:
                return
            chunk, future = running.popleft()
            try:
                done = future.result()
            except Exception:  # a worker was killed, or ran out of memory
                if self._pool is None:
                    raise
                self._renew()
                done = self._one_by_one(chunk)
                running = deque((c, f if _is_well(f) else self._begun(c)) for c, f in running)
            yield chunk, done

    def _begun(self, chunk: Chunk) -> Future[ChunkDone]:
        if self._jobs <= 1:
            return _known(clean_chunk(chunk, self._crew.checkers, self._treatment))
        if self._pool is None:
            self._pool = self._stack.enter_context(pool_of(self._jobs, self._crew.assembly, self._treatment))
        return submitted(self._pool, clean_chunk, chunk)

    def _one_by_one(self, chunk: Chunk) -> ChunkDone:
        """The same with nothing else in hand, so that a record is known by the worker that dies of it."""
        done = []
        for number, raw in chunk.pieces:
            if not number:
                continue
            try:
                done.append(self._begun(msgspec.structs.replace(chunk, pieces=((number, raw),))).result())
            except Exception as error:
                self._renew()
                why = f"the worker failed: {error or type(error).__name__}; it is left as it was"
                report = failed(chunk.path_of(number), why)
                done.append(ChunkDone((RecordDone(None, _json(report), None),), tally_of(report, "")))
        records = tuple(record for each in done for record in each.records)
        problems = tuple(problem for each in done for problem in each.problems)
        return ChunkDone(records, together(each.tally for each in done), problems)

    def _renew(self) -> None:
        self._stack.close()
        self._pool = None


def _known(done: ChunkDone) -> Future[ChunkDone]:
    future: Future[ChunkDone] = Future()
    future.set_result(done)
    return future


def _is_well(future: Future[ChunkDone]) -> bool:
    return future.done() and not future.cancelled() and future.exception() is None
