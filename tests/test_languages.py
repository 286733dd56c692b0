"""Texts in other languages than English: detected, given only what holds there, and English is never lost."""

from __future__ import annotations

from pathlib import Path

import pytest

import cleantext
from cleantext.checkers.grammar import GrammarChecker
from cleantext.core.span import Span
from cleantext.language.detection import language_of
from cleantext.languagetool.curation import load_curated
from cleantext.languagetool.installation import installed_languages
from cleantext.languagetool.server import Server
from tests import markup
from tests.analysed import analysed

SAMPLES = sorted((markup.CORPUS / "languages").glob("*.mark"))
DUTCH = (
    "De oude veerboot ligt al weken stil , want de motor is kapot. “Wij wachten,” zegt de schipper, die hier al"
    " dertig jaar vaart. Niemand weet wanneer het nieuwe onderdeel komt en wie dat straks gaat betalen.\n"
)


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_a_sample_is_known_and_exactly_its_damage_is_found(path: Path) -> None:
    text, artefacts = markup.read(path)
    assert language_of(text) == path.stem
    findings = cleantext.check(text)
    touched = [[a for a in artefacts if Span(a.start, a.end).touches(Span(f.start, f.end))] for f in findings]
    assert [f.rule for f, marks in zip(findings, touched, strict=True) if not marks] == []
    assert {a.start for marks in touched for a in marks} == {a.start for a in artefacts}


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_the_sound_text_of_a_sample_raises_nothing(path: Path) -> None:
    text, artefacts = markup.read(path)
    for artefact in reversed(artefacts):
        text = text[: artefact.start] + artefact.fixes[0] + text[artefact.end :]
    assert [(f.rule, f.text) for f in cleantext.check(text)] == []


def test_an_unknown_language_gets_what_holds_everywhere() -> None:
    assert language_of(DUTCH) == "nl"
    assert [f.rule for f in cleantext.check(DUTCH)] == ["space-before-comma"]


def test_damaged_english_is_english() -> None:
    texts = [
        markup.read(path)[0] for folder in (markup.GOLD, markup.CORPUS / "damaged") for path in folder.glob("*.mark")
    ]
    texts += [path.read_bytes().decode() for path in (markup.CORPUS / "correct").glob("*.txt")]
    assert len(texts) > 40
    assert {language_of(text) for text in texts} == {"en"}


@pytest.mark.parametrize("text", ["", "Je suis là.", "OK", "“Schadenfreude”, said Kohl."])
def test_a_text_too_short_to_tell_is_english(text: str) -> None:
    assert language_of(text) == "en"


def test_languagetool_hears_the_kept_rules_of_each_language_or_says_how_to_get_it(languagetool: Server) -> None:
    for language in ("de", "fr", "es", "pt"):
        grammar = GrammarChecker(languagetool, language=language)
        for curated in load_curated(language).values():
            for example in curated.examples:
                text = example.bad or example.ok or ""
                found = [f.rule for f in grammar.check(analysed(text))]
                if language in installed_languages():
                    name = "lt-" + curated.id.lower().replace("_", "-")
                    assert (name in found) == (example.bad is not None), (name, text, found)
                else:
                    assert found == []
                    assert f"cleantext setup --languages {language}" in next(iter(grammar.problems()))
