"""``spellings``: one name in two spellings, as transliteration leaves it; the rarer is the odd one.

Two spellings are alike by ``letter``, where one letter is more, less or other, or by ``sound``, where both are what
different transliterations make of the same letters: ``Torvik`` and ``Torwik``, ``Minegishi`` and ``Minegisi``. By
``neighbour`` they are beside the same name or title and differ in little: ``Dalva Nogueira`` and ``Dalva Nogeira``.
By ``hyphen`` they are one name of two parts, with the hyphen and without: ``Bean-Post`` and ``Bean Post``.
"""

from __future__ import annotations

import itertools
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import Literal

import regex

from cleantext.core.edit import Edit
from cleantext.core.span import Span
from cleantext.language.analysis import NAME, Analysis
from cleantext.language.spelling import bare, one_letter_apart, other_word, sound
from cleantext.language.tagger import common_forms
from cleantext.rulebook.match import FindInDocument, Lists, Match, Sees, Strict
from cleantext.rulebook.prefilter.need import Gate


class Spec(Strict, frozen=True, kw_only=True):
    """Names that are ``alike`` but for their spelling, one of them ``minimum`` times there.

    By ``letter`` they differ in one letter, and one occurs three times as often as the other; by ``sound`` in what
    transliterations differ in, and one occurs more often; by ``neighbour`` in an accent, a letter or their sound, and
    both are beside the same name or title; by ``hyphen`` one has a hyphen between its parts. ``letters`` is how
    long a name must be: short names are alike by chance. ``allow`` names word lists of names that are never the odd
    one.
    """

    letters: int = 6
    minimum: int = 3
    alike: Literal["letter", "sound", "neighbour", "hyphen"] = "letter"
    allow: Sequence[str] = ()


def sees(_: Spec) -> Sees:
    """The whole text."""
    return "document"


def find(spec: Spec, lists: Lists) -> FindInDocument:
    """Values: ``form``, what is here, ``usual``, the other spelling, and ``times``, how often that occurs.

    Raises ``ValueError`` for an unknown list.
    """
    if unknown := [name for name in spec.allow if name not in lists]:
        raise ValueError(f"spellings: no word list '{unknown[0]}'")
    allowed = frozenset(name for listed in spec.allow for name in lists[listed])

    if spec.alike == "neighbour":
        return _beside_the_same
    if spec.alike == "hyphen":
        return partial(_with_and_without_hyphen, minimum=spec.minimum)

    def found(analysis: Analysis) -> Iterable[Match]:
        counts = {name: count for name, count in analysis.names.items() if len(name) >= spec.letters}
        odd_ones = {
            odd: usual
            for odd, usual in (_pairs if spec.alike == "letter" else _sounds)(counts, spec.minimum)
            if odd not in allowed and not _is_word(odd, analysis.text) and not _is_word(usual, analysis.text)
        }
        for passage in analysis.passages if odd_ones else ():
            for m in NAME.finditer(passage.text):
                if usual := odd_ones.get(m[0]):
                    span = Span(*m.span()).shift(passage.start)
                    values = {"form": m[0], "usual": usual, "times": str(counts[usual])}
                    yield Match(span, values=values, edits=(Edit(span, usual),))

    return found


def needs(_: Spec, __: Lists) -> Gate:
    """Names, which most texts have."""
    return Gate()


def _with_and_without_hyphen(analysis: Analysis, minimum: int) -> Iterator[Match]:
    text = analysis.text
    if not _HYPHEN.search(text):
        return
    places: dict[tuple[str, str], dict[str, list[Span]]] = {
        (m["first"], m["second"]): {"-": [], " ": []} for m in _HYPHENED.finditer(text)
    }
    for m in _TWO_PARTS.finditer(text) if places else ():
        if found := places.get((m["first"], m["second"])):
            found[m["gap"]].append(Span(m.start(), m.end("second")))
    for pair in sorted(places):
        odd, usual = sorted(places[pair].values(), key=len)
        if odd and len(usual) >= minimum and len(usual) > len(odd):
            for span in odd:
                values = {"form": span.of(text), "usual": usual[0].of(text), "times": str(len(usual))}
                yield Match(span, values=values, edits=(Edit(span, values["usual"]),))


_HYPHEN = regex.compile(r"-(?<=\p{Ll}-)\p{Lu}")
_HYPHENED = regex.compile(
    r"(?<![\p{L}\p{N}@#./_-])(?P<first>\p{Lu}\p{Ll}+)-(?P<second>\p{Lu}\p{Ll}+)(?![\p{L}\p{N}@/_-])"
)
_TWO_PARTS = regex.compile(  # the second may be the first of the next
    r"(?<![\p{L}-])(?P<first>\p{Lu}\p{Ll}+)(?P<gap>[- ])(?=(?P<second>\p{Lu}\p{Ll}+)(?![\p{L}-]| \p{Lu}))"
)


def _beside_the_same(analysis: Analysis) -> Iterable[Match]:
    beside: dict[tuple[int, str], Counter[str]] = defaultdict(Counter)
    for first, second in _PAIR.findall(analysis.lines):
        beside[0, first.rstrip(".")][second] += 1
        if not first.endswith("."):
            beside[1, second][first] += 1
    odd_ones = {
        (place, beside_it, odd): usual
        for (place, beside_it), names in beside.items()
        if len(names) > 1
        for odd, usual in _odd(names, analysis.text)
    }
    pairs = ((passage.start, m) for passage in analysis.passages for m in _PAIR.finditer(passage.text))
    for offset, m in pairs if odd_ones else ():
        if usual := odd_ones.get((0, m["first"].rstrip("."), m["second"])):
            span = Span(*m.span("second")).shift(offset)
        elif usual := odd_ones.get((1, m["second"], m["first"])):
            span = Span(*m.span("first")).shift(offset)
        else:
            continue
        form = span.of(analysis.text)
        times = regex.findall(rf"\b{regex.escape(usual)}\b", analysis.text)
        yield Match(span, values={"form": form, "usual": usual, "times": str(len(times))}, edits=(Edit(span, usual),))


_PAIR = regex.compile(
    r"(?=\p{Lu})(?<![\p{L}\p{N}’'@#./_-])"
    r"(?P<first>\p{Lu}\p{Ll}+(?:-\p{Lu}\p{Ll}+)?|(?:Mr|Mrs|Ms|Dr|Prof|Sr|Sra)\.)"
    r" (?=(?P<second>\p{Lu}\p{Ll}+(?:-\p{Lu}\p{Ll}+)?)(?![\p{L}\p{N}@_/-]))"  # the second may be the first of the next
)


def _odd(names: Mapping[str, int], text: str) -> Iterator[tuple[str, str]]:
    """Each name with a commoner one that differs in little.

    Of two as common it is the one that lost accents or a letter, and of two that only sound alike the later one.
    """

    def weight(name: str, other: str) -> tuple[int, int, int, int]:
        longer = len(name) if one_letter_apart(bare(name), bare(other)) else 0
        found = regex.findall(rf"\b{name}\b", text)
        return len(found), sum(not c.isascii() for c in name), longer, -text.find(name)

    for one, other in itertools.combinations(sorted(names), 2):
        if not _much_alike(one, other):
            continue
        odd, usual = sorted((one, other), key=lambda name: weight(name, other if name == one else one))
        if not _is_word(odd, text):
            yield odd, usual


def _much_alike(one: str, other: str) -> bool:
    """Whether two names are likely to be one: alike but for accents, in sound, or for one letter of five or more.

    >>> [_much_alike(*pair) for pair in (("Maria", "María"), ("Halas", "Halász"), ("Oosta", "Usta"), ("Berg", "Borg"))]
    [True, True, True, False]
    >>> [_much_alike(*pair) for pair in (("Korea", "Korean"), ("Minister", "Ministers"), ("March", "Match"))]
    [False, False, False]
    """
    plain, plain_other = bare(one), bare(other)
    if plain == plain_other:
        return True
    return (
        (min(len(one), len(other)) > 3 and sound(one) == sound(other))
        or (
            max(len(plain), len(plain_other)) > 5
            and plain[0] == plain_other[0]
            and one_letter_apart(plain, plain_other)
            and not other_word(plain, plain_other)
        )
    ) and not {one.lower(), other.lower()} <= common_forms()  # a large model, seldom asked for


def _is_word(name: str, text: str) -> bool:
    """Whether the text has the name with a small letter too."""
    return bool(regex.search(rf"(?<![\p{{L}}’'-]){name.lower()}(?!\p{{Ll}})", text))


def _pairs(counts: Mapping[str, int], minimum: int) -> Iterator[tuple[str, str]]:
    """Each rare name with the frequent one that differs from it in one letter, the first one aside."""
    frequent: dict[tuple[str, int], list[str]] = defaultdict(list)
    for name in sorted(counts):
        if counts[name] >= minimum:
            frequent[name[0], len(name)].append(name)
    for odd in sorted(counts):
        near = [
            name
            for length in range(len(odd) - 1, len(odd) + 2)
            for name in frequent.get((odd[0], length), ())
            if counts[name] >= 3 * counts[odd] and one_letter_apart(odd, name)
        ]
        usual = max(sorted(near), key=lambda name: counts[name], default=None)
        if usual is not None and not other_word(odd, usual):
            yield odd, usual


def _sounds(counts: Mapping[str, int], minimum: int) -> Iterator[tuple[str, str]]:
    """Each rarer name with the most frequent one of the same sound."""
    alike: dict[str, list[str]] = defaultdict(list)
    for name in counts:
        alike[sound(name)].append(name)
    for names in alike.values():
        if len(names) < 2:
            continue
        usual, *others = sorted(names, key=lambda name: (-counts[name], name))
        if counts[usual] >= minimum:
            yield from ((odd, usual) for odd in others if counts[odd] < counts[usual])
