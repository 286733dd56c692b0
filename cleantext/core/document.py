"""A file as the checkers see it: one ``str`` of prose, the blocks it falls into, and the way back to the file."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import PurePath
from typing import Protocol

import regex

from cleantext.core.edit import Edit
from cleantext.core.lines import Lines
from cleantext.core.span import Span
from cleantext.core.suppression import Silence, Suppressions

_NO_TEXT = regex.compile(r"[\x00\p{Cs}]")
"""What a file may hold, as a byte that is no text, but no edit brings in."""


class BlockKind(StrEnum):
    """What a block is to its reader. Rules name the kinds they apply to."""

    PROSE = "prose"
    HEADING = "heading"
    LIST_ITEM = "list-item"
    LINE = "line"  # a short line that is neither: a credit, a dateline, an address, a line of a poem
    CODE = "code"


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, heading, list item ...: ``span`` holds neither line end nor outer white space.

    ``note`` says in a few words what the reader of a report should know of its place: ``cell``, the time of a subtitle,
    the key and the source of a translation. ``original`` is the text that it translates, all of it; empty elsewhere.
    """

    span: Span
    kind: BlockKind
    note: str = ""
    original: str = ""

    @property
    def told(self) -> str:
        """What it is, where it is no plain paragraph: its kind and the note."""
        kind = "" if self.kind in (BlockKind.PROSE, BlockKind.LINE) else self.kind.value.replace("-", " ")
        return ": ".join(filter(None, (kind, self.note)))


Segmenter = Callable[[str], tuple[Block, ...]]
"""Finds the blocks of a text. Blocks are in order and don't overlap."""


Position = tuple[int, int]
"""A line and a column, both counted from 1, the column in characters."""


class Layout(Protocol):
    """Where the prose of a document lies in its file. All spans and edits count in the prose."""

    @property
    def blocks(self) -> tuple[Block, ...]:
        """The blocks of the prose."""

    def positions(self, span: Span) -> tuple[Position, Position]:
        """Where ``span`` begins and ends in the file; in a file that is no text, in the prose."""

    def refusal(self, edits: Iterable[Edit]) -> str:
        """Why these edits together can't be written into the file, in half a sentence; empty where they can."""

    def in_source(self, edits: Sequence[Edit]) -> tuple[str, Sequence[Edit]] | None:
        """The decoded file and what ``edits`` are in it; None where they can't be written, and for what is no text."""

    def fixed(self, span: Span) -> bool:
        """Whether nothing of ``span`` may be edited: code, a placeholder."""

    @property
    def silence(self) -> Silence:
        """What comments in the file switch off."""


@dataclass(frozen=True, slots=True)
class Document:
    """``text`` is the prose; in plain text it is the whole decoded file, byte-order mark and line ends included.

    ``encoding`` is the Python codec that decodes ``raw``. ``segment`` finds the blocks in a text; blocks that a reader
    found in markup are given as they are, and move with the edits. Plain text has no ``layout``.
    """

    path: PurePath
    format: str
    text: str
    raw: bytes
    encoding: str
    segment: Segmenter | tuple[Block, ...]
    layout: Layout | None = None

    def refusal(self, edits: Iterable[Edit]) -> str:
        """Why these edits together can't be written into the file; empty where they can."""
        edits = list(edits)
        for edit in edits:
            if foreign := set(_NO_TEXT.findall(edit.replacement)) - set(edit.span.of(self.text)):
                return f"it holds U+{ord(min(foreign)):04X}, which is no text"
        return self.layout.refusal(edits) if self.layout else ""

    @property
    def silence(self) -> Silence:
        """What comments in the file switch off."""
        return self.layout.silence if self.layout else Suppressions(self.text)


class Places:
    """Where places of a document are, for people."""

    def __init__(self, document: Document):
        self._layout = document.layout
        self._lines = Lines("" if document.layout else document.text)
        self._blocks = () if callable(document.segment) else document.segment
        self._starts = [block.span.start for block in self._blocks]

    def positions(self, span: Span) -> tuple[Position, Position]:
        """Where ``span`` begins and ends in the file."""
        if self._layout is not None:
            return self._layout.positions(span)
        return self._lines.position(span.start), self._lines.position(span.end)

    def note(self, span: Span) -> str:
        """What kind of block in markup ``span`` begins in, and what its reader noted; empty for a paragraph."""
        number = bisect_right(self._starts, span.start) - 1
        return self._blocks[number].told if number >= 0 else ""
