"""Find and read ``cleantext.toml`` or ``[tool.cleantext]``, from a folder upwards, and the user's own.

A file that was only found may lie among downloaded articles. What in it would send text, run code, or reach beyond its
folder counts only where the folder is trusted; the user's own file, and one that is named, are.
"""

from __future__ import annotations

import json
import os
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

import msgspec

from cleantext.core.settings import Settings, SettingsError
from cleantext.core.wording import explained, nearest
from cleantext.storage.reading import read_file
from cleantext.storage.trust import config_dir, is_trusted
from cleantext.storage.writing import destination

OWN = "cleantext.toml"
PROJECT = "pyproject.toml"


@dataclass(frozen=True, slots=True)
class Configuration:
    """Settings, the files that they come from, and the keys of a file that don't count since its folder isn't trusted.

    ``users_proposer`` says whether the proposer is the one of the user's own file.
    """

    settings: Settings
    files: tuple[Path, ...] = ()
    ignored: tuple[str, ...] = ()
    users_proposer: bool = False


def configuration(start: Path, named: Path | None = None) -> Configuration:
    """The settings of ``named``, or of the nearest file in ``start`` or above it, before those of the user's own file.

    Raises ``SettingsError``.
    """
    own = config_dir() / OWN
    users = _table(own) if os.path.isfile(own) else {}
    found = named or _found(start)
    if found is None or os.path.realpath(found) == os.path.realpath(own):
        files = (own,) if users else ()
        return Configuration(msgspec.convert(users, Settings), files, users_proposer="proposer" in users)
    table = _table(found)
    ignored: tuple[str, ...] = ()
    if named is None and not is_trusted(found.parent):
        ignored = tuple(_risky(table, found.parent))
    table = {key: value for key, value in table.items() if key not in ignored}
    return Configuration(
        msgspec.convert(users | table, Settings),
        (found, own) if users else (found,),
        ignored,
        users_proposer="proposer" in users and "proposer" not in table,
    )


def _found(start: Path) -> Path | None:
    for folder in (start.resolve(), *start.resolve().parents):
        if os.path.isfile(folder / OWN):
            return folder / OWN
        if os.path.isfile(folder / PROJECT) and "cleantext" in _section(_toml(folder / PROJECT), "tool"):
            return folder / PROJECT
    return None


def _risky(table: dict[str, Any], folder: Path) -> Iterator[str]:
    """The keys that would send text, run code (a rule may be ``python:``) or reach beyond ``folder``."""
    for key, value in table.items():
        match key:
            case "languagetool":
                risky = isinstance(value, str)
            case "memory" | "baseline":
                risky = isinstance(value, str) and not _below(Path(value), folder)
            case _:
                risky = key in ("proposer", "rules")
        if risky:
            yield key


def _below(path: Path, folder: Path) -> bool:
    try:
        destination(path, folder)
    except OSError:
        return False
    return True


def _table(path: Path) -> dict[str, Any]:
    """The keys that ``path`` sets, each checked, paths seen from where we are. Raises ``SettingsError``."""
    table = _toml(path)
    if path.name == PROJECT:
        table = _section(_section(table, "tool"), "cleantext")
    known = [field.encode_name for field in msgspec.structs.fields(Settings) if field.name != "proposer_key"]
    for key in table:
        if key == "tool":
            raise SettingsError(f"{path}: drop the header [tool.cleantext]: in this file its keys belong at the top")
        if key not in known:
            raise SettingsError(f"{path}: unknown key {key!r}{nearest(key, known)}")
    try:
        msgspec.convert(table, Settings)
    except msgspec.ValidationError as error:
        raise SettingsError(f"{path}: {explained(error)}{_meant(error, table)}") from error
    for key in ("memory", "baseline"):
        if isinstance(table.get(key), str):
            table[key] = str(path.parent / table[key])
    if "rules" in table:
        table["rules"] = [str(path.parent / rules) for rules in table["rules"]]
    return table


def _meant(error: msgspec.ValidationError, table: dict[str, Any]) -> str:
    """What would do in the place of a wrong value: the choices, or a list."""
    at = str(error).rpartition("$.")[2].rstrip("`")
    for field in msgspec.structs.fields(Settings):
        if field.encode_name == at:
            choices = [name for part in (field.type, *get_args(field.type)) for name in get_args(part)]
            if "enum" in str(error):
                return f"; it is one of {', '.join(repr(name) for name in choices if isinstance(name, str))}"
            if "`array`" in str(error) and isinstance(table[at], str):
                return f"; write {at} = [{json.dumps(table[at])}]"
    return ""


def _section(table: dict[str, Any], name: str) -> dict[str, Any]:
    section = table.get(name, {})
    return section if isinstance(section, dict) else {}


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(read_file(path).decode())
    except OSError as error:
        raise SettingsError(f"{path}: can't be read: {error.strerror or error}") from error
    except (ValueError, RecursionError) as error:
        raise SettingsError(f"{path}: not TOML: {error}") from error
