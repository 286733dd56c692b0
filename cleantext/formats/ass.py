r"""Advanced SubStation Alpha (.ass, .ssa): the text of ``Dialogue`` lines; ``{\i1}`` is markup, ``\N`` a line end."""

from __future__ import annotations

from collections.abc import Iterator

import regex

from cleantext.core.span import Span
from cleantext.formats.cues import Cue, holding, prose, seconds
from cleantext.formats.decoding import NotText
from cleantext.formats.known import Reading
from cleantext.formats.pieces import Codec, Prose

_LINE = regex.compile(r"[^\r\n]+")
_MARKUP = regex.compile(r"\{[^{}\r\n]*+\}")
_DRAWING = regex.compile(r"\{[^{}\r\n]*\\p[1-9]")
_BREAK = regex.compile(r"\\[Nn]")
_COMMENT = regex.compile(
    r"(?m)(?:^;|^Comment:[^\r\n]*,|\{)\s*cleantext-(disable-next-line|disable-line|disable|enable)(?!\w|-\w)"
    r"([\w \t,*-]*+)(?:\}|$)"
)
_TEXT = Codec(regex.compile(r"\\h"), lambda written: "\u00a0", lambda text: holding(text, "{}\\"))


def read(source: str, reading: Reading) -> Prose:
    """Raises ``NotText`` where there are no events, and for one that lacks a field."""
    return prose(source, list(_events(source)), _MARKUP, _TEXT, _COMMENT)


def _events(source: str) -> Iterator[Cue]:
    fields: list[str] = []
    section = ""
    for line in _LINE.finditer(source):
        written = line[0].lstrip("\ufeff")
        name, _, rest = written.partition(":")
        if written.startswith("["):
            section = written.strip().lower()
        elif section == "[events]" and name == "Format":
            fields = [field.strip().lower() for field in rest.split(",")]
        elif section == "[events]" and name == "Dialogue":
            yield from _event(source, line, rest, fields)
    if source.strip() and section == "":
        raise NotText("has no [Events] of subtitles")


def _event(source: str, line: regex.Match[str], rest: str, fields: list[str]) -> Iterator[Cue]:
    number = source.count("\n", 0, line.start()) + 1
    values = dict(zip(fields, rest.split(",", len(fields) - 1), strict=False))
    if not fields or fields[-1] != "text" or "text" not in values:
        raise NotText(f"line {number} lacks fields of a subtitle: {line[0][:60]!r}")
    try:
        start, end = seconds(values["start"]), seconds(values["end"])
    except (KeyError, ValueError) as error:
        raise NotText(f"line {number} has no times of a subtitle") from error
    if _DRAWING.search(values["text"]):
        return
    at = line.end() - len(values["text"])
    borders = [at, *(end for found in _BREAK.finditer(source, at, line.end()) for end in found.span()), line.end()]
    spans = tuple(Span(*pair) for pair in zip(borders[::2], borders[1::2], strict=True))
    yield Cue(start, end, values["start"].strip(), spans)
