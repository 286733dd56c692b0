"""Write ``cleantext/languagetool/artefacts.json``: the jars that setup fetches, with their sizes and checksums.

    python -m tests.languagetool.pin

Run it when ``VERSION`` changes. jgo resolves what LanguageTool needs; every jar is compared with the checksum that
the repository publishes before its own is written down.
"""

from __future__ import annotations

import hashlib
import tempfile
from pathlib import Path
from typing import Any

import msgspec
import requests
from jgo.maven import MavenContext, PythonResolver

from cleantext.languagetool.artefacts import FILE, VERSION, Artefact, Artefacts

LOGBACK = "ch.qos.logback:logback-classic:1.5.18"
GUESSED = ("en", "es", "ca", "pt")
"""English, and the languages that the server's guesser asks for at start: without them it dies."""
MORE = ("de", "fr")


def main() -> None:
    """Resolve, fetch, compare, write."""
    with tempfile.TemporaryDirectory() as folder:
        context: Any = MavenContext(repo_cache=Path(folder), resolver=PythonResolver(), timeout=60)
        base = resolved(context, [f"languagetool-server:{VERSION}", *(f"language-{n}:{VERSION}" for n in GUESSED)])
        more = {name: resolved(context, [f"language-{name}:{VERSION}"]) for name in MORE}
    sets = {"base": base} | {name: [a for a in jars if a not in base] for name, jars in more.items()}
    FILE.write_bytes(msgspec.json.format(msgspec.json.encode(Artefacts(VERSION, sets))) + b"\n")


def resolved(context: Any, names: list[str]) -> list[Artefact]:
    """The jars of some of LanguageTool's modules and of all they need."""
    everything = [context.project("org.languagetool", "language-all")]
    wanted = [context.create_dependency(f"org.languagetool:{name}", everything) for name in names]
    direct, transitive = context.resolver.resolve([*wanted, context.create_dependency(LOGBACK)])
    found = [pinned(context, dependency.artifact) for dependency in (*direct, *transitive)]
    return sorted(found, key=lambda artefact: artefact.path)


def pinned(context: Any, artifact: Any) -> Artefact:
    """One jar. Raises ``ValueError`` where it is not what the repository says."""
    file = Path(artifact.resolve())
    path = file.relative_to(context.repo_cache).as_posix()
    (repository,) = context.remote_repos.values()
    published = requests.get(f"{repository}/{path}.sha1", timeout=60).text.split()[0]
    content = file.read_bytes()
    if hashlib.sha1(content).hexdigest() != published:
        raise ValueError(f"{path}: the repository publishes another checksum")
    return Artefact(path, len(content), hashlib.sha256(content).hexdigest())


if __name__ == "__main__":
    main()
