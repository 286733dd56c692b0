"""Labels of web pages: what a label may be, and which lines are nothing but labels."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleantext.rulebook.matchers import labels
from cleantext.rulebook.matchers.labels import PREFIX
from tests.analysed import analysed

LISTS = {
    PREFIX + "share": ("share (this|) (article)", "print ??", "{n} comments", "via {network}"),
    PREFIX + "menu": ("home ??", "news ??", "sport ??", "culture ??", "about us"),
    "networks": ("facebook", "whats app"),
}


def found(text: str, kind: str = "share") -> list[str]:
    find = labels.find(labels.Spec(kinds=[kind]), LISTS)
    return [text[m.groups["line"].start : m.groups["line"].end] for m in find(analysed(text))]


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Share this article", "share"),
        ("SHARE", "share"),
        ("Share | Print | 12 comments", "share"),
        ("Print · 3 comments", "share"),
        ("via Whats App | Via Facebook", "share"),
        ("Home | News | Sport", "menu"),
        ("» About us «", "menu"),
    ],
)
def test_a_line_of_labels_is_furniture(line: str, kind: str) -> None:
    assert found(f"It rained.\n{line}\nIt stopped.", kind) == [line]


@pytest.mark.parametrize(
    "line", ["Print", "Home", "Share the bread.", "Via Rome", "She left 12 comments", "Print | and more", ""]
)
def test_other_lines_are_not(line: str) -> None:
    assert found(f"It rained.\n{line}\nIt stopped.") == []


def test_a_label_that_may_be_text_counts_beside_one_that_may_not() -> None:
    assert found("It rained.\nPrint\nShare\nIt stopped.") == ["Print", "Share"]


def test_of_labels_that_say_the_same_the_last_one_counts() -> None:
    find = labels.find(labels.Spec(kinds=["share"]), LISTS | {PREFIX + "links": ("share (this|the) article",)})
    assert not list(find(analysed("It rained.\nShare this article\nIt stopped.")))


def test_the_headline_is_not_furniture_for_its_neighbour() -> None:
    assert found("Print\nShare\nIt stopped.") == ["Share"]


@pytest.mark.parametrize(
    ("label", "why"),
    [("(a|b", "not closed"), ("a)", "too many"), ("(a)", "nothing in it"), ("{what} a", "no slot 'what'")],
)
def test_a_wrong_label_is_named(label: str, why: str) -> None:
    with pytest.raises(ValueError, match="labels: .*" + why):
        labels.find(labels.Spec(kinds=["x"]), {PREFIX + "x": (label,)})


def test_an_unknown_kind_is_named() -> None:
    with pytest.raises(ValueError, match="no kind 'shop'; there are menu, share"):
        labels.find(labels.Spec(kinds=["shop"]), LISTS)


@given(st.text(alphabet="Share|this ()[]{}12.,:\n", max_size=80))
def test_any_line_can_be_read(text: str) -> None:
    found(text)
