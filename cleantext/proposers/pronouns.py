"""Pronouns that are missing, doubled or the wrong ones, negation, and turns that other languages say otherwise."""

from __future__ import annotations

from collections.abc import Iterator

from cleantext.proposers.clauses import word_set
from cleantext.proposers.rivals import (
    ARTICLE_EXTRA,
    NEGATION,
    NUMBER,
    ORDER,
    PATTERN,
    PRONOUN,
    RELATIVE,
    Construction,
    Rivals,
    asked,
)
from cleantext.proposers.small_words import (
    ADVERBS,
    AUXILIARIES,
    BE,
    DETERMINERS,
    MODALS,
    OTHER_PREPOSITIONS,
    PREPOSITIONS,
    PRONOUNS,
    READINGS,
    classes,
    is_base,
    past_of,
    slots,
    third_of,
    verb_of,
)
from cleantext.proposers.swaps import Row

Tried = Iterator[tuple[int, Rivals]]


def _at(i: int, found: Iterator[Rivals]) -> Tried:
    return ((i, rivals) for rivals in found)


_PERSONS = word_set(
    "somebody someone everybody everyone anybody anyone nobody those people man woman men women wife husband brother "
    "sister mother father son daughter friend friends child children boy girl person persons guest guests visitor "
    "visitors customer customers"
)
_FINITE = AUXILIARIES | MODALS


def _person(form: str) -> bool:
    return form in _PERSONS or bool(classes(form) & {"HUM", "HUM2"})


def _verbal(words: Row, i: int) -> bool:
    """Whether the word at ``i`` may be the verb of a clause, or its subject."""
    form = words.lowered[i]
    if form in _FINITE or form in PRONOUNS or form in ADVERBS:
        return True
    names = classes(form)
    return bool(names & {"VZ", "VD"} or (not names and READINGS[form] & {"third", "past"}))


def _relative(words: Row, i: int) -> Tried:
    """*somebody which*, *my wife, that is*, *..., what is*, *everything what*, *thanks what*, *for who*."""
    lowered = words.lowered
    form, before, after = lowered[i], lowered[i - 1], lowered[i + 1]
    if form == "which" and _person(before) and _verbal(words, i + 1):
        yield from _at(i, asked(RELATIVE, 1, -2.5, "who", "that"))
    elif (
        form == "that" and before == "," and _verbal(words, i + 1) and lowered[i - 2].isalpha() and after not in ADVERBS
    ):
        rest = ("which", "who") if not _person(lowered[i - 2]) else ("who", "which")
        if after in PRONOUNS:
            yield from _at(i, asked(RELATIVE, 2, 1.0, "which"))
        else:
            yield from _at(i, asked(RELATIVE, 1, 1.0, *rest))
    elif form == "what" and before == "," and _verbal(words, i + 1) and after not in PRONOUNS:
        yield from _at(i, asked(RELATIVE, 1, 0.0, "which"))
    elif form == "what" and before in ("everything", "all", "anything", "something", "nothing", "that", "much"):
        yield from _at(i, asked(RELATIVE, 1, 0.5, "that", ""))
        if before in ("all", "that"):
            yield from _at(i - 1, asked(RELATIVE, 2, 0.5, "what"))
    elif form == "what" and before == "than":
        yield from _at(i, asked(RELATIVE, 1, 2.0, ""))
    elif form == "what" and before in ("thanks", "because", "due"):
        yield from _at(i - 1, asked(RELATIVE, 2, -4.0, "thanks to which" if before == "thanks" else "because of which"))
    elif form == "who" and before in ("for", "to", "of", "with", "from") and _verbal(words, i + 1):
        yield from _at(i, asked(RELATIVE, 1, -1.0, "those who", "whom", "anyone who"))
    elif form in ("which", "that") and after in ("he", "she", "it", "they") and _verbal(words, i + 2):
        yield from _at(i + 1, asked(RELATIVE, 1, 3.5, ""))
    elif form == "that" and before in _NO_THAT and _verbal(words, i + 2) and after != "of":
        yield from _at(i, asked(RELATIVE, 1, -2.0, ""))
    elif form == "where" and (after in BE or "VD" in classes(after)) and lowered[i - 1] not in ("", ".", ","):
        yield from _inverted(words, i)


_NO_THAT = word_set("before after because although while if when unless until since whereas where how though")


def _from_which(words: Row, i: int) -> Tried:
    """*of 186 hectares, in which 70 hectares*."""
    number = words.lowered[i + 2]
    if words.lowered[i + 1] == "which" and words.lowered[i - 1] == "," and (number.isdigit() or number in _COUNTS):
        yield from _at(i, asked(RELATIVE, 1, -2.0, "of"))


_COUNTS = word_set("two three four five six seven eight nine ten half most many some all several one")


def _doubled(words: Row, i: int) -> Tried:
    """*The needles they are*: a subject that a pronoun repeats."""
    lowered = words.lowered
    if not (lowered[i + 1] in _FINITE or classes(lowered[i + 1]) & {"VZ", "VD"}):
        return
    if not classes(lowered[i - 1]) & {"NN1", "NN2", "HUM", "HUM2", "MASS"} and not words.forms[i - 1][:1].isupper():
        return
    for k in range(i - 1, max(0, i - 6), -1):
        form = lowered[k]
        if form in ("", ".", "!", "?", "and", "but", "that"):
            first = lowered[k + 1]
            if first in DETERMINERS and k + 1 < i:
                yield from _at(i, asked(PRONOUN, 1, -2.0, ""))
            return
        if not (classes(form) & {"NN1", "NN2", "HUM", "HUM2", "MASS", "ADJ", "DET"} or words.forms[k][0].isupper()):
            return


def _without_it(words: Row, i: int) -> Tried:
    """*Is possible to*, *because is said that*, *makes possible to*."""
    lowered = words.lowered
    before = lowered[i - 1]
    k = i + 2 if lowered[i + 1] in ("not", "very", "also", "always", "so", "quite", "really", "too") else i + 1
    if lowered[k] in _JUDGED and lowered[k + 1] in ("to", "that", "if", "for", "not", "of"):
        if lowered[i] in ("is", "was", "seems", "seemed", "appears") and before in _CLAUSE_BEGINS:
            yield from _at(i, asked(PRONOUN, 0, -1.0, "it"))
            if before == "and" or before == ",":
                yield from _at(i, asked(PRONOUN, 0, -1.0, "it"))
        elif lowered[i] in _MAKING:
            yield from _at(i + 1, asked(PRONOUN, 0, -1.0, "it"))
            yield from _at(k + 1, asked(PRONOUN, 1, 2.0, ""))


_CLAUSE_BEGINS = frozenset(
    ["", ".", ",", "and", "but", "that", "because", "if", "when", "as", "so", "here", ":", ";", "where"]
)
_JUDGED = word_set(
    "possible impossible difficult easy necessary important good better best clear obvious true likely unlikely "
    "useful advisable recommended forbidden prohibited allowed said known expected hard nice interesting essential "
    "time prudent sufficient enough worth reported believed estimated planned considered thought evident normal "
    "natural strange convenient preferable obligatory mandatory logical visible"
)
_MAKING = word_set("make makes made making find finds found consider considers considered think thinks thought")


def _reflexive(words: Row, i: int) -> Tried:
    """*freezes itself*, *find himself in the north*, *concentrate ourselves on*: no reflexive in English."""
    lowered = words.lowered
    before = lowered[i - 1]
    verb = verb_of(before) if before.isalpha() else None
    if verb in _NOT_REFLEXIVE:
        yield from _at(i, asked(PRONOUN, 1, 3.0, ""))
        if before != verb and verb == "find":
            yield from _at(i - 1, asked(PRONOUN, 2, 0.0, "is", "are", "was"))


_NOT_REFLEXIVE = word_set(
    "freeze recommend meet concentrate feel relax open close develop change improve happen find call situate begin "
    "start end finish move rise differ increase decrease spread break remember complain worry hurry marry rest sit "
    "stand lie retire refer relate concern specialize specialise unite gather train wash dress shave join approach "
    "turn melt dry"
)


def _most_of(words: Row, i: int) -> Tried:
    """*the most of the people*, *the both*, *the half of*, *every the Tuesday*, *in the last time*."""
    lowered = words.lowered
    form, before, after = lowered[i], lowered[i - 1], lowered[i + 1]
    if before == "the" and form == "most" and after == "of":
        yield from _at(i - 1, asked(ARTICLE_EXTRA, 2, 1.0, "most"))
    elif before == "the" and form in ("both", "all", "every", "each") and after.isalpha():
        yield from _at(i - 1, asked(ARTICLE_EXTRA, 2, 1.0, form))
    elif form == "half" and after == "of" and lowered[i + 2] in ("hour", "year", "century", "dozen", "day", "million"):
        size, at = (3, i - 1) if before in ("the", "a") else (2, i)
        yield from _at(at, asked(PATTERN, size, -6.0, "half an" if lowered[i + 2] == "hour" else "half a"))
    elif form in ("every", "each") and after in ("the", "a", "of"):
        yield from _at(i + 1, asked(ARTICLE_EXTRA, 1, 1.5, ""))
    elif form in ("every", "each") and before in ("in", "on", "at") and after not in ("of", "other", "and"):
        yield from _at(i - 1, asked(PATTERN, 2, -1.0, form))
        yield from _plain(words, i)
    elif form in ("every", "each", "another"):
        yield from _plain(words, i)


def _plain(words: Row, i: int) -> Tried:
    """*every weekends*."""
    after = words.lowered[i + 1]
    one = _singular(after)
    if one:
        yield from _at(i + 1, asked(NUMBER, 1, 0.5, one))


def _singular(form: str) -> str | None:
    if not form.endswith("s") or "plural" not in READINGS[form] or "base" in READINGS[form]:
        return None
    for base in (form[:-1], form[:-2], f"{form[:-3]}y"):
        if slots(base).get("plural") == form:
            return base
    return None


def _few(words: Row, i: int) -> Tried:
    """*few about*, *much people*, *many money*, *less people*: what is counted, and what isn't."""
    lowered = words.lowered
    form, after = lowered[i], lowered[i + 1]
    names = classes(after)
    if form == "few" and (not after.isalpha() or after in PREPOSITIONS or ("MASS" in names and not names & {"NN2"})):
        if lowered[i - 1] not in (
            "a",
            "the",
            "these",
            "those",
            "very",
            "so",
            "too",
            "only",
            "quite",
            "last",
            "next",
            "past",
        ):
            yield from _at(i, asked(NUMBER, 1, 1.5, "little"))
    elif form == "many" and "MASS" in names and not names & {"NN1", "NN2"} and lowered[i - 1] != "how":
        yield from _at(i, asked(NUMBER, 1, 0.0, "much", "a lot of"))
    elif form == "much" and (names & {"NN2", "HUM2", "UNITS"} or after == "people"):
        yield from _at(i, asked(NUMBER, 1, 0.0, "many"))


def _negated(words: Row, i: int) -> Tried:
    """*he not knows*, *go not to*, *be not at home*, *not ... nobody*, *already does not*."""
    lowered = words.lowered
    form, before, after = lowered[i], lowered[i - 1], lowered[i + 1]
    verb = verb_of(after) if after.isalpha() else None
    if form == "not" and before in PRONOUNS and verb and after not in AUXILIARIES and words.forms[i + 1].islower():
        do = "did" if after == past_of(verb) != verb else "does" if before in ("he", "she", "it") else "do"
        yield from _at(i, asked(NEGATION, 2, -2.0, f"{do} not {verb}"))
    elif form == "not" and before == "be" and lowered[i - 2].isalpha():
        yield from _at(i - 1, asked(NEGATION, 2, -3.0, "not be"))
    elif (
        form == "not"
        and before.isalpha()
        and lowered[i - 2] in ("", ".", "!", ":", ",", "-")
        and is_base(before)
        and before not in AUXILIARIES
    ):
        yield from _at(i - 1, asked(NEGATION, 2, -2.0, f"do not {before}"))
    if before in ("do", "does", "did") and lowered[i - 2] == "already" and verb == after:
        kept = after if before == "do" else third_of(after)
        yield from _at(i - 2, asked(NEGATION, 4, -3.0, f"no longer {kept}"))
    if before == "already":
        yield from _at(i - 1, asked(NEGATION, 2, 0.0, "no longer"))
    for k in range(i + 1, min(i + 5, len(words))):
        other = lowered[k]
        if not other.isalpha():
            break
        if other in _TWICE and after not in ("only", "because", "that"):
            yield from _at(k, asked(NEGATION, 1, 1.0, _TWICE[other]))
            break


_TWICE = {
    "nobody": "anybody", "nothing": "anything", "never": "ever", "no": "any", "nowhere": "anywhere", "none": "any",
    "neither": "either",
}  # fmt: skip


def _nobody_not(words: Row, i: int) -> Tried:
    """*nobody did not come*."""
    lowered = words.lowered
    for k in range(i + 1, min(i + 4, len(words))):
        if lowered[k] == "not" and lowered[k - 1] in _FINITE:
            yield from _at(k, asked(NEGATION, 1, 2.0, ""))


_ASKING = word_set(
    "know knows knew known ask asks asked asking wonder wondered understand understands understood explain explains "
    "explained tell tells told see sees saw seen learn learned show shows showed find found remember about of on "
    "decide decided say says said clear unclear sure idea check"
)


def _inverted(words: Row, i: int) -> Tried:
    """*know what is the reason*, *where stood each container*, *asked when will the bus come*: order of a question."""
    lowered = words.lowered
    verb = lowered[i + 1]
    if not (verb in _FINITE or (lowered[i] == "where" and classes(verb) & {"VD"})):
        return
    if lowered[i] != "where" and lowered[i - 1] not in _ASKING:
        return
    stop = i + 2
    if lowered[stop] not in DETERMINERS and lowered[stop] not in PRONOUNS:
        return
    while stop < i + 7 and lowered[stop][:1].isalnum() and (stop == i + 2 or _inside(lowered[stop])):
        stop += 1
    subject = lowered[i + 2 : stop]
    if subject and (len(subject) > 1 or subject[0] in PRONOUNS):
        kept = [words.forms[k] for k in range(i + 2, stop)]
        yield from _at(i + 1, asked(ORDER, 1 + len(subject), 0.0, " ".join([*kept, verb])))


def _inside(form: str) -> bool:
    return (
        form not in PREPOSITIONS
        and form not in OTHER_PREPOSITIONS
        and form not in _FINITE
        and form not in _LINKING
        and not (classes(form) & {"VD", "VZ"} and not classes(form) & {"NN1", "NN2", "ADJ"})
    )


_LINKING = word_set("and or but that which who if because when then")


def _late_adverb(words: Row, i: int) -> Tried:
    """*speaks fluently English*, *like very much the soup*: an adverb between a verb and its object."""
    lowered = words.lowered
    size = 2 if lowered[i] == "very" and lowered[i + 1] == "much" else 1
    if size == 1 and lowered[i] == "very":
        return
    before = lowered[i - 1]
    if (
        not before.isalpha()
        or before in _FINITE
        or not classes(before) & {"VB", "VZ", "VD"}
        or classes(before) & {"NN1"}
    ):
        return
    start = stop = i + size
    if lowered[start] not in DETERMINERS or lowered[start] in ("that", "what", "which"):
        return
    while stop < start + 4 and lowered[stop][:1].isalpha() and (stop == start or _inside(lowered[stop])):
        stop += 1
    if stop > start + 1:
        kept = [words.forms[k] for k in range(start, stop)]
        moved = [words.forms[k] for k in range(i, start)]
        yield from _at(i, asked(ORDER, stop - i, 1.0, " ".join([*kept, *moved])))
        yield from _at(i - 1, asked(ORDER, 1 + size, 1.0, " ".join([*moved, before]))) if size == 1 else ()


def _adverbs() -> list[str]:
    return ["very", "also", "always", "often", "never", "well", "quickly", "fluently", "carefully", "regularly",
            "immediately", "completely", "perfectly", "frequently", "successfully", "recently", "correctly", "properly",
            "usually", "sometimes", "together", "again", "early", "still", "already", "slowly", "strongly"]  # fmt: skip


def _same_like(words: Row, i: int) -> Tried:
    """*the same like*, *such like*, *so big like*, *different as*."""
    lowered = words.lowered
    if "same" in lowered[i - 3 : i] or (lowered[i - 2] in ("so", "as") and classes(lowered[i - 1]) & {"ADJ", "ADV"}):
        yield from _at(i, asked(PATTERN, 1, 1.0, "as"))
    if lowered[i - 1] == "such":
        yield from _at(i, asked(PATTERN, 1, 0.0, "as"))


CONSTRUCTIONS = (
    Construction(lambda: ["which", "that", "what", "who", "where"], _relative),
    Construction(lambda: ["in", "from"], _from_which),
    Construction(lambda: ["he", "she", "it", "they"], _doubled),
    Construction(lambda: ["is", "was", "seems", "seemed", "appears", *_MAKING], _without_it),
    Construction(lambda: ["itself", "himself", "herself", "themselves", "ourselves", "myself", "yourself"], _reflexive),
    Construction(lambda: ["most", "both", "all", "every", "each", "half", "another"], _most_of),
    Construction(lambda: ["few", "many", "much"], _few),
    Construction(lambda: ["not", "don't", "doesn't", "didn't", "can't", "never"], _negated),
    Construction(lambda: ["nobody", "nothing", "none"], _nobody_not),
    Construction(lambda: ["what", "when", "who", "how", "why", "which"], _inverted),
    Construction(_adverbs, _late_adverb),
    Construction(lambda: ["like"], _same_like),
)
"""All of them, with the words at which they are looked for."""
