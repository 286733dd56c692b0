"""Markdown: what is prose, what stays, and where repairs go."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleantext.core.edit import Edit
from cleantext.core.span import Span
from tests.formats.contract import cleaned, document, edited, edits_of, expected, same, unchanged
from tests.tries import tries

PAGE = """---
title: left , alone
---
# The harbour of *Kiel* #

The ship stood **alone** on `the , stage`. Then &amp; there
it fell.

> He said [it **was**](http://a.b/c_d "a , title") late,
> and so on.

- One \\* thing
  - A nested item[^1] with ![a ship](a.png)
- [ ] A task

| Left one | Right `x\\|y` |
|---|---|
| cell a \\| b | *c* d |

    code , here

```
more , code
```

<div>html , block</div>

Setext head
===========

[^1]: The note is here.

[ref]: http://a.b "a , title"

Hard break\x20\x20
next snake_case_word 2 * 3.

:::note
Inside a *directive* {#id}.
:::
"""
BLOCKS = [
    ("heading", "The harbour of Kiel"),
    ("prose", "The ship stood alone on the , stage. Then & there it fell."),
    ("prose", "He said it was late, and so on."),
    ("list-item", "One * thing"),
    ("list-item", "A nested item with"),
    ("line", "a ship"),
    ("list-item", "A task"),
    ("line", "Left one"),
    ("line", "Right x|y"),
    ("line", "cell a | b"),
    ("line", "c d"),
    ("heading", "Setext head"),
    ("prose", "The note is here."),
    ("prose", "Hard break\nnext snake_case_word 2 * 3."),
    ("prose", "Inside a directive ."),
]


def test_what_is_read() -> None:
    found = unchanged(PAGE.encode(), "a.md")
    assert not callable(found.segment)
    assert [(block.kind.value, block.span.of(found.text)) for block in found.segment] == BLOCKS
    assert unchanged(PAGE.replace("\n", "\r\n").encode(), "a.md").text == found.text


@pytest.mark.parametrize(
    ("damaged", "repaired"),
    [
        ("The hall is **shut .** It was late.", "The hall is **shut.** It was late."),
        ("The hall is **shut** . It was late.", "The hall is **shut**. It was late."),
        ("The hall is [shut](http://a.b/c 'x , y') , he said.", "The hall is [shut](http://a.b/c 'x , y'), he said."),
        ("The council of A&amp;B is shut , he said.", "The council of A&amp;B is shut, he said."),
        ("The hall is shut<!-- a , b --> , he said.", "The hall is shut<!-- a , b -->, he said."),
        ("> The hall is\n> shut\n> , he said.", "> The hall is\n> shut, he said."),
        ("> The hall was\n> was shut, he said.", "> The hall was shut, he said."),
        ("# The hall is shut , he said\n", "# The hall is shut, he said\n"),
        ("1. The hall is shut , he said.", "1. The hall is shut, he said."),
        ("|a|b|\n|-|-|\n|x\\|y|Now shut , he said.|\n", "|a|b|\n|-|-|\n|x\\|y|Now shut, he said.|\n"),
        ("The `hall , is` shut , he said.", "The `hall , is` shut, he said."),
        ("    The hall is shut , he said.", "    The hall is shut , he said."),
        ("import A , B from 'c'\n", "import A , B from 'c'\n"),
        ("{/* cleantext-disable */}\n\nIt is shut , he said.", "{/* cleantext-disable */}\n\nIt is shut , he said."),
        ("<!-- cleantext-disable-line -->It is shut , yes.", "<!-- cleantext-disable-line -->It is shut , yes."),
        ("The hall {x , y} is shut , he said.", "The hall {x , y} is shut, he said."),
    ],
)
def test_damage_is_repaired_next_to_markup(damaged: str, repaired: str) -> None:
    assert cleaned(damaged, "a.md") == repaired


@tries(60)
@given(st.data())
def test_edits_are_read_back(data: st.DataObject) -> None:
    found = document(PAGE, "a.md")
    edits = data.draw(edits_of(found))
    if not found.refusal(edits):
        assert same(edited(found, edits).text, expected(found, edits))


SCRAPS = [
    "# ", "> ", "- ", "1. ", "\n", "\n\n", "**", "*", "_", "`", "[", "](u)", "|", "|-|-|\n", "word", " ", "<b>", "\\",
    "&amp;", "~~", "![", "    ", "\t", "```\n", "===\n", "{", "}", "$", "[^1]", "<!--", ":::", "é",
]  # fmt: skip


@tries(200)
@given(st.lists(st.sampled_from(SCRAPS), max_size=25).map("".join), st.data())
def test_any_text_is_markdown(source: str, data: st.DataObject) -> None:
    found = unchanged(source.encode(), "a.md")
    if not callable(found.segment):
        edits = data.draw(edits_of(found))
        if not found.refusal(edits):
            edited(found, edits)


@pytest.mark.slow
@pytest.mark.parametrize(
    "source",
    [
        "> " * 20_000,
        "[" * 20_000,
        "*a " * 20_000,
        "`" * 20_000,
        "- " * 3_000 + "a",
        "|a" * 5_000 + "\n" + "|-" * 5_000,
        "![" * 9_000,
    ],
)
def test_hostile_documents_end_soon(source: str) -> None:
    unchanged(source.encode(), "a.md")


@pytest.mark.parametrize(
    ("source", "old", "new"),
    [
        ("It rose\n-- then it fell.", "--", "-"),
        ("**The hall** is shut.", "hall", "hall "),
        ("The ship sails.\nIn 1911\\. it came.", "In 1911.", "1911."),
        ("Prices\nrose.\n===\n", "Prices rose.", ""),
    ],
)
def test_an_edit_that_would_be_markup_is_refused_or_escaped(source: str, old: str, new: str) -> None:
    found = document(source, "a.md")
    at = found.text.index(old)
    edits = [Edit(Span(at, at + len(old)), new)]
    assert found.refusal(edits) or same(edited(found, edits).text, expected(found, edits))
