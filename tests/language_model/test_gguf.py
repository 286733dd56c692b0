"""Reading GGUF files: what every quantisation means, and what is refused."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from cleantext.language_model.gguf import GgufError, read_gguf
from tests.language_model import tiny

QUANTISATIONS = ["F32", "F16", "BF16", "Q4_0", "Q4_1", "Q5_0", "Q5_1", "Q8_0", "Q4_K", "Q5_K", "Q6_K"]


def test_metadata_and_tensors_come_back(tmp_path: Path) -> None:
    file = read_gguf(tiny.model(tmp_path / "tiny.gguf"))
    assert file.metadata["general.architecture"] == "llama"
    assert file.metadata["tokenizer.ggml.merges"] == tiny.vocabulary()[1]
    assert file.metadata["llama.rope.freq_base"] == tiny.BASE
    for name, tensor in tiny.tensors().items():
        assert np.array_equal(file.tensor(name), tensor)
    rows = [5, 0, 5]
    assert np.array_equal(file.rows("token_embd.weight")(rows), tiny.tensors()["token_embd.weight"][rows])


@pytest.mark.filterwarnings("ignore::RuntimeWarning")  # random bytes are not always numbers
@pytest.mark.parametrize("name", QUANTISATIONS)
def test_a_quantisation_means_what_the_reference_makes_of_it(tmp_path: Path, name: str) -> None:
    gguf = pytest.importorskip("gguf", reason="gguf, which our reader is held against, is not installed")
    kind = gguf.GGMLQuantizationType[name]
    weights, size = gguf.GGML_QUANT_SIZES[kind]
    packed = np.random.default_rng(3).integers(0, 256, (6, 512 // weights * size), np.uint8)
    writer = gguf.GGUFWriter(tmp_path / "one.gguf", "llama")
    writer.add_tensor("one", packed, raw_dtype=kind)
    for step in (writer.write_header_to_file, writer.write_kv_data_to_file, writer.write_tensors_to_file, writer.close):
        step()
    wanted = gguf.dequantize(packed, kind)
    found = read_gguf(tmp_path / "one.gguf").tensor("one")
    assert found.shape == wanted.shape == (6, 512)
    assert np.allclose(found, wanted, rtol=1e-5, atol=1e-3, equal_nan=True)
    assert np.isfinite(found).mean() > 0.9


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "it is empty"),
        (b"PK\3\4 something else entirely", "it is no GGUF file"),
        (b"GGUF\1\0\0\0" + bytes(16), "its GGUF version is 1"),
        (b"GGUF\3\0\0\0" + bytes(8) + b"\1" + bytes(7), "it is cut off or damaged"),
        (b"GGUF\3\0\0\0" + bytes(8) + b"\1" + bytes(7) + b"\xff" * 8, "it is cut off or damaged"),
    ],
)
def test_another_file_is_refused(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "other.gguf"
    path.write_bytes(content)
    with pytest.raises(GgufError, match=said):
        read_gguf(path)


@pytest.mark.parametrize("part", [0.01, 0.3, 0.6, 0.99])
def test_a_file_that_is_cut_off_is_refused(tmp_path: Path, part: float) -> None:
    path = tiny.model(tmp_path / "tiny.gguf")
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * part)])
    with pytest.raises(GgufError, match="cut off"):
        file = read_gguf(path)
        [file.tensor(name) for name in tiny.tensors()]
