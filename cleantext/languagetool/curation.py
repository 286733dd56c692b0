"""``rules/tables/grammar.yaml``: the rules of LanguageTool that are used without a judge, with our own words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Literal

import msgspec

from cleantext.core.wording import explained
from cleantext.rulebook.load import GRAMMAR, RuleError, documents
from cleantext.rulebook.location import rules_dir
from cleantext.rulebook.schema import Example


class Curated(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What to make of one rule of LanguageTool. Without ``fix`` its suggestions are shown as alternatives.

    ``language`` is a code of two letters; several languages may have rules of one id.
    """

    id: str
    severity: Literal["error", "warning", "info"]
    why: str
    fix: Literal["safe", "suggested"] | None = None
    language: str = "en"
    examples: Sequence[Example] = ()


def load_curated(language: str = "en", path: Path | None = None) -> Mapping[str, Curated]:
    """The kept rules for ``language`` by LanguageTool's id. Raises ``RuleError``."""
    path = path or rules_dir() / GRAMMAR
    found: dict[str, Curated] = {}
    for document in documents(path):
        name = document.get("id", "?") if isinstance(document, dict) else "?"
        try:
            curated = msgspec.convert(document, Curated)
        except msgspec.ValidationError as error:
            raise RuleError(f"{path}: {name}: {explained(error, Curated.__struct_fields__)}") from error
        if curated.language == language:
            found[curated.id] = curated
    return found
