"""The forms of English nouns and verbs, made from their dictionary form.

Rules about grammar know a word by its form, and a repair needs another form. What is irregular is listed here; the
rest follows the spelling. Of two spellings (``travelled``, ``traveled``) both are known and the first one is written.
"""

from __future__ import annotations

import re

_IRREGULAR = """
    be was/were been | arise arose arisen | awake awoke awoken | bear bore borne | beat beat beaten
    become became become | begin began begun | bend bent bent | bet bet bet | bid bid bid | bind bound bound
    bite bit bitten | bleed bled bled | blow blew blown | break broke broken | breed bred bred
    bring brought brought | broadcast broadcast broadcast | build built built | burst burst burst
    buy bought bought | cast cast cast | catch caught caught | choose chose chosen | cling clung clung
    come came come | cost cost cost | creep crept crept | cut cut cut | deal dealt dealt | dig dug dug
    do did done | draw drew drawn | drink drank drunk | drive drove driven | eat ate eaten | fall fell fallen
    feed fed fed | feel felt felt | fight fought fought | find found found | flee fled fled | fly flew flown
    forbid forbade forbidden | forecast forecast forecast | foresee foresaw foreseen | forget forgot forgotten
    forgive forgave forgiven | freeze froze frozen | get got got/gotten | give gave given | go went gone
    grind ground ground | grow grew grown | hang hung/hanged hung/hanged | have had had | hear heard heard
    hide hid hidden | hit hit hit | hold held held | hurt hurt hurt | keep kept kept
    kneel knelt/kneeled knelt/kneeled | know knew known | lay laid laid | lead led led
    lean leaned/leant leaned/leant | leap leaped/leapt leaped/leapt | learn learned/learnt learned/learnt
    leave left left | lend lent lent | let let let | lie lay lain | light lit/lighted lit/lighted | lose lost lost
    make made made | mean meant meant | meet met met | mistake mistook mistaken | overcome overcame overcome
    overtake overtook overtaken | pay paid paid | prove proved proven/proved | put put put | quit quit quit
    read read read | rebuild rebuilt rebuilt | repay repaid repaid | ride rode ridden | ring rang rung
    rise rose risen | run ran run | say said said | see saw seen | seek sought sought | sell sold sold
    send sent sent | set set set | sew sewed sewn/sewed | shake shook shaken | shed shed shed
    shine shone/shined shone/shined | shoot shot shot | show showed shown | shrink shrank shrunk | shut shut shut
    sing sang sung | sink sank sunk | sit sat sat | sleep slept slept | slide slid slid
    smell smelled/smelt smelled/smelt | speak spoke spoken | speed sped/speeded sped/speeded
    spell spelled/spelt spelled/spelt | spend spent spent | spill spilled/spilt spilled/spilt | spin spun spun
    split split split | spoil spoiled/spoilt spoiled/spoilt | spread spread spread | spring sprang sprung
    stand stood stood | steal stole stolen | stick stuck stuck | strike struck struck
    strive strove/strived striven/strived | swear swore sworn | sweep swept swept | swell swelled swollen
    swim swam swum | swing swung swung | take took taken | teach taught taught | tear tore torn | tell told told
    think thought thought | throw threw thrown | tread trod trodden | undergo underwent undergone
    understand understood understood | undertake undertook undertaken | wake woke woken | wear wore worn
    weep wept wept | win won won | wind wound wound | withdraw withdrew withdrawn | withstand withstood withstood
    write wrote written | burn burned/burnt burned/burnt | dream dreamed/dreamt dreamed/dreamt | dwell dwelt dwelt
    knit knitted/knit knitted/knit | wet wet wet | sweat sweated sweated | rid rid rid
"""
IRREGULAR_VERBS = {
    base: (past.split("/"), participle.split("/"))
    for entry in re.split(r"[|\n]", _IRREGULAR)
    if entry.strip()
    for base, past, participle in [entry.split()]
}
_DOUBLING = frozenset([
    "admit", "permit", "commit", "submit", "omit", "emit", "transmit", "occur", "incur", "recur", "concur", "refer",
    "prefer", "transfer", "defer", "infer", "confer", "deter", "control", "patrol", "compel", "expel", "propel",
    "rebel", "regret", "begin", "forget", "upset", "equip", "enrol", "fulfil", "distil", "instil", "abhor",
    "handicap", "outfit", "unzip", "unplug", "forbid",
])  # fmt: skip
_DOUBLING_IN_BRITISH = frozenset([
    "travel", "cancel", "label", "model", "level", "signal", "fuel", "rival", "total", "tunnel", "channel",
    "quarrel", "counsel", "marshal", "pencil", "shovel", "equal", "dial", "jewel", "worship", "kidnap", "program",
])  # fmt: skip
IRREGULAR_NOUNS = {
    "man": "men", "woman": "women", "child": "children", "person": "people", "foot": "feet", "tooth": "teeth",
    "goose": "geese", "mouse": "mice", "leaf": "leaves", "knife": "knives", "life": "lives", "wife": "wives",
    "shelf": "shelves", "half": "halves", "loaf": "loaves", "thief": "thieves", "wolf": "wolves", "calf": "calves",
    "grandchild": "grandchildren", "midwife": "midwives",
    "self": "selves", "elf": "elves", "hoof": "hooves", "criterion": "criteria", "phenomenon": "phenomena",
    "bacterium": "bacteria", "analysis": "analyses", "basis": "bases", "crisis": "crises", "diagnosis": "diagnoses",
    "thesis": "theses", "hypothesis": "hypotheses", "axis": "axes", "oasis": "oases", "synthesis": "syntheses",
    "emphasis": "emphases", "parenthesis": "parentheses", "stimulus": "stimuli", "fungus": "fungi", "nucleus": "nuclei",
    "quiz": "quizzes", "passer-by": "passers-by", "potato": "potatoes", "tomato": "tomatoes", "hero": "heroes",
    "tornado": "tornadoes", "volcano": "volcanoes", "mosquito": "mosquitoes", "echo": "echoes", "veto": "vetoes",
    "embargo": "embargoes", "cargo": "cargoes", "mango": "mangoes", "domino": "dominoes", "torpedo": "torpedoes",
    "species": "species", "series": "series", "aircraft": "aircraft", "sheep": "sheep", "deer": "deer", "fish": "fish",
    "means": "means", "spacecraft": "spacecraft", "headquarters": "headquarters", "roof": "roofs", "chief": "chiefs",
    "witness-box": "witness-boxes", "prime-minister": "prime-ministers",
}  # fmt: skip


def plural(noun: str) -> str:
    """The plural of a noun.

    >>> [plural(noun) for noun in ("boat", "city", "day", "church", "fisherman", "wife", "series")]
    ['boats', 'cities', 'days', 'churches', 'fishermen', 'wives', 'series']
    """
    if noun in IRREGULAR_NOUNS:
        return IRREGULAR_NOUNS[noun]
    if noun.endswith("man") and noun not in ("human", "german", "roman", "talisman"):
        return noun[:-3] + "men"
    return _with_s(noun)


def regular_plural(noun: str) -> str:
    """The plural that a noun would have if it were regular.

    >>> regular_plural("child"), regular_plural("knife")
    ('childs', 'knifes')
    """
    return _with_s(noun)


def regular_past(verb: str) -> str:
    """The past that a verb would have if it were regular.

    >>> regular_past("wear"), regular_past("drive")
    ('weared', 'drived')
    """
    return _with_ending(verb, "ed")[0]


def third(verb: str) -> str:
    """The third person singular of the present.

    >>> [third(verb) for verb in ("be", "have", "go", "carry", "play", "teach", "rise")]
    ['is', 'has', 'goes', 'carries', 'plays', 'teaches', 'rises']
    """
    known = {"be": "is", "have": "has", "do": "does", "quit": "quits"}
    return known.get(verb) or (verb + "es" if re.search("[^aeiou]o$", verb) else _with_s(verb))


def pasts(verb: str) -> tuple[str, ...]:
    """The past tense; of two spellings, the first is the likelier.

    >>> [pasts(verb)[0] for verb in ("go", "stop", "agree", "carry", "play", "offer", "permit")]
    ['went', 'stopped', 'agreed', 'carried', 'played', 'offered', 'permitted']
    """
    return tuple(IRREGULAR_VERBS[verb][0]) if verb in IRREGULAR_VERBS else _with_ending(verb, "ed")


def participles(verb: str) -> tuple[str, ...]:
    """The past participle.

    >>> [participles(verb)[0] for verb in ("go", "write", "stop", "travel")]
    ['gone', 'written', 'stopped', 'traveled']
    """
    return tuple(IRREGULAR_VERBS[verb][1]) if verb in IRREGULAR_VERBS else _with_ending(verb, "ed")


def gerunds(verb: str) -> tuple[str, ...]:
    """The form in ``-ing``.

    >>> [gerunds(verb)[0] for verb in ("run", "make", "lie", "see", "panic", "visit", "begin", "read")]
    ['running', 'making', 'lying', 'seeing', 'panicking', 'visiting', 'beginning', 'reading']
    """
    return _with_ending(verb, "ing")


_COMPARED = {
    "good": ("better", "best"), "well": ("better", "best"), "bad": ("worse", "worst"), "far": ("further", "furthest"),
    "little": ("less", "least"), "many": ("more", "most"), "much": ("more", "most"),
}  # fmt: skip


def comparatives(adjective: str) -> tuple[str, ...]:
    """The form in ``-er``, whether or not anybody uses it.

    >>> [comparatives(word)[0] for word in ("big", "late", "heavy", "old", "good")]
    ['bigger', 'later', 'heavier', 'older', 'better']
    """
    return (_COMPARED[adjective][0],) if adjective in _COMPARED else (_compared(adjective, "er"),)


def superlatives(adjective: str) -> tuple[str, ...]:
    """The form in ``-est``, whether or not anybody uses it.

    >>> [superlatives(word)[0] for word in ("big", "late", "heavy", "old", "bad")]
    ['biggest', 'latest', 'heaviest', 'oldest', 'worst']
    """
    return (_COMPARED[adjective][1],) if adjective in _COMPARED else (_compared(adjective, "est"),)


def _compared(adjective: str, ending: str) -> str:
    if adjective.endswith("e"):
        return adjective + ending[1:]
    if re.search("[^aeiou]y$", adjective):
        return adjective[:-1] + "i" + ending
    return adjective + (adjective[-1] if _closed_syllable(adjective) else "") + ending


def _with_s(word: str) -> str:
    if re.search("[^aeiou]y$", word):
        return word[:-1] + "ies"
    return word + ("es" if re.search("(?:s|x|z|ch|sh)$", word) and word not in _HARD else "s")


_HARD = frozenset(["monarch", "stomach", "epoch", "patriarch", "eunuch"])


def _with_ending(verb: str, ending: str) -> tuple[str, ...]:
    """``ending`` is ``ed`` or ``ing``."""
    if verb.endswith("ie"):
        return (verb[:-2] + "ying",) if ending == "ing" else (verb + "d",)
    if verb.endswith("e") and (ending == "ed" or not re.search("(?:ee|oe|ye)$", verb)) and verb != "be":
        return (verb[:-1] + ending,)
    if ending == "ed" and re.search("[^aeiou]y$", verb):
        return (verb[:-1] + "ied",)
    if verb.endswith("ic"):
        return (verb + "k" + ending,)
    doubled = verb + verb[-1] + ending
    if verb in _DOUBLING or _closed_syllable(verb):
        return (doubled,)
    return (verb + ending, doubled) if verb in _DOUBLING_IN_BRITISH else (verb + ending,)


def _closed_syllable(verb: str) -> bool:
    """Whether it is one syllable with a short vowel and one consonant, which doubles."""
    return bool(re.fullmatch("(?:[^aeiou]*|[^aeiou]*qu)[aeiou][^aeiouwxy]", verb)) or verb in ("quit", "equip")
