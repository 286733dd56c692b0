"""What reading and writing files cost beside checking them, in seconds of processor time: FILE...

Everything that is proposed is applied, so that the files are written anew. LanguageTool is left out.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TypeVar

from cleantext.engine import Level, examine
from cleantext.formats.reader import read, render
from cleantext.library import _checkers

_T = TypeVar("_T")


def main(paths: list[str]) -> None:
    checkers = _checkers()
    print(f"{'file':40}{'characters':>12}{'read':>8}{'check':>8}{'write':>8}{'share':>8}")
    for path in map(Path, paths):
        raw = path.read_bytes()
        examine(read(path, raw), checkers)  # what is loaded once is not counted
        document, reading = timed(partial(read, path, raw))
        found, checking = timed(partial(examine, document, checkers, Level.SUGGESTED))
        edits = [done.edit for done in found.applied]
        _, writing = timed(partial(render, document, edits))
        share = (reading + writing) / checking
        print(f"{path.name:40}{len(document.text):12,}{reading:8.3f}{checking:8.2f}{writing:8.3f}{share:8.1%}")


def timed(work: Callable[[], _T]) -> tuple[_T, float]:
    """What ``work`` gives, and the seconds of processor time that it took."""
    begun = time.process_time()
    return work(), time.process_time() - begun


if __name__ == "__main__":
    main(sys.argv[1:])
