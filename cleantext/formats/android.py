"""String resources of Android (``<resources>``): ``string``, items of plurals and arrays."""

from __future__ import annotations

from cleantext.formats.codecs import ANDROID_STRING
from cleantext.formats.known import Reading
from cleantext.formats.markup import checked
from cleantext.formats.pieces import Prose
from cleantext.formats.units import Units


def read(source: str, reading: Reading) -> Prose:
    """Raises ``NotText`` for what is not well-formed."""
    units = Units(
        source,
        targets=("string", "item"),
        sources=(),
        units=("string", "plurals", "string-array"),
        codec=ANDROID_STRING,
    )
    for token in checked(source):
        units.take(token)
    return units.messages.built()
