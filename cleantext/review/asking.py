"""Decide at the terminal, one place after the other, as ``git add -p`` asks about hunks.

It asks about what the page asks about: each place that waits, once, in the order of the files. What is decided is kept
at once; who stops goes on from there later, here or in the page.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from rich.text import Text

from cleantext.core.edit import Edit
from cleantext.core.span import Span, clash
from cleantext.report.model import FileReport, Report, ReportedFinding, ReportedFix, Sources
from cleantext.report.places import cover, fix_spans, places, waits
from cleantext.report.terminal import COLOURS
from cleantext.report.visible import crop, visible
from cleantext.report.words import in_words, whole_words
from cleantext.review.decisions import Decision

HELP = """\
y  accept the change              n  leave the text as it is
e  your own words                 1  another reading, by its number
a  accept this and all that follow in this file
d  leave this and all that follow in this file
s  skip: decide later             q  stop here; what is undecided stays as it is
"""
_AROUND = 60  # characters of the text before and after a change
_OTHERS = 9
_SHOWN = 50  # characters of what is changed or was typed
_INDENT = "    "
_LINE_ENDS = re.compile(r"[\r\n]+")


class Stopped(Exception):
    """The person has had enough questions."""


def ask(
    report: Report,
    sources: Sources,
    decided: frozenset[tuple[str, str]],
    keep: Callable[[Sequence[Decision]], None],
    answer: Callable[[str], str],
    show: Callable[[Text], None],
) -> None:
    """Ask about each place of ``report`` that waits, those in ``decided`` (path and finding) aside.

    ``keep`` takes the decisions on a place, ``answer`` reads what the person says to a question and raises ``EOFError``
    at the end, ``show`` prints. Returns when all is decided or nothing more is to be asked.
    """
    todo = [(file, found) for file in report.files if file.path in sources for found in _waiting(file, decided)]
    for_all: dict[str, str] = {}
    try:
        for number, (file, found) in enumerate(todo, 1):
            source = sources[file.path]
            said = for_all.get(file.path)
            if said is None:
                show(_question(file, found, source, f"{number} of {len(todo)}"))
            made = _decisions(file.path, found, source, said, answer, show)
            if made.for_all:
                for_all[file.path] = made.for_all
            if made.decisions:
                keep(made.decisions)
    except (Stopped, EOFError):
        return


@dataclass(frozen=True, slots=True)
class _Made:
    """Decisions on a place, and the answer that holds for the rest of the file."""

    decisions: Sequence[Decision] = ()
    for_all: str | None = None


def _waiting(file: FileReport, decided: frozenset[tuple[str, str]]) -> Iterator[list[ReportedFinding]]:
    for numbers in places(file.findings):
        found = [file.findings[number] for number in numbers]
        if waits(found[0]) and not all((file.path, finding.id) in decided for finding in found):
            yield sorted(found, key=lambda finding: (finding.fix is None, -_sure(finding)))


def _decisions(
    path: str,
    found: Sequence[ReportedFinding],
    source: str,
    said: str | None,
    answer: Callable[[str], str],
    show: Callable[[Text], None],
) -> _Made:
    first = found[0]
    others = _others(found)
    readings = [f"1-{len(others)}" if len(others) > 1 else "1"] * bool(others)
    letters = ",".join([*["y"] * bool(first.fix), "n", "e", *readings, "a", "d", "s", "q", "?"])
    while True:
        word = said or answer(f"{'Accept' if first.fix else 'Leave as it is'}? [{letters}] ").strip()
        if word == "q":
            raise Stopped
        if word == "s" or (said == "a" and not first.fix):
            return _Made()
        if word in ("y", "a") and first.fix:
            return _Made(_accepted(path, found), "a" if word == "a" else None)
        if word == "a":
            return _Made((), "a")
        if word in ("n", "d"):
            return _Made([_decision(path, finding, "reject") for finding in found], "d" if word == "d" else None)
        if word == "e":
            span = _words(first, source)
            old = crop(visible(span.of(source)), _SHOWN)
            text = answer(f"Instead of “{old}”: ")
            if not text and answer(f"Remove “{old}”? [y,n] ").strip() != "y":
                continue
            return _Made([_own(path, first, source, span, text), *_rejected(path, found[1:])])
        if word.isdecimal() and 1 <= int(word) <= len(others):
            finding, fix = others[int(word) - 1]
            return _Made(
                [_reading(path, finding, fix, source), *_rejected(path, [f for f in found if f is not finding])]
            )
        wrong = f"“{crop(visible(word), _SHOWN)}” is no choice here.\n" if word not in ("", "?") else ""
        show(Text(wrong + HELP))


def _others(found: Sequence[ReportedFinding]) -> list[tuple[ReportedFinding, ReportedFix]]:
    """The readings beside the first: fixes of the other findings, then all alternatives."""
    fixes = [(finding, finding.fix) for finding in found[1:] if finding.fix]
    return [*fixes, *((finding, fix) for finding in found for fix in finding.alternatives)][:_OTHERS]


def _decision(path: str, finding: ReportedFinding, name: str) -> Decision:
    return Decision(path=path, finding=finding.id, decision=name)  # type: ignore[arg-type]


def _rejected(path: str, found: Sequence[ReportedFinding]) -> list[Decision]:
    return [_decision(path, finding, "reject") for finding in found]


def _accepted(path: str, found: Sequence[ReportedFinding]) -> list[Decision]:
    """The first is accepted; rejected is what it excludes."""
    first, *others = found
    excluded = [f for f in others if f.fix is None or clash(fix_spans(f), fix_spans(first))]
    return [_decision(path, first, "accept"), *_rejected(path, excluded)]


def _reading(path: str, finding: ReportedFinding, fix: ReportedFix, source: str) -> Decision:
    if fix is finding.fix:
        return _decision(path, finding, "accept")
    edits = sorted((edit.edit for edit in fix.edits), key=lambda edit: edit.span)
    span = Span(edits[0].span.start, max(edit.span.end for edit in edits))
    done, at = "", span.start
    for edit in edits:
        done += source[at : edit.span.start] + edit.replacement
        at = edit.span.end
    return _own(path, finding, source, span, done + source[at : span.end])


def _own(path: str, finding: ReportedFinding, source: str, span: Span, text: str) -> Decision:
    return Decision(
        path=path,
        finding=finding.id,
        decision="edit",
        text=text,
        old=span.of(source),
        offset=span.start - finding.start,
    )


def _words(finding: ReportedFinding, source: str) -> Span:
    """The whole words that its fix changes; what it is about, where it has none."""
    span = cover(finding)
    for word in _whole(source, finding.fix) if finding.fix else ():
        span = span.join(word.span)
    return span


def _whole(source: str, fix: ReportedFix) -> list[Edit]:
    return [word.edit for word in whole_words(source, [edit.edit for edit in fix.edits])]


def _sure(finding: ReportedFinding) -> float:
    return min(finding.confidence, finding.fix_confidence)


def _in_lines(text: str) -> str:
    """The lines of the text below each other, without the empty ones."""
    return f"\n{_INDENT}".join(map(visible, _LINE_ENDS.split(text)))


def _question(file: FileReport, found: Sequence[ReportedFinding], source: str, number: str) -> Text:
    first = found[0]
    text = Text()
    text.append(f"\n{visible(file.path)}:{first.line}:{first.column}: ", "bold")
    text.append(visible(first.message), COLOURS[first.severity])
    text.append(f" ({number}{f', {int(100 * _sure(first))} % sure' if first.fix else ''})\n", "dim")
    edits = _whole(source, first.fix) if first.fix else [Edit(cover(first), "")]
    start, end = edits[0].span.start, edits[-1].span.end
    at = max(0, start - _AROUND)
    text.append(_INDENT + "…" * (at > 0) + _in_lines(source[at:start].lstrip("\r\n")))
    at = start
    for edit in edits:
        text.append(_in_lines(source[at : edit.span.start]))
        old = visible(edit.span.of(source))
        if first.fix is None:
            text.append(f"[{old}]", "yellow")
        else:
            text.append(f"[-{old}-]" * bool(old), "red")
            text.append(f"{{+{visible(edit.replacement)}+}}" * bool(edit.replacement), "green")
        at = edit.span.end
    stop = min(len(source), end + _AROUND)
    text.append(_in_lines(source[at:stop].rstrip("\r\n")) + "…" * (stop < len(source)) + "\n")
    for i, (_, fix) in enumerate(_others(found), 1):
        text.append(f"{_INDENT}{i}  {crop(visible(in_words(source, [edit.edit for edit in fix.edits])), 70)}\n", "dim")
    return text
