"""``sentence``: conditions on a whole sentence of a passage."""

from __future__ import annotations

from collections.abc import Iterable

import regex

from cleantext.core.span import Span
from cleantext.language.analysis import Passage
from cleantext.language.tagger import FINITE, may_be_finite
from cleantext.rulebook.matchers.match import FindInSentences, Lists, Match
from cleantext.rulebook.patterns import compiled
from cleantext.rulebook.schema import SentenceSpec

_WORD = regex.compile(r"\p{L}[\p{L}\p{M}'’‑-]*|\d[\d.,]*")
_LAST_WORD = regex.compile(r"(?<![\p{L}\d])(\p{L}[\p{L}'’-]*)[\s.!?…\"”’')\]]*\Z")

_AUXILIARY = regex.compile(r"\b(?:is|are|was|were|has|had|does|did|would|could|should)\b")  # tagging costs more
_CONTRACTED = regex.compile(
    r"(?i)\p{L}(?:n[’']t|[’'](?:re|ve|ll|d|m))\Z|\A(?:it|s?he|that|there|what|who|where|how|here|let)[’']s\Z"
)
_REACH = 4  # 'to slowly and carefully lift'
_SEAM = regex.compile(r"[.]\s+\Z")
_LAST_MARK = regex.compile(r"[.]\Z")
_GAP = regex.compile(r"[ \t]+(?=\S)")
_BEFORE = 400  # characters before a sentence that ``previous`` sees; ``^`` is the start of the passage
_END = 200  # characters at the end of a sentence in which its last word and the marks behind it are looked for


def sentence_matcher(spec: SentenceSpec, lists: Lists) -> FindInSentences:
    """Values: ``last``, the last word. Raises ``ValueError`` for a wrong pattern or an unknown list."""
    matches, previous, following = (
        compiled(p, lists) if p is not None else None for p in (spec.matches, spec.previous, spec.next)
    )
    last_words = endings(spec, lists)
    counted = spec.min_words is not None or spec.max_words is not None

    def find(passage: Passage, numbers: Iterable[int]) -> Iterable[Match]:
        spans = passage.sentences
        for i in numbers:
            span = spans[i]
            if spec.position is not None and _position(i, len(spans)) not in spec.position:
                continue
            if spec.verbless == "surely" and any(map(may_be_finite, passage.forms_of(span))):
                continue  # nearly all sentences: their tokens are known from other rules
            text = span.of(passage.text)
            if spec.starts_lower is not None and text[:1].islower() != spec.starts_lower:
                continue
            if counted:
                count = len(_WORD.findall(text))
                if not (spec.min_words or 0) <= count <= (spec.max_words or count):
                    continue
            if matches and not matches.search(text):
                continue
            if previous and not previous.search(passage.text, max(0, span.start - _BEFORE), span.start):
                continue
            if following and not following.match(passage.text[span.end :].lstrip()):
                continue
            last = _LAST_WORD.search(text, max(0, len(text) - _END))
            if last_words is not None and not (last and last[1].lower() in last_words):
                continue
            if spec.quoted is not None and passage.quoted(span) != spec.quoted:
                continue
            if isinstance(spec.verbless, bool) and is_verbless(passage, span) != spec.verbless:
                continue
            if spec.clauses is not None and clauses(passage, span) != spec.clauses:
                continue
            yield Match(span, _groups(passage.text, span), {"last": last[1] if last else ""})

    return find


def clauses(passage: Passage, span: Span) -> int:
    """How many finite verbs the sentence holds. A base form counts where nothing before it asks for one.

    >>> from cleantext.core.document import BlockKind
    >>> passage = Passage("If it rains we stay. If it can rain.", BlockKind.PROSE)
    >>> [clauses(passage, sentence) for sentence in passage.sentences]
    [2, 1]
    """
    count = 0
    governed = 0  # tokens for which a base form still belongs to 'to', a modal verb or a form of 'do'
    for token in passage.tagged(span):
        finite = token.c5 in FINITE or bool(_CONTRACTED.search(token.form))
        count += finite or (token.c5 == "VVI" and not governed)
        asks = token.c5 in ("TO0", "VM0") or token.c5.startswith("VD") or (finite and "VV" not in token.c5)
        governed = _REACH if asks else max(0, governed - 1)
    return count


def _groups(text: str, span: Span) -> dict[str, Span]:
    found = {
        "seam": _SEAM.search(text, max(0, span.start - 4), span.start),
        "end": _LAST_MARK.search(text, span.start, span.end),
    }
    groups = {name: Span(*m.span()) for name, m in found.items() if m}
    if opening := _WORD.match(text, span.start):
        groups["opening"] = Span(*opening.span())
    if "end" in groups and (gap := _GAP.match(text, span.end)):
        groups["end"] = Span(groups["end"].start, gap.end())
        if then := _WORD.match(text, gap.end()):
            groups["then"] = Span(*then.span())
    return groups


def is_verbless(passage: Passage, span: Span) -> bool:
    """Whether no token of the sentence is tagged as a finite verb."""
    if _AUXILIARY.search(passage.text, span.start, span.end):
        return False
    return not any(t.c5 in FINITE for t in passage.tagged(span))


def endings(spec: SentenceSpec, lists: Lists) -> frozenset[str] | None:
    """The last words that ``spec`` asks for, lower case. Raises ``ValueError`` for an unknown list."""
    if spec.ends_with is None:
        return None
    if isinstance(spec.ends_with, str):
        if spec.ends_with not in lists:
            raise ValueError(f"sentence: no word list '{spec.ends_with}'")
        return frozenset(lists[spec.ends_with])
    return frozenset(spec.ends_with)


def _position(i: int, count: int) -> str:
    if count == 1:
        return "only"
    return "first" if i == 0 else "last" if i == count - 1 else "inner"
