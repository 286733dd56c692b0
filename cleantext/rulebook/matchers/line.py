"""``line``: a whole block, or several in a row, and what stands around them: what scrapers leave behind."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import regex

from cleantext.core.span import Span
from cleantext.language.analysis import Analysis, Passage
from cleantext.rulebook.matchers.match import FindInDocument, Lists, Match
from cleantext.rulebook.patterns import compiled
from cleantext.rulebook.schema import LineSpec

TOP = 6  # so many blocks are the top of an article: headline, byline, dateline


def line_matcher(spec: LineSpec | str, lists: Lists) -> FindInDocument:
    """Groups: ``line``, the blocks without their last line end; a group ``at`` is the line to report, of several.

    Raises ``ValueError`` for a wrong pattern.
    """
    spec = LineSpec(matches=spec) if isinstance(spec, str) else spec
    given = [spec.matches] if isinstance(spec.matches, str) else spec.matches
    wholes = [compiled(pattern, lists) for pattern in given]
    before = compiled(spec.before, lists) if spec.before is not None else None
    after = compiled(spec.after, lists) if spec.after is not None else None

    def find(analysis: Analysis) -> Iterable[Match]:
        passages = analysis.passages
        for i in range(len(passages) - len(wholes) + 1):
            run = passages[i : i + len(wholes)]
            matched = _all_match(wholes, run)
            if not matched or not _at(spec.position, i, len(passages)):
                continue
            following = i + len(run)
            if before and not before.search(passages[i - 1].text if i else ""):
                continue
            if after and not after.search(passages[following].text if following < len(passages) else ""):
                continue
            line = run[0].span.join(run[-1].span)
            groups = {"line": line}
            for m, passage in zip(matched, run, strict=True):
                for name in m.re.groupindex:
                    if m.span(name)[0] >= 0:
                        groups[name] = Span(*m.span(name)).shift(passage.start)
            span = groups.get("at", line)
            yield Match(with_end(analysis.text, span) if spec.drop else span, groups)

    return find


def _all_match(wholes: Sequence[regex.Pattern[str]], run: Sequence[Passage]) -> list[regex.Match[str]] | None:
    matched = []
    for whole, passage in zip(wholes, run, strict=True):
        m = whole.fullmatch(passage.text)
        if not m:
            return None
        matched.append(m)
    return matched


def _at(position: str, i: int, count: int) -> bool:
    match position:
        case "first":
            return i == 0
        case "last":
            return i == count - 1
        case "top":
            return i < TOP
    return True


def with_end(text: str, line: Span) -> Span:
    """The line and its end, with the empty line that would double when it goes; the line end before it at the
    end of the text."""
    if text[line.start - 2 : line.start] == "\n\n" and text.startswith("\n\n", line.end) and line.start >= 2:
        return Span(line.start - 1, line.end + 1)  # touches neither neighbour, which may have findings of its own
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
