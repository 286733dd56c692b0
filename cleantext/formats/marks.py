"""What an office document shows of a review: edits as tracked changes, remarks as comments."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cleantext.core.span import Span

AUTHOR = "cleantext"


@dataclass(frozen=True, slots=True)
class Remark:
    """A comment about a place of the prose."""

    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class Marks:
    """The comments of a file, and the ``date`` of the review, in UTC as ``2026-11-29T04:00:00Z``."""

    date: str
    remarks: Sequence[Remark] = ()
