"""Edits of the texts of runs in a Word document: made at once, or as tracked changes with comments.

A tracked change splits its run in two with the same properties, and lies between them. Word has no insertion within an
insertion, so that one of somebody else is ended before ours and goes on after it.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from cleantext.core.edit import Edit, apply_edits
from cleantext.core.span import Span
from cleantext.formats.docx_story import RunText, Story
from cleantext.formats.marks import AUTHOR

_BLANKS = " \t\n\r"


def edited(source: str, story: Story, edits: Iterable[Edit]) -> str:
    """``source`` with ``edits`` of its prose. Raises ``Unwritable``."""
    done: list[Edit] = []
    for text, own in _shared(story, story.prose.rewritten(edits)):
        content = apply_edits(text.inner.of(source), (edit.shift(-text.inner.start) for edit in own))
        if text.preserved or content == content.strip(_BLANKS):
            done += own
        else:
            done.append(Edit(text.outer, _kept(source, text, content)))
    return apply_edits(source, done)


def tracked(
    source: str,
    story: Story,
    edits: Iterable[Edit],
    comments: Iterable[tuple[Span, int]],
    date: str,
    ids: Iterator[int],
) -> str:
    """``source`` with ``edits`` as changes, numbered by ``ids``, and with the places of ``comments`` by their ids.

    All spans count in the prose. Raises ``Unwritable``.
    """
    cuts: dict[int, list[_Cut]] = {}
    for text, own in _shared(story, story.prose.rewritten(edits)):
        done = [_Cut(edit.span, 2, _change(source, text, edit, date, ids)) for edit in own]
        cuts.setdefault(story.texts.index(text), []).extend(done)
    for span, number in comments:
        if ends := anchors(story, span):
            (first, start), (last, end) = ends
            prefix = _prefix(source, story.texts[first])
            opening = f'<{prefix}commentRangeStart {prefix}id="{number}"/>'
            closing = opening.replace("Start", "End") + _run(
                prefix, f'<{prefix}commentReference {prefix}id="{number}"/>'
            )
            cuts.setdefault(first, []).append(_Cut(Span(start, start), 1, opening))
            cuts.setdefault(last, []).append(_Cut(Span(end, end), 0 if start < end else 3, closing))
    return apply_edits(source, (_split(source, story.texts[at], own) for at, own in cuts.items()))


def anchors(story: Story, span: Span) -> tuple[tuple[int, int], tuple[int, int]] | None:
    """The numbers of the texts in which a comment about ``span`` begins and ends, and where in the source.

    None where Word has no comments.
    """
    there = story.prose.to_source(span)
    first = bisect_right(story.texts, there.start, key=lambda text: text.inner.end)
    last = bisect_left(story.texts, there.end, key=lambda text: text.inner.start) - 1
    if first > last:  # nothing is between: the text that ends next, at its start
        first = last = bisect_left(story.texts, there.start, key=lambda text: text.inner.end)
    if last >= len(story.texts) or not all(story.texts[at].run.commentable for at in (first, last)):
        return None
    start = max(there.start, story.texts[first].inner.start)
    return (first, start), (last, max(start, min(there.end, story.texts[last].inner.end)))


@dataclass(frozen=True, slots=True)
class _Cut:
    """What comes between two runs in the place of ``span``.

    At one place come, by ``rank``, ends of comments, starts of comments, a change, ends of comments about nothing.
    """

    span: Span
    rank: int
    xml: str


def _shared(story: Story, edits: Sequence[Edit]) -> Iterator[tuple[RunText, Sequence[Edit]]]:
    """The edits of the source that lie in each text."""
    of: dict[int, list[Edit]] = {}
    for edit in edits:
        at = bisect_right(story.texts, edit.span.start, key=lambda text: text.inner.start) - 1
        of.setdefault(at, []).append(edit)
    yield from ((story.texts[at], own) for at, own in of.items())


def _change(source: str, text: RunText, edit: Edit, date: str, ids: Iterator[int]) -> str:
    """A deletion, an insertion, or the one after the other."""
    prefix, properties, around = _prefix(source, text), text.run.properties, text.run.inserted

    def change(name: str, inside: str, content: str) -> str:
        told = f'{prefix}id="{next(ids)}" {prefix}author="{AUTHOR}" {prefix}date="{date}"'
        run = _run(prefix, properties + _element(prefix, inside, content))
        return f"<{prefix}{name} {told}>{run}</{prefix}{name}>"

    deleted = change("del", "delText", edit.span.of(source)) if len(edit.span) else ""
    inserted = change("ins", "t", edit.replacement) if edit.replacement else ""
    return deleted + (f"</{prefix}ins>{inserted}{around}" if inserted and around else inserted)


def _split(source: str, text: RunText, cuts: Sequence[_Cut]) -> Edit:
    """The run of ``text`` split at ``cuts``, of which those in deleted text move to its border."""
    run, prefix = text.run, _prefix(source, text)
    opening, closing = source[run.start : run.opened] + run.properties, f"</{prefix}r>"
    first = not source[run.begun : text.outer.start].strip(_BLANKS)
    last = not source[text.outer.end : run.closed].strip(_BLANKS)
    parts: list[str] = []
    is_open, at = not first, text.inner.start
    nothing = _Cut(Span(text.inner.end, text.inner.end), 4, "")
    for cut in sorted([*_moved(cuts), nothing], key=lambda cut: (cut.span.start, cut.rank)):
        if at < cut.span.start:
            parts += ["" if is_open else opening, _kept(source, text, source[at : cut.span.start])]
            is_open = True
        if cut.xml:
            parts += [closing if is_open else "", cut.xml]
            is_open = False
        at = cut.span.end
    if is_open is last:
        parts.append(closing if is_open else opening)
    return Edit(Span(run.start if first else text.outer.start, run.end if last else text.outer.end), "".join(parts))


def _moved(cuts: Sequence[_Cut]) -> Iterator[_Cut]:
    changes = [cut.span for cut in cuts if cut.rank == 2]
    for cut in cuts:
        around = next((s for s in changes if s.start < cut.span.start < s.end), None) if cut.rank != 2 else None
        to = cut.span.start if around is None else around.start if cut.rank == 1 else around.end
        yield cut if around is None else _Cut(Span(to, to), cut.rank, cut.xml)


def _kept(source: str, text: RunText, content: str) -> str:
    """A part of a text. To preserve its outer white space would make more than a blank of a tab inside."""
    prefix = _prefix(source, text)
    if text.preserved:
        return _element(prefix, "t", content)
    if content == content.strip(_BLANKS):
        return f"<{prefix}t>{content}</{prefix}t>"
    return _element(prefix, "t", content.translate(dict.fromkeys(map(ord, _BLANKS), " ")))


def _run(prefix: str, content: str) -> str:
    return f"<{prefix}r>{content}</{prefix}r>"


def _element(prefix: str, name: str, content: str) -> str:
    return f'<{prefix}{name} xml:space="preserve">{content}</{prefix}{name}>'


def _prefix(source: str, text: RunText) -> str:
    start = text.run.start + 1
    return source[start : source.index(":", start) + 1]
