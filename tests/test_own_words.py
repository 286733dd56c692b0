"""Our examples are our own: no five words in a row from the user's document or the articles that we are measured on.

In the many articles to learn from no seven are, since five are often the same by chance.

Those texts are not part of the repository; without them there is nothing to compare with. Articles in ``heldback`` and
``unread`` are left alone here too.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared"
LENGTH, LENGTH_IN_ARTICLES = 5, 7
WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
ORDINARY = re.compile(
    r"cookies to improve|a m\b|\bp m\b|the end of the\b|the end of \d{4}|for the first time in|and at the same time"
    r"|at the age of|in the form of the|by the time the|professor of international relations|what more do you want"
    r"|the size of a|two and a half hours"
    r"|in less than a year|person in charge of the|is the one in the|it is ready to be|the forecast is for a"
    r"|the sample was small and|the last bus leaves at|government of the united|people close to the talks"
    r"|before you see it the|rooms at the back are|at the back are quieter|bolster vector machine|minutes get up and"
    r"|tells the brain that it is"
)
"""Words that anybody writes, and one term that spinners make of the same term everywhere."""


def test_no_example_quotes_what_we_are_measured_on() -> None:
    texts = [path.read_text("utf-8") for top in ("seeds", "bench") for path in SHARED.glob(f"{top}/**/*.txt")]
    if not texts:
        pytest.skip("the texts are not here")
    theirs = {row for text in texts for length in (LENGTH, LENGTH_IN_ARTICLES) for row in rows(text, length)}
    ours = [path for top in ("rules", "seeds", "tests") for path in (ROOT / top).rglob("*") if is_ours(path)]
    assert len(ours) > 100
    found = [
        f"{path.relative_to(ROOT)}:{i}: {row}"
        for path in ours
        for i, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        for row in rows(line, LENGTH_IN_ARTICLES if path.parent.name in ("training", "stacking") else LENGTH)
        if row in theirs and not ORDINARY.search(row)
    ]
    assert found == []


def test_a_quotation_is_found_whatever_its_marks() -> None:
    assert rows("“It fell,” he said. It’s late") == {"it fell he said it's", "fell he said it's late"}


def is_ours(path: Path) -> bool:
    return (
        path.suffix in (".py", ".yaml", ".md", ".txt", ".mark")
        and not {"heldback", "unread"} & {*path.parts}
        and path != Path(__file__)
    )


def rows(text: str, length: int = LENGTH) -> set[str]:
    """Every so many words in a row."""
    words = [word.lower().replace("’", "'") for word in WORD.findall(text)]
    return {" ".join(words[i : i + length]) for i in range(len(words) - length + 1)}
