"""The rule engine as a checker: every compiled rule over every block that the prefilter lets through."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from cleantext.core.document import BlockKind
from cleantext.core.finding import Finding, Source
from cleantext.language.analysis import Analysis, Passage
from cleantext.rulebook.compile import CompiledRule
from cleantext.rulebook.prefilter.hyperscan import Met
from cleantext.rulebook.prefilter.index import Prefilter

MEMO = 2_000  # blocks whose findings are kept from earlier documents: the passes over one see most blocks unchanged
CHARACTERS = 1_000_000  # that these blocks have together


@dataclass
class RuleChecker:
    """Runs ``rules`` (in order). ``base`` are all that come with cleantext, if they are among these.

    Findings of unchanged blocks are remembered from one pass to the next.

    Not those of rules that ask about the document around the block, which another pass or document may change.
    """

    rules: Sequence[CompiledRule]
    base: Sequence[CompiledRule] = ()
    name: str = "rules"
    source: Source = Source.RULE
    _memo: dict[_Key, _Known] = field(default_factory=dict, repr=False)
    _characters: int = field(default=0, init=False, repr=False)

    def __post_init__(self) -> None:
        self._prefilter = Prefilter([rule.gate for rule in self.rules], [rule.gate for rule in self.base])
        self._wide = frozenset(i for i, rule in enumerate(self.rules) if rule.sees_document)
        narrow = [(i, rule.kinds) for i, rule in enumerate(self.rules) if rule.sees != "document"]
        self._of_kind = {kind: frozenset(i for i, kinds in narrow if kind in kinds) for kind in BlockKind}

    @property
    def version(self) -> str:
        """The hash of the rules, so that two reports can be compared."""
        digest = hashlib.sha256()
        for rule in self.rules:
            digest.update(repr(rule.rule).encode("utf-8", "surrogatepass"))
        return digest.hexdigest()[:12]

    def check(self, analysis: Analysis) -> Iterable[Finding]:
        """Findings of all rules, block by block, then of the rules that see the whole document."""
        met: set[int] = set()
        for part in analysis.windows:
            for passage, looked in zip(part.passages, self._look(part.passages), strict=True):
                met |= looked.met
                for i, found in looked.findings:
                    known = self.rules[i].findings_in_passage(passage) if i in self._wide else found
                    for finding in known:
                        yield finding.shift(passage.start)
            part.forget()
        if analysis.passages:
            for i in self._prefilter.open(met):
                yield from self.rules[i].findings_in_document(analysis)

    def problems(self) -> Iterable[str]:
        """None: a rule always runs."""
        return ()

    def _look(self, passages: Sequence[Passage]) -> list[_Known]:
        """What each passage holds. The prefilter sees all new ones at once."""
        keys = [(passage.kind, passage.text) for passage in passages]
        known = {key: self._memo[key] for key in keys if key in self._memo}
        new = {key: passage for key, passage in zip(keys, passages, strict=True) if key not in known}
        mets = self._prefilter.met(list(new.values()))
        asked: defaultdict[int, list[tuple[_Key, Passage, Met]]] = defaultdict(list)
        for (key, passage), met in zip(new.items(), mets, strict=True):
            known[key] = _Known(frozenset(met))
            for i in self._prefilter.open(met, self._of_kind[passage.kind]):
                asked[i].append((key, passage, met))
        for i in sorted(asked):  # one rule after the other, since each has tables of its own to fetch
            for key, passage, met in asked[i]:
                if (found := self._found(i, passage, met)) or i in self._wide:
                    known[key].findings.append((i, found))
        self._characters += _length(new)
        if len(self._memo) + len(new) > MEMO or self._characters > CHARACTERS:
            self._memo.clear()
            self._characters = _length(known)
        self._memo |= known
        return [known[key] for key in keys]

    def _found(self, i: int, passage: Passage, met: Met) -> tuple[Finding, ...]:
        if i in self._wide:
            return ()
        return tuple(self.rules[i].findings_in_passage(passage, self._prefilter.ends(i, met)))


_Key = tuple[BlockKind, str]
"""The kind and the text of a block."""


def _length(keys: Iterable[_Key]) -> int:
    return sum(len(text) for _, text in keys)


@dataclass(frozen=True, slots=True)
class _Known:
    """The needs of rules that a block meets, and the findings of the rules whose gates they open."""

    met: frozenset[int]
    findings: list[tuple[int, tuple[Finding, ...]]] = field(default_factory=list)
