"""The prose of several members of a package, such as the chapters of a book, as one text with one layout."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from cleantext.core.document import Block, Position
from cleantext.core.edit import Edit
from cleantext.core.lines import Lines
from cleantext.core.span import Span
from cleantext.core.suppression import Silence
from cleantext.formats.pieces import BETWEEN_BLOCKS, Prose, Unwritable, why_not


@dataclass(frozen=True)
class Joined:
    """A ``Layout``. ``members`` are in reading order, each with its name; positions count in the joined prose."""

    members: Mapping[str, Prose]

    @cached_property
    def text(self) -> str:
        """All of the prose."""
        return BETWEEN_BLOCKS.join(prose.text for prose in self.members.values())

    @cached_property
    def blocks(self) -> tuple[Block, ...]:
        """The blocks of all members."""
        pairs = zip(self._starts, self.members.values(), strict=True)
        return tuple(replace(b, span=b.span.shift(start)) for start, prose in pairs for b in prose.blocks)

    def rewritten(self, edits: Iterable[Edit]) -> Mapping[str, Sequence[Edit]]:
        """The edits of the source of each member that is changed. Raises ``Unwritable``."""
        return {name: self.members[name].rewritten(own) for name, own in self.shared(edits).items()}

    def shared(self, edits: Iterable[Edit]) -> Mapping[str, Sequence[Edit]]:
        """The edits of the prose of each member that is changed. Raises ``Unwritable``."""
        of: dict[str, list[Edit]] = {}
        for edit in edits:
            name, span = self.located(edit.span)
            of.setdefault(name, []).append(Edit(span, edit.replacement))
        return of

    def located(self, span: Span) -> tuple[str, Span]:
        """The member that holds ``span``, and the span in its prose. Raises ``Unwritable``."""
        number, inside = self._member(span)
        return list(self.members)[number], inside

    def refusal(self, edits: Iterable[Edit]) -> str:
        """Why ``edits`` can't be written; empty where they can."""
        return why_not(self.rewritten, edits)

    def in_source(self, edits: Sequence[Edit]) -> None:
        """A package is no text."""

    def positions(self, span: Span) -> tuple[Position, Position]:
        """Where ``span`` begins and ends in the joined prose."""
        return self._lines.position(span.start), self._lines.position(span.end)

    def fixed(self, span: Span) -> bool:
        """Whether nothing of ``span`` may be edited."""
        try:
            number, inside = self._member(span)
        except Unwritable:
            return False
        return list(self.members.values())[number].fixed(inside)

    @property
    def silence(self) -> Silence:
        """What comments in the members switch off, each in its own."""
        return _Silence(self)

    @cached_property
    def _starts(self) -> list[int]:
        starts = [0]
        for prose in self.members.values():
            starts.append(starts[-1] + len(prose.text) + len(BETWEEN_BLOCKS))
        return starts[:-1]

    @cached_property
    def _lines(self) -> Lines:
        return Lines(self.text)

    def _member(self, span: Span) -> tuple[int, Span]:
        """The number of the member that holds ``span``, and the span in it. Raises ``Unwritable``."""
        number = bisect_right(self._starts, span.start) - 1
        prose = list(self.members.values())[number]
        if span.end > self._starts[number] + len(prose.text) or span.start > self._starts[number] + len(prose.text):
            raise Unwritable("it reaches over the border of two parts of the file")
        return number, span.shift(-self._starts[number])


@dataclass(frozen=True, slots=True)
class _Silence:
    joined: Joined

    def __bool__(self) -> bool:
        return any(prose.silence for prose in self.joined.members.values())

    def hold(self, rule: str, pack: str, span: Span, reach: Span | None = None) -> bool:
        try:
            number, inside = self.joined._member(span)
            further = self.joined._member(reach)[1] if reach else None
        except Unwritable:
            return False
        return list(self.joined.members.values())[number].silence.hold(rule, pack, inside, further)
