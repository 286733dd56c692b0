"""What a user can set."""

from __future__ import annotations

from collections.abc import Sequence
from fnmatch import fnmatchcase
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

LevelName = Literal["none", "safe", "suggested"]


class UserError(ValueError):
    """A mistake of the user's; the text is one line that says what to do, whatever it quotes."""

    def __init__(self, said: str):
        super().__init__(" ".join(line.strip() for line in said.splitlines()))


class SettingsError(UserError):
    """A wrong setting."""


class Settings(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, rename="kebab"):
    """The keys of ``[tool.cleantext]`` and ``cleantext.toml``; options on the command line win.

    ``sensitivity`` says how likely a place must be damaged to be shown; ``language-model`` whether the neural one is
    asked. ``select`` and ``ignore`` name rules or packs, ``*`` allowed. ``rules`` are a user's own packs.
    ``accept`` makes edits of office documents at once, without tracked changes and comments. ``mark_flagged`` sets the
    flag or state of translations that need a look. ``to`` writes texts with their changes marked in place of copies.
    ``format`` is what all files are read as, whatever they look like; ``column`` names what is prose in tables.
    ``main_content`` reads no more of web pages than their article.
    ``vocabulary`` lists words and names never to touch. ``languagetool`` is true, false or a server's address;
    ``languagetool-heap`` (megabytes) is for the server that we start, ``languagetool-threads`` are the requests that
    each process has under way, ``languagetool-timeout`` (seconds) is how long one may take. ``cache`` keeps its
    answers between runs. ``language`` is the code of all documents' language, or ``auto`` to detect each one's.
    ``memory`` is the file of what was decided before; true finds ``cleantext-decisions.json`` upwards, false does
    without. ``baseline`` is the file of findings that are no news. ``proposer`` is the address of a language model that
    is asked to reword sentences in which a finding only points, and ``proposer-model`` its name there; ``proposer_key``
    is never in a file: the key that goes to that address and no other. ``max-size`` is in megabytes.
    """

    level: LevelName = "safe"
    sensitivity: Literal["low", "normal", "high"] = "normal"
    language_model: bool = True
    select: Sequence[str] = ()
    ignore: Sequence[str] = ()
    rules: Sequence[str] = ()
    vocabulary: Sequence[str] = ()
    format: str | None = None
    main_content: bool = False
    column: Sequence[str] = ("text",)
    include: Sequence[str] = ()
    exclude: Sequence[str] = ()
    languagetool: bool | str = True
    languagetool_heap: Annotated[int, Meta(ge=256)] = 1024
    languagetool_threads: Annotated[int, Meta(ge=1, le=64)] = 2
    languagetool_timeout: Annotated[float, Meta(gt=0)] = 60.0
    cache: bool = True
    language: Annotated[str, Meta(pattern=r"^(auto|[a-z]{2}(-[A-Z]{2})?)$")] = "auto"
    memory: bool | str = True
    baseline: str | None = None
    proposer: str | None = None
    proposer_model: str = "default"
    proposer_key: str | None = None
    keep_encoding: bool = False
    accept: bool = False
    mark_flagged: bool = False
    to: Literal["criticmarkup", "markdown", "docx", "html"] | None = None
    jobs: Annotated[int, Meta(ge=0)] = 0
    max_size: Annotated[int, Meta(gt=0)] = 20


def names(pattern: str, rule: str, pack: str) -> bool:
    """Whether ``pattern`` names a rule, by its id or its pack.

    >>> names("stray-*", "stray-period", "punctuation"), names("spacing", "double-space", "spacing")
    (True, True)
    """
    return fnmatchcase(rule, pattern) or fnmatchcase(pack, pattern)


def wanted(settings: Settings, rule: str, pack: str) -> bool:
    """Whether ``select`` and ``ignore`` leave a rule on.

    >>> wanted(Settings(ignore=["spacing"]), "double-space", "spacing")
    False
    """
    if any(names(pattern, rule, pack) for pattern in settings.ignore):
        return False
    return not settings.select or any(names(pattern, rule, pack) for pattern in settings.select)
