"""Edits of the texts of runs in a Word document: made at once, or as tracked changes with comments.

A tracked change splits its run in two with the same properties, and lies between them. Word has no insertion within an
insertion, so that one of somebody else is ended before ours and goes on after it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence

from cleantext.core.edit import Edit, apply_edits
from cleantext.core.span import Span
from cleantext.formats.docx_story import RunText, Story
from cleantext.formats.marks import AUTHOR, Cut, Rank, ends_of, in_order

_BLANKS = " \t\n\r"


def edited(source: str, story: Story, edits: Iterable[Edit]) -> str:
    """``source`` with ``edits`` of its prose. Raises ``Unwritable``."""
    done: list[Edit] = []
    for number, own in _shared(story, story.prose.rewritten(edits)):
        text = story.texts[number]
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
    cuts: dict[int, list[Cut]] = {}
    for number, own in _shared(story, story.prose.rewritten(edits)):
        text = story.texts[number]
        done = [Cut(edit.span, Rank.CHANGE, _change(source, text, edit, date, ids)) for edit in own]
        cuts.setdefault(number, []).extend(done)
    for span, comment in comments:
        if ends := anchors(story, span):
            (first, start), (last, end) = ends
            prefix = _prefix(source, story.texts[first])
            opening = f'<{prefix}commentRangeStart {prefix}id="{comment}"/>'
            closing = opening.replace("Start", "End") + _run(
                prefix, f'<{prefix}commentReference {prefix}id="{comment}"/>'
            )
            rank = Rank.COMMENT_ENDS if start < end else Rank.EMPTY_COMMENT_ENDS
            cuts.setdefault(first, []).append(Cut(Span(start, start), Rank.COMMENT_BEGINS, opening))
            cuts.setdefault(last, []).append(Cut(Span(end, end), rank, closing))
    return apply_edits(source, (_split(source, story.texts[at], own) for at, own in cuts.items()))


def anchors(story: Story, span: Span) -> tuple[tuple[int, int], tuple[int, int]] | None:
    """Where a comment about ``span`` begins and ends, as ``ends_of`` says it; None where Word has no comments."""
    found = ends_of(story.places, story.prose.to_source(span))
    return found if found and all(story.texts[at].run.commentable for at, _ in found) else None


def _shared(story: Story, edits: Sequence[Edit]) -> Iterable[tuple[int, Sequence[Edit]]]:
    """The edits of the source that lie in each text, by its number."""
    of: dict[int, list[Edit]] = {}
    for edit in edits:
        at = bisect_right(story.places, edit.span.start, key=lambda place: place.start) - 1
        of.setdefault(at, []).append(edit)
    return of.items()


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


def _split(source: str, text: RunText, cuts: Sequence[Cut]) -> Edit:
    """The run of ``text`` split at ``cuts``, of which those in deleted text move to its border."""
    run, prefix = text.run, _prefix(source, text)
    opening, closing = source[run.start : run.opened] + run.properties, f"</{prefix}r>"
    first = not source[run.begun : text.outer.start].strip(_BLANKS)
    last = not source[text.outer.end : run.closed].strip(_BLANKS)
    parts: list[str] = []
    is_open, at = not first, text.inner.start

    def keep(end: int) -> None:
        nonlocal is_open
        if at < end:
            parts.extend(["" if is_open else opening, _kept(source, text, source[at:end])])
            is_open = True

    for cut in in_order(cuts):
        keep(cut.span.start)
        parts += [closing if is_open else "", cut.xml]
        is_open = False
        at = cut.span.end
    keep(text.inner.end)
    if is_open is last:
        parts.append(closing if is_open else opening)
    return Edit(Span(run.start if first else text.outer.start, run.end if last else text.outer.end), "".join(parts))


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
