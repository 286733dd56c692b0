"""The decisions in an office document that came back: which tracked changes its editor accepted and rejected.

A change that was rejected shows the old words, one that was accepted or still waits the new ones. So each paragraph of
the source is looked for in what came back, every edit in it with its old or its new words. A paragraph that was also
rewritten by hand tells nothing, and that is said.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from cleantext.core.document import Block, Document
from cleantext.core.span import Span
from cleantext.formats.decoding import NotText
from cleantext.formats.known import NAMES, Reading
from cleantext.formats.reader import read, undecided
from cleantext.report.model import AppliedEdit, FileReport, Report
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
        returned = read(path, raw, Reading(file.format))
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
    tracked = [f for f in report.files if f.error is None and f.format in NAMES and NAMES[f.format].tracks]
    there = [f for f in tracked if f.output and os.path.realpath(base / f.output) == os.path.realpath(path)]
    named = [f for f in tracked if Path(f.path).name == path.name]
    for files in (there, named):
        if len(files) == 1:
            return files[0]
    raise NotDecisions(f"the report has {'several files' if named else 'no office document'} of this name")


def _told(
    applied: Sequence[AppliedEdit], source: Document, returned: Document
) -> tuple[list[tuple[AppliedEdit, bool]], int]:
    """Each edit with whether it stays, and how many can't be told."""
    blocks = [block.span for block in _segments(source)]
    candidates = [block.span.of(returned.text) for block in _segments(returned)]
    of: Mapping[int, list[AppliedEdit]] = {number: [] for number in range(len(blocks))}
    number = 0
    lost = 0
    for edit in sorted(applied, key=lambda edit: (edit.start, edit.end)):
        while number < len(blocks) and blocks[number].end < edit.start:
            number += 1
        if number < len(blocks) and blocks[number].covers(edit.span):
            of[number].append(edit)
        else:
            lost += 1
    told: list[tuple[AppliedEdit, bool]] = []
    at = 0
    for number, block in enumerate(blocks):
        for ahead, candidate in enumerate(candidates[at : at + _AHEAD]):
            if (stays := _fitting(source.text, block, of[number], candidate)) is not None:
                told += zip(of[number], stays, strict=True)
                at += ahead + 1
                break
        else:
            if (stays := _fitting(source.text, block, of[number], "")) is not None:  # all of it was deleted
                told += zip(of[number], stays, strict=True)
            else:
                lost += len(of[number])
    return told, lost


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


def _segments(document: Document) -> Sequence[Block]:
    return document.segment(document.text) if callable(document.segment) else document.segment
