"""LanguageTool as a checker: paragraphs in batches, few rules, our own words.

``check`` sends its requests at once, so that the server works while the other checkers look at the same revision;
the findings come when they are asked for.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from importlib import import_module
from itertools import groupby
from threading import Lock
from typing import ParamSpec, Protocol, TypeVar

import msgspec
import regex

from cleantext.core.document import Block, BlockKind
from cleantext.core.edit import Edit
from cleantext.core.finding import Applicability, Finding, Fix, Severity, Source
from cleantext.core.revision import Revision
from cleantext.core.span import Span
from cleantext.languagetool.cache import Cache
from cleantext.languagetool.client import Client, Match, Refused
from cleantext.languagetool.curation import Curated, load_curated
from cleantext.languagetool.server import THREADS, Gone, Server, Unavailable
from cleantext.languagetool.sieve import Sieve

BATCH = 5_000  # characters a request
GAP = "\n\n"
TIMEOUT = 60.0
_REMEMBERED = 2_000  # paragraphs
_LINE_END = regex.compile(r"\r\n|\r|\n")
_TRIES = 3  # of a batch; a server of ours is started once more, and no worker sees more than two

VARIANTS = {"en": "en-US", "de": "de-DE", "pt": "pt-PT"}
"""LanguageTool's name for a language, where it is not the code itself. No kept rule depends on the variant."""

P = ParamSpec("P")
T = TypeVar("T")

Answers = dict[str, tuple[Match, ...]]


class Asks(Protocol):
    """What a checker wants of LanguageTool: its matches for a text. Raises ``Refused``, and others when it is gone."""

    def check(self, text: str) -> Sequence[Match]: ...


@dataclass(frozen=True, slots=True)
class Question:
    """A paragraph and those passages of it that LanguageTool is to see. Its length is that of what is sent."""

    text: str
    passages: tuple[Span, ...]

    def __len__(self) -> int:
        return sum(len(passage) + len(GAP) for passage in self.passages) - len(GAP)

    def matches(self, found: Answers) -> Iterator[Match]:
        """The matches of the paragraph, from those of its passages."""
        for passage in self.passages:
            for match in found[passage.of(self.text)]:
                yield msgspec.structs.replace(match, offset=match.offset + passage.start)


class GrammarChecker:
    """Asks ``server`` about texts in ``language``. Once it stops answering, that is a problem, and no error.

    ``timeout`` is in seconds, ``threads`` the number of requests at a time. ``connect`` makes a client for an
    address, ``sift`` a sieve for LanguageTool's version and our rules, which spares it sentences.
    """

    name = "languagetool"

    def __init__(
        self,
        server: Server,
        vocabulary: Sequence[str] = (),
        *,
        language: str = "en",
        cache: Callable[[Sequence[str]], Cache] | None = None,
        threads: int = THREADS,
        timeout: float = TIMEOUT,
        connect: Callable[[str], Asks] | None = None,
        sift: Callable[[str, Sequence[Curated]], Sieve | None] | None = None,
    ):
        self._server = server
        self._vocabulary = frozenset(vocabulary)
        self._curated = load_curated(language)
        self._variant = VARIANTS.get(language, language)
        self._make_cache = cache
        self._cache: Cache | None = None
        self._threads = threads
        self._timeout = timeout
        self._connect = connect or self._client
        self._sift = sift
        self._clients: dict[str, Asks] = {}
        self._connecting = Lock()
        self._pool: ThreadPoolExecutor | None = None
        self._known: Answers = {}
        self._problems: tuple[str, ...] = ()
        self._told_of_cache = False

    @property
    def version(self) -> str | None:
        """LanguageTool's, or None where it never answered."""
        return None if self._server.failure() else self._server.version

    def check(self, revision: Revision) -> Iterable[Finding]:
        """Findings of the curated rules in prose and lists. The requests are under way when this returns."""
        if not self._curated:
            return ()
        blocks = [b for b in revision.blocks if b.kind in (BlockKind.PROSE, BlockKind.LIST_ITEM)]
        texts = list(dict.fromkeys(b.span.of(revision.text) for b in blocks))
        known = {text: self._known[text] for text in texts if text in self._known}
        known |= self._cached([text for text in texts if text not in known])
        new = [text for text in texts if text not in known]
        if sum(map(len, new)) > BATCH:  # hardly without something to ask: it starts while the sieve reads
            self._submitted(self._server.address)
            self._submitted(import_module, "language_tool_python")
        silent: Answers = {}
        waiting = [self._submitted(self._asked, batch) for batch in batches(self._questions(new, silent), BATCH)]
        return self._findings(revision, blocks, known, silent, waiting)

    def problems(self) -> Iterable[str]:
        """Where the last revision was not checked since the server stopped answering, and trouble with the cache."""
        yield from self._problems
        if self._cache and self._cache.trouble and not self._told_of_cache:
            self._told_of_cache = True
            yield self._cache.trouble

    def _findings(
        self, revision: Revision, blocks: Sequence[Block], known: Answers, new: Answers, waiting: list[Future[Answers]]
    ) -> Iterator[Finding]:
        gone, why = False, ""
        for future in waiting:
            try:
                new |= future.result()
            except Unavailable:  # said once for the whole run
                gone = True
            except Gone as error:
                why = f"LanguageTool stopped answering ({error})"
            except Refused as error:
                why = f"LanguageTool refused to check ({error})"
        if self._cache:
            self._cache.put(new)
        known |= new
        self._known = known if len(self._known) > _REMEMBERED else self._known | known
        missed = () if gone else [b for b in blocks if b.span.of(revision.text) not in known]
        self._problems = (f"{why}; not checked: {_places(revision, blocks, missed)}",) if missed else ()
        for block in blocks:
            text = block.span.of(revision.text)
            for match in known.get(text, ()):
                for finding in self._finding(text, match):
                    yield finding.shift(block.span.start)

    def _submitted(self, work: Callable[P, T], *args: P.args, **options: P.kwargs) -> Future[T]:
        self._pool = self._pool or ThreadPoolExecutor(self._threads)
        return self._pool.submit(work, *args, **options)

    def _cached(self, texts: Sequence[str]) -> Answers:
        if self._make_cache is None or not texts:
            return {}
        if self._cache is None:
            self._cache = self._make_cache([self._server.version, self._variant, *sorted(self._curated)])
        return self._cache.get(texts)

    def _questions(self, texts: Sequence[str], silent: Answers) -> Iterator[Question]:
        """What to ask about each text; those that need no question have no match, and go into ``silent``."""
        sieve = self._sift(self._server.version, list(self._curated.values())) if self._sift and texts else None
        for text in texts:
            passages = tuple(sieve.passages(text)) if sieve else (Span(0, len(text)),)
            if passages:
                yield Question(text, passages)
            else:
                silent[text] = ()

    def _asked(self, questions: Sequence[Question]) -> Answers:
        """Ask about a batch; a server that fails is replaced and asked again. Raises ``Unavailable``, ``Gone``."""
        texts = [passage.of(question.text) for question in questions for passage in question.passages]
        failed, reason = None, ""
        for _ in range(_TRIES):
            address = self._server.address(failed)
            try:
                found = _apart(texts, self._at(address).check(GAP.join(texts)))
                return {question.text: tuple(question.matches(found)) for question in questions}
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
        return Client(address, self._variant, sorted(self._curated), self._timeout)

    def _finding(self, text: str, match: Match) -> Iterator[Finding]:
        curated = self._curated.get(match.rule)
        span = Span(match.offset, match.offset + match.length)
        if curated is None or span.of(text) in self._vocabulary or _inside_damage(text, span):
            return
        yield _finding(text, span, match.replacements[:3], curated)


def _finding(text: str, span: Span, replacements: Sequence[str], curated: Curated) -> Finding:
    fixes = [
        Fix((edit,), Applicability[curated.fix.upper()] if curated.fix else Applicability.SUGGESTED)
        for replacement in replacements
        if (edit := Edit(span, replacement).trimmed(text)) and (len(edit.span) or edit.replacement)
    ]
    fixed = curated.fix is not None and len(fixes) > 0
    return Finding(
        rule="lt-" + curated.id.lower().replace("_", "-"),
        pack="grammar",
        span=span,
        severity=Severity[curated.severity.upper()],
        message=f"grammar: '{span.of(text)}'" + (f", perhaps '{replacements[0]}'" if fixes else ""),
        why=curated.why,
        source=Source.GRAMMAR,
        fix=fixes[0] if fixed else None,
        alternatives=tuple(fix.demoted() for fix in (fixes[1:] if fixed else fixes)),
        confidence=0.7,
    )


Sized = TypeVar("Sized", str, Question)


def batches(texts: Iterable[Sized], size: int) -> Iterator[list[Sized]]:
    """``texts`` in order, as many in a batch as fit into ``size`` characters, at least one."""
    batch: list[Sized] = []
    filled = 0
    for text in texts:
        if batch and filled + len(text) > size:
            yield batch
            batch, filled = [], 0
        batch.append(text)
        filled += len(text) + len(GAP)
    if batch:
        yield batch


def _apart(texts: Sequence[str], matches: Iterable[Match]) -> Answers:
    """The matches of each text, in its own offsets; one that reaches into the next text is dropped."""
    starts = [0]
    for text in texts:
        starts.append(starts[-1] + len(text) + len(GAP))
    found: dict[str, list[Match]] = {text: [] for text in texts}
    for match in matches:
        i = bisect_right(starts, match.offset) - 1
        offset = match.offset - starts[i]
        if i < len(texts) and offset + match.length <= len(texts[i]):
            found[texts[i]].append(Match(match.rule, offset, match.length, match.replacements))
    return {text: tuple(own) for text, own in found.items()}


def _inside_damage(text: str, span: Span) -> bool:
    """Whether a cut sentence misleads LanguageTool: after a period and before a small letter it proposes a capital."""
    return bool(regex.search(r"[.!?…][”\"]?\s*$", text[: span.start])) and text[span.start : span.start + 1].islower()


def _places(revision: Revision, blocks: Sequence[Block], missed: Sequence[Block]) -> str:
    """How many paragraphs were missed and in which lines of the source, neighbours taken together."""
    source = revision.source
    ranges: list[str] = []
    for is_missed, group in groupby(blocks, key=set(missed).__contains__):
        if not is_missed:
            continue
        spans = [revision.to_source(block.span) for block in group]
        first, last = (len(_LINE_END.findall(source, 0, at)) + 1 for at in (spans[0].start, spans[-1].end))
        ranges.append(str(first) if first == last else f"{first}–{last}")
    lines = "line" if len(ranges) == 1 and "–" not in ranges[0] else "lines"
    return f"{len(missed)} paragraph{'s' * (len(missed) > 1)} ({lines} {', '.join(ranges)})"


__all__ = ["GrammarChecker", "batches"]
