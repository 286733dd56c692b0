"""Proposes another spelling of a name that occurs once, where the text has a name that is much like it.

Transliterated anew, misread by a scanner or mistyped, one name has two spellings. Names are found near each other by
the letters that are left of both when one letter is taken away, and all else is asked of the few that are.
"""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations, islice
from typing import NamedTuple

import regex

from cleantext.core.candidate import Candidate
from cleantext.core.span import Span
from cleantext.language.analysis import Analysis
from cleantext.language.spelling import bare, distance, other_word, sound
from cleantext.proposers.known import LONGEST, is_word, prefers_capital
from cleantext.proposers.proposal import Mechanism, prose, put

OTHERWISE = Mechanism(
    "consistency",
    "name-spelt-otherwise",
    "'{0}' may be '{1}', as the name is spelt elsewhere",
    "A name was probably transliterated anew in each segment, or misread by a scanner.",
)
MOST = 3_000
"""Names of a window that are compared: few have as many."""
CROWD = 12
"""Names that are near each other in the same way: where there are more, they are a list of forms."""
MOST_PAIRS = 5_000
MOST_FIRSTS = 100
"""First names of one name that are compared with another: only a list of a family has more."""

_LETTERS = (
    r"\p{Lu}[\p{Ll}\p{M}]++(?:\p{Lu}[\p{Ll}\p{M}]++)?+(?:-\p{L}[\p{Ll}\p{M}]++){0,3}+(?![\p{L}\p{N}@_/-]|\.\p{L})"
)
_NAME = regex.compile(rf"(?<![\p{{L}}\p{{M}}\p{{N}}’'@#./_-]){_LETTERS}")
_TITLES = frozenset([
    "Mr", "Mrs", "Ms", "Miss", "Dr", "Doctor", "Prof", "Professor", "Sir", "Lady", "Lord", "Dame", "Rev", "Reverend",
    "Father", "Sister", "Brother", "Sheikh", "Captain", "Capt", "Colonel", "Col", "General", "Gen", "Major",
    "Lieutenant", "Lt", "Sergeant", "Sgt", "Judge", "President", "Minister", "Mayor", "Senator", "Governor",
    "Councillor", "Messrs", "Madame", "Señor", "Don", "Herr", "Frau", "Hajj", "Haji", "Cr",
])  # fmt: skip
_TITLED = regex.compile(rf"\b(?:{'|'.join(sorted(_TITLES))})\.? (?:\p{{Lu}}\p{{Ll}}++ )?+(?P<name>{_LETTERS})")
_BEFORE = regex.compile(r"(?<!\p{L})(\p{Lu}[\p{L}-]*+)\.? $")
_AFTER = regex.compile(r" (\p{Lu}[\p{L}-]*+)")
_FURTHEST = 30  # letters of the word before


class _Place(NamedTuple):
    """Where a name is, with the capitalised words beside it."""

    start: int
    before: str
    after: str

    @property
    def first(self) -> str:
        """The first name before it."""
        return "" if self.before in _TITLES else self.before


@dataclass(frozen=True)
class Names:
    """Proposes the other spelling at the rarer of two that may be of one name."""

    name: str = "consistency"

    def propose(self, analysis: Analysis) -> Iterable[Candidate]:
        """One candidate for a name; of two that occur once it is at the later one, unless that alone is well known."""
        odd_ones = deque(sorted(_odd_ones(analysis)))
        while odd_ones:
            span, others, evidence = odd_ones.popleft()
            usual = others[0]
            repairs = [put(span.start, span.end, other) for other in others]
            if odd_ones and odd_ones[0][0].start == span.end + 1 and analysis.text[span.end] == " ":
                last, others, _ = odd_ones.popleft()  # both are parts of one name
                more = [put(last.start, last.end, other) for other in others]
                repairs = [repairs[0] + more[0], *repairs, *more]
                span, usual = span.join(last), f"{usual} {others[0]}"
            yield OTHERWISE.naming(span.of(analysis.text), usual).at(analysis.text, span, repairs, **evidence)


def _odd_ones(analysis: Analysis) -> Iterator[tuple[Span, Sequence[str], Mapping[str, float]]]:
    """Where each name is that may be another, those that it may be, and what is known of it and the first of them."""
    text = "\n".join(passage.text for passage in prose(analysis))
    counts = Counter(_NAME.findall(text))
    titled = {m["name"] for m in _TITLED.finditer(text)}
    pairs = _pairs([name for name in counts if _is_name(name, titled)], counts)
    places = _places(analysis, {name for pair in pairs for name in pair}) if pairs else {}
    found: dict[str, list[tuple[str, Mapping[str, float]]]] = defaultdict(list)
    for pair in pairs:
        odd, usual = sorted(pair, key=lambda name: (counts[name], prefers_capital(name), -places[name][0].start))
        evidence = _evidence(odd, usual, places[odd][0], places[usual])
        if _may_be_one(odd, usual, evidence, titled):
            found[odd].append((usual, evidence))
    for odd, others in found.items():
        others.sort(key=lambda other: (other[1]["name_heard"], other[1]["name_distance"], -other[1]["name_times"]))
        start = places[odd][0].start
        yield Span(start, start + len(odd)), [usual for usual, _ in others], others[0][1]


def _is_name(word: str, titled: Collection[str]) -> bool:
    """Whether a capitalised word is one because it is a name, at the start of a sentence, too."""
    if not 3 < len(word) <= LONGEST or word in _TITLES:
        return False
    return word in titled or not is_word(word.lower()) or prefers_capital(word)


def _pairs(names: Sequence[str], counts: Mapping[str, int]) -> Sequence[tuple[str, str]]:
    """Those of which one occurs once and that are as near as spellings of one name are."""
    alike: dict[str, list[str]] = defaultdict(list)
    for name in names[:MOST]:
        for key in dict.fromkeys(_keys(name)):
            alike[key].append(name)
    near = (pair for some in alike.values() if 1 < len(some) <= CROWD for pair in combinations(some, 2))
    rare = (pair for pair in near if 1 in (counts[pair[0]], counts[pair[1]]))
    return [pair for pair in dict.fromkeys(islice(rare, MOST_PAIRS)) if _near(*pair)]


def _keys(name: str) -> Iterator[str]:
    """What two names share that differ in a letter, or but for vowels and what is often written for each other."""
    consonants = _consonants(name)
    for form, mark, least in ((bare(name), "", 4), (_heard(name), "", 5), (consonants, ".", 4)):
        if len(form) >= least:
            yield from (mark + form[:i] + form[i + 1 :] for i in range(len(form)))
    yield _heard(name)
    if len(consonants) > 2:
        yield f".{consonants}"


@lru_cache(maxsize=50_000)
def _heard(name: str) -> str:
    """The sound of a name, which is the same where a scanner took ``rn`` for ``m``.

    >>> [_heard(name) for name in ("Vasque", "Vask", "Burns", "Bums")]
    ['vask', 'vask', 'bums', 'bums']
    """
    return sound(name).replace("qu", "k").replace("rn", "m")


def _consonants(name: str) -> str:
    """The first letter of a name and its consonants, those alike that transliterations put for each other.

    >>> _consonants("Hlushchenia") == _consonants("Glushchenya")
    True
    """
    plain = _heard(name).translate(_FOR_EACH_OTHER)
    return plain[:1] + "".join(letter for letter in plain[1:] if letter not in "aeiou")


_FOR_EACH_OTHER = str.maketrans("gjxzqcdbe", "hhhskktpi")


def _near(one: str, other: str) -> bool:
    if one.lower() == other.lower() or one + "s" == other or other + "s" == one:
        return False
    letters = max(len(one), len(other))
    most = 1 if letters < 6 else 2 if letters < 8 else 3
    return distance(bare(one), bare(other)) <= most or distance(_heard(one), _heard(other)) < most


def _places(analysis: Analysis, names: Collection[str]) -> Mapping[str, Sequence[_Place]]:
    places: dict[str, list[_Place]] = defaultdict(list)
    for passage in prose(analysis):
        text = passage.text
        for m in _NAME.finditer(text):
            if m[0] in names:
                before = _BEFORE.search(text[max(0, m.start() - _FURTHEST) : m.start()])
                after = _AFTER.match(text, m.end())
                place = _Place(passage.start + m.start(), before[1] if before else "", after[1] if after else "")
                places[m[0]].append(place)
    return places


def _evidence(odd: str, usual: str, place: _Place, others: Sequence[_Place]) -> dict[str, float]:
    firsts = dict.fromkeys(other.first for other in others if other.first)
    first = place.first
    return {
        "name_distance": distance(bare(odd), bare(usual)),
        "name_heard": distance(_heard(odd), _heard(usual)),
        "name_consonants": _consonants(odd) == _consonants(usual),
        "name_times": len(others),
        "name_same_first": odd[0] == usual[0],
        "name_titled": place.before in _TITLES,
        "name_other_titled": any(other.before in _TITLES for other in others),
        "name_beside": any(
            (place.before and place.before == other.before) or (place.after and place.after == other.after)
            for other in others
        ),
        "name_alone": bool(first) != bool(firsts),
        "name_clash": bool(first and firsts)
        and first not in firsts
        and not any(_near(first, name) for name in islice(firsts, MOST_FIRSTS)),
        "name_known": prefers_capital(usual),
        "name_ending": other_word(bare(odd), bare(usual)),
        "name_later": place.start > others[0].start,
        "name_length": len(odd),
    }


def _may_be_one(odd: str, usual: str, evidence: Mapping[str, float], titled: Collection[str]) -> bool:
    if prefers_capital(odd) or (is_word(odd.lower()) and odd not in titled):
        return False
    apart, heard = evidence["name_distance"], evidence["name_heard"]
    close = apart <= 1 or heard == 0 or (evidence["name_consonants"] and heard <= 1)
    support = sum(evidence[f"name_{what}"] for what in ("titled", "other_titled", "beside", "alone"))
    if not close and not (
        evidence["name_consonants"]
        or (apart <= 2 and len(odd) > 5 and evidence["name_same_first"])
        or (evidence["name_titled"] and support > 1)
    ):
        return False
    if heard == 0:
        return True
    if evidence["name_known"] or evidence["name_ending"]:
        return bool(close and support)
    return bool(close or support or evidence["name_times"] > 1)
