"""Proposes repairs of text that was mis-decoded or escaped badly, where ftfy is not sure enough to repair it.

Quoted-printable mail, JSON, entities that lost a mark, Mac Roman against Windows-1252, UTF-8 read in the code pages of
DOS, the Mac or Cyrillic Windows, and letters that became ``?``.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from functools import cache

from cleantext.core.candidate import Candidate
from cleantext.core.edit import Edit
from cleantext.core.span import Span
from cleantext.proposers.known import is_word
from cleantext.proposers.proposal import Mechanism, Repair, put

ESCAPED = Mechanism(
    "marks",
    "mark-escaped",
    "an escape sequence in the text",
    "The text was probably taken from a mail, a program or a page without decoding it.",
)
CODE_PAGE = Mechanism(
    "marks",
    "mark-code-page",
    "a character of another encoding",
    "Text in one encoding was probably read as if it were in another.",
)
LOST = Mechanism(
    "marks",
    "mark-lost-letter",
    "a letter or a quotation mark was lost here",
    "Characters that an encoding doesn't have often become question marks.",
)

SIGN = re.compile(
    r"=[0-9A-F]{2}|=$|^=|\\[u\"/nrt]|&#?\w|amp;|[^\W\d_]\?[^\W\d_]|^\?\w|[,.]\?$|\ufffd|[^\x00-\x7f“”‘’–—…]"
)
"""What a piece of a text without white space has in it, where this module has something to say."""

_QUOTED = re.compile(r"(?:=[0-9A-F]{2}(?: (?==[0-9A-F]{2}))?)+(?: ?=$)?|=(?=$)|(?<=[^\W\d_])= +(?=[^\W\d_])")
_ESCAPES = re.compile(r"(?:\\u[0-9a-fA-F]{4}|\\[nrt\"/'])+")
_ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})|\\(.)")
_ENTITY = re.compile(
    r"&(?:[lr][ds]quo|[mn]dash|hellip|nbsp|amp|quot|apos|eacute|egrave|agrave|ouml|uuml|auml|szlig|ccedil|ntilde|bull|middot"
    r"|deg|times|frac12|pound|euro|copy|reg|trade|#\d{2,5}|#x[0-9a-fA-F]{2,4})(?![;\w])"
    r"|(?<![&\w])(?:amp;)?(?:#\d{2,5}|#x[0-9a-fA-F]{2,4}|[lr][ds]quo|[mn]dash|hellip|nbsp|quot|eacute);|(?<![&\w])amp;"
)
_CONTROLS = {"n": "\n", "r": "\n", "t": " "}
ABOUT_ENCODINGS = re.compile(
    r"\b(?:mojibake|utf-?8|windows-125\d|iso-8859|latin-?1|code ?page|character set)\b",
    re.IGNORECASE,
)
"""Such words are in texts that show mojibake on purpose."""
_BEFORE_NOUN = re.compile(r"\b(?:enter|type|write|use|insert|the|an?|your|its) [\"“`]?$", re.I)
_TAGGED = re.compile(r"&lt;/?[a-z][a-z0-9]{0,9}(?: [^&<>]{0,60})?/?&gt;")
_MARKS_OF_MAC = {"í": "’", "ì": "“", "î": "”", "ë": "‘", "ó": "—", "ñ": "–", "Ö": "…"}
_MARKS_OF_WINDOWS = {"Õ": "’", "Ò": "“", "Ó": "”", "Ô": "‘", "Ñ": "—", "Ð": "–", "É": "…"}
_MAC = re.compile(
    r"(?<=[^\W\d_])(?P<apostrophe>[íÕ])(?=(?:s|t|re|ve|ll|d|m)\b|\s)|(?<!\w)(?P<open>[ìÒëÔ])(?=\w)"
    r"|(?<=[\w.,!?])(?P<close>[îÓíÕ])(?!\w)|(?<=\s)(?P<dash>[óñÑÐ])(?=\s)|(?<=\w)(?P<dots>[ÖÉ])(?=\s|$)"
    r"|(?<=[a-z])(?P<letter>[ÈËÍÏÎÔÓÒÙÚ·‡‰‚ÁŽŸŠš†œ¨ˆ˜¿])(?=[a-z]|\b)"
)
_ODD = re.compile(r"[^\x00-\x7f“”‘’–—…][^\x00-\x7f]+|[^\W\d_]?[þðýÞÝãªº¹³¿œæêñ][^\W\d_]?")
_LETTER = re.compile(
    r"(?P<head>[^\W\d_]{0,40})(?P<lost>[?\ufffd]{1,3})(?P<tail>[^\W\d_]+)|(?P<alone>[^\W\d_]{1,40})\ufffd"
)
_LOST_QUOTE = re.compile(r"(?<!\S)\?(?=\w)|(?<=[,.!])\?(?=\s|$)")
_CONTRACTED = re.compile(r"(?:s|t|re|ve|ll|d|m)\Z")
_ACCENTED = {
    "e": "éèêë", "a": "áàâäãå", "o": "óöôòõø", "u": "üúùû", "i": "íîïì", "c": "ç", "n": "ñ", "s": "š", "z": "ž",
    "y": "ý",
}  # fmt: skip
_FRENCH = {"caf", "clich", "fianc", "pur", "soir", "saut", "expos"}
_PAGES = ("cp437", "cp850", "mac_roman", "cp1251", "cp1250", "cp1252", "latin-1")
_COMMON = "“”‘’–—…•·©®™€£¥°×½¼¾«»„‚†§¶±²³µ\u00a0¡¿" + "".join(
    chr(code) for code in (*range(0xC0, 0x180), 0x218, 0x219, 0x21A, 0x21B) if code not in (0xD7, 0xF7)
)


def encodings(text: str) -> Iterator[Candidate]:
    """Candidates of a passage that has a ``SIGN``."""
    if "=" in text:
        yield from _quoted(text)
    if "\\" in text:
        yield from _escaped(text)
    if ";" in text or "&" in text:
        yield from _entities(text)
    if "?" in text or "\ufffd" in text:
        yield from _lost(text)
    if not text.isascii() and not ABOUT_ENCODINGS.search(text):
        yield from _code_pages(text)


def _quoted(text: str) -> Iterator[Candidate]:
    found = list(_QUOTED.finditer(text))
    for m in found:
        octets = bytes.fromhex("".join(re.findall("=([0-9A-F]{2})", m[0])))
        if octets:
            read = octets.decode("utf-8", "ignore") or octets.decode("cp1252", "ignore")
            repairs = [put(*m.span(), read.rstrip() if m.end() == len(text) else read), put(*m.span())]
            yield ESCAPED.at(text, Span(*m.span()), repairs, mail=1, octets=len(octets), many=len(found))
        else:
            repairs = [put(*m.span()), put(*m.span(), "."), put(*m.span(), " ")]
            yield ESCAPED.at(text, Span(*m.span()), repairs, mail=1, octets=0, many=len(found))


def _escaped(text: str) -> Iterator[Candidate]:
    found = list(_ESCAPES.finditer(text))
    for m in found:
        read = _ESCAPE.sub(lambda e: chr(int(e[1], 16)) if e[1] else _CONTROLS.get(e[2], e[2]), m[0])
        read = read.replace("\ufffd", "").encode("utf-16", "surrogatepass").decode("utf-16", "ignore")
        repairs = [put(*m.span(), read), put(*m.span(), " "), put(*m.span())]
        yield ESCAPED.at(text, Span(*m.span()), repairs, unicode="\\u" in m[0], many=len(found))


def _entities(text: str) -> Iterator[Candidate]:
    for m in _ENTITY.finditer(text):
        bare = m[0].removeprefix("&").removesuffix(";").removeprefix("amp;")
        read = html.unescape(f"&{bare};")
        yield ESCAPED.at(text, Span(*m.span()), [put(*m.span(), read), put(*m.span())], entity=1)
    tags = list(_TAGGED.finditer(text))
    if tags and len(tags) < 7 and not _spoken_of(text, tags):
        gone: Repair = tuple(Edit(Span(*m.span()), "") for m in tags)
        yield ESCAPED.at(text, Span(tags[0].start(), tags[-1].end()), [gone], tag=1, many=len(tags))


def _spoken_of(text: str, tags: Sequence[re.Match[str]]) -> bool:
    """Whether tags that nothing ends are what a text is about, as in *enter &lt;small&gt; ahead of the word*."""
    if any("/" in m[0] or "br" in m[0] for m in tags):
        return False
    return all(_BEFORE_NOUN.search(text[: m.start()]) for m in tags)


def _lost(text: str) -> Iterator[Candidate]:
    for m in _LETTER.finditer(text):
        if m["alone"]:
            head, tail, at, end = m["alone"], "", m.end() - 1, m.end()
        else:
            head, tail, (at, end) = m["head"], m["tail"], m.span("lost")
            if not head and text[at] == "?":
                continue
        readings = ["’"] if head and _CONTRACTED.match(tail) else []
        readings += [
            accented
            for plain, forms in _ACCENTED.items()
            if is_word((head + plain + tail).lower()) or (not tail and head.lower() in _FRENCH)
            for accented in (forms[:3] if plain == "e" or tail else "")
        ]
        readings += ["ő", "é", ", "] if head else ["Í", "É", "“"]
        yield LOST.at(
            text, Span(m.start(), m.end()), [put(at, end, reading) for reading in readings],
            replacement="\ufffd" in m[0], ways=len(readings), contracted=readings[0] == "’",
        )  # fmt: skip
    for m in _LOST_QUOTE.finditer(text):
        mark = "”" if m.start() and not text[m.start() - 1].isspace() else "“"
        yield LOST.at(text, Span(*m.span()), [put(*m.span(), mark), put(*m.span())], quote=1, opening=mark == "“")


def _code_pages(text: str) -> Iterator[Candidate]:
    done = -1
    for m in _ODD.finditer(text):
        repairs = _read(text, m.start(), m.end()) if len(m[0].encode("utf-8", "surrogatepass")) > 2 else []
        if repairs:
            done = m.end()
            yield CODE_PAGE.at(text, Span(*m.span()), repairs, utf8=1)
    found = [m for m in _MAC.finditer(text) if m.start() >= done]
    for m in found:
        kind = str(m.lastgroup)
        readings: list[str]
        if kind == "letter":
            readings = [_single(m[0], "mac_roman", "cp1252"), _single(m[0], "cp1252", "mac_roman")]
        else:
            readings = [marks[m[0]] for marks in (_MARKS_OF_MAC, _MARKS_OF_WINDOWS) if m[0] in marks]
            if kind == "apostrophe" or kind == "close":
                readings = ["”", "’"] if m[0] in "îÓ" else ["’", "”"]
        repairs = [put(*m.span(), reading) for reading in readings if reading]
        evidence = {kind: 1.0, "many": float(len(found))}
        yield CODE_PAGE.at(text, Span(*m.span()), repairs, **evidence)


def _single(letter: str, read: str, written: str) -> str:
    try:
        return letter.encode(read).decode(written)
    except UnicodeError:
        return ""


def _read(text: str, start: int, end: int) -> list[Repair]:
    """Where a run of odd characters is UTF-8 in a wrong code page, with what it should be."""
    known, edits, at = _sequences(), [], start
    while at < end:
        size = next((size for size in range(min(9, len(text) - at), 1, -1) if text[at : at + size] in known), 0)
        if size:
            edits.append(Edit(Span(at, at + size), known[text[at : at + size]]))
        at += size or 1
    return [tuple(edits)] if edits else []


@cache
def _sequences() -> dict[str, str]:
    """What a common character looks like in UTF-8 that was read in a code page, once or twice."""
    found = {"Ã¢â‚¬Â": "”"}  # its last byte is no character, and was dropped
    for character in _COMMON:
        for page in _PAGES:
            once = character.encode("utf-8").decode(page, "ignore")
            twice = once.encode("utf-8").decode(page, "ignore")
            for wrong in (once, twice, twice.rstrip("\u009d\u00a0")):
                if len(wrong) > 1 and not wrong.isascii():
                    found.setdefault(wrong, character)
    return found
