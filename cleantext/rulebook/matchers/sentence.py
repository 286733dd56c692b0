"""``sentence``: conditions on a whole sentence of a passage."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Literal

import regex

from cleantext.core.span import Span
from cleantext.language.analysis import Passage
from cleantext.language.tagger import FINITE, may_be_finite
from cleantext.rulebook.match import FindInSentences, Lists, Match, Pattern, Sees, Strict
from cleantext.rulebook.patterns import compiled, spelt_out
from cleantext.rulebook.prefilter.need import Gate, Need, Scope

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
_END = 200  # characters at the end of a sentence in which its last word and the marks after it are looked for


class Spec(Strict, frozen=True, kw_only=True):
    """Conditions on a whole sentence; all the given ones hold. ``matches`` is searched in it.

    ``position`` counts in the passage: ``only`` means that it is the only sentence there. ``ends_with`` lists
    last words, lower case. ``verbless: surely`` asks that no word of it could be a finite verb; ``clauses`` says
    how many finite verbs it holds. Groups for fixes: ``seam``, the mark and the gap before the sentence, ``opening``,
    its first word, ``end``, its last mark and the gap after it, and ``then``, the word that follows. ``prefilter``
    names what few texts have; nothing but speed depends on it.
    """

    matches: Pattern | None = None
    previous: Pattern | None = None
    next: Pattern | None = None
    min_words: int | None = None
    max_words: int | None = None
    verbless: bool | Literal["surely"] | None = None
    clauses: int | None = None
    starts_lower: bool | None = None
    ends_with: str | Sequence[str] | None = None
    position: Sequence[Literal["first", "inner", "last", "only"]] | None = None
    quoted: bool | None = None
    prefilter: Literal["matches", "previous", "next"] = "matches"

    @property
    def asks_for_classes(self) -> bool:
        """Whether the words of the sentence are tagged."""
        return isinstance(self.verbless, bool) or self.clauses is not None


def sees(_: Spec) -> Sees:
    """Some sentences of a block."""
    return "sentences"


def find(spec: Spec, lists: Lists) -> FindInSentences:
    """Values: ``last``, the last word. Raises ``ValueError`` for a wrong pattern or an unknown list."""
    matches, previous, following = (
        compiled(p, lists) if p is not None else None for p in (spec.matches, spec.previous, spec.next)
    )
    last_words = _endings(spec, lists)
    counted = spec.min_words is not None or spec.max_words is not None

    def found(passage: Passage, numbers: Iterable[int]) -> Iterable[Match]:
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

    return found


def needs(spec: Spec, lists: Lists) -> Gate:
    """What the spec says that few texts have."""
    last = _endings(spec, lists)
    if last is not None:
        return Gate(tuple(_needs_of_endings(last)))
    asked: dict[str, tuple[Pattern | None, Scope]] = {
        "matches": (spec.matches, "sentence"), "previous": (spec.previous, "before"), "next": (spec.next, "following"),
    }  # fmt: skip
    pattern, scope = asked[spec.prefilter]
    if pattern is not None:
        return Gate((Need(spelt_out(pattern, lists), scope),))
    return Gate((Need(r"\A\s*\p{Ll}"),)) if spec.starts_lower else Gate()


def _needs_of_endings(words: Iterable[str]) -> Iterator[Need]:
    """A sentence that ends with one of some words: written apart, so that each part begins with what is given."""
    yield Need(rf"(?<![\p{{L}}\d])(?i:{'|'.join(map(regex.escape, sorted(words)))})[.!?…\"”’')\]]")
    yield Need(r"\s[\s\"”’')\]]*[.!?…]")
    yield Need(r"\p{L}[\s\"”’')\]]*\Z")


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


def _endings(spec: Spec, lists: Lists) -> frozenset[str] | None:
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
