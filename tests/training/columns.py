"""More columns for a judge that has learnt already."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from cleantext.judge.evidence import COLUMNS
from cleantext.judge.model import Answer, JudgeModel
from cleantext.judge.stacking import STACKED


def widened(model: JudgeModel, more: Sequence[str]) -> JudgeModel:
    """``model`` with further numbers of proposers as columns, which none of its questions asks about yet."""
    first = len(COLUMNS) + len(model.names)
    answers = {
        question: _moved(answer, first + len(STACKED) * (question == "stacked"), len(more))
        for question, answer in model.answers.items()
        if question != "garbled"  # has columns of its own
    }
    return replace(model, answers={**model.answers, **answers}, names=[*model.names, *more])


def _moved(answer: Answer, first: int, by: int) -> Answer:
    """An answer whose columns from ``first`` on are ``by`` further to the right."""
    feature = np.where(answer.trees.feature >= first, answer.trees.feature + by, answer.trees.feature)
    return replace(answer, trees=replace(answer.trees, feature=feature.astype(np.int16)))
