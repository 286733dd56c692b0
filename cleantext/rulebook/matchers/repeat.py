"""``repeat``: a word, phrase, sentence or paragraph said twice."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import pairwise
from operator import eq

from cleantext.core.span import Span
from cleantext.language.analysis import Analysis, Passage
from cleantext.language.tokens import is_word
from cleantext.rulebook.alphabet import REST_OF_WORDS, reduced
from cleantext.rulebook.matchers.match import FindInDocument, FindInPassage, Lists, Match
from cleantext.rulebook.schema import RepeatSpec

_INNER = re.compile(rb"(?<=[0-9_])(?=[a-z_])|(?<=[a-z])(?=_)")  # a token may end here, inside a run
_MIXED = re.compile(rb"[0-9][a-z]")
_RUNS = bytes(
    byte if chr(byte).isascii() and (chr(byte).isalnum() or byte == REST_OF_WORDS) else 32 for byte in range(256)
)
"""All but letters and digits as spaces."""
_LONGEST = 40  # runs of a phrase that is looked for
MIN_SENTENCE, MIN_PARAGRAPH = 25, 40  # characters: shorter ones are repeated on purpose, as refrains and labels


def repeat_matcher(spec: RepeatSpec, lists: Lists) -> FindInPassage:
    """Words and phrases. The span runs from the first saying to the end of the second.

    Groups: ``first`` and ``second``, the two, and ``extra``, what to delete to say it once.
    """
    least, most = spec.words
    allow = {word for name in spec.allow for word in lists.get(name, (name,))}
    fold = str.lower if spec.ignore_case else str
    gap = 1 if spec.between else 0

    def find(passage: Passage) -> Iterable[Match]:
        if not spec.between and not _echoes(passage.text):
            return
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


def _twice(written: Sequence[str], forms: Sequence[str], i: int, n: int, spec: RepeatSpec) -> bool:
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


@lru_cache(maxsize=512)  # several rules ask about the same passages, one after the other
def _echoes(text: str) -> bool:
    """Whether a word or a phrase may be said twice in a row: cheaper than by tokens, which consist of such runs."""
    letters = reduced(text).lower()
    if b"_" in letters or _MIXED.search(letters):
        letters = _INNER.sub(b" ", letters)
    runs = letters.translate(_RUNS).split()
    return any(map(eq, runs, runs[1:])) or _phrase_twice(runs)


def _phrase_twice(runs: Sequence[bytes]) -> bool:
    first: dict[tuple[bytes, bytes], int] = {}
    places: dict[tuple[bytes, bytes], list[int]] = {}  # of pairs that recur, which are few
    for i, pair in enumerate(pairwise(runs)):
        before = first.setdefault(pair, i)
        if before == i:
            continue
        earlier = places.setdefault(pair, [before])
        for j in reversed(earlier):
            if i - j > _LONGEST:
                break
            if runs[j:i] == runs[i : 2 * i - j]:
                return True
        earlier.append(i)
    return False


def repeated_sentences(spec: RepeatSpec) -> FindInDocument:
    """Sentences or paragraphs that stand in the text a second time. The span is the later one."""

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
