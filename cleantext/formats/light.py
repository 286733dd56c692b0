"""What reStructuredText and AsciiDoc share: blocks of lines, in which marks show emphasis, links and code.

A format gives a pattern of its marks, ``Marks``. What a ``kept`` group matches is read and stays, what ``hidden``
matches is not read. ``inner`` is text between marks, in which marks are looked for again. An edit is made only if the
block, read once more, has the text that it should have, and begins no new kind of block.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

import regex

from cleantext.core.document import BlockKind, Segmenter
from cleantext.core.edit import Edit, apply_edits
from cleantext.core.span import Span
from cleantext.formats.pieces import Builder, Codec, Prose

_DEEPEST = 4  # marks in marks


@dataclass(frozen=True, slots=True)
class Marks:
    """``pattern`` has the groups ``kept``, ``hidden`` and ``inner``, one of which takes part in each match; ``codec``
    writes the text between them. ``opener`` matches what begins another kind of block.
    """

    pattern: regex.Pattern[str]
    codec: Codec
    opener: regex.Pattern[str]

    def add(self, builder: Builder, start: int, end: int, depth: int = 0) -> None:
        """The source from ``start`` to ``end`` as a piece of a block."""
        at = start
        for found in self.pattern.finditer(builder.source, start, end) if depth < _DEEPEST else ():
            builder.add(at, found.start(), self.codec, depth)
            if found["inner"] is not None:
                self.add(builder, *found.span("inner"), depth + 1)
            elif found["kept"] is not None:
                builder.keep(*found.span("kept"), " ".join(found["kept"].split()))
            at = found.end()
        builder.add(at, end, self.codec, depth)

    def openers(self, source: str) -> int:
        """How many lines begin as another kind of block does."""
        return sum(self.opener.match(line) is not None for line in source.splitlines())

    def text(self, source: str) -> str:
        """What is read of a block, without white space."""
        builder = Builder(source)
        builder.open(BlockKind.PROSE)
        self.add(builder, 0, len(source))
        return "".join(builder.built().text.split())


@dataclass(frozen=True, slots=True)
class _Place:
    """``span`` of the prose is read from ``origin`` in the source; ``longest`` is what a heading may grow to."""

    span: Span
    origin: Span
    longest: int


class LightBuilder:
    """A ``Builder`` for blocks that are one run of the source each."""

    def __init__(self, source: str, marks: Marks):
        self._builder = Builder(source)
        self._marks = marks
        self._places: list[_Place] = []

    def block(self, start: int, end: int, kind: BlockKind | Segmenter, note: str = "", longest: int = 0) -> None:
        """The source from ``start`` to ``end`` as a block, of at most ``longest`` characters if that isn't 0."""
        self._builder.open(kind, note)
        self._marks.add(self._builder, start, end)
        if block := self._builder.close():
            self._places.append(_Place(block.span, Span(start, end), longest))

    def built(self, comment: regex.Pattern[str]) -> Prose:
        """All of it."""
        check = _Check(self._builder.source, self._marks, self._places)
        return self._builder.built(comment, check, by_block=True)


@dataclass(frozen=True)
class _Check:
    source: str
    marks: Marks
    places: list[_Place]

    def __call__(self, text: str, edits: Sequence[Edit], written: Sequence[Edit]) -> str:
        """Why the file would not be read as the prose with ``edits``; empty where it is."""
        of: dict[int, list[Edit]] = {}
        for edit in edits:
            number = max(0, bisect_right(self.places, edit.span.start, key=lambda place: place.span.start) - 1)
            while number < len(self.places) and (place := self.places[number]).span.start <= edit.span.end:
                if place.span.covers(edit.span):
                    of.setdefault(number, []).append(edit)
                elif edit.span.covers(place.span) and not self._may_go(place):
                    return "nothing would be left of the block"
                number += 1
        for number, own in of.items():
            place = self.places[number]
            inside = [e.shift(-place.origin.start) for e in written if place.origin.covers(e.span)]
            old = place.origin.of(self.source)
            new = apply_edits(old, inside)
            wanted = apply_edits(place.span.of(text), (edit.shift(-place.span.start) for edit in own))
            begins = self.marks.openers(new) > self.marks.openers(old) or new.lstrip(" \t")[:1] in ("\r", "\n")
            joins = new[-1:] == self.source[place.origin.end : place.origin.end + 1]
            if self.marks.text(new.rstrip()) != "".join(wanted.split()) or begins or joins or "\n\n" in new:
                return "it would be read as markup"
            if not wanted.strip() and not self._may_go(place):
                return "nothing would be left of the block"
            if 0 < place.longest < len(new):
                return "the heading would be longer than the line below it"
        return ""

    def _may_go(self, place: _Place) -> bool:
        """Whether the block is all of its lines, so that an empty line is left where it was."""
        before = self.source[max(0, place.origin.start - 1) : place.origin.start]
        behind = self.source[place.origin.end : place.origin.end + 1]
        return place.longest == 0 and before in ("", "\r", "\n") and behind in ("", "\r", "\n")
