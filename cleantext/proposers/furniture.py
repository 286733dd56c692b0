"""The words that a web page puts around its articles, listed in ``furniture.txt``, and where they are in a text.

Spinners and translators change them too, so that each phrase counts also with the words that they put for its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import product
from pathlib import Path

_LIST = Path(__file__).with_name("furniture.txt")
_WORD = re.compile(r"(\d[\d.,]*)|[A-Z]+(?![a-z])|[A-Z]?[a-z]+(?:[’'][a-z]+)?|[^\W\d_]+|[©ⓒ]")
_LONGEST = 7  # words of a phrase
_SPUN = {
    "share": ("proportion", "percentage"),
    "related": ("associated",),
    "read": ("learn",),
    "also": ("additionally", "too"),
    "more": ("extra", "further"),
    "stories": ("tales",),
    "photo": ("photograph", "foto", "image", "picture"),
    "facebook": ("fb",),
    "article": ("text", "piece"),
    "might": ("would possibly", "could"),
    "may": ("could", "would possibly"),
    "comment": ("remark",),
    "comments": ("remarks", "responses"),
    "follow": ("observe", "comply with"),
    "newsletter": ("publication", "e-newsletter", "bulletin"),
    "latest": ("newest",),
    "next": ("subsequent",),
    "watch": ("look at",),
    "now": ("presently",),
    "link": ("hyperlink",),
    "email": ("e-mail", "mail"),
    "original": ("unique",),
    "video": ("movie",),
    "top": ("high",),
    "updated": ("up to date", "actualized"),
    "update": ("actualize",),
    "information": ("info",),
    "full": ("complete",),
    "page": ("web page",),
    "add": ("upload",),
    "subscribe": ("abonnement",),
    "stay": ("keep",),
    "view": ("see",),
}


@dataclass(frozen=True, slots=True)
class Furniture:
    """A phrase of a page, by its str offsets. ``alone``: one word, which the text may use as well."""

    start: int
    end: int
    kind: str
    alone: bool


def furniture(text: str) -> Iterator[Furniture]:
    """The phrases in a text, in order; each begins with a capital or a digit.

    >>> [(found.kind, found.start, found.end) for found in furniture("It left.Read moreShare this")]
    [('headlines', 8, 17), ('sharing', 17, 27)]
    """
    known = _phrases()
    words = list(_WORD.finditer(text))
    forms = ["#" if m[1] else m[0].lower().replace("'", "’") for m in words]
    at = 0
    while at < len(words):
        step = 1
        if forms[at] in _firsts() and not words[at][0].islower():
            for size in range(min(_LONGEST, len(words) - at), 0, -1):
                kind = known.get(" ".join(forms[at : at + size]))
                if kind:
                    yield Furniture(words[at].start(), words[at + size - 1].end(), kind, size == 1)
                    step = size
                    break
        at += step


def may_begin(piece: str) -> bool:
    """Whether a phrase may begin in a piece of a text without white space: a quick look."""
    return any(
        not m[0].islower() and ("#" if m[1] else m[0].lower().replace("'", "’")) in _firsts()
        for m in _WORD.finditer(piece)
    )


@cache
def _firsts() -> frozenset[str]:
    return frozenset(phrase.split()[0] for phrase in _phrases())


@cache
def _phrases() -> dict[str, str]:
    found: dict[str, str] = {}
    for line in _LIST.read_text(encoding="utf-8").splitlines():
        kind, colon, listed = line.partition(":")
        if colon and not line.startswith("#"):
            for phrase in listed.split(","):  # a slash is between words of which each may be there
                for variant in _variants(phrase.replace("-", " ").split()):
                    found.setdefault(variant, kind)
    return found


def _variants(words: list[str]) -> Iterator[str]:
    """A phrase as it is, and spun, with each of the words that a slash parts."""
    slots = ([form for word in slot.split("/") for form in (word, *_SPUN.get(word, ()))] for slot in words)
    for chosen in product(*slots):
        yield " ".join(chosen).replace("-", " ")
