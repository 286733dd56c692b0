"""Gains of edits, by a tiny random model, and by the one that setup fetches where it is there."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleantext.language_model.installation import installed
from cleantext.language_model.neural import LEFT, RIGHT, NeuralModel, NeuralModelError, SentenceEdit
from cleantext.language_model.transformer import Transformer, Trie
from tests.language_model import tiny

pytestmark = pytest.mark.slow

WORD = st.sampled_from(["the", "rain", "on", "a", "12", "de"])
SOME = st.lists(WORD, max_size=6).map(" ".join)
MORE = st.lists(WORD, max_size=3 * LEFT).map(" ".join)
EDIT = st.builds(SentenceEdit, MORE, SOME, SOME, MORE)


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny.model(tmp_path_factory.mktemp("tiny") / "tiny.gguf")


@pytest.fixture
def model(path: Path) -> NeuralModel:
    return NeuralModel.load(path)


@settings(deadline=None, max_examples=25)
@given(st.lists(EDIT, max_size=12))
def test_a_gain_does_not_depend_on_the_edits_beside_it(path: Path, edits: list[SentenceEdit]) -> None:
    alone = [NeuralModel.load(path).gains([edit])[0] for edit in edits]
    assert NeuralModel.load(path).gains(edits) == pytest.approx(alone, abs=1e-3)


@settings(deadline=None, max_examples=25)
@given(EDIT)
def test_what_an_edit_gains_its_inverse_loses(path: Path, edit: SentenceEdit) -> None:
    inverse = SentenceEdit(edit.before, edit.new, edit.old, edit.after)
    there, back = NeuralModel.load(path).gains([edit, inverse])
    assert there is not None and back == pytest.approx(-there, abs=1e-3)


@pytest.mark.parametrize(
    ("edit", "other"),
    [
        (("the", " a", " the", " rain"), ("  the", " a", " the", " rain")),
        (("on the", " a", " the", " rain"), ("on\nthe", " a", " the", "\nrain")),
        (("on the", " a", " the", " rain" * RIGHT), ("on the", " a", " the", " rain" * RIGHT + " on the rain")),
        (("on" + " the" * 3 * LEFT, " a", " the", ""), ("rain" + " the" * 3 * LEFT, " a", " the", "")),
    ],
    ids=["space before the text", "wrapped lines", "what comes long after", "what came long before"],
)
def test_it_does_not_look_at(model: NeuralModel, edit: tuple[str, ...], other: tuple[str, ...]) -> None:
    one, two = model.gains([SentenceEdit(*edit), SentenceEdit(*other)])
    assert one == two != 0


def test_edits_of_a_sentence_share_what_they_have_in_common(
    model: NeuralModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    computed: list[int] = []
    real = Transformer.log_probabilities

    def counting(self: Transformer, tries: list[Trie], wanted: list[set[int]]) -> list[dict[int, float]]:
        computed.append(sum(map(len, tries)))
        return real(self, tries, wanted)

    monkeypatch.setattr(Transformer, "log_probabilities", counting)
    before, after = "the rain on the rain" * 3, " on the rain"
    model.gains([SentenceEdit(before, " a", " the", after)])
    model.gains([SentenceEdit(before, " a", new, after) for new in (" the", " on", " rain", " 1")])
    model.gains([SentenceEdit(before, " a", new, after) for new in (" the", " on", " rain", " 1")])
    one, others = computed  # the third call remembered all
    assert others < one + 3 * 4 + 3


def test_nothing_is_begun_after_the_deadline(model: NeuralModel) -> None:
    edits = [SentenceEdit(f"{n} on the", " a", " the", " rain") for n in range(300)]
    assert model.gains(edits, deadline=time.monotonic() - 1) == [None] * 300
    assert None not in model.gains(edits[:3], deadline=time.monotonic() + 60)
    late = model.gains(edits, deadline=time.monotonic() - 1)
    assert None not in late[:3] and set(late[3:]) == {None}  # remembered


def test_threads_share_a_model(model: NeuralModel, path: Path) -> None:
    edits = [[SentenceEdit(f"{n} on the", " a", " the", " rain" * k) for k in range(5)] for n in range(8)]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(model.gains, edits)) == [NeuralModel.load(path).gains(some) for some in edits]


@pytest.mark.parametrize(
    ("other", "said"),
    [
        ({"general__architecture": "bert"}, "its architecture is bert, not llama"),
        ({"tokenizer__ggml__pre": "qwen2"}, "its tokenizer is not one that is read here"),
        ({"llama__block_count": 9}, "it has no tensor"),
    ],
)
def test_a_model_of_another_kind_is_refused_with_its_name(tmp_path: Path, other: dict[str, str], said: str) -> None:
    path = tiny.model(tmp_path / "other.gguf", **other)
    with pytest.raises(NeuralModelError, match=f"language model .*other.gguf: {said}"):
        NeuralModel.load(path)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(NeuralModelError, match=r"no\.gguf: No such file"):
        NeuralModel.load(tmp_path / "no.gguf")


@pytest.fixture(scope="module")
def smollm() -> NeuralModel:
    if installed() is None:
        pytest.skip("the language model is not installed; run: cleantext setup")
    return NeuralModel.load(installed() or Path())


@pytest.mark.parametrize(
    ("before", "wrong", "right", "after", "least"),
    [
        ("The harvest in the valley", " depends of", " depends on", " rain that comes before June.", 5),
        ("The mill's owners said they could", ". Push", " push", " the price of flour up by a tenth.", 5),
        ("Ministers agreed on a new", " atmosphere alteration", " climate change", " policy last week.", 10),
        ("", "The The", "The", " bridge was closed to lorries in May.", 8),
        ("She has worked at the library", " since", " for", " eleven years and knows every reader.", 3),
        ("The two villages is linked by a footpath. A bus", " run", " runs", " twice a day.", 3),
    ],
)
def test_the_right_words_gain(
    smollm: NeuralModel, before: str, wrong: str, right: str, after: str, least: float
) -> None:
    (gain,) = smollm.gains([SentenceEdit(before, wrong, right, after)])
    assert gain is not None and gain > least


def test_probabilities_are_those_of_llama_cpp(smollm: NeuralModel) -> None:
    """Whose 8-bit activations differ from our floats by a tenth of a nat for a token."""
    edits = [SentenceEdit("", "", text, "") for text in ("The capital of France is Paris.", "Paris is is of. The")]
    assert smollm.gains(edits) == pytest.approx([-17.05, -43.56], abs=0.5)
