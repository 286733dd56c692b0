"""``repeat``: a word, phrase, sentence or paragraph said twice."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import combinations, pairwise
from operator import eq

from cleantext.core.span import Span
from cleantext.language.reading import Passage, Reading
from cleantext.rulebook.alphabet import EVERY, REST_OF_WORDS, reduced
from cleantext.rulebook.matchers.match import FindInPassage, FindInReading, Lists, Match
from cleantext.rulebook.schema import RepeatSpec

_INNER = re.compile(rb"(?<=[0-9_])(?=[a-z_])|(?<=[a-z])(?=_)")  # a token may end here, inside a run
_RUNS = bytes(byte if chr(byte).isascii() and (chr(byte).isalnum() or byte == REST_OF_WORDS) else 32 for byte in EVERY)
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

    def find(passage: Passage) -> Iterable[Match]:
        if not spec.between and not _echoes(passage.text):
            return
        written = passage.forms_of(Span(0, len(passage.text)))
        forms = [fold(form) for form in written]
        i = 0
        while i < len(forms):
            found = next((n for n in range(most, least - 1, -1) if _twice(written, forms, i, n, spec)), 0)
            gap = 1 if spec.between else 0
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
    if not (_is_word(forms[i]) and _is_word(forms[i + n - 1])):
        return False
    return spec.starts == "any" or (spec.starts == "capital") == written[i][0].isupper()


def _is_word(form: str) -> bool:
    return any(c.isalpha() for c in form)


@lru_cache(maxsize=8)  # several rules ask about the same passage
def _echoes(text: str) -> bool:
    """Whether a word or a phrase may be said twice in a row: cheaper than by tokens, which consist of such runs."""
    runs = _INNER.sub(b" ", reduced(text).lower()).translate(_RUNS).split()
    return any(map(eq, runs, runs[1:])) or _phrase_twice(runs)


def _phrase_twice(runs: Sequence[bytes]) -> bool:
    pairs = list(pairwise(runs))
    for pair in (pair for pair, count in Counter(pairs).items() if count > 1):
        places = [i for i, other in enumerate(pairs) if other == pair]
        if any(i < j <= i + _LONGEST and runs[i:j] == runs[j : 2 * j - i] for i, j in combinations(places, 2)):
            return True
    return False


def repeated_sentences(spec: RepeatSpec) -> FindInReading:
    """Sentences or paragraphs that stand in the text a second time. The span is the later one."""

    def find(reading: Reading) -> Iterable[Match]:
        seen: set[str] = set()
        for offset, passage in reading.passages:
            units = [Span(0, len(passage.text))] if spec.unit == "paragraph" else passage.sentences
            if spec.unit == "sentence" and len(units) < 2:
                units = units if len(passage.text) >= MIN_PARAGRAPH else []
            for span in units:
                text = " ".join(span.of(passage.text).split())
                if len(text) < (MIN_PARAGRAPH if spec.unit == "paragraph" else MIN_SENTENCE):
                    continue
                if text in seen:
                    yield Match(span.shift(offset))
                seen.add(text)

    return find
