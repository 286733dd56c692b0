"""reStructuredText and AsciiDoc: what is prose, what stays, and where repairs go."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleantext.core.edit import Edit
from cleantext.core.span import Span
from tests.formats.contract import cleaned, document, edited, edits_of, expected, same, unchanged
from tests.tries import tries

RST = """======
A Book
======

The harbour of *Kiel*
---------------------

The ship stood **alone** on ``the , stage``. Then it
fell, see `a link <http://a.b>`_ and name_ here [1]_.

- One thing
  goes on.

  A second paragraph.
- Two \\* things

term
    Its definition is here.

.. note:: The note is here
   and goes on.

.. code-block:: python

   x , y

Example::

   code , here

:field: value , x

.. [1] The footnote is here.

| A line

+---+---+
| a | b |
+---+---+

=== ===
a   b
=== ===

>>> x , y

    A quoted paragraph stands here, indented.
"""
RST_BLOCKS = [
    ("heading", "A Book"),
    ("heading", "The harbour of Kiel"),
    ("prose", "The ship stood alone on the , stage. Then it fell, see a link and name here."),
    ("list-item", "One thing goes on."),
    ("prose", "A second paragraph."),
    ("list-item", "Two * things"),
    ("line", "term"),
    ("prose", "Its definition is here."),
    ("prose", "The note is here and goes on."),
    ("prose", "Example:"),
    ("prose", "The footnote is here."),
    ("line", "A line"),
    ("prose", "A quoted paragraph stands here, indented."),
]
ADOC = """= A Book
Ann Author <a@b.c>
:toc: left , x

== The harbour of _Kiel_

The ship stood *alone* on `the , stage`. Then it
fell, see https://a.b[a *link*] and <<x,there>> here.footnote:[a , b]

.A title
* One thing
goes on.
** Two {attr , x} things

term:: Its definition is here.
other::
  Another one.

NOTE: The note is here.

[source,python]
----
x , y
----

====
Inside an example.
====

image::a.png[x , y]

|===
|Left one |Right one

|cell a
2+|b c
|===

 literal , here

H~2~O is known +
here.
"""
ADOC_BLOCKS = [
    ("heading", "A Book"),
    ("heading", "The harbour of Kiel"),
    ("prose", "The ship stood alone on the , stage. Then it fell, see a link and there here."),
    ("line", "A title"),
    ("list-item", "One thing goes on."),
    ("list-item", "Two {attr , x} things"),
    ("line", "term"),
    ("prose", "Its definition is here."),
    ("line", "other"),
    ("prose", "Another one."),
    ("prose", "The note is here."),
    ("prose", "Inside an example."),
    ("line", "Left one"),
    ("line", "Right one"),
    ("line", "cell a"),
    ("line", "b c"),
    ("prose", "H2O is known here."),
]
PAGES = [("a.rst", RST, RST_BLOCKS), ("a.adoc", ADOC, ADOC_BLOCKS)]


@pytest.mark.parametrize(("name", "page", "blocks"), PAGES)
def test_what_is_read(name: str, page: str, blocks: list[tuple[str, str]]) -> None:
    found = unchanged(page.encode(), name)
    assert not callable(found.segment)
    assert [(block.kind.value, block.span.of(found.text)) for block in found.segment] == blocks
    assert unchanged(page.replace("\n", "\r\n").encode(), name).text == found.text


@pytest.mark.parametrize(
    ("name", "damaged", "repaired"),
    [
        ("a.rst", "The hall is **shut .** It was late.", "The hall is **shut.** It was late."),
        ("a.rst", "The hall is `shut <a , b>`_ , he said.", "The hall is `shut <a , b>`_, he said."),
        ("a.rst", "The hall is\n  shut\n  , he said.", "The hall is\n  shut, he said."),
        ("a.rst", "The hall is\nshut\n, he said.", "The hall is\nshut, he said."),
        ("a.rst", "* The hall is\n  shut\n  , he said.", "* The hall is\n  shut, he said."),
        ("a.rst", ".. The hall is shut , he said.", ".. The hall is shut , he said."),
        ("a.rst", "The hall ``is , x`` shut , he said.", "The hall ``is , x`` shut, he said."),
        ("a.adoc", "The hall is *shut .* It was late.", "The hall is *shut.* It was late."),
        ("a.adoc", "The hall is https://a.b/c[shut] , he said.", "The hall is https://a.b/c[shut], he said."),
        ("a.adoc", "The hall is\nshut\n, he said.", "The hall is\nshut, he said."),
        ("a.adoc", "* The hall is\nshut , he said.", "* The hall is\nshut, he said."),
        ("a.adoc", "|===\n|It is shut , he said.|x\n|===", "|===\n|It is shut, he said.|x\n|==="),
        ("a.adoc", "....\nIt is shut , he said.\n....", "....\nIt is shut , he said.\n...."),
        ("a.rst", ".. cleantext-disable\n\nShut , he said.", ".. cleantext-disable\n\nShut , he said."),
        ("a.adoc", "// cleantext-disable\nShut , he said.", "// cleantext-disable\nShut , he said."),
    ],
)
def test_damage_is_repaired_next_to_markup(name: str, damaged: str, repaired: str) -> None:
    assert cleaned(damaged, name) == repaired


@tries(60)
@given(st.sampled_from(PAGES), st.data())
def test_edits_are_read_back(page: tuple[str, str, object], data: st.DataObject) -> None:
    found = document(page[1], page[0])
    edits = data.draw(edits_of(found))
    if not found.refusal(edits):
        assert same(edited(found, edits).text, expected(found, edits))


WORDS = st.lists(
    st.sampled_from(["The", "ship", "of", "Kiel,", "left.", "3", "(and)", "it’s", "a", "“no”", "x-y", "café;", "why?"]),
    min_size=1, max_size=6,
).map(" ".join)  # fmt: skip
INLINE = {
    "a.rst": ["**{}**", "*{}*", "``{}``", "`{} <http://a.b>`_", "{}", "{}\n{}", ":ref:`{}`", "{} |sub| {}", "\\*{}"],
    "a.adoc": ["*{}*", "_{}_", "`{}`", "https://a.b[{}]", "{}", "{}\n{}", "<<id,{}>>", "{{attr}} {}", "H~2~O {}"],
}
PARTS = {
    "a.rst": ["{}", "* {}\n* {}", "1. {}\n\n2. {}", "term\n  {}", ".. note:: {}", "    {}", "{}::\n\n    {}",
              ".. code-block:: c\n\n   {}", ":field: {}", "| {}\n| {}", ".. [1] {}", "Title\n=====", ".. {}",
              "=== ===\na   b\n=== ==="],
    "a.adoc": ["{}", "* {}\n* {}", ". {}\n.. {}", "term:: {}", "NOTE: {}", "----\n{}\n----", "====\n{}\n====",
               "== {}", ".{}\n* {}", "// {}", "|===\n|{} |{}\n\n|{}\n|{}\n|===", "[quote]\n{}", " {}",
               "image::a.png[{}]", "{} +\n{}", ":attr: {}"],
}  # fmt: skip


@st.composite
def documents(draw: st.DrawFn, name: str) -> str:
    """A well-formed document of paragraphs, lists, code and so on, with markup in their sentences."""

    def filled(form: str, fill: st.SearchStrategy[str]) -> str:
        return form.format(*(draw(fill) for _ in range(form.count("{}"))))

    def text() -> str:
        return " ".join(filled(draw(st.sampled_from(INLINE[name])), WORDS) for _ in range(draw(st.integers(1, 3))))

    parts = draw(st.lists(st.sampled_from(PARTS[name]), min_size=1, max_size=6))
    made = []
    for part in parts:
        indent = "\n" + " " * (len(part) - len(part.lstrip()))
        texts = [text() for _ in range(part.count("{}"))]
        made.append(part.format(*(each.replace("\n", " " if part[0] in ".:=|" else indent) for each in texts)))
    return "\n\n".join(made) + "\n"


@pytest.mark.parametrize("name", PARTS)
@tries(80)
@given(st.data())
def test_edits_of_generated_documents_are_read_back(name: str, data: st.DataObject) -> None:
    source = data.draw(documents(name))
    found = unchanged(source.encode(), name)
    edits = data.draw(edits_of(found))
    if not found.refusal(edits):
        assert same(edited(found, edits).text, expected(found, edits))


SCRAPS = [
    "= ", "* ", "- ", "1. ", "\n", "\n\n", "**", "*", "_", "`", "``", "[", "]", "|", "|===\n", "word", " ", "::", "\\",
    "----\n", ".. ", "==\n", "====\n", "    ", "\t", "....\n", "{", "}", "+", ":a: ", "<<", ">>", "#", "~", "^",
    ">>>", "é", "\r",
]  # fmt: skip


@tries(200)
@given(st.sampled_from(["a.rst", "a.adoc"]), st.lists(st.sampled_from(SCRAPS), max_size=25).map("".join), st.data())
def test_any_text_is_a_document(name: str, source: str, data: st.DataObject) -> None:
    found = unchanged(source.encode(), name)
    if not callable(found.segment):
        edits = data.draw(edits_of(found))
        if not found.refusal(edits):
            edited(found, edits)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["a.rst", "a.adoc"])
@pytest.mark.parametrize(
    "source",
    [mark * 20_000 for mark in ("*a ", "`", "[", "a_ ", "|a ", "<<a,", "- a\n", "=\n", "\\", "(( ", "a: ", "a::")],
)
def test_hostile_documents_end_soon(name: str, source: str) -> None:
    unchanged(source.encode(), name)


def test_a_heading_stays_as_short_as_its_line() -> None:
    found = document("The ships\n=========\n\nThey are here.\n", "a.rst")
    at = found.text.index("ships")
    assert "longer than the line" in found.refusal([Edit(Span(at, at + 5), "great ships")])
    assert found.refusal([Edit(Span(at, at + 5), "ship")]) == ""
