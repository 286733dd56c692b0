"""``seam``: a word cut by a space (``govern ment``, ``coun- cil``), or two words glued together (``ofthe``).

What is a word is what the tagger's model has met (``common_forms``, some 28,000 forms). A cut is seen where two
neighbours make a word and one of them is none; glue where a word that nobody knows falls into two that are known, one
of them a small one that the rule names. So rare words, which the model doesn't know either, are left alone.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise
from typing import Literal

from cleantext.core.edit import Edit
from cleantext.core.span import Span
from cleantext.language.analysis import Passage
from cleantext.language.lexicon import lexicon
from cleantext.language.memo import Memo
from cleantext.language.tagger import common_forms
from cleantext.language.vocabulary import WORD, is_known
from cleantext.rulebook.match import FindInPassage, Lists, Match, Sees, Strict
from cleantext.rulebook.prefilter.need import Gate

_SHORTEST = 4
"""Letters of a word that is glued to a small one: shorter ones hide in too many names and rare words."""

_LONGEST = 30


class Spec(Strict, frozen=True, kw_only=True):
    """A word ``cut`` in two by a space, or two words ``glued`` together.

    Of two glued words one is small. ``first`` and ``last`` name lists of those that may be there beside any word,
    ``both`` lists of those that may be beside each other.
    """

    problem: Literal["cut", "glued"]
    first: Sequence[str] = ()
    last: Sequence[str] = ()
    both: Sequence[str] = ()


def sees(_: Spec) -> Sees:
    """One block at a time."""
    return "passage"


def find(spec: Spec, lists: Lists) -> FindInPassage:
    """Edits: the cut closed, or the glue parted. Values: ``word``, what it becomes.

    Raises ``ValueError`` for an unknown list.
    """
    if unknown := [name for name in (*spec.first, *spec.last, *spec.both) if name not in lists]:
        raise ValueError(f"seam: no word list '{unknown[0]}'")
    first, last, both = (
        frozenset(word for name in names for word in lists[name]) for names in (spec.first, spec.last, spec.both)
    )

    def parts(word: str) -> tuple[str, str] | None:
        for i in range(2, len(word) - 1):
            head, tail = word[:i], word[i:]
            if (
                (head in both and tail in both)
                or (head in first and len(tail) >= _SHORTEST and is_known(tail))
                or (tail in last and len(head) >= _SHORTEST and is_known(head))
            ):
                return head, tail
        return None

    may_hold = Memo(lambda piece: any(_may_be_glue(m[0]) and parts(m[0]) for m in WORD.finditer(piece)))

    def glued(passage: Passage) -> Iterator[Match]:
        if not any(map(may_hold.__getitem__, passage.unknown)):
            return
        for m in WORD.finditer(passage.text):
            if _may_be_glue(m[0]) and (found := parts(m[0])):
                span = Span(*m.span())
                yield Match(span, values={"word": " ".join(found)}, edits=(Edit(span, " ".join(found)),))

    return _cuts if spec.problem == "cut" else glued


def needs(_: Spec, __: Lists) -> Gate:
    """A word that nobody knows: that is asked for in the passage."""
    return Gate()


def _cuts(passage: Passage) -> Iterator[Match]:
    if not _may_be_cut(passage):
        return
    waiting: tuple[Match, bool] | None = None
    for match, sure in _halves(passage.text):
        if waiting is not None:
            held, held_sure = waiting
            if held.span.end <= match.span.start:
                yield held
            elif held_sure >= sure:  # both need the middle of "are al so": "areal" is no word that rules know
                continue
        waiting = match, sure
    if waiting is not None:
        yield waiting[0]


def _halves(text: str) -> Iterator[tuple[Match, bool]]:
    """Each pair of neighbours that make a word, and whether that is one of the lexicon's."""
    for before, after in pairwise(WORD.finditer(text)):
        gap = text[before.end() : after.start()]
        head, tail = before[0].lower(), after[0]
        if (
            gap in (" ", "- ")
            and tail.islower()
            and len(head) + len(tail) >= _SHORTEST
            and (gap == "- " or not (is_known(head) and is_known(tail)))
            and not (is_known(head) and len(tail) == 1)
            and not (is_known(tail) and len(head) == 1)
            and head + tail in common_forms()
        ):
            word = before[0] + tail
            cut = Edit(Span(before.end(), after.start()), "")
            match = Match(Span(before.start(), after.end()), values={"word": word}, edits=(cut,))
            yield match, head + tail in lexicon().classes


def _may_be_glue(word: str) -> bool:
    return _SHORTEST < len(word) < _LONGEST and word.islower() and not is_known(word)


def _may_be_cut(passage: Passage) -> bool:
    """Whether two neighbours make a word: asked of those only that hold what is none, and could be half of one."""
    if "- " in passage.text:
        return True
    halves = {piece for piece in passage.unknown if _HALVES[piece]}
    if not halves:
        return False
    row = passage.pieces
    places = [i for i, piece in enumerate(row) if piece in halves]
    return any(any(_halves(" ".join(row[max(0, i - 1) : i + 2]))) for i in places)


def _holds_a_half(piece: str) -> bool:
    words = (m[0].lower() for m in WORD.finditer(piece))
    return any(not is_known(word) and (_begins(word, _sorted()) or _begins(word[::-1], _turned())) for word in words)


_HALVES = Memo(_holds_a_half)


def _begins(word: str, forms: Sequence[str]) -> bool:
    at = bisect_left(forms, word)
    return at < len(forms) and forms[at].startswith(word)


@cache
def _sorted() -> list[str]:
    return sorted(common_forms())


@cache
def _turned() -> list[str]:
    return sorted(form[::-1] for form in common_forms())
