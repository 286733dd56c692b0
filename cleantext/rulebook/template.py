"""Templates of messages and replacements: text with groups of the match in braces."""

from __future__ import annotations

import re
import string
import unicodedata
from collections.abc import Mapping
from typing import Any

_IDEOGRAPHIC = str.maketrans("。、", ".,")  # no compatibility mapping of Unicode's covers these two


class TemplateError(ValueError):
    """A template that names a group the match does not have, or an unknown form."""


class _Formatter(string.Formatter):
    def get_value(self, key: int | str, args: Any, kwargs: Mapping[str, Any]) -> Any:
        try:
            return kwargs[str(key)]
        except KeyError:
            raise TemplateError(f"no group '{key}'; there are {', '.join(sorted(kwargs))}") from None

    def format_field(self, value: Any, format_spec: str) -> str:
        text = "" if value is None else str(value)
        match format_spec:
            case "":
                return text
            case "lower":
                return text[:1].lower() + text[1:]
            case "capital":
                return text[:1].upper() + text[1:]
            case "upper":
                return text.upper()
            case "narrow":
                return unicodedata.normalize("NFKC", text.translate(_IDEOGRAPHIC))
            case "plural":
                return _PLURALS.get(text) or _ENDING.sub(lambda m: "y" if m[0] == "ies" else m[0][:-1], text)
            case "third":
                return _THIRDS.get(text) or _third_person(text)
        raise TemplateError(f"no form '{format_spec}'; there are lower, capital, upper, narrow, plural and third")


def fill(template: str, groups: Mapping[str, str | None]) -> str:
    """``template`` with every ``{group}`` filled in. ``lower`` and ``capital`` change the first letter only.

    ``narrow`` writes East Asian punctuation, letters and digits as Latin text has them. ``plural`` is the form of a
    verb behind a plural, ``third`` that of the third person singular.

    >>> fill("{word:lower}, {0}", {"word": "However", "0": "x"})
    'however, x'
    >>> fill("{mark:narrow}", {"mark": "，。１２"})
    ',.12'
    >>> [fill("{at:plural}", {"at": verb}) for verb in ("has", "was", "says", "carries", "goes", "uses")]
    ['have', 'were', 'say', 'carry', 'go', 'use']
    >>> [fill("{at:third}", {"at": verb}) for verb in ("have", "were", "say", "carry", "go", "teach", "use")]
    ['has', 'was', 'says', 'carries', 'goes', 'teaches', 'uses']

    Raises ``TemplateError``.
    """
    try:
        return _FORMATTER.vformat(template, (), groups)
    except TemplateError:
        raise
    except (ValueError, IndexError) as error:
        raise TemplateError(str(error)) from error


def _third_person(verb: str) -> str:
    if re.search("[^aeiou]y$", verb):
        return verb[:-1] + "ies"
    return verb + ("es" if re.search("(?:s|x|z|ch|sh|o)$", verb) else "s")


_PLURALS = {"is": "are", "was": "were", "has": "have", "does": "do", "goes": "go"}
_THIRDS = {plural: third for third, plural in _PLURALS.items()}
_ENDING = re.compile("ies$|(?<=ss|sh|ch)es$|(?<=x)es$|s$")
_FORMATTER = _Formatter()
