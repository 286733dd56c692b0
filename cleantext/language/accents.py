"""Letters without their accents."""

from __future__ import annotations

import unicodedata


def without_accents(text: str) -> str:
    """``text`` without its combining marks, those of composed letters included.

    >>> without_accents("Halász, naïve")
    'Halasz, naive'
    """
    return "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
