"""Verbs that do not agree with a subject further away, or with the verb that they are joined to by *and*."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cleantext.language.memo import Memo
from cleantext.proposers.clauses import word_set
from cleantext.proposers.rivals import AGREEMENT, Rivals, asked
from cleantext.proposers.small_words import (
    ADVERBS,
    DETERMINERS,
    MODALS,
    OTHER_PREPOSITIONS,
    PREPOSITIONS,
    READINGS,
    classes,
    past_of,
    third_of,
    verb_of,
)
from cleantext.proposers.swaps import Row

ONE, MANY = 1, 2
BESIDE, AWAY = -2.0, -6.0
"""Nats that a change must gain where the subject is beside the verb, and where another noun is, which misleads."""
_FARTHEST = 12
_BE_AND_HAVE = {
    "is": (ONE, ("are", "was", "were")), "was": (ONE, ("were",)), "has": (ONE, ("have", "had")),
    "does": (ONE, ("do", "did")), "are": (MANY, ("is", "were", "was")), "were": (MANY, ("was",)),
    "have": (MANY, ("has", "had")), "do": (MANY, ("does", "did")), "isn't": (ONE, ("aren't",)),
    "aren't": (MANY, ("isn't",)), "wasn't": (ONE, ("weren't",)), "weren't": (MANY, ("wasn't",)),
    "doesn't": (ONE, ("don't",)), "don't": (MANY, ("doesn't",)), "hasn't": (ONE, ("haven't",)),
    "haven't": (MANY, ("hasn't",)),
}  # fmt: skip
_OPENING = word_set(
    "that because when if although though while where whether whereas unless why how and but or so which who what "
    "than before after until since"
)
_SINGLE = word_set("a an this each every another either neither one")
_PLURAL = word_set(
    "these those many several both few two three four five six seven eight nine ten various numerous all most some"
)
_EITHER = word_set(
    "number majority lot lots variety range series group team couple half rest percentage percent part pair set "
    "minority plenty host handful family police staff government committee crew data media species means news "
    "politics statistics none what there it public proportion portion fraction total average third quarter bulk crowd "
    "company people press council class club headquarters dozen array combination kind kinds type types sort sorts "
    "any more fifth tenth"
)
_PEOPLE = word_set("people police men women children")


def disagreeing(words: Row) -> Iterator[tuple[int, Rivals]]:
    """Forms that fit neither subject nor coordination, with their rivals."""
    lowered = words.lowered
    for i, form in enumerate(lowered):
        shape = _SHAPES[form]
        if shape is None:
            continue
        number, others = shape
        if form not in _BE_AND_HAVE and not _may_be_verb(words, i):
            continue
        if _joined(lowered, i, number) or _far(lowered, i) == 3 - number:
            near = _NUMBER[lowered[i - 1]] == 3 - number
            yield from ((i, rivals) for rivals in asked(AGREEMENT, 1, BESIDE if near else AWAY, *others))


def disagrees(words: Row, i: int, other: str) -> bool:
    """Whether a verb agrees with its subject further away, and would not in another form."""
    here, there = _SHAPES[words.lowered[i]], _SHAPES[other]
    return here is not None and there is not None and here[0] != there[0] and _far(words.lowered, i) == here[0]


def _shape(form: str) -> tuple[int, tuple[str, ...]] | None:
    """Whether a form of the present is for one or for many, and what else it may have to be."""
    if form in _BE_AND_HAVE:
        return _BE_AND_HAVE[form]
    if len(form) < 3 or not form.isalpha():
        return None
    verb = verb_of(form)
    if verb is None or verb in ("be", "have", "do") or classes(form) & {"ADJ", "PREP", "ADV", "VD", "VN"}:
        return None
    third = third_of(verb)
    if form == verb:
        return MANY, (third, past_of(verb))
    return (ONE, (verb, past_of(verb))) if form == third else None


_SHAPES = Memo(_shape)


def _may_be_verb(words: Row, i: int) -> bool:
    """Whether an inflected form is rather a verb than a noun here: what follows begins an object or a complement."""
    form, before, after = words.lowered[i], words.lowered[i - 1], words.lowered[i + 1]
    if words.forms[i][0].isupper() or before in MODALS or before in PREPOSITIONS or not before.isalpha():
        return False
    noun = "NN1" in classes(form) or "NN2" in classes(form) or "plural" in READINGS[form]
    return not noun or after in _OBJECT_BEGINS


_OBJECT_BEGINS = word_set(
    "the a an his her its their our my your that him them us me it you this these those to how why what whether more "
    "less cold not"
)


def _far(lowered: Sequence[str], i: int) -> int:
    """The number of the subject of the verb at ``i``: ``ONE``, ``MANY``, or 0 where it isn't clear."""
    start = i - 1
    while start > i - _FARTHEST and lowered[start] not in _OPENING and _part_of_subject(lowered, start):
        start -= 1
    opening = lowered[start]
    if start <= i - _FARTHEST or (opening and opening[0].isalpha() and opening not in _OPENING):
        return 0
    if opening == "and" or opening == "or":  # a subject of several parts, or a second verb
        return 0
    chain = [form for form in lowered[start + 1 : i] if form not in ADVERBS and not form.endswith("ly")]
    if opening in ("before", "after", "until", "since") and (
        _NUMBER[lowered[start - 1]] or not chain or chain[0] not in DETERMINERS
    ):
        return 0
    if opening in ("that", "which", "who") and not chain:
        return _antecedent(lowered, start)
    return _of_phrase(chain) if chain else 0


def _part_of_subject(lowered: Sequence[str], i: int) -> bool:
    """Whether a word may belong to a subject: *sent* in *money sent by hand*, too."""
    return _NOMINAL[lowered[i]] or (lowered[i + 1] in PREPOSITIONS and "VN" in classes(lowered[i]))


def _of_phrase(chain: Sequence[str]) -> int:
    """The number of a noun phrase, whose head is the last noun before its first preposition."""
    first = next((k for k, form in enumerate(chain) if _LINKS[form] or not _NOMINAL[form]), len(chain))
    head, rest = chain[:first], chain[first:]
    if not head or head[-1] in _EITHER:
        if head and rest[:1] == ["of"] and head[-1] in ("some", "most", "all", "any", "half", "none"):
            return _NUMBER[rest[-1]] if head[-1] in ("all", "most", "some") else 0
        return 0
    if head[0] in ("one", "each", "either", "neither") and rest[:1] == ["of"]:
        return ONE
    if rest and head[0] not in _SINGLE | _PLURAL | {"the", "his", "her", "its", "their", "our", "my"} and len(head) > 3:
        return 0
    if head[0] in ("all", "most", "some", "many", "few", "both", "several") and rest[:1] == ["of"]:
        return MANY if head[0] in ("many", "few", "both", "several") else _NUMBER[rest[-1]]
    number = _NUMBER[head[-1]]
    if head[0] in _SINGLE and number != MANY:
        return ONE
    if head[0] in _PLURAL and number == MANY:
        return MANY
    if not rest and len(head) == 1 and number == ONE and "MASS" not in classes(head[0]):
        return 0  # a noun alone is often a verb, or part of a heading
    return number


def _antecedent(lowered: Sequence[str], at: int) -> int:
    """The number of the nouns before a relative pronoun, where all of them have the same."""
    i = at - 1
    numbers = set()
    if not lowered[i][:1].isalpha() or not _NUMBER[lowered[i]]:
        return 0
    while i > at - _FARTHEST and _NOMINAL[lowered[i]] and lowered[i] not in _OPENING:
        if (_LINKS[lowered[i + 1]] or i == at - 1) and lowered[i] not in ADVERBS:
            numbers.add(_NUMBER[lowered[i]])
        i -= 1
    numbers.discard(0)
    if lowered[i] in ("and", "or", "nor") or len(numbers) != 1:
        return 0
    return numbers.pop()


def _number(form: str) -> int:
    if form in _EITHER and form not in _PEOPLE:
        return 0
    if form in ("he", "she", "everyone", "everybody", "nobody", "someone", "anyone"):
        return ONE
    if form in ("they", "we", "them", "us") or form in _PEOPLE:
        return MANY
    names, read = classes(form), READINGS[form]
    if names & {"NN2", "HUM2", "UNITS"}:
        return 0 if names & {"NN1", "UNITS"} else MANY
    if names & {"NN1", "HUM", "MASS"}:
        return ONE
    if not names and "plural" in read and "base" not in read:
        return MANY
    if (
        form.isalpha()
        and read == {"base"}
        and form.endswith(("tion", "ment", "ness", "ity", "ship", "ism", "ance", "ence"))
    ):
        return ONE
    return 0


_NUMBER = Memo(_number)


def _links(form: str) -> bool:
    """Whether a word ends the head of a noun phrase: a preposition, or a participle after the noun."""
    return form in PREPOSITIONS or form in OTHER_PREPOSITIONS


_LINKS = Memo(_links)


def _is_nominal(form: str) -> bool:
    """Whether a word may be part of a noun phrase and what belongs to it."""
    if not form or not form[0].isalnum():
        return False
    if form in _EITHER or form in PREPOSITIONS or form in OTHER_PREPOSITIONS or form in ADVERBS:
        return form not in ("until", "since", "before", "after")
    names = classes(form)
    if names & {"DET", "ADJ", "NN1", "NN2", "HUM", "HUM2", "MASS", "NUMW", "SUP", "CMP", "ADV"} or form.isdigit():
        return not names & {"MODAL", "BE", "HAVE", "DO", "VD"} or bool(names & {"ADJ", "NN1", "MASS"})
    if names:
        return form in ("he", "she", "they", "we", "them", "us", "everyone", "everybody", "nobody", "someone")
    read = READINGS[form]
    return (
        (bool(read) and not read & {"third", "past", "participle", "gerund"}) or form.endswith("ly") or "plural" in read
    )


_NOMINAL = Memo(_is_nominal)


def _joined(lowered: Sequence[str], i: int, number: int) -> bool:
    """Whether the verb before *and* is of another number than the one after it."""
    if number != MANY:
        return False
    j = i - 1
    while lowered[j] in ADVERBS or lowered[j].endswith("ly"):
        j -= 1
    if lowered[j] not in ("and", "but", "or"):
        return False
    if not _only_verb(lowered[i]) and lowered[i + 1] not in _OBJECT_BEGINS and j == i - 1:
        return False
    for k in range(j - 1, max(0, j - _FARTHEST), -1):
        form = lowered[k]
        if not form or form in (".", "?", "!", ";", ":", '"') or form in MODALS or form in _STOPS:
            return False
        if _is_third(form):
            return True
        shape = _SHAPES[form]
        if shape is not None and shape[0] == MANY and _only_verb(form):
            return False
    return False


_STOPS = word_set(
    "to let let's help helps make makes do does did don't doesn't didn't are were and they we you i who that which"
)


def _only_verb(form: str) -> bool:
    names = classes(form)
    return not names & {"NN1", "NN2", "ADJ", "MASS", "HUM", "ADV"} and ("VB" in names or "plural" not in READINGS[form])


def _is_third(form: str) -> bool:
    return form in ("is", "has") or ("VZ" in classes(form) and "NN2" not in classes(form) and form != "does")
