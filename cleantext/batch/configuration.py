"""Find and read ``cleantext.toml`` or ``[tool.cleantext]``, from a folder upwards."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import msgspec

from cleantext.core.settings import Settings, SettingsError, nearest


def find_settings(start: Path) -> tuple[Settings, Path | None]:
    """The settings of the nearest file in ``start`` or above it, and that file. Raises ``SettingsError``."""
    for folder in (start.resolve(), *start.resolve().parents):
        own = folder / "cleantext.toml"
        if own.is_file():
            return read_settings(own), own
        project = folder / "pyproject.toml"
        if project.is_file() and "cleantext" in _toml(project).get("tool", {}):
            return read_settings(project), project
    return Settings(), None


def read_settings(path: Path) -> Settings:
    """The settings in one file; paths in it are relative to its folder. Raises ``SettingsError``."""
    table = _toml(path)
    if path.name == "pyproject.toml":
        table = table.get("tool", {}).get("cleantext", {})
    known = [field.encode_name for field in msgspec.structs.fields(Settings)]
    for key in table:
        if key == "tool":
            raise SettingsError(f"{path}: no table here: drop the header [tool.cleantext], its keys stand at the top")
        if key not in known:
            raise SettingsError(f"{path}: unknown key '{key}'{nearest(key, known)}")
    try:
        settings = msgspec.convert(table, Settings)
    except msgspec.ValidationError as error:
        text = re.sub(r"(.*) - at `\$\.(.*)`", r"\2: \1", str(error))
        raise SettingsError(f"{path}: {text}") from error
    memory, language_model = (
        place if isinstance(place, bool) else str(path.parent / place)
        for place in (settings.memory, settings.language_model)
    )
    rules = [str(path.parent / place) for place in settings.rules]
    return msgspec.structs.replace(settings, rules=rules, memory=memory, language_model=language_model)


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingsError(f"{path}: {error}") from error
