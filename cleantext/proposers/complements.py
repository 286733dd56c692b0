"""What follows a verb, an adjective or a preposition: an infinitive with *to* or without, a form in *-ing*, *that*."""

from __future__ import annotations

from collections.abc import Iterator

from cleantext.proposers.clauses import word_set
from cleantext.proposers.rivals import COMPLEMENT, PARTICLE, VERB, Construction, Rivals, asked
from cleantext.proposers.small_words import (
    ADVERBS,
    BE,
    DETERMINERS,
    HAVE,
    MODALS,
    PRONOUNS,
    READINGS,
    classes,
    gerund_of,
    is_base,
    only_base,
    participle_of,
    past_of,
    third_of,
    verb_of,
)
from cleantext.proposers.swaps import Row

Tried = Iterator[tuple[int, Rivals]]
SURE = -5.0
"""Nats that a form may cost where no grammar allows the one that stands there."""

_BEFORE_GERUND = word_set("before after without by of from despite with against for instead while through")
_SPENT = word_set(
    "time hours hour days day years year weeks week months month minutes afternoon evening morning life money "
    "difficulty difficulties trouble problems fun experience"
)
_TO_GERUND = word_set(
    "forward opposed committed dedicated devoted addition accustomed prior thanks due contribute contributes "
    "contributed object objects objected objection close closer key approach commitment contribution limited"
)
"""Words whose *to* is a preposition."""
_GERUND_AFTER = (
    "avoid consider deny discuss dislike enjoy finish imagine involve keep mention mind postpone practise practice "
    "quit recommend resist risk suggest admit miss delay appreciate justify tolerate stop"
)
_OTHERWISE = {
    "succeed": "in", "insist": "on", "insists": "on", "insisted": "on", "succeeded": "in", "succeeds": "in",
    "interested": "in", "capable": "of", "incapable": "of", "responsible": "for", "accused": "of", "possibility": "of",
    "possibilities": "of", "idea": "of", "risk": "of", "method": "of", "purpose": "of", "purposes": "of", "hope": "of",
    "specialized": "in", "specialises": "in", "specializes": "in", "specialised": "in", "specialize": "in",
    "think": "of", "thinking": "of", "dream": "of", "dreams": "of", "dreamed": "of", "afraid": "of", "tired": "of",
    "fond": "of", "experience": "in", "interest": "in", "advantage": "of", "instead": "of", "used": "to", "good": "at",
    "guilty": "of", "suspected": "of", "prevented": "from", "famous": "for", "aimed": "at", "credit": "for",
    "credited": "for", "blamed": "for", "thanked": "for", "participate": "in", "involved": "in", "engaged": "in",
    "danger": "of", "difficulty": "in", "skilled": "in", "consists": "in", "consist": "in", "concentrate": "on",
    "focus": "on", "focused": "on", "worth": "", "busy": "",
}  # fmt: skip
"""Words that take a preposition and a form in *-ing* where other languages have an infinitive."""
_INFINITIVE_AFTER = (
    "afford agree aim appear arrange attempt choose claim decide decline deserve expect fail hesitate hope intend "
    "learn manage need offer plan pledge prepare pretend promise refuse seek seem strive struggle tend threaten try "
    "volunteer want wish begin start continue able unable likely unlikely ready willing eager reluctant forced "
    "allowed forbidden permitted obliged required supposed expected asked invited encouraged ordered told urged "
    "advised determined prepared decision attempt ability chance opportunity right effort efforts permission desire "
    "promise need going possible impossible difficult easy necessary important hard better"
)
"""Words that take an infinitive with *to*."""
_BARE = word_set("make makes made making let lets letting")
_OBJECTS = word_set("him her them us me it you people everyone someone")


def _forms_of(listed: str) -> frozenset[str]:
    found = set()
    for word in listed.split():
        found.add(word)
        if verb_of(word) == word and not classes(word) & {"ADJ"}:
            found |= {third_of(word), past_of(word), participle_of(word), gerund_of(word)}
    return frozenset(found)


_LISTS: dict[str, frozenset[str]] = {}


def _listed(listed: str) -> frozenset[str]:
    if listed not in _LISTS:
        _LISTS[listed] = _forms_of(listed)
    return _LISTS[listed]


def _infinitive(words: Row, i: int) -> Tried:
    """*before to charge*, *spend time to wait*, *avoid to say*, *capable to do*, *made him to go*; *want to going*."""
    lowered = words.lowered
    before, after = lowered[i - 1], lowered[i + 1]
    verb = verb_of(after) if after else None
    if verb is None:
        return
    if after != verb:
        if after == gerund_of(verb) and before in _listed(_INFINITIVE_AFTER):
            yield from _at(i, asked(COMPLEMENT, 2, -2.5, f"to {verb}", after))
        return
    gerund = gerund_of(verb)
    if before in _BEFORE_GERUND:
        yield from _at(i, asked(COMPLEMENT, 2, -4.0, gerund, f"to {verb}"))
        if before == "for":
            yield from _at(i - 1, asked(COMPLEMENT, 3, -2.0, f"to {verb}", f"for {gerund}"))
        if before == "of":
            yield from _at(i - 1, asked(COMPLEMENT, 3, -2.0, f"to {verb}"))
    elif before in _listed(_GERUND_AFTER):
        yield from _at(i, asked(COMPLEMENT, 2, -2.0, gerund))
    elif before in _TO_GERUND:
        yield from _at(i + 1, asked(COMPLEMENT, 1, -1.0, gerund))
    elif before in _SPENT and any(form in _SPENDING for form in lowered[max(0, i - 7) : i]):
        yield from _at(i, asked(COMPLEMENT, 2, -2.5, gerund))
    elif before in _OBJECTS and lowered[i - 2] in _BARE:
        yield from _at(i, asked(PARTICLE, 1, -1.0, ""))
    if before in _OTHERWISE and (before != "used" or lowered[i - 2] in BE):
        yield from _at(i, asked(COMPLEMENT, 2, 1.0, f"{_OTHERWISE[before]} {gerund}".strip()))


_SPENDING = word_set("spend spends spent spending waste wasted wasting have has had having")


def _at(i: int, found: Iterator[Rivals]) -> Tried:
    return ((i, rivals) for rivals in found)


def _to_not(words: Row, i: int) -> Tried:
    """*to not miss*."""
    if words.lowered[i - 1] == "to" and is_base(words.lowered[i + 1]):
        yield from _at(i - 1, asked(COMPLEMENT, 2, 0.5, "not to"))


def _no_to(words: Row, i: int) -> Tried:
    """*forbidden throw*, *decided leave*: *to* is missing before a verb."""
    after = words.lowered[i + 1]
    if only_base(after) and not (words.lowered[i] in ("need", "better") and words.lowered[i - 1] in (*HAVE, "not")):
        yield from _at(i + 1, asked(PARTICLE, 0, 0.0, "to"))


def _by_or_without(words: Row, i: int) -> Tried:
    """*by use*, *without open*: a base form after a preposition."""
    after = words.lowered[i + 1]
    if only_base(after):
        verb = verb_of(after)
        if verb:
            yield from _at(i + 1, asked(COMPLEMENT, 1, -1.0, gerund_of(verb)))
    if words.lowered[i] == "of" and words.lowered[i - 1] in _EASE and is_base(after):
        yield from _at(i, asked(COMPLEMENT, 1, -2.0, "to"))


_EASE = word_set(
    "possible impossible difficult easy necessary important prudent wise advisable forbidden obligatory useful best "
    "better good decided tried hard refused convenient essential enough"
)


def _base_after_be(words: Row, i: int) -> Tried:
    """*was descend*, *can be overlap*, *is not depend*; *will be gave*."""
    lowered = words.lowered
    k = i + 2 if lowered[i + 1] in ADVERBS or lowered[i + 1] == "not" else i + 1
    form = lowered[k]
    if not form or not form.isalpha() or words.forms[k][0].isupper():
        return
    verb = verb_of(form)
    if verb is None or verb in ("be", "have", "do"):
        return
    before = lowered[i - 1]
    if only_base(form) or (
        form == verb and before in MODALS and not classes(form) & {"NN1", "ADJ", "MASS", "HUM", "VN"}
    ):
        yield from _at(k, asked(VERB, 1, -1.0 if only_base(form) else 1.0, participle_of(verb), gerund_of(verb)))
        if k == i + 1:
            rest = (
                (form,) if before in MODALS or before == "to"
                else (third_of(verb), past_of(verb)) if lowered[i] in ("is", "was") else (form, past_of(verb))
            )  # fmt: skip
            yield from _at(i, asked(VERB, 2, 1.0, *rest))
        return
    other = classes(form) & {"NN1", "ADJ", "VB", "VN"} or READINGS[form] & {"base", "participle"}
    if form == past_of(verb) != participle_of(verb) and not other:
        yield from _at(k, asked(VERB, 1, SURE, participle_of(verb)))


def _past_after_have(words: Row, i: int) -> Tried:
    """*has went*, *have also wrote*."""
    lowered = words.lowered
    k = i + 2 if lowered[i + 1] in ADVERBS or lowered[i + 1] == "not" else i + 1
    form = lowered[k]
    verb = verb_of(form) if form.isalpha() else None
    if verb and form == past_of(verb) and form not in (participle_of(verb), verb) and "VN" not in classes(form):
        yield from _at(k, asked(VERB, 1, SURE, participle_of(verb)))


def _after_did(words: Row, i: int) -> Tried:
    """*How did you spent*, *does he goes*: the verb after a subject that follows its auxiliary."""
    lowered = words.lowered
    k = i + 1
    if lowered[k] in DETERMINERS and lowered[k] != "that":
        k += 1
    form = lowered[k + 1]
    if (lowered[k] not in PRONOUNS and k == i + 1) or not form.isalpha():
        return
    verb = verb_of(form)
    base = "VB" in classes(form) if classes(form) else "base" in READINGS[form]
    if verb and form != verb and form in (third_of(verb), past_of(verb)) and not base:
        yield from _at(k + 1, asked(VERB, 1, SURE, verb))


def _after_modal(words: Row, i: int) -> Tried:
    """*will can*, *do not can*, *could passed*, *must to*."""
    lowered = words.lowered
    after = lowered[i + 1]
    if after in MODALS and lowered[i] in MODALS and after != lowered[i] and "'" not in after:
        first = lowered[i]
        if after in ("can", "could"):
            yield from _at(i, asked(VERB, 2, -1.0, after, f"{first} be able to", "may"))
        elif after in ("must", "should", "shall"):
            yield from _at(i, asked(VERB, 2, -1.0, after, f"{first} have to"))
        else:
            yield from _at(i, asked(VERB, 2, -1.0, after, first))
        return
    k = i + 2 if after in ADVERBS or after == "not" else i + 1
    form = lowered[k]
    verb = verb_of(form) if form.isalpha() else None
    if verb is None or words.forms[k][0].isupper() or "base" in READINGS[form] or classes(form) & {"NN1", "NN2"}:
        return
    if form != verb and form in (third_of(verb), past_of(verb), participle_of(verb), gerund_of(verb)):
        yield from _at(k, asked(VERB, 1, SURE, verb))


def _do_not_can(words: Row, i: int) -> Tried:
    """*do not can attend*, *doesn't can*."""
    lowered = words.lowered
    if lowered[i - 1] == "not" and lowered[i - 2] in ("do", "does", "did"):
        yield from _at(i - 2, asked(VERB, 3, -4.0, "could not" if lowered[i - 2] == "did" else "cannot"))
    elif lowered[i - 1] in ("don't", "doesn't"):
        yield from _at(i - 1, asked(VERB, 2, -4.0, "cannot", "can't"))


def _to_with_past(words: Row, i: int) -> Tried:
    """*to carried*, *to goes*, where *to* is no preposition."""
    lowered = words.lowered
    form = lowered[i + 1]
    verb = verb_of(form) if form.isalpha() and lowered[i - 1] in _listed(_INFINITIVE_AFTER) else None
    if verb and form in (third_of(verb), past_of(verb)) and form != verb and "base" not in READINGS[form]:
        yield from _at(i + 1, asked(VERB, 1, SURE, verb))


CONSTRUCTIONS = (
    Construction(lambda: ["to"], _infinitive),
    Construction(lambda: ["to"], _to_with_past),
    Construction(lambda: ["not"], _to_not),
    Construction(lambda: _listed(_INFINITIVE_AFTER), _no_to),
    Construction(lambda: ["by", "without", "of", "before", "after"], _by_or_without),
    Construction(lambda: BE, _base_after_be),
    Construction(lambda: HAVE, _past_after_have),
    Construction(lambda: ["did", "does", "do"], _after_did),
    Construction(lambda: MODALS, _after_modal),
    Construction(lambda: ["can"], _do_not_can),
)
"""All of them, with the words at which they are looked for."""
