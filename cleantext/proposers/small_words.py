"""The small words of English by what they do, and which forms of a word a form may be."""

from __future__ import annotations

from collections.abc import Sequence

from cleantext.language.inflection import gerunds, participles, pasts, third
from cleantext.language.lexicon import lexicon
from cleantext.language.memo import Memo
from cleantext.language.thesaurus import SLOTS, thesaurus
from cleantext.proposers.clauses import word_set

PREPOSITIONS = ("in", "on", "at", "of", "to", "for", "with", "from", "by", "about", "into", "over")
OTHER_PREPOSITIONS = word_set(
    "during through since until among between under after before against within without upon along around near "
    "towards behind above below beneath inside"
)
ARTICLES = ("the", "a", "an")
DETERMINERS = frozenset(
    [*ARTICLES, "this", "that", "these", "those", "my", "your", "his", "her", "its", "our", "their", "no", "any",
     "some", "every", "each", "either", "neither", "another", "'s", "which", "what", "whose", "much", "many", "several",
     "few", "both", "all", "one", "two", "three"]
)  # fmt: skip
BE = ("is", "are", "was", "were", "be", "been", "being")
AUXILIARIES = frozenset([*BE, "has", "have", "had", "do", "does", "did", "am"])
MODALS = word_set("can could may might must shall should will would cannot can't couldn't won't wouldn't shouldn't")
PRONOUNS = word_set("i you he she it we they there")
ADVERBS = word_set(
    "also always already often never only just still even ever not now then soon here there well too again yet"
)
HAVE = word_set("has have had having")

READINGS = Memo[frozenset[str]](lambda form: frozenset(SLOTS[slot] for _, slot in thesaurus().readings(form)))


def slots(form: str) -> dict[str, str]:
    """The forms of the words that a form in its dictionary form may belong to, by slot."""
    found: dict[str, str] = {}
    for _, slot, number, other in thesaurus().inflections(form):
        if slot == 0 and number:
            found.setdefault(SLOTS[number], other)
    return found


def classes(form: str) -> frozenset[str]:
    """The classes of the lexicon that a form may belong to; none where it isn't listed."""
    return lexicon().classes.get(form, _NO_CLASSES)


_NO_CLASSES: frozenset[str] = frozenset()


def verb_of(form: str) -> str | None:
    """The dictionary form of a form of a verb.

    >>> verb_of("went"), verb_of("affects"), verb_of("window")
    ('go', 'affect', None)
    """
    if form in lexicon().verbs:
        return lexicon().verbs[form]
    known = thesaurus()
    for word, slot in known.readings(form):
        base = known.slotted(word, 0)
        if base and known.slotted(word, SLOTS.index("gerund")) and slot in (0, *_VERBAL):
            return base
    return None


_VERBAL = tuple(SLOTS.index(name) for name in ("third", "past", "participle", "gerund"))


def third_of(verb: str) -> str:
    """The third person of a verb."""
    return third(verb)


def gerund_of(verb: str) -> str:
    """The form in ``-ing``."""
    return gerunds(verb)[0]


def past_of(verb: str) -> str:
    """The past tense; *was* for *be*."""
    return pasts(verb)[0]


def participle_of(verb: str) -> str:
    """The past participle."""
    return participles(verb)[0]


def is_base(form: str) -> bool:
    """Whether a form is the base form of a verb, and nothing else is likelier."""
    return form.isalpha() and verb_of(form) == form


def only_base(form: str) -> bool:
    """Whether a form can only be the base form of a verb: no noun, no adjective, no participle."""
    return _ONLY_BASE[form]


def _only_base(form: str) -> bool:
    if verb_of(form) != form or len(form) < 3:
        return False
    names, read = classes(form), READINGS[form]
    if names & {"NN1", "NN2", "ADJ", "MASS", "HUM", "ADV", "PREP", "VD", "VN", "UNIT"}:
        return False
    return not read - {"base"} and "comparative" not in slots(form) and not _nominal(form)


def _nominal(form: str) -> bool:
    """Whether the plural of a form is more than its third person: a noun, too."""
    return "plural" in slots(form) and not classes(form) & {"VB"}


_ONLY_BASE = Memo(_only_base)


def is_duration(forms: Sequence[str]) -> bool:
    """Whether two words are a number and a unit of time in the plural, or one of it."""
    number, unit = forms
    return unit in DURATIONS and (number.isdigit() or number in NUMBERS)


DURATIONS = word_set("year years month months week weeks day days hour hours minute minutes decade decades")
NUMBERS = word_set(
    "one two three four five six seven eight nine ten eleven twelve fifteen twenty thirty forty fifty sixty several "
    "many some few a an"
)
