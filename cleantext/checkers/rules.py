"""The rule engine as a checker: every compiled rule over every block that the prefilter lets through."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from cleantext.core.finding import Finding
from cleantext.core.revision import Revision
from cleantext.language.reading import Passage, Reading
from cleantext.rulebook.compile import CompiledRule
from cleantext.rulebook.prefilter import Prefilter

MEMO = 2_000  # blocks whose findings are kept: the passes over one document see most blocks unchanged


@dataclass
class RuleChecker:
    """Runs ``rules`` (in order). Findings of unchanged blocks are remembered from one pass to the next."""

    rules: Sequence[CompiledRule]
    name: str = "rules"
    _memo: dict[tuple[str, str], tuple[Finding, ...]] = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        self._local = [rule for rule in self.rules if rule.in_passage is not None]
        self._wide = [rule for rule in self.rules if rule.in_reading is not None]
        self._prefilter = Prefilter([rule.needs for rule in self._local])

    @property
    def version(self) -> str:
        """The hash of the rules, so that two reports can be compared."""
        digest = hashlib.sha256()
        for rule in self.rules:
            digest.update(repr(rule.rule).encode("utf-8", "surrogatepass"))
        return digest.hexdigest()[:12]

    def check(self, revision: Revision) -> Iterable[Finding]:
        """Findings of all rules, block by block, then of the rules that see the whole document."""
        reading = Reading(revision.text, revision.blocks)
        for offset, passage in reading.passages:
            for finding in self._in_passage(passage, revision.text):
                yield finding.shift(offset)
        if reading.passages:
            for rule in self._wide:
                yield from rule.findings_in_reading(reading)

    def problems(self) -> Iterable[str]:
        """None: a rule always runs."""
        return ()

    def _in_passage(self, passage: Passage, whole: str) -> tuple[Finding, ...]:
        key = (passage.kind.value, passage.text)
        known = self._memo.get(key)
        if known is None:
            known = tuple(
                finding
                for i in self._prefilter.candidates(passage.text)
                for finding in self._local[i].findings_in_passage(passage, whole)
            )
            if len(self._memo) >= MEMO:
                self._memo.clear()
            self._memo[key] = known
        return known
