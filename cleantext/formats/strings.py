"""String tables of Apple (.strings): the values are prose, keys and comments stay."""

from __future__ import annotations

from collections.abc import Iterator

import regex

from cleantext.formats.codecs import APPLE_STRING
from cleantext.formats.decoding import NotText
from cleantext.formats.known import Reading
from cleantext.formats.messages import Messages
from cleantext.formats.pieces import Prose

_TOKEN = regex.compile(
    r'[\s\ufeff]++|/\*.*?\*/|//[^\r\n]*+|(?P<string>"(?:[^"\\]|\\.)*+")|(?P<word>[\w.$:/-]++)|(?P<mark>[=;])',
    regex.DOTALL,
)

_COMMENT = regex.compile(
    r"(?:/\*|//)\s*cleantext-(disable-next-line|disable-line|disable|enable)(?!\w|-\w)([\w \t,*-]*?)(?:\*/|$)",
    regex.MULTILINE,
)


def read(source: str, reading: Reading) -> Prose:
    """Raises ``NotText`` for what is no ``"key" = "value";``."""
    messages = Messages(source, _COMMENT)
    entry: list[regex.Match[str]] = []
    for token in _tokens(source):
        entry.append(token)
        if token[0] != ";":
            if len(entry) > 3:
                raise _broken(source, token.start())
            continue
        if len(entry) == 4 and entry[1][0] == "=" and entry[0]["mark"] is None and entry[2]["mark"] is None:
            key = entry[0][0].strip('"')
            if entry[2]["string"]:
                messages.open(key)
                messages.add(entry[2].start() + 1, entry[2].end() - 1, APPLE_STRING, key)
        elif len(entry) != 2:  # "key"; is its own value
            raise _broken(source, entry[0].start())
        entry = []
    if entry:
        raise _broken(source, entry[0].start())
    return messages.built()


def _tokens(source: str) -> Iterator[regex.Match[str]]:
    at = 0
    while at < len(source):
        found = _TOKEN.match(source, at)
        if not found:
            raise _broken(source, at)
        if found.lastgroup:
            yield found
        at = found.end()


def _broken(source: str, at: int) -> NotText:
    number = source.count("\n", 0, at) + 1
    return NotText(f'line {number} is no "key" = "value"; of a string table: {source[at : at + 60]!r}')
