"""LanguageTool as a checker, through language-tool-python: paragraphs in batches, few rules, our own words.

LanguageTool counts UTF-16 units and language-tool-python corrects for them; a stand-in of one unit for each
character beyond the basic plane keeps both out of it, so that offsets are ``str`` offsets from the start.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from typing import Any

import regex

from cleantext.core.document import BlockKind
from cleantext.core.edit import Edit
from cleantext.core.finding import Applicability, Finding, Fix, Severity, Source
from cleantext.core.revision import Revision
from cleantext.core.span import Span
from cleantext.languagetool.curation import Curated, load_curated
from cleantext.languagetool.installation import VERSION

BATCH = 20_000  # characters a request; larger ones win nothing
GAP = "\n\n"
_ASTRAL = regex.compile(r"[\U00010000-\U0010FFFF\uD800-\uDFFF]")
_STAND_IN = "\u25a1"

Ask = Callable[[str], Sequence[Any]]
"""LanguageTool's matches for a text: objects with rule_id, offset, error_length, message and replacements."""


class GrammarChecker:
    """Asks the server at ``address``. When it stops answering, the checker goes silent and says so as a problem."""

    name = "languagetool"

    def __init__(self, address: str, vocabulary: Sequence[str] = (), ask: Ask | None = None):
        self._address = address
        self._vocabulary = frozenset(vocabulary)
        self._curated = load_curated()
        self._known: dict[str, tuple[Finding, ...]] = {}
        self._given_ask = ask
        self._answers = True
        self._skipped = 0
        self.version = VERSION

    def check(self, revision: Revision) -> Iterable[Finding]:
        """Findings of the curated rules in prose, lists and headings."""
        blocks = [b for b in revision.blocks if b.kind in (BlockKind.PROSE, BlockKind.LIST_ITEM)]
        new = list(dict.fromkeys(t for b in blocks if (t := b.span.of(revision.text)) not in self._known))
        for batch in batches(new):
            try:
                self._known |= self._asked(batch) if self._answers else {}
            except Exception:  # whatever its client raises: the server died, and the run goes on without it
                self._answers = False
        self._skipped = sum(b.span.of(revision.text) not in self._known for b in blocks)
        for block in blocks:
            for finding in self._known.get(block.span.of(revision.text), ()):
                yield finding.shift(block.span.start)

    def problems(self) -> Iterable[str]:
        """How much of the last revision was not checked, where the server stopped answering."""
        if self._skipped:
            number = f"{self._skipped} paragraph{'s' * (self._skipped > 1)}"
            yield f"LanguageTool stopped answering; it did not check {number}"

    def _asked(self, texts: Sequence[str]) -> dict[str, tuple[Finding, ...]]:
        starts = [0]
        for text in texts:
            starts.append(starts[-1] + len(text) + len(GAP))
        found: dict[str, list[Finding]] = {text: [] for text in texts}
        for match in self._ask(_ASTRAL.sub(_STAND_IN, GAP.join(texts))):
            i = bisect_right(starts, match.offset) - 1
            start = match.offset - starts[i]
            text = texts[i]
            curated = self._curated.get(match.rule_id)
            if curated and start + match.error_length <= len(text):
                found[text] += self._findings(text, Span(start, start + match.error_length), match, curated)
        return {text: tuple(findings) for text, findings in found.items()}

    def _findings(self, text: str, span: Span, match: Any, curated: Curated) -> Iterator[Finding]:
        if span.of(text) in self._vocabulary or _inside_damage(text, span):
            return
        fixes = [
            Fix((edit,), Applicability.SUGGESTED)
            for replacement in list(match.replacements)[:3]
            if _STAND_IN not in replacement
            and (edit := Edit(span, replacement).trimmed(text)) and (len(edit.span) or edit.replacement)
        ]  # fmt: skip
        fixed = curated.fix is not None and len(fixes) > 0
        yield Finding(
            rule="lt-" + curated.id.lower().replace("_", "-"),
            pack="grammar",
            span=span,
            severity=Severity[curated.severity.upper()],
            message=f"grammar: '{span.of(text)}'" + (f", perhaps '{match.replacements[0]}'" if fixes else ""),
            why=curated.why,
            source=Source.GRAMMAR,
            fix=fixes[0] if fixed else None,
            alternatives=tuple(fixes[1:] if fixed else fixes),
            confidence=0.7,
        )

    @cached_property
    def _ask(self) -> Ask:
        if self._given_ask:
            return self._given_ask
        import language_tool_python

        tool = language_tool_python.LanguageTool("en-US", remote_server=self._address)
        tool.enabled_rules = set(self._curated)
        tool.enabled_rules_only = True
        tool.picky = True  # some of the curated rules speak only then
        return tool.check


def batches(texts: Iterable[str]) -> Iterator[list[str]]:
    """``texts`` in order, as many in a batch as fit into ``BATCH`` characters, at least one."""
    batch: list[str] = []
    size = 0
    for text in texts:
        if batch and size + len(text) > BATCH:
            yield batch
            batch, size = [], 0
        batch.append(text)
        size += len(text) + len(GAP)
    if batch:
        yield batch


def _inside_damage(text: str, span: Span) -> bool:
    """Whether a cut sentence misleads LanguageTool: after a period and before a small letter it proposes a capital."""
    return bool(regex.search(r"[.!?…][”\"]?\s*$", text[: span.start])) and text[span.start : span.start + 1].islower()


__all__ = ["GrammarChecker", "batches"]
