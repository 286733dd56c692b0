"""A checker seen through a language model that the user names: where it only points, a rewording is shown as well."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from cleantext.checkers.checker import Through
from cleantext.core.document import BlockKind
from cleantext.core.edit import Edit
from cleantext.core.finding import Applicability, Finding, Fix, Severity
from cleantext.language.analysis import Analysis
from cleantext.rewording.endpoint import Endpoint, EndpointError

AROUND = 400  # characters of the paragraph on either side of a sentence that the endpoint gets to see
MEMO = 1_000  # sentences whose rewording is kept: all passes over a document ask for the same
LONGEST = 1_000  # characters of a sentence that is sent; longer ones are text without periods


@dataclass
class RewordingChecker(Through):
    """Passes on the findings of ``checker``, those that only point with a rewording of their sentence as alternative.

    ``endpoint`` is asked about each sentence once, and after its first failure no more.
    """

    endpoint: Endpoint
    _memo: dict[str, str | None] = field(default_factory=dict, init=False, repr=False)
    _problem: str = field(default="", init=False)

    def check(self, analysis: Analysis) -> Iterable[Finding]:
        """The findings of the checker within, which begins its work at once."""
        return (
            finding
            if finding.fix or finding.alternatives or finding.severity is Severity.INFO
            else self._reworded(finding, analysis)
            for finding in self.checker.check(analysis)
        )

    def problems(self) -> Iterable[str]:
        """Why the endpoint is asked no more, and the problems of the checker within."""
        if self._problem:
            yield self._problem
        yield from super().problems()

    def _reworded(self, finding: Finding, analysis: Analysis) -> Finding:
        passage = analysis.passage_at(finding.span)
        sentence = passage.sentence_at(finding.span.start - passage.start).shift(passage.start)
        prose = passage.kind is BlockKind.PROSE
        if not prose or not sentence.covers(finding.span) or len(sentence) > LONGEST:
            return finding
        before = analysis.text[passage.start : sentence.start][-AROUND:].strip()
        after = analysis.text[sentence.end : passage.end][:AROUND].strip()
        rewording = self._rewording(sentence.of(analysis.text), before, after)
        if rewording is None:
            return finding
        edit = Edit(sentence, rewording).trimmed(analysis.text)
        return replace(finding, alternatives=(Fix((edit,), Applicability.SUGGESTED),))

    def _rewording(self, sentence: str, before: str, after: str) -> str | None:
        if sentence not in self._memo and not self._problem:
            try:
                if len(self._memo) >= MEMO:
                    self._memo.clear()
                self._memo[sentence] = self.endpoint.rewording(sentence, before, after)
            except EndpointError as error:
                self._problem = str(error)
        return self._memo.get(sentence)
