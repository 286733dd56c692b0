"""The paragraphs of a document as a review elsewhere shows them. None of its changes reaches over their borders."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from cleantext.core.document import Block, BlockKind, Document
from cleantext.core.edit import Edit
from cleantext.core.span import Span
from cleantext.formats.text import kind_of
from cleantext.report.marks import Part


def passages(document: Document, edits: Iterable[Edit]) -> Sequence[Block]:
    """The blocks; those that an edit joins are one, of the first one's kind."""
    blocks = document.segment(document.text) if callable(document.segment) else document.segment
    joins = iter(sorted(edits, key=lambda edit: edit.span))
    edit = next(joins, None)
    found: list[Block] = []
    for block in blocks:
        while edit and edit.span.end < block.span.start:
            edit = next(joins, None)
        if block.kind is BlockKind.LIST_ITEM and kind_of(block.span.of(document.text)) is BlockKind.LIST_ITEM:
            block = replace(block, kind=BlockKind.PROSE)  # in plain text it has a mark of its own
        if found and edit and _joins(edit, found[-1], block):
            found[-1] = replace(found[-1], span=found[-1].span.join(block.span))
        else:
            found.append(block)
    return found


def _joins(edit: Edit, one: Block, other: Block) -> bool:
    """Whether something is left of both. White space at the end of a paragraph is none of them."""
    if edit.span.start >= one.span.end and ("\n" in edit.replacement or edit.span.end < other.span.start):
        return False
    reaches = edit.span.end > other.span.start
    return edit.span.start <= one.span.end and (reaches or one.span.start < edit.span.start)


def within(parts: Iterable[Part], blocks: Sequence[Block]) -> Iterator[tuple[Block, Sequence[Part]]]:
    """Each block with the parts of the text in it. What lies between blocks is white space."""
    waiting = iter(parts)
    part = next(waiting, None)
    for block in blocks:
        inside: list[Part] = []
        while part and part.span.start <= block.span.end:
            start, end = max(part.span.start, block.span.start), min(part.span.end, block.span.end)
            if start < end or (start == end and (part.new or part.findings)):
                inside.append(replace(part, span=Span(start, end)))
                part = replace(part, new=part.new and "", findings=())
            if part.span.end > block.span.end:
                break
            part = next(waiting, None)
        yield block, inside
