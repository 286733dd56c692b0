"""What every format keeps: an edit of the prose is read back, and nothing else of the file changes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePath

from hypothesis import strategies as st

from cleantext.core.document import Document
from cleantext.core.edit import Edit, apply_edits
from cleantext.core.span import Span
from cleantext.engine import Level, examine
from cleantext.formats.known import AS_IT_LOOKS, Reading
from cleantext.formats.pieces import Prose
from cleantext.formats.reader import read, render
from cleantext.library import _checkers

WORDS = st.text(alphabet="abcé&<>\"'’\\{}%*_`#|-.,;:!? ", min_size=1, max_size=12)


def document(source: str | bytes, name: str, reading: Reading = AS_IT_LOOKS) -> Document:
    raw = source.encode() if isinstance(source, str) else source
    return read(PurePath(name), raw, reading)


def cleaned(source: str, name: str, reading: Reading = AS_IT_LOOKS) -> str:
    """The reviewed copy at the level ``suggested``."""
    found = document(source, name, reading)
    examined = examine(found, _checkers(), Level.SUGGESTED)
    return render(found, [done.edit for done in examined.applied]).decode()


def edited(found: Document, edits: Sequence[Edit]) -> Document:
    """The document after edits of its prose, read again. Bytes outside of pieces must be the same."""
    raw = render(found, edits)
    if isinstance(found.layout, Prose):
        free = {piece.origin for piece in found.layout.pieces if piece.codec}
        for edit in found.layout.rewritten(edits):
            assert any(origin.covers(edit.span) for origin in free), "an edit outside of what may be edited"
    return read(found.path, raw, Reading(found.format))


def unchanged(raw: bytes, name: str, reading: Reading = AS_IT_LOOKS) -> Document:
    """Reads a file, and checks that without an edit the same bytes come back."""
    found = read(PurePath(name), raw, reading)
    assert render(found, []) == raw
    assert all(block.span.of(found.text).strip() for block in (found.segment if not callable(found.segment) else ()))
    return found


@st.composite
def edits_of(draw: st.DrawFn, found: Document) -> list[Edit]:
    """Edits inside blocks, apart from each other, that the format takes."""
    assert not callable(found.segment)
    edits: list[Edit] = []
    for block in found.segment:
        if draw(st.booleans()):
            start = draw(st.integers(block.span.start, block.span.end))
            end = draw(st.integers(start, min(block.span.end, start + 12)))
            edit = Edit(Span(start, end), draw(st.one_of(st.just(""), WORDS)))
            if _leaves_prose(found, block.span, edit) and not found.refusal([edit]):
                edits.append(edit)
    return edits


def _leaves_prose(found: Document, block: Span, edit: Edit) -> bool:
    """Whether something of a block is left to edit. One with nothing but code is not read at all."""
    if edit.replacement.strip() or not isinstance(found.layout, Prose):
        return True
    inside = [piece.place for piece in found.layout.pieces if piece.codec and block.covers(piece.place)]
    left = "".join(found.text[at] for place in inside for at in range(place.start, place.end) if not _in(edit.span, at))
    return bool(left.strip()) or edit.span == block


def _in(span: Span, at: int) -> bool:
    return span.start <= at < span.end


def same(text: str, other: str) -> bool:
    """Whether two proses differ in white space at most, which markup does not keep."""
    return "".join(text.split()) == "".join(other.split())


def expected(found: Document, edits: Sequence[Edit]) -> str:
    return apply_edits(found.text, edits)
