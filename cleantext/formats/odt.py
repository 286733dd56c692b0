"""ODT: the text of an OpenDocument, its edits as tracked changes and comments, or made at once.

All of it lies in ``content.xml``; headers and footers, which ``styles.xml`` holds, are not read.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from html import unescape
from itertools import count
from pathlib import PurePath

import regex

from cleantext.core.document import BlockKind, Document
from cleantext.core.edit import Edit, apply_edits
from cleantext.core.span import Span
from cleantext.formats.codecs import ODF_TEXT
from cleantext.formats.decoding import NotText, decode, encode
from cleantext.formats.joined import Joined
from cleantext.formats.known import Reading
from cleantext.formats.marks import AUTHOR, Cut, Marks, Rank, Remark, ends_of, in_order, told
from cleantext.formats.odt_text import PREFIXES, Content, Style, content
from cleantext.formats.xml_places import Kind, events
from cleantext.formats.zipped import Package

_MIMETYPE = b"application/vnd.oasis.opendocument.text"
_CONTENT, _STYLES, _MANIFEST = "content.xml", "styles.xml", "META-INF/manifest.xml"
_KINDS = {
    "Title": BlockKind.HEADING,
    "Subtitle": BlockKind.HEADING,
    "Preformatted_20_Text": BlockKind.CODE,
    "Preformatted_Text": BlockKind.CODE,
}
_OURS = regex.compile(rf"<text:(?:insertion|deletion)>\s*<office:change-info>\s*<dc:creator[^<>]*>{AUTHOR}<")
_DC = "http://purl.org/dc/elements/1.1/"
_KEPT = frozenset(["Source_20_Text", "Source_Text", "Teletype"])


def read(path: PurePath, raw: bytes, reading: Reading) -> Document:
    """Raises ``NotText`` for what is no OpenDocument text, is encrypted, or is beyond the limits of ``zipped.py``."""
    package = Package(raw)
    if not package.read("mimetype").strip().startswith(_MIMETYPE):
        raise NotText("not an OpenDocument text")
    if _MANIFEST in package and b"encryption-data" in package.read(_MANIFEST):
        raise NotText("encrypted")
    joined = Joined({_CONTENT: _content(package).prose})
    return Document(path, "odt", joined.text, raw, "utf-8", joined.blocks, joined)


def write(document: Document, edits: Sequence[Edit], marks: Marks | None = None) -> bytes:
    """The file with ``edits`` as tracked changes and with comments; without ``marks`` all of them are made at once."""
    package = Package(document.raw)
    found = _content(package)
    source = _marked(found, edits, marks) if marks else apply_edits(found.prose.source, found.prose.rewritten(edits))
    return package.with_members({_CONTENT: encode(source, decode(package.read(_CONTENT))[1])})


def undecided(document: Document) -> bool:
    """Whether changes of ours are in the file."""
    assert isinstance(document.layout, Joined)
    return _OURS.search(document.layout.members[_CONTENT].source) is not None


def _content(package: Package) -> Content:
    source = decode(package.read(_CONTENT))[0]
    if not (" xmlns:text=" in source and " xmlns:office=" in source):
        raise NotText("an OpenDocument with unusual prefixes, in which no change could be written")
    try:
        named = [decode(package.read(_STYLES))[0]] if _STYLES in package else []
        return content(source, _styles([source, *named]))
    except NotText as error:
        raise NotText(f"{_CONTENT}: {error}") from error


def _marked(found: Content, edits: Sequence[Edit], marks: Marks) -> str:
    prose, source = found.prose, found.prose.source
    numbers = (n for n in count(1) if f'"cleantext{n}"' not in source)
    own = "" if " xmlns:dc=" in source else f' xmlns:dc="{_DC}"'
    by = f"<dc:creator{own}>{AUTHOR}</dc:creator><dc:date{own}>{marks.date.rstrip('Z')}</dc:date>"
    cuts: list[Cut] = []
    regions: list[str] = []

    def region(kind: str, inside: str = "") -> str:
        name = f"cleantext{next(numbers)}"
        told_of = f"<text:{kind}><office:change-info>{by}</office:change-info>{inside}</text:{kind}>"
        regions.append(f'<text:changed-region xml:id="{name}" text:id="{name}">{told_of}</text:changed-region>')
        return name

    places = [text.place for text in found.texts]
    for edit in prose.rewritten(edits):
        xml = ""
        if len(edit.span):
            spans = found.texts[bisect_right(places, edit.span.start, key=lambda place: place.start) - 1].spans
            old = ODF_TEXT.encode(ODF_TEXT.decoded(edit.span.of(source)))
            old = f"<text:p>{spans}{old}{'</text:span>' * spans.count('<')}</text:p>"
            xml = f'<text:change text:change-id="{region("deletion", old)}"/>'
        if edit.replacement:
            name = region("insertion")
            xml += f'<text:change-start text:change-id="{name}"/>{edit.replacement}'
            xml += f'<text:change-end text:change-id="{name}"/>'
        cuts.append(Cut(edit.span, Rank.CHANGE, xml))
    for remark in _new(source, marks.remarks):
        if ends := ends_of(places, prose.to_source(remark.span)):
            (_, start), (_, end) = ends
            name = f'office:name="cleantext{next(numbers)}"'
            text = f"<text:p>{ODF_TEXT.encode(told(remark.text).replace(chr(10), ' '))}</text:p>"
            rank = Rank.COMMENT_ENDS if start < end else Rank.EMPTY_COMMENT_ENDS
            comment = f"<office:annotation {name}>{by}{text}</office:annotation>"
            cuts.append(Cut(Span(start, start), Rank.COMMENT_BEGINS, comment))
            cuts.append(Cut(Span(end, end), rank, f"<office:annotation-end {name}/>"))
    parts, at = [_with_regions(source[: found.changes], found.listed, "".join(regions))], found.changes
    for cut in in_order(cuts):
        parts += [source[at : cut.span.start], cut.xml]
        at = cut.span.end
    return "".join([*parts, source[at:]])


def _with_regions(before: str, listed: bool, regions: str) -> str:
    """What comes before the content, with the list of changes."""
    if listed and before.endswith("/>"):
        return f"{before.removesuffix('/>')}>{regions}</text:tracked-changes>"
    return before + (regions if listed or not regions else f"<text:tracked-changes>{regions}</text:tracked-changes>")


def _new(source: str, remarks: Sequence[Remark]) -> Iterator[Remark]:
    """The remarks that aren't comments of ours already."""
    there: Counter[str] = Counter()
    tags: list[str] = []
    said: dict[str, str] = {}
    for event in events(source, PREFIXES):
        if event.kind is Kind.START:
            tags.append(event.name)
            if event.name == "office:annotation":
                said = {}
        elif event.kind is Kind.END:
            tags.pop()
            if event.name == "office:annotation" and said.get("dc:creator") == AUTHOR:
                there[said.get("text:p", "")] += 1
        elif event.kind is Kind.TEXT and "office:annotation" in tags[-4:]:
            said[tags[-1]] = said.get(tags[-1], "") + unescape(source[event.start : event.end])
    for remark in remarks:
        text = told(remark.text)
        there[text] -= 1
        if there[text] < 0:
            yield remark


def _styles(sources: Sequence[str]) -> Mapping[str, Style]:
    """What each style makes of a text, its own or that of its parent."""
    parents: dict[str, str] = {}
    hidden: set[str] = set()
    name = ""
    for source in sources:
        for event in events(source, PREFIXES):
            if event.kind is Kind.START and event.name == "style:style":
                name = event.attributes.get("style:name", "")
                parents[name] = event.attributes.get("style:parent-style-name", "")
            elif event.name == "style:text-properties" and event.attributes.get("text:display") == "none":
                hidden.add(name)
    styles = {}
    for each in parents:
        base = each
        line: list[str] = []
        while base and len(line) < 20:
            line.append(base)
            base = parents.get(base, "")
        kind = next((_KINDS[base] for base in line if base in _KINDS), None)
        styles[each] = Style(kind, any(base in _KEPT for base in line), each in hidden)
    return styles
