"""What the formats of subtitles share: sentences that run on over several cues and lines, whose borders and times stay.

A cue continues the sentence of the one before unless that has ended, time has passed, or another speaker begins.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import zip_longest

import regex

from cleantext.core.document import Block, BlockKind
from cleantext.core.span import Span
from cleantext.formats import text as plain
from cleantext.formats.decoding import NotText
from cleantext.formats.pieces import Builder, Codec, Prose, Unwritable

TIMES = regex.compile(
    r"(?<![^\r\n])[ \t]*(?P<start>(?:\d{1,4}:)?\d{1,2}:\d{2}[,.]\d{1,3})[ \t]*-->"
    r"[ \t]*(?P<end>(?:\d{1,4}:)?\d{1,2}:\d{2}[,.]\d{1,3})(?:[ \t][^\r\n]*+)?(?![^\r\n])"
)
_ARROW = regex.compile(r"(?<![^\r\n])[ \t\d:.,]*-->[^\r\n]*")
_LINE = regex.compile(r"[^\r\n]+")
_PAUSE = 5  # seconds after which no sentence goes on
_ENDED = regex.compile(r"[.!?…:♪\])][\"'”’»\])]*\s*\Z")
_GOES_ON = regex.compile(r"\s*[\p{Ll},.;:!?…]")
_SPEAKER = regex.compile(r"\s*(?:[-–—]\s*\p{L}|[♪♫\[(#])")
_CLOSING = regex.compile(r"</")
_OPENING = regex.compile(r"<\p{L}")


@dataclass(frozen=True, slots=True)
class Cue:
    """The lines of a subtitle, and when it is shown: seconds, and the time as it is written."""

    start: float
    end: float
    note: str
    lines: tuple[Span, ...]


def prose(
    source: str, cues: Iterable[Cue], markup: regex.Pattern[str], codec: Codec,
    comment: regex.Pattern[str] | None = None,
) -> Prose:  # fmt: skip
    """The prose of cues in the order of the file. ``markup`` has no place in it and stays."""
    builder = Builder(source)
    before, ended = "", -float(_PAUSE)
    border = 0
    for cue in cues:
        for number, line in enumerate(cue.lines):
            shown = markup.sub("", line.of(source))
            if not shown.strip():
                continue
            if before and _joined(before, shown, number > 0, cue.start - ended):
                builder.trim()
                builder.border(border, line.start)
            else:
                builder.open(_blocks, cue.note)
            border = _add(builder, line, markup, codec)
            before = shown
        ended = cue.end
    return builder.built(comment, by_block=True)


def timed(source: str) -> Iterator[tuple[regex.Match[str], Span]]:
    """Each line of times as in SubRip and WebVTT, and what lies between it and the next.

    Raises ``NotText`` for a line with an arrow that has no two times.
    """
    found = list(TIMES.finditer(source))
    starts = {each.start() for each in found}
    for arrow in _ARROW.finditer(source):
        if arrow.start() not in starts:
            number = source.count("\n", 0, arrow.start()) + 1
            raise NotText(f"line {number} should hold the times of a subtitle, but is {arrow[0].strip()[:60]!r}")
    for each, following in zip_longest(found, found[1:]):
        yield each, Span(each.end(), following.start() if following else len(source))


def lines(source: str, span: Span) -> tuple[Span, ...]:
    """The lines with something in them."""
    return tuple(Span(*m.span()) for m in _LINE.finditer(source, span.start, span.end) if not m[0].isspace())


def seconds(written: str) -> float:
    """
    >>> seconds("01:02:03,5")
    3723.5
    """
    total = 0.0
    for part in written.replace(",", ".").split(":"):
        total = total * 60 + float(part)
    return total


def holding(text: str, forbidden: str) -> str:
    """``text``; raises ``Unwritable`` for line ends, arrows, and for characters that would be markup in a subtitle."""
    for each in ("\n", "\r", "-->", *forbidden):
        if each in text:
            raise Unwritable(f"it holds {'a line end' if each.isspace() else each}, which would be read as markup")
    return text


def _joined(before: str, shown: str, same_cue: bool, pause: float) -> bool:
    if _SPEAKER.match(shown):
        return False
    if same_cue:
        return True
    return pause <= _PAUSE and (not _ENDED.search(before) or _GOES_ON.match(shown) is not None)


def _blocks(text: str) -> tuple[Block, ...]:
    """The blocks of a sentence; a dash begins what another speaker says, and no item of a list."""
    return tuple(
        replace(block, kind=BlockKind.PROSE if block.kind is BlockKind.LIST_ITEM else block.kind)
        for block in plain.by_looks(text)
    )


def _add(builder: Builder, line: Span, markup: regex.Pattern[str], codec: Codec) -> int:
    """Adds the text of a line; where it ends."""
    at, depth, last = line.start, 0, line.start
    for found in [*markup.finditer(builder.source, line.start, line.end), None]:
        end = found.start() if found else line.end
        builder.add(at, end, codec, depth)
        if end > at:
            last = end
        if found:
            at = found.end()
            depth = max(0, depth + bool(_OPENING.match(found[0])) - bool(_CLOSING.match(found[0])))
    return last
