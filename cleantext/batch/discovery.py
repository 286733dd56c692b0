"""Which files a run is about: the given files, and the prose in the given folders."""

from __future__ import annotations

import glob
import os
import re
import stat
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fnmatch import fnmatch
from pathlib import Path
from typing import TYPE_CHECKING

from cleantext.formats.reader import PROSE_SUFFIXES
from cleantext.storage.journal import NAME as JOURNAL
from cleantext.storage.journal import NotJournal, copies_in, listed
from cleantext.storage.reading import OPENED, read_file
from cleantext.storage.writing import is_link

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

USUAL = (".txt", ".md", ".html", ".docx")
"""The suffixes that are named where none was found."""


@dataclass(frozen=True, slots=True)
class Found:
    """A file, and its path below the folder (or pattern) that it was found by, which is ``top``."""

    path: Path
    relative: Path
    top: Path


class Why(StrEnum):
    """Why a file in a folder is left out."""

    KIND = "it does not look like prose"
    LINK = "links are followed only if they are named, or with --follow"
    COPY = "it is the reviewed copy of an earlier run"
    REPORT = "it is the report of an earlier run"


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file in a folder that is left out, and why."""

    path: Path
    why: Why = Why.KIND


@dataclass(frozen=True, slots=True)
class NotFound:
    """An argument that leads to no file, or to none that can be read, and why."""

    path: Path
    reason: str


@dataclass(frozen=True, slots=True)
class Choice:
    """What of a folder is wanted: files that match ``include`` beside prose, none that match ``exclude``.

    What lies below ``skip`` is not looked at. With ``follow`` links in folders are followed.
    """

    include: Sequence[str] = ()
    exclude: Sequence[str] = ()
    skip: Path | None = None
    follow: bool = False


def discover(arguments: Sequence[str], choice: Choice = Choice()) -> Iterator[Found | Skipped | NotFound]:
    """The files of ``arguments``, each once, those of a folder in order of name.

    Folders give files with a prose suffix, or that match ``include``, and skip the others; what ``.gitignore`` names,
    hidden files, what matches ``exclude`` and everything below ``skip`` is left out unsaid. A link that is an argument
    is followed; one in a folder, or that a pattern came upon, only on demand. Reviewed copies in folders below an
    argument are skipped. What would have to be waited for, as a named pipe, and a folder that can't be read are
    not found.
    """
    seen: set[Path] = set()
    several = len(arguments) > 1
    for argument in arguments:
        for found in _of(argument, choice, several):
            key = Path(os.path.abspath(found.path))
            if key not in seen:
                seen.add(key)
                yield found


def _of(argument: str, choice: Choice, several: bool) -> Iterator[Found | Skipped | NotFound]:
    path = Path(argument)
    if not argument:  # an unset variable of a shell; to ``Path`` it is the current folder
        yield NotFound(Path('""'), "no such file or folder")
    elif os.path.isdir(path):
        below = Path(os.path.abspath(path)).name if several else ""
        empty = True
        for found in _walk(path, choice):
            if isinstance(found, NotFound):
                empty = False
            if not isinstance(found, Path):
                yield found
            elif found.suffix.lower() in (".html", ".jsonl", ".md") and _is_report(found):
                yield Skipped(found, Why.REPORT)
            elif found.suffix.lower() in PROSE_SUFFIXES or any(fnmatch(found.name, p) for p in choice.include):
                empty = False
                yield _file(found, Path(below, found.relative_to(path)), path)
            else:
                yield Skipped(found)
        if empty:
            looked_for = ", ".join((*USUAL, *choice.include))
            others = len(PROSE_SUFFIXES) - len(USUAL)
            yield NotFound(path, f"no prose in this folder (looked for {looked_for} and {others} other suffixes)")
    elif os.path.lexists(path):
        yield _file(path, Path(path.name), path.parent)
    elif glob.has_magic(argument) and (matches := list(_matching(argument, choice))):
        yield from matches
    else:
        yield NotFound(path, "no such file or folder")


def _is_report(path: Path) -> bool:
    """Whether it is a report of ours. A file that can't be read is none; who reads it will say why."""
    try:
        with open(path, "rb") as file:
            head = file.read(_HEAD)
            return _REPORT[0] in head or head.startswith(_REPORT[1]) or _FINDING.match(head) is not None
    except (OSError, ValueError):
        return False


def _matching(pattern: str, choice: Choice) -> Iterator[Found | Skipped | NotFound]:
    top = fixed_part(pattern)
    if "**" in pattern:
        closed: list[OSError] = []
        for _ in os.walk(top, onerror=closed.append, followlinks=False):
            pass
        yield from (_closed(Path(error.filename), error) for error in closed)
    for match in map(Path, sorted(glob.glob(pattern, recursive=True))):
        relative = match.relative_to(top)
        if not choice.follow and any(is_link(top / part) for part in (*list(relative.parents)[:-1], relative)):
            yield Skipped(match, Why.LINK)
        elif not os.path.isdir(match):
            yield _file(match, relative, top)


def _file(path: Path, relative: Path, top: Path) -> Found | NotFound:
    try:
        regular = stat.S_ISREG(path.stat().st_mode)
    except (OSError, ValueError):  # who reads it will say why it can't be read
        regular = True
    if regular or str(path).startswith(OPENED):
        return Found(path, relative, top)
    return NotFound(path, "not a regular file")


def _closed(folder: Path, error: OSError) -> NotFound:
    return NotFound(folder, f"can't be read: {error.strerror or error}")


def fixed_part(pattern: str) -> Path:
    """The folder before the first wildcard."""
    parts: list[str] = []
    for part in Path(pattern).parts[:-1]:
        if glob.has_magic(part):
            break
        parts.append(part)
    return Path(*parts)


def _walk(top: Path, choice: Choice) -> Iterator[Path | Skipped | NotFound]:
    specs = [(folder, spec) for folder in _repository_folders(top) if (spec := _gitignore(folder))]
    return _Walk(choice).folder(top, specs, (os.path.realpath(top),), {})


@dataclass(frozen=True, slots=True)
class _Walk:
    choice: Choice

    def folder(
        self, folder: Path, specs: _Specs, within: Sequence[str], copies: Mapping[Path, frozenset[str]]
    ) -> Iterator[Path | Skipped | NotFound]:
        """What is in ``folder``. ``within`` are the real paths of it and the folders around it that were walked."""
        absolute = Path(os.path.abspath(folder))
        own = _gitignore(folder)
        specs = [*specs, (absolute, own)] if own else specs
        try:
            entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
            if len(within) > 1:  # who names an output folder means what is in it
                copies = {**copies, absolute: copies_in(folder)}
        except OSError as error:
            yield _closed(folder, error)
            return
        except NotJournal as error:
            yield NotFound(folder / JOURNAL, str(error))
            return
        for entry in entries:
            path, here = Path(entry.path), absolute / entry.name
            if self._left_out(entry.name, here):
                continue
            is_folder = os.path.isdir(path)
            if any(_ignored(spec, here.relative_to(base), is_folder) for base, spec in specs):
                continue
            if is_link(path) and not self.choice.follow:
                yield Skipped(path, Why.LINK)
            elif is_folder:
                real = os.path.realpath(path)
                if real not in within:  # a link to a folder around it would have no end
                    yield from self.folder(path, specs, (*within, real), copies)
            elif any(listed(here.relative_to(base)) in names for base, names in copies.items() if names):
                yield Skipped(path, Why.COPY)
            else:
                yield path

    def _left_out(self, name: str, here: Path) -> bool:
        skip = self.choice.skip
        if name.startswith(".") or any(fnmatch(name, pattern) for pattern in self.choice.exclude):
            return True
        return skip is not None and here == Path(os.path.abspath(skip))


_REPORT, _HEAD = (b"<title>cleantext report</title>", b"## cleantext\n"), 2000
_FINDING = re.compile(rb'\{"path": "[^"\n]*", "id": "[0-9a-f]+", "rule": "')
_Specs = list[tuple[Path, "GitIgnoreSpec"]]


def _ignored(spec: GitIgnoreSpec, relative: Path, is_folder: bool) -> bool:
    return bool(spec.match_file(relative.as_posix() + ("/" if is_folder else "")))


def _repository_folders(top: Path) -> list[Path]:
    """The folders above ``top`` up to the root of its repository, the root first; none outside a repository."""
    absolute = Path(os.path.abspath(top))
    above: list[Path] = []
    if os.path.exists(absolute / ".git"):
        return above
    for folder in absolute.parents:
        above.append(folder)
        if os.path.exists(folder / ".git"):
            return above[::-1]
    return []


def _gitignore(folder: Path) -> GitIgnoreSpec | None:
    from pathspec import GitIgnoreSpec  # slow to import, and files that are named need none

    try:
        return GitIgnoreSpec.from_lines(read_file(folder / ".gitignore").decode().splitlines())
    except (OSError, ValueError):
        return None
