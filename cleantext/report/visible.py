"""Document text made safe to show: what a reader can't see, or what would drive their screen, is spelled out.

A document is hostile input: its control characters can drive a terminal, and its bidi controls can make text
read other than it is. Every view sends file names, messages and prose through here.
"""

from __future__ import annotations

import regex

_UNSEEN = r"\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}"
_KEPT = "\u200c\u200d"  # the joiners of emoji and of Arabic and Indic scripts

UNSEEN = regex.compile(rf"([[{_UNSEEN}]--[\t\n\r{_KEPT}]])\1*", regex.V1)
"""A run of one unseen character. White space of ordinary text is none of them."""


_ON_ONE_LINE = regex.compile(rf"[[{_UNSEEN}]--[{_KEPT}]]", regex.V1)


def visible(text: str) -> str:
    r"""``text`` on one line, every unseen character written as Python would escape it.

    >>> print(visible("a\x1b[2Jb\u202ec\n"))
    a\x1b[2Jb\u202ec\n
    """
    return _ON_ONE_LINE.sub(lambda found: escape(found[0]), text)


def escape(character: str) -> str:
    r"""One character as an escape, lone surrogates included.

    >>> print(escape("\x07"), escape("\ud800"), escape("\U000e0041"))
    \x07 \ud800 \U000e0041
    """
    short = {"\n": r"\n", "\r": r"\r", "\t": r"\t"}.get(character)
    if short:
        return short
    code = ord(character)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def crop(text: str, length: int) -> str:
    """``text`` in at most ``length`` characters, its middle left out where it is longer.

    >>> crop("a long sentence", 9)
    'a lo…ence'
    """
    if len(text) <= length:
        return text
    tail = (length - 1) // 2
    return text[: length - 1 - tail] + "…" + text[len(text) - tail :]
