"""What a rewording must keep to be shown: names, numbers, negations and quotations."""

from __future__ import annotations

from collections import Counter

import regex

_NUMBER = regex.compile(
    r"\p{N}+(?:[.,:]\p{N}+)*|[%‰\p{Sc}]"
    r"|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen"
    r"|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|half|halves|quarters?|thirds?"
    r"|(?:dozen|score|hundred|thousand|million|billion|trillion)s?|twice|once|double|percent|per cent|minus)\b",
    regex.IGNORECASE,
)
_NEGATION = regex.compile(
    r"n['’]t\b|\b(?:not|cannot|never|no|none|nobody|nothing|nowhere|neither|nor|without|hardly|barely|scarcely|rarely"
    r"|seldom|lacks?|lacked|lacking|fail(?:s|ed|ing|ures?)?|den(?:y|ies|ied|ying|ials?)|refus(?:e|es|ed|ing|als?)"
    r"|reject(?:s|ed|ing|ions?)?|against|despite|unless|except)\b",
    regex.IGNORECASE,
)
_OPPOSITE = ("un", "in", "im", "il", "ir", "dis", "non", "non-", "mis", "anti", "anti-")
_ADDRESS = regex.compile(r"\w+://\S*|\bwww\.\S*|\S*@\S*|\b[\w-]+(?:\.[\w-]+)*\.\p{L}{2,}\b(?:/\S*)?")
_NAME = regex.compile(r"(?<![\p{L}\p{M}'’-])\p{Lu}[\p{L}\p{M}]*(?:[-'’]\p{Lu}[\p{L}\p{M}]*)*")
_QUOTED = regex.compile(r"“[^“”]*”|\"[^\"]*\"|«[^«»]*»|„[^„“”]*[“”]")
_FOREIGN = regex.compile(r"[<>{}\[\]|`*_#\\\p{C}\p{Zl}\p{Zp}]")
_OPENING = regex.compile(r"[\p{P}\s]*\p{Lu}[\p{Ll}\p{M}]*")


def keeps(sentence: str, proposal: str, around: str = "") -> bool:
    """Whether a rewording is one sentence like the other, with the same names, numbers, negations and quotations.

    A name may come in from ``around``, the text before and after; nothing else may, least of all an address.

    >>> keeps("Benefits Mr. Lee will 3 bring.", "Mr. Lee will bring 3 benefits.")
    True
    >>> keeps("Benefits Mr. Lee will 3 bring.", "Mr. Li will bring 4 benefits.")
    False
    """
    return (
        proposal != sentence
        and 0.4 * len(sentence) <= len(proposal) <= 1.6 * len(sentence) + 20
        and Counter(_FOREIGN.findall(proposal)) <= Counter(_FOREIGN.findall(sentence))
        and Counter(_ADDRESS.findall(proposal)) <= Counter(_ADDRESS.findall(sentence))
        and Counter(_NUMBER.findall(sentence.lower())) == Counter(_NUMBER.findall(proposal.lower()))
        and len(_NEGATION.findall(sentence)) == len(_NEGATION.findall(proposal))
        and not _turned(_words(sentence), _words(proposal))
        and Counter(_QUOTED.findall(sentence)) == Counter(_QUOTED.findall(proposal))
        and _names(sentence) <= set(_NAME.findall(proposal))
        and _names(proposal) <= {*_NAME.findall(sentence), *_NAME.findall(around)}
        and _opening(sentence) <= _words(proposal)
        and _opening(proposal) <= _words(sentence) | _words(around)
    )


def _turned(words: set[str], others: set[str]) -> bool:
    """Whether a word became its opposite by a prefix, as "legal" and "illegal".

    >>> _turned({"a", "likely", "end"}, {"an", "unlikely", "end"}), _turned({"put"}, {"input"})
    (True, True)
    """
    lost, new = words - others, others - words
    return any(prefix + word in new for word in lost for prefix in _OPPOSITE) or any(
        prefix + word in lost for word in new for prefix in _OPPOSITE
    )


def _names(sentence: str) -> set[str]:
    """The capitalised words but the first, whose capital may be the sentence's."""
    opening = _OPENING.match(sentence)
    return set(_NAME.findall(sentence, pos=opening.end() if opening else 0))


def _opening(sentence: str) -> set[str]:
    """The first word, in small letters, unless it is one that no name is: it must be kept, and not be invented."""
    word = regex.search(r"\p{L}[\p{L}\p{M}'’-]*", sentence)
    return {word[0].lower()} - _NO_NAMES if word else set()


def _words(text: str) -> set[str]:
    return {word.lower() for word in regex.findall(r"\p{L}[\p{L}\p{M}'’-]*", text)}


_NO_NAMES = frozenset(
    [
        "a", "an", "the", "this", "that", "these", "those", "it", "he", "she", "they", "we", "you", "i", "its", "his",
        "her", "their", "our", "my", "there", "here", "in", "on", "at", "by", "for", "from", "with", "of", "to", "as",
        "if", "when", "while", "although", "though", "because", "since", "after", "before", "until", "and", "but", "or",
        "so", "yet", "not", "no", "some", "many", "most", "all", "both", "each", "even", "also", "only", "however",
        "what", "who", "which", "how", "why", "where", "despite", "during", "according", "due",
    ]
)  # fmt: skip
