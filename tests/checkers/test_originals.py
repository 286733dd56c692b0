"""Translations beside the text that they translate, in real catalogues and XLIFF."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest

from cleantext.assembly import Assembly
from cleantext.checkers.originals import PACK, RULES, AgainstOriginals
from cleantext.core.finding import Applicability, Finding, Severity, Source, State
from cleantext.core.revision import Revision
from cleantext.core.settings import Settings
from cleantext.core.span import Span
from cleantext.engine import Level, examine
from cleantext.formats.reader import render
from cleantext.language.analysis import Analysis
from cleantext.library import _checkers
from tests.formats.contract import document

XLIFF = (
    '<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2"><file original="a" source-language="de"'
    ' target-language="en" datatype="plaintext"><body><trans-unit id="1"><source>{}</source><target>{}</target>'
    "</trans-unit></body></file></xliff>"
)
XLIFF2 = (
    '<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" version="2.0" srcLang="de" trgLang="en"><file id="f">'
    '<unit id="one"><segment><source>{}</source><target>{}</target></segment></unit></file></xliff>'
)
TMX = (
    '<tmx version="1.4"><header srclang="de"/><body><tu tuid="1"><tuv xml:lang="de"><seg>{}</seg></tuv>'
    '<tuv xml:lang="en"><seg>{}</seg></tuv></tu></body></tmx>'
)
FILES = {"a.po": 'msgid "{}"\nmsgstr "{}"\n', "a.xlf": XLIFF, "b.xlf": XLIFF2, "a.tmx": TMX}


def findings(original: str, text: str, name: str = "a.po") -> Sequence[Finding]:
    escaped = [each.replace('"', '\\"') if name == "a.po" else each for each in (original, text)]
    found = examine(document(FILES[name].format(*escaped), name), _checkers(), Level.NONE)
    return [judged.finding for judged in found.findings if judged.state is not State.SUPPRESSED]


def said(original: str, text: str, name: str = "a.po") -> list[str]:
    return [finding.message for finding in findings(original, text, name) if finding.pack == PACK]


@pytest.mark.parametrize("name", FILES)
def test_a_wrong_number_is_found_in_each_format(name: str) -> None:
    original = "Der Zug nach Ulm fährt um 15 Uhr von Gleis 3 ab."
    (found,) = findings(original, "The train to Ulm leaves at 51 o'clock from platform 3.", name)
    assert found.message == "51 isn't in the original, which has 15"
    assert found.fix and [edit.replacement for edit in found.fix.edits] == ["15"]
    assert found.fix.applicability is Applicability.SUGGESTED


@pytest.mark.parametrize(
    ("original", "text"),
    [
        ("Es kostet 1.234,50 Euro.", "It costs 1,234.50 euros."),
        ("Um 15:30 Uhr am 5. März 2024", "At 3:30 p.m. on March 5, 2024"),
        ("Die Stadt hat 2,5 Millionen Einwohner.", "The city has 2,500,000 inhabitants."),
        ("In den 1990er Jahren", "In the 90s"),
        ("Es waren zwölf Leute.", "There were 12 people."),
        ("Es waren 15 Leute.", "There were fifteen people."),
        ("Es waren hundert Leute.", "There were 100 people."),
        ("В XVIII веке", "In the 18th century"),
        ("参加者は二十五人", "There were 25 participants"),
        ("%1$s von %2$d", "%1$s of %2$d"),
        ("%2$d: %1$s", "%d: %s"),
        ("{n, plural, other {# Häuser}}", "{n, plural, one {# house} other {# houses}}"),
        ("Noch ١٥ Tage", "15 days left"),
        ("Der UTF-8-Text", "The UTF-8 text of MP3 and h264 files"),
    ],
)
def test_other_notations_are_the_same(original: str, text: str) -> None:
    assert said(original, text) == []


@pytest.mark.parametrize(
    ("original", "text", "message"),
    [
        ("Es kostet 1.234,50 Euro.", "It costs 1,243.50 euros.", "1,243.50 isn't in the original, which has 1.234,50"),
        ("Das Haus ist alt.", "The house was built in 1873.", "1873 isn't in the original"),
        ("20 Seiten", "200 pages", "200 isn't in the original, which has 20"),
        ("%d Dateien", "%s files", "%s isn't in the original, which has %d"),
        ("Hallo, {name}!", "Hello, {user}!", "{user} isn't in the original, which has {name}"),
        ("Hallo!", "Hello %s!", "%s isn't in the original"),
        ("Gestern sprach Kowalczuk mit uns.", "Yesterday, Kowalczak spoke to us; later Kowalczak left.",
         "'Kowalczak' is 'Kowalczuk' in the original"),
    ],
)  # fmt: skip
def test_what_the_original_does_not_have(original: str, text: str, message: str) -> None:
    assert set(said(original, text)) == {message}


def test_both_forms_of_a_message_may_have_what_one_has() -> None:
    po = 'msgid "15 Ordner"\nmsgid_plural "%d Dateien, 15 Ordner"\nmsgstr[0] "%d file"\nmsgstr[1] "%d files, 16 dirs"\n'
    found = examine(document(po, "a.po"), _checkers(), Level.NONE).findings
    assert [judged.finding.message for judged in found if judged.finding.pack == PACK] == [
        "16 isn't in the original, which has 15"
    ]


class Pointing:
    """A checker that takes a word for left over."""

    name, version, source = "pointing", None, Source.WIDE

    def __init__(self, word: str):
        self.word = word

    def check(self, analysis):  # type: ignore[no-untyped-def]
        at = analysis.text.index(self.word)
        span = Span(at, at + len(self.word))
        yield Finding("leftover-word", "leftovers", span, Severity.WARNING, "", "", Source.WIDE)

    def problems(self):  # type: ignore[no-untyped-def]
        return ()


GERMAN = "Die Verwaltung der Stadt hat am Montag beschlossen, dass die Brücke bis zum Herbst geschlossen bleibt. "
ENGLISH = "The council of the city has decided on Monday that the bridge is to be closed until the autumn. "
POLISH = "Rada miasta postanowiła w poniedziałek, że most zostanie zamknięty do jesieni, a tramwaje pojadą inaczej. "


@pytest.mark.parametrize(
    ("original", "text", "word", "kept"),
    [
        (f"{GERMAN}Der Zuständige schweigt.", "The Zuständige is silent.", "Zuständige", True),
        (f"{GERMAN}Der Zuständigen Brief.", "The letter of the Zuständiger.", "Zuständiger", True),
        (f"{GERMAN}Es war ein Déjà-vu.", "It was a Führung for all.", "Führung", False),
        (f'{GERMAN}Sie rief "Achtung" und ging.', 'She shouted "Achtung" and left.', "Achtung", False),
        (f"{GERMAN}Sie rief «Achtung» und ging.", "She shouted “Achtung” and left.", "Achtung", False),
        (f'{GERMAN}Sie rief "Achtung" und ging.', "She gave Achtung and left.", "Achtung", True),
        (f"{ENGLISH}Take the Führung.", "Take the Führung now.", "Führung", False),
        (f"{POLISH}Mówi pani Łucja.", "Says Mrs Łucja.", "Łucja", False),
        (f"{POLISH}Jest bardzo późno.", "It is bardzo late.", "bardzo", True),
        (f"{GERMAN}Alles gut.", "All is добро.", "добро", True),
        ("", "It is bardzo late.", "bardzo", True),
    ],
)
def test_a_leftover_is_one_that_the_original_has_outside_of_quotations(
    original: str, text: str, word: str, kept: bool
) -> None:
    po = FILES["a.po"].format(*(each.replace('"', '\\"') for each in (original or "x", text)))
    if not original:
        po = f'"{word}" = "{text}";'
    found = examine(document(po, "a.po" if original else "a.strings"), [AgainstOriginals(Pointing(word))], Level.NONE)
    assert bool(found.findings) == kept


def test_settings_reach_them_and_a_repair_is_written_and_marked() -> None:
    source = FILES["a.po"].format("Nach 15 Tagen ist %d Schluss.", "After 51 days it is over: %s.")
    found = document(source, "a.po")
    ignored = examine(found, Assembly(Settings(languagetool=False, ignore=[PACK]))(), Level.NONE).findings
    assert not [judged for judged in ignored if judged.finding.pack == PACK]
    examined = examine(found, _checkers(), Level.SUGGESTED)
    found_out = {judged.finding.rule for judged in examined.findings}
    assert found_out - {"words-without-sense"} == set(RULES[:2])  # a sentence alone, with a wrong number, is odd
    left = [judged.finding.span for judged in examined.findings if judged.state is not State.APPLIED]
    copy = render(found, [done.edit for done in examined.applied], flagged=left).decode()
    assert copy == "#, fuzzy\n" + source.replace("51", "15")


@pytest.mark.skipif(not shutil.which("msgunfmt"), reason="no gettext")
@pytest.mark.parametrize("language", ["de", "fr", "ru", "ja"])
def test_few_real_translations_differ(language: str, tmp_path: Path) -> None:
    """The catalogues of what is installed, none of whose translators was a machine: under 1 in 300 messages."""
    messages = different = 0
    checker = AgainstOriginals(Nothing())
    for path in sorted(Path("/usr/share/locale").glob(f"{language}/LC_MESSAGES/[a-g]*.mo"))[:12]:
        made = subprocess.run(["msgunfmt", path], capture_output=True, check=False)
        if made.returncode == 0 and len(made.stdout) < 300_000:
            examined = examine(document(made.stdout, "a.po"), [checker], Level.NONE)
            messages += len(examined.document.segment)  # type: ignore[arg-type]
            different += len(examined.findings)
    if not messages:
        pytest.skip("no catalogues")
    assert different * 300 < messages


class Nothing(Pointing):
    def __init__(self) -> None: ...

    def check(self, analysis):  # type: ignore[no-untyped-def]
        return ()


def test_hostile_originals_take_linear_time() -> None:
    for original, text in (
        ("1 2 3 " * 30_000, "4 5 6 " * 30_000),
        ("Kowalczuk " * 30_000, "of Kowalczak " * 30_000),
        ("“" * 100_000, '"' * 100_000),
        ("'a " * 60_000, "%s {a} " * 30_000),
        (" ".join(f"Na{i:x}mes" for i in range(30_000)), " ".join(f"a Nb{i:x}mes" for i in range(30_000))),
    ):
        found = document(FILES["a.xlf"].format(original, text), "a.xlf")
        list(AgainstOriginals(Nothing(), True).check(Analysis(Revision(found.text, found.segment))))
