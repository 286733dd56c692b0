"""XLIFF 1.2 and 2.x: ``target`` is prose, noted beside it the unit and its source. Inline elements stay where they are.

What inline codes hold is code of the original file. Suggestions (``alt-trans``, matches) are nobody's translation yet.
"""

from __future__ import annotations

import regex

from cleantext.formats.known import Reading
from cleantext.formats.markup import checked
from cleantext.formats.pieces import Prose
from cleantext.formats.units import Units


def read(source: str, reading: Reading) -> Prose:
    """Raises ``NotText`` for what is not well-formed."""
    first = regex.search(r"<xliff[^>]*?\sversion\s*=\s*[\"']1", source) is not None
    state = "needs-review-translation" if first else ""  # XLIFF 2 has no such state
    units = Units(source, targets=("target",), sources=("source",), units=("trans-unit", "unit"), state=state)
    for token in checked(source):
        units.take(token)
    return units.messages.built()
