"""Turn rules into functions that yield findings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from cleantext.core.document import BlockKind
from cleantext.core.edit import Edit
from cleantext.core.finding import Applicability, Finding, Fix, Severity, Source
from cleantext.core.span import Span
from cleantext.language.analysis import Analysis, Passage
from cleantext.rulebook.conditions import Surroundings, any_of, surroundings
from cleantext.rulebook.gate import Gate, gate
from cleantext.rulebook.load import PackedRule, RuleError, RuleSet
from cleantext.rulebook.matchers.attribution import attribution_matcher
from cleantext.rulebook.matchers.classes import classes_matcher
from cleantext.rulebook.matchers.labels import labels_at_end, labels_matcher
from cleantext.rulebook.matchers.line import line_matcher
from cleantext.rulebook.matchers.match import FindInDocument, FindInPassage, FindInSentences, Lists, Match
from cleantext.rulebook.matchers.paired import paired_matcher
from cleantext.rulebook.matchers.python import python_matcher
from cleantext.rulebook.matchers.regex import regex_matcher
from cleantext.rulebook.matchers.repeat import repeat_matcher, repeated_sentences
from cleantext.rulebook.matchers.seam import seam_matcher
from cleantext.rulebook.matchers.sentence import sentence_matcher
from cleantext.rulebook.matchers.spellings import spellings_matcher
from cleantext.rulebook.matchers.tokens import tokens_matcher
from cleantext.rulebook.matchers.variants import variants_matcher
from cleantext.rulebook.matchers.words import words_matcher
from cleantext.rulebook.schema import FixSpec, Rule, conditions
from cleantext.rulebook.schema import Match as MatchSpec
from cleantext.rulebook.template import fill

COMPARING = frozenset({"variants", "spellings"})
"""The kinds of matchers that hold a document's ways of writing one thing against each other."""


@dataclass(frozen=True, slots=True)
class CompiledRule:
    """A rule ready to run. Exactly one of ``in_passage``, ``in_sentences`` and ``in_document`` is there.

    ``gate`` is open for every passage, or every document, that the rule can match in.
    """

    rule: Rule
    pack: str
    gate: Gate
    in_passage: FindInPassage | None
    in_sentences: FindInSentences | None
    in_document: FindInDocument | None
    required: Sequence[Surroundings]
    excluded: Surroundings
    kinds: frozenset[BlockKind]

    @property
    def sees_document(self) -> bool:
        """Whether its findings in a passage depend on the text around the passage."""
        given = (*conditions(self.rule.context), *conditions(self.rule.unless))
        return any(condition.document is not None or condition.following is not None for condition in given)

    def findings_in_passage(self, passage: Passage, ends: Sequence[int] | None = None) -> list[Finding]:
        """Findings in offsets of the passage. ``ends``: as ``Prefilter.ends`` gives them."""
        if passage.kind not in self.kinds:
            return []
        return [
            finding
            for match in self._matches(passage, ends)
            if self._applies(passage, match.span)
            for finding in self._finding(match, passage.text)
        ]

    def _matches(self, passage: Passage, ends: Sequence[int] | None) -> Iterable[Match]:
        if self.in_passage is not None:
            return self.in_passage(passage)
        if self.in_sentences is not None:
            numbers = range(len(passage.sentences)) if ends is None else passage.sentences_ending(ends)
            if self.rule.match.sentence is not None and self.rule.match.sentence.asks_for_classes:
                # these cost more than all conditions, and what is found is always a whole sentence
                numbers = [n for n in numbers if self._applies(passage, passage.sentences[n])]
            return self.in_sentences(passage, numbers)
        return ()

    def findings_in_document(self, analysis: Analysis) -> Iterator[Finding]:
        """Findings in offsets of the whole text, for rules that look beyond one block."""
        if self.in_document is None:
            return
        for match in self.in_document(analysis):
            passage = analysis.passage_at(match.span)
            inside = Span(max(0, match.span.start - passage.start), min(passage.end, match.span.end) - passage.start)
            if passage.kind in self.kinds and self._applies(passage, inside):
                yield from self._finding(match, analysis.text)

    def _applies(self, passage: Passage, span: Span) -> bool:
        return all(holds(passage, span) for holds in self.required) and not self.excluded(passage, span)

    def _finding(self, match: Match, text: str) -> Iterable[Finding]:
        values = {name: span.of(text) for name, span in match.groups.items()} | dict(match.values)
        values["0"] = match.span.of(text)
        fix = _fix(self.rule.fix, match, values, text)
        if isinstance(fix, tuple):
            return  # what the fix would write stands there already
        yield Finding(
            rule=self.rule.id,
            pack=self.pack,
            span=match.span,
            severity=Severity[self.rule.severity.upper()],
            message=fill(self.rule.message or self.rule.title, values),
            why=self.rule.why,
            source=Source.CONSISTENCY if self.rule.match.kind in COMPARING else Source.RULE,
            fix=fix,
            alternatives=tuple(_alternatives(self.rule.fix, match, values, text)) if fix else (),
            confidence=self.rule.confidence,
        )


def compile_rules(rules: RuleSet) -> tuple[CompiledRule, ...]:
    """Raises ``RuleError`` naming pack, rule and key."""
    return tuple(_compile(packed, rules.lists) for packed in rules.rules)


def _compile(packed: PackedRule, lists: Lists) -> CompiledRule:
    rule = packed.rule
    try:
        in_sentences = _sentence_matcher(rule.match, lists)
        in_passage, in_document = (None, None) if in_sentences else _matcher(rule, lists)
        return CompiledRule(
            rule,
            packed.pack,
            gate(rule.match, lists),
            in_passage,
            in_sentences,
            in_document,
            tuple(surroundings(c, lists) for c in conditions(rule.context)),
            any_of(tuple(surroundings(c, lists) for c in conditions(rule.unless))),
            frozenset(map(BlockKind, rule.kinds)),
        )
    except ValueError as error:
        raise RuleError(f"{packed.pack}: {rule.id}: {rule.match.kind}: {error}") from error


def _sentence_matcher(match: MatchSpec, lists: Lists) -> FindInSentences | None:
    if match.tokens is not None:
        return tokens_matcher(match.tokens, lists)
    return sentence_matcher(match.sentence, lists) if match.sentence is not None else None


def _matcher(rule: Rule, lists: Lists) -> tuple[FindInPassage | None, FindInDocument | None]:
    match = rule.match
    if match.regex is not None:
        return regex_matcher(match.regex, lists), None
    if match.words is not None:
        return words_matcher(match.words), None
    if match.paired is not None:
        return paired_matcher(match.paired), None
    if match.repeat is not None:
        if match.repeat.unit in ("sentence", "paragraph"):
            return None, repeated_sentences(match.repeat)
        return repeat_matcher(match.repeat, lists), None
    if match.variants is not None:
        return None, variants_matcher(match.variants, lists)
    if match.spellings is not None:
        return None, spellings_matcher(match.spellings, lists)
    if match.seam is not None:
        return seam_matcher(match.seam, lists), None
    if match.line is not None:
        return None, line_matcher(match.line, lists)
    if match.labels is not None:
        if match.labels.at == "end":
            return labels_at_end(match.labels, lists), None
        return None, labels_matcher(match.labels, lists)
    if match.attribution is not None:
        return attribution_matcher(match.attribution), None
    if match.classes is not None:
        return classes_matcher(match.classes), None
    assert match.python is not None
    return python_matcher(match.python), None


def _fix(spec: FixSpec | None, match: Match, values: dict[str, str], text: str) -> Fix | tuple[()] | None:
    """The fix, None where the rule or the matcher knows none, and () where nothing would change."""
    if spec is None:
        return None
    if spec.replace == "{fix}":
        edits = list(match.edits)
        if not edits:
            return None
    elif spec.replace is not None:
        edits = [Edit(match.span, fill(spec.replace, values))]
    else:
        edits = [
            Edit(match.groups[group], fill(template, values))
            for group, template in (spec.edits or {}).items()
            if group in match.groups
        ]
    trimmed = [_without_gap(edit, text).trimmed(text) for edit in edits]
    changes = tuple(edit for edit in trimmed if len(edit.span) or edit.replacement)
    return Fix(changes, Applicability[spec.applicability.upper()]) if changes else ()


def _without_gap(edit: Edit, text: str) -> Edit:
    """A deletion between two spaces, or between a space and a closing mark, takes one space along."""
    start, end = edit.span.start, edit.span.end
    if edit.replacement or start == end:
        return edit
    if text[start - 1 : start] == " " and text[end : end + 1] in ("", " ", ".", ",", ";", ":", "!", "?"):
        return Edit(Span(start - 1, end), "")
    return Edit(Span(start, end + 1), "") if start == 0 and text[end : end + 1] == " " else edit


def _alternatives(spec: FixSpec | None, match: Match, values: dict[str, str], text: str) -> Iterator[Fix]:
    templates = spec.alternatives if spec else ()
    for replacement in (*(fill(t, values) for t in templates), *match.alternatives):
        edit = Edit(match.span, replacement).trimmed(text)
        if len(edit.span) or edit.replacement:
            yield Fix((edit,), Applicability.SUGGESTED)
