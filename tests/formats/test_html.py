"""HTML: what is prose, what stays, and where repairs go."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from cleantext.core.edit import Edit
from cleantext.core.span import Span
from tests.formats.contract import cleaned, document, edited, edits_of, expected, same, unchanged
from tests.tries import tries

PAGE = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>Harbour news</title><script>var a = "b . .";</script></head>
<body><h1>The harbour of <em>Kiel</em></h1>
<!-- a comment , with damage . . -->
<p class="x , y">The ship stood alone &amp; still.<br>Then it
   left, he <a href="x?a=1&b=2">said</a><sup>[1]</sup>.</p>
<ul><li>One thing<li>Two &ldquo;things&rdquo;</ul>
<table><tr><td>Left cell</td><th>Right <b>cell</b></th></tr></table>
<p><img src=a.png alt="A ship at sea">Use <code>git . .</code> and <span lang="fr">bien sûr</span> there.</p>
<pre>code , here</pre><textarea>typed , here</textarea></body></html>
"""
BLOCKS = [
    ("heading", "Harbour news"),
    ("heading", "The harbour of Kiel"),
    ("prose", "The ship stood alone & still.\nThen it left, he said."),
    ("list-item", "One thing"),
    ("list-item", "Two “things”"),
    ("line", "Left cell"),
    ("line", "Right cell"),
    ("prose", "Use git . . and bien sûr there."),
    ("line", "A ship at sea"),
]


def test_what_is_read() -> None:
    found = unchanged(PAGE.encode(), "a.html")
    assert not callable(found.segment)
    assert [(block.kind.value, block.span.of(found.text)) for block in found.segment] == BLOCKS


@pytest.mark.parametrize(
    ("damaged", "repaired"),
    [
        ("<p>The hall is <b>shut .</b> It was late.</p>", "<p>The hall is <b>shut.</b> It was late.</p>"),
        ("<p>The hall is <b>shut</b> . It was late.</p>", "<p>The hall is <b>shut</b>. It was late.</p>"),
        ("<p>It ended in May. <a id=x>.</a> Then it fell.</p>", "<p>It ended in May.<a id=x></a> Then it fell.</p>"),
        ("<p>The council of A&amp;B is shut , he said.</p>", "<p>The council of A&amp;B is shut, he said.</p>"),
        ("<p>The hall is shut<!-- a , b --> , he said.</p>", "<p>The hall is shut<!-- a , b -->, he said.</p>"),
        ("<p>The hall is\n  shut\n  , he said.</p>", "<p>The hall is\n  shut, he said.</p>"),
        ('<img alt="The hall is shut , he said.">', '<img alt="The hall is shut, he said.">'),
        ("<li>The hall is shut , he said.", "<li>The hall is shut, he said."),
        ("<pre>shut , he said</pre>", "<pre>shut , he said</pre>"),
        ('<p translate="no">The hall is shut , he said.</p>', '<p translate="no">The hall is shut , he said.</p>'),
        ("<p>Type <code>a , b</code> to go on.</p>", "<p>Type <code>a , b</code> to go on.</p>"),
        ("<p>The plan was <i>was</i> good for us.</p>", "<p>The plan was<i></i> good for us.</p>"),
        ("<p>Posted by <a href=/u>admin</a> on June 3, 2021</p>", "<p><a href=/u></a></p>"),  # tags stay
        ("<p>It fell.</p><footer>© 2021 Pier Post. All rights reserved.</footer>", "<p>It fell.</p><footer></footer>"),
    ],
)  # fmt: skip
def test_damage_is_repaired_next_to_markup(damaged: str, repaired: str) -> None:
    assert cleaned(damaged, "a.html") == repaired


@tries(60)
@given(st.data())
def test_edits_are_read_back(data: st.DataObject) -> None:
    found = document(PAGE, "a.html")
    edits = data.draw(edits_of(found))
    assert same(edited(found, edits).text, expected(found, edits))


SCRAPS = [
    "<p>", "</p>", "<b>", "</b>", "<i>", "</i>", "<td>", "<table>", "</table>", "<a b='c", "'>", "<!--", "-->",
    "<script>", "</script>", "<", "&", "&amp", "&#x41;", "word ", "\n ", ">", "=", '"', "<br>", "</",
    "<?", "<code>", "</code>",
]  # fmt: skip


@tries(200)
@given(st.lists(st.sampled_from(SCRAPS), max_size=30).map("".join), st.data())
def test_no_page_is_too_broken(source: str, data: st.DataObject) -> None:
    found = unchanged(source.encode(), "a.html")
    edits = data.draw(edits_of(found))
    if not found.refusal(edits):
        edited(found, edits)


@pytest.mark.parametrize(
    "source",
    [
        "<div>" * 200_000,
        "<b>x" * 200_000,
        "<p>x" * 200_000,
        "<a " * 300_000,
        "<td></div>" * 100_000,
        "&" * 500_000,
        "<table><td>" + "<i>" * 100_000 + "</p></b>" * 100_000,
        "<!--" * 200_000,
        "<script>" * 100_000,
    ],
)
@pytest.mark.slow
def test_hostile_pages_take_linear_time(source: str) -> None:
    unchanged(source.encode(), "a.html")


SHOWN = [scrap for scrap in SCRAPS if "code" not in scrap]
SHOWN += ["<svg>x</svg>", "<pre>x</pre>", "</p >", "x", "<div>", "</div>", "<span>", "</span>", "<li>"]


@tries(300)
@given(st.lists(st.sampled_from(SHOWN)).map("".join))
def test_the_text_is_that_of_browsers(source: str) -> None:
    theirs = LexborHTMLParser(source)
    theirs.strip_tags(["script", "pre", "svg", "select"])
    ours = document(source, "a.html").text if source else ""
    # browsers move what stands loose in a table to before it
    assert sorted("".join(ours.split())) == sorted("".join(theirs.root.text().split() if theirs.root else ()))


@pytest.mark.parametrize(
    ("page", "prose"),
    [
        ('<p>One <i translate="no">t.w.o</i> three.', "One t.w.o three."),
        ('<div translate="no">One <p translate="yes">two three.', "two three."),
        ('<html lang="de"><p>Eins <i lang="de-AT">zwei</i> drei.', "Eins zwei drei."),
        ('<p lang="fr">Un deux.<p>One two <q lang="en-GB">three</q>.', "One two three."),
        ('<img alt="x"><img alt=""><img alt=x>One.', "One.\n\nx"),
        ("<textarea>a</textarea><style>b</style><p>One<pre>two</pre><template>c</template>", "One"),
        ("<p>A note<sup>1</sup>. A square m<sup>x+1</sup>.", "A note. A square mx+1."),
        ("<p>One <img src=x> two<wbr>three<script>four</script>.", "One twothree."),
        ("<p>One&nbsp;&ndash;&#150;&notin;&unknown;&#xZZ;", "One\xa0––∉&unknown;&#xZZ;"),
        ("<dl><dt>A<dd>B</dl><select><option>C</select>", "A\n\nB"),
        ("<?xml version='1.0'?><p>One <script/> <![CDATA[<two>]]></p>", "One <two>"),
    ],
)
def test_what_stays_out(page: str, prose: str) -> None:
    assert unchanged(page.encode(), "a.html").text == prose


def test_comments_switch_rules_off() -> None:
    line = "<p>The hall is shut , he said.</p>\n"
    page = f"{line}<!-- cleantext-disable-next-line space-before-comma -->\n{line}<!-- cleantext-disable -->{line}"
    assert cleaned(page, "a.html") == page.replace("shut ,", "shut,", 1)


@pytest.mark.parametrize("charset", ["windows-1251", "shift_jis", "iso-8859-1"])
def test_the_encoding_that_a_page_names_is_kept(charset: str) -> None:
    words = {"windows-1251": "Слово", "shift_jis": "日本", "iso-8859-1": "Café"}[charset]
    source = f"<meta charset={charset}><p>{words} is shut , he said. Prices rose, and so it went.</p>"
    found = document(source.encode(charset), "a.html")
    assert words in found.text
    unchanged(source.encode(charset), "a.html")


@pytest.mark.parametrize(
    ("source", "old", "new"),
    [("<p>a < b and c</p>", " b", "b"), ("<p>a <1 b</p>", "1", "b"), ("<p>a & lt; b</p>", " lt", "lt"),
     ("<p>a &x y</p>", " y", ";"), ('<p>a <"  end</p>', '" e', ""), ("<p>a &x</p>", "x", "ltx")],
)  # fmt: skip
def test_no_edit_makes_markup_of_what_was_text(source: str, old: str, new: str) -> None:
    found = document(source, "a.html")
    at = found.text.index(old)
    assert "it would make markup" in found.refusal([Edit(Span(at, at + len(old)), new)])
    assert not found.refusal([Edit(Span(at, at + len(old)), f" {new} more")])
