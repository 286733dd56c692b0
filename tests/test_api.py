"""The functions of the package itself."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

import cleantext

TEXTS = [
    "It stood alone on the stage. . It fell.",
    "NATO chief Jens. Stoltenberg warned them.",
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
    texts = [f"{text} {number} people saw it. ." for number in range(20) for text in TEXTS]
    alone = [cleantext.clean(text, level="suggested") for text in texts]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(lambda text: cleantext.clean(text, level="suggested"), texts)) == alone


def test_an_unknown_level_is_refused() -> None:
    with pytest.raises(ValueError, match="no level 'all'"):
        cleantext.clean("It fell.", level="all")
