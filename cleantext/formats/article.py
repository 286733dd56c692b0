"""The article of a web page, as HTML: what ``--main-content`` reads of it. All around stays as it is.

Blocks of running text that hardly link elsewhere, and don't say that they are beside the matter, are its substance. The
innermost element that holds most of it is the article; of what else is in that, headings, captions, list items and
cells between these blocks belong to it. A page without such an element has no article, and none of it is read.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence

import regex

from cleantext.core.document import Block, BlockKind
from cleantext.formats.html import Surroundings, with_surroundings
from cleantext.formats.known import Reading
from cleantext.formats.pieces import Prose

_LONG, _SENTENCE = 140, 50  # characters of a block, and of one that ends as a sentence does
_LEAST = 250  # characters of an article
_MOST_LINKED, _LINKED_WITHIN = 0.25, 0.5  # of the characters of a block
_SHARE = 0.75  # of all running text, in the article
_ENDED = regex.compile(r"[.!?…][\"'”’»)\]]*\Z")


def read(source: str, reading: Reading) -> Prose:
    """The prose of the article. Any text is HTML, so nothing is refused."""
    prose, around = with_surroundings(source, xml=source.lstrip("\ufeff").startswith("<?xml"))
    return prose.only(_article(prose.text, prose.blocks, around))


def _article(text: str, blocks: Sequence[Block], around: Sequence[Surroundings]) -> Collection[int]:
    """The numbers of the blocks that are the article."""
    lengths = [len(block.span) for block in blocks]
    running = [
        number
        for number, (block, near) in enumerate(zip(blocks, around, strict=True))
        if not near.aside
        and near.linked < _MOST_LINKED * lengths[number]
        and near.tag not in ("alt", "title")
        and (lengths[number] >= _LONG or (lengths[number] >= _SENTENCE and _ENDED.search(block.span.of(text))))
    ]
    held: Counter[int] = Counter()
    for number in running:
        for element in around[number].within:
            held[element] += lengths[number]
    whole = sum(lengths[number] for number in running)
    largest = [element for element, size in held.items() if size >= max(_SHARE * whole, _LEAST)]
    if not largest:
        return ()
    article = max(largest)  # elements are numbered in the order of the page, so the innermost
    inside = [number for number in running if article in around[number].within]
    first, last = inside[0], inside[-1]
    while first > 0 and _leads(blocks[first - 1], around[first - 1], article):
        first -= 1
    found = {
        number
        for number in range(first, last + 1)
        if article in around[number].within
        and not around[number].aside
        and around[number].linked < _LINKED_WITHIN * lengths[number]
    }
    titles = [number for number in range(first) if around[number].tag == "h1" and not around[number].aside]
    return found.union(titles[-1:])


def _leads(block: Block, near: Surroundings, article: int) -> bool:
    """Whether a block right before running text is its heading."""
    return article in near.within and not near.aside and block.kind is BlockKind.HEADING
