"""Comments that switch rules off, as each format writes them."""

from __future__ import annotations

from pathlib import PurePath

import pytest

from cleantext.core.finding import State
from cleantext.engine import Level, examine
from cleantext.formats.reader import read
from cleantext.library import _checkers
from tests.formats.office import open_document, word

PO = (
    'msgid "a"\nmsgstr "One hall was was shut."\n\n{}#: a.c:1\n#, c-format\nmsgid "b"\n'
    'msgstr "Two halls were were shut."\n\n{}msgid "c"\nmsgstr "Three halls were were shut."\n'
)
STRINGS = (
    '"a" = "One hall was was shut.";\n{}\n"b" =\n  "Two halls were were shut.";\n'
    '{}\n"c" = "Three halls were were shut.";\n'
)
XLIFF = (
    '<xliff version="1.2"><file><body>\n'
    '<trans-unit id="a"><source>x</source><target>One hall was was shut.</target></trans-unit>\n'
    '{}\n<trans-unit id="b">\n<source>x</source>\n<target>Two halls were were shut.</target></trans-unit>\n{}\n'
    '<trans-unit id="c"><source>x</source>\n<target>Three halls were were shut.</target></trans-unit>'
    "</body></file></xliff>"
)
VTT = (
    "WEBVTT\n\n00:01.000 --> 00:02.000\nOne hall was was shut.\n\n{}\n\n00:11.000 --> 00:12.000\nTwo halls\n"
    "were were shut.\n\n{}\n\n00:21.000 --> 00:22.000\nThree halls were were shut.\n"
)
ASS = (
    "[Script Info]\n[Events]\nFormat: Start, End, Text\nDialogue: 0:00:01.00,0:00:02.00,One hall was was shut.\n"
    "{}\nDialogue: 0:00:11.00,0:00:12.00,Two halls were were shut.\n"
    "{}\nDialogue: 0:00:21.00,0:00:22.00,Three halls were were shut.\n"
)
ASS_NOTE = "Comment: 0:00:11.00,0:00:12.00,cleantext-{}"
HTML = "<p>One hall was was shut.</p>\n{}\n<p>Two halls were were shut.</p>\n{}\n<p>Three halls were were shut.</p>"
MARKDOWN = "One hall was was shut.\n\n{}\nTwo halls were were shut.\n\n{}\nThree halls were were shut.\n"

FORMATS = {
    "a.po": (PO, "# cleantext-{}\n"), "a.strings": (STRINGS, "/* cleantext-{} */"),
    "b.strings": (STRINGS, "// cleantext-{}"), "a.xlf": (XLIFF, "<!-- cleantext-{} -->"),
    "a.vtt": (VTT, "NOTE cleantext-{}"), "b.vtt": (VTT, "NOTE\ncleantext-{}"),
    "a.ass": (ASS, ASS_NOTE), "b.ass": (ASS, "; cleantext-{}"), "a.html": (HTML, "<!-- cleantext-{} -->"),
    "a.md": (MARKDOWN, "<!-- cleantext-{} -->"), "a.rst": (MARKDOWN, ".. cleantext-{}\n"),
    "a.adoc": (MARKDOWN, "// cleantext-{}"),
}  # fmt: skip


def found(raw: bytes, name: str) -> str:
    """The first letters of the messages in which something is found."""
    document = read(PurePath(name), raw)
    examination = examine(document, _checkers(), Level.NONE)
    loud = [each.finding for each in examination.findings if each.state is not State.SUPPRESSED]
    starts = [finding.span.start for finding in loud]
    words = {"One": "1", "Two": "2", "Three": "3"}
    return "".join(
        mark
        for word, mark in words.items()
        if any(document.text.index(word) <= start < document.text.index(word) + 28 for start in starts)
    )


@pytest.mark.parametrize("name", FORMATS)
def test_how_far_comments_reach(name: str) -> None:
    source, comment = FORMATS[name]
    assert found(source.format("", "").encode(), name) == "123"
    for first, second, left in (("disable", "enable", "13"), ("disable-next-line", "", "13"), ("", "disable *", "12")):
        filled = (comment.format(each) if each else "" for each in (first, second))
        assert found(source.format(*filled).encode(), name) == left, (first, second)
    assert found(source.format(comment.format("disable other-rule"), "").encode(), name) == "123"


def test_a_brace_of_a_subtitle_on_its_own_line() -> None:
    assert found(ASS.format("", "").replace("Two", "{cleantext-disable-line}Two").encode(), "a.ass") == "13"


COMMENT = '<w:comment w:id="{0}" w:author="Ann"><w:p><w:r><w:t>cleantext-{1}</w:t></w:r></w:p></w:comment>'
RUN = "<w:r><w:t>{}</w:t></w:r>"
START, REFERENCE = '<w:commentRangeStart w:id="{0}"/>', '<w:r><w:commentReference w:id="{0}"/></w:r>'


@pytest.mark.parametrize(
    ("first", "second", "left"),
    [("disable", "enable", "13"), ("disable-line", "hm", "13"), ("disable-next-line", "hm", "12"), ("hm", "hm", "123"),
     ("disable-line word-*, repetition", "disable", "1"), ("disable-line other", "hm", "123")],
)  # fmt: skip
@pytest.mark.parametrize("mark", [START, REFERENCE])
def test_comments_of_a_word_document(first: str, second: str, left: str, mark: str) -> None:
    paragraphs = [
        RUN.format("One hall was was shut."),
        mark.format(4) + RUN.format("Two halls were were shut."),
        mark.format(7) + RUN.format("Three halls were were shut."),
    ]
    body = "".join(f"<w:p>{each}</w:p>" for each in paragraphs)
    assert found(word(body, comments=COMMENT.format(4, first) + COMMENT.format(7, second)), "a.docx") == left


@pytest.mark.parametrize(
    ("first", "second", "left"),
    [("disable", "enable", "13"), ("disable-line", "hm", "13"), ("disable-next-line", "hm", "12"), ("hm", "hm", "123")],
)
def test_comments_of_an_open_document(first: str, second: str, left: str) -> None:
    note = (
        '<office:annotation><dc:creator xmlns:dc="http://purl.org/dc/elements/1.1/">Ann</dc:creator>'
        "<text:p>cleantext-<text:span>{}</text:span></text:p></office:annotation>"
    )
    texts = [
        "One hall was was shut.",
        f"{note.format(first)}Two halls were were shut.",
        f"{note.format(second)}Three halls were were shut.",
    ]
    assert found(open_document("".join(f"<text:p>{each}</text:p>" for each in texts)), "a.odt") == left
