"""The user's own configuration folder, and the folders whose settings were trusted once."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Literal

import msgspec
import platformdirs

from cleantext.storage.lists import read_list, write_list

SCHEMA = "cleantext-trust/1"


class _Trust(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    schema: Literal["cleantext-trust/1"]
    folders: list[str]


def config_dir() -> Path:
    """Where what the user set for all folders lies, or ``CLEANTEXT_CONFIG``. It need not exist."""
    return Path(os.environ.get("CLEANTEXT_CONFIG") or platformdirs.user_config_dir("cleantext")).absolute()


def trusted() -> tuple[Path, ...]:
    """The folders that are trusted, in order of name. Raises ``SettingsError``."""
    found = read_list(_file(), _Trust, SCHEMA)
    return tuple(map(Path, found.folders)) if found else ()


def is_trusted(folder: Path) -> bool:
    """Whether ``folder`` or one above it is trusted. Raises ``SettingsError``."""
    real = Path(os.path.realpath(folder))
    return any(real.is_relative_to(each) for each in trusted() if each.is_absolute())


def trust(folders: Iterable[Path]) -> None:
    """Trust ``folders`` and what lies below them. Raises ``SettingsError``."""
    _write({*map(str, trusted()), *map(os.path.realpath, folders)})


def distrust(folders: Iterable[Path]) -> None:
    """No longer trust ``folders``. Raises ``SettingsError``."""
    _write({*map(str, trusted())} - {os.path.realpath(folder) for folder in folders})


def _write(folders: Iterable[str]) -> None:
    write_list(_file(), SCHEMA, "folders", sorted(folders))


def _file() -> Path:
    return config_dir() / "trusted.json"
