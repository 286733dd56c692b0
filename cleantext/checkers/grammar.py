"""LanguageTool as a checker: paragraphs in batches, few rules, our own words; or as a proposer: all it has to say.

``check`` and ``candidates`` send their requests at once, so that the server works while others look at the same
revision; the answers are read when somebody asks for them.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import groupby
from threading import Lock
from typing import Protocol

import msgspec
import regex

from cleantext.core.candidate import Candidate
from cleantext.core.document import BlockKind
from cleantext.core.edit import Edit
from cleantext.core.finding import Applicability, Finding, Fix, Severity, Source
from cleantext.core.lines import Lines
from cleantext.core.revision import Revision
from cleantext.core.span import Span
from cleantext.language.analysis import Analysis, Passage
from cleantext.languagetool.cache import Cache
from cleantext.languagetool.client import Client, Match, Refused
from cleantext.languagetool.curation import Curated, load_curated
from cleantext.languagetool.server import THREADS, Gone, Server, Unavailable

BATCH = 5_000  # characters a request
GAP = "\n\n"
TIMEOUT = 60.0
PACK = "grammar"
SPELLING = "TYPOS"  # a category of LanguageTool's
NOT_CHECKED = "; not checked: "
"""What a problem has between its reason and the places that it concerns."""

_REMEMBERED = 2_000  # paragraphs
_TRIES = 3  # of a batch; a server of ours is started once more, and no worker sees more than two

VARIANTS = {"en": "en-US", "de": "de-DE", "pt": "pt-PT"}
"""LanguageTool's name for a language, where it is not the code itself. No curated rule depends on the variant."""

Answers = dict[str, tuple[Match, ...]]


class Asks(Protocol):
    """What a checker needs of LanguageTool: its matches for a text. Raises ``Refused``, and others when it is gone."""

    def check(self, text: str) -> Sequence[Match]: ...


def name_of(rule: str) -> str:
    """Our name for a rule of LanguageTool.

    >>> name_of("EN_A_VS_AN")
    'lt-en-a-vs-an'
    """
    return "lt-" + rule.lower().replace("_", "-")


class GrammarChecker:
    """Asks ``server`` about texts in ``language``. Once it stops answering, that is a problem, and no error.

    ``every`` rule of LanguageTool's is asked, spelling included, or the curated ones alone. ``timeout`` is in seconds,
    ``threads`` the number of requests at a time. ``connect`` makes a client for an address.
    """

    name = "languagetool"
    source = Source.GRAMMAR

    def __init__(
        self,
        server: Server,
        vocabulary: Sequence[str] = (),
        *,
        every: bool = False,
        language: str = "en",
        cache: Callable[[Sequence[str]], Cache] | None = None,
        threads: int = THREADS,
        timeout: float = TIMEOUT,
        connect: Callable[[str], Asks] | None = None,
    ):
        self._server = server
        self._vocabulary = frozenset(vocabulary)
        self._every = every
        self._curated = load_curated(language)
        self._variant = VARIANTS.get(language, language)
        self._make_cache = cache
        self._cache: Cache | None = None
        self._threads = threads
        self._timeout = timeout
        self._connect = connect or self._client
        self._clients: dict[str, Asks] = {}
        self._connecting = Lock()
        self._pool: ThreadPoolExecutor | None = None
        self._known: Answers = {}
        self._revision: Revision | None = None
        self._blocks: list[Passage] = []
        self._missed: list[Passage] = []
        self._why = ""
        self._told_of_cache = False

    @property
    def version(self) -> str | None:
        """LanguageTool's, or None where it never answered."""
        return None if self._server.failure() else self._server.version

    def check(self, analysis: Analysis) -> Iterable[Finding]:
        """Findings of the curated rules in prose and lists. The requests are under way when this returns."""
        told = self._told(analysis)
        return (f.shift(block.start) for block, match in told for f in self._findings(block, match))

    def candidates(self, analysis: Analysis) -> Iterable[Candidate]:
        """All matches in prose and lists, but for the user's vocabulary. The requests are under way as well."""
        told = self._told(analysis)
        return (c.shift(block.start) for block, match in told for c in self._candidates(block, match))

    def _told(self, analysis: Analysis) -> Iterator[tuple[Passage, Match]]:
        if not (self._curated or self._every):
            return iter(())
        if analysis.revision is not self._revision:
            self._revision, self._blocks, self._missed = analysis.revision, [], []
        blocks = [p for p in analysis.passages if p.kind in (BlockKind.PROSE, BlockKind.LIST_ITEM)]
        texts = list(dict.fromkeys(block.text for block in blocks))
        known = {text: self._known[text] for text in texts if text in self._known}
        known |= self._cached([text for text in texts if text not in known])
        new = [text for text in texts if text not in known]
        waiting = [self._submitted(batch) for batch in batches(new, BATCH)]
        return self._answers(blocks, known, waiting)

    def problems(self) -> Iterable[str]:
        """Where the last revision was not checked since the server stopped answering, and trouble with the cache."""
        if self._missed and self._revision:
            yield f"{self._why}{NOT_CHECKED}{_places(self._revision, self._blocks, self._missed)}"
        if self._cache and self._cache.trouble and not self._told_of_cache:
            self._told_of_cache = True
            yield self._cache.trouble

    def _answers(
        self, blocks: Sequence[Passage], known: Answers, waiting: list[Future[Answers]]
    ) -> Iterator[tuple[Passage, Match]]:
        new: Answers = {}
        gone = False
        for future in waiting:
            try:
                new |= future.result()
            except Unavailable:  # said once for the whole run
                gone = True
            except Gone as error:
                self._why = f"LanguageTool stopped answering ({error})"
            except Refused as error:
                self._why = f"LanguageTool refused to check ({error})"
        if self._cache:
            self._cache.put(new)
        known |= new
        self._known = known if len(self._known) > _REMEMBERED else self._known | known
        self._blocks += blocks
        self._missed += () if gone else [block for block in blocks if block.text not in known]
        for block in blocks:
            for match in known.get(block.text, ()):
                yield block, match

    def _submitted(self, batch: Sequence[str]) -> Future[Answers]:
        self._pool = self._pool or ThreadPoolExecutor(self._threads)
        return self._pool.submit(self._asked, batch)

    def _cached(self, texts: Sequence[str]) -> Answers:
        if self._make_cache is None or not texts:
            return {}
        if self._cache is None:
            asked = "every" if self._every else "only"
            self._cache = self._make_cache([self._server.version, self._variant, asked, *sorted(self._curated)])
        known = self._cache.get(texts)
        return {text: found for text, found in known.items() if all(_fits(match, text) for match in found)}

    def _asked(self, texts: Sequence[str]) -> Answers:
        """Ask about a batch; a server that fails is replaced and asked again. Raises ``Unavailable``, ``Gone``."""
        failed, reason = None, ""
        for _ in range(_TRIES):
            address = self._server.address(failed)
            try:
                return _apart(texts, self._at(address).check(GAP.join(texts)))
            except Refused:
                raise
            except Exception as error:  # whatever its client raises: it died or hangs
                failed, reason = address, type(error).__name__
        raise Gone(reason)

    def _at(self, address: str) -> Asks:
        with self._connecting:
            if address not in self._clients:
                self._clients[address] = self._connect(address)
            return self._clients[address]

    def _client(self, address: str) -> Client:
        return Client(address, self._variant, sorted(self._curated), self._timeout, only=not self._every)

    def _findings(self, block: Passage, match: Match) -> Iterator[Finding]:
        curated = self._curated.get(match.rule)
        for candidate in self._candidates(block, match) if curated else ():
            if not _inside_damage(block.text, candidate.span):
                assert curated
                yield _finding(candidate, curated)

    def _candidates(self, block: Passage, match: Match) -> Iterator[Candidate]:
        text = block.text
        if text[match.offset : match.offset + match.length] not in self._vocabulary:
            yield _candidate(text, match, self._curated.get(match.rule))


def _candidate(text: str, match: Match, curated: Curated | None) -> Candidate:
    span = Span(match.offset, match.offset + match.length)
    edits = [Edit(span, replacement).trimmed(text) for replacement in match.replacements]
    fixes = tuple(Fix((edit,), Applicability.SUGGESTED) for edit in edits if len(edit.span) or edit.replacement)
    kind = "spelling" if match.category == SPELLING else "grammar"
    return Candidate(
        rule=name_of(match.rule),
        pack=PACK,
        span=span,
        message=f"{kind}: '{span.of(text)}'" + (f", perhaps '{match.replacements[0]}'" if fixes else ""),
        why=curated.why if curated else match.message,
        source=Source.GRAMMAR,
        fixes=fixes,
        severity=Severity[curated.severity.upper()] if curated else Severity.WARNING,
        evidence={f"category_{match.category.lower()}": 1.0, "curated": float(curated is not None)},
    )


def _finding(candidate: Candidate, curated: Curated) -> Finding:
    """What to show of a candidate where nobody judges it: three repairs, the first proposed if it is often right."""
    fixes = candidate.fixes[:3]
    first = Fix(fixes[0].edits, Applicability[curated.fix.upper()]) if curated.fix and fixes else None
    return candidate.finding(first, fixes[1:] if first else fixes, 0.7)


def batches(texts: Iterable[str], size: int) -> Iterator[list[str]]:
    """``texts`` in order, as many in a batch as fit into ``size`` characters, at least one."""
    batch: list[str] = []
    filled = 0
    for text in texts:
        if batch and filled + len(text) > size:
            yield batch
            batch, filled = [], 0
        batch.append(text)
        filled += len(text) + len(GAP)
    if batch:
        yield batch


def _fits(match: Match, text: str) -> bool:
    """Whether a match lies in ``text``; what a server or a file says need not."""
    return match.offset >= 0 and 0 <= match.length <= len(text) - match.offset


def _apart(texts: Sequence[str], matches: Iterable[Match]) -> Answers:
    """The matches of each text, in its own offsets; one that reaches into the next text is dropped."""
    starts = [0]
    for text in texts:
        starts.append(starts[-1] + len(text) + len(GAP))
    found: dict[str, list[Match]] = {text: [] for text in texts}
    for match in matches:
        i = bisect_right(starts, match.offset) - 1
        offset = match.offset - starts[i]
        if 0 <= i < len(texts) and _fits(moved := msgspec.structs.replace(match, offset=offset), texts[i]):
            found[texts[i]].append(moved)
    return {text: tuple(own) for text, own in found.items()}


def _inside_damage(text: str, span: Span) -> bool:
    """Whether a cut sentence misleads LanguageTool: after a period and before a small letter it proposes a capital."""
    return bool(regex.search(r"[.!?…][”\"]?\s*$", text[: span.start])) and text[span.start : span.start + 1].islower()


def _places(revision: Revision, blocks: Sequence[Passage], missed: Sequence[Passage]) -> str:
    """How many paragraphs were missed and in which lines of the source, neighbours taken together."""
    lines = Lines(revision.source)
    ranges: list[str] = []
    for is_missed, group in groupby(blocks, key=set(missed).__contains__):
        if not is_missed:
            continue
        spans = [revision.to_source(block.span) for block in group]
        first, last = lines.number(spans[0].start), lines.number(spans[-1].end)
        ranges.append(str(first) if first == last else f"{first}–{last}")
    noun = "line" if len(ranges) == 1 and "–" not in ranges[0] else "lines"
    return f"{len(missed)} paragraph{'s' * (len(missed) > 1)} ({noun} {', '.join(ranges)})"


__all__ = ["GrammarChecker", "batches"]
