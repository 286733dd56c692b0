"""``cleantext-baseline.json``: findings that were there before, so that a run tells only what is new.

It holds the ids of findings with their rules and files, one a line, so that it can be kept under version control. As
an id vouches for a finding's words and what stands around them, a file may be renamed or changed elsewhere.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Literal

import msgspec

from cleantext.core.finding import unnumbered
from cleantext.core.settings import SettingsError
from cleantext.core.wording import explained
from cleantext.report.model import Report
from cleantext.storage.reading import NotOfKind, read_json
from cleantext.storage.writing import write_atomically

SCHEMA = "cleantext-baseline/1"


class Known(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, order=True):
    """A finding that is no news. ``finding`` is its id without the number that tells twins apart."""

    path: str
    rule: str
    finding: str


class _Baseline(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    schema: Literal["cleantext-baseline/1"]
    findings: tuple[Known, ...]


def known(path: Path) -> frozenset[str]:
    """The ids that ``path`` holds; none where there is no such file. Raises ``SettingsError``."""
    return frozenset(each.finding for each in _read(path))


def update(path: Path, report: Report) -> int:
    """Let ``path`` hold what the report found in its files; how many findings that makes with those of other files.

    What a comment suppresses or a person rejected needs no baseline. Raises ``SettingsError``.
    """
    read = {file.path for file in report.files if file.error is None}
    held = {each for each in _read(path) if each.path not in read}
    held |= {
        Known(path=file.path, rule=finding.rule, finding=unnumbered(finding.id))
        for file in report.files
        for finding in file.findings
        if finding.state not in ("rejected", "suppressed")
    }
    lines = [json.dumps(msgspec.to_builtins(each)) for each in sorted(held)]
    text = f'{{"schema": "{SCHEMA}", "findings": [\n' + ",\n".join(lines) + "\n]}\n"
    try:
        write_atomically(path, text.encode("ascii"))
    except OSError as error:
        raise SettingsError(f"can't write {path}: {error.strerror or error}") from error
    return len(held)


def _read(path: Path) -> tuple[Known, ...]:
    if not os.path.exists(path):
        return ()
    try:
        return read_json(path, _Baseline).findings
    except OSError as error:
        raise SettingsError(f"{path}: can't be read: {error.strerror or error}") from error
    except NotOfKind as error:
        raise SettingsError(f"{path}: not {SCHEMA}: {explained(error)}") from error
