"""The small lists that we keep and read back: JSON with the name of its schema, one entry a line."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from pathlib import Path
from typing import TypeVar

import msgspec

from cleantext.core.settings import SettingsError
from cleantext.core.wording import explained
from cleantext.storage.reading import NotOfKind, read_json
from cleantext.storage.writing import write_atomically

_T = TypeVar("_T")


def read_list(path: Path, kind: type[_T], name: str) -> _T | None:
    """What ``path`` holds, None where there is no such file. Raises ``SettingsError`` that says it is not ``name``."""
    if not os.path.lexists(path):
        return None
    try:
        return read_json(path, kind)
    except OSError as error:
        raise SettingsError(f"{path}: can't be read: {error.strerror or error}") from error
    except NotOfKind as error:
        raise SettingsError(f"{path}: not {name}: {explained(error)}") from error


def write_list(path: Path, schema: str, key: str, entries: Iterable[object]) -> None:
    """Let ``path`` hold the entries below ``key``, in their order. Raises ``SettingsError``."""
    lines = ",\n".join(json.dumps(msgspec.to_builtins(each)) for each in entries)
    text = f'{{"schema": "{schema}", "{key}": [\n{lines}\n]}}\n'
    try:
        write_atomically(path, text.encode("ascii"))
    except OSError as error:
        raise SettingsError(f"can't write {path}: {error.strerror or error}") from error
