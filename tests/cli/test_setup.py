"""``cleantext setup``: with neither Java nor Maven, interrupted, twice at once, with wrong files; and ``doctor``.

The jars come from a repository of the test's own, which serves those that are installed here.
"""

from __future__ import annotations

import hashlib
import io
import os
import subprocess
import sys
import threading
import time
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from cleantext.languagetool.artefacts import jars
from cleantext.languagetool.installation import installed
from tests.servers import wait_for

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not os.environ.get("CLEANTEXT_REQUIRE_LANGUAGETOOL"), reason="needs LanguageTool"),
]

ALL = {jar.name for jar in jars(())}
SPOILT = "language-detector-0.6.jar"


@dataclass
class Repository:
    """Serves the jars installed here; ``pause`` seconds before each, ``spoilt`` ones cut in half."""

    address: str = ""
    served: Counter[str] = field(default_factory=Counter)
    pause: float = 0
    spoilt: set[str] = field(default_factory=set)
    release: bytes = b""


@pytest.fixture
def repository() -> Iterator[Repository]:
    jars_here = installed()
    assert jars_here
    place: Path = jars_here
    own = Repository()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            name = self.path.rpartition("/")[2]
            own.served[name] += 1
            time.sleep(own.pause)
            content = own.release if name.endswith(".zip") else (place / name).read_bytes()
            content = content[: len(content) // 2] if name in own.spoilt else content
            self.send_response(200)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        own.address = f"http://127.0.0.1:{server.server_port}"
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield own
        server.shutdown()


@dataclass
class Machine:
    """A user's environment with a cache of its own."""

    env: dict[str, str]

    def begin(self, *args: str) -> subprocess.Popen[str]:
        command = [sys.executable, "-m", "cleantext", *args]
        return subprocess.Popen(
            command, env=self.env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True
        )

    def run(self, *args: str) -> tuple[int, str]:
        running = self.begin(*args)
        said = running.communicate(timeout=500)[0]
        return running.returncode, said


@pytest.fixture
def machine(tmp_path: Path, repository: Repository) -> Machine:
    env = {k: v for k, v in os.environ.items() if k != "LTP_PATH"}
    return Machine(env | {"CLEANTEXT_CACHE": str(tmp_path / "cache"), "CLEANTEXT_MAVEN": repository.address})


def test_setup_brings_its_own_java(tmp_path: Path, machine: Machine) -> None:
    tools = tmp_path / "bin"
    tools.mkdir()
    (tools / "python3").symlink_to(sys.executable)
    machine.env = {k: v for k, v in machine.env.items() if k != "JAVA_HOME"} | {"PATH": str(tools)}
    code, said = machine.run("setup")
    assert code == 0, said
    assert "LanguageTool 6.6 (en, es, pt) is ready" in said
    assert str(tmp_path / "cache/java") in machine.run("doctor")[1].replace("\n", "")
    article = tmp_path / "a.txt"
    article.write_text("It stood alone. . Then it fell.\n")
    report = tmp_path / "r.json"
    assert machine.run("clean", str(article), "-o", str(tmp_path / "out"), "--report", str(report))[0] == 0
    assert '"languagetool":"6.6"' in report.read_text().replace(" ", "")
    assert machine.run("setup", "--remove")[0] == 0
    assert not {"java", "LanguageTool-6.6"} & {path.name for path in (tmp_path / "cache").iterdir()}


def test_killed_in_the_middle_it_goes_on_where_it_stopped(
    tmp_path: Path, machine: Machine, repository: Repository
) -> None:
    repository.pause = 0.2
    first = machine.begin("setup")
    folder = tmp_path / "cache/LanguageTool-6.6"
    assert wait_for(lambda: len(list(folder.glob("*.jar"))) > 20)
    first.kill()
    first.communicate()
    whole = {path.name for path in folder.glob("*.jar")}
    assert "not ready" in machine.run("doctor")[1]
    repository.pause = 0
    repository.served.clear()
    code, said = machine.run("setup")
    assert code == 0, said
    assert repository.served == Counter(ALL - whole)
    assert list(folder.glob("*.part")) == []
    assert machine.run("doctor")[0] == 0


def test_two_at_once_fetch_each_file_once(machine: Machine, repository: Repository) -> None:
    both = [machine.begin("setup"), machine.begin("setup")]
    said = [process.communicate(timeout=300)[0] for process in both]
    assert [process.returncode for process in both] == [0, 0], said
    assert repository.served == Counter(ALL)


def test_a_file_that_is_not_what_it_should_be_is_refused_and_a_damaged_one_repaired(
    tmp_path: Path, machine: Machine, repository: Repository
) -> None:
    repository.spoilt = {SPOILT}
    code, said = machine.run("setup")
    assert (code, "Traceback" in said) == (2, False)
    assert f"{SPOILT} could not be fetched in 3 tries: its checksum is wrong" in said
    assert "not ready" in machine.run("doctor")[1]
    repository.spoilt = set()
    assert machine.run("setup")[0] == 0
    jar = tmp_path / "cache/LanguageTool-6.6" / SPOILT
    jar.write_bytes(jar.read_bytes()[:-1] + b"?")
    code, said = machine.run("doctor")
    assert (code, f"damaged ({SPOILT}); run: cleantext setup" in said) == (1, True)
    repository.served.clear()
    assert machine.run("setup")[0] == 0
    assert repository.served == Counter([SPOILT])
    assert machine.run("doctor")[0] == 0


def test_a_language_that_is_not_there_is_refused(machine: Machine) -> None:
    code, said = machine.run("setup", "--languages", "de,tlh")
    assert (code, said) == (2, "cleantext: setup: no language 'tlh'; there are en, es, pt, de, fr\n")


def test_where_the_repository_is_not_reached_the_release_is_fetched_and_its_checksum_compared(
    tmp_path: Path, machine: Machine, repository: Repository
) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as release:
        release.writestr("LanguageTool-6.6/languagetool-server.jar", b"the server")
    repository.release = packed.getvalue()
    machine.env |= {
        "CLEANTEXT_MAVEN": "http://127.0.0.1:9",
        "LTP_DOWNLOAD_HOST_RELEASE": f"{repository.address}/",
        "LTP_DOWNLOAD_SHA256": "0" * 64,
    }
    code, said = machine.run("setup")
    assert (code, "Traceback" in said, "release could not be fetched" in said) == (2, False, True), said
    assert "not ready" in machine.run("doctor")[1]
    machine.env["LTP_DOWNLOAD_SHA256"] = hashlib.sha256(repository.release).hexdigest()
    code, said = machine.run("setup")
    assert code == 0, said
    place = tmp_path / "cache/release/LanguageTool-6.6"
    assert f"is ready in {place}" in said
    assert (place / "languagetool-server.jar").read_bytes() == b"the server"
    assert machine.run("setup", "--remove")[0] == 0
    assert not (tmp_path / "cache/release").exists()
