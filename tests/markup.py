"""Read annotated articles: damaged text in which every artefact is marked.

A mark is ``⟦kind|bad text|fix|fix⟧``. The bad text stands in the damaged article; the fixes, if
any, are the replacements a reader would accept, the likeliest first (``␀`` is the empty one). An
artefact without fixes can only be flagged, because nobody can know the words that are missing.

Run as a script it checks every ``.mark`` file below ``tests/`` and that each file in ``seeds/`` is
the damaged text of its gold, then prints how many artefacts of each kind there are.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

TESTS = Path(__file__).resolve().parent
SEEDS = TESTS.parent / "seeds"
GOLD = TESTS / "seeds_gold"
CORPUS = TESTS / "corpus"

KINDS = frozenset(
    [
        "stray-punct",
        "spacing",
        "quote-bracket",
        "casing-split",
        "boundary",
        "abbrev-period",
        "attribution",
        "orphan",
        "repeat",
        "truncated",
        "encoding",
        "scrape",
        "consistency",
        "number",
        "untranslated",
        "tortured",
        "grammar",
        "garbled",
    ]
)

_MARK = re.compile(r"⟦([^⟦⟧|]*)\|([^⟦⟧|]+)((?:\|[^⟦⟧|]*)*)⟧")


class MarkupError(ValueError):
    """A mark that is not well formed; the message gives its line."""


@dataclass(frozen=True, slots=True)
class Artefact:
    """One place of damage; ``start`` and ``end`` are str offsets into the damaged text."""

    kind: str
    start: int
    end: int
    text: str
    fixes: tuple[str, ...]


def parse(text: str) -> tuple[str, list[Artefact]]:
    """Split marked-up text into the damaged text and its artefacts, in order.

    >>> damaged, (comma, credit) = parse("Rain⟦spacing|,then|, then⟧ sun. ⟦scrape|Photo: AP|␀⟧")
    >>> damaged
    'Rain,then sun. Photo: AP'
    >>> comma
    Artefact(kind='spacing', start=4, end=9, text=',then', fixes=(', then',))
    >>> damaged[credit.start : credit.end], credit.fixes
    ('Photo: AP', ('',))
    >>> parse("It ends ⟦truncated|on the⟧")[1][0].fixes
    ()

    Raises `MarkupError` for an unknown kind, an empty bad text or an unbalanced bracket.
    """
    damaged: list[str] = []
    artefacts: list[Artefact] = []
    length = read = 0
    for mark in _MARK.finditer(text):
        plain = _plain(text, read, mark.start())
        kind, bad, *fixes = mark[0][1:-1].split("|")
        if kind not in KINDS:
            raise MarkupError(f"line {_line(text, mark.start())}: unknown kind {kind!r}")
        start = length + len(plain)
        length = start + len(bad)
        accepted = tuple(fix.replace("␀", "") for fix in fixes)
        artefacts.append(Artefact(kind, start, length, bad, accepted))
        damaged += plain, bad
        read = mark.end()
    damaged.append(_plain(text, read, len(text)))
    return "".join(damaged), artefacts


def repair(damaged: str, artefacts: Iterable[Artefact]) -> str:
    """The text with the first fix of every artefact applied; those without a fix stay.

    >>> repair(*parse("in ⟦repeat|the the|the⟧ house ⟦orphan|Stated.⟧"))
    'in the house Stated.'
    """
    pieces: list[str] = []
    read = 0
    for artefact in artefacts:
        pieces += damaged[read : artefact.start], (artefact.fixes or (artefact.text,))[0]
        read = artefact.end
    return "".join([*pieces, damaged[read:]])


def read(path: Path) -> tuple[str, list[Artefact]]:
    """Parse a file as it lies on disk: line ends and a byte order mark are kept."""
    try:
        return parse(path.read_bytes().decode("utf-8"))
    except MarkupError as error:
        raise MarkupError(f"{path}: {error}") from None


def count(paths: Iterable[Path]) -> Counter[str]:
    """How many artefacts of each kind the files hold."""
    return Counter(artefact.kind for path in paths for artefact in read(path)[1])


def complaints() -> Iterator[str]:
    """What is wrong with the marked files; nothing when all is well."""
    for path in sorted(TESTS.rglob("*.mark")):
        try:
            read(path)
        except MarkupError as error:
            yield str(error)
    for seed in sorted(SEEDS.glob("*.txt")):
        gold = GOLD / f"{seed.stem}.mark"
        if not gold.exists():
            yield f"{seed}: no gold at {gold}"
        elif read(gold)[0].encode() != seed.read_bytes():
            yield f"{seed}: not the damaged text of {gold}"


def _plain(text: str, start: int, end: int) -> str:
    plain = text[start:end]
    if loose := re.search("[⟦⟧]", plain):
        raise MarkupError(f"line {_line(text, start + loose.start())}: unbalanced {loose[0]}")
    return plain


def _line(text: str, offset: int) -> int:
    return text.count("\n", 0, offset) + 1


def _main() -> int:
    problems = list(complaints())
    print(*problems, sep="\n", end="\n" if problems else "")
    if problems:
        return 1
    sets: Sequence[Path] = (GOLD, CORPUS / "damaged", CORPUS / "heldback")
    counts = [count(sorted(folder.glob("*.mark"))) for folder in sets]
    print(f"{'kind':16}" + "".join(f"{folder.name:>12}" for folder in sets))
    for kind in sorted(KINDS):
        print(f"{kind:16}" + "".join(f"{c[kind]:12}" for c in counts))
    print(f"{'all':16}" + "".join(f"{c.total():12}" for c in counts))
    return 0


if __name__ == "__main__":
    sys.exit(_main())
