"""How edits of the prose become edits of pieces."""

from __future__ import annotations

import pytest

from cleantext.core.document import Block, BlockKind
from cleantext.core.edit import Edit, apply_edits
from cleantext.core.span import Span
from cleantext.formats.codecs import HTML_TEXT
from cleantext.formats.html import prose
from cleantext.formats.pieces import Builder, Unwritable
from cleantext.formats.text import segment

SOURCE = '<p>A <b>bold &amp; brave</b> word, <a href="x">a link</a> and <code>a.b</code>.</p><p>Then\n  more.</p>'
TEXT = "A bold & brave word, a link and a.b.\n\nThen more."


def edit(old: str, new: str) -> Edit:
    start = TEXT.index(old)
    return Edit(Span(start, start + len(old)), new)


@pytest.mark.parametrize(
    ("old", "new", "then"),
    [
        ("bold", "big", "<b>big &amp;"),
        ("bold & brave", "bold and brave", "<b>bold and brave</b>"),
        ("& brave word", "& brave old word", "<b>bold &amp; brave</b> old word"),
        ("brave word, a link", "daring words, one link", '<b>bold &amp; daring</b> words, <a href="x">one link</a>'),
        ("brave word", "brave<word", "brave</b>&lt;word"),
        (" & ", " ", "<b>bold brave</b>"),
        ("word,", "word", '</b> word <a href="x">'),
        ("link and", "link, and", '<a href="x">a link</a>, and'),
        ("A bold", "A very bold", "<p>A very <b>bold"),
        ("Then more.", "Then, more.", "<p>Then,\n  more.</p>"),
        ("Then more.", "Now there is less.", "<p>Now\n  there is less.</p>"),
        ("\n\nThen more.", "", "<p></p>"),
    ],
)
def test_an_edit_keeps_the_markup_around_it(old: str, new: str, then: str) -> None:
    read = prose(SOURCE, xml=False)
    assert read.text == TEXT
    copy = apply_edits(SOURCE, read.rewritten([edit(old, new)]))
    assert then in copy
    assert copy.count("<") >= SOURCE.count("<")
    again = prose(copy, xml=False).text
    assert again == apply_edits(TEXT, [edit(old, new)])


def test_a_block_in_which_no_text_is_found_leaves_nothing() -> None:
    builder = Builder("\ufeff\nOne.")
    for start, end in ((0, 1), (2, 6), (0, 1)):
        builder.open(segment)
        builder.add(start, end)
        assert (builder.close() is None) == (start == 0)
    assert builder.built().text == "One."


def test_nothing_is_not_looked_at() -> None:
    builder = Builder(" ")
    builder.open(lambda text: (Block(Span(0, len(text)), BlockKind(text)),))
    builder.add(0, 1)
    assert not builder.built().blocks


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("and a.b.", "and b.", "over a.b, which stays"),
        ("a.b.\n\nThen", "a.b. Then", "border of a block"),
        ("a.b", "a.c", "over a.b, which stays"),
    ],
)
def test_an_edit_over_what_stays_is_refused(old: str, new: str, reason: str) -> None:
    read = prose(SOURCE, xml=False)
    with pytest.raises(Unwritable, match=reason):
        read.rewritten([edit(old, new)])
    assert reason in read.refusal([edit(old, new)])


def test_several_edits_of_one_escape_are_written_together() -> None:
    builder = Builder("&NotEqualTilde;x")
    builder.open(BlockKind.PROSE)
    builder.add(0, 16, HTML_TEXT)
    read = builder.built()
    assert len(read.text) == 3
    both = [Edit(Span(0, 1), "a"), Edit(Span(1, 2), "b")]
    assert apply_edits(read.source, read.rewritten(both)) == "abx"


def test_places_are_those_of_the_source() -> None:
    read = prose(SOURCE, xml=False)
    at = TEXT.index("more")
    assert read.positions(Span(at, at + 4)) == ((2, 3), (2, 7))
    assert read.fixed(Span(TEXT.index("a.b"), TEXT.index("a.b") + 3)) and not read.fixed(Span(0, 40))
