"""``tokens``: a sequence of tokens by form, lemma, word class or shape, inside one sentence.

Word classes cost much, so they are looked up only in sentences where the sequence fits the forms and the readings
that each may have.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Literal, TypeVar

import regex
from msgspec.structs import replace

from cleantext.core.span import Span
from cleantext.language.analysis import Passage, TaggedToken
from cleantext.language.memo import Memo
from cleantext.language.tagger import coarse, readings
from cleantext.language.tokens import first_form
from cleantext.rulebook.match import FindInSentences, Lists, Match, Pattern, Sees, Strict
from cleantext.rulebook.patterns import compiled, spelt_out
from cleantext.rulebook.prefilter.need import Gate, Need

Test = Callable[[TaggedToken], bool]
T = TypeVar("T")


class TokenSpec(Strict, frozen=True, kw_only=True):
    """One token of a sequence; all the given conditions hold for it. Lists mean any of.

    ``list`` names a word list that holds the form, lower case. ``first`` asks that the sequence opens its sentence,
    and may be given for its first token only. ``op`` is ``?``, ``*`` or ``+``;
    ``name`` makes the matched tokens a group.
    """

    form: str | Sequence[str] | None = None
    lemma: str | Sequence[str] | None = None
    pos: str | Sequence[str] | None = None
    tag: Pattern | None = None
    shape: Pattern | None = None
    regex: Pattern | None = None
    list: str | None = None
    negate: bool = False
    first: bool = False
    op: Literal["?", "*", "+"] | None = None
    name: str | None = None


Spec = Sequence[TokenSpec]


def sees(_: Spec) -> Sees:
    """Some sentences of a block."""
    return "sentences"


def find(specs: Spec, lists: Lists) -> FindInSentences:
    """Groups: the named tokens, each from its first to its last token. Raises ``ValueError`` for a bad spec."""
    tests = [_test(spec, lists) for spec in specs]
    cheaper = [[_form_test(spec, lists, read) for spec in specs] for read in (False, True)]

    fixed = [frozenset(map(str.lower, _as_list(spec.form or ()))) for spec in specs if _always_there(spec)]

    def fits(passage: Passage, sentence: Span) -> bool:
        """Whether the sequence could be there, from the cheapest question to the dearest."""
        if specs[0].first and specs[0].op is None and not cheaper[0][0](first_form(passage.text, sentence.start)):
            return False
        words = passage.forms_of(sentence)
        if fixed:
            lowered = set(map(str.lower, words))
            if any(lowered.isdisjoint(some) for some in fixed):
                return False
        for could in cheaper:
            starts: Iterable[int] = _starts(words, specs)
            if specs[0].op in (None, "+"):
                begins = could[0]
                starts = [at for at, word in zip(starts, words, strict=False) if begins(word)]
            if all(_match(words, at, specs, could, 0) is None for at in starts):
                return False
        return True

    def found(passage: Passage, numbers: Iterable[int]) -> Iterable[Match]:
        for sentence in map(passage.sentences.__getitem__, numbers):
            if fits(passage, sentence):
                yield from _search(passage.tagged(sentence), specs, tests)

    return found


def needs(specs: Spec, lists: Lists) -> Gate:
    """The forms of the row."""
    return Gate((Need(spelt_out(_row(specs, lists), lists), "opening" if specs[0].first else "token"),))


def _always_there(spec: TokenSpec) -> bool:
    """Whether the sequence always holds one of the forms of ``spec``."""
    return spec.form is not None and not spec.negate and spec.op in (None, "+")


def _starts(tokens: Sequence[T], specs: Sequence[TokenSpec]) -> range:
    return range(1 if specs[0].first else len(tokens))


def _search(tokens: Sequence[TaggedToken], specs: Sequence[TokenSpec], tests: Sequence[Test]) -> Iterator[Match]:
    start = 0
    while start < _starts(tokens, specs).stop:
        run = _match(tokens, start, specs, tests, 0)
        if run:
            taken = [(name, i) for i, name in run]
            groups: dict[str, Span] = {}
            for name, i in taken:
                if name:
                    groups[name] = groups[name].join(tokens[i].span) if name in groups else tokens[i].span
            first, last = tokens[run[0][0]], tokens[run[-1][0]]
            span = groups.get("at", Span(first.span.start, last.span.end))
            values = {name: " ".join(tokens[i].form for n, i in taken if n == name) for name in groups}
            yield Match(span, groups, values)
            start = run[-1][0] + 1
        else:
            start += 1


def _match(
    tokens: Sequence[T], at: int, specs: Sequence[TokenSpec], tests: Sequence[Callable[[T], bool]], k: int
) -> list[tuple[int, str | None]] | None:
    """The tokens that ``specs[k:]`` take from ``at`` on, greedily, or None."""
    if k == len(specs):
        return []
    spec, test = specs[k], tests[k]
    least, most = _TIMES[spec.op]
    count = 0
    while count < most and at + count < len(tokens) and test(tokens[at + count]):
        count += 1
    while count >= least:
        rest = _match(tokens, at + count, specs, tests, k + 1)
        if rest is not None:
            return [(at + i, spec.name) for i in range(count)] + rest
        count -= 1
    return None


def _test(spec: TokenSpec, lists: Lists) -> Test:
    tests: list[Test] = []
    if spec.form is not None:
        forms = frozenset(_as_list(spec.form))
        tests.append(lambda t: t.form in forms or t.form.lower() in forms)
    if spec.lemma is not None:
        lemmas = frozenset(_as_list(spec.lemma))
        tests.append(lambda t: t.lemma in lemmas)
    if spec.pos is not None:
        classes = frozenset(_as_list(spec.pos))
        tests.append(lambda t: t.pos in classes)
    if spec.list is not None:
        if spec.list not in lists:
            raise ValueError(f"tokens: no word list '{spec.list}'")
        listed = frozenset(lists[spec.list])
        tests.append(lambda t: t.form.lower() in listed)
    for pattern, field in ((spec.tag, "c5"), (spec.shape, "shape"), (spec.regex, "form")):
        if pattern is not None:
            whole = compiled(pattern, lists)
            tests.append(lambda t, whole=whole, field=field: bool(whole.fullmatch(getattr(t, field))))  # type: ignore[misc]
    if spec.negate:
        return lambda t: not all(test(t) for test in tests)
    return lambda t: all(test(t) for test in tests)


def _form_test(spec: TokenSpec, lists: Lists, read: bool) -> Callable[[str], bool]:
    """Whether a token with this form may pass the test of ``spec``; ``read`` asks for the form's readings too."""
    classless = replace(spec, lemma=None, pos=None, tag=None)
    certain = classless if spec == classless or not spec.negate else TokenSpec()
    test = _test(spec, lists)
    form_test = _test(certain, lists)

    def passes(form: str) -> bool:
        if not form_test(TaggedToken(form, Span(0, len(form)), "")):
            return False
        tags = readings(form) if read and spec.lemma is None and (spec.pos or spec.tag) else ()
        return not tags or any(test(TaggedToken(form, Span(0, len(form)), c5)) for c5 in tags)

    return Memo(passes).__getitem__


def _forms(spec: TokenSpec, lists: Lists) -> str | None:
    """A pattern for the forms that a token may have; None where that is any."""
    if spec.negate:
        return None
    if spec.form is not None:
        return f"(?i:{'|'.join(regex.escape(form) for form in _as_list(spec.form))})"
    if spec.list is not None:
        return f"(?i:{'|'.join(regex.escape(form) for form in lists.get(spec.list, ()))})"
    return f"(?:{spec.regex})" if spec.regex is not None else None


def _may_be(spec: TokenSpec, c5: str) -> bool:
    """Whether a token that is tagged so may pass ``spec``, whatever its form is."""
    tagged = spec.tag is None or regex.fullmatch(spec.tag, c5) is not None
    return spec.negate or (tagged and (spec.pos is None or coarse(c5) in _as_list(spec.pos)))


_TIMES = {None: (1, 1), "?": (0, 1), "*": (0, 12), "+": (1, 12)}


def _as_list(value: str | Sequence[str]) -> Sequence[str]:
    return (value,) if isinstance(value, str) else value


def _row(specs: Sequence[TokenSpec], lists: Lists) -> str:
    """The forms of a sequence of tokens, with any that may have the word class of those of which only that is known."""
    times = {None: "", "?": "?", "*": "*", "+": "+"}
    return "".join(rf"(?:{_form(spec, lists)}\s*){times[spec.op]}" for spec in specs)


def _form(spec: TokenSpec, lists: Lists) -> str:
    pattern = _forms(spec, lists)
    if pattern is not None and not regex.search(r"\\[1-9]", pattern):
        return pattern
    if not spec.negate and spec.shape is not None and _ALL_SMALL.fullmatch(spec.shape):
        return r"[^\P{L}\p{Lu}]+" if "-" not in spec.shape else r"(?:[^\P{L}\p{Lu}]|-)+"
    never = "".join(regex.escape(mark) for mark, tags in MARKS.items() if not any(_may_be(spec, c5) for c5 in tags))
    return rf"(?:[\w’'‑-]+|\d[\d.,:]*|(?:\p{{Lu}}\.){{2,}}|\.{{2,}}|[^\w\s{never}])"


_ALL_SMALL = regex.compile(r"\[(?:x|x-|-x)\]\+|x\+")
MARKS = {
    ".": ("NN1", "NP0", "PUN"),
    ",": ("UNC", "PUN"),
    ";": ("PUN",),
    ":": ("UNC", "NP0", "PUN"),
    "!": ("PUN", "CRD"),
    "?": ("UNC", "PUN"),
    "(": ("UNC", "PUL"),
    ")": ("UNC", "PUR"),
    "—": ("PUN",),
}
"""Marks between words, with the tags that they may get."""
