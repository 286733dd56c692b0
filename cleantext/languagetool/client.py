"""Ask a LanguageTool server about a text, through language-tool-python.

LanguageTool counts UTF-16 units and language-tool-python corrects for them; one placeholder of one unit for each
character beyond the basic plane keeps both out of it, so that offsets are ``str`` offsets from the start.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast
from urllib.parse import urlsplit

import msgspec
import regex

STAND_IN = "\u25a1"
_ASTRAL = regex.compile(r"[\U00010000-\U0010FFFF\uD800-\uDFFF]")
_SUGGESTIONS = 5


class Match(msgspec.Struct, frozen=True, array_like=True):
    """What LanguageTool says about ``length`` characters from ``offset`` on.

    ``rule`` and ``category`` are its ids (``MORFOLOGIK_RULE_EN_US``, ``TYPOS``), ``replacements`` its first
    suggestions, the likeliest first, ``message`` what it tells a reader.
    """

    rule: str
    offset: int
    length: int
    replacements: tuple[str, ...]
    category: str = ""
    message: str = ""


class Refused(RuntimeError):
    """The server lives, and can't check this text."""


class Client:
    """A server at ``address``, asked in ``language``. Threads may share it.

    It is asked ``only`` for ``rules``, or for all that LanguageTool has on and for ``rules``.
    ``timeout`` is in seconds. The constructor and ``check`` raise what the HTTP library and language-tool-python
    raise when the server does not answer; the constructor ``Refused`` where the server lacks the language.
    """

    def __init__(self, address: str, language: str, rules: Sequence[str], timeout: float, *, only: bool = True):
        import language_tool_python

        class Impatient(language_tool_python.LanguageTool):
            """Waits as long as it is told, and asks once: who asks again is our affair."""

            _TIMEOUT = cast(Any, timeout)

            def _query_server(self, url: str, params: Any = None, num_tries: int = 1, method: Any = "get") -> Any:
                return super()._query_server(url, params, 1, method)

        loopback = urlsplit(address).hostname == "127.0.0.1"
        proxies = {"http": ""} if loopback else None  # a proxy of the environment must not see it
        try:
            self._tool = Impatient(language, remote_server=address, proxies=proxies)
        except ValueError as error:  # what its language tag raises
            code = language.split("-")[0]
            raise Refused(f"it has no '{code}' here; run: cleantext setup --languages {code}") from error
        self._tool.enabled_rules = set(rules)
        self._tool.enabled_rules_only = only
        self._tool.picky = True  # some rules speak only then

    def check(self, text: str) -> list[Match]:
        """All matches in ``text``. Raises ``Refused`` too."""
        from language_tool_python.exceptions import LanguageToolError

        try:
            found = self._tool.check(_ASTRAL.sub(STAND_IN, text))
        except LanguageToolError as error:
            if isinstance(error.__cause__, ValueError):  # an answer, but no JSON: it is the server's complaint
                raise Refused(str(error)[:200]) from error
            raise
        except (KeyError, TypeError) as error:  # JSON, but not LanguageTool's
            raise Refused(f"no answer from LanguageTool: {error}") from error
        return [
            Match(
                m.rule_id,
                m.offset,
                m.error_length,
                tuple(r for r in m.replacements if STAND_IN not in r)[:_SUGGESTIONS],
                m.category,
                m.message,
            )
            for m in found
        ]
