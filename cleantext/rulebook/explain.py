"""How a text is read and what the rules make of it, in lines for a person."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import msgspec
import yaml

from cleantext.core.span import Span
from cleantext.language.analysis import Analysis, Passage
from cleantext.rulebook.compile import CompiledRule
from cleantext.rulebook.conditions import surroundings
from cleantext.rulebook.prefilter.index import Prefilter
from cleantext.rulebook.schema import Condition, Rule, conditions


def explained(
    analysis: Analysis, rules: Sequence[CompiledRule], base: Sequence[CompiledRule], line: int = 0
) -> Iterator[str]:
    """Each block of a text, or only that in ``line``: sentences, words, attribution, and the rules that were asked."""
    prefilter = Prefilter([rule.gate for rule in rules], [rule.gate for rule in base])
    met: set[int] = set()
    shown = []
    for passage, here in zip(analysis.passages, prefilter.met(analysis.passages), strict=True):
        met |= here.keys()
        first = analysis.text.count("\n", 0, passage.start) + 1
        if line and not first <= line <= first + passage.text.count("\n"):
            continue
        shown.append(passage.span)
        yield f"line {first}: {passage.kind}"
        yield from _read(passage)
        asked = [rules[i] for i in prefilter.open(here) if rules[i].sees != "document"]
        yield f"  {len(asked)} of {len(rules)} rules were asked: {', '.join(rule.rule.id for rule in asked)}"
        for rule in asked:
            numbers = [range(len(passage.sentences))] if rule.sees == "sentences" else []
            for match in rule.find(passage, *numbers):
                yield f"  {_verdict(rule, passage, match.span, match.span.of(passage.text))}"
    for rule in (rules[i] for i in prefilter.open(met) if rules[i].sees == "document"):
        for match in rule.find(analysis):
            passage = analysis.passage_at(match.span)
            if passage.span in shown:
                inside = Span(max(match.span.start, passage.start), min(match.span.end, passage.end))
                yield _verdict(rule, passage, inside.shift(-passage.start), match.span.of(analysis.text))


def written(rule: Rule) -> str:
    """What a rule looks for, when, and what it does, as its author wrote it."""
    parts = {name: getattr(rule, name) for name in ("match", "context", "unless", "fix") if getattr(rule, name)}
    return yaml.safe_dump(_plain(parts), allow_unicode=True, sort_keys=False, width=110)


def _read(passage: Passage) -> Iterator[str]:
    for span in passage.sentences:
        yield f"  sentence: {span.of(passage.text)}"
        yield f"    words: {' '.join(f'{token.form}/{token.c5}' for token in passage.tagged(span))}"
    yield f"  attribution: {passage.row.symbols}"


def _verdict(rule: CompiledRule, passage: Passage, span: Span, found: str) -> str:
    said = f"{rule.rule.id}: matches {found!r}"
    if passage.kind not in rule.kinds:
        return f"{said}, but is not for a {passage.kind}"
    obstacle = _obstacle(rule, passage, span)
    return f"{said}, stopped by {obstacle}" if obstacle else f"{said}: found"


def _obstacle(rule: CompiledRule, passage: Passage, span: Span) -> str | None:
    """The condition that keeps a match from being a finding."""
    for key, given, wanted in (("context", rule.rule.context, True), ("unless", rule.rule.unless, False)):
        for condition in conditions(given):
            if surroundings(condition, rule.lists)(passage, span) is not wanted:
                return f"{key} {_shown(condition)}"
    return None


def _shown(condition: Condition) -> str:
    return yaml.safe_dump(_plain(condition), allow_unicode=True, default_flow_style=True, width=1_000).strip()


def _plain(value: Any) -> Any:
    """What YAML writes, without the keys that nobody gave."""
    built = msgspec.to_builtins(value)
    if isinstance(built, dict):
        return {key: _plain(part) for key, part in built.items() if part is not None and part != () and part != []}
    return [_plain(part) for part in built] if isinstance(built, list | tuple) else built
