"""Tags, comments and text of HTML with their places, as the tokenizer of the WHATWG's standard finds them.

Regular expressions over the text, without backtracking: time is linear in any input. What begins a tag and never ends
one is dropped, as browsers do.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import regex

from cleantext.core.span import Span

_BLANK = r"[ \t\n\f\r]"
_NAME = r"[^ \t\n\f\r/>=]"
_VALUE = r"""(?:"[^"]*+"|'[^']*+'|[^ \t\n\f\r>"'][^ \t\n\f\r>]*+|(?=>))"""
_ATTRIBUTE = rf"(?:=|{_NAME}){_NAME}*+(?:{_BLANK}*+={_BLANK}*+{_VALUE}|(?!{_BLANK}*+=))"
_TAG = regex.compile(rf"<(/?)([A-Za-z][^ \t\n\f\r/>]*+)((?:{_BLANK}++|/|{_ATTRIBUTE})*+)>")
_EACH = regex.compile(rf"((?:=|{_NAME}){_NAME}*+)(?:{_BLANK}*+={_BLANK}*+(?P<value>{_VALUE}))?+")
_MARKUP = regex.compile(r"<[A-Za-z/!?]")
_COMMENT = regex.compile(r"<!--(?:-?>|.*?--!?>|.*+\Z)", regex.DOTALL)
_DECLARATION = regex.compile(r"<[!?/][^>]*+(?:>|\Z)")
_CDATA = regex.compile(r"<!\[CDATA\[(.*?)(?:\]\]>|\Z)", regex.DOTALL)
_IN_SCRIPT = regex.compile(r"<!--|-->|<(/?)script(?=[ \t\n\f\r/>])", regex.IGNORECASE)
_RAW = frozenset(["script", "style", "xmp", "iframe", "noembed", "noframes", "textarea", "title", "plaintext"])


@dataclass(frozen=True, slots=True)
class Tag:
    """A start or end tag, its name in small letters. ``written`` is where its attributes lie."""

    name: str
    span: Span
    written: Span
    closing: bool = False
    empty: bool = False  # written as <br/>

    def attributes(self, source: str) -> Mapping[str, Span]:
        """Where the value of each attribute lies, without quotation marks. The first of a name counts."""
        found: dict[str, Span] = {}
        for each in _EACH.finditer(source, self.written.start, self.written.end):
            start, end = each.span("value") if each["value"] else (each.end(), each.end())
            if end - start > 1 and source[start] in "\"'":
                start, end = start + 1, end - 1
            found.setdefault(each[1].lower(), Span(start, end))
        return found


@dataclass(frozen=True, slots=True)
class Text:
    """Text between tags. ``raw`` text has no character references: that of a script, a CDATA section."""

    span: Span
    raw: bool = False


def tokens(source: str, xml: bool = False) -> Iterator[Tag | Text]:
    """The tags and texts of ``source`` in order; comments and declarations are left out.

    >>> [t.name if isinstance(t, Tag) else t.span.of("<p>1 < 2<br>") for t in tokens("<p>1 < 2<br>")]
    ['p', '1 < 2', 'br']
    """
    at = int(source.startswith("\ufeff"))
    while at < len(source):
        found = _MARKUP.search(source, at)
        start = found.start() if found else len(source)
        if start > at:
            yield Text(Span(at, start))
        if not found:
            return
        if tag := _TAG.match(source, start):
            written = Span(*tag.span(3))
            yield Tag(tag[2].lower(), Span(*tag.span()), written, tag[1] == "/", tag[3].endswith("/"))
            at = tag.end()
            if not tag[1] and not xml and tag[2].lower() in _RAW:
                end = _raw_end(source, at, tag[2])
                if end > at:
                    yield Text(Span(at, end), raw=tag[2].lower() not in ("title", "textarea"))
                at = end
        elif source[start + 1].isalpha() or (source[start + 1] == "/" and source[start + 2 : start + 3].isalpha()):
            return  # a tag that never ends
        elif source.startswith("<!--", start):
            at = _COMMENT.match(source, start).end()  # type: ignore[union-attr]
        elif xml and (section := _CDATA.match(source, start)):
            yield Text(Span(*section.span(1)), raw=True)
            at = section.end()
        elif source.startswith("</", start) and start + 2 == len(source):
            yield Text(Span(start, len(source)))
            return
        else:
            at = _DECLARATION.match(source, start).end()  # type: ignore[union-attr]


def _raw_end(source: str, at: int, name: str) -> int:
    if name.lower() == "plaintext":
        return len(source)
    if name.lower() == "script":
        return _script_end(source, at)
    found = regex.compile(rf"</{name}(?=[ \t\n\f\r/>])", regex.IGNORECASE).search(source, at)
    return found.start() if found else len(source)


def _script_end(source: str, at: int) -> int:
    """Where ``</script>`` closes: one that ends a ``<script`` within ``<!--`` and ``-->`` does not."""
    escaped = doubly = False
    for found in _IN_SCRIPT.finditer(source, at):
        if found[0] == "<!--":
            escaped = True
        elif found[0] == "-->":
            escaped = doubly = False
        elif found[1] and not doubly:
            return found.start()
        else:
            doubly = escaped and not found[1]
    return len(source)
