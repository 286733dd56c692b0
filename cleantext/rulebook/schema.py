"""The shape of a rule file: one YAML document per rule, every key checked.

A rule says what to look for (``match``, exactly one kind), when not to (``unless``) or only when
(``context``), what is wrong (``title``, ``why``), what to do (``fix``) and how it behaves (``examples``).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

BlockName = Literal["prose", "heading", "list-item", "line", "code"]
RuleId = Annotated[str, Meta(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
Pattern = str
"""A regular expression in the syntax of the ``regex`` module; ``\\L<name>`` is a word list of ``rules/lists.yaml``.

A group named ``rare`` marks the part that few texts have. The prefilter looks for that alone, which is faster where
what stands before it could be nearly anything (``\\p{Ll}+ed(?P<rare> by\\.)``). Every match must have it.
"""


class _Strict(msgspec.Struct, forbid_unknown_fields=True, kw_only=True, frozen=True):
    """Unknown keys are errors: a misspelt key must not silently widen a rule."""


class TokenSpec(_Strict, frozen=True, kw_only=True):
    """One token of a sequence; all the given conditions hold for it. Lists mean any of.

    ``list`` names a word list that holds the form, lower case. ``first`` asks that the sequence opens its sentence,
    and stands at its first token only. ``op`` is ``?``, ``*`` or ``+``;
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


class SentenceSpec(_Strict, frozen=True, kw_only=True):
    """Conditions on a whole sentence; all the given ones hold. ``matches`` is searched in it.

    ``position`` counts in the passage: ``only`` means that it is the only sentence there. ``ends_with`` lists
    last words, lower case. ``verbless: surely`` asks that no word of it could be a finite verb; ``clauses`` says
    how many finite verbs it holds. Groups for fixes: ``seam``, the mark and the gap before the sentence, ``opening``,
    its first word, ``end``, its last mark and the gap behind it, and ``then``, the word that follows.
    """

    matches: Pattern | None = None
    previous: Pattern | None = None
    next: Pattern | None = None
    min_words: int | None = None
    max_words: int | None = None
    verbless: bool | Literal["surely"] | None = None
    clauses: int | None = None
    starts_lower: bool | None = None
    ends_with: str | Sequence[str] | None = None
    position: Sequence[Literal["first", "inner", "last", "only"]] | None = None
    quoted: bool | None = None

    @property
    def asks_for_classes(self) -> bool:
        """Whether the words of the sentence are tagged."""
        return isinstance(self.verbless, bool) or self.clauses is not None


class PairedSpec(_Strict, frozen=True, kw_only=True):
    """A mark without its partner: opened and not closed, or closed and not opened, within ``within``."""

    open: str
    close: str
    problem: Literal["unclosed", "unopened"]
    within: Literal["sentence", "block"] = "block"


class RepeatSpec(_Strict, frozen=True, kw_only=True):
    """Something said twice in a row.

    ``unit`` says what. ``words`` bounds the length of a phrase. ``between`` lists words that may stand between
    the two (``Xi and Xi``); without it they are neighbours. ``allow`` names a word list never reported.
    """

    unit: Literal["word", "phrase", "sentence", "paragraph"]
    words: tuple[int, int] = (1, 1)
    between: Sequence[str] = ()
    after: Sequence[str] = ()
    starts: Literal["any", "capital", "lower"] = "any"
    allow: Sequence[str] = ()
    ignore_case: bool = False


class VariantsSpec(_Strict, frozen=True, kw_only=True):
    """Forms of one thing that a document should not mix. ``forms`` maps what to write to the pattern that finds it.

    What to write is a template of the pattern's groups, which all forms share: ``{stem}our`` and ``{stem}or``.
    The most frequent form wins; where two are equally frequent the others are flagged without a fix.
    ``minimum`` is how often the winner must occur.
    """

    forms: dict[str, Pattern]
    minimum: int = 2
    replace: bool = True


class SpellingsSpec(_Strict, frozen=True, kw_only=True):
    """Names that are ``alike`` but for their spelling, one of them ``minimum`` times there.

    By ``letter`` they differ in one letter, and one occurs three times as often as the other; by ``sound`` in what
    transliterations differ in, and one occurs more often; by ``neighbour`` in an accent, a letter or their sound, and
    both stand beside the same name or title; by ``hyphen`` one has a hyphen between its parts. ``letters`` is how
    long a name must be: short names are alike by chance. ``allow`` names word lists of names that are never the odd
    one.
    """

    letters: int = 6
    minimum: int = 3
    alike: Literal["letter", "sound", "neighbour", "hyphen"] = "letter"
    allow: Sequence[str] = ()


class SeamSpec(_Strict, frozen=True, kw_only=True):
    """A word ``cut`` in two by a space, or two words ``glued`` together.

    Of two glued words one is small. ``first`` and ``last`` name lists of those that may stand there beside any word,
    ``both`` lists of those that may stand beside each other.
    """

    problem: Literal["cut", "glued"]
    first: Sequence[str] = ()
    last: Sequence[str] = ()
    both: Sequence[str] = ()


class LineSpec(_Strict, frozen=True, kw_only=True):
    """A whole line of the document (a block) that ``matches`` in full, and its neighbours.

    ``matches`` may be a list: as many lines in a row, each of which matches in full; a group ``at`` around one of
    them makes that line alone the finding.
    ``drop`` says that the span takes in the line's end, so that deleting it leaves no empty line.
    """

    matches: Pattern | Sequence[Pattern]
    before: Pattern | None = None
    after: Pattern | None = None
    position: Literal["first", "last", "top", "any"] = "any"
    drop: bool = True


class LabelsSpec(_Strict, frozen=True, kw_only=True):
    """Labels of web pages, of one of the ``kinds`` of ``labels.yaml``: whole lines of them, or those at the end of a
    paragraph, behind its last sentence.

    ``next`` is searched in the line behind them, and ``report: next`` makes that line the finding.
    """

    kinds: Sequence[str]
    at: Literal["line", "end"] = "line"
    next: Pattern | None = None
    report: Literal["labels", "next"] = "labels"


class Match(_Strict, frozen=True, kw_only=True):
    """What a rule looks for: exactly one of these."""

    regex: Pattern | None = None
    words: Sequence[str] | dict[str, str | Sequence[str]] | None = None
    tokens: Sequence[TokenSpec] | None = None
    sentence: SentenceSpec | None = None
    paired: PairedSpec | None = None
    repeat: RepeatSpec | None = None
    variants: VariantsSpec | None = None
    spellings: SpellingsSpec | None = None
    seam: SeamSpec | None = None
    line: LineSpec | Pattern | None = None
    labels: LabelsSpec | None = None
    attribution: Pattern | None = None
    classes: Pattern | None = None
    python: str | None = None

    @property
    def kind(self) -> str:
        """The name of the one kind given. Raises ``ValueError`` where it is none, or several."""
        given = [f for f in self.__struct_fields__ if getattr(self, f) is not None]
        if len(given) != 1:
            raise ValueError(f"match takes exactly one kind, not {', '.join(given) or 'none'}")
        return given[0]


class Condition(_Strict, frozen=True, kw_only=True):
    """What surrounds a match. ``before`` must end, and ``after`` begin, at the match; both see its block only.

    ``sentence`` and ``match`` are searched in the sentence around the match and in the matched text;
    ``document`` in the whole text; ``following`` must begin the text behind the match's block.
    """

    before: Pattern | None = None
    after: Pattern | None = None
    match: Pattern | None = None
    sentence: Pattern | None = None
    block: Pattern | None = None
    document: Pattern | None = None
    following: Pattern | None = None
    quoted: bool | None = None
    kinds: Sequence[BlockName] | None = None


class FixSpec(_Strict, frozen=True, kw_only=True):
    """``replace`` replaces the whole match, ``edits`` the named groups, all or nothing.

    Templates take groups in braces: ``{name}``, ``{name:lower}``, ``{name:capital}``, ``{name:upper}``.
    ``alternatives`` are further templates for the whole match.
    """

    replace: str | None = None
    edits: dict[str, str] | None = None
    applicability: Literal["safe", "suggested"] = "suggested"
    alternatives: Sequence[str] = ()


class Example(_Strict, frozen=True, kw_only=True):
    """``bad`` must be found and, where ``good`` is given, become exactly that; ``ok`` must be left alone."""

    bad: str | None = None
    good: str | None = None
    ok: str | None = None


class Rule(_Strict, frozen=True, kw_only=True):
    """A rule as its author writes it. ``title`` says what is wrong in a few words, ``why`` what causes it.

    ``message`` is the line shown at a finding (a template like those of a fix); without it the title serves.
    ``languages`` are those that the rule holds in, as codes of two letters, or ``any``.
    """

    id: RuleId
    title: str
    why: str
    severity: Literal["error", "warning", "info"]
    match: Match
    examples: Sequence[Example]
    message: str | None = None
    fix: FixSpec | None = None
    context: Condition | Sequence[Condition] = ()
    unless: Condition | Sequence[Condition] = ()
    kinds: Sequence[BlockName] = ("prose", "heading", "list-item", "line")
    confidence: Annotated[float, Meta(ge=0, le=1)] = 0.9
    source: str | None = None
    see: Sequence[str] = ()
    languages: Sequence[str] = ("en",)

    def holds_in(self, language: str) -> bool:
        """Whether the rule is for texts in ``language``, a code of two letters."""
        return language in self.languages or "any" in self.languages


def conditions(given: Condition | Sequence[Condition]) -> Sequence[Condition]:
    """One condition or a list of them, as a list."""
    return (given,) if isinstance(given, Condition) else given
