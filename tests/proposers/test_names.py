"""One name in two spellings."""

from __future__ import annotations

import time

import pytest

from cleantext.proposers.names import Names
from tests.proposers.proposals import candidates, repairs, rules

RULE = "name-spelt-otherwise"
REPAIRED = [
    ("Mr Tessmoor sat down. Later Tessmor rose.", "Mr Tessmoor sat down. Later Tessmoor rose."),
    ("We met Ula Drenvick. Then Drenwick left.", "We met Ula Drenvick. Then Drenvick left."),
    ("Kolvezhne, Kolvezhne! It is by Kolwejnoye station.", "Kolvezhne, Kolvezhne! It is by Kolvezhne station."),
    ("Mrs Hrudenia came. Doctor Grudenya left.", "Mrs Hrudenia came. Doctor Hrudenia left."),
    ("We saw Zesvarn, and Zesvarn saw Zesvam.", "We saw Zesvarn, and Zesvarn saw Zesvarn."),
    ("We saw Mrs Belk and Mrs Belque.", "We saw Mrs Belk and Mrs Belk."),
    ("The Hadverton road is old. To Hadvrton it is far.", "The Hadverton road is old. To Hadverton it is far."),
    ("Mr Orkwith wrote. It was Mr Orkworth who read.", "Mr Orkwith wrote. It was Mr Orkwith who read."),
    ("Miss Ferran-Rudd sat. Miss Feran-Rudd stood.", "Miss Ferran-Rudd sat. Miss Ferran-Rudd stood."),
    ("Yusip Hnadko sang. Yusyp Gnadko slept.", "Yusip Hnadko sang. Yusip Hnadko slept."),
    ("Bo Melquíod sang, and Melquiod left.", "Bo Melquíod sang, and Melquíod left."),
    ("Mr Bracklin sat. Later Mr Brackling rose.", "Mr Bracklin sat. Later Mr Bracklin rose."),
    (
        "We know Adlebrook well. Soon Adlerbook left Adlebrook.",
        "We know Adlebrook well. Soon Adlebrook left Adlebrook.",
    ),
    ("Mr Dulv sat down. Later Mr Dulg rose.", "Mr Dulv sat down. Later Mr Dulv rose."),
    ("Mr Aphoudo sat down. Then Mr Afugo rose.", "Mr Aphoudo sat down. Then Mr Aphoudo rose."),
    ("We know Hadverton. Soon Hadverlin left Hadverton.", "We know Hadverton. Soon Hadverton left Hadverton."),
    ("We went to Scotland, yes, Scottland.", "We went to Scotland, yes, Scotland."),
    ("Ida Pebbel left. Captain Ira Pebble called Pebbel.", "Ida Pebbel left. Captain Ira Pebbel called Pebbel."),
]
QUIET = [
    "He flew from Austria to Australia.",
    "Ships left Yemen. The Yemenis stayed.",
    "It opens on Tuesday and on Thursday.",
    "A Ukrainian ship left Ukraine.",
    "Ulf Hansen met Ada Hanson.",
    "Mr Hansen met Mr Hanson.",
    "Mr Tessmoor came. Ada and the Tessmoors left.",
    "The Self-Care guide. On Self-care and more.",
    "We saw Tessmoor, Tessmor, Tessmoor and Tessmor.",
    "He saw Petrovnov and Petrovnova.",
    "The Market is old. We saw Marker and a market.",
    "We know Ulverd and Polmast.",
]


@pytest.mark.parametrize(("text", "repaired"), REPAIRED)
def test_the_first_repair(text: str, repaired: str) -> None:
    assert repairs(Names(), text, RULE)[0] == repaired


@pytest.mark.parametrize("text", QUIET)
def test_quiet(text: str) -> None:
    assert rules(Names(), text) == set()


def test_says_what_speaks_for_one_person() -> None:
    (candidate,) = candidates(Names(), "Mr Tessmoor sat down. Mr Tessmor, Ada Lund and Mr Tessmoor left.")
    assert (
        candidate.evidence["name_titled"] and candidate.evidence["name_beside"] and not candidate.evidence["name_clash"]
    )
    assert candidate.evidence["name_times"] == 2
    (candidate,) = candidates(Names(), "Ula Drenvick sat down. Then Bert Drenwick rose.")
    assert candidate.evidence["name_clash"]


def test_many_names_alike_take_no_long_time() -> None:
    text = " ".join(
        f"We saw Ta{a}{b}{c}{d}on." for a in "abcde" for b in "abcde" for c in "abcdefgh" for d in "abcdefgh"
    )
    start = time.perf_counter()
    candidates(Names(), text)
    assert time.perf_counter() - start < 5
