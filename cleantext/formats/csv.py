"""Tables of text (.csv, .tsv): the chosen columns are prose, all else stays, quotation marks and line ends too.

The first row names the columns. What is between columns is told from it: a comma, semicolon, tab or bar. A repair that
would need quotation marks around a cell that has none stays a proposal.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cache

import regex

from cleantext.core.edit import Edit, apply_edits
from cleantext.core.span import Span
from cleantext.formats import text as plain
from cleantext.formats.decoding import NotText
from cleantext.formats.known import Reading
from cleantext.formats.pieces import Builder, Codec, Prose, Unwritable

_DELIMITERS = ",;\t|"
_HEAD = regex.compile(r'(?:"(?:[^"]|"")*+"|[^"\r\n])*+')
_QUOTED = regex.compile(r'[ ]*+"((?:[^"]|"")*+)"[ ]*+(?=(.)|\Z)', regex.DOTALL)

_IN_QUOTES = Codec(regex.compile('""'), lambda written: '"', lambda text: text.replace('"', '""'))


def read(source: str, reading: Reading) -> Prose:
    """Raises ``NotText`` where quotation marks don't match, and where no column has one of the names."""
    builder = Builder(source)
    delimiter = delimiter_of(source)
    rows = rows_of(source, delimiter)
    names = [_value(source, *cell) for cell in next(rows, [])]
    chosen = [number for number, name in enumerate(names) if name in reading.columns]
    if names and not chosen:
        known = ", ".join(" ".join(name.split()) for name in names)
        raise NotText(f"no column {', '.join(reading.columns)} (--column names another: {known[:200]})")
    bare: list[Span] = []
    for row, cells in enumerate(rows, 1):
        for number in (number for number in chosen if number < len(cells)):
            span, quoted = cells[number]
            builder.open(plain.segment, f"row {row}" + f", {names[number]}" * (len(chosen) > 1))
            builder.add(span.start, span.end, _IN_QUOTES if quoted else _bare(delimiter))
            bare += [] if quoted else [span]
    starts = [span.start for span in bare]

    def check(text: str, edits: Sequence[Edit], written: Sequence[Edit]) -> str:
        changed: dict[int, list[Edit]] = {}
        for edit in written:
            number = bisect_right(starts, edit.span.start) - 1
            if number >= 0 and bare[number].covers(edit.span):
                changed.setdefault(number, []).append(edit.shift(-starts[number]))
        for number, own in changed.items():
            if apply_edits(bare[number].of(source), own).lstrip().startswith('"'):
                return "the cell would begin with a quotation mark"
        return ""

    return builder.built(check=check)


def delimiter_of(source: str) -> str:
    """What is between columns: the one that is most often in the first row, outside of quotation marks.

    >>> delimiter_of('a;"b,c,d";e')
    ';'
    """
    head = regex.sub(r'"(?:[^"]|"")*+"', "", _HEAD.match(source.lstrip("\ufeff"))[0])  # type: ignore[index]
    return max(_DELIMITERS, key=head.count)


def rows_of(source: str, delimiter: str) -> Iterator[list[tuple[Span, bool]]]:
    """The cells of each row: where its text lies, and whether in quotation marks. Empty lines are passed over.

    Raises ``NotText``.
    """
    ends = regex.compile(rf"[{regex.escape(delimiter)}\r\n]")
    at = int(source.startswith("\ufeff"))
    row: list[tuple[Span, bool]] = []
    while at < len(source):
        if quoted := _QUOTED.match(source, at):
            if quoted[2] and quoted[2] not in f"{delimiter}\r\n":
                raise NotText(f"line {_line(source, quoted.end())} has text after the quotation marks of a cell")
            row.append((Span(*quoted.span(1)), True))
            at = quoted.end()
        elif source[at] == '"':
            raise NotText(f"line {_line(source, at)} opens quotation marks that never close")
        else:
            found = ends.search(source, at)
            end = found.start() if found else len(source)
            row.append((Span(at, end), False))
            at = end
        ended = at >= len(source) or source[at] in "\r\n"
        if not ended:
            at += len(delimiter)
            if at == len(source):
                row.append((Span(at, at), False))
                ended = True
        if ended:
            if len(row) > 1 or len(row[0][0]) or row[0][1]:
                yield row
            row = []
            at += 1


@cache
def _bare(delimiter: str) -> Codec:
    def encode(text: str) -> str:
        for each in f'{delimiter}"\r\n':
            if each in text:
                raise Unwritable("the cell would need quotation marks around it")
        return text

    return Codec(encode=encode)


def _value(source: str, span: Span, quoted: bool) -> str:
    return span.of(source).replace('""', '"') if quoted else span.of(source).strip()


def _line(source: str, at: int) -> int:
    return source.count("\n", 0, at) + 1
