"""Words that the encoder takes for damaged, and what may be right in their place.

Three witnesses know what a word should be: the encoder, which words fit between those around (and whether one is too
many or missing); a thesaurus, what a spinner may have replaced; the n-gram model, what is usual beside the neighbours.
What fits a place is ranked by all of them, and for neighbouring words together, so that both words of a term are
undone at once. Spelling is corrected so (the noisy channel of Kernighan, Church and Gale 1990): by how likely something
is there, and how likely it became what is.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice, product

import numpy as np

from cleantext.core.candidate import Candidate
from cleantext.core.span import Span
from cleantext.language.analysis import Analysis
from cleantext.language.memo import Memo
from cleantext.language.thesaurus import SLOTS, thesaurus
from cleantext.language_model.encoder import KINDS, Encoder, Matrix, shipped
from cleantext.language_model.wordpiece import ADDED, LEFT_OUT
from cleantext.proposers.proposal import Mechanism, Repair, cased, without
from cleantext.proposers.replaced import ORIGINALS
from cleantext.proposers.reworded import rewording
from cleantext.proposers.spun import bases
from cleantext.proposers.swaps import Row, article, exchanged, proposed, sounding

MISFIT = Mechanism(
    "misfits",
    "misfit",
    "'{0}' does not seem to fit here",
    "Translators and paraphrasing tools often pick a word or a form that does not fit its sentence.",
)
LEAST = 0.15
"""The probability of damage from which on a word is a candidate."""
SURE, SUREST = 0.3, 0.999
"""The probability that one of neighbours must have, to be repaired together; and the greatest of all."""
EXPECTED = 24
"""Words that the encoder is asked for at each place."""
SHOWN = 5
TRIED = {2: 8, 3: 5}
"""How many neighbours are repaired together, and of how many repairs of each all combinations are tried then."""
GAIN, FIT, STRENGTH, RELATIVE, USUAL, FEWER, MORE = 0.36, 0.44, 0.37, 2.0, -0.08, -1.0, 2.8
"""What counts for a repair: each nat that the n-gram model and the encoder gain by it, each step of the strength of the
thesaurus's link, that it is another form of the word, each nat of how usual it is anywhere, that it leaves the word
out, that it puts one before it. They follow from a conditional logit over 1,200 words of annotated articles that the
encoder had not seen, but for the last but one: with the 0.5 that it gave, too many of neighbours are left out. Of words
that the encoder takes for damaged with more than 0.25, the wanted one comes first for 39 %, and is among five for 62 %.
Words of several pieces are rated by their first."""
_ASKED = [KINDS.index(kind) for kind in ("wording", "grammar")]
_ADDED = {name: word for word, name in ADDED.items()}
_SPELT = {"i": "I"}
_THIRD = SLOTS.index("third")


@dataclass(frozen=True, slots=True)
class Option:
    """What may be put for a word: words as in mid-sentence, or none; what speaks for that besides the words around, and
    with them (log odds against the others)."""

    words: tuple[str, ...]
    worth: float
    total: float = 0.0


@dataclass(frozen=True, slots=True)
class _Misfit:
    """A word that the encoder takes for damaged: its number and form in the row, how likely it is damaged at all
    and in its grammar, and what may be put for it, the best first."""

    at: int
    form: str
    damaged: float
    grammar: float
    options: Sequence[Option]

    @property
    def kept(self) -> Option:
        """That the word stays."""
        return Option((self.form,), math.log((1 - self.damaged) / self.damaged))


@dataclass(frozen=True)
class Misfits:
    """Proposes what may be right in the place of words that the encoder takes for damaged."""

    encoder: Encoder | None = None
    name: str = "misfits"

    def propose(self, analysis: Analysis) -> Iterable[Candidate]:
        """One candidate for each such word, and for neighbours together."""
        return rewording(analysis, proposed(analysis, self.name, self._in_row))

    def _in_row(self, text: str, words: Row) -> Iterator[Candidate]:
        misfits = _misfits(self.encoder or shipped(), words)
        for misfit in misfits:
            yield _candidate(text, words, [misfit], misfit.options)
        for size in TRIED:
            beside = [these for k in range(len(misfits)) if _in_a_row(these := misfits[k : k + size], size)]
            ranked = _ranked(words, size, [(these[0].at, _together(these)) for these in beside])
            for these, options in zip(beside, ranked, strict=True):
                yield _candidate(text, words, these, options)


def _in_a_row(these: Sequence[_Misfit], size: int) -> bool:
    beside = len(these) == size and these[-1].at - these[0].at == size - 1
    return beside and max(misfit.damaged for misfit in these) >= SURE


def _misfits(encoder: Encoder, words: Row) -> list[_Misfit]:
    """The words of a row that an encoder takes for damaged."""
    whole = {span: i for i, span in enumerate(zip(words.starts, words.ends, strict=True)) if words.forms[i].isalpha()}
    places: list[int] = []
    kinds: list[list[float]] = []
    meanings: list[Matrix] = []
    for passage in words.passages:
        page = encoder.page(passage)
        page.read(slice(0, len(page.starts)))
        damaged = page.damaged[:, _ASKED]
        for number in np.flatnonzero(damaged.sum(axis=1) >= LEAST).tolist():
            span = passage.start + page.starts.item(number), passage.start + page.ends.item(number)
            if span in whole:
                places.append(whole[span])
                kinds.append(damaged[number].tolist())
                meanings.append(page.meaning[number])
    if not places:
        return []
    meaning = np.array(meanings)
    asked = [
        (i, _options(encoder, each, words, i, [name for name, _ in likely]))
        for i, each, likely in zip(places, meaning, encoder.fitting(meaning, EXPECTED), strict=True)
    ]
    ranked = _ranked(words, 1, asked)
    return [
        _Misfit(i, _kept(words, i), min(sum(both), SUREST), both[1], own)
        for i, both, own in zip(places, kinds, ranked, strict=True)
    ]


def _together(these: Sequence[_Misfit]) -> list[Option]:
    """What may be put for words in a row: the best for each of them, in all ways. One between two others may stay."""
    each = [misfit.options[: TRIED[len(these)]] for misfit in these]
    each[1:-1] = [[*options, misfit.kept] for options, misfit in zip(each[1:-1], these[1:-1], strict=True)]
    found = []
    for chosen in product(*each):
        words = tuple(chain.from_iterable(option.words for option in chosen))
        if words and not any(map(_clash, words, words[1:])):
            found.append(Option(words, sum(option.worth for option in chosen)))
    return found


def _clash(one: str, other: str) -> bool:
    """Whether two words can't follow each other: an article of the wrong sound, a verb of the wrong person."""
    if one in ("a", "an"):
        return one != sounding(other)
    return one in ("I", "you", "we", "they") and any(slot == _THIRD for _, slot in bases(other))


def _options(encoder: Encoder, meaning: Matrix, words: Row, i: int, expected: Sequence[str]) -> list[Option]:
    """What may be put for a word: what the encoder expects, what a thesaurus lists, and other forms of the word."""
    form = words.lowered[i]
    originals = ORIGINALS[form]
    strengths = {originals.form(k): originals.strengths.item(k) for k in range(len(originals))}
    related = RELATED[form]
    names = [name for name in dict.fromkeys([*expected, *strengths, *related]) if name != form]
    pieces = [encoder.pieces.of(name)[0] for name in (form, *names)]
    fits = encoder.fit(np.broadcast_to(meaning, (len(pieces), len(meaning))), pieces)
    found = []
    for name, fit in zip(names, (fits[1:] - fits[0]).tolist(), strict=True):
        new = (
            () if name == LEFT_OUT else (_ADDED[name], _kept(words, i)) if name in _ADDED else (_SPELT.get(name, name),)
        )
        usual = float(words.model.first[words.number(new[0])]) if len(new) == 1 else 0.0
        worth = FIT * fit + STRENGTH * strengths.get(name, 0) + RELATIVE * (name in related) + USUAL * usual
        found.append(Option(new, worth + (FEWER, 0.0, MORE)[len(new)]))
    return found


def _kept(words: Row, i: int) -> str:
    """A word as it is written inside a sentence."""
    return words.lowered[i] if words.opening[i] and words.forms[i] != "I" else words.forms[i]


def _forms(form: str) -> tuple[str, ...]:
    """The other forms of the words that a form may be of."""
    found = (other for *_, other in thesaurus().inflections(form) if other != form)
    return tuple(dict.fromkeys(found))


RELATED = Memo[tuple[str, ...]](_forms)


def _ranked(words: Row, size: int, asked: Sequence[tuple[int, Sequence[Option]]]) -> list[list[Option]]:
    """What may be put for ``size`` words from each place on, the best first, with what the n-gram model makes of it."""
    tried = [(at, option) for at, options in asked for option in options]
    worth = np.array([option.worth for _, option in tried])
    by_length: dict[int, list[int]] = defaultdict(list)
    for k, (_, option) in enumerate(tried):
        by_length[len(option.words)].append(k)
    for length, chosen in by_length.items():
        at = np.array([tried[k][0] for k in chosen], np.int32)
        new = np.array([_numbers(words, *tried[k]) for k in chosen], np.int32).reshape(len(chosen), length)
        worth[chosen] += GAIN * words.gains(at, size, new)
    weighed = (Option(o.words, o.worth, total) for (_, o), total in zip(tried, worth.tolist(), strict=True))
    return [sorted(islice(weighed, len(options)), key=lambda option: -option.total) for _, options in asked]


def _numbers(words: Row, at: int, option: Option) -> list[int]:
    return [words.number(form, words.opening[at] and not n) for n, form in enumerate(option.words)]


def _candidate(text: str, words: Row, these: Sequence[_Misfit], options: Sequence[Option]) -> Candidate:
    """A candidate for words in a row."""
    first, stop = these[0].at, these[-1].at + 1
    span = Span(words.starts[first], words.ends[stop - 1])
    there = span.of(text)
    news = [cased(there, " ".join(option.words)) for option in options[:SHOWN]]
    repairs = [exchanged(words, first, stop, new) if new else _left_out(text, words, first, stop) for new in news]
    best, second = options[0].total, options[1].total
    return MISFIT.naming(there).at(
        text, span, repairs,
        misfit_words=len(these), misfit_damaged=min(misfit.damaged for misfit in these),
        misfit_grammar=max(misfit.grammar for misfit in these), misfit_best=best, misfit_ahead=best - second,
        misfit_share=1 / sum(math.exp(option.total - best) for option in options),
    )  # fmt: skip


def _left_out(text: str, words: Row, first: int, stop: int) -> Repair:
    """Without the words. The next one begins the sentence then, or an article before them follows its sound."""
    repair = without(text, words.starts[first], words.ends[stop - 1], opens=words.opening[first])
    after = words.forms[stop]
    beside = after and words.starts[stop] == repair[0].span.end
    return (*article(words, first - 1, after), *repair) if beside else repair
