"""WebVTT (.vtt): cues with times, ``<i>``, ``<v Name>`` and time stamps as markup. Notes and styles are no prose."""

from __future__ import annotations

import regex

from cleantext.core.span import Span
from cleantext.formats.codecs import HTML_TEXT
from cleantext.formats.cues import Cue, holding, lines, prose, seconds, timed
from cleantext.formats.decoding import NotText
from cleantext.formats.known import Reading
from cleantext.formats.pieces import Codec, Prose

_MARKUP = regex.compile(r"<[^<>\r\n]*+>")
_CUE_END = regex.compile(r"(?:\r\n?+|\n)[ \t]*(?=\r\n|\r|\n|\Z)")
_COMMENT = regex.compile(
    r"(?m)^NOTE\s+cleantext-(disable-next-line|disable-line|disable|enable)(?!\w|-\w)([\w \t,*-]*+)$"
)
_TEXT = Codec(HTML_TEXT.escape, HTML_TEXT.decode, lambda text: HTML_TEXT.encode(holding(text, "")))


def read(source: str, reading: Reading) -> Prose:
    """Raises ``NotText`` where the file does not begin with WEBVTT, and for a line of times that is broken."""
    if source.strip() and not source.lstrip("\ufeff").startswith("WEBVTT"):
        raise NotText("does not begin with WEBVTT")
    cues = []
    for times, span in timed(source):
        blank = _CUE_END.search(source, span.start + 1, span.end)  # a cue ends with an empty line
        found = lines(source, Span(span.start, blank.start() if blank else span.end))
        cues.append(Cue(seconds(times["start"]), seconds(times["end"]), times["start"], found))
    return prose(source, cues, _MARKUP, _TEXT, _COMMENT)
