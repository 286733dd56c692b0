"""Install a wheel for its content alone, into a folder of its own, with pip or with uv."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cleantext.storage import isolation


class WheelError(RuntimeError):
    """The wheel could not be installed; the text is the last line of what pip or uv said."""


def install_wheel(requirement: str, folder: Path) -> None:
    """Install a package without what it depends on, by the user's own settings of pip. Raises ``WheelError``."""
    rest = ["install", "--quiet", "--no-deps", "--only-binary", ":all:", "--target", str(folder), requirement]
    done = isolation.run(isolation.python("import runpy; runpy.run_module('pip', run_name='__main__')", *rest))
    if done.returncode and "No module named pip" in done.stderr and (uv := isolation.program("uv")):
        done = isolation.run([uv, "pip", *rest])
    if done.returncode:
        raise WheelError((done.stderr.strip().splitlines() or ["no message"])[-1])


@contextmanager
def beside(target: Path) -> Iterator[Path]:
    """A new folder that becomes ``target`` when all is well."""
    folder = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
    try:
        yield folder
        folder.chmod(0o755)
        shutil.rmtree(target, ignore_errors=True)
        folder.rename(target)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
