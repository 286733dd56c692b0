"""Files that pandoc, LibreOffice and python-docx wrote: what isn't edited stays, and LibreOffice reads what is."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable, Mapping
from io import BytesIO
from pathlib import Path

import pytest

from cleantext.core.document import Document
from cleantext.core.edit import Edit
from cleantext.core.span import Span
from cleantext.formats.marks import Marks, Remark
from cleantext.formats.reader import render
from tests.formats.contract import document, expected, same, unchanged
from tests.formats.office import by_libreoffice, members, texts_by_libreoffice

SNIPPETS = {
    "plain": "# A harbour\n\nThe ship stood alone.\n\nThen it left.",
    "emphasis": "The *ship* stood **alone** in ***the*** ~~old~~ harbour^2^, and H~2~O ran.",
    "lists": "1. First thing\n2. Second thing\n    - inner one\n    - another one\n\n- a task\n\nTerm\n\n:   What",
    "tables": "| Port | Ships |\n|---|---:|\n| Kiel | 12 *large* ones |\n| Oslo | none |\n\n: Ports and ships",
    "notes": "The crew[^1] left early.[^2]\n\n[^1]: All of them.\n\n[^2]: At *noon*.\n\n    And a second paragraph.",
    "code": "Run `make all` now.\n\n```python\nprint('a , b')\n```\n\nThen `wait`.",
    "math": "The area $a^2 + b^2$ grew, as in $$\\int_0^1 x\\,dx$$ and so on.",
    "links": "See [the port](https://example.org/a?b=1&c=2), <https://x.org> or [below](#below).\n\n# Below\n\nSo.",
    "quotes": "> A quoted paragraph, \"as he said\".\n\n> Another... --- a dash.\n\n***\n\n| A line\n|   of verse",
    "changes": 'The [new]{.insertion author="A" date="2020-01-01T00:00:00Z"} ship [old one]{.deletion author="A"'
               ' date="2020-01-01T00:00:00Z"} left [a note]{.comment-start id="1" author="A"}the port'
               '[]{.comment-end id="1"}.',
    "styles": '::: {custom-style="Title"}\nA title\n:::\n\n[Words]{custom-style="Emphasis"} in a style,'
              " [small]{.smallcaps}, [under]{.underline}.",
    "page": "---\ntitle: A report\nabstract: What it says.\n---\n\n# One\n\nText.\n\n## Two\n\nMore text.",
}  # fmt: skip


def by_pandoc(name: str, suffix: str = "docx") -> bytes:
    if shutil.which("pandoc") is None:
        pytest.skip("pandoc is not installed")
    more = ["--toc", "--number-sections"] if name == "page" else []
    done = subprocess.run(
        ["pandoc", "-f", "markdown", "-t", suffix, "-o", "-", "--track-changes=all", *more],
        input=SNIPPETS[name].encode(), capture_output=True, check=True,
    )  # fmt: skip
    return done.stdout


def by_python_docx(build: Callable[..., None]) -> bytes:
    docx = pytest.importorskip("docx")
    made = docx.Document()
    build(made)
    written = BytesIO()
    made.save(written)
    return written.getvalue()


def headers(made) -> None:  # type: ignore[no-untyped-def]
    made.sections[0].header.paragraphs[0].text = "The head of a page"
    made.sections[0].footer.paragraphs[0].text = "The foot of a page"
    made.add_heading("A report", 0)
    made.add_paragraph("Some text of it.").add_run(" In bold.").bold = True


def breaks(made) -> None:  # type: ignore[no-untyped-def]
    run = made.add_paragraph("Before a break").add_run()
    run.add_break()
    run.add_text("after it, and\tafter a tab.")
    made.add_page_break()
    made.add_paragraph("On the next page.", style="List Bullet")


def nested(made) -> None:  # type: ignore[no-untyped-def]
    cell = made.add_table(2, 2).cell(0, 1)
    cell.text = "A cell with a table in it"
    cell.add_table(1, 1).cell(0, 0).text = "The inner cell"


def remarked(made) -> None:  # type: ignore[no-untyped-def]
    paragraph = made.add_paragraph("A remark is about ")
    made.add_comment(paragraph.add_run("these words"), text="A remark", author="B", initials="b")
    paragraph.add_run(" alone.")


FILES: dict[str, Callable[[], bytes]] = {
    **{f"pandoc-{name}.docx": lambda name=name: by_pandoc(name) for name in SNIPPETS},  # type: ignore[misc]
    **{f"pandoc-{name}.odt": lambda name=name: by_pandoc(name, "odt") for name in SNIPPETS},  # type: ignore[misc]
    **{f"python-{f.__name__}.docx": lambda f=f: by_python_docx(f) for f in (headers, breaks, nested, remarked)},  # type: ignore[misc]
}  # fmt: skip
RESAVED = [
    "python-remarked.docx",
    "python-breaks.docx",
    "python-nested.docx",
    "pandoc-lists.docx",
    "pandoc-notes.docx",
    "pandoc-tables.docx",
    "pandoc-changes.docx",
    "python-headers.docx",
]


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Some twenty files of each format, five of them read and written again by LibreOffice."""
    made = {name: build() for name, build in FILES.items()}
    chosen = {name: made[name] for name in RESAVED}
    for suffix in (".docx", ".odt"):
        again = by_libreoffice(chosen, tmp_path_factory.mktemp("saved"), suffix)
        made |= {f"saved-{Path(name).stem}{suffix}": raw for name, raw in again.items()}
    return made


def some_edits(found: Document) -> list[Edit]:
    """In each block a word less, a word more, and another one, as far as they can be written."""
    assert not callable(found.segment)
    edits: list[Edit] = []
    for block in found.segment:
        text, start = block.span.of(found.text), block.span.start
        words = text.split(" ")
        ends = [start + sum(len(w) + 1 for w in words[:n]) for n in range(len(words) + 1)]
        wanted = [Edit(Span(ends[0], ends[0] + len(words[0])), "Fish & chips")]
        if len(words) > 3:
            wanted += [Edit(Span(ends[2], ends[3]), ""), Edit(Span(block.span.end, block.span.end), " <so>")]
        edits += [edit for edit in wanted if not found.refusal([edit])]
    return edits


def test_what_is_not_edited_stays(files: dict[str, bytes]) -> None:
    assert len(files) > 40
    for name, raw in files.items():
        found = unchanged(raw, name)
        assert found.text.strip(), name
        for marks in (None, Marks("2026-11-29T04:00:00Z")):
            copy = render(found, some_edits(found), marks=marks)
            assert same(document(copy, name).text, expected(found, some_edits(found))), name
            touched = {member for member, content in members(copy).items() if content != members(raw).get(member)}
            assert list(members(copy)) == list(members(raw)), name
            stories = ("word/document", "word/footnotes", "word/header", "word/footer", "content.xml")
            assert touched and all(member.startswith(stories) for member in touched), name


def test_libreoffice_reads_what_was_reviewed(files: dict[str, bytes], tmp_path: Path) -> None:
    """All changes accepted, a copy with tracked changes is the copy without; all rejected, it is the source."""
    at_once, tracked, sources = {}, {}, {}
    for name, raw in files.items():
        if "changes" in name:  # to reject all would reject what others changed, too
            continue
        found = document(raw, name)
        edits = some_edits(found)
        remarks = [Remark(edit.span, f"Reason {n}") for n, edit in enumerate(edits)]
        at_once[name], sources[name] = render(found, edits), raw
        tracked[name] = render(found, edits, marks=Marks("2026-11-29T04:00:00Z", remarks))
    folders = [tmp_path / each for each in ("at once", "accepted", "rejected", "source")]
    for folder in folders:
        folder.mkdir()
    plain = read_by_libreoffice(at_once, folders[0], "none")
    assert read_by_libreoffice(tracked, folders[1], "AcceptAllTrackedChanges") == plain
    assert all("Fish & chips" in "".join(lines) for lines in plain.values())
    rejected = read_by_libreoffice(tracked, folders[2], "RejectAllTrackedChanges")
    assert rejected == read_by_libreoffice(sources, folders[3], "none")


def read_by_libreoffice(files: Mapping[str, bytes], folder: Path, command: str) -> dict[str, list[str]]:
    """The lines of each, without the signs of comments and the empty lines that these add before nested tables."""
    texts = texts_by_libreoffice(files, folder, command)
    return {name: [line for line in text.replace("\x05", "").split("\n") if line] for name, text in texts.items()}
