"""DOCX: the stories of a Word document, one after the other, and its styles.

The body comes first, then headers, footers, footnotes and endnotes. Comments, and members that hold no story, are never
touched; nor is anything in a story but the texts that are edited (see ``docx_story.py``).
"""

from __future__ import annotations

import posixpath
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import count
from pathlib import PurePath

import regex

from cleantext.core.document import BlockKind, Document
from cleantext.core.edit import Edit
from cleantext.core.span import Span
from cleantext.formats.decoding import NotText, decode, encode
from cleantext.formats.docx_comments import PACKAGE, all_of, ours, with_comments
from cleantext.formats.docx_story import PREFIXES, Story, story
from cleantext.formats.docx_writing import anchors, edited, tracked
from cleantext.formats.joined import Joined
from cleantext.formats.known import Reading
from cleantext.formats.marks import AUTHOR, Marks, told
from cleantext.formats.pieces import Unwritable
from cleantext.formats.xml_places import Kind, events
from cleantext.formats.zipped import Package

_RELATIONS = {PACKAGE: "r"}
_ID = regex.compile(r':id="(\d{1,8})"')
_OURS = regex.compile(rf'<\w+:(?:ins|del)\s[^<>]*\w+:author="{AUTHOR}"')
_STORIES = ("header", "footer", "footnotes", "endnotes")
_HEADINGS = ("title", "subtitle", "caption", "toc heading")
_LISTS = ("list bullet", "list number")
_CODE = ("source code", "verbatim char", "html code", "html preformatted", "preformatted text", "source text", "code")


def read(path: PurePath, raw: bytes, reading: Reading) -> Document:
    """Raises ``NotText`` for what is no Word document, is incomplete, or is beyond the limits of ``zipped.py``."""
    stories = _Word(Package(raw)).stories()
    joined = Joined({name: each.prose for name, each in stories.items()})
    return Document(path, "docx", joined.text, raw, "utf-8", joined.blocks, joined)


def write(document: Document, edits: Sequence[Edit], marks: Marks | None = None) -> bytes:
    """The file with ``edits`` as tracked changes and with comments; without ``marks`` all of them are made at once."""
    package = Package(document.raw)
    word = _Word(package)
    assert isinstance(document.layout, Joined)
    own = dict(document.layout.shared(edits))
    changed: dict[str, bytes] = {}
    comments: list[tuple[Span, int, str]] = []
    if marks:
        comments = list(_comments(word, document.layout, marks))
        changed.update(word.with_comments([(number, text) for _, number, text in comments], marks.date))
    for name in dict.fromkeys([*own, *([word.main] if comments else [])]):
        source, encoding = decode(package.read(name))
        found = word.story(name, source)
        if marks:
            ids = count(1 + max((int(number) for number in _ID.findall(source)), default=0))
            places = [(span, number) for span, number, _ in comments] if name == word.main else []
            source = tracked(source, found, own.get(name, ()), places, marks.date, ids)
        else:
            source = edited(source, found, own[name])
        changed[name] = encode(source, encoding)
    return package.with_members(changed) if changed else document.raw


def undecided(document: Document) -> bool:
    """Whether changes of ours are in the file."""
    assert isinstance(document.layout, Joined)
    return any(_OURS.search(prose.source) for prose in document.layout.members.values())


def _comments(word: _Word, layout: Joined, marks: Marks) -> Iterator[tuple[Span, int, str]]:
    """The place in the body, the id and the text of each comment that isn't there already."""
    there, number = word.comments()
    body = word.story(word.main, layout.members[word.main].source)
    for remark in marks.remarks:
        try:
            name, span = layout.located(remark.span)
        except Unwritable:
            continue
        if name != word.main or not anchors(body, span):
            continue
        if there[told(remark.text)] > 0:
            there[told(remark.text)] -= 1
            continue
        yield span, number, remark.text
        number += 1


class _Word:
    """The parts of a package that is a Word document."""

    def __init__(self, package: Package):
        self._package = package
        for kind, target in self._related(""):
            if kind == "officeDocument":
                self.main = target
                break
        else:
            raise NotText("not a Word document: it names no main part")
        self._notes = {self.main: ""}
        styles = self._comments = None
        for kind, target in self._related(self.main):
            if kind in _STORIES and target in package:
                self._notes.setdefault(target, kind.removesuffix("s"))
            elif kind == "styles" and target in package:
                styles = target
            elif kind == "comments" and target in package:
                self._comments = target
        self._styles = _kinds(decode(package.read(styles))[0]) if styles else {}
        noted = decode(package.read(self._comments))[0] if self._comments else ""
        self._said = {each.id: each.text for each in (all_of(noted) if "cleantext-" in noted else ())}

    def stories(self) -> Mapping[str, Story]:
        """All that hold prose, by the names of their members, in reading order."""
        order = sorted(
            self._notes, key=lambda name: ("", *(s.removesuffix("s") for s in _STORIES)).index(self._notes[name])
        )
        found = {name: self.story(name, decode(self._package.read(name))[0]) for name in order}
        return {name: each for name, each in found.items() if each.prose.text or name == self.main}

    def story(self, name: str, source: str) -> Story:
        """The story that a member holds."""
        try:
            return story(source, self._styles, self._notes[name], name == self.main, self._said)
        except NotText as error:
            raise NotText(f"{name}: {error}") from error

    def comments(self) -> tuple[Counter[str], int]:
        """The texts of our comments, and an id for a new one."""
        return ours(decode(self._package.read(self._comments))[0]) if self._comments else (Counter(), 0)

    def with_comments(self, comments: Sequence[tuple[int, str]], date: str) -> Mapping[str, bytes]:
        """The members that change when the body gets comments."""
        return with_comments(self._package, self.main, self._comments, comments, date) if comments else {}

    def _related(self, name: str) -> Iterator[tuple[str, str]]:
        """The kind and name of each part that a part, or the package itself, relates to."""
        folder, base = posixpath.split(name)
        relations = posixpath.join(folder, "_rels", f"{base}.rels")
        if name and relations not in self._package:
            return
        for event in events(decode(self._package.read(relations))[0], _RELATIONS):
            told = event.attributes
            if event.kind is Kind.START and "Target" in told and told.get("TargetMode") != "External":
                target = posixpath.normpath(posixpath.join("/", folder, told["Target"]))
                yield told.get("Type", "").rpartition("/")[2], target.lstrip("/")


def _kinds(source: str) -> Mapping[str, BlockKind]:
    """The kind of block that each style makes, its own or that of the one it is based on."""
    kinds: dict[str, BlockKind] = {}
    based: dict[str, str] = {}
    style = ""
    for event in events(source, PREFIXES):
        value = event.attributes.get("w:val", "")
        match event.name if event.kind is Kind.START else "":
            case "w:style":
                style = event.attributes.get("w:styleId", "")
            case "w:name":
                name = value.lower()
                if name.startswith("heading") or name in _HEADINGS:
                    kinds[style] = BlockKind.HEADING
                elif name.startswith(_LISTS):
                    kinds[style] = BlockKind.LIST_ITEM
                elif name in _CODE:
                    kinds[style] = BlockKind.CODE
            case "w:outlineLvl" if value != "9":
                kinds[style] = BlockKind.HEADING
            case "w:numId" if value != "0":
                kinds.setdefault(style, BlockKind.LIST_ITEM)
            case "w:basedOn":
                based[style] = value
    for style in based:
        base = style
        for _ in range(20):
            base = based.get(base, "")
            if base in kinds:
                kinds.setdefault(style, kinds[base])
    return kinds
