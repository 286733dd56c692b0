"""What is known of words: nothing is made twice that is asked for again and again, and the memory stays as it is."""

from __future__ import annotations

import tracemalloc

from cleantext.language.memo import LONGEST, Memo


def test_a_word_that_comes_again_is_made_once_however_many_others_come_between() -> None:
    made: list[str] = []
    memo = Memo(lambda word: made.append(word) or word, most=20)  # type: ignore[func-returns-value]
    for number in range(1_000):
        assert (memo["often"], memo[str(number)]) == ("often", str(number))
    assert made.count("often") == 1 and len(made) == 1_001


def test_words_without_end_take_no_more_memory() -> None:
    memo = Memo(str.upper, most=200)
    tracemalloc.start()
    held = []
    for start in range(0, 50_000, 10_000):
        for number in range(start, start + 10_000):
            memo[f"word {number}"], memo["long" * LONGEST + str(number)]
        held.append(tracemalloc.get_traced_memory()[0])
    tracemalloc.stop()
    assert max(held) < 200 * 1_000
