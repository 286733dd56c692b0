"""From verdicts to findings: what is shown, what is applied without asking, and one finding for one place."""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleantext.core.candidate import Candidate
from cleantext.core.edit import Edit
from cleantext.core.finding import Applicability, Finding, Fix, Severity, Source
from cleantext.core.revision import Revision
from cleantext.core.span import Span
from cleantext.formats.text import segment
from cleantext.judge import checker, model
from cleantext.judge.checker import JudgedChecker, proposers
from cleantext.judge.evidence import BESIDE, COLUMNS, DAMAGE, damage_columns, gather
from cleantext.judge.judge import MOST_ALTERNATIVES, Judge, Part, Verdict, chosen
from cleantext.language import analysis as analysis_module
from cleantext.language.analysis import Analysis
from cleantext.language_model import encoder, ngram
from cleantext.language_model.wordpiece import Window
from tests.tries import tries

TEXT = "He said that they could. Push the the government to act."


def fix(old: str, new: str) -> Fix:
    start = TEXT.index(old)
    return Fix((Edit(Span(start, start + len(old)), new),), Applicability.SUGGESTED)


def candidate(old: str, *repairs: str, rule: str = "r", **evidence: float) -> Candidate:
    start = TEXT.index(old)
    fixes = tuple(fix(old, new) for new in repairs)
    return Candidate(rule, "p", Span(start, start + len(old)), "m", "w", Source.WIDE, fixes, evidence=evidence)


def shown(*verdicts: Verdict, least: float = 0.5, safe: float = 0.9) -> list[Finding]:
    return chosen(verdicts, TEXT, least, safe)


def test_only_what_is_likely_enough_is_shown() -> None:
    doubtful = Verdict(candidate("could. Push", "could push"), 0.4, (0.3,))
    assert shown(doubtful) == []
    assert [f.confidence for f in shown(doubtful, least=0.3)] == [0.4]


def test_what_only_points_must_be_a_little_surer() -> None:
    without, faint = candidate("could. Push"), candidate("could. Push", "could push")
    assert shown(Verdict(without, 0.52, ())) == shown(Verdict(faint, 0.52, (0.2,))) == []
    assert [f.confidence for f in shown(Verdict(without, 0.55, ()))] == [0.55]
    assert [f.confidence for f in shown(Verdict(faint, 0.52, (0.3,)))] == [0.52]


def test_the_likeliest_repair_is_proposed_and_the_others_are_alternatives() -> None:
    (found,) = shown(Verdict(candidate("the the", "the", "their"), 0.8, (0.35, 0.6)))
    assert found.fix and found.fix.edits[0].replacement == "their"
    assert [a.edits[0].replacement for a in found.alternatives] == ["the"]
    assert found.fix_confidence == 0.6


def test_a_repair_that_is_hardly_likely_is_only_an_alternative() -> None:
    (found,) = shown(Verdict(candidate("the the", "the"), 0.8, (0.1,)))
    assert found.fix is None and len(found.alternatives) == 1


@pytest.mark.parametrize(
    ("right", "declared", "level"),
    [
        (0.95, 0.0, Applicability.SAFE),
        (0.85, 0.0, Applicability.SUGGESTED),
        (0.2, 1.0, Applicability.SAFE),  # its author vouches for it
    ],
)
def test_what_is_applied_without_asking(right: float, declared: float, level: Applicability) -> None:
    verdict = Verdict(candidate("the the", "the", declared_safe=declared), 0.8, (right,))
    (found,) = shown(verdict)
    assert found.fix and found.fix.applicability is level


@pytest.mark.parametrize(
    ("old", "new", "level"),
    [
        ("said that they could", "", Applicability.SAFE),
        ("said that they could. Push", "", Applicability.SUGGESTED),
        ("said that they could. Push", ".", Applicability.SUGGESTED),
        ("said that they could. Push", "could push", Applicability.SAFE),
    ],
)
def test_much_text_is_not_removed_without_asking(old: str, new: str, level: Applicability) -> None:
    (found,) = shown(Verdict(candidate(old, new), 0.9, (0.99,)))
    assert found.fix and found.fix.applicability is level


def test_one_place_has_one_finding_and_the_surest_speaks() -> None:
    surer = Verdict(candidate("the the", "the", rule="a"), 0.9, (0.8,))
    other = Verdict(candidate("the the government", "a government", rule="b"), 0.7, (0.5,))
    (found,) = shown(other, surer)
    assert found.rule == "a"
    assert [a.edits[0].replacement for a in found.alternatives] == ["a government"]


def test_neighbours_have_findings_of_their_own() -> None:
    first = Verdict(candidate("could. Push", "could push"), 0.9, (0.8,))
    second = Verdict(candidate("the the", "the"), 0.8, (0.7,))
    assert [f.span for f in shown(second, first)] == [first.candidate.span, second.candidate.span]


@pytest.mark.parametrize(
    ("old", "source", "right", "count"),
    [
        ("they", Source.WIDE, (), 1),
        ("that", Source.WIDE, (), 2),
        ("they", Source.RULE, (), 2),
        ("they", Source.WIDE, (0.8,), 2),
    ],
    ids=["a flag beside it", "a word between", "of a rule", "with a repair"],
)
def test_a_flag_right_beside_a_surer_finding_says_nothing_new(
    old: str, source: Source, right: tuple[float, ...], count: int
) -> None:
    surer = Verdict(candidate("could. Push", "could push"), 0.95, (0.9,))
    other = Verdict(replace(candidate(old, *(["we"] if right else [])), source=source), 0.8, right)
    assert len(shown(surer, other)) == count


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(0, 6), st.floats(0, 1), st.floats(0, 1)), max_size=12))
@tries(100)
def test_findings_never_want_the_same_character(places: list[tuple[int, int, float, float]]) -> None:
    verdicts = []
    for start, length, wrong, right in places:
        span = Span(start, start + length)
        made = (Fix((Edit(span, "x"),), Applicability.SUGGESTED),)
        verdicts.append(Verdict(Candidate("r", "p", span, "m", "w", Source.WIDE, made), wrong, (right,)))
    found = shown(*verdicts, least=0.0)
    edits = [edit for f in found if f.fix for edit in f.fix.edits]
    assert not any(a.span.overlaps(b.span) for i, a in enumerate(edits) for b in edits[:i])


def test_evidence_has_a_row_for_each_repair_and_none_for_the_candidate_itself() -> None:
    analysis = Analysis(Revision(TEXT, segment))
    candidates = [candidate("could. Push", "could push", "could; push"), candidate("the the"), candidate("act", "ask")]
    evidence = gather(analysis, candidates, ngram.shipped(), {}, ("own",))
    assert evidence.candidate.tolist() == [0, 0, 1, 2]
    assert evidence.fix.tolist() == [0, 1, -1, 0]
    assert evidence.rows.shape == (4, len(COLUMNS) + 1)
    gain = evidence.rows[:, COLUMNS.index("gain")]
    assert gain[0] > 3 and np.isnan(gain[2])
    alone = gather(analysis, candidates[:1], ngram.shipped(), {}, ())
    columns = damage_columns(alone, np.array([0.9], np.float32))
    assert columns.shape == (2, len(DAMAGE) + len(BESIDE)) and np.allclose(columns, 0)
    together = damage_columns(evidence, np.array([0.1, 0.9, 0.1], np.float32))
    assert together[0, DAMAGE.index("near_damage")] > 0.8


def test_where_many_meet_a_finding_offers_some_of_their_repairs() -> None:
    first = Verdict(candidate("the the", "the"), 0.9, (0.9,))
    others = [Verdict(candidate("the the", f"the {n}"), 0.8, (0.5,)) for n in range(50)]
    (found,) = shown(first, *others)
    assert len(found.alternatives) == MOST_ALTERNATIVES


def test_evidence_tells_what_is_wrong_right_beside_a_repair() -> None:
    analysis = Analysis(Revision(TEXT, segment))
    candidates = [candidate("the the", "the"), candidate("government", "state"), candidate("act", "ask")]
    evidence = gather(analysis, candidates, ngram.shipped(), {}, ())
    beside = damage_columns(evidence, np.array([0.2, 0.7, 0.5], np.float32))[:, len(DAMAGE) :]
    assert np.allclose(beside, [[0.7, 0.7], [0.5, 0.5], [0.7, 0.7]])


@dataclass
class Rules:
    found: list[Finding]
    name: str = "rules"
    source: Source = Source.RULE
    version: str | None = None

    def check(self, analysis: Analysis) -> Iterable[Finding]:
        return self.found

    def problems(self) -> Iterable[str]:
        return ()


def own(rule: str, severity: Severity = Severity.ERROR) -> Finding:
    return Finding(rule, "mine", Span(0, 2), severity, "m", "w", Source.RULE)


def test_a_users_own_rule_and_remarks_on_style_speak_for_themselves() -> None:
    known = next(iter(model.shipped().packs))
    remark = own(known, Severity.INFO)
    mine = own("a-rule-of-mine")
    found = list(JudgedChecker(Rules([remark, mine]), ()).check(Analysis(Revision("It is fine as it is.", segment))))
    assert found == [remark, mine]


@pytest.mark.parametrize("unwanted", [0, 1])
def test_what_is_not_wanted_takes_no_place_of_others(unwanted: int) -> None:
    rules = sorted(model.shipped().records)[:2]
    repair = fix("the the", "the")
    sure = Fix(repair.edits, Applicability.SAFE)
    found = [Finding(r, "p", repair.span, Severity.ERROR, "m", "w", Source.RULE, sure) for r in rules]
    judged = JudgedChecker(Rules(found), (), wanted=lambda rule, pack: rule != rules[unwanted])
    assert [f.rule for f in judged.check(Analysis(Revision(TEXT, segment)))] == [rules[1 - unwanted]]


def test_without_weights_the_rules_speak_for_themselves_and_the_report_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def damaged(neural: bool) -> model.JudgeModel:
        raise model.JudgeError("weights.npz: the judge's weights are missing or damaged")

    monkeypatch.setattr(checker, "shipped", damaged)
    judged = JudgedChecker(Rules([own("x")]), ())
    assert list(judged.check(Analysis(Revision(TEXT, segment)))) == [own("x")]
    assert list(judged.problems()) == ["weights.npz: the judge's weights are missing or damaged"]


def test_damaged_weights_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "weights.npz"
    for content in (b"", b"PK junk", model.WEIGHTS.read_bytes()[:4000]):
        path.write_bytes(content)
        with pytest.raises(model.JudgeError, match="missing or damaged"):
            model.load(path)
    model.save(model.shipped(), path)
    assert model.load(path).records == model.shipped().records


@given(st.integers(0, 10_000))
@tries(30)
def test_the_judge_takes_any_text(seed: int) -> None:
    rng = random.Random(seed)
    text = "".join(
        rng.choice(["a ", "the ", ". ", "said ", "“", "”", "X", "é", "\n\n", " ,", "\ud800", "42 "]) for _ in range(60)
    )
    analysis = Analysis(Revision(text, segment))
    for neural in (True, False):
        found = [c for proposer in proposers() for c in proposer.propose(analysis)]
        judge = Judge(model.shipped(neural), ngram.shipped(), 0.0, encoder.shipped() if neural else None)
        for verdict in judge.verdicts(analysis, [Part(found)])[0]:
            assert 0 <= verdict.wrong <= 1 and all(0 <= p <= 1 for p in verdict.right)


def test_the_document_tells_how_often_words_of_a_place_and_of_a_repair_occur_elsewhere() -> None:
    text = "Merkle met Orban. Merkel spoke. Merkel left with Orban."
    place = Span(0, 6)
    found = Candidate("r", "p", place, "m", "w", Source.WIDE, (Fix((Edit(place, "Merkel"),), Applicability.SUGGESTED),))
    (row,) = gather(Analysis(Revision(text, segment)), [found], ngram.shipped(), {}, ()).rows
    seen = dict(zip(COLUMNS, row.tolist(), strict=True))
    assert (seen["place_again"], seen["adds_known"], seen["removes_known"]) == (0, 2, 0)


def test_a_long_text_is_judged_window_by_window_as_if_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    damaged = "The ferry left the the harbour late. He have went home , and and nobody seen it.\n\n"
    sound = "The council met on Tuesday. It agreed to repair the bridge in May.\n\n"
    text = (damaged + sound) * 3
    names = ("repeats", "forms", "boundaries", "marks", "misfits")
    asked = [proposer for proposer in proposers() if proposer.name in names]
    judge = Judge(model.shipped(neural=True), ngram.shipped(), 0.2, encoder.shipped())

    def verdicts() -> tuple[list[tuple[str, Span, float]], float]:
        analysis = Analysis(Revision(text, segment))
        parts = (Part([c for proposer in asked for c in proposer.propose(part)]) for part in analysis.windows)
        found, damaged = judge.verdicts(analysis, parts)
        told = sorted((v.candidate.span, v.candidate.rule, round(v.wrong, 4)) for v in found)
        return [(rule, span, wrong) for span, rule, wrong in told], round(damaged, 4)

    at_once, expected = verdicts()
    monkeypatch.setattr(analysis_module, "WINDOW", 100)
    assert len(Analysis(Revision(text, segment)).windows) == 5
    assert verdicts() == (at_once, expected)
    assert {span.start // (len(damaged) + len(sound)) for _, span, _ in at_once} == {0, 1, 2}


def test_a_rule_names_what_a_proposer_repairs_in_the_same_way() -> None:
    wide = Verdict(candidate("the the", "the"), 0.9, (0.6,))
    rule = Verdict(replace(wide.candidate, rule="word-doubled", source=Source.RULE), 0.85, (0.5,))
    (found,) = shown(wide, rule)
    assert (found.rule, found.confidence, found.fix_confidence) == ("word-doubled", 0.9, 0.6)


def test_a_less_sure_finding_repairs_what_a_surer_one_only_points_at() -> None:
    wide = Verdict(candidate("the the", "the", "their"), 0.9, (0.1, 0.05))
    rule = Verdict(replace(wide.candidate, source=Source.RULE), 0.85, (0.1, 0.05))
    (found,) = shown(wide, rule)
    assert found.fix and found.confidence == 0.9
    assert [each.edits[0].replacement for each in (found.fix, *found.alternatives)] == ["the", "their"]


@dataclass
class Told:
    """LanguageTool, or a dear proposer, that puts down how often it is asked."""

    name: str = "wording"
    version: str | None = "1"
    times: int = 0

    def propose(self, analysis: Analysis) -> list[Candidate]:
        self.times += 1
        return []

    candidates = propose

    def problems(self) -> Iterable[str]:
        return ()


CALM = " ".join(
    f"The council met again on {day}, and after a long debate its members agreed to repair the bridge before winter."
    for day in (
        "Monday",
        "Tuesday",
        "Wednesday",
        "Thursday",
        "Friday",
        "Saturday",
        "Sunday",
        "Monday",
        "Tuesday",
        "Friday",
    )
)


@pytest.mark.parametrize(
    ("text", "times"),
    [
        (CALM, 0),
        (f"{CALM} The the mayor said said , that it was late . .", 1),
        (CALM[:300], 1),
    ],
    ids=["calm", "doubtful", "short"],
)
def test_those_who_take_long_are_asked_only_where_a_text_is_doubtful_or_short(text: str, times: int) -> None:
    dear, grammar = Told(), Told("languagetool")
    cheap = [proposer for proposer in proposers() if proposer.name not in checker.DEAR]
    list(JudgedChecker(Rules([]), [*cheap, dear], grammar).check(Analysis(Revision(text, segment))))
    assert (dear.times, grammar.times) == (times, times)


def test_without_the_language_model_the_encoder_is_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    def read(self: encoder.Encoder, window: Window) -> None:
        raise AssertionError("the encoder was asked")

    monkeypatch.setattr(encoder.Encoder, "read", read)
    text = "Carbon dioxide and other nursery gases warm the air of of the the city city. He have went went home . ."
    judged = JudgedChecker(Rules([]), proposers(), neural=False)
    assert list(judged.check(Analysis(Revision(text, segment)))) and list(judged.problems()) == []
    with pytest.raises(AssertionError, match="asked"):
        list(JudgedChecker(Rules([]), proposers(), neural=True).check(Analysis(Revision(text, segment))))


def test_where_the_encoder_cannot_be_used_the_plain_judge_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    def shipped() -> encoder.Encoder:
        raise encoder.EncoderError("it can't be used")

    text = "Carbon dioxide and other nursery gases warm the air of of the the city city. He have went went home . ."
    plain = list(JudgedChecker(Rules([]), proposers(), neural=False).check(Analysis(Revision(text, segment))))
    monkeypatch.setattr(encoder, "shipped", shipped)
    judged = JudgedChecker(Rules([]), proposers(), neural=True)
    assert list(judged.check(Analysis(Revision(text, segment)))) == plain
    assert list(judged.problems()) == ["it can't be used"]


def test_of_a_long_text_only_the_doubtful_cells_are_asked_about() -> None:
    seen: list[str] = []

    class Seeing(Told):
        def propose(self, analysis: Analysis) -> list[Candidate]:
            seen.extend(passage.text for passage in analysis.passages)
            return []

    doubtful = "The mayor told told Petra Lind. in Oslo , the shut.Harbour is is late . ."
    text = "\n\n".join([*[CALM] * 12, doubtful, *[CALM] * 12])
    cheap = [proposer for proposer in proposers() if proposer.name not in checker.DEAR]
    list(JudgedChecker(Rules([]), [*cheap, Seeing()]).check(Analysis(Revision(text, segment))))
    assert doubtful in seen and len(seen) < 12
