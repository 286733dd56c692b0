"""The table of formats that are read. ``formats/__init__.py`` says how to add one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import regex

_CHARSET_OF_HTML = regex.compile(rb"""(?i)<meta[^>]{0,200}charset\s*=\s*["']?\s*([\w.:-]+)""")
_CHARSET_OF_XML = regex.compile(rb"""\A(?:\xef\xbb\xbf)?<\?xml[^>]{0,100}encoding\s*=\s*["']([\w.-]+)["']""")
_BOM = rb"\A(?:\xef\xbb\xbf)?"
_HEAD = rb"(?i)\A(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]{0,200}\?>\s*)?(?:<!--.{0,1000}?-->\s*)*"


@dataclass(frozen=True, slots=True)
class Reading:
    """How files are read: in which ``format``, else as content and name tell; which ``columns`` of tables are prose.

    With ``main_content`` only the article of a web page is read.
    """

    format: str | None = None
    columns: tuple[str, ...] = ("text",)
    main_content: bool = False


AS_IT_LOOKS = Reading()


@dataclass(frozen=True, slots=True)
class Format:
    """A format and how its files are told. The module ``cleantext.formats.<name>`` reads it.

    ``opening`` matches how a file surely begins, whatever its name is; ``charset`` finds the encoding that it names.
    Files of a ``packed`` format are no text. ``references`` says that a character that the encoding lacks can be
    written as ``&#8217;``, ``tracks`` that edits can be tracked changes. ``extra`` is the extra of the distribution
    that brings its libraries.
    """

    name: str
    suffixes: tuple[str, ...]
    opening: regex.Pattern[bytes] | None = None
    charset: regex.Pattern[bytes] | None = None
    packed: bool = False
    references: bool = False
    tracks: bool = False
    extra: str = ""


FORMATS: Sequence[Format] = (
    Format("text", (".txt", ".text")),
    Format(
        "html", (".html", ".htm", ".xhtml"),
        regex.compile(_HEAD + rb"(?:<!doctype\s+html|<html[\s>])", regex.DOTALL),
        regex.compile(_CHARSET_OF_HTML.pattern + rb"|" + _CHARSET_OF_XML.pattern),
        references=True,
    ),
    Format(
        "article", (), None, regex.compile(_CHARSET_OF_HTML.pattern + rb"|" + _CHARSET_OF_XML.pattern),
        references=True,
    ),
    Format("markdown", (".md", ".markdown", ".mdx")),
    Format("rst", (".rst", ".rest")),
    Format("asciidoc", (".adoc", ".asciidoc", ".asc")),
    Format(
        "epub", (".epub",),
        regex.compile(rb"PK\x03\x04.{26}mimetype(?:.{0,60})application/epub\+zip", regex.DOTALL),
        packed=True,
    ),
    Format("jsonl", (".jsonl", ".ndjson")),
    Format(
        "odt", (".odt",), regex.compile(rb"PK\x03\x04.{26}mimetype.{10,50}opendocument\.text", regex.DOTALL),
        packed=True, tracks=True,
    ),
    Format(
        "docx", (".docx", ".docm"), regex.compile(rb"PK\x03\x04.{0,4000}?word/document", regex.DOTALL),
        packed=True, tracks=True,
    ),
    Format("srt", (".srt",), regex.compile(_BOM + rb"\s*\d+\s*\n\d+:\d\d:\d\d[,.]\d+ --> ")),
    Format("vtt", (".vtt",), regex.compile(_BOM + rb"WEBVTT[\s]")),
    Format("ass", (".ass", ".ssa"), regex.compile(_BOM + rb"\[Script Info\]")),
    Format("csv", (".csv", ".tsv")),
    Format("parquet", (".parquet",), regex.compile(rb"PAR1"), packed=True, extra="tables"),
    Format("po", (".po", ".pot"), None, regex.compile(rb"charset=([\w.-]+)")),
    Format("strings", (".strings",)),
    Format("i18n", (".arb",)),
    Format("xliff", (".xlf", ".xliff"), regex.compile(_HEAD + rb"<xliff\s", regex.DOTALL), _CHARSET_OF_XML,
           references=True),
    Format("tmx", (".tmx",), regex.compile(_HEAD + rb"(?:<!DOCTYPE tmx[^>\[]{0,200}>\s*)?<tmx\s", regex.DOTALL),
           _CHARSET_OF_XML, references=True),
    Format("android", (), regex.compile(_HEAD + rb"<resources[\s>]", regex.DOTALL), _CHARSET_OF_XML, references=True),
)  # fmt: skip

NAMES = {each.name: each for each in FORMATS}
SUFFIXES = {suffix: each for each in FORMATS for suffix in each.suffixes}
