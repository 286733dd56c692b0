"""``labels``: what web pages write around an article, read by a small grammar of labels with slots.

``rules/tables/labels.yaml`` lists labels by kind, ``slots.yaml`` beside it the words that some slots take. A line is
page furniture where it is nothing but labels, one after the other or between marks: ``Share | Print | 12 comments``. A
label that correct text has too, such as ``Home``, counts beside one that it hasn't, in the same line or the next.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import Literal

import regex

from cleantext.core.lines import with_end
from cleantext.core.span import Span
from cleantext.language.analysis import Analysis, Passage
from cleantext.rulebook.label_grammar import Grammar, Line
from cleantext.rulebook.label_slots import WORDS
from cleantext.rulebook.match import FindInDocument, FindInPassage, Lists, Match, Pattern, Sees, Strict
from cleantext.rulebook.matchers.line import TOP
from cleantext.rulebook.patterns import compiled
from cleantext.rulebook.prefilter.need import Gate

PREFIX = "label:"
"""Word lists of this name are labels."""

_TAIL = 160  # characters at the end of a paragraph in which labels are looked for
_RUN = 3  # so many lines in a row are furniture although each of them alone might be something else


class Spec(Strict, frozen=True, kw_only=True):
    """Labels of web pages, of one of the ``kinds`` of ``tables/labels.yaml``: whole lines of them, or those at the end
    of a paragraph, after its last sentence.

    ``next`` is searched in the line after them, and ``report: next`` makes that line the finding.
    """

    kinds: Sequence[str]
    at: Literal["line", "end"] = "line"
    next: Pattern | None = None
    report: Literal["labels", "next"] = "labels"


def sees(spec: Spec) -> Sees:
    """The whole text, for labels at the end of a paragraph one block at a time."""
    return "passage" if spec.at == "end" else "document"


def find(spec: Spec, lists: Lists) -> Callable[..., Iterable[Match]]:
    """For lines, groups: ``line``, the line to report without its end. Values: ``credit``, the labels, and ``begin``,
    the first words of the line after them.

    Raises ``ValueError`` for an unknown kind, a wrong label or a wrong pattern.
    """
    return _at_end(spec, lists) if spec.at == "end" else _lines(spec, lists)


def needs(_: Spec, __: Lists) -> Gate:
    """There are too many labels to look for."""
    return Gate()


def _lines(spec: Spec, lists: Lists) -> FindInDocument:
    """Lines of labels, the first sure one of a kind of ``spec``."""
    read = _reader(spec, lists)
    kinds = frozenset(spec.kinds)
    following = compiled(spec.next, lists) if spec.next is not None else None

    def find(analysis: Analysis) -> Iterable[Match]:
        passages = analysis.passages
        lines = [read(passage.text) for passage in passages]
        for i, line in enumerate(lines):
            if line is None or line.kind not in kinds or not (line.sure or _in_company(lines, i)):
                continue
            behind = passages[i + 1].text if i + 1 < len(passages) else ""
            if following and not following.search(behind):
                continue
            span = passages[i + 1 if spec.report == "next" else i].span
            values = {"credit": passages[i].text, "begin": " ".join(behind.split()[:4])}
            yield Match(with_end(analysis.text, span), {"line": span}, values)

    return find


def _at_end(spec: Spec, lists: Lists) -> FindInPassage:
    """Labels after the last sentence of a paragraph."""
    read = _reader(spec, lists)
    kinds = frozenset(spec.kinds)

    def find(passage: Passage) -> Iterable[Match]:
        text = passage.text
        for m in _SENTENCE_START.finditer(text, max(0, len(text) - _TAIL)):
            tail = text[m.end() :]
            line = read(tail)
            if line is not None and line.sure and line.kind in kinds and (" " in tail or tail.isupper()):
                if read(text) is None:  # else the whole line is labels, and goes as such
                    yield Match(Span(m.end(), len(text)))
                return

    return find


_SENTENCE_START = regex.compile(r"(?<=[.!?…][”\"’)\]]?)\s+(?=[\p{Lu}\p{N}\[(►▶→»#©])")


def _in_company(lines: Sequence[Line | None], i: int) -> bool:
    """Whether the furniture around a line makes it furniture.

    The first line of a text is its headline; a mere name is its author's at the top, further down it may be anything.
    """
    here = lines[i]
    if i == 0 or here is None or (not here.labels and i >= TOP):
        return False
    first, last = i, i
    while first and lines[first - 1] is not None:
        first -= 1
    while last + 1 < len(lines) and lines[last + 1] is not None:
        last += 1
    run = [line for line in lines[first : last + 1] if line is not None]
    return len(run) >= _RUN or any(line.sure for line in run)


def _reader(spec: Spec, lists: Lists) -> Callable[[str], Line | None]:
    known = {name.removeprefix(PREFIX): labels for name, labels in lists.items() if name.startswith(PREFIX)}
    if unknown := [kind for kind in spec.kinds if kind not in known]:
        raise ValueError(f"labels: no kind '{unknown[0]}'; there are {', '.join(sorted(known)) or 'none'}")
    words = ((name, tuple(lists.get(name, ()))) for name in WORDS)
    return _grammar(tuple((kind, tuple(labels)) for kind, labels in known.items()), tuple(words)).read


@lru_cache(maxsize=4)
def _grammar(known: tuple[tuple[str, tuple[str, ...]], ...], words: tuple[tuple[str, tuple[str, ...]], ...]) -> Grammar:
    return Grammar(dict(known), dict(words))
