"""Read rule files. Every mistake is a ``RuleError`` that names the file, the rule and the key."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec
import yaml

from cleantext.core.settings import UserError
from cleantext.core.wording import explained
from cleantext.language.attribution import SPEECH_VERBS
from cleantext.rulebook import schema
from cleantext.rulebook.kinds import KINDS
from cleantext.rulebook.location import rules_dir
from cleantext.rulebook.matchers.labels import PREFIX
from cleantext.storage.cache import keep, recalled
from cleantext.storage.reading import read_file

LISTS = "lists.yaml"
LABELS = "tables/labels.yaml"
"""Labels of web pages by kind; each becomes a word list."""
SLOTS = "tables/slots.yaml"
"""Word lists for what is different each time in a label."""
GRAMMAR = "tables/grammar.yaml"
"""Not a pack: what to make of LanguageTool's rules."""


WORTH_KEEPING = 2_000  # bytes: a shorter file is soon read
KEPT = 64  # files in the cache


class RuleError(UserError):
    """A rule file that can't be used."""


@dataclass(frozen=True, slots=True)
class PackedRule:
    """A rule, the pack (file name) it comes from, its place in the order of all rules, and whether a user wrote it."""

    rule: schema.Rule
    pack: str
    order: int
    own: bool = True


@dataclass(frozen=True, slots=True)
class RuleSet:
    """Rules in order, the word lists that they may name, and all that come with cleantext if any of them is there."""

    rules: tuple[PackedRule, ...]
    lists: Mapping[str, tuple[str, ...]]
    shipped: tuple[PackedRule, ...] = ()


def load_shipped() -> RuleSet:
    """The rules that come with cleantext."""
    return load([rules_dir()])


def load(places: Iterable[Path]) -> RuleSet:
    """The rules of files and folders, in order. A rule takes the place of one with its id in an earlier folder.

    Raises ``RuleError``.
    """
    lists: dict[str, tuple[str, ...]] = {"speech-verbs": tuple(sorted(SPEECH_VERBS))}
    rules: dict[str, tuple[schema.Rule, str, bool]] = {}
    shipped: list[tuple[schema.Rule, str, bool]] = []
    for place in places:
        for path in _files(place):
            if path.name == LISTS:
                lists.update(_lists(path))
        own = place != rules_dir()
        if (place / LABELS).is_file():
            lists.update(_labels(place / LABELS))
        if (place / SLOTS).is_file():
            lists.update(_lists(place / SLOTS))
        here: dict[str, Path] = {}
        for path in _files(place):
            if path.name == LISTS:
                continue
            for rule in load_file(path):
                if other := here.get(rule.id):
                    raise RuleError(f"{path}: {rule.id}: id: a rule of {other.name} has it already")
                here[rule.id] = path
                rules[rule.id] = (rule, path.stem, own)
        shipped += [] if own else rules.values()
    packed, base = (
        tuple(PackedRule(*rule[:2], n, rule[2]) for n, rule in enumerate(some)) for some in (rules.values(), shipped)
    )
    return RuleSet(packed, lists, base)


def load_file(path: Path) -> Iterator[schema.Rule]:
    """The rules of one file. Raises ``RuleError``."""
    for document in documents(path):
        yield checked(str(path), document)


def _files(place: Path) -> list[Path]:
    if place.is_dir():
        return sorted(place.glob("*.yaml"))
    if not place.exists():
        raise RuleError(f"{place}: no such file or folder")
    return [place]


def documents(path: Path) -> list[Any]:
    """The YAML documents of a file. Raises ``RuleError``."""
    try:
        content = read_file(path)
        name = f"yaml/{hashlib.sha256(content).hexdigest()[:32]}.msgpack"
        if (kept := recalled(name)) is not None:
            return list(msgspec.msgpack.decode(kept))
        found = [d for d in yaml.load_all(content.decode("utf-8"), Loader=_LOADER) if d is not None]
    except OSError as error:
        raise RuleError(f"{path}: can't be read: {error.strerror or error}") from error
    except UnicodeDecodeError as error:
        raise RuleError(f"{path}: {error}") from error
    except (ValueError, RecursionError) as error:  # 2020-99-99 is no date, a number may have too many digits
        raise RuleError(f"{path}: not YAML: {error}") from error
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f":{mark.line + 1}" if mark else ""
        raise RuleError(f"{path}{where}: not YAML: {getattr(error, 'problem', None) or error}") from error
    if len(content) > WORTH_KEEPING:
        with suppress(TypeError, OverflowError, RecursionError):  # what YAML may hold, and no rule
            keep(name, msgspec.msgpack.encode(found), KEPT)
    return found


def checked(where: str, document: Any) -> schema.Rule:
    """The rule in one YAML document. Raises ``RuleError``, which begins with ``where``."""
    name = document.get("id", "?") if isinstance(document, dict) else "?"
    try:
        rule = msgspec.convert(document, schema.Rule)
    except msgspec.ValidationError as error:
        raise RuleError(f"{where}: {name}: {explained(error, keys())}") from error
    try:
        _ = rule.match.kind
        for example in rule.examples:
            if (example.bad is None) == (example.ok is None) or (example.good is not None and example.bad is None):
                raise ValueError("examples: each is a bad, a bad with its good, or an ok")
        if not any(example.bad for example in rule.examples):
            raise ValueError("examples: at least one bad is needed")
        if rule.fix and (rule.fix.replace is None) == (rule.fix.edits is None):
            raise ValueError("fix: give either replace or edits")
    except ValueError as error:
        raise RuleError(f"{where}: {name}: {error}") from error
    return rule


def keys() -> frozenset[str]:
    """All keys that a rule may have, those of matchers and conditions included."""
    types = [t for module in (schema, *KINDS.values()) for t in vars(module).values()]
    return frozenset(field for t in types for field in getattr(t, "__struct_fields__", ()))


def _lists(path: Path) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for document in documents(path):
        try:
            raw = msgspec.convert(document, dict[str, str | list[str]])
        except msgspec.ValidationError as error:
            raise RuleError(f"{path}: {error}") from error
        for name, words in raw.items():
            # a text is a list of words between white space; a phrase needs the list form
            found[name] = tuple(words.split()) if isinstance(words, str) else tuple(words)
    return found


def _labels(path: Path) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for document in documents(path):
        try:
            kinds = msgspec.convert(document, dict[str, str])
        except msgspec.ValidationError as error:
            raise RuleError(f"{path}: {error}") from error
        found |= {PREFIX + kind: tuple(labels.splitlines()) for kind, labels in kinds.items()}
    return found


_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
