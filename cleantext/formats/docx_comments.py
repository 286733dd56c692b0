"""Comments of a Word document: those of ours that it has, and new ones in the part that holds them."""

from __future__ import annotations

import posixpath
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from html import escape, unescape
from itertools import count
from typing import NamedTuple

from cleantext.formats.decoding import decode, encode
from cleantext.formats.docx_story import PREFIXES
from cleantext.formats.marks import AUTHOR, told
from cleantext.formats.xml_places import Kind, events, with_child
from cleantext.formats.zipped import Package

_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_STRICT = "http://purl.oclc.org/ooxml/officeDocument/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


def ours(source: str) -> tuple[Counter[str], int]:
    """The texts of the comments that cleantext wrote, and an id that no comment has."""
    comments = list(all_of(source))
    numbers = [int(each.id) for each in comments if each.id.isdecimal() and len(each.id) < 10]
    return Counter(each.text for each in comments if each.author == AUTHOR), max(numbers, default=-1) + 1


class Comment(NamedTuple):
    """A comment of somebody."""

    id: str
    author: str
    text: str


def all_of(source: str) -> Iterator[Comment]:
    """The comments in the part that holds them."""
    said: list[str] = []
    opened: Mapping[str, str] = {}
    for event in events(source, PREFIXES):
        if event.name == "w:comment" and event.kind is Kind.START:
            opened, said = event.attributes, []
        elif event.name == "w:comment":
            yield Comment(opened.get("w:id", ""), opened.get("w:author", ""), "".join(said))
        elif event.kind is Kind.TEXT:
            said.append(unescape(source[event.start : event.end]))


def with_comments(
    package: Package, main: str, part: str | None, comments: Sequence[tuple[int, str]], date: str
) -> Mapping[str, bytes]:
    """The members that change when the main part gets ``comments``, by id and text, in its ``part`` for them."""
    strict = "purl.oclc.org/ooxml/wordprocessingml" in decode(package.read(main))[0][:10_000]
    namespace = next(uri for uri, prefix in PREFIXES.items() if prefix == "w" and ("purl" in uri) is strict)
    changed: dict[str, bytes] = {}
    if part is None:
        folder, base = posixpath.split(main)
        name = next(name for n in count() if posixpath.join(folder, name := f"comments{n or ''}.xml") not in package)
        part = posixpath.join(folder, name)
        source, encoding = f'<?xml version="1.0" encoding="UTF-8"?>\n<w:comments xmlns:w="{namespace}"/>', "utf-8"
        types, of_types = decode(package.read("[Content_Types].xml"))
        override = f'Override PartName="/{part}" ContentType="{_TYPE}"/>'
        changed["[Content_Types].xml"] = encode(with_child(types, lambda prefix: f"<{prefix}{override}"), of_types)
        relations = posixpath.join(folder, "_rels", f"{base}.rels")
        changed[relations] = _related(package, relations, name, strict)
    else:
        source, encoding = decode(package.read(part))
    written = "".join(_comment(namespace, *comment, date) for comment in comments)
    return {**changed, part: encode(with_child(source, lambda _: written), encoding)}


def _comment(namespace: str, number: int, text: str, date: str) -> str:
    content = f'<w:p><w:r><w:t xml:space="preserve">{escape(told(text))}</w:t></w:r></w:p>'
    by = f'w:id="{number}" w:author="{AUTHOR}" w:date="{date}" w:initials="ct"'
    return f'<w:comment xmlns:w="{namespace}" {by}>{content}</w:comment>'


def _related(package: Package, relations: str, target: str, strict: bool) -> bytes:
    """The relations of the main part with one to the comments."""
    source, encoding = f'<Relationships xmlns="{PACKAGE}"/>', "utf-8"
    if relations in package:
        source, encoding = decode(package.read(relations))
    number = next(n for n in count(1) if f'"rIdCleantext{n}"' not in source)
    kind = f"{_STRICT if strict else _OFFICE}/comments"
    tag = f'Relationship Id="rIdCleantext{number}" Type="{kind}" Target="{target}"/>'
    return encode(with_child(source, lambda prefix: f"<{prefix}{tag}"), encoding)
