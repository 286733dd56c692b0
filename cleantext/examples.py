"""Try a rule on its own examples: every ``bad`` is found and becomes its ``good``, every ``ok`` is left alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import PurePath

from cleantext.core.document import Document
from cleantext.core.finding import Finding, Source
from cleantext.engine import Examination, Level, examine
from cleantext.formats.text import segment
from cleantext.language.analysis import Analysis
from cleantext.rulebook.compile import CompiledRule
from cleantext.rulebook.schema import Example


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
        if found := _examined(rule, example.ok).findings:
            yield f"finds {found[0].finding.span.of(example.ok)!r} in correct text"
        return
    assert example.bad is not None
    done = _examined(rule, example.bad)
    if not done.findings:
        yield "finds nothing"
    elif example.good is not None and done.text != example.good:
        yield "; ".join((f"gives {done.text!r}, not {example.good!r}", *done.problems))


def _examined(rule: CompiledRule, text: str) -> Examination:
    document = Document(PurePath("example.txt"), "text", text, text.encode("utf-8", "surrogatepass"), "utf-8", segment)
    return examine(document, [_Alone(rule)], Level.SUGGESTED)


@dataclass(frozen=True, slots=True)
class _Alone:
    """A checker that knows one rule, and asks it whether or not its gate is open."""

    rule: CompiledRule
    name: str = "rules"
    source: Source = Source.RULE
    version: str | None = None

    def check(self, analysis: Analysis) -> Iterable[Finding]:
        for passage in analysis.passages:
            yield from (found.shift(passage.start) for found in self.rule.findings_in_passage(passage))
        if analysis.passages:
            yield from self.rule.findings_in_document(analysis)

    def problems(self) -> Iterable[str]:
        return ()
