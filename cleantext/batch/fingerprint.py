"""What the outcome of a file depends on beside its content, as one short name.

Two runs whose names are alike make the same copy and the same findings from the same bytes: the package, its models,
the rules, the settings, LanguageTool, and what was decided before are alike.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import msgspec

from cleantext import __version__
from cleantext.batch.workers import Treatment
from cleantext.core.settings import Settings
from cleantext.languagetool.artefacts import VERSION
from cleantext.languagetool.installation import installed
from cleantext.languagetool.java import find_java
from cleantext.rulebook.location import rules_dir

WITHOUT_EFFECT = frozenset(
    {"cache", "exclude", "include", "jobs", "max_size", "proposer_key", "baseline", "memory"}
    | {"languagetool_heap", "languagetool_threads", "languagetool_timeout"}
)
"""Settings that choose files or save time; baseline and memory count by what they hold."""

_PACKAGE = Path(__file__).parents[1]


def fingerprint(settings: Settings, treatment: Treatment, languagetool: str | None) -> str:
    """The name of a setting, 32 hexadecimal digits. ``languagetool`` is the version that is asked, if any."""
    if isinstance(settings.languagetool, str):
        languagetool = settings.languagetool
    said: dict[str, Any] = {
        name: value
        for name, value in msgspec.structs.asdict(settings).items()
        if name not in WITHOUT_EFFECT and name not in ("rules", "languagetool")
    }
    said |= {
        "languagetool": languagetool,
        "rules": [_content(_yaml(Path(place))) for place in settings.rules],
        "rejected": sorted(treatment.rejected),
        "baseline": sorted(treatment.baseline),
        "package": _package(),
        "encoder": _runtime() if settings.language_model else None,
    }
    return hashlib.sha256(msgspec.json.encode(said, order="sorted")).hexdigest()[:32]


def languagetool_ready(settings: Settings) -> str | None:
    """The version of LanguageTool that a run with these settings asks, as far as that can be told without it."""
    if settings.languagetool is False or isinstance(settings.languagetool, str):
        return None
    return VERSION if installed() and find_java() else None


@cache
def _runtime() -> str | None:
    """The version of what evaluates the encoder: without it texts are judged otherwise."""
    try:
        return version("onnxruntime")
    except PackageNotFoundError:
        return None


@cache
def _package() -> str:
    """The version, and the content of code, models and shipped rules: a checkout changes without a new version."""
    files = (path for path in _PACKAGE.rglob("*") if "__pycache__" not in path.parts and path.is_file())
    return f"{__version__} {_content([*sorted(files), *_yaml(rules_dir())])}"


def _yaml(place: Path) -> Iterator[Path]:
    yield from sorted([*place.glob("*.yaml"), *place.glob("tables/*.yaml")]) if place.is_dir() else [place]


def _content(files: Iterable[Path]) -> str:
    whole = hashlib.sha256()
    for path in files:
        try:
            content = path.read_bytes()
        except OSError:  # who needs it will say so
            content = b""
        whole.update(b"%s %d\0" % (path.name.encode("utf-8", "backslashreplace"), len(content)))
        whole.update(content)
    return whole.hexdigest()
