"""Choose the reader for a file, and write a document with its edits back to bytes."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from pathlib import PurePath
from typing import Any

from cleantext.core.document import Document
from cleantext.core.edit import Edit, apply_edits
from cleantext.core.span import Span
from cleantext.formats import text as plain
from cleantext.formats.decoding import NotText, decode, encode
from cleantext.formats.known import AS_IT_LOOKS, FORMATS, NAMES, SUFFIXES, Format, Reading
from cleantext.formats.marks import Marks
from cleantext.formats.pieces import Prose, Unwritable

PROSE_SUFFIXES = tuple(SUFFIXES)
"""Files that a folder is searched for."""

_UNREAD = (
    ".xml .svg .md .markdown .rst .tex .docx .odt .pdf .rtf .epub .doc .xls .xlsx .ppt .pptx"
    " .json .yaml .yml .toml .ini .csv .tsv .ipynb .srt .vtt .ass .ssa .sub .sbv"
    " .py .pyi .js .mjs .cjs .jsx .ts .tsx .java .kt .scala .groovy .c .h .cc .cpp .cxx .hh .hpp .cs .go .rs .swift"
    " .m .mm .rb .pl .pm .php .lua .r .jl .hs .ml .ex .exs .erl .clj .el .dart .vue .sql .sh .bash .zsh .fish .ps1"
    " .bat .css .scss .sass .less"
)
_NO_PROSE = frozenset(_UNREAD.split())
_BOM = "\ufeff"
_HEAD = 4096  # bytes that tell a format by its beginning


def read(path: PurePath, raw: bytes, reading: Reading = AS_IT_LOOKS) -> Document:
    """The document in ``raw``.

    Raises ``NotText`` for bytes that are no text or break the rules of their format, and for formats whose prose can't
    be kept apart from the rest.
    """
    known = format_of(path, raw, reading.format)
    if reading.main_content and known.name == "html":
        known = NAMES["article"]
    if known.packed:
        document: Document = _module(known).read(path, raw, reading)
        return document
    text, encoding = _decoded(raw, known)
    if known.name == "text":
        return Document(path, "text", text, raw, encoding, plain.segment)
    try:
        prose: Prose = _module(known).read(text, reading)
    except RecursionError as error:
        raise NotText(f"not read as {known.name}: it is nested too deeply") from error
    return Document(path, known.name, prose.text, raw, encoding, prose.blocks, prose)


def format_of(path: PurePath, raw: bytes, name: str | None = None) -> Format:
    """The format by its name, by how the content begins, or by the suffix of the file; else plain text.

    Raises ``NotText`` for an unknown name, and for suffixes of what is no prose.
    """
    if name is not None:
        if name not in NAMES:
            raise NotText(f"no format '{name}' (there are {', '.join(NAMES)})")
        return NAMES[name]
    suffix = path.suffix.lower()
    unread = suffix in _NO_PROSE and suffix not in SUFFIXES
    if not unread or suffix == ".xml":
        for known in FORMATS:
            if known.opening and known.opening.match(raw[:_HEAD]):
                return known
    if unread:
        raise NotText(f"{suffix} files aren't read: what is no prose in them would be taken for it (see --format)")
    return SUFFIXES.get(suffix, NAMES["text"])


def render(
    document: Document, edits: Sequence[Edit], keep_encoding: bool = False, marks: Marks | None = None,
    flagged: Sequence[Span] = (),
) -> bytes:  # fmt: skip
    """The file with ``edits`` of its prose, given in any order.

    With ``marks`` they are tracked changes in the formats that have such, and remarks are comments there.
    Translations that hold a place of ``flagged`` are marked as in need of a look in the formats that can.

    Plain text is written in UTF-8, or with ``keep_encoding`` as it came where that can hold every character; other
    formats keep their encoding, which they may name themselves. A document without edits gives the very bytes that were
    read. Raises ``NotText`` where an edit can't be written.
    """
    known = NAMES[document.format]
    marks = marks if known.tracks else None
    edits = [edit for edit in edits if edit.replacement != edit.span.of(document.text)]
    flags = document.layout.flagged(flagged) if isinstance(document.layout, Prose) else ()
    if (
        not (edits or flags)
        and not (marks and marks.remarks)
        and (known.name != "text" or keep_encoding or document.encoding == "utf-8")
    ):
        return document.raw
    try:
        if known.packed:
            write = _module(known).write
            content: bytes = write(document, edits, marks) if known.tracks else write(document, edits)
            return content
        if not isinstance(document.layout, Prose):
            text = apply_edits(document.text, edits)
            taken = any(edit.span.covers(Span(0, 1)) for edit in edits)
            if document.text.startswith(_BOM) and not text.startswith(_BOM) and (keep_encoding or not taken):
                text = _BOM + (text if taken else text.replace(_BOM, "", 1))  # UTF-16 needs it
        else:
            text = apply_edits(document.layout.source, (*document.layout.rewritten(edits), *flags))
    except Unwritable as error:
        raise NotText(f"an edit can't be written: {error}") from error
    return _encoded(text, document.encoding, known, keep_encoding)


def undecided(document: Document) -> bool:
    """Whether tracked changes of ours wait in it for a decision."""
    known = NAMES[document.format]
    return known.tracks and bool(_module(known).undecided(document))


def _encoded(text: str, encoding: str, known: Format, keep_encoding: bool) -> bytes:
    if known.name == "text" and not keep_encoding:
        return encode(text, "utf-8")
    try:
        return encode(text, encoding)
    except UnicodeEncodeError as error:
        if known.references:
            return text.encode(encoding, "xmlcharrefreplace")
        raise NotText(f"{encoding} can't hold {error.object[error.start]!r}") from error


def _decoded(raw: bytes, known: Format) -> tuple[str, str]:
    """The text, in the encoding that it names itself where that gives the same bytes back."""
    found = known.charset.search(raw[:_HEAD]) if known.charset else None
    if found:
        named = next(name for name in found.groups() if name).decode("ascii", "replace").lower()
        latin = named in ("iso-8859-1", "latin1", "latin-1", "ascii", "us-ascii")
        codec = "cp1252" if latin and known.name in ("html", "article") else named  # as browsers do
        try:
            text = raw.decode(codec)
            if not codec.startswith("utf-8") and text.encode(codec) == raw:
                return text, codec
        except (UnicodeError, LookupError, ValueError):
            pass
    return decode(raw)


def _module(known: Format) -> Any:
    """The reader of a format. Raises ``NotText`` where a library that it needs is missing."""
    try:
        return import_module(f"cleantext.formats.{known.name}")
    except ModuleNotFoundError as error:
        if (error.name or "").startswith("cleantext"):
            raise
        needed = f"pip install 'cleantext-review[{known.extra}]'"
        raise NotText(f"{known.name} files need the library {error.name}: {needed}") from error
