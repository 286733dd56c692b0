"""SubRip (.srt): numbered cues, each with a line of times and lines of text; ``<i>`` and ``{\\an8}`` are markup."""

from __future__ import annotations

import regex

from cleantext.formats.cues import Cue, holding, lines, prose, seconds, timed
from cleantext.formats.decoding import NotText
from cleantext.formats.known import Reading
from cleantext.formats.pieces import Codec, Prose

_MARKUP = regex.compile(
    r"</?(?:[bius]|font|span|ruby|rt)(?:\s[^<>\r\n]*+)?>|\{\\[^{}\r\n]*+\}|\{[bius]\}", regex.IGNORECASE
)
_NUMBER = regex.compile(r"\s*\d+\s*")
_TEXT = Codec(encode=lambda text: holding(text, "<>{}"))


def read(source: str, reading: Reading) -> Prose:
    """Raises ``NotText`` where there are no times, and for a line of times that is broken."""
    cues = []
    for times, span in timed(source):
        found = lines(source, span)
        if found and span.end < len(source) and _NUMBER.fullmatch(found[-1].of(source)):
            found = found[:-1]  # the number of the next cue
        cues.append(Cue(seconds(times["start"]), seconds(times["end"]), times["start"], found))
    if source.strip("\ufeff\x1a") and source.strip() and not cues:
        raise NotText("no line has the times of a subtitle (00:00:01,000 --> 00:00:02,000)")
    return prose(source, cues, _MARKUP, _TEXT)
