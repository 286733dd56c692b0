"""Files that are broken in any way, through each reader and through whole runs: no traceback, one line for what can't
be read, and a copy is whole or not there.
"""

from __future__ import annotations

import io
import random
import zipfile
from functools import cache
from pathlib import Path, PurePath

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given
from hypothesis import strategies as st

from cleantext.batch.run import Crew, Run, run_files
from cleantext.core.settings import Settings
from cleantext.formats.decoding import NotText
from cleantext.formats.known import FORMATS, Reading
from cleantext.formats.reader import read, render
from cleantext.report import json
from tests.cli.running import run
from tests.formats.office import open_document
from tests.formats.test_epub import book
from tests.formats.test_tables import parquet
from tests.tries import tries

SEEDS = Path(__file__).parents[1] / "seeds"
OTHERS: dict[str, bytes] = {
    "a.vtt": b"WEBVTT\n\nNOTE for us\n\n1\n00:01.000 --> 00:02.000 align:start\n<v Ann>It stood <i>alone</i>. .\n",
    "a.ass": b"[Script Info]\nTitle: x\n\n[Events]\nFormat: Layer, Start, End, Text\n"
    b"Dialogue: 0,0:00:01.00,0:00:02.00,{\\i1}It stood{\\i0} alone. .\\NThen it fell.\n",
    "a.rst": b"Harbour\n=======\n\nIt stood *alone*. . [1]_\n\n.. note::\n\n   Then it fell::\n\n     code\n\n"
    b".. [1] A note.\n",
    "a.adoc": b"= Harbour\n:toc:\n\nIt stood *alone*. .\n\n----\ncode\n----\n\n* One , two\n|===\n|a |b\n|===\n",
    "a.csv": b'id,text\r\n1,"It stood ""alone"". ."\r\n2,Then it fell .\r\n',
    "a.strings": b'/* a note */\n"key" = "It stood alone. . %@";\n',
    "a.arb": b'{"@@locale": "en", "n": "{n, plural, one{It stood. .} other{They stood .}}", "@n": {}}',
    "a.xliff": b'<?xml version="1.0"?>\n<xliff version="1.2"><file target-language="en"><body><trans-unit id="1">'
    b'<source>a</source><target>It <g id="1">stood</g> alone. .</target></trans-unit></body></file></xliff>',
    "a.tmx": b'<tmx version="1.4"><header srclang="de"/><body><tu><tuv xml:lang="de"><seg>a</seg></tuv>'
    b'<tuv xml:lang="en"><seg>It stood <ph>x</ph>. .</seg></tuv></tu></body></tmx>',
    "strings.xml": b'<resources><string name="a">It\\\'s <b>shut</b> . %1$s</string><plurals name="n">'
    b'<item quantity="one">One . .</item></plurals></resources>',
}
HOSTILE = (
    *(b"\0", b"\xff", b"\xc3", b"\xed\xa0\x80", b"\xef\xbb\xbf", b"\r", b"\n\n", b"\x1b]8;;http://x\x07", b"<", b"</"),
    *(b"]]>", b"<![CDATA[", b"&", b"&#", b"&#1114112;", b"{", b"}", b'"', b"\\", b"\\u", b"|", b"```", b"$$", b":::"),
    *(b"[" * 3000, b"<b>" * 2000, b"{" * 3000, b"> " * 500, b"* " * 300, b"9" * 5000, b"00:00:00,000 --> ", b"<!--"),
    *("\u202e".encode(), "â€™".encode(), "\u2028".encode(), b"<!DOCTYPE a [<!ENTITY b 'c'>]>", b"-->", b",\"", b"%1$s"),
)  # fmt: skip


@cache
def samples() -> dict[str, bytes]:
    """A whole file for each format, by name."""
    seeds = {path.name: path.read_bytes() for path in SEEDS.iterdir() if path.suffix != ".png"}
    table = pa.table({"id": [1, 2], "text": ["It stood alone. .", None]})
    body = '<text:h>Harbour</text:h><text:p>It <text:span text:style-name="T1">stood</text:span> alone. .</text:p>'
    return seeds | OTHERS | {"a.epub": book(), "a.odt": open_document(body), "a.parquet": parquet(table)}


def samples_of(name: str) -> list[str]:
    """The samples that a format is tried with: its own, and one of another."""
    own = {"article": "html", "i18n": "arb", "android": "xml", "text": "txt", "markdown": "md", "asciidoc": "adoc"}
    found = [sample for sample in samples() if sample.endswith(f".{own.get(name, name)}")]
    return [*found, "page-lighthouse-tour.html"]


class Breaking:
    """Breaks bytes by chance."""

    def __init__(self, chance: random.Random):
        self._chance = chance

    def __call__(self, raw: bytes) -> bytes:
        """A sample with up to four things done to it, mostly one or two; a zip also within."""
        if raw.startswith(b"PK") and self._chance.random() < 0.7:
            return self._within(raw)
        for _ in range(self._chance.choice((1, 1, 1, 2, 2, 4))):
            raw = self._once(raw)
        return raw

    def _within(self, raw: bytes) -> bytes:
        made = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(made, "w") as new:
            names = old.namelist()
            broken = set(self._chance.sample(names, self._chance.randint(1, len(names))))
            for name in names:
                content = old.read(name)
                if self._chance.random() < 0.97:
                    new.writestr(name, self._once(content) if name in broken else content)
        return made.getvalue()

    def _once(self, raw: bytes) -> bytes:
        at, to = sorted(self._chance.randint(0, len(raw)) for _ in range(2))
        near = min(to, at + self._chance.randint(0, 8))
        noise = self._chance.randbytes(near - at)
        inside = self._chance.choice(HOSTILE)
        words = raw[:at] + b" stood stood . . \xe2\x80\x99 " + raw[at:]
        return self._chance.choice((
            words, words, words, raw[:at] + raw[near:], raw[:at] + raw[to:], raw[:at], raw[:at] + inside + raw[at:],
            raw[:at] + inside + raw[near:], raw[:to] + raw[at:], raw[:at] + noise + raw[near:],
        ))  # fmt: skip


@st.composite
def broken(draw: st.DrawFn, name: str) -> bytes:
    """Any bytes, or a sample of the format with damage."""
    if draw(st.integers(0, 5)) == 0:
        return draw(st.binary(max_size=300))
    return Breaking(random.Random(draw(st.integers(0, 2**32))))(samples()[draw(st.sampled_from(samples_of(name)))])


@pytest.mark.parametrize("name", [each.name for each in FORMATS])
def test_samples_are_whole(name: str) -> None:
    sample = samples_of(name)[0]
    assert read(PurePath("a"), samples()[sample], Reading(name)).text


def is_borne(name: str, raw: bytes) -> None:
    """A reader says in one line why it can't read, or gives the same bytes back."""
    try:
        found = read(PurePath("a"), raw, Reading(name))
        blocks = () if callable(found.segment) else found.segment
        assert all(0 <= block.span.start <= block.span.end <= len(found.text) for block in blocks)
        assert found.format == "text" or render(found, []) == raw
    except NotText as error:
        assert str(error) and len(str(error).splitlines()) == 1


@pytest.mark.parametrize("name", [each.name for each in FORMATS])
def test_each_reader_bears_any_bytes(name: str) -> None:
    @tries(60, database=None, suppress_health_check=[HealthCheck.too_slow])
    @given(broken(name))
    def tried(raw: bytes) -> None:
        is_borne(name, raw)

    tried()


SOME = Settings(
    languagetool=False, memory=False, jobs=1, level="suggested", column=("text",),
    select=("stray-punctuation", "encoding", "spacing", "word-doubled"), max_size=1,
)  # fmt: skip


def fill(folder: Path, chance: random.Random, times: int) -> None:
    """Each sample, broken so many times."""
    breaking = Breaking(chance)
    for number in range(times):
        for name, raw in samples().items():
            (folder / f"{number}-{name}").write_bytes(breaking(raw))
        (folder / f"{number}-any.txt").write_bytes(chance.randbytes(chance.randint(0, 300)))


def holds(done: Run, out: Path) -> None:
    """Each file has a whole copy, which can be read, or one line that says why not."""
    for file in done.report.files:
        copy = out / Path(file.path).name
        assert copy.exists() == (file.error is None), file
        if file.error is None:
            read(copy, copy.read_bytes(), Reading(file.format))
        else:
            assert file.error and len(file.error.splitlines()) == 1
    assert not list(out.rglob("*.tmp")) and json.render(done.report)


@pytest.mark.slow
def test_whole_runs_bear_broken_files(tmp_path: Path) -> None:
    with Crew(SOME) as crew:
        for seed in range(2):
            into, out = tmp_path / f"in-{seed}", tmp_path / f"out-{seed}"
            into.mkdir()
            fill(into, random.Random(seed), 2)
            holds(run_files([str(into)], SOME, output=out, crew=crew), out)


@pytest.mark.slow
def test_the_command_bears_broken_files(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    fill(tmp_path / "in", random.Random(99), 1)
    chosen = [part for name in SOME.select for part in ("--select", name)]
    for command, codes in (
        (("clean", "in", "-o", "out"), (0, 2)),
        (("check", "in", "--output-format", "json"), (0, 1, 2)),
    ):
        done = run(*command, "--jobs", "1", "--level", "suggested", *chosen, cwd=tmp_path)
        assert done.returncode in codes and b"Traceback" not in done.stderr
        said = [line for line in done.stderr.decode().splitlines() if line.startswith("cleantext: ")]
        assert all(line.startswith("cleantext: in/") for line in said)
