"""``repeat``: a word, phrase, sentence or paragraph said twice."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from operator import eq
from typing import Literal

from cleantext.core.span import Span
from cleantext.language.analysis import Analysis, Passage
from cleantext.language.tokens import is_word
from cleantext.rulebook.match import FindInDocument, FindInPassage, Lists, Match, Sees, Strict
from cleantext.rulebook.matchers.words import as_pattern
from cleantext.rulebook.prefilter.need import Again, Gate, Need

MIN_SENTENCE, MIN_PARAGRAPH = 25, 40  # characters: shorter ones are repeated on purpose, as refrains and labels


class Spec(Strict, frozen=True, kw_only=True):
    """Something said twice in a row.

    ``unit`` says what. ``words`` bounds the length of a phrase. ``between`` lists words that may come between
    the two (``Xi and Xi``); without it they are neighbours. ``allow`` names a word list never reported.
    """

    unit: Literal["word", "phrase", "sentence", "paragraph"]
    words: tuple[int, int] = (1, 1)
    between: Sequence[str] = ()
    after: Sequence[str] = ()
    starts: Literal["any", "capital", "lower"] = "any"
    allow: Sequence[str] = ()
    ignore_case: bool = False


def sees(spec: Spec) -> Sees:
    """One block at a time, for sentences and paragraphs the whole text."""
    return "document" if spec.unit in ("sentence", "paragraph") else "passage"


def find(spec: Spec, lists: Lists) -> Callable[..., Iterable[Match]]:
    """Of words and phrases the span runs from the first to the end of the second. Groups: ``first`` and ``second``, the
    two, and ``extra``, what to delete to say it once. Values: ``word``, the first. Of sentences and paragraphs the span
    is the later one."""
    return _in_document(spec) if sees(spec) == "document" else _in_passage(spec, lists)


def needs(spec: Spec, _: Lists) -> Gate:
    """The words beside it, or anything that is repeated at once."""
    if neighbours := spec.after or spec.between:
        behind = r"\s*[^\s\p{Ll}]" if spec.after and spec.starts == "capital" else ""
        return Gate((Need(rf"(?i:{'|'.join(map(as_pattern, neighbours))}){behind}"),))
    return Gate((Again(1, 0),)) if sees(spec) == "passage" else Gate()


def _in_passage(spec: Spec, lists: Lists) -> FindInPassage:
    """Words and phrases."""
    least, most = spec.words
    allow = {word for name in spec.allow for word in lists.get(name, (name,))}
    fold = str.lower if spec.ignore_case else str
    gap = 1 if spec.between else 0

    def find(passage: Passage) -> Iterable[Match]:
        written = passage.forms_of(Span(0, len(passage.text)))
        forms = list(map(fold, written))
        lengths = [n for n in range(most, least - 1, -1) if any(map(eq, forms, forms[n + gap :]))]
        i = 0 if lengths else len(forms)
        while i < len(forms):
            found = next((n for n in lengths if _twice(written, forms, i, n, spec)), 0)
            if found and not (found == 1 and forms[i].lower() in allow):
                tokens = passage.tokens
                first = Span(tokens[i].span.start, tokens[i + found - 1].span.end)
                second = Span(tokens[i + found + gap].span.start, tokens[i + 2 * found + gap - 1].span.end)
                start = tokens[i - 1].span.start if spec.after else first.start
                groups = {"first": first, "second": second, "extra": Span(first.end, second.end)}
                yield Match(Span(start, second.end), groups, {"word": first.of(passage.text)})
                i += 2 * found + gap
            else:
                i += 1

    return find


def _twice(written: Sequence[str], forms: Sequence[str], i: int, n: int, spec: Spec) -> bool:
    gap = 1 if spec.between else 0
    end = i + 2 * n + gap
    if end > len(forms) or forms[i] != forms[i + n + gap] or forms[i : i + n] != forms[i + n + gap : end]:
        return False
    if spec.between and forms[i + n].lower() not in spec.between:
        return False
    if spec.after and not (i and forms[i - 1].lower() in spec.after):
        return False
    if not (is_word(forms[i]) and is_word(forms[i + n - 1])):
        return False
    return spec.starts == "any" or (spec.starts == "capital") == written[i][0].isupper()


def _in_document(spec: Spec) -> FindInDocument:
    """Sentences or paragraphs that the text has a second time."""

    def find(analysis: Analysis) -> Iterable[Match]:
        seen: set[str] = set()
        if not (_begins_twice(analysis) if spec.unit == "sentence" else _line_twice(analysis)):
            return
        for passage in analysis.passages:
            units = [Span(0, len(passage.text))] if spec.unit == "paragraph" else passage.sentences
            if spec.unit == "sentence" and len(units) < 2:
                units = units if len(passage.text) >= MIN_PARAGRAPH else []
            for span in units:
                text = " ".join(span.of(passage.text).split())
                if len(text) < (MIN_PARAGRAPH if spec.unit == "paragraph" else MIN_SENTENCE):
                    continue
                if text in seen:
                    yield Match(span.shift(passage.start))
                seen.add(text)

    return find


def _line_twice(analysis: Analysis) -> bool:
    """Whether two passages may be one but for white space: they begin and end alike."""
    texts = [passage.text for passage in analysis.passages]
    edges = [(*text[:20].split()[:1], *text[-20:].split()[-1:]) for text in texts]
    return len(set(edges)) < len(edges)


def _begins_twice(analysis: Analysis) -> bool:
    """Whether two sentences may begin alike. Where white space is anything but one space nobody knows."""
    lines, passages = analysis.lines, analysis.passages
    if "  " in lines or lines.count("\n") >= len(passages) or any(space in lines for space in _OTHER_SPACES):
        return True
    sentences = [(passage.text, span) for passage in passages for span in passage.sentences]
    begins = [text[span.start : span.start + MIN_SENTENCE] for text, span in sentences if len(span) >= MIN_SENTENCE]
    return len(set(begins)) < len(begins)


_OTHER_SPACES = (
    "\t\v\f\r\x1c\x1d\x1e\x1f\x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u2028\u2029\u202f\u205f\u3000"
)
