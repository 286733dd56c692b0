"""Translation memories (.tmx): the segments in other languages than the source language of the header are prose."""

from __future__ import annotations

from cleantext.formats.known import Reading
from cleantext.formats.markup import checked
from cleantext.formats.pieces import Prose
from cleantext.formats.tags import Tag
from cleantext.formats.units import Units


def read(source: str, reading: Reading) -> Prose:
    """Raises ``NotText`` for what is not well-formed."""
    units = Units(source, targets=("seg",), sources=(), units=("tu",))
    original = own = ""
    for token in checked(source):
        if isinstance(token, Tag) and not token.closing:
            attributes = {name: span.of(source).lower() for name, span in token.attributes(source).items()}
            if token.name in ("header", "tu"):
                original = attributes.get("srclang", original)
            elif token.name == "tuv":
                own = attributes.get("xml:lang", attributes.get("lang", ""))
            elif token.name == "seg":
                units.at_source = _same(own, original)
        units.take(token)
    return units.messages.built()


def _same(language: str, other: str) -> bool:
    return language == other or language.startswith(f"{other}-")
