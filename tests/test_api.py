"""The functions of the package itself."""

from __future__ import annotations

import pickle
from concurrent.futures import ThreadPoolExecutor

import pytest

import cleantext

TEXTS = [
    "It stood alone on the stage. . It fell.",
    "Port chief Pelle. Sandqvist warned them.",
    "It stood alone on the stage.",
    "Der Zug  fährt heute nicht , weil es stürmt. Alle warten auf den Bus.",
]


@pytest.mark.parametrize("text", TEXTS)
def test_what_is_found_does_not_depend_on_what_was_read_before(text: str) -> None:
    before = cleantext.check(text)
    for other in TEXTS:
        cleantext.clean(other, level="suggested")
    assert cleantext.check(text) == before


def test_several_threads_may_ask() -> None:
    texts = [f"{text} {number} people saw it. ." for number in range(8) for text in TEXTS]
    alone = [cleantext.clean(text, level="suggested") for text in texts]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(lambda text: cleantext.clean(text, level="suggested"), texts)) == alone


def test_an_unknown_level_is_refused() -> None:
    with pytest.raises(ValueError, match="no level 'all'"):
        cleantext.clean("It fell.", level="all")


@pytest.mark.parametrize(
    ("text", "shown", "html"),
    [
        (
            TEXTS[0],
            [
                "text:1:29: stray-period-after-sentence: ",
                "    It stood alone on the stage. . It fell.",
                " " * 32 + "^^",
            ],
            "<br>It stood alone on the stage.<mark> .</mark> It fell.</p>",
        ),
        (TEXTS[2], ["nothing found"], "<p>nothing found</p>"),
        ("<b>It</b> stood\x1b[2J. . It fell.", ["\\x1b[2J. . It"], "&lt;b&gt;It&lt;/b&gt; stood"),
    ],
)
def test_findings_show_themselves_in_their_places(text: str, shown: list[str], html: str) -> None:
    found = cleantext.check(text)
    assert all(line in repr(found) for line in shown), repr(found)
    assert html in found._repr_html_()
    assert "\x1b" not in repr(found) + found._repr_html_() and "<b>It" not in found._repr_html_()
    assert pickle.loads(pickle.dumps(found)) == found and pickle.loads(pickle.dumps(found)).text == text


def test_the_damage_of_a_text_is_the_share_of_its_sentences() -> None:
    damaged = cleantext.damage("The hall is is open. . It was  built in of 1990. The the roof leaks..")
    assert 0.3 < damaged.share <= 1
    assert set(damaged.kinds) <= {"broken", "spun", "scraped", "mis-encoded"}
    assert cleantext.damage("").share == 0
