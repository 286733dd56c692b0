"""Words that the encoder takes for damaged, and those that it would expect in their place.

A thesaurus undoes what it lists; the encoder has read enough to know other words that fit
(``language_model/encoder.py``).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from cleantext.core.candidate import Candidate
from cleantext.core.span import Span
from cleantext.language.analysis import Analysis, Passage
from cleantext.language_model.encoder import KINDS, Encoder, shipped
from cleantext.proposers.proposal import Mechanism, in_each, like, put

MISFIT = Mechanism(
    "misfits",
    "misfit",
    "'{0}' does not seem to fit here",
    "Translators and paraphrasing tools often pick a word or a form that does not fit its sentence.",
)
LEAST = 0.25
"""The probability of damage from which on a word is a candidate."""
SHOWN = 5
_ASKED = [KINDS.index(kind) for kind in ("wording", "grammar")]


@dataclass(frozen=True)
class Misfits:
    """Proposes other words for those that the encoder takes for damaged."""

    encoder: Encoder | None = None
    name: str = "misfits"

    def propose(self, analysis: Analysis) -> Iterable[Candidate]:
        """One candidate for each such word."""
        return in_each(analysis, self.name, self._in_passage)

    def _in_passage(self, passage: Passage) -> Iterator[Candidate]:
        page = (self.encoder or shipped()).page(passage)
        page.read(slice(0, len(page.starts)))
        damaged = page.damaged[:, _ASKED].sum(axis=1)
        spans = [Span(start, end) for start, end in zip(page.starts.tolist(), page.ends.tolist(), strict=True)]
        asked = [i for i in np.flatnonzero(damaged >= LEAST).tolist() if _is_word(spans[i], passage.text)]
        found = page.encoder.fitting(page.meaning[asked], SHOWN + 1)
        for i, likely in zip(asked, found, strict=True):
            form = spans[i].of(passage.text)
            others = [(_like(form, word), p) for word, p in likely if word != form.lower()][:SHOWN]
            own = dict(likely).get(form.lower(), 0.0)
            yield MISFIT.naming(form).at(
                passage.text, spans[i], [put(spans[i].start, spans[i].end, word) for word, _ in others],
                misfit_damaged=damaged.item(i), misfit_best=others[0][1], misfit_second=others[1][1], misfit_own=own,
                misfit_grammar=page.damaged[i, _ASKED[1]].item(),
            )  # fmt: skip


def _is_word(span: Span, text: str) -> bool:
    """Whether it is more than a part of a contraction."""
    around = text[max(0, span.start - 1) : span.start] + text[span.end : span.end + 1]
    return span.of(text).isalpha() and not ("'" in around or "’" in around)


def _like(form: str, word: str) -> str:
    """``word`` with the capitals of ``form``."""
    if form.isupper() and len(form) > 1:
        return word.upper()
    return word if form == "I" else like(form, word)
