"""XML by expat, with the place of every tag and text, so that an edit of the source leaves all else byte for byte.

Document type declarations are refused, so that there are no entities and nothing is fetched. Nesting costs nothing but
the tags themselves.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from enum import Enum
from typing import NamedTuple
from xml.parsers import expat

from cleantext.formats.decoding import NotText

_CHUNK = 1 << 16  # characters that expat gets at once


class Kind(Enum):
    """What lies at a place. An empty tag is a START with an END of no length; RAW is the text of a CDATA section."""

    START = 1
    END = 2
    TEXT = 3
    RAW = 4
    OTHER = 5


class Event(NamedTuple):
    """A tag or text from ``start`` to ``end``; names are ``prefix:local``, the prefixes those of the caller."""

    kind: Kind
    start: int
    end: int
    name: str = ""
    attributes: Mapping[str, str] = {}


def events(source: str, prefixes: Mapping[str, str]) -> Iterator[Event]:
    """What ``source`` consists of, in order, without gaps. ``prefixes`` gives one for each namespace that matters.

    >>> ["<a>x<b/></a>"[e.start : e.end] for e in events("<a>x<b/></a>", {})]
    ['<a>', 'x', '<b/>', '', '</a>']

    Raises ``NotText`` for what isn't well-formed, and for a document type declaration.
    """
    found: list[tuple[Kind, int, str, Mapping[str, str]]] = []
    parser = expat.ParserCreate(namespace_separator=" ")
    text = Kind.TEXT

    def note(kind: Kind, name: str = "", attributes: Mapping[str, str] = {}) -> None:
        if kind is not Kind.TEXT or not found or found[-1][0] is not kind:
            found.append((kind, parser.CurrentByteIndex, name, attributes))

    def section(kind: Kind) -> None:
        nonlocal text
        text = kind
        note(Kind.OTHER)

    def refuse(*_: object) -> None:
        raise NotText("it has a document type declaration, which may hold entities")

    parser.StartElementHandler = lambda name, attributes: note(Kind.START, name, attributes)
    parser.EndElementHandler = lambda name: note(Kind.END, name)
    parser.CharacterDataHandler = lambda _: note(text)
    parser.StartCdataSectionHandler = lambda: section(Kind.RAW)
    parser.EndCdataSectionHandler = lambda: section(Kind.TEXT)
    parser.StartDoctypeDeclHandler = refuse
    parser.DefaultHandler = lambda _: note(Kind.OTHER)
    offset, names = _Offsets(source), _Names(prefixes)
    end = 0
    try:
        for at in [*range(0, len(source), _CHUNK), len(source)]:
            parser.Parse(source[at : at + _CHUNK], at == len(source))
            last = at == len(source)
            ends = [byte for _, byte, *_ in found[1:]]
            for (kind, _, name, attributes), byte in zip(found, ends, strict=False):
                start, end = end, offset(byte)
                yield _event(kind, start, end, name, attributes, names)
            del found[: len(ends)]
            if last:
                yield from (_event(kind, end, len(source), name, a, names) for kind, _, name, a in found)
    except (expat.ExpatError, UnicodeEncodeError) as error:
        raise NotText(f"not well-formed XML: {error}") from error


def with_child(source: str, child: Callable[[str], str]) -> str:
    """``source`` with one more child of its root, which is given the prefix of the root's name, ``w:`` or none."""
    tags = [event for event in events(source, {}) if event.name]
    root, end = tags[0], tags[-1]
    name = source[root.start + 1 : root.end].rstrip("/>").split(None, 1)[0]
    prefix, colon, _ = name.rpartition(":")
    inside = child(prefix + colon)
    if end.start == end.end:  # <root/>
        return f"{source[: root.end].rstrip('/>')}>{inside}</{name}>{source[end.end :]}"
    return source[: end.start] + inside + source[end.start :]


def _event(
    kind: Kind, start: int, end: int, name: str, attributes: Mapping[str, str], names: Mapping[str, str]
) -> Event:
    short = {names[key]: value for key, value in attributes.items()} if attributes else attributes
    return Event(kind, start, end, names[name], short)


class _Names(dict[str, str]):
    """Short names by what expat calls them, ``namespace local``."""

    def __init__(self, prefixes: Mapping[str, str]):
        super().__init__({"": ""})
        self._prefixes = prefixes

    def __missing__(self, name: str) -> str:
        namespace, _, local = name.rpartition(" ")
        self[name] = f"{self._prefixes.get(namespace, '?')}:{local}" if namespace else local
        return self[name]


class _Offsets:
    """Offsets in ``source`` of offsets in its UTF-8, which only grow."""

    def __init__(self, source: str):
        self._encoded = b"" if source.isascii() else source.encode("utf-8", "surrogatepass")
        self._byte = self._character = 0

    def __call__(self, byte: int) -> int:
        if not self._encoded:
            return byte
        self._character += len(self._encoded[self._byte : byte].decode("utf-8", "surrogatepass"))
        self._byte = byte
        return self._character
