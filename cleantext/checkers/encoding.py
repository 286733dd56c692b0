"""ftfy as a checker: each step of its explanation becomes findings with exact spans.

Taste is switched off: curly quotes, line ends and Unicode normalisation are no damage. A block is repaired as
a whole, since mojibake is recognised by what stands around it, and the steps are then told apart by a diff.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

import ftfy
import regex

from cleantext.core.document import Block, BlockKind
from cleantext.core.edit import Edit
from cleantext.core.finding import Applicability, Finding, Fix, Severity, Source
from cleantext.core.revision import Revision
from cleantext.core.span import Span
from cleantext.language.accents import without_accents
from cleantext.language.analysis import Analysis
from cleantext.language.tagger import common_forms

CONFIG = ftfy.TextFixerConfig(
    unescape_html=True,
    uncurl_quotes=False,
    fix_line_breaks=False,
    fix_latin_ligatures=False,
    fix_character_width=False,
    normalization=None,
)
"""What ftfy may do. Ligatures and full-width letters are left to rules, which know where they are damage."""


@dataclass(frozen=True, slots=True)
class _Kind:
    rule: str
    message: str
    why: str


_MOJIBAKE = _Kind(
    "mojibake",
    "text was decoded with the wrong encoding",
    "Bytes of one encoding were read as another's; ftfy finds the encodings under which the text makes sense.",
)
_KINDS = {
    "unescape_html": _Kind(
        "html-entity",
        "an HTML entity stands in plain text",
        "A scraper took the text out of a page without decoding its entities.",
    ),
    "remove_terminal_escapes": _Kind(
        "terminal-escape", "a terminal colour code stands in the text", "Output of a terminal was saved as text."
    ),
    "fix_c1_controls": _Kind(
        "c1-control", "a control character stands for a Windows character", "Windows-1252 was read as Latin-1."
    ),
    "fix_surrogates": _Kind(
        "surrogate-pair", "half characters stand for one character", "UTF-16 was decoded unit by unit."
    ),
    "remove_control_chars": _Kind(
        "control-character", "an invisible control character", "Control characters survive copying and scraping."
    ),
}
RULES = frozenset(kind.rule for kind in (_MOJIBAKE, *_KINDS.values()))
PACK = "encoding"

_SUSPECT = regex.compile(r"[^\t\n\r -~“”‘’—–…é]|&[#\w]+;")
_LOST_BYTE = regex.compile(r"â€(?![\u0080-\u00bf\u2000-\u2122œžŸšŒŽŠˆ˜ƒ])")
_LETTERS = ("Ã", "Â")
_SYMBOL = regex.compile(r"&(?:copy|reg|trade|sect|para|deg|euro|pound|yen|hellip|amp);")
_GOES_ON = regex.compile(r" \p{Ll}")
_CURLY = regex.compile("[“”]")
_WORD_END = regex.compile(r"\p{L}*\Z")
_WORD_START = regex.compile(r"\p{L}*")
_WITH_HYPHEN = regex.compile(r"\p{L}*\u00ad[\p{L}\u00ad]*")
_INFLECTED = regex.compile(r"[a-z](?:ed|ing|tions?|ments?)$")
_OPENS = regex.compile(r"(?:^|[\s(\[—–])$")
SOFT_HYPHEN = "\u00ad"
_ENTITY_MARKUP = regex.compile(r"&(?:lt|gt|#60|#62|#x3c|#x3e);", regex.IGNORECASE)
_ABOUT_MARKUP = regex.compile(r"</?[a-z]+[^<>]*>|`|\b(?:entity|entities|HTML|XML|characters?)\b")


@dataclass(frozen=True, slots=True)
class EncodingChecker:
    """Findings of ftfy in every block."""

    name: str = "ftfy"
    source: Source = Source.ENCODING

    @property
    def version(self) -> str:
        """ftfy's version."""
        return ftfy.__version__

    def check(self, analysis: Analysis) -> Iterable[Finding]:
        """Mojibake, entities and control characters; the first step that changes a place speaks for it."""
        for passage in analysis.passages:
            if passage.kind is not BlockKind.CODE and _SUSPECT.search(passage.text):
                for finding in _findings(passage.text, curly=_CURLY.search(analysis.text) is not None):
                    yield finding.shift(passage.start)

    def problems(self) -> Iterable[str]:
        """None: ftfy always runs."""
        return ()


@lru_cache(maxsize=2_000)
def _findings(text: str, curly: bool) -> tuple[Finding, ...]:
    return tuple(_explained(text, curly))


def _explained(text: str, curly: bool) -> Iterator[Finding]:
    step = Revision(text, _no_blocks)
    for kind, after in _steps(text):
        changes = list(_changes(step.text, after))
        for edit in changes:
            origin = _unlost(text, step.edit_to_source(edit))
            # an escaped "<" may be text about markup, and so may any entity beside a tag: only the author knows
            # and where one mark has lost a byte its neighbours have to wait: half a repair is worse than none; a single
            # letter may be what the text is about
            markup = kind.rule == "html-entity" and _ABOUT_MARKUP.search(text)
            around = text[max(0, origin.span.start - 1) : origin.span.end + 1]
            lost = "\ufffd" in around or _LOST_BYTE.search(text)
            found = origin.span.of(text)
            named = _SYMBOL.fullmatch(found) and _GOES_ON.match(text, origin.span.end)
            safe = not (markup or named or _ENTITY_MARKUP.search(found) or lost or found.strip() in _LETTERS)
            if kind.rule == "html-entity":
                origin, sure = _fitting(text, origin, curly)
                safe = safe and sure
            yield Finding(
                rule=kind.rule,
                pack=PACK,
                span=origin.span,
                severity=Severity.INFO if markup else Severity.ERROR,
                message=kind.message,
                why=kind.why,
                source=Source.ENCODING,
                fix=Fix((origin,), Applicability.SAFE if safe else Applicability.SUGGESTED),
                confidence=0.98,
            )
        step = step.apply((edit, (kind.rule,)) for edit in changes)


def _fitting(text: str, edit: Edit, curly: bool) -> tuple[Edit, bool]:
    """A decoded entity as it fits into the text around it, and whether it can be nothing else.

    A straight quotation mark among curly ones becomes one of these; a hyphen that shows only where a line breaks goes
    where the halves are a word together; an accent in the middle of an English word is what damaged it.
    """
    new, old = edit.replacement, edit.span.of(text)
    before = _WORD_END.search(text[: edit.span.start])
    after = _WORD_START.match(text, edit.span.end)
    head, tail = before[0] if before else "", after[0] if after else ""
    if curly and '"' in new and '"' not in old:
        lead = text[: edit.span.start]
        for i, mark in enumerate(new):
            if mark == '"':
                new = new[:i] + ("“" if _OPENS.search(lead + new[:i]) else "”") + new[i + 1 :]
        return Edit(edit.span, new), False
    if SOFT_HYPHEN in new and SOFT_HYPHEN not in old:
        words = _WITH_HYPHEN.findall(head + new + tail)
        known = all(word.replace(SOFT_HYPHEN, "").lower() in common_forms() for word in words)
        return Edit(edit.span, new.replace(SOFT_HYPHEN, "" if known else "-")), known
    plain = without_accents(new)
    word = without_accents(head + new + tail)
    if plain != new and word.islower() and _INFLECTED.search(head + new + tail) and word in common_forms():
        return Edit(edit.span, plain), False
    return edit, True


def _unlost(text: str, edit: Edit) -> Edit:
    """A closing quotation mark that lost its last byte (``â€`` and a space) is no dagger."""
    found = edit.span.of(text)
    if edit.replacement != "†" or not found.startswith("â€"):
        return edit
    return Edit(Span(edit.span.start, edit.span.start + 2), "”")


def _steps(text: str) -> Iterator[tuple[_Kind, str]]:
    """The text after each step of ftfy's plan; encoding and decoding count as one step."""
    _, plan = ftfy.fix_and_explain(text, CONFIG)
    pending: list[ftfy.ExplanationStep] = []
    for explanation in plan or []:
        pending.append(explanation)
        if explanation.action == "encode":
            continue
        kind = _KINDS.get(explanation.parameter, _MOJIBAKE) if explanation.action == "apply" else _MOJIBAKE
        if explanation.action == "transcode":
            continue  # works on the bytes between an encode and a decode
        text = ftfy.apply_plan(text, [(step.action, step.parameter) for step in pending])
        pending = []
        yield kind, text


def _changes(before: str, after: str) -> Iterator[Edit]:
    """The edits from ``before`` to ``after``, grown to whole runs of characters that aren't plain."""
    if before == after:
        return
    a, b = _pieces(before), _pieces(after)
    offsets = [0]
    for piece in a:
        offsets.append(offsets[-1] + len(piece))
    for op, i1, i2, j1, j2 in difflib.SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        if op != "equal":
            edit = Edit(Span(offsets[i1], offsets[i2]), "".join(b[j1:j2]))
            yield edit if len(a) > 20_000 else edit.trimmed(before)


def _pieces(text: str) -> list[str]:
    return regex.findall(r"\s+|[^\s]+", text)


def _no_blocks(text: str) -> tuple[Block, ...]:
    return ()
