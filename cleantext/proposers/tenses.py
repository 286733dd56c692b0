"""Times and tenses: *since*, *ago* and dates with their verbs, ages and decades, and forms that no verb or noun has."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from cleantext.language.inflection import IRREGULAR_NOUNS, IRREGULAR_VERBS, regular_past, regular_plural
from cleantext.proposers.clauses import word_set
from cleantext.proposers.rivals import NUMBER, PATTERN, PREPOSITION, TENSE, VERB, Construction, Rivals, asked
from cleantext.proposers.small_words import (
    ADVERBS,
    DURATIONS,
    MODALS,
    NUMBERS,
    OTHER_PREPOSITIONS,
    PREPOSITIONS,
    READINGS,
    classes,
    is_duration,
    participle_of,
    past_of,
    third_of,
    verb_of,
)
from cleantext.proposers.swaps import Row

Tried = Iterator[tuple[int, Rivals]]

_BREAKS = frozenset(["", ".", "?", "!", ";", ":", "(", ")", '"', "which", "who", "because", "when", "if"])
_REACH = 9


def _at(i: int, found: Iterator[Rivals]) -> Tried:
    return ((i, rivals) for rivals in found)


def _clause(lowered: Sequence[str], i: int) -> tuple[int, int]:
    """Where the clause around a word begins and ends, as far as one looks."""
    start, stop = i, i + 1
    while (
        start > i - _REACH
        and lowered[start - 1] not in _BREAKS
        and lowered[start - 1] not in (",", "and", "but", "that")
    ):
        start -= 1
    while stop < i + _REACH and lowered[stop] not in _BREAKS and lowered[stop] not in ("and", "but", "that"):
        stop += 1
    return start, stop


def _dated(words: Row, i: int) -> Tried:
    """*has been forbidden in 1930*, *have seen him yesterday*: the perfect with a time that is over."""
    lowered = words.lowered
    form, before = lowered[i], lowered[i - 1]
    if form == "in" and not _is_year(lowered[i + 1]):
        return
    if form == "last" and (lowered[i + 1] not in _PERIODS or before in ("the", "this", "over", "for", "in", "since")):
        return
    if form in ("ago", "yesterday") and "since" in lowered[max(0, i - 4) : i]:
        return
    start, stop = _clause(lowered, i)
    for k in range(start, stop):
        if lowered[k] in ("has", "have") and lowered[k - 1] not in MODALS and lowered[k - 1] != "to":
            after = k + 2 if lowered[k + 1] in ADVERBS else k + 1
            verb = verb_of(lowered[after]) if lowered[after].isalpha() else None
            if lowered[after] == "been":
                yield from (
                    _at(k, asked(TENSE, 2, -3.0, "was" if lowered[k] == "has" else "were")) if after == k + 1 else ()
                )
            elif verb and lowered[after] == participle_of(verb) and after == k + 1:
                yield from _at(k, asked(TENSE, 2, -3.0, past_of(verb)))
            return


_PERIODS = word_set(
    "year month week night summer winter spring autumn fall monday tuesday wednesday thursday friday saturday sunday "
    "january february march april june july august september october november december weekend century"
)


def _is_year(form: str) -> bool:
    return len(form) == 4 and form.isdigit() and form[:2] in ("17", "18", "19", "20")


def _since(words: Row, i: int) -> Tried:
    """*exists since 1994*, *is since February available*; *since twelve years*."""
    lowered = words.lowered
    after = lowered[i + 1]
    lasting = is_duration(lowered[i + 1 : i + 3]) and lowered[i + 3] != "ago"
    if lasting:
        yield from _at(i, asked(PREPOSITION, 1, -2.0, "for"))
    elif not (
        _is_year(after) or after in _PERIODS or after in ("the", "then", "his", "her", "its", "their", "that", "early")
    ):
        return
    if lowered[i - 1] in ("", ".", ",", "ever") and not lasting:
        return
    for k in range(i - 1, max(0, i - 7), -1):
        form = lowered[k]
        if not form or form in _BREAKS or form in (",", "has", "have", "had", "was", "were", "been"):
            break
        yield from _perfect(words, k, -1.5)
    for k in range(i + 2, min(i + 5, len(lowered))):
        if lowered[k] in _BREAKS or lowered[k] in (",", "has", "have", "had"):
            break
        yield from _perfect(words, k, -0.5)


def _perfect(words: Row, k: int, wanted: float) -> Tried:
    """The perfect for a verb in the present or a progressive one."""
    form = words.lowered[k]
    if form in ("is", "are", "am"):
        have = "has" if form == "is" else "have"
        yield from _at(k, asked(TENSE, 1, wanted, f"{have} been"))
    elif form not in MODALS and words.lowered[k - 1] not in MODALS and words.lowered[k - 1] != "to":
        verb = verb_of(form) if form.isalpha() else None
        if verb and form == third_of(verb) and not classes(form) & {"NN2"}:
            yield from _at(k, asked(TENSE, 1, wanted, f"has {participle_of(verb)}"))
        elif verb and form == verb and words.lowered[k - 1] in ("we", "they", "i", "you"):
            yield from _at(k, asked(TENSE, 1, wanted, f"have {participle_of(verb)}"))


def _earlier(words: Row, i: int) -> Tried:
    """*on two months earlier*, *in two years later*, *inside of 24 hours*."""
    lowered = words.lowered
    if lowered[i] == "inside" and lowered[i + 1] == "of" and is_duration(lowered[i + 2 : i + 4]):
        yield from _at(i, asked(PATTERN, 2, -2.0, "within"))
    if lowered[i + 3] in ("earlier", "later", "ago", "longer") and is_duration(lowered[i + 1 : i + 3]):
        yield from _at(i, asked(PREPOSITION, 1, -2.0, ""))


def _before_years(words: Row, i: int) -> Tried:
    """*before three years* for *three years ago*; *ago three years*."""
    number, unit = words.lowered[i + 1 : i + 3]
    if is_duration((number, unit)) and words.lowered[i + 3] not in ("the", "that", "of", "he", "she", "it", "they"):
        yield from _at(
            i, asked(PATTERN, 3, -1.0, f"{number} {unit} ago", f"{number} {unit} before", f"for {number} {unit}")
        )


def _age(words: Row, i: int) -> Tried:
    """*has 22 years*, *had 84 years*; *with 22 years*."""
    lowered = words.lowered
    number, unit, after = lowered[i + 1 : i + 4]
    if (
        unit != "years"
        or not (number.isdigit() or number in NUMBERS)
        or after in ("of", "to", "left", "in", "on", "before")
    ):
        return
    if after.isalpha() and after not in (
        "and",
        "but",
        "when",
        "or",
        "he",
        "she",
        "asked",
        "lives",
        "works",
        "was",
        "is",
    ):
        return
    be = {"has": "is", "had": "was", "have": "are", "having": "being"}.get(lowered[i])
    if be:
        yield from _at(i, asked(PATTERN, 3, -6.0, f"{be} {number}", f"{be} {number} years old"))
    elif lowered[i] in ("with", "at", "by"):
        yield from _at(i, asked(PATTERN, 3, -2.0, f"at {number}", f"aged {number}", f"at the age of {number}"))


def _decade(words: Row, i: int) -> Tried:
    """*the decade of 60*, *the years 60*, *the 60 years*."""
    lowered = words.lowered
    following = lowered[i + 1 : i + 3]
    if lowered[i] in ("decade", "decades") and following[:1] == ["of"]:
        number, size = following[-1], 3
    elif lowered[i] == "years" and lowered[i - 1] in ("the", "in"):
        number, size = following[0], 1 + 1
    else:
        return
    if number in ("the", "'") and size == 3:
        number, size = lowered[i + 3], 4
    digits = number.removesuffix("s")
    if len(digits) == 2 and digits.isdigit() and digits[1] == "0":
        yield from _at(i, asked(PATTERN, size, -9.0, f"19{digits}s"))
    elif _is_year(digits) and digits[3] == "0":
        yield from _at(i, asked(PATTERN, size, -9.0, f"{digits}s"))


def _deadline(words: Row, i: int) -> Tried:
    """*completed until April* for *by April*."""
    lowered = words.lowered
    dated = lowered[i + 1] in _WHENS or lowered[i + 1].isdigit()
    if dated and not _DONE.isdisjoint(lowered[max(0, i - 5) : i]):
        yield from _at(i, asked(PREPOSITION, 1, -1.5, "by"))


_WHENS = _PERIODS | word_set("the next noon midnight tomorrow end tonight today this then")
_DONE = word_set(
    "complete completed finish finished finishing submit submitted deliver delivered paid pay ready reach reached "
    "done returned return received receive built expected register registered send sent apply repaid installed "
    "decided fixed increase rise reduce reduced doubled double planned arrive ended hand"
)


def _twelve_year(words: Row, i: int) -> Tried:
    """*54 year old*, *four month*: a unit without its plural."""
    lowered = words.lowered
    before, after = lowered[i - 1], lowered[i + 1]
    if not (before.isdigit() and before != "1" and not _is_year(before)) and before not in NUMBERS - _OF_ONE:
        return
    if after == "old" and lowered[i + 2].isalpha() and lowered[i + 2] not in ("and", "when", "had", "was", "has", "is"):
        return
    if (
        after == "old"
        or not after.isalpha()
        or after in PREPOSITIONS
        or after in OTHER_PREPOSITIONS
        or after in ("and", "ago")
    ):
        yield from _at(i, asked(NUMBER, 1, 0.0, f"{lowered[i]}s"))


_OF_ONE = word_set("a an one some many")


@cache
def _wrong_forms() -> Mapping[str, tuple[str, ...]]:
    """Regular forms of irregular words (*weared*), plurals of what can't be counted, each with the right ones."""
    found: dict[str, tuple[str, ...]] = {}
    for verb, (past, participle) in IRREGULAR_VERBS.items():
        wrong = regular_past(verb)
        if (
            wrong not in (*past, *participle) and verb not in ("be", "have", "do") and not READINGS[wrong]
        ) or wrong in _NEVER:
            found[wrong] = tuple(dict.fromkeys((past[0], participle[0])))
    for noun, plural in IRREGULAR_NOUNS.items():
        wrong = regular_plural(noun)
        if wrong not in (plural, noun) and not READINGS[wrong] and verb_of(wrong) is None:
            found[wrong] = (plural,)
    return found | {f"{noun}s": (noun,) for noun in _UNCOUNTED} | _WRITTEN


_NEVER = word_set("weared grinded teached catched buyed bringed thinked fighted goed builded feeled keeped")
_UNCOUNTED = word_set(
    "information advice furniture equipment knowledge homework luggage baggage evidence feedback software hardware "
    "machinery merchandise research traffic scenery weather rubbish garbage jewelry jewellery legislation "
    "slang poetry bread luck mail pollution electricity accommodation infrastructure stuff news leisure footwear "
    "clothing staff transport behaviour behavior cash rain unemployment violence wildlife nonsense patience cutlery "
    "livestock seafood health permission hardware ammunition aircraft spacecraft content help trash"
)
_WRITTEN = {
    "progresses": ("progress",), "gooder": ("better",), "badder": ("worse",), "bigest": ("biggest",),
    "hotest": ("hottest",), "peoples": ("people",), "medias": ("media",), "datas": ("data",), "phenomenons":
    ("phenomena",), "criterions": ("criteria",), "analysises": ("analyses",), "informations": ("information",),
}  # fmt: skip


def _no_such_form(words: Row, i: int) -> Tried:
    wanted = 2.0 if words.lowered[i] in ("peoples", "contents", "staffs", "breads", "rains") else -3.0
    yield from _at(
        i, asked(VERB if words.lowered[i].endswith("ed") else NUMBER, 1, wanted, *_wrong_forms()[words.lowered[i]])
    )


CONSTRUCTIONS = (
    Construction(lambda: ["in", "ago", "yesterday", "last"], _dated),
    Construction(lambda: ["since"], _since),
    Construction(lambda: ["for"], lambda words, i: _since_then(words, i)),
    Construction(lambda: ["before"], _before_years),
    Construction(lambda: ["in", "on", "for", "with", "at", "inside"], _earlier),
    Construction(lambda: ["has", "had", "have", "having", "with"], _age),
    Construction(lambda: ["decade", "decades", "years"], _decade),
    Construction(lambda: ["until", "till"], _deadline),
    Construction(
        lambda: DURATIONS - {form for form in DURATIONS if form.endswith("s")} | {"meter", "kilometer"}, _twelve_year
    ),
    Construction(_wrong_forms, _no_such_form),
)
"""All of them, with the words at which they are looked for."""


def _since_then(words: Row, i: int) -> Tried:
    """*works here for ten years*: the present with how long it has lasted."""
    lowered = words.lowered
    if not is_duration(lowered[i + 1 : i + 3]):
        return
    for k in range(i - 1, max(0, i - 4), -1):
        if not lowered[k] or lowered[k] in _BREAKS or lowered[k] in (",", "has", "have", "had"):
            break
        yield from _perfect(words, k, 2.5)
