r"""The applied edits as one unified diff that ``git apply`` and ``patch -p1`` take.

Bytes, not text: a patch has to match the source's own bytes, in its encoding and with its carriage returns.
Only ``\n`` ends a line, as git sees it; ``str.splitlines`` would cut at form feeds and U+2028 as well.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from cleantext.core.document import Layout
from cleantext.core.edit import Edit, apply_edits
from cleantext.formats.decoding import encode
from cleantext.report.model import FileReport, Layouts, Report, Sources, in_file, no_layout

CONTEXT = 3
"""Unchanged lines around a change."""

_NO_NEWLINE = b"\n\\ No newline at end of file\n"
_SHORT_ESCAPES = {7: "a", 8: "b", 9: "t", 10: "n", 11: "v", 12: "f", 13: "r", 34: '"', 92: "\\"}


def render(report: Report, sources: Sources, layouts: Layouts = no_layout) -> bytes:
    """The patch from the sources to the reviewed copies, empty where nothing was applied.

    Files that are no text, such as packages, are left out. A copy that its source's encoding can't hold is patched to
    UTF-8 as a whole. Raises ``KeyError`` where ``sources`` lacks the text of a file with applied edits.
    """
    patches = (_file_patch(file, sources[file.path], layouts(file.path)) for file in report.files if file.applied)
    return b"".join(patches)


@dataclass(frozen=True, slots=True)
class _Change:
    """The lines from ``start`` to ``end`` of the old file become ``new_start`` to ``new_end`` of the new one."""

    start: int
    end: int
    new_start: int
    new_end: int


def _file_patch(file: FileReport, prose: str, layout: Layout | None) -> bytes:
    edits = sorted((edit.edit for edit in file.applied), key=lambda edit: edit.span)
    if (there := in_file(prose, layout, edits)) is None:
        return b""
    source, edits = there[0], list(there[1])
    encoding = _codec(file.encoding)
    regions = list(_regions(source, edits))
    try:
        old, new, changes = _changes(regions, encoding, encoding)
    except UnicodeEncodeError:
        old, new, changes = _changes([(source, apply_edits(source, edits), True)], encoding, "utf-8")
    if not changes:
        return b""
    name = file.path.replace("\\", "/") if file.path[1:3] == ":\\" else file.path
    name = name.lstrip("/")
    before, after = _quoted("a/" + name), _quoted("b/" + name)
    tab = b"\t" if b" " in before and not before.startswith(b'"') else b""
    head = b"diff --git %b %b\n--- %b%b\n+++ %b%b\n" % (before, after, before, tab, after, tab)
    return head + b"".join(_hunk(old, new, hunk) for hunk in _hunks(changes))


def _codec(name: str | None) -> str:
    """The codec of that name if it is there and writes line ends as ASCII does; UTF-8 otherwise."""
    try:
        return name if name and codecs.lookup(name) else "utf-8"
    except (LookupError, ValueError):  # a surrogate or a NUL is no codec's name
        return "utf-8"


def _regions(source: str, edits: Sequence[Edit]) -> Iterator[tuple[str, str, bool]]:
    """Whole lines of the source with what becomes of them, and whether anything does.

    The lines of an edit include the one at its end: where the edit takes a line end away, that line moves up.
    """
    done = 0
    i = 0
    while i < len(edits):
        start = source.rfind("\n", 0, edits[i].span.start) + 1
        end = _line_end(source, edits[i].span.end)
        j = i + 1
        while j < len(edits) and (edits[j].span.start < end or end == len(source)):
            end = max(end, _line_end(source, edits[j].span.end))
            j += 1
        yield source[done:start], source[done:start], False
        old = source[start:end]
        yield old, apply_edits(old, (edit.shift(-start) for edit in edits[i:j])), True
        done, i = end, j
    yield source[done:], source[done:], False


def _line_end(source: str, at: int) -> int:
    end = source.find("\n", at)
    return len(source) if end < 0 else end + 1


def _changes(
    regions: Sequence[tuple[str, str, bool]], encoding: str, new_encoding: str
) -> tuple[list[bytes], list[bytes], list[_Change]]:
    """Old and new lines in bytes, and what changes between them."""
    if "\n".encode(encoding) != b"\n":  # UTF-16 and its kin: only the file as a whole falls into lines of bytes
        regions = [("".join(old for old, _, _ in regions), "".join(new for _, new, _ in regions), True)]
    olds: list[bytes] = []
    news: list[bytes] = []
    changes: list[_Change] = []
    for old, new, changed in regions:
        old_lines, new_lines = _lines(encode(old, encoding)), _lines(encode(new, new_encoding))
        if changed:
            for tag, i, j, k, m in SequenceMatcher(None, old_lines, new_lines).get_opcodes():
                if tag != "equal":
                    changes.append(_Change(len(olds) + i, len(olds) + j, len(news) + k, len(news) + m))
        olds += old_lines
        news += new_lines
    return olds, news, changes


def _lines(content: bytes) -> list[bytes]:
    lines = [line + b"\n" for line in content.split(b"\n")]
    last = lines.pop()[:-1]
    return [*lines, last] if last else lines


def _hunks(changes: Sequence[_Change]) -> Iterator[list[_Change]]:
    """Changes whose context would overlap or touch, together."""
    hunk = [changes[0]]
    for change in changes[1:]:
        if change.start - hunk[-1].end > 2 * CONTEXT:
            yield hunk
            hunk = []
        hunk.append(change)
    yield hunk


def _hunk(old: Sequence[bytes], new: Sequence[bytes], changes: Sequence[_Change]) -> bytes:
    first, last = changes[0], changes[-1]
    lead = min(CONTEXT, first.start)
    start, end = first.start - lead, min(len(old), last.end + CONTEXT)
    new_start, new_end = first.new_start - lead, last.new_end + end - last.end
    parts = [b"@@ -%b +%b @@\n" % (_range(start, end), _range(new_start, new_end))]
    at = start
    for change in changes:
        parts += (_marked(b" ", line) for line in old[at : change.start])
        parts += (_marked(b"-", line) for line in old[change.start : change.end])
        parts += (_marked(b"+", line) for line in new[change.new_start : change.new_end])
        at = change.end
    parts += (_marked(b" ", line) for line in old[at:end])
    return b"".join(parts)


def _marked(mark: bytes, line: bytes) -> bytes:
    return mark + (line if line.endswith(b"\n") else line + _NO_NEWLINE)


def _range(start: int, end: int) -> bytes:
    length = end - start
    first = start + 1 if length else start
    return b"%d" % first if length == 1 else b"%d,%d" % (first, length)


def _quoted(name: str) -> bytes:
    """A file name as git writes it: in quotes and with C escapes where it holds anything but printable ASCII."""
    raw = encode(name, "utf-8")
    if all(0x20 <= byte < 0x7F and byte not in b'"\\' for byte in raw):
        return raw
    return b'"' + "".join(_quoted_byte(byte) for byte in raw).encode() + b'"'


def _quoted_byte(byte: int) -> str:
    if byte in _SHORT_ESCAPES:
        return "\\" + _SHORT_ESCAPES[byte]
    return chr(byte) if 0x20 <= byte < 0x7F else f"\\{byte:03o}"
