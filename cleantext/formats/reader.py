"""Choose the reader for a file, and write a document's reviewed text back to bytes."""

from __future__ import annotations

from pathlib import PurePath

from cleantext.core.document import Document
from cleantext.formats import text as plain
from cleantext.formats.decoding import NotText, decode, encode

PROSE_SUFFIXES = (".txt", ".text")
"""Files that a folder is searched for."""

_MARKUP = ".html .htm .xhtml .xml .svg .md .markdown .rst .tex .docx .odt .pdf .rtf .epub"
_TABLES = ".json .jsonl .ndjson .yaml .yml .toml .ini .csv .tsv .ipynb"
_SUBTITLES = ".srt .vtt .ass .ssa .sub .sbv"
_CODE = (
    ".py .pyi .js .mjs .cjs .jsx .ts .tsx .java .kt .scala .groovy .c .h .cc .cpp .cxx .hh .hpp .cs .go .rs .swift"
    " .m .mm .rb .pl .pm .php .lua .r .jl .hs .ml .ex .exs .erl .clj .el .dart .vue .sql .sh .bash .zsh .fish .ps1"
    " .bat .css .scss .sass .less"
)
_NO_PROSE = frozenset(" ".join((_MARKUP, _TABLES, _SUBTITLES, _CODE)).split())


def read(path: PurePath, raw: bytes) -> Document:
    """The document in ``raw``.

    Raises ``NotText`` for bytes that are no text, and for formats whose prose can't be kept apart from the rest.
    """
    suffix = path.suffix.lower()
    if suffix in _NO_PROSE:
        raise NotText(
            f"{suffix} files aren't read yet, only plain text: what is no prose in them would be taken for it"
        )
    text, encoding = decode(raw)
    return Document(path, "text", text, raw, encoding, plain.segment)


def render(document: Document, text: str, keep_encoding: bool) -> bytes:
    """``text`` as bytes: UTF-8, or with ``keep_encoding`` as the file came where that can hold every character.

    A text that was not changed gives the very bytes that were read.
    """
    if text == document.text and (keep_encoding or document.encoding == "utf-8"):
        return document.raw
    if keep_encoding:
        try:
            return encode(text, document.encoding)
        except UnicodeEncodeError as error:
            raise NotText(f"{document.encoding} can't hold {error.object[error.start]!r}") from error
    return encode(text, "utf-8")
