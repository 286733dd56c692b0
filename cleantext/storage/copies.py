"""Which files of an output folder are reviewed copies: a list beside them, so that no later run takes them for input.

The list is written before the first copy, so that it is there when a run is killed.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path, PurePath

import msgspec

from cleantext.storage.reading import NotOfKind, read_json
from cleantext.storage.writing import write_atomically

NAME = ".cleantext-copies.json"
SCHEMA = "cleantext-copies/1"


class NotCopies(ValueError):
    """A list that can't be used; the message is one line."""


class _Copies(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    schema: str
    files: list[str]


def copies_in(folder: Path) -> frozenset[str]:
    """The copies in ``folder``, as ``listed`` writes them; none without a list. Raises ``NotCopies``."""
    path = folder / NAME
    if not os.path.lexists(path):
        return frozenset()
    try:
        held = read_json(path, _Copies)
    except OSError as error:
        raise NotCopies(f"can't be read: {error.strerror or error}") from error
    except NotOfKind as error:
        raise NotCopies(f"not {SCHEMA}: {error}") from error
    if held.schema != SCHEMA:
        raise NotCopies(f"not {SCHEMA}: its schema is {held.schema!r}")
    return frozenset(held.files)


def note_copies(folder: Path, copies: Iterable[PurePath]) -> None:
    """Add the paths of ``copies``, relative to ``folder``, to its list. Raises ``OSError`` and ``NotCopies``."""
    held = copies_in(folder)
    new = held | set(map(listed, copies))
    if new != held:
        content = msgspec.json.encode(_Copies(SCHEMA, sorted(new)))
        write_atomically(folder / NAME, msgspec.json.format(content, indent=1) + b"\n")


def listed(copy: PurePath) -> str:
    """How a path below the folder stands in its list: in UTF-8, whatever the system's names are in."""
    return copy.as_posix().encode("utf-8", "backslashreplace").decode()
