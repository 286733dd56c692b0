"""What LanguageTool's server is started from: a jar of its rules that we keep, and an archive of its classes.

LanguageTool reads eight megabytes of English rules and a thousand classes at each start. Setup writes a jar that
stands before the others and has its rule files without the rules that ``rules/grammar.yaml`` leaves out, and lets Java
record the classes of a server that has answered once (class-data sharing, JEP 350), which later starts map into memory.
The jar also holds OpenNLP's model of chunks, on which LanguageTool spends half its time, with a narrower beam, and in
place of the words by which LanguageTool guesses a language, which nobody asks it to, no words.
Both are named after what they were made of; where one is missing or outdated, the server starts without it.
"""

from __future__ import annotations

import hashlib
import io
import os
import zipfile
from collections.abc import Callable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from pathlib import Path

import regex

from cleantext.languagetool.artefacts import VERSION
from cleantext.languagetool.curation import load_curated
from cleantext.languagetool.guardian import HEAP, Charge, Guarded, Question, first_request
from cleantext.languagetool.java import find_java

JAR = "languagetool-server.jar"
"""The jar that names all others; LanguageTool's own release calls its server so, too."""

_SERVER = f"languagetool-server-{VERSION}.jar"
_ENGLISH = f"language-en-{VERSION}.jar"
_RULE_FILE = regex.compile(r"org/languagetool/rules/en/(?:en-\w+/)?(?:grammar|style)\.xml")
_GUESSED_BY = regex.compile(r"org/languagetool/resource/\w+/common_words\.txt")
_MANIFEST = "META-INF/MANIFEST.MF"
_CHUNKS = "opennlp-chunk-models-*.jar"
_CHUNK_MODEL = "en-chunker.bin"
_BEAM = 2
"""How many readings of a sentence's beginning OpenNLP's chunker follows, in place of ten: of 950 matches in 420 kB of
damaged prose none changed, and LanguageTool takes 30 % less time."""
_PART = ".part"
_DATE = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Launch:
    """``jar`` stands for the whole class path, ``options`` are Java's."""

    jar: Path
    options: tuple[str, ...] = ()


def launch(folder: Path) -> Launch:
    """The fastest way to start the LanguageTool in ``folder``."""
    jar = _jar(folder)
    if not jar.is_file():
        return Launch(folder / JAR)
    archives = sorted(jar.parent.glob(f"{jar.stem}-*.jsa"))
    # Java goes on without an archive that isn't its own
    return Launch(jar, tuple(f"-XX:SharedArchiveFile={archive}" for archive in archives[-1:]))


def write_manifest_jar(path: Path, names: Sequence[str]) -> None:
    """Write a jar that only names the others."""
    _write_jar(path, names, {})


def prepare(folder: Path, say: Callable[[str], None] = lambda text: None) -> None:
    """Write what ``launch`` starts from, unless it is there, and delete what is outdated.

    Only for the jars that setup fetched. Where Java can't record its classes there is no archive. Raises
    ``OSError`` and ``zipfile.BadZipFile``.
    """
    if not (files := _files(folder)):
        return
    jar, archive = files
    for old in folder.glob("cleantext-*"):
        if old not in (jar, archive):
            old.unlink(missing_ok=True)
    if not jar.is_file():
        names = [name for name in _class_path(folder / JAR) if name != _SERVER]
        _write_jar(jar, names, _members(folder))
    if not archive.is_file():
        say("preparing LanguageTool to start faster")
        _record(jar, archive)


def prepared(folder: Path) -> bool:
    """Whether ``prepare`` has nothing to do; it has after an update of LanguageTool, of the kept rules, or of Java."""
    return all(file.is_file() for file in _files(folder))


def pruned(rules: str, kept: AbstractSet[str]) -> str:
    """A rule file of LanguageTool without the rules and groups of rules that are not ``kept`` and hold none.

    >>> pruned('<rules><rule id="A">a</rule><!-- <rule> --><rule id="B">b</rule></rules>', {"B"})
    '<rules><!-- <rule> --><rule id="B">b</rule></rules>'
    """
    parts, done = [], 0
    at = rules.index("<rules")
    while found := _RULE.search(rules, at):
        at = found.end()
        if found[1] is None:  # a comment
            continue
        at = rules.index(end := f"</{found[1]}>", at) + len(end)
        if not kept & set(_ID.findall(rules, found.start(), at)):
            parts.append(rules[done : found.start()])
            done = at
    return "".join([*parts, rules[done:]])


_RULE = regex.compile(r"""(?s)<!--.*?-->|<(rule|rulegroup)\b(?:[^>"']|"[^"]*"|'[^']*')*>""")
_ID = regex.compile(r"""\bid=["']([^"']+)""")


def _files(folder: Path) -> tuple[()] | tuple[Path, Path]:
    """Our jar and the archive, where they can be made."""
    java = find_java()
    if java is None or not (folder / _SERVER).is_file():
        return ()
    jar = _jar(folder)
    return jar, jar.with_name(f"{jar.stem}-java{java.version}.jsa")


def _jar(folder: Path) -> Path:
    """The name of our jar, which says what it was made of."""
    try:
        made_of = [VERSION, str(_BEAM), _GUESSED_BY.pattern, *_class_path(folder / JAR), *sorted(load_curated())]
    except (OSError, KeyError, zipfile.BadZipFile):
        made_of = []
    return folder / f"cleantext-{hashlib.sha256(repr(made_of).encode()).hexdigest()[:12]}.jar"


def _members(folder: Path) -> dict[str, bytes]:
    """The server's own files, since an archive allows no jar that names folders as this one does; and fewer rules."""
    members: dict[str, bytes] = {}
    with zipfile.ZipFile(folder / _SERVER) as server:
        members |= {name: server.read(name) for name in server.namelist() if name != _MANIFEST and name[-1] != "/"}
    kept = frozenset(load_curated())
    with zipfile.ZipFile(folder / _ENGLISH) as english:
        for name in filter(_RULE_FILE.fullmatch, english.namelist()):
            members[name] = pruned(english.read(name).decode("utf-8-sig"), kept).encode()
    for jar in folder.glob("language-*.jar"):
        with zipfile.ZipFile(jar) as language:
            members |= dict.fromkeys(filter(_GUESSED_BY.fullmatch, language.namelist()), b"")
    for models in folder.glob(_CHUNKS):
        with zipfile.ZipFile(models) as opened:
            members[_CHUNK_MODEL] = _narrowed(opened.read(_CHUNK_MODEL))
    return members


def _narrowed(model: bytes) -> bytes:
    """A model of OpenNLP's, itself an archive, with the width of its beam named in its properties."""
    narrowed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(model)) as old, zipfile.ZipFile(narrowed, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            more = f"\nBeamSize={_BEAM}\n".encode() if name == "manifest.properties" else b""
            new.writestr(zipfile.ZipInfo(name, _DATE), old.read(name) + more, zipfile.ZIP_DEFLATED)
    return narrowed.getvalue()


def _record(jar: Path, archive: Path) -> None:
    """Start a server, let it answer, and have Java write the classes that it needed."""
    part = archive.with_name(archive.name + _PART)
    rules = load_curated()
    text = "\n\n".join(example.bad for rule in rules.values() for example in rule.examples if example.bad)
    warm = first_request(rules) | {"text": text}
    guarded = Guarded(Charge(str(jar), HEAP, 1, key="", warm=warm, options=[f"-XX:ArchiveClassesAtExit={part}"]))
    try:
        guarded.answer(Question())
        guarded.end(gently=True)
        if part.is_file():
            os.replace(part, archive)
    finally:
        part.unlink(missing_ok=True)


def _class_path(jar: Path) -> list[str]:
    with zipfile.ZipFile(jar) as opened:
        manifest = opened.read(_MANIFEST).decode()
    unfolded = regex.sub(r"\r?\n ", "", manifest)
    found = regex.search(r"(?m)^Class-Path: (.*)$", unfolded)
    return found[1].split() if found else []


def _write_jar(path: Path, names: Sequence[str], members: dict[str, bytes]) -> None:
    part = path.with_name(path.name + _PART)
    with zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED) as jar:
        manifest = b"Manifest-Version: 1.0\r\n" + _folded("Class-Path: " + " ".join(names)) + b"\r\n\r\n"
        for name, content in {_MANIFEST: manifest, **members}.items():
            jar.writestr(zipfile.ZipInfo(name, _DATE), content, zipfile.ZIP_DEFLATED)
    os.replace(part, path)


def _folded(line: str) -> bytes:
    """A manifest line, cut at 70 bytes as the JAR specification asks."""
    raw = line.encode()
    return b"\r\n ".join([raw[:70], *(raw[i : i + 69] for i in range(70, len(raw), 69))])
