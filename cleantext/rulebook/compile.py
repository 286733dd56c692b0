"""Turn rules into functions that yield findings. Most rules are never asked, so each is compiled when it is."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import msgspec
import regex

from cleantext.core.document import BlockKind
from cleantext.core.edit import Edit
from cleantext.core.finding import Applicability, Finding, Fix, Severity, Source
from cleantext.core.span import Span
from cleantext.language.analysis import Analysis, Passage
from cleantext.rulebook import matchers, prefilter
from cleantext.rulebook.conditions import Surroundings, any_of, surroundings
from cleantext.rulebook.load import PackedRule, RuleError, RuleSet
from cleantext.rulebook.match import Lists, Match, Sees
from cleantext.rulebook.prefilter.need import Gate
from cleantext.rulebook.schema import FixSpec, Rule, conditions
from cleantext.rulebook.template import fill
from cleantext.storage.cache import keep, recalled

KEPT = 8  # files with gates in the cache

COMPARING = frozenset({"variants", "spellings"})
"""The kinds of matchers that hold a document's ways of writing one thing against each other."""


@dataclass(frozen=True)
class CompiledRule:
    """A rule ready to run. What it compiles when it is first asked raises ``ValueError`` where the rule is wrong.

    ``gate`` is open for every passage, or every document, that the rule can match in. What goes wrong while a user's
    ``own`` rule looks is a ``RuleError``.
    """

    rule: Rule
    pack: str
    lists: Lists
    gate: Gate
    own: bool = False

    @cached_property
    def sees(self) -> Sees:
        """What it looks at: a passage, some sentences of a passage, or the whole document."""
        return self.rule.match.matcher.sees(self.rule.match.spec)

    @cached_property
    def kinds(self) -> frozenset[BlockKind]:
        """The kinds of blocks that it is for."""
        return frozenset(map(BlockKind, self.rule.kinds))

    @cached_property
    def find(self) -> Callable[..., Iterable[Match]]:
        """Finds matches in what the rule looks at, whatever surrounds them."""
        return self.rule.match.matcher.find(self.rule.match.spec, self.lists)

    @cached_property
    def required(self) -> Sequence[Surroundings]:
        """The conditions that must hold."""
        return [surroundings(condition, self.lists) for condition in conditions(self.rule.context)]

    @cached_property
    def excluded(self) -> Surroundings:
        """What must not hold."""
        return any_of([surroundings(condition, self.lists) for condition in conditions(self.rule.unless)])

    @property
    def sees_document(self) -> bool:
        """Whether its findings in a passage depend on the text around the passage."""
        given = (*conditions(self.rule.context), *conditions(self.rule.unless))
        return any(condition.document is not None or condition.following is not None for condition in given)

    def findings_in_passage(self, passage: Passage, ends: Sequence[int] | None = None) -> list[Finding]:
        """Findings in offsets of the passage. ``ends``: as ``Prefilter.ends`` gives them."""
        if passage.kind not in self.kinds:
            return []
        try:
            return [
                finding
                for match in self._matches(passage, ends)
                if self._applies(passage, match.span)
                for finding in self._finding(match, passage.text)
            ]
        except Exception as error:
            if self.own:
                raise self._blamed(error) from error
            raise

    def _matches(self, passage: Passage, ends: Sequence[int] | None) -> Iterable[Match]:
        if self.sees == "passage":
            return self.find(passage)
        if self.sees == "document":
            return ()
        numbers: Iterable[int] = range(len(passage.sentences)) if ends is None else passage.sentences_ending(ends)
        if self._whole_sentences:
            numbers = [n for n in numbers if self._applies(passage, passage.sentences[n])]
        return self.find(passage, numbers)

    @cached_property
    def _whole_sentences(self) -> bool:
        """Whether conditions are asked first, since its question costs more and is always about a whole sentence."""
        return getattr(self.rule.match.spec, "asks_for_classes", False) is True

    def findings_in_document(self, analysis: Analysis) -> Iterator[Finding]:
        """Findings in offsets of the whole text, for rules that look beyond one block."""
        if self.sees != "document":
            return
        try:
            for match in self.find(analysis):
                passage = analysis.passage_at(match.span)
                start, end = max(passage.start, match.span.start), min(passage.end, match.span.end)
                inside = Span(start, end).shift(-passage.start)
                if passage.kind in self.kinds and self._applies(passage, inside):
                    yield from self._finding(match, analysis.text)
        except Exception as error:
            if self.own:
                raise self._blamed(error) from error
            raise

    def _blamed(self, error: Exception) -> RuleError:
        """What somebody's own function or pattern did, such as a recursion without an end, in words for them."""
        what = f"{type(error).__name__} {error}".rstrip()
        return RuleError(f"{self.pack}: {self.rule.id}: {self.rule.match.kind}: failed on a text: {what}")

    def _applies(self, passage: Passage, span: Span) -> bool:
        return all(holds(passage, span) for holds in self.required) and not self.excluded(passage, span)

    def _finding(self, match: Match, text: str) -> Iterable[Finding]:
        values = {name: span.of(text) for name, span in match.groups.items()} | dict(match.values)
        values["0"] = match.span.of(text)
        fix = _fix(self.rule.fix, match, values, text)
        if isinstance(fix, tuple):
            return  # what the fix would write is there already
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
    """All rules, to be compiled when they are asked; own ones, which nobody has tested, at once.

    Raises ``RuleError`` naming pack, rule and key.
    """
    known = dict(zip((p.rule.id for p in rules.shipped), _gates(rules.shipped, rules.lists), strict=True))
    return tuple(
        _tried(packed, rules.lists)
        if packed.own
        else CompiledRule(packed.rule, packed.pack, rules.lists, known[packed.rule.id])
        for packed in rules.rules
    )


def shipped_rules(rules: RuleSet) -> tuple[CompiledRule, ...]:
    """All rules that come with cleantext, also those that own ones replace."""
    return compile_rules(RuleSet(rules.shipped, rules.lists, rules.shipped))


def _tried(packed: PackedRule, lists: Lists) -> CompiledRule:
    rule = packed.rule
    try:
        compiled = CompiledRule(rule, packed.pack, lists, rule.match.matcher.needs(rule.match.spec, lists), own=True)
        _ = compiled.find, compiled.required, compiled.excluded
    except ValueError as error:
        raise RuleError(f"{packed.pack}: {rule.id}: {rule.match.kind}: {error}") from error
    return compiled


def _gates(packed: Sequence[PackedRule], lists: Lists) -> Sequence[Gate]:
    """The gates of rules. To find them takes as long as to check a book, so they are kept in the user's cache."""
    matches = msgspec.msgpack.encode([[p.rule.match for p in packed], lists])
    name = f"gates/{hashlib.sha256(_made_by() + matches).hexdigest()[:32]}.msgpack"
    if (content := recalled(name)) is not None:
        try:
            return msgspec.msgpack.decode(content, type=list[Gate])
        except msgspec.MsgspecError:
            pass
    gates = [p.rule.match.matcher.needs(p.rule.match.spec, lists) for p in packed]
    keep(name, msgspec.msgpack.encode(gates), KEPT)
    return gates


def _made_by() -> bytes:
    """What gates depend on besides the rules."""
    folders = [Path(module.__file__).parent for module in (matchers, prefilter) if module.__file__]
    sources = [path.read_bytes() for folder in folders for path in sorted(folder.glob("*.py"))]
    return repr((regex.__version__, [hashlib.sha256(source).digest() for source in sources])).encode()


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
