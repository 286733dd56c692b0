"""Try a rule on its own examples: every ``bad`` is found and becomes its ``good``, every ``ok`` is left alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from cleantext.core.edit import Edit, apply_edits
from cleantext.core.finding import Finding
from cleantext.core.revision import Revision
from cleantext.core.span import Span
from cleantext.formats.text import segment
from cleantext.language.analysis import Analysis
from cleantext.rulebook.compile import CompiledRule
from cleantext.rulebook.schema import Example

MAX_ROUNDS = 8


@dataclass(frozen=True, slots=True)
class Failure:
    """An example that a rule does not keep."""

    rule: str
    example: str
    problem: str


def failures(rule: CompiledRule) -> Iterator[Failure]:
    """The examples of ``rule`` that fail."""
    for example in rule.rule.examples:
        yield from (Failure(rule.rule.id, example.bad or example.ok or "", p) for p in _problems(rule, example))


def _problems(rule: CompiledRule, example: Example) -> Iterator[str]:
    if example.ok is not None:
        if found := _findings(rule, example.ok):
            yield f"finds {found[0].span.of(example.ok)!r} in correct text"
        return
    assert example.bad is not None
    if not _findings(rule, example.bad):
        yield "finds nothing"
    elif example.good is not None:
        repaired = _repaired(rule, example.bad)
        if repaired != example.good:
            yield f"gives {repaired!r}, not {example.good!r}"


def _repaired(rule: CompiledRule, text: str) -> str:
    for _ in range(MAX_ROUNDS):
        taken: list[Span] = []
        edits: list[Edit] = []
        for finding in _findings(rule, text):
            new = finding.fix.edits if finding.fix else ()
            if not any(e.span.touches(span) for e in new for span in taken):
                edits += new
                taken += [e.span for e in new]
        if not edits:
            break
        text = apply_edits(text, edits)
    return text


def _findings(rule: CompiledRule, text: str) -> list[Finding]:
    analysis = Analysis(Revision(text, segment))
    found = [f.shift(passage.start) for passage in analysis.passages for f in rule.findings_in_passage(passage)]
    return found + (list(rule.findings_in_document(analysis)) if analysis.passages else [])
