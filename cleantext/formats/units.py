"""What the formats of translations in XML share: units that hold a source and a target with inline elements."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from html import unescape

from cleantext.core.edit import Edit
from cleantext.core.span import Span
from cleantext.formats.codecs import XML_TEXT
from cleantext.formats.messages import Messages
from cleantext.formats.pieces import PLAIN, Codec
from cleantext.formats.tags import Tag, Text

_CODES = frozenset(["bpt", "ept", "ph", "it", "ut"])
"""Inline elements that hold code of the original file."""
_STAND_FOR = frozenset(["x", "bx", "ex", "ph", "it", "ut"])
"""Inline elements that stand for something in the sentence."""
_ASIDE = frozenset(["alt-trans", "mtc:match", "match"])
_LINE_BREAKS = ("lb", "x-lb", "x-html-br", "fmt:lb")


@dataclass(slots=True)
class _Element:
    name: str
    aside: bool
    kept: bool
    code: bool


class Units:
    """Takes the tokens of a file in order, and adds the text of ``targets`` to its messages.

    Elements in ``sources`` are what they translate, ``units`` hold both; ``state`` is what says that a target needs a
    look. While ``at_source`` is set, what looks like a target is what the others translate.
    """

    def __init__(
        self, source: str, *, targets: Collection[str], sources: Collection[str], units: Collection[str],
        codec: Codec = XML_TEXT, state: str = "",
    ):  # fmt: skip
        self.messages = Messages(source)
        self.at_source = False
        self._source = source
        self._targets, self._sources, self._units = targets, sources, units
        self._codec = codec
        self._state = state
        self._stack: list[_Element] = []
        self._key = ""
        self._original: list[str] = []
        self._inside = False  # whether a source or a target is open
        self._in_source = False
        self._at = 0

    def take(self, token: Tag | Text) -> None:
        """Another token; the file is well-formed."""
        if isinstance(token, Text):
            self._text(token)
        elif not token.closing:
            self._opened(token)
        else:
            self._closed()

    def _opened(self, tag: Tag) -> None:
        attributes = {name: span.of(self._source) for name, span in tag.attributes(self._source).items()}
        above = self._stack[-1] if self._stack else _Element("", False, False, False)
        element = _Element(
            tag.name,
            above.aside or tag.name in _ASIDE or _untranslated(tag.name, attributes),
            above.kept or tag.name == "xliff:g" or (tag.name == "mrk" and _protected(attributes)),
            above.code or (self._inside and tag.name in _CODES),
        )
        if tag.name in self._units:
            self._key = unescape(next((attributes[n] for n in ("name", "id", "tuid") if n in attributes), ""))
            self._original = []
        if self._inside:
            if tag.name in _STAND_FOR and not above.code:
                self._keep(tag, attributes)
        elif not element.aside and tag.name in (*self._sources, *self._targets):
            self._inside, self._at = True, len(self._stack) + 1
            self._in_source = self.at_source or tag.name in self._sources
            if self._in_source:
                self._original = []
            else:
                original, flag = "".join(self._original), self._flag(tag)
                self.messages.open(self._key, attributes.get("quantity", ""), original, original=original, flag=flag)
        self._stack.append(element)
        if tag.empty:
            self._closed()

    def _flag(self, tag: Tag) -> Edit | None:
        """What sets the state of a target, where it is not one that calls for work already."""
        if not self._state:
            return None
        span = tag.attributes(self._source).get("state")
        if span is None:
            at = tag.written.start
            return Edit(Span(at, at), f' state="{self._state}"')
        calls = span.of(self._source).startswith(("needs-", "new"))
        return None if calls else Edit(span, self._state)

    def _closed(self) -> None:
        self._stack.pop()
        if self._inside and len(self._stack) < self._at:
            self._inside = False
            self.messages.close()

    def _text(self, token: Text) -> None:
        if not self._inside or self._stack[-1].code:
            return
        span, top = token.span, self._stack[-1]
        written = span.of(self._source)
        if self._in_source:
            self._original.append(written if token.raw else unescape(written))
        elif top.kept:
            self.messages.builder.keep(span.start, span.end, None if token.raw else unescape(written))
        else:
            depth = len(self._stack) - self._at
            codec = PLAIN if token.raw else self._codec
            self.messages.add(span.start, span.end, codec, "".join(self._original), depth)

    def _keep(self, tag: Tag, attributes: Mapping[str, str]) -> None:
        """Something comes here: a line break, a variable. What it shows, where that is known, is no tag."""
        shown = unescape(next((attributes[n] for n in ("equiv-text", "equiv", "disp") if n in attributes), ""))
        kind = attributes.get("ctype") or attributes.get("subtype") or ""
        if kind in _LINE_BREAKS:
            shown = "\n"
        elif not shown:
            shown = f"{{{attributes.get('id') or attributes.get('x') or '0'}}}"
        if not unescape(shown).lstrip().startswith("<") and tag.name not in ("bx", "ex"):
            if self._in_source:
                self._original.append(shown)
            else:
                self.messages.builder.keep(tag.span.start, tag.span.end, shown)


def _untranslated(name: str, attributes: Mapping[str, str]) -> bool:
    return attributes.get("translatable") == "false" or (attributes.get("translate") == "no" and name != "mrk")


def _protected(attributes: Mapping[str, str]) -> bool:
    return attributes.get("translate") == "no" or attributes.get("mtype") == "protected"
