"""The jars that LanguageTool consists of, with sizes and checksums: what setup fetches, and compares.

``artefacts.json`` is written by ``tests/languagetool/pin.py``. ``languagetool-server`` depends on all languages
(245 MB); English needs its own and, since the server's language guesser asks for them at start, Spanish, Catalan and
Portuguese (91 MB). Other languages come on top.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path, PurePosixPath

import msgspec

VERSION = "6.6"
BUILT_IN = ("en", "es", "pt")
"""Languages that every installation has."""

FILE = Path(__file__).with_name("artefacts.json")


class Artefact(msgspec.Struct, frozen=True, array_like=True):
    """A jar: its path in a Maven repository, its size in bytes and its SHA-256 in hexadecimal."""

    path: str
    size: int
    sha256: str

    @property
    def name(self) -> str:
        """The name of the file."""
        return PurePosixPath(self.path).name

    def is_at(self, file: Path) -> bool:
        """Whether ``file`` is this jar, whole and unchanged."""
        try:
            if file.stat().st_size != self.size:
                return False
            with file.open("rb") as opened:
                return hashlib.file_digest(opened, "sha256").hexdigest() == self.sha256
        except OSError:
            return False


class Artefacts(msgspec.Struct, frozen=True):
    """The jars of one version: ``base``, and those that each further language adds."""

    version: str
    sets: dict[str, list[Artefact]]


@cache
def artefacts() -> Artefacts:
    """What ``artefacts.json`` says."""
    return msgspec.json.decode(FILE.read_bytes(), type=Artefacts)


def languages() -> Sequence[str]:
    """The languages that setup can install, those of every installation first."""
    return (*BUILT_IN, *(name for name in artefacts().sets if name != "base"))


def jars(wanted: Sequence[str]) -> Iterator[Artefact]:
    """The jars for these languages, each once."""
    sets = artefacts().sets
    yield from dict.fromkeys([*sets["base"], *(jar for name in wanted for jar in sets.get(name, ()))])
