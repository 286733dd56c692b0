"""HTML and XHTML, broken or not: the text that a browser shows, block by block, and ``alt`` and ``title`` attributes.

Inline elements within a sentence have no place in the prose and stay where they are. Scripts, styles, ``pre``,
``textarea``, ``svg`` and the like are no prose. What ``code`` and ``kbd`` hold, what is marked ``translate="no"`` and
what ``lang`` says is in another language than the page is read, since a sentence may need it, and stays as it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from html import unescape

import regex

from cleantext.core.document import BlockKind
from cleantext.core.edit import Edit
from cleantext.core.span import Span
from cleantext.formats.codecs import HTML_TEXT, attribute
from cleantext.formats.known import Reading
from cleantext.formats.pieces import PLAIN, Builder, Prose
from cleantext.formats.tags import Tag, Text, tokens
from cleantext.formats.text import by_looks


def _names(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


_VOID = _names("area base basefont bgsound br col embed frame hr img input keygen link meta param source track wbr")
_SKIPPED = _names(
    "script style pre textarea template svg math select iframe object audio video canvas noembed noframes xmp plaintext"
    " head datalist noscript"
)
_IN_HEAD = _names("title meta link script style base noscript template head html")
_FORMATTING = _names("a b big code em font i nobr s small strike strong tt u")
_KEPT = _names("code kbd samp var tt")
_HEADINGS = _names("h1 h2 h3 h4 h5 h6 title caption legend summary")
_ITEMS = _names("li dd dt")
_BLOCKS = _names(
    "address article aside blockquote body button center details dialog dir div dl fieldset figcaption figure footer"
    " form frameset header hgroup hr html main menu nav ol optgroup option p pre search section table col colgroup"
    " tbody td textarea tfoot th thead tr ul head template iframe label"
) | _HEADINGS | _ITEMS  # fmt: skip
_ENDS_FOREIGN = _BLOCKS - _names("title button form label legend section article aside") | _names(
    "b big br em i img span"
)
_ENDS_SELECT = _names("select input textarea table caption tr td th tbody thead tfoot")
_IN_FOREIGN = ("foreignobject", "desc", "title")
_SCOPES = _names("table td th caption html template button object")
_CLOSED_BY = {"tr": ("tr",), "td": ("td", "th"), "th": ("td", "th"), "option": ("option",), "body": ("head",)}
_LIKE_ITEMS = {"li": ("li",), "dd": ("dd", "dt"), "dt": ("dd", "dt")}
_IN_TABLE = _names("td th tr tbody thead tfoot caption col colgroup")
_FURTHEST = 100  # blocks that are looked through for the list item that another one ends
_PARAGRAPH_STAYS = _names("button label option optgroup html body head")
_TEXTS = {"alt": "image", "title": "title"}
_NOTE_MARK = regex.compile(r"\s*(?:\[?\d{1,3}\]?|\[?[a-z*†‡§]\]?)\s*")
_ASIDE = _names("nav footer aside form menu dialog")
_WHOLE = _names("html body main article")
_SAYS_ASIDE = regex.compile(
    r"(?<![a-z])(?:nav|navigation|navbar|menu|side-?bar|share|sharing|social|related|recommended|promo|promoted|sponsored"
    r"|adverts?|ads?|advertisement|cookies?|consent|newsletter|subscribe|comments?|breadcrumbs?|foot(?:er)?|contentinfo"
    r"|complementary|search|banner|popup|modal|toolbar|pagination|pager|tags|trending|most-?read|also-?read|disqus)"
    r"(?![a-z])",
    regex.IGNORECASE,
)
_INNERMOST = 30  # elements around a block that are told
_LONGEST_NAME = 40  # characters of a character reference
_BEGUN = regex.compile(r"(?:<|&#?\w*+)\Z")
_TAG, _NAME = regex.compile(r"[A-Za-z/!?]"), regex.compile(r"[\w#;]")
_BLANKS = " \t\n\f\r"


def read(source: str, reading: Reading) -> Prose:
    """The prose of a page. Any text is HTML, so nothing is refused."""
    return prose(source, xml=source.lstrip("\ufeff").startswith("<?xml"))


def prose(source: str, xml: bool) -> Prose:
    """The prose of a page, or of one that is strict about its tags as ``xml``."""
    return with_surroundings(source, xml)[0]


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Where a block is: in which elements, by their numbers in the page, the outermost first.

    ``linked`` are the characters that lead elsewhere, ``aside`` is what says of itself that it is beside the matter.
    """

    tag: str
    within: tuple[int, ...]
    linked: int
    aside: bool


def with_surroundings(source: str, xml: bool) -> tuple[Prose, Sequence[Surroundings]]:
    """The prose of a page and the surroundings of each of its blocks."""
    page = _Page(source, xml)
    for token in tokens(source, xml):
        if isinstance(token, Tag):
            page.tag(token)
        else:
            page.text(token)
    page.flush()
    return page.builder.built(check=partial(_made_markup, source)), page.surroundings


def _joined(edits: Sequence[Edit]) -> Iterator[Edit]:
    """Edits in order, those that touch as one."""
    before: Edit | None = None
    for edit in edits:
        if before and before.span.end == edit.span.start:
            edit = Edit(Span(before.span.start, edit.span.end), before.replacement + edit.replacement)
        elif before:
            yield before
        before = edit
    if before:
        yield before


def _made_markup(source: str, text: str, edits: Sequence[Edit], written: Sequence[Edit]) -> str:
    """Whether an edit right after a ``<`` or ``&`` that was text makes a tag or a reference of it."""
    for edit in _joined(written):
        start, end = edit.span.start, edit.span.end
        old, new = source[start : end + 1], edit.replacement + source[end : end + _LONGEST_NAME]
        found = _BEGUN.search(source, max(0, start - _LONGEST_NAME), start)
        if not found:
            continue
        goes_on = _TAG if found[0] == "<" else _NAME
        another = unescape(found[0] + new) != unescape(found[0]) + unescape(new)  # &x becomes &ltx
        if goes_on.match(new) and (another or not goes_on.match(old)):
            return f"it would make markup of the {found[0][0]} before it"
    return ""


@dataclass(slots=True)
class _Element:
    name: str
    skipped: bool
    kept: bool
    depth: int
    open: bool = True
    number: int = 0
    aside: bool = False


class _Page:
    """The open elements, and the blocks so far."""

    def __init__(self, source: str, xml: bool):
        self.source = source
        self.xml = xml
        self.builder = Builder(source)
        self.language = ""
        self._stack: list[_Element] = [_Element("", False, False, 0)]
        self._places: dict[str, list[int]] = {}
        self._scopes: list[int] = [0]
        self._begun = False
        self._attributes: list[tuple[str, Span]] = []
        self.surroundings: list[Surroundings] = []
        self._elements = 0
        self._linked = 0
        self._around = Surroundings("", (), 0, False)

    def text(self, token: Text) -> None:
        top = self._stack[-1]
        start, end = token.span.start, token.span.end
        if top.skipped or (token.raw and not self.xml):
            return
        if not self._begun or self.builder.ends_blank:
            while start < end and self.source[start] in _BLANKS:
                start += 1
        if start == end:
            return
        if not self._begun:
            self._begin()
        if self._places.get("a"):
            self._linked += end - start
        if top.kept:
            shown = unescape(self.source[start:end])
            self.builder.keep(start, end, " ".join(shown.split()) + " " * shown[-1].isspace())
        elif top.name == "sup" and _NOTE_MARK.fullmatch(self.source, start, end):
            pass  # the number of a note is no part of the sentence
        else:
            self.builder.add(start, end, PLAIN if token.raw else HTML_TEXT, top.depth)

    def tag(self, tag: Tag) -> None:
        if tag.closing:
            self._end_foreign(tag)
            self._closed(tag.name)
            return
        if tag.name in _IN_TABLE and not self._places.get("table"):
            return
        for name in _CLOSED_BY.get(tag.name, ()):
            self._pop(name)
        if tag.name in _LIKE_ITEMS:
            self._end_item(_LIKE_ITEMS[tag.name])
        if tag.name in _ENDS_SELECT:
            self._pop("select")
        self._end_foreign(tag)
        if self._stack[-1].name == "head" and tag.name not in _IN_HEAD:
            self._pop("head")
        if tag.name in _BLOCKS and not self._stack[-1].skipped:
            if tag.name not in _PARAGRAPH_STAYS:
                self._pop("p")
            self.flush()
        elif tag.name == "br":
            self._line_break(tag)
        top = self._stack[-1]
        attributes = tag.attributes(self.source) if len(tag.written) > 1 else {}
        self._elements += 1
        if not top.skipped:
            self._attributes += [(a, attributes[a]) for a in _TEXTS if a in attributes and len(attributes[a])]
        if tag.name in _VOID or (tag.empty and self.xml):
            return
        self._push(
            _Element(
                tag.name,
                (top.skipped and (top.name, tag.name) != ("head", "title")) or tag.name in _SKIPPED,
                self._stays(tag.name, attributes, top.kept),
                0 if tag.name in _BLOCKS else top.depth + 1,
                number=self._elements,
                aside=top.aside or self._is_aside(tag.name, attributes),
            )
        )

    def flush(self) -> None:
        """End the block, and give the attributes of what it held."""
        if self.builder.close():
            self.surroundings.append(replace(self._around, linked=self._linked))
        self._begun = False
        waiting, self._attributes = self._attributes, []
        for name, span in waiting:
            quote = self.source[span.start - 1]
            if quote in "\"'":  # without quotation marks it is a single word
                self.builder.open(by_looks, _TEXTS[name])
                self.builder.add(span.start, span.end, attribute(quote))
                if self.builder.close():
                    self.surroundings.append(replace(self._around_here(), tag=name))

    def _around_here(self) -> Surroundings:
        inner = self._stack[-_INNERMOST:]
        name = next((element.name for element in reversed(inner) if element.name in _BLOCKS), "")
        return Surroundings(name, tuple(element.number for element in inner), 0, inner[-1].aside)

    def _is_aside(self, name: str, attributes: Mapping[str, Span]) -> bool:
        if name in _ASIDE:
            return True
        if name in _WHOLE:
            return False
        said = (attributes[each].of(self.source) for each in ("id", "class", "role") if each in attributes)
        return any(_SAYS_ASIDE.search(each) for each in said)

    def _begin(self) -> None:
        self._begun = True
        self._linked = 0
        self._around = self._around_here()
        names = [e.name for e in reversed(self._stack[-8:]) if e.open and e.name in _BLOCKS]
        name = names[0] if names else ""
        if name in _HEADINGS:
            self.builder.open(BlockKind.HEADING)
        elif name in _ITEMS or (name in ("p", "div") and len(names) > 1 and names[1] in _ITEMS):
            self.builder.open(BlockKind.LIST_ITEM)
        else:
            self.builder.open(by_looks, "cell" if name in ("td", "th") else "")

    def _line_break(self, tag: Tag) -> None:
        if self._begun and not self._stack[-1].skipped and not self.builder.ends_blank:
            self.builder.trim()
            self.builder.keep(tag.span.start, tag.span.end, "\n")

    def _end_item(self, names: Sequence[str]) -> None:
        """An item ends the one before it, if they are of one list."""
        at = len(self._stack) - 1
        for _ in range(_FURTHEST):
            at -= self._stack[at].depth
            if at > 0 and self._stack[at].name in names:
                self._pop(self._stack[at].name)
                return
            if at <= 0 or self._stack[at].name not in ("address", "div", "p"):
                return
            at -= 1

    def _end_foreign(self, tag: Tag) -> None:
        """A tag of HTML ends a drawing or formula that was left open."""
        ends = tag.name in ("p", "br") if tag.closing else tag.name in _ENDS_FOREIGN
        if ends and self._stack[-1].skipped and not any(map(self._places.get, _IN_FOREIGN)):
            self._pop("svg")
            self._pop("math")

    def _stays(self, name: str, attributes: Mapping[str, Span], around: bool) -> bool:
        """Whether the text of an element is not to be edited, as that ``around`` it perhaps is."""
        translate = attributes["translate"].of(self.source).lower() if "translate" in attributes else ""
        if translate in ("yes", "no") or name in _KEPT:
            return translate != "yes"
        span = attributes.get("lang") or attributes.get("xml:lang")
        if span is None or not len(span):
            return around
        language = span.of(self.source).lower().replace("_", "-").partition("-")[0]
        if name in ("html", "body"):
            self.language = language
            return around
        return language != (self.language or "en")

    def _push(self, element: _Element) -> None:
        self._places.setdefault(element.name, []).append(len(self._stack))
        if element.name in _SCOPES:
            self._scopes.append(len(self._stack))
        self._stack.append(element)

    def _closed(self, name: str) -> None:
        if name in _BLOCKS and not self._stack[-1].skipped:
            self.flush()
        self._pop(name)

    def _pop(self, name: str) -> None:
        """Close the innermost element of that name, if it is within the table cell or the like that is open."""
        places = self._places.get(name)
        if not places or (
            places[-1] < self._scopes[-1] and name not in _SCOPES and name not in ("tr", "tbody", "html")
        ):
            return
        at = places[-1]
        if name in _FORMATTING and at < len(self._stack) - 1:  # <b><i></b></i>: the inner one goes on
            self._stack[at].open = False
            places.pop()
            return
        if name not in _BLOCKS | _SKIPPED and self._stack[-1].depth < self._stack[at].depth:
            return  # <span><div></span>: a block lies between
        while len(self._stack) > at:
            gone = self._stack.pop()
            if gone.open:
                self._places[gone.name].pop()
            if self._scopes[-1] == len(self._stack):
                self._scopes.pop()
