"""Words of other languages, and fields that nobody filled in."""

from __future__ import annotations

import pytest

from cleantext.proposers.leftovers import Leftovers
from tests.proposers.proposals import repairs, rules

AMONG = [
    ("It opens in Haziran again.", "It opens in June again."),
    ("Lund asked the Betriebsrat for help.", "Lund asked the works council for help."),
    ("They ran to Tallinn und Riga.", "They ran to Tallinn and Riga."),
    ("Serve it with Kren (horseradish) and bread.", "Serve it with horseradish and bread."),
    ("His wife, a hegedűművész violinist, left.", "His wife, a violinist, left."),
    ("They fed it cabbage (大白菜) and rice.", "They fed it cabbage and rice."),
    ("See 图 2 for the rest of it.", "See Fig. 2 for the rest of it."),
    ("Write to {{contact_name}} or call.", "Write to or call."),
    ("It has a score. Transit Score: undefined", "It has a score."),
    ("The bikes come in %NEXT_VERSION% again.", "The bikes come in again."),
    ("Error! Bookmark not defined. Nobody came.", "Nobody came."),
]
QUIET = [
    "She has sent the mayor a note, and they’ve read it in the café.",
    "The null hypothesis was undefined, up 5% since May [see below].",
    "In Boston, MA, the α and β forms weigh 5 µg each.",
]


@pytest.mark.parametrize(("text", "repaired"), AMONG)
def test_one_of_the_repairs(text: str, repaired: str) -> None:
    found = [r for rule in rules(Leftovers(), text) for r in repairs(Leftovers(), text, rule)]
    assert repaired in found


def test_a_strange_word_is_pointed_at() -> None:
    assert rules(Leftovers(), "The mitgelieferung was late.") == set()
    assert rules(Leftovers(), "Press the päällä button.") == {"leftover-spelling"}


@pytest.mark.parametrize("text", QUIET)
def test_quiet(text: str) -> None:
    assert rules(Leftovers(), text) == set()
