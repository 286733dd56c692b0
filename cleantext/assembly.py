"""Put the checkers of a run together from the settings. Picklable, so that workers build their own."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import msgspec

from cleantext.checkers import encoding, grammar, originals
from cleantext.checkers.checker import Checker
from cleantext.checkers.encoding import EncodingChecker
from cleantext.checkers.grammar import GrammarChecker
from cleantext.checkers.languages import ByLanguage
from cleantext.checkers.originals import AgainstOriginals
from cleantext.checkers.rules import RuleChecker
from cleantext.checkers.selection import SelectingChecker
from cleantext.core.settings import Settings, SettingsError, names, wanted
from cleantext.core.wording import nearest
from cleantext.judge.checker import Heard, JudgedChecker, proposers
from cleantext.judge.garbled import GARBLED
from cleantext.judge.model import JudgeError, shipped
from cleantext.languagetool.cache import Cache, cache_file
from cleantext.languagetool.curation import load_curated
from cleantext.languagetool.server import Server
from cleantext.rulebook.compile import CompiledRule, compile_rules, shipped_rules
from cleantext.rulebook.load import RuleSet, load
from cleantext.rulebook.location import rules_dir


@dataclass(frozen=True, slots=True)
class Assembly:
    """Call it to get the checkers. ``languagetool`` is a server, or None to go without."""

    settings: Settings
    languagetool: Server | None = None

    def __call__(self) -> Sequence[Checker]:
        """Raises ``RuleError`` for a wrong pack, ``SettingsError`` for a rule that nobody knows."""
        return list(self._checkers())

    def _checkers(self) -> Iterator[Checker]:
        settings = self.settings
        yield SelectingChecker(EncodingChecker(), settings)
        known = rule_set(settings)
        rules, base = _wanted(compile_rules(known), settings), shipped_rules(known)
        english: GrammarChecker | None = None
        if self.languagetool is not None:
            make = partial(
                GrammarChecker,
                self.languagetool,
                settings.vocabulary,
                cache=partial(Cache, cache_file()) if settings.cache else None,
                threads=settings.languagetool_threads,
                timeout=settings.languagetool_timeout,
            )
            english = make(every=True)

        def checker_for(code: str) -> Checker:
            checker = RuleChecker([r for r in rules if r.rule.holds_in(code)], base)
            if code != "en":
                return SelectingChecker(AgainstOriginals(checker), settings)
            judged = JudgedChecker(
                checker,
                asked,
                english,
                settings.sensitivity,
                partial(wanted, settings),
                doubted,
                settings.language_model,
            )
            compared = AgainstOriginals(judged, english=True)
            selected = SelectingChecker(compared, settings)  # within: nothing is sent for what nobody will see
            return reworded(selected)

        reworded = _rewording(settings)
        every = not settings.select or any(names(pattern, GARBLED.id, GARBLED.pack) for pattern in settings.select)
        asked = [proposer for proposer in proposers() if every or selects(settings, proposer.name)]
        doubted = partial(wanted, msgspec.structs.replace(settings, select=()))
        yield ByLanguage(checker_for, settings.language)
        if english is not None:
            heard = Heard(english)
            by_language = ByLanguage(lambda code: heard if code == "en" else make(language=code), settings.language)
            yield SelectingChecker(by_language, settings)


def selects(settings: Settings, pack: str) -> bool:
    """Whether ``select`` names a proposer or one of its kinds of findings."""
    kinds = [rule for rule, of in judged_rules().items() if of == pack]
    return any(names(pattern, rule, pack) for pattern in settings.select for rule in (pack, *kinds))


def judged_rules() -> Mapping[str, str]:
    """The kinds of findings that the judge knows, each with its pack; none where its weights can't be read."""
    try:
        return shipped(neural=True).packs
    except JudgeError:
        return {}


def _rewording(settings: Settings) -> Callable[[Checker], Checker]:
    """Adds rewordings to what a checker finds, where the settings name an endpoint. Raises ``SettingsError``."""
    if settings.proposer is None:
        return lambda checker: checker
    from cleantext.checkers.rewording import RewordingChecker  # few runs have one
    from cleantext.rewording.endpoint import Endpoint, EndpointError

    try:
        endpoint = Endpoint(settings.proposer, settings.proposer_model, key=settings.proposer_key)
    except EndpointError as error:
        raise SettingsError(str(error)) from error
    return partial(RewordingChecker, endpoint=endpoint)


def wanted_rules(settings: Settings) -> tuple[CompiledRule, ...]:
    """The rules that the settings select, compiled. Raises as ``rule_set`` does."""
    return _wanted(compile_rules(rule_set(settings)), settings)


def _wanted(rules: Iterable[CompiledRule], settings: Settings) -> tuple[CompiledRule, ...]:
    return tuple(r for r in rules if wanted(settings, r.rule.id, r.pack))


def rule_set(settings: Settings) -> RuleSet:
    """The shipped rules and the user's own. Raises ``RuleError``, ``SettingsError`` for an unknown pattern."""
    rules = load([rules_dir(), *(Path(place) for place in settings.rules)])
    patterns = [p for p in (*settings.select, *settings.ignore) if not p.startswith("lt-")]
    if not patterns:  # LanguageTool has thousands of rules, and only it knows them
        return rules
    known = sorted(
        {r.rule.id for r in rules.rules}
        | {r.pack for r in rules.rules}
        | {encoding.PACK, *encoding.RULES, originals.PACK, *originals.RULES, grammar.PACK}
        | {name for pair in judged_rules().items() for name in pair}
    )
    nameable = [*known, *map(grammar.name_of, load_curated())]
    for pattern in patterns:
        if not any(names(pattern, name, name) for name in nameable):
            raise SettingsError(f"no rule or pack '{pattern}'{nearest(pattern, known)}")
    return rules
