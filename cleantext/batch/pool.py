"""Processes that share out work. Each has a line of its own to us, which ends when it dies, whatever it was saying.

A pool of the standard library has one pipe for all results: a worker that is killed while it writes to it leaves half
a message, for whose end everybody waits for ever. And it does not know what a worker had in hand.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from multiprocessing.connection import Connection, wait
from types import FrameType
from typing import Any, Generic, TypeVar, cast

from threadpoolctl import threadpool_limits

from cleantext.checkers.checker import Checker
from cleantext.storage.isolation import safe_workers

MakeCheckers = Callable[[], Sequence[Checker]]

_Item = TypeVar("_Item")
_Made = TypeVar("_Made")
Work = Callable[[_Item, Sequence[Checker]], _Made]
"""What is done with an item. It must be picklable, as items and what is made of them."""


class Lost(Exception):
    """Why nothing was made of an item."""


class Pool(Generic[_Item, _Made]):
    """``size`` workers that each make their checkers once. An error that ends the context ends them at once.

    A worker that dies is replaced, and what it had in hand is tried once more.
    """

    def __init__(self, size: int, make: MakeCheckers, work: Work[_Item, _Made]):
        self._size, self._make, self._work = size, make, work
        self._idle: list[_Worker] = []
        self._busy: dict[Connection, tuple[_Worker, _Item, int]] = {}

    def __enter__(self) -> Pool[_Item, _Made]:
        try:
            for _ in range(self._size):
                self._idle.append(self._started())
        except BaseException as error:
            self.__exit__(type(error))
            raise
        return self

    def __exit__(self, kind: type[BaseException] | None = None, *_: object) -> None:
        workers = [*self._idle, *(worker for worker, _, _ in self._busy.values())]
        for worker in workers:
            worker.end(at_once=kind is not None)
        for worker in workers:
            worker.process.join()

    @property
    def idle(self) -> int:
        """How many workers have nothing to do."""
        return len(self._idle)

    @property
    def busy(self) -> int:
        """How many items are in hand."""
        return len(self._busy)

    def begin(self, item: _Item) -> None:
        """Give an item to an idle worker."""
        self._begin(self._idle.pop(), item, 1)

    def end(self) -> tuple[_Item, _Made | Lost]:
        """Wait until something was made of an item that is in hand, whichever comes first."""
        while True:
            for line in cast(list[Connection], wait(list(self._busy))):
                worker, item, attempt = self._busy.pop(line)
                try:
                    made = line.recv()
                except (EOFError, OSError):
                    lost = worker.lost()
                    if attempt == 1:
                        self._begin(self._started(), item, 2)
                        continue
                    self._idle.append(self._started())
                    return item, lost
                self._idle.append(worker)
                return item, made

    def _begin(self, worker: _Worker, item: _Item, attempt: int) -> None:
        with suppress(BrokenPipeError, ConnectionResetError):  # it died while it was idle; its line says so
            worker.line.send(item)
        self._busy[worker.line] = worker, item, attempt

    def _started(self) -> _Worker:
        ours, theirs = multiprocessing.Pipe()
        process = multiprocessing.Process(target=_serve, args=(theirs, self._make, self._work, self._size), daemon=True)
        with safe_workers(), _held():
            process.start()
        theirs.close()  # so that nobody but the worker holds it, and it ends with the worker
        return _Worker(process, ours)


class _Worker:
    """A process, and our end of its line."""

    def __init__(self, process: multiprocessing.Process, line: Connection):
        self.process, self.line = process, line

    def end(self, *, at_once: bool) -> None:
        """Let it end, as soon as the copy that it writes is whole if it is to end at once."""
        if at_once:
            self.process.terminate()
        else:
            with suppress(OSError):
                self.line.send(None)
        self.line.close()

    def lost(self) -> Lost:
        """Why it died."""
        self.line.close()
        self.process.join()
        code = self.process.exitcode or 0
        return Lost(f"it was killed by signal {-code}" if code < 0 else f"it ended with exit code {code}")


def _serve(line: Connection, make: MakeCheckers, work: Work[Any, Any], workers: int) -> None:
    """What a worker does: make of each item what comes of it."""
    # a progress bar's, forked with it, may wait for a thread that is not here
    sys.stderr = sys.__stderr__ or sys.stderr
    threading.Thread(target=_end_with_parent, daemon=True).start()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the parent too, and it ends us
    signal.signal(signal.SIGTERM, ending)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _STOPS)
    checkers = make()
    gc.freeze()  # nothing of this is garbage
    # numpy in several processes would fight for the same cores
    threadpool_limits(max(1, (os.cpu_count() or 1) // workers))
    with suppress(EOFError, OSError):  # the other end is gone
        while (item := line.recv()) is not None:
            try:
                made = work(item, checkers)
            except Exception as error:  # costs the item, not the worker
                made = Lost(str(error) or type(error).__name__)
            line.send(made)


_STOPS = (signal.SIGINT, signal.SIGTERM)


@contextmanager
def _held() -> Iterator[None]:
    """Signals to stop wait until this has ended; in the processes that start here until they are ready for them."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _STOPS)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


class _Ending:
    """What a worker does when it is told to end: it ends at once, or when the copy that it writes is whole."""

    def __init__(self) -> None:
        self._told = self._writing = False

    def __call__(self, _number: int, _frame: FrameType | None) -> None:
        self._told = True
        if not self._writing:
            os._exit(1)

    @contextmanager
    def later(self) -> Iterator[None]:
        """Inside, something is written."""
        self._writing = True
        try:
            yield
        finally:
            self._writing = False
            if self._told:
                os._exit(1)


ending = _Ending()


def _end_with_parent() -> None:
    """A worker whose parent was killed would wait for its next task for ever."""
    if parent := multiprocessing.parent_process():
        parent.join()
        os._exit(1)
