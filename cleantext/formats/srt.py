"""SubRip (.srt): numbered cues, each with a line of times and lines of text; ``<i>`` and ``{\\an8}`` are markup."""

from __future__ import annotations

import regex

from cleantext.formats.cues import TIMES, Cue, holding, lines, prose, seconds, timed
from cleantext.formats.decoding import NotText
from cleantext.formats.known import Reading
from cleantext.formats.pieces import Codec, Prose

_MARKUP = regex.compile(
    r"</?(?:[bius]|font|span|ruby|rt)(?:\s[^<>\r\n]*+)?>|\{\\[^{}\r\n]*+\}|\{[bius]\}", regex.IGNORECASE
)
_NUMBERED = regex.compile(r"(?:\A\ufeff?|(?:\r\n?|\n)[ \t]*+(?:\r\n?|\n))\s*+(\d++)[ \t]*+(?:\r\n?|\n)(?=[^\r\n])")
"""A line with a number after an empty one, and a line that is not empty below it."""
_LONGEST = 9  # digits of the number of a cue
_NUMBER = regex.compile(r"\s*\d+\s*")
_TEXT = Codec(encode=lambda text: holding(text, "<>{}"))


def read(source: str, reading: Reading) -> Prose:
    """Raises ``NotText`` where there are no times, and for a line of times that is broken or missing."""
    cues = []
    _check_times(source)
    for times, span in timed(source):
        found = lines(source, span)
        if found and span.end < len(source) and _NUMBER.fullmatch(found[-1].of(source)):
            found = found[:-1]  # the number of the next cue
        cues.append(Cue(seconds(times["start"]), seconds(times["end"]), times["start"], found))
    if source.strip("\ufeff\x1a") and source.strip() and not cues:
        raise NotText("no line has the times of a subtitle (00:00:01,000 --> 00:00:02,000)")
    return prose(source, cues, _MARKUP, _TEXT)


def _check_times(source: str) -> None:
    """Raises ``NotText`` where a cue has the number that comes next, and no line of times below it."""
    number = 0
    for found in _NUMBERED.finditer(source):
        if len(found[1]) > _LONGEST or not (timed_below := TIMES.match(source, found.end())):
            if found[1] == str(number + 1):
                line = source.count("\n", 0, found.end()) + 1
                written = source[found.end() :].splitlines()[0].strip()
                raise NotText(f"line {line} should hold the times of a subtitle, but is {written[:60]!r}")
        elif timed_below:
            number = int(found[1])
