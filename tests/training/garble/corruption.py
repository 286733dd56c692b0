"""Clean sentences made wrong the way machine translation and bad scraping do it.

Each mechanism takes a sentence apart by its word classes and damages one place; the words there are labelled, and so
are the two on either side of a gap. ``MECHANISMS`` is the documented list. All randomness comes from the ``Random``
that is given.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache
from random import Random

import regex

from tests.training.garble.corpus import Sentence

_SYMBOLS = (
    ("NP0", "N"), ("NN", "N"), ("AT", "D"), ("DPS", "D"), ("DT", "D"), ("AJ", "J"), ("CRD", "J"), ("ORD", "J"),
    ("PN", "o"), ("EX", "o"), ("PR", "P"), ("TO", "T"), ("CJC", "C"), ("CJ", "S"), ("AV", "R"), ("XX", "R"),
    ("VM", "X"), ("VBB", "X"), ("VBD", "X"), ("VBZ", "X"), ("VHB", "X"), ("VHD", "X"), ("VHZ", "X"), ("VDB", "X"),
    ("VDD", "X"), ("VDZ", "X"), ("VVB", "V"), ("VVD", "V"), ("VVZ", "V"), ("VVG", "g"), ("VVN", "n"), ("V", "i"),
    ("DTQ", "Q"), ("PNQ", "Q"), ("POS", "'"), ("PU", ","),
)  # fmt: skip
NP = "(?:(?:D?R?J*(?:N'?)+|o|DJ*(?:N'?)+))"
PREPOSITIONS = [
    "of", "in", "to", "for", "on", "with", "at", "by", "from", "about", "into", "over", "after", "between", "under",
    "against", "during", "through",
]  # fmt: skip
SMALL = [
    *PREPOSITIONS, "the", "a", "an", "and", "or", "but", "that", "which", "who", "as", "than", "if", "when", "is",
    "are", "was", "were", "be", "been", "has", "have", "had", "will", "would", "can", "could", "may", "to", "not", "it",
    "they", "he", "their", "its", "his", "this", "these", "there", "what", "how", "also", "more", "such",
]  # fmt: skip
ALIKE = [
    frozenset(group.split())
    for group in (
        "the a an this its their his", "is was", "are were", "has had", "have had", "will would can could may",
        "and or but", "it he they", "that which who", "this these", "if when",
    )
]  # fmt: skip
"""Function words that can often stand for each other and leave a sentence right."""
OPTIONAL = frozenset(["also", "more", "such", "not", "that", "but"])
"""Function words that can be lost without a trace."""
SPEECH = [
    "said", "says", "stated", "added", "noted", "warned", "argued", "explained", "claimed", "told", "announced",
    "reported", "believes", "thinks", "adds", "says", "said",
]  # fmt: skip
DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
ROLES = [
    ["director"], ["head"], ["chief", "executive"], ["president"], ["spokesman"], ["spokeswoman"], ["minister"],
    ["leader"], ["author"], ["mayor"], ["chairman"], ["founder"], ["deputy", "head"], ["coach"], ["owner"],
    ["research", "director"],
]  # fmt: skip
RESTARTS = [
    ["This", "includes"], ["It", "is"], ["It", "was"], ["That", "is"], ["This", "is"], ["They", "are"], ["There", "is"],
    ["These", "are"], ["This", "means", "that"], ["Which", "is"], ["He", "is"], ["They", "have"], ["It", "has"],
]  # fmt: skip


MORE = (0.35, 0.4, 0.25)
"""How often no other mechanism, one, or two join the first."""


@dataclass
class Draft:
    """A sentence being damaged: words in their mid-sentence case, symbols of their classes, and what is wrong."""

    forms: list[str]
    symbols: list[str]
    wrong: list[bool]

    @property
    def row(self) -> str:
        return "".join(self.symbols)

    def cut(self, start: int, end: int) -> Draft:
        return Draft(self.forms[start:end], self.symbols[start:end], self.wrong[start:end])

    def __add__(self, other: Draft) -> Draft:
        return Draft(self.forms + other.forms, self.symbols + other.symbols, self.wrong + other.wrong)

    def marked(self, start: int, end: int) -> Draft:
        for i in range(max(0, start), min(end, len(self.wrong))):
            self.wrong[i] = True
        return self

    def seam(self, at: int) -> Draft:
        """The words on both sides of a gap before word ``at`` are wrong."""
        return self.marked(at - 1, at + 1)


@dataclass(frozen=True)
class Stock:
    """What mechanisms draw from: other sentences, words by tag, near words, and likely followers."""

    sentences: Sequence[Sentence]
    by_tag: dict[str, list[str]]
    near: dict[str, list[str]]
    follows: dict[str, tuple[list[str], list[float]]]
    names: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Corrupted:
    """``wrong`` says for each word whether it belongs to the damage."""

    forms: tuple[str, ...]
    wrong: tuple[bool, ...]
    mechanism: str


Mechanism = Callable[[Random, Draft, Stock], Draft | None]


@cache
def symbol(form: str, tag: str) -> str:
    """One letter for a word class, for patterns over a sentence."""
    if not any(c.isalnum() for c in form):
        return "." if form in ".!?" else ","
    if tag in ("DTQ", "PNQ", "AVQ"):
        return "Q"
    return next((s for t, s in _SYMBOLS if tag.startswith(t)), "x")


def draft(sentence: Sentence) -> Draft:
    """The sentence with its first word in the case that it would have inside."""
    forms = list(sentence.forms)
    first = next((i for i, form in enumerate(forms) if form[0].isalnum()), 0)
    if not sentence.tags[first].startswith("NP") and forms[first] != "I" and not forms[first][1:2].isupper():
        forms[first] = forms[first].lower()
    symbols = [symbol(form, tag) for form, tag in zip(forms, sentence.tags, strict=True)]
    return Draft(forms, symbols, [False] * len(forms))


def attributed(rng: Random, sentence: Sentence, stock: Stock) -> Sentence:
    """The sentence as somebody's words, rightly punctuated: newspapers are full of it and textbooks are not."""
    d = draft(sentence)
    if d.symbols[-1] != "." or d.forms[-1] != "." or '"' in d.forms or len(d.forms) > 45:
        return sentence
    body = list(zip(d.forms[:-1], sentence.tags[:-1], strict=True))
    whole = [(_finished([body[0][0]])[0], body[0][1]), *body[1:]]
    name = [(rng.choice(stock.names), "NP0") for _ in range(rng.randint(1, 3))]
    if rng.random() < 0.4:
        role = [("the", "AT0"), *[(w, "NN1") for w in rng.choice(ROLES)]]
        name = [
            *name,
            (",", "PUN"),
            *role,
            *([("of", "PRF"), (rng.choice(stock.names), "NP0")] if rng.random() < 0.5 else []),
        ]
    said = (rng.choice(SPEECH), "VVD")
    when = [("on", "PRP"), (rng.choice(DAYS), "NP0")] if rng.random() < 0.2 else []
    quote, comma, stop, that = ('"', "PUQ"), (",", "PUN"), (".", "PUN"), ("that", "CJT")
    long = len(name) > 3
    made = rng.choice([
        [quote, *whole, comma, quote, said, *name, *when, stop],
        [quote, *whole, comma, quote, *name, *([comma] if long else []), said, *when, stop],
        [*whole, comma, *name, *([comma] if long else []), said, *when, stop],
        [*whole, comma, said, *name, stop],
            [*name, *([comma] if long else []), said, *body, stop],
        [*name, *([comma] if long else []), said, *when, that, *body, stop],
        [("According", "PRP"), ("to", "PRP"), *name, comma, *body, stop],
    ])  # fmt: skip
    return Sentence(tuple(form for form, _ in made), tuple(tag for _, tag in made))


def corrupt(
    rng: Random, sentence: Sentence, stock: Stock, mechanism: str | None = None, *, more: bool = True
) -> Corrupted | None:
    """The sentence damaged by a mechanism, and with ``more`` by up to two others, since real damage seldom comes alone.

    None where the mechanism finds no hold in it.
    """
    name = mechanism or _any(rng)
    damage = MECHANISMS[name][0]
    whole = draft(sentence)
    done = damage(rng, whole, stock)
    if done is None or not any(done.wrong) or len(done.forms) < 3:
        return None
    for _ in range(rng.choices(range(3), MORE)[0] if more else 0):
        copy = Draft([*done.forms], [*done.symbols], [*done.wrong])
        done = MECHANISMS[_any(rng)][0](rng, copy, stock) or done
    forms = _finished(done.forms)
    if forms == list(sentence.forms) or len(forms) > 78:
        return None
    return Corrupted(tuple(forms), tuple(done.wrong), name)


def _any(rng: Random) -> str:
    return rng.choices(list(MECHANISMS), [weight for _, weight in MECHANISMS.values()])[0]


def _finished(forms: Sequence[str]) -> list[str]:
    forms = list(forms)
    first = next((i for i, form in enumerate(forms) if form[0].isalnum()), 0)
    forms[first] = forms[first][0].upper() + forms[first][1:]
    return forms


def _places(pattern: str, d: Draft) -> list[tuple[int, int]]:
    return [m.span("at") for m in regex.finditer(pattern, d.row, overlapped=True) if m.span("at")[0] < m.span("at")[1]]


def _other(rng: Random, stock: Stock) -> Draft:
    return draft(rng.choice(stock.sentences))


def _end(d: Draft) -> int:
    """Where the final marks begin."""
    end = len(d.forms)
    while end > 1 and d.symbols[end - 1] in ".,":
        end -= 1
    return end


def _without(d: Draft, start: int, end: int) -> Draft:
    return (d.cut(0, start) + d.cut(end, len(d.forms))).seam(start)


def _cut_off(rng: Random, d: Draft, stock: Stock) -> Draft | None:
    """The end is lost after a word that can't end a sentence."""
    stops = [
        i for i in range(3, _end(d) - 1) if d.symbols[i] in "PDTXCSQ" or (d.symbols[i] in "Jg" and rng.random() < 0.2)
    ]
    if not stops:
        return None
    at = rng.choice(stops) + 1
    return (d.cut(0, at) + d.cut(_end(d), len(d.forms))).marked(at - 1, at + 1)


def _spliced(rng: Random, d: Draft, stock: Stock) -> Draft | None:
    """The beginning of one sentence and the end of another."""
    other = _other(rng, stock)
    if len(d.forms) < 7 or len(other.forms) < 7:
        return None
    at, to = rng.randrange(3, len(d.forms) - 2), rng.randrange(3, len(other.forms) - 3)
    if rng.random() < 0.5:  # where the same word class goes on, as a cut at a phrase boundary would leave it
        same = [i for i in range(3, len(other.forms) - 2) if other.symbols[i] == d.symbols[at]]
        to = rng.choice(same) if same else to
    return (d.cut(0, at) + other.cut(to, len(other.forms))).seam(at)


def _moved(rng: Random, d: Draft, stock: Stock) -> Draft | None:
    """A phrase or clause is somewhere else."""
    end = _end(d)
    phrases = [
        p for p in _places(rf"(?P<at>P{NP}|,[SQ][^,.]{{2,8}}(?=[,.])|{NP}|[XV]R?(?:n|i|g)?{NP}?)", d) if p[1] <= end
    ]
    if not phrases or end < 6:
        return None
    a, b = rng.choice(phrases)
    places = [i for i in range(end + 1) if i < a - 1 or i > b + 1]
    if d.symbols[a] in "P,":  # an adverbial may stand at the ends and beside its like
        places = [i for i in places if 0 < i < end and d.symbols[i] not in ",PCSQ" and d.symbols[i - 1] not in ",CSN"]
    to = rng.choice(places or [-1])
    if to < 0:
        return None
    phrase = d.cut(a, b).marked(0, b - a)
    rest = _without(d, a, b)
    at = to if to < a else to - (b - a)
    out = rest.cut(0, at) + phrase + rest.cut(at, len(rest.forms))
    return out.marked(at - 1, at + len(phrase.forms) + 1)


def _subject_lost(rng: Random, d: Draft, stock: Stock) -> Draft | None:
    """A finite verb has lost its subject."""
    found = _places(rf"(?:^|[,CSQ])(?P<at>{NP}(?:P{NP})?)(?=[XV])", d)
    found = [p for p in found if not _spared(d, *p)]
    if not found:
        return None
    return _without(d, *rng.choice(found))


def _spared(d: Draft, start: int, end: int) -> bool:
    """Whether a verb needs no subject here: it can be an order, or be joined to the verb before."""
    if start == 0:
        return d.symbols[end] == "V" and not d.forms[end].endswith(("s", "d"))
    return d.symbols[start - 1] == "C" and any(s in "XV" for s in d.symbols[: start - 1])


def _object_lost(rng: Random, d: Draft, stock: Stock) -> Draft | None:
    """A verb or preposition has lost what it governs."""
    found = _places(rf"(?:[PT]|[VigD])(?P<at>{NP})(?=[.,PCSXVT])", d)
    if not found:
        return None
    return _without(d, *rng.choice(found))


def _predicate_lost(rng: Random, d: Draft, stock: Stock) -> Draft | None:
    """The finite verb is lost."""
    found = _places(r"(?P<at>[XV]R?[Xni]?)", d)
    return _without(d, *rng.choice(found)) if found else None


def _exchanged(rng: Random, d: Draft, stock: Stock) -> Draft | None:
    """Two phrases have changed places."""
    found = _places(rf"(?<![DJ'])(?P<at>{NP})(?!['N])", d)
    pairs = [
        (p, q)
        for p in found
        for q in found
        if p[1] < q[0]
        and d.forms[slice(*p)] != d.forms[slice(*q)]
        and regex.search("[PTXVSQign]", d.row[p[1] : q[0]])  # members of a list may change places
    ]
    if not pairs:
        return None
    (a, b), (x, y) = rng.choice(pairs)
    first, second = d.cut(a, b).marked(0, b - a), d.cut(x, y).marked(0, y - x)
    return d.cut(0, a) + second + d.cut(b, x) + first + d.cut(y, len(d.forms))


def _attribution(rng: Random, d: Draft, stock: Stock) -> Draft | None:
    """A speech tag is repeated, in the middle of something, or around the wrong word."""
    at = rng.randrange(2, max(3, _end(d)))
    name = [rng.choice(stock.names) for _ in range(rng.randint(1, 2))]
    said = rng.choice(SPEECH)
    tag = rng.choice(
        [
            [said, *name, rng.choice(SPEECH)],
            [said, ","],
            [*name, said],
            [rng.choice(stock.names), said, *name],
            ["that", said],
        ]
    )
    return d.cut(0, at) + _new(tag) + d.cut(at, len(d.forms)) if len(d.forms) > 5 else None


def _new(forms: Sequence[str]) -> Draft:
    return Draft(list(forms), ["x" if f[0].isalnum() else "," for f in forms], [True] * len(forms))


def _small_swapped(rng: Random, d: Draft, stock: Stock) -> Draft | None:
    """Function words are exchanged for others."""
    found = [i for i, form in enumerate(d.forms) if form in SMALL]
    if len(found) < 2:
        return None
    for i in rng.sample(found, min(len(found), rng.randint(2, 2 + len(found) // 4))):
        pool = PREPOSITIONS if d.symbols[i] == "P" and rng.random() < 0.5 else SMALL
        alike = next((group for group in ALIKE if d.forms[i] in group), frozenset([d.forms[i]]))
        d.forms[i] = rng.choice([form for form in pool if form not in alike])
        d.wrong[i] = True
    return d


def _small_lost(rng: Random, d: Draft, stock: Stock) -> Draft | None:
    """Function words are lost."""
    found = [i for i, form in enumerate(d.forms) if form in SMALL and form not in OPTIONAL and i > 0]
    if len(found) < 3:
        return None
    for i in sorted(rng.sample(found, rng.randint(2, 2 + len(found) // 4)), reverse=True):
        d = _without(d, i, i + 1)
    return d


def _paraphrased(rng: Random, d: Draft, stock: Stock) -> Draft | None:
    """Content words are replaced one by one by words that are near them, as if through a dictionary."""
    found = [i for i, form in enumerate(d.forms) if form in stock.near]
    return _replaced(rng, d, found, (0.4, 0.8), 3, lambda i: rng.choice(stock.near[d.forms[i]]))


def _mistaken(rng: Random, d: Draft, stock: Stock) -> Draft | None:
    """Content words are replaced by any words of the same class."""
    found = [i for i, s in enumerate(d.symbols) if s in "NVJigR" and d.forms[i].islower()]
    return _replaced(rng, d, found, (0.2, 0.5), 2, lambda i: rng.choice(stock.by_tag[d.symbols[i]]))


def _replaced(
    rng: Random, d: Draft, found: Sequence[int], share: tuple[float, float], least: int, word: Callable[[int], str]
) -> Draft | None:
    """A share of the words at the places that were ``found`` gives way to others, and at least so many."""
    if len(found) < 3:
        return None
    for i in rng.sample(found, max(least, round(len(found) * rng.uniform(*share)))):
        d.forms[i] = word(i)
        d.wrong[i] = True
    return d


def _genitives(rng: Random, d: Draft, stock: Stock) -> Draft | None:
    """Nouns hang in genitives that say nothing, and verbs are wrapped up, as in ``the law of the bee is to be``."""
    found = [p for p in _places(r"(?<![DJN'])(?P<at>D?J*N+)(?![N'])", d) if d.forms[p[1] - 1].islower()]
    nouns = [form for form, s in zip(d.forms, d.symbols, strict=True) if s == "N" and form.islower()]
    if len(found) < 2:
        return None
    for a, b in sorted(rng.sample(found, rng.randint(2, min(4, len(found)))), reverse=True):
        head = d.forms[b - 1]
        others = [form for form in nouns if form != head]
        other = rng.choice(others if others and rng.random() < 0.5 else stock.by_tag["N"])
        if rng.random() < 0.5:
            d = d.cut(0, b) + _new(["of", "the", other]) + d.cut(b, len(d.forms))
        else:
            first = d.forms[a] if d.symbols[a] == "D" else "the"
            d = d.cut(0, a) + _new([first, other, "of", "the", head]) + d.cut(b, len(d.forms))
    verbs = _places(r"(?<!X)(?P<at>[XV])", d)
    if verbs and rng.random() < 0.5:
        at = rng.choice(verbs)[1]
        wrapped = rng.choice([["to", "be"], ["having"], ["being"], ["to", "have"], ["itself"]])
        d = d.cut(0, at) + _new(wrapped) + d.cut(at, len(d.forms))
    return d


def _rambling(rng: Random, d: Draft, stock: Stock) -> Draft | None:
    """A stretch is replaced by words each of which often follows the one before, and which say nothing together."""
    if len(d.forms) < 6:
        return None
    start = rng.randrange(1, len(d.forms) - 3)
    length = rng.randint(3, 9)
    word, made = d.forms[start - 1], []
    for _ in range(length):
        followers, weights = stock.follows.get(word) or stock.follows["the"]
        word = rng.choices(followers, cum_weights=weights)[0]
        made.append(word)
    end = min(_end(d), start + rng.randint(2, length + 1))
    return d.cut(0, start) + _new(made) + d.cut(end, len(d.forms)).marked(0, 1)


def _coordination(rng: Random, d: Draft, stock: Stock) -> Draft | None:
    """Both sides of ``and`` are the same, or one side is lost."""
    found = _places(rf"(?P<at>(?:{NP}|[Jgn])C(?:{NP}|[Jgn]))", d)
    if not found:
        return None
    a, b = rng.choice(found)
    c = next(i for i in range(a, b) if d.symbols[i] == "C")
    if rng.random() < 0.6:
        same = d.cut(a, c)
        return d.cut(0, c + 1) + same.cut(0, c - a).marked(0, c - a) + d.cut(b, len(d.forms))
    goes_on = d.row[b : b + 1] in ("N", "J", "D", "o", "g", "n")  # what follows would take the place of the right side
    left = a > 0 and (goes_on or rng.random() < 0.5)
    return None if goes_on and not left else _without(d, a, c) if left else _without(d, c + 1, b)


def _restarted(rng: Random, d: Draft, stock: Stock) -> Draft | None:
    """The sentence begins again in its middle."""
    if len(d.forms) < 8 or _end(d) < 5:
        return None
    at = rng.randrange(3, _end(d) - 1)
    restart = list(rng.choice(RESTARTS))
    if rng.random() < 0.3:
        restart = d.forms[: rng.randint(2, 3)]
        restart = [restart[0].capitalize(), *restart[1:]]
    if rng.random() < 0.5:
        restart[0] = restart[0].lower()
    comma = [","] if rng.random() < 0.4 and d.symbols[at - 1] not in ",." else []
    return d.cut(0, at) + _new([*comma, *restart]) + d.cut(at, len(d.forms))


def _repeated(rng: Random, d: Draft, stock: Stock) -> Draft | None:
    """A phrase is repeated, at once or a little later."""
    end = _end(d)
    length = rng.randint(1, 5)
    if end < length + 4:
        return None
    at = rng.randrange(0, end - length)
    again = d.cut(at, at + length).marked(0, length)
    if all(s in ",." for s in again.symbols):
        return None
    to = min(end, at + length + rng.choice([0, 0, 1, 2, 3]))
    return d.cut(0, to) + again + d.cut(to, len(d.forms))


def _foreign_order(rng: Random, d: Draft, stock: Stock) -> Draft | None:
    """Word order of another language: the verb last, adjectives after nouns, modifiers before their heads."""
    kind = rng.randrange(4)
    if kind == 0:
        found = _places(r"(?P<at>[XV][niVR]?)[^,.CS]{3,}", d)
        if not found:
            return None
        a, b = rng.choice(found)
        to = next(i for i in range(b, len(d.forms)) if d.symbols[i] in ",.CS" or i == len(d.forms) - 1)
        verb = d.cut(a, b).marked(0, b - a)
        return (d.cut(0, a) + d.cut(b, to)).seam(a) + verb + d.cut(to, len(d.forms))
    if kind == 1:
        found = [(i, i + 1) for i in range(len(d.forms) - 1) if d.row[i : i + 2] in ("JN", "RJ", "Xn", "RV", "Xi")]
        for a, b in rng.sample(found, min(len(found), rng.randint(1, 3))):
            d.forms[a], d.forms[b] = d.forms[b], d.forms[a]
            d.marked(a, b + 1)
        return d if found else None
    if kind == 2:
        found = _places(rf"(?P<at>{NP}P{NP})", d)
        if not found:
            return None
        a, b = rng.choice(found)
        p = next(i for i in range(a, b) if d.symbols[i] == "P")
        return d.cut(0, a) + (d.cut(p, b) + d.cut(a, p)).marked(0, b - a) + d.cut(b, len(d.forms))
    start = rng.randrange(0, max(1, len(d.forms) - 6))
    window = list(range(start, min(_end(d), start + rng.randint(4, 7))))
    mixed = window[:]
    rng.shuffle(mixed)
    if len(window) < 4 or mixed == window:
        return None
    return (
        d.cut(0, start)
        + Draft([d.forms[i] for i in mixed], [d.symbols[i] for i in mixed], [True] * len(mixed))
        + d.cut(window[-1] + 1, len(d.forms))
    )


def _orphaned(rng: Random, d: Draft, stock: Stock) -> Draft | None:
    """A piece of a sentence is left as a sentence."""
    starts = [i for i in range(2, _end(d) - 2) if d.symbols[i] in "VPCSgnXNJ" and d.symbols[i] != d.symbols[i - 1]]
    if not starts:
        return None
    a = rng.choice(starts)
    b = rng.choice([i for i in range(a + 3, _end(d) + 1) if d.symbols[i - 1] in "NoRJ"] or [_end(d)])
    piece = d.cut(a, b) + Draft(["."], ["."], [False])
    return piece.marked(0, 2) if b - a >= 3 and (a > 2 or b < _end(d)) and "X" not in piece.row[:4] else None


def _inflected(rng: Random, d: Draft, stock: Stock) -> Draft | None:
    """Verbs and nouns have lost their endings or got wrong ones."""
    found = [i for i, s in enumerate(d.symbols) if s in "VignXN" and d.forms[i].islower() and len(d.forms[i]) > 3]
    if len(found) < 3:
        return None
    for i in rng.sample(found, min(len(found), rng.randint(2, 4))):
        form = d.forms[i]
        stem = regex.sub(r"(?:ing|ed|es|s)$", "", form)
        options = {stem, stem + "s", stem + "ing", stem + "ed"} if d.symbols[i] != "N" else {stem, stem + "s"}
        d.forms[i] = rng.choice(sorted(options - {form}) or [form])
        d.wrong[i] = d.forms[i] != form
    return d


MECHANISMS: dict[str, tuple[Mechanism, float]] = {
    "cut off": (_cut_off, 1.0),
    "spliced": (_spliced, 2.0),
    "phrase moved": (_moved, 1.5),
    "subject lost": (_subject_lost, 1.0),
    "object lost": (_object_lost, 1.0),
    "predicate lost": (_predicate_lost, 1.0),
    "phrases exchanged": (_exchanged, 1.0),
    "attribution scrambled": (_attribution, 0.7),
    "function words swapped": (_small_swapped, 1.0),
    "function words lost": (_small_lost, 1.0),
    "near-synonyms": (_paraphrased, 1.5),
    "wrong words": (_mistaken, 1.0),
    "genitives": (_genitives, 1.0),
    "rambling": (_rambling, 1.5),
    "coordination broken": (_coordination, 0.7),
    "restarted": (_restarted, 0.7),
    "repeated": (_repeated, 0.6),
    "foreign order": (_foreign_order, 1.2),
    "orphaned": (_orphaned, 0.8),
    "inflection": (_inflected, 0.6),
}
"""Each mechanism with its share in training, relative to the others."""
