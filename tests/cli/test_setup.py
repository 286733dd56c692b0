"""``cleantext setup`` on a machine that has Python and pip, and neither Java nor Maven."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest


@pytest.mark.skipif(not os.environ.get("CLEANTEXT_REQUIRE_LANGUAGETOOL"), reason="fetches 200 MB")
def test_setup_brings_its_own_java(tmp_path: Path) -> None:
    tools = tmp_path / "bin"
    tools.mkdir()
    (tools / "python3").symlink_to(sys.executable)
    env = {k: v for k, v in os.environ.items() if k not in ("JAVA_HOME", "LTP_PATH")}
    env |= {"PATH": str(tools), "CLEANTEXT_CACHE": str(tmp_path / "cache")}

    def cleantext(*args: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "cleantext", *args]
        return subprocess.run(command, env=env, capture_output=True, text=True, timeout=500, check=False)

    done = cleantext("setup")
    assert done.returncode == 0, done.stderr
    assert "LanguageTool 6.6 is ready" in done.stdout + done.stderr
    assert str(tmp_path / "cache/java") in cleantext("doctor").stdout.replace("\n", "")
    article = tmp_path / "a.txt"
    article.write_text("It stood alone. . Then it fell.\n")
    assert (
        cleantext("clean", str(article), "-o", str(tmp_path / "out"), "--report", str(tmp_path / "r.json")).returncode
        == 0
    )
    assert '"languagetool":"6.6"' in (tmp_path / "r.json").read_text().replace(" ", "")
    assert cleantext("setup", "--remove").returncode == 0
    assert not (tmp_path / "cache/java").exists()
