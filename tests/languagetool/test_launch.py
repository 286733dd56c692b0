"""What the server is started from: LanguageTool's rules without those that are off, and classes that were recorded."""

from __future__ import annotations

import io
import os
import zipfile
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest

from cleantext.languagetool import launch, server
from cleantext.languagetool.client import Client
from cleantext.languagetool.curation import load_curated
from cleantext.languagetool.installation import installed
from cleantext.languagetool.launch import JAR, Launch, prepare, prepared, pruned
from cleantext.languagetool.sieve import member
from tests import markup

pytestmark = pytest.mark.skipif(not os.environ.get("CLEANTEXT_REQUIRE_LANGUAGETOOL"), reason="wants LanguageTool")

KEPT = frozenset(load_curated())


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """LanguageTool as it is after its jars were fetched, and prepared."""
    here = installed()
    assert here
    folder = tmp_path_factory.mktemp("cache") / here.name
    folder.mkdir()
    for jar in here.glob("*.jar"):
        if not jar.name.startswith("cleantext-"):
            (folder / jar.name).symlink_to(jar)
    (folder / "cleantext-0123456789ab.jar").write_bytes(b"of an older version")
    prepare(folder)
    return folder


def ids(root: ElementTree.Element) -> Iterator[str]:
    for element in root.iter():
        if element.tag in ("rule", "rulegroup") and "id" in element.attrib:
            yield element.attrib["id"]


@pytest.mark.parametrize("name", ["grammar", "en-US/grammar", "style"])
def test_the_kept_rules_stay_and_others_go(place: Path, name: str) -> None:
    original = member(place, "language-en-*.jar", f"org/languagetool/rules/en/{name}.xml").decode("utf-8-sig")
    before, after = (set(ids(ElementTree.fromstring(text))) for text in (original, pruned(original, KEPT)))
    assert after >= before & KEPT
    groups = ElementTree.fromstring(pruned(original, KEPT)).iterfind("category/*")
    assert all(KEPT & set(ids(group)) for group in groups if group.tag in ("rule", "rulegroup"))


def test_the_chunker_follows_two_readings(place: Path) -> None:
    jar = launch.launch(place).jar
    with zipfile.ZipFile(jar) as opened, zipfile.ZipFile(io.BytesIO(opened.read("en-chunker.bin"))) as model:
        properties = model.read("manifest.properties").decode().splitlines()
        assert {"Component-Name=ChunkerME", "BeamSize=2"} <= set(properties)
        assert "chunker.model" in model.namelist()


def test_no_words_are_read_to_guess_a_language_by(place: Path) -> None:
    with zipfile.ZipFile(launch.launch(place).jar) as opened:
        words = [name for name in opened.namelist() if name.endswith("common_words.txt")]
        assert {"en", "es", "ca", "pt"} <= {Path(name).parent.name for name in words}
        assert not any(opened.getinfo(name).file_size for name in words)


def test_what_is_outdated_goes_and_what_is_there_is_not_written_again(place: Path) -> None:
    files = {path: path.stat().st_mtime_ns for path in place.glob("cleantext-*")}
    assert [path.suffix for path in sorted(files)] == [".jsa", ".jar"]
    assert prepared(place)
    prepare(place)
    assert files == {path: path.stat().st_mtime_ns for path in place.glob("cleantext-*")}


def answers(started: Launch, monkeypatch: pytest.MonkeyPatch) -> list[object]:
    monkeypatch.setattr(server, "launch", lambda _: started)
    texts = [example.bad for rule in load_curated().values() for example in rule.examples if example.bad]
    texts += [markup.read(path)[0] for path in sorted(markup.GOLD.glob("*.mark"))]
    with server.running(rules=sorted(KEPT)) as running:
        client = Client(running.address(), "en-US", sorted(KEPT), timeout=120)
        return [client.check(text) for text in texts]


def test_the_answers_are_the_same_as_without(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ready = launch.launch(place)
    assert ready.jar.name != JAR
    assert len(ready.options) == 1
    found = answers(ready, monkeypatch)
    assert sum(map(bool, found)) > 30
    assert found == answers(Launch(place / JAR), monkeypatch)


def test_with_a_damaged_archive_it_starts_without(place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ready = launch.launch(place)
    damaged = tmp_path / "damaged.jsa"
    damaged.write_bytes(next(place.glob("*.jsa")).read_bytes()[:100_000])
    monkeypatch.setattr(server, "launch", lambda _: Launch(ready.jar, (f"-XX:SharedArchiveFile={damaged}",)))
    (tmp_path / "folder").mkdir()
    monkeypatch.chdir(tmp_path / "folder")
    with server.running(rules=sorted(KEPT)) as running:
        assert running.address()
        assert running.failure() == ""
    assert not any(Path().iterdir())  # no report of Java's


def test_without_the_prepared_files_it_starts_from_the_plain_jar(place: Path, tmp_path: Path) -> None:
    assert launch.launch(tmp_path) == Launch(tmp_path / JAR)
    assert prepared(tmp_path)  # somebody else's copy
    (tmp_path / JAR).symlink_to(place / JAR)
    for server_jar in place.glob("languagetool-server-*.jar"):
        (tmp_path / server_jar.name).symlink_to(server_jar)
    assert launch.launch(tmp_path) == Launch(tmp_path / JAR)
    assert not prepared(tmp_path)
