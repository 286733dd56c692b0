"""Plant damage in clean paragraphs, and tell where: the judge's synthetic training set.

``damaged(text, rng)`` gives the damaged text and its artefacts (kind, place, accepted repairs), as ``tests.markup``
reads them from annotated articles. A document has a profile: clean, touched by one hand, translated by machine, spun or
scraped, each at its own density, so that what else is broken tells something about a doubtful place. Seeded: the same
text and generator give the same damage.

    python -m tests.training.damage [FILE.txt] [--seed N]     shows what a text becomes, in marks
"""

from __future__ import annotations

import argparse
import random
import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path

from cleantext.core.document import BlockKind
from cleantext.core.revision import Revision
from cleantext.core.span import Span
from cleantext.formats.text import segment
from cleantext.language.analysis import Analysis, Passage, TaggedToken
from cleantext.language.inflection import gerunds, participles, pasts, plural, third
from cleantext.language.thesaurus import thesaurus
from cleantext.proposers.proposal import like
from cleantext.proposers.spun import spun, terms
from tests.markup import Artefact
from tests.training.calques import CALQUES
from tests.training.slips import Maker, Slip, Tokens, pick, plain, spaced


@dataclass(frozen=True, slots=True)
class Profile:
    """How a document is broken: the share of sentences with a slip of each family, and slips in one such sentence."""

    name: str
    weight: float
    rates: tuple[tuple[str, float], ...]
    most: int = 1


PROFILES = (
    Profile("clean", 0.22, ()),
    Profile("touched", 0.18, (("grammar", 0.05), ("words", 0.03), ("marks", 0.04))),
    Profile("translated", 0.20, (("grammar", 0.35), ("words", 0.15), ("marks", 0.15), ("voices", 0.08)), 2),
    Profile("spun", 0.18, (("words", 0.7), ("grammar", 0.08)), 4),
    Profile("spun lightly", 0.12, (("words", 0.25), ("grammar", 0.04)), 2),
    Profile("scraped", 0.10, (("marks", 0.3), ("grammar", 0.03)), 2),
)


def damaged(text: str, rng: random.Random, profile: Profile | None = None) -> tuple[str, list[Artefact]]:
    """``text`` with damage, and the artefacts in order. Lines with marks of ``tests.markup`` in them stay whole."""
    chosen = profile or rng.choices(PROFILES, [profile.weight for profile in PROFILES])[0]
    parts: list[str] = []
    artefacts: list[Artefact] = []
    length = read = 0
    for passage in Analysis(Revision(text, segment)).passages:
        offset = passage.start
        if passage.kind is BlockKind.CODE or re.search("[⟦⟧|]", passage.text):
            continue
        for slip in _slips(passage, rng, chosen):
            before = text[read : offset + slip.start]
            clean = passage.text[slip.start : slip.end]
            parts += before, slip.bad
            start = length + len(before)
            length = start + len(slip.bad)
            artefacts.append(Artefact(slip.kind, start, length, slip.bad, (clean, *slip.others)))
            read = offset + slip.end
    return "".join([*parts, text[read:]]), artefacts


def _slips(passage: Passage, rng: random.Random, profile: Profile) -> list[Slip]:
    """Slips in order, each at least two characters away from the next."""
    found: list[Slip] = []
    for sentence in passage.sentences:
        for family, rate in profile.rates:
            if rng.random() >= rate * rng.choice((0.4, 1, 1, 1.6)):
                continue
            tokens = passage.tagged(sentence)
            if len(tokens) > 90:
                continue
            for _ in range(rng.randint(1, profile.most)):
                names, weights = zip(*FAMILIES[family], strict=True)
                slip = rng.choices(names, weights)[0](passage.text, tokens, rng)
                if slip is not None and _fits(passage.text, slip, found):
                    found.append(slip)
    return sorted(found, key=lambda slip: slip.start)


def _fits(text: str, slip: Slip, others: Sequence[Slip]) -> bool:
    return bool(slip.bad.strip()) and text[slip.start : slip.end] != slip.bad and not any(
        slip.start < other.end + 2 and other.start < slip.end + 2 for other in others
    )  # fmt: skip


# Words replaced by a thesaurus


def _content(token: TaggedToken) -> bool:
    return (
        plain(token)
        and len(token.form) > 2
        and token.pos in ("NOUN", "VERB", "ADJ", "ADV")
        and token.form not in _FREQUENT
    )


_FREQUENT = frozenset(
    [
        "not",
        "very",
        "also",
        "only",
        "just",
        "even",
        "still",
        "more",
        "most",
        "then",
        "now",
        "here",
        "there",
        "when",
        "how",
        "too",
        "so",
        "well",
        "never",
        "always",
        "ever",
        "often",
        "again",
        "already",
        "said",
        "says",
        "say",
        "made",
        "make",
        "get",
        "got",
        "go",
        "went",
        "come",
        "came",
        "like",
    ]
)


@cache
def _spins(form: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What our list of spins puts for a form, and what a thesaurus does, the likeliest first."""
    return tuple(spun().replacements(form)), tuple(other.form for other in thesaurus().alternatives(form)[:30])


def _spin(form: str, rng: random.Random) -> str | None:
    listed, others = _spins(form)
    if listed and (not others or rng.random() < 0.5):
        return rng.choice(listed)
    return others[min(int(rng.expovariate(0.15)), len(others) - 1)] if others else None


def _word(text: str, tokens: Tokens, rng: random.Random) -> Slip | None:
    content = [i for i, token in enumerate(tokens) if _content(token)]
    if not content:
        return None
    token = tokens[rng.choice(content)]
    other = _spin(token.form, rng)
    return _swapped(text, "tortured", token.span, other) if other and other.islower() else None


def _swapped(text: str, kind: str, span: Span, other: str, *others: str) -> Slip:
    """A word changed; an article before it follows its sound, and belongs to the place then."""
    before = re.search(r"\b([Aa])(n?) $", text[: span.start])
    if before and before[2] != ("n" if other[0] in "aeiou" else ""):
        article = before[1] + ("" if before[2] else "n")
        return Slip(kind, before.start(), span.end, f"{article} {other}", others)
    return Slip(kind, span.start, span.end, other, others)


def _term(text: str, tokens: Tokens, rng: random.Random) -> Slip | None:
    """Two or three words of one term at once."""
    known = terms()
    places: list[tuple[int, int]] = []
    pairs: list[tuple[int, int]] = []
    for i, token in enumerate(tokens):
        for row in known.get(token.form.lower(), ()):
            if tuple(t.form.lower() for t in tokens[i : i + len(row)]) == row:
                places.append((i, i + len(row)))
        following = tokens[i + 1 : i + 2]
        if (
            _content(token)
            and following
            and _content(following[0])
            and following[0].pos == "NOUN"
            and token.pos in ("NOUN", "ADJ")
        ):
            pairs.append((i, i + 2))
    if not places and not pairs:
        return None
    start, stop = rng.choice(places or pairs)
    whole = " ".join(token.form for token in tokens[start:stop])
    ready = spun().spins.get(whole.lower())
    if ready and rng.random() < 0.6:
        return _swapped(text, "tortured", Span(tokens[start].span.start, tokens[stop - 1].span.end), rng.choice(ready))
    made = [
        (_spin(token.form, rng) if plain(token) and (rng.random() < 0.85 or stop - start == 2) else None) or token.form
        for token in tokens[start:stop]
    ]
    end = tokens[stop - 1].span.end
    if text[tokens[start].span.start : end] != whole:
        return None
    return _swapped(text, "tortured", Span(tokens[start].span.start, end), " ".join(made))


_NAMES = {
    "March": ("Walk", "Stroll", "Parade"), "May": ("Might", "Could"), "August": ("Dignified", "Eminent", "Grand"),
    "United": ("Joined", "Unified", "Assembled"), "Kingdom": ("Realm",), "Nations": ("Countries",),
    "States": ("Nations",), "Turkey": ("Bird",), "House": ("Residence", "Home"), "Street": ("Road", "Avenue"),
    "Supreme": ("Preeminent", "Incomparable"), "Court": ("Courtroom",), "Bank": ("Financial institution",),
    "Lake": ("Pond",), "Old": ("Antique",), "Great": ("Extraordinary",), "Black": ("Dark",), "Home": ("Residence",),
    "World": ("Global",), "Cup": ("Container", "Glass"), "Security": ("Safety",), "Prime": ("Top",),
    "Minister": ("Pastor", "Priest"), "Union": ("Association",), "Party": ("Gathering",), "Church": ("Congregation",),
}  # fmt: skip


def _name(text: str, tokens: Tokens, rng: random.Random) -> Slip | None:
    """Names that are words, too."""
    return pick(rng, (
        Slip("tortured", token.span.start, token.span.end, rng.choice(_NAMES[token.form]))
        for i, token in enumerate(tokens) if i and token.form in _NAMES
        and (token.form not in ("May", "March") or re.match(r" \d|,? ", text[token.span.end : token.span.end + 2]))
    ))  # fmt: skip


# Grammar

_PREPOSITIONS = {
    "in": "on at of to into for within",
    "on": "in at of over about to for",
    "at": "in on to for by",
    "of": "from in for on by about with",
    "for": "to of by in since on",
    "to": "for in at of on with",
    "with": "by of for to from in",
    "from": "of by with out since for",
    "by": "with from of in at for",
    "about": "of on over for around",
    "into": "in to inside at",
    "during": "in at while for",
    "between": "among from of",
    "through": "by over across with",
    "against": "to on versus for",
    "under": "below in beneath by",
    "after": "behind since of",
    "before": "in front of ago",
    "since": "from for",
    "until": "to by since",
    "over": "on above about",
}  # fmt: skip


def _preposition(text: str, tokens: Tokens, rng: random.Random) -> Slip | None:
    return pick(rng, (
        Slip("grammar", token.span.start, token.span.end, rng.choice(_PREPOSITIONS[token.form].split()))
        for token in tokens if token.form in _PREPOSITIONS and token.pos == "ADP"
    ))  # fmt: skip


def _preposition_lost(text: str, tokens: Tokens, rng: random.Random) -> Slip | None:
    return pick(rng, (
        Slip("grammar", before.span.start, after.span.end, f"{before.form} {after.form}")
        for before, token, after in zip(tokens, tokens[1:], tokens[2:], strict=False)
        if token.form in _PREPOSITIONS and token.pos == "ADP" and spaced(text, before, token, after)
    ))  # fmt: skip


_ADDED = ("to", "of", "on", "about", "with", "for", "in")


def _preposition_added(text: str, tokens: Tokens, rng: random.Random) -> Slip | None:
    return pick(rng, (
        Slip("grammar", verb.span.start, after.span.end, f"{verb.form} {rng.choice(_ADDED)} {after.form}")
        for verb, after in pairwise(tokens)
        if verb.pos == "VERB" and after.form in _DETERMINERS and spaced(text, verb, after)
    ))  # fmt: skip


_DETERMINERS = frozenset(
    ["the", "a", "an", "this", "that", "these", "those", "his", "her", "its", "their", "our", "my", "your"]
)


def _article_lost(text: str, tokens: Tokens, rng: random.Random) -> Slip | None:
    return pick(rng, (
        Slip("grammar", token.span.start, after.span.end, like(token.form, after.form))
        for token, after in pairwise(tokens)
        if token.form.lower() in ("the", "a", "an") and after.is_word and spaced(text, token, after)
    ))  # fmt: skip


def _article_added(text: str, tokens: Tokens, rng: random.Random) -> Slip | None:
    return pick(rng, (
        Slip("grammar", token.span.start, token.span.end, f"{article} {token.form}")
        for before, token in pairwise(tokens)
        if token.pos in ("NOUN", "ADJ") and plain(token) and spaced(text, before, token)
        and before.pos in ("VERB", "ADP", "AUX", "CCONJ")
        for article in ["the" if rng.random() < 0.6 else _article(token.form)]
    ))  # fmt: skip


def _article_changed(text: str, tokens: Tokens, rng: random.Random) -> Slip | None:
    def other(token: TaggedToken, after: TaggedToken) -> str:
        form = token.form.lower()
        if form == "the":
            return _article(after.form)
        return {"a": ["an", "the"], "an": ["a", "the"]}[form][rng.random() < 0.4]

    return pick(rng, (
        Slip("grammar", token.span.start, token.span.end, like(token.form, other(token, after)))
        for token, after in pairwise(tokens)
        if token.form.lower() in ("the", "a", "an") and after.is_word
    ))  # fmt: skip


def _article(form: str) -> str:
    return "an" if form[0] in "aeiou" else "a"


def _agreement(text: str, tokens: Tokens, rng: random.Random) -> Slip | None:
    fixed = {
        "is": "are",
        "are": "is",
        "was": "were",
        "were": "was",
        "has": "have",
        "have": "has",
        "does": "do",
        "do": "does",
    }
    places: list[Slip] = []
    for before, token in pairwise(tokens):
        if before.pos not in ("NOUN", "PROPN", "PRON") or not spaced(text, before, token):
            continue
        if token.form in fixed:
            places.append(Slip("grammar", token.span.start, token.span.end, fixed[token.form]))
        elif token.c5 == "VVZ" and token.lemma != token.form:
            places.append(Slip("grammar", token.span.start, token.span.end, token.lemma))
        elif token.c5 == "VVB" and token.form == token.lemma:
            places.append(Slip("grammar", token.span.start, token.span.end, third(token.form)))
    return rng.choice(places) if places else None


def _verb_form(text: str, tokens: Tokens, rng: random.Random) -> Slip | None:
    """Another form of a verb: after an auxiliary, a modal, *to*, a preposition; in the present for the past."""
    places: list[Slip] = []
    for before, token in pairwise(tokens):
        if token.pos != "VERB" or not plain(token):
            continue
        base = token.lemma
        forms = {base, third(base), pasts(base)[0], participles(base)[0], gerunds(base)[0]} - {token.form}
        governed = before.pos == "AUX" or before.form in ("to", "by", "for", "of", "without") or before.c5 == "XX0"
        if governed or rng.random() < 0.3:
            places.append(Slip("grammar", token.span.start, token.span.end, rng.choice(sorted(forms))))
    return rng.choice(places) if places else None


def _number(text: str, tokens: Tokens, rng: random.Random) -> Slip | None:
    return pick(rng, (
        Slip("grammar", token.span.start, token.span.end, token.lemma if token.c5 == "NN2" else plural(token.form))
        for token in tokens
        if plain(token) and (token.c5 == "NN1" or (token.c5 == "NN2" and token.lemma != token.form))
    ))  # fmt: skip


_CONFUSED = {
    "which": "what who that", "who": "which what", "that": "what which", "where": "which that", "much": "many",
    "many": "much", "few": "little", "other": "another others", "another": "other", "some": "any", "this": "these",
    "these": "this", "those": "that", "its": "it's their", "their": "its there", "than": "then that", "then": "than",
    "as": "like", "because": "because of", "so": "such", "such": "so", "it": "its", "his": "her its", "her": "his",
    "most": "more", "more": "most", "no": "not", "not": "no", "each": "every all", "very": "much",
    "will": "would shall",
    "would": "will", "could": "can", "can": "could", "if": "when", "while": "during", "until": "till",
}  # fmt: skip


def _closed(text: str, tokens: Tokens, rng: random.Random) -> Slip | None:
    return pick(rng, (
        Slip("grammar", token.span.start, token.span.end, rng.choice(re.split(" (?!of)", _CONFUSED[token.form])))
        for token in tokens if token.form in _CONFUSED and (token.form != "that" or token.c5.startswith("CJ"))
    ))  # fmt: skip


def _doubled_grammar(text: str, tokens: Tokens, rng: random.Random) -> Slip | None:
    """A comparative twice, an auxiliary twice, *to* after a modal, and what has been lost: *be*, *to*."""
    places: list[Slip] = []
    for before, token in pairwise(tokens):
        pair = Span(before.span.start, token.span.end)
        if not spaced(text, before, token):
            continue
        if token.c5 == "AJC" and plain(token) and token.form not in ("more", "less"):
            places.append(Slip("grammar", token.span.start, token.span.end, f"more {token.form}"))
        if before.c5 == "VM0" and token.pos in ("VERB", "AUX"):
            places.append(Slip("grammar", pair.start, pair.end, f"{before.form} to {token.form}"))
        if before.form == "be" and token.pos == "VERB":
            places.append(Slip("grammar", token.span.start, token.span.end, f"been {token.form}"))
        if before.form in ("is", "are", "was", "were") and token.pos in ("VERB", "ADJ"):
            places.append(Slip("grammar", pair.start, pair.end, token.form))
            places.append(Slip("grammar", pair.start, pair.end, f"{before.form} been {token.form}"))
        if before.form == "to" and token.c5 == "VVI":
            places.append(Slip("grammar", pair.start, pair.end, token.form))
            places.append(Slip("grammar", pair.start, pair.end, f"for {token.form}"))
        if token.c5 == "AV0" and token.form.endswith("ly") and len(token.form) > 5 and before.pos == "VERB":
            places.append(Slip("grammar", token.span.start, token.span.end, token.form[:-2]))
    return rng.choice(places) if places else None


def _order(text: str, tokens: Tokens, rng: random.Random) -> Slip | None:
    places: list[Slip] = []
    for a, b in pairwise(tokens):
        if not (plain(a) and plain(b) and spaced(text, a, b)):
            continue
        if (a.pos, b.pos) in (("ADJ", "NOUN"), ("AUX", "ADV"), ("ADV", "VERB"), ("ADV", "ADJ"), ("VERB", "ADV")):
            places.append(Slip("grammar", a.span.start, b.span.end, f"{b.form} {a.form}"))
    return rng.choice(places) if places else None


# Marks, boundaries, repeats, voices


def _sentence_cut(text: str, tokens: Tokens, rng: random.Random) -> Slip | None:
    """A period or comma inside a sentence."""
    places: list[Slip] = []
    for a, b in pairwise(tokens[1:-2]):
        if not (a.is_word and b.is_word and spaced(text, a, b)) or a.form.endswith("."):
            continue
        mark = rng.choice([". ", ". ", ". ", ", ", "; ", " . "])
        after = b.form[0].upper() + b.form[1:] if mark.strip() == "." and rng.random() < 0.6 else b.form
        kind = "casing-split" if "." in mark else "stray-punct"
        places.append(Slip(kind, a.span.start, b.span.end, f"{a.form}{mark}{after}"))
    return rng.choice(places) if places else None


def _glued(text: str, tokens: Tokens, rng: random.Random) -> Slip | None:
    """The end of this sentence and the start of the next run together."""
    end = tokens[-1].span.end if tokens else 0
    found = re.compile(r"([.!?][”\"’)]?) (?=[A-Z“\"‘])").match(text, max(0, end - 1))
    if not found or len(tokens) < 3:
        return None
    before = tokens[-2]
    after = re.compile(r"[“\"‘]?[A-Za-z]+").match(text, found.end())
    if not before.is_word or not after:
        return None
    joined = rng.choice([found[1], found[1], "", " ", ", ", " and "])
    rest = after[0].lower() if joined in (", ", " and ") and after[0] not in ("I",) and rng.random() < 0.5 else after[0]
    return Slip("boundary", before.span.start, after.end(), f"{before.form}{joined}{rest}")


def _repeat(text: str, tokens: Tokens, rng: random.Random) -> Slip | None:
    if len(tokens) < 6:
        return None
    size = rng.choice([1, 1, 1, 2, 2, 3])
    start = rng.randrange(0, max(1, len(tokens) - size - 1))
    chosen = tokens[start : start + size]
    if not all(token.is_word for token in chosen):
        return None
    piece = text[chosen[0].span.start : chosen[-1].span.end]
    if len(chosen) == 1 and chosen[0].form.lower() in ("had", "that", "very", "so"):
        return None
    again = piece[0].lower() + piece[1:] if chosen[0].pos not in ("PROPN",) and start == 0 else piece
    between = rng.choice([" ", " ", " ", ", ", " and "] if chosen[-1].pos == "PROPN" else [" ", " ", " ", " ", ", "])
    return Slip("repeat", chosen[0].span.start, chosen[-1].span.end, f"{piece}{between}{again}")


def _stray(text: str, tokens: Tokens, rng: random.Random) -> Slip | None:
    """A mark too many, or one with a space on its wrong side."""
    marks = [token for token in tokens if token.form in (".", ",", "?", "!", ";", ":")]
    if not marks or len(tokens) < 4:
        return None
    mark = rng.choice(marks)
    start, end = mark.span.start, mark.span.end
    if start == 0 or not text[start - 1].isalpha():
        return None
    word = re.search(r"\w+$", text[:start])
    low = word.start() if word else start
    other = rng.choice(["double", "space", "comma", "both"])
    bad = {
        "double": f"{mark.form}{mark.form}" if mark.form != "." else rng.choice(["..", ". ."]),
        "space": f" {mark.form}",
        "comma": f"{mark.form},",
        "both": f", {mark.form}",
    }[other]
    kind = "spacing" if other == "space" else "stray-punct"
    return Slip(kind, low, end, text[low:start] + bad)


def _glued_words(text: str, tokens: Tokens, rng: random.Random) -> Slip | None:
    return pick(rng, (
        Slip("spacing", a.span.start, b.span.end, a.form + b.form)
        for a, b in pairwise(tokens)
        if spaced(text, a, b) and (a.form == "," or (plain(a) and plain(b) and rng.random() < 0.3))
    ))  # fmt: skip


_SAID = re.compile(r"(?P<verb>said|says|told|added|warned|wrote)\b")


def _attribution(text: str, tokens: Tokens, rng: random.Random) -> Slip | None:
    """A speech tag with its verb twice, on the wrong side, or cut off."""
    places: list[Slip] = []
    for i, token in enumerate(tokens):
        if not _SAID.fullmatch(token.form):
            continue
        name = [t for t in tokens[max(0, i - 2) : i] if t.form[0].isupper() or t.form in ("he", "she", "they")]
        if name and spaced(text, *name, token) and name[-1] is tokens[i - 1]:
            who = text[name[0].span.start : name[-1].span.end]
            start, end = name[0].span.start, token.span.end
            after = tokens[i + 1 : i + 2]
            places.append(Slip("attribution", start, end, f"{token.form} {who} {token.form}"))
            if after and after[0].form == "that" and spaced(text, token, after[0]):
                places.append(Slip("attribution", start, after[0].span.end, f"{token.form} {who} that"))
            elif after and after[0].is_word and spaced(text, token, after[0]):
                places.append(Slip("attribution", start, end, f"{token.form} {who}"))
                places.append(Slip("attribution", start, after[0].span.end, f"{who} {token.form}. {after[0].form}"))
        following = tokens[i + 1 : i + 3]
        if len(following) == 2 and all(t.form[0].isupper() for t in following) and spaced(text, token, *following):
            who = text[following[0].span.start : following[1].span.end]
            start, end = token.span.start, following[1].span.end
            places.append(Slip("attribution", start, end, f"{token.form} {who} {token.form}"))
            places.append(Slip("attribution", start, end, f"{token.form}. {who}", (f"{who} {token.form}",)))
    return rng.choice(places) if places else None


FAMILIES: dict[str, tuple[tuple[Maker, float], ...]] = {
    "words": ((_word, 5), (_term, 4), (_name, 1)),
    "grammar": (
        (_preposition, 4), (_preposition_lost, 1.5), (_preposition_added, 1.5), (_article_lost, 3), (_article_added, 2),
        (_article_changed, 2), (_agreement, 3), (_verb_form, 3), (_number, 2.5), (_closed, 2.5), (_doubled_grammar, 2),
        (_order, 2), *CALQUES,
    ),
    "marks": ((_sentence_cut, 4), (_glued, 3), (_repeat, 2), (_stray, 2), (_glued_words, 1.5)),
    "voices": ((_attribution, 1),),
}  # fmt: skip


def _main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", nargs="?", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    text = options.file.read_text(encoding="utf-8") if options.file else sys.stdin.read()
    bad, artefacts = damaged(text, random.Random(options.seed), PROFILES[2])
    read = 0
    for artefact in artefacts:
        mark = "|".join([artefact.kind, artefact.text, *(fix or "␀" for fix in artefact.fixes)])
        print(bad[read : artefact.start], f"⟦{mark}⟧", sep="", end="")
        read = artefact.end
    print(bad[read:])


if __name__ == "__main__":
    _main()
