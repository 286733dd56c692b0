"""How processes of ours start: no module, program or setting of the user's current folder counts there.

Downloaded articles may lie beside a ``ctypes.py``, a ``java`` or a ``uv.toml``. Our own Python children see the
modules that we see and nothing else, and start in ``SAFE``, a folder whose code runs anyway.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

SAFE = Path(__file__).resolve().parents[1]
"""The folder in which children start: the package's own folder."""


def python(code: str, *arguments: str) -> list[str]:
    """The command of a Python that runs ``code`` with the modules that we have, those of the current folder aside."""
    seen = [entry for entry in sys.path if os.path.isabs(entry)]
    path = [*seen, *({str(SAFE.parent)} - set(seen))]
    return [sys.executable, "-I", "-c", f"import sys; sys.path[:] = {path!r}; {code}", *arguments]


def run(command: Sequence[str], environment: Mapping[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    """Run a command to its end, in a safe folder; what it prints is kept."""
    return subprocess.run(command, cwd=SAFE, env=environment, capture_output=True, text=True, check=False)


def program(name: str) -> str | None:
    """The program ``name`` on the search path; one that an entry such as ``.`` finds where we are is none."""
    folders = [folder for folder in os.environ.get("PATH", os.defpath).split(os.pathsep) if os.path.isabs(folder)]
    found = shutil.which(name, path=os.pathsep.join(folders))
    # Windows looks into the current folder unasked
    return found if found and os.path.dirname(os.path.abspath(found)) in map(os.path.abspath, folders) else None


@contextmanager
def safe_workers() -> Iterator[None]:
    """Inside, processes that ``multiprocessing`` starts by a command leave out the current folder, too."""
    before = os.environ.get(_SAFE_PATH)
    os.environ[_SAFE_PATH] = "1"
    try:
        yield
    finally:
        if before is None:
            del os.environ[_SAFE_PATH]
        else:
            os.environ[_SAFE_PATH] = before


_SAFE_PATH = "PYTHONSAFEPATH"
