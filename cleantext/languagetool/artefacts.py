"""The jars that LanguageTool consists of, with sizes and checksums: what setup fetches, and compares.

``artefacts.json`` is written by ``tests/languagetool/pin.py``. ``languagetool-server`` depends on all languages
(245 MB); English needs its own and, since the server's language guesser asks for them at start, Spanish, Catalan and
Portuguese (91 MB). Other languages come on top.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path, PurePosixPath

import msgspec

from cleantext.core.settings import SettingsError
from cleantext.storage.lists import read_list

VERSION = "6.6"
BUILT_IN = ("en", "es", "pt")
"""Languages that every installation has."""

FILE = Path(__file__).with_name("artefacts.json")


_JAR = re.compile(r"(?:[\w+-][\w.+-]*/)*[\w+-][\w.+-]*\.jar", re.ASCII)


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
    """What ``artefacts.json`` says. Raises ``SettingsError``."""
    return read_artefacts(FILE)


def read_artefacts(path: Path) -> Artefacts:
    """The list in ``path``: every jar in it has a plain name, for it is written under it. Raises ``SettingsError``."""
    found = read_list(path, Artefacts, "a list of jars")
    if found is None or "base" not in found.sets:
        raise SettingsError(f"{path}: not a list of jars: 'base' is missing")
    for jar in (jar for jars in found.sets.values() for jar in jars):
        if not _JAR.fullmatch(jar.path):
            raise SettingsError(f"{path}: no path of a jar: {jar.path!r}")
    return found


def languages() -> Sequence[str]:
    """The languages that setup can install, those of every installation first."""
    return (*BUILT_IN, *(name for name in artefacts().sets if name != "base"))


def jars(wanted: Sequence[str]) -> Iterator[Artefact]:
    """The jars for these languages, each once."""
    sets = artefacts().sets
    yield from dict.fromkeys([*sets["base"], *(jar for name in wanted for jar in sets.get(name, ()))])
