"""Sentences that are wrong as a whole though every word is fine: a small model points at them, and never repairs.

Only running prose is judged. What a model of prose can't know is left alone: headings, lists, verse, quoted pieces,
lines of code, formulas, references, other languages.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import regex

from cleantext.core.document import BlockKind
from cleantext.core.edit import Edit
from cleantext.core.finding import Applicability, Finding, Fix, Severity, Source
from cleantext.core.span import Span
from cleantext.garble.judgement import Judgement, ModelError, version
from cleantext.garble.proposer import Proposer, ProposerError
from cleantext.language.analysis import Analysis, Passage

if TYPE_CHECKING:
    from cleantext.garble.model import Model

RULE = "garbled-sentence"
PACK = "garble"
SHORTEST = 7  # words; less is a cry, a title or a rule's business
CONTENT = 3  # words of some length that are no function words; a sentence with fewer is an idiom
AROUND = 400  # characters on either side of a sentence that a proposer gets to see
MEMO = 5_000  # sentences whose judgement is kept: the passes over one document see most of them unchanged

_WORD = regex.compile(r"\p{L}[\p{L}\p{M}'’-]*")
_SENTENCE = regex.compile(r"[“\"‘'(\[]*(?:\p{Lu}|\d).*?[.!?…](?:[\"”’')\]]|\[\d+\]|\s*\.)*$", regex.DOTALL)
_TECHNICAL = regex.compile(
    r"https?:|www\.|\w@\w|[{}<>=|\\^_~]|\w\(\)|[§¶©®]"
    r"|\bet al\b|\bibid\b|\bv\.\s|\bpp?\. ?\d|\(\d{4}[a-z]?[);,]|\[\d+[\],–-]"
    r"|\b\d+ ?(?:ml|mg|kg|mm|cm|GHz|MHz|kHz|kWh|g)\b"
)

_BROKEN = regex.compile(r"(?:…|\.\.\.).*\w|\ba (?:cappella|priori|posteriori|fortiori)\b")
"""A pause inside a sentence, which is broken off on purpose; a Latin or Italian `a`, which looks like an article."""

_TWICE = regex.compile(r"\b(\p{L}+)[ -]\1\b", regex.IGNORECASE)
"""A word twice in a row is a rule's business, or meant, as in `do do be careful` and `Boutros Boutros-Ghali`."""

_ODD = regex.compile(r"[?][\"”’)]*$|: [“\"‘]|^\W*\p{Lu}[\w.]{0,20}: |[“\"‘]\w+[.,]?[”\"’][.!]?$")
"""A question, whose order of words textbooks seldom show; a quotation behind a colon, a speaker's label before one; a
word that is spoken about.
"""

_ENGLISH = frozenset(
    [
        "the", "of", "and", "to", "that", "is", "was", "for", "on", "with", "as", "it", "by", "be", "are", "at", "from",
        "this", "have", "has", "had", "not", "but", "or", "which", "were", "their", "they", "he", "she", "his", "her",
        "its", "who", "will", "would", "can", "could", "been", "more", "than", "when", "about", "after", "into", "we",
        "you", "i", "our", "your", "my", "if", "there", "what", "how", "do", "does", "did", "said", "says", "these",
    ]
)  # fmt: skip
"""Words that no other language of these letters shares and every English sentence is full of."""


def score(sentences: Sequence[str]) -> list[float]:
    """For each sentence the probability that it is garbled, judged by itself.

    Raises ``ModelError`` where the package has lost its weights.

    >>> fine, wrong = score(["The river rose quickly.", "The river of the because rose to it are quickly of."])
    >>> fine < wrong
    True
    """
    return _shipped().probabilities(sentences)


def _shipped() -> Model:
    from cleantext.garble.model import shipped  # numpy takes longer to import than a note takes to check

    return shipped()


@dataclass
class GarbleChecker:
    """Flags sentences whose probability reaches ``threshold``; the model's own where none is given.

    It is silent about documents in other languages than English. Without a model it says so as a problem.
    ``proposer`` is asked for a rewording of what is flagged, as long as it answers.
    """

    threshold: float | None = None
    load: Callable[[], Model] = _shipped
    proposer: Proposer | None = None
    language: str = "en"
    name: str = "garble"
    source: Source = Source.GARBLE
    _problem: str | None = None
    _memo: dict[str, Judgement] = field(default_factory=dict, repr=False)
    _proposed: dict[str, str | None] = field(default_factory=dict, repr=False)

    @property
    def version(self) -> str | None:
        """The hash of the weights."""
        return version()

    def check(self, analysis: Analysis) -> Iterable[Finding]:
        """A finding for each garbled sentence of the prose."""
        found = [(passage.start + span.start, span.of(passage.text)) for passage, span in _prose(analysis.passages)]
        if not found or self.language != "en":
            return
        try:
            model = self.load()
        except ModelError as error:
            self._problem = str(error)
            return
        threshold = model.threshold if self.threshold is None else self.threshold
        new = list(dict.fromkeys(text for _, text in found if text not in self._memo))
        if len(self._memo) + len(new) > MEMO:
            here = {text for _, text in found}  # a long document's sentences stay: every pass asks for them again
            self._memo = {text: known for text, known in self._memo.items() if text in here}
        self._memo.update(zip(new, model.judge(new), strict=True))
        for start, text in found:
            judgement = self._memo[text]
            if judgement.probability >= threshold:
                rewording = self._rewording(text, analysis.text, start)
                yield _finding(text, judgement, rewording).shift(start)

    def _rewording(self, sentence: str, whole: str, start: int) -> str | None:
        if self.proposer is None:
            return None
        if sentence not in self._proposed:
            if self._problem:
                return None
            end = start + len(sentence)
            before = whole[max(0, start - AROUND) : start].rsplit("\n", 1)[-1]
            after = whole[end : end + AROUND].split("\n", 1)[0]
            try:
                self._proposed[sentence] = self.proposer.proposal(sentence, before.strip(), after.strip())
            except ProposerError as error:
                self._problem = str(error)
                return None
        return self._proposed[sentence]

    def problems(self) -> Iterable[str]:
        """Why there is no model or no proposal, where there is none."""
        return [self._problem] if self._problem else []


def judgeable(sentence: str) -> bool:
    """Whether a sentence is running prose and says enough to judge it.

    >>> judgeable("The river rose twice in one night."), judgeable("And so on and so on and so forth.")
    (True, False)
    """
    return (
        running(sentence)
        and sum(len(w) > 3 and w.lower() not in _ENGLISH for w in _WORD.findall(sentence)) >= CONTENT
        and not _BROKEN.search(sentence)
        and not _TWICE.search(sentence)
    )


def running(sentence: str) -> bool:
    """Whether a sentence is running English prose, whole, and not a short one.

    >>> running("The river rose twice in one night."), running("the river rose twice in one night")
    (True, False)
    """
    letters = _WORD.findall(sentence)
    return (
        len(letters) >= SHORTEST
        and bool(_SENTENCE.match(sentence))
        and not _TECHNICAL.search(sentence)
        and sum(map(len, letters)) >= 0.7 * sum(not c.isspace() for c in sentence)
        and not _ODD.search(sentence)
        and sum(w[0].isupper() for w in letters) <= 0.4 * len(letters)  # more are titles and lists of names
        and sum(c in ",;:" for c in sentence) <= len(letters) / 3  # and more are lists of anything
        and sum(w.isascii() for w in map(_plain, letters)) >= 0.8 * len(letters)
        and sum(w.lower() in _ENGLISH for w in letters) >= 0.1 * len(letters)
    )


def _prose(passages: Sequence[Passage]) -> Iterator[tuple[Passage, Span]]:
    for i, passage in enumerate(passages):
        if passage.kind is not BlockKind.PROSE or _verse(passages, i):
            continue
        for span in passage.sentences:
            if judgeable(span.of(passage.text)) and not _quoted_piece(passage, span):
                yield passage, span


def _verse(passages: Sequence[Passage], i: int) -> bool:
    """Whether a block is one of several short lines without a blank one between them."""

    def short(j: int) -> bool:
        return len(passages[j].text) < 60

    def beside(j: int) -> bool:
        gap = passages[j].whole[passages[j].end : passages[j + 1].start]
        return short(j) and short(j + 1) and gap.strip(" \t") in ("\n", "\r\n", "\r")

    return (i > 0 and beside(i - 1)) or (i + 1 < len(passages) and beside(i))


def _quoted_piece(passage: Passage, span: Span) -> bool:
    """Whether a sentence begins inside a quotation and ends outside of it, or the other way about."""
    return any(
        (q.start < span.start < q.end < span.end) or (span.start < q.start < span.end < q.end)
        for q in passage.quotations
    )


def _finding(text: str, judgement: Judgement, rewording: str | None) -> Finding:
    whole = Span(0, len(text))
    return Finding(
        rule=RULE,
        pack=PACK,
        span=judgement.region,
        severity=Severity.WARNING,
        message=f"hard to make sense of: '{_shortened(judgement.region.of(text))}'",
        why=_why(judgement),
        source=Source.GARBLE,
        alternatives=(Fix((Edit(whole, rewording).trimmed(text),), Applicability.SUGGESTED),) if rewording else (),
        confidence=round(judgement.probability, 3),
    )


def _shortened(region: str) -> str:
    """The first and the last words of a long region."""
    found = region.split()
    return " ".join(found) if len(found) <= 7 else " ".join([*found[:3], "…", *found[-3:]])


_REASONS = {
    "cut off": "The sentence seems to break off before it is finished.",
    "spliced": "Here two sentences seem to have been joined that don't belong together.",
    "phrase moved": "Words here seem to have been moved from where they belong.",
    "subject lost": "The subject of a verb seems to be missing here.",
    "object lost": "What a verb or preposition refers to seems to be missing here.",
    "predicate lost": "A verb seems to be missing here.",
    "phrases exchanged": "Two phrases seem to have changed places.",
    "attribution scrambled": "Who says what seems to have been mixed up here.",
    "function words swapped": "Small words here seem to be the wrong ones.",
    "function words lost": "Small words seem to be missing here.",
    "near-synonyms": "Words here seem to be wrong translations: they don't go together.",
    "wrong words": "Words here seem to be wrong translations: they don't go together.",
    "genitives": "Words here seem to have been translated one by one: together they say nothing.",
    "rambling": "These words seldom follow each other, and together they say nothing.",
    "coordination broken": "Something is wrong with what is joined by 'and' or 'or' here.",
    "restarted": "The sentence seems to begin again in its middle.",
    "repeated": "Something seems to be said twice here.",
    "foreign order": "The words seem to be in the order of another language.",
    "orphaned": "This seems to be a piece of another sentence.",
    "inflection": "Words here seem to have wrong endings.",
}
_UNSURE = "A model of English prose finds this sequence of words very unlikely; the sense may be scrambled."


def _why(judgement: Judgement) -> str:
    return _REASONS.get(judgement.mechanism, _UNSURE) if judgement.sureness >= 0.5 else _UNSURE


def _plain(word: str) -> str:
    return word.replace("’", "'")


__all__ = ["GarbleChecker", "judgeable", "score"]
