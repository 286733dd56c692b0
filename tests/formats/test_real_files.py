"""Files written by pandoc, twenty and more of each format: they come back byte for byte, and what is read is the text.

Debian's pandoc is enough; without it these tests are left out.
"""

from __future__ import annotations

import shutil
import subprocess
from html import escape
from pathlib import Path

import pytest

from tests.formats.contract import unchanged

SEEDS = sorted((Path(__file__).parents[2] / "seeds").glob("*.txt"))
WAYS = {
    "html": ("html5", "html4", "revealjs"),
    "md": ("gfm", "markdown", "commonmark"),
    "rst": ("rst", "rst --columns=50", "rst --wrap=none"),
    "adoc": ("asciidoc", "asciidoctor", "asciidoc --wrap=none"),
    "epub": ("epub3", "epub2", "epub3 --toc"),
}

pytestmark = [
    pytest.mark.skipif(shutil.which("pandoc") is None, reason="pandoc writes the files"),
    pytest.mark.slow,
]


def page(seed: Path) -> tuple[str, list[str]]:
    """A page with the paragraphs of a seed, among other things, and the paragraphs."""
    lines = [line.strip("0123456789. ") for line in seed.read_text("utf-8").splitlines()]
    lines = [line for line in lines if line and "{{" not in line and "&" not in line]  # templates, references
    heading, *others = lines
    body = "".join(f"<p>{escape(line, quote=False)}</p>\n" for line in others[: len(others) // 2])
    rest = "".join(f"<li><b>{escape(line, quote=False)}</b></li>\n" for line in others[len(others) // 2 :])
    code = "<pre><code>x = y , z\n</code></pre><p>See <a href='http://a.b/c'>a page</a> and <code>a , b</code>.</p>"
    return f"<html><body><h1>{escape(heading)}</h1>{body}{code}<ul>{rest}</ul></body></html>", lines


def letters(text: str) -> str:
    return "".join(character for character in text if character.isalnum())


@pytest.mark.parametrize("suffix", WAYS)
def test_what_pandoc_writes(suffix: str, tmp_path: Path) -> None:
    written = 0
    for seed in SEEDS:
        source, lines = page(seed)
        (tmp_path / "in.html").write_text(source, "utf-8")
        for way in WAYS[suffix]:
            target = tmp_path / f"{seed.stem}.{suffix}"
            command = [
                "pandoc",
                "-f",
                "html",
                "-s",
                "--metadata",
                "title=T",
                "in.html",
                "-o",
                target.name,
                "-t",
                *way.split(),
            ]
            subprocess.run(command, cwd=tmp_path, check=True, capture_output=True)
            found = unchanged(target.read_bytes(), target.name)
            read = letters(found.text)
            assert [line for line in lines if letters(line) not in read] == []
            assert "x=y,z" not in "".join(found.text.split())
            written += 1
    assert written >= 20
