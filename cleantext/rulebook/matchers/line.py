"""``line``: a whole block of the document, and what stands before and after it. For what scrapers leave behind."""

from __future__ import annotations

from collections.abc import Iterable

from cleantext.core.span import Span
from cleantext.language.reading import Reading
from cleantext.rulebook.matchers.match import FindInReading, Lists, Match
from cleantext.rulebook.patterns import compiled
from cleantext.rulebook.schema import LineSpec

TOP = 6  # so many blocks are the top of an article: headline, byline, dateline


def line_matcher(spec: LineSpec | str, lists: Lists) -> FindInReading:
    """Groups: ``line``, the block without its line end. Raises ``ValueError`` for a wrong pattern."""
    spec = LineSpec(matches=spec) if isinstance(spec, str) else spec
    whole = compiled(spec.matches, lists)
    before = compiled(spec.before, lists) if spec.before is not None else None
    after = compiled(spec.after, lists) if spec.after is not None else None

    def find(reading: Reading) -> Iterable[Match]:
        passages = reading.passages
        for i, (offset, passage) in enumerate(passages):
            m = whole.fullmatch(passage.text)
            if not m or not _at(spec.position, i, len(passages)):
                continue
            if before and not before.search(passages[i - 1][1].text if i else ""):
                continue
            if after and not after.search(passages[i + 1][1].text if i + 1 < len(passages) else ""):
                continue
            line = Span(offset, offset + len(passage.text))
            groups = {"line": line}
            for name in whole.groupindex:
                if m.span(name)[0] >= 0:
                    groups[name] = Span(*m.span(name)).shift(offset)
            yield Match(_with_end(reading.text, line) if spec.drop else line, groups)

    return find


def _at(position: str, i: int, count: int) -> bool:
    match position:
        case "first":
            return i == 0
        case "last":
            return i == count - 1
        case "top":
            return i < TOP
    return True


def _with_end(text: str, line: Span) -> Span:
    """The line and its end, with the empty line that would double when it goes; the line end before it at the
    end of the text."""
    end = line.end
    while end < len(text) and text[end] in " \t":
        end += 1
    end = _behind_line_end(text, end)
    blank_before = text[: line.start].rstrip(" \t").endswith(("\n\n", "\r\n\r\n", "\r\r")) or not line.start
    if blank_before and end > line.end:
        end = _behind_line_end(text, end)
    if end == line.end:  # the last line has no end of its own
        start = len(text[: line.start].rstrip())
        return Span(start, end)
    return Span(line.start, end)


def _behind_line_end(text: str, at: int) -> int:
    if text.startswith("\r\n", at):
        return at + 2
    return at + 1 if text[at : at + 1] in ("\n", "\r") else at
