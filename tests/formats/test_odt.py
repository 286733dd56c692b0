"""ODT: what is prose, what stays, where edits go, and what LibreOffice makes of it."""

from __future__ import annotations

from itertools import count
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleantext.core.edit import Edit
from cleantext.core.span import Span
from cleantext.engine import Level, examine
from cleantext.formats.decoding import NotText
from cleantext.formats.marks import Marks, Remark
from cleantext.formats.reader import render
from cleantext.library import _checkers
from tests.formats.contract import document, edits_of, expected, same, unchanged
from tests.formats.office import members, odd_xml, odt_body, open_document, texts_by_libreoffice, zipped
from tests.tries import tries

DATE = "2026-11-29T04:00:00Z"
STYLES = (
    '<style:style style:name="T1" style:family="text" style:parent-style-name="Source_20_Text"/>'
    '<style:style style:name="T2" style:family="text"><style:text-properties text:display="none"/></style:style>'
)
STORY = (
    '<text:tracked-changes><text:changed-region text:id="c1"><text:deletion><office:change-info/><text:p>gone</text:p>'
    "</text:deletion></text:changed-region></text:tracked-changes>"
    '<text:h text:outline-level="1">News of the harbour</text:h>'
    '<text:p>The ship <text:span text:style-name="B">stood</text:span> alone &amp; still.<text:tab/>It'
    '<text:line-break/>left<text:change text:change-id="c1"/>.</text:p>'
    "<text:p>\n  A paragraph  \n with<text:s text:c=\"2\"/>blanks, and <text:span>  more</text:span>.</text:p>"
    "<text:list><text:list-item><text:p>One thing</text:p></text:list-item></text:list>"
    '<text:p>On <text:date>1 , 2</text:date> he left.<text:note text:note-class="footnote"><text:note-citation>1'
    "</text:note-citation><text:note-body><text:p>A note.</text:p></text:note-body></text:note></text:p>"
    '<text:p>Type <text:span text:style-name="T1">a , b</text:span> and<text:span text:style-name="T2">hid</text:span>'
    " go.<office:annotation><text:p>a remark</text:p></office:annotation></text:p>"
    "<table:table><table:table-row><table:table-cell><text:p>Left cell</text:p></table:table-cell></table:table-row>"
    "</table:table><text:table-of-content><text:p>News 1</text:p></text:table-of-content>"
)  # fmt: skip
BLOCKS = [
    ("heading", "", "News of the harbour"),
    ("prose", "", "The ship stood alone & still.\tIt\nleft."),
    ("prose", "", "A paragraph with  blanks, and more."),
    ("list-item", "", "One thing"),
    ("prose", "", "On 1 , 2 he left."),
    ("prose", "footnote", "A note."),
    ("prose", "", "Type a , b and go."),
    ("line", "cell", "Left cell"),
]


def test_what_is_read() -> None:
    found = unchanged(open_document(STORY, STYLES), "a.odt")
    assert not callable(found.segment)
    assert [(each.kind.value, each.note, each.span.of(found.text)) for each in found.segment] == BLOCKS


@pytest.mark.parametrize(
    ("damaged", "repaired"),
    [
        ("<text:p>The hall is shut , he said.</text:p>", "<text:p>The hall is shut, he said.</text:p>"),
        ("<text:p>The hall is <text:span>shut</text:span> , he said.</text:p>",
         "<text:p>The hall is <text:span>shut</text:span>, he said.</text:p>"),
        ("<text:p>The hall is<text:s/> shut<text:s/>, he said.</text:p>",
         "<text:p>The hall is<text:s/> shut, he said.</text:p>"),
        ("<text:p>On <text:date>1 , 2</text:date>.</text:p>", "<text:p>On <text:date>1 , 2</text:date>.</text:p>"),
    ],
)  # fmt: skip
def test_damage_is_repaired_next_to_markup(damaged: str, repaired: str) -> None:
    raw = open_document(damaged)
    found = document(raw, "a.odt")
    copy = render(found, [done.edit for done in examine(found, _checkers(), Level.SUGGESTED).applied])
    assert odt_body(copy) == repaired
    assert {**members(copy), "content.xml": ""} == {**members(raw), "content.xml": ""}


@tries(150)
@given(st.data())
def test_edits_are_read_back(data: st.DataObject) -> None:
    found = document(open_document(STORY, STYLES), "a.odt")
    edits = data.draw(edits_of(found))
    places = st.integers(0, len(found.text))
    spans = data.draw(st.lists(st.tuples(places, places).map(sorted), max_size=3))
    remarks = [Remark(Span(*span), f"remark {n}") for n, span in zip(count(), spans, strict=False)]
    for marks in (None, Marks(DATE, remarks)):
        copy = render(found, edits, marks=marks)
        assert same(document(copy, "a.odt").text, expected(found, edits))
        assert {**members(copy), "content.xml": ""} == {**members(found.raw), "content.xml": ""}
        if marks:  # the same comments are not made again
            again = document(copy, "a.odt")
            assert members(render(again, [], marks=Marks(DATE, remarks))) == members(copy)


def test_a_comment_on_nothing_where_a_deletion_begins_leaves_it_alone() -> None:
    found = document(open_document(STORY, STYLES), "a.odt")
    at = found.text.index("Left cell")
    edits = [Edit(Span(at, at + 1), "")]
    copy = render(found, edits, marks=Marks(DATE, [Remark(Span(at, at), "remark")]))
    assert same(document(copy, "a.odt").text, expected(found, edits))


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"PK\x03\x04", "not a zip"),
        (zipped({"mimetype": "text/plain"}), "not an OpenDocument text"),
        (zipped({"mimetype": "application/vnd.oasis.opendocument.text"}), "no content.xml"),
        (open_document("<text:p>"), "content.xml: not well-formed XML"),
        (zipped(members(open_document("")) | {"META-INF/manifest.xml": "<m:encryption-data/>"}), "encrypted"),
    ],
)
def test_what_is_broken_is_refused(raw: bytes, reason: str) -> None:
    with pytest.raises(NotText, match=reason) as caught:
        document(raw, "a.odt")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("command", ["AcceptAllTrackedChanges", "RejectAllTrackedChanges"])
def test_libreoffice_accepts_and_rejects_all(command: str, tmp_path: Path) -> None:
    span = "<text:span>{}</text:span>"
    raw = open_document(f"<text:p>The hall {span.format('is red  and')} old <text:s/>, he said.</text:p>")
    found = document(raw, "a.odt")
    edits = [
        Edit(Span(12, 15), "green & blue"),
        Edit(Span(23, 25), ""),
        Edit(Span(len(found.text), len(found.text)), " So."),
    ]
    assert [edit.span.of(found.text) for edit in edits] == ["red", "  ", ""]
    copy = render(found, edits, marks=Marks(DATE, [Remark(edit.span, "why") for edit in edits[:2]]))
    text = expected(found, edits) if command.startswith("Accept") else found.text
    assert texts_by_libreoffice({"a.odt": copy}, tmp_path, command)["a.odt"].replace("\x05", "") == f"{text}\n"


TAGS = [
    "text:p", "text:span", "text:p", "text:span", "text:a", "text:list-item", "text:h", "text:date", "text:note",
    "text:note-body", "text:s", "text:tab", "text:tracked-changes", "text:deletion", "draw:frame", "draw:text-box",
    "office:annotation", "table:table-cell", "text:ruby", "office:forms", "svg", "text:hidden-text",
]  # fmt: skip
WORDS = st.sampled_from([
    "word ", " a , b", "&amp;", "&#65;", "é\n", "<!-- c -->", "<![CDATA[x]]>", '<text:s text:c="2"/>',
    '<text:s text:c="99999999"></text:s>', "<text:p>A <text:span>red</text:span> hall.</text:p>",
])  # fmt: skip


@tries(300)
@given(odd_xml(TAGS, WORDS), st.data())
def test_no_document_is_too_odd(source: str, data: st.DataObject) -> None:
    found = unchanged(open_document("<text:p>A word.</text:p>" + source), "a.odt")
    edits = [edit for edit in data.draw(edits_of(found)) if edit.replacement.strip()]  # a block may not become empty
    remarks = [Remark(block.span, "why") for block in found.segment] if not callable(found.segment) else []
    for marks in (None, Marks(DATE, remarks)):
        assert same(document(render(found, edits, marks=marks), "a.odt").text, expected(found, edits))
