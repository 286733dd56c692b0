"""Templates of messages and replacements: text with groups of the match in braces."""

from __future__ import annotations

import re
import string
import unicodedata
from collections.abc import Callable, Mapping
from typing import Any

from cleantext.language.inflection import gerunds, participles, pasts, plural, third
from cleantext.language.lexicon import lexicon

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
                return _THIRDS.get(text) or third(text)
        if format_spec in _INFLECTED:
            return _inflected(text, _INFLECTED[format_spec])
        raise TemplateError(
            f"no form '{format_spec}'; there are lower, capital, upper, narrow, plural, third, {', '.join(_INFLECTED)}"
        )


def fill(template: str, groups: Mapping[str, str | None]) -> str:
    """``template`` with every ``{group}`` filled in. ``lower`` and ``capital`` change the first letter only.

    ``narrow`` writes East Asian punctuation, letters and digits as Latin text has them. ``plural`` is the form of a
    verb after a plural, ``third`` that of the third person singular. ``base``, ``past``, ``participle`` and ``gerund``
    are forms of a verb given in any form, ``one`` and ``many`` the singular and the plural of a noun.

    >>> fill("{word:lower}, {0}", {"word": "However", "0": "x"})
    'however, x'
    >>> fill("{mark:narrow}", {"mark": "，。１２"})
    ',.12'
    >>> [fill("{at:plural}", {"at": verb}) for verb in ("has", "was", "says", "carries", "goes", "uses")]
    ['have', 'were', 'say', 'carry', 'go', 'use']
    >>> [fill("{at:third}", {"at": verb}) for verb in ("have", "were", "say", "carry", "go", "teach", "use")]
    ['has', 'was', 'says', 'carries', 'goes', 'teaches', 'uses']
    >>> fill("{a:base} {a:past} {a:participle} {a:gerund}, {b:many}, {c:one}", {"a": "goes", "b": "City", "c": "boats"})
    'go went gone going, Cities, boat'

    Raises ``TemplateError``.
    """
    try:
        return _FORMATTER.vformat(template, (), groups)
    except TemplateError:
        raise
    except (ValueError, IndexError) as error:
        raise TemplateError(str(error)) from error


def _inflected(text: str, form: Callable[[str], str]) -> str:
    """Another form of a word that the lexicon knows; others stay."""
    made = form(text.lower())
    return made[:1].upper() + made[1:] if text[:1].isupper() else made


_INFLECTED: dict[str, Callable[[str], str]] = {
    "base": lambda verb: lexicon().verbs.get(verb, verb),
    "past": lambda verb: pasts(lexicon().verbs.get(verb, verb))[0],
    "participle": lambda verb: participles(lexicon().verbs.get(verb, verb))[0],
    "gerund": lambda verb: gerunds(lexicon().verbs.get(verb, verb))[0],
    "one": lambda noun: lexicon().nouns.get(noun, noun),
    "many": lambda noun: plural(lexicon().nouns.get(noun, noun)),
}
_PLURALS = {"is": "are", "was": "were", "has": "have", "does": "do", "goes": "go"}
_THIRDS = {"are": "is", "were": "was"}
_ENDING = re.compile("ies$|(?<=ss|sh|ch)es$|(?<=x)es$|s$")
_FORMATTER = _Formatter()
