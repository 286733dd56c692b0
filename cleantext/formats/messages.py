"""What the formats of translations share: messages with placeholders, tags, accelerators and plural forms of ICU.

Placeholders are read and stay; tags and the mark of an accelerator (``&File``) have no place in the prose and stay.
Each form of ``{n, plural, one {# file} other {# files}}`` is a block of its own.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property

import regex

from cleantext.core.document import Block, BlockKind
from cleantext.core.edit import Edit, apply_edits
from cleantext.core.span import Span
from cleantext.formats import text as plain
from cleantext.formats.pieces import Builder, Codec, Prose

_TAG = r"</?[A-Za-z](?:\\.|[^<>\\]){0,1000}+>|&lt;/?[A-Za-z](?:(?!&[lg]t;)[^<>]){0,1000}+&gt;"
_PLACEHOLDER = (
    r"%(?:\d+\$|\(\w+\))?[-+0']*+\d*+(?:\.\d+)?(?:hh?|ll?|[qjzt])?[diouxXeEfgGaAcspn@]|%L?\d{1,2}|%%|%[A-Za-z_]{2,40}%"
    r"|[$#]?\{{1,2}[^{}\n]{0,200}+\}{1,2}|\$[A-Za-z_]\w*"
)
_MARKUP = (
    r"(?P<icu>\{\s*+\w++\s*+,\s*+(?:plural|select|selectordinal)\s*+,)|(?P<br>(?:<|&lt;)br\s*/?(?:>|&gt;))"
    rf"|(?P<tag>{_TAG})|(?P<kept>{_PLACEHOLDER})|"
    r'(?P<gap>"[ \t]*+\r?\n(?:[ \t]*+\#~)?[ \t]*+")'  # a string of PO goes on in the next line
)
_MESSAGE = regex.compile(_MARKUP)
_FORM = regex.compile(rf"{_MARKUP}|(?P<hash>\#)")
_REFERENCE = regex.compile(r"&(?:#\d+|#x[0-9a-fA-F]+|\w+);")
_BEFORE = r"(?=[\p{L}\p{N}])"
_ACCELERATORS = {
    regex.compile(f"{sign}{_BEFORE}"): regex.compile(f"{written}{_BEFORE}")
    for sign, written in (("&", "&(?:amp;)?"), ("_", "_"), ("~", "~"))
}
"""The mark in the text that is translated, and as it is written in the file."""
_LONGEST_LABEL = 100  # characters; a longer text has no accelerator
_SELECTOR = regex.compile(r"\s*+(?:offset:\d+\s*+)?(=?\w++)\s*+(?=\{)")
_NOTE = 80  # characters of the source text in a note


class Messages:
    """Builds the prose of a file from its messages."""

    def __init__(self, source: str, comment: regex.Pattern[str] | None = None):
        self._comment = comment
        self.builder = Builder(source)
        self._source = source
        self._places: list[Span] = []
        self._flags: list[Edit | None] = []
        self._flag: Edit | None = None
        self._note = self._original = ""
        self._forms: deque[tuple[Span, str, Codec]] = deque()
        self._braces: dict[int, int] = {}

    def open(self, *notes: str, original: str = "", flag: Edit | None = None) -> None:
        """Begin a message; of the notes, its key and the text that it translates, a reader sees the beginning.

        ``original`` is all that it translates, its plural too; ``flag`` is the edit of the file that says that it needs
        a look.
        """
        self.close()
        self._flag = flag
        self._note = ": ".join(note for note in map(_short, notes) if note)
        self._original = original
        self.builder.open(_blocks, self._note, original)

    def add(self, start: int, end: int, codec: Codec, original: str = "", depth: int = 0) -> None:
        """A text of the open message, as it is written in the file. ``original`` is what it translates."""
        self._places.append(Span(start, end))
        self._flags.append(self._flag)
        if self._source.find("{", start, end) >= 0:
            self._braces.update(_matching(self._source, start, end))
        mark = self._accelerator(start, end, original)
        self._scan(Span(start, end), codec, _MESSAGE, mark, depth)

    def close(self) -> None:
        """End the message: what is left are the plural forms that it holds."""
        self.builder.close()
        while self._forms:
            span, note, codec = self._forms.popleft()
            self.builder.open(_blocks, note, self._original)
            self._scan(span, codec, _FORM, -1, 0)
            self.builder.close()
        self._braces.clear()

    def built(self) -> Prose:
        """The prose; edits after which a message would hold other markup can't be written."""
        self.close()
        return self.builder.built(self._comment, self._check, self._flagged, by_block=True)

    def _scan(self, span: Span, codec: Codec, pattern: regex.Pattern[str], mark: int, depth: int) -> None:
        at = span.start
        while found := pattern.search(self._source, at, span.end):
            self._text(at, found.start(), codec, mark, depth)
            at = found.end()
            match found.lastgroup:
                case "icu":
                    at = self._icu(found, codec, span.end)
                case "tag":
                    depth = max(0, depth + (-1 if "/" in found[0][:5] else 0 if found[0].endswith("/>") else 1))
                case "br":
                    self.builder.keep(*found.span(), shown="\n")
                case "kept" | "hash":
                    self.builder.keep(*found.span())
        self._text(at, span.end, codec, mark, depth)

    def _text(self, start: int, end: int, codec: Codec, mark: int, depth: int) -> None:
        if start <= mark < end:
            self.builder.add(start, mark, codec, depth)
            start = mark + (5 if self._source.startswith("&amp;", mark) else 1)
        self.builder.add(start, end, codec, depth)

    def _icu(self, found: regex.Match[str], codec: Codec, end: int) -> int:
        """Keeps a choice between forms, of which each is to be a block; where it ends."""
        forms, at = _forms(self._source, found, self._braces, end)
        self._forms += [(span, ": ".join(filter(None, (self._note, name))), codec) for name, span in forms]
        self.builder.keep(found.start(), at, shown=found[0].partition(",")[0].rstrip() + "}")
        return at

    def _accelerator(self, start: int, end: int, original: str) -> int:
        """Where the one mark of an accelerator is, if the text that is translated has the same one; else -1."""
        if not original or end - start > _LONGEST_LABEL:
            return -1
        for sign, written in _ACCELERATORS.items():
            if len(_marks(original, sign)) == 1:
                here = _marks(self._source[start:end], written)
                return start + here[0] if len(here) == 1 else -1
        return -1

    @cached_property
    def _starts(self) -> list[int]:
        return [place.start for place in self._places]

    def _flagged(self, places: Iterable[Span]) -> Iterator[Edit]:
        for place in places:
            if flag := self._flags[bisect_right(self._starts, place.start) - 1]:
                yield flag

    def _check(self, text: str, edits: Sequence[Edit], written: Sequence[Edit]) -> str:
        changed: dict[int, list[Edit]] = {}
        for edit in written:
            changed.setdefault(bisect_right(self._starts, edit.span.start) - 1, []).append(edit)
        for number, own in changed.items():
            place = self._places[number]
            old = place.of(self._source)
            new = apply_edits(old, (edit.shift(-place.start) for edit in own))
            if _shape(old) != _shape(new):
                return "it would be read as a placeholder or a tag, or changes one"
        return ""


def _marks(text: str, mark: regex.Pattern[str]) -> list[int]:
    """Where ``mark`` is, and begins no reference."""
    return [m.start() for m in mark.finditer(text) if m[0][0] != "&" or not _stands_for(text, m)]


def _stands_for(text: str, found: regex.Match[str]) -> bool:
    """Whether the ampersand is that of a reference such as &nbsp; and not a mark."""
    return found[0] != "&amp;" and _REFERENCE.match(text, found.start()) is not None


def _shape(text: str) -> list[str]:
    """All that is markup in a message, in an order that does not depend on the text between."""
    braces = _matching(text, 0, len(text))
    marks: list[str] = regex.findall(r"[{}]|&\w++;|[&~_](?=[\p{L}\p{N}])", text)
    marks += [f"{sign} alone" for sign in regex.findall(r"[&~_](?![\p{L}\p{N}])", text)]
    waiting = deque([(_MESSAGE, Span(0, len(text)))])
    while waiting:
        pattern, span = waiting.popleft()
        at = span.start
        while found := pattern.search(text, at, span.end):
            at = found.end()
            if found.lastgroup == "icu":
                forms, at = _forms(text, found, braces, span.end)
                marks += [found[0], *(name for name, _ in forms)]
                waiting += [(_FORM, form) for _, form in forms]
            elif found.lastgroup != "gap":
                marks.append(found[0])
    return marks


def _forms(
    text: str, found: regex.Match[str], braces: Mapping[int, int], end: int
) -> tuple[list[tuple[str, Span]], int]:
    """The forms of a choice that begins with ``found``, each with the case it is for, and where the choice ends."""
    close = braces.get(found.start(), end)
    at = found.end()
    forms = []
    while form := _SELECTOR.match(text, at, close):
        last = braces.get(form.end(), close)
        forms.append((form[1], Span(form.end() + 1, max(last, form.end() + 1))))
        at = last + 1
    return forms, min(close + 1, end)


def _blocks(text: str) -> tuple[Block, ...]:
    """The blocks of a message; a short one is no heading."""
    return tuple(
        Block(each.span, BlockKind.LINE if each.kind is BlockKind.HEADING else each.kind)
        for each in plain.segment(text)
    )  # fmt: skip


def _matching(text: str, start: int, end: int) -> dict[int, int]:
    """For each opening brace where it is closed."""
    open_: list[int] = []
    found: dict[int, int] = {}
    for brace in regex.finditer(r"[{}]", text, pos=start, endpos=end):
        if brace[0] == "{":
            open_.append(brace.start())
        elif open_:
            found[open_.pop()] = brace.start()
    return found


def _short(note: str) -> str:
    note = " ".join(note.split())
    return note if len(note) <= _NOTE else f"{note[:_NOTE]}…"
