"""Texts with their changes marked, for a review elsewhere."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path, PurePath

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from cleantext.batch.run import run_files
from cleantext.core.document import Document
from cleantext.core.edit import Edit, apply_edits
from cleantext.core.settings import Settings
from cleantext.core.span import Span
from cleantext.engine import Level, examine
from cleantext.formats import text as plain
from cleantext.formats.reader import read
from cleantext.library import _checkers
from cleantext.report import json, redline
from cleantext.report.build import file_report
from cleantext.report.model import AppliedEdit, FileReport
from cleantext.report.redline.docx import shown
from cleantext.report.redline.passages import passages
from tests.cli.running import run
from tests.formats.office import body, members, texts_by_libreoffice, zipped
from tests.tries import tries

TEXT = """Rates stay

The hall is shut , he said. It fell in the the end.

Advertisement

• One <b> more , at *noon*.
It was late .
"""
PO = 'msgid "Sade"\nmsgstr "The rain is is over ."\n\nmsgid "Ovi"\nmsgstr "The door"\n'


def reviewed(source: str, name: str = "a.txt") -> tuple[Document, FileReport]:
    document = read(PurePath(name), source.encode())
    examination = examine(document, _checkers(), Level.SUGGESTED)
    return document, file_report(name, examination, None)


def shown_as(to: str, source: str, name: str = "a.txt") -> str:
    return redline.render(to, *reviewed(source, name)).decode()


def copy_of(source: str, name: str = "a.txt") -> str:
    document, report = reviewed(source, name)
    return apply_edits(document.text, [each.edit for each in report.applied])


def test_a_page_shows_the_copy_once_what_is_removed_is_gone() -> None:
    page = LexborHTMLParser(shown_as("html", TEXT))
    assert [node.text() for node in page.css("h2, p, li")][1:3] == ["Rates stay", "The hall is shut ,shut,1 he said. It"
        " fell in the the2 end."]  # fmt: skip
    for node in page.css("del, sup, footer, h1, p.key, title, style"):
        node.decompose()
    assert page.body is not None
    assert page.body.text().split() == copy_of(TEXT).split()


@pytest.mark.parametrize("to", ["html", "markdown", "criticmarkup"])
def test_what_a_document_holds_is_never_markup(to: str) -> None:
    shown = shown_as(
        to, "<script>alert(1)</script> & `x` [a](javascript:b) \x1b[2J is is here.\n\n# Not a head\n\n1. One\n"
    )
    if to == "html":
        assert "<script>" not in shown and "\x1b" not in shown and r"\x1b" in shown
    elif to == "markdown":
        assert r"\<script\>" in shown and r"\[a\](javascript" in shown and r"\# Not" in shown and r"1\. One" in shown


def test_markdown_keeps_its_markup_and_plain_text_is_itself_in_criticmarkup() -> None:
    source = "# A *head*\n\nThe [hall](b_c) is **shut , he** said.\n"
    assert "[hall](b_c) is **shut<del> </del>[^cleantext-1], he** said.\n" in shown_as("markdown", source, "a.md")
    marked = re.sub(r"\{>>.*?<<\}", "", shown_as("criticmarkup", TEXT))
    accepted = re.sub(r"\{--.*?--\}|\{~~.*?~>(.*?)~~\}", r"\1", marked, flags=re.DOTALL)
    assert accepted.replace("\\", "") == copy_of(TEXT)


def test_other_formats_are_shown_as_prose_with_what_is_beside_it() -> None:
    assert "*Sade*\n\nThe rain is<del> is</del>[^cleantext-1] <del>over .</del>" in shown_as("markdown", PO, "a.po")
    assert '<p class="note">Sade</p>\n<p>The rain is<del> is</del>' in shown_as("html", PO, "a.po")
    page = "<h1>A <i>head</i></h1><ul><li>One , two</ul>"
    assert shown_as("criticmarkup", page, "a.html").startswith("## A head\n\n- {~~One ,~>One,~~}")


def test_a_word_document_of_a_text_has_its_changes_tracked() -> None:
    made = body(redline.render("docx", *reviewed(TEXT)))
    assert made.count("commentReference ") >= 6
    accepted = re.sub(r"<w:del .*?</w:del>", "", made)
    paragraphs = [re.sub(r"<[^>]*>", "", each) for each in accepted.split("</w:p>")]
    assert [each for each in paragraphs if each] == [line for line in copy_of(TEXT).split("\n") if line]


def test_libreoffice_accepts_the_changes_of_such_a_document(tmp_path: Path) -> None:
    raw = redline.render("docx", *reviewed(TEXT))
    accepted = texts_by_libreoffice({"a.docx": raw}, tmp_path)["a.docx"]
    assert accepted.split() == copy_of(TEXT).split()


def test_paragraphs_that_an_edit_joins_are_one() -> None:
    document = read(PurePath("a.txt"), b"One is\n\nhere.\n\nTwo.\n\nThree.")
    joined = passages(document, [Edit(Span(6, 8), " "), Edit(Span(15, 21), "")])
    assert [block.span.of(document.text) for block in joined] == ["One is\n\nhere.", "Two.", "Three."]


def test_what_word_rejects_in_a_text_apply_leaves_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("in/sub").mkdir(parents=True)
    Path("in/sub/a.txt").write_text(TEXT)
    chosen = Settings(level="suggested", languagetool=False, to="docx")
    report = run_files(["in"], chosen, output=Path("out")).report
    assert report.files[0].output == str(Path("out/sub/a.docx"))
    Path("out/report.json").write_text(json.render(report).replace('"folder": null', '"folder": ".."'))
    parts = members(Path("out/sub/a.docx").read_bytes())
    source = parts["word/document.xml"]
    deletion = next(found for found in re.finditer(r"<w:del .*?</w:del>", source) if "the" in found[0])
    kept = re.sub(r"</?w:del [^>]*>|</w:del>", "", deletion[0]).replace("w:delText", "w:t")
    source = source.replace(deletion[0], kept)
    source = re.sub(r"<w:del .*?</w:del>|</?w:ins\b[^>]*>", "", source)
    Path("a.docx").write_bytes(zipped({**parts, "word/document.xml": source}))
    done = run("apply", "out/report.json", "a.docx", "-o", "final")
    assert (done.returncode, done.stderr) == (0, b"1 copy written to final/\n")
    assert Path("final/sub/a.txt").read_text() == copy_of(TEXT).replace("the end", "the the end")


@pytest.mark.parametrize("option", ["--in-place", "--accept", "--interactive"])
def test_marks_of_changes_are_not_asked_for_with_what_leaves_none(option: str, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("A.")
    target = [] if option == "--in-place" else ["-o", str(tmp_path / "out")]
    done = run("clean", tmp_path / "a.txt", *target, "--to", "html", option)
    assert done.returncode == 2 and b"--to marks changes" in done.stderr


@given(st.text("ab .,\n-•1\r\t\x0b\x1f\ufeff\u2028&<{~", max_size=60), st.data())
@tries(300)
def test_any_edits_can_be_shown_and_accepted(source: str, chosen: st.DataObject) -> None:
    document = read(PurePath("a.txt"), source.encode())
    places = sorted(chosen.draw(st.lists(st.integers(0, len(document.text)), max_size=6, unique=True)))
    spans = [Span(*pair) for pair in zip(places[::2], places[1::2], strict=False)]
    beside = [span for span in spans if any(block.span.touches(span) for block in plain.segment(document.text))]
    edits = [Edit(span, chosen.draw(st.text("xy .\n", max_size=5))) for span in beside]
    applied = tuple(
        AppliedEdit(start=e.span.start, end=e.span.end, replacement=e.replacement, findings=()) for e in edits
    )
    report = msgspec.structs.replace(file_report("a.txt", examine(document, [], Level.NONE), None), applied=applied)
    for to in ("html", "markdown", "criticmarkup"):
        redline.render(to, document, report)
    made = body(redline.render("docx", document, report))
    accepted = re.sub(
        r"<[^>]*>", " ", re.sub(r"<w:del .*?</w:del>|</?w:ins [^>]*>|</w:(?:ins|r|t)>|<w:[rt]>", "", made)
    )
    wanted = shown(apply_edits(document.text, edits))
    odd = dict.fromkeys(map(ord, "\ufffd\ufeff"))  # beside a paragraph they are no text
    assert "".join(unescape(accepted).translate(odd).split()) == "".join(wanted.translate(odd).split())
