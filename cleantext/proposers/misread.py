"""Proposes the word that a scanner misread: it puts letters, digits and marks in the place of others of like shape.

In the place of a word that nobody knows (``tbe``, ``wbich``, ``rnay``, ``a1ways``) the known ones are tried that look
like it, and which fits best is for the n-gram model to say. Where a text has several misread words, known ones are
asked, too: *bad* for *had*, *comer* for *corner*.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from string import ascii_lowercase

import regex

from cleantext.core.candidate import Candidate
from cleantext.core.span import Span
from cleantext.language.analysis import Analysis, Passage
from cleantext.language.memo import Memo
from cleantext.language.thesaurus import thesaurus
from cleantext.language_model.ngram import shipped
from cleantext.proposers.clauses import CLOSED, word_set
from cleantext.proposers.known import is_word, prefers_capital, rarity
from cleantext.proposers.proposal import MOST_FIXES, Mechanism, Repair, like, prose, put

_SCANNER = "Software that reads scanned pages confuses letters, digits and marks of like shape."
MISREAD = Mechanism("spelling", "word-misread", "'{0}' is no word: probably '{1}'", _SCANNER)
MISREAD_KNOWN = Mechanism("spelling", "word-misread-known", "'{0}' may be misread: probably '{1}'", _SCANNER)

LONGEST = 24
"""Letters of a word in the place of which others are tried."""
MOST_TRIED = 12
"""Words that are tried in the place of one: the commonest of those that look like it."""
SEVERAL = 2
"""Misread words after which known words are asked, too."""
LEAST_GAIN = 3.0
"""Nats by which another word must fit better than one that is known, or than one that counts as misread."""
ALONE = 20.0
"""Nats by which a word leads that nothing else is like."""

_ALIKE = r"""b:h h:b e:c c:e n:u u:n o:c c:o a:o o:a e:o o:e a:n rn:m m:rn li:h h:li ii:n ii:u n:ii u:ii vv:w w:vv cl:d
d:cl l:i i:l I:l l:I l:t t:l f:s s:f f:t t:f g:q q:g y:v v:y in:m m:in ni:m m:ni iu:m ri:n n:ri fi:h h:fi tl:th ti:h
lt:h i:j j:i i:t t:i r:t t:r v:r z:s k:h x:s 1:l 1:i 1:I !:l !:i |:l |:i |:I 0:o 5:s 6:b 9:g 8:b <r:g \v:w \V:W
\:l"""
_SHAPES: dict[str, list[str]] = {}
"""By what a scanner reads what may have been there."""
for _pair in _ALIKE.split():
    _SHAPES.setdefault(_pair.partition(":")[0], []).append(_pair.partition(":")[2])
_WIDEST = max(map(len, _SHAPES))
_WORD = regex.compile(
    r"(?<![\p{L}\p{M}\p{N}’'@#./_&$+-])"
    r"(?:[A-Za-z]|[01568!|\\](?=[a-z]{3}))(?:[A-Za-z]|[0156891!|\\^<■¬*~](?=[A-Za-z]))*+"
    r"(?![\p{L}\p{M}\p{N}@_/&$+\\]|['’](?!s\b)\p{L}|[.](?:\p{L}|\p{N})|-\S)"
)
_WORDY = regex.compile(r"[A-Z]?[a-z]+")
_OLD = word_set(
    "hath doth quoth shew shews shewn shewed surprized yon sae guid nae wee ain bairn "
    "dont cant isnt wont didnt doesnt arent lol lmk idk gif vid pic app blog que boi bro"
)
"""Words of old, of dialects and of chats, which are written so on purpose."""
_BEGINNINGS = ("un", "re", "de", "dis", "mis", "non", "over", "out", "pre", "sub", "inter", "super", "anti", "micro")
_ENDINGS = ("s", "es", "d", "ed", "r", "er", "ers", "ing", "ings", "ly", "ness", "less", "like", "man", "able")
_RAREST = 10.6  # logarithm of a rank

Suspect = tuple[str, int, Sequence[str]]
"""A word, where it starts, and what it may have been."""


@dataclass(frozen=True, slots=True)
class Misread:
    """Proposes words that look like what a scanner read."""

    name: str = "spelling"

    def propose(self, analysis: Analysis) -> Iterable[Candidate]:
        """Candidates at unknown words; and at known ones where the whole text has several that were misread."""
        passages = list(prose(analysis))
        found = [candidate for passage in passages for candidate in _candidates(MISREAD, passage, _UNKNOWN)]
        yield from found
        if sum(map(_gains_enough, found)) >= SEVERAL:
            for passage in passages:
                yield from filter(_gains_enough, _candidates(MISREAD_KNOWN, passage, _KNOWN))


def _gains_enough(candidate: Candidate) -> bool:
    return candidate.evidence["misread_gain"] >= LEAST_GAIN


def _suspects(passage: Passage, of_piece: Memo[Sequence[Suspect]]) -> list[Suspect]:
    return [
        (word, start + at, meant)
        for piece, (start, _) in zip(passage.pieces, passage.piece_spans, strict=True)
        for word, at, meant in of_piece[piece]
    ]


def _unknown_in(piece: str) -> Sequence[Suspect]:
    """The unknown words of a piece without white space, with what each may have been.

    >>> [(word, meant[0]) for word, _, meant in map(lambda piece: _unknown_in(piece)[0], ("(wbich", "a1ways,", "Tbe"))]
    [('wbich', 'which'), ('a1ways', 'always'), ('Tbe', 'the')]
    >>> [_unknown_in(piece) for piece in ("which", "Qandil", "mp3", "o'clock", "b@wbich.org")]
    [[], [], [], [], []]
    """
    return [(word, at, meant) for word, at in _words(piece) if not _is_known(word) and (meant := _meant(word))]


def _known_in(piece: str) -> Sequence[Suspect]:
    """The known words of a piece in small letters, with the commoner ones that look like them."""
    found = []
    for word, at in _words(piece):
        if word.islower() and word.isalpha() and _is_known(word):
            meant = [other for other in _meant(word) if rarity(other) < rarity(word)]
            if meant:
                found.append((word, at, meant))
    return found


_UNKNOWN, _KNOWN = Memo(_unknown_in), Memo(_known_in)


def _words(piece: str) -> Iterator[tuple[str, int]]:
    """Words, with digits and marks among their letters, and where they start."""
    if len(piece) > 3 * LONGEST:
        return
    for m in _WORD.finditer(piece):
        word = m[0]
        if 3 <= len(word) <= LONGEST and (_WORDY.fullmatch(word) or not word.isalpha()):
            yield word, m.start()


def _is_known(word: str) -> bool:
    """Whether a word is in some list, formed from a known one, or made of two; also where a digit or a mark precedes
    it (``5way``, ``!important``).
    """
    small = word.lower() if word[0].isalpha() else word[1:].lower()
    if is_word(small) or small in thesaurus() or small in _OLD:
        return True
    bases = [small.removesuffix(ending) for ending in _ENDINGS if small.endswith(ending)]
    bases += [base[:-1] for base in bases if base[-2:-1] == base[-1:]] + [base + "e" for base in bases]
    bases += [small.removeprefix(beginning) for beginning in _BEGINNINGS if small.startswith(beginning)]
    if any(len(base) > 3 and (is_word(base) or base in thesaurus()) for base in bases):
        return True
    return any(is_word(small[:i]) and is_word(small[i:]) for i in range(4, len(small) - 3))


def _meant(word: str) -> Sequence[str]:
    """The known words that look like a word, the commonest first. What has a capital is rather a name, but for the
    commonest words and where its first letter, a digit or a mark may be misread.
    """
    odd = not word.isalpha()
    found = set()
    for other in _alike(word):
        small = other.lower()
        name = small.capitalize()
        if prefers_capital(name) and (other[0] != word[0] or (odd and word[0].isupper())):
            found.add(name)
        elif small in CLOSED if word[0].isupper() and not odd else is_word(small) and rarity(small) < _RAREST:
            found.add(small)
    found -= {word, word.lower()}
    return sorted(found, key=lambda other: (rarity(other.lower()), other))[:MOST_TRIED]


def _alike(word: str) -> Iterator[str]:
    """What a scanner may have read as ``word``, where it took a letter or two for others. A mark that is like none may
    be any letter, or nothing.
    """
    for i, sign in enumerate(word):
        others = [(width, other) for width in range(1, _WIDEST + 1) for other in _SHAPES.get(word[i : i + width], ())]
        if not sign.isalnum():
            others += [(1, letter) for letter in ("", *(ascii_lowercase if sign not in _SHAPES else ""))]
        for width, other in others:
            meant = word[:i] + other + word[i + width :]
            if len(meant) > 2 and meant.isalpha():
                yield meant


def _candidates(mechanism: Mechanism, passage: Passage, of_piece: Memo[Sequence[Suspect]]) -> Iterator[Candidate]:
    suspects = _suspects(passage, of_piece)
    if not suspects:
        return
    forms = [[_like(word, other) for other in meant] for word, _, meant in suspects]
    repairs: list[list[Repair]] = [
        [put(start, start + len(word), form) for form in each]
        for (word, start, _), each in zip(suspects, forms, strict=True)
    ]
    all_gains = iter(shipped().gains(passage.text, list(chain(*repairs))).tolist())
    for (word, start, _), form, repair in zip(suspects, forms, repairs, strict=True):
        gains = list(islice(all_gains, len(repair)))
        best = sorted(range(len(repair)), key=lambda i: -gains[i])[:MOST_FIXES]
        first = best[0]
        candidate = mechanism.naming(word, form[first]).at(
            passage.text, Span(start, start + len(word)), [repair[i] for i in best],
            misread_gain=gains[first], misread_lead=gains[first] - gains[best[1]] if len(best) > 1 else ALONE,
            misread_others=len(repair) - 1, misread_odd=not word.isalpha(),
            misread_length=len(word), misread_rarity=rarity(form[first].lower()),
        )  # fmt: skip
        yield candidate.shift(passage.start)


def _like(word: str, other: str) -> str:
    letters = "".join(filter(str.isalpha, word))
    return other.upper() if letters.isupper() and len(letters) > 1 else like(word, other)
