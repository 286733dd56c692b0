"""What a rule may hold, for its author: made from the docstrings of the kinds, so that it can't go stale."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from types import ModuleType
from typing import Any, cast, get_args

import msgspec

from cleantext.language import attribution, classes
from cleantext.rulebook.kinds import KINDS
from cleantext.rulebook.match import Matcher, Strict
from cleantext.rulebook.schema import Condition, Example, FixSpec, Rule
from cleantext.rulebook.template import fill

BEGIN = "<!-- From here on by `cleantext rules reference`; a test compares. -->\n"
_TABLE = re.compile(r"^=+ =+\n(.*?)\n=+ =+$", re.MULTILINE | re.DOTALL)
_WORDS = {
    "str": "text", "int": "number", "float": "number", "bool": "true or false", "Pattern": "pattern",
    "RuleId": "small letters, digits, hyphens", "BlockName": "kind of block", "Condition": "condition",
    "FixSpec": "see the fix", "Match": "see below", "Example": "example",
}  # fmt: skip
_SYMBOLS = {"classes": classes, "attribution": attribution}
"""The kinds whose patterns have symbols of their own, and the modules that tell them."""


def reference() -> str:
    """Markdown: the keys of a rule, each kind of ``match``, the conditions, the fix and its templates."""
    return BEGIN + "\n".join(_sections())


def _sections() -> Iterator[str]:
    yield f"## The keys of a rule\n\n{_text(Rule.__doc__)}\n\n{_keys(Rule)}"
    yield "## What `match` may be\n\nExactly one of these kinds.\n"
    for name, matcher in KINDS.items():
        yield "\n\n".join(_kind(name, matcher)) + "\n"
    yield f"## Conditions: `context` and `unless`\n\n{_text(Condition.__doc__)}\n\n{_keys(Condition)}"
    yield f"## The fix\n\n{_text(FixSpec.__doc__)}\n\n{_keys(FixSpec)}"
    yield f"Templates: {_text(fill.__doc__)}\n"
    yield f"## Examples\n\n{_text(Example.__doc__)}\n\n{_keys(Example)}"


def _kind(name: str, matcher: Matcher) -> Iterator[str]:
    yield f"### `{name}`"
    told = _text(cast(ModuleType, matcher).__doc__).removeprefix(f"`{name}`: ")
    yield told[:1].upper() + told[1:]
    sees = _text(matcher.sees.__doc__)
    yield f"*Sees {sees[:1].lower()}{sees[1:]}*"
    if name in _SYMBOLS:
        yield _text(_SYMBOLS[name].__doc__)
    for spec in _structs(matcher.Spec):
        yield _text(spec.__doc__)
        yield _keys(spec).rstrip()
    if given := _text(matcher.find.__doc__):
        yield given


def _structs(spec: Any) -> Iterator[type[Strict]]:
    """The structs in the type of what an author gives."""
    if isinstance(spec, type) and issubclass(spec, Strict):
        yield spec
    for part in get_args(spec):
        yield from _structs(part)


def _keys(spec: type[Strict]) -> str:
    """A table of the keys: what they take, and what holds without them."""
    rows = [
        f"| `{field.name}` | {_taken(spec.__annotations__[field.name])} | {_default(field)} |\n"
        for field in msgspec.structs.fields(spec)
    ]
    return "| Key | Takes | Default |\n|---|---|---|\n" + "".join(rows)


def _taken(annotation: str) -> str:
    plain = re.sub(r"Annotated\[(\w+), .*\]", r"\1", annotation).removesuffix(" | None")
    plain = plain.replace("tuple[int, int]", "two numbers")
    plain = re.sub(r"dict\[(\w+), (\w+)\]", r"map of \1 to \2", plain)
    plain = re.sub(r"Sequence\[(.*)\]$", r"list of \1", plain).replace("Literal[", "").replace("]", "")
    plain = plain.replace("|", "or").replace("'", "`").replace('"', "`")
    return re.sub(r"\b\w+\b(?!`)", lambda m: _WORDS.get(m[0], m[0]), plain)


def _default(field: msgspec.structs.FieldInfo) -> str:
    if field.required:
        return "required"
    return "" if field.default in (None, (), msgspec.NODEFAULT) else f"`{msgspec.json.encode(field.default).decode()}`"


def _text(doc: str | None) -> str:
    """A docstring as Markdown, without its doctests."""
    text = re.sub(r"\n\n *>>>.*?(?=\n\n|\Z)", "", inspect.cleandoc(doc or ""), flags=re.DOTALL)
    text = _TABLE.sub(lambda m: f"```text\n{m[1].replace('``', '')}\n```", text)
    return re.sub(r"``(.+?)``", r"`\1`", re.sub(r"\s*\bRaises .*", "", text, flags=re.DOTALL))
