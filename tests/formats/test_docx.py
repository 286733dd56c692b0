"""DOCX: what is prose, what stays, where edits go, and what Word and LibreOffice make of it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleantext.core.document import Document
from cleantext.core.edit import Edit
from cleantext.core.span import Span
from cleantext.engine import Level, examine
from cleantext.formats.decoding import NotText
from cleantext.formats.marks import Marks, Remark
from cleantext.formats.reader import render
from cleantext.library import _checkers
from tests.formats.contract import document, edits_of, expected, same, unchanged
from tests.formats.office import body, members, odd_xml, texts_by_libreoffice, word, zipped
from tests.tries import tries

DATE = "2026-11-29T04:00:00Z"
BY = f'w:author="cleantext" w:date="{DATE}"'


def p(*runs: str) -> str:
    return f"<w:p>{''.join(runs)}</w:p>"


def r(text: str, properties: str = "") -> str:
    return f'<w:r>{properties}<w:t xml:space="preserve">{text}</w:t></w:r>'


def field(code: str, result: str) -> str:
    return (
        f'<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>{code}</w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{result}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


BOLD = "<w:rPr><w:b/></w:rPr>"
BOX = f"<mc:AlternateContent><mc:Choice><w:txbxContent>{p(r('In a box.'))}</w:txbxContent></mc:Choice><mc:Fallback>"
BOX += f"<w:txbxContent>{p(r('In a box.'))}</w:txbxContent></mc:Fallback></mc:AlternateContent>"
STORY = "".join(
    [
        p('<w:pPr><w:pStyle w:val="Mine"/></w:pPr>', r("News of the harbour")),
        p(r("The ship "), r("stood", BOLD), r(" alone &amp; still."), "<w:r><w:tab/><w:t>It</w:t><w:br/></w:r>",
          r("left.")),
        p('<w:pPr><w:numPr><w:numId w:val="2"/></w:numPr></w:pPr>', r("One thing")),
        p("<w:r><w:t>  Not kept </w:t></w:r>", r("Hidden", "<w:rPr><w:vanish/></w:rPr>"), r("is this white space.")),
        p(r("See "), field(" REF x ", r("page 7 , here")), r(" and "), field(' HYPERLINK "u" ', r("this")), r(".")),
        p(r("It "), '<w:ins w:id="1" w:author="A">', r("was"), "</w:ins>", '<w:del w:id="2" w:author="A"><w:r>'
          "<w:delText>is</w:delText></w:r></w:del>", r(" late"),
          "<w:r><w:drawing><wp:inline/></w:drawing></w:r>", r(".")),
        p('<w:pPr><w:rPr><w:del w:id="3" w:author="A"/></w:rPr></w:pPr>', r("These are ")), p(r("one paragraph now.")),
        p(r("Beside it."), f"<w:r>{BOX}</w:r>"),
        f"<w:tbl><w:tr><w:tc>{p(r('Left cell'))}</w:tc><w:tc>{p(r('Right cell'))}</w:tc></w:tr>"
        f'<w:tr><w:trPr><w:del w:id="4" w:author="A"/></w:trPr><w:tc>{p(r("Gone"))}</w:tc></w:tr></w:tbl>',
        p(r("x = 1 ;", '<w:rPr><w:rStyle w:val="Code"/></w:rPr>')),
        p(r("Area "), "<m:oMath><m:r><m:t>a , b</m:t></m:r></m:oMath>", r(" rose.")),
    ]
)  # fmt: skip
BLOCKS = [
    ("heading", "", "News of the harbour"),
    ("prose", "", "The ship stood alone & still.\tIt\nleft."),
    ("list-item", "", "One thing"),
    ("prose", "", "Not keptis this white space."),
    ("prose", "", "See page 7 , here and this."),
    ("prose", "", "It was late\ufffc."),
    ("prose", "", "These are one paragraph now."),
    ("prose", "", "Beside it."),
    ("prose", "text box", "In a box."),
    ("line", "cell", "Left cell"),
    ("line", "cell", "Right cell"),
    ("prose", "", "Area \ufffc rose."),
    ("line", "header", "At the top"),
    ("prose", "footnote", "A note."),
]
PARTS = {
    "header": p(r("At the top")),
    "footnotes": f'<w:footnote w:id="1">{p("<w:r><w:footnoteRef/></w:r>", r("A note."))}</w:footnote>',
}


def test_what_is_read() -> None:
    found = unchanged(word(STORY, **PARTS), "a.docx")
    assert not callable(found.segment)
    assert [(each.kind.value, each.note, each.span.of(found.text)) for each in found.segment] == BLOCKS


def cleaned(raw: bytes, tracked: bool = False) -> bytes:
    """The reviewed copy at the level ``suggested``."""
    found = document(raw, "a.docx")
    examined = examine(found, _checkers(), Level.SUGGESTED)
    return render(found, [done.edit for done in examined.applied], marks=Marks(DATE) if tracked else None)


@pytest.mark.parametrize(
    ("damaged", "repaired"),
    [
        (p(r("The hall is shut , he said.")), p(r("The hall is shut, he said."))),
        (p(r("The hall is shut ", BOLD), r(", he said.")), p(r("The hall is shut", BOLD), r(", he said."))),
        (p(r("The plan was "), r("was good for us.", BOLD)), p(r("The plan was"), r(" good for us.", BOLD))),
        (p(r("The hall of A&amp;B is shut , he said.")), p(r("The hall of A&amp;B is shut, he said."))),
        (p(r("See "), field(" REF x ", r("a , b")), r(" on.")), p(r("See "), field(" REF x ", r("a , b")), r(" on."))),
        (p(r("Shut"), "<w:r><w:tab/></w:r>", r(", he said.")), p(r("Shut"), "<w:r><w:tab/></w:r>", r(", he said."))),
        (p("<w:hyperlink>", r("The hall is shut ,"), "</w:hyperlink>", r(" he said.")),
         p("<w:hyperlink>", r("The hall is shut,"), "</w:hyperlink>", r(" he said."))),
        (p("<w:r><w:t>The hall is shut , he</w:t></w:r>", r(" said.")),
         p("<w:r><w:t>The hall is shut, he</w:t></w:r>", r(" said."))),
    ],
)  # fmt: skip
def test_damage_is_repaired_next_to_markup(damaged: str, repaired: str) -> None:
    raw = word(damaged, **PARTS)
    copy = cleaned(raw)
    assert body(copy) == repaired
    assert {**members(copy), "word/document.xml": ""} == {**members(raw), "word/document.xml": ""}


def test_edits_are_tracked_changes_within_their_runs() -> None:
    copy = body(cleaned(word(p(r("The hall is shut , he"), r(" said the the end.", BOLD))), tracked=True))
    assert copy == p(
        r("The hall is shut"), f'<w:del w:id="1" {BY}><w:r><w:delText xml:space="preserve"> </w:delText></w:r></w:del>',
        r(", he"), r(" said the", BOLD),
        f'<w:del w:id="2" {BY}><w:r>{BOLD}<w:delText xml:space="preserve"> the</w:delText></w:r></w:del>',
        r(" end.", BOLD),
    )  # fmt: skip


def test_insertions_of_others_end_before_ours() -> None:
    theirs = '<w:ins w:id="7" w:author="A">'
    found = document(word(p(theirs, r("a red hall"), "</w:ins>")), "a.docx")
    copy = render(found, [Edit(Span(2, 5), "green")], marks=Marks(DATE))
    assert body(copy) == p(
        theirs, r("a "), f'<w:del w:id="8" {BY}><w:r><w:delText xml:space="preserve">red</w:delText></w:r></w:del>',
        f'</w:ins><w:ins w:id="9" {BY}>', r("green"), "</w:ins>", theirs, r(" hall"), "</w:ins>",
    )  # fmt: skip
    assert document(copy, "a.docx").text == "a green hall"


def test_remarks_are_comments_once() -> None:
    found = document(word(p(r("A red"), "<w:r><w:tab/></w:r>", r("hall.")), **PARTS), "a.docx")
    remarks = [Remark(Span(2, 7), "<Odd> & new"), Remark(Span(2, 2), "here"), Remark(Span(5, 6), "a tab")]
    remarks.append(Remark(Span(found.text.index("top"), found.text.index("top") + 3), "not in a header"))
    copy = render(found, [], marks=Marks(DATE, remarks))
    assert document(copy, "a.docx").text == found.text
    written = members(copy)
    assert (
        written["word/comments.xml"].count("<w:comment ") == 3
        and "&lt;Odd&gt; &amp; new" in written["word/comments.xml"]
    )
    assert 'PartName="/word/comments.xml"' in written["[Content_Types].xml"]
    assert 'Target="comments.xml"' in written["word/_rels/document.xml.rels"]
    for number in range(3):
        start, end = (f'<w:comment{kind} w:id="{number}"/>' for kind in ("RangeStart", "RangeEnd"))
        assert body(copy).index(start) < body(copy).index(end)
    assert render(document(copy, "a.docx"), [], marks=Marks(DATE, remarks)) == copy


def test_a_story_with_several_comments_at_one_place() -> None:
    found = document(word(p(r("It was late ."))), "a.docx")
    remarks = [Remark(Span(11, 12), "one"), Remark(Span(7, 13), "two"), Remark(Span(3, 11), "three")]
    copy = body(render(found, [Edit(Span(11, 12), "")], marks=Marks(DATE, remarks)))
    order = [copy.index(f'<w:commentRange{end} w:id="{n}"/>') for end, n in
             [("Start", 2), ("Start", 1), ("End", 2), ("Start", 0)]]  # fmt: skip
    assert order == sorted(order) and copy.index("<w:del ") > order[-1]
    assert copy.index("</w:del>") < copy.index('<w:commentRangeEnd w:id="0"/>')


UNTOUCHED = {"_rels/.rels", "word/styles.xml", "word/vbaProject.bin"}


def rebuilt(found: Document, edits: Sequence[Edit], marks: Marks | None) -> Document:
    return document(render(found, edits, marks=marks), "a.docx")


@tries(150)
@given(st.data())
def test_edits_are_read_back(data: st.DataObject) -> None:
    found = document(word(STORY, **PARTS), "a.docx")
    edits = data.draw(edits_of(found))
    places = st.integers(0, len(found.text))
    spans = data.draw(st.lists(st.tuples(places, places).map(sorted), max_size=3))
    remarks = [Remark(Span(*span), f"remark {n}") for n, span in zip(count(), spans, strict=False)]
    for marks in (None, Marks(DATE, remarks)):
        again = rebuilt(found, edits, marks)
        assert again.text == expected(found, edits) or same(again.text, expected(found, edits))
        own = members(again.raw)
        for name, content in members(found.raw).items():
            assert own[name] == content or name not in UNTOUCHED


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"", "not a zip"),
        (b"PK\x03\x04 and so on", "not a zip"),
        (word("")[:900], "not a zip"),
        (zipped({"a": "b"}), "incomplete: the zip has no _rels/.rels"),
        (zipped({"_rels/.rels": "<r/>"}), "names no main part"),
        (zipped({k: v for k, v in members(word("")).items() if "document.xml" not in k}), "no word/document.xml"),
        (word("<w:p>"), "word/document.xml: not well-formed XML"),
        (word("<w:p>" * 1000), "word/document.xml: not well-formed XML"),
    ],
)
def test_what_is_broken_is_refused(raw: bytes, reason: str) -> None:
    with pytest.raises(NotText, match=reason) as caught:
        document(raw, "a.docx")
    assert "\n" not in str(caught.value)


def test_entities_are_refused() -> None:
    parts = members(word(p(r("&a;"))))
    declared = '<!DOCTYPE d [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
    parts["word/document.xml"] = parts["word/document.xml"].replace("<w:document", declared + "<w:document")
    with pytest.raises(NotText, match="document type declaration"):
        document(zipped(parts), "a.docx")


@pytest.mark.slow
def test_deep_nesting_is_read() -> None:
    depth = 100_000
    assert document(word("<w:sdt>" * depth + p(r("Deep down.")) + "</w:sdt>" * depth), "a.docx").text == "Deep down."


@pytest.mark.parametrize("command", ["AcceptAllTrackedChanges", "RejectAllTrackedChanges"])
def test_libreoffice_accepts_and_rejects_all(command: str, tmp_path: Path) -> None:
    raw = word(
        p(r("The hall is shut , he"), r(" said the the end.", BOLD)) + p(r("A red hall.")) + p(r("It was late ."))
    )
    found = document(raw, "a.docx")
    at = found.text.index("red")
    examined = examine(found, _checkers(), Level.SUGGESTED)
    edits = [done.edit for done in examined.applied] + [Edit(Span(at, at + 3), "green & blue")]
    assert len(edits) == 4
    copy = render(found, edits, marks=Marks(DATE, [Remark(edit.span, "why") for edit in edits]))
    text = expected(found, edits) if command.startswith("Accept") else found.text
    assert texts_by_libreoffice({"a.docx": copy}, tmp_path, command)["a.docx"].split("\n") == [*text.split("\n\n"), ""]


SEED = Path(__file__).parents[2] / "seeds/minutes-bridge-committee.docx"
REPAIRED = """Minutes of the bridge committee
The committee met on Tuesday evening. Six members were present, and two sent apologies.
Ms. Arden (chair) said that the wooden bridge has been closed since the storm, and that the repair would cost \
18,400 pounds. The oak planks cost more than the steel.
Ask a second builder for a price. Compare both by May.
Write to the council, which owns the path.
Item
Who looks after it
Planks and rails
Mr. Tolley, until June
Signs
Ms. Arden
Mr. Tolley thinks that don’t-cross signs help little. “Children climb over anything,” he said with a sigh.
The next meeting is on the 9th of March at seven o'clock, in the school.
Parish of Little Brennock, minutes"""


def test_the_seed_is_repaired() -> None:
    copy = cleaned(SEED.read_bytes(), tracked=True)
    assert document(copy, "a.docx").text.split("\n\n") == REPAIRED.split("\n")
    runs = '<w:b/></w:rPr><w:t>Tuesday evening</w:t></w:r><w:del w:id="1" '
    assert runs in body(copy) and "<w:i/></w:rPr><w:delText" in body(copy)


TAGS = [
    "w:p", "w:r", "w:t", "w:t", "w:r", "w:p", "w:ins", "w:del", "w:moveTo", "w:moveFrom", "w:hyperlink", "w:sdt",
    "w:sdtContent", "w:tc", "w:rPr", "w:pPr", "w:tab", "w:br", "w:txbxContent", "w:noProof", "w:vanish",
    "w:fldSimple", "w:smartTag", "mc:AlternateContent", "mc:Choice", "mc:Fallback", "m:oMath", "w:instrText",
]  # fmt: skip
FIELD = [f'<w:fldChar w:fldCharType="{kind}"/>' for kind in ("begin", "separate", "end")]
RUNS = [r("some words here"), r("more , of", BOLD), p(r("in a"), r(" paragraph"))]
WORDS = st.sampled_from(["word ", " a , b", "&amp;", "&#65;", "é\n", "<!-- c -->", "<![CDATA[x]]>", *FIELD, *RUNS])


@tries(300)
@given(odd_xml(TAGS, WORDS), st.data())
def test_no_document_is_too_odd(source: str, data: st.DataObject) -> None:
    found = unchanged(word(p(r("A word.")) + source), "a.docx")
    edits = [edit for edit in data.draw(edits_of(found)) if edit.replacement.strip()]  # a block may not become empty
    remarks = [Remark(block.span, "why") for block in found.segment] if not callable(found.segment) else []
    for marks in (None, Marks(DATE, remarks)):
        assert same(rebuilt(found, edits, marks).text, expected(found, edits))
