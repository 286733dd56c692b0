"""The model card around the figures."""

from __future__ import annotations

from collections.abc import Sequence

from cleantext.garble.model import Model
from tests.training.garble.calibration import PRIOR
from tests.training.garble.corruption import MECHANISMS


def text(model: Model, size: int, comparison: str, acceptance: str, mechanisms: Sequence[str]) -> str:
    """Markdown."""
    parameters = sum(weights.size for weights in model.network.weights.values())
    documented = "\n".join(
        f"- **{name}** (share {MECHANISMS[name][1]:g}): {MECHANISMS[name][0].__doc__}" for name in mechanisms
    )
    return f"""# The garble model

Scores an English sentence, without its source, by how likely it is to be wrong as a whole, and says which words speak
for that. `cleantext.checkers.garble.score` gives the probability; the checker flags what reaches the threshold. It
never proposes a repair.

- **Form**: {parameters / 1e6:.1f} million weights in 8 bits and a lexicon of {len(model.lexicon.forms):,} words,
  {size / 1e6:.1f} MB together (`weights.npz`); run by numpy alone.
- **Input**: for each word its embedding, its last three letters, its possible word classes, its shape, its frequency
  on the web, and how well it goes with both neighbours there. Unknown words and names share embeddings.
- **Network**: five residual convolutions over three words, a summary of the sentence given back to every word, and
  two outputs, one for each word and one for the sentence, with a guess at the kind of damage.
- **Made by** `python -m tests.training.garble train`; this card by `python -m tests.training.garble card`.
- **Status**: interim. These weights are those after the third of the five epochs of the first cycle; the command's two
  full cycles have not been run yet.

## Data

- Clean sentences: five OpenStax books, one of them held out. *Access for free at openstax.org. College Success;
  Introduction to Anthropology; Introduction to Business; Life, Liberty, and the Pursuit of Happiness; Principles of
  Economics. OpenStax, Rice University, CC BY 4.0.*
- Counts of words and word pairs on the web: Peter Norvig's Natural Language Corpus Data, as the package wordsegment
  (Apache-2.0) carries them.
- Word classes of the lexicon: HanTa (Wartena 2019).
- Measured, never trained on: published text of the GUM corpus's development documents (half of them, with half of the
  held-out book and `tests/corpus/correct`, set the threshold), and machine translation annotated for errors by the WMT
  metrics task (Apache-2.0).

Garbled sentences are made from the clean ones while training, each by one mechanism, which up to two others join:

{documented}

## Comparison

All on the same held-out sentences; none saw the talks.

{comparison}

## Figures

{acceptance}

## What it is not for

- The probability holds where about one sentence in {1 / PRIOR:.0f} is garbled, as in a damaged article; it is not a
  measure of style, and low scores prove nothing: fluent mistranslation goes unseen.
- It does not rank translations: annotated talks it tells apart worse than their length does. Most of their major errors
  are fluent.
- Textbook and news prose. Dialogue, verse, lists, legal and technical text and other languages were not trained on;
  the checker leaves most of them alone.
"""
