r"""``decisions.json``: what a person decided about the findings of a report, in the order in which they did.

The last decision about a finding counts. ``accept`` carries its fix out, or keeps what was carried out; ``reject``
leaves the source as it is; ``edit`` puts ``text`` in; ``undo`` takes the decisions before it back. An edit that
names ``old`` replaces that piece of the source, which begins ``offset`` characters from the finding's start;
one that doesn't replaces all that the finding and its fix cover. A free edit is about no finding: it puts ``text`` in
the place of ``old``, which is the source from ``start`` to ``end``.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from importlib.resources import files
from typing import Any, Literal, TypeVar

import msgspec
import regex

from cleantext.core.span import Span
from cleantext.core.wording import explained

SCHEMA = "cleantext-decisions/2"
READABLE = (SCHEMA, "cleantext-decisions/1")
"""The schemas that are read: the first edition had neither free edits nor reviewers."""

DecisionName = Literal["accept", "reject", "edit", "undo"]

_OPENING = b'{"path": "'
"""How each line of a log begins, as ``render_one`` writes it."""

_SURROGATE = regex.compile(r"\p{Cs}")
_T = TypeVar("_T")


class NotDecisions(ValueError):
    """What was read isn't a list of decisions of this version. The message is one line."""


class Decision(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """One decision about the finding ``finding`` of the file ``path``, both as the report names them, or a free edit.

    Offsets count characters (code points). ``reviewer`` is who decided. Raises ``ValueError`` where a field is missing
    or out of place.
    """

    path: str
    finding: str | None = None
    decision: DecisionName
    text: str | None = None
    old: str | None = None
    offset: int = 0
    start: int | None = None
    end: int | None = None
    reviewer: str | None = None

    def __post_init__(self) -> None:
        if self.decision == "edit" and self.text is None:
            raise ValueError("an edit needs its text")
        if self.decision != "edit" and (self.text is not None or self.old is not None):
            raise ValueError(f"text and old belong to an edit, not to '{self.decision}'")
        if self.finding is not None:
            if self.start is not None or self.end is not None:
                raise ValueError("start and end belong to a free edit, not to a decision about a finding")
        elif self.start is None or self.end is None or not 0 <= self.start <= self.end:
            raise ValueError("a decision needs a finding, or start and end")
        elif self.decision not in ("edit", "undo"):
            raise ValueError(f"'{self.decision}' needs a finding")
        elif self.decision == "edit" and (self.old is None or len(self.old) != self.end - self.start):
            raise ValueError("a free edit needs the old text from start to end")

    @property
    def about(self) -> tuple[str, str]:
        """What it is about: the path, and the id of the finding or, of a free edit, its place."""
        return self.path, f"{self.start}..{self.end}" if self.finding is None else self.finding

    @property
    def place(self) -> Span:
        """The place of a free edit."""
        assert self.start is not None and self.end is not None
        return Span(self.start, self.end)


class _Decisions(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    schema: Literal["cleantext-decisions/2", "cleantext-decisions/1"]
    decisions: tuple[Decision, ...]
    report: str | None = None


def read(text: str | bytes) -> tuple[Decision, ...]:
    """The decisions in the content of a ``decisions.json``, or of the log of a review. Raises ``NotDecisions``."""
    raw = text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text
    if is_log(raw):
        return read_log(raw)[0]
    content = _json(raw)
    version = content.get("schema") if isinstance(content, dict) else None
    if version not in READABLE:
        raise NotDecisions(f"not {SCHEMA}: its schema is {version!r}")
    return _converted(content, _Decisions).decisions


def is_log(raw: bytes) -> bool:
    """Whether ``raw`` is what ``cleantext review`` keeps: a decision in each line, or nothing yet."""
    return not raw.strip() or raw.startswith(_OPENING)


def read_log(raw: bytes) -> tuple[tuple[Decision, ...], int]:
    """The decisions in the content of a log, and how many bytes they take; its last line may lack its end.

    A last line that a killed review left torn counts for nothing: nobody was told that it is kept. Raises
    ``NotDecisions``, which names the line, also for what was never a log.
    """
    decisions: list[Decision] = []
    size = 0
    for number, line in enumerate(raw.splitlines(keepends=True), 1):
        try:
            if line.strip():
                decisions.append(read_one(line))
        except NotDecisions as error:
            if _torn(line, first=not decisions):
                break
            raise NotDecisions(f"line {number}: {error}") from error
        size += len(line)
    return tuple(decisions), size


def _torn(line: bytes, first: bool) -> bool:
    """Whether ``line`` is the beginning of a line of the log, and not the whole of something else."""
    if line.endswith((b"\n", b"\r")) or not (line.startswith(_OPENING) or (_OPENING.startswith(line) and not first)):
        return False
    try:
        json.JSONDecoder().raw_decode(line.decode("latin-1"))
    except (ValueError, RecursionError):
        return True
    return False


def read_list(text: str | bytes) -> tuple[Decision, ...]:
    """The decisions in a bare JSON array, as the page sends them. Raises ``NotDecisions``."""
    return _converted(_json(text), tuple[Decision, ...])


def read_one(text: str | bytes) -> Decision:
    """The decision in one JSON object, a line of the log. Raises ``NotDecisions``."""
    return _converted(_json(text), Decision)


def render(decisions: Iterable[Decision]) -> str:
    """``decisions.json`` with these decisions."""
    content = {"schema": SCHEMA, "decisions": [msgspec.to_builtins(decision) for decision in decisions]}
    return _escaped(json.dumps(content, ensure_ascii=False, indent=1)) + "\n"


def render_one(decision: Decision) -> str:
    """A decision as one line of ASCII, without its line end."""
    return json.dumps(msgspec.to_builtins(decision))


def last(decisions: Iterable[Decision]) -> tuple[dict[tuple[str, str], Decision], list[tuple[str, str]]]:
    """What counts for each finding, in the order decided, and the findings that were decided otherwise before.

    >>> first, then = (Decision(path="a", finding="f", decision=d) for d in ("accept", "reject"))
    >>> [d.decision for d in last([first, then])[0].values()], last([first, then])[1]
    (['reject'], [('a', 'f')])
    """
    counting: dict[tuple[str, str], Decision] = {}
    revised: dict[tuple[str, str], None] = {}
    for decision in decisions:
        before = counting.pop(decision.about, None)
        if decision.decision == "undo":
            continue
        if before is not None and _said(before) != _said(decision):
            revised[decision.about] = None
        counting[decision.about] = decision
    return counting, [about for about in revised if about in counting]


def disagreements(decisions: Iterable[Decision]) -> Iterator[str]:
    """What reviewers decided differently, each in a line: the last word of each of them.

    >>> said = [("Ann", "accept"), ("Ben", "reject")]
    >>> list(disagreements(Decision(path="a", finding="f", decision=d, reviewer=r) for r, d in said))
    ['a: f: Ann says accept, Ben says reject; the last decision counts']
    """
    about: dict[tuple[str, str], dict[str, Decision]] = {}
    for decision in decisions:
        words = about.setdefault(decision.about, {})
        words.pop(decision.reviewer or "", None)
        words[decision.reviewer or ""] = decision
    for (path, name), words in about.items():
        if len({_said(word) for word in words.values()}) > 1:
            said = ", ".join(f"{who or 'somebody'} says {word.decision}" for who, word in words.items())
            yield f"{path}: {name}: {said}; the last decision counts"


def _said(decision: Decision) -> Decision:
    """The same, whoever says it."""
    return msgspec.structs.replace(decision, reviewer=None)


def schema() -> Mapping[str, Any]:
    """The JSON Schema (2020-12) that every ``decisions.json`` follows."""
    content: Mapping[str, Any] = json.loads(files("cleantext.review").joinpath("schema.json").read_text("utf-8"))
    return content


def _json(text: str | bytes) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise NotDecisions(f"not JSON: {error}") from error


def _converted(content: Any, kind: type[_T]) -> _T:
    try:
        return msgspec.convert(content, kind)
    except (ValueError, RecursionError) as error:  # msgspec's, or of a surrogate where a name is wanted
        raise NotDecisions(explained(error)) from error


def _escaped(text: str) -> str:
    return _SURROGATE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
