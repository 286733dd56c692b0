"""A file as the checkers see it: one ``str`` of prose and the blocks it falls into."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import PurePath

from cleantext.core.span import Span


class BlockKind(StrEnum):
    """What a block is to its reader. Rules name the kinds they apply to."""

    PROSE = "prose"
    HEADING = "heading"
    LIST_ITEM = "list-item"
    LINE = "line"  # a short line that is neither: a credit, a dateline, an address, a line of a poem
    CODE = "code"


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, heading, list item ...: ``span`` holds neither line end nor outer white space."""

    span: Span
    kind: BlockKind


Segmenter = Callable[[str], tuple[Block, ...]]
"""Finds the blocks of a text. Blocks are in order and don't overlap."""


@dataclass(frozen=True, slots=True)
class Document:
    """``text`` is the whole decoded file, byte-order mark and line ends included.

    ``encoding`` is the Python codec that turns ``raw`` into ``text`` and back.
    """

    path: PurePath
    format: str
    text: str
    raw: bytes
    encoding: str
    segment: Segmenter
