"""Garbled sentences are pointed at, and what only looks odd is not."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from cleantext.checkers.garble import GarbleChecker, judgeable, score
from cleantext.core.finding import Finding, Severity
from cleantext.garble.judgement import ModelError
from cleantext.garble.model import Model, read, save, shipped
from cleantext.garble.network import Network
from tests import markup
from tests.analysed import analysed

FINE = "The council approved the plan on Tuesday, and work on the bridge will begin in the spring."
GARBLED = [
    "The council approved the of plan on Tuesday, said Lee argued, and the bridge will begin to in the.",
    "They are of the been, it is said the government of to which the talks Tuesday.",
    "The owners told said the report that the factory of, which in the north is the, will to close been.",
]


def check(text: str, threshold: float | None = None) -> list[Finding]:
    return list(GarbleChecker(threshold).check(analysed(text)))


@pytest.mark.parametrize("sentence", GARBLED)
def test_a_garbled_sentence_is_flagged_with_its_place_and_without_a_fix(sentence: str) -> None:
    text = f"{FINE} {sentence} {FINE}"
    (finding,) = check(text)
    assert finding.span.of(text) in sentence
    assert (finding.severity, finding.fix, finding.alternatives) == (Severity.WARNING, None, ())
    assert finding.confidence == pytest.approx(score([sentence])[0], abs=0.001)
    assert finding.message.startswith("hard to make sense of: '")
    assert finding.why.endswith(".")


@pytest.mark.parametrize(
    "name", ["Nkosazana Dlamini-Zuma", "Þórdís", "Xóchitl Gálvez", "Ng", "Wojciechowski", "Al-Sharif", "McAdoo III"]
)
@pytest.mark.parametrize(
    "frame", ["{} told the board that the mine would close in May.", "The mayor thanked {} for her help."]
)
def test_names_do_not_raise_the_score(name: str, frame: str) -> None:
    assert check(frame.format(name)) == []


@pytest.mark.parametrize("number", ["1,204.50", "£3.2bn", "12", "1987", "4,000,000", "7.5%"])
def test_numbers_do_not_raise_the_score(number: str) -> None:
    assert check(f"The owners spent {number} on the roof before the winter came.") == []


@pytest.mark.parametrize(
    "text",
    [
        "Of the to which because are been\n\nThe river rose.",
        "- Of the to which because are been the.",
        "    return of(the) to = which because are;",
        "of the river to which because are been the of.",
        "See https://example.com of the to which because are been the.",
        "Of the to which because are been it, et al. the of.",
        "A: Of the to which because are been the to it.",
        "THE OF WHICH TO BECAUSE ARE BEEN OF THE TO IT.",
        "Der Fluss ist in der Nacht schnell gestiegen und hat alle Felder am Ufer bedeckt.",
        "Of morning which the because,\nAre night it been the to.\nOf evening to which are of.",
    ],
    ids=["heading", "list", "code", "no capital", "address", "reference", "label", "capitals", "foreign", "verse"],
)
def test_what_is_not_running_prose_is_not_judged(text: str) -> None:
    assert check(text, threshold=1e-9) == []


def test_a_sentence_cut_by_a_quotation_mark_is_not_judged() -> None:
    assert check("He said “The of which. Are because the to it been” of the night.", threshold=1e-9) == []


def test_other_languages_are_not_judged() -> None:
    assert not list(GarbleChecker(1e-9, language="de").check(analysed(GARBLED[0])))


def test_the_threshold_decides() -> None:
    probability = score([GARBLED[0]])[0]
    assert check(GARBLED[0], threshold=probability - 0.001)
    assert not check(GARBLED[0], threshold=min(1.0, probability + 0.001))


def test_scores_do_not_depend_on_company_or_order() -> None:
    alone = [score([sentence])[0] for sentence in (FINE, *GARBLED)]
    together = score([FINE, *GARBLED, *[FINE] * 300, "Short one, this."])
    backwards = score([*reversed(GARBLED), FINE])[::-1]
    assert together[:4] == pytest.approx(alone, abs=1e-4)
    assert backwards == pytest.approx(alone, abs=1e-4)
    assert score([FINE, *GARBLED]) == score([FINE, *GARBLED])


def test_scores_are_probabilities_whatever_the_text() -> None:
    odd = ["", " ", ".", "a", "\ud800", "\x00", "🙂" * 50, "word " * 5000, "x" * 10_000, "‽ ‽ ‽"]
    assert all(0 <= p <= 1 for p in score(odd))
    assert score([]) == []


def test_garbled_scores_above_fine() -> None:
    fine, *garbled = score([FINE, *GARBLED])
    assert fine < 0.1 < min(garbled)


def test_correct_prose_is_left_alone() -> None:
    wrong = {path.name: check(path.read_text("utf-8")) for path in sorted((markup.CORPUS / "correct").glob("*.txt"))}
    assert {name: found for name, found in wrong.items() if found} == {}


def test_a_model_survives_its_file(tmp_path: Path) -> None:
    model = shipped()
    save(model, tmp_path / "m.npz")
    again = read(tmp_path / "m.npz")
    assert again.probabilities(GARBLED) == pytest.approx(model.probabilities(GARBLED), abs=1e-3)
    assert (again.mechanisms, again.threshold) == (model.mechanisms, model.threshold)


def test_a_network_of_an_early_cycle_judges_without_its_second_attention() -> None:
    model = shipped()
    early = {name: weights for name, weights in model.network.weights.items() if not name.startswith("second")}
    assert len(early) < len(model.network.weights)
    assert all(0 <= p <= 1 for p in replace(model, network=Network(early)).probabilities(GARBLED))


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 no zip", b"plain text"])
def test_a_damaged_model_is_named(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "weights.npz"
    path.write_bytes(content)
    with pytest.raises(ModelError, match=r"weights\.npz: the garble model"):
        read(path)


def test_without_a_model_the_rest_runs_and_the_report_says_so() -> None:
    def missing() -> Model:
        raise ModelError("weights.npz: the garble model can't be read: gone")

    checker = GarbleChecker(load=missing)
    assert list(checker.check(analysed(GARBLED[0]))) == []
    assert list(checker.problems()) == ["weights.npz: the garble model can't be read: gone"]


def test_judgeable_wants_whole_sentences() -> None:
    assert judgeable("“It rose in the night,” said the mayor.")
    assert not judgeable("Did it rise twice in one night of rain?")
    assert not judgeable("It rose twice in the night, they say")
    assert not judgeable("It rose in the night.")


@pytest.mark.parametrize(
    "sentence",
    [
        "And so on and so on and so forth.",
        "They let the dog in, and the day drew in.",
        "The British like theirs tight … or spaced, depending.",
        "We need a new plan and a new a cappella group.",
        "Before the council approved it, the the plan had to be changed.",
        "The former secretary Boutros Boutros-Ghali spoke about the treaty.",
    ],
    ids=["idiom", "short words", "pause", "Italian", "word twice", "name twice"],
)
def test_sentences_that_say_too_little_or_break_off_or_repeat_a_word_are_not_judged(sentence: str) -> None:
    assert not judgeable(sentence)
