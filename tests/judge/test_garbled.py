"""Garbled sentences: doubts that are shown together, beside all other findings and never over them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleantext.core.candidate import Candidate
from cleantext.core.edit import Edit
from cleantext.core.finding import Applicability, Finding, Fix, Source
from cleantext.core.revision import Revision
from cleantext.core.span import Span
from cleantext.formats.text import segment
from cleantext.judge import model
from cleantext.judge.garbled import FEWEST, GARBLED, GARBLED_COLUMNS, LONGEST, Stretch, garbled, stretches
from cleantext.judge.judge import DOUBTFUL, Judge, Verdict, chosen
from cleantext.judge.model import Answer
from cleantext.judge.trees import Trees
from cleantext.language.analysis import Analysis
from cleantext.language_model import ngram
from tests import markup
from tests.cli.running import run

TEXT = "The wire of arrival was trimmed by a band of school. It rained."
SHOWN = 0.7


def doubt(old: str, wrong: float, *repairs: tuple[str, float], text: str = TEXT) -> Verdict:
    span = Span(text.index(old), text.index(old) + len(old))
    fixes = tuple(Fix((Edit(span, new),), Applicability.SUGGESTED) for new, _ in repairs)
    return Verdict(Candidate("r", "p", span, "m", "w", Source.WIDE, fixes), wrong, tuple(p for _, p in repairs))


def found(*verdicts: Verdict, text: str = TEXT) -> list[Stretch]:
    analysis = Analysis(Revision(text, segment))
    return list(stretches(verdicts, chosen(verdicts, text, SHOWN, 1.0), analysis.sentences))


def texts(of: Sequence[Stretch], text: str = TEXT) -> list[str]:
    return [stretch.span.of(text) for stretch in of]


def test_doubts_of_a_sentence_are_a_stretch_and_one_alone_is_none() -> None:
    wire, trimmed, band = doubt("wire", 0.5), doubt("trimmed", 0.4), doubt("band of school", 0.3)
    assert texts(found(wire, trimmed, band)) == ["wire of arrival was trimmed by a band of school"]
    assert found(wire) == [] and found(wire, doubt("rained", 0.5)) == []
    assert found(wire, doubt("trimmed", DOUBTFUL / 2)) == []


def test_of_doubts_about_the_same_words_the_greatest_counts() -> None:
    assert found(doubt("band", 0.5), doubt("band of school", 0.4)) == []
    (stretch,) = found(doubt("band", 0.3), doubt("band of school", 0.4), doubt("wire", 0.6))
    seen = dict(zip(GARBLED_COLUMNS, stretch.row, strict=True))
    assert (seen["garbled_count"], seen["garbled_first"], seen["garbled_second"]) == (2, 0.6, 0.4)
    assert round(seen["garbled_any"], 3) == 0.76


def test_no_stretch_holds_or_touches_a_finding() -> None:
    certain = doubt("trimmed", 0.9)
    around = (doubt("wire", 0.5), doubt("arrival", 0.5), doubt("by a", 0.5), doubt("school", 0.5))
    assert texts(found(*around, certain)) == ["wire of arrival", "by a band of school"]
    assert found(doubt("wire", 0.5), certain, doubt("band", 0.5)) == []
    seen = dict(zip(GARBLED_COLUMNS, found(*around, certain)[0].row, strict=True))
    assert (seen["garbled_findings"], seen["garbled_near"]) == (1, 1)


def test_a_stretch_is_short_enough_to_be_looked_through() -> None:
    text = f"The wire {'very ' * (LONGEST // 5)}long band of it."
    assert found(doubt("wire", 0.6, text=text), doubt("band", 0.6, text=text), text=text) == []


def test_a_finding_names_the_words_and_offers_the_repairs() -> None:
    verdicts = [
        doubt("wire", 0.5, ("line", 0.3), ("thread", 0.1)),
        doubt("trimmed", 0.4),
        doubt("band", 0.3, ("tape", 0.2)),
    ]
    analysis = Analysis(Revision(TEXT, segment))
    plain = model.shipped()
    node, none = np.zeros(1, np.int32), np.zeros(1, np.float32)
    leaf = Trees(node, node.astype(np.int16), none, node, node, node == 0, none, depth=0, base=0.0)
    likely = Answer(leaf, np.array([-99, 99], np.float32), np.array([0.8, 0.8], np.float32))

    def judge(shown: float) -> Judge:
        return Judge(replace(plain, answers={**plain.answers, "garbled": likely}), ngram.shipped(), 0.9, garbled=shown)

    (finding,) = garbled(judge(0.7), verdicts, [], analysis)
    assert (finding.rule, finding.pack) == (GARBLED.id, GARBLED.pack)
    assert finding.message == "several words look wrong: 'wire', 'trimmed', 'band'"
    assert finding.fix is None and [fix.edits[0].replacement for fix in finding.alternatives] == ["line", "tape"]
    assert round(finding.confidence, 3) == 0.8
    assert list(garbled(judge(0.95), verdicts, [], analysis)) == []


@given(st.lists(st.tuples(st.integers(0, len(TEXT) - 1), st.integers(1, 12), st.floats(0, 1)), max_size=12))
def test_stretches_keep_their_distance_from_findings_and_each_other(places: list[tuple[int, int, float]]) -> None:
    verdicts = [
        Verdict(Candidate("r", "p", Span(start, min(len(TEXT), start + size)), "m", "w", Source.WIDE), p, ())
        for start, size, p in places
    ]
    findings: list[Finding] = chosen(verdicts, TEXT, SHOWN, 1.0)
    spans = [stretch.span for stretch in found(*verdicts)]
    assert not any(a.touches(b) for i, a in enumerate(spans) for b in [*spans[i + 1 :], *(f.span for f in findings)])
    assert all(
        len(stretch.doubts) >= FEWEST and len(stretch.row) == len(GARBLED_COLUMNS) for stretch in found(*verdicts)
    )


@pytest.mark.slow
def test_garbled_sentences_can_be_selected_alone_and_ignored(tmp_path: Path) -> None:
    article = tmp_path / "article.txt"
    texts = (markup.read(path)[0] for path in sorted((markup.CORPUS / "stacking").glob("*.mark"))[:3])
    article.write_text("\n\n".join(texts), encoding="utf-8")

    def rules(*options: str) -> set[str]:
        done = run("check", str(article), "--output-format", "json", *options)
        return {found["rule"] for file in json.loads(done.stdout)["files"] for found in file["findings"]}

    assert {GARBLED.id} < rules()
    assert rules("--select", GARBLED.id) == {GARBLED.id}
    assert GARBLED.id not in rules("--ignore", GARBLED.id)
