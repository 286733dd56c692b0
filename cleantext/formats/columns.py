"""Columns of tables by their path, such as ``text``, ``meta.title`` or ``turns[].content``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import regex

from cleantext.formats.decoding import NotText

_PARTS = regex.compile(r"\[\]|[^.\[\]]+")


def names_of(known: Sequence[str], columns: Sequence[str]) -> list[str]:
    """The columns of the file that hold ``columns``. Raises ``NotText`` where there are none."""
    found = [name for name in known if any(name == c or name == _PARTS.findall(c)[0] for c in columns if c)]
    if not found:
        raise NotText(f"no column {', '.join(columns)} (--column names another: {', '.join(known)[:200]})")
    return found


def places(row: dict[str, Any], column: str) -> Iterator[tuple[Any, Any]]:
    """Where the strings of a column are in a row: what holds each, and its key there.

    >>> [holder[key] for holder, key in places({"a": [{"b": "x"}, {"b": None}]}, "a[].b")]
    ['x']
    """
    parts = [column] if column in row else _PARTS.findall(column)
    holders: list[tuple[Any, Any]] = [(row, parts[0])] if parts and parts[0] in row else []
    for part in parts[1:]:
        values = [holder[key] for holder, key in holders]
        if part == "[]":
            holders = [(value, index) for value in values if isinstance(value, list) for index in range(len(value))]
        else:
            holders = [(value, part) for value in values if isinstance(value, dict) and part in value]
    yield from (place for place in holders if isinstance(place[0][place[1]], str))
