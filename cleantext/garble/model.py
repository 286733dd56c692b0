"""The shipped model: sentences in, for each the probability that it is garbled, and where.

The weights, the lexicon and the calibration lie beside this module in ``weights.npz``; ``MODEL_CARD.md`` says what
they were trained on and how well they do.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from cleantext.core.span import Span
from cleantext.garble.features import Lexicon
from cleantext.garble.judgement import WEIGHTS, Judgement, ModelError
from cleantext.garble.network import Floats, Network, packed, sigmoid, unpacked
from cleantext.garble.words import words

NEAR_WORST = 2.5  # a word belongs to the suspect region when its logit is at most this far below the worst
NO_SUSPECT = -1.5  # the logit below which a word is fine, however bad the others


@dataclass(frozen=True)
class Model:
    """``slope`` and ``offset`` turn the network's logit into a probability; ``threshold`` is one worth reporting."""

    lexicon: Lexicon
    network: Network
    mechanisms: tuple[str, ...]
    slope: float
    offset: float
    threshold: float

    def probabilities(self, sentences: Sequence[str]) -> list[float]:
        """For each sentence the probability that it is garbled; 0 for one without words."""
        forms = [words(sentence)[0] for sentence in sentences]
        _, outputs = self.network.judge(self.lexicon.features(forms))
        return [float(p) if f else 0.0 for p, f in zip(self.calibrated(outputs[:, 0]), forms, strict=True)]

    def judge(self, sentences: Sequence[str]) -> list[Judgement]:
        """The same with the reasons."""
        read = [words(sentence) for sentence in sentences]
        by_word, outputs = self.network.judge(self.lexicon.features([forms for forms, _ in read]))
        probabilities = self.calibrated(outputs[:, 0])
        judgements = []
        for (forms, spans), logits, output, p in zip(read, by_word, outputs, probabilities, strict=True):
            if not forms:
                judgements.append(Judgement(0.0, Span(0, 0), self.mechanisms[0], 0.0))
                continue
            kinds = np.exp(output[1:] - output[1:].max())
            best = int(kinds.argmax())
            region = suspect(logits, spans)
            judgements.append(Judgement(float(p), region, self.mechanisms[best], float(kinds[best] / kinds.sum())))
        return judgements

    def calibrated(self, logits: Floats) -> Floats:
        """Probabilities from the network's logits."""
        return sigmoid(logits * self.slope + self.offset)


def suspect(logits: Floats, spans: Sequence[Span]) -> Span:
    """From the first to the last of the words that are about as bad as the worst, around the worst.

    A gap of more than four words that are fine ends the region. The word on either side belongs to it: what is wrong is
    often what stands between two.
    """
    worst = int(logits.argmax())
    bad = [i for i in range(len(spans)) if i == worst or logits[i] >= max(logits[worst] - NEAR_WORST, NO_SUSPECT)]
    at = bad.index(worst)
    first = last = at
    while first > 0 and bad[first] - bad[first - 1] <= 5:
        first -= 1
    while last + 1 < len(bad) and bad[last + 1] - bad[last] <= 5:
        last += 1
    return spans[max(0, bad[first] - 1)].join(spans[min(len(spans) - 1, bad[last] + 1)])


def save(model: Model, path: Path) -> None:
    """Write a model so that ``read`` finds it the same."""
    stored: dict[str, npt.NDArray[Any]] = {
        f"network {name}": values for name, values in packed(model.network.weights).items()
    }
    stored |= {f"lexicon {name}": np.asarray(getattr(model.lexicon, name)) for name in _ARRAYS}
    stored["lexicon forms"] = np.frombuffer("\n".join(model.lexicon.forms).encode(), dtype=np.uint8)
    stored["mechanisms"] = np.frombuffer("\n".join(model.mechanisms).encode(), dtype=np.uint8)
    stored["calibration"] = np.array([model.slope, model.offset, model.threshold], dtype=np.float64)
    with path.open("wb") as out:
        np.savez_compressed(out, **stored)  # type: ignore[arg-type]


def read(path: Path) -> Model:
    """The model in a file. Raises ``ModelError`` naming it."""
    try:
        with np.load(path, allow_pickle=False) as stored:
            arrays: Mapping[str, npt.NDArray[Any]] = dict(stored)
        lexicon = Lexicon(
            forms=_text(arrays["lexicon forms"]).split("\n"),
            **{name: arrays[f"lexicon {name}"] for name in _ARRAYS},  # type: ignore[arg-type]
        )
        network = {name.removeprefix("network "): a for name, a in arrays.items() if name.startswith("network ")}
        slope, offset, threshold = (float(x) for x in arrays["calibration"].astype(float))
        mechanisms = tuple(_text(arrays["mechanisms"]).split("\n"))
        return Model(lexicon, Network(unpacked(network)), mechanisms, slope, offset, threshold)
    except (OSError, ValueError, KeyError, EOFError) as error:
        raise ModelError(f"{path}: the garble model can't be read: {error}") from error
    except Exception as error:  # zipfile and zlib raise their own for a damaged file
        raise ModelError(f"{path}: the garble model is damaged: {error}") from error


@cache
def shipped() -> Model:
    """The model in the package. Raises ``ModelError``."""
    return read(WEIGHTS)


def _text(stored: npt.NDArray[Any]) -> str:
    return stored.tobytes().decode()


_ARRAYS = [f.name for f in fields(Lexicon) if f.name not in ("forms", "_rows")]
