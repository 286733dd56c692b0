"""Messages in JSON (.arb, or any JSON by ``--format i18n``): each string is prose; ``@`` keys of ARB say about them."""

from __future__ import annotations

import json

from cleantext.formats.codecs import json_string
from cleantext.formats.decoding import NotText
from cleantext.formats.jsonl import strings
from cleantext.formats.known import Reading
from cleantext.formats.messages import Messages
from cleantext.formats.pieces import Prose


def read(source: str, reading: Reading) -> Prose:
    """Raises ``NotText`` for what is no JSON."""
    start = source.startswith("\ufeff")
    try:
        json.loads(source[start:])
    except (ValueError, RecursionError) as error:
        raise NotText(f"not JSON: {error}") from error
    messages = Messages(source)
    codec = json_string(source.isascii())
    for path, begin, end in strings(source, start, len(source)):
        if not any(key.startswith("@") for key in path.split(".")):
            messages.open(path)
            messages.add(begin, end, codec)
    return messages.built()
