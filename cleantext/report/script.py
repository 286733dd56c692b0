"""The page's script: the ES modules in ``page/`` as one, each after what it imports.

A page that is opened from disk may not load modules, and its policy allows no script but the one it holds.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files

import regex

_IMPORT = regex.compile(r'^import \{[^}]*\} from "\./(\w+\.js)";\n', regex.MULTILINE)
_EXPORT = regex.compile(r"^export ", regex.MULTILINE)


def render() -> str:
    """The script. All modules share one scope, so that no two may use a name for different things at their top."""
    return '"use strict";\n' + "\n".join(_modules("commands.js", set()))


def _modules(name: str, done: set[str]) -> Iterator[str]:
    if name in done:
        return
    done.add(name)
    text = files("cleantext.report").joinpath("page", name).read_text("utf-8")
    for imported in _IMPORT.findall(text):
        yield from _modules(imported, done)
    yield _EXPORT.sub("", _IMPORT.sub("", text))
