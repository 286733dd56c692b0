"""Bytes to text and back. What can't be text is refused; what isn't UTF-8 is guessed, and the guess is reported.

UTF-8 with some bad bytes stays UTF-8: these bytes become lone surrogates, as ``surrogateescape`` makes them, and are
written back as they were.
"""

from __future__ import annotations

import codecs
import re

_BOMS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CONTROLS = bytes(set(range(32)) - {9, 10, 12, 13, 27, 8}) + b"\x7f"
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_BAD_BYTES = re.compile(r"[\udc80-\udcff]+")
_SEVERAL_BYTES = re.compile(r"[^\x00-\x7f\udc80-\udcff]")
_CUT_OFF = re.compile(rb"(?:[\xc2\xc3\xe2]|[\xe0-\xef][\x80-\xbf]|[\xf0-\xf4][\x80-\xbf]{1,2})\Z")
SAMPLE = 64 * 1024  # bytes that decide whether a file is text


class NotText(ValueError):
    """Bytes that are no text in any encoding we can tell; the message is one line for a user."""


def decode(raw: bytes) -> tuple[str, str]:
    r"""The text and the codec that gives ``raw`` back. A byte-order mark stays in the text.

    >>> decode("naïve".encode())
    ('naïve', 'utf-8')
    >>> print(ascii(decode("naïve …".encode()[:-1])[0]))
    'na\xefve \udce2\udc80'

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
    kept = raw.decode("utf-8", "surrogateescape")
    return (kept, "utf-8") if _is_utf8(raw, kept) else _guessed(raw, where)


def encode(text: str, codec: str) -> bytes:
    """The bytes of ``text``, those included that ``decode`` kept. Raises ``UnicodeEncodeError``."""
    if codec == "utf-8":
        return text.encode("utf-8", "surrogateescape" if escaped_bytes(text) else "surrogatepass")
    return text.encode(codec)


def escaped_bytes(text: str) -> bool:
    """Whether all lone surrogates of ``text`` are bytes that ``surrogateescape`` kept."""
    return all("\udc80" <= found[0] <= "\udcff" for found in _SURROGATE.finditer(text))


def _is_utf8(raw: bytes, kept: str) -> bool:
    """Whether characters of several bytes are at least as many as places with bad ones, or the file was cut in one.

    Text in another encoding holds next to no valid character of several bytes, and much that is none.
    """
    bad = sum(1 for _ in _BAD_BYTES.finditer(kept))
    if _CUT_OFF.search(raw[-4:]) and bad == 1:
        return True
    several = sum(1 for _ in _SEVERAL_BYTES.finditer(kept))
    return several >= bad


def _guessed(raw: bytes, where: int) -> tuple[str, str]:
    """Windows-1252 first: nearly every English file that isn't UTF-8 is in it."""
    import charset_normalizer  # slow, and nearly all files are UTF-8

    best = charset_normalizer.from_bytes(raw[:SAMPLE]).best()
    for codec in ("cp1252", best.encoding if best else "latin-1", "latin-1"):
        try:
            text = raw.decode(codec)
        except (UnicodeDecodeError, LookupError):
            continue
        if text.encode(codec) == raw:
            return text, codec
    raise NotText(f"not UTF-8 (byte {where}), and no other encoding fits")
