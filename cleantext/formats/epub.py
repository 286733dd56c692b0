"""EPUB: the pages of a book in reading order, as its package document lists them; each is XHTML in the zip.

Everything else stays member for member: navigation, metadata, styles, pictures. What is encrypted is refused.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from html import unescape
from pathlib import PurePath
from posixpath import dirname, join, normpath
from urllib.parse import unquote

from cleantext.core.document import Document
from cleantext.core.edit import Edit, apply_edits
from cleantext.formats import html
from cleantext.formats.decoding import NotText, decode, encode
from cleantext.formats.joined import Joined
from cleantext.formats.known import Reading
from cleantext.formats.tags import Tag, tokens
from cleantext.formats.zipped import Package

_CONTAINER, _ENCRYPTION = "META-INF/container.xml", "META-INF/encryption.xml"
_PAGES = ("application/xhtml+xml", "text/html")


def read(path: PurePath, raw: bytes, reading: Reading) -> Document:
    """The book. Raises ``NotText`` where it is broken, has no pages, or is encrypted."""
    package = Package(raw)
    pages = {}
    for name in _reading_order(package):
        prose = html.prose(decode(package.read(name))[0], xml=True)
        if prose.blocks:
            noted = (replace(block, note=": ".join(filter(None, (name, block.note)))) for block in prose.blocks)
            pages[name] = replace(prose, blocks=tuple(noted))
    if not pages:
        raise NotText("a book without text")
    layout = Joined(pages)
    return Document(path, "epub", layout.text, raw, "utf-8", layout.blocks, layout)


def write(document: Document, edits: Sequence[Edit]) -> bytes:
    """The book with ``edits`` of its prose. Raises ``Unwritable``, and ``NotText`` for what a page can't hold."""
    assert isinstance(document.layout, Joined)
    package = Package(document.raw)
    changed = {}
    for name, own in document.layout.rewritten(edits).items():
        source, encoding = decode(package.read(name))
        changed[name] = encode(apply_edits(source, own), encoding)
    return package.with_members(changed)


def _reading_order(package: Package) -> list[str]:
    roots = [a["full-path"] for name, a in _elements(package, _CONTAINER) if name == "rootfile" and "full-path" in a]
    if not roots:
        raise NotText(f"a broken book: {_CONTAINER} names no package document")
    encrypted = set()
    if _ENCRYPTION in package:
        encrypted = {a.get("uri", "") for name, a in _elements(package, _ENCRYPTION) if name == "cipherreference"}
    pages: dict[str, str] = {}
    order: list[str] = []
    for name, attributes in _elements(package, roots[0]):
        if name == "item" and attributes.get("media-type") in _PAGES:
            pages[attributes.get("id", "")] = normpath(join(dirname(roots[0]), unquote(attributes.get("href", ""))))
        elif name == "itemref" and attributes.get("idref") in pages:
            order.append(pages[attributes["idref"]])
    if encrypted.intersection(order):
        raise NotText("the book is encrypted")
    return list(dict.fromkeys(order))


def _elements(package: Package, member: str) -> Iterator[tuple[str, Mapping[str, str]]]:
    """The names, without prefix, and the attributes of the elements of a small XML file. Entities aren't expanded."""
    source = decode(package.read(member))[0]
    for token in tokens(source, xml=True):
        if isinstance(token, Tag) and not token.closing:
            values = {name: unescape(span.of(source)) for name, span in token.attributes(source).items()}
            yield token.name.rpartition(":")[2], values
