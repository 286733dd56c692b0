"""The decisions in an office document that came back: which tracked changes its editor accepted and rejected.

A change that was rejected shows the old words, one that was accepted or still waits the new ones. So each paragraph of
the source is looked for in what came back, every edit in it with its old or its new words. A paragraph that was also
rewritten by hand tells nothing, and that is said. What ``--to docx`` wrote comes back in the same way.
"""

from __future__ import annotations

import hashlib
import os
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import msgspec

from cleantext.core.document import Document
from cleantext.core.span import Span
from cleantext.formats.decoding import NotText
from cleantext.formats.known import NAMES, SUFFIXES, Reading
from cleantext.formats.reader import read, undecided
from cleantext.report.model import AppliedEdit, FileReport, Report
from cleantext.report.redline.docx import shown
from cleantext.report.redline.passages import passages
from cleantext.review.decisions import Decision, NotDecisions
from cleantext.storage.reading import read_file

_AHEAD = 100  # paragraphs that are searched for one that may have moved on


def decisions_in(report: Report, base: Path, path: Path, raw: bytes) -> tuple[list[Decision], list[str]]:
    """The decisions in the document ``raw`` of the file ``path``, and remarks for the user.

    The sources are read from ``base``. While changes of ours wait in the document, only rejections count. Raises
    ``NotDecisions`` for a document that isn't a copy of the report's, and where its source can't be read.
    """
    file = _file(report, base, path)
    try:
        content = read_file(base / file.path)
        if hashlib.sha256(content).hexdigest() != file.sha256:
            raise NotDecisions(f"{file.path} has changed since the report was made")
        source = read(Path(file.path), content, Reading(file.format, file.columns))
        own = source.format if NAMES[source.format].tracks else "docx"
        returned = read(path, raw, Reading(own))
        waiting = undecided(returned)
    except (OSError, NotText) as error:
        raise NotDecisions(str(error)) from error
    kept, lost = _told(file.applied, source, returned)
    found: dict[str, bool] = {}
    for edit, stays in kept:
        for name in edit.findings:
            found[name] = found.get(name, True) and stays
    names = {True: "accept", False: "reject"}
    made = [
        Decision(path=file.path, finding=name, decision=names[stays])  # type: ignore[arg-type]
        for name, stays in found.items()
        if not stays or not waiting
    ]
    remarks = [f"{path}: changes still wait for a decision, so what was accepted isn't known"] if waiting else []
    if lost:
        remarks.append(f"{path}: {lost} of {len(file.applied)} changes are in paragraphs that were rewritten, and stay")
    return made, remarks


def _file(report: Report, base: Path, path: Path) -> FileReport:
    """The file whose copy came back: the one that was written there, else the only one of that name."""
    tracked = [f for f in report.files if f.error is None and (known := _tracking(f)) and path.suffix.lower() in known]
    there = [f for f in tracked if f.output and os.path.realpath(base / f.output) == os.path.realpath(path)]
    named = [f for f in tracked if Path(f.output or f.path).name == path.name]
    for files in (there, named):
        if len(files) == 1:
            return files[0]
    raise NotDecisions(f"the report has {'several files' if named else 'no office document'} of this name")


def _tracking(file: FileReport) -> Sequence[str]:
    """The suffixes of what was written of a file, where that has tracked changes."""
    written = SUFFIXES.get(Path(file.output or file.path).suffix.lower())
    return written.suffixes if written and written.tracks else ()


def _told(
    applied: Sequence[AppliedEdit], source: Document, returned: Document
) -> tuple[list[tuple[AppliedEdit, bool]], int]:
    """Each edit with whether it stays, and how many can't be told."""
    edits = [] if source.format == returned.format else [edit.edit for edit in applied]
    blocks = [block.span for block in passages(source, edits)]
    candidates = [shown(block.span.of(returned.text)) for block in passages(returned, [])]
    text = shown(source.text)
    of: Mapping[int, list[AppliedEdit]] = {number: [] for number in range(len(blocks))}
    lost = 0
    for edit in applied:
        there = list(_in_blocks(edit, blocks))
        lost += not there and bool((edit.span.of(text) + edit.replacement).strip())
        for number, each in there:
            of[number].append(each)
    told: list[tuple[AppliedEdit, bool]] = []
    at = 0
    for number, block in enumerate(blocks):
        for ahead, candidate in enumerate(candidates[at : at + _AHEAD]):
            if (stays := _fitting(text, block, of[number], candidate)) is not None:
                told += zip(of[number], stays, strict=True)
                at += ahead + 1
                break
        else:
            if (stays := _fitting(text, block, of[number], "")) is not None:  # all of it was deleted
                told += zip(of[number], stays, strict=True)
            else:
                lost += len(of[number])
    return told, lost


def _in_blocks(edit: AppliedEdit, blocks: Sequence[Span]) -> Iterator[tuple[int, AppliedEdit]]:
    """What an edit does to each block, by its number. Between blocks is white space, which nobody decides about."""
    new = shown(edit.replacement)
    for number in range(bisect_left(blocks, edit.start, key=lambda block: block.end), len(blocks)):
        start, end = max(edit.start, blocks[number].start), min(edit.end, blocks[number].end)
        if start > end:
            return
        if start < end or edit.start == edit.end or new.strip():
            yield number, msgspec.structs.replace(edit, start=start, end=end, replacement=new)
            new = ""


def _fitting(text: str, block: Span, edits: Sequence[AppliedEdit], candidate: str) -> tuple[bool, ...] | None:
    """Which of ``edits`` are carried out where ``block`` is ``candidate`` now; None where it isn't with any of them."""
    states: dict[int, tuple[bool, ...]] = {0: ()}  # by how much of the candidate is explained
    at = block.start
    for edit in edits:
        states = dict(_next(states, candidate, text[at : edit.start], (edit.replacement, edit.span.of(text))))
        at = edit.end
    rest = text[at : block.end]
    return next((stays for here, stays in states.items() if candidate[here:].strip() == rest.strip()), None)


def _next(
    states: Mapping[int, tuple[bool, ...]], candidate: str, before: str, words: tuple[str, str]
) -> Iterator[tuple[int, tuple[bool, ...]]]:
    for here, stays in states.items():
        if candidate.startswith(before, here):
            there = here + len(before)
            for each, new in zip(reversed(words), (False, True), strict=True):
                if candidate.startswith(each, there):
                    yield there + len(each), (*stays, new)
