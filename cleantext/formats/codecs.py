"""How characters are written in the places where prose lies: XML and HTML, JSON."""

from __future__ import annotations

import html
import json
from collections.abc import Callable
from functools import cache

import regex

from cleantext.formats.pieces import Codec, Unwritable

_REFERENCE = r"&(?:#(?:[0-9]+|[xX][0-9a-fA-F]+);?|[A-Za-z][A-Za-z0-9]*;?)"
_BLANK_RUN = r"[\t\n\f\r][ \t\n\f\r]*+| [ \t\n\f\r]++"
"""White space that isn't one blank."""

_IN_ATTRIBUTE = regex.compile(rf"{_REFERENCE.removesuffix('?)')})|{_BLANK_RUN}")
_IN_XML = regex.compile(r"&(?:#(?:[0-9]+|x[0-9a-fA-F]+)|lt|gt|amp|quot|apos);")
_IN_JSON = regex.compile(
    r"\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|.)", regex.DOTALL
)
_NOT_IN_XML = regex.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NUMBER = regex.compile(r"""text:c\s*=\s*["'](\d{1,3})["']""")
_BLANKS_IN_A_ROW = regex.compile(r" +")
_LINE_CHARACTER = regex.compile(r"[\t\n\r\f\v\u2028\u2029]")
_ESCAPES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;"}
_LONGEST_NUMBER = 16  # characters of a reference; a longer number is no character, and Python may refuse to read it


def _escaping(characters: str) -> Callable[[str], str]:
    table = {ord(character): _ESCAPES[character] for character in characters}

    def escaped(text: str) -> str:
        if found := _NOT_IN_XML.search(text):
            raise Unwritable(f"it holds U+{ord(found[0]):04X}, which markup can't hold")
        return text.translate(table)

    return escaped


def _reference(written: str) -> str | None:
    if written.startswith("&#") and len(written) > _LONGEST_NUMBER:
        return None
    return html.unescape(written)


def _collapsed(written: str) -> str | None:
    return " " if written[0].isspace() else _reference(written)


HTML_TEXT = Codec(regex.compile(rf"{_REFERENCE}|{_BLANK_RUN}"), _collapsed, _escaping("&<>"))
"""Text of an HTML page. White space in a row is one blank, as a browser shows it."""


def _in_one_line(text: str) -> str:
    if found := _LINE_CHARACTER.search(text):
        raise Unwritable(f"it holds U+{ord(found[0]):04X}, for which the file has an element")
    return _escaping("&<>")(text)


OFFICE_TEXT = Codec(regex.compile(rf"{_IN_XML.pattern}|[\t\n\r]"), _collapsed, _in_one_line)
"""Text of a run of Word: each white space is a blank; a line break or tab of its own is an element."""


def _of_odf(written: str) -> str | None:
    if written[0] != "<":
        return _collapsed(written)
    number = _NUMBER.search(written)
    return " " * int(number[1]) if number else " "


def _in_odf(text: str) -> str:
    def blanks(found: regex.Match[str]) -> str:
        inner = found.start() > 0 and found.end() < len(text)  # one between words is written as it is
        number = len(found[0]) - inner
        return " " * inner + (f'<text:s text:c="{number}"/>' if number > 1 else "<text:s/>" * number)

    return _BLANKS_IN_A_ROW.sub(blanks, _in_one_line(text))


ODF_TEXT = Codec(regex.compile(rf"{_IN_XML.pattern}|[ \t\n\r]+|<text:s(?:\s[^<>]*)?/>"), _of_odf, _in_odf)
"""Text of an OpenDocument, in which white space in a row is one blank, and ``<text:s text:c="2"/>`` two."""

XML_TEXT = Codec(_IN_XML, _reference, _escaping("&<>"))
"""Text of XML, its white space as it is."""


@cache
def attribute(quote: str) -> Codec:
    """The value of an HTML attribute in these quotation marks, where a name without ``;`` is no reference."""
    return Codec(_IN_ATTRIBUTE, _collapsed, _escaping(f"&<{quote}"))


def _json_escape(written: str) -> str | None:
    try:
        return str(json.loads(f'"{written}"'))
    except ValueError:
        return None


@cache
def json_string(ascii_only: bool) -> Codec:
    """A string of JSON, with ``ascii_only`` written as the rest of the file is."""
    return Codec(_IN_JSON, _json_escape, lambda text: json.dumps(text, ensure_ascii=ascii_only)[1:-1])


_BACKSLASHED = {"\\n": "\n", "\\t": "\t", "\\r": "\r"}


def _backslashed(written: str) -> str | None:
    """What an escape as in C means: its character, a number in octal or hexadecimal digits."""
    if written in _BACKSLASHED:
        return _BACKSLASHED[written]
    if written[1] in "uUx" and len(written) > 2:
        number = int(written[2:], 16)
        return chr(number) if number < 0x110000 else None
    return chr(int(written[1:], 8)) if written[1].isdigit() else written[1:]


def _backslashing(characters: str) -> Callable[[str], str]:
    table: dict[str, str] = {"\n": "\\n", "\t": "\\t", "\r": "\\r"} | {
        character: f"\\{character}" for character in characters
    }
    codes = {ord(character): written for character, written in table.items()}

    def escaped(text: str) -> str:
        if found := _NOT_IN_XML.search(text):
            raise Unwritable(f"it holds U+{ord(found[0]):04X}, which such a string can't hold")
        return text.translate(codes)

    return escaped


PO_STRING = Codec(regex.compile(r"\\(?:x[0-9a-fA-F]{1,2}|[0-7]{1,3}|.)"), _backslashed, _backslashing('"\\'))
"""A string of a catalogue of gettext."""

APPLE_STRING = Codec(
    regex.compile(r"\\(?:[uU][0-9a-fA-F]{4}|[0-7]{1,3}|.)", regex.DOTALL), _backslashed, _backslashing('"\\')
)
"""A string of a string table of Apple."""


def _android_escape(written: str) -> str | None:
    if written[0] == "\\":
        return _backslashed(written)
    return "" if written == '"' else _collapsed(written)


_in_android = _backslashing("\"'\\")
_in_text = _escaping("&<>")

ANDROID_STRING = Codec(
    regex.compile(rf"\\(?:u[0-9a-fA-F]{{4}}|.)|{_IN_XML.pattern}|{_BLANK_RUN}|\"", regex.DOTALL),
    _android_escape,
    lambda text: _in_text(_in_android(text)),
)
"""A string resource of Android, whose quotation marks only say that blanks count."""
