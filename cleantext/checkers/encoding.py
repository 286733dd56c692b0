"""ftfy as a checker: each step of its explanation becomes findings with exact spans.

Taste is switched off: curly quotes, line ends and Unicode normalisation are no damage. A block is repaired as
a whole, since mojibake is recognised by what is around it, and the steps are then told apart by a diff.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.metadata import version
from itertools import groupby
from typing import Any

import regex

from cleantext.checkers.mojibake import Repair, apostrophe, broken, letters, lost_bytes, words_in_two_scripts
from cleantext.core.document import Block, BlockKind
from cleantext.core.edit import Edit
from cleantext.core.finding import Applicability, Finding, Fix, Severity, Source
from cleantext.core.revision import Revision
from cleantext.core.span import Span
from cleantext.formats.decoding import escaped_bytes
from cleantext.language.accents import without_accents
from cleantext.language.analysis import Analysis
from cleantext.language.tagger import common_forms
from cleantext.language.vocabulary import is_known
from cleantext.proposers.encodings import ABOUT_ENCODINGS

_ALLOWED: dict[str, Any] = {
    "unescape_html": True,
    "uncurl_quotes": False,
    "fix_line_breaks": False,
    "fix_latin_ligatures": False,
    "fix_character_width": False,
    "normalization": None,
}
"""What ftfy may do. Ligatures and full-width letters are left to rules, which know where they are damage."""
_ALIGNED = 500  # pieces of text that are aligned with care


@dataclass(frozen=True, slots=True)
class _Kind:
    rule: str
    message: str
    why: str


_MOJIBAKE = _Kind(
    "mojibake",
    "text was decoded with the wrong encoding",
    "Text in one encoding was read as if it were in another; ftfy finds the encodings that make sense of it.",
)
_HYPHEN = _Kind(
    "soft-hyphen",
    "an invisible hyphen and a line end cut a word in two",
    "The page marked where the word may break, and the mark was kept.",
)
_ENTITY = _Kind(
    "html-entity",
    "an HTML entity in plain text",
    "A scraper probably copied the text without decoding its entities.",
)
_CONTROL_CHARACTER = _Kind(
    "control-character", "an invisible control character", "Control characters often survive copying and scraping."
)
_BAD_BYTES = _Kind(
    "undecodable-bytes",
    "bytes that are not UTF-8",
    "The file was probably cut inside a character, or parts of it are in another encoding. The copy keeps the bytes.",
)
_TERMINAL = _Kind(
    "terminal-escape", "a terminal control sequence in the text", "Terminal output was probably saved as text."
)
_KINDS = {
    "unescape_html": _ENTITY,
    "remove_terminal_escapes": _TERMINAL,
    "fix_c1_controls": _Kind(
        "c1-control",
        "a control character in place of a Windows character",
        "Windows-1252 was probably read as Latin-1.",
    ),
    "fix_surrogates": _Kind(
        "surrogate-pair", "two half characters in place of one character", "UTF-16 was probably decoded unit by unit."
    ),
    "remove_control_chars": _CONTROL_CHARACTER,
}
RULES = frozenset(kind.rule for kind in (_MOJIBAKE, _HYPHEN, _BAD_BYTES, *_KINDS.values()))
PACK = "encoding"

_SUSPECT = regex.compile(r"[^\t\n\r -~“”‘’—–…é]|&[#\w]+;")
_ALONE = ("Ã", "Â")
_SIGN = regex.compile(r"[\xa1-\xbf]")  # with an "Â" before it, it was this sign already
_LEADS = tuple("ÃÂÅÎÐÙâãð")
_SYMBOL = regex.compile(r"&(?:amp;)?(?:copy|reg|trade|sect|para|deg|euro|pound|yen|hellip);|&amp;")
_WIDE_MARKS = regex.compile(r"[\u3001\u3002\uff01-\uff0f\uff1a-\uff20]+")
_GOES_ON = regex.compile(r" \p{Ll}")
_CURLY = regex.compile("[“”]")
_WITH_HYPHEN = regex.compile(r"\p{L}*\u00ad[\p{L}\u00ad]*")
_INFLECTED = regex.compile(r"[a-z](?:ed|ing|tions?|ments?)$")
_OPENS = regex.compile(r"(?:^|[\s(\[—–])$")
SOFT_HYPHEN = "\u00ad"
_BROKEN_BY_HYPHEN = regex.compile(
    r"(?<=(\p{L}+))(?P<gap>[ \t]*\r?\n?\u00ad+\r?\n[ \t]*|[ \t]*\r?\n\u00ad+)(?=(\p{Ll}+))"
)
_ESCAPED_TWICE = regex.compile(r"&amp;(?=(?:#\d{1,7}|#x[0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,23});)")
_ENTITY_MARKUP = regex.compile(r"&(?:lt|gt|#60|#62|#x3c|#x3e);", regex.IGNORECASE)
_ABOUT_MARKUP = regex.compile(r"</?[a-z]+[^<>]*>|`|\b(?:entity|entities|HTML|XML|characters?)\b")
_SHOWN = regex.compile(
    r"\b(?:HTML|XML|tags?|elements?|markup|attributes?|syntax|source code|browsers?)\b"
    r"|(?i:\b(?:type|types|typed|typing|enter|write|writes|insert|use|using|put|add|wrap|begin with|start with)\b)"
    r"(?: +[\w-]+){0,3} +[“\"'(]?&(?:amp;)?lt;"
)
"""A text that shows its reader how markup is written."""
_LONE = regex.compile(r"(?<![\ud800-\udbff])[\udc00-\udfff]+|[\ud800-\udbff]+(?![\udc00-\udfff])")
_WINDOWS = frozenset("…‘’“”–—")
_SEQUENCE = regex.compile(
    r"(?:\x1b[\]PX^_]|[\x90\x98\x9d-\x9f](?=[\x20-\x7e]*+(?:\x07|\x1b\\|\x9c)))[^\x00-\x06\x0e-\x1f\x7f\x9c\n\r]{0,4000}?(?:\x07|\x1b\\|\x9c)"
    r"|(?:\x1b\[|\x9b(?=[0-?]*[ -/]*[@-~]))[0-?]*[ -/]*[@-~]|\x1b[ -/]+[0-~]|\x1b[0-OQ-WYZ\\`-~]"
)
"""Orders to a terminal, whole: strings such as titles and links with their ends, colours and movements, short ones."""
_CONTROL = regex.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]+")
_LIGATURES = ("ff", "fi", "fl", "ffi", "ffl")
_LETTERS_BEFORE = regex.compile(r"\p{L}*\Z")
_LETTERS_AFTER = regex.compile(r"\p{L}*")
_WORD = 40  # letters on either side of a place


@dataclass(frozen=True, slots=True)
class EncodingChecker:
    """Findings of ftfy in every block, and of what it leaves."""

    name: str = "ftfy"
    source: Source = Source.ENCODING

    @property
    def version(self) -> str:
        """ftfy's version."""
        return version("ftfy")

    def check(self, analysis: Analysis) -> Iterable[Finding]:
        """Mojibake, entities and control characters; the first step that changes a place speaks for it."""
        curly = _CURLY.search(analysis.text) is not None
        for passage in analysis.passages:
            if passage.kind is not BlockKind.CODE and _SUSPECT.search(passage.text):
                for finding in _in_passage(passage.text, curly):
                    yield finding.shift(passage.start)
        yield from _words_broken_by_hyphens(analysis.text)

    def problems(self) -> Iterable[str]:
        """None: ftfy always runs."""
        return ()


@dataclass(frozen=True, slots=True)
class _Cause:
    """Why a step changed a place."""

    kind: _Kind
    sure: bool = True
    others: tuple[str, ...] = ()


def _in_passage(text: str, curly: bool) -> Iterator[Finding]:
    """The findings on both sides of bytes that are no text, and those bytes themselves."""
    at = 0
    for lone in _LONE.finditer(text):
        for finding in _findings(text[at : lone.start()], curly):
            yield finding.shift(at)
        yield _of_bytes(text, Span(*lone.span()))
        at = lone.end()
    for finding in _findings(text[at:], curly):
        yield finding.shift(at)


def _of_bytes(text: str, place: Span) -> Finding:
    """Bytes that ``surrogateescape`` kept, or halves of characters. A single byte may be a mark of Windows."""
    found = place.of(text)
    if not escaped_bytes(found):
        return _finding(_KINDS["fix_surrogates"], place)
    raw = found.encode("utf-8", "surrogateescape")
    kind = replace(
        _BAD_BYTES, message=f"{_BAD_BYTES.message}: {raw[:8].hex(' ').upper()}{' …' if len(raw) > 8 else ''}"
    )
    if len(raw) > 1 or place.end == len(text):
        return _finding(kind, place)
    letter = raw.decode("cp1252", "ignore")
    head, tail = _around(text, place)
    if letter in _WINDOWS or (letter.isalpha() and is_known(without_accents(head + letter + tail).lower())):
        return _finding(kind, place, Fix((Edit(place, letter),), Applicability.SUGGESTED))
    return _finding(kind, place)


@lru_cache(maxsize=2_000)
def _findings(text: str, curly: bool) -> tuple[Finding, ...]:
    return tuple(_explained(text, curly))


def _explained(text: str, curly: bool) -> Iterator[Finding]:
    causes: dict[str, _Cause] = {}
    repaired = _repaired(text, causes)
    edits = sorted((e.edit.trimmed(text), [causes[name] for name in sorted(e.causes, key=int)]) for e in repaired.edits)
    waits = any("â€" in edit.span.of(text) and not all(c.sure for c in why) for edit, why in edits)
    beyond = list(broken(text, [edit for edit, _ in edits]))
    for place in beyond:
        yield _finding(_MOJIBAKE, place)
    for edit, why in edits:
        if not any(place.overlaps(edit.span) or place.covers(edit.span) for place in beyond):
            yield from _judged(text, edit, why, curly, waits)


def _judged(text: str, edit: Edit, causes: Sequence[_Cause], curly: bool, waits: bool) -> Iterator[Finding]:
    """What an edit says to the user; nothing where a text shows how markup is written.

    With ``waits`` a mark has lost a byte: its neighbours are asked about too, since half a repair is worse than none.
    """
    kind, found = causes[0].kind, edit.span.of(text)
    if kind is _CONTROL_CHARACTER and _CONTROL.fullmatch(found):
        yield _of_control(text, edit)
        return
    if odd := apostrophe(text, edit):
        fixes = [Fix((Edit(odd.span, reading),), Applicability.SUGGESTED) for reading in odd.readings]
        yield _finding(kind, odd.span, *fixes)
        return
    lost = found.strip() in _ALONE and not _SIGN.match(text, edit.span.end)
    safe = all(cause.sure for cause in causes) and not lost
    safe = safe and not (kind is _MOJIBAKE and (waits or _became_a_space(text, edit) or ABOUT_ENCODINGS.search(text)))
    safe = safe and not _WIDE_MARKS.fullmatch(edit.replacement)  # only a first step: English has other marks
    severity = Severity.ERROR
    if kind is _ENTITY:
        if _ENTITY_MARKUP.search(found) or (_ENTITY_MARKUP.search(text) and _SHOWN.search(text)):
            if _SHOWN.search(text):
                return
            safe = False
        # any entity beside a tag may be what the text is about, and a symbol's name in mid-sentence too
        markup = _ABOUT_MARKUP.search(text) is not None
        named = _SYMBOL.fullmatch(found) and _GOES_ON.match(text, edit.span.end)
        edit, sure = _fitting(text, edit, curly)
        safe = safe and sure and not (markup or named)
        severity = Severity.INFO if markup else Severity.ERROR
    others = [Edit(edit.span, other) for cause in causes for other in cause.others]
    fixes = [Fix((edit,), Applicability.SAFE if safe else Applicability.SUGGESTED)]
    fixes += [Fix((other,), Applicability.SUGGESTED) for other in others]
    yield _finding(kind, edit.span, *fixes, severity=severity)


def _became_a_space(text: str, edit: Edit) -> bool:
    """Whether the last byte of a character is a plain space in ``text``: only some of those were no-break spaces."""
    found = edit.span.of(text)
    return " " in found or (text[edit.span.end : edit.span.end + 1] == " " and found[-1:] in _LEADS)


def _of_control(text: str, edit: Edit) -> Finding:
    """A control character beside a letter may have been a letter: fonts of PDFs keep their ligatures there."""
    if "\x1b" in edit.span.of(text):  # the order that it began goes on, nobody knows how far
        return _finding(_TERMINAL, edit.span)
    head, tail = _around(text, edit.span)
    if not (head or tail):
        return _finding(_CONTROL_CHARACTER, edit.span, Fix((edit,), Applicability.SAFE))
    readings = [reading for reading in ("", *_LIGATURES) if is_known((head + reading + tail).lower())]
    if head.lower() + tail.lower() in ("a", "i", "o") and len(readings) > 1:
        readings = [reading for reading in readings if reading]
    fixes = [Fix((Edit(edit.span, reading),), Applicability.SUGGESTED) for reading in readings]
    return _finding(_CONTROL_CHARACTER, edit.span, *fixes)


def _around(text: str, place: Span) -> tuple[str, str]:
    """The letters right before and right after a place."""
    before = _LETTERS_BEFORE.search(text[max(0, place.start - _WORD) : place.start])
    after = _LETTERS_AFTER.match(text, place.end, place.end + _WORD)
    return before[0] if before else "", after[0] if after else ""


def _finding(kind: _Kind, span: Span, *fixes: Fix, severity: Severity = Severity.ERROR) -> Finding:
    return Finding(
        rule=kind.rule,
        pack=PACK,
        span=span,
        severity=severity,
        message=kind.message,
        why=kind.why,
        source=Source.ENCODING,
        fix=fixes[0] if fixes else None,
        alternatives=fixes[1:],
        confidence=0.98,
    )


def _repaired(text: str, causes: dict[str, _Cause]) -> Revision:
    """``text`` after every step that changes it; ``causes`` gets the cause of each edit by its name."""
    step = Revision(text, _no_blocks)

    def apply(changes: Iterable[tuple[Edit, _Cause]]) -> None:
        nonlocal step
        named = []
        for edit, cause in changes:
            named.append((edit, (str(len(causes)),)))
            causes[str(len(causes))] = cause
        if named:
            step = step.apply(named)

    def of(repairs: Iterable[Repair]) -> Iterator[tuple[Edit, _Cause]]:
        for repair in repairs:
            yield Edit(repair.span, repair.readings[0]), _Cause(_MOJIBAKE, repair.sure, repair.readings[1:])

    apply((Edit(Span(*m.span()), ""), _Cause(_TERMINAL)) for m in _SEQUENCE.finditer(step.text))
    lost = list(lost_bytes(step.text))
    apply(of(lost))
    apply((Edit(Span(*m.span()), "&"), _Cause(_ENTITY)) for m in _ESCAPED_TWICE.finditer(step.text))
    codecs = ["sloppy-windows-1252"] if lost else []
    for _ in range(_ROUNDS):
        before = step.text
        for kind, after, codec in _steps(step.text):
            apply((edit, _Cause(kind)) for edit in _changes(step.text, after))
            codecs += [codec] if codec else []
        found = list(letters(step.text, codecs))
        apply(of(found))
        codecs += [repair.codec for repair in found]
        if step.text == before:
            break
    apply(of(words_in_two_scripts(step.text)))
    return step


_ROUNDS = 4  # rounds; text that was mis-decoded more often than that can't be read any more


def _words_broken_by_hyphens(text: str) -> Iterator[Finding]:
    """Words with an invisible hyphen and a line end in them, or with a line of its own for the hyphen."""
    if SOFT_HYPHEN not in text:
        return
    for found in _BROKEN_BY_HYPHEN.finditer(text):
        gap = Span(*found.span("gap"))
        level = Applicability.SAFE if is_known((found[1] + found[3]).lower()) else Applicability.SUGGESTED
        yield _finding(_HYPHEN, gap, Fix((Edit(gap, ""),), level))


def _fitting(text: str, edit: Edit, curly: bool) -> tuple[Edit, bool]:
    """A decoded entity as it fits into the text around it, and whether it can be nothing else.

    A straight quotation mark among curly ones becomes one of these; a hyphen that shows only where a line breaks goes
    where the halves are a word together; an accent in the middle of an English word is what damaged it.
    """
    new, old = edit.replacement, edit.span.of(text)
    head, tail = _around(text, edit.span)
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


def _steps(text: str) -> Iterator[tuple[_Kind, str, str | None]]:
    """The text after each step of ftfy's plan, encoding and decoding as one step, with the encoding it undid."""
    import ftfy  # it takes a while, and most texts hold nothing that it could mend

    _, plan = ftfy.fix_and_explain(text, ftfy.TextFixerConfig(**_ALLOWED))
    pending: list[ftfy.ExplanationStep] = []
    for explanation in plan or []:
        pending.append(explanation)
        if explanation.action in ("encode", "transcode"):
            continue  # transcoding works on the bytes between an encode and a decode
        kind = _KINDS.get(explanation.parameter, _MOJIBAKE) if explanation.action == "apply" else _MOJIBAKE
        text = ftfy.apply_plan(text, [(step.action, step.parameter) for step in pending])
        codec = next((step.parameter for step in pending if step.action == "encode"), None)
        pending = []
        yield kind, text, codec


def _changes(before: str, after: str) -> Iterator[Edit]:
    """The edits from ``before`` to ``after``, grown to whole runs of characters that aren't plain."""
    if before == after:
        return
    a, b = _pieces(before), _pieces(after)
    offsets = [0]
    for piece in a:
        offsets.append(offsets[-1] + len(piece))
    for i1, i2, j1, j2 in _differing(a, b):
        edit = Edit(Span(offsets[i1], offsets[i2]), "".join(b[j1:j2]))
        yield edit if len(a) > 20_000 else edit.trimmed(before)


def _differing(a: Sequence[str], b: Sequence[str]) -> Iterator[tuple[int, int, int, int]]:
    """Which pieces of ``a`` became which of ``b``: one for one where there are as many, as they mostly are.

    To align others takes the cube of their number where the same words come again and again, so that in longer texts
    words that come often are no landmarks.
    """
    if len(a) == len(b):
        for different, run in groupby(range(len(a)), lambda i: a[i] != b[i]):
            if different:
                places = list(run)
                yield places[0], places[-1] + 1, places[0], places[-1] + 1
        return
    for op, i1, i2, j1, j2 in difflib.SequenceMatcher(None, a, b, autojunk=len(a) > _ALIGNED).get_opcodes():
        if op != "equal":
            yield i1, i2, j1, j2


def _pieces(text: str) -> list[str]:
    return regex.findall(r"\s+|[^\s]+", text)


def _no_blocks(text: str) -> tuple[Block, ...]:
    return ()
