"""The words of a line of a web page, and the slots of labels: ``{date}``, ``{name}`` and what else may be anything."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cache, lru_cache, partial

import regex

from cleantext.language.memo import Memo
from cleantext.rulebook.match import Lists
from cleantext.rulebook.patterns import compiled

WORDS = ("agencies", "months-of-pages", "networks")
"""The word lists that slots are made of."""

TOKEN = regex.compile(r"[\p{L}\p{M}]+(?:[’'‘`-][\p{L}\p{M}]+)*[’']?|\p{N}+(?:[.,:]\p{N}+)*|[^\s\u200b\ufe0f]")


class Tokens:
    """The words and marks of a line; ``plain`` as labels are written, ``starts`` and ``ends`` in the line."""

    def __init__(self, text: str):
        self.text = text
        found = list(TOKEN.finditer(text))
        self.raw = [m[0] for m in found]
        self.plain = [plain(form) for form in self.raw]
        self.starts = [m.start() for m in found]
        self.ends = [m.end() for m in found]
        self.words = any(form[0].isalnum() or form in "★☆⭐" for form in self.raw)

    def after(self, at: int, pattern: regex.Pattern[str]) -> int | None:
        """The token after what matches from ``at`` on, where it ends with a token."""
        m = pattern.match(self.text, self.starts[at]) if at < len(self.starts) else None
        return self.ends.index(m.end()) + 1 if m and m.end() in self.ends else None


@lru_cache(maxsize=4096)
def plain(form: str) -> str:
    return form.lower().replace("’", "'").replace("‘", "'").replace("：", ":")


Slot = Callable[[Tokens, int], Iterable[int]]
"""Where what begins at a token may end: the tokens after it."""

_MONTH = r"\L<months-of-pages>"
_SENTENCES = regex.compile(r"(?<![.…])[.][”\"]?$|\p{Ll}[.?!] \p{Lu}.*[.?!]$")
_DAY = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\.?,? )?"
_CLOCK = (
    r"\d{1,2}[:.h]\d\d(?::\d\d)?(?: ?[ap]\.?m\.?)?"
    r"(?: ?(?:gmt|utc|bst|c?e[sd]?t|p[sd]?t|m[sd]t|ist|uhr|hrs?|msk|jst)\b)?"
)
_DATE_PATTERN = (
    rf"{_DAY}(?:\d{{1,2}}(?:st|nd|rd|th|\.|er|º)? (?:of |de |di )?{_MONTH},?(?: (?:de |of |del )?\d{{4}})?"
    rf"|{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?(?:,? \d{{4}})?|{_MONTH} \d{{4}}"
    r"|\d{4}[-./]\d{1,2}[-./]\d{1,2}|\d{1,2}[-./]\d{1,2}[-./](?:\d{4}|\d\d)|\d{4}年\d{1,2}月\d{1,2}日)(?!\d)"
)
_PATTERNS = {
    "date": rf"(?i:{_DATE_PATTERN}|(?:today|yesterday|just now|heute|gestern|hoy|ayer))",
    "moment": rf"(?i:{_DATE_PATTERN}(?:(?: at|,| um| [-–—|·•])?[ T]{_CLOCK})|{_CLOCK} ?[,|·•-]? ?{_DATE_PATTERN}"
    rf"|(?:(?:about|over) )?(?:\d+|an?|one) ?"
    r"(?:sec(?:ond)?|min(?:ute)?|h(?:ou)?r|day|week|month|year|[mhd])s? ago|(?:today|yesterday),?"
    rf"(?: at)? {_CLOCK})",
    "time": rf"(?i:{_CLOCK})",
    "n": r"\p{N}[\p{N}.,]*(?: ?[kKmM](?![\p{L}]))?\+?|(?i:no|one|two|three)\b",
    "handle": r"@\w{2,30}",
    "address": r"(?:https?://|www\.)\S+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+|[@#][\w.]+|[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|co|info|"
    r"io|news|tv|eu|uk|de|fr|es|it|ru|ua|pl|br|pt|cn|jp|in|ca|au|ch|at|nl|example)(?:/\S*)?\b",
    "agency": r"\L<agencies>(?!\w)",
    "price": r"(?:US)?[$€£¥₹] ?\d[\d.,]*|\d[\d.,]* ?(?:[$€£¥₹]|EUR|USD|GBP)",
    "network": r"(?i:\L<networks>)(?!\w)",
}


_NAME_PART = regex.compile(r"\p{Lu}[\p{L}\p{M}’'-]*")
_PARTICLES = frozenset(["de", "van", "von", "der", "da", "di", "al", "el", "bin", "du", "la", "le", "and", "&", "."])


def _by_pattern(pattern: Callable[[], regex.Pattern[str]]) -> Slot:
    def ends(tokens: Tokens, at: int) -> Iterable[int]:
        end = tokens.after(at, pattern())
        return () if end is None else (end,)

    return ends


def _name(tokens: Tokens, at: int) -> Iterable[int]:
    """Two words with capitals and more, particles and initials among them."""
    parts = 0
    for i in range(at, min(at + 8, len(tokens.raw))):
        if _NAME_PART.fullmatch(tokens.raw[i]):
            parts += 1
            if parts >= 2:
                yield i + 1
        elif i == at or tokens.plain[i] not in _PARTICLES:
            return


def _site(tokens: Tokens, at: int) -> Iterable[int]:
    """A word with a capital and up to five words of any kind."""
    if at < len(tokens.raw) and (_NAME_PART.match(tokens.raw[at]) or tokens.plain[at] in ("the", "our")):
        for i in range(at, min(at + 6, len(tokens.raw))):
            if not (tokens.raw[i][0].isalnum() or tokens.raw[i] in "&.'’/"):
                return
            yield i + 1


def _few(tokens: Tokens, at: int) -> Iterable[int]:
    """One to six words."""
    for i in range(at, min(at + 6, len(tokens.raw))):
        if not (tokens.raw[i][0].isalnum() or tokens.raw[i] in "&,'’"):
            return
        yield i + 1


def _title(tokens: Tokens, at: int) -> Iterable[int]:
    """The rest of the line, two words or more, the first with a capital or a number: a headline, no sentences."""
    if (
        at + 1 < len(tokens.raw)
        and not _SENTENCES.search(tokens.text)
        and regex.match(r"[\p{Lu}\p{N}“\"‘'«\p{Lo}]", tokens.raw[at])
    ):
        yield len(tokens.raw)


def _rest(tokens: Tokens, at: int) -> Iterable[int]:
    yield len(tokens.raw)


def _credit(tokens: Tokens, at: int) -> Iterable[int]:
    """The rest of the line, or what comes before a bar: who took a picture. No sentence."""
    if at == len(tokens.raw) or not regex.match(r"[\p{Lu}\p{Lo}©@\p{N}]", tokens.raw[at]):
        return
    for i in range(at, min(at + 16, len(tokens.raw))):
        last = i + 1 == len(tokens.raw)
        if last or tokens.raw[i + 1] in "|·•":
            yield i + 1
        if tokens.raw[i] in "!?…" or (tokens.raw[i] == "." and i > at and len(tokens.raw[i - 1]) > 3):
            return


_ASKED: Mapping[str, Slot] = {
    "name": _name,
    "site": _site,
    "few": _few,
    "title": _title,
    "rest": _rest,
    "credit": _credit,
}
SLOTS = (*_PATTERNS, *_ASKED)
_FIRST = 3  # characters of a word that tell which slots it can't begin


class Slots(dict[str, Slot]):
    """All slots by name."""

    def __init__(self, lists: Lists):
        patterns = {name: cache(partial(compiled, pattern, lists)) for name, pattern in _PATTERNS.items()}
        super().__init__({**{name: _by_pattern(pattern) for name, pattern in patterns.items()}, **_ASKED})

        def beginning(first: str) -> frozenset[str]:
            return frozenset(_ASKED) | {n for n, pattern in patterns.items() if pattern().match(first, partial=True)}

        self._beginning = Memo(beginning)

    def beginning(self, form: str) -> frozenset[str]:
        """Those that may begin with a word or mark."""
        return self._beginning[form[:_FIRST]]
