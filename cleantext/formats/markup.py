"""XML whose form a parser has checked. No entity is expanded, and nothing is fetched."""

from __future__ import annotations

from collections.abc import Sequence
from xml.parsers import expat

from cleantext.formats.decoding import NotText
from cleantext.formats.tags import Tag, Text, tokens


def checked(source: str) -> Sequence[Tag | Text]:
    """The tags and texts of XML in order, names in small letters.

    Raises ``NotText`` where it is not well-formed, declares entities, or its tags can't be told for certain.
    """
    parser = expat.ParserCreate("utf-8")
    count = 0

    def entity(name: str, *rest: object) -> None:
        raise NotText(f"declares the entity {name}; entities of its own are not read")

    def begun(name: str, attributes: object) -> None:
        nonlocal count
        count += 1

    parser.EntityDeclHandler = entity
    parser.StartElementHandler = begun
    try:
        parser.Parse(source.removeprefix("\ufeff").encode("utf-8"), True)
    except expat.ExpatError as error:
        raise NotText(f"not well-formed XML: {error}") from error
    except UnicodeEncodeError as error:
        raise NotText("not well-formed XML: bytes that are no text in its encoding") from error
    found = list(tokens(source, xml=True))
    if sum(isinstance(each, Tag) and not each.closing for each in found) != count:
        raise NotText("XML with tags inside of declarations or instructions is not read")
    return found
