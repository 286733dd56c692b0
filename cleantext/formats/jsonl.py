"""JSON Lines: the strings of the chosen columns are prose, everything else stays byte for byte.

A column is a path: ``text``, ``meta.title``, ``turns[].content``; ``[]`` is each element of an array. A string may hold
several paragraphs, as a text file does.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

import regex

from cleantext.formats import text as plain
from cleantext.formats.codecs import json_string
from cleantext.formats.decoding import NotText
from cleantext.formats.known import Reading
from cleantext.formats.pieces import Builder, Prose

_LINE = regex.compile(r"[^\r\n]+")
_TOKEN = regex.compile(r'"(?:[^"\\]++|\\.)*+"|[\[\]{},:]')


def read(source: str, reading: Reading) -> Prose:
    """Raises ``NotText`` for a line that is no JSON, and where no line has one of the columns."""
    builder = Builder(source)
    codec = json_string(source.isascii())
    found = False
    for number, line in enumerate(_LINE.finditer(source, source.startswith("\ufeff")), 1):
        if line[0].isspace():
            continue
        try:
            json.loads(line[0])
        except (ValueError, RecursionError) as error:
            raise NotText(f"not JSON in line {source.count(chr(10), 0, line.start()) + 1}: {error}") from error
        for path, start, end in strings(source, *line.span()):
            if path in reading.columns:
                found = True
                builder.open(plain.segment, note=path if len(reading.columns) > 1 else f"record {number}")
                builder.add(start, end, codec)
    if source.strip() and not found:
        raise NotText(f"no text in the column {', '.join(reading.columns)} (--column names another)")
    return builder.built()


def strings(source: str, start: int, end: int) -> Iterator[tuple[str, int, int]]:
    """The path of each string of the valid JSON from ``start`` to ``end``, and where what is in its quotes lies.

    >>> list(strings('{"a": {"b": ["x", "y"]}}', 0, 24))
    [('a.b[]', 14, 15), ('a.b[]', 19, 20)]
    """
    path: list[str] = []
    key = False  # whether the next string names a value
    for token in _TOKEN.finditer(source, start, end):
        match token[0][0]:
            case "{":
                path.append("")
                key = True
            case "[":
                path.append("[]")
                key = False
            case "}" | "]":
                path.pop()
                key = False
            case ",":
                key = bool(path) and path[-1] != "[]"
            case '"' if key:
                path[-1] = json.loads(token[0])
                key = False
            case '"':
                yield ".".join(path).replace(".[]", "[]"), token.start() + 1, token.end() - 1
