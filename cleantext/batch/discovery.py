"""Which files a run is about: the given files, and the prose in the given folders."""

from __future__ import annotations

import glob
import os
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path

import pathspec

from cleantext.formats.reader import PROSE_SUFFIXES


@dataclass(frozen=True, slots=True)
class Found:
    """A file, and its path below the folder (or pattern) that it was found by."""

    path: Path
    relative: Path


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file in a folder that is taken for something else than prose."""

    path: Path


@dataclass(frozen=True, slots=True)
class NotFound:
    """An argument that leads to no file, or to none that can be read, and why."""

    path: Path
    reason: str


_OPENED = ("/dev/stdin", "/dev/fd/", "/proc/self/fd/", "/dev/null")
"""What a shell gives the name of, ``<(...)`` for one: whoever writes there is at work already."""


def discover(
    arguments: Sequence[str], include: Sequence[str] = (), exclude: Sequence[str] = (), skip: Path | None = None
) -> Iterator[Found | Skipped | NotFound]:
    """The files of ``arguments``, each once, those of a folder in order of name.

    Folders give files with a prose suffix, or that match ``include``, and skip the others; what ``.gitignore`` names,
    hidden files, what matches ``exclude`` and everything below ``skip`` is left out unsaid. Links to folders aren't
    followed. What would have to be waited for, as a named pipe, is not found.
    """
    seen: set[Path] = set()
    several = len(arguments) > 1
    for argument in arguments:
        for found in _of(argument, include, exclude, skip, several):
            key = Path(os.path.abspath(found.path))
            if key not in seen:
                seen.add(key)
                yield found


def _of(
    argument: str, include: Sequence[str], exclude: Sequence[str], skip: Path | None, several: bool
) -> Iterator[Found | Skipped | NotFound]:
    path = Path(argument)
    if not argument:  # an unset variable of a shell; to ``Path`` it is the current folder
        yield NotFound(Path('""'), "no such file or folder")
    elif path.is_dir():
        below = Path(os.path.abspath(path)).name if several else ""
        empty = True
        for file in _walk(path, exclude, skip):
            if file.suffix.lower() in PROSE_SUFFIXES or any(fnmatch(file.name, pattern) for pattern in include):
                empty = False
                yield _file(file, Path(below, file.relative_to(path)))
            else:
                yield Skipped(file)
        if empty:
            yield NotFound(path, f"no prose in this folder (looked for {', '.join((*PROSE_SUFFIXES, *include))})")
    elif os.path.lexists(path):
        yield _file(path, Path(path.name))
    elif matches := sorted(glob.glob(argument, recursive=True)) if glob.has_magic(argument) else []:
        for match in matches:
            if not Path(match).is_dir():
                yield _file(Path(match), Path(match).relative_to(_fixed_part(argument)))
    else:
        yield NotFound(path, "no such file or folder")


def _file(path: Path, relative: Path) -> Found | NotFound:
    try:
        regular = stat.S_ISREG(path.stat().st_mode)
    except OSError:  # who reads it will say why it can't be read
        regular = True
    if regular or str(path).startswith(_OPENED):
        return Found(path, relative)
    return NotFound(path, "not a regular file")


def _fixed_part(pattern: str) -> Path:
    """The folder before the first wildcard."""
    parts: list[str] = []
    for part in Path(pattern).parts[:-1]:
        if glob.has_magic(part):
            break
        parts.append(part)
    return Path(*parts)


def _walk(top: Path, exclude: Sequence[str], skip: Path | None) -> Iterator[Path]:
    specs = [(folder, spec) for folder in _repository_folders(top) if (spec := _gitignore(folder))]
    skipped = Path(os.path.abspath(skip)) if skip else None
    yield from _walk_folder(top, specs, exclude, skipped)


def _walk_folder(
    folder: Path, specs: list[tuple[Path, pathspec.GitIgnoreSpec]], exclude: Sequence[str], skip: Path | None
) -> Iterator[Path]:
    own = _gitignore(folder)
    specs = [*specs, (Path(os.path.abspath(folder)), own)] if own else specs
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError:
        return
    for entry in entries:
        path = Path(entry.path)
        here = Path(os.path.abspath(path))
        is_folder = entry.is_dir(follow_symlinks=False)
        if entry.name.startswith(".") or here == skip or any(fnmatch(entry.name, e) for e in exclude):
            continue
        if any(_ignored(spec, here.relative_to(base), is_folder) for base, spec in specs):
            continue
        if is_folder:
            yield from _walk_folder(path, specs, exclude, skip)
        elif not entry.is_dir():
            yield path


def _ignored(spec: pathspec.GitIgnoreSpec, relative: Path, is_folder: bool) -> bool:
    return bool(spec.match_file(relative.as_posix() + ("/" if is_folder else "")))


def _repository_folders(top: Path) -> list[Path]:
    """The folders above ``top`` up to the root of its repository, the root first; none outside a repository."""
    absolute = Path(os.path.abspath(top))
    above: list[Path] = []
    if (absolute / ".git").exists():
        return above
    for folder in absolute.parents:
        above.append(folder)
        if (folder / ".git").exists():
            return above[::-1]
    return []


def _gitignore(folder: Path) -> pathspec.GitIgnoreSpec | None:
    try:
        return pathspec.GitIgnoreSpec.from_lines((folder / ".gitignore").read_text(encoding="utf-8").splitlines())
    except (OSError, UnicodeDecodeError):
        return None
