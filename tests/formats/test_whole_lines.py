"""Lines that lose all their words go with their ends."""

from __future__ import annotations

import pytest

from cleantext.core.edit import Edit, apply_edits
from cleantext.core.span import Span
from cleantext.core.span_index import SpanIndex
from cleantext.formats.whole_lines import with_line_ends

LONG = "It rained all night in the hills above the town, and the river rose."


def left(marked: str, *, without: str = "") -> str:
    """A text without its words in brackets; those with ``without`` in them stay, as if a person had said so."""
    edits, text = [], ""
    for number, part in enumerate(marked.replace("]", "[").split("[")):
        if number % 2:
            edits.append(Edit(Span(len(text), len(text) + len(part)), ""))
        text += part
    new = with_line_ends(text, edits, SpanIndex((edit.span, edit.span) for edit in edits))
    chosen = [edit for edit in edits if not without or without not in edit.span.of(text)]
    return apply_edits(text, [new.get(edit, edit) for edit in chosen])


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("One.\n[Ad]\nTwo.\n", "One.\nTwo.\n"),
        ("One.\n\n[Ad]\n\nTwo.\n", "One.\n\nTwo.\n"),
        ("One.\n\n[Ad]\nTwo.\n", "One.\n\nTwo.\n"),
        ("One.\n[Ad]\n\nTwo.\n", "One.\n\nTwo.\n"),
        ("One.\r\n\r\n[Ad]\r\n\r\nTwo.\r\n", "One.\r\n\r\nTwo.\r\n"),
        ("[Ad]\n\nOne.\n", "One.\n"),
        ("\ufeff[Ad]\n\nOne.\n", "\ufeffOne.\n"),
        ("One.\n\n[Ad]\n", "One.\n"),
        ("One.\n\n[Ad]", "One."),
        ("One.\n[Ad]", "One."),
        ("[Ad]\n", ""),
        ("One.\n  [Ad]\t\n Two.\n", "One.\n Two.\n"),
        ("One.\n\n[Ad\n]\nTwo.\n", "One.\n\nTwo.\n"),
        ("[Ad]\n[More]\n[Still more]\n\nOne.\n[Ad]\n[Last]", "One."),
        ("One.\n\n[Ad]\n[More]\n\n[Last]\n\nTwo.\n", "One.\n\nTwo.\n"),
        ("One [ad]\nTwo.\n", "One \nTwo.\n"),
        ("One.\n[Ad] and\nTwo.\n", "One.\n and\nTwo.\n"),
        ("One.\n[ ]\nTwo.\n", "One.\n\nTwo.\n"),
        ("One.\n[Ad]\n[T]wo.\n", "One.\n\nwo.\n"),  # two findings would be one edit
        (f"{LONG}\n[Ad]\n{LONG}\n", f"{LONG}\n\n{LONG}\n"),  # else they look like the lines of one paragraph
        (f"{LONG[:-1]}\n[12]\nand then it fell.\n", f"{LONG[:-1]}\nand then it fell.\n"),
    ],
)
def test_what_is_left(marked: str, expected: str) -> None:
    assert left(marked) == expected


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("One.\n[Ad]\n[Keep]", "One.\nKeep"),
        ("One.\n[Keep]\n[Ad]", "One.\nKeep"),
        ("One.\n\n[Ad]\n[Keep]\n\nTwo.\n", "One.\n\nKeep\n\nTwo.\n"),
        ("One.\n[Ad]\n[Keep]\n[Ad]\nTwo.\n", "One.\nKeep\nTwo.\n"),
    ],
)
def test_a_line_that_stays(marked: str, expected: str) -> None:
    assert left(marked, without="Keep") == expected
