"""Bytes to text and back. What can't be text is refused; what isn't UTF-8 is guessed, and the guess is reported."""

from __future__ import annotations

import codecs

import charset_normalizer

_BOMS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CONTROLS = bytes(set(range(32)) - {9, 10, 12, 13, 27, 8}) + b"\x7f"
SAMPLE = 64 * 1024  # bytes that decide whether a file is text


class NotText(ValueError):
    """Bytes that are no text in any encoding we can tell; the message is one line for a user."""


def decode(raw: bytes) -> tuple[str, str]:
    """The text and the codec that gives ``raw`` back. A byte-order mark stays in the text.

    >>> decode("naïve".encode())
    ('naïve', 'utf-8')

    Raises ``NotText``.
    """
    for bom, codec in _BOMS:
        if raw.startswith(bom):
            try:
                return raw.decode(codec), codec
            except UnicodeDecodeError as error:
                raise NotText(f"begins as {codec} but isn't: {error.reason} at byte {error.start}") from error
    if b"\0" in raw[:SAMPLE]:
        raise NotText("binary, not text")
    try:
        return raw.decode("utf-8"), "utf-8"
    except UnicodeDecodeError as error:
        where = error.start
    controls = sum(raw[:SAMPLE].count(bytes([c])) for c in _CONTROLS)
    if controls > len(raw[:SAMPLE]) // 200:
        raise NotText("binary, not text")
    return _guessed(raw, where)


def _guessed(raw: bytes, where: int) -> tuple[str, str]:
    """Windows-1252 first: nearly every English file that isn't UTF-8 is in it."""
    best = charset_normalizer.from_bytes(raw[:SAMPLE]).best()
    for codec in ("cp1252", best.encoding if best else "latin-1", "latin-1"):
        try:
            text = raw.decode(codec)
        except (UnicodeDecodeError, LookupError):
            continue
        if text.encode(codec) == raw:
            return text, codec
    raise NotText(f"not UTF-8 (byte {where}), and no other encoding fits")
