"""The user's own configuration folder, and the folders whose settings were trusted once."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

import msgspec
import platformdirs

from cleantext.storage.reading import NotOfKind, read_json
from cleantext.storage.writing import write_atomically

SCHEMA = "cleantext-trust/1"


class NotTrust(ValueError):
    """A list of trusted folders that can't be used; the message is one line."""


class _Trust(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    schema: str
    folders: list[str]


def config_dir() -> Path:
    """Where what the user set for all folders lies, or ``CLEANTEXT_CONFIG``. It need not exist."""
    return Path(os.environ.get("CLEANTEXT_CONFIG") or platformdirs.user_config_dir("cleantext")).absolute()


def trusted() -> tuple[Path, ...]:
    """The folders that are trusted, in order of name. Raises ``NotTrust``."""
    path = _file()
    if not os.path.lexists(path):
        return ()
    try:
        held = read_json(path, _Trust)
    except OSError as error:
        raise NotTrust(f"{path}: can't be read: {error.strerror or error}") from error
    except NotOfKind as error:
        raise NotTrust(f"{path}: not {SCHEMA}: {error}") from error
    if held.schema != SCHEMA:
        raise NotTrust(f"{path}: not {SCHEMA}: its schema is {held.schema!r}")
    return tuple(map(Path, held.folders))


def is_trusted(folder: Path) -> bool:
    """Whether ``folder`` or one above it is trusted. Raises ``NotTrust``."""
    real = Path(os.path.realpath(folder))
    return any(real.is_relative_to(each) for each in trusted() if each.is_absolute())


def trust(folders: Iterable[Path]) -> None:
    """Trust ``folders`` and what lies below them. Raises ``NotTrust`` and ``OSError``."""
    _write({*map(str, trusted()), *map(os.path.realpath, folders)})


def distrust(folders: Iterable[Path]) -> None:
    """Trust ``folders`` no more. Raises as ``trust`` does."""
    _write({*map(str, trusted())} - {os.path.realpath(folder) for folder in folders})


def _write(folders: Iterable[str]) -> None:
    content = msgspec.json.encode(_Trust(SCHEMA, sorted(folders)))
    write_atomically(_file(), msgspec.json.format(content, indent=1) + b"\n")


def _file() -> Path:
    return config_dir() / "trusted.json"
