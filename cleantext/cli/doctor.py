"""``cleantext doctor``: what works here, and what to do about what doesn't."""

from __future__ import annotations

import importlib.metadata
import sqlite3

import typer

import cleantext
from cleantext.cli.output import say
from cleantext.language_model import encoder
from cleantext.language_model.encoder import EncoderError
from cleantext.languagetool import installation
from cleantext.languagetool.artefacts import VERSION
from cleantext.languagetool.cache import cache_file
from cleantext.languagetool.java import find_java
from cleantext.rulebook.compile import compile_rules
from cleantext.rulebook.load import load_shipped

_NAMES = 14  # columns before what is said of each


def doctor() -> None:
    """Show each checker's version and state. Exit code: 0 all work, 1 one does not."""
    say(f"cleantext     {cleantext.__version__}", _NAMES)
    say(f"rules         {len(compile_rules(load_shipped()))} rules, ok", _NAMES)
    say(f"ftfy          {importlib.metadata.version('ftfy')}, ok", _NAMES)
    say(f"encoder       {_encoder()}", _NAMES)
    java = find_java()
    say(f"Java          {f'{java.version}, {java.path}' if java else 'none of version 17 or later'}", _NAMES)
    place, damaged = installation.installed(), installation.damaged()
    if place and damaged:
        say(f"LanguageTool  {VERSION}, damaged ({', '.join(damaged)}); run: cleantext setup", _NAMES)
    elif place and java:
        languages = ", ".join(installation.installed_languages())
        say(f"LanguageTool  {VERSION}, ok, {languages}, {place}", _NAMES)
    else:
        say("LanguageTool  not ready; run: cleantext setup", _NAMES)
    say(f"its cache     {_cached()}", _NAMES)
    if not place or not java or damaged:
        raise typer.Exit(1)


def _encoder() -> str:
    try:
        encoder.shipped()
    except EncoderError as error:
        return f"{error}; texts are judged without it"
    import onnxruntime  # only now: the encoder sees to its telemetry

    return f"ONNX Runtime {onnxruntime.__version__}, ok"


def _cached() -> str:
    path = cache_file()
    if not path.exists():
        return "empty"
    try:
        with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as connection:
            number = connection.execute("SELECT count(*) FROM answers").fetchone()[0]
    except sqlite3.Error as error:
        return f"{path}: {error}"
    return f"{number} paragraphs, {path.stat().st_size / 1e6:.1f} MB, {path}"
