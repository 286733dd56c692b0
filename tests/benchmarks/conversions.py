"""Whether damage is found and repaired in markup as well as in plain text.

    python -m tests.benchmarks.conversions [--gold FOLDER] [--formats markdown docx] [-- --no-languagetool ...]

Pandoc writes the annotated articles of ``../shared/bench/gold`` in each format; ``../shared/bench/score.py`` then runs
what it takes for ``cleantext clean``: this module, which cleans the converted files and lets pandoc (of AsciiDoc:
asciidoctor) read the copies back. Findings and changes are told in the offsets of the plain text, whose letters the
converted one has in the same order. The first row, ``plain``, goes the same way without markup.
"""

from __future__ import annotations

import argparse
import json
import os
import shlex
import subprocess
import sys
import tempfile
from bisect import bisect_left
from collections.abc import Sequence
from difflib import SequenceMatcher
from html import escape
from pathlib import Path
from typing import Any

import regex

from cleantext.core.edit import Edit, apply_edits
from cleantext.core.span import Span
from cleantext.formats.known import Reading
from cleantext.formats.reader import read

SHARED = Path(os.environ.get("CLEANTEXT_SHARED", "../shared"))
FORMATS = {"plain": "txt", "markdown": "md", "html": "html", "docx": "docx", "asciidoc": "adoc", "epub": "epub",
           "odt": "odt", "rst": "rst"}  # fmt: skip
_TOKEN = regex.compile(r"\w+|\s+|.", regex.DOTALL)


def main(arguments: Sequence[str] | None = None) -> None:
    """Print a row of figures for each format."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", type=Path, default=SHARED / "bench" / "gold")
    parser.add_argument("--formats", nargs="+", choices=FORMATS, default=list(FORMATS))
    parser.add_argument("--verbose", action="store_true", help="show what was missed")
    parser.add_argument("options", nargs="*", help="options of cleantext clean, after --")
    given = parser.parse_args(arguments)
    for name in given.formats:
        command = [sys.executable, "-m", "tests.benchmarks.conversions", "through", name]
        score = [sys.executable, str(SHARED / "bench" / "score.py"), "--gold", str(given.gold)]
        score += ["--command", shlex.join(command), f"--extra={shlex.join(given.options)}"]
        done = subprocess.run(score + ["-v"] * given.verbose, capture_output=True, text=True)
        print(f"{name:10s}{done.stdout.strip()}{done.stderr[-2000:]}", flush=True)


def through(name: str, arguments: Sequence[str]) -> None:
    """``cleantext clean`` for texts, in the format ``name`` and back."""
    parser = argparse.ArgumentParser()
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("-o", dest="output", type=Path)
    parser.add_argument("--report", type=Path)
    given, options = parser.parse_known_args([each for each in arguments if each != "clean"])
    given.output.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        made = {file: folder / f"{file.stem}.{FORMATS[name]}" for file in given.files}
        for file, target in made.items():
            _write(file.read_text("utf-8"), target, name)
        report = folder / "report.json"
        command = [sys.executable, "-m", "cleantext", "clean", *map(str, made.values()), "-o", str(folder / "out")]
        subprocess.run([*command, "--report", str(report), *options], check=True)
        of = {Path(each["path"]).name: each for each in json.loads(report.read_text("utf-8"))["files"]}
        files = [
            _told(file, target, folder / "out" / target.name, of[target.name], name, given.output)
            for file, target in made.items()
        ]
    given.report.write_text(json.dumps({"files": files}), "utf-8")


def _told(file: Path, converted: Path, copy: Path, found: dict[str, Any], name: str, output: Path) -> dict[str, Any]:
    """The report of a text, whose copy is what the converted copy gives when it is read back."""
    source = file.read_text("utf-8")
    prose = read(converted, converted.read_bytes(), Reading()).text
    place = _Places(prose, source)
    findings = [{**each, **place.of(each["start"], each["end"])} for each in found["findings"]]
    before, after = _read(converted, name), _read(copy, name)
    back = _Places(before, source)
    edits = [
        Edit(Span(there["start"], there["end"]), replacement)
        for start, end, replacement in _changes(before, after)
        if (there := back.of(start, end))
    ]
    applied = [{"start": e.span.start, "end": e.span.end, "replacement": e.replacement} for e in edits]
    (output / file.name).write_text(apply_edits(source, edits), "utf-8")
    return {"path": str(file), "findings": findings, "applied": applied}


class _Places:
    """From a text to another that differs from it in white space, and perhaps in a few letters."""

    def __init__(self, text: str, other: str):
        self._here = [at for at, letter in enumerate(text) if not letter.isspace()]
        there = [at for at, letter in enumerate(other) if not letter.isspace()]
        matcher = SequenceMatcher(
            None, [text[at] for at in self._here], [other[at] for at in there], autojunk=False
        )  # fmt: skip
        self._there: list[int] = []
        for a, b, size in matcher.get_matching_blocks():
            last = there[b - 1] if b else 0
            self._there += [last] * (a - len(self._there)) + there[b : b + size]
        self._end = len(other)

    def of(self, start: int, end: int) -> dict[str, int]:
        """The place there."""
        first, last = bisect_left(self._here, start), bisect_left(self._here, end) - 1
        following = self._there[first] if first < len(self._there) else self._end
        before = self._there[first - 1] + 1 if first else 0
        touches = first > 0 and self._here[first - 1] == start - 1
        if last >= first:
            begin = following if (first < len(self._here) and self._here[first] == start) or not touches else before
            stop = self._there[last] + 1
            if end > self._here[last] + 1 and last + 1 < len(self._there):
                stop = self._there[last + 1]
            return {"start": begin, "end": max(begin, stop)}
        if start == end:
            at = before if touches else following
            return {"start": at, "end": at}
        return {"start": before, "end": max(before, following)}


def _changes(before: str, after: str) -> list[tuple[int, int, str]]:
    old, new = _TOKEN.findall(before), _TOKEN.findall(after)
    starts = [0]
    for token in old:
        starts.append(starts[-1] + len(token))
    opcodes = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    return [(starts[i], starts[j], "".join(new[k:m])) for tag, i, j, k, m in opcodes if tag != "equal"]


def _write(text: str, target: Path, name: str) -> None:
    """The first line as a heading, all others as paragraphs."""
    head, *lines = [escape(line) for line in text.splitlines() if line.strip()]
    page = f"<h1>{head}</h1>\n" + "\n".join(f"<p>{line}</p>" for line in lines)
    kind = {"markdown": "markdown-smart", "rst": "rst-smart"}.get(name, name)
    pandoc = ["pandoc", "-f", "html", "-t", kind, "--wrap=none", "-o", str(target)]
    standalone = ["-s", "--metadata", "title=Article"] if name in ("html", "epub") else []
    subprocess.run([*pandoc, *standalone], input=page, text=True, check=True)


def _read(path: Path, name: str) -> str:
    if name == "plain":
        return path.read_text("utf-8")
    kind = {"markdown": "markdown-smart", "rst": "rst-smart"}.get(name, name)
    content = path.read_bytes()
    if name == "asciidoc":
        content = subprocess.run(["asciidoctor", "-e", "-o", "-", str(path)], capture_output=True, check=True).stdout
        path, kind = path.with_suffix(".html"), "html"
        path.write_bytes(content)
    done = subprocess.run(
        ["pandoc", "-f", kind, "-t", "plain", "--wrap=none", str(path)], capture_output=True, check=True
    )
    return done.stdout.decode()


if __name__ == "__main__":
    if sys.argv[1:2] == ["through"]:
        through(sys.argv[2], sys.argv[3:])
    else:
        main()
