"""Catalogues of gettext (.po, .pot): ``msgstr`` and its plural forms are prose, obsolete entries too.

What is translated is noted beside each, and comments, references and flags stay byte for byte.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import regex

from cleantext.core.edit import Edit
from cleantext.core.span import Span
from cleantext.formats.codecs import PO_STRING
from cleantext.formats.decoding import NotText
from cleantext.formats.known import Reading
from cleantext.formats.messages import Messages
from cleantext.formats.pieces import Prose

_LINE = regex.compile(r"[^\r\n]+")
_STRING = regex.compile(
    r"[ \t\ufeff]*+(?:#~[ \t]*+)?(?P<name>msgctxt|msgid_plural|msgid|msgstr(?:\[\d+\])?|)[ \t]*+"
    r'"(?P<text>(?:[^"\\]|\\.)*+)"[ \t]*+'
)
_JOINT = regex.compile(r'"\s*(?:#~\s*)?"')
_COMMENT = regex.compile(r"[ \t\ufeff]*+#(?!~[ \t]*+(?:msg|\")).*+")

_SWITCH = regex.compile(
    r"(?m)^#[.~]?[ \t]*cleantext-(disable-next-line|disable-line|disable|enable)(?!\w|-\w)([\w \t,*-]*+)$"
)


@dataclass(slots=True)
class _Entry:
    strings: dict[str, Span] = field(default_factory=dict)
    flag: Edit | None = None

    def text(self, source: str, name: str) -> str:
        """What a string says."""
        return PO_STRING.decoded(_JOINT.sub("", self.strings.get(name, Span(0, 0)).of(source)))


def read(source: str, reading: Reading) -> Prose:
    """Raises ``NotText`` for a line that belongs to no entry."""
    messages = Messages(source, _SWITCH)
    entry, last = _Entry(), ""
    flags: regex.Match[str] | None = None
    for line in _LINE.finditer(source):
        if not line[0].strip(" \t\ufeff") or _COMMENT.fullmatch(line[0]):
            last = ""
            flags = line if line[0].startswith("#,") else flags
            continue
        found = _STRING.fullmatch(line[0])
        if not found or not (found["name"] or last):
            number = source.count("\n", 0, line.start()) + 1
            raise NotText(f"line {number} is no string of a catalogue: {line[0].strip()[:60]!r}")
        start, end = (line.start() + at for at in found.span("text"))
        if not found["name"]:
            entry.strings[last] = Span(entry.strings[last].start, end)
            continue
        if found["name"] == "msgctxt" or (found["name"] == "msgid" and "msgid" in entry.strings):
            _add(messages, source, entry)
            entry = _Entry()
        if not entry.strings:
            entry.flag = _fuzzy(source, line, flags)
            flags = None
        last = found["name"]
        entry.strings[last] = Span(start, end)
    _add(messages, source, entry)
    return messages.built()


def _fuzzy(source: str, line: regex.Match[str], flags: regex.Match[str] | None) -> Edit | None:
    """What makes the entry fuzzy that begins with ``line``, below its ``flags``; None where it is, or is obsolete."""
    if line[0].lstrip().startswith("#") or (flags and regex.search(r"[,\s]fuzzy\b", flags[0])):
        return None
    at = flags.start() + 2 if flags else line.start()
    newline = "\r\n" if source.startswith("\r\n", line.end()) else "\n"
    return Edit(Span(at, at), " fuzzy," if flags else f"#, fuzzy{newline}")


def _add(messages: Messages, source: str, entry: _Entry) -> None:
    singular, plural = (entry.text(source, name) for name in ("msgid", "msgid_plural"))
    if not singular and "msgctxt" not in entry.strings:
        return  # the header
    for name, span in entry.strings.items():
        if name.startswith("msgstr"):
            own = singular if name in ("msgstr", "msgstr[0]") else plural
            both = "\n\n".join(filter(None, (singular, plural)))
            messages.open(entry.text(source, "msgctxt"), own or singular, original=both, flag=entry.flag)
            messages.add(span.start, span.end, PO_STRING, own)
            messages.close()
