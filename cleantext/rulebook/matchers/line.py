"""``line``: a whole block, or several in a row, and its neighbours: what scrapers leave in a text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal

import regex

from cleantext.core.lines import with_end
from cleantext.core.span import Span
from cleantext.language.analysis import Analysis, Passage
from cleantext.rulebook.match import FindInDocument, Lists, Match, Pattern, Sees, Strict
from cleantext.rulebook.patterns import compiled, spelt_out
from cleantext.rulebook.prefilter.need import Gate, Need

TOP = 6  # so many blocks are the top of an article: headline, byline, dateline


class LineSpec(Strict, frozen=True, kw_only=True):
    """A whole line of the document (a block) that ``matches`` in full, and its neighbours.

    ``matches`` may be a list: as many lines in a row, each of which matches in full; a group ``at`` around one of
    them makes that line alone the finding.
    ``drop`` says that the span takes in the line's end, so that deleting it leaves no empty line.
    """

    matches: Pattern | Sequence[Pattern]
    before: Pattern | None = None
    after: Pattern | None = None
    position: Literal["first", "last", "top", "any"] = "any"
    drop: bool = True


Spec = LineSpec | Pattern


def sees(_: Spec) -> Sees:
    """The whole text."""
    return "document"


def find(given: Spec, lists: Lists) -> FindInDocument:
    """Groups: ``line``, the blocks without their last line end; a group ``at`` is the line to report, of several.

    Raises ``ValueError`` for a wrong pattern.
    """
    spec = LineSpec(matches=given) if isinstance(given, str) else given
    wholes = [compiled(pattern, lists) for pattern in _lines(spec)]
    before = compiled(spec.before, lists) if spec.before is not None else None
    after = compiled(spec.after, lists) if spec.after is not None else None

    def found(analysis: Analysis) -> Iterable[Match]:
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

    return found


def needs(spec: Spec, lists: Lists) -> Gate:
    """All of the lines."""
    found = tuple(Need(spelt_out(rf"\A(?:{pattern})\Z", lists)) for pattern in _lines(spec))
    return Gate(found, len(found))


def _lines(spec: Spec) -> Sequence[Pattern]:
    lines = spec if isinstance(spec, str) else spec.matches
    return [lines] if isinstance(lines, str) else lines


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
