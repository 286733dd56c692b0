"""Prose that lies in pieces in its file, between markup: what is read, and how an edit of it is written back.

A ``Piece`` is a run of the source and the prose that it gives. What lies between two pieces in the source, a tag most
often, has no place in the prose and stays. A piece with a ``codec`` may be edited, one without stays too: code, a
placeholder, the ``\\n\\n`` between two blocks, which is nothing in the source.

An edit of the prose becomes edits of pieces (``Prose.rewritten``). One that reaches over several pieces is first cut
down to the words that differ, so that a tag in its middle keeps its place; words that changed at a tag go to the piece
in which the old ones began. An edit over something that stays is ``Unwritable``, but for a border of lines that stay,
such as those of a subtitle: words move over it, so that it falls between two words again.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache, cached_property, partial

import regex

from cleantext.core.document import Block, BlockKind, Position, Segmenter
from cleantext.core.edit import Edit, apply_edits, overlapping
from cleantext.core.lines import Lines
from cleantext.core.span import Span
from cleantext.core.suppression import Silence, Suppressions, Switch, switches

BETWEEN_BLOCKS = "\n\n"
_WORD = regex.compile(r"[\p{L}\p{N}\p{M}]+|\s+|.", regex.DOTALL)
_MOST_WORDS = 2_000  # of an edit that is compared word by word; beyond it the comparison takes too long
_MOST_MOVED = 400  # characters of an edit over borders of lines
_BLANKS = regex.compile(r"\s+")


class Unwritable(ValueError):
    """An edit that can't be written into the file. The message is half a sentence: it reaches over ..."""


def why_not(rewritten: Callable[[Iterable[Edit]], object], edits: Iterable[Edit]) -> str:
    """Why ``rewritten`` can't write ``edits``; empty where it can."""
    try:
        rewritten(edits)
    except Unwritable as error:
        return str(error)
    return ""


@dataclass(frozen=True, slots=True)
class Codec:
    """How characters are written in a kind of place: ``escape`` matches what isn't one plain character.

    ``decode`` gives the text of an escape, or None where it is to be read as it is written; ``encode`` writes a text,
    and raises ``Unwritable`` for what such a place can't hold.
    """

    escape: regex.Pattern[str] | None = None
    decode: Callable[[str], str | None] = str
    encode: Callable[[str], str] = str

    def decoded(self, written: str) -> str:
        """The text of what is written in such a place."""
        if self.escape is None:
            return written
        return self.escape.sub(lambda found: found[0] if (text := self.decode(found[0])) is None else text, written)


PLAIN = Codec()

Check = Callable[[str, Sequence[Edit], Sequence[Edit]], str]
"""Told the prose, edits of it, and what they are in the source: why that would be read otherwise, or nothing."""

Flags = Callable[[Iterable[Span]], Iterable[Edit]]
"""Told places of the source, the edits of it that mark what holds them as in need of a look."""


@dataclass(frozen=True, slots=True)
class Piece:
    """``place`` in the prose comes from ``origin`` in the source, within ``depth`` elements inside a sentence.

    Where both are ``alike`` each character is written as itself; an escape is only written anew as a whole. A
    ``border`` stays, and is read as a blank that words may move over.
    """

    place: Span
    origin: Span
    codec: Codec | None
    alike: bool = True
    depth: int = 0
    border: bool = False


class Builder:
    """Collects the pieces of a text in order. ``add`` and ``keep`` belong between ``open`` and ``close`` of a block.

    >>> builder = Builder("<p>Salt <b>water</b>.</p>")
    >>> builder.open(BlockKind.PROSE); builder.add(3, 8); builder.add(11, 16, depth=1); builder.add(20, 21)
    >>> prose = builder.built()
    >>> prose.text, [edit.replacement for edit in prose.rewritten([Edit(Span(5, 10), "&")])]
    ('Salt water.', ['&'])
    """

    def __init__(self, source: str):
        self.source = source
        self._pieces: list[Piece] = []
        self._parts: list[str] = []
        self._blocks: list[Block] = []
        self._opened: tuple[int, int, BlockKind | Segmenter, str, str] | None = None
        self._length = 0

    def open(self, kind: BlockKind | Segmenter, note: str = "", original: str = "") -> None:
        """Begin a block, and end the one before. In place of a kind may be what finds several blocks in its text.

        ``note`` and ``original`` are those of ``Block``.
        """
        self.close()
        self._opened = len(self._pieces), self._length, kind, note, original
        if self._blocks:
            self._append(Span(*[self._pieces[-1].origin.end] * 2), BETWEEN_BLOCKS, None, 0)

    def add(self, start: int, end: int, codec: Codec = PLAIN, depth: int = 0) -> None:
        """The source from ``start`` to ``end`` as prose that may be edited."""
        at = start
        for found in codec.escape.finditer(self.source, start, end) if codec.escape else ():
            text = codec.decode(found[0])
            if text is None or text == found[0]:
                continue
            self._append(Span(at, found.start()), self.source[at : found.start()], codec, depth)
            self._append(Span(*found.span()), text, codec, depth)
            at = found.end()
        self._append(Span(at, end), self.source[at:end], codec, depth)

    def add_as(self, start: int, end: int, text: str, codec: Codec = PLAIN, depth: int = 0) -> None:
        """The source from ``start`` to ``end`` as ``text``, which may be edited as a whole: a line break."""
        self._append(Span(start, end), text, codec, depth)

    def keep(self, start: int, end: int, shown: str | None = None) -> None:
        """The source from ``start`` to ``end`` as prose that stays as it is; ``shown`` is what is read there."""
        self._append(Span(start, end), self.source[start:end] if shown is None else shown, None, 0)

    def border(self, start: int, end: int) -> None:
        """The source from ``start`` to ``end`` as a blank that stays, while an edit may move words over it."""
        self._append(Span(start, end), " ", None, 0, border=True)

    def take(self, text: str, pieces: Iterable[Piece]) -> None:
        """Pieces of another prose, whose text is ``text``."""
        for piece in pieces:
            self._append(piece.origin, piece.place.of(text), piece.codec, piece.depth, piece.border)

    def trim(self) -> None:
        """Leave the white space out with which the open block ends so far."""
        first = self._opened[0] + bool(self._blocks) if self._opened else len(self._pieces)
        while len(self._pieces) > first and (codec := self._pieces[-1].codec) and self._parts[-1][-1].isspace():
            piece, text = self._pieces.pop(), self._parts.pop()
            self._length = piece.place.start
            kept = len(text.rstrip())
            if piece.alike and kept:
                origin = Span(piece.origin.start, piece.origin.start + kept)
                self._append(origin, text[:kept], codec, piece.depth)
                return

    @property
    def ends_blank(self) -> bool:
        """Whether the open block is empty so far, or ends with white space."""
        begun = self._opened is not None and len(self._pieces) > self._opened[0] + bool(self._blocks)
        return not begun or self._parts[-1][-1].isspace()

    def close(self) -> Block | None:
        """End the block; the last that was found in it. One with nothing to edit leaves nothing."""
        if self._opened is None:
            return None
        self.trim()
        first, length, kind, note, original = self._opened
        self._opened = None
        inside = first + bool(self._blocks)
        text = "".join(self._parts[inside:])
        blocks: Sequence[Block] = ()
        if text.strip() and any(piece.codec for piece in self._pieces[inside:]):
            blocks = kind(text) if not isinstance(kind, BlockKind) else [Block(_stripped(text), kind)]
        if not blocks:
            del self._pieces[first:], self._parts[first:]
            self._length = length
            return None
        start = length + len(BETWEEN_BLOCKS) * bool(self._blocks)
        for block in blocks:
            self._blocks.append(Block(block.span.shift(start), block.kind, note, original))
        return self._blocks[-1]

    def built(
        self,
        comment: regex.Pattern[str] | None = None,
        check: Check | None = None,
        flags: Flags | None = None,
        by_block: bool = False,
    ) -> Prose:
        """All of it. ``comment`` matches what switches rules off, for lines or ``by_block``."""
        self.close()
        text, blocks, pieces = "".join(self._parts), tuple(self._blocks), tuple(self._pieces)
        return Prose(self.source, text, blocks, pieces, comment, check, flags, by_block)

    def _append(self, origin: Span, text: str, codec: Codec | None, depth: int, border: bool = False) -> None:
        if text:
            place = Span(self._length, self._length + len(text))
            alike = codec is not None and origin.of(self.source) == text
            self._pieces.append(Piece(place, origin, codec, alike, depth, border))
            self._parts.append(text)
            self._length = place.end


@dataclass(frozen=True)
class Prose:
    """``text`` is read from ``source``; a ``Layout`` of a file that is one text."""

    source: str
    text: str
    blocks: tuple[Block, ...]
    pieces: tuple[Piece, ...]
    comment: regex.Pattern[str] | None = None
    check: Check | None = None
    flags: Flags | None = None
    by_block: bool = False
    switches: tuple[Switch, ...] | None = None  # where a pattern can't find them

    def rewritten(self, edits: Iterable[Edit]) -> tuple[Edit, ...]:
        """The edits of the source that do what ``edits`` do to the prose, in order. Raises ``Unwritable``."""
        edits = list(edits)
        cuts: dict[int, list[Edit]] = {}
        for edit in edits:
            self._leave_something(edit)
            for number, cut in self._cuts(edit.trimmed(self.text)):
                cuts.setdefault(number, []).append(cut)
        if self._borders:
            self._check_lines(cuts)
        found = (edit for number in sorted(cuts) for edit in self._of_piece(self.pieces[number], cuts[number]))
        written = tuple(sorted(found, key=lambda edit: edit.span))
        if self.check and (reason := self.check(self.text, edits, written)):
            raise Unwritable(reason)
        return written

    def refusal(self, edits: Iterable[Edit]) -> str:
        """Why ``edits`` can't be written; empty where they can."""
        return why_not(self.rewritten, edits)

    def flagged(self, spans: Iterable[Span]) -> tuple[Edit, ...]:
        """The edits of the source that mark the places ``spans`` as in need of a look, where the format can."""
        found = self.flags(map(self.to_source, spans)) if self.flags else ()
        return tuple(sorted(set(found), key=lambda edit: edit.span))

    def only(self, numbers: Collection[int]) -> Prose:
        """The same with these blocks only, each of which was opened by itself."""
        groups: list[list[Piece]] = [[]]
        for piece in self.pieces:
            if piece.codec is None and not len(piece.origin) and piece.place.of(self.text) == BETWEEN_BLOCKS:
                groups.append([])
            else:
                groups[-1].append(piece)
        builder = Builder(self.source)
        for number, block in enumerate(self.blocks):
            if number in numbers:
                builder.open(block.kind, block.note, block.original)
                builder.take(self.text, groups[number])
        return builder.built(self.comment, self.check, self.flags, self.by_block)

    def in_source(self, edits: Sequence[Edit]) -> tuple[str, Sequence[Edit]] | None:
        """The source and what ``edits`` are in it; None where they can't be written."""
        try:
            return self.source, self.rewritten(edits)
        except Unwritable:
            return None

    def positions(self, span: Span) -> tuple[Position, Position]:
        """Where ``span`` begins and ends in the source."""
        there = self.to_source(span)
        return self._lines.position(there.start), self._lines.position(there.end)

    def to_source(self, span: Span) -> Span:
        """Where ``span`` of the prose lies in the source, the markup inside included, that at its borders not."""
        if not self.pieces:
            return Span(0, 0)
        first = self.pieces[min(bisect_right(self._starts, span.start), len(self.pieces)) - 1]
        last = self.pieces[max(0, bisect_left(self._starts, span.end) - 1)]
        start, end = _start_in(first, span.start), _end_in(last, span.end)
        return Span(start, max(start, end))

    def fixed(self, span: Span) -> bool:
        """Whether nothing of ``span`` may be edited."""
        return len(span) > 0 and all(not p.codec and not p.border for _, p in self._over(span))

    @cached_property
    def silence(self) -> Silence:
        """What comments in the source switch off."""
        found = switches(self.source, self.comment) if self.switches is None else self.switches
        number = partial(bisect_right, list(self._lines_of_blocks())) if self.by_block else None
        return _Silence(self, Suppressions(self.source, found, number))

    @cached_property
    def _lines(self) -> Lines:
        return Lines(self.source)

    def _lines_of_blocks(self) -> Iterator[int]:
        """Where the line begins in which each block does, or the block before ends in it, in order of the source."""
        before = 0
        for place in sorted(self.to_source(block.span) for block in self.blocks):
            yield max(before, 1 + max(self.source.rfind(end, before, place.start) for end in "\r\n"))
            before = place.end

    @cached_property
    def _starts(self) -> list[int]:
        return [piece.place.start for piece in self.pieces]

    @cached_property
    def _borders(self) -> bool:
        return any(piece.border for piece in self.pieces)

    @cached_property
    def _block_starts(self) -> list[int]:
        return [block.span.start for block in self.blocks]

    def _over(self, span: Span) -> Iterator[tuple[int, Piece]]:
        """The pieces that share a character with ``span``, numbered."""
        number = max(0, bisect_right(self._starts, span.start) - 1)
        while number < len(self.pieces) and self.pieces[number].place.start < span.end:
            if self.pieces[number].place.end > span.start:
                yield number, self.pieces[number]
            number += 1

    def _leave_something(self, edit: Edit) -> None:
        """A paragraph may be deleted, a heading or an item of a list would leave its mark: raises ``Unwritable``."""
        if edit.replacement.strip():
            return
        first, last = bisect_left(self._block_starts, edit.span.start), bisect_left(self._block_starts, edit.span.end)
        for block in self.blocks[first:last]:
            if block.span.end <= edit.span.end and block.kind in (BlockKind.HEADING, BlockKind.LIST_ITEM):
                raise Unwritable(f"nothing would be left of the {block.kind.value.replace('-', ' ')}")

    def _cuts(self, edit: Edit) -> Iterator[tuple[int, Edit]]:
        """An edit as edits that each lie in one piece, with its number."""
        if not len(edit.span):
            if edit.replacement:
                yield self._inserted(edit)
            return
        over = list(self._over(edit.span))
        if len(over) == 1 and over[0][1].codec:
            yield over[0][0], edit
            return
        lines = self._along_borders(edit, [piece for _, piece in over if piece.border])
        words = (each for line in lines for each in _by_words(self.text, line))
        for part in (part for each in words for part in self._without_gaps(each)):
            if not len(part.span):
                yield self._inserted(part)
                continue
            replacement = part.replacement
            for number, piece in self._over(part.span):
                if piece.codec is None:
                    raise Unwritable(self._reason(piece))
                inside = Span(max(part.span.start, piece.place.start), min(part.span.end, piece.place.end))
                yield number, Edit(inside, replacement)
                replacement = ""

    def _along_borders(self, edit: Edit, borders: Sequence[Piece]) -> Sequence[Edit]:
        """An edit over borders as one for each line: borders fall where the lines differ least from the old ones."""
        if not borders:
            return [edit]
        if len(edit.span) + len(edit.replacement) > _MOST_MOVED:
            raise Unwritable("it is too long for the line ends in it, which stay")
        start, end = self._reach(edit.span.start, -1), self._reach(edit.span.end, 1)
        new = self.text[start : edit.span.start] + edit.replacement + self.text[edit.span.end : end]
        starts = [start, *(piece.place.end for piece in borders)]
        spans = [Span(*pair) for pair in zip(starts, [*(piece.place.start for piece in borders), end], strict=True)]
        lines = _broken([span.of(self.text) for span in spans], new)
        return [Edit(*pair).trimmed(self.text) for pair in zip(spans, lines, strict=True)]

    def _reach(self, at: int, step: int) -> int:
        """How far the word at ``at`` goes, one blank beside it included."""
        for _ in range(_MOST_MOVED):
            character = self.text[at - 1 : at] if step < 0 else self.text[at : at + 1]
            piece = self.pieces[min(bisect_right(self._starts, at - (step < 0)), len(self.pieces)) - 1]
            if not character or (character.isspace() and piece.codec is None):
                break
            at += step
            if character.isspace():
                break
        return at

    def _check_lines(self, cuts: Mapping[int, Sequence[Edit]]) -> None:
        """Raises ``Unwritable`` where words that moved are edited as well, or a line at a border has none left."""
        if any(map(overlapping, cuts.values())):
            raise Unwritable("it moves words over a line end which another edit changes")
        for number in cuts:
            first = last = number
            while first > 0 and self.pieces[first - 1].codec:
                first -= 1
            while last + 1 < len(self.pieces) and self.pieces[last + 1].codec:
                last += 1
            beside = self.pieces[max(first - 1, 0)], self.pieces[min(last + 1, len(self.pieces) - 1)]
            line = Span(self.pieces[first].place.start, self.pieces[last].place.end)
            if not any(piece.border for piece in beside) or not line.of(self.text).strip():
                continue
            inside = (edit.shift(-line.start) for n in range(first, last + 1) for edit in cuts.get(n, ()))
            if not apply_edits(line.of(self.text), inside).strip():
                raise Unwritable("it leaves a line empty, and line ends stay")

    def _without_gaps(self, edit: Edit) -> Sequence[Edit]:
        """A deletion of whole blocks takes the gaps beside them along, which the source holds nothing of."""
        first = bisect_left(self._block_starts, edit.span.start)
        last = bisect_left(self._block_starts, edit.span.end)
        inside = [block.span for block in self.blocks[first:last]]
        before = self.blocks[first - 1].span.end if first else 0
        if edit.replacement.strip() or not inside or inside[-1].end > edit.span.end or edit.span.start < before:
            return [edit]
        return [Edit(span, "") for span in inside]

    def _inserted(self, edit: Edit) -> tuple[int, Edit]:
        """Which of the pieces around a place takes what is inserted there: a word's own, else the one less deep."""
        at = edit.span.start
        right = bisect_left(self._starts, at)
        if right > 0 and self.pieces[right - 1].place.end > at:
            left = right = right - 1
        else:
            left = right - 1
        around = [n for n in (left, right) if 0 <= n < len(self.pieces)]
        free = [n for n in dict.fromkeys(around) if self.pieces[n].codec]
        if not free:
            raise Unwritable(self._reason(self.pieces[around[0]]) if around else "there is no prose to edit")
        if len(free) == 2:
            if edit.replacement[0].isalnum() and self.text[at - 1].isalnum():
                return left, edit
            if edit.replacement[-1].isalnum() and self.text[at].isalnum():
                return right, edit
            free.sort(key=lambda number: self.pieces[number].depth)
        return free[0], edit

    def _reason(self, piece: Piece) -> str:
        shown = piece.origin.of(self.source).strip() or self.text[piece.place.start : piece.place.end].strip()
        if not shown:
            return "it reaches over the border of a block"
        return f"it reaches over {shown[:40]}{'…' * (len(shown) > 40)}, which stays as it is"

    def _of_piece(self, piece: Piece, cuts: Sequence[Edit]) -> Iterator[Edit]:
        assert piece.codec is not None
        if piece.alike:
            by = piece.origin.start - piece.place.start
            yield from (Edit(cut.span.shift(by), piece.codec.encode(cut.replacement)) for cut in cuts)
            return
        text = apply_edits(piece.place.of(self.text), (cut.shift(-piece.place.start) for cut in cuts))
        written = piece.origin.of(self.source)
        kept = piece.place.of(self.text)
        if text.startswith(kept):  # something was put beside an escape, which is kept as it is written
            yield Edit(Span(piece.origin.end, piece.origin.end), piece.codec.encode(text[len(kept) :]))
        elif text.endswith(kept):
            yield Edit(Span(piece.origin.start, piece.origin.start), piece.codec.encode(text[: -len(kept)]))
        elif text != written:
            yield Edit(piece.origin, piece.codec.encode(text))


def _stripped(text: str) -> Span:
    left = len(text) - len(text.lstrip())
    return Span(left, left + len(text.strip()))


def _start_in(piece: Piece, at: int) -> int:
    inside = min(at, piece.place.end) - piece.place.start
    return (
        piece.origin.start + inside if piece.alike else piece.origin.start if at < piece.place.end else piece.origin.end
    )


def _end_in(piece: Piece, at: int) -> int:
    inside = min(at, piece.place.end) - piece.place.start
    return (
        piece.origin.start + inside
        if piece.alike
        else piece.origin.end
        if at > piece.place.start
        else piece.origin.start
    )


def _by_words(text: str, edit: Edit) -> Iterator[Edit]:
    """The edit as those of the words that differ."""
    old, new = _WORD.findall(edit.span.of(text)), _WORD.findall(edit.replacement)
    if not new or len(old) + len(new) > _MOST_WORDS:
        yield edit
        return
    starts = [edit.span.start]
    for word in old:
        starts.append(starts[-1] + len(word))
    for tag, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag != "equal":
            yield Edit(Span(starts[i], starts[j]), "".join(new[k:m])).trimmed(text)


def _broken(old: Sequence[str], new: str) -> list[str]:
    """``new`` as as many lines as ``old``, broken at blanks so that the fewest characters differ.

    >>> _broken([" shut", ", "], " shut, "), _broken(["the", "the "], "the ")
    ([' shut,', ''], ['the', ''])
    """
    blanks = [found.span() for found in _BLANKS.finditer(new)]
    starts = [0, *(end for _, end in blanks)]

    @cache
    def best(line: int, begun: int) -> tuple[float, tuple[str, ...]]:
        """The least difference from the line ``line`` on, where it begins after ``begun`` blanks."""
        if line == len(old) - 1:
            rest = new[starts[begun] :]
            return _difference(old[line], rest), (rest,)
        found: tuple[float, tuple[str, ...]] = (float("inf"), ())
        for number in range(begun, len(blanks)):
            here = new[starts[begun] : blanks[number][0]]
            further, lines = best(line + 1, number + 1)
            found = min(found, (_difference(old[line], here) + further, (here, *lines)), key=lambda each: each[0])
        return found

    difference, lines = best(0, 0)
    if difference == float("inf"):
        raise Unwritable("it takes a line end away, which stays")
    return list(lines)


def _difference(old: str, new: str) -> int:
    same = sum(block.size for block in SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks())
    return len(old) + len(new) - 2 * same


@dataclass(frozen=True, slots=True)
class _Silence:
    """Comments in the source, asked about places of the prose."""

    prose: Prose
    comments: Suppressions

    def __bool__(self) -> bool:
        return bool(self.comments)

    def hold(self, rule: str, pack: str, span: Span, reach: Span | None = None) -> bool:
        if not self.comments:
            return False
        source = self.prose.to_source
        return self.comments.hold(rule, pack, source(span), source(reach) if reach else None)
